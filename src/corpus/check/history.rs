//! The ledger in itself: rows in a possible order, chains that end, wordings that are kept.

use super::super::load::LoadedFiles;
use super::super::problem::Report;
use super::super::{LedgerRow, ParagraphId, Problem, Revision, State, Target};
use super::chain;
use crate::wording::Sha256;

/// Reports rows that cannot follow one another, targets that lead nowhere, and wordings that are lost.
pub(in super::super) fn history(found: &LoadedFiles) -> Vec<Problem> {
    if found.broken("ledger.csv") {
        return Vec::new();
    }
    let ledger = &found.ledger;
    let mut report = Report::new("ledger.csv");
    for subject in ledger.subjects() {
        let mut earlier: Option<LedgerRow> = None;
        for (at, row) in subject {
            let line = found.row_lines.get(at).copied();
            follows(earlier.as_ref(), &row, line, &mut report);
            for target in row.state.targets() {
                if ledger.last(target).is_none() {
                    let right = "name something that was published";
                    report.error(line, format!("`{}` ends at nothing: `{target}`", row.subject()), right);
                }
            }
            earlier = Some(row);
        }
    }
    for at in chain::loops(ledger) {
        if let (Some(row), line) = (ledger.row(at), found.row_lines.get(at).copied()) {
            let right = "append a row that leads to a paragraph in a text, or withdraw it";
            report.error(line, format!("`{}` leads back to itself", row.subject()), right);
        }
    }
    let mut problems = report.problems;
    problems.append(&mut wordings(found));
    problems
}

/// Reports a row that cannot follow `earlier`, the row before it of the same subject.
fn follows(earlier: Option<&LedgerRow>, row: &LedgerRow, line: Option<usize>, report: &mut Report<'_>) {
    let subject = row.subject();
    let live = row.state == State::Live;
    let Some(earlier) = earlier else {
        if !live || row.revision.is_some_and(|revision| revision != Revision::FIRST) {
            let wrong = format!("the first row of `{subject}` is not its publication as revision 1");
            report.error(line, wrong, "begin with a `live` row");
        }
        return;
    };
    if live {
        let next = earlier.revision.map(Revision::next);
        if earlier.state != State::Live {
            let wrong = format!("`{subject}` was {} and is used again", earlier.state.id());
            report.error(line, wrong, "give the paragraph a number that was never used");
        } else if row.revision != next || next.is_none() {
            let wrong = match row.revision {
                Some(revision) => format!("`{subject}` is used twice, or revision {revision} is out of turn"),
                None => format!("`{subject}` is published twice"),
            };
            report.error(line, wrong, "count revisions from 1, and publish each once");
        }
    } else if row.revision != earlier.revision || row.sha256 != earlier.sha256 {
        let wrong = format!("`{subject}` is {} in a revision that is not its last", row.state.id());
        report.error(line, wrong, "repeat the revision and the digests of the row before");
    }
}

/// Reports wordings that stand nowhere any more, and kept ones that were never published.
fn wordings(found: &LoadedFiles) -> Vec<Problem> {
    let ledger = &found.ledger;
    let mut problems = Vec::new();
    for row in ledger.rows() {
        let (Target::Paragraph(id), Some(revision), State::Live) = (row.subject(), row.revision, &row.state) else {
            continue;
        };
        let standing =
            ledger.last(&row.subject()).is_some_and(|last| last.state == State::Live && last.revision == row.revision);
        let path = wording_path(&id, revision);
        let mut report = Report::new(&path);
        match ledger.wording(&id, revision) {
            Some(text) if row.sha256.as_ref() == Some(&Sha256::of(text.as_bytes())) => {}
            Some(_) => {
                let right = "put back the file as `publish` wrote it";
                report.error(None, format!("not the words published as revision {revision} of `{id}`"), right);
            }
            None if standing => {}
            None => {
                let right = "put back the file that `publish` wrote";
                report.error(None, format!("the words published as revision {revision} of `{id}` are lost"), right);
            }
        }
        problems.append(&mut report.problems);
    }
    for (id, revision) in ledger.wordings().keys() {
        if ledger.publication(id, *revision).is_none() {
            let path = wording_path(id, *revision);
            let mut report = Report::new(&path);
            report.error(None, format!("revision {revision} of `{id}` was never published"), "take the file out");
            problems.append(&mut report.problems);
        }
    }
    problems
}

/// Returns the path of a wording that stands in no text any more.
pub(in super::super) fn wording_path(id: &ParagraphId, revision: Revision) -> String {
    format!("revisions/{}/{}.{revision}.txt", id.document, id.number)
}
