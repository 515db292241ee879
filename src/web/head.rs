//! What the head of a document's or paragraph's page tells reference managers, search engines and social sites.
//!
//! Highwire tags, JSON-LD and Open Graph say the same as the page and no more. A date of which no day is known stands
//! in the tags of reference managers alone: others make a day of it.

use std::borrow::Cow;
use std::fmt;

use askama::filters::HtmlSafe;
use serde_json::{Value, json};

use super::headers::Signposts;
use super::pictures::has_card;
use super::text::shortened;
use crate::citation::{self, ARCHIVE};
use crate::corpus::{Date, Document, Kind, Paragraph, ParagraphId};
use crate::data::{Format, Links, links};

/// The width of every paragraph's card in pixels.
pub(crate) const CARD_WIDTH: u32 = 1200;
/// The height of every paragraph's card in pixels.
pub(crate) const CARD_HEIGHT: u32 = 630;

/// The most characters of a paragraph that stand in the words for its card.
const DESCRIBED: usize = 400;

/// The tags of a page.
pub(crate) struct Head {
    /// Highwire tags, read by reference managers.
    pub(crate) highwire: Vec<(&'static str, String)>,
    /// Open Graph properties.
    pub(crate) graph: Vec<(&'static str, String)>,
    /// The size of a card on social sites.
    pub(crate) card: &'static str,
    /// Linked data after schema.org.
    pub(crate) linked: LinkedData,
    /// Where it says how to embed the page.
    pub(crate) oembed: Option<String>,
}

/// Data that stands in a script element and cannot end it.
pub(crate) struct LinkedData(Value);

impl fmt::Display for LinkedData {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let json = self.0.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
        formatter.write_str(&json)
    }
}

impl LinkedData {
    /// Returns data as it stands in a page.
    pub(crate) fn of(value: Value) -> Self {
        Self(value)
    }
}

// Within a script element nothing is unescaped, so escaping as markup would break the data; see `Display`.
impl HtmlSafe for LinkedData {}

impl Head {
    /// Returns the tags of a document or record.
    pub(crate) fn document(links: &Links, document: &Document, description: &str) -> Self {
        let url = links.absolute(&links::document(&document.id, Format::Html));
        let mut tags = graph(&document.title, description, &url);
        let alternative = format!("{}, {}", document.name(), document.date.long());
        let (card, image) =
            card(has_card(document, None), links.absolute(&links::document_card(&document.id)), alternative);
        tags.extend(image);
        Self {
            highwire: highwire(document, &url),
            graph: tags,
            card,
            linked: LinkedData(linked(document, &url)),
            oembed: None,
        }
    }

    /// Returns the tags of a paragraph.
    pub(crate) fn paragraph(links: &Links, document: &Document, paragraph: &Paragraph, description: &str) -> Self {
        let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
        let url = links.absolute(&links::paragraph(&id, Format::Html));
        let title = format!("{}, {}", document.name(), document.called(paragraph));
        let mut tags = graph(&title, description, &url);
        let alternative = card_described(document, paragraph);
        let (card, image) = card(has_card(document, Some(paragraph)), links.absolute(&links::card(&id)), alternative);
        tags.extend(image);
        let whole = links.absolute(&links::document(&document.id, Format::Html));
        Self {
            highwire: highwire(document, &url),
            graph: tags,
            card,
            linked: LinkedData(json!({
                "@context": "https://schema.org",
                "@type": "Quotation",
                "url": url,
                "text": paragraph.text,
                "position": paragraph.number.get(),
                "inLanguage": document.language,
                "isPartOf": linked(document, &whole),
            })),
            oembed: Some(links.absolute(&links::oembed(&url))),
        }
    }
}

/// Returns what the headers of a document's page say.
pub(crate) fn of_document(links: &Links, document: &Document) -> Signposts {
    let address = |format| links.absolute(&links::document(&document.id, format));
    signposts(document, address)
}

/// Returns what the headers of a paragraph's page say.
pub(crate) fn of_paragraph(links: &Links, document: &Document, id: &ParagraphId) -> Signposts {
    signposts(document, |format| links.absolute(&links::paragraph(id, format)))
}

fn signposts(document: &Document, address: impl Fn(Format) -> String) -> Signposts {
    let described = [Format::Json, Format::CslJson, Format::Bibtex];
    Signposts {
        cite_as: Some(address(Format::Html)),
        described_by: described
            .map(|format| (address(format), format.media_type().split(';').next().unwrap_or_default()))
            .into(),
        license: document.source.as_ref().and_then(|source| licence(&source.rights)),
        ..Signposts::default()
    }
}

/// Returns the address of a licence that a statement of rights names; without one, no licence is known.
fn licence(rights: &str) -> Option<String> {
    let at = rights.find("https://").or_else(|| rights.find("http://"))?;
    let address = rights.get(at..)?.split_whitespace().next()?;
    Some(address.trim_end_matches(['.', ',', ';', ')', '>']).to_owned())
}

/// Returns what a card says in words: about as much of the paragraph, without setting it in type to know.
fn card_described(document: &Document, paragraph: &Paragraph) -> String {
    let shown = shortened(&quoted(document, paragraph), DESCRIBED);
    format!("“{shown}” {}, {}, {}", document.name(), document.date.long(), document.called(paragraph))
}

/// Returns the words of a paragraph, an item's behind those that it completes.
pub(crate) fn quoted<'a>(document: &Document, paragraph: &'a Paragraph) -> Cow<'a, str> {
    let lead_in = document.lead_in(paragraph);
    if lead_in.is_empty() {
        return Cow::Borrowed(&paragraph.text);
    }
    let before: String = lead_in.into_iter().map(|it| format!("{} ", it.text)).collect();
    Cow::Owned(before + &paragraph.with_number())
}

