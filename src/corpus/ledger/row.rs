//! A row of the ledger, and what it says became of something.

use serde::{Deserialize, Serialize};

use super::super::{Date, DocumentId, Number, ParagraphId, Revision};
use crate::wording::{Fingerprint, Sha256};

/// One row: a revision of a paragraph, or a change of state of a paragraph or document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerRow {
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

impl LedgerRow {
    /// Returns the paragraph that the row is about, or the document where the row is its own.
    #[must_use]
    pub fn subject(&self) -> Target {
        match self.number {
            Some(number) => Target::Paragraph(ParagraphId { document: self.document.clone(), number }),
            None => Target::Document(self.document.clone()),
        }
    }
}

/// What became of something published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

impl State {
    /// Returns where it went.
    #[must_use]
    pub fn targets(&self) -> &[Target] {
        match self {
            Self::Moved(target) | Self::Merged(target) => std::slice::from_ref(target),
            Self::Split(targets) => targets,
            Self::Live | Self::Withdrawn => &[],
        }
    }

    /// Returns the word for the state in the ledger and in data.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Moved(_) => "moved",
            Self::Split(_) => "split",
            Self::Merged(_) => "merged",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// Where something went: to a paragraph, or for a document's own row to a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Target {
    /// A paragraph.
    Paragraph(ParagraphId),
    /// A whole document.
    Document(DocumentId),
}

impl Target {
    /// Returns the document, or that of the paragraph.
    #[must_use]
    pub fn document(&self) -> &DocumentId {
        self.key().0
    }

    pub(super) fn key(&self) -> (&DocumentId, Option<Number>) {
        match self {
            Self::Paragraph(id) => (&id.document, Some(id.number)),
            Self::Document(id) => (id, None),
        }
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Paragraph(id) => id.fmt(formatter),
            Self::Document(id) => id.fmt(formatter),
        }
    }
}

impl std::str::FromStr for Target {
    type Err = crate::corpus::NotAName;

    fn from_str(text: &str) -> Result<Self, crate::corpus::NotAName> {
        if text.contains('/') { text.parse().map(Self::Paragraph) } else { text.parse().map(Self::Document) }
    }
}
