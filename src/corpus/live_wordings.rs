//! The wordings of a document as they were last published: `revisions/<id>/live.txt`, which `publish` writes.
//!
//! They are what a correction replaces, so the words are read when one is published; otherwise all that counts is which
//! of them are what the ledger says.

use std::collections::BTreeMap;

use super::{DocumentId, Files, Ledger, Number, ParagraphId, Revision};
use crate::wording::Sha256;

/// The paragraphs and revisions whose live wordings are what the ledger published, in order, by document.
pub(super) type LiveWordings = BTreeMap<DocumentId, Box<[(Number, Revision)]>>;

/// Returns the path of the live wordings of a document.
pub(super) fn path(id: &DocumentId) -> String {
    format!("revisions/{id}/live.txt")
}

/// Reads live wordings: a line each, `number.revision`, a space, the words.
pub(super) fn parsed(text: &str) -> BTreeMap<(Number, Revision), &str> {
    let line = |line: &'_ str| -> Option<((Number, Revision), usize)> {
        let (name, _) = line.split_once(' ')?;
        let (number, revision) = name.split_once('.')?;
        Some(((number.parse().ok()?, revision.parse().ok()?), name.len() + 1))
    };
    let read = |whole| line(whole).map(|(name, start): (_, usize)| (name, whole.get(start..).unwrap_or_default()));
    text.lines().filter_map(read).collect()
}

/// Returns the file of a document's live wordings; nothing where there is none that can be read.
pub(super) fn read(files: &Files, id: &DocumentId) -> Option<String> {
    String::from_utf8(files.read(&path(id))?.into_owned()).ok()
}

/// Returns which of a document's live wordings are what the ledger published.
pub(super) fn proved(id: &DocumentId, text: &str, ledger: &Ledger) -> Box<[(Number, Revision)]> {
    let is_proved = |&(&(number, revision), text): &(&(Number, Revision), &&str)| {
        let row = ledger.publication(&ParagraphId { document: id.clone(), number }, revision);
        row.is_some_and(|row| row.sha256 == Some(Sha256::of(text.as_bytes())))
    };
    parsed(text).iter().filter(is_proved).map(|(name, _)| *name).collect()
}
