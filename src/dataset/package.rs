//! `datapackage.json`: the tables as a Data Package, which readers of its first and of its second version accept.

use serde_json::{Value, json};

use super::about::{DESCRIPTION, NDJSON, RIGHTS, TITLE, newest, version};
use super::column::Kind;
use super::sums::Sums;
use super::table::Table;
use super::tables::TABLES;
use crate::corpus::Corpus;

pub(super) fn text(corpus: &Corpus, sums: &Sums) -> String {
    let mut resources: Vec<Value> = TABLES.iter().map(|table| resource(table, sums)).collect();
    let mut lines = json!({
        "name": "paragraphs-ndjson",
        // As a table it could be read with an extra of the readers alone.
        "type": "file",
        "path": NDJSON,
        "title": NDJSON,
        "description": "The rows of paragraphs.csv as one JSON value a line; what is empty there is null.",
        "format": "ndjson",
        "mediatype": "application/x-ndjson",
        "encoding": "utf-8",
    });
    measured(&mut lines, NDJSON, sums);
    resources.push(lines);
    let mut package = json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "profile": "data-package",
        "name": "g7-cyber-archive",
        "title": TITLE,
        "description": format!("{DESCRIPTION} {RIGHTS}"),
        "version": version(corpus),
        "resources": resources,
    });
    if let Some(day) = newest(corpus) {
        package["created"] = json!(format!("{day}T00:00:00Z"));
    }
    pretty(&package)
}

fn resource(table: &Table, sums: &Sums) -> Value {
    let fields: Vec<Value> = table
        .columns
        .iter()
        .map(|column| {
            let mut field = json!({
                "name": column.name,
                "type": column.kind.in_table_schema(),
                "description": column.description,
            });
            if column.kind == Kind::Boolean {
                field["trueValues"] = json!(["true"]);
                field["falseValues"] = json!(["false"]);
            }
            field
        })
        .collect();
    let mut resource = json!({
        "name": table.stem(),
        "type": "table",
        "path": table.name,
        "title": table.name,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": { "fields": fields, "primaryKey": table.key, "missingValues": [""] },
    });
    measured(&mut resource, table.name, sums);
    resource
}

fn measured(resource: &mut Value, name: &str, sums: &Sums) {
    if let Some(sum) = sums.get(name) {
        resource["bytes"] = json!(sum.bytes);
        // Without its kind a digest is taken for an MD5.
        resource["hash"] = json!(format!("sha256:{}", sum.sha256));
    }
}

/// Returns a value as JSON that people can read.
pub(super) fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}
