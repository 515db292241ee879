//! Runs a plan over the shards: every hit once, the best of them kept, the others counted.

use std::ops::ControlFlow;

use super::Sort;
use super::catalogue::{self, Catalogue, Within};
use super::cursor::Cursor;
use super::interval::Evaluator;
use super::plan::Plan;
use super::rank::{Lengths, MOST, PAIR};
use super::shard::Shard;
use super::sweep::Sweep;

/// What a run is asked for.
pub(super) struct Task<'a> {
    pub(super) plan: &'a Plan,
    pub(super) catalogue: &'a Catalogue,
    pub(super) lengths: &'a Lengths,
    /// What documents add to the score of their paragraphs, in order; those that add nothing are left out.
    pub(super) titles: &'a [(u32, f32)],
    /// The documents whose hits are shown; nothing where all are.
    pub(super) shown: Option<&'a [bool]>,
    pub(super) sort: Sort,
    /// How many of the best hits are kept.
    pub(super) keep: usize,
    /// Whether all hits are listed, for counts of forms.
    pub(super) list: bool,
}

/// What a run found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The documents that have hits, shown or not, in the order of the corpus.
    pub(super) documents: Vec<Counted>,
    /// The best hits that are shown, best first.
    pub(super) best: Vec<Scored>,
    /// All hits that are shown, in the order of the corpus, if they were asked for.
    pub(super) all: Vec<u32>,
}

/// A document with hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counted {
    /// Its place in the corpus.
    pub(super) document: u32,
    /// How many of its paragraphs are hits.
    pub(super) hits: u32,
}

/// A hit with all that decides its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scored {
    pub(super) score: f32,
    rank: u32,
    pub(super) paragraph: u32,
}

/// The best hits so far.
struct Best {
    sort: Sort,
    keep: usize,
    hits: Vec<Scored>,
    /// The worst hit that would still be kept: of all there could be, until there are enough.
    threshold: Scored,
}

/// Runs a task over shards that follow each other.
pub(super) fn find(task: &Task<'_>, shards: &[Shard]) -> tantivy::Result<Found> {
    let mut found = Found::default();
    let mut best = Best { sort: task.sort, keep: task.keep, hits: Vec::new(), threshold: Scored::WORST };
    let mut first = 0;
    for shard in shards {
        find_in(task, shard, first, &mut found, &mut best)?;
        first += shard.texts();
    }
    found.best = best.done();
    Ok(found)
}

