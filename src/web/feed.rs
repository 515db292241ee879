//! Atom feeds (RFC 4287): what is new in a search, and what changed in the archive.

use askama::Template;
use axum::response::Response;

use super::headers::Policy;
use super::site::Site;
use super::{Error, answer};
use crate::corpus::{Corpus, Date, Document, Kind, Paragraph, ParagraphId};
use crate::data::{Format, links};

/// A feed.
#[derive(Template)]
#[template(path = "feed.xml")]
pub(crate) struct Feed {
    pub(crate) id: String,
    pub(crate) title: String,
    /// What more there is to say of the whole.
    pub(crate) subtitle: Option<String>,
    /// The page that shows the same.
    pub(crate) page: String,
    /// The feed's own address.
    pub(crate) address: String,
    /// The address of the rest of the feed, if there is more (RFC 5005).
    pub(crate) next: Option<String>,
    pub(crate) updated: String,
    pub(crate) entries: Vec<FeedEntry>,
}

/// One entry of a feed.
pub(crate) struct FeedEntry {
    /// An address that never changes, even if the paragraph moves.
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) url: String,
    pub(crate) updated: String,
    pub(crate) author: String,
    pub(crate) text: String,
    pub(crate) rights: Option<String>,
    pub(crate) category: Option<Category>,
}

/// What stands for the words of a text whose source does not allow to hand them on: a feed is a set of texts.
const WITHHELD: &str = "The words stand on the page alone: their source does not allow to hand them on.";

impl FeedEntry {
    /// Returns the entry of a paragraph that stands in a text.
    pub(crate) fn of(site: &Site, corpus: &Corpus, document: &Document, paragraph: &Paragraph) -> Self {
        let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
        // A paragraph that moved keeps the name it was first published under, so no reader is told of it twice.
        let first = corpus.ledger().origin(&id);
        let kind = corpus.vocabulary().kind(document.kind);
        let name = format!("{}, {}", document.name(), document.called(paragraph));
        Self {
            id: site.links.absolute(&links::paragraph(&first, Format::Html)),
            // Many readers show no categories, and nothing of the press may be taken for the group's words.
            title: if document.kind == Kind::PressReport { format!("{kind}: {name}") } else { name },
            url: site.links.absolute(&links::paragraph(&id, Format::Html)),
            updated: moment(paragraph.published.unwrap_or(document.date)),
            author: document.issuer.clone(),
            text: if document.withheld() { WITHHELD.to_owned() } else { paragraph.text.to_string() },
            rights: document.source.as_ref().map(|source| source.rights.clone()),
            category: Some(Category { term: document.kind.id(), label: kind.to_owned() }),
        }
    }
}

/// What sort of thing an entry is of.
pub(crate) struct Category {
    pub(crate) term: &'static str,
    pub(crate) label: String,
}

impl Feed {
    /// Answers with the feed.
    pub(crate) fn answer(mut self) -> Result<Response, Error> {
        self.title = printable(&self.title);
        self.subtitle = self.subtitle.as_deref().map(printable);
        for entry in &mut self.entries {
            entry.title = printable(&entry.title);
            entry.text = printable(&entry.text);
        }
        let body = self.render().map_err(Error::internal)?;
        Ok(answer::text(body, Format::Atom, Policy::DATA))
    }
}

/// Returns a day as the moment that feeds want: its first in UTC (RFC 3339).
pub(crate) fn moment(day: Date) -> String {
    format!("{:04}-{:02}-{:02}T00:00:00Z", day.year(), day.month().unwrap_or(1), day.day().unwrap_or(1))
}

/// Returns a text without the characters that XML 1.0 has no way to write.
fn printable(text: &str) -> String {
    let allowed =
        |c: &char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().filter(allowed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_forbids_is_left_out() {
        assert_eq!(printable("a\u{0}b\u{1f}\u{fffe}c\n😀"), "abc\n😀");
    }
}
