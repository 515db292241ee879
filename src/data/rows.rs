//! Rows for spreadsheets and line-wise tools, written as they are sent.
//!
//! CSV is verbatim (RFC 4180). With `excel=1` it opens in a spreadsheet without running or changing anything: a byte
//! order mark says that it is UTF-8, and cells that a spreadsheet would take for a formula, a date or another number
//! than is written begin with an apostrophe, as OWASP advises ("CSV Injection").

use std::{io, iter};

use csv::QuoteStyle;
use serde::Serialize;

use super::query_string::QueryString;
use crate::corpus::Release;

/// How many rows make a chunk: large enough that sending costs little, small enough that memory stays flat.
const CHUNK: usize = 256;

/// Something that is written as a row of a table.
pub(crate) trait TableRow: Serialize {
    /// The names of the columns.
    const COLUMNS: &'static [&'static str];

    /// Returns the names of the columns of this table.
    fn columns() -> Vec<&'static str> {
        Self::COLUMNS.to_vec()
    }

    /// Returns a cell for every column.
    fn cells(&self) -> Vec<String>;
}

/// A row with the release of the archive that it was read from.
#[derive(Serialize)]
pub(crate) struct Released<R> {
    #[serde(flatten)]
    row: R,
    release: String,
}

impl<R: TableRow> Released<R> {
    /// Returns rows with the release that they are of.
    pub(crate) fn all<I>(rows: I, release: &Release) -> impl Iterator<Item = Self> + Send + use<R, I>
    where
        I: Iterator<Item = R> + Send + 'static,
    {
        let release = release.to_string();
        rows.map(move |row| Self { row, release: release.clone() })
    }
}

impl<R: TableRow> TableRow for Released<R> {
    const COLUMNS: &'static [&'static str] = R::COLUMNS;

    fn columns() -> Vec<&'static str> {
        let mut columns = R::columns();
        columns.push("release");
        columns
    }

    fn cells(&self) -> Vec<String> {
        let mut cells = self.row.cells();
        cells.push(self.release.clone());
        cells
    }
}

/// Whom a table is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    /// Programs: every cell verbatim.
    Program,
    /// A spreadsheet, which would run a cell that looks like a formula, and make a date of one that looks like a range.
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
pub(crate) fn csv<R: TableRow>(
    rows: impl Iterator<Item = R> + Send + 'static,
    reader: Reader,
) -> impl Iterator<Item = io::Result<Vec<u8>>> + Send + 'static {
    headed(R::columns(), rows, reader)
}

/// Returns the chunks of a table with a head of its own.
pub(crate) fn headed<R: TableRow>(
    columns: Vec<&'static str>,
    rows: impl Iterator<Item = R> + Send + 'static,
    reader: Reader,
) -> impl Iterator<Item = io::Result<Vec<u8>>> + Send + 'static {
    let head = head(columns.into_iter(), reader);
    iter::once(head).chain(chunks(rows, move |out, row| record(out, row.cells().into_iter(), reader)))
}

/// Returns what a table begins with: the names of its columns.
pub(crate) fn head(names: impl Iterator<Item = &'static str>, reader: Reader) -> io::Result<Vec<u8>> {
    let mark = if reader == Reader::Spreadsheet { "\u{feff}".as_bytes().to_vec() } else { Vec::new() };
    written(mark, names.map(str::to_owned), QuoteStyle::Necessary)
}

/// Returns the chunks of rows as one JSON value a line.
pub(crate) fn ndjson<R: TableRow>(
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

/// Returns a row of cells, behind what was written before it.
pub(crate) fn record(out: Vec<u8>, cells: impl Iterator<Item = String>, reader: Reader) -> io::Result<Vec<u8>> {
    match reader {
        Reader::Program => written(out, cells, QuoteStyle::Necessary),
        // Where not every cell is quoted, gnumeric takes the apostrophes for what divides them.
        Reader::Spreadsheet => written(out, cells.map(tamed), QuoteStyle::Always),
    }
}

fn written(out: Vec<u8>, cells: impl Iterator<Item = String>, quotes: QuoteStyle) -> io::Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).quote_style(quotes).from_writer(out);
    writer.write_record(cells)?;
    writer.into_inner().map_err(|error| io::Error::other(error.error().to_string()))
}

