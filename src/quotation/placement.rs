//! A quotation laid word by word on a passage, and what that says of it.

use std::ops::Range;
use std::rc::Rc;

use super::passage::{Library, Passage};
use super::quoted::{Declared, Quoted};
use crate::corpus::ParagraphPlace;

/// How many words of the text an insertion in brackets may stand for.
pub(super) const REPLACED: usize = 12;

/// What turns the word behind its hyphen into another thing or its opposite: a quotation that begins behind it says what the
/// text does not.
const TURNING: [&str; 17] = [
    "non", "nicht", "not", "no", "never", "un", "dis", "mis", "anti", "contra", "counter", "pseudo", "quasi", "semi",
    "half", "ex", "former",
];

/// A quotation on a passage.
#[derive(Clone)]
pub(super) struct Placement {
    pub(super) quoted: Rc<Quoted>,
    pub(super) passage: Passage,
    /// Pieces that cover the whole quotation and the words of the passage it is laid on, in order.
    pub(super) pieces: Vec<AlignedPiece>,
}

/// Words of the quotation and the words of the passage that they stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AlignedPiece {
    pub(super) kind: Kind,
    pub(super) quoted: Range<usize>,
    pub(super) text: Range<usize>,
}

/// How words of a quotation stand to those of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// The same words.
    Same,
    /// The same words in another spelling.
    Spelling,
    /// A change that the quotation declares.
    Declared(Declared),
    /// Other words, words added or words left out.
    Changed,
}

/// Pieces being laid, in order.
pub(super) struct Pieces<'a> {
    quoted: &'a Quoted,
    laid: Vec<AlignedPiece>,
    /// The first of the declared changes that is not yet laid.
    next: usize,
}

impl<'a> Pieces<'a> {
    pub(super) fn new(quoted: &'a Quoted) -> Self {
        Self { quoted, laid: Vec::new(), next: 0 }
    }

    /// Lays words; with those before where both are the same words.
    pub(super) fn lay(&mut self, kind: Kind, quoted: Range<usize>, text: Range<usize>) {
        if quoted.is_empty() && text.is_empty() && !matches!(kind, Kind::Declared(_)) {
            return;
        }
        if let Some(last) = self.laid.last_mut().filter(|last| last.kind == kind && kind == Kind::Same) {
            last.quoted.end = quoted.end;
            last.text.end = text.end;
            return;
        }
        self.laid.push(AlignedPiece { kind, quoted, text });
    }

    /// Lays what is declared up to word `at` of the quotation and is not yet laid; it stands for the words `text`.
    pub(super) fn lay_declared(&mut self, at: usize, text: Range<usize>) {
        let mut rest = text;
        while let Some((_, declared)) = self.quoted.declared.get(self.next).filter(|(place, _)| *place <= at) {
            self.next += 1;
            let end = if *declared == Declared::Remark { rest.start } else { rest.end };
            self.lay(Kind::Declared(declared.clone()), at..at, rest.start..end);
            rest.start = end;
        }
        // Words that nothing declared stands for were left out without a word.
        self.lay(Kind::Changed, at..at, rest);
    }

    pub(super) fn finish(self) -> Vec<AlignedPiece> {
        self.laid
    }
}

/// What the pieces of a placement make of a quotation, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fidelity {
    /// Every word, in order, with nothing between.
    Exact,
    /// The words in order, less the changes that the quotation declares.
    Declared,
    /// Likewise, but in another spelling.
    Spelling,
    /// Words were changed.
    Changed,
}

impl Placement {
    /// Returns what the pieces say. Nothing else decides on a verdict; likeness only ranks changed ones.
    pub(super) fn standing(&self) -> Fidelity {
        let standing = |piece: &AlignedPiece| match piece.kind {
            Kind::Same => Fidelity::Exact,
            Kind::Declared(Declared::Insertion(_)) if piece.text.len() > REPLACED => Fidelity::Changed,
            Kind::Declared(_) => Fidelity::Declared,
            Kind::Spelling => Fidelity::Spelling,
            Kind::Changed => Fidelity::Changed,
        };
        self.pieces.iter().map(standing).max().unwrap_or(Fidelity::Changed)
    }

    /// Takes in what is cut off before the first word, as `non-` before `binding norms`, where nothing declares it.
    pub(super) fn take_in_prefix(&mut self, library: &Library) {
        if self.pieces.first().is_some_and(|piece| matches!(piece.kind, Kind::Declared(_)) && piece.quoted.is_empty()) {
            return;
        }
        let start = self.window().start;
        let Some(before) = start.checked_sub(1).filter(|before| self.is_cut(library, *before)) else { return };
        self.pieces.insert(0, AlignedPiece { kind: Kind::Changed, quoted: 0..0, text: before..start });
    }

