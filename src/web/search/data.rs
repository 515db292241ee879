//! Results as data: complete, in the order of the page.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::header;
use axum::response::Response;
use serde::Serialize;

use super::super::choices;
use super::super::data::{ParagraphEntry, pair};
use super::super::extract::{Here, QueryString};
use super::super::facets::{self, FacetEntry};
use super::super::format::Format;
use super::super::headers::Policy;
use super::super::links::{self, Links, Search};
use super::super::{Error, Site, answer};
use crate::archive::Archive;
use crate::search::{Hit, Matched, Results};

/// The most hits that one answer holds.
pub(crate) const MOST: usize = 10_000;

/// The results of a search.
#[derive(Debug, Clone, Serialize)]
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

#[derive(Debug, Clone, Serialize)]
struct NoticeEntry {
    code: &'static str,
    message: String,
    position: Option<usize>,
    suggestion: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
struct AlsoCountedEntry {
    term: String,
    forms: Vec<FormEntry>,
}

#[derive(Debug, Clone, Serialize)]
struct FormEntry {
    form: String,
    count: usize,
}

#[derive(Debug, Clone, Serialize)]
struct HitEntry {
    #[serde(flatten)]
    paragraph: ParagraphEntry,
    score: f32,
    spans: Vec<[usize; 2]>,
}

#[derive(Debug, Clone, Serialize)]
struct RecordEntry {
    id: String,
    title: String,
    date: String,
    kind: &'static str,
    path: String,
    #[serde(rename = "abstract")]
    abstract_text: Option<String>,
}

/// What part of the hits a data address asks for.
pub(crate) struct Part {
    pub(crate) offset: usize,
    pub(crate) limit: usize,
}

impl Part {
    /// Reads `limit` and `offset`, or `page` in pages of the limit.
    pub(crate) fn read(query: &QueryString) -> Result<Self, Error> {
        let number = |name: &str, from: usize| match query.one(name).map(str::parse) {
            None => Ok(None),
            Some(Ok(number)) if number >= from => Ok(Some(number)),
            _ => Err(Error::BadRequest(format!("{name} is a whole number from {from}"))),
        };
        let limit = number("limit", 1)?.unwrap_or(MOST).min(MOST);
        let page = number("page", 1)?.unwrap_or(1);
        let offset = number("offset", 0)?.unwrap_or((page - 1).saturating_mul(limit));
        Ok(Self { offset, limit })
    }
}

/// Answers with the results as JSON.
pub(crate) async fn json(State(site): State<Site>, Here(archive): Here, query: QueryString) -> Result<Response, Error> {
    let (search, misread) = choices::read(&query);
    if let Some(misread) = misread.first() {
        return Err(Error::BadRequest(misread.message()));
    }
    let part = Part::read(&query)?;
    let work = site.work.clone();
    // A large answer takes longer to write than to find.
    work.run(move || found(&site, &archive, &search, &part)).await?
}

fn found(site: &Site, archive: &Archive, search: &Search, part: &Part) -> Result<Response, Error> {
    let results = archive.search(&super::request(search, part.offset, part.limit));
    let value = answer(&site.links, archive, &search.query, &results);
    let mut answer = answer::json(&value, Format::Json, Policy::DATA)?;
    if let Some(next) = next(&site.links, search, Format::Json, part, results.total) {
        answer.headers_mut().insert(header::LINK, next.parse().map_err(Error::internal)?);
    }
    Ok(answer)
}

/// Returns the `Link` header to the rest of the hits, if there are more.
pub(crate) fn next(links: &Links, search: &Search, format: Format, part: &Part, total: usize) -> Option<String> {
    let offset = part.offset.checked_add(part.limit)?;
    if offset >= total {
        return None;
    }
    let address = search.at_page(1).address(format);
    let joint = if address.contains('?') { '&' } else { '?' };
    let url = links.absolute(&format!("{address}{joint}limit={}&offset={offset}", part.limit));
    Some(format!("<{url}>; rel=\"next\""))
}

/// Returns the results as they are printed.
pub(crate) fn answer(links: &Links, archive: &Archive, query: &str, results: &Results) -> SearchAnswer {
    SearchAnswer {
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
        notices: results
            .notices
            .iter()
            .map(|notice| NoticeEntry {
                code: notice.code,
                message: notice.message.clone(),
                position: notice.position,
                suggestion: notice.suggestion.clone(),
            })
            .collect(),
        did_you_mean: results.did_you_mean.clone(),
        also_counted: results
            .also_counted
            .iter()
            .map(|also| AlsoCountedEntry {
                term: also.term.clone(),
                forms: also.forms.iter().map(|(form, count)| FormEntry { form: form.clone(), count: *count }).collect(),
            })
            .collect(),
        facets: facets::entries(&results.facets),
        hits: results.hits.iter().filter_map(|hit| entry(links, archive, hit)).collect(),
        records: results.records.iter().filter_map(|&at| record(archive, at)).collect(),
    }
}

fn entry(links: &Links, archive: &Archive, hit: &Hit) -> Option<HitEntry> {
    let document = archive.corpus().documents().get(hit.document)?;
    let paragraph = document.paragraphs.get(hit.paragraph)?;
    Some(HitEntry {
        paragraph: ParagraphEntry::of(links, document, paragraph),
        score: hit.score,
        spans: hit.spans.iter().map(|span| pair(&paragraph.text, span)).collect(),
    })
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
