//! Answers: a rendered template or serialised data with its type and its policy.

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::error::Error;
use super::format::Format;
use super::headers::Policy;

/// Answers with a page.
pub(crate) fn page(template: &impl Template, policy: Policy) -> Result<Response, Error> {
    let body = template.render().map_err(Error::internal)?;
    Ok(text(body, Format::Html, policy))
}

/// Answers with a value as JSON.
pub(crate) fn json(value: &impl Serialize, format: Format, policy: Policy) -> Result<Response, Error> {
    let body = serde_json::to_string(value).map_err(Error::internal)?;
    Ok(text(body, format, policy))
}

/// Answers with a text in a format.
pub(crate) fn text(body: impl Into<axum::body::Body>, format: Format, policy: Policy) -> Response {
    let mut answer = ([(header::CONTENT_TYPE, format.media_type())], body.into()).into_response();
    answer.extensions_mut().insert(policy);
    answer
}

/// Answers with chunks as they are made.
pub(crate) fn stream(
    chunks: impl Iterator<Item = Result<Vec<u8>, Error>> + Send + 'static,
    format: Format,
    policy: Policy,
) -> Response {
    text(axum::body::Body::from_stream(futures_util::stream::iter(chunks)), format, policy)
}

/// Answers with a redirect to an address of this site.
pub(crate) fn redirect(status: StatusCode, to: &str) -> Response {
    let mut answer = (status, [(header::LOCATION, to)]).into_response();
    answer.extensions_mut().insert(Policy::PAGE);
    answer
}
