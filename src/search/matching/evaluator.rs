//! Where a query stands in a text: places of words, joined to phrases and nearness. The one place that decides it.
//!
//! The same functions run over the places that the index holds and over the words of a text, so that a paragraph is
//! a hit exactly when it has the spans its query needs.

use super::near::Near;
use super::stretch::{self, Interval, Stretch};
use crate::corpus::DocumentPlace;
use crate::search::plan::{Clause, Plan};

/// Where the words of a query stand in one paragraph.
pub(crate) trait Occurrences {
    /// Returns how often a word of set `set` stands in the paragraph.
    fn count(&mut self, set: usize) -> u32;

    /// Puts the places of the words of set `set`, in order, into the empty `places`.
    fn places(&mut self, set: usize, places: &mut Vec<u32>);

    /// Returns how much was read to tell where words stand.
    fn effort(&self) -> u64;

    /// Returns the paragraph's document.
    fn document(&self) -> Option<DocumentPlace>;

    /// Tells whether the paragraph is one of `paragraphs`.
    fn is_among(&self, paragraphs: usize) -> bool;
}

/// Decides about one paragraph after the other.
pub(crate) struct Evaluator<'a, O> {
    plan: &'a Plan,
    pub(crate) occurrences: O,
    /// How often each unit stands in the present paragraph, as far as it was asked.
    counts: Vec<Option<u32>>,
    starts: Vec<u32>,
    places: Vec<u32>,
    effort: u64,
    /// Whether it was not decided for some paragraph whether words are near: that would have taken too long.
    pub(crate) was_given_up: bool,
}

impl<'a, O: Occurrences> Evaluator<'a, O> {
    pub(crate) fn new(plan: &'a Plan, occurrences: O) -> Self {
        Self {
            plan,
            occurrences,
            counts: vec![None; plan.units.len()],
            starts: Vec::new(),
            places: Vec::new(),
            effort: 0,
            was_given_up: false,
        }
    }

    /// Forgets the last paragraph.
    pub(crate) fn begin(&mut self) {
        self.counts.fill(None);
    }

    /// Returns how much was done for all paragraphs so far: about as many steps of some ten nanoseconds.
    pub(crate) fn effort(&self) -> u64 {
        self.effort + self.occurrences.effort()
    }

    /// Tells whether the paragraph is a hit.
    pub(crate) fn is_hit(&mut self) -> bool {
        self.holds(&self.plan.root)
    }

    /// Returns how many parts of the outermost list the paragraph has, if it has all that is required.
    pub(crate) fn parts_found(&mut self) -> usize {
        match &self.plan.root {
            Clause::Some { required, counted, .. } if required.iter().all(|part| self.holds(part)) => {
                counted.iter().filter(|part| self.holds(part)).count()
            }
            Clause::Some { .. } => 0,
            only => usize::from(self.holds(only)),
        }
    }

    /// Returns what the query found in a paragraph that is a hit, in order, merged where it overlaps.
    pub(crate) fn marks(&mut self) -> Vec<Interval> {
        let mut marks = Vec::new();
        self.mark(&self.plan.root, &mut marks);
        merge(marks)
    }

    /// Returns the places where the query is met in a paragraph that is a hit, in order, none overlapping.
    pub(crate) fn stretches(&mut self) -> Vec<Stretch> {
        self.met(&self.plan.root)
    }

    /// Returns how many places those are.
    pub(crate) fn stretch_count(&mut self) -> usize {
        match self.plan.only_unit().filter(|unit| self.plan.units.get(*unit).is_some_and(|it| it.only_set.is_some())) {
            // One word stands in as many places as it is counted.
            Some(unit) => self.unit_count(unit) as usize,
            None => self.stretches().len(),
        }
    }

    /// Returns how often a unit stands in the paragraph.
    pub(crate) fn unit_count(&mut self, unit: usize) -> u32 {
        if let Some(Some(count)) = self.counts.get(unit) {
            return *count;
        }
        self.effort += 1;
        let count = match self.plan.units.get(unit).and_then(|unit| unit.only_set) {
            Some(set) => self.occurrences.count(set),
            None => u32::try_from(self.unit(unit).len()).unwrap_or(u32::MAX),
        };
        if let Some(known) = self.counts.get_mut(unit) {
            *known = Some(count);
        }
        count
    }

    /// Returns the places of a unit in the paragraph, in order.
    pub(crate) fn places_of(&mut self, unit: usize) -> Vec<Interval> {
        self.unit(unit)
    }

    /// Returns how many places of set `left` have one of set `right` right after them.
    pub(crate) fn pairs(&mut self, left: usize, right: usize) -> u32 {
        if self.occurrences.count(left) == 0 || self.occurrences.count(right) == 0 {
            return 0;
        }
        let (mut first, mut second) = (Vec::new(), Vec::new());
        self.occurrences.places(left, &mut first);
        self.occurrences.places(right, &mut second);
        let pairs = first.iter().filter(|place| second.binary_search(&(*place + 1)).is_ok()).count();
        u32::try_from(pairs).unwrap_or(u32::MAX)
    }

