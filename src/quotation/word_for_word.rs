//! Finds a quotation word for word, with nothing but the changes that it declares itself.

use std::ops::Range;
use std::rc::Rc;

use super::passage::{Library, Passage};
use super::placement::{AlignedPiece, Kind, Pieces, Placement, REPLACED};
use super::quoted::{Declared, Quoted};
use crate::corpus::ParagraphPlace;

/// How many words the parts on both sides of an ellipsis need for it to reach beyond the paragraph.
/// With shorter parts almost any words are somewhere in a long document in that order.
const FIRM: usize = 3;
/// How many places a quotation of many short parts is tried at.
const ATTEMPTS: usize = 10_000;

/// A quotation with its words as numbers, being looked for.
pub(super) struct Search {
    quoted: Rc<Quoted>,
    words: Vec<u32>,
    segments: Vec<Range<usize>>,
    attempts: usize,
}

impl Search {
    pub(super) fn new(library: &mut Library, quoted: Rc<Quoted>) -> Self {
        let words = quoted.tokens.iter().map(|token| library.lexicon.number(&token.word)).collect();
        let segments = quoted.segments();
        Self { quoted, words, segments, attempts: 0 }
    }

    /// Returns where the quotation stands from any word of the paragraph at `place` on, perhaps into the next ones.
    ///
    /// Of several places that end alike the closest is given.
    pub(super) fn at(&mut self, library: &mut Library, place: ParagraphPlace) -> Vec<Placement> {
        let Some(mut passage) = library.passage(place) else { return Vec::new() };
        self.attempts = 0;
        let mut found: Vec<Placement> = Vec::new();
        for start in 0..passage.first_length() {
            let mut starts = Vec::with_capacity(self.segments.len());
            if !self.segment(library, &mut passage, 0, start) || !self.rest(library, &mut passage, start, &mut starts) {
                continue;
            }
            let pieces = self.pieces(&starts);
            let end = |pieces: &[AlignedPiece]| pieces.last().map(|piece| piece.text.end);
            found.retain(|other| end(&other.pieces) != end(&pieces));
            found.push(Placement { quoted: Rc::clone(&self.quoted), passage: passage.clone(), pieces });
        }
        found
    }

    /// Tells whether the quotation may begin in the paragraph before that at `place` and go on in it: what is left of it
    /// then begins this one.
    pub(super) fn may_go_on(&self, library: &mut Library, place: ParagraphPlace) -> bool {
        let is_plain = self.segments.len() == 1 && self.quoted.tokens.iter().all(|token| token.pattern.is_none());
        let Some(passage) = library.passage(place).filter(|_| is_plain) else { return true };
        let begins = |rest: &[u32]| rest.iter().zip(passage.words()).all(|(word, other)| word == other);
        (1..self.words.len()).any(|from| self.words.get(from..).is_some_and(begins))
    }

    /// Lays the segments behind those in `starts`, the next at `at`; tells whether all found their place.
    fn rest(&mut self, library: &mut Library, passage: &mut Passage, at: usize, starts: &mut Vec<usize>) -> bool {
        let index = starts.len();
        starts.push(at);
        let (Some(last), Some(next)) = (self.segments.get(index).cloned(), self.segments.get(index + 1).cloned())
        else {
            return true;
        };
        let from = at + last.len();
        for place in from..=self.reach(passage, &last, &next, from) {
            self.attempts += 1;
            if self.attempts > ATTEMPTS || (place >= passage.words().len() && !library.grow(passage)) {
                break;
            }
            if self.segment(library, passage, index + 1, place) && self.rest(library, passage, place, starts) {
                return true;
            }
        }
        starts.pop();
        false
    }

    /// Returns the last word that the segment `next` may begin at if the segment `last` ends before the word `from`.
    fn reach(&self, passage: &Passage, last: &Range<usize>, next: &Range<usize>, from: usize) -> usize {
        let declared = || self.quoted.declared.iter().filter(|(at, _)| *at == next.start).map(|(_, declared)| declared);
        let end = passage.end_of_paragraph(from.saturating_sub(1)).saturating_sub(1);
        if declared().any(|declared| *declared == Declared::Ellipsis) {
            if last.len().min(next.len()) < FIRM { end.max(from) } else { usize::MAX - 1 }
        } else if declared().any(|declared| *declared != Declared::Remark) {
            end.min(from + REPLACED).max(from)
        } else {
            from
        }
    }

    /// Tells whether a segment stands at a place, growing the passage as far as needed.
    fn segment(&self, library: &mut Library, passage: &mut Passage, index: usize, place: usize) -> bool {
        let Some(segment) = self.segments.get(index).cloned() else { return false };
        for (offset, at) in segment.enumerate() {
            while passage.words().len() <= place + offset {
                if !library.grow(passage) {
                    return false;
                }
            }
            let word = passage.words().get(place + offset);
            if !word.is_some_and(|&word| self.words.get(at) == Some(&word) || self.fits_pattern(library, at, word)) {
                return false;
            }
        }
        true
    }

    /// Tells whether a word with brackets in it is that of the text, less what it has in brackets.
    fn fits_pattern(&self, library: &Library, at: usize, word: u32) -> bool {
        let pattern = self.quoted.tokens.get(at).and_then(|token| token.pattern.as_deref());
        pattern.is_some_and(|pattern| matches(pattern, library.lexicon.word(word)))
    }

    fn pieces(&self, starts: &[usize]) -> Vec<AlignedPiece> {
        let mut pieces = Pieces::new(&self.quoted);
        let mut end = starts.first().copied().unwrap_or_default();
        for (segment, &start) in self.segments.iter().zip(starts) {
            pieces.lay_declared(segment.start, end..start);
            for (offset, at) in segment.clone().enumerate() {
                let bracketed = self.quoted.tokens.get(at).filter(|token| token.pattern.is_some());
                let kind =
                    bracketed.map_or(Kind::Same, |token| Kind::Declared(Declared::Insertion(token.range.clone())));
                pieces.lay(kind, at..at + 1, start + offset..start + offset + 1);
            }
            end = start + segment.len();
        }
        pieces.lay_declared(self.quoted.tokens.len(), end..end);
        pieces.finish()
    }
}

/// Tells whether `word` is `pattern` with something or nothing for each `*`.
pub(super) fn matches(pattern: &str, word: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| word.strip_prefix(first)) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = rest.get(at + part.len()..).unwrap_or_default();
    }
    rest.ends_with(last) && pattern.len() > pattern.matches('*').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_stand_for_part_of_a_word() {
        for (pattern, word) in [("*he", "the"), ("state*", "state"), ("state*", "states"), ("*affirm*", "reaffirmed")] {
            assert!(matches(pattern, word), "{pattern} {word}");
        }
        for (pattern, word) in [("*he", "them"), ("state*", "stat"), ("*", "all"), ("state", "states")] {
            assert!(!matches(pattern, word), "{pattern} {word}");
        }
    }
}
