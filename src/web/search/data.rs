//! Results as data: complete, in the order of the page.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::choices::{self, SearchParameters};
use super::super::data::HitEntry;
use super::super::error::ErrorAnswer;
use super::super::extract::{Here, QueryString};
use super::super::facets::{self, FacetEntry};
use super::super::format::Format;
use super::super::headers::Policy;

use super::super::links::{self, Links, Search, View};
use super::super::part::{MOST, Part};
use super::super::rows::{self, Reader};
use super::super::{Error, Site, answer};
use super::kwic::LineEntry;
use super::scope::Scope;
use crate::archive::Archive;
use crate::corpus::Corpus;
use crate::search::{Matched, Notice, Results};

/// The results of a search.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SearchAnswer {
    query: String,
    understood_as: String,
    #[serde(rename = "match")]
    matched: &'static str,
    total: usize,
    documents: usize,
    release: String,
    notices: Vec<NoticeEntry>,
    did_you_mean: Vec<String>,
    also_counted: Vec<AlsoCountedEntry>,
    facets: BTreeMap<&'static str, Vec<FacetEntry>>,
    hits: Vec<HitEntry>,
    records: Vec<RecordEntry>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
struct NoticeEntry {
    code: &'static str,
    message: String,
    position: Option<usize>,
    suggestion: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
struct AlsoCountedEntry {
    term: String,
    forms: Vec<FormEntry>,
    /// Whether it has further forms, of rarer words, that were not counted.
    more: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
struct FormEntry {
    form: String,
    count: usize,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
struct RecordEntry {
    id: String,
    title: String,
    date: String,
    kind: &'static str,
    path: String,
    #[serde(rename = "abstract")]
    abstract_text: Option<String>,
}

/// Answers with the results as JSON.
#[utoipa::path(
    get,
    path = "/search.json",
    operation_id = "search_json",
    params(SearchParameters),
    responses(
        (status = 200, description = "The hits and all that is said about them", body = SearchAnswer),
        (status = 400, description = "A parameter has no meaning", body = ErrorAnswer),
        (status = 503, description = "Too many searches are under way", body = ErrorAnswer),
    )
)]
pub(crate) async fn json(State(site): State<Site>, Here(archive): Here, query: QueryString) -> Result<Response, Error> {
    let asked = Asked::read(archive.corpus(), &query)?;
    let work = site.work.clone();
    // A large answer takes longer to write than to find.
    work.run(move || {
        let results = asked.results(&archive);
        let value = SearchAnswer::of(&site.links, &archive, &asked.search.query, &results);
        let answer = answer::json(&value, Format::Json, Policy::DATA)?;
        asked.continued(&site.links, Format::Json, results.total, answer)
    })
    .await?
}

/// Answers with the hits as CSV.
#[utoipa::path(
    get,
    path = "/search.csv",
    operation_id = "search_csv",
    params(SearchParameters),
    responses(
        (status = 200, description = "One hit a row", content_type = "text/csv"),
        (status = 400, description = "A parameter has no meaning", body = ErrorAnswer),
        (status = 503, description = "Too many searches are under way", body = ErrorAnswer),
    )
)]
pub(crate) async fn csv(State(site): State<Site>, Here(archive): Here, query: QueryString) -> Result<Response, Error> {
    let found = Found::read(&site, archive, &query).await?;
    let answer = match found.lines {
        None => answer::stream(rows::csv(found.entries(&site), found.asked.reader), Format::Csv, Policy::DATA),
        Some(lines) => answer::stream(rows::csv(lines.into_iter(), found.asked.reader), Format::Csv, Policy::DATA),
    };
    found.asked.continued(&site.links, Format::Csv, found.results.total, answer)
}

/// Answers with the hits as one JSON value a line.
#[utoipa::path(
    get,
    path = "/search.ndjson",
    operation_id = "search_ndjson",
    params(SearchParameters),
    responses(
        (status = 200, description = "One hit a line", content_type = "application/x-ndjson"),
        (status = 400, description = "A parameter has no meaning", body = ErrorAnswer),
        (status = 503, description = "Too many searches are under way", body = ErrorAnswer),
    )
)]
pub(crate) async fn ndjson(
    State(site): State<Site>,
    Here(archive): Here,
    query: QueryString,
) -> Result<Response, Error> {
    let found = Found::read(&site, archive, &query).await?;
    let answer = match found.lines {
        None => answer::stream(rows::ndjson(found.entries(&site)), Format::Ndjson, Policy::DATA),
        Some(lines) => answer::stream(rows::ndjson(lines.into_iter()), Format::Ndjson, Policy::DATA),
    };
    found.asked.continued(&site.links, Format::Ndjson, found.results.total, answer)
}

/// What a data address asked for and got.
struct Found {
    archive: Arc<Archive>,
    asked: Asked,
    results: Arc<Results>,
    /// The lines of the concordance in the order of the screen, where that is the view.
    lines: Option<Vec<LineEntry>>,
}

