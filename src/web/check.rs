//! The quotation checker: a box to paste into, and for every quotation its verdict, its paragraph and what was changed.
//!
//! Nothing that is pasted is kept: no answer to it may be stored, and no part of it is logged.

mod pasted;
mod result;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use self::pasted::{Pasted, PastedJson};
use self::result::{DiffRun, QuotationResult, Stretch, stretches};
use super::error::ErrorAnswer;
use super::extract::Here;
use super::headers::{Cache, Policy};
use super::layout::{Layout, Section, grouped};
use super::{Error, Site, answer};
use crate::archive::Archive;
use crate::data::{CheckAnswer, Coverage, Format};
use crate::quotation::{self, CHARACTERS, Report, Scope, TooMuch};

#[derive(Template)]
#[template(path = "check.html")]
struct CheckPage {
    layout: Layout,
    /// What was pasted, to be mended and checked again.
    text: String,
    /// The most characters that are checked at once, and the same as people write it.
    limit: usize,
    limit_told: String,
    /// The pasted text with its quotations marked, where there is more to it than one quotation.
    stretches: Vec<Stretch>,
    results: Vec<QuotationResult>,
    stands: usize,
    coverage: Coverage,
    spellings: usize,
}

/// Answers with the page.
pub(crate) async fn show(
    State(site): State<Site>,
    Here(archive): Here,
    Pasted(text): Pasted,
) -> Result<Response, Error> {
    let Some(text) = text else {
        return answer::page(&page(&site, &archive, String::new(), None), Policy::PAGE);
    };
    let work = site.checks.clone();
    work.run(move || {
        let report = quotation::check(&archive, &text)?;
        answer::page(&page(&site, &archive, text, Some(&report)), Policy::UNKEPT)
    })
    .await?
}

/// Checks the quotations of a text.
#[utoipa::path(
    get,
    path = "/check.json",
    operation_id = "check_json",
    params(("q" = String, Query, description = "A quotation, or a text with quotations in it; at most 20,000 characters")),
    responses(
        (status = 200, description = "A verdict for every quotation, and what was looked through", body = CheckAnswer),
        (status = 400, description = "No text was given, or none that can be read as UTF-8", body = ErrorAnswer),
        (status = 413, description = "The text has more characters, quotation marks, quotations within others, ellipses or brackets than are checked at once", body = ErrorAnswer),
    )
)]
pub(crate) async fn json(
    State(site): State<Site>,
    Here(archive): Here,
    Pasted(text): Pasted,
) -> Result<Response, Error> {
    let text = text.ok_or_else(|| Error::BadRequest("give a text to check as `q`".to_owned()))?;
    let work = site.checks.clone();
    work.run(move || {
        let report = quotation::check(&archive, &text)?;
        let value = CheckAnswer::of(&site.links, &archive, &text, &report);
        answer::json(&value, Format::Json, Policy { cache: Cache::Never, ..Policy::DATA })
    })
    .await?
}

/// Checks the quotations of a longer text, sent as a form, as JSON or as plain text; nothing of it is kept.
#[utoipa::path(
    post,
    path = "/check.json",
    operation_id = "check_json_post",
    request_body(content((PastedJson = "application/json"), (String = "text/plain"))),
    responses(
        (status = 200, description = "A verdict for every quotation, and what was looked through", body = CheckAnswer),
        (status = 400, description = "No text was given, or none that can be read as UTF-8", body = ErrorAnswer),
        (status = 413, description = "The text has more characters, quotation marks, quotations within others, ellipses or brackets than are checked at once", body = ErrorAnswer),
    )
)]
#[expect(dead_code, reason = "it describes the POST of `json` for the description of the interface")]
fn json_post() {}

impl From<TooMuch> for Error {
    fn from(limit: TooMuch) -> Self {
        Self::TooLarge(limit.to_string())
    }
}

fn page(site: &Site, archive: &Archive, text: String, report: Option<&Report>) -> CheckPage {
    let quotations = report.map(|report| report.quotations.as_slice()).unwrap_or_default();
    let results: Vec<QuotationResult> = quotations
        .iter()
        .enumerate()
        .map(|(at, quotation)| QuotationResult::of(&site.links, archive, &text, at + 1, quotation))
        .collect();
    let layout = Layout::new(site, archive, "Check a quotation", "/check")
        .described("Paste a quotation or an article: where the words stand, and every word that was changed.")
        .within(Section::Check);
    CheckPage {
        layout: if report.is_some() { layout.unlisted() } else { layout },
        limit: CHARACTERS,
        limit_told: grouped(CHARACTERS),
        stretches: stretches(&text, quotations),
        stands: quotations.iter().filter(|quotation| quotation.verdict.stands()).count(),
        results,
        coverage: Coverage::of(archive),
        spellings: Scope::of(archive.corpus()).spellings,
        text,
    }
}