/// Tells whether a plan finds anything.
pub(super) fn has_hit(plan: &Plan, catalogue: &Catalogue, shards: &[Shard]) -> tantivy::Result<bool> {
    let (mut has_hit, mut first) = (false, 0);
    for shard in shards {
        each_candidate(plan, catalogue, shard, first, |evaluator, _| {
            has_hit = evaluator.is_hit();
            if has_hit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        if has_hit {
            break;
        }
        first += shard.texts();
    }
    Ok(has_hit)
}

/// Returns the most parts of the outermost list of `plan` that any paragraph has.
pub(super) fn most_parts(plan: &Plan, catalogue: &Catalogue, shards: &[Shard]) -> tantivy::Result<usize> {
    let (mut most, mut first) = (0, 0);
    for shard in shards {
        if let Some(mut sweep) = Sweep::open(plan, shard)? {
            let within = Within { catalogue, sets: plan.required(), first };
            sweep.run(shard, &Lengths::of(1.0), &within, |hit| most = most.max(hit.lists.count_ones() as usize));
        } else {
            each_candidate(plan, catalogue, shard, first, |evaluator, _| {
                most = most.max(evaluator.parts_found());
                ControlFlow::Continue(())
            })?;
        }
        first += shard.texts();
    }
    Ok(most)
}

/// Calls `take` at every paragraph of a shard that can be a hit, in their order, until it breaks off.
fn each_candidate(
    plan: &Plan,
    catalogue: &Catalogue,
    shard: &Shard,
    first: u32,
    mut take: impl FnMut(&mut Evaluator<'_, Cursor<'_>>, u32) -> ControlFlow<()>,
) -> tantivy::Result<()> {
    let document_of = |text: u32| catalogue.document_of(first + text);
    let mut evaluator = Evaluator::new(plan, Cursor::open(plan, shard, &document_of)?);
    let mut from = 0;
    while let Some(text) = evaluator.occurrences.advance_to(from) {
        from = text + 1;
        evaluator.begin();
        if take(&mut evaluator, text).is_break() {
            break;
        }
    }
    Ok(())
}

fn find_in(task: &Task<'_>, shard: &Shard, first: u32, found: &mut Found, best: &mut Best) -> tantivy::Result<()> {
    let plan = task.plan;
    let mut taker = Taker::of(task, shard, first, found, best);
    if let Some(mut sweep) = Sweep::open(plan, shard)? {
        let document_of = |text: u32| task.catalogue.document_of(first + text);
        let mut evaluator = match plan.pairs.as_slice() {
            [] => None,
            _ => Some(Evaluator::new(plan, Cursor::open(plan, shard, &document_of)?)),
        };
        let neighbours = std::mem::take(&mut sweep.neighbours);
        let within = Within { catalogue: task.catalogue, sets: plan.required(), first };
        sweep.run(shard, task.lengths, &within, |hit| {
            let Some(mut score) = taker.count(hit.text, hit.score) else { return };
            if let Some(evaluator) = &mut evaluator {
                let both = |(lists, _): &&(u64, f32)| hit.lists & lists == *lists;
                let at_most: f32 = neighbours.iter().filter(both).map(|(_, weight)| weight * PAIR * MOST).sum();
                if at_most > 0.0 && taker.best.can_hold(score + at_most) {
                    evaluator.occurrences.move_to(hit.text);
                    score += taker.pairs(evaluator, hit.text);
                }
            }
            taker.offer(hit.text, score);
        });
        taker.done();
        return Ok(());
    }
    // What is only counted needs no score.
    let is_scored = |(_, weight): &(usize, f32)| task.keep > 0 && *weight > 0.0;
    let weights: Vec<(usize, f32)> = plan.units.iter().map(|unit| unit.weight).enumerate().filter(is_scored).collect();
    each_candidate(plan, task.catalogue, shard, first, |evaluator, text| {
        if evaluator.is_hit() {
            let class = shard.length_class(text);
            let mut score = 0.0;
            for (unit, weight) in &weights {
                let count = evaluator.unit_count(*unit);
                if count > 0 {
                    score += weight * task.lengths.saturated(count, class);
                }
            }
            if let Some(score) = taker.count(text, score) {
                let pairs = taker.pairs(evaluator, text);
                taker.offer(text, score + pairs);
            }
        }
        ControlFlow::Continue(())
    })?;
    taker.done();
    Ok(())
}

/// Takes the hits of one shard, in their order.
struct Taker<'a, 'b> {
    task: &'a Task<'a>,
    shard: &'a Shard,
    first: u32,
    found: &'b mut Found,
    best: &'b mut Best,
    /// The most that neighbouring words can add to a score.
    pairs_at_most: f32,
    /// The document of the last hit, and where the next begins: most hits are in the same as the one before.
    counted: Counted,
    end: u32,
    is_shown: bool,
    title: f32,
    /// What this document and later ones add.
    titles: &'a [(u32, f32)],
}

impl<'a, 'b> Taker<'a, 'b> {
    fn of(task: &'a Task<'a>, shard: &'a Shard, first: u32, found: &'b mut Found, best: &'b mut Best) -> Self {
        let pairs_at_most = task.plan.pairs.iter().map(|(_, _, weight)| weight * PAIR * MOST).sum();
        // The last document of the shard before may go on in this one.
        let begun = found.documents.pop().unwrap_or(Counted { document: 0, hits: 0 });
        let (end, is_shown, title, titles) = (first, false, 0.0, task.titles);
        Self { task, shard, first, found, best, pairs_at_most, counted: begun, end, is_shown, title, titles }
    }

    /// Counts a hit. Returns its score with that of its title, if it is shown and may be among the best.
    fn count(&mut self, text: u32, score: f32) -> Option<f32> {
        let paragraph = self.first + text;
        if paragraph >= self.end {
            self.enter(paragraph);
        }
        self.counted.hits += 1;
        if !self.is_shown {
            return None;
        }
        if self.task.list {
            self.found.all.push(paragraph);
        }
        let score = score + self.title;
        (self.task.keep > 0 && self.best.can_hold(score + self.pairs_at_most)).then_some(score)
    }

    /// Goes on to the document of a paragraph.
    fn enter(&mut self, paragraph: u32) {
        let (document, end) = self.task.catalogue.around(paragraph);
        if document != self.counted.document {
            self.leave();
            self.counted = Counted { document, hits: 0 };
        }
        self.end = end;
        self.is_shown = catalogue::passes(self.task.shown, document as usize);
        while let Some((_, later)) = self.titles.split_first().filter(|((titled, _), _)| *titled < document) {
            self.titles = later;
        }
        self.title = self.titles.first().filter(|(titled, _)| *titled == document).map_or(0.0, |(_, score)| *score);
    }

    fn leave(&mut self) {
        if self.counted.hits > 0 {
            self.found.documents.push(self.counted);
        }
    }

    fn done(mut self) {
        self.leave();
    }

    fn offer(&mut self, text: u32, score: f32) {
        let rank = self.task.catalogue.rank(self.task.sort, self.counted.document as usize);
        self.best.offer(Scored { score, rank, paragraph: self.first + text });
    }

    /// Returns what neighbouring words of the query that are neighbours in the paragraph add to its score: reading
    /// places costs more than all the rest.
    fn pairs(&self, evaluator: &mut Evaluator<'_, Cursor<'_>>, text: u32) -> f32 {
        let class = self.shard.length_class(text);
        let mut score = 0.0;
        for (left, right, weight) in &self.task.plan.pairs {
            let count = evaluator.pairs(*left, *right);
            if count > 0 {
                score += PAIR * weight * self.task.lengths.saturated(count, class);
            }
        }
        score
    }
}

impl Best {
    /// Tells whether a hit of at most `score` may be among the best.
    fn can_hold(&self, score: f32) -> bool {
        self.sort != Sort::Relevance || score >= self.threshold.score
    }

    fn offer(&mut self, hit: Scored) {
        if !hit.is_before(&self.threshold, self.sort) {
            return;
        }
        self.hits.push(hit);
        if self.hits.len() >= 2 * self.keep + 64 {
            self.prune();
        }
    }

    fn prune(&mut self) {
        let sort = self.sort;
        if self.hits.len() > self.keep && self.keep > 0 {
            let (_, worst, _) = self.hits.select_nth_unstable_by(self.keep - 1, |a, b| a.order(b, sort));
            self.threshold = *worst;
            self.hits.truncate(self.keep);
        }
    }

    fn done(mut self) -> Vec<Scored> {
        let sort = self.sort;
        self.prune();
        self.hits.sort_unstable_by(|a, b| a.order(b, sort));
        self.hits
    }
}

impl Scored {
    /// A hit that every other comes before.
    const WORST: Self = Self { score: f32::NEG_INFINITY, rank: u32::MAX, paragraph: u32::MAX };

    /// Compares by the order asked for; the paragraph's place makes it total.
    fn order(&self, other: &Self, sort: Sort) -> std::cmp::Ordering {
        let by_score =
            if sort == Sort::Relevance { other.score.total_cmp(&self.score) } else { std::cmp::Ordering::Equal };
        by_score.then(self.rank.cmp(&other.rank)).then(self.paragraph.cmp(&other.paragraph))
    }

    fn is_before(&self, other: &Self, sort: Sort) -> bool {
        self.order(other, sort).is_lt()
    }
}
