//! What publishing is to change: rows, wordings and files, worked out before anything is written.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::check::wording_path;
use super::super::departed;
use super::super::load::LoadedFiles;
use super::super::parse::{self, Draft};
use super::super::problem::Report;
use super::super::{
    Date, DocumentId, Files, Ledger, LedgerRow, Number, ParagraphId, Problem, Revision, State, Target, ledger,
    live_wordings::{self, LiveWordings},
};
use super::rows::{decided, news};
use super::selection::Selection;
use super::{PublishRequest, ROWS_WITH_WORDS, refuse};
use crate::wording::Sha256;

/// The path of the ledger.
pub(super) const LEDGER: &str = "ledger.csv";

/// Takes what a file is to hold, with its path, as soon as it is worked out.
pub(super) type Take<'a> = dyn FnMut(String, &[u8]) -> Result<(), Vec<Problem>> + 'a;

/// What is to be written.
pub(super) struct Plan {
    pub(super) rows: Vec<LedgerRow>,
    /// Wordings that stand nowhere any more.
    wordings: BTreeMap<(ParagraphId, Revision), String>,
    /// What readers call every document and its paragraphs, and called what has gone.
    called: BTreeMap<DocumentId, Arc<str>>,
    /// Documents that were decided on and have no file any more.
    gone: BTreeSet<DocumentId>,
    /// The ledger with the rows.
    ledger: Ledger,
}

impl Plan {
    pub(super) fn of(
        found: &LoadedFiles,
        files: &Files,
        request: &PublishRequest,
        selection: &Selection,
    ) -> Result<Self, Vec<Problem>> {
        let mut report = Report::new(LEDGER);
        clock(found, request.today, &mut report);
        let note = request.decisions.note.as_deref().map(|note| checked_note(note, &mut report));
        let mut rows = Vec::new();
        for draft in found.drafts.iter().filter(|draft| selection.has(&draft.document.id)) {
            rows.extend(news(draft, &found.ledger, note, request.today));
        }
        rows.extend(decided(found, &request.decisions.states, note, request.today, &mut report));
        let mut wordings = BTreeMap::new();
        for rows in rows.chunk_by(|one, next| one.document == next.document) {
            let replaced = |row: &LedgerRow| found.ledger.last(&row.subject()).filter(|last| last.state == State::Live);
            let mut replaced = rows.iter().filter_map(replaced).peekable();
            let kept = replaced.peek().and_then(|row| live_wordings::read(files, &row.document)).unwrap_or_default();
            let kept = live_wordings::parsed(&kept);
            for last in replaced {
                if let Target::Paragraph(id) = last.subject() {
                    wordings.extend(old_wording(found, &kept, &id, &last, &mut report));
                }
            }
        }
        refuse(report.problems)?;
        let mut called = found.called.clone();
        let ledger = found.ledger.with_rows(&rows);
        for draft in found.drafts.iter().filter(|draft| selection.has(&draft.document.id)) {
            let before = found.called.get(&draft.document.id).map(AsRef::as_ref);
            called.extend(
                departed::called(&draft.document, &ledger, before).map(|text| (draft.document.id.clone(), text.into())),
            );
        }
        let gone = |subject: &&Target| matches!(subject, Target::Document(id) if found.digest(&id.file()).is_none());
        let gone = request.decisions.states.iter().map(|(subject, _)| subject).filter(gone);
        let gone = gone.map(|subject| subject.document().clone()).collect();
        Ok(Self { rows, wordings, called, gone, ledger })
    }

    /// Returns the first words of each paragraph that one of the first rows is about: of the new wording, or of what goes.
    pub(super) fn words(&self, found: &LoadedFiles) -> BTreeMap<Target, String> {
        let mut words = BTreeMap::new();
        for row in self.rows.iter().take(ROWS_WITH_WORDS) {
            let (Target::Paragraph(id), Some(revision)) = (row.subject(), row.revision) else { continue };
            let at = found.drafts.binary_search_by(|draft| draft.document.id.cmp(&id.document));
            let draft = at.ok().and_then(|at| found.drafts.get(at));
            let text = match row.state {
                State::Live => draft.and_then(|draft| draft.document.paragraph(id.number)).map(|it| it.text.as_ref()),
                _ => self.wordings.get(&(id, revision)).map(String::as_str),
            };
            words.extend(text.map(|text| (row.subject(), beginning(text))));
        }
        words
    }

