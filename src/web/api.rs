//! The data interface, described from the code that answers it: a page for people, OpenAPI for programs.

use askama::Template;
use axum::response::Response;
use utoipa::OpenApi;
use utoipa::openapi::path::Operation;
use utoipa::openapi::{RefOr, Server};

use super::asked::Asked;
use super::headers::Policy;
use super::layout::{Layout, Section, grouped};
use super::sentence::{SentencePart, runs};
use super::site::Context;
use super::{
    Error, answer, check, compare, document, documents, error, formula, health, instrument, instruments, opensearch,
    paragraph, search, similar, term, trends,
};
use crate::corpus::{Corpus, Kind, ParagraphId};
use crate::data::reading::{Reading, readings};
use crate::data::{Format, Links, MOST, Search, links};
use crate::mcp;

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
        search::data::ris,
        search::data::bibtex,
        term::data::json,
        term::data::csv,
        term::atom::show,
        trends::data::json,
        trends::data::csv,
        opensearch::suggest,
        check::json,
        check::json_post,
        compare::data::json,
        compare::data::csv,
        formula::data::json,
        formula::data::csv,
        similar::data::paragraph_json,
        similar::data::paragraph_csv,
        similar::data::json,
        similar::data::csv,
        documents::json,
        documents::csv,
        document::show,
        paragraph::show,
        instruments::json,
        instruments::csv,
        instrument::show,
        health::show,
    ),
    components(schemas(error::ErrorAnswer))
)]
struct Description;

#[derive(Template)]
#[template(path = "api.html")]
struct ApiPage {
    layout: Layout,
    calls: Vec<Call>,
    readings: [Reading; 4],
    operations: Vec<Described>,
    limit: String,
    /// The address that language models ask, and each tool that they find there with what it does.
    assistant: String,
    tools: Vec<(&'static str, &'static str)>,
}

/// Something to ask the interface for, in the languages of three programs.
struct Call {
    asks: &'static str,
    lines: Vec<Reading>,
}

/// Returns the first calls that somebody may try, of a paragraph that is held; a test runs each line where its program is
/// at hand.
fn calls(links: &Links, corpus: &Corpus) -> Vec<Call> {
    let call = |asks, ids: [&'static str; 3], path: &str, python: &str, r: &str| {
        let address = links.absolute(path);
        let lines = [
            format!("curl -s '{address}'"),
            format!("import json, urllib.request\nanswer = json.load(urllib.request.urlopen(\"{address}\"))\n{python}"),
            format!("answer <- jsonlite::fromJSON(\"{address}\")\n{r}"),
        ];
        let mut lines = lines.into_iter();
        let lines = ["curl", "Python", "R"].into_iter().zip(ids).zip(&mut lines);
        Call { asks, lines: lines.map(|((program, id), line)| Reading { program, id, line }).collect() }
    };
    let mut calls = vec![call(
        "All paragraphs with a word",
        ["curl-search", "python-search", "r-search"],
        &Search::of("cyber").address(Format::Json),
        "for hit in answer[\"hits\"]: print(hit[\"date\"], hit[\"url\"])",
        "cat(answer$hits$url, sep = \"\\n\")",
    )];
    let held = || corpus.documents().iter().filter(|document| document.held());
    let document = held().find(|document| document.kind != Kind::PressReport).or(held().next());
    let Some((document, paragraph)) = document.and_then(|it| Some((it, it.paragraphs.first()?))) else { return calls };
    let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
    let quoted: Vec<&str> = paragraph.text.split_whitespace().take(12).collect();
    let quoted: String = url::form_urlencoded::byte_serialize(quoted.join(" ").as_bytes()).collect();
    calls.push(call(
        "One paragraph",
        ["curl-paragraph", "python-paragraph", "r-paragraph"],
        &links::paragraph(&id, Format::Json),
        "print(answer[\"text\"])",
        "cat(answer$text, \"\\n\")",
    ));
    calls.push(call(
        "Whether a quotation is right",
        ["curl-check", "python-check", "r-check"],
        &format!("/check.json?q={quoted}"),
        "for quotation in answer[\"quotations\"]: print(quotation[\"verdict\"])",
        "cat(answer$quotations$verdict, sep = \"\\n\")",
    ));
    calls
}

/// An address of the interface.
struct Described {
    path: String,
    summary: Vec<SentencePart>,
    description: Option<Vec<SentencePart>>,
    parameters: Vec<Parameter>,
    answers: Vec<(String, Vec<SentencePart>)>,
}

struct Parameter {
    name: String,
    description: Vec<SentencePart>,
}

/// Answers with the interface for people.
pub(crate) fn show(context: &Context, _: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let description = Description::openapi();
    let operations =
        description.paths.paths.iter().filter_map(|(path, item)| Some(described(path, item.get.as_ref()?)));
    let example = site.links.absolute(&Search::of("cyber").address(Format::Csv));
    let page = ApiPage {
        calls: calls(&site.links, archive.corpus()),
        readings: readings(&example),
        layout: Layout::new(site, archive, "Data interface", "/api")
            .described("Every search, document and paragraph of the archive as data: JSON, CSV, NDJSON and Atom.")
            .within(Section::Help)
            .also(Format::Json, "/api/openapi.json".to_owned(), "OpenAPI description"),
        operations: operations.collect(),
        assistant: site.links.absolute(links::mcp()),
        tools: mcp::titles(),
        limit: grouped(MOST),
    };
    answer::page(&page, Policy::PAGE)
}

/// Answers with the interface for programs (OpenAPI 3.1).
pub(crate) fn openapi(context: &Context, _: &Asked) -> Result<Response, Error> {
    let Context { site, .. } = context;
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
