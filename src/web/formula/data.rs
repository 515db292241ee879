//! The wordings of a formula, as data.

use axum::response::Response;

use super::super::answer;
use super::super::asked::Asked;
use super::super::error::{Error, ErrorAnswer};
use super::super::headers::Policy;
use super::super::site::Context;
use super::{formula, wrong};
use crate::comparison::{READ, family};
use crate::data::formula::{FormulaAnswer, WordingRow};
use crate::data::{Format, Reader, rows};

/// Answers with the wordings of a formula as JSON.
#[utoipa::path(
    get,
    path = "/formula.json",
    operation_id = "formula_json",
    params(
        ("t" = String, Query, pattern = r"\S\s+\S+\s+\S+\s+\S", description = "The words, four to sixty"),
        ("press" = Option<u8>, Query, description = "`1` to look in press reports too"),
    ),
    responses(
        (status = 200, description = "Every wording of the formula, with its uses", body = FormulaAnswer),
        (status = 400, description = "No words, too few or too many", body = ErrorAnswer),
        (status = 503, description = "Too many comparisons are under way", body = ErrorAnswer),
    )
)]
pub(crate) fn json(context: &Context, asked: &Asked) -> Result<Response, Error> {
    answer::json(&read(context, asked)?, Format::Json, Policy::DATA)
}

/// Answers with the wordings of a formula as CSV, one a row.
#[utoipa::path(
    get,
    path = "/formula.csv",
    operation_id = "formula_csv",
    params(
        ("t" = String, Query, pattern = r"\S\s+\S+\s+\S+\s+\S", description = "The words, four to sixty"),
        ("press" = Option<u8>, Query, description = "`1` to look in press reports too"),
        ("excel" = Option<u8>, Query, description = "`1` for a spreadsheet: no cell runs as a formula or becomes a date or another number"),
    ),
    responses(
        (status = 200, description = "One wording a row", content_type = "text/csv"),
        (status = 400, description = "No words, too few or too many", body = ErrorAnswer),
        (status = 503, description = "Too many comparisons are under way", body = ErrorAnswer),
    )
)]
pub(crate) fn csv(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let rows = rows::csv(WordingRow::all(read(context, asked)?).into_iter(), Reader::of(&asked.query));
    Ok(answer::stream(context, rows, Format::Csv, Policy::DATA))
}

fn read(context: &Context, asked: &Asked) -> Result<FormulaAnswer, Error> {
    let archive = &context.archive;
    let formula = formula(&asked.query);
    if formula.is_empty() {
        return Err(Error::BadRequest("give the words of a formula as `t`".to_owned()));
    }
    if let Some(wrong) = wrong(archive, &formula) {
        return Err(Error::BadRequest(wrong));
    }
    let found = family(archive, &formula, asked.query.one("press") == Some("1"), READ);
    Ok(FormulaAnswer::of(archive, &formula, &found))
}
