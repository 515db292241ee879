//! The history of a term as data: complete, with everything that the page says.

use axum::response::Response;

use super::super::as_of::AnsweringArchive;
use super::super::asked::Asked;
use super::super::error::ErrorAnswer;
use super::super::headers::Policy;
use super::super::site::Context;
use super::super::{Error, answer};
use crate::data::{Format, History, HistoryAnswer, HistoryParameters, Reader, RowRange, TermState, UseRow, rows};
use crate::search::OneTerm;

/// Tells the history of a term.
#[utoipa::path(
    get,
    path = "/term.json",
    operation_id = "term_json",
    params(HistoryParameters),
    responses(
        (status = 200, description = "The uses, the forms, the texts with and without it, and the statement", body = HistoryAnswer),
        (status = 400, description = "There is no term, the text is a search of several parts, or a parameter has no meaning", body = ErrorAnswer),
        (status = 404, description = "Nothing had been published by the day of `as_of`", body = ErrorAnswer),
        (status = 414, description = "The address is too long", body = ErrorAnswer),
        (status = 431, description = "The address is far too long"),
        (status = 503, description = "Too many searches are under way", body = ErrorAnswer),
    )
)]
pub(crate) fn json(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let wanted = Wanted::read(context, asked)?;
    wanted.answer(context, Format::Json, |history, part| {
        let value =
            HistoryAnswer::of(&context.site.links, history, part.offset..part.offset.saturating_add(part.limit));
        answer::json(&value, Format::Json, Policy::DATA)
    })
}

/// Gives the uses of a term as a table.
#[utoipa::path(
    get,
    path = "/term.csv",
    operation_id = "term_csv",
    params(HistoryParameters),
    responses(
        (status = 200, description = "One use a row", content_type = "text/csv"),
        (status = 400, description = "There is no term, the text is a search of several parts, or a parameter has no meaning", body = ErrorAnswer),
        (status = 404, description = "Nothing had been published by the day of `as_of`", body = ErrorAnswer),
        (status = 414, description = "The address is too long", body = ErrorAnswer),
        (status = 431, description = "The address is far too long"),
        (status = 503, description = "Too many searches are under way", body = ErrorAnswer),
    )
)]
pub(crate) fn csv(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let site = &context.site;
    let wanted = Wanted::read(context, asked)?;
    let reader = Reader::of(&asked.query);
    wanted.answer(context, Format::Csv, |history, part| {
        let uses = history.uses(&site.links, part.offset..part.offset.saturating_add(part.limit));
        let release = history.scope.release.clone();
        let rows = uses.into_iter().map(move |entry| UseRow { entry, release: release.clone() });
        Ok(answer::stream(context, rows::csv(rows, reader), Format::Csv, Policy::DATA))
    })
}

/// What a data address asks for.
pub(super) struct Wanted {
    pub(super) seen: AnsweringArchive,
    pub(super) state: TermState,
    pub(super) term: OneTerm,
    part: RowRange,
}

impl Wanted {
    /// Reads a data address; unlike on the page, what is no term is refused, with what is to be said about it.
    pub(super) fn read(context: &Context, asked: &Asked) -> Result<Self, Error> {
        let part = RowRange::read(&asked.query)?;
        let seen = AnsweringArchive::read(context, asked)?;
        let state = TermState::read(&asked.query, seen.asked);
        let term = OneTerm::read(&state.text).map_err(|no_term| {
            let notice = no_term.notice();
            let search = notice.suggestion.as_ref().map(|query| format!(" Search for: {query}")).unwrap_or_default();
            Error::BadRequest(format!("{}{search}", notice.message))
        })?;
        Ok(Self { seen, state, term, part })
    }

    /// Answers with a part of the history, and leads to the rest of the uses.
    fn answer(
        &self,
        context: &Context,
        format: Format,
        write: impl FnOnce(&History<'_>, &RowRange) -> Result<Response, Error>,
    ) -> Result<Response, Error> {
        let Self { seen, state, term, part } = self;
        let links = &context.site.links;
        let history = History::of(links, &context.archive, &seen.as_of, state, term);
        let answer = write(&history, part)?;
        let offset = part.offset.saturating_add(part.limit);
        if offset >= history.usage.total() {
            return Ok(answer);
        }
        let next = format!("{}&limit={}&offset={offset}", state.address(format), part.limit);
        answer::followed(answer, &links.absolute(&next))
    }
}
