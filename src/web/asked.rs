//! What a request asks, taken apart: path segments as domain names, the query string, the text that was sent.
//!
//! axum's own extractors answer a malformed address with text that names Rust types; these answer with our page.

mod message;
mod pasted;

use axum::body::Body;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};

use super::error::Error;
use crate::corpus::{DocumentId, ParagraphId, Revision};
use crate::data::{Format, QueryString};
use crate::mcp::Message;

pub(crate) use message::Unread;
pub(crate) use pasted::{PastedJson, PastedText};

/// What the body of a request is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    /// Nothing.
    Nothing,
    /// A text to check; a GET has it in its address.
    Text,
    /// A message of the Model Context Protocol.
    Message,
}

/// A request.
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) query: QueryString,
    pub(crate) headers: HeaderMap,
    /// The text to check, where the address takes one and one was given.
    pub(crate) text: Option<String>,
    /// The message, where the address takes one.
    pub(crate) message: Option<Result<Message, Unread>>,
    /// The segments of the path that the route names.
    segments: Vec<(String, String)>,
}

impl Asked {
    /// Reads a request; its body only where the address takes something.
    ///
    /// # Errors
    ///
    /// When the path cannot be decoded, or a text that was sent cannot be read.
    pub(crate) async fn read(parts: &mut Parts, body: Body, takes: Takes) -> Result<Self, Error> {
        let named = RawPathParams::from_request_parts(parts, &()).await.map_err(|_| Error::NotFound)?;
        let segments = named.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let query = QueryString::parse(parts.uri.query().unwrap_or_default());
        let (mut text, mut message) = (None, None);
        match takes {
            Takes::Nothing => {}
            Takes::Text if parts.method == Method::POST => text = pasted::read(&parts.headers, body).await?,
            Takes::Text => text = query.one("q").map(str::to_owned),
            Takes::Message => message = Some(message::read(body).await),
        }
        let headers = std::mem::take(&mut parts.headers);
        Ok(Self { path: parts.uri.path().to_owned(), query, headers, text, message, segments })
    }

    /// Returns the document that the path names.
    pub(crate) fn document(&self) -> Result<DocumentAddress, Error> {
        let (name, format) = Format::split(self.segment("document")?);
        let id = name.parse().map_err(|_| Error::NotFound)?;
        Ok(DocumentAddress { id, format })
    }

    /// Returns the paragraph that the path names.
    pub(crate) fn paragraph(&self) -> Result<ParagraphAddress, Error> {
        let document = self.segment("document")?.parse().map_err(|_| Error::NotFound)?;
        let (number, format) = Format::split(self.segment("number")?);
        let number = number.parse().map_err(|_| Error::NotFound)?;
        Ok(ParagraphAddress { id: ParagraphId { document, number }, format })
    }

    /// Returns the paragraph that the path names, without a format.
    pub(crate) fn bare_paragraph(&self) -> Result<ParagraphId, Error> {
        match self.paragraph()? {
            ParagraphAddress { id, format: Format::Html } => Ok(id),
            _ => Err(Error::NotFound),
        }
    }

    /// Returns the wording that the path names.
    pub(crate) fn revision(&self) -> Result<RevisionAddress, Error> {
        let id = self.bare_paragraph()?;
        let (revision, format) = Format::split(self.segment("revision")?);
        let revision = revision.parse().map_err(|_| Error::NotFound)?;
        Ok(RevisionAddress { id, revision, format })
    }

    /// Returns the printed number that the path names.
    pub(crate) fn printed(&self) -> Result<PrintedAddress, Error> {
        let document = self.segment("document")?.parse().map_err(|_| Error::NotFound)?;
        Ok(PrintedAddress { document, printed: self.segment("printed")?.to_owned() })
    }

    /// Returns the first digits of a fingerprint that the path names, 12 to 64 of them in lower case.
    pub(crate) fn fingerprint(&self) -> Result<String, Error> {
        // What a sentence left at the end is not held against the digits.
        let digits = self.segment("digits")?.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) || !(12..=64).contains(&digits.len()) {
            return Err(Error::BadRequest("a fingerprint is written with 12 to 64 hex digits".to_owned()));
        }
        Ok(digits)
    }

    /// Returns the id of the instrument that the path names, with the format.
    pub(crate) fn instrument(&self) -> Result<(&str, Format), Error> {
        Ok(Format::split(self.segment("instrument")?))
    }

    /// Returns the release that the path names, and the file of it where one is named.
    pub(crate) fn of_dataset(&self) -> Result<(&str, Option<&str>), Error> {
        Ok((self.segment("release")?, self.segment("file").ok()))
    }

    fn segment(&self, name: &str) -> Result<&str, Error> {
        let found = self.segments.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str());
        found.ok_or(Error::NotFound)
    }
}

/// The address of a document with its format, from a path of one segment.
pub(crate) struct DocumentAddress {
    pub(crate) id: DocumentId,
    pub(crate) format: Format,
}

/// The address of a paragraph with its format.
pub(crate) struct ParagraphAddress {
    pub(crate) id: ParagraphId,
    pub(crate) format: Format,
}

/// The address of one wording of a paragraph with its format.
pub(crate) struct RevisionAddress {
    pub(crate) id: ParagraphId,
    pub(crate) revision: Revision,
    pub(crate) format: Format,
}

/// The address of what a document's source prints with a number.
pub(crate) struct PrintedAddress {
    pub(crate) document: DocumentId,
    pub(crate) printed: String,
}
