//! What is compared: paragraphs of a document, or one wording.

use crate::corpus::{Document, Paragraph, ParagraphId, Revision};

/// One of two texts to be compared.
#[derive(Debug, Clone, Default)]
pub struct Side<'a> {
    /// Its paragraphs in order.
    pub passages: Vec<Passage<'a>>,
}

/// A paragraph of a side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage<'a> {
    /// Where it stands or stood.
    pub id: ParagraphId,
    /// Which wording of it was asked for; none for the one that stands there now.
    pub revision: Option<Revision>,
    /// Its words.
    pub text: &'a str,
}

impl<'a> Side<'a> {
    /// Returns the paragraphs of a document.
    #[must_use]
    pub fn document(document: &'a Document) -> Self {
        let passage = |paragraph: &'a Paragraph| Passage {
            id: ParagraphId { document: document.id.clone(), number: paragraph.number },
            revision: None,
            text: &paragraph.text,
        };
        Self { passages: document.paragraphs.iter().map(passage).collect() }
    }
}
