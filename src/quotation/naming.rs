//! Which documents a text names near a quotation.
//!
//! Only its title and its short title name a document. A name is a claim of the text that is checked against, never a
//! proof of anything.

use std::collections::BTreeSet;
use std::ops::Range;

use super::token::tokens;
use crate::corpus::{Corpus, Document};

/// How far before a quotation a name may stand, in bytes.
const BEFORE: usize = 400;
/// How far behind.
const BEHIND: usize = 200;

/// The names of all documents as folded words.
pub(super) struct Names(Vec<(usize, Vec<String>)>);

impl Names {
    pub(super) fn of(corpus: &Corpus) -> Self {
        let documents = corpus.documents().iter().enumerate();
        Self(documents.flat_map(|(at, document)| names(document).map(move |name| (at, name))).collect())
    }

    /// Returns the places in [`Corpus::documents`] of the documents named near the quotation at `range`, outside it.
    pub(super) fn near(&self, text: &str, range: &Range<usize>) -> BTreeSet<usize> {
        let start = text.floor_char_boundary(range.start.saturating_sub(BEFORE));
        let end = text.ceil_char_boundary((range.end + BEHIND).min(text.len()));
        let stretches = [text.get(start..range.start), text.get(range.end..end)];
        let stretches: Vec<Vec<String>> = stretches.into_iter().flatten().map(words).collect();
        let holds =
            |name: &[String]| stretches.iter().any(|words| words.windows(name.len()).any(|window| window == name));
        self.0.iter().filter(|(_, name)| holds(name)).map(|(at, _)| *at).collect()
    }
}

fn names(document: &Document) -> impl Iterator<Item = Vec<String>> {
    let titles = [Some(document.title.as_str()), document.short_title.as_deref()];
    // A single word, such as "Communiqué", names no document.
    titles.into_iter().flatten().map(words).filter(|name| name.len() > 1)
}

fn words(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| token.word).collect()
}
