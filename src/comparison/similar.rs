//! What stands in other texts too: every run of six words and more that a paragraph shares with another text.
//!
//! Exact and complete, without an index of its own. A run of six words has the two rarest words of its window at their
//! distance, so the paragraphs in which these stand so are all that can have it; of those the words are read. How
//! frequent a run is does not matter: in diplomatic texts the frequent ones are the formulas.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use super::change::Exactness;
use super::spelling::Spellings;
use super::token::Tokens;
use crate::archive::Archive;
use crate::corpus::{DocumentPlace, ParagraphPlace};
use crate::search::{Adjacent, Index, ParagraphOrdinal};

/// A run has at least so many words.
pub const RUN: usize = 6;

/// A run that stands in more texts than this is a formula.
const TEXTS: usize = 8;

/// So many entries of the index are read for one paragraph, and so many paragraphs.
const WORK: u64 = 2_000_000;
const READ: usize = 20_000;

/// What stands in other texts too.
#[derive(Debug, Clone, Default)]
pub struct Similar {
    /// Paragraphs of other texts that share runs, those with the rarest words first.
    pub matches: Vec<SimilarParagraph>,
    /// Runs that stand in more than eight texts, the rarest words first.
    pub formulas: Vec<Formula>,
    /// Whether everything was looked at.
    pub complete: bool,
    /// Words that were not followed, where not everything was.
    pub left_out: Vec<String>,
    /// Whether the paragraph has too few words to share a run.
    pub too_short: bool,
}

/// A paragraph of another text that shares runs.
#[derive(Debug, Clone)]
pub struct SimilarParagraph {
    /// Where it stands.
    pub place: ParagraphPlace,
    /// The runs, in the order of the paragraph that was asked about.
    pub runs: Vec<SharedRun>,
}

/// Words that stand in both in a row.
#[derive(Debug, Clone)]
pub struct SharedRun {
    /// Their byte range in the paragraph that was asked about.
    pub a: Range<usize>,
    /// Their byte range in the other.
    pub b: Range<usize>,
    /// How many there are.
    pub words: usize,
    /// How exactly they are the same.
    pub level: Exactness,
    /// How rare its words are, together.
    pub rarity: f64,
    /// Which words of the paragraph that was asked about they are.
    pub(super) own: Range<usize>,
}

/// A run that stands in many texts.
#[derive(Debug, Clone)]
pub struct Formula {
    /// Its byte range in the paragraph that was asked about.
    pub range: Range<usize>,
    /// How many texts have it, this one among them.
    pub texts: usize,
    /// How rare its words are, together.
    pub rarity: f64,
}

impl SimilarParagraph {
    /// Returns how rare the words are that it shares, together.
    #[must_use]
    pub fn rarity(&self) -> f64 {
        self.runs.iter().map(|run| run.rarity).sum()
    }
}

/// Returns what other texts share with a paragraph, in runs of `least` words and more, six at least.
#[must_use]
pub fn similar(archive: &Archive, place: ParagraphPlace, least: usize) -> Similar {
    let mut similar = raw(archive, place, least);
    let found = archive.corpus().paragraph_at(place);
    if let Some((_, own)) = found.filter(|_| !similar.matches.is_empty()) {
        Asked::of(archive, &own.text).set_apart_formulas(&mut similar);
    }
    similar.matches.sort_by(|one, other| other.rarity().total_cmp(&one.rarity()).then(one.place.cmp(&other.place)));
    similar
}

/// Returns the same with the formulas among the other runs, in the order of the corpus.
pub(super) fn raw(archive: &Archive, place: ParagraphPlace, least: usize) -> Similar {
    let corpus = archive.corpus();
    let Some((_, own)) = corpus.paragraph_at(place) else { return Similar::default() };
    let asked = Asked::of(archive, &own.text);
    if asked.tokens.words() < RUN {
        return Similar { complete: true, too_short: true, ..Similar::default() };
    }
    let mut similar = Similar { complete: true, ..Similar::default() };
    let windows = asked.windows();
    let candidates = asked.candidates(archive.index(), &mut similar);
    let places = candidates.into_iter().filter_map(|candidate| archive.index().place(candidate));
    let mut places = places.filter(|other| other.document != place.document);
    for place in places.by_ref().take(READ) {
        let other = corpus.paragraph_at(place);
        let runs = other.map(|(_, other)| asked.runs(&windows, &other.text, least.max(RUN))).unwrap_or_default();
        if !runs.is_empty() {
            similar.matches.push(SimilarParagraph { place, runs });
        }
    }
    if places.next().is_some() {
        similar.complete = false;
    }
    similar
}

