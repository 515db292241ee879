//! Where documents are, by their ids: places in order of id, since a map would hold every id once more.

use super::place::{DocumentPlace, placed};
use super::{Document, DocumentId};

/// The places of documents in the order of their ids.
#[derive(Debug)]
pub(super) struct ById(Vec<DocumentPlace>);

impl ById {
    /// Orders the places of `documents`.
    pub(super) fn of(documents: &[Document]) -> Self {
        let mut places: Vec<DocumentPlace> = placed(documents).map(|(place, _)| place).collect();
        places.sort_by_key(|place| place.of(documents).map(|document| &document.id));
        Self(places)
    }

    /// Returns the place of the document with this id among the same documents.
    pub(super) fn position(&self, documents: &[Document], id: &DocumentId) -> Option<DocumentPlace> {
        let id_at = |place: &DocumentPlace| place.of(documents).map(|document| &document.id);
        let at = self.0.binary_search_by(|place| id_at(place).cmp(&Some(id))).ok()?;
        self.0.get(at).copied()
    }
}
