//! What people recorded of citations, against the ledger and the texts: the words must stand where they are said to.

use std::collections::BTreeMap;

use super::super::instrument::Citation;
use super::super::load::LoadedFiles;
use super::super::names::occurrences;
use super::super::problem::{Report, shown};
use super::super::{Problem, State};
use super::ById;

pub(in crate::corpus) const FILE: &str = "citations.toml";

/// Reports citations of paragraphs that never were or are no more, of words that are not there, and of instruments that
/// nothing defines; and instruments that are said to be a document that is not there.
pub(in super::super) fn citations(found: &LoadedFiles) -> Vec<Problem> {
    let drafts: ById<'_> = found.drafts.iter().map(|draft| (&draft.document.id, draft)).collect();
    let mut report = Report::new(FILE);
    let mut seen: BTreeMap<(String, String, Option<&str>, bool), usize> = BTreeMap::new();
    for (line, citation) in &found.citations {
        let key =
            (citation.paragraph.to_string(), citation.words.clone(), citation.instrument.as_deref(), citation.cites);
        if let Some(earlier) = seen.insert(key, *line) {
            report.error(*line, format!("the same stands on line {earlier} already"), "keep it once");
        }
        if !found.broken("instruments.toml") {
            instrument(citation, *line, found, &mut report);
        }
        paragraph(citation, *line, found, &drafts, &mut report);
    }
    let mut problems = report.problems;
    let mut report = Report::new("instruments.toml");
    for it in &found.vocabulary.instruments {
        let missing = it.document.as_ref().filter(|id| !drafts.contains_key(*id) && found.digest(&id.file()).is_none());
        if let Some(id) = missing {
            let wrong = format!("there is no document `{id}`, which {} is said to be", shown(&it.id));
            report.error(None, wrong, "name the id of a document in `documents/`");
        }
    }
    problems.append(&mut report.problems);
    problems
}

fn instrument(citation: &Citation, line: usize, found: &LoadedFiles, report: &mut Report<'_>) {
    let Some(id) = &citation.instrument else { return };
    if found.vocabulary.instrument(id).is_none() {
        let wrong = format!("the instrument {} is not in `instruments.toml`", shown(id));
        report.error(line, wrong, "use an id that is there, or add this one to `instruments.toml`");
    }
}

fn paragraph(citation: &Citation, line: usize, found: &LoadedFiles, drafts: &ById<'_>, report: &mut Report<'_>) {
    let id = &citation.paragraph;
    let draft = drafts.get(&id.document);
    let paragraph = draft.and_then(|draft| draft.document.paragraph(id.number));
    // Where nothing was ever published, what stands in a text is all that there is to name.
    let is_published = found.ledger.state(id).is_some() || found.ledger.count() == 0 && paragraph.is_some();
    // What stands in a file that cannot be read is not known to be missing.
    let is_known = draft.is_some() || found.digest(&id.document.file()).is_none();
    if !is_published && is_known && !found.broken("ledger.csv") {
        let wrong = format!("`{id}` was never published");
        report.error(line, wrong, "name a paragraph as its address does, after it was published");
        return;
    }
    // A paragraph may have left with its whole document.
    let left = || draft.is_none().then(|| found.ledger.document_state(&id.document)).flatten();
    let is_gone = |state: &&State| **state != State::Live;
    let gone = found.ledger.state(id).filter(is_gone).or_else(|| left().filter(is_gone));
    if let Some(state) = gone {
        let right = match state {
            State::Withdrawn => "take it out",
            _ => "record it where the words are now",
        };
        report.warn(line, format!("`{id}` was {}, so it is in no list", state.id()), right);
        return;
    }
    let Some(paragraph) = paragraph else { return };
    if occurrences(&paragraph.text, &citation.words).is_empty() {
        let wrong = format!("the words {} do not stand in `{id}`", shown(&citation.words));
        report.error(line, wrong, "write whole words as the paragraph has them");
    }
}