/// Returns the place whose word fewest paragraphs have.
pub(super) fn rarest(with: &[u64], places: &mut dyn Iterator<Item = usize>) -> Option<usize> {
    places.min_by_key(|at| (with.get(*at).copied().unwrap_or_default(), *at))
}

/// Where six words in a row begin, by their numbers.
type Windows<'a> = HashMap<&'a [u32], Vec<usize>>;

/// A text whose runs are looked for elsewhere.
struct Asked<'a> {
    text: &'a str,
    tokens: Tokens,
    spellings: std::sync::Arc<Spellings>,
    keys: HashMap<String, u32>,
    numbers: Vec<u32>,
    /// For each token the words of the index that can be compared as it.
    forms: Vec<Vec<String>>,
    /// For each token whether it is one place of the index in every text, and how many at most.
    places: Vec<(bool, usize)>,
    /// How many paragraphs have each token.
    with: Vec<u64>,
    rarity: Vec<f64>,
}

impl<'a> Asked<'a> {
    fn of(archive: &Archive, text: &'a str) -> Self {
        let spellings = Spellings::derived(archive);
        let tokens = Tokens::of(text, &spellings);
        let mut keys: HashMap<String, u32> = HashMap::new();
        let mut numbers = Vec::new();
        for key in tokens.keys() {
            let next = u32::try_from(keys.len()).unwrap_or(u32::MAX);
            numbers.push(*keys.entry(key.to_owned()).or_insert(next));
        }
        let index = archive.index();
        let (mut forms, mut places) = (Vec::new(), Vec::new());
        for key in tokens.keys() {
            let (all, most) = spellings.forms(key, index);
            places.push((spellings.is_alone(key) && most == 1, most));
            forms.push(all);
        }
        let with: Vec<u64> = forms.iter().map(|forms| index.paragraphs_with(forms)).collect();
        let rarity = with.iter().map(|with| index.rarity_of(*with)).collect();
        Self { text, tokens, spellings, keys, numbers, forms, places, with, rarity }
    }

