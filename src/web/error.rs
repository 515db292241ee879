//! The only error page, and its form in data.
//!
//! Handlers return an [`Error`]; [`dress`] gives it its page or its JSON, since only there the address is known.
//! Visitors never see a cause.

use std::any::Any;
use std::fmt::Display;

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::extract::Here;
use super::headers::{self, Cache, Policy, Reach};
use super::layout::Layout;
use super::sentence::{Run, runs};
use super::work::Busy;
use super::{Site, answer, whereabouts};
use crate::archive::Archive;
use crate::citation::clean;
use crate::corpus::{DocumentId, Number, ParagraphId, Target};
use crate::data::{self, Format, Search, links};

/// Why a request was not answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Nothing was ever published at the address.
    #[error("there is no such page")]
    NotFound,
    /// The request says something that has no meaning here.
    #[error("{0}")]
    BadRequest(String),
    /// What was sent is over a limit.
    #[error("{0}")]
    TooLarge(String),
    /// The address is over its limit.
    #[error("addresses here have at most 8 KiB")]
    AddressTooLong,
    /// The address takes another method.
    #[error("this address takes no such request")]
    Method,
    /// One visitor asks more than their share.
    #[error("that is more than one visitor's share of requests; please try again in {seconds} seconds")]
    TooMany {
        /// When the next is answered.
        seconds: u64,
    },
    /// Too many searches are under way.
    #[error("the archive is busy; please try again in a moment")]
    Busy,
    /// Something failed here; the cause is in the log.
    #[error("the archive could not answer; this has been noted")]
    Internal,
}

impl Error {
    /// Logs a cause and returns the error that visitors see.
    pub(crate) fn internal(cause: impl Display) -> Self {
        tracing::error!(%cause, "a request could not be answered");
        Self::Internal
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::AddressTooLong => StatusCode::URI_TOO_LONG,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn headline(&self) -> &'static str {
        match self {
            Self::NotFound => "Nothing stands at this address",
            Self::BadRequest(_) => "This request could not be understood",
            Self::TooLarge(_) | Self::AddressTooLong => "This is more than the archive takes at once",
            Self::Method => "This address takes no such request",
            Self::TooMany { .. } => "This is more than one visitor's share",
            Self::Busy => "The archive is busy",
            Self::Internal => "The archive could not answer",
        }
    }
}

impl From<data::Error> for Error {
    fn from(error: data::Error) -> Self {
        Self::BadRequest(error.to_string())
    }
}

impl From<Busy> for Error {
    fn from(_: Busy) -> Self {
        Self::Busy
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut answer = self.status().into_response();
        let wait = match self {
            Self::Busy => Some(2),
            Self::TooMany { seconds } => Some(seconds),
            _ => None,
        };
        if let Some(seconds) = wait {
            answer.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        answer.extensions_mut().insert(self);
        answer
    }
}

/// The page of an error.
#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    layout: Layout,
    status: u16,
    headline: &'static str,
    message: Vec<Run>,
    /// Addresses that may have been meant, nearest first.
    nearest: Vec<Nearest>,
    /// A search for the words of the address.
    search: Option<String>,
}

struct Nearest {
    path: String,
    title: String,
}

