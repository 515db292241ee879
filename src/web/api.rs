//! The data interface, described from the code that answers it: a page for people, OpenAPI for programs.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use utoipa::openapi::path::Operation;
use utoipa::openapi::{RefOr, Server};
use utoipa::{IntoParams, OpenApi};

use super::extract::Here;
use super::format::Format;
use super::headers::Policy;
use super::layout::{Layout, Section, grouped};
use super::sentence::{Run, runs};
use super::{Error, Site, answer, check, document, documents, error, health, opensearch, paragraph, search};

/// The description that the handlers' own notes add up to.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "G7 Cyber Archive",
        description = "Everything on the pages as data. No key, no registration; answers are open to scripts of every \
                       origin. Offsets count Unicode code points, half open. Texts carry their own rights, which every \
                       answer names.",
        license(name = "MIT", identifier = "MIT"),
    ),
    paths(
        search::data::json,
        search::data::csv,
        search::data::ndjson,
        search::atom::show,
        opensearch::suggest,
        check::json,
        check::json_post,
        documents::json,
        documents::csv,
        document::show,
        paragraph::show,
        health::show,
    ),
    components(schemas(error::ErrorAnswer))
)]
struct Description;

/// The parameters of every search; [`super::choices`] reads them.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "a description: the fields are read by the derive alone")]
pub(crate) struct SearchParameters {
    /// The query, in the query language of the help page.
    q: Option<String>,
    /// `all` parts of the query (default) or `any`.
    #[param(rename = "match")]
    matching: Option<String>,
    /// `relevance` (default), `newest`, `oldest` or `document`.
    sort: Option<String>,
    /// `paragraphs` (default) or `kwic`: in CSV and NDJSON one line of the concordance a row.
    view: Option<String>,
    /// The order of a concordance: `found` (default), `left`, `right` or `date`.
    lines: Option<String>,
    /// Only documents of these years; may be repeated.
    year: Option<Vec<i16>>,
    /// Only documents of these kinds; may be repeated.
    kind: Option<Vec<String>>,
    /// Only documents of these forums; may be repeated.
    forum: Option<Vec<String>>,
    /// Only documents under these presidencies; may be repeated.
    presidency: Option<Vec<String>>,
    /// Only documents with these topics; may be repeated.
    topic: Option<Vec<String>>,
    /// Only these documents; may be repeated.
    document: Option<Vec<String>>,
    /// The most hits to give, at most 10,000.
    limit: Option<usize>,
    /// How many hits to pass over.
    offset: Option<usize>,
    /// In CSV, `1` for a spreadsheet: no cell runs as a formula.
    excel: Option<u8>,
}

/// The choices among documents; [`super::choices`] reads them.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "a description: the fields are read by the derive alone")]
pub(crate) struct ChoiceParameters {
    /// Only documents of these years; may be repeated.
    year: Option<Vec<i16>>,
    /// Only documents of these kinds; may be repeated.
    kind: Option<Vec<String>>,
    /// Only documents of these forums; may be repeated.
    forum: Option<Vec<String>>,
    /// Only documents under these presidencies; may be repeated.
    presidency: Option<Vec<String>>,
    /// Only documents with these topics; may be repeated.
    topic: Option<Vec<String>>,
}

/// What part of a list is given; [`search::data::Part`] reads it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "a description: the fields are read by the derive alone")]
pub(crate) struct PartParameters {
    /// The most documents to give, at most 10,000.
    limit: Option<usize>,
    /// How many documents to pass over.
    offset: Option<usize>,
}

#[derive(Template)]
#[template(path = "api.html")]
struct ApiPage {
    layout: Layout,
    operations: Vec<Described>,
    limit: String,
}

/// An address of the interface.
struct Described {
    path: String,
    summary: Vec<Run>,
    description: Option<Vec<Run>>,
    parameters: Vec<Parameter>,
    answers: Vec<(String, Vec<Run>)>,
}

struct Parameter {
    name: String,
    description: Vec<Run>,
}

/// Answers with the interface for people.
pub(crate) async fn show(State(site): State<Site>, Here(archive): Here) -> Result<Response, Error> {
    let description = Description::openapi();
    let operations =
        description.paths.paths.iter().filter_map(|(path, item)| Some(described(path, item.get.as_ref()?)));
    let page = ApiPage {
        layout: Layout::new(&site, &archive, "Data interface", "/api")
            .described("Every search, document and paragraph of the archive as data: JSON, CSV, NDJSON and Atom.")
            .within(Section::Help)
            .also(Format::Json, "/api/openapi.json".to_owned(), "OpenAPI description"),
        operations: operations.collect(),
        limit: grouped(search::data::MOST),
    };
    answer::page(&page, Policy::PAGE)
}

/// Answers with the interface for programs (OpenAPI 3.1).
pub(crate) async fn openapi(State(site): State<Site>) -> Result<Response, Error> {
    let mut description = Description::openapi();
    description.servers = Some(vec![Server::new(site.links.base())]);
    answer::json(&description, Format::Json, Policy::DATA)
}

fn described(path: &str, operation: &Operation) -> Described {
    let parameters = operation.parameters.iter().flatten().filter_map(|parameter| match parameter {
        RefOr::T(parameter) => Some(Parameter {
            name: parameter.name.clone(),
            description: parameter.description.as_deref().map(runs).unwrap_or_default(),
        }),
        RefOr::Ref(_) => None,
    });
    let answers = operation.responses.responses.iter().map(|(status, response)| {
        let words = match response {
            RefOr::T(response) => &response.description,
            RefOr::Ref(reference) => &reference.description,
        };
        (status.clone(), runs(words))
    });
    Described {
        path: path.to_owned(),
        summary: operation.summary.as_deref().map(runs).unwrap_or_default(),
        description: operation.description.as_deref().map(runs),
        parameters: parameters.collect(),
        answers: answers.collect(),
    }
}
