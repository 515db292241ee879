//! Finds which paragraph cites which instrument: by a name of it, or because a person recorded it.
//!
//! The longest name counts, and with it the names inside it of what it is a part of: of nothing else, since most names
//! inside others are those of authors and places. Nothing is concluded from a bare "the Convention": that
//! is recorded, or it is nothing.

mod plain;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use self::plain::{Plain, holds_together, is_of_word, is_whole};
use super::instrument::Citation;
use super::mention::{Mention, MentionBasis};
use super::{Document, DocumentId, Instrument};

/// The names of all instruments, to be looked for in texts.
pub(super) struct Names<'a> {
    instruments: &'a [Instrument],
    /// Finds every name that stands in a text; nothing where there is none to find.
    finder: Option<AhoCorasick>,
    names: Vec<Name>,
    /// What people recorded, by document.
    recorded: HashMap<&'a DocumentId, Vec<&'a Citation>>,
}

/// A name as it is looked for.
struct Name {
    instrument: usize,
    /// The bytes of the name that are to be capitals in the text.
    capitals: Vec<usize>,
}

/// A name that stands in a text.
struct FoundName {
    /// Its range in the text as it is compared.
    plain: Range<usize>,
    words: Range<usize>,
    instrument: usize,
}

/// Names of so many bytes together are looked for with a table that has every step in it.
const FULL_TABLE: usize = 64 * 1024;

impl<'a> Names<'a> {
    pub(super) fn of(instruments: &'a [Instrument], citations: &'a [(usize, Citation)]) -> Self {
        let (mut texts, mut names) = (Vec::new(), Vec::new());
        for (instrument, it) in instruments.iter().enumerate() {
            let mut seen = HashSet::new();
            for name in it.called() {
                let plain = Plain::of(name);
                let text = plain.text().trim();
                if text.contains(is_of_word) && seen.insert(text.to_owned()) {
                    texts.push(text.to_owned());
                    let capitals = if it.capitals { capitals(name, &plain) } else { Vec::new() };
                    names.push(Name { instrument, capitals });
                }
            }
        }
        let kind = (texts.iter().map(String::len).sum::<usize>() < FULL_TABLE).then_some(AhoCorasickKind::DFA);
        let finder = AhoCorasick::builder().match_kind(MatchKind::Standard).kind(kind).build(&texts);
        // So many names that they cannot be counted in 32 bits are not to be found; no file holds them.
        let finder = finder.ok().filter(|_| !texts.is_empty());
        let mut recorded: HashMap<&DocumentId, Vec<&Citation>> = HashMap::new();
        for (_, citation) in citations {
            recorded.entry(&citation.paragraph.document).or_default().push(citation);
        }
        Self { instruments, finder, names, recorded }
    }

    /// Returns where the paragraphs of a document, whose texts are also given folded, cite instruments, in the order of
    /// the text.
    pub(super) fn mentions(&self, document: &Document, folded: &[String]) -> Vec<Mention> {
        let recorded = self.recorded.get(&document.id).map_or(&[][..], Vec::as_slice);
        let mut mentions = Vec::new();
        for (place, (paragraph, folded)) in document.paragraphs.iter().zip(folded).enumerate() {
            let said: Vec<&Citation> =
                recorded.iter().filter(|it| it.paragraph.number == paragraph.number).copied().collect();
            self.in_text(&paragraph.text, folded, &said, |words, instrument, how| {
                mentions.push(Mention::new(place, &words, instrument, how));
            });
        }
        mentions.sort_unstable();
        mentions.dedup_by(|later, kept| {
            (later.how, kept.how) == (MentionBasis::Recorded, MentionBasis::Name) && later.is_as(kept)
        });
        mentions.dedup();
        mentions.shrink_to_fit();
        mentions
    }

    /// Calls `take` for everything that a text cites.
    fn in_text(
        &self,
        text: &str,
        folded: &str,
        said: &[&Citation],
        mut take: impl FnMut(Range<usize>, usize, MentionBasis),
    ) {
        let mut found = self.found(text, folded);
        for not in said.iter().filter(|it| !it.cites) {
            let ranges = occurrences(text, &not.words);
            let is_meant = |instrument: usize| {
                not.instrument.as_ref().is_none_or(|id| self.instruments.get(instrument).is_some_and(|it| it.id == *id))
            };
            found.retain(|it| {
                !is_meant(it.instrument)
                    || !ranges.iter().any(|not| not.start < it.words.end && it.words.start < not.end)
            });
        }
        // The longest first; of those as long, the first in the text.
        found.sort_by_key(|it| (usize::MAX - it.plain.len(), it.plain.start));
        let mut taken: Vec<&FoundName> = Vec::new();
        for it in &found {
            let overlaps = |other: &&FoundName| other.plain.start < it.plain.end && it.plain.start < other.plain.end;
            if !taken.iter().any(overlaps) {
                taken.push(it);
            }
        }
        for it in taken {
            take(it.words.clone(), it.instrument, MentionBasis::Name);
            let wholes = self.wholes(it.instrument);
            let is_inside = |other: &&FoundName| {
                it.plain.start <= other.plain.start
                    && other.plain.end <= it.plain.end
                    && wholes.contains(&other.instrument)
            };
            for inner in found.iter().filter(is_inside) {
                take(inner.words.clone(), inner.instrument, MentionBasis::Name);
            }
        }
        for cite in said.iter().filter(|it| it.cites) {
            let id = cite.instrument.as_deref();
            let Some(instrument) = self.instruments.iter().position(|it| Some(it.id.as_str()) == id) else { continue };
            for words in occurrences(text, &cite.words) {
                take(words, instrument, MentionBasis::Recorded);
            }
        }
    }

