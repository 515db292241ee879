//! What becomes of the hits of a shard: they are counted by document, and the best of those that are shown are kept.
//!
//! Does not know how a hit is found.

use tantivy::DocId;

use super::best::{Best, Scored};
use super::scan::ScannedHit;
use super::{Found, Task};
use crate::corpus::DocumentPlace;
use crate::search::index::catalogue::{self, Catalogue, DocumentHits};
use crate::search::index::mention::Paragraphs;
use crate::search::index::ordinal::ParagraphOrdinal;
use crate::search::index::shard::Shard;
use crate::search::index::weight::{MOST, PAIR};
use crate::search::matching::evaluator::Evaluator;
use crate::search::matching::postings::PlanPostings;

/// Takes the hits of one shard, in their order. What few hits come to stays apart from the loop over all of them: within it
/// each hit of a scan costs some 20 instructions more.
pub(super) struct Taker<'a, 'b> {
    task: &'a Task<'a>,
    catalogue: &'a Catalogue,
    shard: &'a Shard,
    among: Option<&'a Paragraphs>,
    found: &'b mut Found,
    best: &'b mut Best,
    /// The most that neighbouring words can add to a score.
    pairs_at_most: f32,
    /// The document of the last hit, its hits so far, its rank, and where the next begins: most hits are in the same as the
    /// one before.
    document: Option<DocumentPlace>,
    hits: u32,
    rank: u32,
    end: ParagraphOrdinal,
    is_shown: bool,
    title: f32,
    /// What this document and later ones add.
    titles: &'a [(DocumentPlace, f32)],
}

impl<'a, 'b> Taker<'a, 'b> {
    pub(super) fn of(
        task: &'a Task<'a>,
        catalogue: &'a Catalogue,
        shard: &'a Shard,
        among: Option<&'a Paragraphs>,
        found: &'b mut Found,
        best: &'b mut Best,
    ) -> Self {
        let pairs_at_most = task.plan.pairs.iter().map(|(_, _, weight)| weight * PAIR * MOST).sum();
        // The last document of the shard before may go on in this one.
        let begun = found.documents.pop();
        Self {
            task,
            catalogue,
            shard,
            among,
            found,
            best,
            pairs_at_most,
            document: begun.map(|begun| begun.document),
            hits: begun.map_or(0, |begun| begun.hits),
            rank: u32::MAX,
            end: shard.first(),
            is_shown: false,
            title: 0.0,
            titles: task.titles,
        }
    }

    /// Counts a hit. Returns its score with that of its title, if it is shown and may be among the best.
    pub(super) fn count(&mut self, text: DocId, score: f32) -> Option<f32> {
        let paragraph = self.shard.paragraph(text);
        if paragraph >= self.end {
            self.enter(paragraph)?;
        }
        if let Some(mentioned) = self.task.mentioned.filter(|_| self.is_shown) {
            mentioned.count(paragraph, &mut self.found.mentioned);
        }
        if self.among.is_some_and(|among| !among.has(paragraph)) {
            return None;
        }
        self.hits += 1;
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
    fn enter(&mut self, paragraph: ParagraphOrdinal) -> Option<()> {
        let document = self.catalogue.document_of(paragraph)?;
        let (_, end) = self.catalogue.paragraphs_of(document)?;
        if self.document != Some(document) {
            self.leave();
            (self.document, self.hits) = (Some(document), 0);
        }
        (self.rank, self.end) = (self.catalogue.rank(self.task.sort, document)?, end);
        self.is_shown = catalogue::passes(self.task.shown, document);
        while let Some((_, later)) = self.titles.split_first().filter(|((titled, _), _)| *titled < document) {
            self.titles = later;
        }
        self.title = self.titles.first().filter(|(titled, _)| *titled == document).map_or(0.0, |(_, score)| *score);
        Some(())
    }

    fn leave(&mut self) {
        let hits = self.hits;
        self.found.documents.extend(self.document.filter(|_| hits > 0).map(|document| DocumentHits { document, hits }));
    }

    pub(super) fn done(mut self) {
        self.leave();
    }

    #[inline(never)]
    pub(super) fn offer(&mut self, text: DocId, score: f32) {
        self.best.offer(Scored { score, rank: self.rank, paragraph: self.shard.paragraph(text) });
    }

    /// Returns the same as [`Self::pairs`] for a hit of a scan, where that may bring it among the best.
    #[inline(never)]
    pub(super) fn scanned_pairs(
        &self,
        evaluator: &mut Evaluator<'_, PlanPostings<'_>>,
        neighbours: &[(u64, f32)],
        hit: ScannedHit,
        score: f32,
    ) -> f32 {
        let both = |(lists, _): &&(u64, f32)| hit.lists & lists == *lists;
        let at_most: f32 = neighbours.iter().filter(both).map(|(_, weight)| weight * PAIR * MOST).sum();
        if at_most > 0.0 && self.best.can_hold(score + at_most) {
            evaluator.occurrences.move_to(hit.text);
            return self.pairs(evaluator, hit.text);
        }
        0.0
    }

    /// Returns what neighbouring words of the query that are neighbours in the paragraph add to its score: reading
    /// places costs more than all the rest.
    pub(super) fn pairs(&self, evaluator: &mut Evaluator<'_, PlanPostings<'_>>, text: DocId) -> f32 {
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
