//! A query resolved against an index: how it is matched in the end, its plan, and its spans in any text.

use std::ops::Range;

use super::Opening;
use crate::corpus::{DocumentPlace, Paragraph};
use crate::search::index::{Index, sound};
use crate::search::language::{Matching, Notice, Query};
use crate::search::matching::text::Marker;
use crate::search::plan::{Demand, Plan, Planner, rewrite};

/// How the hits were matched in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matched {
    /// Every hit has every part.
    All,
    /// Every hit has at least one part, as asked.
    Any,
    /// No paragraph has all parts; these have most of them.
    Most,
}

/// A query as an index understands it. The same plan gives the hits and the spans in them.
pub struct Resolved {
    pub(crate) marker: Option<Marker>,
    pub(crate) matched: Matched,
    /// How many parts the plan asks for.
    pub(crate) demand: Demand,
    pub(crate) notices: Vec<Notice>,
}

impl Index {
    /// Reads a query as this index will run it.
    pub(crate) fn read(&self, query: &str, matching: Matching) -> Query {
        match matching {
            Matching::All => Query::read(query),
            Matching::Any => Query::read_rarest(query, |word| self.dictionary.texts(word)),
        }
    }

    /// Resolves a query as this index will run it; what comes of it gives the spans in any paragraph.
    #[must_use]
    pub fn resolve(&self, query: &str, matching: Matching) -> Resolved {
        let query = self.read(query, matching);
        let mut opening = Opening::of(&self.shards, &self.catalogue);
        sound(Resolved::of(&query, &mut Planner::new(self, &query), &mut opening, matching))
    }
}

impl Resolved {
    /// Plans a query, falling back to most of its parts where no paragraph has all.
    pub(crate) fn of(
        query: &Query,
        planner: &mut Planner<'_>,
        opening: &mut Opening<'_>,
        matching: Matching,
    ) -> tantivy::Result<Self> {
        let mut notices = query.notices.clone();
        let (mut demand, mut matched) = match matching {
            Matching::All => (Demand::All, Matched::All),
            Matching::Any => (Demand::Any, Matched::Any),
        };
        let mut plan = planner.whole(demand);
        // Where there are only common words, they are the parts.
        let (parts, common) = match (Plan::countable(query), Plan::common(query)) {
            (0, common) => (common.len(), Vec::new()),
            several => several,
        };
        if let Some(all) = &plan {
            notices.extend(all.notices.iter().cloned());
        }
        rewrite::combine(&mut notices, &mut planner.fields);
        if let Some(all) = &plan
            && matching == Matching::All
            && parts > 0
            && parts + common.len() > 1
            && opening.has_hit(all)? == Some(false)
        {
            let one = planner.whole(Demand::Least(1));
            let parts = one.as_ref().map_or(0, Plan::parts);
            let most = one.as_ref().map_or(Ok(0), |one| opening.most_parts(one))?;
            if let Some(mut one) = one
                && most > 0
            {
                // As many parts as one paragraph has, but no more than just over half: that is still most of the query.
                let least = if most == parts { parts } else { most.min(parts / 2 + 1) };
                matched = Matched::Most;
                notices.push(Notice::most(least, parts, &common));
                demand = Demand::Least(least);
                if least > 1 {
                    one = planner.whole(Demand::Least(least)).unwrap_or(one);
                }
                plan = Some(one);
            }
        }
        let languages = &planner.index.catalogue.languages;
        Ok(Self { marker: plan.map(|plan| Marker::of(plan, languages)), matched, demand, notices })
    }

    /// Returns the spans of the query in a paragraph, as byte ranges in order; nothing where it does not find it.
    ///
    /// Fields ask for its document.
    #[must_use]
    pub fn spans(&self, document: DocumentPlace, paragraph: &Paragraph) -> Option<Vec<Range<usize>>> {
        self.marker.as_ref()?.spans_in(document, paragraph)
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

    pub(crate) fn plan(&self) -> Option<&Plan> {
        self.marker.as_ref().map(Marker::plan)
    }
}
