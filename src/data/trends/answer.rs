//! Terms through time as data: a cell a row, each with its search.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use utoipa::{IntoParams, ToSchema};

use super::{By, TrendState, Trends};
use crate::data::extent::ScopeEntry;
use crate::data::links::Links;
use crate::data::results::NoticeEntry;
use crate::data::rows::TableRow;

/// Terms through time.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TrendsAnswer {
    terms: Vec<String>,
    /// `year`, `presidency` or `text`.
    by: &'static str,
    /// `texts`, `per10k` or `count`: what the page draws. The cells have all numbers.
    unit: &'static str,
    /// One for each term and each year, presidency or text of which a text is held. A year without a text has none.
    #[schema(value_type = Vec<CellEntry>)]
    cells: Vec<CellRow>,
    /// How many texts of each are held and counted, and how many are known and not held.
    columns: Vec<ColumnEntry>,
    /// Whether all paragraphs were searched: if not, the numbers are the least they can be.
    is_whole: bool,
    notices: Vec<NoticeEntry>,
    scope: ScopeEntry,
    as_of: Option<String>,
}

/// A cell; `year` is named as `by` says.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a description: the derive alone reads it")]
struct CellEntry {
    term: String,
    /// In an answer by presidency or text this field has that name.
    year: Option<i16>,
    /// How many texts have it.
    texts_with: usize,
    /// Out of how many.
    texts: usize,
    /// How often they have it.
    uses: usize,
    /// How many words the texts have.
    words: u64,
    /// The search that finds these uses.
    url: String,
    /// Where press reports count: what they have of all this.
    press: Option<PressShare>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
struct PressShare {
    texts_with: usize,
    texts: usize,
    uses: usize,
}

#[derive(Debug, Serialize, ToSchema)]
struct ColumnEntry {
    key: String,
    label: String,
    texts: usize,
    words: u64,
    not_held: usize,
}

/// A cell as a row of a table.
#[derive(Debug, Clone)]
pub(crate) struct CellRow {
    by: By,
    term: String,
    key: String,
    texts_with: usize,
    texts: usize,
    uses: usize,
    words: u64,
    url: String,
    press: Option<PressShare>,
}

impl TrendsAnswer {
    /// Returns trends with some of their cells.
    pub(crate) fn of(state: &TrendState, trends: Trends, cells: Vec<CellRow>) -> Self {
        let columns = trends.columns.into_iter().map(|column| ColumnEntry {
            key: column.key,
            label: column.label,
            texts: column.texts,
            words: column.words,
            not_held: column.not_held,
        });
        Self {
            terms: trends.terms.iter().map(|term| term.typed.clone()).collect(),
            by: state.by.id(),
            unit: state.unit.id(),
            cells,
            columns: columns.collect(),
            is_whole: trends.terms.iter().all(|term| term.is_whole),
            notices: trends.terms.iter().flat_map(|term| &term.notices).map(NoticeEntry::of).collect(),
            as_of: trends.scope.as_of.clone(),
            scope: trends.scope,
        }
    }
}

impl CellRow {
    /// Returns all cells, term by term.
    pub(crate) fn all(links: &Links, state: &TrendState, trends: &Trends) -> Vec<Self> {
        let of = |term: &super::TrendTerm| {
            let held = trends.columns.iter().zip(&term.cells).filter(|(column, _)| column.texts > 0);
            let row = |(column, cell): (&super::TrendColumn, &super::Cell)| Self {
                by: state.by,
                term: term.typed.clone(),
                key: column.key.clone(),
                texts_with: cell.texts_with,
                texts: column.texts,
                uses: cell.uses,
                words: column.words,
                url: links.absolute(&column.link(&term.typed, state)),
                press: state.press.then_some(PressShare {
                    texts_with: cell.press_with,
                    texts: column.press,
                    uses: cell.press_uses,
                }),
            };
            held.map(row).collect::<Vec<_>>()
        };
        trends.terms.iter().flat_map(of).collect()
    }

    /// Returns the names of the columns of a table.
    pub(crate) fn head(by: By) -> Vec<&'static str> {
        vec!["term", by.id(), "texts_with", "texts", "uses", "words", "url"]
    }
}

impl Serialize for CellRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("term", &self.term)?;
        match self.key.parse::<i16>() {
            Ok(year) if self.by == By::Year => map.serialize_entry("year", &year)?,
            _ => map.serialize_entry(self.by.id(), &self.key)?,
        }
        map.serialize_entry("texts_with", &self.texts_with)?;
        map.serialize_entry("texts", &self.texts)?;
        map.serialize_entry("uses", &self.uses)?;
        map.serialize_entry("words", &self.words)?;
        map.serialize_entry("url", &self.url)?;
        map.serialize_entry("press", &self.press)?;
        map.end()
    }
}

impl TableRow for CellRow {
    const COLUMNS: &'static [&'static str] = &["term", "year", "texts_with", "texts", "uses", "words", "url"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.term.clone(),
            self.key.clone(),
            self.texts_with.to_string(),
            self.texts.to_string(),
            self.uses.to_string(),
            self.words.to_string(),
            self.url.clone(),
        ]
    }
}

/// What is asked of terms, as the interface describes it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "a description: the fields are read by the derive alone")]
pub(crate) struct TrendParameters {
    /// A term, as `/term` takes it; may be repeated, up to six times.
    #[param(min_length = 1, max_length = 500)]
    t: Vec<String>,
    /// `year` (default), `presidency` or `text`.
    #[param(pattern = "^(year|presidency|text)$")]
    by: Option<String>,
    /// `texts` (default), `per10k` or `count`: what the page draws.
    #[param(pattern = "^(texts|per10k|count)$")]
    unit: Option<String>,
    /// `1` where press reports are to count.
    press: Option<u8>,
    /// The day by which the wording was published; the newest where there is none.
    #[param(format = Date)]
    as_of: Option<String>,
    /// The most cells to give; more than 10,000 are given as 10,000.
    #[param(minimum = 1)]
    limit: Option<usize>,
    /// How many cells to pass over.
    #[param(minimum = 0)]
    offset: Option<usize>,
}
