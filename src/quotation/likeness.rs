//! Finds where a quotation that stands nowhere word for word was most likely taken from.
//!
//! Likeness ranks; what a placement says of the quotation is read from its pieces alone.

use std::ops::Range;
use std::rc::Rc;

use super::passage::{Library, Passage};
use super::placement::{AlignedPiece, Kind, Pieces, Placement};
use super::quoted::{Declared, Quoted};
use super::word_for_word::matches;
use crate::corpus::ParagraphPlace;
use crate::wording::{self, AlignedRun, WordAlignment, align};

/// How many unfound words at an end of the quotation are looked for in the neighbouring paragraph.
const LOOSE_END: usize = 2;
/// How many words of a change are tried one by one for a mere change of spelling.
const SMALL: usize = 8;

/// Lays the quotation on the paragraph at `place`.
pub(super) fn lay(library: &mut Library, quoted: &Rc<Quoted>, place: ParagraphPlace) -> Option<Placement> {
    let passage = library.passage(place)?;
    Some(lay_on(library, quoted, passage))
}

/// Lays a quotation also on the neighbours of its paragraph where an end of it was not found there.
pub(super) fn widen(library: &mut Library, placement: &mut Placement, place: ParagraphPlace) {
    let loose = |piece: Option<&AlignedPiece>| {
        piece.is_some_and(|piece| piece.kind == Kind::Changed && piece.quoted.len() >= LOOSE_END)
    };
    let (before, after) = (loose(placement.pieces.first()), loose(placement.pieces.last()));
    if placement.same() == 0 || !(before || after) {
        return;
    }
    let start = ParagraphPlace { paragraph: place.paragraph.saturating_sub(usize::from(before)), ..place };
    let Some(mut wide) = library.passage(start) else { return };
    let wanted = wide.words().len() + placement.quoted.tokens.len();
    while wide.words().len() < wanted && library.grow(&mut wide) {}
    let widened = lay_on(library, &placement.quoted, wide);
    if widened.same() > placement.same() + 1 {
        *placement = widened;
    }
}

fn lay_on(library: &mut Library, quoted: &Rc<Quoted>, passage: Passage) -> Placement {
    let words: Vec<u32> = quoted.tokens.iter().map(|token| library.lexicon.number(&token.word)).collect();
    let keys = |words: &[u32]| words.iter().map(|&word| library.lexicon.key(word)).collect::<Vec<_>>();
    let declared: Vec<usize> =
        quoted.declared.iter().filter(|(_, declared)| *declared != Declared::Remark).map(|(at, _)| *at).collect();
    let mut alignment = align(&keys(&words), &keys(passage.words()), &declared);
    let mut reader = Reader { library, quoted, words: &words, passage: &passage, pieces: Pieces::new(quoted) };
    reader.respell_ends(&mut alignment);
    for run in &alignment.runs {
        reader.read(run);
    }
    let end = alignment.runs.last().map_or(0, |run| run.text.end);
    reader.pieces.lay_declared(words.len(), end..end);
    let pieces = reader.pieces.finish();
    Placement { quoted: Rc::clone(quoted), passage, pieces }
}

/// Reads the runs of an alignment as pieces.
struct Reader<'a> {
    library: &'a Library<'a>,
    quoted: &'a Quoted,
    words: &'a [u32],
    passage: &'a Passage,
    pieces: Pieces<'a>,
}

