//! The places where a query is met, each a stretch of words: its parts side by side, or else as near as they come.
//!
//! A word or phrase is met wherever it stands, and each of several alternatives likewise. Parts that are all asked for
//! are met where they stand together; where they nowhere do, the densest stretch that has them is the one place.
//! Knows neither words nor texts.

use std::collections::BTreeMap;

/// Consecutive words of a text: the place of the first and the place after the last.
pub(crate) type Interval = (u32, u32);

/// Parts stand together where at most this many other words are between them: they are read in one glance.
const TOGETHER: u32 = 4;

/// Consecutive words in which a query, or a part of one, is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// The place of the first word.
    pub(crate) from: u32,
    /// The place after the last.
    pub(crate) to: u32,
    /// How many of the words were asked for.
    pub(crate) words: u32,
}

impl Stretch {
    /// Returns the stretch that has these words and no others.
    pub(crate) fn of(interval: Interval) -> Self {
        Self { from: interval.0, to: interval.1, words: interval.1 - interval.0 }
    }

    /// Returns how many other words are among those asked for.
    fn between(self) -> u32 {
        (self.to - self.from).saturating_sub(self.words)
    }
}

/// Returns where one of several alternatives is met, each at its own places: those that overlap are one, and a wider
/// stretch gives way to what is met inside it.
pub(crate) fn either(alternatives: impl IntoIterator<Item = Vec<Stretch>>) -> Vec<Stretch> {
    settled(alternatives.into_iter().flatten().collect(), u32::MAX)
}

/// Returns where at least so many of `parts`, each given with its places in order, are met together.
pub(crate) fn together(mut parts: Vec<Vec<Stretch>>, least: usize) -> Vec<Stretch> {
    if let [only] = parts.as_mut_slice()
        && least <= 1
    {
        return std::mem::take(only);
    }
    let places = parts.iter().enumerate().flat_map(|(part, places)| places.iter().map(move |place| (*place, part)));
    let mut places: Vec<(Stretch, usize)> = places.collect();
    places.sort_unstable_by_key(|(place, part)| (place.from, place.to, *part));
    let mut latest: Vec<Option<Stretch>> = vec![None; parts.len()];
    let (mut stretches, mut around) = (Vec::new(), Vec::new());
    for (place, part) in places {
        let Some(own) = latest.get_mut(part) else { continue };
        *own = Some(place);
        around.clear();
        around.extend(latest.iter().enumerate().filter(|(other, _)| *other != part).filter_map(|(_, place)| *place));
        if around.len() + 1 < least {
            continue;
        }
        // Of the others those are nearest that begin last.
        around.sort_unstable_by_key(|other| std::cmp::Reverse((other.from, other.to)));
        around.truncate(least.saturating_sub(1));
        stretches.push(around.iter().fold(place, |whole, other| joined(whole, *other)));
    }
    settled(stretches, TOGETHER)
}

/// Makes one stretch of those that touch.
pub(crate) fn side_by_side(stretches: Vec<Stretch>) -> Vec<Stretch> {
    let mut all: Vec<Stretch> = Vec::with_capacity(stretches.len());
    for stretch in stretches {
        match all.last_mut() {
            Some(before) if before.to == stretch.from => *before = joined(*before, stretch),
            _ => all.push(stretch),
        }
    }
    all
}

/// Returns what has both; words that both have count once.
fn joined(one: Stretch, other: Stretch) -> Stretch {
    let (from, to) = (one.from.min(other.from), one.to.max(other.to));
    let shared = one.to.min(other.to).saturating_sub(one.from.max(other.from));
    Stretch { from, to, words: (one.words + other.words).saturating_sub(shared).min(to - from) }
}

/// Takes the densest stretches that do not overlap, in order: all of which at most so many words are not asked for, or
/// else the one that is densest.
fn settled(mut stretches: Vec<Stretch>, most_between: u32) -> Vec<Stretch> {
    stretches.sort_unstable_by_key(|stretch| (stretch.from, stretch.to));
    let (dense, mut wide): (Vec<Stretch>, Vec<Stretch>) =
        stretches.into_iter().partition(|stretch| stretch.between() == 0);
    let mut taken: BTreeMap<u32, Stretch> = BTreeMap::new();
    for stretch in dense {
        match taken.last_entry() {
            Some(mut before) if stretch.from < before.get().to => {
                let both = joined(*before.get(), stretch);
                before.insert(both);
            }
            _ => drop(taken.insert(stretch.from, stretch)),
        }
    }
    wide.sort_unstable_by_key(|stretch| (stretch.between(), stretch.from));
    for stretch in wide {
        let before = taken.range(..stretch.to).next_back();
        let is_free = before.is_none_or(|(_, before)| before.to <= stretch.from);
        if is_free && (stretch.between() <= most_between || taken.is_empty()) {
            taken.insert(stretch.from, stretch);
        }
    }
    taken.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(intervals: &[Interval]) -> Vec<Stretch> {
        intervals.iter().copied().map(Stretch::of).collect()
    }

    #[track_caller]
    fn check(parts: &[&[Interval]], least: usize, expected: &[Interval]) {
        let found = together(parts.iter().map(|part| places(part)).collect(), least);
        assert_eq!(found.iter().map(|it| (it.from, it.to)).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn parts_side_by_side_are_one_place_each_time() {
        check(&[&[(0, 1), (10, 11)], &[(1, 2), (11, 12)]], 2, &[(0, 2), (10, 12)]);
        check(&[&[(0, 1)], &[(2, 3)], &[(1, 2)]], 3, &[(0, 3)]);
    }

    #[test]
    fn what_stands_alone_beside_them_is_no_place() {
        check(&[&[(0, 1), (30, 31)], &[(1, 2)]], 2, &[(0, 2)]);
        check(&[&[(0, 1), (40, 41)], &[(1, 2), (60, 61)]], 2, &[(0, 2)]);
    }

    #[test]
    fn scattered_parts_give_their_densest_stretch() {
        check(&[&[(0, 1), (40, 41)], &[(20, 21), (50, 51)]], 2, &[(40, 51)]);
        check(&[&[(0, 1)], &[(9, 10)], &[(30, 31), (5, 6)]], 3, &[(0, 10)]);
    }

    #[test]
    fn a_few_words_between_are_read_over() {
        check(&[&[(0, 1), (20, 21)], &[(5, 6), (21, 22)]], 2, &[(0, 6), (20, 22)]);
        check(&[&[(0, 1), (20, 21)], &[(6, 7), (21, 22)]], 2, &[(20, 22)]);
    }

    #[test]
    fn most_parts_are_enough_where_so_many_are_asked_for() {
        check(&[&[(0, 1)], &[(1, 2)], &[(50, 51)]], 2, &[(0, 2)]);
        check(&[&[(0, 1)], &[(1, 2)], &[(2, 3)]], 2, &[(0, 3)]);
        check(&[&[(0, 1), (7, 8)], &[]], 1, &[(0, 1), (7, 8)]);
    }

    #[test]
    fn alternatives_stand_each_for_itself() {
        let found = either([places(&[(0, 1), (8, 9)]), places(&[(1, 2), (8, 10)])]);
        assert_eq!(found, places(&[(0, 1), (1, 2), (8, 10)]));
        assert_eq!(side_by_side(found), places(&[(0, 2), (8, 10)]));
        let wide = together(vec![places(&[(0, 1)]), places(&[(30, 31)])], 2);
        assert_eq!(either([wide, places(&[(10, 11)])]), places(&[(10, 11)]));
    }
}
