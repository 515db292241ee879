//! Puts the best hits in the order that a reader expects: words as typed, together and in order, come first, then near
//! each other, then scattered.
//!
//! Places of words are read for the best hits by words alone, a fixed number of them, so that pages follow each other
//! and a search in a large corpus costs no more.

use super::Opening;
use super::best::{self, Scored};
use crate::search::index::Sort;
use crate::search::index::weight::{GATHERED, IN_ORDER, MOST, TITLE};
use crate::search::matching::closeness::{Arrangement, Closeness, Seen, closeness};
use crate::search::matching::evaluator::Evaluator;
use crate::search::matching::postings::PlanPostings;
use crate::search::plan::order::Order;

/// So many hits are put in order, the best by their words alone.
pub const ORDERED: usize = 128;
/// So many places of words are read for them.
const PLACES: usize = 200_000;

impl Opening<'_> {
    /// Puts the first hits of `best` in order.
    pub(crate) fn put_in_order(&mut self, order: &Order, best: &mut [Scored]) -> tantivy::Result<()> {
        let count = best.len().min(ORDERED);
        let Some(best) = best.get_mut(..count) else { return Ok(()) };
        let mut by_place: Vec<&mut Scored> = best.iter_mut().collect();
        by_place.sort_unstable_by_key(|hit| hit.paragraph);
        let mut hits = by_place.into_iter().peekable();
        let (catalogue, mut left) = (self.catalogue, PLACES);
        let mut seen: Vec<Seen> = Vec::new();
        for opened in &mut self.shards {
            let (shard, end) = (opened.shard, opened.shard.end());
            if hits.peek().is_some_and(|hit| hit.paragraph < end) {
                let mut evaluator = Evaluator::new(&order.plan, PlanPostings::open(&order.plan, opened, catalogue)?);
                while let Some(hit) = hits.next_if(|hit| hit.paragraph < end && left > 0) {
                    evaluator.occurrences.move_to(shard.text_from(hit.paragraph));
                    seen.clear();
                    for each in &order.evidence {
                        let (part, covers, as_typed) = (each.part, each.covers, each.as_typed);
                        let places = evaluator.places_of(each.unit).into_iter();
                        seen.extend(places.map(|(start, end)| Seen { start, end, part, covers, as_typed }));
                    }
                    left = left.saturating_sub(seen.len());
                    hit.score += order.worth(&closeness(&mut seen, &order.weights));
                }
            }
        }
        best::sort(best, Sort::Relevance);
        Ok(())
    }
}

impl Order {
    /// Returns what it adds to a score that words stand so close.
    fn worth(&self, close: &Closeness) -> f32 {
        let weight: f32 = self.weights.iter().sum();
        // More than words alone, whatever their number, and those of a title are ever worth.
        let step = (MOST + TITLE + GATHERED + IN_ORDER) * weight + 1.0;
        let steps = match (close.standing, close.as_typed) {
            (Arrangement::Together, true) => 5.0,
            (Arrangement::Together, false) => 4.0,
            // But for words that no text has, all of it stands there.
            _ if !self.is_of_all && close.is_linked => 4.0,
            _ if !self.is_of_all => 0.0,
            (Arrangement::Near, true) => 3.0,
            (Arrangement::Near, false) => 2.0,
            (Arrangement::Scattered, true) => 1.0,
            (Arrangement::Scattered, false) => 0.0,
        };
        // That half of a question stands near together is chance, and that half of it is in its order says next to
        // nothing: three parts of four are a tenth of the whole, nine of ten, which are a quotation, nearly half.
        let shares = GATHERED * close.gathered.powi(2) + IN_ORDER * close.in_order.powi(2).powi(2).powi(2);
        steps * step + weight * shares
    }
}
