//! The only error page, and its forms in data.
//!
//! Handlers return an [`Error`]; [`explain`] gives it its page or its JSON, since only there the address is known.

use std::sync::Arc;

use askama::Template;
use axum::body::HttpBody;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::error::{Error, ErrorAnswer};
use super::headers::{self, Cache, Policy, UsableFrom};
use super::layout::Layout;
use super::nearest::{Nearest, nearest, words};
use super::sentence::{SentencePart, runs};
use super::site::{Context, Site};
use super::{answer, route};
use crate::citation::clean;
use crate::data::{Format, Search, links};
use crate::mcp::{Fault, Wrong};

/// The page of an error.
#[derive(Template)]
#[template(path = "error_page.html")]
struct ErrorPage {
    layout: Layout,
    status: u16,
    headline: &'static str,
    message: Vec<SentencePart>,
    /// Addresses that may have been meant, nearest first.
    nearest: Vec<Nearest>,
    /// A search for the words of the address.
    search: Option<String>,
}

/// Answers an address that no route knows, or that is none: `*` asks about the server (RFC 9110, 9.3.7), and a host
/// alone for a way through it to somewhere else.
pub(crate) async fn no_such_page(method: Method, uri: Uri) -> Response {
    match (method, uri.path()) {
        (Method::OPTIONS, "*") => (StatusCode::NO_CONTENT, [(header::ALLOW, "GET,HEAD,POST,OPTIONS")]).into_response(),
        (Method::CONNECT, _) => ([(header::ALLOW, "GET,HEAD")], Error::Method).into_response(),
        (_, "*") => Error::BadRequest("an address begins with a slash".to_owned()).into_response(),
        _ => Error::NotFound.into_response(),
    }
}

/// Answers a method that an address does not take.
///
/// `OPTIONS` is answered where data is, which scripts of every origin may read.
pub(crate) async fn no_such_method(method: Method, uri: Uri) -> Response {
    if method == Method::OPTIONS && headers::is_open(uri.path()) {
        return StatusCode::NO_CONTENT.into_response();
    }
    Error::Method.into_response()
}

/// Gives every error its page, or its JSON where data was asked for.
pub(crate) async fn explain(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let (parts, body) = request.into_parts();
    let archive = route::present(&parts);
    let bare = next.run(Request::from_parts(parts, body)).await;
    let (Some(error), Ok(archive)) = (bare.extensions().get::<Error>().cloned(), archive) else {
        return bare;
    };
    let context = Context { site: Arc::clone(&site), archive };
    let is_data = Format::of_path(&path).is_data();
    let work = move || match path.as_str() {
        path if path == links::mcp() => fault(&error),
        path if is_data => data(&context, &error, path),
        path => page(&context, &error, path),
    };
    // However many are lost, they keep each other waiting and nobody who found something to search.
    let Ok(Ok(explained)) = site.pools.page.run(work).await else { return bare };
    let (mut parts, _) = bare.into_parts();
    let (body_parts, body) = explained.into_parts();
    parts.headers.extend(body_parts.headers);
    // The bare answer told the length of no body.
    if let Some(length) = body.size_hint().exact() {
        parts.headers.insert(header::CONTENT_LENGTH, length.into());
    }
    let reach = if is_data { UsableFrom::Open } else { UsableFrom::Site };
    parts.extensions.insert(Policy { cache: Cache::Never, reach });
    Response::from_parts(parts, body)
}

fn page(context: &Context, error: &Error, path: &str) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let words = words(&clean(path));
    let is_lost = *error == Error::NotFound;
    let page = ErrorPage {
        layout: Layout::new(site, archive, error.headline(), path).unlisted().unaddressed(),
        status: error.status().as_u16(),
        headline: error.headline(),
        message: runs(&error.to_string()),
        nearest: if is_lost { nearest(archive, path) } else { Vec::new() },
        search: (is_lost && !words.is_empty()).then(|| Search::of(&words).address(Format::Html)),
    };
    answer::page(&page, Policy::UNKEPT)
}

/// Tells an error in the form of the Model Context Protocol.
fn fault(error: &Error) -> Result<Response, Error> {
    answer::json(&Fault::nameless(Wrong::Here, &error.to_string()), Format::Json, Policy::UNKEPT)
}

fn data(context: &Context, error: &Error, path: &str) -> Result<Response, Error> {
    let nearest = if *error == Error::NotFound { nearest(&context.archive, path) } else { Vec::new() };
    let value = ErrorAnswer {
        status: error.status().as_u16(),
        error: error.to_string(),
        nearest: nearest.into_iter().map(|nearest| nearest.path).collect(),
    };
    answer::json(&value, Format::Json, Policy::UNKEPT)
}
