//! The state of a page of trends, as its address holds it.

use url::form_urlencoded;

use crate::corpus::{Corpus, Date};
use crate::data::format::Format;
use crate::data::parameters::{self, Misread};
use crate::data::query_string::QueryString;
use crate::data::search::Search;
use crate::data::term::TermState;
use crate::search::Choices;

/// At most so many terms are counted at once.
pub(crate) const MOST_TERMS: usize = 6;

/// What a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum By {
    #[default]
    Year,
    Presidency,
    Text,
}

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum TrendUnit {
    /// Texts that have it, out of all.
    #[default]
    Texts,
    /// Uses in ten thousand words.
    Per10k,
    /// Uses.
    Count,
}

impl By {
    pub(crate) const ALL: [Self; 3] = [Self::Year, Self::Presidency, Self::Text];

    /// Returns its name in addresses and data.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Presidency => "presidency",
            Self::Text => "text",
        }
    }
}

impl TrendUnit {
    pub(crate) const ALL: [Self; 3] = [Self::Texts, Self::Per10k, Self::Count];

    /// Returns its name in addresses and data.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Texts => "texts",
            Self::Per10k => "per10k",
            Self::Count => "count",
        }
    }
}

/// What is asked of terms.
#[derive(Debug, Clone, Default)]
pub(crate) struct TrendState {
    /// The terms as typed.
    pub(crate) terms: Vec<String>,
    pub(crate) by: By,
    pub(crate) unit: TrendUnit,
    /// Whether press reports count.
    pub(crate) press: bool,
    /// The day of which the wording is asked; nothing for the present one.
    pub(crate) as_of: Option<Date>,
    pub(crate) choices: Choices,
}

impl TrendState {
    /// Returns the state that goes on from the history of one term.
    pub(crate) fn of(text: &str, term: &TermState) -> Self {
        Self { terms: vec![text.to_owned()], press: term.press, as_of: term.as_of, ..Self::default() }
    }

    /// Reads an address; what could not be read is reported and left out.
    pub(crate) fn read(corpus: &Corpus, query: &QueryString, as_of: Option<Date>) -> (Self, Vec<Misread>) {
        let (Search { choices, .. }, misread) = parameters::read(corpus, query);
        let mut misread: Vec<Misread> =
            misread.into_iter().filter(|it| matches!(it.name, "year" | "kind" | "document")).collect();
        let mut miss = |name, value: &str, right| misread.push(Misread { name, value: value.to_owned(), right });
        let mut state = Self { press: query.one("press") == Some("1"), as_of, choices, ..Self::default() };
        if let Some(wanted) = query.one("by") {
            match By::ALL.into_iter().find(|by| by.id() == wanted) {
                Some(by) => state.by = by,
                None => miss("by", wanted, "it is year, presidency or text"),
            }
        }
        if let Some(wanted) = query.one("unit") {
            match TrendUnit::ALL.into_iter().find(|unit| unit.id() == wanted) {
                Some(unit) => state.unit = unit,
                None => miss("unit", wanted, "it is texts, per10k or count"),
            }
        }
        for text in query.all("t").filter(|text| !text.trim().is_empty()) {
            if state.terms.iter().any(|known| known == text) {
                continue;
            }
            if state.terms.len() < MOST_TERMS {
                state.terms.push(text.to_owned());
            } else {
                miss("t", text, "at most six terms are counted at once");
            }
        }
        (state, misread)
    }

    /// Returns the address in a format.
    pub(crate) fn address(&self, format: Format) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        for term in &self.terms {
            pairs.append_pair("t", term);
        }
        if self.by != By::default() {
            pairs.append_pair("by", self.by.id());
        }
        if self.unit != TrendUnit::default() {
            pairs.append_pair("unit", self.unit.id());
        }
        if self.press {
            pairs.append_pair("press", "1");
        }
        if let Some(day) = self.as_of {
            pairs.append_pair("as_of", &day.to_string());
        }
        for (name, value) in self.chosen() {
            pairs.append_pair(name, &value);
        }
        let query = pairs.finish();
        let path = format!("/trends{}", format.suffix());
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }

    /// Returns the choices as the parameters that addresses write.
    pub(crate) fn chosen(&self) -> Vec<(&'static str, String)> {
        Search { choices: self.choices.clone(), ..Search::of("") }.chosen()
    }
}
