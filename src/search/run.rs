//! Runs a plan over the shards: every hit once, the best of them kept, the others counted.
//!
//! A run has a budget. Where it is met, the paragraphs after that are not searched, and [`Found::searched`] tells.

pub(crate) mod best;
pub(crate) mod facet;
pub(crate) mod order;
pub(crate) mod resolved;
mod scan;
mod taker;
pub(crate) mod title;
mod uses;

use std::ops::ControlFlow;
use std::sync::Arc;

use tantivy::DocId;

use self::best::{Best, Scored};
use self::scan::Scan;
use self::taker::Taker;
use crate::corpus::{ByDocument, DocumentPlace};
use crate::search::index::Sort;
use crate::search::index::catalogue::{self, Catalogue, DocumentHits, Within};
use crate::search::index::mention::{Mentioned, Paragraphs};
use crate::search::index::ordinal::ParagraphOrdinal;
use crate::search::index::shard::Shard;
use crate::search::index::weight::{Lengths, TITLE_ALONE};
use crate::search::matching::evaluator::{Evaluator, Occurrences};
use crate::search::matching::postings::{Opened, PlanPostings};
use crate::search::plan::Plan;

/// So much is done to find what was asked for, as [`Evaluator::effort`] counts it.
const BUDGET: u64 = 16_000_000;
/// So much is done for everything else about one request.
const BUDGET_ASIDE: u64 = 8_000_000;

/// Consecutive shards with what was opened of them for one request, and what is left of its budget.
pub(crate) struct Opening<'a> {
    catalogue: &'a Catalogue,
    shards: Vec<Opened<'a>>,
    /// What is left for what was asked for, and for all else.
    budget: u64,
    aside: u64,
    /// The paragraphs that hits are among; nothing where all can be.
    pub(crate) among: Option<Arc<Paragraphs>>,
    /// Whether for some paragraph it was not decided whether words are near each other.
    pub(crate) is_undecided: bool,
    /// The first paragraph that was not searched, after all of them but where the budget was met.
    pub(crate) searched: ParagraphOrdinal,
}

/// What a run is asked for.
pub(crate) struct Task<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) lengths: &'a Lengths,
    /// What documents add to the score of their paragraphs, in order; those that add nothing are left out.
    pub(crate) titles: &'a [(DocumentPlace, f32)],
    /// The documents whose hits are shown; nothing where all are.
    pub(crate) shown: Option<&'a ByDocument<bool>>,
    pub(crate) sort: Sort,
    /// How many of the best hits are kept.
    pub(crate) keep: usize,
    /// Whether all hits are listed, for counts of forms.
    pub(crate) list: bool,
    /// What paragraphs mention, where that is to be counted.
    pub(crate) mentioned: Option<&'a Mentioned>,
}

/// What a run found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The documents that have hits, shown or not, in the order of the corpus.
    pub(crate) documents: Vec<DocumentHits>,
    /// The best hits that are shown, best first.
    pub(crate) best: Vec<Scored>,
    /// All hits that are shown, in the order of the corpus, if they were asked for.
    pub(crate) all: Vec<ParagraphOrdinal>,
    /// How many hits in documents that are shown mention each instrument, were none chosen; if it was to be counted.
    pub(crate) mentioned: Vec<u32>,
}

impl<'a> Opening<'a> {
    /// Begins with nothing opened.
    pub(crate) fn of(shards: &'a [Shard], catalogue: &'a Catalogue) -> Self {
        let searched = catalogue.end();
        let shards = shards.iter().map(Opened::of).collect();
        let (budget, aside, among) = (BUDGET, BUDGET_ASIDE, None);
        Self { catalogue, shards, budget, aside, among, is_undecided: false, searched }
    }

    /// Leaves so much to be done and no more, as if the corpus were large.
    #[cfg(test)]
    pub(crate) fn leave(&mut self, budget: u64) {
        self.budget = budget;
    }

    /// Tells whether all paragraphs were searched.
    pub(crate) fn is_whole(&self) -> bool {
        self.searched == self.catalogue.end()
    }

    /// Runs a task.
    pub(crate) fn find(&mut self, task: &Task<'_>) -> tantivy::Result<Found> {
        let mut found = Found::default();
        found.mentioned.resize(task.mentioned.map_or(0, |mentioned| mentioned.column.values.len()), 0);
        if !task.plan.can_find() {
            return Ok(found);
        }
        let mut best = Best::new(task.sort, task.keep);
        for shard in 0..self.shards.len() {
            self.find_in(task, shard, &mut found, &mut best)?;
        }
        found.best = best.done();
        Ok(found)
    }

