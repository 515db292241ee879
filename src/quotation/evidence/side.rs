//! The two sides of a placement, the quotation's words and the text's, as texts and differences.

use std::collections::BTreeSet;
use std::ops::Range;

use super::super::meaning::{Flag, Term, flags};
use super::super::passage::Library;
use super::super::placement::{AlignedPiece, Fidelity, Kind, Placement};
use super::super::quoted::Declared;
use super::super::token::tokens;
use super::{Crossing, Gap, sentences_around};
use crate::corpus::ParagraphPlace;
use crate::wording::{self, Change, Op};

/// A placement with the texts that it speaks of.
pub(super) struct Sides<'a> {
    pub(super) library: &'a Library<'a>,
    pub(super) placement: &'a Placement,
}

/// A word as it is written, where it stands, and the change it is in.
struct Written<'a> {
    folded: String,
    written: &'a str,
    first: bool,
    change: Option<usize>,
}

impl Sides<'_> {
    /// Tells whether the words of a piece are written alike, also between the words.
    pub(super) fn agree(&self, piece: &AlignedPiece) -> bool {
        plain(&self.theirs(&piece.text)) == plain(&self.ours(&piece.quoted))
    }

    /// Returns the differences from the text to the quotation.
    ///
    /// Equal and deleted texts joined are the text's words as printed; what is inserted is the quotation's.
    pub(super) fn diff(&self) -> Vec<Change> {
        let mut changes: Vec<Change> = Vec::new();
        let last = self.placement.pieces.len().saturating_sub(1);
        for (at, piece) in self.placement.pieces.iter().enumerate() {
            let theirs = self.theirs(&piece.text) + &self.behind(piece.text.end);
            if piece.kind == Kind::Same {
                push(&mut changes, Op::Equal, theirs);
                continue;
            }
            let mut ours = self.inserted(piece).unwrap_or_else(|| self.ours(&piece.quoted));
            if !ours.is_empty() && at < last {
                ours.push(' ');
            }
            if !piece.text.is_empty() {
                push(&mut changes, Op::Delete, theirs);
            } else if !ours.is_empty() && changes.last().is_some_and(|last| !last.text.ends_with(char::is_whitespace)) {
                ours.insert(0, ' ');
            }
            push(&mut changes, Op::Insert, ours);
        }
        changes
    }

    /// Returns what can be printed: the text's words with what the quotation declares, or where anything else was
    /// changed the whole sentences, so that nothing is offered that says less than the text.
    pub(super) fn correct(&self) -> String {
        if self.placement.standing() == Fidelity::Changed {
            return self.sentences();
        }
        let mut words: Vec<String> = Vec::new();
        for piece in &self.placement.pieces {
            words.push(match &piece.kind {
                Kind::Declared(Declared::Ellipsis) if piece.text.is_empty() => continue,
                Kind::Declared(Declared::Ellipsis) => "[…]".to_owned(),
                Kind::Declared(Declared::Remark) => continue,
                Kind::Declared(Declared::Insertion(_)) => {
                    self.inserted(piece).unwrap_or_else(|| self.ours(&piece.quoted))
                }
                _ if piece.text.is_empty() => continue,
                _ => self.theirs(&piece.text) + &self.behind(piece.text.end),
            });
        }
        let mut correct = String::new();
        for piece in words.iter().filter(|piece| !piece.is_empty()) {
            if !correct.is_empty() && !correct.ends_with(char::is_whitespace) && !correct.ends_with('-') {
                correct.push(' ');
            }
            correct.push_str(piece);
        }
        correct.trim_end().to_owned()
    }

    /// Returns the sentences of the text that the quotation is laid on, without those that an ellipsis passes over.
    fn sentences(&self) -> String {
        let passed = |piece: &&AlignedPiece| {
            piece.kind == Kind::Declared(Declared::Ellipsis) && self.crossing(piece) != Crossing::Nothing
        };
        let window = self.placement.window();
        let mut stretches = Vec::new();
        let mut start = window.start;
        for piece in self.placement.pieces.iter().filter(passed) {
            stretches.push(start..piece.text.start);
            start = piece.text.end;
        }
        stretches.push(start..window.end);
        let mut whole: Vec<(ParagraphPlace, Range<usize>)> = Vec::new();
        for (place, range) in stretches.iter().flat_map(|words| self.placement.passage.parts(words)) {
            let around = sentences_around(self.paragraph(place), &range);
            match whole.last_mut() {
                Some((last, before)) if *last == place && self.touch(place, before, &around) => {
                    before.end = before.end.max(around.end);
                }
                _ => whole.push((place, around)),
            }
        }
        let mut printed = String::new();
        let mut end: Option<(ParagraphPlace, usize)> = None;
        for (place, range) in whole {
            let goes_on = end.is_some_and(|(last, end)| {
                let rest = self.paragraph(last).get(end..).unwrap_or_default();
                last.paragraph + 1 == place.paragraph && rest.trim().is_empty() && range.start == 0
            });
            if !printed.is_empty() {
                printed.push_str(if goes_on { "\n" } else { " […] " });
            }
            end = Some((place, range.end));
            printed.push_str(self.paragraph(place).get(range).unwrap_or_default().trim());
        }
        printed
    }

    /// Tells whether nothing but white space is between two ranges of a paragraph.
    fn touch(&self, place: ParagraphPlace, before: &Range<usize>, after: &Range<usize>) -> bool {
        after.start <= before.end
            || self.paragraph(place).get(before.end..after.start).is_some_and(|between| between.trim().is_empty())
    }

    /// Returns what a piece that the quotation declares left out or put in the place of the text's words.
    pub(super) fn gap(&self, piece: &AlignedPiece) -> Option<Gap> {
        if !matches!(piece.kind, Kind::Declared(Declared::Ellipsis | Declared::Insertion(_)))
            || !piece.quoted.is_empty()
        {
            return None;
        }
        let inserted = self.inserted(piece).map(|text| text.trim_matches(['[', ']']).to_owned());
        Some(Gap {
            omitted: self.theirs(&piece.text),
            words: piece.text.len(),
            inserted,
            crosses: self.crossing(piece),
        })
    }

    /// Returns the kinds of meaning that the changes touch.
    ///
    /// Of what an ellipsis leaves out only a negation or a modal verb of the same sentence changes what is left.
    pub(super) fn flags(&self) -> BTreeSet<Flag> {
        let (mut theirs, mut ours) = (Vec::new(), Vec::new());
        let mut touched = BTreeSet::new();
        for (at, piece) in self.placement.pieces.iter().enumerate() {
            let counts = match &piece.kind {
                Kind::Changed | Kind::Declared(Declared::Insertion(_)) => Some(at),
                Kind::Same | Kind::Spelling | Kind::Declared(_) => None,
            };
            let left_out = self.their_words(&piece.text, counts);
            if piece.kind == Kind::Declared(Declared::Ellipsis) && self.crossing(piece) == Crossing::Nothing {
                let left_out = self.their_words(&piece.text, Some(at));
                let flags = flags(&terms(&left_out), &[]);
                touched.extend(flags.into_iter().filter(|flag| matches!(flag, Flag::Negation | Flag::Modal)));
            }
            theirs.extend(left_out);
            ours.extend(self.our_words(piece, counts));
        }
        touched.extend(flags(&terms(&theirs), &terms(&ours)));
        touched.extend(self.placement.turns(self.library).then_some(Flag::Negation));
        touched
    }

    fn crossing(&self, piece: &AlignedPiece) -> Crossing {
        let passage = &self.placement.passage;
        let sides = piece
            .text
            .start
            .checked_sub(1)
            .and_then(|before| passage.locate(before))
            .zip(passage.locate(piece.text.end));
        let Some(((first, before), (second, after))) = sides else { return Crossing::Nothing };
        if first != second {
            return Crossing::Paragraph;
        }
        let text = self.paragraph(first);
        let crosses = wording::sentences(text)
            .into_iter()
            .any(|sentence| before.end <= sentence.end && sentence.end <= after.start);
        if crosses { Crossing::Sentence } else { Crossing::Nothing }
    }

    /// Returns what a bracket of its own has, with the brackets.
    fn inserted(&self, piece: &AlignedPiece) -> Option<String> {
        let Kind::Declared(Declared::Insertion(range)) = &piece.kind else { return None };
        let inner = self.placement.quoted.text.get(range.clone())?;
        piece.quoted.is_empty().then(|| format!("[{}]", inner.trim()))
    }

    /// Returns words of the quotation as written; line ends are spaces, and a word that one parted is whole.
    fn ours(&self, words: &Range<usize>) -> String {
        let quoted = &self.placement.quoted;
        let mut text = String::new();
        let mut end = None;
        for token in quoted.tokens.get(words.clone()).unwrap_or_default() {
            let (mut start, mut stop) = (token.range.start, token.range.end);
            if let Some(pattern) = &token.pattern {
                start -= usize::from(pattern.starts_with('*'));
                stop += usize::from(pattern.ends_with('*'));
            }
            let between = end.and_then(|end| quoted.text.get(end..start)).unwrap_or_default();
            let written = quoted.text.get(start..stop).unwrap_or_default();
            text.push_str(between);
            if written.contains(char::is_whitespace) {
                text.push_str(&unbroken(written))
            } else {
                text.push_str(written)
            }
            end = Some(stop);
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Returns words of the text as printed.
    fn theirs(&self, words: &Range<usize>) -> String {
        let mut text = String::new();
        for word in words.clone() {
            if let Some((place, range)) = self.placement.passage.locate(word) {
                text.push_str(self.paragraph(place).get(range).unwrap_or_default());
            }
            if word + 1 < words.end {
                text.push_str(&self.behind(word + 1));
            }
        }
        text
    }

    /// Returns what stands between the words of the text before `next` and `next`; nothing at the end of the window.
    fn behind(&self, next: usize) -> String {
        let passage = &self.placement.passage;
        if next >= self.placement.window().end {
            return String::new();
        }
        let Some(((one, before), (other, after))) =
            next.checked_sub(1).and_then(|word| passage.locate(word)).zip(passage.locate(next))
        else {
            return String::new();
        };
        let (first, second) = (self.paragraph(one), self.paragraph(other));
        if one == other {
            return first.get(before.end..after.start).unwrap_or_default().to_owned();
        }
        let (end, start) = (first.get(before.end..).unwrap_or_default(), second.get(..after.start).unwrap_or_default());
        format!("{end}\n{start}")
    }

    fn paragraph(&self, place: ParagraphPlace) -> &str {
        self.library.paragraph(place).map_or("", |paragraph| paragraph.text.as_ref())
    }

    fn their_words(&self, words: &Range<usize>, change: Option<usize>) -> Vec<Written<'_>> {
        let passage = &self.placement.passage;
        let word = |at: usize| {
            let (place, range) = passage.locate(at)?;
            let folded = self.library.lexicon.word(*passage.words().get(at)?).to_owned();
            let text = self.paragraph(place);
            Some(Written {
                folded,
                written: text.get(range.clone())?,
                first: begins_sentence(text, range.start),
                change,
            })
        };
        words.clone().filter_map(word).collect()
    }

    fn our_words(&self, piece: &AlignedPiece, change: Option<usize>) -> Vec<Written<'_>> {
        let quoted = &self.placement.quoted;
        let written = |folded: &str, range: &Range<usize>| {
            let written = quoted.text.get(range.clone())?;
            Some(Written {
                folded: folded.to_owned(),
                written,
                first: begins_sentence(&quoted.text, range.start),
                change,
            })
        };
        if let (Kind::Declared(Declared::Insertion(bracket)), true) = (&piece.kind, piece.quoted.is_empty()) {
            let inner = quoted.text.get(bracket.clone()).unwrap_or_default();
            let place = |range: Range<usize>| range.start + bracket.start..range.end + bracket.start;
            return tokens(inner).into_iter().filter_map(|token| written(&token.word, &place(token.range))).collect();
        }
        let tokens = quoted.tokens.get(piece.quoted.clone()).unwrap_or_default();
        tokens.iter().filter_map(|token| written(&token.word, &token.range)).collect()
    }
}

