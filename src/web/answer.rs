//! Answers: a rendered template or serialised data with its type and its policy.

use std::sync::Arc;

use askama::Template;
use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::body;
use super::error::Error;
use super::headers::{Cache, Policy, Signposts, UsableFrom};
use super::site::Context;
use crate::data::{Cited, Format, json};

/// Answers with a page.
pub(crate) fn page(template: &impl Template, policy: Policy) -> Result<Response, Error> {
    let body = template.render().map_err(Error::internal)?;
    Ok(text(printable(body), Format::Html, policy))
}

/// Returns a page without control characters, which HTML has no way to write: U+FFFD shows where one stood.
fn printable(body: String) -> String {
    let forbidden = |c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\r');
    if has_control(body.as_bytes()) { body.replace(forbidden, "\u{fffd}") } else { body }
}

/// Tells whether UTF-8 has a control character that HTML cannot write: most pages have none and are passed on as they are.
fn has_control(text: &[u8]) -> bool {
    let ascii = |byte: &u8| *byte == 0x7f || (*byte < 0x20 && !matches!(byte, b'\n' | b'\t' | b'\r'));
    // A block is looked at whole, so that the compiler takes many bytes at a time.
    let any_ascii = |block: &[u8]| block.iter().fold(false, |found, byte| found | ascii(byte));
    // U+0080 to U+009F are the first 32 of the 64 that begin with 0xC2; the middle dot, which most pages have, is another.
    let c1 = |at: usize| text.get(at + 1).is_some_and(|next| *next < 0xa0);
    text.chunks(256).any(any_ascii) || memchr::memchr_iter(0xc2, text).any(c1)
}

/// Answers with a value as JSON.
pub(crate) fn json(value: &impl Serialize, format: Format, policy: Policy) -> Result<Response, Error> {
    Ok(text(json::text(value).map_err(Error::internal)?, format, policy))
}

/// Answers with a text in a format.
pub(crate) fn text(body: impl Into<Bytes>, format: Format, policy: Policy) -> Response {
    sent(body::whole(body.into()), format, policy)
}

/// Answers without a body.
pub(crate) fn nothing(status: StatusCode, policy: Policy) -> Response {
    let mut answer = status.into_response();
    answer.extensions_mut().insert(policy);
    answer
}

/// Returns an answer with the `Link` to what follows the part that it gives.
pub(crate) fn followed(mut answer: Response, next: &str) -> Result<Response, Error> {
    let link = format!("<{next}>; rel=\"next\"").parse().map_err(Error::internal)?;
    answer.headers_mut().insert(header::LINK, link);
    Ok(answer)
}

fn sent(body: Body, format: Format, policy: Policy) -> Response {
    let mut answer = ([(header::CONTENT_TYPE, format.media_type())], body).into_response();
    answer.extensions_mut().insert(policy);
    answer
}

/// A reference file names the day it was made on, so no cache may keep it.
pub(crate) const TODAYS: Policy = Policy { cache: Cache::Never, reach: UsableFrom::Open };

/// Answers with the reference file of what is cited, in a format that has one.
pub(crate) fn reference(cited: &Cited<'_>, format: Format) -> Result<Response, Error> {
    cited.file(format).map(|file| text(file, format, TODAYS)).ok_or(Error::NotFound)
}

/// Answers with chunks that are made from the archive of `context`, each when the one before it has been sent, and none on
/// an async worker.
pub(crate) fn stream(
    context: &Context,
    chunks: impl Iterator<Item = std::io::Result<Vec<u8>>> + Send + 'static,
    format: Format,
    policy: Policy,
) -> Response {
    sent(body::made_in(context.site.pools.export.clone(), Arc::clone(&context.archive), chunks), format, policy)
}

/// Answers with a redirect to an address of this site.
pub(crate) fn redirect(status: StatusCode, to: &str) -> Response {
    let mut answer = (status, [(header::LOCATION, to)]).into_response();
    answer.extensions_mut().insert(Policy::PAGE);
    answer
}

/// Adds to an answer what machines that keep the web look for.
pub(crate) fn signed(mut answer: Response, signposts: Signposts) -> Response {
    answer.extensions_mut().insert(signposts);
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_control_character_is_echoed() {
        assert_eq!(printable("a\u{0}b\u{85}c\u{7f}\n\u{a0}é".to_owned()), "a\u{fffd}b\u{fffd}c\u{fffd}\n\u{a0}é");
        for character in '\0'..='\u{ff}' {
            for before in [0, 254, 255, 256, 600] {
                let page = format!("{}{character}·", "x".repeat(before));
                let cannot_be = character.is_control() && !matches!(character, '\n' | '\t' | '\r');
                assert_eq!(printable(page.clone()) != page, cannot_be, "{character:?} behind {before}");
            }
        }
    }
}
