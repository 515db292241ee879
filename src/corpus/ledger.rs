//! The ledger: the append-only list of everything ever published, and what became of it.

use std::collections::BTreeMap;

use super::{Date, DocumentId, Number, ParagraphId, Revision};
use crate::wording::{Fingerprint, Sha256};

/// Every row ever published, in the order of publication.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    pub(super) rows: Vec<Row>,
    /// The superseded and withdrawn wordings under `revisions/`.
    pub(super) wordings: BTreeMap<(ParagraphId, Revision), String>,
}

/// One row: a revision of a paragraph, or a change of state of a paragraph or document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The document.
    pub document: DocumentId,
    /// The paragraph; nothing where the row is the document's own.
    pub number: Option<Number>,
    /// The revision that the row publishes or changes the state of.
    pub revision: Option<Revision>,
    /// The day, in UTC.
    pub published: Date,
    /// The digest of the exact text.
    pub sha256: Option<Sha256>,
    /// The digest of the folded text.
    pub fingerprint: Option<Fingerprint>,
    /// What the paragraph or document is from this row on.
    pub state: State,
    /// What there is to say: why it was withdrawn or corrected.
    pub note: Option<String>,
}

/// What became of something published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It stands at its address.
    Live,
    /// It stands at another address.
    Moved(Target),
    /// It became several.
    Split(Vec<Target>),
    /// It became part of another.
    Merged(Target),
    /// It was taken out.
    Withdrawn,
}

/// Where something went: to a paragraph, or for a document's own row to a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A paragraph.
    Paragraph(ParagraphId),
    /// A whole document.
    Document(DocumentId),
}

impl Ledger {
    /// Returns all rows, oldest first.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Returns a superseded or withdrawn wording.
    #[must_use]
    pub fn wording(&self, id: &ParagraphId, revision: Revision) -> Option<&str> {
        self.wordings.get(&(id.clone(), revision)).map(String::as_str)
    }
}
