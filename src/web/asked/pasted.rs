//! What was pasted: read from the body of a request, within its limit.
//!
//! It is kept nowhere and logged nowhere; errors name limits and never the text.

use axum::body::{Body, HttpBody};
use axum::http::{HeaderMap, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::Deserialize;

use super::super::error::Error;
use crate::data::QueryString;
use crate::quotation::CHARACTERS;

/// How many bytes a body may have: as many as the longest text needs when every byte of it is percent-encoded.
const BODY: usize = CHARACTERS * 4 * 3 + 1024;

/// A text to check as JSON.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct PastedJson {
    /// The quotation or the article.
    #[schema(min_length = 1, pattern = r"\S")]
    q: String,
}

/// A text to check as it is.
#[derive(utoipa::ToSchema)]
#[schema(value_type = String, min_length = 1, pattern = r"\S")]
#[expect(dead_code, reason = "a description: the derive alone reads it")]
pub(crate) struct PastedText(String);

/// Reads the text in a body; nothing where it has no words.
pub(super) async fn read(headers: &HeaderMap, sent: Body) -> Result<Option<String>, Error> {
    let kind = text_kind(headers)?;
    let body = body(sent).await?;
    let text = match kind.as_str() {
        "application/x-www-form-urlencoded" => from_form(&body)?,
        "application/json" => from_json(&body)?,
        "text/plain" | "" => body,
        _ => return Err(Error::BadRequest("send the text as a form, as JSON or as plain text".to_owned())),
    };
    Ok((!text.trim().is_empty()).then_some(text))
}

/// Returns the media type of a body that is UTF-8 and not compressed, as far as its headers say.
fn text_kind(headers: &HeaderMap) -> Result<String, Error> {
    let told = |name| headers.get_all(name).iter().map(|value| value.to_str().unwrap_or_default());
    for encoding in told(header::CONTENT_ENCODING).flat_map(|value| value.split(',')).map(str::trim) {
        if !encoding.is_empty() && !encoding.eq_ignore_ascii_case("identity") {
            return Err(Error::BadRequest(format!("send the text as it is; `{encoding}` is not unpacked here")));
        }
    }
    let whole = told(header::CONTENT_TYPE).next().unwrap_or_default();
    let mut parts = whole.split(';').map(str::trim);
    let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
    for (name, value) in parts.filter_map(|part| part.split_once('=')) {
        let charset = value.trim().trim_matches('"');
        let known = ["utf-8", "utf8", "us-ascii"].iter().any(|known| charset.eq_ignore_ascii_case(known));
        if name.trim().eq_ignore_ascii_case("charset") && !known {
            return Err(Error::BadRequest(format!("send the text as UTF-8; `{charset}` is not read here")));
        }
    }
    Ok(kind)
}

fn from_form(body: &str) -> Result<String, Error> {
    if std::str::from_utf8(&unescaped(body)).is_err() {
        return Err(not_utf8());
    }
    Ok(QueryString::parse(body).one("q").unwrap_or_default().to_owned())
}

/// Returns the bytes that a form's percent signs stand for; what a decoder replaces can no longer be told.
fn unescaped(form: &str) -> Vec<u8> {
    let mut rest = form.as_bytes();
    let mut bytes = Vec::with_capacity(rest.len());
    while let Some((&first, behind)) = rest.split_first() {
        let escaped = behind.get(..2).filter(|_| first == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(byte.unwrap_or(first));
        rest = if byte.is_some() { behind.get(2..).unwrap_or_default() } else { behind };
    }
    bytes
}

fn from_json(body: &str) -> Result<String, Error> {
    // An array would be taken as the fields of an object in their order.
    let pasted = body.trim_start().starts_with('{').then(|| serde_json::from_str::<PastedJson>(body));
    let pasted = pasted.and_then(Result::ok);
    Ok(pasted.ok_or_else(|| Error::BadRequest("the body is not a JSON object with a string `q`".to_owned()))?.q)
}

async fn body(body: Body) -> Result<String, Error> {
    // What says that it is too long is not waited for.
    if body.size_hint().lower() > BODY as u64 {
        return Err(too_large());
    }
    match Limited::new(body, BODY).collect().await {
        // UTF-16 without its mark is UTF-8 full of NUL.
        Ok(whole) => match String::from_utf8(whole.to_bytes().into()) {
            Ok(text) if !text.contains('\0') => Ok(text),
            _ => Err(not_utf8()),
        },
        Err(error) if error.is::<LengthLimitError>() => Err(too_large()),
        Err(_) => Err(Error::BadRequest("the body did not arrive whole".to_owned())),
    }
}

fn not_utf8() -> Error {
    Error::BadRequest("the text is not UTF-8; send it as UTF-8".to_owned())
}

fn too_large() -> Error {
    Error::TooLarge(format!("at most {CHARACTERS} characters are checked at once"))
}