impl Reader<'_> {
    fn read(&mut self, run: &AlignedRun) {
        if run.same {
            for (at, word) in run.quoted.clone().zip(run.text.clone()) {
                self.pieces.lay_declared(at, word..word);
                let same = self.words.get(at) == self.passage.words().get(word);
                self.pieces.lay(if same { Kind::Same } else { Kind::Spelling }, at..at + 1, word..word + 1);
            }
            return;
        }
        // A declared gap next to changed words takes what is left when each of these has a word of the text.
        let places: Vec<usize> = self
            .quoted
            .declared
            .iter()
            .map(|(at, _)| *at)
            .filter(|at| (run.quoted.start..=run.quoted.end).contains(at))
            .collect();
        let Some(&place) = places.first() else {
            return self.change(run.quoted.clone(), run.text.clone());
        };
        let before = (place - run.quoted.start).min(run.text.len());
        let after = (run.quoted.end - place).min(run.text.len() - before);
        let gap = run.text.start + before..run.text.end - after;
        self.change(run.quoted.start..place, run.text.start..gap.start);
        self.pieces.lay_declared(place, gap.clone());
        self.change(place..run.quoted.end, gap.end..run.text.end);
    }
}

impl Reader<'_> {
    /// Gives changed words at either end as many words of the text as make them a change of spelling.
    fn respell_ends(&self, alignment: &mut WordAlignment) {
        if let Some(first) = alignment.runs.first_mut().filter(|run| !run.same) {
            let starts = first.text.end.saturating_sub(SMALL)..first.text.end;
            let spelled = |start: &usize| self.kind(&first.quoted, &(*start..first.text.end)).is_some();
            if let Some(start) = starts.rev().find(spelled) {
                first.text.start = start;
            }
        }
        if let Some(last) = alignment.runs.last_mut().filter(|run| !run.same) {
            let ends = last.text.start + 1..=(last.text.start + SMALL).min(self.passage.words().len());
            let spelled = |end: &usize| self.kind(&last.quoted, &(last.text.start..*end)).is_some();
            if let Some(end) = ends.into_iter().find(spelled) {
                last.text.end = end;
            }
        }
    }

    /// Lays other words than the text's, those apart that are only spelled otherwise.
    fn change(&mut self, quoted: Range<usize>, text: Range<usize>) {
        if quoted.len().max(text.len()) > SMALL {
            return self.pieces.lay(Kind::Changed, quoted, text);
        }
        for length in (1..=quoted.len()).rev() {
            for other in (1..=text.len()).rev() {
                let (head, words) = (quoted.start..quoted.start + length, text.start..text.start + other);
                if let Some(kind) = self.kind(&head, &words) {
                    self.pieces.lay(kind, head.clone(), words.clone());
                    return self.change(head.end..quoted.end, words.end..text.end);
                }
                let (tail, words) = (quoted.end - length..quoted.end, text.end - other..text.end);
                if let Some(kind) = self.kind(&tail, &words) {
                    self.change(quoted.start..tail.start, text.start..words.start);
                    return self.pieces.lay(kind, tail, words);
                }
            }
        }
        self.pieces.lay(Kind::Changed, quoted, text);
    }

    /// Returns what makes some words of the quotation stand for some of the text, if they do.
    fn kind(&self, quoted: &Range<usize>, text: &Range<usize>) -> Option<Kind> {
        let tokens = self.quoted.tokens.get(quoted.clone())?;
        let lexicon = &self.library.lexicon;
        let words: Vec<&str> = self.passage.words().get(text.clone())?.iter().map(|&word| lexicon.word(word)).collect();
        if let ([token], [word]) = (tokens, words.as_slice())
            && token.pattern.as_ref().is_some_and(|pattern| matches(pattern, word))
        {
            return Some(Kind::Declared(Declared::Insertion(token.range.clone())));
        }
        let ours: Vec<&str> = tokens.iter().map(|token| token.word.as_str()).collect();
        lexicon.spelling.same(&ours, &words, self.hyphenated(quoted, text)).then_some(Kind::Spelling)
    }

    fn hyphenated(&self, quoted: &Range<usize>, text: &Range<usize>) -> bool {
        let hyphen = |text: &str| wording::fold(text).contains('-');
        let ours = self.quoted.slice(quoted).is_some_and(hyphen);
        let parts = self.passage.parts(text);
        ours || parts.into_iter().any(|(place, range)| {
            self.library.paragraph(place).and_then(|paragraph| paragraph.text.get(range)).is_some_and(hyphen)
        })
    }
}
