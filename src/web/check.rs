//! The quotation checker: a box to paste into, and for every quotation its verdict, its paragraph and what was changed.
//!
//! Nothing that is pasted is kept: no answer to it may be stored, and no part of it is logged.

mod result;

use askama::Template;
use axum::response::Response;

use self::result::{DiffRun, QuotationResult, Stretch, stretches};
use super::as_of::AnsweringArchive;
use super::asked::{Asked, PastedJson, PastedText};
use super::error::ErrorAnswer;
use super::headers::{Cache, Policy};
use super::layout::{Layout, Section, grouped};
use super::site::Context;
use super::{Error, answer};
use crate::data::{CheckAnswer, Format, PrintedCoverage, links};
use crate::quotation::{self, CHARACTERS, CheckedScope, Report, TooMuch};

#[derive(Template)]
#[template(path = "check.html")]
struct CheckPage {
    layout: Layout,
    /// The day of which the wording is asked, and where the form is sent, so that it is asked again.
    day: Option<String>,
    action: String,
    /// What was pasted, to be mended and checked again.
    text: String,
    /// The most characters that are checked at once, and the same as people write it.
    limit: usize,
    limit_told: String,
    /// The pasted text with its quotations marked, where there is more to it than one quotation.
    stretches: Vec<Stretch>,
    results: Vec<QuotationResult>,
    stands: usize,
    coverage: PrintedCoverage,
    spellings: usize,
}

/// Answers with the page.
pub(crate) fn show(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let seen = AnsweringArchive::read(context, asked)?;
    let Some(text) = &asked.text else {
        return answer::page(&page(context, &seen, "", None), Policy::PAGE);
    };
    let report = quotation::check(&seen.as_of.archive, text)?;
    answer::page(&page(context, &seen, text, Some(&report)), Policy::UNKEPT)
}

/// Checks the quotations of a text.
#[utoipa::path(
    get,
    path = "/check.json",
    operation_id = "check_json",
    params(("q" = String, Query, min_length = 1, max_length = 600, description = "A quotation, or a text with quotations in it; of more than 600 characters, as many of which an address holds in any script, with POST: at most 20,000 characters"), ("as_of" = Option<String>, Query, format = Date, description = "The day by which the wording was published; the present one where there is none")),
    responses(
        (status = 200, description = "A verdict for every quotation, and what was looked through", body = CheckAnswer),
        (status = 400, description = "No text was given, or none that can be read as UTF-8, or `as_of` is no day that has come", body = ErrorAnswer),
        (status = 404, description = "Nothing had been published by the day of `as_of`", body = ErrorAnswer),
        (status = 414, description = "The address is too long; send the text with POST", body = ErrorAnswer),
        (status = 431, description = "The address is far too long"),
        (status = 413, description = "The text has more characters, quotation marks, quotations within others, ellipses or brackets than are checked at once", body = ErrorAnswer),
    )
)]
pub(crate) fn json(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let text = asked.text.as_ref().ok_or_else(|| Error::BadRequest("give a text to check as `q`".to_owned()))?;
    let seen = AnsweringArchive::read(context, asked)?;
    let archive = &seen.as_of.archive;
    let report = quotation::check(archive, text)?;
    let value = CheckAnswer::of(&context.site.links, archive, text, &report).of_day(&seen.as_of);
    answer::json(&value, Format::Json, Policy { cache: Cache::Never, ..Policy::DATA })
}

/// Checks the quotations of a longer text, sent as a form, as JSON or as plain text; nothing of it is kept.
#[utoipa::path(
    post,
    path = "/check.json",
    operation_id = "check_json_post",
    params(("as_of" = Option<String>, Query, format = Date, description = "The day by which the wording was published; the present one where there is none")),
    request_body(content((PastedJson = "application/json"), (inline(PastedText) = "text/plain"))),
    responses(
        (status = 200, description = "A verdict for every quotation, and what was looked through", body = CheckAnswer),
        (status = 400, description = "No text was given, or none that can be read as UTF-8, or `as_of` is no day that has come", body = ErrorAnswer),
        (status = 404, description = "Nothing had been published by the day of `as_of`", body = ErrorAnswer),
        (status = 414, description = "The address is too long; send the text with POST", body = ErrorAnswer),
        (status = 431, description = "The address is far too long"),
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

fn page(context: &Context, seen: &AnsweringArchive, text: &str, report: Option<&Report>) -> CheckPage {
    let (site, archive) = (&context.site, &seen.as_of.archive);
    let quotations = report.map(|report| report.quotations.as_slice()).unwrap_or_default();
    let results: Vec<QuotationResult> = quotations
        .iter()
        .enumerate()
        .map(|(at, quotation)| QuotationResult::of(&site.links, archive, text, at + 1, quotation))
        .collect();
    let layout = Layout::new(site, archive, "Check a quotation", "/check")
        .described("Paste a quotation or an article: where the words stand, and every word that was changed.")
        .within(Section::Check);
    CheckPage {
        layout: if report.is_some() { layout.unlisted() } else { layout },
        limit: CHARACTERS,
        limit_told: grouped(CHARACTERS),
        stretches: stretches(text, quotations),
        stands: quotations.iter().filter(|quotation| quotation.verdict.stands()).count(),
        results,
        coverage: PrintedCoverage::of(archive),
        spellings: CheckedScope::of(archive.corpus()).spellings,
        text: text.to_owned(),
        day: seen.day(),
        action: seen.asked.map_or_else(links::check, |day| format!("{}?as_of={day}", links::check())),
    }
}
