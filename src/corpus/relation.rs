//! Relations between documents, stored in one direction and told in both.

use super::by_id::ById;
use super::place::{ByDocument, DocumentPlace, by_document, placed};
use super::{Corpus, Document, DocumentId};

/// A document as another is related to it.
#[derive(Debug, Clone, Copy)]
pub struct Related<'a> {
    /// The id of the relation as read from the document that was asked about.
    pub kind: &'a str,
    /// How it reads there; where the vocabulary has no words for it, the id, and `named by` from the other end.
    pub label: &'a str,
    /// The other document.
    pub document: &'a Document,
}

/// For each document, the places of the documents that name it, and of the relations among theirs in which they do.
pub(super) type Incoming = ByDocument<Vec<(DocumentPlace, usize)>>;

/// Returns the relations of documents, seen from their targets.
pub(super) fn incoming(documents: &[Document], by_id: &ById) -> Incoming {
    let mut incoming = by_document(documents, |_, _| Vec::new());
    for (from, document) in placed(documents) {
        for (at, relation) in document.relations.iter().enumerate() {
            let target = by_id.position(documents, &relation.target).and_then(|target| incoming.get_mut(target));
            if let Some(places) = target {
                places.push((from, at));
            }
        }
    }
    incoming
}

pub(super) fn relations<'a>(corpus: &'a Corpus, id: &DocumentId) -> Vec<Related<'a>> {
    let Some(place) = corpus.position(id) else { return Vec::new() };
    let kinds = &corpus.vocabulary.relations;
    let mut related = Vec::new();
    for relation in corpus.at(place).map(|document| document.relations.as_slice()).unwrap_or_default() {
        let Some(document) = corpus.document(&relation.target) else { continue };
        let label = kinds.iter().find(|kind| kind.id == relation.kind).map_or(&relation.kind, |kind| &kind.label);
        related.push(Related { kind: &relation.kind, label, document });
    }
    for &(from, at) in corpus.incoming.get(place).map(Vec::as_slice).unwrap_or_default() {
        let Some(document) = corpus.at(from) else { continue };
        let Some(relation) = document.relations.get(at) else { continue };
        let (kind, label) = match kinds.iter().find(|kind| kind.id == relation.kind) {
            Some(kind) => (&kind.inverse, kind.inverse_label.as_str()),
            // Only the vocabulary knows how a relation reads from the other end; its own name would say the opposite.
            None => (&relation.kind, "named by"),
        };
        related.push(Related { kind, label, document });
    }
    related
}
