//! What answers where something was published and no longer stands: a redirect, a choice or a tombstone.
//!
//! An address that the ledger knows is never a bare 404.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::breadcrumb::Crumb;
use super::choice::{Choice, Question};
use super::headers::Policy;
use super::layout::{Layout, Section};
use super::site::Site;
use super::{Error, answer};
use crate::archive::Archive;
use crate::corpus::{Corpus, DocumentId, LedgerRow, ParagraphId, State, Target};
use crate::data::{self, Format, links};
use crate::wording::in_quotes;

#[derive(Template)]
#[template(path = "tombstone.html")]
struct TombstonePage {
    layout: Layout,
    crumbs: Vec<Crumb>,
    name: String,
    published: String,
    withdrawn: String,
    note: Option<String>,
    document: Option<Choice>,
    wordings: Vec<Choice>,
}

/// A tombstone as data.
#[derive(Serialize)]
struct TombstoneAnswer {
    status: u16,
    state: &'static str,
    path: String,
    published: String,
    withdrawn: String,
    note: Option<String>,
    revisions: Vec<String>,
}

/// Answers for a paragraph whose text does not stand; `tail` is what its address ends in, such as `.json` or `/cite`.
pub(crate) fn paragraph(site: &Site, archive: &Archive, id: &ParagraphId, tail: &str) -> Result<Response, Error> {
    // A paragraph may have left with its whole document; a number that was never given did not.
    let corpus = archive.corpus();
    let left = corpus.document(&id.document).is_none() && corpus.ledger().state(id).is_some();
    match find(site, archive, &Target::Paragraph(id.clone()), tail) {
        Err(Error::NotFound) if left => find(site, archive, &Target::Document(id.document.clone()), ""),
        answer => answer,
    }
}

/// Answers for a document that does not stand; `tail` is what its address ends in.
pub(crate) fn document(site: &Site, archive: &Archive, id: &DocumentId, tail: &str) -> Result<Response, Error> {
    find(site, archive, &Target::Document(id.clone()), tail)
}

fn find(site: &Site, archive: &Archive, from: &Target, tail: &str) -> Result<Response, Error> {
    let ledger = archive.corpus().ledger();
    let history: Vec<LedgerRow> = match from {
        Target::Paragraph(id) => ledger.history(id).collect(),
        Target::Document(id) => ledger.document_history(id).collect(),
    };
    let (Some(first), Some(last)) = (history.first(), history.last()) else { return Err(Error::NotFound) };
    match last.state {
        State::Live => Err(Error::NotFound),
        State::Withdrawn => tombstone(site, archive, from, first, last, tail),
        State::Moved(_) | State::Merged(_) | State::Split(_) => {
            let ends = ledger.resolve(from);
            match ends.as_slice() {
                [] => tombstone(site, archive, from, first, last, tail),
                [end] => Ok(answer::redirect(StatusCode::MOVED_PERMANENTLY, &format!("{}{tail}", links::target(end)))),
                _ => several(site, archive, from, last, &ends, tail),
            }
        }
    }
}

fn several(
    site: &Site,
    archive: &Archive,
    from: &Target,
    last: &LedgerRow,
    ends: &[Target],
    tail: &str,
) -> Result<Response, Error> {
    let divided = match last.state {
        State::Split(_) => format!("On {} it was divided. ", last.published.long()),
        // What it became was divided later.
        _ => String::new(),
    };
    let read = match from {
        Target::Paragraph(id) => last_wording(archive.corpus(), id, String::new()).map(|it| it.words),
        Target::Document(_) => None,
    };
    let read = read.map_or(String::new(), |words| format!(" It read: {}", in_quotes(&words)));
    let told = format!("{divided}Its words stand at these addresses.{read}");
    let choices = ends.iter().map(|end| Choice::of(archive.corpus(), end, tail)).collect();
    let headline = format!("{} is now several", data::name(archive.corpus(), from));
    Question { headline, told, choices }.several(site, archive, tail)
}

fn tombstone(
    site: &Site,
    archive: &Archive,
    of: &Target,
    first: &LedgerRow,
    last: &LedgerRow,
    tail: &str,
) -> Result<Response, Error> {
    let corpus = archive.corpus();
    let path = links::target(of);
    let wordings = wordings(corpus, of);
    let mut answer = if Format::split(tail).1.is_data() {
        let value = TombstoneAnswer {
            status: StatusCode::GONE.as_u16(),
            state: State::Withdrawn.id(),
            path,
            published: first.published.to_string(),
            withdrawn: last.published.to_string(),
            note: last.note.clone(),
            revisions: wordings.into_iter().map(|wording| wording.path).collect(),
        };
        answer::json(&value, Format::Json, Policy::DATA)?
    } else {
        let name = data::name(corpus, of);
        let document = match of {
            Target::Paragraph(id) => corpus.document(&id.document),
            Target::Document(_) => None,
        };
        let page = TombstonePage {
            layout: Layout::new(site, archive, &format!("{name} was withdrawn"), &path)
                .unlisted()
                .within(Section::Documents),
            crumbs: match of {
                Target::Paragraph(id) => vec![Crumb::document(corpus, &id.document)],
                Target::Document(_) => Vec::new(),
            },
            name,
            published: first.published.long(),
            withdrawn: last.published.long(),
            note: last.note.clone(),
            document: document.map(|it| Choice::of(corpus, &Target::Document(it.id.clone()), "")),
            wordings,
        };
        answer::page(&page, Policy::PAGE)?
    };
    *answer.status_mut() = StatusCode::GONE;
    Ok(answer)
}

/// Returns the wordings that something withdrawn had, each at its own address: of a paragraph all, with the words of the
/// last, of a document the last of each paragraph.
fn wordings(corpus: &Corpus, of: &Target) -> Vec<Choice> {
    let ledger = corpus.ledger();
    let id = match of {
        Target::Paragraph(id) => id,
        Target::Document(id) => {
            let numbers = ledger.latest(id).filter_map(|row| match row.subject() {
                Target::Paragraph(id) => Some(id),
                Target::Document(_) => None,
            });
            return numbers
                .filter_map(|id| last_wording(corpus, &id, data::name(corpus, &Target::Paragraph(id.clone()))))
                .collect();
        }
    };
    let published: Vec<LedgerRow> = ledger.history(id).filter(|row| row.state == State::Live).collect();
    let title = |row: &LedgerRow| Some(format!("Revision {}, published on {}", row.revision?, row.published.long()));
    let mut wordings: Vec<Choice> = Vec::new();
    for row in &published {
        let Some((revision, title)) = row.revision.zip(title(row)) else { continue };
        if ledger.wording(id, revision).is_some() {
            wordings.push(Choice { path: links::revision(id, revision), title, words: String::new() });
        }
    }
    if let Some(last) = wordings.last_mut() {
        let words = last_wording(corpus, id, String::new()).map(|wording| wording.words);
        last.words = words.unwrap_or_default();
    }
    wordings
}

/// Returns the last wording of a paragraph that no longer stands.
fn last_wording(corpus: &Corpus, id: &ParagraphId, title: String) -> Option<Choice> {
    let (revision, words) = corpus.ledger().last_wording(id)?;
    Some(Choice { path: links::revision(id, revision), title, words: words.to_owned() })
}
