//! The page of a document: identity, rights, provenance and the text with a link at every paragraph; or of a record,
//! which says plainly that the text is not held.

mod parallel;

use std::ops::Range;

use askama::Template;
use axum::response::Response;

use super::asked::Asked;
use super::error::ErrorAnswer;
use super::head::{self, Head};
use super::headers::Policy;
use super::identity::Identity;
use super::languages::{self, Counterpart, Counterparts};
use super::layout::{Layout, Section};
use super::reuse::ShareLine;
use super::site::{Context, Site};
use super::text::{Corrected, Margin, TextPiece, corrected, margin, pieces, shortened};
use super::{Error, answer, gone};
use crate::archive::Archive;
use crate::comparison::shares_at_hand;
use crate::corpus::{Document, DocumentPart, Paragraph, ParagraphId, Shape};
use crate::data::{self, Cited, Format, QueryString, Search, links, parameters, plain};

#[derive(Template)]
#[template(path = "document.html")]
struct DocumentPage {
    layout: Layout,
    identity: Identity,
    cite: String,
    /// The texts that share most with it, and where all of them are.
    shares: Vec<ShareLine>,
    similar: String,
    contents: Vec<ContentsEntry>,
    blocks: Vec<Block>,
    matches: Option<Matches>,
    path: String,
}

#[derive(Template)]
#[template(path = "record.html")]
struct RecordPage {
    layout: Layout,
    identity: Identity,
    /// Whether its words are held and left out of this copy.
    withheld: bool,
    cite: String,
}

/// A line of the contents.
#[derive(Clone)]
struct ContentsEntry {
    level: u8,
    fragment: String,
    text: String,
}

/// What the text is made of, in order.
enum Block {
    Heading(ContentsEntry),
    Paragraph(PrintedParagraph),
}

struct PrintedParagraph {
    number: u32,
    revision: u32,
    margin: Margin,
    /// The name of the paragraph's shape in the stylesheet.
    shape: &'static str,
    path: String,
    /// Where the paragraph stands in forms to cite and copy.
    cite: String,
    pieces: Vec<TextPiece>,
    notes: Vec<String>,
    corrected: Option<Corrected>,
    /// The same in other languages.
    counterparts: Vec<Counterpart>,
}

/// The matches of a query carried into the text.
struct Matches {
    query: String,
    count: usize,
    /// The serial of the match being looked at, from 1; 0 before the first.
    at: usize,
    previous: Option<String>,
    next: Option<String>,
    clear: String,
    back: String,
}

/// Answers with the document in the format of its address.
#[utoipa::path(
    get,
    path = "/{document}.json",
    operation_id = "document_json",
    params(("document" = inline(data::DocumentName), Path, description = "The id of a document or record")),
    responses(
        (status = 200, description = "The document, or the record", body = data::DocumentAnswer),
        (status = 300, description = "It was divided: where its parts are now", body = ErrorAnswer),
        (status = 301, description = "It is somewhere else now: there"),
        (status = 404, description = "Never published", body = ErrorAnswer),
        (status = 410, description = "Withdrawn: why", body = ErrorAnswer),
    )
)]
pub(crate) fn show(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let address = asked.document()?;
    let query = &asked.query;
    let Some(document) = archive.corpus().document(&address.id) else {
        return gone::document(site, archive, &address.id, address.format.suffix());
    };
    let links = &site.links;
    let answer = match address.format {
        Format::Html if document.held() => text_page(site, archive, document, query),
        Format::Html => record_page(site, archive, document),
        Format::Json => {
            let value = data::DocumentAnswer::of(links, archive.corpus(), document);
            answer::json(&value, Format::Json, Policy::DATA)
        }
        Format::Markdown => {
            Ok(answer::text(plain::markdown(links, archive.corpus(), document), Format::Markdown, Policy::DATA))
        }
        Format::Text => Ok(answer::text(plain::text(links, archive.corpus(), document), Format::Text, Policy::DATA)),
        other => answer::reference(&Cited::document(links, archive, document), other),
    };
    answer.map(|answer| answer::signed(answer, head::of_document(links, document)))
}

fn record_page(site: &Site, archive: &Archive, document: &Document) -> Result<Response, Error> {
    let page = RecordPage {
        layout: layout(site, archive, document),
        identity: Identity::of(archive.corpus(), document),
        withheld: document.withheld(),
        cite: links::cite_document(&document.id),
    };
    answer::page(&page, Policy::PAGE)
}

