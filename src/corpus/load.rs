//! Reads all files of a corpus: the only place that does.
//!
//! Files are read and parsed by as many threads as there are processors; what depends on several files is checked
//! by `check`, once all are there.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::files::{Files, Listed, READABLE};
use super::parallel::in_parallel;
use super::parse::{self, Draft};
use super::problem::{Report, shown};
use super::{DocumentId, Ledger, ParagraphId, Problem, Revision, Variants, Vocabulary, Weight, agreement, ledger};
use crate::wording::Sha256;

/// Turns a source into its text: given its file name and bytes, returns nothing for a format it does not know.
pub type PlainText<'a> = dyn Fn(&str, &[u8]) -> Option<String> + Sync + 'a;

/// Everything that is in the files of a corpus, each file right in itself where no problem says otherwise.
pub(super) struct Found {
    /// Documents by id.
    pub(super) drafts: Vec<Draft>,
    pub(super) vocabulary: Vocabulary,
    pub(super) variants: Variants,
    pub(super) ledger: Ledger,
    /// The line of each row of the ledger.
    pub(super) row_lines: Vec<usize>,
    /// The live wordings of each document as they were last published.
    pub(super) kept: BTreeMap<DocumentId, String>,
    /// All files with their digests, sorted by path.
    pub(super) files: Vec<(String, Sha256)>,
    pub(super) problems: Vec<Problem>,
}

impl Found {
    /// Returns the digest of a file, if the corpus has it.
    pub(super) fn digest(&self, path: &str) -> Option<&Sha256> {
        let at = self.files.binary_search_by(|(other, _)| other.as_str().cmp(path)).ok()?;
        self.files.get(at).map(|(_, sha256)| sha256)
    }

    /// Tells whether an error was found in a file by itself, so that what follows from it need not be reported.
    pub(super) fn broken(&self, path: &str) -> bool {
        self.problems.iter().any(|problem| problem.file == path && problem.weight == Weight::Error)
    }
}

/// The files that are read before all others, and once: what they say and the digest of it belong together.
const FIRST: [&str; 4] = ["ledger.csv", "vocabulary.toml", "instruments.toml", "variants.toml"];

/// What any other file is in a corpus.
enum Part {
    Document(DocumentId),
    Source,
    Wording(ParagraphId, Revision),
    /// The live wordings of a document.
    Kept(DocumentId),
    /// Read by nobody.
    Other,
}

/// What came out of a file.
enum Outcome {
    Draft(Box<Draft>),
    Wording(ParagraphId, Revision, String),
    Kept(DocumentId, String),
    Nothing,
}

