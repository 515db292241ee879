//! The paragraphs with the most of some words, the rarer the better, without reading the lists that cannot matter.
//!
//! Lists are walked one by one, the rarest first, and a paragraph is scored at the first that has it, by looking it up
//! in the others. Once the best have more than all lists that are left could give, these are not walked: they are the
//! longest by far. What is found is what a walk through all lists finds, with the same scores.

use tantivy::DocSet;

use crate::search::index::shard::Detail;
use crate::search::index::weight::{MOST, PAIR};
use crate::search::index::{Index, Sort};
use crate::search::matching::evaluator::Evaluator;
use crate::search::matching::postings::{Opened, PlanPostings};
use crate::search::matching::set::SetPostings;
use crate::search::plan::Plan;
use crate::search::run::best::{Best, Scored};

/// A bound is added up in another order than a score, and may be less by so little.
const ROUNDING: f32 = 1.0001;

impl Index {
    /// Returns the best paragraphs that have any unit of a plan, best first. Every unit is the set of its number, and the
    /// rarest are first.
    pub(super) fn with_most(&self, plan: &Plan, keep: usize) -> tantivy::Result<Vec<Scored>> {
        let mut best = Best::new(Sort::Relevance, keep.min(self.paragraphs()));
        let mut shards: Vec<Opened<'_>> = self.shards.iter().map(Opened::of).collect();
        for list in 0..plan.units.len() {
            for opened in &mut shards {
                self.walk(plan, list, opened, &mut best)?;
            }
        }
        Ok(best.done())
    }

    /// Offers the paragraphs of a shard that a list has and none before it, as far as they may be among the best.
    fn walk(&self, plan: &Plan, list: usize, opened: &mut Opened<'_>, best: &mut Best) -> tantivy::Result<()> {
        let weight = |list: usize| plan.units.get(list).map_or(0.0, |unit| unit.weight);
        let of_pairs = |is_there: &dyn Fn(usize) -> bool| -> f32 {
            let both = plan.pairs.iter().filter(|(left, right, _)| is_there(*left) && is_there(*right));
            both.map(|(.., weight)| weight * PAIR * MOST).sum()
        };
        // The most that the pairs and the lists from one on can give.
        let mut at_most = vec![of_pairs(&|other| other >= list); plan.units.len() + 1];
        for other in (list..plan.units.len()).rev() {
            at_most[other] = at_most[other + 1] + weight(other) * MOST;
        }
        let can_be = |best: &Best, score: f32, from: usize| best.can_hold((score + at_most[from]) * ROUNDING);
        if !can_be(best, 0.0, list) {
            return Ok(());
        }
        let lists = (0..plan.units.len()).map(|set| opened.set(plan, set, Detail::Counts));
        let mut lists: Vec<SetPostings> = lists.collect::<tantivy::Result<_>>()?;
        let (before, rest) = lists.split_at_mut(list);
        let Some((own, later)) = rest.split_first_mut() else { return Ok(()) };
        let shard = opened.shard;
        let mut evaluator: Option<Evaluator<'_, PlanPostings<'_>>> = None;
        let mut text = own.seek(0);
        let (own_weight, all, from_others) = (weight(list), at_most[list], at_most[list + 1]);
        while text < shard.texts() && best.can_hold(all * ROUNDING) {
            let class = shard.length_class(text);
            let mut score = own_weight * self.lengths.saturated(own.count(text), class);
            if best.can_hold((score + from_others) * ROUNDING) && !before.iter_mut().any(|list| list.seek(text) == text)
            {
                let mut having: u64 = 1 << list;
                for (other, postings) in (list + 1..).zip(&mut *later) {
                    if !can_be(best, score, other) {
                        break;
                    }
                    if postings.seek(text) == text {
                        score += weight(other) * self.lengths.saturated(postings.count(text), class);
                        having |= 1 << other;
                    }
                }
                let pairs_at_most = of_pairs(&|list| having & (1 << list) != 0);
                if pairs_at_most > 0.0 && best.can_hold((score + pairs_at_most) * ROUNDING) {
                    let evaluator = match &mut evaluator {
                        Some(evaluator) => evaluator,
                        none => none.insert(Evaluator::new(plan, PlanPostings::open(plan, opened, &self.catalogue)?)),
                    };
                    evaluator.occurrences.move_to(text);
                    let pairs = plan.pairs.iter().map(|(left, right, weight)| {
                        PAIR * weight * self.lengths.saturated(evaluator.pairs(*left, *right), class)
                    });
                    score += pairs.sum::<f32>();
                }
                let paragraph = shard.paragraph(text);
                let document = self.catalogue.document_of(paragraph);
                if let Some(rank) = document.and_then(|document| self.catalogue.rank(Sort::Relevance, document)) {
                    best.offer(Scored { score, rank, paragraph });
                }
            }
            text = match own {
                SetPostings::One(only) => only.advance(),
                _ => own.seek(text + 1),
            };
        }
        Ok(())
    }
}
