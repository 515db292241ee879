//! Places named by a rough citation, an address, a fingerprint, as they are offered on pages.

use super::choice::Choice;
use crate::archive::Archive;
use crate::citation::CitedPlace;
use crate::corpus::Target;
use crate::data::located::{self, path};

/// Returns the places that the words of a search name, if they are few: the thing itself, to stand above its hits.
pub(crate) fn offered(archive: &Archive, text: &str) -> Vec<Choice> {
    located::offered(archive, text).iter().map(|place| choice(archive, place)).collect()
}

/// Returns a place as one of several to choose from.
pub(crate) fn choice(archive: &Archive, place: &CitedPlace) -> Choice {
    let target = match place {
        CitedPlace::Paragraph(id) | CitedPlace::Revision(id, _) => Target::Paragraph(id.clone()),
        CitedPlace::Document(id) | CitedPlace::Printed(id, _) => Target::Document(id.clone()),
        CitedPlace::Wording(digits) => {
            let title = format!("Words with the fingerprint {digits}");
            return Choice { path: path(place), title, words: String::new() };
        }
    };
    Choice { path: path(place), ..Choice::of(archive.corpus(), &target, "") }
}
