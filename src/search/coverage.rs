//! How far a search reaches: the texts that were searched, and the documents of which there is no text to search.

use super::plan::{Part, Plan};
use crate::corpus::Corpus;

/// How far texts that are held reach: what a negative answer rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coverage {
    /// How many documents have their text here.
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

    /// Returns how far those texts reach for whose document, by its place in the corpus, `is_searched` holds.
    pub(super) fn among(corpus: &Corpus, is_searched: impl Fn(usize) -> bool) -> Self {
        let mut coverage = Self { documents: 0, paragraphs: 0, records: 0, years: None };
        let searched = corpus.documents().iter().enumerate().filter(|(place, _)| is_searched(*place));
        for (_, document) in searched {
            if !document.held() {
                coverage.records += 1;
                continue;
            }
            let year = document.date.year();
            coverage.documents += 1;
            coverage.paragraphs += document.paragraphs.len();
            coverage.years = Some((coverage.years.map_or(year, |(first, _)| first), year));
        }
        coverage
    }
}

impl Plan {
    /// Tells whether it looks for anything: a query of fields without meaning does not.
    pub(super) fn asks(&self) -> bool {
        !self.units.is_empty() || !self.documents.is_empty()
    }

    /// Tells whether a paragraph of this document could be a hit, whatever its words: whether it was searched.
    pub(super) fn reaches(&self, document: usize) -> bool {
        self.can_be(&self.root, document)
    }

    fn can_be(&self, part: &Part, document: usize) -> bool {
        let can_be = |part: &&Part| self.can_be(part, document);
        match part {
            Part::Unit(_) | Part::Near(..) => true,
            Part::Every(parts) => parts.iter().all(|part| can_be(&part)),
            Part::Either(parts) => parts.iter().any(|part| can_be(&part)),
            Part::Some { required, counted, least } => {
                required.iter().all(|part| can_be(&part)) && counted.iter().filter(can_be).count() >= *least
            }
            Part::Without(part) => !self.must_be(part, document),
            Part::Documents(set) => self.has(*set, document),
        }
    }

    /// Tells whether every paragraph of this document has a part, whatever its words.
    fn must_be(&self, part: &Part, document: usize) -> bool {
        let must_be = |part: &&Part| self.must_be(part, document);
        match part {
            Part::Unit(_) | Part::Near(..) => false,
            Part::Every(parts) => parts.iter().all(|part| must_be(&part)),
            Part::Either(parts) => parts.iter().any(|part| must_be(&part)),
            Part::Some { required, counted, least } => {
                required.iter().all(|part| must_be(&part)) && counted.iter().filter(must_be).count() >= *least
            }
            Part::Without(part) => !self.can_be(part, document),
            Part::Documents(set) => self.has(*set, document),
        }
    }

    fn has(&self, set: usize, document: usize) -> bool {
        self.documents.get(set).and_then(|set| set.get(document)).copied().unwrap_or_default()
    }
}
