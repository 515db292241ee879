//! Addresses that lost something on the way: one redirect to the clean form, where that exists.
//!
//! Whether it exists is asked of the site itself, so that there is no second list of what the site has. The redirect
//! never leaves this host: it is a path with one slash at its start. Every redirect to where something is now takes along
//! what was to be marked there.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use super::answer;
use crate::archive::Archive;
use crate::citation;
use crate::data::{QueryString, links, parameters};

/// Answers as the site does; where that is 404, tries the address without what a sentence or a hand put into it.
pub(crate) async fn redirect(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let query = request.uri().query().unwrap_or_default().to_owned();
    let readable = matches!(*request.method(), Method::GET | Method::HEAD);
    let archive = request.extensions().get::<Arc<Archive>>().cloned();
    let again = next.clone();
    let answer = onward(next.run(request).await, &query);
    if answer.status() != StatusCode::NOT_FOUND || !readable {
        return answer;
    }
    // What was meant, and, where that does not exist either, what it was before the sentence went on.
    let meant = [Some(citation::clean(&path)), citation::cut(&path)].into_iter().flatten();
    for clean in meant.map(|meant| links::encoded(&meant)).filter(|clean| *clean != path) {
        let address = if query.is_empty() { clean } else { format!("{clean}?{query}") };
        let Ok(mut retry) = Request::builder().uri(&address).body(Body::empty()) else { continue };
        if let Some(archive) = &archive {
            retry.extensions_mut().insert(Arc::clone(archive));
        }
        if let Some(there) = redirected(again.clone().run(retry).await, &address, &query) {
            return there;
        }
    }
    answer
}

/// Returns the redirect to a clean address that was asked; nothing where that does not exist.
fn redirected(found: Response, address: &str, query: &str) -> Option<Response> {
    match found.status() {
        // What moved besides is reached in one step.
        StatusCode::MOVED_PERMANENTLY => {
            let location = found.headers().get(header::LOCATION)?.to_str().ok()?;
            Some(answer::redirect(StatusCode::MOVED_PERMANENTLY, &carried(location, query)))
        }
        status if status.is_success() || status.is_redirection() || status == StatusCode::GONE => {
            Some(answer::redirect(StatusCode::MOVED_PERMANENTLY, address))
        }
        _ => None,
    }
}

/// Adds to a redirect to where something is now what its address asked for.
fn onward(mut answer: Response, query: &str) -> Response {
    if query.is_empty() || !matches!(answer.status(), StatusCode::MOVED_PERMANENTLY | StatusCode::SEE_OTHER) {
        return answer;
    }
    let location = answer.headers().get(header::LOCATION).and_then(|location| location.to_str().ok());
    let location = location.map(|location| carried(location, query));
    if let Some(location) = location.and_then(|location| HeaderValue::from_str(&location).ok()) {
        answer.headers_mut().insert(header::LOCATION, location);
    }
    answer
}

/// Returns the address of something that is elsewhere now, with the words that were to be marked in it.
///
/// A range (`w` and `r`) is left behind: it was chosen in one wording of one paragraph, and marks other words in another.
fn carried(location: &str, query: &str) -> String {
    links::marked(location, &parameters::marking(&QueryString::parse(query)))
}
