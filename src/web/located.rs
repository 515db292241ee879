//! Places named by a rough citation, an address, a fingerprint: what they are in this archive.

use std::sync::Arc;

use super::choice::Choice;
use crate::archive::Archive;
use crate::citation::{Located, Names, Place, locate};
use crate::corpus::{Corpus, DocumentId, Target};
use crate::data::{Format, links};

/// The most places that are offered beside the results of a search.
const OFFERED: usize = 3;

/// Returns the places that the words of a search name, if they are few: the thing itself, to stand above its hits.
pub(crate) fn offered(archive: &Archive, text: &str) -> Vec<Choice> {
    let places = match located(archive, text.trim()) {
        Located::One(place) => vec![place],
        Located::Several(places) if places.len() <= OFFERED => places,
        Located::Several(_) | Located::Nearest(_) => Vec::new(),
    };
    places.iter().map(|place| choice(archive, place)).collect()
}

/// Derives the names that citations are read by.
pub(super) fn prepare(archive: &Archive) {
    names(archive);
}

fn names(archive: &Archive) -> Arc<Names> {
    archive.derived(|archive| Names::of(archive.corpus()))
}

/// Returns what a citation means; an address of ours where nothing ever stood means nothing.
pub(crate) fn located(archive: &Archive, text: &str) -> Located {
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

/// Returns the address of a place.
pub(crate) fn path(place: &Place) -> String {
    match place {
        Place::Document(id) => links::document(id, Format::Html),
        Place::Paragraph(id) => links::paragraph(id, Format::Html),
        Place::Revision(id, revision) => links::revision(id, *revision),
        Place::Printed(id, number) => format!("{}{}", links::document(id, Format::Html), links::printed(number)),
        Place::Wording(digits) => links::wording(digits),
    }
}

/// Returns a place as one of several to choose from.
pub(crate) fn choice(archive: &Archive, place: &Place) -> Choice {
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
