//! The best hits of a run: so many are kept, in the order that was asked for.

use crate::search::index::Sort;
use crate::search::index::ordinal::ParagraphOrdinal;

/// A hit with all that decides its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Scored {
    pub(crate) score: f32,
    pub(crate) rank: u32,
    pub(crate) paragraph: ParagraphOrdinal,
}

/// The best hits so far.
pub(crate) struct Best {
    sort: Sort,
    keep: usize,
    hits: Vec<Scored>,
    /// The worst hit that would still be kept: of all there could be, until there are enough.
    threshold: Scored,
}

impl Best {
    /// Keeps none yet.
    pub(crate) fn new(sort: Sort, keep: usize) -> Self {
        Self { sort, keep, hits: Vec::new(), threshold: Scored::WORST }
    }

    /// Tells whether a hit of at most `score` may be among the best.
    pub(crate) fn can_hold(&self, score: f32) -> bool {
        self.sort != Sort::Relevance || score >= self.threshold.score
    }

    /// Takes a hit, if it is among the best.
    pub(crate) fn offer(&mut self, hit: Scored) {
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

    /// Returns the best, best first.
    pub(crate) fn done(mut self) -> Vec<Scored> {
        let sort = self.sort;
        self.prune();
        self.hits.sort_unstable_by(|a, b| a.order(b, sort));
        self.hits
    }
}

/// Sorts hits, best first.
pub(crate) fn sort(hits: &mut [Scored], sort: Sort) {
    hits.sort_unstable_by(|a, b| a.order(b, sort));
}

impl Scored {
    /// A hit that every other comes before.
    const WORST: Self = Self { score: f32::NEG_INFINITY, rank: u32::MAX, paragraph: ParagraphOrdinal::BEHIND_ALL };

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
