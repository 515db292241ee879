//! Where a query stands in a text: places of words, joined to phrases and nearness. The one place that decides it.
//!
//! The same functions run over the places that the index holds and over the words of a text, so that a paragraph is
//! a hit exactly when it has the spans its query needs.

use super::plan::{Part, Plan};

/// Consecutive words of a text: the place of the first and the place after the last.
pub(super) type Interval = (u32, u32);

/// Where the words of a query stand in one paragraph.
pub(super) trait Occurrences {
    /// Returns how often a word of set `set` stands in the paragraph.
    fn count(&mut self, set: usize) -> u32;

    /// Puts the places of the words of set `set`, in order, into the empty `places`.
    fn places(&mut self, set: usize, places: &mut Vec<u32>);

    /// Tells whether the paragraph's document is one of `documents`.
    fn is_in(&self, documents: usize) -> bool;
}

/// Decides about one paragraph after the other.
pub(super) struct Evaluator<'a, O> {
    plan: &'a Plan,
    pub(super) occurrences: O,
    /// How often each unit stands in the present paragraph, as far as it was asked.
    counts: Vec<Option<u32>>,
    starts: Vec<u32>,
    places: Vec<u32>,
}

impl<'a, O: Occurrences> Evaluator<'a, O> {
    pub(super) fn new(plan: &'a Plan, occurrences: O) -> Self {
        Self { plan, occurrences, counts: vec![None; plan.units.len()], starts: Vec::new(), places: Vec::new() }
    }

    /// Forgets the last paragraph.
    pub(super) fn begin(&mut self) {
        self.counts.fill(None);
    }

    /// Tells whether the paragraph is a hit.
    pub(super) fn is_hit(&mut self) -> bool {
        self.holds(&self.plan.root)
    }

    /// Returns how many parts of the outermost list the paragraph has, if it has all that is required.
    pub(super) fn parts_found(&mut self) -> usize {
        match &self.plan.root {
            Part::Some { required, counted, .. } if required.iter().all(|part| self.holds(part)) => {
                counted.iter().filter(|part| self.holds(part)).count()
            }
            Part::Some { .. } => 0,
            only => usize::from(self.holds(only)),
        }
    }

    /// Returns what the query found in a paragraph that is a hit, in order, merged where it overlaps.
    pub(super) fn marks(&mut self) -> Vec<Interval> {
        let mut marks = Vec::new();
        self.mark(&self.plan.root, &mut marks);
        merge(marks)
    }

    /// Returns how often a unit stands in the paragraph.
    pub(super) fn unit_count(&mut self, unit: usize) -> u32 {
        if let Some(Some(count)) = self.counts.get(unit) {
            return *count;
        }
        let count = match self.plan.units.get(unit).and_then(|unit| unit.only_set) {
            Some(set) => self.occurrences.count(set),
            None => u32::try_from(self.unit(unit).len()).unwrap_or(u32::MAX),
        };
        if let Some(known) = self.counts.get_mut(unit) {
            *known = Some(count);
        }
        count
    }

    /// Returns how many places of set `left` have one of set `right` right after them.
    pub(super) fn pairs(&mut self, left: usize, right: usize) -> u32 {
        if self.occurrences.count(left) == 0 || self.occurrences.count(right) == 0 {
            return 0;
        }
        let (mut first, mut second) = (Vec::new(), Vec::new());
        self.occurrences.places(left, &mut first);
        self.occurrences.places(right, &mut second);
        let pairs = first.iter().filter(|place| second.binary_search(&(*place + 1)).is_ok()).count();
        u32::try_from(pairs).unwrap_or(u32::MAX)
    }

    fn holds(&mut self, part: &Part) -> bool {
        match part {
            Part::Unit(unit) => self.unit_count(*unit) > 0,
            Part::Documents(documents) => self.occurrences.is_in(*documents),
            Part::Every(parts) => parts.iter().all(|part| self.holds(part)),
            Part::Either(parts) => parts.iter().any(|part| self.holds(part)),
            Part::Without(part) => !self.holds(part),
            Part::Some { required, counted, least } => {
                required.iter().all(|part| self.holds(part)) && {
                    let mut missing = counted.len().saturating_sub(*least);
                    let mut found = 0;
                    for part in counted {
                        if self.holds(part) {
                            found += 1;
                        } else if missing == 0 {
                            return false;
                        } else {
                            missing -= 1;
                        }
                        if found >= *least {
                            return true;
                        }
                    }
                    found >= *least
                }
            }
            Part::Near(parts, distance) => {
                let members: Vec<Vec<Interval>> = parts.iter().map(|part| self.intervals(part)).collect();
                Near { members: &members, distance: *distance }.any()
            }
        }
    }

    fn mark(&mut self, part: &Part, marks: &mut Vec<Interval>) {
        match part {
            Part::Unit(unit) => marks.append(&mut self.unit(*unit)),
            Part::Documents(_) | Part::Without(_) => {}
            Part::Every(parts) => parts.iter().for_each(|part| self.mark(part, marks)),
            Part::Either(parts) | Part::Some { counted: parts, .. } => {
                for part in parts {
                    if self.holds(part) {
                        self.mark(part, marks);
                    }
                }
            }
            Part::Near(parts, distance) => {
                let members: Vec<Vec<Interval>> = parts.iter().map(|part| self.intervals(part)).collect();
                Near { members: &members, distance: *distance }.each(marks);
            }
        }
    }

