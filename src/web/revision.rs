//! One wording of a paragraph, for ever: `/{document}/p/{number}/r/{revision}`.

use askama::Template;
use axum::response::Response;
use serde::Serialize;

use super::asked::{Asked, RevisionAddress};
use super::breadcrumb::Crumb;
use super::compared::{Compared, between};
use super::headers::{Policy, Signposts};
use super::layout::{Layout, Section};
use super::site::{Context, Site};
use super::text::{TextPiece, marked, range};
use super::{Error, answer};
use crate::archive::Archive;
use crate::corpus::{Corpus, Date, Document, Kind, ParagraphId, Revision, State as PublishedState, Target};
use crate::data::{self, Format, QueryString, links};
use crate::wording::Fingerprint;

#[derive(Template)]
#[template(path = "revision.html")]
struct RevisionPage {
    layout: Layout,
    crumbs: [Crumb; 2],
    /// What document it is of, unless that is no more.
    origin: Option<Origin>,
    name: String,
    revision: Revision,
    published: Option<String>,
    /// What became of the wording.
    fate: String,
    /// Where that leads, in words.
    onward: &'static str,
    path: String,
    pieces: Vec<TextPiece>,
    /// What has changed since, and where that is compared.
    change: Option<Vec<Compared>>,
    compare: String,
    fingerprint: Fingerprint,
    others: Vec<Other>,
}

/// The document that a wording is of.
struct Origin {
    date: String,
    kind: String,
    press: bool,
}

impl Origin {
    fn of(corpus: &Corpus, document: &Document) -> Self {
        Self {
            date: document.date.long(),
            kind: corpus.vocabulary().kind(document.kind).to_owned(),
            press: document.kind == Kind::PressReport,
        }
    }
}

/// Another revision of the same paragraph.
struct Other {
    revision: Revision,
    path: String,
    published: String,
}

/// A wording as data.
#[derive(Serialize)]
struct RevisionAnswer {
    document: String,
    number: u32,
    revision: u32,
    path: String,
    url: String,
    text: String,
    published: Option<String>,
    fingerprint: String,
    present: bool,
    latest: String,
    /// What its document is; nothing where that is no more.
    kind: Option<&'static str>,
}

/// What there is to know of one wording.
struct Wording<'a> {
    text: &'a str,
    published: Option<Date>,
    /// The wording that stands at the paragraph now, if one does.
    now: Option<&'a str>,
}

/// Answers with the wording in the format of its address.
pub(crate) fn show(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let address = asked.revision()?;
    let query = &asked.query;
    let wording = wording(archive, &address.id, address.revision).ok_or(Error::NotFound)?;
    let path = links::paragraph(&address.id, Format::Html);
    let signposts = Signposts {
        memento: wording.published,
        latest: Some(site.links.absolute(&path)),
        unlisted: true,
        ..Signposts::default()
    };
    let answer = match address.format {
        Format::Html => page(site, archive, &address, &wording, query),
        Format::Json => {
            let own = links::revision(&address.id, address.revision);
            let value = RevisionAnswer {
                document: address.id.document.to_string(),
                number: address.id.number.get(),
                revision: address.revision.get(),
                url: site.links.absolute(&own),
                path: own,
                text: wording.text.to_owned(),
                published: wording.published.map(|day| day.to_string()),
                fingerprint: Fingerprint::of(wording.text).to_string(),
                present: wording.now == Some(wording.text),
                latest: path,
                kind: archive.corpus().document(&address.id.document).map(|document| document.kind.id()),
            };
            answer::json(&value, Format::Json, Policy::DATA)
        }
        Format::Text => Ok(answer::text(format!("{}\n", wording.text), Format::Text, Policy::DATA)),
        _ => Err(Error::NotFound),
    };
    answer.map(|answer| answer::signed(answer, signposts))
}

fn wording<'a>(archive: &'a Archive, id: &ParagraphId, revision: Revision) -> Option<Wording<'a>> {
    let corpus = archive.corpus();
    let standing = corpus.paragraph(id).map(|(_, paragraph)| paragraph);
    let now = standing.map(|paragraph| paragraph.text.as_ref());
    let row = corpus.ledger().publication(id, revision).map(|row| row.published);
    match standing {
        // What was never published can still change, so it has no address for ever yet.
        Some(paragraph) if paragraph.revision == revision => {
            Some(Wording { text: &paragraph.text, published: Some(row?), now })
        }
        _ => Some(Wording { text: corpus.ledger().wording(id, revision)?, published: row, now }),
    }
}

fn page(
    site: &Site,
    archive: &Archive,
    address: &RevisionAddress,
    wording: &Wording<'_>,
    query: &QueryString,
) -> Result<Response, Error> {
    let RevisionAddress { id, revision, .. } = address;
    let name = data::name(archive.corpus(), &Target::Paragraph(id.clone()));
    let present = wording.now == Some(wording.text);
    let marks: Vec<_> = query.one("w").and_then(|w| range(wording.text, w)).into_iter().collect();
    let changed = wording.now.filter(|_| !present);
    let page = RevisionPage {
        layout: Layout::new(site, archive, &format!("{name}, revision {revision}"), &links::revision(id, *revision))
            .unlisted()
            .within(Section::Documents),
        crumbs: [Crumb::document(archive.corpus(), &id.document), Crumb::paragraph(archive.corpus(), id)],
        origin: archive.corpus().document(&id.document).map(|document| Origin::of(archive.corpus(), document)),
        name,
        revision: *revision,
        published: wording.published.map(Date::long),
        fate: if present { "This is the wording that stands now.".to_owned() } else { fate(archive, id) },
        onward: if wording.now.is_some() { "To the paragraph as it is now" } else { "What became of it" },
        path: links::paragraph(id, Format::Html),
        pieces: marked(wording.text, &marks),
        change: changed.map(|now| between(archive, id, wording.text, now)),
        compare: links::compare(&[&format!("{id}/r/{revision}"), &id.to_string()], Format::Html),
        fingerprint: Fingerprint::of(wording.text),
        others: others(archive, id, *revision),
    };
    answer::page(&page, Policy::PAGE)
}

/// Returns what became of a wording that does not stand any more.
fn fate(archive: &Archive, id: &ParagraphId) -> String {
    let last = archive.corpus().ledger().history(id).next_back();
    let verb = match last.as_ref().map(|row| &row.state) {
        None | Some(PublishedState::Live) => return "This wording has been superseded.".to_owned(),
        Some(PublishedState::Withdrawn) => "withdrawn",
        Some(PublishedState::Moved(_)) => "moved to another address",
        Some(PublishedState::Merged(_)) => "merged with another",
        Some(PublishedState::Split(_)) => "divided",
    };
    let day = last.map(|row| row.published.long()).unwrap_or_default();
    format!("The paragraph was {verb} on {day}.")
}

fn others(archive: &Archive, id: &ParagraphId, shown: Revision) -> Vec<Other> {
    let published = archive.corpus().ledger().history(id).filter(|row| row.state == PublishedState::Live);
    let other = |row: crate::corpus::LedgerRow| {
        let revision = row.revision.filter(|revision| *revision != shown)?;
        Some(Other { revision, path: links::revision(id, revision), published: row.published.long() })
    };
    published.filter_map(other).collect()
}
