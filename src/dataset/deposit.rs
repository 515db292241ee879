//! What repositories and citing programs ask about a dataset that is deposited: CITATION.cff, DataCite, Zenodo.

use serde_json::{Value, json};

use super::about::{DESCRIPTION, RIGHTS, TITLE, coverage, newest, version};
use super::package::pretty;
use super::sums::Sums;
use crate::citation::ARCHIVE;
use crate::corpus::Corpus;

/// Returns `CITATION.cff`. A text in JSON is one in YAML too.
pub(super) fn citation_file(corpus: &Corpus, sums: &Sums) -> String {
    let quoted = |text: &str| Value::from(text).to_string();
    let released = newest(corpus).map(|day| format!("date-released: {}\n", quoted(&day.to_string())));
    let identifier = sums.swhid().map(|swhid| {
        let what = quoted("The corpus that the dataset was made from");
        format!("identifiers:\n  - type: swh\n    value: {}\n    description: {what}\n", quoted(swhid))
    });
    format!(
        "cff-version: 1.2.0\nmessage: {}\ntype: dataset\ntitle: {}\nabstract: {}\nauthors:\n  - name: {}\nversion: {}\n{}{}",
        quoted("Cite the dataset with its version; cite a text by its own address in the archive."),
        quoted(TITLE),
        quoted(&format!("{DESCRIPTION} {RIGHTS}")),
        quoted(ARCHIVE),
        quoted(&version(corpus)),
        released.unwrap_or_default(),
        identifier.unwrap_or_default(),
    )
}

/// Returns the metadata that a DOI is asked for with; the DOI itself is given on deposit.
pub(super) fn datacite(corpus: &Corpus, sums: &Sums) -> String {
    let mut identifiers = vec![
        json!({ "alternateIdentifier": corpus.release().to_string(), "alternateIdentifierType": "release of the archive" }),
    ];
    // DataCite has no type of its own for it yet.
    identifiers
        .extend(sums.swhid().map(|swhid| json!({ "alternateIdentifier": swhid, "alternateIdentifierType": "SWHID" })));
    let mut metadata = json!({
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": { "resourceTypeGeneral": "Dataset", "resourceType": "Dataset" },
        "creators": [{ "name": ARCHIVE, "nameType": "Organizational" }],
        "titles": [{ "title": TITLE }],
        "publisher": { "name": ARCHIVE },
        "version": version(corpus),
        "language": "en",
        "descriptions": [{ "description": DESCRIPTION, "descriptionType": "Abstract" }],
        "rightsList": [{ "rights": RIGHTS }],
        "alternateIdentifiers": identifiers,
    });
    let mut dates = Vec::new();
    if let Some(day) = newest(corpus) {
        metadata["publicationYear"] = json!(day.year().to_string());
        dates.push(json!({ "date": day.to_string(), "dateType": "Issued" }));
    }
    if let Some(days) = coverage(corpus) {
        dates.push(json!({ "date": days, "dateType": "Coverage" }));
    }
    metadata["dates"] = json!(dates);
    pretty(&metadata)
}

/// Returns what Zenodo reads from a deposit. It names no licence: there is none for the whole.
pub(super) fn zenodo(corpus: &Corpus, _: &Sums) -> String {
    pretty(&json!({
        "title": TITLE,
        "upload_type": "dataset",
        "description": format!("<p>{DESCRIPTION}</p><p>{RIGHTS}</p>"),
        "creators": [{ "name": ARCHIVE }],
        "version": version(corpus),
        "language": "eng",
    }))
}
