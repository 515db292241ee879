//! A reason that is given later: a row of the ledger that repeats an earlier one and has a note.

use std::collections::BTreeMap;
use std::path::Path;

use super::super::problem::Report;
use super::super::transaction::Transaction;
use super::super::{Date, Files, LedgerRow, NoText, Problem, Revision, Target, check, ledger, load};
use super::{plan, refuse, unwritten};

/// Appends a note to the last row of something published, or to that of one of its revisions, and returns the row.
///
/// # Errors
///
/// When it was never published, the note says nothing, or the ledger cannot be read or written.
pub fn annotate(
    root: &Path,
    subject: &Target,
    revision: Option<Revision>,
    note: &str,
    today: Date,
) -> Result<LedgerRow, Vec<Problem>> {
    let transaction = Transaction::open(root).map_err(|error| unwritten(&error))?;
    let files = Files::Directory(root.to_owned());
    let found = load::read(&files, &|_, _| Err(NoText::Kind));
    let of_ledger = |problem: &Problem| problem.file == plan::LEDGER;
    let problems = check::history(&found).into_iter().chain(found.problems.iter().cloned());
    refuse(problems.filter(of_ledger).collect())?;
    let mut report = Report::new(plan::LEDGER);
    plan::clock(&found, today, &mut report);
    let note = plan::checked_note(note, &mut report);
    let earlier = match (subject, revision) {
        (Target::Paragraph(id), Some(revision)) => found.ledger.publication(id, revision),
        _ => found.ledger.last(subject),
    };
    if earlier.is_none() {
        let what = revision.map(|revision| format!("revision {revision} of ")).unwrap_or_default();
        report.error(None, format!("{what}`{subject}` was never published"), "name what the ledger has");
    }
    refuse(report.problems)?;
    let Some(earlier) = earlier else { return Err(Vec::new()) };
    let row = LedgerRow { published: today, note: Some(note.to_owned()), ..earlier };
    let bytes = plan::unchanged(&found, &files, plan::LEDGER)?;
    let text = plan::with_rows(bytes, std::slice::from_ref(&row));
    let ((read, _), problems) = ledger::parse(plan::LEDGER, &text);
    refuse(problems)?;
    if read.rows().next_back().as_ref() != Some(&row) {
        let mut report = Report::new(plan::LEDGER);
        report.error(None, "the new row would not be read as it is meant", "write `--note` in plain words");
        return Err(report.problems);
    }
    transaction.commit(&BTreeMap::from([(plan::LEDGER.to_owned(), text)])).map_err(|error| unwritten(&error))?;
    Ok(row)
}
