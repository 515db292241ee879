//! How a browser's address bar searches the archive: the OpenSearch description.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::format::Format;
use super::headers::Policy;
use super::{Error, Site, answer};

#[derive(Template)]
#[template(path = "opensearch.xml")]
struct Description {
    search: String,
    suggest: String,
    atom: String,
    icon: String,
}

/// Answers with the description (OpenSearch 1.1).
pub(crate) async fn description(State(site): State<Site>) -> Result<Response, Error> {
    let absolute = |path: &str| site.links.absolute(path);
    let description = Description {
        search: absolute("/search?q={searchTerms}"),
        suggest: absolute("/suggest?q={searchTerms}"),
        atom: absolute("/search.atom?q={searchTerms}"),
        icon: absolute("/favicon.ico"),
    };
    let body = description.render().map_err(Error::internal)?;
    Ok(answer::text(body, Format::OpenSearch, Policy::PAGE))
}
