//! The short way for the commonest queries: one word, any or most of several, in chosen documents, without others.
//!
//! There nearly every paragraph of every list is a hit, so nothing is decided paragraph by paragraph: lists are read
//! one after the other over a stretch of paragraphs, and scores are added up in place. What is found is the same.

use tantivy::postings::Postings;
use tantivy::{DocSet, TERMINATED};

use crate::corpus::DocumentPlace;
use crate::search::index::catalogue::Catalogue;
use crate::search::index::catalogue::Within;
use crate::search::index::shard::{Detail, Shard};
use crate::search::index::weight::{Lengths, TITLE_ALONE};
use crate::search::matching::postings::{Opened, Texts};
use crate::search::matching::set::SetPostings;
use crate::search::plan::{Clause, Plan};

/// So many paragraphs are scanned at a time; their scores stay near the processor.
const STRETCH: usize = 2048;
const BITS: usize = 64;
/// So many lists can be scanned at most.
const LISTS: usize = 64;

/// The lists of a plan that can be scanned.
pub(crate) struct Scan {
    lists: Vec<(SetPostings, f32)>,
    /// What each list adds where only the title has its word.
    alone: Vec<f32>,
    excluded: Vec<SetPostings>,
    /// Lists that add to the scores of hits and make none.
    aside: Vec<(SetPostings, f32)>,
    /// The paragraphs of documents whose titles count for lists, from one to that before another, with those lists as
    /// bits; in order.
    titled: Vec<(u32, u32, u64)>,
    /// Of how many lists a hit is at least.
    least: u32,
    /// The lists of each pair of neighbouring words of the query, as bits, and the weight of the pair.
    pub(crate) neighbours: Vec<(u64, f32)>,
    scores: Vec<f32>,
    counts: Vec<u32>,
    /// For each paragraph of the stretch, the lists that have it, as bits.
    having: Vec<u64>,
    /// One bit for every paragraph of the stretch: those of the list that is read, and those of all lists.
    touched: [u64; STRETCH / BITS],
    hits: [u64; STRETCH / BITS],
}

/// A paragraph that a scan found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ScannedHit {
    pub(crate) text: u32,
    /// Its score by words.
    pub(crate) score: f32,
    /// The lists that have it, as bits.
    pub(crate) lists: u64,
}

impl Scan {
    /// Opens the lists of `plan` in a shard, if it is a plan that can be scanned.
    pub(crate) fn open(plan: &Plan, opened: &mut Opened<'_>, catalogue: &Catalogue) -> tantivy::Result<Option<Self>> {
        let Some(Flat { units, alone, excluded, aside, titled, least }) = Flat::of(plan) else { return Ok(None) };
        let mut scan = Self {
            lists: Vec::new(),
            alone,
            excluded: Vec::new(),
            aside: Vec::new(),
            titled: Vec::new(),
            least,
            neighbours: Vec::new(),
            scores: vec![0.0; STRETCH],
            counts: vec![0; STRETCH],
            having: vec![0; STRETCH],
            touched: [0; STRETCH / BITS],
            hits: [0; STRETCH / BITS],
        };
        let among = Texts { catalogue, shard: opened.shard };
        let mut open = |set: usize| opened.set(plan, set, Detail::Counts);
        for (set, weight) in &units {
            scan.lists.push((open(*set)?, *weight));
        }
        for set in excluded {
            scan.excluded.push(open(set)?);
        }
        for (document, lists) in titled {
            scan.titled.extend(among.texts_of(document).map(|(from, to)| (from, to, lists)));
        }
        for (set, weight) in aside {
            scan.aside.push((open(set)?, weight));
        }
        let lists = |set: usize| bits(units.iter().map(|(list, _)| *list == set));
        scan.neighbours =
            plan.pairs.iter().map(|(left, right, weight)| (lists(*left) | lists(*right), *weight)).collect();
        Ok(Some(scan))
    }

