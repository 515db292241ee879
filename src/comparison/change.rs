//! What became of words, told in ranges of the texts: how exactly they are the same, and where.

use std::ops::Range;

use super::side::Side;
use super::token::Tokens;
use crate::wording::{self, Operation, WordRun};

/// A stretch that both texts have, or one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextChange {
    /// What became of it.
    pub act: Act,
    /// How exactly both texts have it; nothing where one has it.
    pub level: Option<Exactness>,
    /// Where it stands in the first text.
    pub a: Option<ParagraphRange>,
    /// Where it stands in the second.
    pub b: Option<ParagraphRange>,
    /// How many words both have here.
    pub(super) shared: usize,
}

/// What became of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// Both texts have them.
    Equal,
    /// The second has them.
    Insert,
    /// The first has them.
    Delete,
    /// Both have them, in another order.
    Moved,
}

impl Act {
    /// Returns its name in data.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Insert => "insert",
            Self::Delete => "delete",
            Self::Moved => "moved",
        }
    }
}

/// How exactly two texts are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exactness {
    /// The same characters.
    Characters,
    /// The same words: case, punctuation or typography differs.
    Words,
    /// The same but for spelling, as the reviewed list has it.
    Spelling,
}

impl Exactness {
    /// Returns its name in data.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Characters => "characters",
            Self::Words => "words",
            Self::Spelling => "spelling",
        }
    }
}

/// What a pair of paragraphs is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PairKind {
    /// The same words.
    Same,
    /// The same but for spelling.
    Spelling,
    /// Some words are others.
    Changed,
    /// One paragraph became several.
    Split,
    /// Several paragraphs became one.
    Merged,
    /// It stands elsewhere in the order of the text.
    Moved,
}

impl PairKind {
    /// Returns its name in data.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Spelling => "spelling",
            Self::Changed => "changed",
            Self::Split => "split",
            Self::Merged => "merged",
            Self::Moved => "moved",
        }
    }
}

/// A range of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParagraphRange {
    /// The paragraph's place in its side.
    pub paragraph: usize,
    /// Its byte range in the paragraph's text.
    pub range: Range<usize>,
}

/// A side with its paragraphs read into words.
type Of<'a> = (&'a [Tokens], &'a Side<'a>);

/// Returns what a pair of paragraphs is.
pub(super) fn kind(kind: wording::CollationKind, changes: &[TextChange]) -> PairKind {
    let has = |level| changes.iter().any(|change| change.level == Some(level));
    match kind {
        wording::CollationKind::Same if has(Exactness::Spelling) => PairKind::Spelling,
        wording::CollationKind::Same => PairKind::Same,
        wording::CollationKind::Changed => PairKind::Changed,
        wording::CollationKind::Split => PairKind::Split,
        wording::CollationKind::Merged => PairKind::Merged,
        wording::CollationKind::Moved => PairKind::Moved,
    }
}

/// Returns operations on words as ranges of the texts; what is the same is divided where it is so on another level.
pub(super) fn changes<'a>(operations: &[Operation], a: Of<'a>, b: Of<'a>) -> Vec<TextChange> {
    let mut changes = Vec::with_capacity(operations.len());
    for operation in operations {
        match operation {
            Operation::Delete(one) => changes.push(alone(Act::Delete, Some(place(one, a)), None)),
            Operation::Insert(one) => changes.push(alone(Act::Insert, None, Some(place(one, b)))),
            Operation::Equal { a: ours, b: theirs } => equal(ours, theirs, a, b, &mut changes),
            Operation::Moved { a: ours, b: theirs } => {
                let mut parts = Vec::new();
                equal(ours, theirs, a, b, &mut parts);
                changes.push(TextChange {
                    act: Act::Moved,
                    level: parts.iter().filter_map(|part| part.level).max(),
                    a: Some(place(ours, a)),
                    b: Some(place(theirs, b)),
                    shared: parts.iter().map(|part| part.shared).sum(),
                });
            }
        }
    }
    changes
}

fn alone(act: Act, a: Option<ParagraphRange>, b: Option<ParagraphRange>) -> TextChange {
    TextChange { act, level: None, a, b, shared: 0 }
}

fn place(stretch: &WordRun, (tokens, side): Of<'_>) -> ParagraphRange {
    let paragraph = stretch.paragraph;
    let text = side.passages.get(paragraph).map_or("", |passage| passage.text);
    let range = tokens.get(paragraph).map_or(0..0, |own| {
        let written = own.written(&stretch.words);
        own.cut(text, written.start)..own.cut(text, written.end)
    });
    ParagraphRange { paragraph, range }
}

/// Adds what is the same on one level after another.
fn equal(ours: &WordRun, theirs: &WordRun, a: Of<'_>, b: Of<'_>, changes: &mut Vec<TextChange>) {
    let (Some(own), Some(other)) = (a.0.get(ours.paragraph), b.0.get(theirs.paragraph)) else { return };
    let first = changes.len();
    let mut from = 0;
    for to in 1..=ours.words.len() {
        let is_last = to == ours.words.len();
        if !(is_last || own.begins(ours.words.start + to) && other.begins(theirs.words.start + to)) {
            continue;
        }
        let part = |stretch: &WordRun| WordRun {
            paragraph: stretch.paragraph,
            words: stretch.words.start + from..stretch.words.start + to,
        };
        let (ours, theirs) = (part(ours), part(theirs));
        from = to;
        let (written, there) = (own.written(&ours.words), other.written(&theirs.words));
        let shared = if own.words() == 0 { 0 } else { written.len().min(there.len()) };
        let (place_a, place_b) = (place(&ours, a), place(&theirs, b));
        let level = if !own.folded(written).eq(other.folded(there)) {
            Exactness::Spelling
        } else if words_of(&place_a, a) == words_of(&place_b, b) {
            Exactness::Characters
        } else {
            Exactness::Words
        };
        match changes.get_mut(first..).and_then(<[TextChange]>::last_mut).filter(|last| last.level == Some(level)) {
            Some(last) => {
                last.a.iter_mut().for_each(|it| it.range.end = place_a.range.end);
                last.b.iter_mut().for_each(|it| it.range.end = place_b.range.end);
                last.shared += shared;
            }
            None => changes.push(TextChange {
                act: Act::Equal,
                level: Some(level),
                a: Some(place_a),
                b: Some(place_b),
                shared,
            }),
        }
    }
}

/// Returns the characters at a place.
fn words_of<'a>(place: &ParagraphRange, (_, side): Of<'a>) -> &'a str {
    let text = side.passages.get(place.paragraph).map_or("", |passage| passage.text);
    text.get(place.range.clone()).unwrap_or_default().trim_end()
}
