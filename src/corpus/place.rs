//! Places in a corpus: of its documents and records, of their paragraphs, and what is known of each document by its place.
//!
//! A place is made by the corpus alone, so that no other number can be given for one. Another corpus may have something
//! else there, or nothing, so whoever asks for what stands at a place is told that.

use serde::{Deserialize, Serialize};

use super::Document;

/// The place of a document or record in [`super::Corpus::documents`], of which there are fewer than 2³².
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DocumentPlace(u32);

/// Where a paragraph stands in the corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ParagraphPlace {
    /// The place of its document.
    pub document: DocumentPlace,
    /// Its place in the document's paragraphs.
    pub paragraph: usize,
}

/// Something for every document and record of a corpus.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ByDocument<T>(Vec<T>);

impl DocumentPlace {
    /// Returns it as a number from 0, for what is written down of a corpus.
    #[must_use]
    pub fn number(self) -> u32 {
        self.0
    }

    /// Returns what stands there among the documents of its corpus, or among as many of something else.
    pub(super) fn of<T>(self, all: &[T]) -> Option<&T> {
        all.get(self.0 as usize)
    }
}

/// Returns the documents of a corpus with their places.
pub(super) fn placed<T>(
    documents: &[T],
) -> impl DoubleEndedIterator<Item = (DocumentPlace, &T)> + ExactSizeIterator + Clone {
    (0..u32::try_from(documents.len()).unwrap_or(u32::MAX)).map(DocumentPlace).zip(documents)
}

/// Returns what `of` makes of every document of a corpus.
pub(super) fn by_document<'a, T>(
    documents: &'a [Document],
    mut of: impl FnMut(DocumentPlace, &'a Document) -> T,
) -> ByDocument<T> {
    ByDocument(placed(documents).map(|(place, document)| of(place, document)).collect())
}

impl<T> ByDocument<T> {
    /// Returns what is known of a document.
    #[must_use]
    pub fn get(&self, place: DocumentPlace) -> Option<&T> {
        place.of(&self.0)
    }

    /// Returns the same, to be changed.
    pub fn get_mut(&mut self, place: DocumentPlace) -> Option<&mut T> {
        self.0.get_mut(place.0 as usize)
    }

    /// Returns all of it with its places, in the order of the corpus.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (DocumentPlace, &T)> + ExactSizeIterator + Clone {
        placed(&self.0)
    }

    /// Returns all of it from a place on.
    pub fn iter_from(&self, place: DocumentPlace) -> impl Iterator<Item = (DocumentPlace, &T)> {
        let rest = self.0.get(place.0 as usize..).unwrap_or_default();
        (place.0..).map(DocumentPlace).zip(rest)
    }

    /// Returns what `of` makes of each.
    pub fn map<'a, U>(&'a self, mut of: impl FnMut(DocumentPlace, &'a T) -> U) -> ByDocument<U> {
        ByDocument(self.iter().map(|(place, each)| of(place, each)).collect())
    }
}

/// Nothing, where there are no documents.
impl<T> Default for ByDocument<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl ByDocument<bool> {
    /// Tells whether a document is one of those for which it is so.
    #[must_use]
    pub fn has(&self, place: DocumentPlace) -> bool {
        self.get(place) == Some(&true)
    }

    /// Leaves of them those that are among others, too.
    pub fn keep(&mut self, others: &Self) {
        self.0.iter_mut().zip(&others.0).for_each(|(own, other)| *own &= other);
    }

    /// Returns the places of those for which it is so, in the order of the corpus.
    pub fn those(&self) -> impl DoubleEndedIterator<Item = DocumentPlace> + Clone {
        self.iter().filter(|(_, is_so)| **is_so).map(|(place, _)| place)
    }
}