    /// Returns the intervals of a part that has places: a unit, or one of several.
    fn intervals(&mut self, part: &Part) -> Vec<Interval> {
        match part {
            Part::Unit(unit) => self.unit(*unit),
            Part::Either(parts) => {
                let mut intervals: Vec<Interval> = parts.iter().flat_map(|part| self.intervals(part)).collect();
                intervals.sort_unstable();
                intervals.dedup();
                intervals
            }
            _ => Vec::new(),
        }
    }

    fn unit(&mut self, unit: usize) -> Vec<Interval> {
        let paths = self.plan.units.get(unit).map_or(&[][..], |unit| unit.paths.as_slice());
        let mut intervals = Vec::new();
        for path in paths {
            self.path(path, &mut intervals);
        }
        if paths.len() > 1 {
            intervals.sort_unstable();
            intervals.dedup();
        }
        intervals
    }

    /// Finds the words of the sets of `path` one after the other.
    fn path(&mut self, path: &[usize], intervals: &mut Vec<Interval>) {
        if path.iter().any(|set| self.occurrences.count(*set) == 0) {
            return;
        }
        // The two lists are lent from paragraph to paragraph, for there are many.
        let (mut starts, mut places) = (std::mem::take(&mut self.starts), std::mem::take(&mut self.places));
        starts.clear();
        for (&set, offset) in path.iter().zip(0_u32..) {
            if offset == 0 {
                self.occurrences.places(set, &mut starts);
                continue;
            }
            places.clear();
            self.occurrences.places(set, &mut places);
            let mut next = places.iter().peekable();
            starts.retain(|start| {
                let wanted = start + offset;
                while next.next_if(|place| **place < wanted).is_some() {}
                next.peek() == Some(&&wanted)
            });
            if starts.is_empty() {
                break;
            }
        }
        let length = u32::try_from(path.len()).unwrap_or(u32::MAX);
        intervals.extend(starts.iter().map(|start| (*start, start + length)));
        (self.starts, self.places) = (starts, places);
    }
}

/// Sorts intervals and joins those that overlap.
fn merge(mut intervals: Vec<Interval>) -> Vec<Interval> {
    intervals.sort_unstable();
    intervals.dedup_by(|next, kept| {
        let overlap = next.0 < kept.1;
        if overlap {
            kept.1 = kept.1.max(next.1);
        }
        overlap
    });
    intervals
}

/// Intervals of several parts, in any order, with at most `distance` other words between them all.
struct Near<'a> {
    members: &'a [Vec<Interval>],
    distance: u32,
}

impl Near<'_> {
    /// Tells whether there is one of each near the others.
    fn any(&self) -> bool {
        self.firsts().any(|(part, first)| self.after(part, first).is_some())
    }

    /// Gives the members of every group, each beginning or ending with one of its intervals.
    fn each(&self, marks: &mut Vec<Interval>) {
        for (part, interval) in self.firsts() {
            marks.extend(self.after(part, interval).into_iter().flatten());
            marks.extend(self.before(part, interval).into_iter().flatten());
        }
    }

    fn firsts(&self) -> impl Iterator<Item = (usize, Interval)> {
        self.members.iter().enumerate().flat_map(|(part, list)| list.iter().map(move |interval| (part, *interval)))
    }

    /// Returns the group that begins with `first`, taking the earliest of every other part.
    fn after(&self, part: usize, first: Interval) -> Option<Vec<Interval>> {
        self.group(part, first, |list, chosen: &[Interval]| {
            let from = list.partition_point(|interval| interval.0 < first.1);
            list.get(from..)?.iter().copied().find(|interval| is_apart(*interval, chosen))
        })
    }

    /// Returns the group that ends with `last`, taking the latest of every other part.
    fn before(&self, part: usize, last: Interval) -> Option<Vec<Interval>> {
        self.group(part, last, |list, chosen: &[Interval]| {
            let to = list.partition_point(|interval| interval.0 < last.0);
            let earlier = list.get(..to)?.iter().copied().rev().filter(|interval| interval.1 <= last.0);
            earlier.into_iter().find(|interval| is_apart(*interval, chosen))
        })
    }

    fn group(
        &self,
        part: usize,
        own: Interval,
        choose: impl Fn(&[Interval], &[Interval]) -> Option<Interval>,
    ) -> Option<Vec<Interval>> {
        let mut chosen = vec![own];
        for (other, list) in self.members.iter().enumerate() {
            if other != part {
                chosen.push(choose(list, &chosen)?);
            }
        }
        let start = chosen.iter().map(|interval| interval.0).min()?;
        let end = chosen.iter().map(|interval| interval.1).max()?;
        let words: u32 = chosen.iter().map(|interval| interval.1 - interval.0).sum();
        (end - start <= words + self.distance).then_some(chosen)
    }
}

fn is_apart(interval: Interval, chosen: &[Interval]) -> bool {
    chosen.iter().all(|other| interval.1 <= other.0 || other.1 <= interval.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(members: &[Vec<Interval>], distance: u32) -> Vec<Interval> {
        let near = Near { members, distance };
        let mut marks = Vec::new();
        near.each(&mut marks);
        assert_eq!(near.any(), !marks.is_empty(), "what is found has marks");
        merge(marks)
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
    fn overlapping_intervals_become_one() {
        assert_eq!(merge(vec![(4, 5), (0, 2), (1, 3), (3, 4)]), [(0, 3), (3, 4), (4, 5)]);
    }
}
