//! How far a search reaches: the texts that were searched, and the documents of which there is no text to search.

use crate::corpus::{Corpus, DocumentPlace};

/// How far texts that are held reach: what a negative answer rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coverage {
    /// How many documents have their text here; those that are one text in several languages are one.
    pub documents: usize,
    /// How many paragraphs those have.
    pub paragraphs: usize,
    /// Of how many more documents there is only a description.
    pub records: usize,
    /// The years of the first and the last text; nothing where none is held.
    pub years: Option<(i16, i16)>,
}

impl Coverage {
    /// Returns how far the texts of a corpus reach.
    #[must_use]
    pub fn of(corpus: &Corpus) -> Self {
        Self::among(corpus, |_| true)
    }

    /// Returns how far those texts reach for whose document `is_searched` holds.
    pub(crate) fn among(corpus: &Corpus, is_searched: impl Fn(DocumentPlace) -> bool) -> Self {
        let mut coverage = Self { documents: 0, paragraphs: 0, records: 0, years: None };
        let searched = || corpus.places().filter(|(place, _)| is_searched(*place));
        for (_, document) in searched() {
            if !document.held() {
                coverage.records += 1;
                continue;
            }
            let year = document.date.year();
            coverage.paragraphs += document.paragraphs.len();
            coverage.years = Some((coverage.years.map_or(year, |(first, _)| first), year));
        }
        coverage.documents = corpus.works(searched().filter(|(_, document)| document.held()).map(|(place, _)| place));
        coverage
    }
}
