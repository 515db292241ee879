//! What requests say, taken apart: path segments as domain names, and the query string.
//!
//! axum's own extractors answer a malformed address with text that names Rust types; these answer with our page.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;

use super::error::Error;
use crate::archive::Archive;
use crate::corpus::{DocumentId, ParagraphId, Revision};
use crate::data::{Format, QueryString};

/// The archive that this request sees from first to last.
pub(crate) struct Here(pub(crate) Arc<Archive>);

impl<S: Send + Sync> FromRequestParts<S> for Here {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let archive = parts.extensions.get::<Arc<Archive>>().cloned();
        archive.map(Self).ok_or_else(|| Error::internal("the archive is missing from the request"))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for QueryString {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::parse(parts.uri.query().unwrap_or_default()))
    }
}

/// The address of a document with its format, from a path of one segment.
pub(crate) struct DocumentAddress {
    pub(crate) id: DocumentId,
    pub(crate) format: Format,
}

impl<S: Send + Sync> FromRequestParts<S> for DocumentAddress {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let segment = segment(parts, state, "document").await?;
        let (name, format) = Format::split(&segment);
        let id = name.parse().map_err(|_| Error::NotFound)?;
        Ok(Self { id, format })
    }
}

/// The address of a paragraph with its format.
pub(crate) struct ParagraphAddress {
    pub(crate) id: ParagraphId,
    pub(crate) format: Format,
}

impl<S: Send + Sync> FromRequestParts<S> for ParagraphAddress {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let document = segment(parts, state, "document").await?;
        let segment = segment(parts, state, "number").await?;
        let (number, format) = Format::split(&segment);
        let document = document.parse().map_err(|_| Error::NotFound)?;
        let number = number.parse().map_err(|_| Error::NotFound)?;
        Ok(Self { id: ParagraphId { document, number }, format })
    }
}

/// The address of one wording of a paragraph with its format.
pub(crate) struct RevisionAddress {
    pub(crate) id: ParagraphId,
    pub(crate) revision: Revision,
    pub(crate) format: Format,
}

impl<S: Send + Sync> FromRequestParts<S> for RevisionAddress {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let ParagraphAddress { id, format: Format::Html } = ParagraphAddress::from_request_parts(parts, state).await?
        else {
            return Err(Error::NotFound);
        };
        let segment = segment(parts, state, "revision").await?;
        let (revision, format) = Format::split(&segment);
        let revision = revision.parse().map_err(|_| Error::NotFound)?;
        Ok(Self { id, revision, format })
    }
}

/// The address of what a document's source prints with a number.
pub(crate) struct PrintedAddress {
    pub(crate) document: DocumentId,
    pub(crate) printed: String,
}

impl<S: Send + Sync> FromRequestParts<S> for PrintedAddress {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let document = segment(parts, state, "document").await?.parse().map_err(|_| Error::NotFound)?;
        let printed = segment(parts, state, "printed").await?;
        Ok(Self { document, printed })
    }
}

/// The first digits of a fingerprint, 12 to 64 of them in lower case.
pub(crate) struct FingerprintAddress {
    pub(crate) digits: String,
}

impl<S: Send + Sync> FromRequestParts<S> for FingerprintAddress {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let segment = segment(parts, state, "digits").await?;
        // What a sentence left at the end is not held against the digits.
        let digits = segment.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) || !(12..=64).contains(&digits.len()) {
            return Err(Error::BadRequest("a fingerprint is written with 12 to 64 hex digits".to_owned()));
        }
        Ok(Self { digits })
    }
}

async fn segment<S: Send + Sync>(parts: &mut Parts, state: &S, name: &str) -> Result<String, Error> {
    let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| Error::NotFound)?;
    let found = params.iter().find(|(other, _)| *other == name).map(|(_, value)| value.to_owned());
    found.ok_or(Error::NotFound)
}
