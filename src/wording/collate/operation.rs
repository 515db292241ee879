//! What became of every word of paragraphs that belong together.

use std::ops::Range;

use similar::{Algorithm, DiffOp};

use super::{CollatedPair, CollationKind, LEAST};
use crate::wording::tile::{Numbers, Tile};

/// What became of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// They stand in both texts.
    Equal {
        /// Where in the first.
        a: WordRun,
        /// Where in the second.
        b: WordRun,
    },
    /// They stand in the first text only.
    Delete(WordRun),
    /// They stand in the second text only.
    Insert(WordRun),
    /// They stand in both, in another order.
    Moved {
        /// Where in the first.
        a: WordRun,
        /// Where in the second.
        b: WordRun,
    },
}

/// Some words of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordRun {
    /// The paragraph's place in its text.
    pub paragraph: usize,
    /// Which of its words.
    pub words: Range<usize>,
}

impl WordRun {
    /// Returns where it begins.
    pub(super) fn place(&self) -> (usize, usize) {
        (self.paragraph, self.words.start)
    }
}

/// A run that both sides have, or a change; places are those of the texts, and inside of both sides they follow one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    same: bool,
    a: Vec<usize>,
    b: Vec<usize>,
}

/// A pair with the runs that it shares, before its words are put into operations.
pub(super) struct RawPair {
    pub(super) kind: CollationKind,
    pub(super) a: Vec<usize>,
    pub(super) b: Vec<usize>,
    /// Runs that are the same or were changed, in the order of both, by places in the texts.
    pub(super) steps: Vec<Step>,
    pub(super) moved: Vec<Tile>,
}

impl RawPair {
    /// Returns the same with the sides exchanged.
    pub(super) fn mirrored(self) -> Self {
        let Self { kind, a, b, steps, moved } = self;
        let turned = |tile: Tile| Tile { a: tile.b, b: tile.a, length: tile.length };
        Self {
            kind: kind.mirrored(),
            a: b,
            b: a,
            steps: steps.into_iter().map(Step::mirrored).collect(),
            moved: moved.into_iter().map(turned).collect(),
        }
    }
}

/// What is longer is not compared word by word: where so many words share no run, there is nothing to be found.
const COMPARED: usize = 1 << 22;

impl Step {
    pub(super) fn mirrored(self) -> Self {
        Self { same: self.same, a: self.b, b: self.a }
    }
}

/// Returns the runs of a pair: the words of `stays` are the same, and what is between them is compared.
pub(super) fn steps(
    (of_a, of_b): (&[usize], &[usize]),
    stays: &[Tile],
    moved: &[Tile],
    (a, b): (&Numbers, &Numbers),
    is_common: &dyn Fn(u32) -> bool,
) -> Vec<Step> {
    let left = |numbers: &Numbers, own: &[usize], start: &dyn Fn(&Tile) -> usize| -> Vec<usize> {
        let mut taken: Vec<Range<usize>> = moved.iter().map(|it| start(it)..start(it) + it.length).collect();
        taken.sort_unstable_by_key(|range| range.start);
        let is_taken = |place: &usize| {
            let at = taken.partition_point(|range| range.end <= *place);
            taken.get(at).is_some_and(|range| range.contains(place))
        };
        own.iter().flat_map(|paragraph| numbers.paragraph(*paragraph)).filter(|place| !is_taken(place)).collect()
    };
    let (ours, theirs) = (left(a, of_a, &|tile| tile.a), left(b, of_b, &|tile| tile.b));
    let mut runs: Vec<(bool, Range<usize>, Range<usize>)> = Vec::new();
    let mut done = (0, 0);
    for tile in stays {
        let (i, j) = (ours.partition_point(|it| *it < tile.a), theirs.partition_point(|it| *it < tile.b));
        between((&ours, &theirs), (done.0..i, done.1..j), (a, b), &mut runs);
        runs.push((true, i..i + tile.length, j..j + tile.length));
        done = (i + tile.length, j + tile.length);
    }
    between((&ours, &theirs), (done.0..ours.len(), done.1..theirs.len()), (a, b), &mut runs);
    trim(&mut runs, (&ours, &theirs), (a, b));
    let runs = readable(runs, |run| {
        let words = || run.clone().filter_map(|at| a.words().get(*ours.get(at)?));
        run.len() <= 2 || run.len() < LEAST && words().all(|word| is_common(*word))
    });
    let places = |all: &[usize], run: Range<usize>| all.get(run).unwrap_or_default().to_vec();
    runs.into_iter().map(|(same, i, j)| Step { same, a: places(&ours, i), b: places(&theirs, j) }).collect()
}

