//! The words of titles: they add to the score of a document's paragraphs and never make a hit.

use std::collections::{BTreeMap, HashMap};

use crate::corpus::Corpus;
use crate::search::analysis::{self, TextLanguage};

/// For every word of a title, the documents that have it there, in order.
pub(crate) struct Titles {
    documents_of: HashMap<Box<str>, Vec<u32>>,
}

impl Titles {
    /// Gathers the titles of a corpus.
    pub(crate) fn of(corpus: &Corpus) -> Self {
        let mut documents_of: HashMap<Box<str>, Vec<u32>> = HashMap::new();
        for (document, place) in corpus.documents().iter().zip(0_u32..) {
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
    pub(crate) fn words(&self) -> BTreeMap<&str, &[u32]> {
        self.documents_of.iter().map(|(word, documents)| (&**word, documents.as_slice())).collect()
    }

    /// Returns the documents that have a word in their title, in order.
    pub(crate) fn documents_of(&self, word: &str) -> &[u32] {
        self.documents_of.get(word).map_or(&[], Vec::as_slice)
    }
}
