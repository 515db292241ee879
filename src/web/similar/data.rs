//! What texts share, as data.

use axum::http::StatusCode;
use axum::response::Response;

use super::super::answer;
use super::super::asked::Asked;
use super::super::error::{Error, ErrorAnswer};
use super::super::gone;
use super::super::headers::Policy;
use super::super::site::Context;
use super::least;
use crate::archive::Archive;
use crate::comparison::{shares, similar};
use crate::corpus::{Document, ParagraphId};
use crate::data::reference::read;
use crate::data::similar::{RunRow, ShareEntry, SharesAnswer, SimilarAnswer};
use crate::data::{self, Format, Reader, rows};

/// Answers with what other texts share with a paragraph, as JSON.
#[utoipa::path(
    get,
    path = "/{document}/p/{number}/similar.json",
    operation_id = "similar_json",
    params(
        ("document" = inline(data::DocumentName), Path, description = "The id of the document"),
        ("number" = u32, Path, minimum = 1, description = "The number of the paragraph"),
        ("min" = Option<u8>, Query, minimum = 6, maximum = 30, description = "The shortest run, in words; 6 where nothing is said"),
    ),
    responses(
        (status = 200, description = "Every run of six words and more that another text shares", body = SimilarAnswer),
        (status = 300, description = "The paragraph was divided: where its parts are now", body = ErrorAnswer),
        (status = 301, description = "It is somewhere else now: there"),
        (status = 400, description = "A parameter has no meaning", body = ErrorAnswer),
        (status = 404, description = "Never published", body = ErrorAnswer),
        (status = 410, description = "Withdrawn: why", body = ErrorAnswer),
        (status = 503, description = "Too many comparisons are under way", body = ErrorAnswer),
    )
)]
pub(crate) fn paragraph_json(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let id = asked.bare_paragraph()?;
    if context.archive.corpus().paragraph(&id).is_none() {
        return gone::paragraph(&context.site, &context.archive, &id, "/similar.json");
    }
    answer::json(&of_paragraph(&context.archive, asked, &id)?, Format::Json, Policy::DATA)
}

/// Answers with the same as CSV, one run a row.
#[utoipa::path(
    get,
    path = "/{document}/p/{number}/similar.csv",
    operation_id = "similar_csv",
    params(
        ("document" = inline(data::DocumentName), Path, description = "The id of the document"),
        ("number" = u32, Path, minimum = 1, description = "The number of the paragraph"),
        ("min" = Option<u8>, Query, minimum = 6, maximum = 30, description = "The shortest run, in words; 6 where nothing is said"),
        ("excel" = Option<u8>, Query, description = "`1` for a spreadsheet: no cell runs as a formula or becomes a date or another number"),
    ),
    responses(
        (status = 200, description = "One run a row", content_type = "text/csv"),
        (status = 300, description = "The paragraph was divided: where its parts are now", body = ErrorAnswer),
        (status = 301, description = "It is somewhere else now: there"),
        (status = 400, description = "A parameter has no meaning", body = ErrorAnswer),
        (status = 404, description = "Never published", body = ErrorAnswer),
        (status = 410, description = "Withdrawn: why", body = ErrorAnswer),
        (status = 503, description = "Too many comparisons are under way", body = ErrorAnswer),
    )
)]
pub(crate) fn paragraph_csv(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let id = asked.bare_paragraph()?;
    if context.archive.corpus().paragraph(&id).is_none() {
        return gone::paragraph(&context.site, &context.archive, &id, "/similar.csv");
    }
    let rows = RunRow::all(of_paragraph(&context.archive, asked, &id)?);
    let rows = rows::csv(rows.into_iter(), Reader::of(&asked.query));
    Ok(answer::stream(context, rows, Format::Csv, Policy::DATA))
}

fn of_paragraph(archive: &Archive, asked: &Asked, id: &ParagraphId) -> Result<SimilarAnswer, Error> {
    let least = least(&asked.query).map_err(Error::BadRequest)?;
    let place = archive.corpus().place(id).ok_or(Error::NotFound)?;
    let (_, paragraph) = archive.corpus().paragraph_at(place).ok_or(Error::NotFound)?;
    Ok(SimilarAnswer::of(archive, id, &paragraph.text, &similar(archive, place, least)))
}

