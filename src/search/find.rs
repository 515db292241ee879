//! Runs a plan over the shards: every hit once, the best of them kept, the others counted.

use tantivy::TantivyError;

use super::Sort;
use super::catalogue::Catalogue;
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
    let evaluator = || Ok::<_, TantivyError>(Evaluator::new(task.plan, Cursor::open(task.plan, shard, &document_of)?));
    let mut taker = Taker::of(task, shard, first, found, best);
    if let Some(mut sweep) = Sweep::open(task.plan, shard)? {
        let mut evaluator = if task.plan.pairs.is_empty() { None } else { Some(evaluator()?) };
        let required = std::mem::take(&mut sweep.required);
        sweep.run(shard, task.lengths, |text, score| {
            let document = document_of(text);
            let is_in = |set: &usize| task.plan.documents.get(*set).is_some_and(|set| set.get(document) == Some(&true));
            if required.iter().all(is_in) && taker.counts(document, text) {
                let score = score + taker.title(document);
                taker.offer(document, text, score, |taker| {
                    evaluator.as_mut().map_or(0.0, |evaluator| {
                        evaluator.occurrences.move_to(text);
                        taker.pairs(evaluator, text)
                    })
                });
            }
        });
        return Ok(());
    }
    let mut evaluator = evaluator()?;
    let weights: Vec<(usize, f32)> =
        task.plan.units.iter().map(|unit| unit.weight).enumerate().filter(|(_, weight)| *weight > 0.0).collect();
    let mut from = 0;
    while let Some(text) = evaluator.occurrences.advance_to(from) {
        from = text + 1;
        evaluator.begin();
        let document = evaluator.occurrences.document();
        if !evaluator.is_hit() || !taker.counts(document, text) {
            continue;
        }
        let class = shard.length_class(text);
        let mut score = taker.title(document);
        for (unit, weight) in &weights {
            let count = evaluator.unit_count(*unit);
            if count > 0 {
                score += weight * task.lengths.saturated(count, class);
            }
        }
        taker.offer(document, text, score, |taker| taker.pairs(&mut evaluator, text));
    }
    Ok(())
}

/// Takes the hits of one shard.
struct Taker<'a, 'b> {
    task: &'a Task<'a>,
    shard: &'a Shard,
    first: u32,
    found: &'b mut Found,
    best: &'b mut Best,
    /// The most that neighbouring words can add to a score.
    pairs_at_most: f32,
}

impl<'a, 'b> Taker<'a, 'b> {
    fn of(task: &'a Task<'a>, shard: &'a Shard, first: u32, found: &'b mut Found, best: &'b mut Best) -> Self {
        let pairs_at_most = task.plan.pairs.iter().map(|(_, _, weight)| weight * PAIR * MOST).sum();
        Self { task, shard, first, found, best, pairs_at_most }
    }

    /// Counts a hit, and tells whether it is shown and may be among the best.
    fn counts(&mut self, document: usize, text: u32) -> bool {
        if let Some(count) = self.found.per_document.get_mut(document) {
            *count += 1;
        }
        if self.task.shown.is_some_and(|shown| !shown.get(document).copied().unwrap_or_default()) {
            return false;
        }
        if self.task.list {
            self.found.all.push(self.first + text);
        }
        self.task.keep > 0
    }

    fn title(&self, document: usize) -> f32 {
        self.task.titles.get(document).copied().unwrap_or_default()
    }

    /// Offers a hit, adding what its neighbouring words are worth where it can matter: reading places costs more
    /// than all the rest.
    fn offer(&mut self, document: usize, text: u32, score: f32, pairs: impl FnOnce(&Self) -> f32) {
        if self.task.sort == Sort::Relevance && !self.best.can_hold(score + self.pairs_at_most) {
            return;
        }
        let score = if self.task.plan.pairs.is_empty() { score } else { score + pairs(self) };
        let rank = self.task.catalogue.rank(self.task.sort, document);
        self.best.offer(Scored { score, rank, paragraph: self.first + text });
    }

    /// Returns what neighbouring words of the query that are neighbours in the paragraph add to its score.
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
