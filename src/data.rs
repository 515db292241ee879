//! What answers look like apart from pages: rows, links, the state of a search, texts, values with a promised form.
//!
//! The web sends these, the terminal prints them, and whatever is written to files can use them. Knows nothing of
//! requests and of how an answer is sent.

mod cited;
pub(crate) mod compared;
mod concordance;
mod coverage;
mod day;
mod entry;
mod extent;
mod facets;
mod format;
pub(crate) mod formula;
mod history;
mod holdings;
pub(crate) mod instrument;
pub(crate) mod json;
pub(crate) mod links;
pub(crate) mod located;
mod name;
pub(crate) mod parameters;
mod part;
pub(crate) mod plain;
mod provenance;
mod query_string;
pub(crate) mod reading;
pub(crate) mod reference;
mod report;
mod results;
pub(crate) mod rows;
mod scope;
mod search;
pub(crate) mod similar;
mod term;
mod translation;
mod trends;

pub use links::Links;
#[cfg(feature = "import")]
pub(crate) use report::ChangeAnswer;
pub use report::CheckAnswer;

pub(crate) use cited::Cited;
pub(crate) use concordance::LineEntry;
pub(crate) use coverage::PrintedCoverage;
pub(crate) use day::day;
pub(crate) use entry::{CorrectionEntry, Dated, DocumentAnswer, DocumentEntry, HitEntry, NoteEntry, ParagraphAnswer};
pub(crate) use extent::ScopeEntry;
pub(crate) use facets::{FacetEntry, by_name};
pub(crate) use format::Format;
pub(crate) use history::{CopiedStatement, History, HistoryAnswer, HistoryParameters, UseEntry, UseRow, spoken};
pub(crate) use holdings::Holdings;
pub(crate) use name::{name, paragraph_name};
pub(crate) use parameters::{ChoiceParameters, DocumentName, Misread, SearchParameters};
pub(crate) use part::{MOST, PartParameters, RowRange};
pub(crate) use query_string::QueryString;
pub(crate) use report::QuotationAnswer;
pub(crate) use results::SearchAnswer;
pub(crate) use rows::Reader;
pub(crate) use scope::{Limit, SearchedScope};
pub(crate) use search::{Search, View};
pub(crate) use term::{TermState, as_of_day, search_among};
pub(crate) use trends::{
    By, Cell, CellRow, MOST_TERMS, TrendColumn, TrendParameters, TrendState, TrendTerm, TrendUnit, Trends, TrendsAnswer,
};

/// What an address asks for has no meaning; the sentence says what would be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Error(String);
