//! The pages that only a copy of the site in files has: what it cannot do, and what stands where words are not.
//!
//! They are asked for by whoever writes a copy. Knows nothing of files.

use askama::Template;
use axum::response::Response;

use super::asked::Asked;
use super::headers::Policy;
use super::layout::{Layout, Section};
use super::site::{Context, Site};
use super::{Error, answer};
use crate::archive::Archive;
use crate::data::Coverage;

#[derive(Template)]
#[template(path = "copy.html")]
struct CopyPage {
    layout: Layout,
    base: String,
    coverage: Coverage,
    subject: Subject,
}

/// What a page of a copy is about.
enum Subject {
    /// What the copy can and cannot do.
    Limits,
    /// An address from where something went to another.
    Moved(String),
    /// A paragraph whose words are left out.
    Withheld(String),
}

fn page(site: &Site, archive: &Archive, title: &str, subject: Subject) -> Result<Response, Error> {
    let page = CopyPage {
        layout: Layout::new(site, archive, title, "/").unlisted().unaddressed().within(Section::About),
        base: site.links.base().to_owned(),
        coverage: Coverage::of(archive),
        subject,
    };
    answer::page(&page, Policy::PAGE)
}

/// Answers with what a copy can and cannot do.
pub(crate) fn limits(context: &Context, _: &Asked) -> Result<Response, Error> {
    page(&context.site, &context.archive, "What this copy can and cannot do", Subject::Limits)
}

/// Answers with the page of an address from where something went to another.
pub(crate) fn moved(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let to = asked.query.one("to").ok_or(Error::NotFound)?;
    page(&context.site, &context.archive, "Moved", Subject::Moved(to.to_owned()))
}

/// Answers with the page of a paragraph whose words are left out.
pub(crate) fn withheld(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let of = asked.query.one("of").ok_or(Error::NotFound)?;
    page(&context.site, &context.archive, "Words left out of this copy", Subject::Withheld(of.to_owned()))
}
