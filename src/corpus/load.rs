//! Reads all files of a corpus: the only place that does.
//!
//! Files are read and parsed by as many threads as there are processors; what depends on several files is checked
//! by `check`, once all are there.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::alignment::{self, Alignment};
mod file_kind;

use self::file_kind::{FileKind, part};
use super::files::{CorpusFile, Files, READABLE};
use super::instrument::Citation;
use super::names::Names;
use super::parallel::in_parallel;
use super::parse::{self, Draft};
use super::problem::Report;
use super::proofs::Proofs;
use super::{
    DocumentId, Ledger, Number, ParagraphId, Problem, Proof, Revision, Variants, Vocabulary, Watched, Weight,
    agreement, ledger,
    live_wordings::{self, LiveWordings},
    watch,
};
use crate::wording::Sha256;

/// Turns a source into its text, given its file name and bytes.
pub type PlainText<'a> = dyn Fn(&str, &[u8]) -> Result<String, NoText> + Sync + 'a;

/// A [`PlainText`] that can be kept.
pub type Prover = fn(&str, &[u8]) -> Result<String, NoText>;

/// Why a source has no text to compare.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoText {
    /// Nobody here reads files of its kind.
    #[error("a file of its kind is not read")]
    Kind,
    /// It is of a kind that is read and could not be.
    #[error("{0}")]
    Unreadable(String),
}

/// Everything that is in the files of a corpus, each file right in itself where no problem says otherwise.
pub(super) struct LoadedFiles {
    /// Documents by id.
    pub(super) drafts: Vec<Draft>,
    pub(super) vocabulary: Vocabulary,
    pub(super) variants: Variants,
    /// What people recorded of paragraphs and instruments, each with its line.
    pub(super) citations: Vec<(usize, Citation)>,
    pub(super) ledger: Ledger,
    pub(super) watched: Watched,
    /// The line of each row of the ledger.
    pub(super) row_lines: Vec<usize>,
    /// The paragraphs of each document whose wordings are kept as they were last published; the words stay in the files.
    pub(super) live_wordings: LiveWordings,
    /// What readers called each document and its paragraphs when they were last published.
    pub(super) called: BTreeMap<DocumentId, Arc<str>>,
    /// Alignments, and the line of each of their rows.
    pub(super) alignments: Vec<(Alignment, Vec<usize>)>,
    /// What stands against the proof that a document agrees with its source: errors where it parts from it, warnings
    /// where it could not be compared.
    pub(super) unproved: BTreeMap<DocumentId, Vec<Problem>>,
    /// All files with their digests, sorted by path.
    pub(super) files: Vec<(String, Sha256)>,
    pub(super) problems: Vec<Problem>,
    /// The files that have an error of their own.
    broken: HashSet<String>,
}

impl LoadedFiles {
    /// Returns the digest of a file, if the corpus has it.
    pub(super) fn digest(&self, path: &str) -> Option<&Sha256> {
        let at = self.files.binary_search_by(|(other, _)| other.as_str().cmp(path)).ok()?;
        self.files.get(at).map(|(_, sha256)| sha256)
    }

    /// Tells whether an error was found in a file by itself, so that what follows from it need not be reported.
    pub(super) fn broken(&self, path: &str) -> bool {
        self.broken.contains(path)
    }
}

/// The files that are read before all others, and once: what they say and the digest of it belong together.
const FIRST: [&str; 6] =
    [watch::FILE, "ledger.csv", "vocabulary.toml", "instruments.toml", "citations.toml", "variants.toml"];

/// What came out of a file.
enum Outcome {
    Draft(Box<Draft>),
    Wording(ParagraphId, Revision, String),
    LiveWordings(DocumentId, Box<[(Number, Revision)]>),
    Called(DocumentId, String),
    Alignment(Box<(Alignment, Vec<usize>)>),
    Nothing,
}

/// Reads the files; `plain` gives the text of sources, to compare with the documents made from them.
pub(super) fn read(files: &Files, plain: &PlainText<'_>) -> LoadedFiles {
    read_knowing(files, plain, &Proofs::default())
}