    /// Returns the paragraphs that can share a run: those that have the two rarest words of a window at their distance.
    fn candidates(&self, index: &Index, similar: &mut Similar) -> BTreeSet<ParagraphOrdinal> {
        let mut pairs: BTreeMap<(u64, usize, usize), Adjacent<'_>> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for from in 0..=self.numbers.len().saturating_sub(RUN) {
            let window = from..from + RUN;
            let Some(one) = rarest(&self.with, &mut window.clone()) else { continue };
            let Some(other) = rarest(&self.with, &mut window.clone().filter(|at| *at != one)) else { continue };
            let (Some(forms), Some(others)) = (self.forms.get(one), self.forms.get(other)) else { continue };
            let apart = i64::try_from(other).unwrap_or_default() - i64::try_from(one).unwrap_or_default();
            let between = self.places.get(one.min(other)..=one.max(other)).unwrap_or_default();
            // Words that are written as one elsewhere stand nearer to each other there, those that are divided farther.
            let far = between.iter().map(|(_, most)| i64::try_from(*most).unwrap_or(i64::MAX)).sum::<i64>();
            let (least, most) = match (between.iter().all(|(is_one, _)| *is_one), apart > 0) {
                (true, _) => (apart, apart),
                (false, true) => (0, far),
                (false, false) => (-far, 0),
            };
            let words = Adjacent { one: forms, other: others, least, most };
            if seen.insert(words.clone()) {
                pairs.insert((self.with.get(one).copied().unwrap_or_default(), one, other), words);
            }
        }
        let (mut found, mut work) = (BTreeSet::new(), 0);
        for ((_, one, _), words) in pairs {
            if work > WORK {
                similar.complete = false;
                similar.left_out.extend(self.tokens.keys().nth(one).map(str::to_owned));
                continue;
            }
            work += index.adjacent(&words, &mut found);
        }
        similar.left_out.sort();
        similar.left_out.dedup();
        found
    }

    /// Returns where every six words in a row begin.
    fn windows(&self) -> Windows<'_> {
        let mut windows = Windows::new();
        for (at, window) in self.numbers.windows(RUN).enumerate() {
            windows.entry(window).or_default().push(at);
        }
        windows
    }

    /// Returns the longest runs that another text shares.
    fn runs(&self, windows: &Windows<'_>, text: &str, least: usize) -> Vec<SharedRun> {
        let other = Tokens::of(text, &self.spellings);
        let there: Vec<u32> = other.keys().map(|key| self.keys.get(key).copied().unwrap_or(u32::MAX)).collect();
        let mut runs: Vec<SharedRun> = Vec::new();
        for (j, window) in there.windows(RUN).enumerate() {
            for &i in windows.get(window).into_iter().flatten() {
                let before = i.checked_sub(1).zip(j.checked_sub(1));
                let goes_on = before.is_some_and(|(i, j)| self.numbers.get(i) == there.get(j));
                if !goes_on {
                    runs.extend(self.run(i, j, &there, &other, text));
                }
            }
        }
        runs.retain(|run| run.words >= least);
        runs.sort_by_key(|run| (std::cmp::Reverse(run.words), run.a.start, run.b.start));
        let mut kept: Vec<SharedRun> = Vec::new();
        for run in runs {
            // The same words are shown once, in the longest run that they are in.
            let inside = |other: &SharedRun| other.a.start <= run.a.start && other.a.end >= run.a.end;
            if !kept.iter().any(inside) {
                kept.push(run);
            }
        }
        kept.sort_by_key(|run| run.a.start);
        kept
    }

    /// Returns the run that begins at two places, without what would cut a word that is written as one.
    fn run(&self, mut i: usize, mut j: usize, there: &[u32], other: &Tokens, text: &str) -> Option<SharedRun> {
        let rest = self.numbers.get(i..)?.iter().zip(there.get(j..)?);
        let mut length = rest.take_while(|(own, other)| own == other).count();
        while length > 0 && !(self.tokens.begins(i) && other.begins(j)) {
            (i, j, length) = (i + 1, j + 1, length - 1);
        }
        while length > 0 && !(self.tokens.begins(i + length) && other.begins(j + length)) {
            length -= 1;
        }
        let (own, written) = (self.tokens.written(&(i..i + length)), other.written(&(j..j + length)));
        let (a, b) = (self.tokens.bare(&own), other.bare(&written));
        let level = if !self.tokens.folded(own.clone()).eq(other.folded(written.clone())) {
            Exactness::Spelling
        } else if self.text.get(a.clone()) == text.get(b.clone()) {
            Exactness::Characters
        } else {
            Exactness::Words
        };
        let rarity = self.weight(own.clone());
        Some(SharedRun { a, b, words: own.len().min(written.len()), level, rarity, own })
    }

    /// Returns how rare some words are, together.
    fn weight(&self, written: Range<usize>) -> f64 {
        let all = self.rarity.iter().enumerate();
        all.filter(|(token, _)| self.tokens.is_of(*token, &written)).map(|(_, rarity)| rarity).sum()
    }

    /// Takes runs that stand in many texts out of the matches, and tells each of them once.
    fn set_apart_formulas(&self, similar: &mut Similar) {
        let mut texts: BTreeMap<(usize, usize), BTreeSet<DocumentPlace>> = BTreeMap::new();
        let own = |run: &SharedRun| (run.own.start, run.own.end);
        for run in similar.matches.iter().flat_map(|it| &it.runs) {
            texts.entry(own(run)).or_default();
        }
        for (range, having) in &mut texts {
            for found in &similar.matches {
                if found.runs.iter().any(|run| run.own.start <= range.0 && run.own.end >= range.1) {
                    having.insert(found.place.document);
                }
            }
        }
        // The text itself has it too.
        let formulas: BTreeMap<(usize, usize), usize> =
            texts.into_iter().map(|(range, having)| (range, having.len() + 1)).filter(|it| it.1 > TEXTS).collect();
        for found in &mut similar.matches {
            found.runs.retain(|run| !formulas.contains_key(&own(run)));
        }
        similar.matches.retain(|found| !found.runs.is_empty());
        similar.formulas = formulas
            .into_iter()
            .map(|((from, to), texts)| Formula {
                range: self.tokens.bare(&(from..to)),
                texts,
                rarity: self.weight(from..to),
            })
            .collect();
        similar.formulas.sort_by(|one, other| other.rarity.total_cmp(&one.rarity));
    }
}