    /// Tells whether the text has a word before the quotation's first that turns it into another.
    pub(super) fn turns(&self, library: &Library) -> bool {
        let first = self.pieces.first().filter(|piece| piece.quoted.is_empty() && piece.text.len() == 1);
        first.is_some_and(|piece| piece.kind == Kind::Changed && self.is_cut(library, piece.text.start))
    }

    /// Tells whether the word at a place turns the next, to which a hyphen joins it.
    fn is_cut(&self, library: &Library, word: usize) -> bool {
        let places = self.passage.locate(word).zip(self.passage.locate(word + 1));
        let Some(((place, before), (next, after))) = places else { return false };
        let text = library.paragraph(place).and_then(|paragraph| paragraph.text.get(before.end..after.start));
        let is_joined = place == next && text.is_some_and(|between| matches!(between, "-" | "\u{2010}" | "\u{2011}"));
        let turning = self.passage.words().get(word).map(|word| library.lexicon.word(*word));
        is_joined && turning.is_some_and(|word| TURNING.contains(&word))
    }

    /// Returns how many words of the quotation stand in the text, in order.
    pub(super) fn same(&self) -> usize {
        self.pieces.iter().filter(|piece| piece.kind != Kind::Changed).map(|piece| piece.quoted.len()).sum()
    }

    /// Returns the words of the passage that the quotation is laid on.
    pub(super) fn window(&self) -> Range<usize> {
        let start = self.pieces.first().map_or(0, |piece| piece.text.start);
        start..self.pieces.last().map_or(start, |piece| piece.text.end)
    }

    /// Returns the paragraph that the first of these words begins, if it begins one.
    pub(super) fn begun(&self) -> Option<ParagraphPlace> {
        let start = self.window().start;
        let (place, _) = self.passage.locate(start)?;
        let before = start.checked_sub(1).and_then(|before| self.passage.locate(before));
        before.is_none_or(|(before, _)| before != place).then_some(place)
    }

    /// Returns the text that it is laid on, if that is within one paragraph.
    pub(super) fn text<'a>(&self, library: &Library<'a>) -> Option<&'a str> {
        let parts = self.passage.parts(&self.window());
        let [(place, range)] = parts.as_slice() else { return None };
        library.paragraph(*place)?.text.get(range.clone())
    }

    /// Tells whether another placement is laid on the same words of the text.
    pub(super) fn covers(&self, other: &Self) -> bool {
        let ends = |placement: &Self| {
            let window = placement.window();
            (placement.passage.locate(window.start), placement.passage.locate(window.end.saturating_sub(1)))
        };
        ends(self) == ends(other)
    }

    /// Returns the share of words that quotation and text have in common, from 0 to 1.
    ///
    /// Words left out where the quotation says so are not counted against it.
    pub(super) fn similarity(&self) -> f64 {
        let counted = |piece: &&AlignedPiece| !matches!(piece.kind, Kind::Declared(_)) || !piece.quoted.is_empty();
        let (mut words, mut same) = (0, 0);
        for piece in self.pieces.iter().filter(counted) {
            words += piece.quoted.len() + piece.text.len();
            same += if piece.kind == Kind::Changed { 0 } else { piece.quoted.len() + piece.text.len() };
        }
        // Counts of words in a paragraph are far below what an f64 holds exactly.
        if words == 0 { 0.0 } else { same as f64 / words as f64 }
    }

    /// Returns how like quotation and text are, from 0 to 1: as [`Self::similarity`], but a word counts as much as it
    /// says, by `weights` of the quotation's words; a word of the text that the quotation lacks counts as their mean.
    pub(super) fn likeness(&self, weights: &[f32]) -> f64 {
        let sum = |words: &Range<usize>| -> f64 {
            weights.get(words.clone()).unwrap_or_default().iter().copied().map(f64::from).sum()
        };
        let (mut all, mut same, mut lacking) = (0.0, 0.0, 0);
        for piece in &self.pieces {
            match piece.kind {
                Kind::Changed => lacking += piece.text.len(),
                _ => same += sum(&piece.quoted),
            }
            all += sum(&piece.quoted);
        }
        // Counts of words in a paragraph are far below what an f64 holds exactly.
        let whole = all + same + lacking as f64 * all / weights.len().max(1) as f64;
        if whole > 0.0 { 2.0 * same / whole } else { 0.0 }
    }

    /// Returns how many words were changed: of a replacement the longer side.
    pub(super) fn changed(&self) -> usize {
        let changed = self.pieces.iter().filter(|piece| piece.kind == Kind::Changed);
        changed.map(|piece| piece.quoted.len().max(piece.text.len())).sum()
    }
}
