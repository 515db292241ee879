//! The short way for the commonest queries: one word, or any of several, in chosen documents or all.
//!
//! There every paragraph of every list is a hit, so nothing is decided paragraph by paragraph: lists are read one
//! after the other over a stretch of paragraphs, and scores are added up in place. What is found is the same.

use super::cursor::SetCursor;
use super::plan::{Part, Plan};
use super::rank::Lengths;
use super::shard::{Detail, Shard};

/// So many paragraphs are swept at a time; their scores stay near the processor.
const STRETCH: usize = 4096;
const BITS: usize = 64;

/// The lists of a plan that can be swept.
pub(super) struct Sweep {
    lists: Vec<(SetCursor, f32)>,
    /// The sets of documents that all hits are in.
    pub(super) required: Vec<usize>,
    scores: Vec<f32>,
    counts: Vec<u32>,
    /// One bit for every paragraph of the stretch: those of the list that is read, and those of all lists.
    touched: [u64; STRETCH / BITS],
    hits: [u64; STRETCH / BITS],
}

impl Sweep {
    /// Opens the lists of `plan` in `shard`, if it is a plan that can be swept.
    pub(super) fn open(plan: &Plan, shard: &Shard) -> tantivy::Result<Option<Self>> {
        let Some((required, units)) = flat(&plan.root) else { return Ok(None) };
        let mut weights: Vec<(usize, f32)> = Vec::new();
        for unit in units {
            let Some(unit) = plan.units.get(unit) else { return Ok(None) };
            let Some(set) = unit.only_set() else { return Ok(None) };
            // A word that stands twice in the query counts twice and is read once.
            match weights.iter_mut().find(|(known, _)| *known == set) {
                Some((_, weight)) => *weight += unit.weight,
                None => weights.push((set, unit.weight)),
            }
        }
        let mut lists = Vec::new();
        for (set, weight) in weights {
            let words = plan.sets.get(set).map_or(&[][..], |set| set.words.as_slice());
            lists.push((SetCursor::open(words, shard, Detail::Counts)?, weight));
        }
        let (scores, counts) = (vec![0.0; STRETCH], vec![0; STRETCH]);
        let empty = [0; STRETCH / BITS];
        Ok(Some(Self { lists, required, scores, counts, touched: empty, hits: empty }))
    }

    /// Calls `each` for every hit in order, with its score by words.
    pub(super) fn run(&mut self, shard: &Shard, lengths: &Lengths, mut each: impl FnMut(u32, f32)) {
        let mut start = 0;
        loop {
            let next = self.lists.iter_mut().map(|(list, _)| list.seek(start)).min().unwrap_or(u32::MAX);
            if next >= shard.texts() {
                return;
            }
            start = next;
            self.stretch(start, shard, lengths);
            for block in 0..self.hits.len() {
                let mut bits = std::mem::take(&mut self.hits[block]);
                while bits != 0 {
                    let at = block * BITS + bits.trailing_zeros() as usize;
                    bits &= bits - 1;
                    let score = std::mem::take(&mut self.scores[at]);
                    each(start + offset(at), score);
                }
            }
            start += offset(STRETCH);
        }
    }

    /// Adds up the scores of the paragraphs from `start` on.
    fn stretch(&mut self, start: u32, shard: &Shard, lengths: &Lengths) {
        for (list, weight) in &mut self.lists {
            let (counts, touched) = (&mut self.counts, &mut self.touched);
            list.each_before(start + offset(STRETCH), |text, count| {
                let at = (text - start) as usize;
                counts[at] += count;
                touched[at / BITS] |= 1 << (at % BITS);
            });
            for block in 0..self.touched.len() {
                let mut bits = std::mem::take(&mut self.touched[block]);
                self.hits[block] |= bits;
                while bits != 0 {
                    let at = block * BITS + bits.trailing_zeros() as usize;
                    bits &= bits - 1;
                    let count = std::mem::take(&mut self.counts[at]);
                    self.scores[at] += *weight * lengths.saturated(count, shard.length_class(start + offset(at)));
                }
            }
        }
    }
}

/// Returns a place in a stretch as the index counts.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Returns the sets of documents that are required, and the units of which any makes a hit.
fn flat(root: &Part) -> Option<(Vec<usize>, Vec<usize>)> {
    let (wanted, parts): (usize, Vec<&Part>) = match root {
        Part::Unit(_) => (1, vec![root]),
        Part::Either(parts) => (parts.len(), parts.iter().collect()),
        Part::Some { required, counted, least: 1 } => (counted.len(), required.iter().chain(counted).collect()),
        Part::Every(parts) => (1, parts.iter().collect()),
        _ => return None,
    };
    let (mut required, mut units) = (Vec::new(), Vec::new());
    for part in parts {
        match part {
            Part::Documents(documents) if !matches!(root, Part::Either(_)) => required.push(*documents),
            Part::Unit(unit) => units.push(*unit),
            _ => return None,
        }
    }
    (units.len() == wanted).then_some((required, units))
}
