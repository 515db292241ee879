//! A search as a feed: a reader is told when a new paragraph matches.

use axum::response::Response;

use super::super::Error;
use super::super::asked::Asked;
use super::super::error::ErrorAnswer;
use super::super::feed::{Category, Feed, FeedEntry, moment};
use super::super::site::{Context, Site};
use super::data::Wanted;
use crate::archive::Archive;
use crate::corpus::{Kind, ParagraphId};
use crate::data::{Format, Scope, SearchParameters, links};
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
        subtitle: Scope::of(archive, results).map(|scope| scope.sentence(&results.tried)),
        page: site.links.absolute(&wanted.search.address(Format::Html)),
        address: wanted.own(&site.links, Format::Atom),
        next: wanted.next(&site.links, Format::Atom, results.total),
        updated: newest.unwrap_or_else(|| "1970-01-01T00:00:00Z".to_owned()),
        entries,
    }
}

fn entry(site: &Site, archive: &Archive, hit: &Hit) -> Option<FeedEntry> {
    let corpus = archive.corpus();
    let document = corpus.documents().get(hit.document)?;
    let paragraph = document.paragraphs.get(hit.paragraph)?;
    let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
    // A paragraph that moved keeps the name it was first published under, so no reader is told of it twice.
    let first = corpus.ledger().origin(&id);
    let kind = corpus.vocabulary().kind(document.kind);
    let name = format!("{}, {}", document.name(), document.called(paragraph));
    Some(FeedEntry {
        id: site.links.absolute(&links::paragraph(&first, Format::Html)),
        // Many readers show no categories, and nothing of the press may be taken for the group's words.
        title: if document.kind == Kind::PressReport { format!("{kind}: {name}") } else { name },
        url: site.links.absolute(&links::paragraph(&id, Format::Html)),
        updated: moment(paragraph.published.unwrap_or(document.date)),
        author: document.issuer.clone(),
        text: paragraph.text.to_string(),
        rights: document.source.as_ref().map(|source| source.rights.clone()),
        category: Some(Category { term: document.kind.id(), label: kind.to_owned() }),
    })
}
