//! A document as a line of a list.

use crate::corpus::{Corpus, Document, Kind};
use crate::data::{Format, links};

/// A document in a list.
pub(crate) struct DocumentLine {
    pub(crate) path: String,
    pub(crate) title: String,
    pub(crate) date: String,
    pub(crate) kind: String,
    pub(crate) place: Option<String>,
    pub(crate) held: bool,
    pub(crate) press: bool,
    pub(crate) paragraphs: usize,
}

impl DocumentLine {
    /// Returns the line of a document.
    pub(crate) fn of(corpus: &Corpus, document: &Document) -> Self {
        Self {
            path: links::document(&document.id, Format::Html),
            title: document.title.clone(),
            date: document.date.long(),
            kind: corpus.vocabulary().kind(document.kind).to_owned(),
            place: document.place.clone(),
            held: document.held(),
            press: document.kind == Kind::PressReport,
            paragraphs: document.paragraphs.len(),
        }
    }
}
