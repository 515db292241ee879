//! What was added, corrected, moved, divided, merged and withdrawn, newest first, as a page and as a feed.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::change::{self, Change};
use super::extract::Here;
use super::feed::{Feed, FeedEntry, moment};
use super::headers::Policy;
use super::layout::Layout;
use super::{Error, Site, answer};
use crate::data::{Format, QueryString, links};

/// Changes on a page, and entries in the feed.
const PER_PAGE: usize = 100;

#[derive(Template)]
#[template(path = "changes.html")]
struct ChangesPage {
    layout: Layout,
    days: Vec<Day>,
    page: usize,
    pages: usize,
    newer: Option<String>,
    older: Option<String>,
}

struct Day {
    date: String,
    machine: String,
    changes: Vec<Change>,
}

/// Answers with the changes.
pub(crate) async fn show(State(site): State<Site>, Here(archive): Here, query: QueryString) -> Result<Response, Error> {
    let changes = change::all(archive.corpus());
    let pages = changes.len().div_ceil(PER_PAGE).max(1);
    let page = query.one("page").and_then(|page| page.parse().ok()).unwrap_or(1).clamp(1, pages);
    let other = |page| links::changes(Format::Html, page);
    let answer = ChangesPage {
        layout: Layout::new(&site, &archive, "Changes", &other(page))
            .described("What was added to the archive, corrected, moved and withdrawn.")
            .also(Format::Atom, links::changes(Format::Atom, 1), "Atom feed"),
        days: days(changes.into_iter().skip((page - 1) * PER_PAGE).take(PER_PAGE)),
        page,
        pages,
        newer: (page > 1).then(|| other(page - 1)),
        older: (page < pages).then(|| other(page + 1)),
    };
    answer::page(&answer, Policy::PAGE)
}

/// Answers with the changes as a feed.
pub(crate) async fn atom(State(site): State<Site>, Here(archive): Here, query: QueryString) -> Result<Response, Error> {
    let all = change::all(archive.corpus());
    let pages = all.len().div_ceil(PER_PAGE).max(1);
    let page = match query.one("page").map(str::parse) {
        None => 1,
        Some(Ok(page)) if (1..=pages).contains(&page) => page,
        Some(_) => return Err(Error::BadRequest(format!("page is a number from 1 to {pages}"))),
    };
    let absolute = |path: &str| site.links.absolute(path);
    let first = archive.corpus().documents().iter().map(|document| document.date).max();
    let feed = Feed {
        id: absolute(&links::changes(Format::Atom, 1)),
        title: "Changes in the G7 Cyber Archive".to_owned(),
        subtitle: None,
        page: absolute(&links::changes(Format::Html, page)),
        address: absolute(&links::changes(Format::Atom, page)),
        next: (page < pages).then(|| absolute(&links::changes(Format::Atom, page + 1))),
        updated: all.first().map(|change| change.day).or(first).map(moment).unwrap_or_default(),
        entries: all.iter().skip((page - 1) * PER_PAGE).take(PER_PAGE).map(|it| entry(&site, it)).collect(),
    };
    feed.answer()
}

fn entry(site: &Site, change: &Change) -> FeedEntry {
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

fn days(changes: impl Iterator<Item = Change>) -> Vec<Day> {
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
