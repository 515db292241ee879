//! The archive: a corpus and the index made from it, opened together and swapped together while serving.
//!
//! An [`Archive`] never changes, and its index is of its corpus by construction. A [`LiveArchive`] holds the present one;
//! whoever takes it keeps it whole while the next is put in its place. Knows nothing of pages.

mod cache;
mod derived;
mod listing;
mod live;
mod past;
mod watch;

pub use crate::search::Coverage;
pub use cache::Keeping;
pub use live::{LiveArchive, Reloaded};
pub use past::{AsOf, NotYet};
pub use watch::Watch;

use std::any::Any;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use self::cache::Cached;
use self::derived::Derived;
use self::listing::Listing;
use crate::corpus::{self, Corpus, Document, DocumentPlace, Files, Paragraph, Problem, Proofs, Prover, Release};
use crate::search::{self, Choices, Concordance, Facet, Index, LineOrder, Matching, Request, Results};

/// Why an archive could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The corpus is wrong, in these places.
    #[error("the corpus has {} to mend:{}", count(problems), list(problems))]
    Corpus {
        /// Everything wrong with it.
        problems: Vec<Problem>,
    },
    /// The index cannot be made.
    #[error(transparent)]
    Index(#[from] search::Error),
}

fn count(problems: &[Problem]) -> String {
    match problems.len() {
        1 => "one problem".to_owned(),
        number => format!("{number} problems"),
    }
}

fn list(problems: &[Problem]) -> String {
    problems.iter().map(|problem| format!("\n  {problem}")).collect()
}

/// A corpus with its index.
#[derive(Debug)]
pub struct Archive {
    corpus: Corpus,
    index: Arc<Index>,
    derived: Arc<Derived>,
}

impl AsRef<Corpus> for Archive {
    fn as_ref(&self) -> &Corpus {
        &self.corpus
    }
}

/// The documents that have chosen properties.
#[derive(Debug, Clone)]
pub struct Browsed {
    /// Those documents and records, oldest first.
    pub documents: Vec<DocumentPlace>,
    /// Facets counted in documents, each without its own choice.
    pub facets: Vec<Facet>,
}

impl Archive {
    /// Loads a corpus and indexes it, in memory or in a directory that keeps both for the next start.
    ///
    /// What is kept is taken only when every byte of it and of the corpus is proved. Where nothing can be kept, because
    /// the directory is read-only or the disk is full, the log says so: what is kept is a cache, and an archive without
    /// it is only slower to start.
    ///
    /// # Errors
    ///
    /// When the corpus is wrong or the index cannot be made.
    pub fn open(files: &Files, index: Option<&Path>) -> Result<Self, Error> {
        Self::open_proved(files, index.map(Keeping::from).as_ref(), corpus::plain_text)
    }

    /// Does the same, comparing texts with all sources that `prover` can read.
    ///
    /// Drafts that nobody has confirmed are not in it. A published text that parts from its source is, and is told in
    /// the log: its words are those of the ledger, and only the claim that they are the source's is not proved.
    ///
    /// # Errors
    ///
    /// When the corpus is wrong or the index cannot be made.
    pub fn open_proved(files: &Files, index: Option<&Keeping>, prover: Prover) -> Result<Self, Error> {
        Self::open_knowing(files, index, prover, &Proofs::default())
    }

    fn open_knowing(files: &Files, index: Option<&Keeping>, prover: Prover, proofs: &Proofs) -> Result<Self, Error> {
        let listing = Listing::of(files);
        if let Some(keeping) = index
            && let Some(cached) = Cached::find(keeping).filter(|cached| cached.is_right(files))
            && let Some((corpus, index)) = cached.open(files).filter(|(corpus, _)| corpus.is_sound())
        {
            cached.note(&keeping.directory, listing);
            return Ok(Self::whole(corpus, index));
        }
        let (corpus, unproved) = load(files, prover, proofs)?;
        tell(&unproved);
        Self::of(corpus, files, listing, index)
    }

    /// Indexes a corpus whose files were seen before they were read, and keeps both where there is a directory for it.
    fn of(corpus: Corpus, files: &Files, listing: Listing, keeping: Option<&Keeping>) -> Result<Self, Error> {
        let index = Index::build(&corpus)?;
        let Some(keeping) = keeping else { return Ok(Self::whole(corpus, index)) };
        let corpus = match cache::store(keeping, &corpus, &index, listing) {
            // Where there are many words they are in the file from now on, and no more in memory.
            Ok(cached) => cached.corpus(files).unwrap_or(corpus),
            Err(error) => {
                let directory = keeping.directory.display();
                tracing::warn!(%directory, %error, "the index cannot be kept; it is in memory only");
                corpus
            }
        };
        Ok(Self::whole(corpus, index))
    }

