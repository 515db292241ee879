//! The state of a page that tells the history of a term, as its address holds it.

use url::form_urlencoded;

use super::format::Format;
use super::query_string::QueryString;
use super::search::Search;
use crate::corpus::{Corpus, Date, Kind};
use crate::search::{MAX_CHARACTERS, OneTerm};
use crate::wording::is_double_mark;

/// What is asked of a term.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct TermState {
    /// The term as typed.
    pub(crate) text: String,
    /// Whether press reports count.
    pub(crate) press: bool,
    /// The day of which the wording is asked; nothing for the present one.
    pub(crate) as_of: Option<Date>,
    /// The page of uses, from 1.
    pub(crate) page: usize,
}

impl TermState {
    /// Returns the state that asks for the history of `text` and nothing else.
    pub(crate) fn of(text: &str) -> Self {
        Self { text: text.to_owned(), page: 1, ..Self::default() }
    }

    /// Returns the state that tells of what a search asks for, where that is one term or few words side by side.
    pub(crate) fn of_search(query: &str) -> Option<Self> {
        let term = OneTerm::read(query).ok()?;
        let is_short = term.text() == query || term.words().is_some_and(|words| words.split(' ').count() <= 4);
        is_short.then(|| Self::of(query))
    }

    /// Returns the state that tells of these very words; nothing where they are more than a query may have.
    pub(crate) fn of_words(words: &str) -> Option<Self> {
        let words: String = words.chars().filter(|c| !is_double_mark(*c)).collect();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let fits = words.chars().count() + 2 <= MAX_CHARACTERS && OneTerm::read(&format!("\"{words}\"")).is_ok();
        fits.then(|| Self::of(&format!("\"{words}\"")))
    }

    /// Reads an address; the day is read by whoever has the archive of it.
    pub(crate) fn read(query: &QueryString, as_of: Option<Date>) -> Self {
        let page = query.one("page").and_then(|page| page.parse().ok()).filter(|page| (1..=1_000_000).contains(page));
        Self {
            text: query.one("t").unwrap_or_default().to_owned(),
            press: query.one("press") == Some("1"),
            as_of,
            page: page.unwrap_or(1),
        }
    }

    /// Returns the address in a format.
    pub(crate) fn address(&self, format: Format) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        if !self.text.is_empty() {
            pairs.append_pair("t", &self.text);
        }
        if self.press {
            pairs.append_pair("press", "1");
        }
        if let Some(day) = self.as_of {
            pairs.append_pair("as_of", &day.to_string());
        }
        if self.page > 1 && format == Format::Html {
            pairs.append_pair("page", &self.page.to_string());
        }
        let query = pairs.finish();
        let path = format!("/term{}", format.suffix());
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }

    /// Returns the same at another page.
    pub(crate) fn at_page(&self, page: usize) -> Self {
        Self { page, ..self.clone() }
    }
}

/// Returns a search for a term among the texts that count: all but press reports unless those do.
pub(crate) fn search_among(corpus: &Corpus, text: &str, press: bool) -> Search {
    let mut search = Search::of(text);
    let mut held: Vec<Kind> = Vec::new();
    for document in corpus.documents().iter().filter(|document| document.held()) {
        if !held.contains(&document.kind) {
            held.push(document.kind);
        }
    }
    let has = |kind: &Kind| held.contains(kind);
    if !press && has(&Kind::PressReport) {
        let others = Kind::ALL.into_iter().filter(|kind| *kind != Kind::PressReport);
        search.choices.kinds = others.clone().filter(has).collect();
        if search.choices.kinds.is_empty() {
            search.choices.kinds = others.collect();
        }
    }
    search
}

/// Returns the address of a search in the archive of a day: the page of the present one, data of an earlier one.
pub(crate) fn as_of_day(search: &Search, day: Option<Date>) -> String {
    match day {
        None => search.address(Format::Html),
        Some(day) => format!("{}&as_of={day}", search.address(Format::Json)),
    }
}
