//! What words are: folding with its map back, words with offsets, alignment, differences, digests of wordings.
//!
//! Knows text and nothing else: no document, no index, no page.
//! It stands below every other floor because fingerprints, search and quotations must mean the same by "the same words".
//!
//! Ranges are byte ranges of the text they were made from and always lie on character boundaries;
//! [`code_points`] turns one into the code points that addresses and data speak of.

mod align;
mod chain;
mod collate;
mod count;
mod diff;
mod digest;
mod fold;
mod note_mark;
mod quotes;
mod sentence;
mod tile;
mod visible;
mod word;

pub use align::{AlignedRun, WordAlignment, align};
pub use collate::{CollatedPair, Collation, CollationKind, Operation, WordRun, collate, collate_as_one};
pub use count::counted;
pub use diff::{Change, Op, diff};
pub use digest::{Fingerprint, Sha256, ShortFingerprint};
pub use fold::{Folded, fold, is_dash, is_double_mark, is_invisible};
pub use note_mark::without_note_marks;
pub use quotes::{in_quotes, isolated, right_to_left};
pub use sentence::sentences;
pub use tile::{Numbers, Tile, tiles};
pub use visible::visible;
pub use word::{Word, without_accents, words};

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

/// Returns `text` in Unicode normal form C, the form in which the archive stores every wording.
#[must_use]
pub fn normal(text: &str) -> String {
    text.nfc().collect()
}

/// Tells whether `text` is in normal form C already.
#[must_use]
pub fn is_normal(text: &str) -> bool {
    text.is_ascii() || unicode_normalization::is_nfc(text)
}

/// Returns the byte range `range` of `text` as code points, half open.
///
/// A bound outside the text counts as its end.
#[must_use]
pub fn code_points(text: &str, range: &Range<usize>) -> Range<usize> {
    let count = |byte: usize| text.char_indices().take_while(|(at, _)| *at < byte).count();
    count(range.start)..count(range.end)
}

/// Returns the code point range `range` of `text` as bytes, or nothing where it does not lie within the text.
#[must_use]
pub fn bytes(text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let mut boundaries = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    let start = boundaries.clone().nth(range.start)?;
    let end = boundaries.nth(range.end)?;
    (start <= end).then_some(start..end)
}

/// The code points of a text's bytes, for many ranges of one text: each costs the same, wherever it is.
#[derive(Debug, Clone)]
pub struct CodePoints<'a> {
    text: &'a str,
    /// How many code points begin before every so many bytes.
    before: Vec<usize>,
}

impl<'a> CodePoints<'a> {
    const STEP: usize = 256;

    /// Counts the code points of a text.
    #[must_use]
    pub fn of(text: &'a str) -> Self {
        let mut sum = 0;
        let before = text.as_bytes().chunks(Self::STEP).map(|chunk| {
            sum += beginnings(chunk);
            sum - beginnings(chunk)
        });
        Self { text, before: before.collect() }
    }

    /// Returns the byte range `range` as code points.
    #[must_use]
    pub fn range(&self, range: &Range<usize>) -> Range<usize> {
        self.at(range.start)..self.at(range.end)
    }

    fn at(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let step = (byte / Self::STEP).min(self.before.len().saturating_sub(1));
        let rest = self.text.as_bytes().get(step * Self::STEP..byte).unwrap_or_default();
        self.before.get(step).map_or(0, |before| before + beginnings(rest))
    }
}

/// Returns how many of some bytes of UTF-8 begin a code point.
fn beginnings(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte & 0b1100_0000) != 0b1000_0000).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_of_many_ranges_are_those_of_each() {
        for text in ["", "aé–😀z", &"aé–😀z ".repeat(100), &"a".repeat(512)] {
            let points = CodePoints::of(text);
            for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let range = at / 2 * 2..text.len();
                let range = if text.is_char_boundary(range.start) { range } else { at..text.len() };
                assert_eq!(points.range(&range), code_points(text, &range), "{range:?}");
            }
        }
    }

    #[test]
    fn code_points_and_bytes_are_inverse() {
        let text = "aé–😀z";
        assert_eq!(code_points(text, &(1..6)), 1..3);
        assert_eq!(bytes(text, &(1..3)), Some(1..6));
        assert_eq!(bytes(text, &(4..5)), Some(10..11));
        assert_eq!(bytes(text, &(4..6)), None);
        assert_eq!(bytes(text, &Range { start: 3, end: 2 }), None);
    }
}
