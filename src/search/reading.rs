//! A query read against an index: how it is matched in the end, its plan, and its spans in any text.

use std::ops::Range;

use super::index::Index;
use super::mark::Marker;
use super::mend::mend;
use super::plan::{Demand, Plan};
use super::query::Query;
use super::{Matched, Matching, Notice};
use crate::corpus::Paragraph;

/// A query as an index understands it. The same reading gives the hits and the spans in them.
pub struct Reading {
    pub(super) query: Query,
    pub(super) marker: Option<Marker>,
    pub(super) matched: Matched,
    pub(super) notices: Vec<Notice>,
}

impl Reading {
    /// Reads a query as `index` will run it, falling back to most of its parts where no paragraph has all.
    pub(super) fn of(index: &Index, typed: &str, matching: Matching) -> tantivy::Result<Self> {
        let query = Query::read(typed);
        let mut notices = query.notices.clone();
        let demand = match matching {
            Matching::All => Demand::All,
            Matching::Any => Demand::Any,
        };
        let mut matched = match matching {
            Matching::All => Matched::All,
            Matching::Any => Matched::Any,
        };
        let mut plan = Plan::of(&query, demand, index.knowledge());
        // Where there are only common words, they are the parts.
        let (parts, common) = match (Plan::countable(&query), Plan::common(&query)) {
            (0, common) => (common.len(), Vec::new()),
            several => several,
        };
        if let Some(all) = &plan {
            notices.extend(all.notices.iter().cloned());
        }
        mend(&mut notices, &index.catalogue);
        if let Some(all) = &plan
            && matching == Matching::All
            && parts > 0
            && parts + common.len() > 1
            && !index.has_hit(all)?
        {
            let at_least = |least| Plan::of(&query, Demand::Least(least), index.knowledge());
            let one = at_least(1);
            let parts = one.as_ref().map_or(0, Plan::parts);
            let most = one.map_or(Ok(0), |one| index.most_parts(&one))?;
            if most > 0 {
                // As many parts as one paragraph has, but no more than just over half: that is still most of the query.
                let least = if most == parts { parts } else { most.min(parts / 2 + 1) };
                matched = Matched::Most;
                notices.push(Notice::most(least, parts, &common));
                plan = at_least(least);
            }
        }
        Ok(Self { query, marker: plan.map(Marker::of), matched, notices })
    }

    /// Returns the spans of the query in a paragraph, as byte ranges in order; nothing where it does not find it.
    ///
    /// `document` is the place of its document in [`crate::corpus::Corpus::documents`], which fields ask for.
    #[must_use]
    pub fn spans(&self, document: usize, paragraph: &Paragraph) -> Option<Vec<Range<usize>>> {
        self.marker.as_ref()?.spans(document, &paragraph.text)
    }

    /// Returns how the query is matched.
    #[must_use]
    pub fn matched(&self) -> Matched {
        self.matched
    }

    /// Returns what is to be said about how the query was read.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    pub(super) fn plan(&self) -> Option<&Plan> {
        self.marker.as_ref().map(Marker::plan)
    }
}
