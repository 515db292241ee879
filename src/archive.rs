//! A corpus and its index, opened together, and the shelf on which one archive replaces another while serving.

use std::ops::Range;
use std::sync::Arc;

use arc_swap::ArcSwap;

use crate::corpus::{Corpus, Document};
use crate::search::{Choices, Facet, Matched, Matching, Request, Results};

/// A corpus and the index that was made from it. It never changes.
#[derive(Debug)]
pub struct Archive {
    corpus: Corpus,
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
    /// Returns the corpus.
    #[must_use]
    pub fn corpus(&self) -> &Corpus {
        &self.corpus
    }

    /// Returns the answer to a request.
    #[must_use]
    pub fn search(&self, request: &Request) -> Results {
        Results {
            understood_as: request.query.clone(),
            matched: Matched::All,
            total: 0,
            documents: 0,
            hits: Vec::new(),
            facets: Vec::new(),
            records: Vec::new(),
            notices: Vec::new(),
            did_you_mean: Vec::new(),
            also_counted: Vec::new(),
            offers: Vec::new(),
        }
    }

    /// Returns the documents and records that have chosen properties.
    #[must_use]
    pub fn browse(&self, _choices: &Choices) -> Browsed {
        Browsed { documents: (0..self.corpus.documents().len()).collect(), facets: Vec::new() }
    }

    /// Returns for every paragraph of a document the spans of a query, none where the query does not find it.
    #[must_use]
    pub fn spans(&self, _query: &str, _matching: Matching, document: &Document) -> Vec<Vec<Range<usize>>> {
        vec![Vec::new(); document.paragraphs.len()]
    }
}

/// The place where the present archive stands and another can be put while requests read the old one.
#[derive(Debug)]
pub struct Shelf {
    present: ArcSwap<Archive>,
}

impl Shelf {
    /// Returns the present archive; whoever holds it keeps it whole.
    #[must_use]
    pub fn current(&self) -> Arc<Archive> {
        self.present.load_full()
    }
}
