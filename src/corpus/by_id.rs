//! Where documents are, by their ids: places in order of id, since a map would hold every id once more.

use super::{Document, DocumentId};

/// The places of documents in the order of their ids.
#[derive(Debug)]
pub(super) struct ById(Vec<u32>);

impl ById {
    /// Orders the places of `documents`, of which there are fewer than 2³².
    pub(super) fn of(documents: &[Document]) -> Self {
        let mut places: Vec<u32> = (0..).zip(documents).map(|(place, _)| place).collect();
        places.sort_by_key(|place| documents.get(*place as usize).map(|document| &document.id));
        Self(places)
    }

    /// Returns the place of the document with this id among the same documents.
    pub(super) fn position(&self, documents: &[Document], id: &DocumentId) -> Option<usize> {
        let id_at = |place: &u32| documents.get(*place as usize).map(|document| &document.id);
        let at = self.0.binary_search_by(|place| id_at(place).cmp(&Some(id))).ok()?;
        self.0.get(at).map(|place| *place as usize)
    }
}
