//! The uses of a term as a feed: a reader is told when a new paragraph has it.

use std::cmp::Reverse;

use axum::response::Response;

use super::super::Error;
use super::super::asked::Asked;
use super::super::error::ErrorAnswer;
use super::super::feed::{Feed, FeedEntry};
use super::super::site::Context;
use super::data::Wanted;
use crate::data::{Format, History, HistoryParameters, MOST};

/// Tells of the paragraphs that have a term, the newest published first.
#[utoipa::path(
    get,
    path = "/term.atom",
    operation_id = "term_atom",
    params(HistoryParameters),
    responses(
        (status = 200, description = "The paragraphs as a feed", content_type = "application/atom+xml"),
        (status = 400, description = "There is no term, the text is a search of several parts, or a parameter has no meaning", body = ErrorAnswer),
        (status = 404, description = "Nothing had been published by the day of `as_of`", body = ErrorAnswer),
        (status = 414, description = "The address is too long", body = ErrorAnswer),
        (status = 431, description = "The address is far too long"),
        (status = 503, description = "Too many searches are under way", body = ErrorAnswer),
    )
)]
pub(crate) fn show(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let site = &context.site;
    let Wanted { seen, state, term, .. } = Wanted::read(context, asked)?;
    let history = History::of(&site.links, &context.archive, &seen.as_of, &state, &term);
    let mut places: Vec<_> = history.usage.paragraphs.iter().map(|(place, _)| *place).collect();
    let published = |place| {
        let (document, paragraph) = history.corpus().paragraph_at(place)?;
        Some(paragraph.published.unwrap_or(document.date))
    };
    places.sort_by_key(|place| (Reverse(published(*place)), *place));
    let entries = places.iter().take(MOST).filter_map(|place| {
        let (document, paragraph) = history.corpus().paragraph_at(*place)?;
        Some(FeedEntry::of(site, history.corpus(), document, paragraph))
    });
    let entries: Vec<FeedEntry> = entries.collect();
    let newest = entries.iter().map(|entry| entry.updated.clone()).max();
    let address = site.links.absolute(&state.address(Format::Atom));
    Feed {
        id: address.clone(),
        title: format!("{} – G7 Cyber Archive", history.usage.understood_as),
        subtitle: Some(history.statement()),
        page: site.links.absolute(&state.at_page(1).address(Format::Html)),
        address,
        next: None,
        updated: newest.unwrap_or_else(|| "1970-01-01T00:00:00Z".to_owned()),
        entries,
    }
    .answer()
}