    /// Passes on what is to be in the files that may change, each with its path, and returns which live wordings are kept
    /// then, of documents that have others than now.
    pub(super) fn write(
        &self,
        found: &LoadedFiles,
        files: &Files,
        selection: &Selection,
        write: &mut Take<'_>,
    ) -> Result<LiveWordings, Vec<Problem>> {
        let mut kept = LiveWordings::new();
        for draft in found.drafts.iter().filter(|draft| selection.has(&draft.document.id)) {
            let id = &draft.document.id;
            if !draft.unnumbered.is_empty() {
                let path = id.file();
                let bytes = unchanged(found, files, &path)?.unwrap_or_default();
                write(path.clone(), &numbered(draft, &path, &bytes)?)?;
            }
            let text = written(draft, &self.ledger);
            if !text.is_empty() || found.live_wordings.contains_key(id) {
                write(live_wordings::path(id), text.as_bytes())?;
                kept.insert(id.clone(), live_wordings::proved(id, &text, &self.ledger));
            }
        }
        for id in self.gone.iter().filter(|id| found.live_wordings.contains_key(*id)) {
            write(live_wordings::path(id), b"")?;
            kept.insert(id.clone(), Box::default());
        }
        for ((id, revision), text) in &self.wordings {
            write(wording_path(id, *revision), text.as_bytes())?;
        }
        for (id, text) in &self.called {
            write(departed::called_path(id), text.as_bytes())?;
        }
        if !self.rows.is_empty() {
            write(LEDGER.to_owned(), &self.ledger_file(unchanged(found, files, LEDGER)?)?)?;
        }
        Ok(kept)
    }

    /// Returns the ledger with the rows appended, proved by reading it back as a corpus is read.
    fn ledger_file(&self, before: Option<Vec<u8>>) -> Result<Vec<u8>, Vec<Problem>> {
        let text = with_rows(before, &self.rows);
        let ((read, _), problems) = ledger::parse(LEDGER, &text);
        refuse(problems)?;
        if read.rows().eq(self.ledger.rows()) {
            return Ok(text);
        }
        let mut report = Report::new(LEDGER);
        report.error(None, "the new rows would not be read as they are meant", "write `--note` in plain words");
        Err(report.problems)
    }

    /// Makes of what was found what will be found.
    pub(super) fn apply(&mut self, found: &mut LoadedFiles, live_wordings: LiveWordings) {
        let mut wordings = found.ledger.wordings().clone();
        wordings.extend(self.wordings.clone());
        found.ledger = std::mem::take(&mut self.ledger).with_wordings(wordings);
        found.live_wordings.extend(live_wordings);
        found.called.clone_from(&self.called);
    }
}

/// Returns the first words of a paragraph.
fn beginning(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(9).collect();
    let shown = words.get(..words.len().min(8)).unwrap_or_default().join(" ");
    if words.len() > 8 { format!("{shown} …") } else { shown }
}

/// Reports a ledger whose last row is of a day to come.
pub(super) fn clock(found: &LoadedFiles, today: Date, report: &mut Report<'_>) {
    if let Some(last) = found.ledger.rows().next_back().filter(|last| last.published > today) {
        let wrong = format!("the last row is of `{}` and today is `{today}`", last.published);
        report.error(found.row_lines.last().copied(), wrong, "set the clock");
    }
}

/// Returns a ledger with rows appended.
pub(super) fn with_rows(before: Option<Vec<u8>>, rows: &[LedgerRow]) -> Vec<u8> {
    let mut text = before.unwrap_or_else(|| ledger::header().into_bytes());
    if text.last() != Some(&b'\n') {
        text.push(b'\n');
    }
    text.extend_from_slice(ledger::written(rows).as_bytes());
    text
}

/// Returns what is in a file that is about to be replaced, nothing where the corpus has no such file.
///
/// What the plan was made from is what has to be there: nothing may take the place of anything else.
pub(super) fn unchanged(found: &LoadedFiles, files: &Files, path: &str) -> Result<Option<Vec<u8>>, Vec<Problem>> {
    let bytes = files.read(path);
    if bytes.as_deref().map(Sha256::of).as_ref() == found.digest(path) {
        return Ok(bytes.map(Cow::into_owned));
    }
    let mut report = Report::new(path);
    report.error(None, "the file changed while it was published", "run again");
    Err(report.problems)
}

