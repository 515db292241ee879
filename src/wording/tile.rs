//! Tiles: the longest runs of words that two texts share, each word in one tile at most (greedy string tiling, Wise 1993).
//!
//! Longest first, so that a run is never broken by shorter ones; of equally long ones that nearest the diagonal first.
//! A tile stays inside a paragraph. Words are compared as numbers; whoever calls decides which words are the same.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};
use std::ops::Range;

/// The words of a text as numbers, one paragraph after another.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Numbers {
    words: Vec<u32>,
    /// Where each paragraph ends.
    ends: Vec<usize>,
    /// Places in order whose word is a further part of what is written as one with the word before.
    parts: Vec<usize>,
}

/// A run of words that stands in both texts, by its places among the words of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tile {
    /// Where it begins in the first text.
    pub a: usize,
    /// Where it begins in the second.
    pub b: usize,
    /// How many words it has.
    pub length: usize,
}

impl Numbers {
    /// Adds a paragraph.
    pub fn push(&mut self, paragraph: impl IntoIterator<Item = u32>) {
        self.words.extend(paragraph);
        self.ends.push(self.words.len());
    }

    /// Says that the last paragraph's word at a place in it is written as one with the word before.
    pub fn join(&mut self, word: usize) {
        self.parts.push(self.paragraph(self.ends.len().saturating_sub(1)).start + word);
    }

    /// Tells whether a place is between two parts of what is written as one word.
    #[must_use]
    pub fn is_inside(&self, place: usize) -> bool {
        self.parts.binary_search(&place).is_ok()
    }

    /// Returns all words.
    #[must_use]
    pub fn words(&self) -> &[u32] {
        &self.words
    }

    /// Returns how many paragraphs there are.
    #[must_use]
    pub fn paragraphs(&self) -> usize {
        self.ends.len()
    }

    /// Returns the places of a paragraph's words.
    #[must_use]
    pub fn paragraph(&self, at: usize) -> Range<usize> {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        start..self.ends.get(at).copied().unwrap_or(start)
    }

    /// Returns the paragraph that a word is in.
    #[must_use]
    pub fn paragraph_of(&self, word: usize) -> usize {
        self.ends.partition_point(|end| *end <= word)
    }

    /// Returns the words of some places.
    #[must_use]
    pub fn run(&self, places: Range<usize>) -> &[u32] {
        self.words.get(places).unwrap_or_default()
    }
}

impl<P: IntoIterator<Item = u32>> FromIterator<P> for Numbers {
    fn from_iter<I: IntoIterator<Item = P>>(paragraphs: I) -> Self {
        let mut numbers = Self::default();
        paragraphs.into_iter().for_each(|paragraph| numbers.push(paragraph));
        numbers
    }
}

/// Runs of so many times the least length are looked for one round after another: long ones are laid before the many short
/// ones inside them are even found.
const ROUNDS: [usize; 4] = [24, 8, 3, 1];

/// Where a run that begins a tile stands in more pairs of places than this, those near the diagonal are tried.
const PAIRS: usize = 1024;
/// How many such places are tried for each place of the other text.
const NEAR: usize = 8;

/// Returns the tiles of at least `least` words that two texts share beside those that are `laid`, which come first.
#[must_use]
pub fn tiles(a: &Numbers, b: &Numbers, least: usize, laid: Vec<Tile>) -> Vec<Tile> {
    let mut floor = Floor { a: Side::of(a), b: Side::of(b), tiles: Vec::new() };
    for tile in laid {
        floor.lay(tile);
    }
    for round in ROUNDS {
        floor.round(least.max(1) * round);
    }
    floor.tiles
}

/// One text being tiled.
pub(super) struct Side<'a> {
    words: &'a [u32],
    /// For each place, where its paragraph begins and ends.
    bounds: Vec<(u32, u32)>,
    covered: Vec<bool>,
}

impl<'a> Side<'a> {
    pub(super) fn of(numbers: &'a Numbers) -> Self {
        let mut bounds = Vec::with_capacity(numbers.words.len());
        for at in 0..numbers.paragraphs() {
            let Range { start, end } = numbers.paragraph(at);
            let bound = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
            bounds.resize(end, (bound(start), bound(end)));
        }
        Self { words: &numbers.words, bounds, covered: vec![false; numbers.words.len()] }
    }

    /// Tells whether a place is not covered yet.
    fn is_free(&self, place: usize) -> bool {
        self.covered.get(place) == Some(&false)
    }

    /// Returns the paragraph that a place is in.
    fn bounds(&self, place: usize) -> Range<usize> {
        self.bounds.get(place).map_or(place..place, |(start, end)| *start as usize..*end as usize)
    }

