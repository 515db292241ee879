//! What is shown of a match: its parts, its differences, what its gaps left out, the words to copy.

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use super::Flag;
use super::article::Article;
use super::passage::Library;
use super::placement::{Kind, Placement};
use super::token::tokens;
use crate::corpus::{self, DocumentPlace, ParagraphPlace};
use crate::wording::{self, Change};

mod side;

use side::Sides;

/// A stretch of a text that a quotation was found at or compared with.
#[derive(Debug, Clone)]
pub struct Match {
    /// The document.
    pub document: DocumentPlace,
    /// The paragraphs it stands in, several if it goes over their boundary; never none.
    pub parts: Vec<MatchPart>,
    /// The share of words in common, from 0 to 1. It ranks and decides nothing.
    pub similarity: f64,
    /// Whether quotation marks, dashes, case and punctuation between the words agree too.
    pub typography: bool,
    /// How many words were changed without saying so.
    pub changed: usize,
    /// From the text to the quotation: deleted is what the quotation lacks, inserted what it adds.
    pub diff: Vec<Change>,
    /// The kinds of meaning that the changes touch.
    pub flags: BTreeSet<Flag>,
    /// What the quotation says it left out or replaced, in order.
    pub gaps: Vec<Gap>,
    /// Whose words they are.
    pub voice: Voice,
    /// What can be printed: the words of the text with the quotation's own declared changes, or the whole sentences
    /// where it changed others.
    pub correct: String,
}

/// The part of a match in one paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchPart {
    /// The paragraph's place in its document.
    pub paragraph: usize,
    /// The byte range of its text, from the first word to the last.
    pub range: Range<usize>,
    /// The byte range of the sentences around it.
    pub sentence: Range<usize>,
}

/// A paragraph on the subject of a quotation that was not found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The paragraph.
    pub place: ParagraphPlace,
    /// The byte range of the sentence that has the most words of the quotation.
    pub sentence: Range<usize>,
}

/// Words that a quotation says it left out, or put others in the place of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The words of the text; empty where an ellipsis stands for nothing or a bracket only adds.
    pub omitted: String,
    /// How many they are.
    pub words: usize,
    /// What stands in brackets instead.
    pub inserted: Option<String>,
    /// How far it reaches.
    pub crosses: Crossing,
}

/// How far a gap reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Crossing {
    /// It stays within a sentence.
    Nothing,
    /// It goes from one sentence to another.
    Sentence,
    /// It goes from one paragraph to another.
    Paragraph,
}

/// Whose words a match is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Voice {
    /// Those of the document's issuer.
    Issuer,
    /// Those of a press report itself.
    Press,
    /// Words that a press report has in quotation marks.
    PressQuoting,
    /// Both: they begin or end within a press report's quotation marks.
    PressMixed,
}

impl Voice {
    /// Returns what a reader has to know of the words that `press` printed; nothing where they are the issuer's.
    #[must_use]
    pub fn caution(self, press: &str) -> Option<String> {
        match self {
            Self::Issuer => None,
            Self::Press => Some(format!("These are {press}’s own words, not words of a text of the group.")),
            Self::PressQuoting => Some(format!(
                "{press} has these words in quotation marks; the sentence around them says whose they are."
            )),
            Self::PressMixed => Some(format!("Part of these words {press} has in quotation marks, part are its own.")),
        }
    }
}

/// Returns what is to be shown of a placement; nothing if no word of a text is in it.
pub(super) fn evidence(library: &Library, placement: &Placement) -> Option<Match> {
    let parts = placement.passage.parts(&placement.window());
    let sides = Sides { library, placement };
    let same = || placement.pieces.iter().filter(|piece| piece.kind == Kind::Same);
    Some(Match {
        document: parts.first()?.0.document,
        voice: voice(library, &parts),
        parts: parts.into_iter().filter_map(|(place, range)| part(library, place, range)).collect(),
        similarity: placement.similarity(),
        typography: same().all(|piece| sides.agree(piece)),
        changed: placement.changed(),
        diff: sides.diff(),
        flags: sides.flags(),
        gaps: placement.pieces.iter().filter_map(|piece| sides.gap(piece)).collect(),
        correct: sides.correct(),
    })
}

/// Returns what is to be shown of a paragraph on the subject of a quotation of some words.
pub(super) fn subject(library: &Library, place: ParagraphPlace, words: &HashSet<String>) -> Option<Subject> {
    let text = &library.paragraph(place)?.text;
    let shared = |sentence: &Range<usize>| {
        let theirs = tokens(text.get(sentence.clone()).unwrap_or_default());
        theirs.into_iter().map(|token| token.word).filter(|word| words.contains(word)).collect::<HashSet<_>>().len()
    };
    // Of equals the first.
    let sentence = wording::sentences(text).into_iter().rev().max_by_key(shared)?;
    Some(Subject { place, sentence })
}

fn part(library: &Library, place: ParagraphPlace, range: Range<usize>) -> Option<MatchPart> {
    let sentence = sentences_around(&library.paragraph(place)?.text, &range);
    Some(MatchPart { paragraph: place.paragraph, range, sentence })
}

/// Returns the sentences of a text that a range of it touches.
fn sentences_around(text: &str, range: &Range<usize>) -> Range<usize> {
    let touches = |sentence: &Range<usize>| sentence.start < range.end && range.start < sentence.end;
    let around: Vec<Range<usize>> = wording::sentences(text).into_iter().filter(touches).collect();
    around.first().zip(around.last()).map_or(range.clone(), |(first, last)| first.start..last.end)
}

fn voice(library: &Library, parts: &[(ParagraphPlace, Range<usize>)]) -> Voice {
    let press = parts.first().and_then(|(place, _)| library.document(*place));
    if press.is_none_or(|document| document.kind != corpus::Kind::PressReport) {
        return Voice::Issuer;
    }
    let (mut within, mut without) = (false, false);
    for (place, range) in parts {
        let runs = library.paragraph(*place).map(|paragraph| Article::read(&paragraph.text).runs).unwrap_or_default();
        let inside = runs.iter().any(|run| run.start <= range.start && range.end <= run.end);
        let touched = runs.iter().any(|run| run.start < range.end && range.start < run.end);
        within |= touched;
        without |= !inside;
    }
    match (within, without) {
        (true, false) => Voice::PressQuoting,
        (true, true) => Voice::PressMixed,
        (false, _) => Voice::Press,
    }
}
