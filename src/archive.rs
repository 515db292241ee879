//! The archive: a corpus and the index made from it, opened together and swapped together while serving.
//!
//! An [`Archive`] never changes, and its index is of its corpus by construction. A [`LiveArchive`] holds the present one;
//! whoever takes it keeps it whole while the next is put in its place. Knows nothing of pages.

mod cache;
mod derived;
mod listing;
mod past;
mod watch;

pub use crate::search::Coverage;
pub use past::{AsOf, NotYet};
pub use watch::Watch;

use std::any::Any;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;

use arc_swap::ArcSwap;

use self::cache::Cached;
use self::derived::Derived;
use self::listing::Listing;
use crate::corpus::{self, Corpus, Document, Files, Paragraph, Problem, Proof, Proofs, Prover, Release, Weight};
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
    index: Index,
    derived: Derived,
}

impl AsRef<Corpus> for Archive {
    fn as_ref(&self) -> &Corpus {
        &self.corpus
    }
}

/// The documents that have chosen properties.
#[derive(Debug, Clone)]
pub struct Browsed {
    /// Places in [`Corpus::documents`], oldest first.
    pub documents: Vec<usize>,
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
        Self::open_proved(files, index, corpus::plain_text)
    }

    /// Does the same, comparing texts with all sources that `prover` can read.
    ///
    /// Drafts that nobody has confirmed are not in it. A published text that parts from its source is, and is told in
    /// the log: its words are those of the ledger, and only the claim that they are the source's is not proved.
    ///
    /// # Errors
    ///
    /// When the corpus is wrong or the index cannot be made.
    pub fn open_proved(files: &Files, index: Option<&Path>, prover: Prover) -> Result<Self, Error> {
        Self::open_knowing(files, index, prover, &Proofs::default())
    }

    fn open_knowing(files: &Files, index: Option<&Path>, prover: Prover, proofs: &Proofs) -> Result<Self, Error> {
        let listing = Listing::of(files);
        if let Some(directory) = index
            && let Some(cached) = Cached::find(directory).filter(|cached| cached.is_right(files))
            && let Some((corpus, index)) = cached.open(files)
        {
            cached.note(directory, listing);
            return Ok(Self::whole(corpus, index));
        }
        let (corpus, unproved) = load(files, prover, proofs)?;
        tell(&unproved);
        Self::of(corpus, listing, index)
    }

    /// Indexes a corpus whose files were seen before they were read, and keeps both where there is a directory for it.
    fn of(corpus: Corpus, listing: Listing, directory: Option<&Path>) -> Result<Self, Error> {
        let index = Index::build(&corpus)?;
        if let Some(directory) = directory
            && let Err(error) = cache::store(directory, &corpus, &index, listing)
        {
            tracing::warn!(directory = %directory.display(), %error, "the index cannot be kept; it is in memory only");
        }
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
        Self { corpus, index, derived: Derived::default() }
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
        let is_held = |at: usize| self.corpus.documents().get(at).is_some_and(Document::held);
        let (documents, facets) = self.index.browse(choices, |at| held.is_none_or(|held| is_held(at) == held));
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

/// Where the present archive stands, and from what the next is made.
#[derive(Debug)]
pub struct LiveArchive {
    files: Files,
    index: Option<PathBuf>,
    prover: Prover,
    /// What was compared before, so that a reload proves only what changed.
    proofs: Proofs,
    current: ArcSwap<Archive>,
    /// What the present archive was read from, as long as it only looks right.
    unproved: Mutex<Option<Cached>>,
    /// What is done with an archive before it is served.
    prepare: OnceLock<fn(&Archive)>,
}

/// What became of a reload or a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reloaded {
    /// The archive is the one that was served before.
    Same,
    /// Another archive is served from now on.
    Swapped,
}

impl LiveArchive {
    /// Opens the first archive. A kept one that looks right is taken as it is; [`LiveArchive::prove`] tells whether it was.
    ///
    /// # Errors
    ///
    /// When the corpus is wrong or the index cannot be made.
    pub fn open(files: Files, index: Option<&Path>) -> Result<Self, Error> {
        Self::open_proved(files, index, corpus::plain_text)
    }

