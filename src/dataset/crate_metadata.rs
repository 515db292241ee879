//! `ro-crate-metadata.json`: the folder as a research object (RO-Crate 1.2).

use serde_json::{Value, json};

use super::about::{DESCRIPTION, RIGHTS, TITLE, newest, version};
use super::package::pretty;
use super::readme::media_type;
use super::sums::Sums;
use crate::citation::ARCHIVE;
use crate::corpus::Corpus;

pub(super) fn text(corpus: &Corpus, sums: &Sums) -> String {
    let mut root = json!({
        "@id": "./",
        "@type": "Dataset",
        "name": TITLE,
        "description": DESCRIPTION,
        "version": version(corpus),
        "license": { "@id": "#rights" },
        "author": { "@id": "#archive" },
        "hasPart": sums.all().iter().map(|sum| json!({ "@id": sum.name })).collect::<Vec<_>>(),
    });
    if let Some(day) = newest(corpus) {
        root["datePublished"] = json!(day.to_string());
    }
    let mut graph = vec![
        json!({
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "conformsTo": { "@id": "https://w3id.org/ro/crate/1.2" },
            "about": { "@id": "./" },
        }),
        root,
        json!({ "@id": "#archive", "@type": "Organization", "name": ARCHIVE }),
        json!({ "@id": "#rights", "@type": "CreativeWork", "name": "Rights", "description": RIGHTS }),
    ];
    graph.extend(sums.all().iter().map(file));
    pretty(&json!({ "@context": "https://w3id.org/ro/crate/1.2/context", "@graph": graph }))
}

fn file(sum: &super::Sum) -> Value {
    json!({
        "@id": sum.name,
        "@type": "File",
        "name": sum.name,
        "encodingFormat": media_type(&sum.name),
        "contentSize": sum.bytes.to_string(),
        "sha256": sum.sha256,
    })
}