/// Answers with the texts that share most with a document, as JSON.
#[utoipa::path(
    get,
    path = "/similar.json",
    operation_id = "shares_json",
    params(("a" = String, Query, min_length = 1, pattern = r"\S", description = "A document: its id or address, or a citation that names it; of a paragraph, what `/{document}/p/{number}/similar.json` answers")),
    responses(
        (status = 200, description = "Other texts, those that share most words first", body = SharesAnswer),
        (status = 400, description = "Nothing was named", body = ErrorAnswer),
        (status = 404, description = "It names nothing here, or a text that is not held: the nearest", body = ErrorAnswer),
        (status = 503, description = "Too many comparisons are under way", body = ErrorAnswer),
    )
)]
pub(crate) fn json(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let archive = &context.archive;
    match named(archive, asked)? {
        Ok(Named::Document(document)) => {
            let found = shares(archive, archive.corpus().position(&document.id).ok_or(Error::NotFound)?);
            answer::json(&SharesAnswer::of(archive, document, &found), Format::Json, Policy::DATA)
        }
        Ok(Named::Paragraph(id)) => answer::json(&of_paragraph(archive, asked, &id)?, Format::Json, Policy::DATA),
        Err(refused) => refuse(refused),
    }
}

/// Answers with the same as CSV, one text a row.
#[utoipa::path(
    get,
    path = "/similar.csv",
    operation_id = "shares_csv",
    params(
        ("a" = String, Query, min_length = 1, pattern = r"\S", description = "A document: its id or address, or a citation that names it; of a paragraph, what `/{document}/p/{number}/similar.csv` answers"),
        ("excel" = Option<u8>, Query, description = "`1` for a spreadsheet: no cell runs as a formula or becomes a date or another number"),
    ),
    responses(
        (status = 200, description = "One text a row", content_type = "text/csv"),
        (status = 400, description = "Nothing was named", body = ErrorAnswer),
        (status = 404, description = "It names nothing here, or a text that is not held: the nearest", body = ErrorAnswer),
        (status = 503, description = "Too many comparisons are under way", body = ErrorAnswer),
    )
)]
pub(crate) fn csv(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let archive = &context.archive;
    let reader = Reader::of(&asked.query);
    match named(archive, asked)? {
        Ok(Named::Document(document)) => {
            let found = shares(archive, archive.corpus().position(&document.id).ok_or(Error::NotFound)?);
            let rows = rows::csv(ShareEntry::all(archive, document, &found).into_iter(), reader);
            Ok(answer::stream(context, rows, Format::Csv, Policy::DATA))
        }
        Ok(Named::Paragraph(id)) => {
            let rows = rows::csv(RunRow::all(of_paragraph(archive, asked, &id)?).into_iter(), reader);
            Ok(answer::stream(context, rows, Format::Csv, Policy::DATA))
        }
        Err(refused) => refuse(refused),
    }
}

/// What an address names.
enum Named<'a> {
    Document(&'a Document),
    Paragraph(ParagraphId),
}

fn named<'a>(archive: &'a Archive, asked: &Asked) -> Result<Result<Named<'a>, ErrorAnswer>, Error> {
    let written = asked.query.one("a").map(str::trim).filter(|written| !written.is_empty());
    let Some(written) = written else {
        return Err(Error::BadRequest(
            "name a document, as in `/similar.json?a=2018-charlevoix`: `a` is missing".to_owned(),
        ));
    };
    let reference = match read(archive, written) {
        Ok(reference) => reference,
        Err(refused) => {
            let (error, nearest) = (refused.told("a"), refused.nearest());
            return Ok(Err(ErrorAnswer { status: 404, error, nearest }));
        }
    };
    match (reference.is_document, reference.document, reference.side.passages.first()) {
        (true, Some(document), _) => Ok(Ok(Named::Document(document))),
        (_, _, Some(passage)) => Ok(Ok(Named::Paragraph(passage.id.clone()))),
        _ => Err(Error::NotFound),
    }
}

fn refuse(refused: ErrorAnswer) -> Result<Response, Error> {
    let mut answer = answer::json(&refused, Format::Json, Policy::DATA)?;
    *answer.status_mut() = StatusCode::NOT_FOUND;
    Ok(answer)
}
