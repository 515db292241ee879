//! Nearness: one place of every part of a group, no word taken twice, and at most so many other words between the
//! first and the last of them.
//!
//! Parts are mostly far from touching each other: then each is near if it is inside a window that is long enough, and
//! nothing has to be tried. Only parts whose places overlap those of others (`cyber` and `cyber space`), or are of
//! several lengths, are assigned by trying, all ways at once: of the selections that have the same parts only those
//! are kept that end before the others or take more words. The number of selections is bounded for one paragraph.
//! Knows neither words nor texts.

mod group;

use self::group::PartGroup;
use super::stretch::{Interval, Stretch};

/// So many steps are made for one paragraph to tell whether it has what is near.
const MOST_STEPS: u32 = 400_000;
/// So many more are made to find all places that count.
const MOST_STEPS_TO_MARK: u32 = 8_000_000;

/// Parts that are near each other, in one paragraph.
pub(crate) struct Near {
    /// Parts with the same places are one group: each takes another of them.
    groups: Vec<PartGroup>,
    distance: u32,
    /// The first places of all intervals, in order.
    starts: Vec<u32>,
    /// How many words the parts take together at most.
    longest: u32,
    steps: u32,
    limit: u32,
}

/// Places of some parts.
#[derive(Clone, Copy)]
struct Selection {
    /// The parts that have one.
    parts: u64,
    /// The place after the last word.
    end: u32,
    /// How many words they take.
    words: u32,
}

/// The words from one on in which all parts have a place.
#[derive(Clone, Copy)]
struct Window {
    /// The place after the last word where it is shortest.
    nearest: u32,
    /// How many words the parts take there.
    words: u32,
    /// The place after the last word that may be in it.
    farthest: u32,
}

/// One place of a group, by their numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Choice {
    group: usize,
    at: usize,
}

impl Near {
    /// Prepares to look for one of each of `parts`, given in order, at most `distance` words apart.
    pub(crate) fn new(parts: Vec<Vec<Interval>>, distance: u32) -> Self {
        let mut groups: Vec<PartGroup> = Vec::new();
        for (bit, intervals) in parts.into_iter().enumerate() {
            match groups.iter_mut().find(|group| group.intervals == intervals) {
                Some(group) => group.parts += 1,
                None => groups.push(PartGroup::of(intervals, bit)),
            }
        }
        let mut bit = 0;
        for group in &mut groups {
            group.first_bit = bit;
            bit += group.parts;
        }
        let longest = groups.iter().map(|group| count(group.parts) * group.longest).sum();
        let mut near = Self { groups, distance, starts: Vec::new(), longest, steps: 0, limit: MOST_STEPS };
        if near.groups.iter().all(|group| group.intervals.len() >= group.parts) {
            near.find_free();
        }
        near
    }

    /// Tells whether there is one of each near the others; nothing where that would take too many steps.
    pub(crate) fn is_there(&mut self) -> Option<bool> {
        let mut from = vec![0; self.groups.len()];
        for start in std::mem::take(&mut self.starts) {
            if !self.has_enough(start, &mut from) {
                continue;
            }
            match self.window(start, &from, None) {
                Some(_) => return Some(true),
                None if self.steps > self.limit => return None,
                None => {}
            }
        }
        Some(false)
    }

    /// Returns how much was done so far.
    pub(crate) fn effort(&self) -> u64 {
        let places: usize = self.groups.iter().map(|group| group.intervals.len()).sum();
        places as u64 + u64::from(self.steps)
    }

    /// Returns the shortest stretch from every place on where there is one of each.
    pub(crate) fn stretches(&mut self) -> Vec<Stretch> {
        let windows = self.windows().into_iter();
        windows.map(|(from, window)| Stretch { from, to: window.nearest, words: window.words }).collect()
    }

    /// Returns the windows in which there is one of each, with their beginnings, in order.
    fn windows(&mut self) -> Vec<(u32, Window)> {
        self.limit = MOST_STEPS_TO_MARK;
        let mut from = vec![0; self.groups.len()];
        let mut windows = Vec::new();
        for start in self.starts.clone() {
            if self.has_enough(start, &mut from)
                && let Some(window) = self.window(start, &from, None)
            {
                windows.push((start, window));
            }
        }
        windows
    }