    fn holds(&mut self, part: &Clause) -> bool {
        match part {
            Clause::Unit(unit) => self.unit_count(*unit) > 0 || self.is_in_title(*unit),
            Clause::Documents(set) => self.occurrences.document().is_some_and(|own| self.plan.is_in(*set, own)),
            Clause::Paragraphs(paragraphs) => self.occurrences.is_among(*paragraphs),
            Clause::Every(parts) => parts.iter().all(|part| self.holds(part)),
            Clause::Either(parts) => parts.iter().any(|part| self.holds(part)),
            Clause::Without(part) => !self.holds(part),
            Clause::Some { required, counted, least } => {
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
            Clause::Near(parts, distance) => {
                if !self.has_enough(parts) {
                    self.effort += 1;
                    return false;
                }
                let places = parts.iter().map(|part| self.intervals(part)).collect();
                let mut near = Near::new(places, *distance);
                let is_there = near.is_there();
                self.effort += 20 + near.effort();
                self.was_given_up |= is_there.is_none();
                is_there == Some(true)
            }
        }
    }

    /// Tells whether the words that are to be near others stand there as often as parts ask for them: each part takes
    /// words of its own, and counts are known before places are read.
    fn has_enough(&mut self, parts: &[Clause]) -> bool {
        let plan = self.plan;
        let set_of = |part: &Clause| match part {
            Clause::Unit(unit) => plan.units.get(*unit).and_then(|unit| unit.only_set),
            _ => None,
        };
        parts.iter().filter_map(set_of).all(|set| {
            let wanted = parts.iter().filter(|part| set_of(part) == Some(set)).count();
            self.occurrences.count(set) as usize >= wanted
        })
    }

    /// Tells whether the title of the paragraph's document counts for a unit.
    pub(crate) fn is_in_title(&self, unit: usize) -> bool {
        let titled = self.plan.units.get(unit).map_or(&[][..], |unit| unit.titled.as_slice());
        !titled.is_empty()
            && self.occurrences.document().is_some_and(|document| titled.binary_search(&document).is_ok())
    }

    fn mark(&mut self, part: &Clause, marks: &mut Vec<Interval>) {
        match part {
            Clause::Unit(unit) => marks.append(&mut self.unit(*unit)),
            Clause::Documents(_) | Clause::Paragraphs(_) | Clause::Without(_) => {}
            Clause::Every(parts) => parts.iter().for_each(|part| self.mark(part, marks)),
            Clause::Either(parts) | Clause::Some { counted: parts, .. } => {
                for part in parts {
                    if self.holds(part) {
                        self.mark(part, marks);
                    }
                }
            }
            Clause::Near(parts, distance) => {
                let places = parts.iter().map(|part| self.intervals(part)).collect();
                Near::new(places, *distance).mark(marks);
            }
        }
    }

    /// Returns the places where a part is met that holds.
    fn met(&mut self, part: &Clause) -> Vec<Stretch> {
        match part {
            Clause::Unit(unit) => stretch::either([self.unit(*unit).into_iter().map(Stretch::of).collect()]),
            Clause::Documents(_) | Clause::Paragraphs(_) | Clause::Without(_) => Vec::new(),
            Clause::Near(parts, distance) => {
                let places = parts.iter().map(|part| self.intervals(part)).collect();
                let mut near = Near::new(places, *distance);
                let stretches = near.stretches();
                self.effort += 20 + near.effort();
                stretch::either([stretches])
            }
            Clause::Every(parts) => {
                let parts: Vec<Vec<Stretch>> = self.met_parts(parts);
                let all = parts.len();
                stretch::together(parts, all)
            }
            Clause::Either(parts) => stretch::either(self.met_parts(parts)),
            Clause::Some { counted, least, .. } => {
                // Parts that only the title has are met nowhere.
                let parts = self.met_parts(counted);
                let least = parts.len().min(*least);
                stretch::side_by_side(stretch::together(parts, least))
            }
        }
    }

    /// Returns the places of those parts that are met anywhere.
    fn met_parts(&mut self, parts: &[Clause]) -> Vec<Vec<Stretch>> {
        let mut all = Vec::with_capacity(parts.len());
        for part in parts {
            let places = if self.holds(part) { self.met(part) } else { Vec::new() };
            if !places.is_empty() {
                all.push(places);
            }
        }
        all
    }

    /// Returns the intervals of a part that has places: a unit, or one of several.
    fn intervals(&mut self, part: &Clause) -> Vec<Interval> {
        match part {
            Clause::Unit(unit) => self.unit(*unit),
            Clause::Either(parts) => {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_intervals_become_one() {
        assert_eq!(merge(vec![(4, 5), (0, 2), (1, 3), (3, 4)]), [(0, 3), (3, 4), (4, 5)]);
    }
}