/// An error as data.
#[derive(Serialize, ToSchema)]
pub(crate) struct ErrorAnswer {
    status: u16,
    error: String,
    nearest: Vec<String>,
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

/// Answers for a handler that panicked. The words of a panic can be those of the visitor, so they are not logged.
pub(crate) fn panicked(_: Box<dyn Any + Send>) -> Response {
    Error::internal("a handler panicked").into_response()
}

/// Gives every error its page, or its JSON where data was asked for.
pub(crate) async fn dress(State(site): State<Site>, here: Here, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let bare = next.run(request).await;
    let Some(error) = bare.extensions().get::<Error>().cloned() else {
        return bare;
    };
    let format = Format::of_path(&path);
    let dressed = if format.is_data() { data(&here.0, &error, &path) } else { page(&site, &here.0, &error, &path) };
    let Ok(dressed) = dressed else {
        return bare;
    };
    let (mut parts, _) = bare.into_parts();
    let (body_parts, body) = dressed.into_parts();
    parts.headers.extend(body_parts.headers);
    let reach = if format.is_data() { Reach::Open } else { Reach::Site };
    parts.extensions.insert(Policy { cache: Cache::Never, reach });
    Response::from_parts(parts, body)
}

fn page(site: &Site, archive: &Archive, error: &Error, path: &str) -> Result<Response, Error> {
    let nearest = if *error == Error::NotFound { nearest(archive, path) } else { Vec::new() };
    let words = words(&clean(path));
    let page = ErrorPage {
        layout: Layout::new(site, archive, error.headline(), path).unlisted().unaddressed(),
        status: error.status().as_u16(),
        headline: error.headline(),
        message: runs(&error.to_string()),
        nearest,
        search: (*error == Error::NotFound && !words.is_empty()).then(|| Search::of(&words).address(Format::Html)),
    };
    answer::page(&page, Policy::UNKEPT)
}

fn data(archive: &Archive, error: &Error, path: &str) -> Result<Response, Error> {
    let nearest = if *error == Error::NotFound { nearest(archive, path) } else { Vec::new() };
    let value = ErrorAnswer {
        status: error.status().as_u16(),
        error: error.to_string(),
        nearest: nearest.into_iter().map(|nearest| nearest.path).collect(),
    };
    answer::json(&value, Format::Json, Policy::UNKEPT)
}

/// Returns the documents whose names share most words with an address that does not exist.
fn nearest(archive: &Archive, path: &str) -> Vec<Nearest> {
    let path = &clean(path);
    let wanted = words(path);
    let wanted: Vec<&str> = wanted.split(' ').filter(|word| word.len() > 1).collect();
    let mut scored: Vec<(usize, Nearest)> = Vec::new();
    for document in archive.corpus().documents() {
        let shared = document.id.as_str().split('-').filter(|word| wanted.contains(word)).count();
        if shared > 0 {
            let path = links::document(&document.id, Format::Html);
            scored.push((shared, Nearest { path, title: document.title.clone() }));
        }
    }
    scored.sort_by(|left, right| right.0.cmp(&left.0).then_with(|| left.1.path.cmp(&right.1.path)));
    let known = beside(archive, path);
    known.into_iter().chain(scored.into_iter().map(|(_, nearest)| nearest)).take(3).collect()
}

/// Returns what comes nearest to a paragraph that an address asks for in a document that stands or stood: the paragraph
/// itself if it was ever published, else the next by its number, else the document.
fn beside(archive: &Archive, path: &str) -> Option<Nearest> {
    let corpus = archive.corpus();
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    let document: DocumentId = segments.next()?.parse().ok()?;
    let (text, _) = Format::split(segments.nth(1)?);
    let wanted: u64 = text.parse().ok()?;
    let id = |number| ParagraphId { document: document.clone(), number };
    let away = |number: &Number| u64::from(number.get()).abs_diff(wanted);
    let published = text.parse().ok().filter(|number| corpus.ledger().state(&id(*number)).is_some());
    let standing = corpus.document(&document).map(|document| document.paragraphs.as_slice()).unwrap_or_default();
    let number = published.or_else(|| standing.iter().map(|paragraph| paragraph.number).min_by_key(away));
    let target = match number {
        Some(number) => Target::Paragraph(id(number)),
        None if corpus.ledger().document_state(&document).is_some() => Target::Document(document),
        None => return None,
    };
    Some(Nearest { path: links::target(&target), title: whereabouts::name(corpus, &target) })
}

/// Returns the words that an address is made of, at most 80 characters of them.
fn words(path: &str) -> String {
    let plain: String = path.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    let mut words = String::new();
    for word in plain.split_whitespace() {
        if words.len() + word.len() > 80 {
            break;
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_answered_without_its_words() {
        let answer = panicked(Box::new("the words of the panic"));
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(answer.extensions().get::<Error>(), Some(&Error::Internal));
        assert!(!Error::Internal.to_string().contains("panic"));
    }
}
