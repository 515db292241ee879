//! What was added, corrected, moved, divided, merged and withdrawn, in words.
//!
//! All of it is read from the ledger, which only grows: an entry keeps its place in it as its name for good.

use super::whereabouts;
use crate::corpus::{Corpus, Date, ParagraphId, Revision, Row, State as Published, Target};
use crate::data::links;

/// One change: what happened to what, and where it can be seen.
pub(crate) struct Change {
    /// The place of its first row in the ledger.
    pub(crate) serial: usize,
    pub(crate) day: Date,
    /// What happened, as the stylesheet calls it.
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    pub(crate) path: String,
    pub(crate) told: String,
    pub(crate) note: Option<String>,
    /// Whether the document itself is new with it.
    new: bool,
    /// Paragraphs of one document added on one day.
    added: usize,
}

impl Change {
    /// Returns what happened in a word or two: a document that was there before is not added again.
    pub(crate) fn headline(&self) -> &'static str {
        match self.kind {
            "added" if !self.new => "paragraphs added",
            kind => kind,
        }
    }
}

/// Returns the newest changes, at most `limit`, without telling the older ones.
pub(crate) fn newest(corpus: &Corpus, limit: usize) -> Vec<Change> {
    let rows = corpus.ledger().rows();
    let first = |row: &Row| row.state == Published::Live && row.revision.is_none_or(|it| it.before().is_none());
    let together = |(before, row): (&Row, &Row)| {
        first(before) && first(row) && before.document == row.document && before.published == row.published
    };
    let begins = |at: &usize| !at.checked_sub(1).and_then(|it| rows.get(it)).zip(rows.get(*at)).is_some_and(together);
    let begins = |at: &usize| !corpus.ledger().is_later_note(*at) && begins(at);
    let start = (0..rows.len()).rev().filter(begins).take(limit).last().unwrap_or(0);
    since(corpus, start)
}

/// Returns all changes, newest first; the paragraphs that a document was published with count as one.
pub(crate) fn all(corpus: &Corpus) -> Vec<Change> {
    since(corpus, 0)
}

/// Returns the changes since a row of the ledger, newest first.
fn since(corpus: &Corpus, start: usize) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    let rows = corpus.ledger().rows().iter().enumerate().skip(start);
    for (serial, row) in rows.filter(|(serial, _)| !corpus.ledger().is_later_note(*serial)) {
        let change = change(corpus, serial, row);
        let same = |last: &&mut Change| last.kind == "added" && last.day == change.day && last.path == change.path;
        match changes.last_mut().filter(same).filter(|_| change.kind == "added") {
            Some(last) => last.added += change.added,
            None => changes.push(change),
        }
    }
    for change in &mut changes {
        if change.kind == "added" {
            change.told = match (change.new, change.added) {
                (true, 0) => "Added as a record.".to_owned(),
                (true, 1) => "Added with one paragraph.".to_owned(),
                (true, many) => format!("Added with {many} paragraphs."),
                (false, 1) => "One paragraph added.".to_owned(),
                (false, many) => format!("{many} paragraphs added."),
            };
        }
    }
    changes.reverse();
    changes
}

fn change(corpus: &Corpus, serial: usize, row: &Row) -> Change {
    let subject = row.subject();
    let name = |target: &Target| whereabouts::name(corpus, target);
    let targets: Vec<String> = row.state.targets().iter().map(name).collect();
    let (kind, told) = match &row.state {
        Published::Live => match superseded(corpus, row) {
            Some((id, since)) => {
                return Change {
                    serial,
                    day: row.published,
                    kind: "corrected",
                    name: name(&subject),
                    path: links::change(&id, since),
                    told: format!("The wording was corrected; revision {since} can still be read."),
                    note: row.note.clone(),
                    new: false,
                    added: 0,
                };
            }
            None => ("added", String::new()),
        },
        Published::Moved(_) => ("moved", format!("Moved to {}.", targets.join("; "))),
        Published::Split(_) => ("split", format!("Divided into {}.", targets.join("; "))),
        Published::Merged(_) => ("merged", format!("Merged into {}.", targets.join("; "))),
        Published::Withdrawn => ("withdrawn", "Withdrawn.".to_owned()),
    };
    // What was added is told of the document, whatever number of its paragraphs came with it.
    let of = if kind == "added" { Target::Document(row.document.clone()) } else { subject };
    Change {
        serial,
        day: row.published,
        kind,
        name: name(&of),
        path: links::target(&of),
        told,
        note: row.note.clone(),
        new: row.number.is_none(),
        added: usize::from(row.number.is_some()),
    }
}

/// Returns the paragraph of a row that corrects it, and the revision that it was before.
fn superseded(corpus: &Corpus, row: &Row) -> Option<(ParagraphId, Revision)> {
    let id = ParagraphId { document: row.document.clone(), number: row.number? };
    let since = row.revision?.before()?;
    corpus.ledger().wording(&id, since)?;
    Some((id, since))
}
