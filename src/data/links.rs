//! Every address of the site is built here, in its canonical form: parameters in one order, defaults left out.

use std::ops::Range;

use url::form_urlencoded;

use super::format::Format;
use super::search::Search;
use crate::corpus::{DocumentId, ParagraphId, Release, Revision, Target};
use crate::search::Matching;

/// Builds absolute addresses on the base that the operator chose.
#[derive(Debug)]
pub struct Links {
    base: String,
}

impl Links {
    /// Returns links that begin with `base_url`.
    #[must_use]
    pub fn new(base_url: &str) -> Self {
        Self { base: base_url.trim_end_matches('/').to_owned() }
    }

    /// Returns the absolute form of a path of this site.
    #[must_use]
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Returns what all absolute addresses of this site begin with.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }
}

/// Returns the address of a document or record.
pub(crate) fn document(id: &DocumentId, format: Format) -> String {
    format!("/{id}{}", format.suffix())
}

/// Returns the address of a document beside the same text in another language.
pub(crate) fn beside(id: &DocumentId, language: &str) -> String {
    let language: String = form_urlencoded::byte_serialize(language.as_bytes()).collect();
    format!("/{id}?with={language}")
}

/// Returns the address of the quotation checker.
pub(crate) fn check() -> String {
    "/check".to_owned()
}

/// Returns the address of what a DOI names.
pub(crate) fn doi(doi: &str) -> String {
    format!("https://doi.org/{}", encoded(doi))
}

/// Returns the address that answers messages of the Model Context Protocol.
pub(crate) fn mcp() -> &'static str {
    "/mcp"
}

/// Returns the address of the form of what to compare.
pub(crate) fn compare_form() -> String {
    "/compare".to_owned()
}

/// Returns the address of a comparison of two to four texts, each by its address here without the first slash.
pub(crate) fn compare(sides: &[&str], format: Format) -> String {
    let sides = ["a", "b", "c", "d"].iter().zip(sides);
    let sides: Vec<String> = sides.map(|(name, side)| format!("{name}={}", encoded(side))).collect();
    format!("/compare{}?{}", format.suffix(), sides.join("&"))
}

/// Returns the address of what other texts share with a paragraph.
pub(crate) fn similar(id: &ParagraphId, format: Format) -> String {
    format!("/{id}/similar{}", format.suffix())
}

/// Returns the address of the texts that share most with a document.
pub(crate) fn shares(id: &DocumentId, format: Format) -> String {
    format!("/similar{}?a={id}", format.suffix())
}

/// Returns the address of the wordings of a formula.
pub(crate) fn formula(words: &str, format: Format) -> String {
    let words: String = form_urlencoded::byte_serialize(words.as_bytes()).collect();
    format!("/formula{}?t={words}", format.suffix())
}

/// Returns the address of the uses of some words in this order.
pub(crate) fn uses(words: &str) -> String {
    let quoted = format!("\"{}\"", words.replace(['"', '“', '”'], " "));
    let words: String = form_urlencoded::byte_serialize(quoted.as_bytes()).collect();
    format!("/term?t={words}")
}

/// Returns the address of the list of all documents and records.
pub(crate) fn all_documents() -> String {
    "/documents".to_owned()
}

/// Returns the address of the list of all instruments.
pub(crate) fn instruments(format: Format) -> String {
    format!("/instruments{}", format.suffix())
}

/// Returns the address of an instrument: who cites it.
pub(crate) fn instrument(id: &str, format: Format) -> String {
    format!("/instruments/{id}{}", format.suffix())
}

/// Returns `path` at a page of a list, the first being bare.
pub(crate) fn paged(path: &str, page: usize) -> String {
    if page > 1 { format!("{path}?page={page}") } else { path.to_owned() }
}

/// Returns `path` with press reports counted, too.
pub(crate) fn with_press(path: &str) -> String {
    format!("{path}?press=1")
}

/// Returns the address of the page of the dataset.
pub(crate) fn dataset() -> String {
    "/data".to_owned()
}

/// Returns the address of a file of the dataset of a release.
pub(crate) fn dataset_file(release: &Release, file: &str) -> String {
    format!("/data/{release}/{file}")
}

/// Returns the address of a document's source as it was received.
pub(crate) fn source(id: &DocumentId) -> String {
    format!("/{id}/source")
}

/// Returns the address of a paragraph's own view.
pub(crate) fn paragraph(id: &ParagraphId, format: Format) -> String {
    format!("/{id}{}", format.suffix())
}

/// Returns the address of a paragraph within its document's page.
pub(crate) fn within_document(id: &ParagraphId) -> String {
    format!("/{}#p{}", id.document, id.number)
}

