//! Records that match, in a list of their own.

use std::ops::Range;

use super::Session;
use crate::corpus::{ByDocument, Corpus, DocumentPlace};
use crate::search::index::record::{BETWEEN, RecordPart, Records, description, parts};
use crate::search::index::{Index, Sort};
use crate::search::language::{Matching, Query};
use crate::search::matching::text::Marker;
use crate::search::plan::{Demand, Plan, Planner};
use crate::search::run::resolved::Matched;
use crate::search::run::{Found, Opening, Task};

/// At most this many records are listed.
const MOST: usize = 1000;

/// A part of what describes a record, with the bytes of it in which a query matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described<'a> {
    /// Which part.
    pub part: RecordPart,
    /// Its words.
    pub text: &'a str,
    /// What matched in them.
    pub spans: Vec<Range<usize>>,
}

impl Index {
    /// Returns why each of these records is found by a query: what describes it, marked.
    #[must_use]
    pub fn described<'a>(
        &self,
        corpus: &'a Corpus,
        query: &str,
        matching: Matching,
        records: &[DocumentPlace],
    ) -> Vec<Vec<Described<'a>>> {
        let query = Query::read(query);
        let demand = if matching == Matching::Any { Demand::Any } else { Demand::All };
        let plan = Planner::new(self, &query).of_records(demand);
        let marker = plan.map(|plan| Marker::of(plan, &self.catalogue.languages));
        let described = |&at: &DocumentPlace| {
            let Some(record) = corpus.at(at) else { return Vec::new() };
            let marker = marker.as_ref();
            let spans = marker.and_then(|it| it.spans(at, &description(record, corpus))).unwrap_or_default();
            let mut from = 0;
            let mut all = Vec::new();
            for (part, text) in parts(record, corpus) {
                let inside = spans.iter().filter(|span| from <= span.start && span.end <= from + text.len());
                all.push(Described { part, text, spans: inside.map(|it| it.start - from..it.end - from).collect() });
                from += text.len() + BETWEEN.len();
            }
            all
        };
        records.iter().map(described).collect()
    }
}

/// Returns the records that have all of a query, or any part if that was asked.
pub(crate) fn search(
    session: &mut Session<'_>,
    shown: Option<&ByDocument<bool>>,
) -> tantivy::Result<Vec<DocumentPlace>> {
    let records = &session.index.records;
    // A choice among paragraphs leaves no record, which has none.
    if session.opening.among.is_some() {
        return Ok(Vec::new());
    }
    let demand = if session.resolved.matched == Matched::Any { Demand::Any } else { Demand::All };
    let Some(plan) = session.planner.of_records(demand) else { return Ok(Vec::new()) };
    let found = find(records, &plan, shown, MOST)?;
    // With any of the words, stop words alone do not make a record worth listing.
    let weighty = plan.units.iter().any(|unit| unit.weight > 0.0);
    let best = found.best.iter().filter(|record| record.score > 0.0 || !weighty);
    Ok(best.filter_map(|record| records.catalogue.document_of(record.paragraph)).collect())
}

/// Returns the best records for a plan.
pub(crate) fn find(
    records: &Records,
    plan: &Plan,
    shown: Option<&ByDocument<bool>>,
    keep: usize,
) -> tantivy::Result<Found> {
    let (lengths, sort) = (&records.lengths, Sort::Relevance);
    let task = Task { plan, lengths, titles: &[], shown, sort, keep, list: false, mentioned: None };
    Opening::of(&records.shards, &records.catalogue).find(&task)
}
