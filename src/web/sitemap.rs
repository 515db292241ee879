//! The list of all pages for crawlers (sitemaps.org), 50,000 addresses at most as the protocol allows.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::extract::Here;
use super::headers::Policy;
use super::{Error, Site, answer};
use crate::corpus::ParagraphId;
use crate::data::{Format, links};

/// The most addresses that one sitemap may hold.
const MOST: usize = 50_000;

#[derive(Template)]
#[template(path = "sitemap.xml")]
struct Sitemap {
    urls: Vec<String>,
}

/// Answers with the addresses of all pages, documents before paragraphs.
pub(crate) async fn show(State(site): State<Site>, Here(archive): Here) -> Result<Response, Error> {
    let documents = archive.corpus().documents();
    let pages = ["/", "/documents", "/help", "/about"].map(str::to_owned).into_iter();
    let all = pages.chain(documents.iter().map(|document| links::document(&document.id, Format::Html))).chain(
        documents.iter().flat_map(|document| {
            document.paragraphs.iter().map(|paragraph| {
                let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
                links::paragraph(&id, Format::Html)
            })
        }),
    );
    let urls = all.take(MOST).map(|path| site.links.absolute(&path)).collect();
    let body = Sitemap { urls }.render().map_err(Error::internal)?;
    Ok(answer::text(body, Format::Xml, Policy::PAGE))
}