    fn cover(&mut self, places: Range<usize>) {
        for covered in self.covered.get_mut(places).into_iter().flatten() {
            *covered = true;
        }
    }

    /// Returns a digest of every run of `length` free words inside a paragraph, with its place, sorted.
    pub(super) fn runs(&self, length: usize) -> Vec<(u64, u32)> {
        const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
        let leaving = (1..length).fold(1_u64, |power, _| power.wrapping_mul(BASE));
        let mut runs = Vec::new();
        let (mut digest, mut count, mut paragraph_end) = (0_u64, 0_usize, 0_usize);
        for (place, word) in self.words.iter().enumerate() {
            if place == paragraph_end {
                (digest, count, paragraph_end) = (0, 0, self.bounds(place).end);
            }
            if !self.is_free(place) {
                (digest, count) = (0, 0);
                continue;
            }
            if count == length {
                let gone = self.words.get(place - length).copied().unwrap_or_default();
                digest = digest.wrapping_sub((u64::from(gone) + 1).wrapping_mul(leaving));
                count -= 1;
            }
            digest = digest.wrapping_mul(BASE).wrapping_add(u64::from(*word) + 1);
            count += 1;
            if count == length {
                runs.push((digest, u32::try_from(place + 1 - length).unwrap_or(u32::MAX)));
            }
        }
        runs.sort_unstable();
        runs
    }
}

/// Two texts being tiled.
struct Floor<'a> {
    a: Side<'a>,
    b: Side<'a>,
    tiles: Vec<Tile>,
}

/// A run that may become a tile, in the order in which they do: longest first, then nearest the diagonal, then by place.
type Candidate = (usize, Reverse<(usize, usize, usize)>);