fn terms<'a>(words: &'a [Written]) -> Vec<Term<'a>> {
    let term = |word: &'a Written| Term {
        folded: &word.folded,
        written: word.written,
        first: word.first,
        change: word.change,
    };
    words.iter().map(term).collect()
}

fn begins_sentence(text: &str, at: usize) -> bool {
    let before = text
        .get(..at)
        .unwrap_or_default()
        .trim_end_matches(|character: char| !character.is_alphanumeric() && !".!?:".contains(character));
    before.is_empty() || before.ends_with(['.', '!', '?', ':'])
}

fn push(changes: &mut Vec<Change>, op: Op, text: String) {
    match changes.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.op == op => last.text.push_str(&text),
        _ => changes.push(Change { op, text }),
    }
}

/// Returns a word that a line end parts as one.
fn unbroken(word: &str) -> String {
    word.chars().filter(|character| !character.is_whitespace() && !matches!(character, '-' | '‐' | '¬')).collect()
}

/// Returns a text without marks of notes and what nobody sees: invisible characters, ligatures, runs of white space.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in wording::without_note_marks(text).chars().filter(|&character| !wording::is_invisible(character)) {
        match character {
            'ﬀ' => plain.push_str("ff"),
            'ﬁ' => plain.push_str("fi"),
            'ﬂ' => plain.push_str("fl"),
            'ﬃ' => plain.push_str("ffi"),
            'ﬄ' => plain.push_str("ffl"),
            other => plain.push(other),
        }
    }
    wording::normal(&plain).split_whitespace().collect::<Vec<_>>().join(" ")
}
