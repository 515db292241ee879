//! Social cards: the words of a paragraph or the title of a document, with date and address, on one picture.
//!
//! Drawn once, beside the async workers, and kept until the release changes.

mod lettering;

use std::sync::Arc;

use askama::Template;
use axum::response::Response;
use resvg::{tiny_skia, usvg};

use super::asked::{Asked, DocumentAddress};
use super::head::{CARD_HEIGHT, CARD_WIDTH, quoted};
use super::headers::Policy;
use super::pictures::{self, SANS, SERIF};
use super::site::Context;
use super::{Error, answer, gone};
use crate::corpus::{Document, Kind, Paragraph, Target};
use crate::data::{Format, links};

use lettering::{Face, Set};

/// Where the words begin, and how much room they have.
const LEFT: f32 = 80.0;
const MEASURE: f32 = 1040.0;
const TOP: f32 = 108.0;
const TALL: f32 = 352.0;

/// What whoever asks for a card is told where there is none.
const NO_LETTERS: &str = "No picture is drawn of these words: the fonts of the pictures lack some of their letters.";

#[derive(Template)]
#[template(path = "card.svg")]
struct CardPicture {
    accent: &'static str,
    label: String,
    lines: Vec<PlacedLine>,
    size: f32,
    title: String,
    facts: String,
    address: String,
}

struct PlacedLine {
    x: f32,
    y: f32,
    text: String,
}

/// Answers with the card of a paragraph, drawn if it is not kept.
pub(crate) fn show(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let (corpus, id) = (archive.corpus(), asked.bare_paragraph()?);
    let Some((document, paragraph)) = corpus.paragraph(&id) else {
        return gone::paragraph(site, archive, &id, "/card.png");
    };
    card(context, document, Some(paragraph), &Target::Paragraph(id))
}

/// Answers with the card of a document, drawn if it is not kept.
pub(crate) fn show_document(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let DocumentAddress { id, format: Format::Html } = asked.document()? else { return Err(Error::NotFound) };
    let Some(document) = archive.corpus().document(&id) else {
        return gone::document(site, archive, &id, "/card.png");
    };
    card(context, document, None, &Target::Document(id))
}

fn card(context: &Context, document: &Document, paragraph: Option<&Paragraph>, of: &Target) -> Result<Response, Error> {
    let Context { site, archive } = context;
    if !pictures::has_card(document, paragraph) {
        return Err(Error::Absent(NO_LETTERS.to_owned()));
    }
    let corpus = archive.corpus();
    let kind = corpus.vocabulary().kind(document.kind);
    let url = site.links.absolute(&links::target(of));
    let draw = || draw(&picture(document, paragraph, kind, &url)?, site.pictures.fonts());
    let picture = site.pictures.get_or_draw(corpus.release(), of, draw)?;
    Ok(answer::text(picture, Format::Png, Policy::PICTURE))
}

/// Returns what a card prints: the words of a paragraph, or of the whole document its title.
fn picture(document: &Document, paragraph: Option<&Paragraph>, kind: &str, url: &str) -> Result<CardPicture, Error> {
    let unread = || Error::internal("the fonts of the cards cannot be read");
    let serif = Face::of(&SERIF).ok_or_else(unread)?;
    let sans = Face::of(&SANS).ok_or_else(unread)?;
    let words = paragraph.map_or_else(|| document.title.clone(), |paragraph| quoted(document, paragraph).into_owned());
    let set = lettering::set(&serif, &words, MEASURE, TALL);
    let press = document.kind == Kind::PressReport;
    let mut facts = vec![document.date.long()];
    facts.extend(document.place.clone());
    facts.push(match paragraph {
        Some(paragraph) => document.called_first(paragraph),
        None if document.held() => format!("{} paragraphs", document.paragraphs.len()),
        None => "Text not held".to_owned(),
    });
    let address = url.split_once("://").map_or(url, |(_, rest)| rest);
    Ok(CardPicture {
        accent: if press { "#7d3a12" } else { "#1c4a80" },
        label: if press { format!("{kind} – not a text of the group") } else { kind.to_owned() },
        lines: placed(&serif, &set, paragraph.is_some()),
        size: set.size,
        title: sans.cut(paragraph.map_or(document.issuer.as_str(), |_| document.name()), 28.0, MEASURE),
        facts: sans.cut(&facts.join("  ·  "), 24.0, MEASURE),
        address: sans.cut(address, 24.0, MEASURE),
    })
}

/// Places the lines in the middle of their room, the opening mark hanging in the margin.
fn placed(serif: &Face<'_>, set: &Set, quoted: bool) -> Vec<PlacedLine> {
    #[expect(clippy::cast_precision_loss, reason = "a card has a dozen lines at most")]
    let place = |at: usize| at as f32;
    let room = (TALL - place(set.lines.len()) * set.leading).max(0.0);
    let first = TOP + room / 2.0 + set.size;
    let mark = if quoted { serif.width("“", set.size) } else { 0.0 };
    let line = |(at, text): (usize, &String)| PlacedLine {
        x: if at == 0 { LEFT - mark } else { LEFT },
        y: first + place(at) * set.leading,
        text: text.clone(),
    };
    set.lines.iter().enumerate().map(line).collect()
}

fn draw(picture: &CardPicture, fonts: Arc<usvg::fontdb::Database>) -> Result<Vec<u8>, Error> {
    let drawing = picture.render().map_err(Error::internal)?;
    // XML holds no control characters, and a text of this archive might.
    let drawing = drawing.replace(|c: char| c.is_control() && c != '\n', " ");
    let options = usvg::Options { fontdb: fonts, ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(&drawing, &options).map_err(Error::internal)?;
    let mut pixels =
        tiny_skia::Pixmap::new(CARD_WIDTH, CARD_HEIGHT).ok_or_else(|| Error::internal("a card has no size"))?;
    resvg::render(&tree, tiny_skia::Transform::identity(), &mut pixels.as_mut());
    pixels.encode_png().map_err(Error::internal)
}
