//! What was added, corrected, moved, divided, merged and withdrawn, newest first, as a page and as a feed.

use std::sync::Arc;

use askama::Template;
use axum::response::Response;

use super::asked::Asked;
use super::change::{Changes, RecentChange};
use super::feed::{Feed, FeedEntry, moment};
use super::headers::Policy;
use super::identity::{Named, comparisons};
use super::layout::Layout;
use super::site::{Context, Site};
use super::{Error, answer};
use crate::archive::Archive;
use crate::corpus::{Date, Latest};
use crate::data::{Format, links};

/// Changes on a page, and entries in the feed.
const PER_PAGE: usize = 100;

#[derive(Template)]
#[template(path = "changes.html")]
struct ChangesPage {
    layout: Layout,
    /// What was seen of sources, on the first page where any was looked at.
    sources: Option<Arc<Sources>>,
    days: Vec<Day>,
    page: usize,
    pages: usize,
    newer: Option<String>,
    older: Option<String>,
}

struct Day {
    date: String,
    machine: String,
    changes: Vec<RecentChange>,
}

/// What was seen when the pages of sources were looked at again.
struct Sources {
    looked_at: usize,
    /// How many had every published word still.
    confirmed: usize,
    /// The last day on which any was reached.
    day: Option<String>,
    /// Those that had not.
    others: Vec<SourceLine>,
}

struct SourceLine {
    name: String,
    path: String,
    told: &'static str,
    day: String,
    /// Where its words can be compared, if they are other ones there now.
    comparisons: Vec<Named>,
}

impl Sources {
    fn of(archive: &Archive) -> Self {
        let corpus = archive.corpus();
        let seen = || corpus.watched().all().map(|latest| &latest.seen);
        let other = |latest: &Latest| {
            let seen = &latest.seen;
            let document = corpus.document(&seen.document)?;
            let (path, name) = (links::document(&document.id, Format::Html), document.name().to_owned());
            let (told, day) = (seen.status.trouble()?, seen.day.long());
            Some(SourceLine { name, path, told, day, comparisons: comparisons(document, latest) })
        };
        Self {
            looked_at: seen().count(),
            confirmed: seen().filter(|seen| seen.status.confirms()).count(),
            day: seen().map(|seen| seen.day).max().map(Date::long),
            others: corpus.watched().all().filter_map(other).collect(),
        }
    }
}

/// Answers with the changes.
pub(crate) fn show(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let query = &asked.query;
    let changes = Changes::derived(archive);
    let pages = changes.count().div_ceil(PER_PAGE).max(1);
    let page = query.one("page").and_then(|page| page.parse().ok()).unwrap_or(1).clamp(1, pages);
    let other = |page| links::changes(Format::Html, page);
    let answer = ChangesPage {
        layout: Layout::new(site, archive, "Changes", &other(page))
            .described("What was added to the archive, corrected, moved and withdrawn.")
            .also(Format::Atom, links::changes(Format::Atom, 1), "Atom feed"),
        sources: (page == 1).then(|| archive.derived(Sources::of)).filter(|sources| sources.looked_at > 0),
        days: days(changes.newest(archive.corpus(), (page - 1) * PER_PAGE, PER_PAGE)),
        page,
        pages,
        newer: (page > 1).then(|| other(page - 1)),
        older: (page < pages).then(|| other(page + 1)),
    };
    answer::page(&answer, Policy::PAGE)
}

/// Answers with the changes as a feed.
pub(crate) fn atom(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let query = &asked.query;
    let changes = Changes::derived(archive);
    let pages = changes.count().div_ceil(PER_PAGE).max(1);
    let page = match query.one("page").map(str::parse) {
        None => 1,
        Some(Ok(page)) if (1..=pages).contains(&page) => page,
        Some(_) => return Err(Error::BadRequest(format!("page is a number from 1 to {pages}"))),
    };
    let absolute = |path: &str| site.links.absolute(path);
    let corpus = archive.corpus();
    // Documents stand in the order of their dates.
    let updated = changes.newest(corpus, 0, 1).first().map(|change| change.day);
    let updated = updated.or_else(|| corpus.documents().last().map(|document| document.date));
    let feed = Feed {
        id: absolute(&links::changes(Format::Atom, 1)),
        title: "Changes in the G7 Cyber Archive".to_owned(),
        subtitle: None,
        page: absolute(&links::changes(Format::Html, page)),
        address: absolute(&links::changes(Format::Atom, page)),
        next: (page < pages).then(|| absolute(&links::changes(Format::Atom, page + 1))),
        updated: updated.map(moment).unwrap_or_default(),
        entries: changes.newest(corpus, (page - 1) * PER_PAGE, PER_PAGE).iter().map(|it| entry(site, it)).collect(),
    };
    feed.answer()
}

fn entry(site: &Site, change: &RecentChange) -> FeedEntry {
    FeedEntry {
        id: site.links.absolute(&format!("/changes#c{}", change.serial)),
        title: format!("{}: {}", change.name, change.headline()),
        url: site.links.absolute(&change.path),
        updated: moment(change.day),
        author: crate::citation::ARCHIVE.to_owned(),
        text: [Some(change.told.clone()), change.note.clone()].into_iter().flatten().collect::<Vec<_>>().join(" "),
        rights: None,
        category: None,
    }
}

fn days(changes: Vec<RecentChange>) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for change in changes {
        let machine = change.day.to_string();
        match days.last_mut().filter(|day| day.machine == machine) {
            Some(day) => day.changes.push(change),
            None => days.push(Day { date: change.day.long(), machine, changes: vec![change] }),
        }
    }
    days
}