fn text_page(site: &Site, archive: &Archive, document: &Document, query: &QueryString) -> Result<Response, Error> {
    if let Some(tag) = query.one("with")
        && let Some(other) = parallel::wanted(archive.corpus(), document, tag)
    {
        return parallel::page(site, archive, [document, other], query);
    }
    let wanted = parameters::marking(query);
    let counterparts = Counterparts::of(archive.corpus(), document);
    let spans = archive.spans(&wanted.query, wanted.matching, document, &document.paragraphs);
    let mut spans = spans.iter();
    let mut serial = 1;
    let mut blocks = Vec::with_capacity(document.headings.len() + document.paragraphs.len());
    let mut contents = Vec::with_capacity(document.headings.len());
    for part in document.parts() {
        blocks.push(match part {
            DocumentPart::Heading(heading) => {
                let fragment = format!("h{}", contents.len() + 1);
                let entry = ContentsEntry { level: heading.level, fragment, text: heading.text.clone() };
                contents.push(entry.clone());
                Block::Heading(entry)
            }
            DocumentPart::Paragraph(paragraph) => {
                let marks = spans.next().map_or(&[][..], Vec::as_slice);
                let first = serial;
                serial += marks.len();
                Block::Paragraph(PrintedParagraph {
                    counterparts: counterparts.of_paragraph(paragraph.number),
                    ..printed(document, paragraph, marks, first)
                })
            }
        });
    }
    let at = query.one("at").and_then(|at| at.parse().ok()).unwrap_or(0);
    let page = DocumentPage {
        layout: layout(site, archive, document).remembering(&wanted.query),
        identity: Identity::of(archive.corpus(), document),
        cite: links::cite_document(&document.id),
        shares: shares(archive, document),
        similar: links::shares(&document.id, Format::Html),
        contents,
        blocks,
        matches: (!wanted.query.trim().is_empty()).then(|| matches(document, &wanted, serial - 1, at)),
        path: links::document(&document.id, Format::Html),
    };
    answer::page(&page, Policy::PAGE)
}

/// How many texts that share words are offered.
const SHARES: usize = 6;

fn shares(archive: &Archive, document: &Document) -> Vec<ShareLine> {
    let at = archive.corpus().position(&document.id);
    let found = at.and_then(|at| shares_at_hand(archive, at));
    let lines = found.map(|found| ShareLine::all(archive, document, &found)).unwrap_or_default();
    lines.into_iter().take(SHARES).collect()
}

fn printed(document: &Document, paragraph: &Paragraph, spans: &[Range<usize>], first: usize) -> PrintedParagraph {
    let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
    PrintedParagraph {
        number: paragraph.number.get(),
        revision: paragraph.revision.get(),
        margin: margin(document, paragraph),
        shape: match paragraph.shape {
            Shape::Plain => "plain",
            Shape::Item => "item",
            Shape::Bullet => "bullet",
        },
        path: links::paragraph(&id, Format::Html),
        cite: links::cite(&id),
        pieces: pieces(paragraph, spans, first),
        notes: paragraph.notes().iter().map(|note| note.text.clone()).collect(),
        corrected: corrected(&id, paragraph),
        counterparts: Vec::new(),
    }
}

fn matches(document: &Document, wanted: &Search, count: usize, at: usize) -> Matches {
    let path = links::document(&document.id, Format::Html);
    let at = at.min(count);
    let step = |to: usize| links::at_match(&path, wanted, to);
    Matches {
        query: wanted.query.clone(),
        count,
        at,
        previous: (at > 1).then(|| step(at - 1)),
        next: (at < count).then(|| step(at + 1)),
        clear: path.clone(),
        back: wanted.address(Format::Html),
    }
}

fn layout(site: &Site, archive: &Archive, document: &Document) -> Layout {
    let path = links::document(&document.id, Format::Html);
    let first = || document.paragraphs.first().map(|paragraph| paragraph.text.as_ref());
    let description = document.abstract_text.as_deref().or_else(first);
    let title = format!("{} ({})", document.title, document.date.year());
    let description = shortened(description.unwrap_or_default(), 200);
    let mut layout = Layout::new(site, archive, &title, &path)
        .described(&description)
        .identified(Head::document(&site.links, document, &description))
        .within(Section::Documents)
        .in_languages(languages::alternates(&site.links, archive.corpus(), document));
    for (format, title) in Format::OF_TEXTS {
        layout = layout.also(format, links::document(&document.id, format), title);
    }
    layout
}