    /// Does the same, comparing texts with all sources that `prover` can read.
    ///
    /// # Errors
    ///
    /// As [`Archive::open_proved`].
    pub fn open_proved(files: Files, index: Option<&Path>, prover: Prover) -> Result<Self, Error> {
        let cached = index.and_then(Cached::find).filter(|cached| cached.looks_right(&files));
        let proofs = Proofs::default();
        let (archive, unproved) = match cached.as_ref().and_then(|cached| cached.open(&files)) {
            Some((corpus, index)) => (Archive::whole(corpus, index), cached),
            None => (Archive::open_knowing(&files, index, prover, &proofs)?, None),
        };
        let index = index.map(Path::to_owned);
        Ok(Self {
            files,
            index,
            prover,
            proofs,
            current: ArcSwap::from_pointee(archive),
            unproved: Mutex::new(unproved),
            prepare: OnceLock::new(),
        })
    }

    /// Returns a live archive that stays as it is.
    #[must_use]
    pub fn holding(archive: Archive) -> Self {
        Self {
            // Never read again: nothing asks for a reload.
            files: Files::Embedded,
            index: None,
            prover: corpus::plain_text,
            proofs: Proofs::default(),
            current: ArcSwap::from_pointee(archive),
            unproved: Mutex::new(None),
            prepare: OnceLock::new(),
        }
    }

    /// Has every archive prepared before it is served from now on, and the present one beside its being served.
    pub fn prepare_with(&self, prepare: fn(&Archive)) {
        if self.prepare.set(prepare).is_ok() {
            let present = self.current();
            thread::spawn(move || prepare(&present));
        }
    }

    /// Returns the present archive; it stays whole for as long as it is held.
    #[must_use]
    pub fn current(&self) -> Arc<Archive> {
        self.current.load_full()
    }

    /// Tells whether the present archive only looks right and is still to be proved.
    #[must_use]
    pub fn is_unproved(&self) -> bool {
        self.unproved.lock().is_ok_and(|unproved| unproved.is_some())
    }

    /// Proves every byte that was believed by size and time, and makes the archive anew where one is wrong.
    ///
    /// # Errors
    ///
    /// When one is wrong and the archive cannot be made anew; the present one then stays.
    pub fn prove(&self) -> Result<Reloaded, Error> {
        let unproved = self.unproved.lock().ok().and_then(|mut unproved| unproved.take());
        if unproved.is_none_or(|cached| cached.is_right(&self.files)) {
            return Ok(Reloaded::Same);
        }
        let listing = Listing::of(&self.files);
        self.swap(self.load()?, listing)
    }

    /// Loads the corpus again and puts it in place of the present one.
    ///
    /// # Errors
    ///
    /// When the corpus is wrong or the index cannot be made; the present archive then stays.
    pub fn reload(&self) -> Result<Reloaded, Error> {
        let listing = Listing::of(&self.files);
        let corpus = self.load()?;
        if corpus.release() == self.current.load().release() {
            return Ok(Reloaded::Same);
        }
        self.swap(corpus, listing)
    }

    /// Loads the corpus again; a text that parts from its source and did not before is an error.
    fn load(&self) -> Result<Corpus, Error> {
        let current = self.current.load();
        self.proofs.take_over(current.corpus());
        let (corpus, unproved) = load(&self.files, self.prover, &self.proofs)?;
        // A draft that is not served stops nothing.
        let tolerated = |problem: &Problem| {
            let id = problem.file.strip_prefix("documents/").and_then(|file| file.strip_suffix(".md")?.parse().ok());
            let Some(id) = id else { return false };
            let source = current.corpus().document(&id).and_then(|document| document.source.as_ref());
            let failed_before = source.is_some_and(|source| source.proof == Proof::Fails);
            failed_before || corpus.document(&id).is_none_or(|document| !document.held())
        };
        let (known, problems): (Vec<_>, Vec<_>) =
            unproved.into_iter().partition(|problem| problem.weight == Weight::Warning || tolerated(problem));
        if !problems.is_empty() {
            return Err(Error::Corpus { problems });
        }
        tell(&known);
        Ok(corpus)
    }

    fn swap(&self, corpus: Corpus, listing: Listing) -> Result<Reloaded, Error> {
        let archive = Archive::of(corpus, listing, self.index.as_deref())?;
        self.prepare.get().into_iter().for_each(|prepare| prepare(&archive));
        self.current.store(Arc::new(archive));
        Ok(Reloaded::Swapped)
    }
}
