//! The list of all documents and records by date, with the same facets as results.

mod coverage;

use askama::Template;
use axum::response::Response;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::ToSchema;

use self::coverage::Table;
use super::asked::Asked;
use super::document_line::DocumentLine;
use super::error::ErrorAnswer;
use super::facets::{self, FacetLine, FacetList, Leading};
use super::headers::Policy;
use super::layout::{Layout, Section};
use super::site::{Context, Site};
use super::{Error, answer};
use crate::archive::Archive;
use crate::corpus::{Corpus, DocumentPlace};
use crate::data::{
    ChoiceParameters, DocumentEntry, FacetEntry, Format, Links, Misread, PartParameters, QueryString, Reader, RowRange,
    Search, by_name, links, parameters, rows,
};
use crate::search::{Facet, FacetName};

/// Documents on a page.
const PER_PAGE: usize = 100;

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
    coverage: Table,
    data: String,
    page: usize,
    pages: usize,
    newer: Option<String>,
    older: Option<String>,
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
pub(crate) fn show(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let query = &asked.query;
    let (search, misread) = parameters::read_list(archive.corpus(), query);
    answer::page(&page(site, archive, &search, &misread), Policy::PAGE)
}

fn page(site: &Site, archive: &Archive, search: &Search, misread: &[Misread]) -> DocumentsPage {
    let corpus = archive.corpus();
    let browsed = archive.browse(&search.choices, search.held);
    let mut years: Vec<Year> = Vec::new();
    let total = browsed.documents.len();
    let pages = total.div_ceil(PER_PAGE).max(1);
    let page = search.page.min(pages);
    let shown = browsed.documents.iter().rev().skip((page - 1) * PER_PAGE).take(PER_PAGE);
    for document in shown.filter_map(|&at| corpus.at(at)) {
        let year = document.date.year();
        let line = DocumentLine::of(corpus, document);
        match years.last_mut().filter(|last| last.year == year) {
            Some(last) => last.documents.push(line),
            None => years.push(Year { year, documents: vec![line] }),
        }
    }
    let bare = list(search);
    let other = |page| bare.at_page(page).documents(Format::Html);
    let title = if page > 1 { format!("Documents, page {page}") } else { "Documents".to_owned() };
    let layout = Layout::new(site, archive, &title, &other(page))
        .described("All documents and records of the archive by date.")
        .within(Section::Documents)
        .also(Format::Json, bare.documents(Format::Json), "This list as JSON");
    let chosen = bare.chosen().len() + usize::from(bare.held.is_some());
    // Each document would lead to a list of itself.
    let leads_on = |facet: &Facet| match facet.name {
        FacetName::Document => false,
        // Few documents have a paragraph here that could mention anything.
        FacetName::Mentions => facet.values.iter().any(|value| value.selected),
        _ => true,
    };
    let in_list: Vec<Facet> = browsed.facets.into_iter().filter(leads_on).collect();
    let mut facets = facets::lists(&in_list, total, &bare, Leading::Documents);
    facets.insert(0, texts(archive, &bare));
    let coverage = Table::of(corpus, &browsed.documents, &bare);
    DocumentsPage {
        coverage,
        layout: if chosen > 0 { layout.narrowed(site, chosen, &links::all_documents()) } else { layout },
        notices: misread.iter().map(Misread::message).collect(),
        facets,
        total,
        held: archive.coverage().documents,
        all: corpus.documents().len(),
        clear: (chosen > 0).then(|| Search::of("").documents(Format::Html)),
        years,
        data: bare.documents(Format::Json),
        page,
        pages,
        newer: (page > 1).then(|| other(page - 1)),
        older: (page < pages).then(|| other(page + 1)),
    }
}

/// Returns the state of a list of documents.
fn list(search: &Search) -> Search {
    Search { choices: search.choices.clone(), held: search.held, ..Search::of("") }
}

/// Returns the choice between documents whose text is held and others, each with their number.
fn texts(archive: &Archive, search: &Search) -> FacetList {
    let values = [(true, "Text held here"), (false, "Text not held here")].map(|(held, label)| {
        let selected = search.held == Some(held);
        let other = Search { held: (!selected).then_some(held), ..search.at_page(1) };
        FacetLine {
            label: label.to_owned(),
            count: archive.browse(&search.choices, Some(held)).documents.len(),
            selected,
            path: other.documents(Format::Html),
        }
    });
    FacetList::of("Text", values.into())
}

