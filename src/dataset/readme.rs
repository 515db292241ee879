//! `README.md`: what is in the folder, how to read it unchanged, and what of it may be used how.

use std::collections::BTreeMap;

use super::about::{DESCRIPTION, NDJSON, RIGHTS, SPREADSHEETS, TITLE, coverage, version};
use super::sums::Sums;
use super::tables::TABLES;
use crate::corpus::Corpus;
use crate::data::reading::{Reading, readings};
use crate::wording::counted;

/// The table that the lines for readers name.
const EXAMPLE: &str = "paragraphs.csv";

pub(super) fn text(corpus: &Corpus, sums: &Sums) -> String {
    let documents = corpus.documents();
    let held = documents.iter().filter(|document| document.held()).count();
    let paragraphs: usize = documents.iter().map(|document| document.paragraphs.len()).sum();
    let mut text = format!(
        "# {TITLE}\n\n{DESCRIPTION}\n\n- Version: {}\n- {}, of which {held} with their text: {}\n",
        version(corpus),
        counted(documents.len(), "document"),
        counted(paragraphs, "paragraph"),
    );
    if let Some(days) = coverage(corpus) {
        text.push_str(&format!("- Dates of the documents: {}\n", days.replace('/', " to ")));
    }
    if let Some(swhid) = sums.swhid() {
        text.push_str(&format!(
            "- The corpus that it was made from, as Software Heritage names it: `{swhid}` (`git write-tree` in its folder)\n"
        ));
    }
    text.push_str(&rights(corpus));
    text.push_str(
        "\n## Reading\n\nCSV is UTF-8 without a byte order mark, after RFC 4180. Left to guess, programs make numbers of \
         printed numbers such as “9.” and time stamps of dates such as “2017-04”. So every date stands as `dated`, as it \
         is known, beside the days that it may mean (`dated_from`, `dated_to`) and how much of it is known \
         (`precision`), and every digest begins with `sha256:`. These read every cell as it is written:\n\n",
    );
    for Reading { program, line, .. } in readings(EXAMPLE) {
        text.push_str(&format!("- {program}: `{line}`\n"));
    }
    text.push_str(
        "\nA `path` is an address in the archive without its host. Offsets count Unicode code points. `sha256sum \
         -c SHA256SUMS` proves that nothing was changed on the way. A column-wise file is \
         one line of DuckDB: `COPY (SELECT * FROM read_csv('paragraphs.csv', all_varchar = true)) TO \
         'paragraphs.parquet'`.\n\n## Files\n\n",
    );
    for sum in sums.all().iter().filter(|sum| !sum.name.ends_with(".csv")) {
        text.push_str(&format!("- `{}`: {}\n", sum.name, described(&sum.name)));
    }
    text.push_str(&format!(
        "- `{SPREADSHEETS}/`: every table once more for spreadsheets, which would make numbers, days and formulas of some \
         cells: these begin with an apostrophe, and the file with a byte order mark\n"
    ));
    text.push_str(&format!("- `ro-crate-metadata.json`: {}\n", described("ro-crate-metadata.json")));
    text.push_str(&format!("- `SHA256SUMS`: {}\n", described("SHA256SUMS")));
    for table in TABLES {
        text.push_str(&format!("\n### {}\n\n{}\n\n| column | holds |\n|---|---|\n", table.name, table.description));
        for column in table.columns {
            text.push_str(&format!("| `{}` | {} |\n", column.name, column.description));
        }
    }
    text
}

/// Says what is left out, and every statement of rights with the number of texts that it is of.
fn rights(corpus: &Corpus) -> String {
    let held = || corpus.documents().iter().filter(|document| document.held());
    let withheld: Vec<_> = held().filter(|document| document.withheld()).collect();
    let mut text = format!("\n## Rights\n\n{RIGHTS}\n\n");
    if withheld.is_empty() {
        text.push_str("The words of 0 texts are left out.\n\n");
    } else {
        let paragraphs: usize = withheld.iter().map(|document| document.paragraphs.len()).sum();
        text.push_str(&format!(
            "The words of {} ({}) are left out, because their sources do not allow to hand them on. Their fingerprints, \
             metadata and addresses are here, and the words can be read at those addresses: ",
            counted(withheld.len(), "text"),
            counted(paragraphs, "paragraph"),
        ));
        let ids: Vec<String> = withheld.iter().map(|document| format!("`{}`", document.id)).collect();
        text.push_str(&format!("{}.\n\n", ids.join(", ")));
    }
    let mut statements: BTreeMap<&str, usize> = BTreeMap::new();
    for document in held() {
        let statement = document.source.as_ref().map_or("No source is named, and no rights.", |it| it.rights.as_str());
        *statements.entry(statement).or_default() += 1;
    }
    for (statement, texts) in statements {
        text.push_str(&format!("- {}: {statement}\n", counted(texts, "text")));
    }
    text
}

/// Returns what a file is.
#[must_use]
pub fn described(name: &str) -> &'static str {
    match name {
        NDJSON => "the rows of `paragraphs.csv` as one JSON value a line",
        "README.md" => "what is in the dataset, how to read it, and its rights",
        "CHANGES.md" => "what was published, day by day",
        "CITATION.cff" => "how to cite the dataset",
        ".zenodo.json" => "its description for Zenodo",
        "datacite.json" => "its description for a DOI (DataCite)",
        "datapackage.json" => "its tables and columns (Data Package)",
        "croissant.json" => "its tables and columns (Croissant)",
        "ro-crate-metadata.json" => "its files (RO-Crate)",
        "SHA256SUMS" => "the digests of all other files",
        _ if name.starts_with(SPREADSHEETS) => {
            "the same rows for a spreadsheet, which runs and changes none of their cells"
        }
        _ => TABLES.iter().find(|table| table.name == name).map_or("all files as one", |table| table.description),
    }
}

/// Returns the media type of a file.
#[must_use]
pub fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("csv") => "text/csv",
        Some("ndjson") => "application/x-ndjson",
        Some("json") => "application/json",
        Some("md") => "text/markdown",
        Some("cff") => "application/yaml",
        Some("zip") => "application/zip",
        _ => "text/plain",
    }
}