/// Returns the tags by which reference managers take the page for a report of its issuer, or an article of its paper.
fn highwire(document: &Document, url: &str) -> Vec<(&'static str, String)> {
    let mut tags = vec![("citation_title", document.title.clone())];
    tags.extend(citation::author_on_page(&document.issuer));
    if document.kind == Kind::PressReport {
        // Highwire has no newspapers: any tag of its own for them says "journal".
        tags.push(("dc.type", "newspaperArticle".to_owned()));
        tags.push(("prism.publicationName", document.issuer.clone()));
    } else {
        tags.push(("citation_technical_report_institution", document.issuer.clone()));
    }
    // Both are the date to reference managers, but only the first to others, who would fill it in.
    let date = if document.date.day().is_some() { "citation_publication_date" } else { "citation_cover_date" };
    tags.push((date, slashed(document.date)));
    tags.push(("citation_language", document.language.clone()));
    tags.extend(document.doi.clone().map(|doi| ("citation_doi", doi)));
    tags.push(("citation_public_url", url.to_owned()));
    tags
}

fn graph(title: &str, description: &str, url: &str) -> Vec<(&'static str, String)> {
    vec![
        ("og:type", "article".to_owned()),
        ("og:site_name", ARCHIVE.to_owned()),
        ("og:title", title.to_owned()),
        ("og:description", description.to_owned()),
        ("og:url", url.to_owned()),
    ]
}

/// Returns the kind of card that a page is shown with elsewhere, and the tags of the picture if one is drawn.
fn card(is_drawn: bool, address: String, alternative: String) -> (&'static str, Vec<(&'static str, String)>) {
    if !is_drawn {
        return ("summary", Vec::new());
    }
    let tags = vec![
        ("og:image", address),
        ("og:image:type", Format::Png.media_type().to_owned()),
        ("og:image:width", CARD_WIDTH.to_string()),
        ("og:image:height", CARD_HEIGHT.to_string()),
        ("og:image:alt", alternative),
    ];
    ("summary_large_image", tags)
}

fn linked(document: &Document, url: &str) -> Value {
    // No publisher: what reads these takes it for the name of the site.
    let mut value = json!({
        "@context": "https://schema.org",
        "@type": if document.kind == Kind::PressReport { "NewsArticle" } else { "Report" },
        "name": document.title,
        "headline": document.title,
        "author": { "@type": "Organization", "name": document.issuer },
        "inLanguage": document.language,
        "url": url,
        "identifier": document.id.as_str(),
        "includedInDataCatalog": { "@type": "DataCatalog", "name": ARCHIVE },
    });
    if document.date.day().is_some() {
        value["datePublished"] = json!(document.date.to_string());
    }
    if let Some(place) = &document.place {
        value["locationCreated"] = json!({ "@type": "Place", "name": place });
    }
    let doi = document.doi.as_ref().map(|doi| format!("https://doi.org/{doi}"));
    match (doi, document.official.first()) {
        (Some(doi), Some(official)) => value["sameAs"] = json!([doi, official.url]),
        (Some(doi), None) => value["sameAs"] = json!(doi),
        (None, Some(official)) => value["sameAs"] = json!(official.url),
        (None, None) => {}
    }
    value
}

/// Returns a date as Highwire tags write it: `2018/04/23`, `2018/04` or `2018`.
fn slashed(date: Date) -> String {
    date.to_string().replace('-', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_is_known_only_where_the_rights_name_its_address() {
        assert_eq!(licence("All rights reserved."), None);
        assert_eq!(
            licence("Open Government Licence (https://www.nationalarchives.gov.uk/doc/ogl/3/).").as_deref(),
            Some("https://www.nationalarchives.gov.uk/doc/ogl/3/")
        );
    }
}