/// Answers with the list as CSV.
#[utoipa::path(
    get,
    path = "/documents.csv",
    operation_id = "documents_csv",
    params(
        ChoiceParameters,
        PartParameters,
        ("held" = Option<bool>, Query, description = "`true`: those whose text is held here; `false`: the others"),
        ("excel" = Option<u8>, Query, description = "`1` for a spreadsheet: no cell runs as a formula or becomes a date or another number")
    ),
    responses(
        (status = 200, description = "One document or record a row", content_type = "text/csv"),
        (status = 400, description = "A parameter has no meaning", body = ErrorAnswer),
        (status = 414, description = "The address is too long", body = ErrorAnswer),
        (status = 431, description = "The address is far too long"),
        (status = 503, description = "Too many searches are under way", body = ErrorAnswer),
    )
)]
pub(crate) fn csv(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let wanted = Wanted::read(archive.corpus(), &asked.query)?;
    let found = archive.browse(&wanted.search.choices, wanted.search.held).documents;
    let release = archive.corpus().release().clone();
    let (total, links, archive) = (found.len(), Arc::clone(&site.links), Arc::clone(archive));
    let entry = move |at| archive.corpus().at(at).map(|document| DocumentEntry::of(&links, document));
    let entries = rows::Released::all(wanted.part(found).filter_map(entry), &release);
    let rows = rows::csv(entries, Reader::of(&asked.query));
    let answer = answer::stream(context, rows, Format::Csv, Policy::DATA);
    wanted.continued(&site.links, Format::Csv, total, answer)
}

/// Answers with the list as JSON.
#[utoipa::path(
    get,
    path = "/documents.json",
    operation_id = "documents_json",
    params(
        ChoiceParameters,
        PartParameters,
        ("held" = Option<bool>, Query, description = "`true`: those whose text is held here; `false`: the others"),
    ),
    responses(
        (status = 200, description = "All documents and records by date", body = DocumentsAnswer),
        (status = 400, description = "A parameter has no meaning", body = ErrorAnswer),
        (status = 414, description = "The address is too long", body = ErrorAnswer),
        (status = 431, description = "The address is far too long"),
        (status = 503, description = "Too many searches are under way", body = ErrorAnswer),
    )
)]
pub(crate) fn json(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let wanted = Wanted::read(archive.corpus(), &asked.query)?;
    let corpus = archive.corpus();
    let browsed = archive.browse(&wanted.search.choices, wanted.search.held);
    let total = browsed.documents.len();
    let documents = wanted.part(browsed.documents).filter_map(|at| corpus.at(at));
    let value = DocumentsAnswer {
        release: corpus.release().to_string(),
        total,
        facets: by_name(&browsed.facets),
        documents: documents.map(|document| DocumentEntry::of(&site.links, document)).collect(),
    };
    let answer = answer::json(&value, Format::Json, Policy::DATA)?;
    wanted.continued(&site.links, Format::Json, total, answer)
}

/// What a data address asks for: the documents that have chosen properties, and which part of them.
struct Wanted {
    search: Search,
    part: RowRange,
}

impl Wanted {
    fn read(corpus: &Corpus, query: &QueryString) -> Result<Self, Error> {
        Ok(Self { search: parameters::strict_list(corpus, query)?, part: RowRange::read(query)? })
    }

    /// Returns the part of all that is asked for.
    fn part(&self, all: Vec<DocumentPlace>) -> impl Iterator<Item = DocumentPlace> + use<> {
        all.into_iter().skip(self.part.offset).take(self.part.limit)
    }

    /// Adds the `Link` to the rest of the documents, if there are more.
    fn continued(&self, links: &Links, format: Format, total: usize, answer: Response) -> Result<Response, Error> {
        let RowRange { offset, limit } = self.part;
        let offset = offset.saturating_add(limit);
        if offset >= total {
            return Ok(answer);
        }
        let address = list(&self.search).documents(format);
        let joint = if address.contains('?') { '&' } else { '?' };
        answer::followed(answer, &links.absolute(&format!("{address}{joint}limit={limit}&offset={offset}")))
    }
}
