//! Which documents a plan reaches: those of which a paragraph could be a hit, whatever its words.

use super::{Clause, Plan};
use crate::corpus::DocumentPlace;

impl Plan {
    /// Tells whether it looks for anything: a query of fields without meaning does not.
    pub(crate) fn asks(&self) -> bool {
        !self.units.is_empty() || !self.documents.is_empty() || !self.paragraphs.is_empty()
    }

    /// Tells whether it asks for words alone, so that it reaches every document.
    pub(crate) fn reaches_all(&self) -> bool {
        self.documents.is_empty() && self.paragraphs.is_empty()
    }

    /// Tells whether a paragraph of this document could be a hit, whatever its words: whether it was searched.
    pub(crate) fn reaches(&self, document: DocumentPlace) -> bool {
        self.can_be(&self.root, document)
    }

    fn can_be(&self, part: &Clause, document: DocumentPlace) -> bool {
        let can_be = |part: &&Clause| self.can_be(part, document);
        match part {
            Clause::Unit(_) | Clause::Near(..) => true,
            Clause::Every(parts) => parts.iter().all(|part| can_be(&part)),
            Clause::Either(parts) => parts.iter().any(|part| can_be(&part)),
            Clause::Some { required, counted, least } => {
                required.iter().all(|part| can_be(&part)) && counted.iter().filter(can_be).count() >= *least
            }
            Clause::Without(part) => !self.must_be(part, document),
            Clause::Documents(set) => self.is_in(*set, document),
            Clause::Paragraphs(set) => self.paragraphs.get(*set).is_some_and(|set| set.documents.has(document)),
        }
    }

    /// Tells whether every paragraph of this document has a part, whatever its words.
    fn must_be(&self, part: &Clause, document: DocumentPlace) -> bool {
        let must_be = |part: &&Clause| self.must_be(part, document);
        match part {
            Clause::Unit(_) | Clause::Near(..) | Clause::Paragraphs(_) => false,
            Clause::Every(parts) => parts.iter().all(|part| must_be(&part)),
            Clause::Either(parts) => parts.iter().any(|part| must_be(&part)),
            Clause::Some { required, counted, least } => {
                required.iter().all(|part| must_be(&part)) && counted.iter().filter(must_be).count() >= *least
            }
            Clause::Without(part) => !self.can_be(part, document),
            Clause::Documents(set) => self.is_in(*set, document),
        }
    }

    /// Tells whether a document is in one of the sets of documents.
    pub(crate) fn is_in(&self, set: usize, document: DocumentPlace) -> bool {
        self.documents.get(set).is_some_and(|set| set.has(document))
    }
}
