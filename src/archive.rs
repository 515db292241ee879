//! The archive: a corpus and the index made from it, opened together and swapped together while serving.
//!
//! An [`Archive`] never changes, and its index is of its corpus by construction. A [`Shelf`] holds the present one;
//! whoever takes it keeps it whole while the next is put in its place. Knows nothing of pages.

mod watch;

pub use watch::Watch;

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arc_swap::ArcSwap;

use crate::corpus::{self, Corpus, Document, Files, Paragraph, Problem, Release};
use crate::search::{self, Choices, Facet, Index, Matching, Request, Results};

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
    /// Loads a corpus and indexes it, in memory or in a directory that keeps the index for the next start.
    ///
    /// # Errors
    ///
    /// When the corpus is wrong or the index cannot be made.
    pub fn open(files: &Files, index: Option<&Path>) -> Result<Self, Error> {
        let corpus = corpus::load(files).map_err(|problems| Error::Corpus { problems })?;
        Self::of(corpus, index)
    }

    fn of(corpus: Corpus, index: Option<&Path>) -> Result<Self, Error> {
        let index = match index {
            Some(directory) => Index::open(directory, &corpus)?,
            None => Index::build(&corpus)?,
        };
        Ok(Self { corpus, index })
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

    /// Returns the documents and records that have chosen properties.
    #[must_use]
    pub fn browse(&self, choices: &Choices) -> Browsed {
        let (documents, facets) = self.index.browse(choices);
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
        let reading = self.index.read(query, matching);
        paragraphs.iter().map(|paragraph| reading.spans(place, paragraph).unwrap_or_default()).collect()
    }

    /// Returns the index, for what is neither a search nor a mark.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.index
    }
}

/// Where the present archive stands, and from what the next is made.
#[derive(Debug)]
pub struct Shelf {
    files: Files,
    index: Option<PathBuf>,
    current: ArcSwap<Archive>,
}

/// What became of a reload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reloaded {
    /// The corpus is the one that was served before.
    Same,
    /// Another corpus is served from now on.
    Swapped,
}

impl Shelf {
    /// Opens the first archive.
    ///
    /// # Errors
    ///
    /// When the corpus is wrong or the index cannot be made.
    pub fn open(files: Files, index: Option<&Path>) -> Result<Self, Error> {
        let archive = Archive::open(&files, index)?;
        Ok(Self { files, index: index.map(Path::to_owned), current: ArcSwap::from_pointee(archive) })
    }

    /// Returns the present archive; it stays whole for as long as it is held.
    #[must_use]
    pub fn current(&self) -> Arc<Archive> {
        self.current.load_full()
    }

    /// Loads the corpus again and puts it in place of the present one.
    ///
    /// # Errors
    ///
    /// When the corpus is wrong or the index cannot be made; the present archive then stays.
    pub fn reload(&self) -> Result<Reloaded, Error> {
        let corpus = corpus::load(&self.files).map_err(|problems| Error::Corpus { problems })?;
        if corpus.release() == self.current.load().release() {
            return Ok(Reloaded::Same);
        }
        let next = Archive::of(corpus, self.index.as_deref())?;
        self.current.store(Arc::new(next));
        Ok(Reloaded::Swapped)
    }
}
