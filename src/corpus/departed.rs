//! What readers called what stands no longer: `revisions/<id>/called.txt`, which `publish` writes.
//!
//! A printed number is no part of a paragraph's words, so with the paragraph it would be gone: a line for each paragraph
//! ever published, `number name`, and one for the document, `title name`. The names of what stands are made from the text
//! and are in the file for the day on which it goes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Document, DocumentId, Ledger, LedgerRow, Number, ParagraphId, State, Target};

/// What stands for the number in the line of the document itself.
const TITLE: &str = "title";

/// Returns the path of the names of a document and its paragraphs.
pub(super) fn called_path(id: &DocumentId) -> String {
    format!("revisions/{id}/called.txt")
}

/// Reads the names of a document and its paragraphs: the document's own without a number.
fn read(text: &str) -> BTreeMap<Option<Number>, &str> {
    let line = |line: &'_ str| {
        let (subject, _) = line.split_once(' ')?;
        let number = if subject == TITLE { None } else { Some(subject.parse().ok()?) };
        Some((number, subject.len() + 1))
    };
    let read = |whole| line(whole).map(|(number, start): (_, usize)| (number, whole.get(start..).unwrap_or_default()));
    text.lines().filter_map(read).filter(|(_, name)| !name.trim().is_empty()).collect()
}

/// Returns the names of a document and of all its paragraphs that were published: as they are called now, and what is gone
/// as `before` has it. Nothing where nothing was published.
pub(super) fn called(document: &Document, ledger: &Ledger, before: Option<&str>) -> Option<String> {
    let before = before.map(read).unwrap_or_default();
    let published: Vec<Number> = ledger.latest(&document.id).filter_map(|row| row.number).collect();
    let standing: BTreeMap<Number, String> =
        document.paragraphs.iter().map(|paragraph| (paragraph.number, document.called(paragraph))).collect();
    let name = |number: &Number| {
        let now = standing.get(number).map(String::as_str);
        now.or_else(|| before.get(&Some(*number)).copied()).map(|name| (number.to_string(), name))
    };
    let mut lines = vec![(TITLE.to_owned(), document.name())];
    lines.extend(published.iter().filter_map(name));
    let line = |(subject, name): &(String, &str)| {
        format!("{subject} {}\n", name.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    (!published.is_empty()).then(|| lines.iter().map(line).collect())
}

/// Returns the names of all that the ledger says has gone.
pub(super) fn departed(ledger: &Ledger, called: &BTreeMap<DocumentId, Arc<str>>) -> BTreeMap<Target, Box<str>> {
    let mut departed = BTreeMap::new();
    for (id, text) in called {
        let gone = |row: &LedgerRow| row.state != State::Live;
        let mut goes: BTreeSet<Option<Number>> = ledger.latest(id).filter(gone).map(|row| row.number).collect();
        if ledger.document_state(id).is_some_and(|state| *state != State::Live) {
            goes.insert(None);
        }
        if goes.is_empty() {
            continue;
        }
        for (number, name) in read(text).into_iter().filter(|(number, _)| goes.contains(number)) {
            let subject = match number {
                Some(number) => Target::Paragraph(ParagraphId { document: id.clone(), number }),
                None => Target::Document(id.clone()),
            };
            departed.insert(subject, name.into());
        }
    }
    departed
}
