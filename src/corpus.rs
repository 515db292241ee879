//! The archive's content: documents, records, paragraphs, their ledger and their vocabularies.
//!
//! A corpus is loaded whole or not at all: [`load`] gives a [`Corpus`] in which every name resolves, or all the
//! [`Problem`]s that stand in the way. Knows nothing of search or pages.

mod date;
mod document;
mod files;
mod ledger;
mod name;
mod problem;
mod variant;
mod vocabulary;

pub use date::{Date, NotADate};
pub use document::{
    Correction, Document, Group, Heading, Kind, Note, Official, Paragraph, Relation, Role, Scope, Shape, Source,
};
pub use files::{Files, Release};
pub use ledger::{Ledger, Row, State, Target};
pub use name::{DocumentId, NotAName, Number, ParagraphId, Revision};
pub use problem::{Problem, Weight};
pub use variant::{Level, Variant, Variants};
pub use vocabulary::{Instrument, RelationType, Term, Vocabulary};

use std::collections::HashMap;

/// Everything the archive holds, checked: every id, number, relation and ledger row in it resolves.
#[derive(Debug)]
pub struct Corpus {
    documents: Vec<Document>,
    by_id: HashMap<DocumentId, usize>,
    vocabulary: Vocabulary,
    variants: Variants,
    ledger: Ledger,
    release: Release,
}

impl Corpus {
    /// Returns all documents and records, oldest first, those of one date by id.
    #[must_use]
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// Returns the document or record with this id.
    #[must_use]
    pub fn document(&self, id: &DocumentId) -> Option<&Document> {
        self.by_id.get(id).and_then(|&at| self.documents.get(at))
    }

    /// Returns the place of a document in [`Corpus::documents`].
    #[must_use]
    pub fn position(&self, id: &DocumentId) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// Returns the paragraph at an address, if its text stands there now.
    #[must_use]
    pub fn paragraph(&self, id: &ParagraphId) -> Option<(&Document, &Paragraph)> {
        let document = self.document(&id.document)?;
        Some((document, document.paragraph(id.number)?))
    }

    /// Returns the controlled vocabularies and the instruments that texts cite.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Returns the reviewed spelling variants, abbreviations and synonyms.
    #[must_use]
    pub fn variants(&self) -> &Variants {
        &self.variants
    }

    /// Returns the list of everything ever published.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Returns the name of the state of the whole corpus.
    #[must_use]
    pub fn release(&self) -> &Release {
        &self.release
    }

    /// Returns the documents related to this one, each with the relation as it reads from here; both directions.
    #[must_use]
    pub fn relations(&self, id: &DocumentId) -> Vec<(&str, &Document)> {
        let types = &self.vocabulary.relations;
        let mut related = Vec::new();
        for other in &self.documents {
            for relation in &other.relations {
                let named = types.iter().find(|named| named.id == relation.kind);
                if other.id == *id {
                    let label = named.map_or(relation.kind.as_str(), |named| &named.label);
                    related.extend(self.document(&relation.target).map(|target| (label, target)));
                } else if relation.target == *id {
                    related.push((named.map_or(relation.kind.as_str(), |named| &named.inverse_label), other));
                }
            }
        }
        related
    }
}