/// Does the same, and compares only what no proof is known of.
pub(super) fn read_knowing(files: &Files, plain: &PlainText<'_>, proofs: &Proofs) -> LoadedFiles {
    let (listed, mut problems) = files.list();
    let mut files = Vec::with_capacity(listed.len());
    let mut single = |path: &str| single(&listed, path, &mut files, &mut problems);
    let ledger = single("ledger.csv").map(|bytes| ledger::parse("ledger.csv", &bytes));
    let vocabulary = single("vocabulary.toml").map(|bytes| parse::vocabulary("vocabulary.toml", &bytes));
    let instruments = single("instruments.toml").map(|bytes| parse::instruments("instruments.toml", &bytes));
    let watched = single(watch::FILE).map(|bytes| watch::parse(watch::FILE, &bytes));
    let citations = single("citations.toml").map(|bytes| parse::citations("citations.toml", &bytes));
    let variants = single("variants.toml").map(|bytes| parse::variants("variants.toml", &bytes));
    let ((ledger, row_lines), more) = ledger.unwrap_or_default();
    problems.extend(more);
    let (mut vocabulary, more) = vocabulary.unwrap_or_default();
    problems.extend(more);
    let (instruments, more) = instruments.unwrap_or_default();
    problems.extend(more);
    vocabulary.instruments = instruments;
    let (citations, more) = citations.unwrap_or_default();
    problems.extend(more);
    let (variants, more) = variants.unwrap_or_default();
    problems.extend(more);
    let (watched, more) = watched.unwrap_or_default();
    problems.extend(more);
    let mut found = LoadedFiles {
        drafts: Vec::new(),
        vocabulary,
        variants,
        citations,
        ledger,
        watched,
        row_lines,
        live_wordings: BTreeMap::new(),
        called: BTreeMap::new(),
        alignments: Vec::new(),
        unproved: BTreeMap::new(),
        files,
        problems,
        broken: HashSet::new(),
    };
    let paths: BTreeSet<&str> = listed.iter().map(|file| file.path.as_str()).collect();
    let mut parts = Vec::with_capacity(listed.len());
    for file in listed.iter().filter(|file| !FIRST.contains(&file.path.as_str())) {
        let (part, problem) = part(&file.path, &paths);
        found.problems.extend(problem);
        parts.push((file, part));
    }
    // Sources wait for the documents they are compared with.
    let (sources, others): (Vec<_>, Vec<_>) = parts.into_iter().partition(|(_, part)| matches!(part, FileKind::Source));
    let mut wordings = BTreeMap::new();
    let take = |(file, _): &(&CorpusFile, FileKind),
                (digest, outcome, problems): (Option<Sha256>, Outcome, Vec<Problem>)| {
        found.problems.extend(problems);
        found.files.extend(digest.map(|digest| (file.path.clone(), digest)));
        match outcome {
            Outcome::Draft(draft) => found.drafts.push(*draft),
            Outcome::Wording(id, revision, text) => {
                wordings.insert((id, revision), text);
            }
            Outcome::LiveWordings(id, proved) => {
                found.live_wordings.insert(id, proved);
            }
            Outcome::Called(id, text) => {
                found.called.insert(id, text.into());
            }
            Outcome::Alignment(alignment) => found.alignments.push(*alignment),
            Outcome::Nothing => {}
        }
    };
    let names = Names::of(&found.vocabulary.instruments, &found.citations);
    in_parallel(&others, |(file, part)| outcome(file, part, &found.ledger, &names), take);
    found.ledger = std::mem::take(&mut found.ledger).with_wordings(wordings);
    found.drafts.sort_by(|a, b| a.document.id.cmp(&b.document.id));
    let drafts = by_source(&found.drafts);
    // A document that could not be read may be the one that has the source.
    let all_read =
        found.problems.iter().all(|problem| problem.weight != Weight::Error || !problem.file.starts_with("documents/"));
    let digests = found.files.iter().filter(|(path, _)| path.starts_with("documents/")).cloned().collect();
    let reading = SourceReader { drafts: &drafts, digests, plain, known: proofs };
    let mut proofs = Vec::new();
    let sources_of = found.drafts.iter().filter_map(|draft| draft.document.source.as_deref());
    let terms: HashSet<&str> = sources_of.filter_map(|source| source.terms.as_deref()).collect();
    let take = |(file, _): &(&CorpusFile, FileKind), compared: Compared| {
        found.problems.extend(compared.problems);
        proofs.extend(compared.proofs);
        if all_read
            && compared.digest.is_some()
            && !drafts.contains_key(source_name(file))
            && !terms.contains(source_name(file))
        {
            let mut report = Report::new(&file.path);
            let right = "name it as `file` in a document's `[source]`, or take it out";
            report.warn(None, "no document has this source", right);
            found.problems.append(&mut report.problems);
        }
        found.files.extend(compared.digest.map(|digest| (file.path.clone(), digest)));
    };
    in_parallel(&sources, |(file, _)| reading.source(file), take);
    reading.known.settle();
    found.files.sort();
    let told: HashSet<&str> = found.problems.iter().map(|problem| problem.file.as_str()).collect();
    proofs.extend(found.drafts.iter().filter_map(|draft| without_source(draft, &found, &told)));
    for (id, proof, problems) in proofs {
        let at = found.drafts.binary_search_by(|draft| draft.document.id.cmp(&id));
        let draft = at.ok().and_then(|at| found.drafts.get_mut(at));
        if let Some(source) = draft.and_then(|draft| draft.document.source.as_mut()) {
            source.proof = proof;
        }
        if !problems.is_empty() {
            found.unproved.entry(id).or_default().extend(problems);
        }
    }
    let errors = found.problems.iter().filter(|problem| problem.weight == Weight::Error);
    found.broken = errors.map(|problem| problem.file.clone()).collect();
    found
}