    /// Indexes a corpus in memory.
    ///
    /// # Errors
    ///
    /// When the index cannot be made.
    pub fn indexed(corpus: Corpus) -> Result<Self, Error> {
        let index = Index::build(&corpus)?;
        Ok(Self::whole(corpus, index))
    }

    fn whole(corpus: Corpus, index: Index) -> Self {
        Self { corpus, index: Arc::new(index), derived: Arc::default() }
    }

    /// Returns the same archive as nobody has looked at its texts, where so many were read for this one that they should be
    /// let go.
    fn renewed(&self) -> Option<Arc<Self>> {
        let corpus = self.corpus.renewed()?;
        Some(Arc::new(Self { corpus, index: Arc::clone(&self.index), derived: Arc::clone(&self.derived) }))
    }

    /// Lets go of the texts that were read for an archive, where there are many: for whoever looks at a large part of it.
    pub fn renew(archive: &mut Arc<Self>) {
        if let Some(fresh) = archive.renewed() {
            *archive = fresh;
        }
    }

    /// Returns how far the texts that are held reach.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        self.index.coverage()
    }

    /// Returns the corpus.
    #[must_use]
    pub fn corpus(&self) -> &Corpus {
        &self.corpus
    }

    /// Returns the name of the state of the corpus.
    #[must_use]
    pub fn release(&self) -> &Release {
        self.corpus.release()
    }

    /// Returns the answer to a request.
    #[must_use]
    pub fn search(&self, request: &Request) -> Results {
        self.index.search(&self.corpus, request)
    }

    /// Returns the answer to a request without its hits, and the lines `wanted` of the concordance of them.
    #[must_use]
    pub fn concordance(&self, request: &Request, order: LineOrder, wanted: Range<usize>) -> (Results, Concordance<'_>) {
        self.index.concordance(&self.corpus, request, order, wanted)
    }

    /// Returns the documents and records that have chosen properties; where `held` is told, only those whose text is held,
    /// or is not.
    #[must_use]
    pub fn browse(&self, choices: &Choices, held: Option<bool>) -> Browsed {
        let within = self.corpus.by_document(|_, document| held.is_none_or(|held| document.held() == held));
        let (documents, facets) = self.index.browse(choices, &within);
        Browsed { documents, facets }
    }

    /// Returns for each of some paragraphs of a document the spans of a query, none where the query does not find it.
    #[must_use]
    pub fn spans(
        &self,
        query: &str,
        matching: Matching,
        document: &Document,
        paragraphs: &[Paragraph],
    ) -> Vec<Vec<Range<usize>>> {
        let place = self.corpus.position(&document.id).filter(|_| !query.is_empty());
        let Some(place) = place else { return vec![Vec::new(); paragraphs.len()] };
        let resolved = self.index.resolve(query, matching);
        paragraphs.iter().map(|paragraph| resolved.spans(place, paragraph).unwrap_or_default()).collect()
    }

    /// Returns what `derive` makes of this archive, made when it is first asked for and shared from then on; it is found
    /// by its type, so each type is derived in one place.
    #[must_use]
    pub fn derived<T: Any + Send + Sync>(&self, derive: impl FnOnce(&Self) -> T) -> Arc<T> {
        self.derived.get(|| derive(self))
    }

    /// Tells whether a text could not be read that was looked at: what was answered from it is worth nothing.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        self.corpus.is_damaged()
    }

    /// Returns the index, for what is neither a search nor a mark.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.index
    }
}

/// Loads a corpus as readers see it, and what stands against the proof of its texts.
fn load(files: &Files, prover: Prover, proofs: &Proofs) -> Result<(Corpus, Vec<Problem>), Error> {
    let loaded = corpus::load_unproved(files, &prover, proofs);
    let (corpus, unproved) = loaded.map_err(|problems| Error::Corpus { problems })?;
    Ok((corpus.without_drafts(), unproved))
}

/// Logs the texts that are not proved, each in a line.
fn tell(unproved: &[Problem]) {
    let mut last = "";
    for problem in unproved.iter().filter(|problem| std::mem::replace(&mut last, &problem.file) != problem.file) {
        tracing::warn!(%problem, "a text is not served as agreeing with its source");
    }
}
