//! What a rough citation, an address or a fingerprint means in an archive, and the address of it.

use std::sync::Arc;

use super::format::Format;
use super::links;
use crate::archive::Archive;
use crate::citation::{CitedPlace, Located, Names, locate, meant};
use crate::corpus::{Corpus, DocumentId};

/// The longest citation that is read, in characters; what is longer is a text and belongs to the checker.
pub(crate) const LONGEST_CITATION: usize = 500;

/// The most places that are offered beside the results of a search.
const OFFERED: usize = 3;

/// Derives the names that citations are read by.
pub(crate) fn prepare(archive: &Archive) {
    names(archive);
}

fn names(archive: &Archive) -> Arc<Names> {
    archive.derived(|archive| Names::of(archive.corpus()))
}

/// Returns what a citation means; an address of ours where nothing ever stood means nothing.
pub(crate) fn located(archive: &Archive, text: &str) -> Located {
    standing(archive, locate(archive.corpus(), &names(archive), text))
}

/// Returns the few places that a text means, which may be the words of a search; nothing where it is not sure.
pub(crate) fn offered(archive: &Archive, text: &str) -> Vec<CitedPlace> {
    match standing(archive, meant(archive.corpus(), &names(archive), text.trim())) {
        Located::One(place) => vec![place],
        Located::Several(places) if places.len() <= OFFERED => places,
        Located::Several(_) | Located::Nearest(_) => Vec::new(),
    }
}

fn standing(archive: &Archive, located: Located) -> Located {
    match located {
        Located::One(place) if !stands(archive.corpus(), &place) => Located::Nearest(document(place)),
        located => located,
    }
}

/// Tells whether something stands or ever stood at a place; a document that is known does, and tells of its numbers.
fn stands(corpus: &Corpus, place: &CitedPlace) -> bool {
    match place {
        CitedPlace::Document(_) | CitedPlace::Printed(..) => true,
        CitedPlace::Paragraph(id) => corpus.paragraph(id).is_some() || corpus.ledger().state(id).is_some(),
        CitedPlace::Revision(id, revision) => corpus.ledger().publication(id, *revision).is_some(),
        CitedPlace::Wording(digits) => !corpus.with_fingerprint(digits).is_empty(),
    }
}

/// Returns the document of a place, the nearest to what is missing in it.
fn document(place: CitedPlace) -> Vec<DocumentId> {
    match place {
        CitedPlace::Document(id) | CitedPlace::Printed(id, _) => vec![id],
        CitedPlace::Paragraph(id) | CitedPlace::Revision(id, _) => vec![id.document],
        CitedPlace::Wording(_) => Vec::new(),
    }
}

/// Returns the address of a place.
pub(crate) fn path(place: &CitedPlace) -> String {
    match place {
        CitedPlace::Document(id) => links::document(id, Format::Html),
        CitedPlace::Paragraph(id) => links::paragraph(id, Format::Html),
        CitedPlace::Revision(id, revision) => links::revision(id, *revision),
        CitedPlace::Printed(id, number) => format!("{}{}", links::document(id, Format::Html), links::printed(number)),
        CitedPlace::Wording(digits) => links::wording(digits),
    }
}
