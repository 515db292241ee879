//! Which documents a text names near a quotation.
//!
//! Only its title and its short title name a document. A name is a claim of the text that is checked against, never a
//! proof of anything.

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use super::token::tokens;
use crate::corpus::{Corpus, Document, DocumentPlace};

/// How far before a quotation a name may stand, in bytes.
const BEFORE: usize = 400;
/// How far behind.
const BEHIND: usize = 200;

/// A name that more documents bear, as those of a series do, does not say which is meant.
const SHARED: usize = 5;

/// The documents of every name, by the digest of its folded words; none for its first two words alone, by which it is
/// known that a name may begin.
#[derive(Debug)]
pub(super) struct Names(HashMap<u64, Vec<DocumentPlace>>);

impl Names {
    pub(super) fn of(corpus: &Corpus) -> Self {
        let mut bearers: HashMap<u64, Vec<DocumentPlace>> = HashMap::new();
        for (at, document) in corpus.places() {
            for name in names(document) {
                bearers.entry(digest(name.get(..2).unwrap_or_default())).or_default();
                let bearers = bearers.entry(digest(&name)).or_default();
                if bearers.len() <= SHARED && bearers.last() != Some(&at) {
                    bearers.push(at);
                }
            }
        }
        Self(bearers)
    }

    /// Returns the documents named near the quotation at `range`, outside it.
    ///
    /// `corpus` is the one that the names are of.
    pub(super) fn near(&self, corpus: &Corpus, text: &str, range: &Range<usize>) -> BTreeSet<DocumentPlace> {
        let start = text.floor_char_boundary(range.start.saturating_sub(BEFORE));
        let end = text.ceil_char_boundary((range.end + BEHIND).min(text.len()));
        let stretches = [text.get(start..range.start), text.get(range.end..end)];
        let mut near = BTreeSet::new();
        for words in stretches.into_iter().flatten().map(words) {
            for first in 0..words.len() {
                self.beginning(corpus, words.get(first..).unwrap_or_default(), &mut near);
            }
        }
        near
    }

    /// Adds the documents of whose names one begins `words`.
    fn beginning(&self, corpus: &Corpus, words: &[String], near: &mut BTreeSet<DocumentPlace>) {
        let mut hasher = DefaultHasher::new();
        for (length, word) in (1..).zip(words) {
            word.hash(&mut hasher);
            let bearers = self.0.get(&hasher.finish());
            if length == 2 && bearers.is_none() {
                return;
            }
            let Some(bearers) = bearers.filter(|bearers| bearers.len() <= SHARED) else { continue };
            let bears = |place: &DocumentPlace| {
                corpus
                    .at(*place)
                    .is_some_and(|document| names(document).any(|name| words.get(..length) == Some(&*name)))
            };
            near.extend(bearers.iter().copied().filter(bears));
        }
    }
}

/// Returns the digest of words in order; two that are alike are compared by the words themselves.
fn digest(words: &[String]) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.iter().for_each(|word| word.hash(&mut hasher));
    hasher.finish()
}

fn names(document: &Document) -> impl Iterator<Item = Vec<String>> {
    let titles = [Some(document.title.as_str()), document.short_title.as_deref()];
    // A single word, such as "Communiqué", names no document.
    titles.into_iter().flatten().map(words).filter(|name| name.len() > 1)
}

fn words(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| token.word).collect()
}
