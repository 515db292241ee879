//! What was added, corrected, moved, divided, merged and withdrawn, newest first, as a page and as a feed.
//!
//! All of it is read from the ledger, which only grows: an entry keeps its place in it as its name for good.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::extract::{Here, QueryString};
use super::feed::{Feed, FeedEntry, moment};
use super::format::Format;
use super::headers::Policy;
use super::layout::Layout;
use super::{Error, Site, answer, links, whereabouts};
use crate::corpus::{Corpus, Date, ParagraphId, Revision, Row, State as Published, Target};

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

/// One change: what happened to what, and where it can be seen.
pub(super) struct Change {
    /// The place of its first row in the ledger.
    serial: usize,
    pub(super) day: Date,
    /// What happened, as the stylesheet calls it.
    kind: &'static str,
    pub(super) name: String,
    pub(super) path: String,
    pub(super) told: String,
    note: Option<String>,
    /// Whether the document itself is new with it.
    new: bool,
    /// Paragraphs of one document added on one day.
    added: usize,
}

impl Change {
    /// Returns what happened in a word or two: a document that was there before is not added again.
    fn headline(&self) -> &'static str {
        match self.kind {
            "added" if !self.new => "paragraphs added",
            kind => kind,
        }
    }
}

/// Answers with the changes.
pub(crate) async fn show(State(site): State<Site>, Here(archive): Here, query: QueryString) -> Result<Response, Error> {
    let changes = changes(archive.corpus());
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
    let all = changes(archive.corpus());
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

/// Returns the newest changes, at most `limit`, without telling the older ones.
pub(super) fn newest(corpus: &Corpus, limit: usize) -> Vec<Change> {
    let rows = corpus.ledger().rows();
    let first = |row: &Row| row.state == Published::Live && row.revision.is_none_or(|it| it.before().is_none());
    let together = |(before, row): (&Row, &Row)| {
        first(before) && first(row) && before.document == row.document && before.published == row.published
    };
    let begins = |at: &usize| !at.checked_sub(1).and_then(|it| rows.get(it)).zip(rows.get(*at)).is_some_and(together);
    let start = (0..rows.len()).rev().filter(begins).take(limit).last().unwrap_or(0);
    since(corpus, start)
}

/// Returns all changes, newest first; the paragraphs that a document was published with count as one.
fn changes(corpus: &Corpus) -> Vec<Change> {
    since(corpus, 0)
}

/// Returns the changes since a row of the ledger, newest first.
fn since(corpus: &Corpus, start: usize) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    for (serial, row) in corpus.ledger().rows().iter().enumerate().skip(start) {
        let change = change(corpus, serial, row);
        let same = |last: &&mut Change| last.kind == "added" && last.day == change.day && last.path == change.path;
        match changes.last_mut().filter(same).filter(|_| change.kind == "added") {
            Some(last) => last.added += change.added,
            None => changes.push(change),
        }
    }
    for change in &mut changes {
        if change.kind == "added" {
            change.told = match (change.new, change.added) {
                (true, 0) => "Added as a record.".to_owned(),
                (true, 1) => "Added with one paragraph.".to_owned(),
                (true, many) => format!("Added with {many} paragraphs."),
                (false, 1) => "One paragraph added.".to_owned(),
                (false, many) => format!("{many} paragraphs added."),
            };
        }
    }
    changes.reverse();
    changes
}

fn change(corpus: &Corpus, serial: usize, row: &Row) -> Change {
    let subject = row.subject();
    let name = |target: &Target| whereabouts::name(corpus, target);
    let targets: Vec<String> = row.state.targets().iter().map(name).collect();
    let (kind, told) = match &row.state {
        Published::Live => match superseded(corpus, row) {
            Some((id, since)) => {
                return Change {
                    serial,
                    day: row.published,
                    kind: "corrected",
                    name: name(&subject),
                    path: links::change(&id, since),
                    told: format!("The wording was corrected; revision {since} can still be read."),
                    note: row.note.clone(),
                    new: false,
                    added: 0,
                };
            }
            None => ("added", String::new()),
        },
        Published::Moved(_) => ("moved", format!("Moved to {}.", targets.join(", "))),
        Published::Split(_) => ("split", format!("Divided into {}.", targets.join(", "))),
        Published::Merged(_) => ("merged", format!("Merged into {}.", targets.join(", "))),
        Published::Withdrawn => ("withdrawn", "Withdrawn.".to_owned()),
    };
    // What was added is told of the document, whatever number of its paragraphs came with it.
    let of = if kind == "added" { Target::Document(row.document.clone()) } else { subject };
    Change {
        serial,
        day: row.published,
        kind,
        name: name(&of),
        path: links::target(&of),
        told,
        note: row.note.clone(),
        new: row.number.is_none(),
        added: usize::from(row.number.is_some()),
    }
}

/// Returns the paragraph of a row that corrects it, and the revision that it was before.
fn superseded(corpus: &Corpus, row: &Row) -> Option<(ParagraphId, Revision)> {
    let id = ParagraphId { document: row.document.clone(), number: row.number? };
    let since = row.revision?.before()?;
    corpus.ledger().wording(&id, since)?;
    Some((id, since))
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