    /// Calls `each` for every hit in order that is one of the paragraphs `within`.
    pub(crate) fn run(&mut self, lengths: &Lengths, within: &Within<'_>, mut each: impl FnMut(ScannedHit)) {
        let shard = within.shard;
        let others = self.excluded.len() + self.aside.len() + self.titled.len();
        if let ([(SetPostings::One(list), weight)], 0) = (self.lists.as_mut_slice(), others) {
            let mut text = list.doc();
            while text < shard.texts() {
                let next = within.next(text);
                if next > text {
                    text = if next < shard.texts() { list.seek(next) } else { TERMINATED };
                    continue;
                }
                let score = *weight * lengths.saturated(list.term_freq(), shard.length_class(text));
                each(ScannedHit { text, score, lists: 1 });
                text = list.advance();
            }
            return;
        }
        let mut start = 0;
        while start < shard.texts() {
            let next = self.lists.iter_mut().map(|(list, _)| list.seek(start)).min().unwrap_or(u32::MAX);
            let titled = self.titled.get(self.titled.partition_point(|(_, to, _)| *to <= start));
            let next = titled.map_or(next, |(from, ..)| next.min(start.max(*from)));
            if next >= shard.texts() {
                return;
            }
            start = within.next(next);
            if start > next {
                continue;
            }
            self.stretch(start, shard, lengths);
            let (scores, having) = (&mut self.scores, &mut self.having);
            drain(&mut self.hits, |at| {
                let (score, lists) = (std::mem::take(&mut scores[at]), std::mem::take(&mut having[at]));
                let text = start + offset(at);
                if (self.least == 1 || lists.count_ones() >= self.least) && within.has(text) {
                    each(ScannedHit { text, score, lists });
                }
            });
            start += offset(STRETCH);
        }
    }

    /// Adds up the scores of the paragraphs from `start` on.
    fn stretch(&mut self, start: u32, shard: &Shard, lengths: &Lengths) {
        let end = start + offset(STRETCH);
        for (number, (list, weight)) in self.lists.iter_mut().enumerate() {
            let list_bit = 1 << number;
            let (scores, having, hits) = (&mut self.scores, &mut self.having, &mut self.hits);
            let mut add = |at: usize, count: u32| {
                scores[at] += *weight * lengths.saturated(count, shard.length_class(start + offset(at)));
                having[at] |= list_bit;
                hits[at / BITS] |= 1 << (at % BITS);
            };
            if let SetPostings::One(list) = list {
                while list.doc() < end {
                    add((list.doc() - start) as usize, list.term_freq());
                    list.advance();
                }
                continue;
            }
            let (counts, touched) = (&mut self.counts, &mut self.touched);
            list.each_before(end, |text, count| {
                let at = (text - start) as usize;
                counts[at] += count;
                touched[at / BITS] |= 1 << (at % BITS);
            });
            drain(touched, |at| add(at, std::mem::take(&mut counts[at])));
        }
        let first = self.titled.partition_point(|(_, to, _)| *to <= start);
        for (from, to, lists) in
            self.titled.get(first..).unwrap_or_default().iter().take_while(|(from, ..)| *from < end)
        {
            for text in start.max(*from)..end.min(*to).min(shard.texts()) {
                let at = (text - start) as usize;
                let mut missing = lists & !self.having[at];
                while missing != 0 {
                    self.scores[at] += self.alone[missing.trailing_zeros() as usize];
                    missing &= missing - 1;
                }
                self.having[at] |= lists;
                self.hits[at / BITS] |= 1 << (at % BITS);
            }
        }
        for (list, weight) in &mut self.aside {
            let (scores, having) = (&mut self.scores, &self.having);
            let (counts, touched) = (&mut self.counts, &mut self.touched);
            list.seek(start);
            list.each_before(end, |text, count| {
                let at = (text - start) as usize;
                if having[at] > 0 {
                    counts[at] += count;
                    touched[at / BITS] |= 1 << (at % BITS);
                }
            });
            // As a word and its forms, it counts once for all that are made of the same.
            drain(touched, |at| {
                let count = std::mem::take(&mut counts[at]);
                scores[at] += *weight * lengths.saturated(count, shard.length_class(start + offset(at)));
            });
        }
        for list in &mut self.excluded {
            list.seek(start);
            list.each_before(end, |text, _| {
                // It stays without a score: what is no hit leaves nothing behind for the next stretch.
                let at = (text - start) as usize;
                (self.scores[at], self.having[at]) = (0.0, 0);
                self.hits[at / BITS] &= !(1 << (at % BITS));
            });
        }
    }
}

