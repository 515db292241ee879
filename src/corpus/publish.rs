//! Publishing: numbers for new paragraphs, rows for the ledger, and the wordings that stand nowhere any more.
//!
//! A person decides what became of things, `publish` writes it down. The whole change is planned first, and the plan
//! goes through the same checks as a corpus that is loaded; then all files change at once (see [`Journal`]).
//!
//! A correction has put new words in the text by the time it is published, so the old ones must come from elsewhere:
//! `revisions/<id>/live.txt` holds the live wordings of a document as they were last published, one a line, and each
//! is proved by the digest in the ledger before it is kept as `revisions/<id>/<n>.<r>.txt`. No other state is needed.

mod plan;

use std::io;
use std::path::Path;

use super::journal::Journal;
use super::problem::Report;
use super::{Date, Files, Problem, Row, State, Target, Weight, check, load};
use plan::Plan;

/// What became of things that were published.
#[derive(Debug, Clone, Default)]
pub struct Decisions {
    /// Each thing and what it is from now on.
    pub states: Vec<(Target, State)>,
    /// Why: of everything that is corrected or decided on. A withdrawal needs one.
    pub note: Option<String>,
}

/// What was published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Published {
    /// The rows appended to the ledger, in order; none where nothing had changed.
    pub rows: Vec<Row>,
    /// The files written, as paths below the corpus.
    pub files: Vec<String>,
}

/// Publishes what the corpus in `root` holds now, as of the day `today`.
///
/// # Errors
///
/// Returns all problems that stand in the way; then nothing was changed. A run that is interrupted leaves the corpus
/// as it was or as it was to be.
pub fn publish(root: &Path, decisions: &Decisions, today: Date) -> Result<Published, Vec<Problem>> {
    let journal = Journal::open(root).map_err(|error| unwritten(&error))?;
    let files = Files::Directory(root.to_owned());
    let mut found = load::read(&files, &load::plain_text);
    let mut problems = check::references(&found);
    problems.append(&mut check::history(&found));
    problems.append(&mut found.problems.clone());
    refuse(problems)?;

    let plan = Plan::of(&found, decisions, today)?;
    let mut changed = plan.files(&found, &files)?;
    // The corpus as it will be passes the checks of every corpus, or the plan is dropped.
    plan.apply(&mut found);
    let mut problems = check::history(&found);
    problems.append(&mut check::standing(&found));
    refuse(problems)?;

    changed.retain(|path, bytes| files.read(path).is_none_or(|now| *now != **bytes));
    journal.commit(&changed).map_err(|error| unwritten(&error))?;
    Ok(Published { rows: plan.rows, files: changed.into_keys().collect() })
}

fn refuse(mut problems: Vec<Problem>) -> Result<(), Vec<Problem>> {
    problems.retain(|problem| problem.weight == Weight::Error);
    problems.sort();
    problems.dedup();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn unwritten(error: &io::Error) -> Vec<Problem> {
    let mut report = Report::new(".");
    report.error(
        None,
        format!("the corpus cannot be changed: {error}"),
        "make room and rights to write, and run again",
    );
    report.problems
}
