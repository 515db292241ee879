//! What crawlers are asked: everything may be read; endless combinations of choices need not be.
//!
//! Some readers know no `*` and take a rule for the beginning of an address, and Python's drops a question mark that
//! nothing follows: so the parameters are named, and no rule is needed to be understood in any other way.

use axum::response::Response;

use super::asked::Asked;
use super::headers::Policy;
use super::site::Site;
use super::{Error, answer};
use crate::corpus::Release;
use crate::data::Format;
use crate::search::FacetName;

/// Answers with the rules for crawlers (RFC 9309).
pub(crate) fn show(site: &Site, _: &Release, _: &Asked) -> Result<Response, Error> {
    let sitemap = site.links.absolute("/sitemap.xml");
    let choices = FacetName::ALL.map(FacetName::name);
    let searches = ["q", "match", "sort", "view", "lines", "page"].into_iter().chain(choices);
    let mut lines = vec!["User-agent: *".to_owned(), "Disallow: /search?*&".to_owned()];
    lines.extend(searches.map(|name| format!("Disallow: /search?{name}=")));
    lines.push("Disallow: /search.".to_owned());
    lines.extend(choices.map(|name| format!("Disallow: /documents?{name}=")));
    lines.extend(
        ["/check?q=", "/go?c=", "/suggest", "/oembed", "/documents?held=", "/variants?"]
            .map(|path| format!("Disallow: {path}")),
    );
    lines.extend(
        ["term", "trends", "compare", "similar", "formula"]
            .iter()
            .flat_map(|page| ["?", "."].map(|next| format!("Disallow: /{page}{next}"))),
    );
    lines.push(format!("Sitemap: {sitemap}"));
    Ok(answer::text(lines.join("\n") + "\n", Format::Text, Policy::DATA))
}
