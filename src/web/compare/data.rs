//! A comparison as data.

use axum::http::StatusCode;
use axum::response::Response;

use super::super::answer;
use super::super::asked::Asked;
use super::super::error::{Error, ErrorAnswer};
use super::super::headers::Policy;
use super::super::site::Context;
use crate::archive::Archive;
use crate::comparison::Comparison;
use crate::data::compared::{ComparisonAnswer, PairRow, compare};
use crate::data::reference::{Reference, Refused, Why, read};
use crate::data::{Format, Reader, links, rows};

/// Answers with a comparison as JSON.
#[utoipa::path(
    get,
    path = "/compare.json",
    operation_id = "compare_json",
    params(
        ("a" = String, Query, min_length = 1, pattern = r"\S", description = "A document, a paragraph or a revision: its id or address, or a citation that names one"),
        ("b" = String, Query, min_length = 1, pattern = r"\S", description = "What it is compared with, likewise"),
    ),
    responses(
        (status = 200, description = "Which paragraphs belong together, and what became of every word", body = ComparisonAnswer),
        (status = 300, description = "A side can mean several: their addresses", body = ErrorAnswer),
        (status = 400, description = "A side is missing, or has more than 60,000 words", body = ErrorAnswer),
        (status = 404, description = "A side names nothing here, or a text that is not held: the nearest", body = ErrorAnswer),
        (status = 414, description = "The address is too long", body = ErrorAnswer),
        (status = 431, description = "The address is far too long"),
        (status = 503, description = "Too many comparisons are under way", body = ErrorAnswer),
    )
)]
pub(crate) fn json(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let archive = &context.archive;
    with(archive, asked, |a, b, compared| {
        answer::json(&ComparisonAnswer::of(archive, a, b, compared), Format::Json, Policy::DATA)
    })
}

/// Answers with a comparison as CSV, one pair of paragraphs a row.
#[utoipa::path(
    get,
    path = "/compare.csv",
    operation_id = "compare_csv",
    params(
        ("a" = String, Query, min_length = 1, pattern = r"\S", description = "A document, a paragraph or a revision: its id or address, or a citation that names one"),
        ("b" = String, Query, min_length = 1, pattern = r"\S", description = "What it is compared with, likewise"),
        ("excel" = Option<u8>, Query, description = "`1` for a spreadsheet: no cell runs as a formula or becomes a date or another number"),
    ),
    responses(
        (status = 200, description = "One pair of paragraphs a row", content_type = "text/csv"),
        (status = 300, description = "A side can mean several: their addresses", body = ErrorAnswer),
        (status = 400, description = "A side is missing, or has more than 60,000 words", body = ErrorAnswer),
        (status = 404, description = "A side names nothing here, or a text that is not held: the nearest", body = ErrorAnswer),
        (status = 414, description = "The address is too long", body = ErrorAnswer),
        (status = 431, description = "The address is far too long"),
        (status = 503, description = "Too many comparisons are under way", body = ErrorAnswer),
    )
)]
pub(crate) fn csv(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let reader = Reader::of(&asked.query);
    with(&context.archive, asked, |a, b, compared| {
        let rows = rows::csv(PairRow::all(a, b, compared).into_iter(), reader);
        Ok(answer::stream(&context.site.pools, rows, Format::Csv, Policy::DATA))
    })
}

/// Reads both sides, compares them and hands them on.
fn with(
    archive: &Archive,
    asked: &Asked,
    then: impl FnOnce(&Reference<'_>, &Reference<'_>, &Comparison) -> Result<Response, Error>,
) -> Result<Response, Error> {
    let given = |name: &'static str| {
        let text = asked.query.one(name).map(str::trim).filter(|text| !text.is_empty());
        let example = links::compare(&["2017-lucca/p/1", "2018-charlevoix/p/2"], Format::Json);
        text.ok_or_else(|| {
            Error::BadRequest(format!("give two texts to compare, as in `{example}`: `{name}` is missing"))
        })
    };
    let (a, b) = (given("a")?, given("b")?);
    let (a, b) = match (read(archive, a), read(archive, b)) {
        (Ok(a), Ok(b)) => (a, b),
        (Err(refused), _) => return refuse("a", &refused),
        (_, Err(refused)) => return refuse("b", &refused),
    };
    let compared = compare(archive, &a, &b).map_err(|limit| Error::BadRequest(limit.to_string()))?;
    then(&a, &b, &compared)
}

fn refuse(name: &str, refused: &Refused) -> Result<Response, Error> {
    let status = match refused.why {
        Why::Several(_) => StatusCode::MULTIPLE_CHOICES,
        _ => StatusCode::NOT_FOUND,
    };
    let value = ErrorAnswer { status: status.as_u16(), error: refused.told(name), nearest: refused.nearest() };
    let mut answer = answer::json(&value, Format::Json, Policy::DATA)?;
    *answer.status_mut() = status;
    Ok(answer)
}