    /// Gives every place that is one of such a group.
    pub(crate) fn mark(&mut self, marks: &mut Vec<Interval>) {
        let windows: Vec<(u32, u32)> =
            self.windows().into_iter().map(|(start, window)| (start, window.farthest)).collect();
        let reach = self.longest + self.distance;
        for group in 0..self.groups.len() {
            for at in 0..self.groups.get(group).map_or(0, |group| group.intervals.len()) {
                let choice = Choice { group, at };
                let Some(interval) = self.interval(choice) else { continue };
                let before = windows.partition_point(|(start, _)| *start <= interval.0);
                let near = windows.iter().take(before).rev().take_while(|(start, _)| start + reach >= interval.1);
                let mut around = near.filter(|(_, end)| interval.1 <= *end);
                if around.any(|(start, _)| self.takes(*start, choice)) {
                    marks.push(interval);
                }
            }
        }
    }

    /// Tells whether the parts inside a window can have this place; where that would take too many steps, they can.
    fn takes(&mut self, start: u32, choice: Choice) -> bool {
        let is_plain = self.groups.get(choice.group).is_some_and(|group| group.is_plain);
        is_plain || self.steps > self.limit || {
            let after = |group: &PartGroup| group.intervals.partition_point(|interval| interval.0 < start);
            let from: Vec<usize> = self.groups.iter().map(after).collect();
            self.window(start, &from, Some(choice)).is_some() || self.steps > self.limit
        }
    }

    fn interval(&self, choice: Choice) -> Option<Interval> {
        self.groups.get(choice.group)?.intervals.get(choice.at).copied()
    }

    /// Moves `from` to the first places of each group from `start` on, and tells whether enough can be near.
    fn has_enough(&self, start: u32, from: &mut [usize]) -> bool {
        let end = start + self.longest + self.distance;
        let mut has_enough = true;
        for (group, from) in self.groups.iter().zip(from) {
            while group.intervals.get(*from).is_some_and(|interval| interval.0 < start) {
                *from += 1;
            }
            has_enough &= group.intervals.get(*from + group.parts - 1).is_some_and(|interval| interval.0 < end);
        }
        has_enough
    }

    /// Returns the window from `start` on in which all parts have a place, `forced` among them, and at most as many words
    /// are left as may be.
    fn window(&mut self, start: u32, from: &[usize], forced: Option<Choice>) -> Option<Window> {
        let limit = start + self.longest + self.distance;
        let (mut words, mut least_end) = (0, start);
        let mut knotted: Vec<(Interval, Choice)> = Vec::new();
        let forced_interval = forced.and_then(|choice| self.interval(choice));
        for (number, (group, from)) in self.groups.iter().zip(from).enumerate() {
            if group.is_plain {
                words += group.longest * count(group.parts);
                least_end = least_end.max(group.intervals.get(*from + group.parts - 1)?.1);
                continue;
            }
            let rest = group.intervals.iter().enumerate().skip(*from);
            let inside =
                rest.take_while(|(_, interval)| interval.0 < limit).filter(|(_, interval)| interval.1 <= limit);
            knotted.extend(inside.map(|(at, interval)| (*interval, Choice { group: number, at })));
        }
        knotted.retain(|(interval, choice)| {
            forced_interval.is_none_or(|forced| !overlap(*interval, forced)) || Some(*choice) == forced
        });
        knotted.sort_unstable_by_key(|(interval, _)| *interval);
        self.steps = self.steps.saturating_add(count(knotted.len()));
        let selections = self.select(&knotted, start, forced)?;
        // A later end leaves more words between, but more of them may be taken.
        let windows = selections.iter().filter_map(|selection| {
            let words = words + selection.words;
            let (nearest, farthest) = (selection.end.max(least_end), start + words + self.distance);
            (nearest <= farthest).then_some(Window { nearest, words, farthest })
        });
        windows.reduce(|one, other| {
            let shorter = if other.nearest < one.nearest { other } else { one };
            Window { farthest: one.farthest.max(other.farthest), ..shorter }
        })
    }

