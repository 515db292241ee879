//! Records that match, in a list of their own.

use super::Session;
use crate::search::index::Sort;
use crate::search::index::record::Records;
use crate::search::plan::{Demand, Plan};
use crate::search::run::resolved::Matched;
use crate::search::run::{Found, Opening, Task};

/// At most this many records are listed.
const MOST: usize = 1000;

/// Returns the places in the corpus of the records that have all of a query, or any part if that was asked.
pub(crate) fn search(session: &mut Session<'_>, shown: Option<&[bool]>) -> tantivy::Result<Vec<usize>> {
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
    Ok(best.map(|record| records.catalogue.document_of(record.paragraph)).collect())
}

/// Returns the best records for a plan.
pub(crate) fn find(records: &Records, plan: &Plan, shown: Option<&[bool]>, keep: usize) -> tantivy::Result<Found> {
    let (lengths, sort) = (&records.lengths, Sort::Relevance);
    let task = Task { plan, lengths, titles: &[], shown, sort, keep, list: false, mentioned: None };
    Opening::of(&records.shards, &records.catalogue).find(&task)
}
