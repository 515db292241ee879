//! The parts of what is near that have the same places: each takes another of them. Knows nothing of other parts.

use crate::search::matching::stretch::Interval;

/// Parts that have the same places.
pub(crate) struct PartGroup {
    /// The places, in order.
    pub(crate) intervals: Vec<Interval>,
    /// How many parts have them.
    pub(crate) parts: usize,
    /// The length of its longest place.
    pub(crate) longest: u32,
    /// Whether no place touches that of another part and all are of one length.
    pub(crate) is_plain: bool,
    /// For every place, whether it touches none of another part.
    pub(crate) is_free: Vec<bool>,
    /// The bits of its parts in a selection, from this one on.
    pub(crate) first_bit: usize,
}

impl PartGroup {
    pub(crate) fn of(intervals: Vec<Interval>, first_bit: usize) -> Self {
        let longest = intervals.iter().map(|interval| interval.1 - interval.0).max().unwrap_or_default();
        let is_free = vec![true; intervals.len()];
        Self { intervals, parts: 1, longest, is_plain: false, is_free, first_bit }
    }

    /// Returns the bits of its parts in a selection.
    pub(crate) fn bits(&self) -> u64 {
        (0..self.parts).fold(0, |bits, part| bits | 1 << (self.first_bit + part))
    }

    /// Returns how many of its parts a selection has.
    pub(crate) fn count(&self, parts: u64) -> usize {
        (parts & self.bits()).count_ones() as usize
    }
}
