//! Hits as rows for spreadsheets and line-wise tools, written as they are sent.
//!
//! CSV is verbatim (RFC 4180). With `excel=1` it opens in a spreadsheet without running anything: a byte order mark
//! says that it is UTF-8, and cells that a spreadsheet would take for a formula begin with an apostrophe, as OWASP
//! advises ("CSV Injection").

use std::sync::Arc;

use super::Error;
use super::data::HitEntry;
use super::links::Links;
use crate::archive::Archive;
use crate::search::Results;

/// How many hits make a chunk: large enough that sending costs little, small enough that memory stays flat.
const CHUNK: usize = 64;

const COLUMNS: [&str; 13] = [
    "document",
    "number",
    "printed",
    "revision",
    "path",
    "url",
    "title",
    "date",
    "kind",
    "score",
    "text",
    "spans",
    "fingerprint",
];

/// Whom a table is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    /// Programs: every cell verbatim.
    Program,
    /// A spreadsheet, which would run a cell that looks like a formula.
    Spreadsheet,
}

/// Returns the chunks of a table of hits.
pub(crate) fn csv(
    archive: Arc<Archive>,
    links: Arc<Links>,
    results: Results,
    reader: Reader,
) -> impl Iterator<Item = Result<Vec<u8>, Error>> + Send + 'static {
    let mark = if reader == Reader::Spreadsheet { "\u{feff}".as_bytes().to_vec() } else { Vec::new() };
    let head = [record(mark, COLUMNS.iter().map(|column| (*column).to_owned()))];
    let rows = chunks(archive, links, results, move |out, entry| {
        let cells = cells(entry);
        record(out, cells.into_iter().map(|cell| if reader == Reader::Spreadsheet { tamed(cell) } else { cell }))
    });
    head.into_iter().chain(rows)
}

/// Returns the chunks of hits as one JSON value a line.
pub(crate) fn ndjson(
    archive: Arc<Archive>,
    links: Arc<Links>,
    results: Results,
) -> impl Iterator<Item = Result<Vec<u8>, Error>> + Send + 'static {
    chunks(archive, links, results, |mut out, entry| {
        serde_json::to_writer(&mut out, entry).map_err(Error::internal)?;
        out.push(b'\n');
        Ok(out)
    })
}

fn chunks(
    archive: Arc<Archive>,
    links: Arc<Links>,
    results: Results,
    write: impl Fn(Vec<u8>, &HitEntry) -> Result<Vec<u8>, Error> + Send + 'static,
) -> impl Iterator<Item = Result<Vec<u8>, Error>> + Send + 'static {
    (0..results.hits.len().div_ceil(CHUNK)).map(move |chunk| {
        let hits = results.hits.iter().skip(chunk * CHUNK).take(CHUNK);
        hits.filter_map(|hit| HitEntry::of(&links, &archive, hit)).try_fold(Vec::new(), |out, entry| write(out, &entry))
    })
}

fn cells(entry: &HitEntry) -> [String; COLUMNS.len()] {
    let spans: Vec<String> = entry.spans.iter().map(|[start, end]| format!("{start}-{end}")).collect();
    let paragraph = &entry.paragraph;
    [
        paragraph.document.clone(),
        paragraph.number.to_string(),
        paragraph.printed.clone().unwrap_or_default(),
        paragraph.revision.to_string(),
        paragraph.path.clone(),
        paragraph.url.clone(),
        paragraph.title.clone(),
        paragraph.date.clone(),
        paragraph.kind.to_owned(),
        entry.score.to_string(),
        paragraph.text.clone(),
        spans.join(" "),
        entry.fingerprint.clone(),
    ]
}

fn record(out: Vec<u8>, cells: impl Iterator<Item = String>) -> Result<Vec<u8>, Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(cells).map_err(Error::internal)?;
    writer.into_inner().map_err(|error| Error::internal(error.error()))
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
