//! Queries to try.

use crate::data::{Format, Search};

/// A query to try, and where it leads.
pub(crate) struct Try {
    pub(crate) label: String,
    pub(crate) path: String,
}

/// Returns queries that show what can be asked.
pub(crate) fn examples() -> [Try; 4] {
    ["\"international law\"", "ransomware", "norms NEAR/8 peacetime", "critical infrastructure"]
        .map(|query| Try { label: query.to_owned(), path: Search::of(query).address(Format::Html) })
}
