//! Alignments: which paragraphs of two texts in different languages say the same, as a file and as rows.
//!
//! `alignments/A--B.csv` has the columns `a,b,how`; a cell holds the numbers of paragraphs, separated by spaces.

mod propose;

use csv::{StringRecord, WriterBuilder};
use serde::{Deserialize, Serialize};

pub use self::propose::{Proposed, propose};
use super::parse::Table;
use super::problem::{Report, shown};
use super::{DocumentId, Number, Problem};

/// The columns, and who writes them.
const TABLE: Table = Table { columns: &["a", "b", "how"], called: "an alignment", command: "align" };

/// Which paragraphs of two texts say the same, in the order of both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alignment {
    /// One text.
    pub a: DocumentId,
    /// The other.
    pub b: DocumentId,
    /// Its rows.
    pub rows: Vec<AlignmentRow>,
}

/// Paragraphs that say the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlignmentRow {
    /// Those of the one text; none where the other says more.
    pub a: Vec<Number>,
    /// Those of the other.
    pub b: Vec<Number>,
    /// How that is known.
    pub how: AlignmentBasis,
}

/// How it is known that paragraphs say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AlignmentBasis {
    /// By the numbers that are printed before them.
    Number,
    /// By their length among their neighbours.
    Length,
    /// By a person who read them.
    Person,
}

impl AlignmentBasis {
    const ALL: [Self; 3] = [Self::Number, Self::Length, Self::Person];

    /// Returns the name as files write it.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Length => "length",
            Self::Person => "person",
        }
    }
}

/// Returns the two documents that a file's name says.
pub(super) fn named(name: &str) -> Option<(DocumentId, DocumentId)> {
    let (a, b) = name.strip_suffix(".csv")?.split_once("--")?;
    Some((a.parse().ok()?, b.parse().ok()?))
}

/// Returns the path of the alignment of two documents in their corpus.
#[must_use]
pub fn alignment_path(a: &DocumentId, b: &DocumentId) -> String {
    format!("alignments/{a}--{b}.csv")
}

/// Reads an alignment, and the line of each row; rows that are wrong are reported and left out.
pub(super) fn parse(
    file: &str,
    (a, b): (DocumentId, DocumentId),
    bytes: &[u8],
) -> (Option<(Alignment, Vec<usize>)>, Vec<Problem>) {
    let mut report = Report::new(file);
    let (mut rows, mut lines) = (Vec::new(), Vec::new());
    let read = TABLE.read(bytes, &mut report, |record, line, report| {
        if let Some(row) = row(record, line, report) {
            rows.push(row);
            lines.push(line);
        }
    });
    (read.map(|()| (Alignment { a, b, rows }, lines)), report.problems)
}

fn row(record: &StringRecord, line: usize, report: &mut Report<'_>) -> Option<AlignmentRow> {
    let (3, Some(a), Some(b), Some(how)) = (record.len(), record.get(0), record.get(1), record.get(2)) else {
        report.error(line, "the row has not three cells", "write `a,b,how`, with spaces between several numbers");
        return None;
    };
    let mut numbers = |cell: &str| -> Option<Vec<Number>> {
        let numbers: Result<Vec<Number>, _> = cell.split_ascii_whitespace().map(str::parse).collect();
        if numbers.is_err() {
            let right = "write numbers of paragraphs, with spaces between them";
            report.error(line, format!("{} is not a list of numbers", shown(cell)), right);
        }
        numbers.ok()
    };
    let (a, b) = (numbers(a)?, numbers(b)?);
    if a.is_empty() && b.is_empty() {
        report.error(line, "the row names no paragraph", "take it out");
        return None;
    }
    let Some(how) = AlignmentBasis::ALL.into_iter().find(|known| known.id() == how) else {
        report.error(line, format!("{} does not say how", shown(how)), "write `number`, `length` or `person`");
        return None;
    };
    Some(AlignmentRow { a, b, how })
}

impl Alignment {
    /// Returns it as its file.
    #[must_use]
    pub fn written(&self) -> String {
        let mut writer = WriterBuilder::new().from_writer(Vec::new());
        // Writing to memory cannot fail.
        let _ = writer.write_record(TABLE.columns);
        let cell = |numbers: &[Number]| numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        for row in &self.rows {
            let _ = writer.write_record([cell(&row.a).as_str(), cell(&row.b).as_str(), row.how.id()]);
        }
        writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
    }
}
