//! What was added, corrected, moved, divided, merged and withdrawn, in words.
//!
//! All of it is read from the ledger, which only grows: an entry keeps its place in it as its name for good.

use std::ops::Range;
use std::sync::Arc;

use crate::archive::Archive;
use crate::corpus::{Corpus, Date, LedgerRow, ParagraphId, Revision, State as Published, Target};
use crate::data::{self, links};

/// One change: what happened to what, and where it can be seen.
pub(crate) struct RecentChange {
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
}

impl RecentChange {
    /// Returns what happened in a word or two: a document that was there before is not added again.
    pub(crate) fn headline(&self) -> &'static str {
        match self.kind {
            "added" if !self.new => "paragraphs added",
            kind => kind,
        }
    }
}

/// Where each change begins in the ledger, oldest first: derived once for each archive, so that a page of changes costs no
/// reading of the whole ledger. The paragraphs that a document was published with on one day count as one change.
pub(crate) struct Changes {
    /// The row that each begins with, and behind the last the number of all rows.
    starts: Vec<u32>,
}

impl Changes {
    /// Returns the changes of an archive.
    pub(crate) fn derived(archive: &Archive) -> Arc<Self> {
        archive.derived(|archive| Self::of(archive.corpus()))
    }

    fn of(corpus: &Corpus) -> Self {
        let mut starts = Vec::new();
        let mut last: Option<LedgerRow> = None;
        let told = |(serial, _): &(u32, LedgerRow)| !corpus.ledger().is_later_note(*serial as usize);
        for (serial, row) in (0_u32..).zip(corpus.ledger().rows()).filter(told) {
            let adds = row.state == Published::Live && superseded(corpus, &row).is_none();
            let goes_on = |last: &&LedgerRow| last.document == row.document && last.published == row.published;
            if !adds || last.as_ref().filter(goes_on).is_none() {
                starts.push(serial);
            }
            last = adds.then_some(row);
        }
        starts.push(u32::try_from(corpus.ledger().count()).unwrap_or(u32::MAX));
        Self { starts }
    }

    /// Returns how many there are.
    pub(crate) fn count(&self) -> usize {
        self.starts.len() - 1
    }

    /// Returns at most `limit` of them, newest first, after those that are passed over.
    pub(crate) fn newest(&self, corpus: &Corpus, passed_over: usize, limit: usize) -> Vec<RecentChange> {
        let change = |bounds: &[u32]| match bounds {
            [start, end] => told(corpus, *start as usize..*end as usize),
            _ => None,
        };
        self.starts.windows(2).rev().skip(passed_over).take(limit).filter_map(change).collect()
    }
}

/// Returns the change that some rows of the ledger are.
fn told(corpus: &Corpus, rows: Range<usize>) -> Option<RecentChange> {
    let first = rows.start;
    let mut change = change(corpus, first, &corpus.ledger().row(first)?);
    if change.kind == "added" {
        let ledger = corpus.ledger();
        let adds = |at: &usize| !ledger.is_later_note(*at) && ledger.row(*at).is_some_and(|row| row.number.is_some());
        let added = rows.filter(adds).count();
        change.told = match (change.new, added) {
            (true, 0) => "Added as a record.".to_owned(),
            (true, 1) => "Added with one paragraph.".to_owned(),
            (true, many) => format!("Added with {many} paragraphs."),
            (false, 1) => "One paragraph added.".to_owned(),
            (false, many) => format!("{many} paragraphs added."),
        };
    }
    Some(change)
}

fn change(corpus: &Corpus, serial: usize, row: &LedgerRow) -> RecentChange {
    let subject = row.subject();
    let name = |target: &Target| data::name(corpus, target);
    let targets: Vec<String> = row.state.targets().iter().map(name).collect();
    let (kind, told) = match &row.state {
        Published::Live => match superseded(corpus, row) {
            Some((id, since)) => {
                return RecentChange {
                    serial,
                    day: row.published,
                    kind: "corrected",
                    name: name(&subject),
                    path: links::change(&id, since),
                    told: format!("The wording was corrected; revision {since} can still be read."),
                    note: row.note.clone(),
                    new: false,
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
    RecentChange {
        serial,
        day: row.published,
        kind,
        name: name(&of),
        path: links::target(&of),
        told,
        note: row.note.clone(),
        new: row.number.is_none(),
    }
}

/// Returns the paragraph of a row that corrects it, and the revision that it was before.
fn superseded(corpus: &Corpus, row: &LedgerRow) -> Option<(ParagraphId, Revision)> {
    let id = ParagraphId { document: row.document.clone(), number: row.number? };
    let since = row.revision?.before()?;
    corpus.ledger().wording(&id, since)?;
    Some((id, since))
}
