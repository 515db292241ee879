//! How a browser's address bar searches the archive: the OpenSearch description.

use askama::Template;
use axum::response::Response;

use super::asked::Asked;
use super::error::ErrorAnswer;
use super::headers::Policy;
use super::site::{Context, Site};
use super::{Error, answer, asset};
use crate::archive::Archive;
use crate::corpus::Release;
use crate::data::{Format, Search, links};
use crate::search::{Suggested, Suggestion};

/// The most suggestions that are made at once.
const SUGGESTIONS: usize = 8;

/// So much of what was typed is looked at.
const TYPED: usize = 100;

#[derive(Template)]
#[template(path = "opensearch.xml")]
struct Description {
    search: String,
    suggest: String,
    atom: String,
    icon: String,
}

/// Answers with the description (OpenSearch 1.1).
pub(crate) fn description(site: &Site, _: &Release, _: &Asked) -> Result<Response, Error> {
    let absolute = |path: &str| site.links.absolute(path);
    let description = Description {
        search: absolute("/search?q={searchTerms}"),
        suggest: absolute("/suggest?q={searchTerms}"),
        atom: absolute("/search.atom?q={searchTerms}"),
        icon: absolute(asset::FAVICON_ICO),
    };
    let body = description.render().map_err(Error::internal)?;
    Ok(answer::text(body, Format::OpenSearch, Policy::PAGE))
}

/// Answers with words and titles that begin like what was typed (OpenSearch Suggestions 1.1).
#[utoipa::path(
    get,
    path = "/suggest",
    params(("q" = Option<String>, Query, description = "What was typed so far")),
    responses(
        (
            status = 200,
            description = "What was typed, then the queries, what each finds, and their addresses",
            content_type = "application/x-suggestions+json"
        ),
        (status = 503, description = "Too many searches are under way", body = ErrorAnswer),
    )
)]
pub(crate) fn suggest(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let query = &asked.query;
    let typed: String = query.one("q").unwrap_or_default().chars().take(TYPED).collect();
    // Each suggestion is counted as its search would be.
    let suggestions = archive.index().suggest(archive.corpus(), &typed, SUGGESTIONS);
    let texts: Vec<&str> = suggestions.iter().map(|suggestion| suggestion.query.as_str()).collect();
    let about: Vec<String> = suggestions.iter().map(|suggestion| about(suggestion.what)).collect();
    let urls: Vec<String> = suggestions.iter().map(|it| site.links.absolute(&path(archive, it))).collect();
    answer::json(&(&typed, texts, about, urls), Format::Suggestions, Policy::DATA)
}

fn about(what: Suggested) -> String {
    match what {
        Suggested::Word(0) => "in descriptions only".to_owned(),
        Suggested::Word(1) => "in 1 paragraph".to_owned(),
        Suggested::Word(paragraphs) => format!("in {paragraphs} paragraphs"),
        Suggested::Title(_) => "document".to_owned(),
        Suggested::Instrument(_) => "cited instrument".to_owned(),
    }
}

/// Returns where a suggestion leads: a title to its document, anything else to its results.
fn path(archive: &Archive, suggestion: &Suggestion) -> String {
    let vocabulary = archive.corpus().vocabulary();
    match suggestion.what {
        Suggested::Word(_) => Search::of(&suggestion.query).address(Format::Html),
        Suggested::Title(at) => match archive.corpus().at(at) {
            Some(document) => links::document(&document.id, Format::Html),
            None => Search::of(&suggestion.query).address(Format::Html),
        },
        Suggested::Instrument(at) => {
            let id = vocabulary.instruments.get(at).map(|instrument| instrument.id.as_str());
            Search::of(&format!("cites:{}", id.unwrap_or_default())).address(Format::Html)
        }
    }
}
