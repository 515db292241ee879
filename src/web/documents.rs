//! The list of all documents and records by date, with the same facets as results.

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::Response;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

use super::error::ErrorAnswer;
use super::extract::Here;
use super::facets::{self, FacetList, Leading};
use super::headers::Policy;
use super::layout::{Layout, Section};
use super::listed::DocumentLine;
use super::{Error, Site, answer};
use crate::archive::Archive;
use crate::corpus::Corpus;
use crate::data::{
    ChoiceParameters, DocumentEntry, FacetEntry, Format, Links, Misread, Part, PartParameters, QueryString, Search,
    by_name, parameters, rows,
};

#[derive(Template)]
#[template(path = "documents.html")]
struct DocumentsPage {
    layout: Layout,
    notices: Vec<String>,
    facets: Vec<FacetList>,
    total: usize,
    held: usize,
    all: usize,
    clear: Option<String>,
    years: Vec<Year>,
    data: String,
}

/// The documents of one year.
struct Year {
    year: i16,
    documents: Vec<DocumentLine>,
}

/// All documents and records as data.
#[derive(Serialize, ToSchema)]
pub(crate) struct DocumentsAnswer {
    release: String,
    total: usize,
    facets: BTreeMap<&'static str, Vec<FacetEntry>>,
    documents: Vec<DocumentEntry>,
}

/// Answers with the list.
pub(crate) async fn show(State(site): State<Site>, Here(archive): Here, query: QueryString) -> Result<Response, Error> {
    let (search, misread) = parameters::read(archive.corpus(), &query);
    let work = site.work.clone();
    // Of a large archive this is a large page.
    work.run(move || answer::page(&page(&site, &archive, &search, &misread), Policy::PAGE)).await?
}

fn page(site: &Site, archive: &Archive, search: &Search, misread: &[Misread]) -> DocumentsPage {
    let corpus = archive.corpus();
    let browsed = archive.browse(&search.choices);
    let mut years: Vec<Year> = Vec::new();
    for document in browsed.documents.iter().rev().filter_map(|&at| corpus.documents().get(at)) {
        let year = document.date.year();
        let line = DocumentLine::of(corpus, document);
        match years.last_mut().filter(|last| last.year == year) {
            Some(last) => last.documents.push(line),
            None => years.push(Year { year, documents: vec![line] }),
        }
    }
    let bare = Search { choices: search.choices.clone(), ..Search::of("") };
    DocumentsPage {
        layout: Layout::new(site, archive, "Documents", &bare.documents(Format::Html))
            .described("All documents and records of the archive by date.")
            .within(Section::Documents)
            .also(Format::Json, bare.documents(Format::Json), "This list as JSON"),
        notices: misread.iter().map(Misread::message).collect(),
        facets: facets::lists(&browsed.facets, browsed.documents.len(), &bare, Leading::Documents),
        total: browsed.documents.len(),
        held: archive.coverage().documents,
        all: corpus.documents().len(),
        clear: (!search.chosen().is_empty()).then(|| Search::of("").documents(Format::Html)),
        years,
        data: bare.documents(Format::Json),
    }
}

/// Answers with the list as CSV.
#[utoipa::path(
    get,
    path = "/documents.csv",
    operation_id = "documents_csv",
    params(
        ChoiceParameters,
        PartParameters,
        ("excel" = Option<u8>, Query, description = "`1` for a spreadsheet: no cell runs as a formula")
    ),
    responses(
        (status = 200, description = "One document or record a row", content_type = "text/csv"),
        (status = 400, description = "A parameter has no meaning", body = ErrorAnswer),
        (status = 503, description = "Too many searches are under way", body = ErrorAnswer),
    )
)]
pub(crate) async fn csv(State(site): State<Site>, Here(archive): Here, query: QueryString) -> Result<Response, Error> {
    let asked = Asked::read(archive.corpus(), &query)?;
    let (reader, choices) = (archive.clone(), asked.search.choices.clone());
    let found = site.work.run(move || reader.browse(&choices).documents).await?;
    let (total, links) = (found.len(), site.links.clone());
    let entry = move |at| archive.corpus().documents().get(at).map(|document| DocumentEntry::of(&links, document));
    let rows = rows::csv(asked.part(found).filter_map(entry), rows::Reader::of(&query));
    asked.continued(&site.links, Format::Csv, total, answer::stream(rows, Format::Csv, Policy::DATA))
}

/// Answers with the list as JSON.
#[utoipa::path(
    get,
    path = "/documents.json",
    operation_id = "documents_json",
    params(ChoiceParameters, PartParameters),
    responses(
        (status = 200, description = "All documents and records by date", body = DocumentsAnswer),
        (status = 400, description = "A parameter has no meaning", body = ErrorAnswer),
        (status = 503, description = "Too many searches are under way", body = ErrorAnswer),
    )
)]
pub(crate) async fn json(State(site): State<Site>, Here(archive): Here, query: QueryString) -> Result<Response, Error> {
    let asked = Asked::read(archive.corpus(), &query)?;
    let work = site.work.clone();
    work.run(move || {
        let corpus = archive.corpus();
        let browsed = archive.browse(&asked.search.choices);
        let total = browsed.documents.len();
        let documents = asked.part(browsed.documents).filter_map(|at| corpus.documents().get(at));
        let value = DocumentsAnswer {
            release: corpus.release().to_string(),
            total,
            facets: by_name(&browsed.facets),
            documents: documents.map(|document| DocumentEntry::of(&site.links, document)).collect(),
        };
        let answer = answer::json(&value, Format::Json, Policy::DATA)?;
        asked.continued(&site.links, Format::Json, total, answer)
    })
    .await?
}

/// What a data address asks for: the documents that have chosen properties, and which part of them.
struct Asked {
    search: Search,
    part: Part,
}

impl Asked {
    fn read(corpus: &Corpus, query: &QueryString) -> Result<Self, Error> {
        Ok(Self { search: parameters::strict(corpus, query)?, part: Part::read(query)? })
    }

    /// Returns the part of all that is asked for.
    fn part(&self, all: Vec<usize>) -> impl Iterator<Item = usize> + use<> {
        all.into_iter().skip(self.part.offset).take(self.part.limit)
    }

    /// Adds the `Link` to the rest of the documents, if there are more.
    fn continued(&self, links: &Links, format: Format, total: usize, mut answer: Response) -> Result<Response, Error> {
        let Part { offset, limit } = self.part;
        let offset = offset.saturating_add(limit);
        if offset < total {
            let address = Search { choices: self.search.choices.clone(), ..Search::of("") }.documents(format);
            let joint = if address.contains('?') { '&' } else { '?' };
            let next = links.absolute(&format!("{address}{joint}limit={limit}&offset={offset}"));
            let link = format!("<{next}>; rel=\"next\"").parse().map_err(Error::internal)?;
            answer.headers_mut().insert(header::LINK, link);
        }
        Ok(answer)
    }
}
