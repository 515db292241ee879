//! How often what is looked for stands in every paragraph: no order, no score.

use std::ops::ControlFlow;

use super::Opening;
use crate::corpus::ByDocument;
use crate::search::index::ordinal::ParagraphOrdinal;
use crate::search::index::shard::Detail;
use crate::search::plan::{Clause, Plan};

impl Opening<'_> {
    /// Calls `each` with every paragraph that a plan finds in the documents `among`, in the order of the corpus, and in how
    /// many places: as many as its concordance has lines.
    pub(crate) fn each_use(
        &mut self,
        plan: &Plan,
        among: &ByDocument<bool>,
        mut each: impl FnMut(ParagraphOrdinal, u32),
    ) -> tantivy::Result<()> {
        let only = plan.only_unit().and_then(|unit| plan.units.get(unit)).filter(|unit| unit.titled.is_empty());
        if let Some(set) = only.and_then(|unit| unit.only_set) {
            return self.each_of_set(plan, set, among, each);
        }
        let plan = within(plan, among, true);
        self.each_hit(&plan, |evaluator, paragraph| {
            each(paragraph, u32::try_from(evaluator.stretch_count()).unwrap_or(u32::MAX));
        })
    }

    /// Does the same for a word in all its forms, which is in as many places as it is counted: nothing is decided paragraph
    /// by paragraph.
    fn each_of_set(
        &mut self,
        plan: &Plan,
        set: usize,
        among: &ByDocument<bool>,
        mut each: impl FnMut(ParagraphOrdinal, u32),
    ) -> tantivy::Result<()> {
        let catalogue = self.catalogue;
        let (mut end, mut counts) = (ParagraphOrdinal::FIRST, false);
        for opened in &mut self.shards {
            let (shard, texts) = (opened.shard, opened.shard.texts());
            let mut postings = opened.set(plan, set, Detail::Counts)?;
            let mut text = postings.seek(0);
            while text < texts {
                let paragraph = shard.paragraph(text);
                if paragraph >= end {
                    let Some(document) = catalogue.document_of(paragraph) else { break };
                    let Some((_, next)) = catalogue.paragraphs_of(document) else { break };
                    (end, counts) = (next, among.has(document));
                }
                if counts {
                    each(paragraph, postings.count(text));
                }
                text = postings.seek(if counts { text + 1 } else { shard.text_from(end).min(texts) });
            }
        }
        Ok(())
    }

    /// Calls `each` with every paragraph in the documents `among` that begins with words of the sets `path` of a plan.
    pub(crate) fn each_beginning(
        &mut self,
        plan: &Plan,
        path: &[usize],
        among: &ByDocument<bool>,
        mut each: impl FnMut(ParagraphOrdinal),
    ) -> tantivy::Result<()> {
        let plan = within(&plan.only(path), among, true);
        self.each_hit(&plan, |evaluator, paragraph| {
            if evaluator.marks().first().is_some_and(|(start, _)| *start == 0) {
                each(paragraph);
            }
        })
    }

    fn each_hit(
        &mut self,
        plan: &Plan,
        mut each: impl FnMut(&mut super::Evaluator<'_, super::PlanPostings<'_>>, ParagraphOrdinal),
    ) -> tantivy::Result<()> {
        if !plan.can_find() {
            return Ok(());
        }
        for number in 0..self.shards.len() {
            self.each_candidate(plan, number, |evaluator, shard, text| {
                if evaluator.is_hit() {
                    each(evaluator, shard.paragraph(text));
                }
                ControlFlow::Continue(())
            })?;
        }
        Ok(())
    }
}

/// Returns a plan that finds only what is in the documents `among`, and reads all places where `with_places`.
fn within(plan: &Plan, among: &ByDocument<bool>, with_places: bool) -> Plan {
    let mut plan = plan.clone();
    let documents = Clause::Documents(plan.documents.len());
    plan.documents.push(among.clone().into());
    plan.root = Clause::Every(vec![documents, plan.root]);
    plan.pairs.clear();
    if with_places {
        let sets = plan.units.iter().flat_map(|unit| unit.paths.iter().flatten());
        plan.pairs = sets.map(|set| (*set, *set, 0.0)).collect();
    }
    plan
}