/// Reports a document whose source the corpus lacks, so that it cannot be proved.
fn without_source(draft: &Draft, found: &LoadedFiles, told: &HashSet<&str>) -> Option<Proved> {
    let source = draft.document.source.as_ref()?;
    let path = format!("sources/{}", source.file);
    if found.digest(&path).is_some() || told.contains(path.as_str()) {
        return None;
    }
    let own = draft.document.id.file();
    let mut report = Report::new(&own);
    let right = "add the source as it was received, byte for byte";
    report.warn(draft.lines.source, format!("`{path}` is missing, so the text cannot be proved"), right);
    Some((draft.document.id.clone(), Proof::NotMade, report.problems))
}

/// Reads one of the first files, which the corpus may lack.
fn single(
    listed: &[CorpusFile],
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

fn unreadable(file: &CorpusFile, error: &std::io::Error) -> Vec<Problem> {
    let mut report = Report::new(&file.path);
    report.error(None, format!("cannot be read: {error}"), READABLE);
    report.problems
}

fn outcome(
    file: &CorpusFile,
    part: &FileKind,
    ledger: &Ledger,
    names: &Names<'_>,
) -> (Option<Sha256>, Outcome, Vec<Problem>) {
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
        FileKind::Document(id) => {
            let (mut draft, problems) = parse::document(&file.path, id.clone(), &bytes, ledger.highest(id));
            if let Some(Draft { document, folded, .. }) = &mut draft {
                document.mentions = names.mentions(document, &std::mem::take(folded));
            }
            return (Some(digest), draft.map_or(Outcome::Nothing, |draft| Outcome::Draft(Box::new(draft))), problems);
        }
        FileKind::Alignment(a, b) => {
            let (alignment, problems) = alignment::parse(&file.path, (a.clone(), b.clone()), &bytes);
            let outcome = alignment.map_or(Outcome::Nothing, |alignment| Outcome::Alignment(Box::new(alignment)));
            return (Some(digest), outcome, problems);
        }
        FileKind::Wording(id, revision) => text().map(|text| Outcome::Wording(id.clone(), *revision, text)),
        FileKind::LiveWordings(id) => {
            text().map(|text| Outcome::LiveWordings(id.clone(), live_wordings::proved(id, &text, ledger)))
        }
        FileKind::Called(id) => text().map(|text| Outcome::Called(id.clone(), text)),
        FileKind::Source | FileKind::Other => None,
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
fn source_name(file: &CorpusFile) -> &str {
    file.path.strip_prefix("sources/").unwrap_or_default()
}

/// A document, whether it agrees with its source, and what stands against that.
type Proved = (DocumentId, Proof, Vec<Problem>);

/// A source that was compared with the documents made from it.
#[derive(Default)]
struct Compared {
    digest: Option<Sha256>,
    problems: Vec<Problem>,
    proofs: Vec<Proved>,
}

/// The sources being read.
struct SourceReader<'a> {
    /// The documents that name each source file.
    drafts: &'a BTreeMap<&'a str, Vec<&'a Draft>>,
    /// The digests of the documents' files.
    digests: HashMap<String, Sha256>,
    plain: &'a PlainText<'a>,
    known: &'a Proofs,
}

impl SourceReader<'_> {
    /// Reads a source and compares it with the documents made from it.
    fn source(&self, file: &CorpusFile) -> Compared {
        let bytes = match file.read() {
            Ok(bytes) => bytes,
            Err(error) => return Compared { problems: unreadable(file, &error), ..Compared::default() },
        };
        let digest = Sha256::of(&bytes);
        let mut compared = Compared { digest: Some(digest.clone()), ..Compared::default() };
        let name = source_name(file);
        let text = OnceCell::new();
        for draft in self.drafts.get(name).into_iter().flatten() {
            let path = draft.document.id.file();
            let mut report = Report::new(&path);
            let known = draft.document.source.as_ref().is_some_and(|source| source.sha256 == digest);
            if !known {
                let right = format!("put back the source as it was received, or write `sha256 = \"{digest}\"`");
                report.error(draft.lines.source, format!("the digest of `{}` is another", file.path), right);
            }
            compared.problems.append(&mut report.problems);
            let holds = |problems: &[Problem]| if problems.is_empty() && known { Proof::Holds } else { Proof::Fails };
            let pair = self.digests.get(&path).map(|document| (digest.clone(), document.clone()));
            if let Some(problems) = pair.as_ref().and_then(|pair| self.known.known_of(pair, &path)) {
                compared.proofs.push((draft.document.id.clone(), holds(&problems), problems));
                continue;
            }
            let line = draft.lines.source;
            let proof = match text.get_or_init(|| (self.plain)(name, &bytes)) {
                Ok(text) => {
                    agreement::check(draft, text, &mut report);
                    if let Some(pair) = pair {
                        self.known.keep(pair, &report.problems);
                    }
                    holds(&report.problems)
                }
                Err(NoText::Kind) => {
                    let wrong = format!("the text was not compared with `{}`", file.path);
                    report.warn(
                        line,
                        wrong,
                        "compare it by hand: HTML, PDF, DOCX, captures and plain text are compared",
                    );
                    compared.problems.append(&mut report.problems);
                    Proof::NotMade
                }
                Err(NoText::Unreadable(why)) => {
                    let wrong = format!("the text could not be compared with `{}`: {why}", file.path);
                    report.warn(line, wrong, "make it readable, and run again");
                    Proof::NotMade
                }
            };
            compared.proofs.push((draft.document.id.clone(), proof, report.problems));
        }
        compared
    }
}

/// Returns the text of a source that is plain text already.
///
/// # Errors
///
/// When it is no plain text in UTF-8.
pub fn plain_text(file: &str, bytes: &[u8]) -> Result<String, NoText> {
    let text = file.ends_with(".txt").then(|| str::from_utf8(bytes).ok()).flatten().ok_or(NoText::Kind)?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned())
}
