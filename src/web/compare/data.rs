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
        ("c" = Option<String>, Query, description = "A third text that `a` is compared with, likewise"),
        ("d" = Option<String>, Query, description = "A fourth"),
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
    with(archive, asked, |a, others| {
        let mut answers = others.iter().map(|(b, compared)| ComparisonAnswer::of(archive, a, b, compared));
        let mut first = answers.next().ok_or_else(|| Error::internal("a comparison without a second side"))?;
        first.further = answers.collect();
        answer::json(&first, Format::Json, Policy::DATA)
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
        ("c" = Option<String>, Query, description = "A third text that `a` is compared with, likewise"),
        ("d" = Option<String>, Query, description = "A fourth"),
        ("excel" = Option<u8>, Query, description = "`1` for a spreadsheet: no cell runs as a formula or becomes a date or another number"),
    ),
    responses(
        (status = 200, description = "One pair of paragraphs a row; those with `c` and `d` come after those with `b`", content_type = "text/csv"),
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
    with(&context.archive, asked, |a, others| {
        let rows: Vec<PairRow> = others.iter().flat_map(|(b, compared)| PairRow::all(a, b, compared)).collect();
        let rows = rows::csv(rows.into_iter(), reader);
        Ok(answer::stream(context, rows, Format::Csv, Policy::DATA))
    })
}

/// Reads all sides, compares the first with each other one, and hands them on.
fn with(
    archive: &Archive,
    asked: &Asked,
    then: impl FnOnce(&Reference<'_>, &[(Reference<'_>, Comparison)]) -> Result<Response, Error>,
) -> Result<Response, Error> {
    let given = ["a", "b", "c", "d"].into_iter().filter_map(|name| Some((name, asked.query.one(name)?.trim())));
    let sides: Vec<(&str, &str)> = given.filter(|(_, text)| !text.is_empty()).collect();
    if let Some(name) = ["a", "b"].into_iter().find(|name| !sides.iter().any(|(other, _)| other == name)) {
        let example = links::compare(&["2017-lucca/p/1", "2018-charlevoix/p/2"], Format::Json);
        let told = format!("give two texts to compare, as in `{example}`: `{name}` is missing");
        return Err(Error::BadRequest(told));
    }
    let mut references = Vec::new();
    for (name, text) in sides {
        match read(archive, text) {
            Ok(reference) => references.push(reference),
            Err(refused) => return refuse(name, &refused),
        }
    }
    let mut references = references.into_iter();
    let a = references.next().ok_or_else(|| Error::internal("a comparison without a first side"))?;
    let others = references
        .map(|b| {
            let compared = compare(archive, &a, &b).map_err(|limit| Error::BadRequest(limit.to_string()))?;
            Ok((b, compared))
        })
        .collect::<Result<Vec<_>, Error>>()?;
    then(&a, &others)
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