/// Compares what is between two runs that stay.
fn between(
    (ours, theirs): (&[usize], &[usize]),
    (i, j): (Range<usize>, Range<usize>),
    (a, b): (&Numbers, &Numbers),
    runs: &mut Vec<(bool, Range<usize>, Range<usize>)>,
) {
    if i.is_empty() || j.is_empty() || i.len() * j.len() > COMPARED {
        if !i.is_empty() || !j.is_empty() {
            runs.push((false, i, j));
        }
        return;
    }
    let words = |numbers: &Numbers, places: &[usize], run: &Range<usize>| -> Vec<u32> {
        let places = places.get(run.clone()).unwrap_or_default();
        places.iter().filter_map(|place| numbers.words().get(*place)).copied().collect()
    };
    for op in similar::capture_diff_slices(Algorithm::Myers, &words(a, ours, &i), &words(b, theirs, &j)) {
        let (old, new) = (op.old_range(), op.new_range());
        let same = matches!(op, DiffOp::Equal { .. });
        runs.push((same, i.start + old.start..i.start + old.end, j.start + new.start..j.start + new.end));
    }
}

/// Takes out of runs that are the same what would cut a word that is written as one.
fn trim(
    runs: &mut Vec<(bool, Range<usize>, Range<usize>)>,
    (ours, theirs): (&[usize], &[usize]),
    (a, b): (&Numbers, &Numbers),
) {
    let cuts = |i: usize, j: usize| {
        let is_inside =
            |numbers: &Numbers, all: &[usize], at: usize| all.get(at).is_some_and(|it| numbers.is_inside(*it));
        is_inside(a, ours, i) || is_inside(b, theirs, j)
    };
    let mut trimmed = Vec::with_capacity(runs.len());
    for (same, mut i, mut j) in runs.drain(..) {
        if !same {
            trimmed.push((same, i, j));
            continue;
        }
        let (from, to) = ((i.start, j.start), (i.end, j.end));
        while !i.is_empty() && cuts(i.start, j.start) {
            (i.start, j.start) = (i.start + 1, j.start + 1);
        }
        while !i.is_empty() && cuts(i.end, j.end) {
            (i.end, j.end) = (i.end - 1, j.end - 1);
        }
        trimmed.push((false, from.0..i.start, from.1..j.start));
        trimmed.push((true, i.clone(), j.clone()));
        trimmed.push((false, i.end..to.0, j.end..to.1));
    }
    *runs = trimmed;
}

/// Joins runs of one sort, and makes those that say nothing by themselves part of the changes around them.
fn readable(
    runs: Vec<(bool, Range<usize>, Range<usize>)>,
    says_nothing: impl Fn(&Range<usize>) -> bool,
) -> Vec<(bool, Range<usize>, Range<usize>)> {
    let join = |runs: Vec<(bool, Range<usize>, Range<usize>)>| {
        let mut joined: Vec<(bool, Range<usize>, Range<usize>)> = Vec::new();
        for (same, i, j) in runs.into_iter().filter(|(_, i, j)| !i.is_empty() || !j.is_empty()) {
            match joined.last_mut().filter(|last| last.0 == same) {
                Some(last) => (last.1.end, last.2.end) = (i.end, j.end),
                None => joined.push((same, i, j)),
            }
        }
        joined
    };
    let mut runs = join(runs);
    let last = runs.len().saturating_sub(1);
    for (at, (same, i, _)) in runs.iter_mut().enumerate() {
        if *same && at > 0 && at < last && says_nothing(i) {
            *same = false;
        }
    }
    join(runs)
}