/// Clears all bits, calling `each` for the place of every one that was set.
fn drain(bits: &mut [u64], mut each: impl FnMut(usize)) {
    for (block, bits) in bits.iter_mut().enumerate() {
        let mut rest = std::mem::take(bits);
        while rest != 0 {
            each(block * BITS + rest.trailing_zeros() as usize);
            rest &= rest - 1;
        }
    }
}

/// Returns a place in a stretch as the index counts.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Returns a number with a bit set for each that is so.
fn bits(each: impl Iterator<Item = bool>) -> u64 {
    each.zip(0..).fold(0, |bits, (is_so, number)| bits | (u64::from(is_so) << number))
}

/// A plan that asks for single words only.
struct Flat {
    /// The sets that are looked for, each with the weight of its unit.
    units: Vec<(usize, f32)>,
    /// What each of them adds where only the title has it.
    alone: Vec<f32>,
    /// The sets that no hit has.
    excluded: Vec<usize>,
    /// The sets that add to scores, with their weights.
    aside: Vec<(usize, f32)>,
    /// The documents whose titles count for lists, in order, with those lists as bits.
    titled: Vec<(DocumentPlace, u64)>,
    least: u32,
}

impl Flat {
    fn of(plan: &Plan) -> Option<Self> {
        let (required, units, least): (&[Clause], Vec<&Clause>, usize) = match &plan.root {
            only @ Clause::Unit(_) => (&[], vec![only], 1),
            Clause::Either(parts) => (&[], parts.iter().collect(), 1),
            Clause::Some { required, counted, least } => (required, counted.iter().collect(), *least),
            Clause::Every(parts) => (parts, parts.iter().filter(|part| matches!(part, Clause::Unit(_))).collect(), 1),
            _ => return None,
        };
        // Where two words are required, the longer list is better leapt through.
        let is_every = matches!(plan.root, Clause::Every(_));
        if units.is_empty() || units.len() > LISTS || is_every && units.len() > 1 {
            return None;
        }
        let single = |part: &Clause| match part {
            Clause::Unit(unit) => plan
                .units
                .get(*unit)
                .and_then(|unit| Some((unit.only_set?, if unit.scored.is_some() { 0.0 } else { unit.weight }))),
            _ => None,
        };
        let mut excluded = Vec::new();
        for part in required {
            match part {
                Clause::Documents(_) => {}
                Clause::Unit(_) if is_every => {}
                Clause::Without(part) => excluded.push(single(part)?.0),
                _ => return None,
            }
        }
        let aside = plan.units.iter().filter_map(|unit| Some((unit.scored?, unit.weight))).collect();
        let (mut titled, mut alone): (Vec<(DocumentPlace, u64)>, _) = (Vec::new(), Vec::new());
        for (number, part) in units.iter().enumerate() {
            if let Clause::Unit(unit) = part
                && let Some(unit) = plan.units.get(*unit)
            {
                alone.push(TITLE_ALONE * unit.weight);
                titled.extend(unit.titled.iter().map(|document| (*document, 1 << number)));
            }
        }
        titled.sort_unstable_by_key(|(document, _)| *document);
        titled.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            kept.1 |= if same { later.1 } else { 0 };
            same
        });
        let units = units.into_iter().map(single).collect::<Option<_>>()?;
        Some(Self { units, alone, excluded, aside, titled, least: u32::try_from(least).unwrap_or(u32::MAX) })
    }
}
