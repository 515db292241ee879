//! Addresses that lost something on the way: one redirect to the clean form, where that exists.
//!
//! Whether it exists is asked of the site itself, so that there is no second list of what the site has. The redirect
//! never leaves this host: it is a path with one slash at its start.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use super::answer;
use crate::archive::Archive;
use crate::citation;

/// Answers as the site does; where that is 404, tries the address without what a sentence or a hand put into it.
pub(crate) async fn forgive(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    let readable = matches!(*request.method(), Method::GET | Method::HEAD);
    let archive = request.extensions().get::<Arc<Archive>>().cloned();
    let again = next.clone();
    let answer = next.run(request).await;
    if answer.status() != StatusCode::NOT_FOUND || !readable {
        return answer;
    }
    let clean = encoded(&citation::clean(&path));
    if clean == path {
        return answer;
    }
    let address = format!("{clean}{query}");
    let Ok(mut retry) = Request::builder().uri(&address).body(Body::empty()) else { return answer };
    if let Some(archive) = archive {
        retry.extensions_mut().insert(archive);
    }
    let found = again.run(retry).await;
    match found.status() {
        // What moved besides is reached in one step.
        StatusCode::MOVED_PERMANENTLY => found
            .headers()
            .get(header::LOCATION)
            .and_then(|location| location.to_str().ok())
            .map_or(answer, |location| answer::redirect(StatusCode::MOVED_PERMANENTLY, location)),
        status if status.is_success() || status.is_redirection() || status == StatusCode::GONE => {
            answer::redirect(StatusCode::MOVED_PERMANENTLY, &address)
        }
        _ => answer,
    }
}

/// Returns a clean path with everything percent-encoded that no address may hold as it is.
fn encoded(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}
