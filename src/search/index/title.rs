//! The words of titles: they add to the score of a document's paragraphs and never make a hit.

use std::collections::{BTreeMap, HashMap};

use crate::corpus::{Corpus, DocumentPlace};
use crate::search::analysis::{self, TextLanguage};

/// For every word of a title, the documents that have it there, in order.
pub(crate) struct Titles {
    documents_of: HashMap<Box<str>, Vec<DocumentPlace>>,
}

impl Titles {
    /// Gathers the titles of a corpus.
    pub(crate) fn of(corpus: &Corpus) -> Self {
        let mut documents_of: HashMap<Box<str>, Vec<DocumentPlace>> = HashMap::new();
        for (place, document) in corpus.places() {
            for word in analysis::terms(&document.title, TextLanguage::of(&document.language)) {
                let documents = documents_of.entry(word.into()).or_default();
                if documents.last() != Some(&place) {
                    documents.push(place);
                }
            }
        }
        Self { documents_of }
    }

    /// Returns every word of a title in order, with the documents that have it there.
    pub(crate) fn words(&self) -> BTreeMap<&str, &[DocumentPlace]> {
        self.documents_of.iter().map(|(word, documents)| (&**word, documents.as_slice())).collect()
    }

    /// Returns the documents that have a word in their title, in order.
    pub(crate) fn documents_of(&self, word: &str) -> &[DocumentPlace] {
        self.documents_of.get(word).map_or(&[], Vec::as_slice)
    }
}
