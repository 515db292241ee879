//! `croissant.json`: the tables for those who load data sets into programs that learn.
//!
//! Its reader guesses what is in a column and cannot be told: it would make 9.0 of "9.", so columns of such texts are left
//! out rather than changed.

use serde_json::{Value, json};

use super::about::{DESCRIPTION, NDJSON, RIGHTS, TITLE, newest, version};
use super::column::Kind;
use super::package::pretty;
use super::readme::media_type;
use super::sums::Sums;
use super::tables::TABLES;
use crate::citation::ARCHIVE;
use crate::corpus::Corpus;

pub(super) fn text(corpus: &Corpus, sums: &Sums) -> String {
    let names = TABLES.iter().map(|table| table.name).chain([NDJSON]);
    let files: Vec<Value> = names.filter_map(|name| sums.get(name)).map(file).collect();
    let mut croissant = json!({
        "@context": context(),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": TITLE,
        "description": DESCRIPTION,
        "version": version(corpus),
        "license": RIGHTS,
        "citeAs": format!("{ARCHIVE}, {TITLE}, version {}", version(corpus)),
        "creator": { "@type": "sc:Organization", "name": ARCHIVE },
        "distribution": files,
        "recordSet": TABLES.iter().map(|table| record_set(table)).collect::<Vec<_>>(),
    });
    if let Some(day) = newest(corpus) {
        croissant["datePublished"] = json!(day.to_string());
    }
    pretty(&croissant)
}

fn file(sum: &super::Sum) -> Value {
    json!({
        "@type": "cr:FileObject",
        "@id": sum.name,
        "name": sum.name,
        "contentUrl": sum.name,
        "contentSize": format!("{} B", sum.bytes),
        "encodingFormat": media_type(&sum.name),
        "sha256": sum.sha256,
    })
}

fn record_set(table: &super::table::Table) -> Value {
    let stem = table.stem();
    let fields: Vec<Value> = table
        .columns
        .iter()
        .filter(|column| column.kind != Kind::NumberLike)
        .map(|column| {
            json!({
                "@type": "cr:Field",
                "@id": format!("{stem}/{}", column.name),
                "name": column.name,
                "description": column.description,
                "dataType": column.kind.in_schema_org(),
                "source": { "fileObject": { "@id": table.name }, "extract": { "column": column.name } },
            })
        })
        .collect();
    let key: Vec<Value> = table.key.iter().map(|name| json!({ "@id": format!("{stem}/{name}") })).collect();
    json!({
        "@type": "cr:RecordSet",
        "@id": stem,
        "name": stem,
        "description": table.description,
        "key": key,
        "field": fields,
    })
}

/// Returns the context that the specification prescribes.
fn context() -> Value {
    json!({
        "@language": "en",
        "@vocab": "https://schema.org/",
        "citeAs": "cr:citeAs",
        "column": "cr:column",
        "conformsTo": "dct:conformsTo",
        "cr": "http://mlcommons.org/croissant/",
        "data": { "@id": "cr:data", "@type": "@json" },
        "dataType": { "@id": "cr:dataType", "@type": "@vocab" },
        "dct": "http://purl.org/dc/terms/",
        "equivalentProperty": "cr:equivalentProperty",
        "examples": { "@id": "cr:examples", "@type": "@json" },
        "extract": "cr:extract",
        "field": "cr:field",
        "fileObject": "cr:fileObject",
        "fileProperty": "cr:fileProperty",
        "fileSet": "cr:fileSet",
        "format": "cr:format",
        "includes": "cr:includes",
        "isLiveDataset": "cr:isLiveDataset",
        "jsonPath": "cr:jsonPath",
        "key": "cr:key",
        "md5": "cr:md5",
        "parentField": "cr:parentField",
        "path": "cr:path",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "recordSet": "cr:recordSet",
        "references": "cr:references",
        "regex": "cr:regex",
        "repeated": "cr:repeated",
        "replace": "cr:replace",
        "samplingRate": "cr:samplingRate",
        "sc": "https://schema.org/",
        "separator": "cr:separator",
        "source": "cr:source",
        "subField": "cr:subField",
        "transform": "cr:transform",
    })
}
