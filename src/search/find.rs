//! Runs a plan over the shards: every hit once, the best of them kept, the others counted.

use super::Sort;
use super::catalogue::Catalogue;
use super::cursor::Cursor;
use super::interval::Evaluator;
use super::plan::Plan;
use super::rank::{Lengths, MOST, PAIR};
use super::shard::Shard;

/// What a run is asked for.
pub(super) struct Task<'a> {
    pub(super) plan: &'a Plan,
    pub(super) catalogue: &'a Catalogue,
    pub(super) lengths: &'a Lengths,
    /// What each document adds to the score of its paragraphs; empty where none does.
    pub(super) titles: &'a [f32],
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
    /// Hits in every document, shown or not.
    pub(super) per_document: Vec<u32>,
    /// The best hits that are shown, best first.
    pub(super) best: Vec<Scored>,
    /// All hits that are shown, in the order of the corpus, if they were asked for.
    pub(super) all: Vec<u32>,
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
    /// The worst hit that would still be kept, once there are enough.
    threshold: Option<Scored>,
}

/// Runs a task over shards that follow each other.
pub(super) fn find(task: &Task<'_>, shards: &[Shard]) -> tantivy::Result<Found> {
    let mut found = Found { per_document: vec![0; task.catalogue.documents()], ..Found::default() };
    let mut best = Best { sort: task.sort, keep: task.keep, hits: Vec::new(), threshold: None };
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
    let mut first = 0;
    for shard in shards {
        let document_of = |text: u32| catalogue.document_of(first + text);
        let mut evaluator = Evaluator::new(plan, Cursor::open(plan, shard, &document_of)?);
        let mut from = 0;
        while let Some(text) = evaluator.occurrences.advance_to(from) {
            from = text + 1;
            evaluator.begin();
            if evaluator.is_hit() {
                return Ok(true);
            }
        }
        first += shard.texts();
    }
    Ok(false)
}

/// Returns the most parts of the outermost list of `plan` that any paragraph has.
pub(super) fn most_parts(plan: &Plan, catalogue: &Catalogue, shards: &[Shard]) -> tantivy::Result<usize> {
    let (mut most, mut first) = (0, 0);
    for shard in shards {
        let document_of = |text: u32| catalogue.document_of(first + text);
        let mut evaluator = Evaluator::new(plan, Cursor::open(plan, shard, &document_of)?);
        let mut from = 0;
        while let Some(text) = evaluator.occurrences.advance_to(from) {
            from = text + 1;
            evaluator.begin();
            most = most.max(evaluator.parts_found());
        }
        first += shard.texts();
    }
    Ok(most)
}

fn find_in(task: &Task<'_>, shard: &Shard, first: u32, found: &mut Found, best: &mut Best) -> tantivy::Result<()> {
    let document_of = |text: u32| task.catalogue.document_of(first + text);
    let cursor = Cursor::open(task.plan, shard, &document_of)?;
    let mut evaluator = Evaluator::new(task.plan, cursor);
    let weights: Vec<(usize, f32)> =
        task.plan.units.iter().map(|unit| unit.weight).enumerate().filter(|(_, weight)| *weight > 0.0).collect();
    let by_score = task.sort == Sort::Relevance;
    let pairs_at_most: f32 = task.plan.pairs.iter().map(|(_, _, weight)| weight * PAIR * MOST).sum();
    let mut from = 0;
    while let Some(text) = evaluator.occurrences.advance_to(from) {
        from = text + 1;
        evaluator.begin();
        if !evaluator.is_hit() {
            continue;
        }
        let document = evaluator.occurrences.document();
        if let Some(count) = found.per_document.get_mut(document) {
            *count += 1;
        }
        if task.shown.is_some_and(|shown| !shown.get(document).copied().unwrap_or_default()) {
            continue;
        }
        let paragraph = first + text;
        if task.list {
            found.all.push(paragraph);
        }
        if task.keep == 0 {
            continue;
        }
        let class = shard.length_class(text);
        let mut score = task.titles.get(document).copied().unwrap_or_default();
        for (unit, weight) in &weights {
            let count = evaluator.unit_count(*unit);
            if count > 0 {
                score += weight * task.lengths.saturated(count, class);
            }
        }
        // Reading places costs more than the rest, so it is left out where it cannot matter.
        if !by_score || best.can_hold(score + pairs_at_most) {
            for (left, right, weight) in &task.plan.pairs {
                let count = evaluator.pairs(*left, *right);
                if count > 0 {
                    score += PAIR * weight * task.lengths.saturated(count, class);
                }
            }
            best.offer(Scored { score, rank: task.catalogue.rank(task.sort, document), paragraph });
        }
    }
    Ok(())
}

impl Best {
    /// Tells whether a hit of at most `score` may be among the best.
    fn can_hold(&self, score: f32) -> bool {
        self.threshold.is_none_or(|threshold| score >= threshold.score)
    }

    fn offer(&mut self, hit: Scored) {
        if self.threshold.is_some_and(|threshold| !hit.is_before(&threshold, self.sort)) {
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
            self.threshold = Some(*worst);
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
