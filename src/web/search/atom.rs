//! A search as a feed: a reader is told when a new paragraph matches.

use axum::response::Response;

use super::super::Error;
use super::super::asked::Asked;
use super::super::error::ErrorAnswer;
use super::super::feed::{Feed, FeedEntry};
use super::super::site::{Context, Site};
use super::data::Wanted;
use crate::archive::Archive;
use crate::data::{Format, SearchParameters, SearchedScope};
use crate::search::{Hit, Parts, Results};

/// Answers with the hits as a feed.
#[utoipa::path(
    get,
    path = "/search.atom",
    operation_id = "search_atom",
    params(SearchParameters),
    responses(
        (status = 200, description = "The hits as a feed", content_type = "application/atom+xml"),
        (status = 400, description = "A parameter has no meaning", body = ErrorAnswer),
        (status = 414, description = "The address is too long", body = ErrorAnswer),
        (status = 431, description = "The address is far too long"),
        (status = 503, description = "Too many searches are under way", body = ErrorAnswer),
    )
)]
pub(crate) fn show(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let wanted = Wanted::read(archive.corpus(), &asked.query)?;
    let results = wanted.results(archive, Parts { facets: true, advice: true, ..Parts::HITS });
    let answer = feed(site, archive, &wanted, &results).answer()?;
    wanted.continued(&site.links, Format::Atom, results.total, answer)
}

fn feed(site: &Site, archive: &Archive, wanted: &Wanted, results: &Results) -> Feed {
    let entries: Vec<FeedEntry> = results.hits.iter().filter_map(|hit| entry(site, archive, hit)).collect();
    let newest = entries.iter().map(|entry| entry.updated.clone()).max();
    Feed {
        id: site.links.absolute(&wanted.search.address(Format::Atom)),
        title: format!("{} – G7 Cyber Archive", results.understood_as),
        subtitle: SearchedScope::of(archive, results).map(|scope| scope.sentence(&results.tried)),
        page: site.links.absolute(&wanted.search.address(Format::Html)),
        address: wanted.own(&site.links, Format::Atom),
        next: wanted.next(&site.links, Format::Atom, results.total),
        updated: newest.unwrap_or_else(|| "1970-01-01T00:00:00Z".to_owned()),
        entries,
    }
}

fn entry(site: &Site, archive: &Archive, hit: &Hit) -> Option<FeedEntry> {
    let (document, paragraph) = archive.corpus().paragraph_at(hit.place)?;
    Some(FeedEntry::of(site, archive.corpus(), document, paragraph))
}
