//! The wordings of a formula: where its words stand in whatever form, and which wording is nearest to which earlier one.
//!
//! A place is a wording of the formula where two thirds of its words stand in order. Nothing is said of who took what
//! from whom: texts that are not held may stand between any two.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use super::similar::{RUN, rarest};
use super::spelling::Spellings;
use super::token::Tokens;
use crate::archive::Archive;
use crate::corpus::{Date, DocumentPlace, Kind, ParagraphPlace};
use crate::search::{Adjacent, Index, ParagraphOrdinal};
use crate::wording::align;

/// A formula has at least so many words, and at most.
pub const FEWEST: usize = 4;
/// The most words that a formula has.
pub const MOST: usize = 60;

/// So many paragraphs are read for one formula.
pub const READ: usize = 5_000;

/// What is found of a formula.
#[derive(Debug, Clone, Default)]
pub struct Family {
    /// Its wordings, those first used first.
    pub wordings: Vec<Wording>,
    /// Whether all that could have it was looked at.
    pub complete: bool,
}

/// One wording, the same words wherever it stands.
#[derive(Debug, Clone)]
pub struct Wording {
    /// Its words, as the first text has them.
    pub text: String,
    /// Its places in the order of the corpus.
    pub uses: Vec<Use>,
    /// The earlier wordings that fewest words part it from, by their places in the family; several where they tie.
    pub nearest: Vec<usize>,
    /// How many words part it from them.
    pub changed: usize,
    /// Whether it has the words that were asked for, but for their spelling.
    pub is_asked: bool,
    keys: Vec<u32>,
}

/// A place where a wording stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// Its paragraph.
    pub place: ParagraphPlace,
    /// Its byte range in the paragraph.
    pub range: Range<usize>,
    /// The date of its text.
    pub date: Date,
}

impl Wording {
    /// Returns the documents that have it, each once.
    #[must_use]
    pub fn texts(&self) -> BTreeSet<DocumentPlace> {
        self.uses.iter().map(|it| it.place.document).collect()
    }

    /// Returns the dates of its first and its last use.
    #[must_use]
    pub fn dates(&self) -> Option<(Date, Date)> {
        let dates = || self.uses.iter().map(|it| it.date);
        dates().min().zip(dates().max())
    }
}

/// Returns how many words a formula has as it is compared.
#[must_use]
pub fn formula_words(archive: &Archive, formula: &str) -> usize {
    Tokens::of(formula, &Spellings::derived(archive)).words()
}

/// Returns the wordings of a formula in the texts, press reports among them where `press` is set; at most `read`
/// paragraphs are read for it.
#[must_use]
pub fn family(archive: &Archive, formula: &str, press: bool, read: usize) -> Family {
    let spellings = Spellings::derived(archive);
    let asked = Tokens::of(formula, &spellings);
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let quoted = numbered(&asked, &mut numbers);
    let candidates = candidates(archive.index(), &asked, &spellings);
    let complete = candidates.len() <= read;
    let mut wordings: BTreeMap<Vec<u32>, Wording> = BTreeMap::new();
    for candidate in candidates.into_iter().take(read) {
        let Some(place) = archive.index().place(candidate) else { continue };
        let Some((document, paragraph)) = archive.corpus().paragraph_at(place) else { continue };
        if document.kind == Kind::PressReport && !press {
            continue;
        }
        let tokens = Tokens::of(&paragraph.text, &spellings);
        let words = numbered(&tokens, &mut numbers);
        let found = align(&quoted, &words, &[]);
        if found.same() * 3 < quoted.len() * 2 {
            continue;
        }
        let range = tokens.bare(&tokens.written(&found.window));
        let keys = words.get(found.window).unwrap_or_default().to_vec();
        let text = paragraph.text.get(range.clone()).unwrap_or_default().to_owned();
        let wording = wordings.entry(keys.clone()).or_insert_with(|| Wording {
            text,
            uses: Vec::new(),
            nearest: Vec::new(),
            changed: 0,
            is_asked: keys == quoted,
            keys,
        });
        wording.uses.push(Use { place, range, date: document.date });
    }
    let mut wordings: Vec<Wording> = wordings.into_values().collect();
    wordings.sort_by_key(|it| (it.dates(), it.uses.first().map(|it| it.place)));
    join(&mut wordings);
    Family { wordings, complete }
}

fn numbered(tokens: &Tokens, numbers: &mut HashMap<String, u32>) -> Vec<u32> {
    let mut all = Vec::new();
    for key in tokens.keys() {
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        all.push(*numbers.entry(key.to_owned()).or_insert(next));
    }
    all
}

/// Returns the paragraphs that can have a wording of the formula: with two of the three rarest words of a window, at their
/// distance or a word more or less.
fn candidates(index: &Index, asked: &Tokens, spellings: &Spellings) -> BTreeSet<ParagraphOrdinal> {
    let forms: Vec<(Vec<String>, usize)> = asked.keys().map(|key| spellings.forms(key, index)).collect();
    let with: Vec<u64> = forms.iter().map(|(forms, _)| index.paragraphs_with(forms)).collect();
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for from in 0..=forms.len().saturating_sub(RUN) {
        let window = from..(from + RUN).min(forms.len());
        let mut chosen: Vec<usize> = Vec::new();
        for _ in 0..3 {
            chosen.extend(rarest(&with, &mut window.clone().filter(|at| !chosen.contains(at))));
        }
        for (at, &one) in chosen.iter().enumerate() {
            for &other in chosen.get(at + 1..).unwrap_or_default() {
                let (Some((ours, wide)), Some((theirs, wider))) = (forms.get(one), forms.get(other)) else { continue };
                let apart = i64::try_from(other).unwrap_or_default() - i64::try_from(one).unwrap_or_default();
                let slack = i64::try_from(wide * wider).unwrap_or(1) * 2;
                if seen.insert((one, other)) {
                    let words = Adjacent { one: ours, other: theirs, least: apart - slack, most: apart + slack };
                    index.adjacent(&words, &mut found);
                }
            }
        }
    }
    found
}

/// Joins each wording to the earlier ones that fewest words part it from; what is not surely earlier is none.
fn join(wordings: &mut [Wording]) {
    let parted = |one: &[u32], other: &[u32]| -> usize {
        let script = similar::capture_diff_slices(similar::Algorithm::Myers, one, other);
        let changed = script.iter().filter(|op| op.tag() != similar::DiffTag::Equal);
        changed.map(|op| op.old_range().len().max(op.new_range().len())).sum()
    };
    for at in 0..wordings.len() {
        let Some(own) = wordings.get(at) else { continue };
        let Some((first, _)) = own.dates().map(|(first, _)| first.days()) else { continue };
        let mut nearest: Vec<(usize, usize)> = Vec::new();
        for (other, earlier) in wordings.iter().enumerate().filter(|(other, _)| *other != at) {
            let is_earlier = earlier.dates().is_some_and(|(date, _)| date.days().1 < first);
            if is_earlier {
                nearest.push((parted(&earlier.keys, &own.keys), other));
            }
        }
        let Some(least) = nearest.iter().map(|(changed, _)| *changed).min() else { continue };
        let nearest = nearest.into_iter().filter(|(changed, _)| *changed == least).map(|(_, other)| other).collect();
        if let Some(own) = wordings.get_mut(at) {
            (own.nearest, own.changed) = (nearest, least);
        }
    }
}
