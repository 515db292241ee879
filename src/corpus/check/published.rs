//! The ledger against the texts: everything published stands as published, or says what became of it.

use super::super::load::LoadedFiles;
use super::super::problem::Report;
use super::super::{DocumentId, ParagraphId, Problem, State, Target, live_wordings};
use super::ById;

/// Reports of the documents that are `wanted` what was published and is gone, what was changed, and numbers used again.
pub(in super::super) fn published(found: &LoadedFiles, wanted: &dyn Fn(&DocumentId) -> bool) -> Vec<Problem> {
    if found.broken("ledger.csv") {
        return Vec::new();
    }
    let by_id: ById<'_> = found.drafts.iter().map(|draft| (&draft.document.id, draft)).collect();
    let mut problems: Vec<Problem> =
        gone(found).into_iter().filter(|(subject, _)| wanted(subject.document())).map(|(_, problem)| problem).collect();
    for draft in found.drafts.iter().filter(|draft| wanted(&draft.document.id)) {
        let path = draft.document.id.file();
        let mut report = Report::new(&path);
        let id = &draft.document.id;
        if let Some(state) = found.ledger.document_state(id).filter(|state| **state != State::Live) {
            let right = "take the file out, or give the document another id";
            report.error(None, format!("the ledger says that `{id}` was {}", state.id()), right);
        }
        for row in found.ledger.latest(id) {
            let Some(number) = row.number else { continue };
            let Some(place) = draft.document.place(number) else { continue };
            let Some(paragraph) = draft.document.paragraphs.get(place) else { continue };
            let line = draft.lines.paragraphs.get(place).copied();
            if row.state != State::Live {
                let wrong = format!("the ledger says that `{}` was {}", row.subject(), row.state.id());
                report.error(line, wrong, "take `{#…}` out, so that the paragraph gets a number of its own");
            } else if row.sha256 != Some(paragraph.sha256()) {
                let wrong = format!("the words of `{}` changed since they were published", row.subject());
                report.error(line, wrong, "run `publish` to record a revision, or put the words back");
            } else if row.fingerprint.as_ref() != Some(&paragraph.fingerprint()) {
                let wrong = format!("the ledger has another fingerprint for `{}`", row.subject());
                report.error(line, wrong, format!("write `{}` in its last row", paragraph.fingerprint()));
            }
        }
        problems.append(&mut report.problems);
    }
    problems.append(&mut kept(found, &by_id));
    problems
}

/// Reports published documents and paragraphs that are in no file and have no state that says why.
pub(in super::super) fn gone(found: &LoadedFiles) -> Vec<(Target, Problem)> {
    let by_id: ById<'_> = found.drafts.iter().map(|draft| (&draft.document.id, draft)).collect();
    let mut gone = Vec::new();
    for (at, row) in found.ledger.subjects().filter_map(|mut rows| rows.next_back()) {
        let draft = by_id.get(&row.document);
        let stands = match row.number {
            Some(number) => draft.is_some_and(|draft| draft.document.paragraph(number).is_some()),
            None => draft.is_some(),
        };
        if row.state == State::Live && !stands && !found.broken(&row.document.file()) {
            let what = if row.number.is_some() { "text" } else { "file" };
            let wrong = format!("`{}` was published and its {what} is gone", row.subject());
            let right = "put it back, or run `publish` with `--moved`, `--split`, `--merged` or `--withdrawn`";
            let mut report = Report::new("ledger.csv");
            report.error(found.row_lines.get(at).copied(), wrong, right);
            gone.extend(report.problems.into_iter().map(|problem| (row.subject(), problem)));
        }
    }
    gone
}

/// Reports documents whose live wordings are not kept: a later correction could not keep them either.
fn kept(found: &LoadedFiles, by_id: &ById<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (id, draft) in by_id {
        let kept = found.live_wordings.get(id).map_or(&[][..], |kept| kept);
        let lost = draft.document.paragraphs.iter().any(|paragraph| {
            let subject = Target::Paragraph(ParagraphId { document: (*id).clone(), number: paragraph.number });
            let Some(row) = found.ledger.last(&subject).filter(|row| row.state == State::Live) else { return false };
            row.revision.is_none_or(|revision| kept.binary_search(&(paragraph.number, revision)).is_err())
        });
        if lost {
            let path = live_wordings::path(id);
            let mut report = Report::new(&path);
            let right = "run `publish`, which writes them, before the text is corrected";
            report.warn(None, format!("the published wordings of `{id}` are not kept here"), right);
            problems.append(&mut report.problems);
        }
    }
    problems
}
