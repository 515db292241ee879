//! Which documents are published: those that were asked for and are right, proved, confirmed and explained.

use std::collections::{BTreeMap, BTreeSet};

use super::super::check;
use super::super::load::LoadedFiles;
use super::super::parse::Draft;
use super::super::problem::{GIVE_A_REASON, Report};
use super::super::{DocumentId, Problem, Target, Weight};
use super::rows::news;
use super::{PublishRequest, refuse};

/// The documents that are published, and why others are not.
pub(super) struct Selection {
    documents: BTreeSet<DocumentId>,
    /// What is wrong with documents that were asked for.
    pub(super) left_out: Vec<Problem>,
    /// What is wrong with documents that a decision names, which stops everything.
    pub(super) undecidable: Vec<Problem>,
}

impl Selection {
    /// Selects among the documents that were found.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with no document alone.
    pub(super) fn of(found: &LoadedFiles, request: &PublishRequest) -> Result<Self, Vec<Problem>> {
        let wanted = |id: &DocumentId| request.documents.is_empty() || request.documents.contains(id);
        let mut problems = check::references(found, request.today);
        problems.append(&mut check::history(found));
        problems.extend(found.problems.iter().cloned());
        problems.retain(|problem| problem.weight == Weight::Error);
        let (own, mut general): (Vec<Problem>, Vec<Problem>) = problems.into_iter().partition(is_of_one);
        general.extend(unknown(found, request));
        refuse(general)?;

        let mut stopped: BTreeMap<Option<DocumentId>, Vec<Problem>> = BTreeMap::new();
        for problem in own {
            for id in documents_of(found, &problem) {
                stopped.entry(id).or_default().push(problem.clone());
            }
        }
        for (id, problem) in unready(found, request) {
            stopped.entry(Some(id)).or_default().push(problem);
        }
        stopped.retain(|id, _| id.as_ref().is_none_or(wanted));
        let decided = request.decisions.states.iter();
        let decided = decided.flat_map(|(subject, state)| state.targets().iter().chain([subject]));
        let undecidable = decided.filter_map(|target| stopped.get(&Some(target.document().clone()))).flatten().cloned();
        let undecidable = undecidable.collect();

        let ids = found.drafts.iter().map(|draft| &draft.document.id);
        let documents = ids.filter(|id| wanted(id) && !stopped.contains_key(&Some((*id).clone()))).cloned().collect();
        let mut left_out: Vec<Problem> = stopped.into_values().flatten().collect();
        left_out.sort();
        left_out.dedup();
        Ok(Self { documents, left_out, undecidable })
    }

    /// Tells whether a document is published.
    pub(super) fn has(&self, id: &DocumentId) -> bool {
        self.documents.contains(id)
    }
}

/// Tells a problem that stops a document and no other.
fn is_of_one(problem: &Problem) -> bool {
    ["documents/", "sources/", "revisions/"].iter().any(|folder| problem.file.starts_with(folder))
}

/// Returns the documents that a problem of a file stops; nothing in place of one where the file is none of a document.
fn documents_of(found: &LoadedFiles, problem: &Problem) -> Vec<Option<DocumentId>> {
    let (folder, name) = problem.file.split_once('/').unwrap_or_default();
    let id = match folder {
        "documents" => name.strip_suffix(".md").and_then(|id| id.parse().ok()),
        "revisions" => name.split('/').next().and_then(|id| id.parse().ok()),
        _ => {
            let has = |draft: &&Draft| draft.document.source.as_ref().is_some_and(|source| source.file == name);
            return found.drafts.iter().filter(has).map(|draft| Some(draft.document.id.clone())).collect();
        }
    };
    vec![id]
}

/// Reports documents that were asked for and are not there.
fn unknown(found: &LoadedFiles, request: &PublishRequest) -> Vec<Problem> {
    let missing = request.documents.iter().filter(|id| found.digest(&id.file()).is_none());
    let problems = missing.flat_map(|id| {
        let path = id.file();
        let mut report = Report::new(&path);
        report.error(None, format!("there is no document `{id}`"), "name one by the file that it has in `documents/`");
        report.problems
    });
    problems.collect()
}

/// Reports documents that have something to publish and must not be: their text is gone without a decision, not proved,
/// not confirmed, or corrected without a reason.
fn unready(found: &LoadedFiles, request: &PublishRequest) -> Vec<(DocumentId, Problem)> {
    let decided: BTreeSet<&Target> = request.decisions.states.iter().map(|(subject, _)| subject).collect();
    let is_decided =
        |subject: &Target| decided.contains(subject) || decided.contains(&Target::Document(subject.document().clone()));
    let gone = check::gone(found).into_iter().filter(|(subject, _)| !is_decided(subject));
    let mut unready: Vec<_> = gone.map(|(subject, problem)| (subject.document().clone(), problem)).collect();
    let marks = check::open_marks(found);
    for draft in &found.drafts {
        let id = &draft.document.id;
        let fresh = news(draft, &found.ledger, None, request.today);
        if fresh.is_empty() {
            continue;
        }
        let doubts = found.unproved.get(id).into_iter().chain(marks.get(id)).flatten();
        unready.extend(doubts.map(|problem| (id.clone(), Problem { weight: Weight::Error, ..problem.clone() })));
        if request.decisions.note.is_some() {
            continue;
        }
        let path = id.file();
        let mut report = Report::new(&path);
        for row in fresh.iter().filter(|row| row.revision.is_some_and(|revision| revision.before().is_some())) {
            let place = row.number.and_then(|number| draft.document.place(number));
            let line = place.and_then(|place| draft.lines.paragraphs.get(place)).copied();
            report.error(line, format!("`{}` is corrected without a reason", row.subject()), GIVE_A_REASON);
        }
        unready.extend(report.problems.into_iter().map(|problem| (id.clone(), problem)));
    }
    unready
}
