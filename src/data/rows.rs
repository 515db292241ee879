//! Rows for spreadsheets and line-wise tools, written as they are sent.
//!
//! CSV is verbatim (RFC 4180). With `excel=1` it opens in a spreadsheet without running anything: a byte order mark
//! says that it is UTF-8, and cells that a spreadsheet would take for a formula begin with an apostrophe, as OWASP
//! advises ("CSV Injection").

use std::{io, iter};

use serde::Serialize;

use super::query_string::QueryString;

/// How many rows make a chunk: large enough that sending costs little, small enough that memory stays flat.
const CHUNK: usize = 256;

/// Something that is written as a row of a table.
pub(crate) trait Row: Serialize {
    /// The names of the columns.
    const COLUMNS: &'static [&'static str];

    /// Returns a cell for every column.
    fn cells(&self) -> Vec<String>;
}

/// Whom a table is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    /// Programs: every cell verbatim.
    Program,
    /// A spreadsheet, which would run a cell that looks like a formula.
    Spreadsheet,
}

impl Reader {
    /// Reads whom an address asks for: `excel=1` is a spreadsheet.
    pub(crate) fn of(query: &QueryString) -> Self {
        if query.one("excel") == Some("1") { Self::Spreadsheet } else { Self::Program }
    }

    /// Returns what an address adds to its query string to ask for it.
    pub(crate) fn parameter(self) -> &'static str {
        match self {
            Self::Program => "",
            Self::Spreadsheet => "&excel=1",
        }
    }
}

/// Returns the chunks of a table with its head.
pub(crate) fn csv<R: Row>(
    rows: impl Iterator<Item = R> + Send + 'static,
    reader: Reader,
) -> impl Iterator<Item = io::Result<Vec<u8>>> + Send + 'static {
    let mark = if reader == Reader::Spreadsheet { "\u{feff}".as_bytes().to_vec() } else { Vec::new() };
    let head = record(mark, R::COLUMNS.iter().map(|column| (*column).to_owned()));
    let body = chunks(rows, move |out, row| {
        let tame = |cell| if reader == Reader::Spreadsheet { tamed(cell) } else { cell };
        record(out, row.cells().into_iter().map(tame))
    });
    iter::once(head).chain(body)
}

/// Returns the chunks of rows as one JSON value a line.
pub(crate) fn ndjson<R: Row>(
    rows: impl Iterator<Item = R> + Send + 'static,
) -> impl Iterator<Item = io::Result<Vec<u8>>> + Send + 'static {
    chunks(rows, |mut out, row| {
        serde_json::to_writer(&mut out, &row)?;
        out.push(b'\n');
        Ok(out)
    })
}

fn chunks<R>(
    mut rows: impl Iterator<Item = R> + Send + 'static,
    write: impl Fn(Vec<u8>, R) -> io::Result<Vec<u8>> + Send + 'static,
) -> impl Iterator<Item = io::Result<Vec<u8>>> + Send + 'static {
    iter::from_fn(move || {
        let chunk = rows.by_ref().take(CHUNK).try_fold(Vec::new(), &write);
        chunk.map(|chunk| (!chunk.is_empty()).then_some(chunk)).transpose()
    })
}

fn record(out: Vec<u8>, cells: impl Iterator<Item = String>) -> io::Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(cells)?;
    writer.into_inner().map_err(|error| io::Error::other(error.error().to_string()))
}

/// Returns a cell that no spreadsheet takes for a formula.
fn tamed(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        format!("'{cell}")
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_do_not_run_in_a_spreadsheet() {
        assert_eq!(tamed("=1+1".to_owned()), "'=1+1");
        assert_eq!(tamed("@SUM(A1)".to_owned()), "'@SUM(A1)");
        assert_eq!(tamed("12. All".to_owned()), "12. All");
    }

    #[test]
    fn quotes_and_line_breaks_stay_in_their_cell() {
        let row = record(Vec::new(), ["a \"b\"".to_owned(), "c\nd".to_owned()].into_iter()).expect("cells are written");
        assert_eq!(String::from_utf8_lossy(&row), "\"a \"\"b\"\"\",\"c\nd\"\r\n");
    }
}
