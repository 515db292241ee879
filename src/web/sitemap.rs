//! The list of all pages for crawlers (sitemaps.org): one list, or past 50,000 addresses an index of lists.

use std::sync::Arc;

use askama::Template;
use axum::response::Response;

use super::asked::Asked;
use super::headers::Policy;
use super::site::Context;
use super::{Error, answer};
use crate::archive::Archive;
use crate::corpus::{Corpus, Document, ParagraphId};
use crate::data::{Format, links};

/// The most addresses that one sitemap may hold, and the most sitemaps that one index may name.
const MOST: usize = 50_000;

/// Pages that are there whatever the archive holds.
const ALWAYS: [&str; 5] = ["/", "/documents", "/instruments", "/help", "/about"];

#[derive(Template)]
#[template(path = "sitemap.xml")]
struct Sitemap {
    urls: Vec<String>,
}

#[derive(Template)]
#[template(path = "sitemap_index.xml")]
struct SitemapIndex {
    urls: Vec<String>,
}

/// Where the paragraphs of each document begin among all: derived once for each archive, so that a part of the list
/// costs no count of what stands before it.
struct Starts {
    /// How many paragraphs stand before each document's, and at the end how many there are.
    paragraphs: Vec<usize>,
}

impl Starts {
    fn derived(archive: &Archive) -> Arc<Self> {
        archive.derived(|archive| Self::of(archive.corpus()))
    }

    fn of(corpus: &Corpus) -> Self {
        let mut total = 0;
        let mut paragraphs = vec![0];
        for document in corpus.documents() {
            total += document.paragraphs.len();
            paragraphs.push(total);
        }
        Self { paragraphs }
    }

    /// Returns how many addresses there are in all: pages, documents, paragraphs.
    fn addresses(&self) -> usize {
        ALWAYS.len() + (self.paragraphs.len() - 1) + self.paragraphs.last().unwrap_or(&0)
    }

    /// Returns the paths from one on, documents before paragraphs.
    fn from<'a>(&self, start: usize, documents: &'a [Document]) -> impl Iterator<Item = String> + use<'a> {
        let before = ALWAYS.len() + documents.len();
        let pages = ALWAYS.iter().skip(start).map(|path| (*path).to_owned());
        let of_documents = documents.iter().skip(start.saturating_sub(ALWAYS.len()));
        let of_documents = of_documents.map(|document| links::document(&document.id, Format::Html));
        let skipped = start.saturating_sub(before);
        // The last document that begins at or before the first paragraph wanted.
        let first = self.paragraphs.partition_point(|at| *at <= skipped).saturating_sub(1);
        let rest = skipped - self.paragraphs.get(first).unwrap_or(&0);
        let of_paragraphs = documents.iter().skip(first).map(Document::unread).flat_map(|document| {
            let path = |number| links::paragraph(&ParagraphId { document: document.id.clone(), number }, Format::Html);
            document.paragraphs.iter().map(|paragraph| path(paragraph.number)).collect::<Vec<_>>()
        });
        pages.chain(of_documents).chain(of_paragraphs.skip(rest))
    }
}

/// Derives where the parts of the list begin.
pub(super) fn prepare(archive: &Archive) {
    Starts::derived(archive);
}

/// Answers with the addresses of all pages, or with those of the lists that hold them.
pub(crate) fn show(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let starts = Starts::derived(archive);
    let parts = starts.addresses().div_ceil(MOST);
    let absolute = |path: String| site.links.absolute(&path);
    let body = match asked.query.one("part").map(str::parse) {
        None if parts > 1 => {
            let urls = (1..=parts.min(MOST)).map(|part| absolute(links::sitemap(part))).collect();
            SitemapIndex { urls }.render()
        }
        part => {
            let part = part.unwrap_or(Ok(1)).ok().filter(|part| (1..=parts).contains(part)).ok_or(Error::NotFound)?;
            let urls = starts.from((part - 1) * MOST, archive.corpus().documents()).take(MOST).map(absolute).collect();
            Sitemap { urls }.render()
        }
    };
    Ok(answer::text(body.map_err(Error::internal)?, Format::Xml, Policy::PAGE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{self, Files};

    #[test]
    fn the_parts_of_the_list_are_the_list() {
        let corpus = corpus::load(&Files::Embedded).expect("it loads");
        let starts = Starts::of(&corpus);
        let all: Vec<String> = starts.from(0, corpus.documents()).collect();
        assert_eq!(all.len(), starts.addresses());
        for size in [1, 2, 3, 5, 7, 30, 100, all.len(), all.len() + 1] {
            let parts =
                (0..all.len().div_ceil(size)).flat_map(|part| starts.from(part * size, corpus.documents()).take(size));
            assert_eq!(parts.collect::<Vec<_>>(), all, "parts of {size}");
        }
    }
}
