//! Records, documents whose text is not held: found by title, abstract and topics, in a list of their own.

use super::Matching;
use super::find::{Found, Task, find, has_hit};
use super::index::Index;
use super::plan::{Demand, Plan};
use super::rank::Lengths;
use super::reading::Reading;
use super::shard::Shard;
use super::{Sort, catalogue::Catalogue};
use crate::corpus::{Corpus, Document};

/// At most this many records are listed.
const MOST: usize = 1000;

/// The records of a corpus with a shard of their own.
pub(super) struct Records {
    shard: Vec<Shard>,
    catalogue: Catalogue,
    lengths: Lengths,
}

impl Records {
    pub(super) fn of(corpus: &Corpus) -> tantivy::Result<Self> {
        let places: Vec<usize> =
            corpus.documents().iter().enumerate().filter(|(_, document)| !document.held()).map(|(at, _)| at).collect();
        let described: Vec<String> = places
            .iter()
            .filter_map(|at| corpus.documents().get(*at))
            .map(|record| description(record, corpus))
            .collect();
        let mut shard = Vec::new();
        if !described.is_empty() {
            shard.push(Shard::build(described.iter().map(String::as_str))?);
        }
        let lengths = Lengths::over(&shard);
        Ok(Self { shard, catalogue: Catalogue::of_records(corpus, &places), lengths })
    }

    pub(super) fn shard(&self) -> Option<&Shard> {
        self.shard.first()
    }

    /// Tells whether a plan finds any record.
    pub(super) fn has_hit(&self, plan: &Plan) -> tantivy::Result<bool> {
        has_hit(plan, &self.catalogue, &self.shard)
    }

    /// Returns the places in the corpus of the records that have all of a query, or any part if that was asked.
    pub(super) fn search(
        &self,
        reading: &Reading,
        index: &Index,
        matching: Matching,
        shown: Option<&[bool]>,
    ) -> tantivy::Result<Vec<usize>> {
        if self.shard.is_empty() {
            return Ok(Vec::new());
        }
        let demand = if matching == Matching::Any { Demand::Any } else { Demand::All };
        let Some(plan) = Plan::of(&reading.query, demand, index.knowledge()) else { return Ok(Vec::new()) };
        let found = self.found(&plan, shown, MOST)?;
        // With any of the words, stop words alone do not make a record worth listing.
        let weighty = plan.units.iter().any(|unit| unit.weight > 0.0);
        let best = found.best.iter().filter(|record| record.score > 0.0 || !weighty);
        Ok(best.map(|record| self.catalogue.document_of(record.paragraph)).collect())
    }
}

impl Records {
    /// Returns the places in the corpus of the best records for a plan.
    pub(super) fn best(&self, plan: &Plan, keep: usize) -> tantivy::Result<Vec<usize>> {
        let found = self.found(plan, None, keep)?;
        Ok(found.best.iter().map(|record| self.catalogue.document_of(record.paragraph)).collect())
    }

    fn found(&self, plan: &Plan, shown: Option<&[bool]>, keep: usize) -> tantivy::Result<Found> {
        let task = Task {
            plan,
            catalogue: &self.catalogue,
            lengths: &self.lengths,
            titles: &[],
            shown,
            sort: Sort::Relevance,
            keep,
            list: false,
        };
        find(&task, &self.shard)
    }
}

/// Returns the words by which a record is found. Sentences end between its parts, so that no phrase runs over.
fn description(record: &Document, corpus: &Corpus) -> String {
    let mut parts: Vec<&str> = vec![&record.title];
    parts.extend(record.short_title.as_deref());
    parts.extend(record.abstract_text.as_deref());
    parts.extend(record.topics.iter().map(|topic| corpus.vocabulary().topic(topic)));
    parts.join(".\n")
}
