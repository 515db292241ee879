//! The rows that publishing adds to the ledger: for what is new or corrected, and for what a person decided.

use std::collections::{BTreeMap, BTreeSet};

use super::super::load::LoadedFiles;
use super::super::parse::Draft;
use super::super::problem::{GIVE_A_REASON, Report};
use super::super::{Date, Ledger, LedgerRow, Number, ParagraphId, Problem, Revision, State, Target};

/// Returns the rows for what is new or corrected in a document.
pub(super) fn news(draft: &Draft, ledger: &Ledger, note: Option<&str>, today: Date) -> Vec<LedgerRow> {
    let document = &draft.document;
    let mut rows = Vec::new();
    if ledger.document_state(&document.id).is_none() {
        rows.push(LedgerRow {
            document: document.id.clone(),
            number: None,
            revision: None,
            published: today,
            sha256: None,
            fingerprint: None,
            state: State::Live,
            note: None,
        });
    }
    let last: BTreeMap<Option<Number>, LedgerRow> = ledger.latest(&document.id).map(|row| (row.number, row)).collect();
    for paragraph in &document.paragraphs {
        let sha256 = paragraph.sha256();
        let (revision, note) = match last.get(&Some(paragraph.number)) {
            None => (Revision::FIRST, None),
            Some(row) if row.state == State::Live && row.sha256.as_ref() != Some(&sha256) => {
                (row.revision.map_or(Revision::FIRST, Revision::next), note)
            }
            Some(_) => continue,
        };
        rows.push(LedgerRow {
            document: document.id.clone(),
            number: Some(paragraph.number),
            revision: Some(revision),
            published: today,
            sha256: Some(sha256),
            fingerprint: Some(paragraph.fingerprint()),
            state: State::Live,
            note: note.map(str::to_owned),
        });
    }
    rows
}

/// Returns the rows for what a person decided; a document that is moved or withdrawn takes its paragraphs with it.
pub(super) fn decided(
    found: &LoadedFiles,
    states: &[(Target, State)],
    note: Option<&str>,
    today: Date,
    report: &mut Report<'_>,
) -> Vec<LedgerRow> {
    let ledger = &found.ledger;
    let mut rows = Vec::new();
    let mut seen: BTreeSet<&Target> = BTreeSet::new();
    let mut decide = |subject: &Target, state: &State, report: &mut Report<'_>| {
        let Some(last) = ledger.last(subject) else {
            report.error(None, format!("`{subject}` was never published"), "decide on what the ledger has");
            return;
        };
        rows.push(LedgerRow { published: today, state: state.clone(), note: note.map(str::to_owned), ..last });
    };
    for (subject, state) in states {
        if !seen.insert(subject) {
            report.error(None, format!("`{subject}` is decided on twice"), "decide once");
            continue;
        }
        if state.targets().iter().any(|target| std::mem::discriminant(target) != std::mem::discriminant(subject)) {
            let right = "a paragraph goes to paragraphs, a document to documents";
            report.error(None, format!("`{subject}` goes to something of another sort"), right);
            continue;
        }
        let mut targets = BTreeSet::new();
        if let Some(target) = state.targets().iter().find(|target| !targets.insert(*target)) {
            let right = "name each of its parts once";
            report.error(None, format!("`{subject}` is divided into `{target}` twice"), right);
            continue;
        }
        if note.is_none() && ledger.last(subject).is_some() {
            report.error(None, format!("`{subject}` is {} without a reason", state.id()), GIVE_A_REASON);
        }
        match still_there(found, subject, state) {
            Some(problem) => report.problems.push(problem),
            None => decide(subject, state, report),
        }
    }
    if !report.problems.is_empty() {
        return rows;
    }
    for (subject, state) in states {
        let Target::Document(document) = subject else { continue };
        for row in ledger.latest(document).filter(|row| row.state == State::Live) {
            let (Some(number), paragraph) = (row.number, row.subject()) else { continue };
            let state = match state {
                State::Moved(Target::Document(to)) => {
                    State::Moved(Target::Paragraph(ParagraphId { document: to.clone(), number }))
                }
                State::Withdrawn => State::Withdrawn,
                _ => continue,
            };
            if !seen.contains(&paragraph) {
                decide(&paragraph, &state, report);
            }
        }
    }
    rows
}

/// Reports a decision about a document whose file is still there, in one line.
fn still_there(found: &LoadedFiles, subject: &Target, state: &State) -> Option<Problem> {
    let Target::Document(id) = subject else { return None };
    let there = found.drafts.binary_search_by(|draft| draft.document.id.cmp(id)).is_ok();
    let path = id.file();
    let mut report = Report::new(&path);
    let right = format!("take the file out first (git keeps it), then run `publish` with `--{}` again", state.id());
    report.error(None, format!("`{id}` is to be {} and its text is still in place", state.id()), right);
    report.problems.pop().filter(|_| there)
}
