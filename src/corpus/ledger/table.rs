//! The ledger as a CSV file: reading rows with their lines, writing rows to append.

use std::fmt::Display;
use std::str::FromStr;

use csv::{StringRecord, WriterBuilder};

use super::super::parse::Table;
use super::super::problem::{Report, shown};
use super::super::{Date, Problem};
use super::{Gathered, Ledger, LedgerRow, State, Target};
use crate::wording::is_invisible;

/// The columns, and who writes them.
const TABLE: Table = Table {
    columns: &["document", "number", "revision", "published", "sha256", "fingerprint", "state", "target", "note"],
    called: "a ledger",
    command: "publish",
};

/// Reads a ledger, and for each row the line it begins on; rows that are wrong are reported and left out.
pub(in super::super) fn parse(file: &str, bytes: &[u8]) -> ((Ledger, Vec<usize>), Vec<Problem>) {
    let mut report = Report::new(file);
    let (mut gathered, mut lines) = (Gathered::default(), Vec::new());
    // Where it is no ledger, that is reported and there are no rows.
    let _ = TABLE.read(bytes, &mut report, |record, line, report| {
        if let Some(row) = row(record, line, report) {
            gathered.push(row);
            lines.push(line);
        }
    });
    ((gathered.ledger(), lines), report.problems)
}

/// Returns the line that a ledger begins with.
pub(in super::super) fn header() -> String {
    TABLE.head()
}

/// Returns the rows as lines to append to a ledger.
pub(in super::super) fn written(rows: &[LedgerRow]) -> String {
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    for row in rows {
        let targets: Vec<String> = row.state.targets().iter().map(ToString::to_string).collect();
        let fields = [
            row.document.to_string(),
            text(row.number.as_ref()),
            text(row.revision.as_ref()),
            row.published.to_string(),
            text(row.sha256.as_ref()),
            text(row.fingerprint.as_ref()),
            row.state.id().to_owned(),
            targets.join(" "),
            row.note.clone().unwrap_or_default(),
        ];
        // Writing to memory cannot fail.
        let _ = writer.write_record(&fields);
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn text(value: Option<&impl Display>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn row(record: &StringRecord, line: usize, report: &mut Report<'_>) -> Option<LedgerRow> {
    if record.len() != TABLE.columns.len() {
        let wrong = format!("the row has {} columns", record.len());
        report.error(line, wrong, format!("write all of `{}`", TABLE.columns.join(",")));
        return None;
    }
    let earlier = report.problems.len();
    let mut fields = Fields { record, line, report };
    let document = fields.read(0);
    let number = fields.read(1);
    let revision = fields.read(2);
    let published: Option<Date> = fields.read(3);
    let sha256 = fields.read(4);
    let fingerprint = fields.read(5);
    let state = fields.state();
    let note = fields.given(8).map(str::to_owned);
    let (document, published, state) = (document?, published?, state?);
    if report.problems.len() > earlier {
        return None;
    }
    if published.day().is_none() {
        report.error(line, format!("`published`: `{published}` is not a day"), "write one as `2018-04-23`");
        return None;
    }
    let row = LedgerRow { document, number, revision, published, sha256, fingerprint, state, note };
    fits(&row, line, report).then_some(row)
}

/// Reports the columns of a row that do not go together.
fn fits(row: &LedgerRow, line: usize, report: &mut Report<'_>) -> bool {
    let of_paragraph = row.number.is_some();
    let held = [row.revision.is_some(), row.sha256.is_some(), row.fingerprint.is_some()];
    let targets = row.state.targets();
    if held.iter().any(|&held| held != of_paragraph) {
        let right = "give a paragraph number, revision, sha256 and fingerprint, and a document none of them";
        report.error(line, "the row is neither a paragraph's nor a document's", right);
    } else if targets.iter().any(|target| matches!(target, Target::Paragraph(_)) != of_paragraph) {
        let right = "paragraphs go to paragraphs as `document/p/number`, documents to documents";
        report.error(line, "`target` is not of the row's own sort", right);
    } else if row.state == State::Withdrawn && row.note.as_deref().is_none_or(is_blank) {
        report.error(line, "withdrawn without a note", "say in `note` why");
    } else {
        return true;
    }
    false
}

/// Tells whether a note says nothing that can be seen.
pub(in super::super) fn is_blank(note: &str) -> bool {
    note.chars().all(|character| character.is_whitespace() || is_invisible(character))
}

struct Fields<'a, 'r, 'f> {
    record: &'a StringRecord,
    line: usize,
    report: &'r mut Report<'f>,
}

impl<'a> Fields<'a, '_, '_> {
    fn given(&self, column: usize) -> Option<&'a str> {
        self.record.get(column).filter(|field| !field.is_empty())
    }

    /// Reads a column; an empty one is nothing, and a missing document or day is reported.
    fn read<T: FromStr<Err: Display>>(&mut self, column: usize) -> Option<T> {
        let name = TABLE.columns.get(column).copied().unwrap_or_default();
        let Some(field) = self.given(column) else {
            if matches!(name, "document" | "published") {
                self.report.error(self.line, format!("`{name}` is empty"), "fill it in");
            }
            return None;
        };
        match field.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                self.report.error(self.line, format!("`{name}`: {error}"), "write it as `publish` does");
                None
            }
        }
    }

    fn state(&mut self) -> Option<State> {
        let name = self.given(6).unwrap_or_default();
        let mut targets: Vec<Target> = Vec::new();
        for target in self.given(7).unwrap_or_default().split(' ').filter(|target| !target.is_empty()) {
            match target.parse() {
                Ok(target) => targets.push(target),
                Err(error) => {
                    self.report.error(self.line, format!("`target`: {error}"), "write `document/p/number`");
                    return None;
                }
            }
        }
        let count = targets.len();
        let first = targets.first().cloned();
        let state = match (name, first) {
            ("live", None) => State::Live,
            ("withdrawn", None) => State::Withdrawn,
            ("moved", Some(target)) if count == 1 => State::Moved(target),
            ("merged", Some(target)) if count == 1 => State::Merged(target),
            ("split", Some(_)) if count > 1 => State::Split(targets),
            ("live" | "moved" | "split" | "merged" | "withdrawn", _) => {
                let wrong = format!("`{name}` with {count} targets");
                let right = "moved and merged have one target, split has two or more, live and withdrawn have none";
                self.report.error(self.line, wrong, right);
                return None;
            }
            _ => {
                let right = "write live, moved, split, merged or withdrawn";
                self.report.error(self.line, format!("`state`: {} is not a state", shown(name)), right);
                return None;
            }
        };
        Some(state)
    }
}
