//! What stands beside the paragraphs of texts: their headings by their words, and the paragraphs that were corrected.
//!
//! Neither is found by a search. Whoever says that a word is used nowhere says whether it stands there.

use std::collections::HashMap;

use super::Place;
use crate::corpus::{Corpus, Document};
use crate::search::analysis::{self, TextLanguage};

/// Headings and corrected paragraphs of a corpus, and how many words its texts have.
#[derive(Debug, Default)]
pub(crate) struct Outside {
    /// For every heading the places of its document in the corpus and of itself in the document.
    headings: Vec<(u32, u32)>,
    /// For every word the headings that have it, in order.
    by_word: HashMap<Box<str>, Vec<u32>>,
    /// The paragraphs in which words of the source were struck out.
    pub(crate) corrected: Vec<Place>,
    /// How many words the text of each document has.
    pub(crate) words: Vec<u64>,
}

impl Outside {
    /// Gathers them.
    pub(crate) fn of(corpus: &Corpus) -> Self {
        let mut outside = Self { words: count_words(corpus), ..Self::default() };
        for (document, place) in corpus.documents().iter().zip(0_u32..) {
            for (heading, at) in document.headings.iter().zip(0_u32..) {
                let number = u32::try_from(outside.headings.len()).unwrap_or(u32::MAX);
                outside.headings.push((place, at));
                for word in analysis::terms(&heading.text, TextLanguage::of(&document.language)) {
                    let having = outside.by_word.entry(word.into()).or_default();
                    if having.last() != Some(&number) {
                        having.push(number);
                    }
                }
            }
            for (at, paragraph) in document.paragraphs.iter().enumerate() {
                if paragraph.corrections().iter().any(|correction| !correction.removed.is_empty()) {
                    outside.corrected.push(Place { document: place as usize, paragraph: at });
                }
            }
        }
        outside
    }

    /// Returns the headings that have one of some words, in order: the places of their document and of themselves in it.
    pub(crate) fn headings_with<'a>(&self, words: impl Iterator<Item = &'a str>) -> Vec<(usize, usize)> {
        let mut numbers: Vec<u32> = words.filter_map(|word| self.by_word.get(word)).flatten().copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        let places = numbers.iter().filter_map(|number| self.headings.get(*number as usize));
        places.map(|(document, heading)| (*document as usize, *heading as usize)).collect()
    }
}

/// Counts the words of every text, on all cores.
fn count_words(corpus: &Corpus) -> Vec<u64> {
    let count = |text: &str, language| analysis::each_word(&analysis::folded(text), language).count() as u64;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let documents = corpus.documents();
    let share = documents.len().div_ceil(cores).max(1);
    std::thread::scope(|scope| {
        let of = |part: &[Document]| -> Vec<u64> {
            let words = |document: &Document| {
                let language = TextLanguage::of(&document.language);
                document.paragraphs.iter().map(|paragraph| count(&paragraph.text, language)).sum()
            };
            part.iter().map(words).collect()
        };
        let running: Vec<_> = documents.chunks(share).map(|part| scope.spawn(move || of(part))).collect();
        let counted = running.into_iter().flat_map(|thread| match thread.join() {
            Ok(counted) => counted,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        counted.collect()
    })
}
