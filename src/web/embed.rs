//! A paragraph for the pages of others: `/embed` in a frame, without script, and `/oembed` that says how.

use askama::Template;
use axum::response::Response;
use serde::Serialize;

use super::asked::Asked;
use super::framed::Framed;
use super::headers::Policy;
use super::identity::Identity;
use super::pictures::has_card;
use super::site::{Context, Site};
use super::{Error, answer, asset, gone, head};
use crate::archive::Archive;
use crate::citation::{self, ARCHIVE, CitedPlace};
use crate::corpus::{Corpus, Document, DocumentId, Paragraph, ParagraphId, Target};
use crate::data::{Format, QueryString, links};

#[derive(Template)]
#[template(path = "embed.html")]
struct EmbedPage {
    identity: Identity,
    name: String,
    /// What an item completes.
    lead_in: Vec<String>,
    printed: Option<String>,
    text: String,
    url: String,
    stylesheet: &'static str,
    serif: &'static str,
    sans: &'static str,
}

/// What oEmbed 1.0 calls a rich response.
#[derive(Serialize)]
struct OembedAnswer {
    version: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    title: String,
    author_name: String,
    provider_name: &'static str,
    provider_url: String,
    cache_age: u32,
    html: String,
    width: u32,
    height: u32,
    #[serde(flatten)]
    thumbnail: Option<Thumbnail>,
}

#[derive(Serialize)]
struct Thumbnail {
    thumbnail_url: String,
    thumbnail_width: u32,
    thumbnail_height: u32,
}

/// Answers with the paragraph for a frame.
pub(crate) fn show(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let id = asked.bare_paragraph()?;
    let Some((document, paragraph)) = archive.corpus().paragraph(&id) else {
        return gone::paragraph(site, archive, &id, "/embed");
    };
    let page = EmbedPage {
        identity: Identity::of(archive.corpus(), document),
        name: document.called(paragraph),
        lead_in: document.lead_in(paragraph).into_iter().map(Paragraph::with_number).collect(),
        printed: paragraph.printed.as_deref().map(str::to_owned),
        text: paragraph.text.to_string(),
        url: site.links.absolute(&links::paragraph(&id, Format::Html)),
        stylesheet: asset::SITE_CSS,
        serif: asset::FONTS_SOURCE_SERIF_WOFF2,
        sans: asset::FONTS_PUBLIC_SANS_WOFF2,
    };
    answer::page(&page, Policy::FRAME)
}

/// Answers how to embed one of our own addresses.
pub(crate) fn oembed(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let query = &asked.query;
    if query.one("format").is_some_and(|format| format != "json") {
        return Err(Error::BadRequest("how to embed is told in JSON only; leave format out".to_owned()));
    }
    let url = query.one("url").ok_or_else(|| Error::BadRequest("say which address, with `url=`".to_owned()))?;
    let id = own(site, archive, url).ok_or(Error::NotFound)?;
    let (document, paragraph) = archive.corpus().paragraph(&id).ok_or(Error::NotFound)?;
    let most = |name| query.one(name).and_then(|value| value.parse::<u32>().ok()).unwrap_or(u32::MAX);
    let value = rich(site, archive, document, paragraph, &id, most("maxwidth"), most("maxheight"))?;
    answer::json(&value, Format::Json, Policy::DATA)
}

/// Returns the paragraph at an absolute address of ours, where it stands now; of another host it knows nothing.
///
/// What moved is embedded from where it went. A wording that was superseded is not: the frame would show other words.
fn own(site: &Site, archive: &Archive, url: &str) -> Option<ParagraphId> {
    let corpus = archive.corpus();
    let address = url.strip_prefix(site.links.base()).filter(|address| address.starts_with('/'))?;
    let query = address.split_once('?').map_or("", |(_, after)| after).split('#').next().unwrap_or_default();
    let query = QueryString::parse(query);
    let (id, named) = match citation::place(corpus, address)? {
        CitedPlace::Paragraph(id) => (id, query.one("r").and_then(|revision| revision.parse().ok())),
        CitedPlace::Revision(id, revision) => {
            corpus.ledger().publication(&id, revision)?;
            (id, Some(revision))
        }
        CitedPlace::Printed(document, number) => (only(corpus, document, &number)?, None),
        CitedPlace::Document(_) | CitedPlace::Wording(_) => return None,
    };
    if let Some(named) = named {
        return corpus.paragraph(&id).is_some_and(|(_, paragraph)| paragraph.revision == named).then_some(id);
    }
    match corpus.ledger().resolve(&Target::Paragraph(id.clone())).as_slice() {
        [Target::Paragraph(end)] => Some(end.clone()),
        _ => Some(id),
    }
}

/// Returns the one paragraph of a document that its source prints with a number.
fn only(corpus: &Corpus, document: DocumentId, number: &str) -> Option<ParagraphId> {
    let mut found = citation::printed(corpus.document(&document)?, number).map(|paragraph| paragraph.number);
    let only = found.next().filter(|_| found.next().is_none())?;
    Some(ParagraphId { document, number: only })
}

fn rich(
    site: &Site,
    archive: &Archive,
    document: &Document,
    paragraph: &Paragraph,
    id: &ParagraphId,
    widest: u32,
    tallest: u32,
) -> Result<OembedAnswer, Error> {
    let title = format!("{}, {}", document.name(), document.called(paragraph));
    let Framed { html, width, height } = Framed::of(site, archive, (document, paragraph), (widest, tallest))?;
    let fits = head::CARD_WIDTH <= widest && head::CARD_HEIGHT <= tallest && has_card(document, Some(paragraph));
    Ok(OembedAnswer {
        version: "1.0",
        kind: "rich",
        title: title.clone(),
        author_name: document.issuer.clone(),
        provider_name: ARCHIVE,
        provider_url: site.links.absolute("/"),
        cache_age: 86_400,
        html,
        width,
        height,
        thumbnail: fits.then(|| Thumbnail {
            thumbnail_url: site.links.absolute(&links::card(id)),
            thumbnail_width: head::CARD_WIDTH,
            thumbnail_height: head::CARD_HEIGHT,
        }),
    })
}
