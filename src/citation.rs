//! Citing: reference files, ready lines, forms to copy, and finding what a rough citation means.
//!
//! A citation names the issuer as its author, is dated exactly as its document is, and points to a paragraph by the
//! number its source prints, or in square brackets by the archive's own. Knows addresses only as given; no page.

mod address;
mod bibtex;
mod copy;
mod csl;
mod institution;
mod line;
mod locate;
mod markdown;
mod names;
mod pinpoint;
mod ris;

pub use address::{clean, cut};
pub use copy::Robust;
pub use institution::on_page as author_on_page;
pub use line::{CitationStyle, ReferenceLine, StyledText};
pub use locate::{CitedPlace, Located, locate, meant, place};
pub use markdown::markdown_escaped;
pub use names::Names;
pub use pinpoint::printed;

use crate::corpus::{Date, Document, Kind, Paragraph};

/// The name of the archive, as citations print it.
pub const ARCHIVE: &str = "G7 Cyber Archive";

/// What a citation is made from: a document or one of its paragraphs, as somebody read it one day.
#[derive(Debug, Clone, Copy)]
pub struct Citation<'a> {
    /// The document.
    pub document: &'a Document,
    /// The paragraph of it, where one is cited.
    pub paragraph: Option<&'a Paragraph>,
    /// What the vocabulary calls the document's kind.
    pub genre: &'a str,
    /// The absolute address of the document or paragraph.
    pub url: &'a str,
    /// The day it was read.
    pub accessed: Date,
}

impl<'a> Citation<'a> {
    /// Returns the key of the work in reference files: the document's id, and the paragraph's number after it.
    #[must_use]
    pub fn key(&self) -> String {
        match self.paragraph {
            Some(paragraph) => format!("{}-p{}", self.document.id, paragraph.number),
            None => self.document.id.to_string(),
        }
    }

    /// Returns how the paragraph is pointed to, with `label` for "paragraph": `para 12`, `Annex, para 4(c)`,
    /// `unnumbered para after 3`; `para [7]` where its source prints no number at all.
    #[must_use]
    pub fn pointed(&self, label: &str) -> Option<String> {
        self.paragraph.map(|paragraph| pinpoint::of(self.document, paragraph, label))
    }

    /// Returns what there is to know beside the fields of a reference: paragraph, digest, rights.
    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if let (Some(paragraph), Some(pointed)) = (self.paragraph, self.pointed("paragraph")) {
            let (first, rest) = pointed.split_at_checked(1).unwrap_or(("", &pointed));
            notes.push(format!("{}{rest}, revision {}", first.to_uppercase(), paragraph.revision));
            notes.push(format!("Fingerprint of the wording (SHA-256): {}", paragraph.fingerprint()));
        } else if let Some(source) = &self.document.source {
            notes.push(format!("Source file (SHA-256): {}", source.sha256));
        }
        if !self.document.held() {
            notes.push("The archive does not hold the text of this document".to_owned());
        }
        notes.extend(self.document.date_note.clone());
        notes.extend(self.document.title_note.clone());
        notes
    }

    fn rights(&self) -> Option<&'a str> {
        self.document.source.as_ref().map(|source| source.rights.as_str())
    }

    fn is_press_report(&self) -> bool {
        self.document.kind == Kind::PressReport
    }
}

/// Returns `text` on one line, without the control characters that reference files cannot hold.
fn one_line(text: &str) -> String {
    let visible: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns notes one after the other, each with a full stop if it has no end of its own.
fn sentences(notes: &[String]) -> String {
    let ended = |note: &String| {
        let note = note.trim_end();
        if note.ends_with(['.', '!', '?', '…']) { note.to_owned() } else { format!("{note}.") }
    };
    notes.iter().map(ended).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod sample;
