//! A document or a paragraph as it is cited today, with its reference files.

use super::format::Format;
use super::links::{self, Links};
use crate::archive::Archive;
use crate::citation::Citation;
use crate::corpus::{Date, Document, Paragraph, ParagraphId};

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

    /// Returns the reference file in a format that has one.
    pub(crate) fn file(&self, format: Format) -> Option<String> {
        let citation = self.citation();
        match format {
            Format::Bibtex => Some(citation.bibtex()),
            Format::Ris => Some(citation.ris()),
            Format::CslJson => Some(citation.csl_json()),
            _ => None,
        }
    }
}
