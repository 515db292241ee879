//! What shows a paragraph on somebody else's page: its words with their source, then a frame that has them as they stand.

use askama::Template;

use super::Error;
use super::site::Site;
use crate::archive::Archive;
use crate::corpus::{Document, Kind, Paragraph, ParagraphId};
use crate::data::{Cited, links};

/// The code, and how large its frame is.
pub(crate) struct Framed {
    /// HTML to be put into a page.
    pub(crate) html: String,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

/// The words with their source, for whatever takes frames away or has none, and the frame after them.
#[derive(Template)]
#[template(path = "frame.html")]
struct Frame<'a> {
    page: &'a str,
    language: &'a str,
    /// What an item completes.
    lead_in: Vec<String>,
    text: &'a str,
    source: String,
    url: &'a str,
    title: &'a str,
    width: u32,
    height: u32,
}

/// The widest frame that is offered.
const WIDEST: u32 = 600;

impl Framed {
    /// Returns the code for a paragraph, at most so wide and tall.
    pub(crate) fn of(
        site: &Site,
        archive: &Archive,
        (document, paragraph): (&Document, &Paragraph),
        (widest, tallest): (u32, u32),
    ) -> Result<Self, Error> {
        let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
        let width = WIDEST.min(widest).max(1);
        let height = tall(&paragraph.text, width).min(tallest).max(1);
        let cited = Cited::paragraph(&site.links, archive, document, paragraph);
        let citation = cited.citation();
        let source = citation.source_line();
        let frame = Frame {
            page: citation.url,
            language: &document.language,
            lead_in: document.lead_in(paragraph).into_iter().map(Paragraph::with_number).collect(),
            text: &paragraph.text,
            source: if document.kind == Kind::PressReport { format!("{}: {source}", citation.genre) } else { source },
            url: &site.links.absolute(&links::embed(&id)),
            title: &format!("{}, {}", document.name(), document.called(paragraph)),
            width,
            height,
        };
        Ok(Self { html: frame.render().map_err(Error::internal)?, width, height })
    }
}

/// Returns about how tall a frame of this width must be, so that its text needs no scrolling.
fn tall(text: &str, width: u32) -> u32 {
    // Measured on the page itself: a letter is some 9 pixels wide, a line 29 tall, the rest of the frame 180.
    let letters = (width.saturating_sub(64) / 9).max(8);
    let lines = u32::try_from(text.chars().count()).unwrap_or(u32::MAX).div_ceil(letters).saturating_add(1);
    lines.saturating_mul(29).saturating_add(180).min(2000)
}
