//! Publishing: numbers for new paragraphs, rows for the ledger, and the wordings that stand nowhere any more.
//!
//! A person decides what became of things, `publish` writes it down. The whole change is planned first, and the plan
//! goes through the same checks as a corpus that is loaded; then all files change at once (see [`Transaction`]).
//! A document that is wrong, unproved or unconfirmed is left out, and so is a correction without a reason; the others
//! are published. A decision that cannot be carried out stops everything.
//!
//! A correction has put new words in the text by the time it is published, so the old ones must come from elsewhere:
//! `revisions/<id>/live.txt` holds the live wordings of a document as they were last published, one a line, and each
//! is proved by the digest in the ledger before it is kept as `revisions/<id>/<n>.<r>.txt`. No other state is needed.

mod annotation;
mod plan;
mod rows;
mod selection;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use super::problem::Report;
use super::transaction::Transaction;
use super::{Date, DocumentId, Files, LedgerRow, PlainText, Problem, State, Target, Weight, check, load};
use plan::Plan;
use selection::Selection;

/// What became of things that were published.
#[derive(Debug, Clone, Default)]
pub struct Decisions {
    /// Each thing and what it is from now on.
    pub states: Vec<(Target, State)>,
    /// Why: of everything that is corrected or decided on, all of which needs a reason.
    pub note: Option<String>,
}

/// What is to be published.
#[derive(Debug, Clone)]
pub struct PublishRequest {
    /// The documents; all where there is none.
    pub documents: Vec<DocumentId>,
    /// What became of things that were published.
    pub decisions: Decisions,
    /// The day, in UTC.
    pub today: Date,
}

/// Of so many rows of a publication a person is shown the words.
pub const ROWS_WITH_WORDS: usize = 20;

/// What publishing would write, worked out and not yet written.
#[derive(Debug, Clone, Default)]
pub struct Publication {
    /// The rows for the ledger, in order; none where nothing has changed.
    pub rows: Vec<LedgerRow>,
    /// The first words of the paragraphs in the first [`ROWS_WITH_WORDS`] rows: of the new wording, or of what goes.
    pub words: BTreeMap<Target, String>,
    /// Why documents were left out.
    pub left_out: Vec<Problem>,
    /// The paths of the files that would be written.
    files: BTreeSet<String>,
}

impl Publication {
    /// Returns the lines that would be appended to the ledger.
    #[must_use]
    pub fn appended(&self) -> String {
        super::ledger::written(&self.rows)
    }

    /// Returns the paths of the files that would be written.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(String::as_str)
    }
}

/// What was published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Published {
    /// The rows appended to the ledger, in order; none where nothing had changed.
    pub rows: Vec<LedgerRow>,
    /// The files written, as paths below the corpus.
    pub files: Vec<String>,
}

/// The right to publish, held by one run at a time.
#[derive(Debug)]
pub struct Publishing {
    root: PathBuf,
    transaction: Transaction,
}

impl Publishing {
    /// Takes the right to publish in the corpus in `root`.
    ///
    /// # Errors
    ///
    /// When another run has it, or the corpus cannot be written to.
    pub fn begin(root: &Path) -> Result<Self, Vec<Problem>> {
        let transaction = Transaction::open(root).map_err(|error| unwritten(&error))?;
        Ok(Self { root: root.to_owned(), transaction })
    }

    /// Works out what would be published, and writes it where nobody reads it yet: not all of it may fit in memory.
    ///
    /// # Errors
    ///
    /// As [`plan`], and when it cannot be written.
    pub fn plan(&self, request: &PublishRequest, plain: &PlainText<'_>) -> Result<Publication, Vec<Problem>> {
        self.transaction.clear().map_err(|error| unwritten(&error))?;
        planned(&self.root, request, plain, &|path, bytes| self.transaction.write(path, bytes))
    }

    /// Makes what was worked out last what the corpus is.
    ///
    /// # Errors
    ///
    /// When it cannot be written. A run that is interrupted leaves the corpus as it was or as it was to be.
    pub fn commit(self, publication: Publication) -> Result<Published, Vec<Problem>> {
        self.transaction.commit_written(&publication.files).map_err(|error| unwritten(&error))?;
        Ok(Published { rows: publication.rows, files: publication.files.into_iter().collect() })
    }
}

/// Publishes all that the corpus in `root` holds now, as of the day `today`; plain texts are compared with their sources.
///
/// # Errors
///
/// Returns all problems that stand in the way of any document; then nothing was changed.
pub fn publish(root: &Path, decisions: &Decisions, today: Date) -> Result<Published, Vec<Problem>> {
    let publishing = Publishing::begin(root)?;
    let request = PublishRequest { documents: Vec::new(), decisions: decisions.clone(), today };
    let publication = publishing.plan(&request, &load::plain_text)?;
    if publication.left_out.is_empty() { publishing.commit(publication) } else { Err(publication.left_out) }
}

/// Works out what would be published of the corpus in `root`, and writes nothing.
///
/// # Errors
///
/// Returns what stands in the way of publishing anything, or of a decision; and all that is wrong with documents where
/// nothing is left to publish.
pub fn plan(root: &Path, request: &PublishRequest, plain: &PlainText<'_>) -> Result<Publication, Vec<Problem>> {
    planned(root, request, plain, &|_, _| Ok(()))
}

/// Takes a file of a publication, by its path, when it is worked out.
type Write<'a> = dyn Fn(&str, &[u8]) -> io::Result<()> + 'a;

fn planned(
    root: &Path,
    request: &PublishRequest,
    plain: &PlainText<'_>,
    write: &Write<'_>,
) -> Result<Publication, Vec<Problem>> {
    let files = Files::Directory(root.to_owned());
    let mut found = load::read(&files, plain);
    let selection = Selection::of(&found, request)?;
    // What is wrong with a decision itself is told first.
    let mut plan = Plan::of(&found, &files, request, &selection)?;
    refuse(selection.undecidable.clone())?;
    let words = plan.words(&found);
    let mut changed = BTreeSet::new();
    let live_wordings = plan.write(&found, &files, &selection, &mut |path, bytes| {
        // What is in the corpus as it is to be is not written again.
        if files.read(&path).is_none_or(|now| *now != *bytes) {
            write(&path, bytes).map_err(|error| unwritten(&error))?;
            changed.insert(path);
        }
        Ok(())
    })?;
    // The corpus as it will be passes the checks of every corpus, or the plan is dropped.
    plan.apply(&mut found, live_wordings);
    let decided: Vec<&DocumentId> = request.decisions.states.iter().map(|(subject, _)| subject.document()).collect();
    let mut problems = check::history(&found);
    problems.append(&mut check::published(&found, &|id| selection.has(id) || decided.contains(&id)));
    refuse(problems)?;
    if plan.rows.is_empty() && changed.is_empty() && !selection.left_out.is_empty() {
        return Err(selection.left_out);
    }
    Ok(Publication { rows: plan.rows, words, left_out: selection.left_out, files: changed })
}

pub use annotation::annotate;

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
