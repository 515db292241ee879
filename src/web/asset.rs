//! Static files from inside the program, each at an address that carries a digest of its content.
//!
//! The table and the constants for the addresses are made when the program is built, and so are the compressed forms:
//! nothing is computed for a visitor, and a page that names a file that is not there does not compile.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::asked::Asked;
use super::error::Error;
use super::headers::Policy;
use super::site::Site;
use crate::corpus::Release;

/// A static file.
struct Asset {
    address: &'static str,
    media_type: &'static str,
    plain: &'static [u8],
    gzip: Option<&'static [u8]>,
    brotli: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/asset.rs"));

/// Answers with a static file, in the smallest form that the client takes.
pub(crate) fn file(_: &Site, _: &Release, asked: &Asked) -> Result<Response, Error> {
    at(&asked.path, &asked.headers)
}

/// Returns the static file at a path, in the smallest form that the client takes.
pub(crate) fn at(path: &str, headers: &HeaderMap) -> Result<Response, Error> {
    let found = ASSETS.binary_search_by_key(&path, |asset| asset.address);
    let asset = found.ok().and_then(|at| ASSETS.get(at)).ok_or(Error::NotFound)?;
    let (encoding, bytes) = asset.form(headers);
    let mut answer =
        ([(header::CONTENT_TYPE, asset.media_type)], Body::from(Bytes::from_static(bytes))).into_response();
    if let Some(encoding) = encoding {
        answer.headers_mut().insert(header::CONTENT_ENCODING, header::HeaderValue::from_static(encoding));
    }
    answer.extensions_mut().insert(Policy::of_file(asset.address));
    Ok(answer)
}

/// Answers browsers that ask for the icon where it always was.
pub(crate) fn icon(_: &Site, _: &Release, _: &Asked) -> Result<Response, Error> {
    Ok(super::answer::redirect(StatusCode::FOUND, FAVICON_ICO))
}

impl Asset {
    fn form(&self, headers: &HeaderMap) -> (Option<&'static str>, &'static [u8]) {
        match (self.brotli, self.gzip) {
            (Some(bytes), _) if accepts(headers, "br") => (Some("br"), bytes),
            (_, Some(bytes)) if accepts(headers, "gzip") => (Some("gzip"), bytes),
            _ => (None, self.plain),
        }
    }
}

/// Tells whether the client names an encoding and does not refuse it with a weight of nought.
fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let listed = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    listed.flat_map(|value| value.split(',')).any(|item| {
        let (name, weight) = item.split_once(';').unwrap_or((item, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|weight| weight.parse() == Ok(0.0_f32));
        name.trim().eq_ignore_ascii_case(encoding) && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sent: &str, expected: bool) {
        let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, sent.parse().expect("the table holds values"))]);
        assert_eq!(accepts(&headers, "br"), expected, "{sent}");
    }

    #[test]
    fn encodings_are_taken_as_the_client_lists_them() {
        check("gzip, deflate, br", true);
        check("BR;q=0.5", true);
        check("br;q=0, gzip", false);
        check("br; q=0.000", false);
        check("gzip", false);
        check("brotli", false);
        check("", false);
    }
}