/// Reads the files; `plain` gives the text of sources, to compare with the documents made from them.
pub(super) fn read(files: &Files, plain: &PlainText<'_>) -> Found {
    let (listed, mut problems) = files.list();
    let mut files = Vec::with_capacity(listed.len());
    let mut single = |path: &str| single(&listed, path, &mut files, &mut problems);
    let ledger = single("ledger.csv").map(|bytes| ledger::parse("ledger.csv", &bytes));
    let vocabulary = single("vocabulary.toml").map(|bytes| parse::vocabulary("vocabulary.toml", &bytes));
    let instruments = single("instruments.toml").map(|bytes| parse::instruments("instruments.toml", &bytes));
    let variants = single("variants.toml").map(|bytes| parse::variants("variants.toml", &bytes));
    let ((rows, row_lines), more) = ledger.unwrap_or_default();
    problems.extend(more);
    let (mut vocabulary, more) = vocabulary.unwrap_or_default();
    problems.extend(more);
    let (instruments, more) = instruments.unwrap_or_default();
    problems.extend(more);
    vocabulary.instruments = instruments;
    let (variants, more) = variants.unwrap_or_default();
    problems.extend(more);
    let mut found = Found {
        drafts: Vec::new(),
        vocabulary,
        variants,
        ledger: Ledger::new(rows),
        row_lines,
        kept: BTreeMap::new(),
        files,
        problems,
    };
    let mut parts = Vec::with_capacity(listed.len());
    for file in listed.iter().filter(|file| !FIRST.contains(&file.path.as_str())) {
        let (part, problem) = part(&file.path);
        found.problems.extend(problem);
        parts.push((file, part));
    }
    // Sources wait for the documents they are compared with.
    let (sources, others): (Vec<_>, Vec<_>) = parts.into_iter().partition(|(_, part)| matches!(part, Part::Source));
    let mut wordings = BTreeMap::new();
    let take = |(file, _): &(&Listed, Part), (digest, outcome, problems): (Option<Sha256>, Outcome, Vec<Problem>)| {
        found.problems.extend(problems);
        found.files.extend(digest.map(|digest| (file.path.clone(), digest)));
        match outcome {
            Outcome::Draft(draft) => found.drafts.push(*draft),
            Outcome::Wording(id, revision, text) => {
                wordings.insert((id, revision), text);
            }
            Outcome::Kept(id, text) => {
                found.kept.insert(id, text);
            }
            Outcome::Nothing => {}
        }
    };
    in_parallel(&others, |(file, part)| outcome(file, part, &found.ledger), take);
    found.ledger = std::mem::take(&mut found.ledger).with_wordings(wordings);
    found.drafts.sort_by(|a, b| a.document.id.cmp(&b.document.id));
    let drafts = by_source(&found.drafts);
    // A document that could not be read may be the one that has the source.
    let all_read =
        found.problems.iter().all(|problem| problem.weight != Weight::Error || !problem.file.starts_with("documents/"));
    let take = |(file, _): &(&Listed, Part), (digest, problems): (Option<Sha256>, Vec<Problem>)| {
        found.problems.extend(problems);
        if all_read && digest.is_some() && !drafts.contains_key(source_name(file)) {
            let mut report = Report::new(&file.path);
            let right = "name it as `file` in a document's `[source]`, or take it out";
            report.warn(None, "no document has this source", right);
            found.problems.append(&mut report.problems);
        }
        found.files.extend(digest.map(|digest| (file.path.clone(), digest)));
    };
    in_parallel(&sources, |(file, _)| source(file, &drafts, plain), take);
    found.files.sort();
    found
}

/// Reads one of the first files, which the corpus may lack.
fn single(
    listed: &[Listed],
    path: &str,
    files: &mut Vec<(String, Sha256)>,
    problems: &mut Vec<Problem>,
) -> Option<Cow<'static, [u8]>> {
    let file = listed.iter().find(|file| file.path == path)?;
    match file.read() {
        Ok(bytes) => {
            files.push((file.path.clone(), Sha256::of(&bytes)));
            Some(bytes)
        }
        Err(error) => {
            problems.extend(unreadable(file, &error));
            None
        }
    }
}

fn unreadable(file: &Listed, error: &std::io::Error) -> Vec<Problem> {
    let mut report = Report::new(&file.path);
    report.error(None, format!("cannot be read: {error}"), READABLE);
    report.problems
}

/// Tells from a file's path what it is.
fn part(path: &str) -> (Part, Vec<Problem>) {
    let mut report = Report::new(path);
    let (folder, name) = path.split_once('/').unwrap_or(("", path));
    let part = match folder {
        "documents" => match name.strip_suffix(".md").map(str::parse) {
            Some(Ok(id)) => Part::Document(id),
            _ => {
                let right = "name it `documents/<id>.md`: a year, then lowercase words and digits joined by hyphens";
                report.error(None, format!("{} is not a document's file name", shown(name)), right);
                Part::Other
            }
        },
        "sources" => Part::Source,
        "revisions" => revision(name).unwrap_or_else(|| {
            let right = "leave the folder to `publish`: `<id>/<number>.<revision>.txt` and `<id>/live.txt`";
            report.error(None, "not the file name of a wording", right);
            Part::Other
        }),
        _ => {
            if path != "README.md" {
                report.warn(None, "nothing reads this file", "take it out, or give it the name that the README says");
            }
            Part::Other
        }
    };
    (part, report.problems)
}

