//! The number of a paragraph among those of all documents, in the order of the corpus.
//!
//! A shard counts its own texts from 0, as the index library does; only [`super::shard::Shard`] turns one number into the
//! other.

/// The number of a paragraph, counted through all documents from 0; of a record, counted through all records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ParagraphOrdinal(u32);

impl ParagraphOrdinal {
    /// The first of all.
    pub(crate) const FIRST: Self = Self(0);
    /// No paragraph: every one comes before it.
    pub(crate) const BEHIND_ALL: Self = Self(u32::MAX);

    /// Returns the number of the paragraph so many further on.
    pub(crate) fn plus(self, count: u32) -> Self {
        Self(self.0 + count)
    }

    /// Returns how many paragraphs there are from another up to this one, none where the other comes after it.
    pub(crate) fn since(self, other: Self) -> u32 {
        self.0.saturating_sub(other.0)
    }

    /// Returns how many paragraphs come before it.
    pub(crate) fn number(self) -> u32 {
        self.0
    }
}
