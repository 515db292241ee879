//! The pages that only a copy of the site in files has: what it cannot do, and where scripts do what the server does.
//!
//! They are asked for by whoever writes a copy. Knows nothing of files.

use askama::Template;
use axum::response::Response;

use super::asked::Asked;
use super::headers::Policy;
use super::layout::{Layout, Section};
use super::site::Context;
use super::{Error, answer, asset};
use crate::data::PrintedCoverage;

#[derive(Template)]
#[template(path = "copy.html")]
struct CopyPage {
    layout: Layout,
    base: String,
    coverage: PrintedCoverage,
    subject: Subject,
    /// The scripts that the page works with.
    scripts: Vec<&'static str>,
}

/// What a page of a copy is about.
enum Subject {
    /// What the copy can and cannot do.
    Limits,
    /// Search.
    Search,
    /// The documents that have what was chosen.
    List,
    /// Where a citation or an address leads.
    Go,
    /// Where words stand that have a fingerprint.
    Wording,
    /// The paragraph that a source prints with a number.
    Printed,
    /// Whether a quotation stands word for word.
    Check,
    /// An address from where something went to another.
    Moved(String),
    /// A paragraph whose words are left out.
    Withheld(String),
}

fn page(Context { site, archive }: &Context, title: &str, subject: Subject) -> Result<Response, Error> {
    let scripts = match subject {
        Subject::Moved(_) | Subject::Withheld(_) => Vec::new(),
        Subject::Search | Subject::Check => vec![
            asset::COPY_JS,
            asset::COPY_WORDS_JS,
            asset::COPY_LANGUAGE_JS,
            asset::COPY_INDEX_JS,
            asset::COPY_PLAN_JS,
            asset::COPY_LIST_JS,
            asset::COPY_MATCH_JS,
            asset::COPY_SEARCH_JS,
        ],
        _ => vec![asset::COPY_JS],
    };
    let section = match subject {
        Subject::Check => Section::Check,
        Subject::Search => Section::Search,
        Subject::List => Section::Documents,
        _ => Section::About,
    };
    let page = CopyPage {
        layout: Layout::new(site, archive, title, "/").unlisted().unaddressed().within(section),
        base: site.links.base().to_owned(),
        coverage: PrintedCoverage::of(archive),
        subject,
        scripts,
    };
    answer::page(&page, Policy::PAGE)
}

/// Answers with what a copy can and cannot do.
pub(crate) fn limits(context: &Context, _: &Asked) -> Result<Response, Error> {
    page(context, "What this copy can and cannot do", Subject::Limits)
}

/// Answers with the page that searches.
pub(crate) fn search(context: &Context, _: &Asked) -> Result<Response, Error> {
    page(context, "Search", Subject::Search)
}

/// Answers with the page of the documents that have what was chosen.
pub(crate) fn list(context: &Context, _: &Asked) -> Result<Response, Error> {
    page(context, "Documents", Subject::List)
}

/// Answers with the page that opens citations.
pub(crate) fn go(context: &Context, _: &Asked) -> Result<Response, Error> {
    page(context, "Open a citation or a link", Subject::Go)
}

/// Answers with the page that finds words by their fingerprint.
pub(crate) fn wording(context: &Context, _: &Asked) -> Result<Response, Error> {
    page(context, "Words by their fingerprint", Subject::Wording)
}

/// Answers with the page that finds paragraphs by their printed number.
pub(crate) fn printed(context: &Context, _: &Asked) -> Result<Response, Error> {
    page(context, "A paragraph by its printed number", Subject::Printed)
}

/// Answers with the page that looks quotations up.
pub(crate) fn check(context: &Context, _: &Asked) -> Result<Response, Error> {
    page(context, "Check a quotation", Subject::Check)
}

/// Answers with the page of an address from where something went to another.
pub(crate) fn moved(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let to = asked.query.one("to").ok_or(Error::NotFound)?;
    page(context, "Moved", Subject::Moved(to.to_owned()))
}

/// Answers with the page of a paragraph whose words are left out.
pub(crate) fn withheld(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let of = asked.query.one("of").ok_or(Error::NotFound)?;
    page(context, "Words left out of this copy", Subject::Withheld(of.to_owned()))
}
