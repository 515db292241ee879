//! The Model Context Protocol over HTTP: one POST a message, one JSON answer, no session and no stream.
//!
//! What is refused is told in the protocol's own form. Nothing of a message is kept or logged.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use url::Url;

use super::asked::{Asked, Unread};
use super::headers::Policy;
use super::site::Context;
use super::{Error, answer};
use crate::data::{Format, Links};
use crate::mcp::{self, Fault, Message, ToldVersion, Wrong};

/// Answers a message.
pub(crate) fn show(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    if let Some(fault) = foreign(&site.links, &asked.headers) {
        return refused(StatusCode::FORBIDDEN, &fault);
    }
    if !is_json(&asked.headers) {
        let fault = Fault::nameless(Wrong::Message, "send the message as `application/json`");
        return refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, &fault);
    }
    let message = match &asked.message {
        Some(Ok(message)) => message,
        Some(Err(Unread::Fault(fault))) => return refused(StatusCode::BAD_REQUEST, fault),
        Some(Err(Unread::TooLarge)) => return refused(StatusCode::PAYLOAD_TOO_LARGE, &Fault::too_long()),
        Some(Err(Unread::Broken)) | None => {
            let fault = Fault::nameless(Wrong::Json, "the message did not arrive whole");
            return refused(StatusCode::BAD_REQUEST, &fault);
        }
    };
    let result = told(&asked.headers).and_then(|told| mcp::prove(message, &told));
    match result.and_then(|()| mcp::answer(archive, &site.links, message)) {
        Ok(Some(body)) => Ok(answer::text(body, Format::Json, Policy::UNKEPT)),
        Ok(None) => Ok(answer::nothing(StatusCode::ACCEPTED, Policy::UNKEPT)),
        Err(fault) => refused(status(message, &fault), &fault),
    }
}

fn refused(status: StatusCode, fault: &Fault) -> Result<Response, Error> {
    let mut answer = answer::json(fault, Format::Json, Policy::UNKEPT)?;
    *answer.status_mut() = status;
    Ok(answer)
}

/// Returns the status of a fault. With a handshake only what is no message has one of its own: clients take others for
/// the end of their session.
fn status(message: &Message, fault: &Fault) -> StatusCode {
    let has_status = mcp::is_without_handshake(message);
    if [Wrong::Head, Wrong::Version].into_iter().any(|wrong| fault.is(wrong)) {
        StatusCode::BAD_REQUEST
    } else if has_status && fault.is(Wrong::Method) {
        StatusCode::NOT_FOUND
    } else if has_status && fault.is(Wrong::Parameters) {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::OK
    }
}

/// Returns the fault of a page of another site that asks through its visitor's browser.
fn foreign(links: &Links, headers: &HeaderMap) -> Option<Fault> {
    let own = Url::parse(links.base()).ok().map(|base| base.origin().ascii_serialization());
    let is_own = |origin: &[u8]| own.as_deref().is_some_and(|own| own.as_bytes() == origin);
    let is_foreign = headers.get_all(header::ORIGIN).iter().any(|origin| !is_own(origin.as_bytes()));
    is_foreign.then(|| Fault::nameless(Wrong::Message, "pages of other sites may not ask here"))
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

/// Returns what the head of a request says of its message.
fn told(headers: &HeaderMap) -> Result<ToldVersion, Fault> {
    let one = |name: &str| {
        let mut values = headers.get_all(name).iter();
        let value = values.next().map(|value| value.to_str().map(str::to_owned));
        let wrong = Fault::nameless(Wrong::Head, "a header of the protocol is there once, in ASCII");
        match (value.transpose(), values.next()) {
            (Ok(value), None) => Ok(value),
            _ => Err(wrong),
        }
    };
    Ok(ToldVersion { version: one("mcp-protocol-version")?, method: one("mcp-method")?, name: one("mcp-name")? })
}
