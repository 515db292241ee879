//! The view of one paragraph: its words large, its neighbours, its citation, its place in the document.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::error::ErrorAnswer;
use super::extract::{Here, ParagraphAddress, QueryString};
use super::format::Format;
use super::headers::Policy;
use super::identity::Identity;
use super::layout::{Layout, Section, shortened};
use super::text::{Margin, Piece, margin, pieces};
use super::{Error, Site, answer, data, links, plain};
use crate::archive::Archive;
use crate::corpus::{Document, Paragraph, ParagraphId};
use crate::search::Matching;

#[derive(Template)]
#[template(path = "paragraph.html")]
struct ParagraphPage {
    layout: Layout,
    identity: Identity,
    number: u32,
    revision: u32,
    path: String,
    /// Where it stands in the text, from 1.
    place: usize,
    of: usize,
    margin: Margin,
    headings: Vec<String>,
    pieces: Vec<Piece>,
    notes: Vec<String>,
    url: String,
    fingerprint: String,
    in_document: String,
    previous: Option<Neighbour>,
    next: Option<Neighbour>,
}

struct Neighbour {
    margin: Margin,
    path: String,
    text: String,
}

/// Answers with the paragraph in the format of its address.
#[utoipa::path(
    get,
    path = "/{document}/p/{number}.json",
    operation_id = "paragraph_json",
    params(
        ("document" = String, Path, description = "The id of the document"),
        ("number" = u32, Path, description = "The number of the paragraph"),
    ),
    responses(
        (status = 200, description = "The paragraph", body = data::ParagraphAnswer),
        (status = 404, description = "Never published", body = ErrorAnswer),
    )
)]
pub(crate) async fn show(
    State(site): State<Site>,
    Here(archive): Here,
    address: ParagraphAddress,
    query: QueryString,
) -> Result<Response, Error> {
    let (document, paragraph) = archive.corpus().paragraph(&address.id).ok_or(Error::NotFound)?;
    let links = &site.links;
    match address.format {
        Format::Html => page(&site, &archive, document, paragraph, &query),
        Format::Json => {
            let value = data::ParagraphAnswer::of(links, document, paragraph);
            answer::json(&value, Format::Json, Policy::DATA)
        }
        Format::Markdown => {
            let text = plain::paragraph_markdown(links, document, paragraph);
            Ok(answer::text(text, Format::Markdown, Policy::DATA))
        }
        Format::Text => Ok(answer::text(plain::paragraph_text(links, document, paragraph), Format::Text, Policy::DATA)),
        _ => Err(Error::NotFound),
    }
}

fn page(
    site: &Site,
    archive: &Archive,
    document: &Document,
    paragraph: &Paragraph,
    query: &QueryString,
) -> Result<Response, Error> {
    let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
    let path = links::paragraph(&id, Format::Html);
    let place = document.paragraphs.iter().position(|other| other.number == paragraph.number).unwrap_or(0);
    let wanted = query.one("hl").unwrap_or_default();
    let mut spans = archive.spans(wanted, Matching::All, document);
    let marks = if place < spans.len() { spans.swap_remove(place) } else { Vec::new() };
    let neighbour = |at: Option<usize>| at.and_then(|at| document.paragraphs.get(at)).map(|it| neighbour(document, it));
    let mut layout = Layout::new(site, archive, &format!("{}, paragraph {}", document.name(), paragraph.number), &path)
        .described(&shortened(&paragraph.text, 200))
        .within(Section::Documents);
    for (format, title) in [(Format::Json, "JSON"), (Format::Markdown, "Markdown"), (Format::Text, "Plain text")] {
        layout = layout.also(format, links::paragraph(&id, format), title);
    }
    let page = ParagraphPage {
        layout,
        identity: Identity::of(archive.corpus(), document),
        number: paragraph.number.get(),
        revision: paragraph.revision.get(),
        place: place + 1,
        of: document.paragraphs.len(),
        margin: margin(paragraph),
        headings: document.headings_above(paragraph).map(|heading| heading.text.clone()).collect(),
        pieces: pieces(paragraph, &marks, 1),
        notes: paragraph.notes.iter().map(|note| note.text.clone()).collect(),
        url: site.links.absolute(&path),
        fingerprint: paragraph.fingerprint.to_string(),
        in_document: links::within_document(&id),
        path,
        previous: neighbour(place.checked_sub(1)),
        next: neighbour(place.checked_add(1)),
    };
    answer::page(&page, Policy::PAGE)
}

fn neighbour(document: &Document, paragraph: &Paragraph) -> Neighbour {
    let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
    Neighbour {
        margin: margin(paragraph),
        path: links::paragraph(&id, Format::Html),
        text: shortened(&paragraph.text, 240),
    }
}
