//! Every address of the site is built here, in its canonical form: parameters in one order, defaults left out.

use std::ops::Range;

use url::form_urlencoded;

use super::format::Format;
use crate::corpus::{DocumentId, ParagraphId, Revision, Target};
use crate::search::{Choices, FacetName, LineOrder, Matching, Sort};

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

/// How results are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum View {
    /// Paragraphs with their excerpts.
    #[default]
    Paragraphs,
    /// A concordance.
    Kwic,
}

/// All the state of a search, as its address holds it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Search {
    pub(crate) query: String,
    pub(crate) matching: Matching,
    pub(crate) sort: Sort,
    pub(crate) view: View,
    /// The order of a concordance's lines.
    pub(crate) lines: LineOrder,
    pub(crate) choices: Choices,
    /// From 1.
    pub(crate) page: usize,
}

impl Search {
    /// Returns a search for `query` with nothing chosen.
    pub(crate) fn of(query: &str) -> Self {
        Self { query: query.to_owned(), page: 1, ..Self::default() }
    }

    /// Returns the address of these results in a format.
    pub(crate) fn address(&self, format: Format) -> String {
        self.parameters(format!("/search{}", format.suffix()))
    }

    /// Returns the address of `/documents` with the same choices.
    pub(crate) fn documents(&self, format: Format) -> String {
        self.parameters(format!("/documents{}", format.suffix()))
    }

    /// Returns the same search at another page.
    pub(crate) fn at_page(&self, page: usize) -> Self {
        Self { page, ..self.clone() }
    }

    /// Returns the same search with a facet's value chosen, or no longer, from the first page.
    pub(crate) fn toggled(&self, facet: FacetName, value: &str) -> Self {
        let mut other = self.at_page(1);
        let choices = &mut other.choices;
        match facet {
            FacetName::Year => value.parse().into_iter().for_each(|year| toggle(&mut choices.years, year)),
            FacetName::Kind => {
                let kind = crate::corpus::Kind::ALL.into_iter().find(|kind| kind.id() == value);
                kind.into_iter().for_each(|kind| toggle(&mut choices.kinds, kind));
            }
            FacetName::Forum => toggle(&mut choices.forums, value.to_owned()),
            FacetName::Presidency => toggle(&mut choices.presidencies, value.to_owned()),
            FacetName::Topic => toggle(&mut choices.topics, value.to_owned()),
            FacetName::Document => value.parse().into_iter().for_each(|id| toggle(&mut choices.documents, id)),
        }
        other
    }

    /// Returns the choices as the parameters that addresses write.
    pub(crate) fn chosen(&self) -> Vec<(&'static str, String)> {
        let choices = &self.choices;
        let mut chosen = Vec::new();
        chosen.extend(choices.years.iter().map(|year| ("year", year.to_string())));
        chosen.extend(choices.kinds.iter().map(|kind| ("kind", kind.id().to_owned())));
        chosen.extend(choices.forums.iter().map(|forum| ("forum", forum.clone())));
        chosen.extend(choices.presidencies.iter().map(|presidency| ("presidency", presidency.clone())));
        chosen.extend(choices.topics.iter().map(|topic| ("topic", topic.clone())));
        chosen.extend(choices.documents.iter().map(|id| ("document", id.to_string())));
        chosen
    }

    fn parameters(&self, path: String) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        if !self.query.is_empty() {
            pairs.append_pair("q", &self.query);
        }
        if self.matching == Matching::Any {
            pairs.append_pair("match", "any");
        }
        if self.sort != Sort::Relevance {
            pairs.append_pair("sort", sort_id(self.sort));
        }
        if self.view == View::Kwic {
            pairs.append_pair("view", "kwic");
        }
        if let Some((_, id)) = LINE_ORDERS.iter().find(|(order, _)| *order == self.lines && *order != LineOrder::Found)
        {
            pairs.append_pair("lines", id);
        }
        for (name, value) in self.chosen() {
            pairs.append_pair(name, &value);
        }
        if self.page > 1 {
            pairs.append_pair("page", &self.page.to_string());
        }
        let query = pairs.finish();
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }
}

/// The orders of concordance lines with their names in addresses.
pub(crate) const LINE_ORDERS: [(LineOrder, &str); 4] =
    [(LineOrder::Found, "found"), (LineOrder::Left, "left"), (LineOrder::Right, "right"), (LineOrder::Date, "date")];

/// Returns the name of an order in addresses.
pub(crate) fn sort_id(sort: Sort) -> &'static str {
    match sort {
        Sort::Relevance => "relevance",
        Sort::Newest => "newest",
        Sort::Oldest => "oldest",
        Sort::Document => "document",
    }
}

fn toggle<T: PartialEq>(chosen: &mut Vec<T>, value: T) {
    match chosen.iter().position(|other| *other == value) {
        Some(at) => drop(chosen.remove(at)),
        None => chosen.push(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_left_out() {
        assert_eq!(Search::of("").address(Format::Html), "/search");
        assert_eq!(Search::of("a b&c").address(Format::Json), "/search.json?q=a+b%26c");
    }

    #[test]
    fn toggling_twice_changes_nothing_but_the_page() {
        let search = Search { page: 3, ..Search::of("x") };
        let chosen = search.toggled(FacetName::Year, "2018");
        assert_eq!(chosen.address(Format::Html), "/search?q=x&year=2018");
        assert_eq!(chosen.toggled(FacetName::Year, "2018").address(Format::Html), "/search?q=x");
    }

    #[test]
    fn a_mark_goes_before_the_fragment() {
        let any = Search { matching: Matching::Any, ..Search::of("a b") };
        assert_eq!(marked("/2018-a#p3", &any), "/2018-a?hl=a+b&match=any#p3");
        assert_eq!(at_match("/2018-a", &Search::of("a"), 2), "/2018-a?hl=a&at=2#m2");
        assert_eq!(marked("/2018-a", &Search::of("")), "/2018-a");
    }
}
