//! Terms through time as data: a cell a row.

use axum::response::Response;

use super::super::as_of::AnsweringArchive;
use super::super::asked::Asked;
use super::super::error::ErrorAnswer;
use super::super::headers::Policy;
use super::super::site::Context;
use super::super::{Error, answer};
use crate::data::{CellRow, Format, Reader, RowRange, TrendParameters, TrendState, Trends, TrendsAnswer, rows};
use crate::search::NoTerm;

/// Counts terms by year, presidency or text.
#[utoipa::path(
    get,
    path = "/trends.json",
    operation_id = "trends_json",
    params(TrendParameters),
    responses(
        (status = 200, description = "In how many texts each term is used, out of how many, and how often", body = TrendsAnswer),
        (status = 400, description = "There is no term, there are more than six, one is a search of several parts, or a parameter has no meaning", body = ErrorAnswer),
        (status = 404, description = "Nothing had been published by the day of `as_of`", body = ErrorAnswer),
        (status = 414, description = "The address is too long", body = ErrorAnswer),
        (status = 431, description = "The address is far too long"),
        (status = 503, description = "Too many counts are under way", body = ErrorAnswer),
    )
)]
pub(crate) fn json(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Counted { state, trends, cells, part } = Counted::read(context, asked)?;
    let total = cells.len();
    let value = TrendsAnswer::of(&state, trends, part.of(cells));
    continued(context, &state, &part, total, Format::Json, answer::json(&value, Format::Json, Policy::DATA)?)
}

/// Counts terms by year, presidency or text, as a table.
#[utoipa::path(
    get,
    path = "/trends.csv",
    operation_id = "trends_csv",
    params(TrendParameters),
    responses(
        (status = 200, description = "One cell a row; the column `year` is named as `by` says", content_type = "text/csv"),
        (status = 400, description = "There is no term, there are more than six, one is a search of several parts, or a parameter has no meaning", body = ErrorAnswer),
        (status = 404, description = "Nothing had been published by the day of `as_of`", body = ErrorAnswer),
        (status = 414, description = "The address is too long", body = ErrorAnswer),
        (status = 431, description = "The address is far too long"),
        (status = 503, description = "Too many counts are under way", body = ErrorAnswer),
    )
)]
pub(crate) fn csv(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Counted { state, cells, part, .. } = Counted::read(context, asked)?;
    let total = cells.len();
    let rows = rows::headed(CellRow::head(state.by), part.of(cells).into_iter(), Reader::of(&asked.query));
    let answer = answer::stream(context, rows, Format::Csv, Policy::DATA);
    continued(context, &state, &part, total, Format::Csv, answer)
}

/// What a data address asks for, counted.
struct Counted {
    state: TrendState,
    trends: Trends,
    cells: Vec<CellRow>,
    part: RowRange,
}

impl Counted {
    /// Reads a data address; unlike on the page, what has no meaning is refused.
    fn read(context: &Context, asked: &Asked) -> Result<Self, Error> {
        let part = RowRange::read(&asked.query)?;
        let seen = AnsweringArchive::read(context, asked)?;
        let (state, misread) = TrendState::read(seen.as_of.archive.corpus(), &asked.query, seen.asked);
        if let Some(misread) = misread.first() {
            return Err(Error::BadRequest(misread.message()));
        }
        if state.terms.is_empty() {
            return Err(Error::BadRequest("give one to six terms, each as `t`".to_owned()));
        }
        let trends = Trends::of(&seen.as_of, &state);
        if let Some((typed, no_term)) = trends.no_terms.first() {
            let (NoTerm::Empty(notice) | NoTerm::Search(notice)) = no_term;
            return Err(Error::BadRequest(format!("“{typed}”: {}", notice.message)));
        }
        let cells = CellRow::all(&context.site.links, &state, &trends);
        Ok(Self { state, trends, cells, part })
    }
}

/// Adds the `Link` to the rest of the cells, if there are more.
fn continued(
    context: &Context,
    state: &TrendState,
    part: &RowRange,
    total: usize,
    format: Format,
    answer: Response,
) -> Result<Response, Error> {
    let offset = part.offset.saturating_add(part.limit);
    if offset >= total {
        return Ok(answer);
    }
    let next = format!("{}&limit={}&offset={offset}", state.address(format), part.limit);
    answer::followed(answer, &context.site.links.absolute(&next))
}
