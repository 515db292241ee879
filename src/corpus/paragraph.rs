//! A paragraph: the smallest unit that is found, linked and cited, with what the editors did to it.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Date, Number, Revision};
use crate::wording::{Fingerprint, Sha256, ShortFingerprint};

/// The smallest unit that is found, linked and cited.
///
/// A large corpus may have a million of them in memory, so each holds only what most have, and no room to grow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// Its number in the document.
    pub number: Number,
    /// What the source prints before it, such as `12.` or `(c)`.
    pub printed: Option<Box<str>>,
    /// How it stands on the page.
    pub shape: Shape,
    /// The paragraph that a lettered item or bullet belongs to.
    pub parent: Option<Number>,
    /// The corrected wording, without printed number, notes and markup.
    pub text: Box<str>,
    /// What the editors did and say; nothing for a paragraph that stands as its source has it.
    pub apparatus: Option<Box<Apparatus>>,
    /// The revision that `text` is.
    pub revision: Revision,
    /// When this revision was published; nothing if it is not yet in the ledger.
    pub published: Option<Date>,
    /// The first digits of its fingerprint, to find it by.
    pub short_fingerprint: ShortFingerprint,
}

impl Paragraph {
    /// Returns the text as the source prints it, behind its number.
    #[must_use]
    pub fn with_number(&self) -> String {
        self.printed.as_ref().map_or_else(|| self.text.to_string(), |number| format!("{number} {}", self.text))
    }

    /// Returns it as its source has it: with its printed number and without corrections.
    #[must_use]
    pub fn as_received(&self) -> String {
        let mut text = self.printed.as_deref().map(|printed| format!("{printed} ")).unwrap_or_default();
        let mut at = 0;
        for correction in self.corrections() {
            text.push_str(self.text.get(at..correction.inserted.start).unwrap_or_default());
            text.push_str(&correction.removed);
            at = correction.inserted.end;
        }
        text.push_str(self.text.get(at..).unwrap_or_default());
        text
    }

    /// Returns the deviations from the source's wording, in order.
    #[must_use]
    pub fn corrections(&self) -> &[Correction] {
        self.apparatus.as_ref().map_or(&[], |apparatus| &apparatus.corrections)
    }

    /// Returns the editor's notes, in order.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        self.apparatus.as_ref().map_or(&[], |apparatus| &apparatus.notes)
    }

    /// Returns the digest of the text folded: a few microseconds' work, so that it need not be held.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.text)
    }

    /// Returns the digest of the text: a microsecond's work, so that it need not be held.
    #[must_use]
    pub fn sha256(&self) -> Sha256 {
        Sha256::of(self.text.as_bytes())
    }
}

/// How a paragraph stands on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Shape {
    /// A paragraph on its own, with or without a printed number.
    Plain,
    /// A lettered or numbered item below another paragraph.
    Item,
    /// A bullet.
    Bullet,
}

/// What the editors did to a paragraph and what they say about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Apparatus {
    /// Deviations from the source's wording, in order.
    pub corrections: Vec<Correction>,
    /// Editor's notes, in order.
    pub notes: Vec<Note>,
}

/// A recorded deviation of the text from its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The words put instead, as a byte range of the text; empty where words were only removed.
    pub inserted: Range<usize>,
    /// The source's words; empty where words were only added.
    pub removed: String,
    /// The place in `notes` of the note that explains it.
    pub note: Option<usize>,
}

/// An editor's note. It stands outside the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The byte offset in the text that its mark stands at.
    pub at: usize,
    /// Its words.
    pub text: String,
}