    /// Returns how many paragraphs a plan finds in the documents that are shown, in all where nothing is chosen; nothing
    /// where that takes too long.
    pub(crate) fn count(&mut self, plan: &Plan, shown: Option<&ByDocument<bool>>) -> tantivy::Result<Option<usize>> {
        let lengths = Lengths::of(1.0);
        let (titles, sort) = (&[], Sort::Oldest);
        let task = Task { plan, lengths: &lengths, titles, shown: None, sort, keep: 0, list: false, mentioned: None };
        let is_shown = |each: &&DocumentHits| catalogue::passes(shown, each.document);
        let found = self.aside(|opening| opening.find(&task))?;
        Ok(found.map(|found| found.documents.iter().filter(is_shown).map(|each| each.hits as usize).sum()))
    }

    /// Tells whether a plan finds anything; nothing where that takes too long.
    pub(crate) fn has_hit(&mut self, plan: &Plan) -> tantivy::Result<Option<bool>> {
        let mut has_hit = false;
        let whole = self.aside(|opening| {
            for shard in 0..opening.shards.len() {
                if has_hit || !plan.can_find() {
                    break;
                }
                opening.each_candidate(plan, shard, |evaluator, _, _| {
                    has_hit = evaluator.is_hit();
                    if has_hit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                })?;
            }
            Ok(())
        })?;
        Ok(whole.map(|()| has_hit))
    }

    /// Returns the most parts of the outermost list of `plan` that any paragraph has, as far as was searched.
    pub(crate) fn most_parts(&mut self, plan: &Plan) -> tantivy::Result<usize> {
        let mut most = 0;
        self.aside(|opening| {
            let catalogue = opening.catalogue;
            for number in 0..opening.shards.len() {
                let Some(opened) = opening.shards.get_mut(number) else { break };
                if let Some(mut scan) = Scan::open(plan, opened, catalogue)? {
                    let within = Within { catalogue, documents: plan.required(), shard: opened.shard };
                    scan.run(&Lengths::of(1.0), &within, |hit| most = most.max(hit.lists.count_ones() as usize));
                } else {
                    opening.each_candidate(plan, number, |evaluator, _, _| {
                        most = most.max(evaluator.parts_found());
                        ControlFlow::Continue(())
                    })?;
                }
            }
            Ok(())
        })?;
        Ok(most)
    }

    /// Counts the places where a plan is met in each of its hits `paragraphs`, given in order. Where that takes too long,
    /// the last of them are left out.
    pub(crate) fn places(&mut self, plan: &Plan, paragraphs: &[ParagraphOrdinal]) -> tantivy::Result<Vec<u32>> {
        let catalogue = self.catalogue;
        let mut counts = Vec::with_capacity(paragraphs.len());
        let (mut rest, mut budget) = (paragraphs, BUDGET);
        for opened in &mut self.shards {
            let (shard, end) = (opened.shard, opened.shard.end());
            let (here, later) = rest.split_at(rest.partition_point(|paragraph| *paragraph < end));
            if !here.is_empty() {
                let postings = PlanPostings::open_with_places(plan, opened, catalogue)?;
                let mut evaluator = Evaluator::new(plan, postings);
                for paragraph in here {
                    if evaluator.effort() > budget {
                        return Ok(counts);
                    }
                    evaluator.begin();
                    evaluator.occurrences.move_to(shard.text_from(*paragraph));
                    counts.push(u32::try_from(evaluator.stretch_count()).unwrap_or(u32::MAX));
                }
                budget = budget.saturating_sub(evaluator.effort());
            }
            rest = later;
        }
        Ok(counts)
    }

    /// Does something on the budget for all else; gives nothing where that is met.
    fn aside<T>(&mut self, run: impl FnOnce(&mut Self) -> tantivy::Result<T>) -> tantivy::Result<Option<T>> {
        let (searched, undecided) = (self.searched, self.is_undecided);
        self.searched = self.catalogue.end();
        std::mem::swap(&mut self.budget, &mut self.aside);
        let done = run(self);
        std::mem::swap(&mut self.budget, &mut self.aside);
        let is_whole = self.is_whole();
        (self.searched, self.is_undecided) = (searched, undecided);
        done.map(|done| is_whole.then_some(done))
    }