/// Returns a cell that no spreadsheet takes for a formula, nor for a number or a date that is written otherwise.
fn tamed(cell: String) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if is_formula || is_rewritten(&cell) { format!("'{cell}") } else { cell }
}

/// Tells whether a spreadsheet, in whatever language, could print something else in place of a cell.
///
/// "9." becomes 9, "(1)" becomes -1, "1.2.3." and "3-5" become days, "12e5" becomes 1200000, "true" becomes TRUE, "#N/A" a
/// fault. What
/// has a digit is taken for such unless letters speak against it that belong to no number and to no name of a month.
fn is_rewritten(cell: &str) -> bool {
    let is_fault = cell == "#N/A" || cell.starts_with('#') && cell.ends_with(['!', '?']) && !cell.contains(' ');
    if is_fault || cell.eq_ignore_ascii_case("true") || cell.eq_ignore_ascii_case("false") {
        return true;
    }
    let is_digit = |c: char| c.is_numeric();
    if !cell.contains(is_digit) || cell.len() > 64 || is_number_as_written(cell) {
        return false;
    }
    cell.split(|c: char| !c.is_alphabetic()).filter(|letters| !letters.is_empty()).all(is_of_a_number)
}

/// Tells whether a cell is a number that is printed as it is written: an integer, or a decimal fraction such as a score.
fn is_number_as_written(cell: &str) -> bool {
    let is_plain = |digits: &str| {
        (1..=15).contains(&digits.len())
            && digits.bytes().all(|digit| digit.is_ascii_digit())
            && (digits == "0" || !digits.starts_with('0'))
    };
    match cell.split_once('.') {
        None => is_plain(cell),
        Some((whole, fraction)) => {
            is_plain(whole) && fraction.len() > 3 && fraction.bytes().all(|it| it.is_ascii_digit())
        }
    }
}

/// Tells whether letters can stand in a number or a date: the first ones of a month's name in a language of Europe, an
/// exponent, an hour, the signs of year, month and day.
fn is_of_a_number(letters: &str) -> bool {
    let letters = letters.to_lowercase();
    let is_month = MONTHS.iter().any(|month| letters.starts_with(month));
    is_month
        || matches!(letters.as_str(), "e" | "a" | "p" | "h" | "am" | "pm" | "t" | "z" | "d" | "de" | "年" | "月" | "日")
}

const MONTHS: [&str; 29] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "fév", "avr", "mai", "jui",
    "aoû", "déc", "mär", "okt", "dez", "gen", "mag", "giu", "lug", "ago", "set", "ott", "ene",
];

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
    fn nothing_becomes_a_number_or_a_date_in_a_spreadsheet() {
        for changed in [
            "9.",
            "(1)",
            "1.2.3.",
            "1.2",
            "12e5",
            "3-5",
            "10-42 50-61",
            "2018-04-23",
            "2017-04",
            "true",
            "FALSE",
            "#N/A",
            "#DIV/0!",
            "#NAME?",
            "007",
            "1,000",
            "5%",
            "€5",
            "½",
            "5 May",
            "4 avril 2018",
            "23. Mai 2018",
            "2017年4月",
            "10:30 am",
            "1E10",
            "123456789012345678",
            "1/2",
            "00000000000000000000000000000000",
        ] {
            assert_eq!(tamed(changed.to_owned()), format!("'{changed}"));
        }
        for kept in [
            "2018",
            "0",
            "42",
            "2018-ise-shima-cyber-group-report",
            "1.234567",
            "(c)",
            "iv.",
            "G7",
            "5G networks",
            "May",
            "http://127.0.0.1/2018-x/p/1",
            "12ab",
            "",
            "We met on 5 May 2018.",
            "#StopRansomware",
            "# A heading, is it?",
        ] {
            assert_eq!(tamed(kept.to_owned()), kept);
        }
    }

    #[test]
    fn quotes_and_line_breaks_stay_in_their_cell() {
        let row = record(Vec::new(), ["a \"b\"".to_owned(), "c\nd".to_owned()].into_iter(), Reader::Program)
            .expect("cells are written");
        assert_eq!(String::from_utf8_lossy(&row), "\"a \"\"b\"\"\",\"c\nd\"\r\n");
    }
}