impl Found {
    async fn read(site: &Site, archive: Arc<Archive>, query: &QueryString) -> Result<Self, Error> {
        let asked = Asked::read(archive.corpus(), query)?;
        let links = site.links.clone();
        let done = site.work.run(move || {
            let results = Arc::new(asked.results(&archive));
            let search = &asked.search;
            let lines = (search.view == View::Kwic).then(|| LineEntry::all(&links, &archive, &results, search.lines));
            Self { archive, asked, results, lines }
        });
        Ok(done.await?)
    }

    /// Returns the hits, each made when it is asked for.
    fn entries(&self, site: &Site) -> impl Iterator<Item = HitEntry> + Send + use<> {
        let (archive, results, links) = (self.archive.clone(), self.results.clone(), site.links.clone());
        let hit = move |at| results.hits.get(at).and_then(|hit| HitEntry::of(&links, &archive, hit));
        (0..self.results.hits.len()).filter_map(hit)
    }
}

/// What a data address asks for.
pub(super) struct Asked {
    pub(super) search: Search,
    part: Part,
    reader: Reader,
}

impl Asked {
    /// Reads a data address; unlike on the page, what has no meaning is refused.
    pub(super) fn read(corpus: &Corpus, query: &QueryString) -> Result<Self, Error> {
        Ok(Self { search: choices::strict(corpus, query)?, part: Part::read(query)?, reader: Reader::of(query) })
    }

    /// Returns what it asks for.
    pub(super) fn results(&self, archive: &Archive) -> Results {
        archive.search(&super::request(&self.search, self.part.offset, self.part.limit))
    }

    /// Returns the absolute address of the rest of the hits, if there are more.
    pub(super) fn next(&self, links: &Links, format: Format, total: usize) -> Option<String> {
        let offset = self.part.offset.saturating_add(self.part.limit);
        (offset < total).then(|| self.from(offset, links, format))
    }

    /// Returns the absolute address of these hits.
    pub(super) fn own(&self, links: &Links, format: Format) -> String {
        match &self.part {
            Part { offset: 0, limit: MOST } => links.absolute(&self.search.at_page(1).address(format)),
            part => self.from(part.offset, links, format),
        }
    }

    fn from(&self, offset: usize, links: &Links, format: Format) -> String {
        let address = self.search.at_page(1).address(format);
        let joint = if address.contains('?') { '&' } else { '?' };
        // The next part of a table for a spreadsheet is for one, too: its cells could be formulas as well.
        let reader = if format == Format::Csv { self.reader.parameter() } else { "" };
        links.absolute(&format!("{address}{joint}limit={}&offset={offset}{reader}", self.part.limit))
    }

    /// Adds the `Link` to the rest of the hits, if there are more.
    pub(super) fn continued(
        &self,
        links: &Links,
        format: Format,
        total: usize,
        mut answer: Response,
    ) -> Result<Response, Error> {
        if let Some(next) = self.next(links, format, total) {
            let link = format!("<{next}>; rel=\"next\"").parse().map_err(Error::internal)?;
            answer.headers_mut().insert(header::LINK, link);
        }
        Ok(answer)
    }
}

impl SearchAnswer {
    /// Returns the results as they are printed.
    pub(crate) fn of(links: &Links, archive: &Archive, query: &str, results: &Results) -> Self {
        Self {
            query: query.to_owned(),
            understood_as: results.understood_as.clone(),
            matched: match results.matched {
                Matched::All => "all",
                Matched::Any => "any",
                Matched::Most => "most",
            },
            total: results.total,
            documents: results.documents,
            release: archive.corpus().release().to_string(),
            notices: results.notices.iter().map(notice).chain(scope(archive, results)).collect(),
            did_you_mean: results.did_you_mean.clone(),
            also_counted: results
                .also_counted
                .iter()
                .map(|also| AlsoCountedEntry {
                    term: also.term.clone(),
                    forms: also
                        .forms
                        .iter()
                        .map(|(form, count)| FormEntry { form: form.clone(), count: *count })
                        .collect(),
                    more: also.more,
                })
                .collect(),
            facets: facets::entries(&results.facets),
            hits: results.hits.iter().filter_map(|hit| HitEntry::of(links, archive, hit)).collect(),
            records: results.records.iter().filter_map(|&at| record(archive, at)).collect(),
        }
    }
}

fn notice(notice: &Notice) -> NoticeEntry {
    NoticeEntry {
        code: notice.code,
        message: notice.message.clone(),
        position: notice.position,
        suggestion: notice.suggestion.clone(),
    }
}

/// Says how far a negative reaches: in which texts nothing was found, and what was looked for.
fn scope(archive: &Archive, results: &Results) -> Option<NoticeEntry> {
    let message = Scope::of(archive, results)?.sentence(&results.tried);
    Some(NoticeEntry { code: "scope", message, position: None, suggestion: None })
}

fn record(archive: &Archive, at: usize) -> Option<RecordEntry> {
    let document = archive.corpus().documents().get(at)?;
    Some(RecordEntry {
        id: document.id.to_string(),
        title: document.title.clone(),
        date: document.date.to_string(),
        kind: document.kind.id(),
        path: links::document(&document.id, Format::Html),
        abstract_text: document.abstract_text.clone(),
    })
}
