//! A text in two languages, side by side by what says the same.

use std::ops::Range;

use askama::Template;
use axum::response::Response;

use crate::archive::Archive;
use crate::corpus::{Corpus, Document, Number, Paragraph, ParagraphId, language_name};
use crate::data::{Format, QueryString, links, parameters};
use crate::web::answer;
use crate::web::error::Error;
use crate::web::headers::Policy;
use crate::web::identity::Identity;
use crate::web::layout::{Layout, Section};
use crate::web::site::Site;
use crate::web::text::{Margin, TextPiece, margin, pieces};

#[derive(Template)]
#[template(path = "parallel.html")]
struct ParallelPage {
    layout: Layout,
    identity: Identity,
    /// What the two are called, which language they are in and where each stands alone.
    sides: [Side; 2],
    is_aligned: bool,
    rows: Vec<[Vec<Cell>; 2]>,
}

struct Side {
    language: String,
    tag: String,
    path: String,
}

/// A heading or a paragraph of one side.
enum Cell {
    Heading { tag: String, text: String },
    Paragraph { tag: String, fragment: String, path: String, margin: Margin, pieces: Vec<TextPiece> },
}

/// Returns the text that stands beside a document where an address asks for a language: by its tag, or the first part.
pub(super) fn wanted<'a>(corpus: &'a Corpus, document: &Document, tag: &str) -> Option<&'a Document> {
    let others = corpus.languages_of(&document.id);
    let others = others.into_iter().filter(|other| other.id != document.id && other.held());
    let first = |language: &str| language.split('-').next().unwrap_or_default().to_owned();
    let others: Vec<&Document> = others.collect();
    let exact = others.iter().find(|other| other.language.eq_ignore_ascii_case(tag));
    exact.or_else(|| others.iter().find(|other| first(&other.language) == first(tag))).copied()
}

/// Answers with the two texts side by side.
pub(super) fn page(
    site: &Site,
    archive: &Archive,
    [own, other]: [&Document; 2],
    query: &QueryString,
) -> Result<Response, Error> {
    let corpus = archive.corpus();
    let marked = parameters::marking(query);
    let spans = |document: &Document| archive.spans(&marked.query, marked.matching, document, &document.paragraphs);
    let spans = [spans(own), spans(other)];
    let aligned = corpus.aligned(&own.id, &other.id);
    let is_aligned = aligned.is_some();
    let all = |document: &Document| document.paragraphs.iter().map(|paragraph| paragraph.number).collect();
    let aligned = aligned.unwrap_or_else(|| vec![(all(own), all(other))]);
    let mut serial = 1;
    let rows = aligned.iter().map(|(left, right)| {
        [(own, left, "p"), (other, right, "with-p")].map(|(document, numbers, fragment)| {
            let spans = if document.id == own.id { &spans[0] } else { &spans[1] };
            cells(document, numbers, fragment, spans, &mut serial)
        })
    });
    let path = links::document(&own.id, Format::Html);
    let title = format!("{} ({} and {})", own.title, language_name(&own.language), language_name(&other.language));
    let side = |document: &Document| Side {
        language: language_name(&document.language).to_owned(),
        tag: document.language.clone(),
        path: links::document(&document.id, Format::Html),
    };
    let rows = rows.collect();
    let page = ParallelPage {
        layout: Layout::new(site, archive, &title, &path).remembering(&marked.query).within(Section::Documents),
        identity: Identity::of(corpus, own),
        sides: [side(own), side(other)],
        is_aligned,
        rows,
    };
    answer::page(&page, Policy::PAGE)
}

/// Returns what stands in one cell: paragraphs, each behind the headings above it.
fn cells(
    document: &Document,
    numbers: &[Number],
    fragment: &str,
    spans: &[Vec<Range<usize>>],
    serial: &mut usize,
) -> Vec<Cell> {
    let mut cells = Vec::new();
    for number in numbers {
        let Some(place) = document.place(*number) else { continue };
        let Some(paragraph) = document.paragraphs.get(place) else { continue };
        let tag = || document.language.clone();
        let headings = document.headings.iter().filter(|heading| heading.before == place);
        cells.extend(headings.map(|heading| Cell::Heading { tag: tag(), text: heading.text.clone() }));
        let marks = spans.get(place).map_or(&[][..], Vec::as_slice);
        let first = *serial;
        *serial += marks.len();
        cells.push(Cell::Paragraph {
            tag: tag(),
            fragment: format!("{fragment}{number}"),
            path: own_path(document, paragraph),
            margin: margin(document, paragraph),
            pieces: pieces(paragraph, marks, first),
        });
    }
    cells
}

fn own_path(document: &Document, paragraph: &Paragraph) -> String {
    links::paragraph(&ParagraphId { document: document.id.clone(), number: paragraph.number }, Format::Html)
}