    /// Returns every name that stands in a text, inside others too.
    fn found(&self, text: &str, folded: &str) -> Vec<FoundName> {
        let Some(finder) = &self.finder else { return Vec::new() };
        // Most texts have none, and need no way back; all have short names inside their words.
        let quick = plain::of_folded(folded);
        if !finder.find_overlapping_iter(&quick).any(|it| is_whole(&quick, &it.range())) {
            return Vec::new();
        }
        let plain = Plain::of(text);
        let found = finder.find_overlapping_iter(plain.text()).filter_map(|it| {
            let (range, name) = (it.range(), self.names.get(it.pattern().as_usize())?);
            let is_capital = |at: &usize| {
                let letter = plain.original(&(range.start + at..range.start + at + 1));
                text.get(letter).is_some_and(|letter| letter.chars().any(char::is_uppercase))
            };
            let is_there = is_whole(plain.text(), &range)
                && is_together(text, &plain, &range)
                && name.capitals.iter().all(is_capital);
            is_there.then(|| FoundName { words: plain.original(&range), plain: range, instrument: name.instrument })
        });
        found.collect()
    }

    /// Returns the instruments that one is a part of, and those that they are parts of.
    fn wholes(&self, of: usize) -> Vec<usize> {
        let mut wholes: Vec<usize> = Vec::new();
        let mut open = vec![of];
        while let Some(it) = open.pop().and_then(|at| self.instruments.get(at)) {
            for id in &it.part_of {
                let Some(whole) = self.instruments.iter().position(|other| other.id == *id) else { continue };
                if whole != of && !wholes.contains(&whole) {
                    wholes.push(whole);
                    open.push(whole);
                }
            }
        }
        wholes
    }
}

/// Returns where words stand in a text, whole and as names are compared.
pub(super) fn occurrences(text: &str, words: &str) -> Vec<Range<usize>> {
    let (plain, wanted) = (Plain::of(text), plain::plain(words));
    let wanted = wanted.trim();
    if wanted.is_empty() {
        return Vec::new();
    }
    let ranges = plain.text().match_indices(wanted).map(|(at, found)| at..at + found.len());
    ranges.filter(|range| is_whole(plain.text(), range)).map(|range| plain.original(&range)).collect()
}

/// Returns a name as names are compared: two that are equal here are read as the same.
pub(super) fn compared(name: &str) -> String {
    plain::plain(name).trim().to_owned()
}

/// Tells whether a name has a letter or figure, so that it can be found.
pub(super) fn has_words(name: &str) -> bool {
    plain::plain(name).contains(is_of_word)
}

/// Returns the bytes of a name, as it is compared, that are to be capitals: all that are in a single word, such as
/// `PoA`; in several words those that begin one, since a headline may write `Asean Regional Forum`.
fn capitals(name: &str, plain: &Plain) -> Vec<usize> {
    let text = plain.text();
    let offset = text.len() - text.trim_start().len();
    let is_single = !text.trim().contains(|character| !is_of_word(character));
    let begins = |at: usize| !text.get(..at).unwrap_or_default().chars().next_back().is_some_and(is_of_word);
    let is_capital = |at: usize| {
        let letter = plain.original(&(at..at + 1));
        name.get(letter).is_some_and(|letter| letter.chars().any(char::is_uppercase))
    };
    let letters = text.char_indices().map(|(at, _)| at);
    letters.filter(|at| (is_single || begins(*at)) && is_capital(*at)).map(|at| at - offset).collect()
}

/// Tells whether the words of a name hold together where it was found.
fn is_together(text: &str, plain: &Plain, range: &Range<usize>) -> bool {
    let inner = plain.text().get(range.clone()).unwrap_or_default();
    inner.match_indices(' ').all(|(at, _)| {
        let at = range.start + at;
        text.get(plain.original(&(at..at + 1))).is_some_and(holds_together)
    })
}