fn revision(name: &str) -> Option<Part> {
    let (document, file) = name.split_once('/')?;
    let document = document.parse().ok()?;
    if file == "live.txt" {
        return Some(Part::Kept(document));
    }
    let (number, revision) = file.strip_suffix(".txt")?.split_once('.')?;
    Some(Part::Wording(ParagraphId { document, number: number.parse().ok()? }, revision.parse().ok()?))
}

fn outcome(file: &Listed, part: &Part, ledger: &Ledger) -> (Option<Sha256>, Outcome, Vec<Problem>) {
    let bytes = match file.read() {
        Ok(bytes) => bytes,
        Err(error) => return (None, Outcome::Nothing, unreadable(file, &error)),
    };
    let digest = Sha256::of(&bytes);
    let mut report = Report::new(&file.path);
    let mut text = || {
        let text = str::from_utf8(&bytes).ok().map(str::to_owned);
        if text.is_none() {
            report.error(None, "not UTF-8", "put back the file as `publish` wrote it");
        }
        text
    };
    let outcome = match part {
        Part::Document(id) => {
            let (draft, problems) = parse::document(&file.path, id.clone(), &bytes, ledger.highest(id));
            return (Some(digest), draft.map_or(Outcome::Nothing, |draft| Outcome::Draft(Box::new(draft))), problems);
        }
        Part::Wording(id, revision) => text().map(|text| Outcome::Wording(id.clone(), *revision, text)),
        Part::Kept(id) => text().map(|text| Outcome::Kept(id.clone(), text)),
        Part::Source | Part::Other => None,
    };
    (Some(digest), outcome.unwrap_or(Outcome::Nothing), report.problems)
}

/// Returns the documents that name each source file.
fn by_source(drafts: &[Draft]) -> BTreeMap<&str, Vec<&Draft>> {
    let mut by_source: BTreeMap<&str, Vec<&Draft>> = BTreeMap::new();
    for draft in drafts {
        if let Some(source) = &draft.document.source {
            by_source.entry(&source.file).or_default().push(draft);
        }
    }
    by_source
}

/// Returns the name of a source as documents have it.
fn source_name(file: &Listed) -> &str {
    file.path.strip_prefix("sources/").unwrap_or_default()
}

/// Reads a source and compares it with the documents made from it.
fn source(
    file: &Listed,
    drafts: &BTreeMap<&str, Vec<&Draft>>,
    plain: &PlainText<'_>,
) -> (Option<Sha256>, Vec<Problem>) {
    let bytes = match file.read() {
        Ok(bytes) => bytes,
        Err(error) => return (None, unreadable(file, &error)),
    };
    let digest = Sha256::of(&bytes);
    let name = source_name(file);
    let Some(drafts) = drafts.get(name) else { return (Some(digest), Vec::new()) };
    let text = plain(name, &bytes);
    let mut problems = Vec::new();
    for draft in drafts {
        let path = document_path(&draft.document.id);
        let mut report = Report::new(&path);
        if draft.document.source.as_ref().is_some_and(|source| source.sha256 != digest) {
            let right = format!("put back the source as it was received, or write `sha256 = \"{digest}\"`");
            report.error(draft.lines.source, format!("the digest of `{}` is another", file.path), right);
        }
        match &text {
            Some(text) => agreement::check(draft, text, &mut report),
            None => {
                let wrong = format!("the text was not compared with `{}`", file.path);
                report.warn(draft.lines.source, wrong, "compare it by hand: only plain text is compared");
            }
        }
        problems.append(&mut report.problems);
    }
    (Some(digest), problems)
}

/// Returns the path of a document's file.
pub(super) fn document_path(id: &DocumentId) -> String {
    format!("documents/{id}.md")
}

/// Returns the text of a source that is plain text already, and nothing for any other.
#[must_use]
pub fn plain_text(file: &str, bytes: &[u8]) -> Option<String> {
    let text = file.ends_with(".txt").then(|| str::from_utf8(bytes).ok()).flatten()?;
    Some(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned())
}
