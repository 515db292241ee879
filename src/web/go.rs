//! The address for rough citations: `/go?c=Lucca 2017 para 4`.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;

use super::asked::Asked;
use super::choice::{Choice, Question};
use super::site::Context;
use super::{Error, answer};
use crate::archive::Archive;
use crate::citation::{Located, Names, Place, locate};
use crate::corpus::{Corpus, DocumentId, Target};
use crate::data::{Format, links};
use crate::wording::in_quotes;

/// The longest citation that is read, in characters; what is longer is a text and belongs to the checker.
const LONGEST: usize = 500;

/// Answers with a redirect to the one place that is meant, a choice of several, or the nearest.
pub(crate) fn show(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let text: String = asked.query.one("c").unwrap_or_default().trim().chars().take(LONGEST).collect();
    if text.is_empty() {
        return Err(Error::BadRequest("say what to look for, such as `/go?c=Lucca+2017`".to_owned()));
    }
    match located(archive, &text) {
        Located::One(place) => Ok(answer::redirect(StatusCode::SEE_OTHER, &path(&place))),
        Located::Several(places) => {
            let choices = places.iter().map(|place| choice(archive, place)).collect();
            let told = format!("{} can mean any of these.", in_quotes(&text));
            Question { headline: "Which one is meant?".to_owned(), told, choices }.several(site, archive, "")
        }
        Located::Nearest(ids) => {
            let choices: Vec<Choice> =
                ids.into_iter().map(|id| Choice::of(archive.corpus(), &Target::Document(id), "")).collect();
            let told = if choices.is_empty() { "Nothing here is like it." } else { "These come nearest." };
            let told = format!("{} names nothing in this archive. {told}", in_quotes(&text));
            Question { headline: "No such place".to_owned(), told, choices }.nearest(site, archive)
        }
    }
}

/// Derives the names that citations are read by.
pub(super) fn prepare(archive: &Archive) {
    names(archive);
}

fn names(archive: &Archive) -> Arc<Names> {
    archive.derived(|archive| Names::of(archive.corpus()))
}

/// Returns what a citation means; an address of ours where nothing ever stood means nothing.
fn located(archive: &Archive, text: &str) -> Located {
    match locate(archive.corpus(), &names(archive), text) {
        Located::One(place) if !stands(archive.corpus(), &place) => Located::Nearest(document(place)),
        located => located,
    }
}

/// Tells whether something stands or ever stood at a place; a document that is known does, and tells of its numbers.
fn stands(corpus: &Corpus, place: &Place) -> bool {
    match place {
        Place::Document(_) | Place::Printed(..) => true,
        Place::Paragraph(id) => corpus.paragraph(id).is_some() || corpus.ledger().state(id).is_some(),
        Place::Revision(id, revision) => corpus.ledger().publication(id, *revision).is_some(),
        Place::Wording(digits) => !corpus.with_fingerprint(digits).is_empty(),
    }
}

/// Returns the document of a place, the nearest to what is missing in it.
fn document(place: Place) -> Vec<DocumentId> {
    match place {
        Place::Document(id) | Place::Printed(id, _) => vec![id],
        Place::Paragraph(id) | Place::Revision(id, _) => vec![id.document],
        Place::Wording(_) => Vec::new(),
    }
}

fn path(place: &Place) -> String {
    match place {
        Place::Document(id) => links::document(id, Format::Html),
        Place::Paragraph(id) => links::paragraph(id, Format::Html),
        Place::Revision(id, revision) => links::revision(id, *revision),
        Place::Printed(id, number) => format!("{}{}", links::document(id, Format::Html), links::printed(number)),
        Place::Wording(digits) => links::wording(digits),
    }
}

fn choice(archive: &Archive, place: &Place) -> Choice {
    let target = match place {
        Place::Paragraph(id) | Place::Revision(id, _) => Target::Paragraph(id.clone()),
        Place::Document(id) | Place::Printed(id, _) => Target::Document(id.clone()),
        Place::Wording(digits) => {
            let title = format!("Words with the fingerprint {digits}");
            return Choice { path: path(place), title, words: String::new() };
        }
    };
    Choice { path: path(place), ..Choice::of(archive.corpus(), &target, "") }
}