    /// Returns the selections of all parts that are not plain, from places in order.
    fn select(&mut self, places: &[(Interval, Choice)], start: u32, forced: Option<Choice>) -> Option<Vec<Selection>> {
        let mut left: Vec<usize> = vec![0; self.groups.len()];
        for (_, choice) in places {
            *left.get_mut(choice.group)? += 1;
        }
        let is_short = |(group, left): (&PartGroup, &usize)| !group.is_plain && *left < group.parts;
        if self.groups.iter().zip(&left).any(is_short) {
            return None;
        }
        let mut selections = vec![Selection { parts: 0, end: start, words: 0 }];
        for (interval, choice) in places {
            let group = self.groups.get(choice.group)?;
            let is_free = group.is_free.get(choice.at) == Some(&true);
            // What touches nothing and is as long as any is never worse than another.
            let is_best = is_free && interval.1 - interval.0 == group.longest;
            let is_taken =
                Some(*choice) == forced || is_best && forced.is_none_or(|forced| forced.group != choice.group);
            let rest = left.get_mut(choice.group)?;
            *rest -= 1;
            let mut longer: Vec<Selection> = Vec::new();
            selections.retain(|selection| {
                let has = group.count(selection.parts);
                if has == group.parts || selection.end > interval.0 {
                    return !is_taken || Some(*choice) != forced;
                }
                longer.push(Selection {
                    parts: selection.parts | 1 << (group.first_bit + has),
                    end: interval.1,
                    words: selection.words + interval.1 - interval.0,
                });
                !is_taken && has + *rest >= group.parts
            });
            for selection in longer {
                self.steps = self.steps.saturating_add(1 + count(selections.len()));
                add(&mut selections, selection);
            }
            if self.steps > self.limit {
                return None;
            }
        }
        let all = self.groups.iter().filter(|group| !group.is_plain);
        let all = all.fold(0, |all, group| all | group.bits());
        selections.retain(|selection| selection.parts == all);
        Some(selections)
    }

    /// Finds the places that touch none of another part, and the groups that have no others.
    fn find_free(&mut self) {
        let all = |group: &PartGroup| (0..group.intervals.len()).collect::<Vec<_>>();
        let mut order: Vec<(Interval, Choice)> = Vec::new();
        for (number, group) in self.groups.iter().enumerate() {
            let choices = all(group).into_iter().map(|at| Choice { group: number, at });
            order.extend(group.intervals.iter().copied().zip(choices));
        }
        order.sort_unstable_by_key(|(interval, _)| *interval);
        self.starts = order.iter().map(|(interval, _)| interval.0).collect();
        self.starts.dedup();
        let mut ends: Vec<u32> = vec![0; self.groups.len()];
        for (interval, choice) in &order {
            self.touch(*choice, &ends, |end| end > interval.0);
            if let Some(end) = ends.get_mut(choice.group) {
                *end = interval.1.max(*end);
            }
        }
        let mut starts: Vec<u32> = vec![u32::MAX; self.groups.len()];
        for (interval, choice) in order.iter().rev() {
            self.touch(*choice, &starts, |start| start < interval.1);
            if let Some(start) = starts.get_mut(choice.group) {
                *start = interval.0;
            }
        }
        for group in &mut self.groups {
            let of_one_length = |interval: &Interval| interval.1 - interval.0 == group.longest;
            group.is_plain = !group.is_free.contains(&false) && group.intervals.iter().all(of_one_length);
        }
    }

    /// Notes that a place is not free where it touches another part's, told by that part's bound.
    fn touch(&mut self, choice: Choice, bounds: &[u32], touches: impl Fn(u32) -> bool) {
        let several = self.groups.get(choice.group).is_some_and(|group| group.parts > 1);
        let others = bounds.iter().enumerate().filter(|(group, _)| several || *group != choice.group);
        let touched = others.map(|(_, bound)| *bound).any(touches);
        let is_free = self.groups.get_mut(choice.group).and_then(|group| group.is_free.get_mut(choice.at));
        if let Some(is_free) = is_free {
            *is_free &= !touched;
        }
    }
}

/// Adds a selection, unless one with the same parts ends no later and takes no less; and drops those it is better than.
fn add(selections: &mut Vec<Selection>, new: Selection) {
    let is_no_worse = |one: &Selection, other: &Selection| {
        one.parts == other.parts && one.end <= other.end && one.words >= other.words
    };
    if selections.iter().any(|known| is_no_worse(known, &new)) {
        return;
    }
    selections.retain(|known| !is_no_worse(&new, known));
    selections.push(new);
}

