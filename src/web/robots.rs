//! What crawlers are asked: everything may be read; endless combinations of choices need not be.

use axum::extract::State;
use axum::response::Response;

use super::headers::Policy;
use super::{Site, answer};
use crate::data::Format;

/// Answers with the rules for crawlers (RFC 9309).
pub(crate) async fn show(State(site): State<Site>) -> Response {
    let sitemap = site.links.absolute("/sitemap.xml");
    let body =
        format!("User-agent: *\nDisallow: /search?*&\nDisallow: /search.\nDisallow: /check?\nSitemap: {sitemap}\n");
    answer::text(body, Format::Text, Policy::DATA)
}
