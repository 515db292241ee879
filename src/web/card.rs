//! The social card of a paragraph: its words, its document, its date and its address, on one picture.
//!
//! Drawn once, beside the async workers, and kept until the release changes.

mod lettering;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use resvg::{tiny_skia, usvg};

use super::extract::{Here, ParagraphAddress};
use super::headers::Policy;
use super::layout::shortened;
use super::{Error, Site, answer, whereabouts};
use crate::archive::Archive;
use crate::corpus::{Document, Kind, Paragraph, ParagraphId, Release};
use crate::data::{Format, Links, links};

use lettering::{Face, SANS, SERIF, Set};

/// The width of every card in pixels.
pub(crate) const WIDTH: u32 = 1200;
/// The height of every card in pixels.
pub(crate) const HEIGHT: u32 = 630;

/// Where the words begin, and how much room they have.
const LEFT: f32 = 80.0;
const MEASURE: f32 = 1040.0;
const TOP: f32 = 108.0;
const TALL: f32 = 352.0;

/// Pictures kept at most, some 60 KB each.
const KEPT: usize = 512;

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

/// The cards drawn since the release began.
pub(crate) struct Cards {
    fonts: Arc<usvg::fontdb::Database>,
    kept: Mutex<(Option<Release>, HashMap<ParagraphId, Bytes>)>,
}

impl Cards {
    /// Returns an empty keep, with the archive's fonts read.
    pub(crate) fn new() -> Self {
        let mut fonts = usvg::fontdb::Database::new();
        fonts.load_font_data(SERIF.to_vec());
        fonts.load_font_data(SANS.to_vec());
        Self { fonts: Arc::new(fonts), kept: Mutex::default() }
    }

    fn kept(&self, release: &Release, id: &ParagraphId) -> Option<Bytes> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        (kept.0.as_ref() == Some(release)).then(|| kept.1.get(id).cloned()).flatten()
    }

    fn keep(&self, release: &Release, id: ParagraphId, picture: Bytes) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0.as_ref() != Some(release) || kept.1.len() >= KEPT {
            *kept = (Some(release.clone()), HashMap::new());
        }
        kept.1.insert(id, picture);
    }

    /// Returns the card of a paragraph of this archive, drawn if it is not kept.
    fn card(&self, archive: &Archive, links: &Links, id: &ParagraphId) -> Result<Bytes, Error> {
        let corpus = archive.corpus();
        if let Some(picture) = self.kept(corpus.release(), id) {
            return Ok(picture);
        }
        let (document, paragraph) = corpus.paragraph(id).ok_or(Error::NotFound)?;
        let kind = corpus.vocabulary().kind(document.kind);
        let url = links.absolute(&links::paragraph(id, Format::Html));
        let picture = Bytes::from(draw(&picture(document, paragraph, kind, &url)?, Arc::clone(&self.fonts))?);
        self.keep(corpus.release(), id.clone(), picture.clone());
        Ok(picture)
    }
}

/// Answers with the card of a paragraph.
pub(crate) async fn show(
    State(site): State<Site>,
    Here(archive): Here,
    address: ParagraphAddress,
) -> Result<Response, Error> {
    if address.format != Format::Html {
        return Err(Error::NotFound);
    }
    if archive.corpus().paragraph(&address.id).is_none() {
        return whereabouts::paragraph(&site, &archive, &address.id, "/card.png");
    }
    let Site { cards, links, work, .. } = site;
    let picture = work.run(move || cards.card(&archive, &links, &address.id)).await??;
    Ok(answer::text(picture, Format::Png, Policy::PICTURE))
}

/// Returns what a card says in words: about as much of the paragraph, without setting it in type to know.
pub(crate) fn described(document: &Document, paragraph: &Paragraph) -> String {
    let shown = shortened(&quoted(document, paragraph), DESCRIBED);
    format!("“{shown}” {}, {}, {}", document.name(), document.date.long(), document.called(paragraph))
}

/// Returns the words of a paragraph, an item's behind those that it completes.
fn quoted<'a>(document: &Document, paragraph: &'a Paragraph) -> Cow<'a, str> {
    let lead_in = document.lead_in(paragraph);
    if lead_in.is_empty() {
        return Cow::Borrowed(&paragraph.text);
    }
    let before: String = lead_in.into_iter().map(|it| format!("{} ", it.text)).collect();
    Cow::Owned(before + &paragraph.with_number())
}

/// The most characters of a paragraph that stand in the words for its card.
const DESCRIBED: usize = 400;

fn picture(document: &Document, paragraph: &Paragraph, kind: &str, url: &str) -> Result<CardPicture, Error> {
    let unread = || Error::internal("the fonts of the cards cannot be read");
    let serif = Face::of(SERIF).ok_or_else(unread)?;
    let sans = Face::of(SANS).ok_or_else(unread)?;
    let set = lettering::set(&serif, &quoted(document, paragraph), MEASURE, TALL);
    let press = document.kind == Kind::PressReport;
    let mut facts = vec![document.date.long()];
    facts.extend(document.place.clone());
    facts.push(document.called_first(paragraph));
    let address = url.split_once("://").map_or(url, |(_, rest)| rest);
    Ok(CardPicture {
        accent: if press { "#7d3a12" } else { "#1c4a80" },
        label: if press { format!("{kind} – not a text of the group") } else { kind.to_owned() },
        lines: placed(&serif, &set),
        size: set.size,
        title: sans.cut(document.name(), 28.0, MEASURE),
        facts: sans.cut(&facts.join("  ·  "), 24.0, MEASURE),
        address: sans.cut(address, 24.0, MEASURE),
    })
}

/// Places the lines in the middle of their room, the opening mark hanging in the margin.
fn placed(serif: &Face<'_>, set: &Set) -> Vec<PlacedLine> {
    #[expect(clippy::cast_precision_loss, reason = "a card has a dozen lines at most")]
    let place = |at: usize| at as f32;
    let room = (TALL - place(set.lines.len()) * set.leading).max(0.0);
    let first = TOP + room / 2.0 + set.size;
    let mark = serif.width("“", set.size);
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
    let mut pixels = tiny_skia::Pixmap::new(WIDTH, HEIGHT).ok_or_else(|| Error::internal("a card has no size"))?;
    resvg::render(&tree, tiny_skia::Transform::identity(), &mut pixels.as_mut());
    pixels.encode_png().map_err(Error::internal)
}