    /// Calls `take` at every text of a shard that can be a hit, in their order, until it breaks off or the budget is met.
    fn each_candidate(
        &mut self,
        plan: &Plan,
        number: usize,
        mut take: impl FnMut(&mut Evaluator<'_, PlanPostings<'_>>, &Shard, DocId) -> ControlFlow<()>,
    ) -> tantivy::Result<()> {
        let catalogue = self.catalogue;
        let opened = self.shards.get_mut(number).filter(|opened| opened.shard.first() < self.searched);
        let Some(opened) = opened else { return Ok(()) };
        let (shard, texts) = (opened.shard, opened.shard.texts());
        let mut evaluator = Evaluator::new(plan, PlanPostings::open(plan, opened, catalogue)?);
        // Documents that no hit is in are leapt over as a whole.
        let within = Within { catalogue, documents: plan.required(), shard };
        let mut from = 0;
        while let Some(text) = evaluator.occurrences.advance_to(from) {
            if evaluator.effort() > self.budget {
                self.searched = self.searched.min(shard.paragraph(text));
                break;
            }
            from = within.next(text);
            if from >= texts {
                break;
            }
            if from > text {
                continue;
            }
            from = text + 1;
            evaluator.begin();
            if take(&mut evaluator, shard, text).is_break() {
                break;
            }
        }
        self.budget = self.budget.saturating_sub(evaluator.effort());
        self.is_undecided |= evaluator.was_given_up;
        Ok(())
    }

    fn find_in(&mut self, task: &Task<'_>, number: usize, found: &mut Found, best: &mut Best) -> tantivy::Result<()> {
        let (plan, catalogue, limited) = (task.plan, self.catalogue, self.among.clone());
        let Some(opened) = self.shards.get_mut(number) else { return Ok(()) };
        let shard = opened.shard;
        let mut taker = Taker::of(task, catalogue, shard, limited.as_deref(), found, best);
        if let Some(mut scan) = Scan::open(plan, opened, catalogue)? {
            let mut evaluator = match plan.pairs.as_slice() {
                [] => None,
                _ if task.keep == 0 => None,
                _ => Some(Evaluator::new(plan, PlanPostings::open(plan, opened, catalogue)?)),
            };
            let neighbours = std::mem::take(&mut scan.neighbours);
            let within = Within { catalogue, documents: plan.required(), shard };
            scan.run(task.lengths, &within, |hit| {
                let Some(mut score) = taker.count(hit.text, hit.score) else { return };
                if let Some(evaluator) = &mut evaluator {
                    score += taker.scanned_pairs(evaluator, &neighbours, hit, score);
                }
                taker.offer(hit.text, score);
            });
            taker.done();
            return Ok(());
        }
        // What is only counted needs no score.
        let is_scored = |(_, weight): &(usize, f32)| task.keep > 0 && *weight > 0.0;
        let weights: Vec<(usize, f32)> = plan
            .units
            .iter()
            .map(|unit| if unit.scored.is_some() { 0.0 } else { unit.weight })
            .enumerate()
            .filter(is_scored)
            .collect();
        let is_ranked = task.keep > 0;
        let related = plan.units.iter().filter_map(|unit| Some((unit.scored?, unit.weight)));
        let related: Vec<(usize, f32)> = related.filter(|_| is_ranked).collect();
        let titled = plan.units.iter().enumerate().filter(|(_, unit)| is_ranked && !unit.titled.is_empty());
        let titled: Vec<(usize, f32)> = titled.map(|(unit, of)| (unit, TITLE_ALONE * of.weight)).collect();
        self.each_candidate(plan, number, |evaluator, _, text| {
            if evaluator.is_hit() {
                let class = shard.length_class(text);
                let mut score = 0.0;
                for (unit, weight) in &weights {
                    let count = evaluator.unit_count(*unit);
                    if count > 0 {
                        score += weight * task.lengths.saturated(count, class);
                    }
                }
                for (unit, weight) in &titled {
                    if evaluator.unit_count(*unit) == 0 && evaluator.is_in_title(*unit) {
                        score += weight;
                    }
                }
                for (set, weight) in &related {
                    let count = evaluator.occurrences.count(*set);
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
}
