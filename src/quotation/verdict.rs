//! What the archive can say about a quotation, and where it is from.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use super::candidate::Finder;
use super::likeness;
use super::passage::Library;
use super::placement::{Fidelity, Kind, Placement};
use super::quoted::Quoted;
use super::word_for_word::Search;
use crate::corpus::{ParagraphPlace, printed_number};

/// What the archive can say about a quotation. None says that it is false.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Every word stands there, in order, with nothing between; punctuation at either end is ignored.
    Exact,
    /// Likewise but for ellipses, square brackets and changed first letters.
    DeclaredChanges,
    /// The same words in another spelling.
    SpellingOnly,
    /// At least half of its words, and four or more, stand there in order.
    Differs,
    /// Nothing is that much like it.
    NotFound,
    /// It has under four words and stands nowhere word for word.
    TooShort,
}

impl Verdict {
    /// Returns the verdict's name in data.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::DeclaredChanges => "declared-changes",
            Self::SpellingOnly => "spelling-only",
            Self::Differs => "differs",
            Self::NotFound => "not-found",
            Self::TooShort => "too-short",
        }
    }

    /// Tells whether the words may be printed as they are: exact, or changed only where they say so.
    #[must_use]
    pub fn stands(self) -> bool {
        matches!(self, Self::Exact | Self::DeclaredChanges)
    }
}

/// With fewer words a quotation that differs could be anything.
const LEAST: usize = 4;
/// How many of the likest are also laid on their neighbouring paragraphs.
const WIDENED: usize = 4;
/// How many of the nearest are shown of a quotation that was not found.
pub(super) const NEAREST: usize = 3;
/// Of what the words of a quotation say, a paragraph on its subject has at least one part of so many.
const SUBJECT: f32 = 4.0;

/// A verdict with what it rests on.
pub(super) struct Judgement {
    pub(super) verdict: Verdict,
    /// Where the quotation stands, or what it differs from, oldest first.
    pub(super) matches: Vec<Placement>,
    /// What is most like a quotation that was not found, the most alike first.
    pub(super) nearest: Vec<Placement>,
    /// The paragraphs on the same subject as a quotation that was not found, the best first.
    pub(super) subject: Vec<ParagraphPlace>,
    /// Where words that the best match lacks stand word for word, if a quotation was put together from several places.
    pub(super) elsewhere: Vec<Placement>,
}

impl Judgement {
    fn of(verdict: Verdict, matches: Vec<Placement>) -> Self {
        Self { verdict, matches, nearest: Vec::new(), subject: Vec::new(), elsewhere: Vec::new() }
    }
}

/// Judges a quotation by the paragraphs that it may be from.
///
/// A printed number copied with the paragraph that has it is no word of the quotation.
pub(super) fn judge(library: &mut Library, finder: &mut Finder, text: &str) -> Judgement {
    let judgement = by_words(library, finder, text);
    if judgement.verdict.stands() {
        return judgement;
    }
    behind_number(library, finder, text).unwrap_or(judgement)
}

/// Judges the words behind a printed number, if they begin a paragraph that has this number.
fn behind_number(library: &mut Library, finder: &mut Finder, text: &str) -> Option<Judgement> {
    let before = text.len() - text.trim_start().len();
    let (number, words) = printed_number(text.trim_start())?;
    // Spaces instead, so that every word keeps its place.
    let mut judgement = by_words(library, finder, &(" ".repeat(before + number.len()) + words));
    judgement.matches.retain(|placement| {
        let begun = placement.begun().and_then(|place| library.paragraph(place));
        begun.is_some_and(|paragraph| paragraph.printed.as_deref() == Some(number))
    });
    (!judgement.matches.is_empty()).then_some(judgement)
}

