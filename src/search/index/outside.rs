//! What stands beside the paragraphs of texts: their headings by their words, and the paragraphs that were corrected.
//!
//! Neither is found by a search. Whoever says that a word is used nowhere says whether it stands there.

use std::collections::HashMap;

use super::catalogue::Catalogue;
use super::shard::Shard;
use super::sound;
use crate::corpus::{ByDocument, Corpus, DocumentPlace, ParagraphPlace};
use crate::search::analysis::{self, TextLanguage};

/// Headings and corrected paragraphs of a corpus, and how many words its texts have.
#[derive(Debug, Default)]
pub(crate) struct Outside {
    /// For every heading the places of its document in the corpus and of itself in the document.
    headings: Vec<(DocumentPlace, usize)>,
    /// For every word the headings that have it, in order.
    by_word: HashMap<Box<str>, Vec<u32>>,
    /// The paragraphs in which words of the source were struck out.
    pub(crate) corrected: Vec<ParagraphPlace>,
    /// How many words the text of each document has.
    pub(crate) words: ByDocument<u64>,
}

impl Outside {
    /// Gathers them.
    pub(crate) fn of(corpus: &Corpus, shards: &[Shard], catalogue: &Catalogue) -> Self {
        let words = count_words(shards, catalogue);
        let mut outside = Self { words, ..Self::default() };
        for (place, document) in corpus.places() {
            let document = document.unread();
            for (at, heading) in document.headings.iter().enumerate() {
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
                    outside.corrected.push(ParagraphPlace { document: place, paragraph: at });
                }
            }
        }
        outside
    }

    /// Returns the headings that have one of some words, in order: the places of their document and of themselves in it.
    pub(crate) fn headings_with<'a>(&self, words: impl Iterator<Item = &'a str>) -> Vec<(DocumentPlace, usize)> {
        let mut numbers: Vec<u32> = words.filter_map(|word| self.by_word.get(word)).flatten().copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.iter().filter_map(|number| self.headings.get(*number as usize)).copied().collect()
    }
}

/// Counts the words of the text of every document, on all cores.
fn count_words(shards: &[Shard], catalogue: &Catalogue) -> ByDocument<u64> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let by_shard: Vec<Vec<u32>> = std::thread::scope(|scope| {
        let of = |shards: &[Shard]| shards.iter().map(|shard| sound(shard.count_words())).collect::<Vec<_>>();
        let shares = shards.chunks(shards.len().div_ceil(cores).max(1));
        let running: Vec<_> = shares.map(|share| scope.spawn(move || of(share))).collect();
        let counted = running.into_iter().flat_map(|thread| match thread.join() {
            Ok(counted) => counted,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        counted.collect()
    });
    let mut counts = catalogue.by_document(|_| 0);
    for (shard, words) in shards.iter().zip(by_shard) {
        for (text, words) in (0..).zip(words) {
            let document = catalogue.document_of(shard.paragraph(text));
            let count = document.and_then(|document| counts.get_mut(document));
            count.into_iter().for_each(|count| *count += u64::from(words));
        }
    }
    counts
}
