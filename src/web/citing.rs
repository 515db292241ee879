//! Citing a document or a paragraph from any page: the citation as of today, its files, and what crawlers are told.

use axum::response::Response;

use super::format::Format;
use super::headers::{Cache, Policy, Reach};
use super::links::{self, Links};
use super::{Error, answer};
use crate::archive::Archive;
use crate::citation::Citation;
use crate::corpus::{Date, Document, Paragraph, ParagraphId};

/// A reference file names the day it was made on, so no cache may keep it.
const TODAYS: Policy = Policy { cache: Cache::Never, reach: Reach::Open };

/// What is cited, with its absolute address and today's date.
pub(crate) struct Cited<'a> {
    document: &'a Document,
    paragraph: Option<&'a Paragraph>,
    genre: &'a str,
    url: String,
    accessed: Date,
}

impl<'a> Cited<'a> {
    /// Returns a document as it is cited today.
    pub(crate) fn document(links: &Links, archive: &'a Archive, document: &'a Document) -> Self {
        let url = links.absolute(&links::document(&document.id, Format::Html));
        Self {
            document,
            paragraph: None,
            genre: archive.corpus().vocabulary().kind(document.kind),
            url,
            accessed: Date::today(),
        }
    }

    /// Returns a paragraph as it is cited today.
    pub(crate) fn paragraph(
        links: &Links,
        archive: &'a Archive,
        document: &'a Document,
        paragraph: &'a Paragraph,
    ) -> Self {
        let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
        let url = links.absolute(&links::paragraph(&id, Format::Html));
        Self { paragraph: Some(paragraph), url, ..Self::document(links, archive, document) }
    }

    /// Returns the citation.
    pub(crate) fn citation(&self) -> Citation<'_> {
        let Self { document, paragraph, genre, ref url, accessed } = *self;
        Citation { document, paragraph, genre, url, accessed }
    }

    /// Answers with the reference file in a format that has one.
    pub(crate) fn file(&self, format: Format) -> Result<Response, Error> {
        let citation = self.citation();
        let body = match format {
            Format::Bibtex => citation.bibtex(),
            Format::Ris => citation.ris(),
            Format::CslJson => citation.csl_json(),
            _ => return Err(Error::NotFound),
        };
        Ok(answer::text(body, format, TODAYS))
    }
}