impl Floor<'_> {
    fn round(&mut self, length: usize) {
        let mut candidates: BinaryHeap<Candidate> = BinaryHeap::new();
        let (ours, theirs) = (self.a.runs(length), self.b.runs(length));
        let (mut ours, mut theirs) = (ours.as_slice(), theirs.as_slice());
        let mut tried: BTreeSet<(usize, usize)> = BTreeSet::new();
        while let (Some((digest, _)), Some((other, _))) = (ours.first(), theirs.first()) {
            if digest != other {
                let behind = if digest < other { &mut ours } else { &mut theirs };
                *behind = behind.get(1..).unwrap_or_default();
                continue;
            }
            let (same, rest) = ours.split_at(ours.partition_point(|(it, _)| it == digest));
            let (there, rest_there) = theirs.split_at(theirs.partition_point(|(it, _)| it == digest));
            (ours, theirs) = (rest, rest_there);
            if same.len() * there.len() <= PAIRS {
                for &(_, i) in same {
                    for &(_, j) in there {
                        let (i, j) = (i as usize, j as usize);
                        // What goes on to the left was found where it begins.
                        if !self.agree_before(i, j) {
                            candidates.extend(self.candidate(i, j, length));
                        }
                    }
                }
                continue;
            }
            for (i, j) in self.near_diagonal(same, there) {
                let back = (0..i.min(j)).take_while(|back| self.agree_before(i - back, j - back)).count();
                if tried.insert((i - back, j - back)) {
                    candidates.extend(self.candidate(i - back, j - back, length));
                }
            }
        }
        while let Some((length_found, Reverse((_, i, j)))) = candidates.pop() {
            let free = |at: &usize| self.a.is_free(i + at) && self.b.is_free(j + at);
            if (0..length_found).all(|at| free(&at)) {
                self.lay(Tile { a: i, b: j, length: length_found });
                continue;
            }
            // What others left of it is looked at again when its length is due.
            let mut at = 0;
            while at < length_found {
                let left = (at..length_found).take_while(free).count();
                if left >= length {
                    candidates.push(self.ranked(i + at, j + at, left));
                }
                at += left + 1;
            }
        }
    }

    /// Tells whether the words before two places are the same and free, in the paragraphs of those places.
    fn agree_before(&self, i: usize, j: usize) -> bool {
        let inside = i > self.a.bounds(i).start && j > self.b.bounds(j).start;
        inside && self.a.words.get(i - 1) == self.b.words.get(j - 1) && self.a.is_free(i - 1) && self.b.is_free(j - 1)
    }

    /// Returns the longest run from two places, if it has at least `least` words: digests may agree by chance.
    fn candidate(&self, i: usize, j: usize, least: usize) -> Option<Candidate> {
        let most = (self.a.bounds(i).end - i).min(self.b.bounds(j).end - j);
        let agrees = |at: &usize| {
            self.a.words.get(i + at) == self.b.words.get(j + at) && self.a.is_free(i + at) && self.b.is_free(j + at)
        };
        let length = (0..most).take_while(agrees).count();
        (length >= least).then(|| self.ranked(i, j, length))
    }

    fn ranked(&self, i: usize, j: usize, length: usize) -> Candidate {
        let off = (i * self.b.words.len()).abs_diff(j * self.a.words.len());
        (length, Reverse((off, i, j)))
    }

    /// Returns those pairs of places of a run that lie nearest the diagonal, seen from either text.
    fn near_diagonal(&self, ours: &[(u64, u32)], theirs: &[(u64, u32)]) -> BTreeSet<(usize, usize)> {
        let mut pairs = BTreeSet::new();
        let (length_a, length_b) = (self.a.words.len().max(1), self.b.words.len().max(1));
        let mut add = |from: &[(u64, u32)], to: &[(u64, u32)], own: usize, other: usize, turned: bool| {
            for &(_, place) in from {
                let there = place as usize * other / own;
                let middle = to.partition_point(|(_, it)| (*it as usize) < there);
                let near = to.get(middle.saturating_sub(NEAR)..(middle + NEAR).min(to.len())).unwrap_or_default();
                for &(_, found) in near {
                    let pair = (place as usize, found as usize);
                    pairs.insert(if turned { (pair.1, pair.0) } else { pair });
                }
            }
        };
        add(ours, theirs, length_a, length_b, false);
        add(theirs, ours, length_b, length_a, true);
        pairs
    }

    fn lay(&mut self, tile: Tile) {
        self.a.cover(tile.a..tile.a + tile.length);
        self.b.cover(tile.b..tile.b + tile.length);
        self.tiles.push(tile);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Tiles two texts of one-letter words whose paragraphs a stroke divides.
    #[track_caller]
    fn check(a: &str, b: &str, shown: &[&str]) {
        let (a, b) = (numbers(a), numbers(b));
        let mut found = tiles(&a, &b, 3, Vec::new());
        found.sort_unstable();
        let words = |tile: &Tile| a.run(tile.a..tile.a + tile.length).iter().filter_map(|it| char::from_u32(*it));
        let found: Vec<String> = found.iter().map(|tile| words(tile).collect()).collect();
        assert_eq!(found, shown);
    }

    fn numbers(text: &str) -> Numbers {
        text.split('|').map(|paragraph| paragraph.chars().map(u32::from)).collect()
    }

    #[test]
    fn the_longest_run_is_laid_first() {
        check("abcdefg", "xabcdefy", &["abcdef"]);
        check("abcdxefg", "efgabcd", &["abcd", "efg"]);
        check("abcabcabc", "abc", &["abc"]);
        check("ab", "ab", &[]);
    }

    #[test]
    fn runs_stay_inside_paragraphs() {
        check("abc|def", "abcdef", &["abc", "def"]);
        check("ab|cdef", "abcd|ef", &[]);
    }

    /// The longest run of free words that two texts share, by trying all; the greedy order allows no longer tile than it.
    fn longest(a: &Numbers, b: &Numbers, free: (&[bool], &[bool])) -> usize {
        let mut best = 0;
        for (i, j) in (0..a.words.len()).flat_map(|i| (0..b.words.len()).map(move |j| (i, j))) {
            let most = (a.paragraph(a.paragraph_of(i)).end - i).min(b.paragraph(b.paragraph_of(j)).end - j);
            let agree = |at: &usize| a.words[i + at] == b.words[j + at] && free.0[i + at] && free.1[j + at];
            best = best.max((0..most).take_while(agree).count());
        }
        best
    }

    proptest! {
        #[test]
        fn tiles_are_what_trying_all_gives(a in "[abc|]{0,40}", b in "[abc|]{0,40}", least in 2_usize..4) {
            let (a, b) = (numbers(&a), numbers(&b));
            let (mut of_a, mut of_b) = (vec![true; a.words.len()], vec![true; b.words.len()]);
            for tile in tiles(&a, &b, least, Vec::new()) {
                prop_assert_eq!(a.run(tile.a..tile.a + tile.length), b.run(tile.b..tile.b + tile.length));
                prop_assert_eq!(a.paragraph_of(tile.a), a.paragraph_of(tile.a + tile.length - 1));
                prop_assert_eq!(b.paragraph_of(tile.b), b.paragraph_of(tile.b + tile.length - 1));
                prop_assert_eq!(longest(&a, &b, (&of_a, &of_b)), tile.length, "no longer one is left");
                for at in 0..tile.length {
                    prop_assert!(std::mem::take(&mut of_a[tile.a + at]) && std::mem::take(&mut of_b[tile.b + at]));
                }
            }
            prop_assert!(longest(&a, &b, (&of_a, &of_b)) < least, "nothing is left");
        }
    }
}
