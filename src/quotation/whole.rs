//! The whole of a text as a quotation of its own: where nothing in it is in quotation marks, or where the words
//! outside them are the archive's as well.
//!
//! A passage that has marks of its own is pasted as it stands; an article has words of its own around its quotations.
//! The words decide which it is, by where they were found, never by what they are.

use std::collections::HashSet;
use std::ops::Range;

use super::candidate::Finder;
use super::passage::{Library, Passage};
use super::placement::{Kind, Placement};
use super::token::tokens;
use super::verdict::Judgement;

/// How many words outside the marks must stand in the archive; fewer could be any article's own.
const LEAST: usize = 4;

/// With more words than this outside the marks, some have to stand in the archive three in a row, before where they
/// stand is looked for word by word: that takes longer than all the quotations of an article together.
const LONG: usize = 200;
/// Of this many rows of three words one has to.
const ROWS: usize = 10;

/// The whole of a text, and what of it stands outside quotation marks.
pub(super) struct Whole {
    /// Its byte range, without white space around it.
    pub(super) range: Range<usize>,
    /// Whether each byte of the text is in quotation marks; nothing where no byte is.
    marked: Vec<bool>,
}

impl Whole {
    /// Returns the whole of a text with quotations at `runs`, if it has to be judged beside them.
    pub(super) fn of(text: &str, runs: &[Range<usize>]) -> Option<Self> {
        if runs.is_empty() {
            return Some(Self { range: trimmed(text, char::is_whitespace)?, marked: Vec::new() });
        }
        let mut marked = vec![false; text.len()];
        for run in runs {
            marked.get_mut(run.clone()).unwrap_or_default().fill(true);
        }
        // What begins a block quotation begins no quotation of it and other words.
        let whole = Self { range: trimmed(text, |character| character.is_whitespace() || character == '>')?, marked };
        let words = tokens(text.get(whole.range.clone())?);
        (words.iter().filter(|word| whole.is_outside(word.range.start)).count() >= LEAST).then_some(whole)
    }

    /// Tells whether it may be a quotation: it is short, or some of its words outside the marks stand in the archive.
    pub(super) fn is_likely(&self, library: &mut Library, finder: &mut Finder, text: &str) -> bool {
        let text = text.get(self.range.clone()).unwrap_or_default();
        let words = tokens(text);
        if self.marked.is_empty() || words.iter().filter(|word| self.is_outside(word.range.start)).count() <= LONG {
            return true;
        }
        let places = finder.with_most_words(text);
        let passages: Vec<Passage> = places.into_iter().filter_map(|place| library.passage(place)).collect();
        let theirs: HashSet<&[u32]> = passages.iter().flat_map(|passage| passage.words().windows(3)).collect();
        let (mut rows, mut found) = (0, 0);
        for row in words.windows(3).filter(|row| row.iter().all(|word| self.is_outside(word.range.start))) {
            let row: Vec<u32> = row.iter().map(|word| library.lexicon.number(&word.word)).collect();
            rows += 1;
            found += usize::from(theirs.contains(row.as_slice()));
        }
        found * ROWS >= rows
    }

    /// Tells whether a judgement on it finds enough of what stands outside the marks in one place.
    pub(super) fn is_quoted(&self, judgement: &Judgement) -> bool {
        let nearest = || judgement.nearest.iter().any(|found| self.is_laid(found) && self.longest(found) >= LEAST);
        self.marked.is_empty() || judgement.matches.iter().any(|found| self.is_laid(found)) || nearest()
    }

    /// Tells whether half of the words outside the marks, and four or more, stand where it was laid, in order.
    fn is_laid(&self, placement: &Placement) -> bool {
        let same: usize = self.same(placement).sum();
        same >= LEAST && same * 2 >= self.outside(placement, &(0..placement.quoted.tokens.len()))
    }

    /// Returns how many words outside the marks stand in a row where it was laid.
    ///
    /// Where the whole is not found, a handful of common words stand in order in some paragraph or other.
    fn longest(&self, placement: &Placement) -> usize {
        self.same(placement).max().unwrap_or_default()
    }

    /// Returns how many words outside the marks each piece has that stands in the text.
    fn same(&self, placement: &Placement) -> impl Iterator<Item = usize> {
        let same = placement.pieces.iter().filter(|piece| piece.kind != Kind::Changed);
        same.map(|piece| self.outside(placement, &piece.quoted))
    }

    fn outside(&self, placement: &Placement, words: &Range<usize>) -> usize {
        let tokens = placement.quoted.tokens.get(words.clone()).unwrap_or_default();
        tokens.iter().filter(|token| self.is_outside(token.range.start)).count()
    }

    /// Tells whether a byte of the whole stands outside the marks.
    fn is_outside(&self, at: usize) -> bool {
        !self.marked.get(self.range.start + at).copied().unwrap_or_default()
    }
}

/// Returns a text without some characters at its ends, if anything is left.
fn trimmed(text: &str, besides: impl Fn(char) -> bool) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start_matches(&besides).len();
    let end = text.trim_end().len();
    (start < end).then_some(start..end)
}