/// Returns a run without what would cut a word that is written as one.
pub(super) fn whole_words(mut tile: Tile, a: &Numbers, b: &Numbers) -> Tile {
    while tile.length > 0 && (a.is_inside(tile.a) || b.is_inside(tile.b)) {
        (tile.a, tile.b, tile.length) = (tile.a + 1, tile.b + 1, tile.length - 1);
    }
    while tile.length > 0 && (a.is_inside(tile.a + tile.length) || b.is_inside(tile.b + tile.length)) {
        tile.length -= 1;
    }
    tile
}

/// Puts the words of a pair into operations, in the order of the first text, of a change what went first.
pub(super) fn pair(raw: RawPair, a: &Numbers, b: &Numbers) -> CollatedPair {
    let RawPair { kind, a: of_a, b: of_b, steps, mut moved } = raw;
    let mut operations: Vec<Operation> = Vec::new();
    for Step { same, a: ours, b: theirs } in steps {
        if same {
            let mut at = 0;
            while at < ours.len() {
                let length = unbroken(&ours, at, a).min(unbroken(&theirs, at, b));
                let stretch = |places: &[usize], numbers| stretch(places.get(at).copied(), length, numbers);
                operations.push(Operation::Equal { a: stretch(&ours, a), b: stretch(&theirs, b) });
                at += length;
            }
        } else {
            operations.extend(stretches(&ours, a).map(Operation::Delete));
            operations.extend(stretches(&theirs, b).map(Operation::Insert));
        }
    }
    moved.sort_unstable();
    for tile in moved {
        let own = stretch(Some(tile.a), tile.length, a);
        let place = operations.iter().position(|operation| operation.a().is_some_and(|it| it.place() > own.place()));
        let moved = Operation::Moved { a: own, b: stretch(Some(tile.b), tile.length, b) };
        operations.insert(place.unwrap_or(operations.len()), moved);
    }
    CollatedPair { kind, a: of_a, b: of_b, operations }
}

impl Operation {
    /// Returns the words of the first text.
    #[must_use]
    pub fn a(&self) -> Option<&WordRun> {
        match self {
            Self::Equal { a, .. } | Self::Moved { a, .. } | Self::Delete(a) => Some(a),
            Self::Insert(_) => None,
        }
    }

    /// Returns the words of the second text.
    #[must_use]
    pub fn b(&self) -> Option<&WordRun> {
        match self {
            Self::Equal { b, .. } | Self::Moved { b, .. } | Self::Insert(b) => Some(b),
            Self::Delete(_) => None,
        }
    }
}

/// Returns how many places from `at` on follow one another inside a paragraph.
fn unbroken(places: &[usize], at: usize, numbers: &Numbers) -> usize {
    let Some(first) = places.get(at) else { return 1 };
    let end = numbers.paragraph(numbers.paragraph_of(*first)).end;
    let run = places.get(at..).unwrap_or_default().iter().enumerate();
    run.take_while(|(far, place)| **place == first + far && **place < end).count().max(1)
}

fn stretches<'a>(places: &'a [usize], numbers: &'a Numbers) -> impl Iterator<Item = WordRun> + 'a {
    let mut at = 0;
    std::iter::from_fn(move || {
        let first = *places.get(at)?;
        let length = unbroken(places, at, numbers);
        at += length;
        Some(stretch(Some(first), length, numbers))
    })
}

fn stretch(first: Option<usize>, length: usize, numbers: &Numbers) -> WordRun {
    let first = first.unwrap_or_default();
    let paragraph = numbers.paragraph_of(first);
    let start = first - numbers.paragraph(paragraph).start;
    WordRun { paragraph, words: start..start + length }
}
