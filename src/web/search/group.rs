//! Hits as the page prints them: neighbours of the same document stand together under its name.

use crate::archive::Archive;
use crate::corpus::{Document, Kind, ParagraphId};
use crate::data::{Format, Search, links};
use crate::search::{Hit, excerpt};
use crate::web::text::{Margin, margin};

/// Hits of one document that follow each other.
pub(super) struct DocumentHits {
    pub(super) document: String,
    pub(super) path: String,
    pub(super) date: String,
    pub(super) kind: String,
    pub(super) press: bool,
    pub(super) hits: Vec<FoundParagraph>,
}

/// A hit in the form printed.
pub(super) struct FoundParagraph {
    pub(super) path: String,
    pub(super) in_document: String,
    pub(super) cite: String,
    pub(super) margin: Margin,
    pub(super) excerpt: Vec<MarkedText>,
    pub(super) cut_before: bool,
    pub(super) cut_after: bool,
    pub(super) matches: usize,
    /// The language of the text, where it is another than that of the page.
    pub(super) language: Option<String>,
}

/// A run of an excerpt.
pub(super) struct MarkedText {
    pub(super) text: String,
    pub(super) marked: bool,
}

/// Returns the hits in their order, each with those next to it that are of the same document.
pub(super) fn groups(archive: &Archive, search: &Search, hits: &[Hit]) -> Vec<DocumentHits> {
    let together = hits.chunk_by(|one, other| one.place.document == other.place.document);
    let group = |hits: &[Hit]| {
        let document = archive.corpus().at(hits.first()?.place.document)?;
        Some(DocumentHits {
            document: document.name().to_owned(),
            path: links::marked(&links::document(&document.id, Format::Html), search),
            date: document.date.long(),
            kind: archive.corpus().vocabulary().kind(document.kind).to_owned(),
            press: document.kind == Kind::PressReport,
            hits: hits.iter().filter_map(|hit| found(document, search, hit)).collect(),
        })
    };
    together.filter_map(group).collect()
}

fn found(document: &Document, search: &Search, hit: &Hit) -> Option<FoundParagraph> {
    let paragraph = document.paragraphs.get(hit.place.paragraph)?;
    let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
    let excerpt = excerpt(&paragraph.text, &hit.spans);
    Some(FoundParagraph {
        path: links::marked(&links::paragraph(&id, Format::Html), search),
        cite: links::cite(&id),
        in_document: links::marked(&links::within_document(&id), search),
        margin: margin(document, paragraph),
        cut_before: excerpt.cut_before,
        cut_after: excerpt.cut_after,
        excerpt: excerpt
            .fragments
            .iter()
            .map(|run| MarkedText { text: run.text.to_owned(), marked: run.marked })
            .collect(),
        matches: hit.spans.len(),
        language: (document.language != "en").then(|| document.language.clone()),
    })
}