/// Returns a note as the ledger holds it, and reports one that it cannot hold.
pub(super) fn checked_note<'a>(given: &'a str, report: &mut Report<'_>) -> &'a str {
    let note = given.trim();
    if ledger::is_blank(note) {
        report.error(None, "the note says nothing", "say why in `--note`, or leave it out");
    }
    if let Some(found) = note.chars().find(|&character| parse::is_dead(character)) {
        let wrong = format!("the note has the control character U+{:04X}", u32::from(found));
        report.error(None, wrong, "write `--note` on one line, without control characters");
    }
    note
}

/// Returns the words that a row published, proved by its digest, from the live wordings of its document as they are kept.
fn old_wording(
    found: &LoadedFiles,
    kept: &BTreeMap<(Number, Revision), &str>,
    id: &ParagraphId,
    row: &LedgerRow,
    report: &mut Report<'_>,
) -> Option<((ParagraphId, Revision), String)> {
    let revision = row.revision?;
    let proved = |text: &&str| row.sha256.as_ref() == Some(&Sha256::of(text.as_bytes()));
    let kept = kept.get(&(id.number, revision)).copied();
    // Words that only went elsewhere still stand in the text where a decision is about to be refused.
    let standing = || {
        let at = found.drafts.binary_search_by(|draft| draft.document.id.cmp(&id.document)).ok()?;
        let draft = found.drafts.get(at)?;
        draft.document.paragraph(id.number).map(|paragraph| paragraph.text.as_ref())
    };
    let by_hand = || found.ledger.wording(id, revision);
    let text = kept.filter(proved).or_else(|| by_hand().filter(proved)).or_else(|| standing().filter(proved));
    let Some(text) = text else {
        let wrong = format!("the words published as revision {revision} of `{id}` are kept nowhere");
        let path = wording_path(id, revision);
        report.error(None, wrong, format!("write them, without a line feed at the end, to `{path}`"));
        return None;
    };
    Some(((id.clone(), revision), text.to_owned()))
}

/// Returns the live wordings of a document: a line each, `number.revision`, a space, the words.
fn written(draft: &Draft, ledger: &Ledger) -> String {
    let last: BTreeMap<Option<Number>, LedgerRow> =
        ledger.latest(&draft.document.id).map(|row| (row.number, row)).collect();
    let mut paragraphs: Vec<_> = draft.document.paragraphs.iter().collect();
    paragraphs.sort_by_key(|paragraph| paragraph.number);
    let mut text = String::new();
    for paragraph in paragraphs {
        let row = last.get(&Some(paragraph.number)).filter(|row| row.state == State::Live);
        if let Some(revision) = row.and_then(|row| row.revision) {
            text.push_str(&format!("{}.{revision} {}\n", paragraph.number, paragraph.text));
        }
    }
    text
}

/// Returns a document's file with a number at the end of every paragraph, and else as it was.
fn numbered(draft: &Draft, path: &str, bytes: &[u8]) -> Result<Vec<u8>, Vec<Problem>> {
    let document = &draft.document;
    let mut written = Vec::with_capacity(bytes.len() + 8 * draft.unnumbered.len());
    let mut at = 0;
    for &(place, end) in &draft.unnumbered {
        let Some(paragraph) = document.paragraphs.get(place) else { continue };
        written.extend_from_slice(bytes.get(at..end).unwrap_or_default());
        written.extend_from_slice(format!(" {{#{}}}", paragraph.number).as_bytes());
        at = end;
    }
    written.extend_from_slice(bytes.get(at..).unwrap_or_default());
    // Reading it back proves that numbers were all that was added.
    let (read_back, _) = parse::document(path, document.id.clone(), &written, None);
    let same = |again: &Draft| {
        again.unnumbered.is_empty()
            && again.document.paragraphs == document.paragraphs
            && again.document.headings == document.headings
    };
    if read_back.is_some_and(|again| same(&again)) {
        return Ok(written);
    }
    let mut report = Report::new(path);
    let right = "write a number `{#…}` behind each new paragraph by hand, and run `check`";
    report.error(None, "with its paragraphs numbered the file would say something else", right);
    Err(report.problems)
}
