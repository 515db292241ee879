//! Checks what depends on several files: names that must resolve, the ledger, and the ledger against the texts.
//!
//! Works on what `load` found and reads nothing itself.

mod chain;
pub(super) mod citation;
mod history;
mod published;
mod translation;

pub(super) use citation::citations;
pub(super) use history::{history, wording_path};
pub(super) use published::{gone, published};
pub(super) use translation::translations;

use std::collections::{BTreeMap, BTreeSet};

use super::load::LoadedFiles;
use super::parse::Draft;
use super::problem::{Report, shown};
use super::{Date, DocumentId, Problem, RelationType};

/// Reports names that documents use and nothing defines, and relations that cannot be.
pub(super) fn references(found: &LoadedFiles, today: Date) -> Vec<Problem> {
    let mut problems = missing(found);
    let ids: BTreeSet<&DocumentId> = found.drafts.iter().map(|draft| &draft.document.id).collect();
    let related: BTreeSet<(&DocumentId, &str, &DocumentId)> = found.drafts.iter().flat_map(relations).collect();
    let names = Names::of(found);
    for draft in &found.drafts {
        let path = draft.document.id.file();
        let mut report = Report::new(&path);
        names.check(draft, &mut report);
        future(draft, today, &mut report);
        for (relation, &line) in draft.document.relations.iter().zip(&draft.lines.relations) {
            let (id, target) = (&draft.document.id, &relation.target);
            if target == id {
                report.error(line, "the document is related to itself", "name another document as `target`");
            } else if !ids.contains(target) && found.digest(&target.file()).is_none() {
                let right = "name the id of a document in `documents/`";
                report.error(line, format!("there is no document `{target}`"), right);
            }
            let kind = names.relations.iter().find(|kind| kind.id == relation.kind);
            let inverse = kind.is_some_and(|kind| related.contains(&(target, kind.inverse.as_str(), id)));
            if inverse {
                let right = "store it in one of the two; the other end is derived";
                report.error(line, format!("the relation with `{target}` is stored in both documents"), right);
            }
        }
        let mut seen = BTreeSet::new();
        for (relation, &line) in draft.document.relations.iter().zip(&draft.lines.relations) {
            if !seen.insert((&relation.kind, &relation.target)) {
                report.error(line, format!("the relation with `{}` stands twice", relation.target), "keep it once");
            }
        }
        problems.append(&mut report.problems);
    }
    problems
}

fn relations(draft: &Draft) -> impl Iterator<Item = (&DocumentId, &str, &DocumentId)> {
    let id = &draft.document.id;
    draft.document.relations.iter().map(move |relation| (id, relation.kind.as_str(), &relation.target))
}

/// Reports what a corpus may lack and is poorer without.
fn missing(found: &LoadedFiles) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut warn = |path: &str, wrong: &str, right: &str| {
        let mut report = Report::new(path);
        report.warn(None, wrong, right);
        problems.append(&mut report.problems);
    };
    let lacks = |path: &str| found.digest(path).is_none();
    if lacks("ledger.csv") {
        warn("ledger.csv", "missing: nothing counts as published", "run `publish`");
    }
    if lacks("vocabulary.toml") {
        warn("vocabulary.toml", "missing: ids are shown without labels", "write one as the README says");
    }
    if lacks("instruments.toml") {
        warn("instruments.toml", "missing: what texts cite is shown by id", "write one as the README says");
    }
    if lacks("variants.toml") {
        warn("variants.toml", "missing: no spellings are joined", "write one as the README says");
    }
    let never_any = found.drafts.is_empty() && found.ledger.count() == 0;
    if never_any && found.problems.iter().all(|problem| !problem.file.starts_with("documents")) {
        let mut report = Report::new("documents");
        report.error(None, "there is no document", "put at least one file `<id>.md` here");
        problems.append(&mut report.problems);
    }
    problems
}

/// Reports each comment of a draft that still says `proposed` or `doubt`, by document.
pub(super) fn open_marks(found: &LoadedFiles) -> BTreeMap<&DocumentId, Vec<Problem>> {
    let marked = found.drafts.iter().filter(|draft| !draft.lines.marks.is_empty());
    let problems = marked.map(|draft| {
        let path = draft.document.id.file();
        let mut report = Report::new(&path);
        for (line, mark) in &draft.lines.marks {
            let right = "read it against the source, mend it where it is wrong, then take the comment out";
            report.warn(*line, format!("not yet confirmed: {}", shown(mark)), right);
        }
        (&draft.document.id, report.problems)
    });
    problems.collect()
}

/// Reports documents that are dated after today.
fn future(draft: &Draft, today: Date, report: &mut Report<'_>) {
    let date = draft.document.date;
    if date > today {
        let right = "write the day on which it was issued";
        report.warn(draft.lines.date, format!("the date `{date}` is after today, `{today}`"), right);
    }
}

/// The ids that documents may use; nothing where the file that would define them is missing or wrong.
struct Names<'a> {
    kinds: Option<BTreeSet<&'a str>>,
    forums: Option<BTreeSet<&'a str>>,
    topics: Option<BTreeSet<&'a str>>,
    instruments: Option<BTreeSet<&'a str>>,
    relation_ids: Option<BTreeSet<&'a str>>,
    relations: &'a [RelationType],
}

impl<'a> Names<'a> {
    fn of(found: &'a LoadedFiles) -> Self {
        let whole = |path: &str| found.digest(path).is_some() && !found.broken(path);
        let defined = whole("vocabulary.toml").then_some(&found.vocabulary);
        let instruments = whole("instruments.toml").then_some(&found.vocabulary.instruments);
        Self {
            kinds: defined.map(|vocabulary| vocabulary.kinds.iter().map(|term| term.id.as_str()).collect()),
            forums: defined.map(|vocabulary| vocabulary.forums.iter().map(|term| term.id.as_str()).collect()),
            topics: defined.map(|vocabulary| vocabulary.topics.iter().map(|term| term.id.as_str()).collect()),
            instruments: instruments.map(|list| list.iter().map(|instrument| instrument.id.as_str()).collect()),
            relation_ids: defined.map(|vocabulary| vocabulary.relations.iter().map(|kind| kind.id.as_str()).collect()),
            relations: &found.vocabulary.relations,
        }
    }

    fn check(&self, draft: &Draft, report: &mut Report<'_>) {
        let (document, lines) = (&draft.document, &draft.lines);
        let mut known = |names: &Option<BTreeSet<&str>>, id: &str, line: usize, what: &str, file: &str| {
            if names.as_ref().is_some_and(|names| !names.contains(id)) {
                let wrong = format!("{what} {} is not in `{file}`", shown(id));
                report.error(line, wrong, format!("use an id that is there, or add this one to `{file}`"));
            }
        };
        known(&self.kinds, document.kind.id(), lines.kind, "the kind", "vocabulary.toml");
        if let Some(forum) = &document.forum {
            known(&self.forums, forum, lines.forum, "the forum", "vocabulary.toml");
        }
        for (topic, &line) in document.topics.iter().zip(&lines.topics) {
            known(&self.topics, topic, line, "the topic", "vocabulary.toml");
        }
        for (instrument, &line) in document.cites.iter().zip(&lines.cites) {
            known(&self.instruments, instrument, line, "the instrument", "instruments.toml");
        }
        for (relation, &line) in document.relations.iter().zip(&lines.relations) {
            known(&self.relation_ids, &relation.kind, line, "the relation type", "vocabulary.toml");
        }
    }
}

/// The documents of a corpus by id.
type ById<'a> = BTreeMap<&'a DocumentId, &'a Draft>;
