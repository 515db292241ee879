//! Translations and alignments against the texts: what they name is there, and every paragraph is used once, in order.

use std::collections::{BTreeMap, BTreeSet};

use super::super::load::LoadedFiles;
use super::super::problem::Report;
use super::super::{Alignment, Authentic, Document, DocumentId, Number, ParagraphId, Problem, State, alignment_path};
use super::ById;

/// Reports translations of what is no text, and alignments that are not whole.
pub(in super::super) fn translations(found: &LoadedFiles) -> Vec<Problem> {
    let by_id: ById<'_> = found.drafts.iter().map(|draft| (&draft.document.id, draft)).collect();
    let mut problems = Vec::new();
    let mut authentic: BTreeMap<&DocumentId, &DocumentId> = BTreeMap::new();
    for draft in &found.drafts {
        let Some(translation) = &draft.document.translation else { continue };
        let path = draft.document.id.file();
        let mut report = Report::new(&path);
        let (line, of) = (draft.lines.translation, &translation.of);
        let original = by_id.get(of);
        if *of == draft.document.id {
            report.error(line, "the document is a translation of itself", "name another document as `of`");
        } else if original.is_none() && found.digest(&of.file()).is_none() {
            let right = "name the id of a document in `documents/`";
            report.error(line, format!("there is no document `{of}`"), right);
        } else if let Some(first) = original.and_then(|original| original.document.translation.as_ref()) {
            let wrong = format!("`{of}` is a translation itself");
            report.error(line, wrong, format!("name the text that both translate, `{}`", first.of));
        }
        if translation.authentic == Some(Authentic::Yes)
            && let Some(first) = authentic.insert(of, &draft.document.id)
        {
            let wrong = format!("`{first}` says, too, that its wording alone is the authentic one");
            report.warn(line, wrong, "write `authentic = \"equal\"` into both, or `false` into one");
        }
        problems.append(&mut report.problems);
    }
    let mut seen = BTreeSet::new();
    for (alignment, lines) in &found.alignments {
        let path = alignment_path(&alignment.a, &alignment.b);
        let mut report = Report::new(&path);
        let pair = [&alignment.a, &alignment.b].into_iter().collect::<BTreeSet<_>>();
        if pair.len() < 2 {
            report.error(None, "the document is aligned with itself", "take the file out");
        } else if !seen.insert(pair) {
            report.error(None, "the two documents are aligned in another file, too", "keep one of the two");
        } else {
            aligned(found, &by_id, alignment, lines, &mut report);
        }
        problems.append(&mut report.problems);
    }
    problems
}

fn aligned(found: &LoadedFiles, by_id: &ById<'_>, alignment: &Alignment, lines: &[usize], report: &mut Report<'_>) {
    let work = |document: &Document| {
        document.translation.as_ref().map_or(document.id.clone(), |translation| translation.of.clone())
    };
    let mut works = BTreeSet::new();
    for (side, id) in [&alignment.a, &alignment.b].into_iter().enumerate() {
        let numbers = alignment.rows.iter().map(|row| if side == 0 { &row.a } else { &row.b });
        let Some(draft) = by_id.get(id) else {
            if found.digest(&id.file()).is_none() {
                report.error(None, format!("there is no document `{id}`"), "name the file after two documents");
            }
            return;
        };
        works.insert(work(&draft.document));
        whole(found, &draft.document, numbers.zip(lines.iter().copied()), report);
    }
    if works.len() > 1 {
        let wrong = format!("`{}` and `{}` are not one text in two languages", alignment.a, alignment.b);
        report.error(None, wrong, "write `[translation]` with `of` into one of them");
    }
}

/// Reports numbers that stand nowhere, twice, in another order than in the text, or not at all.
fn whole<'a>(
    found: &LoadedFiles,
    document: &Document,
    rows: impl Iterator<Item = (&'a Vec<Number>, usize)>,
    report: &mut Report<'_>,
) {
    let id: &DocumentId = &document.id;
    let places: BTreeMap<Number, usize> =
        document.paragraphs.iter().enumerate().map(|(place, paragraph)| (paragraph.number, place)).collect();
    let mut used = BTreeSet::new();
    let mut last = None;
    for (numbers, line) in rows {
        for number in numbers {
            let named = ParagraphId { document: id.clone(), number: *number };
            let Some(place) = places.get(number) else {
                let state = found.ledger.state(&named).filter(|state| **state != State::Live);
                let wrong = match state {
                    Some(state) => format!("the ledger says that `{named}` was {}", state.id()),
                    None => format!("there is no `{named}`"),
                };
                report.error(line, wrong, "name paragraphs that stand in the text");
                continue;
            };
            if !used.insert(*number) {
                report.error(line, format!("`{named}` is used twice"), "use every paragraph once");
            } else if last.is_some_and(|last| *place < last) {
                report.error(
                    line,
                    format!("`{named}` is not in the order of the text"),
                    "keep the order of both texts",
                );
            }
            last = last.max(Some(*place));
        }
    }
    let missing: Vec<String> = document
        .paragraphs
        .iter()
        .filter(|paragraph| !used.contains(&paragraph.number))
        .map(|paragraph| paragraph.number.to_string())
        .collect();
    if let Some((first, others)) = missing.split_first() {
        let more = if others.is_empty() { String::new() } else { format!(" and {} more", others.len()) };
        let wrong = format!("`{id}/p/{first}`{more} is in no row");
        report.error(None, wrong, "add it to a row, or a row in which the other cell is empty");
    }
}