fn by_words(library: &mut Library, finder: &mut Finder, text: &str) -> Judgement {
    let mut places = finder.with_all_words(text);
    let mut found = word_for_word(library, text, &places, Search::may_go_on);
    let mut alike = Vec::new();
    if found.is_empty() {
        alike = finder.with_most_words(text);
        places.extend(&alike);
        found = word_for_word(library, text, &places, Search::may_go_on);
    }
    let Some(standing) = found.iter().map(Placement::standing).min() else {
        return by_likeness(library, finder, text, &places, &alike);
    };
    found.retain(|placement| placement.standing() == standing);
    match standing {
        Fidelity::Exact => Judgement::of(Verdict::Exact, found),
        Fidelity::Declared | Fidelity::Spelling => Judgement::of(Verdict::DeclaredChanges, found),
        Fidelity::Changed if found.iter().all(|placement| placement.quoted.tokens.len() < LEAST) => {
            found.truncate(NEAREST);
            Judgement { nearest: found, ..Judgement::of(Verdict::TooShort, Vec::new()) }
        }
        Fidelity::Changed => Judgement::of(Verdict::Differs, found),
    }
}

/// Returns where a quotation stands word for word, as its first reading that stands anywhere has it, oldest first; also in
/// the paragraphs before those at `places`, where `may_begin_before` says so.
fn word_for_word(
    library: &mut Library,
    text: &str,
    places: &BTreeSet<ParagraphPlace>,
    may_begin_before: impl Fn(&Search, &mut Library, ParagraphPlace) -> bool,
) -> Vec<Placement> {
    for place in places {
        library.passage(*place);
    }
    for (reading, literal) in readings(library, text) {
        if reading.tokens.is_empty() {
            continue;
        }
        let mut search = Search::new(library, reading);
        let mut found = Vec::new();
        for place in places {
            let here = search.at(library, *place);
            // It may begin at the end of the paragraph before the one that the index found.
            let before = place.paragraph.checked_sub(1).map(|paragraph| ParagraphPlace { paragraph, ..*place });
            let before = before.filter(|before| here.is_empty() && !places.contains(before));
            let before = before.filter(|_| may_begin_before(&search, library, *place));
            found.extend(before.map(|before| search.at(library, before)).unwrap_or_default());
            found.extend(here);
        }
        if literal {
            // Brackets and dots of the text itself declare nothing.
            found.retain(|placement| placement.text(library).is_some_and(|text| Quoted::read(text).declares()));
        }
        found.iter_mut().for_each(|placement| placement.take_in_prefix(library));
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// Returns the ways a quotation can be read, the most literal first, and whether brackets and dots are taken literally.
fn readings(library: &Library, text: &str) -> Vec<(Rc<Quoted>, bool)> {
    let read = Quoted::read(text);
    let mut readings: Vec<(Quoted, bool)> = Vec::new();
    if read.declares() {
        readings.push((Quoted::plain(text), true));
    }
    readings.push((read, false));
    let mut ways = Vec::new();
    for (quoted, literal) in readings {
        let known = quoted.joined(|word| library.lexicon.in_texts(word));
        let never = quoted.joined(|_| false);
        let always = quoted.joined(|_| true);
        let several = !quoted.joins.is_empty();
        ways.push((Rc::new(known), literal));
        if several {
            ways.extend([(Rc::new(never), literal), (Rc::new(always), literal)]);
        }
    }
    ways
}

fn by_likeness(
    library: &mut Library,
    finder: &Finder,
    text: &str,
    places: &BTreeSet<ParagraphPlace>,
    alike: &[ParagraphPlace],
) -> Judgement {
    let quoted = Rc::new(Quoted::read(text).joined(|word| library.lexicon.in_texts(word)));
    let words = quoted.tokens.len();
    let mut laid: Vec<(ParagraphPlace, Placement)> = Vec::new();
    for place in places {
        laid.extend(likeness::lay(library, &quoted, *place).map(|placement| (*place, placement)));
    }
    laid.sort_by_key(|(place, placement)| (Reverse(placement.same()), *place));
    for (place, placement) in laid.iter_mut().take(WIDENED) {
        likeness::widen(library, placement, *place);
    }
    laid.sort_by_key(|(place, _)| *place);
    laid.iter_mut().for_each(|(_, placement)| placement.take_in_prefix(library));
    let mut placements: Vec<Placement> = Vec::new();
    for (_, placement) in laid {
        let shares = placement.same() > usize::from(words > 1);
        if shares && !placements.iter().any(|other| other.covers(&placement)) {
            placements.push(placement);
        }
    }
    let best = placements.iter().map(Placement::standing).min();
    if let Some(standing @ (Fidelity::Exact | Fidelity::Declared | Fidelity::Spelling)) = best {
        let verdict = match standing {
            Fidelity::Exact => Verdict::Exact,
            Fidelity::Declared => Verdict::DeclaredChanges,
            _ => Verdict::SpellingOnly,
        };
        placements.retain(|placement| placement.standing() == standing);
        return Judgement::of(verdict, placements);
    }
    if words < LEAST {
        return Judgement::of(Verdict::TooShort, Vec::new());
    }
    let weights = finder.weights(&quoted);
    let likeness = |placement: &Placement| placement.likeness(&weights);
    let enough = |placement: &Placement| placement.same() >= LEAST && placement.same() * 2 >= words;
    let likest = placements.iter().filter(|placement| enough(placement)).map(likeness).fold(0.0, f64::max);
    let mut judgement = if likest > 0.0 {
        placements.retain(|placement| enough(placement) && likeness(placement) >= likest);
        Judgement::of(Verdict::Differs, placements)
    } else {
        placements.sort_by(|one, other| likeness(other).total_cmp(&likeness(one)));
        placements.truncate(NEAREST);
        let subject = on_subject(library, &quoted, &weights, alike);
        Judgement { nearest: placements, subject, ..Judgement::of(Verdict::NotFound, Vec::new()) }
    };
    judgement.elsewhere = elsewhere(library, &judgement, places);
    judgement
}

/// Returns those of some paragraphs that have enough of a quotation's words, in any order, to be on its subject.
fn on_subject(
    library: &mut Library,
    quoted: &Quoted,
    weights: &[f32],
    alike: &[ParagraphPlace],
) -> Vec<ParagraphPlace> {
    let mut words: HashMap<u32, f32> = HashMap::new();
    for (token, weight) in quoted.tokens.iter().zip(weights) {
        words.insert(library.lexicon.number(&token.word), *weight);
    }
    let all: f32 = words.values().sum();
    let mut subject = Vec::new();
    for place in alike {
        let Some(passage) = library.passage(*place) else { continue };
        let shared: HashSet<u32> = passage.words().iter().copied().filter(|word| words.contains_key(word)).collect();
        let said: f32 = shared.iter().filter_map(|word| words.get(word)).sum();
        if shared.len() > 1 && said * SUBJECT >= all && subject.len() < NEAREST && !subject.contains(place) {
            subject.push(*place);
        }
    }
    subject
}

/// Returns where the words stand word for word that the best match has not, four or more in a row.
fn elsewhere(library: &mut Library, judgement: &Judgement, places: &BTreeSet<ParagraphPlace>) -> Vec<Placement> {
    let Some(best) = judgement.matches.first().or(judgement.nearest.first()) else { return Vec::new() };
    let missing = best.pieces.iter().filter(|piece| piece.kind == Kind::Changed && piece.quoted.len() >= LEAST);
    let texts: Vec<String> = missing.filter_map(|piece| best.quoted.slice(&piece.quoted)).map(str::to_owned).collect();
    // The index was not asked for these words: any of the paragraphs may have them whole.
    let stands = |text: &String| word_for_word(library, text, places, |_, _, _| true).into_iter().take(NEAREST);
    texts.iter().flat_map(stands).collect()
}
