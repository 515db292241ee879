//! What crawlers are asked: everything may be read; endless combinations of choices need not be.

use axum::response::Response;

use super::asked::Asked;
use super::headers::Policy;
use super::site::Site;
use super::{Error, answer};
use crate::corpus::Release;
use crate::data::Format;

/// Answers with the rules for crawlers (RFC 9309).
pub(crate) fn show(site: &Site, _: &Release, _: &Asked) -> Result<Response, Error> {
    let sitemap = site.links.absolute("/sitemap.xml");
    let body =
        format!("User-agent: *\nDisallow: /search?*&\nDisallow: /search.\nDisallow: /check?\nSitemap: {sitemap}\n");
    Ok(answer::text(body, Format::Text, Policy::DATA))
}