/// Returns the address of one wording of a paragraph.
pub(crate) fn revision(id: &ParagraphId, revision: Revision) -> String {
    format!("/{id}/r/{revision}")
}

/// Returns the address of a range of one wording, as the address of a selection wrote it.
pub(crate) fn ranged(id: &ParagraphId, revision: Revision, range: &str) -> String {
    let range: String = form_urlencoded::byte_serialize(range.as_bytes()).collect();
    format!("/{id}/r/{revision}?w={range}")
}

/// Returns the address of what changed since one wording of a paragraph.
pub(crate) fn change(id: &ParagraphId, since: Revision) -> String {
    format!("{}#change", revision(id, since))
}

/// Returns the address of the page of forms to cite and copy a paragraph in.
pub(crate) fn cite(id: &ParagraphId) -> String {
    format!("/{id}/cite")
}

/// Returns the address of a document's social card.
pub(crate) fn document_card(id: &DocumentId) -> String {
    format!("/{id}/card.png")
}

/// Returns the address of the page of forms to cite a document in.
pub(crate) fn cite_document(id: &DocumentId) -> String {
    format!("{}/cite", document(id, Format::Html))
}

/// Returns the address of a paragraph's social card.
pub(crate) fn card(id: &ParagraphId) -> String {
    format!("/{id}/card.png")
}

/// Returns the address of a paragraph to be framed by other sites.
pub(crate) fn embed(id: &ParagraphId) -> String {
    format!("/{id}/embed")
}

/// Returns the address that says how to embed what stands at the absolute address `url`.
pub(crate) fn oembed(url: &str) -> String {
    let url: String = form_urlencoded::byte_serialize(url.as_bytes()).collect();
    format!("/oembed?url={url}&format=json")
}

/// Returns what the address of a paragraph by its printed number ends in.
pub(crate) fn printed(number: &str) -> String {
    format!("/para/{}", encoded(number).replace('/', "%2F"))
}

/// Returns a path with everything percent-encoded that no address may hold as it is.
pub(crate) fn encoded(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// Returns the address of words by the first digits of their fingerprint.
pub(crate) fn wording(digits: &str) -> String {
    format!("/f/{digits}")
}

/// Returns the address of the changes from a page, the first being the newest.
pub(crate) fn changes(format: Format, page: usize) -> String {
    let page = if page > 1 { format!("?page={page}") } else { String::new() };
    format!("/changes{}{page}", format.suffix())
}

/// Returns the address of one part of the site map, from 1.
pub(crate) fn sitemap(part: usize) -> String {
    format!("/sitemap.xml?part={part}")
}

/// Returns the address of something that the ledger names.
pub(crate) fn target(target: &Target) -> String {
    match target {
        Target::Paragraph(id) => paragraph(id, Format::Html),
        Target::Document(id) => document(id, Format::Html),
    }
}

/// Returns `path` with a range of code points of one revision marked.
pub(crate) fn stretch(path: &str, points: &Range<usize>, revision: Revision) -> String {
    format!("{path}?w={}-{}&r={revision}", points.start, points.end)
}

/// Returns the list of the documents whose text is not held.
pub(crate) fn not_held() -> String {
    super::Search { held: Some(false), ..super::Search::of("") }.documents(Format::Html)
}

/// Returns the address of the page of a search that shows related paragraphs too, at these.
pub(crate) fn related(search: &Search) -> String {
    let address = search.at_page(1).address(Format::Html);
    format!("{address}{}related=1#related", if address.contains('?') { '&' } else { '?' })
}

/// Returns `path` with the matches of a search marked.
pub(crate) fn marked(path: &str, search: &Search) -> String {
    if search.query.is_empty() {
        return path.to_owned();
    }
    let (path, fragment) = path.split_once('#').map_or((path, None), |(path, fragment)| (path, Some(fragment)));
    let mut hl: String = form_urlencoded::byte_serialize(search.query.as_bytes()).collect();
    if search.matching == Matching::Any {
        hl.push_str("&match=any");
    }
    match fragment {
        Some(fragment) => format!("{path}?hl={hl}#{fragment}"),
        None => format!("{path}?hl={hl}"),
    }
}

/// Returns `path` with the matches of a search marked and the one with this serial, from 1, looked at.
pub(crate) fn at_match(path: &str, search: &Search, serial: usize) -> String {
    format!("{}&at={serial}#m{serial}", marked(path, search))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_goes_before_the_fragment() {
        let any = Search { matching: Matching::Any, ..Search::of("a b") };
        assert_eq!(marked("/2018-a#p3", &any), "/2018-a?hl=a+b&match=any#p3");
        assert_eq!(at_match("/2018-a", &Search::of("a"), 2), "/2018-a?hl=a&at=2#m2");
        assert_eq!(marked("/2018-a", &Search::of("")), "/2018-a");
    }
}