fn overlap(one: Interval, other: Interval) -> bool {
    one.0 < other.1 && other.0 < one.1
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Tries every assignment of places to parts, and returns the places that are in one.
    fn tried(parts: &[Vec<Interval>], distance: u32) -> Vec<Interval> {
        fn try_rest(parts: &[Vec<Interval>], distance: u32, chosen: &mut Vec<Interval>, found: &mut Vec<Interval>) {
            let Some((part, rest)) = parts.split_first() else {
                let start = chosen.iter().map(|place| place.0).min().unwrap_or_default();
                let end = chosen.iter().map(|place| place.1).max().unwrap_or_default();
                let words: u32 = chosen.iter().map(|place| place.1 - place.0).sum();
                if end - start <= words + distance {
                    found.extend(chosen.iter());
                }
                return;
            };
            for place in part {
                if chosen.iter().all(|other| place.1 <= other.0 || other.1 <= place.0) {
                    chosen.push(*place);
                    try_rest(rest, distance, chosen, found);
                    chosen.pop();
                }
            }
        }
        let mut found = Vec::new();
        try_rest(parts, distance, &mut Vec::new(), &mut found);
        found.sort_unstable();
        found.dedup();
        found
    }

    fn near(parts: &[Vec<Interval>], distance: u32) -> Vec<Interval> {
        let mut marks = Vec::new();
        Near::new(parts.to_vec(), distance).mark(&mut marks);
        assert_eq!(Near::new(parts.to_vec(), distance).is_there(), Some(!marks.is_empty()), "what is found has marks");
        marks.sort_unstable();
        marks.dedup();
        marks
    }

    #[test]
    fn nearness_is_without_order_and_counts_the_words_between() {
        let (a, b) = (vec![(0, 1), (20, 21)], vec![(5, 6), (12, 13)]);
        assert_eq!(near(&[a.clone(), b.clone()], 4), [(0, 1), (5, 6)]);
        assert_eq!(near(&[b.clone(), a.clone()], 7), [(0, 1), (5, 6), (12, 13), (20, 21)]);
        assert!(near(&[a, b], 3).is_empty());
    }

    #[test]
    fn one_word_is_not_near_itself() {
        let word = vec![(3, 4)];
        assert!(near(&[word.clone(), word], 10).is_empty());
        let twice = vec![(3, 4), (6, 7)];
        assert_eq!(near(&[twice.clone(), twice], 2), [(3, 4), (6, 7)]);
    }

    #[test]
    fn phrases_are_near_as_wholes() {
        assert_eq!(near(&[vec![(0, 3)], vec![(5, 7)]], 2), [(0, 3), (5, 7)]);
        assert!(near(&[vec![(0, 3)], vec![(2, 4)]], 2).is_empty(), "what overlaps is not near");
    }

    #[test]
    fn a_part_leaves_a_word_to_the_part_that_has_no_other() {
        let (space, cyber) = (vec![(0, 1), (5, 7)], vec![(5, 6)]);
        for parts in [[space.clone(), cyber.clone()], [cyber, space]] {
            assert_eq!(near(&parts, 4), [(0, 1), (5, 6)]);
        }
    }

    #[test]
    fn many_parts_that_share_their_words_end_in_time() {
        // Eight compounds of two words and the word that all begin with; nowhere is there a ninth compound.
        let mut parts: Vec<Vec<Interval>> = (0..8).map(|part| vec![(part * 2, part * 2 + 2)]).collect();
        parts.push((0..8).map(|part| (part * 2, part * 2 + 1)).collect());
        assert_eq!(Near::new(parts.clone(), 100).is_there(), Some(false), "each compound needs its own first word");
        parts.last_mut().expect("has parts").push((40, 41));
        assert_eq!(Near::new(parts.clone(), 24).is_there(), Some(true));
        assert_eq!(Near::new(parts, 23).is_there(), Some(false));
        // Where every part can have every word or two there are too many ways to try, and that is told.
        let words: Vec<Interval> = (0..4000).flat_map(|at| [(at, at + 1), (at, at + 2)]).collect();
        let mut parts: Vec<Vec<Interval>> =
            (0..30).map(|part| words.get(part..).unwrap_or_default().to_vec()).collect();
        parts.push(vec![(9000, 9001)]);
        assert_eq!(Near::new(parts.clone(), 100).is_there(), Some(false));
        parts.push(vec![(0, 2)]);
        parts.push(vec![(1, 3)]);
        assert_ne!(Near::new(parts, 100).is_there(), Some(true));
    }

    fn parts() -> impl Strategy<Value = Vec<Vec<Interval>>> {
        let place = (0_u32..14, prop::sample::select(vec![1_u32, 1, 1, 2, 3])).prop_map(|(at, words)| (at, at + words));
        let places = prop::collection::btree_set(place, 1..5).prop_map(|places| places.into_iter().collect::<Vec<_>>());
        // Some parts are the same word again.
        prop::collection::vec((places, any::<bool>()), 1..7).prop_map(|parts| {
            let mut all: Vec<Vec<Interval>> = Vec::new();
            for (places, again) in parts {
                let known = all.last().filter(|_| again).cloned();
                all.push(known.unwrap_or(places));
            }
            all
        })
    }

    proptest! {
        #[test]
        fn near_is_what_an_assignment_makes_near(parts in parts(), distance in 0_u32..9, turn in 0_usize..6) {
            let expected = tried(&parts, distance);
            prop_assert_eq!(&near(&parts, distance), &expected);
            let mut turned = parts;
            let turn = turn % turned.len();
            turned.rotate_left(turn);
            prop_assert_eq!(near(&turned, distance), expected);
        }
    }
}
