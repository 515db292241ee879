//! Where writing a copy begins: all that was ever published, in every form, and pages that no other leads to. What pages
//! lead to besides is found while they are written.

use std::collections::{BTreeSet, HashMap};

use crate::corpus::Corpus;

/// Pages and files whatever the archive holds.
const ALWAYS: [&str; 18] = [
    "/",
    "/search",
    "/check",
    "/go",
    "/f/0",
    "/0/para/0",
    "/copy",
    "/copy/list",
    "/documents",
    "/documents.json",
    "/documents.csv",
    "/instruments.json",
    "/instruments.csv",
    "/changes.atom",
    "/robots.txt",
    "/favicon.ico",
    "/sitemap.xml",
    "/data",
];

/// How the addresses of texts and paragraphs end in other formats.
const FORMS: [&str; 8] = ["", ".json", ".md", ".txt", ".bib", ".ris", ".csl.json", "/cite"];

/// Returns the addresses to begin with.
pub(super) fn addresses(corpus: &Corpus) -> BTreeSet<String> {
    let mut addresses: BTreeSet<String> = ALWAYS.map(str::to_owned).into();
    let mut add = |path: &str, also: &[&str]| {
        addresses.extend(FORMS.iter().chain(also).map(|form| format!("{path}{form}")));
    };
    for document in corpus.documents() {
        let id = &document.id;
        add(&format!("/{id}"), if document.held() { &["/source"] } else { &[] });
        for paragraph in &document.paragraphs {
            add(&format!("/{id}/p/{}", paragraph.number), &["/embed"]);
        }
    }
    for row in corpus.ledger().rows() {
        match (row.number, row.revision) {
            (Some(number), Some(revision)) => {
                add(&format!("/{}/p/{number}", row.document), &[&format!("/r/{}", revision.get())]);
            }
            (Some(number), None) => add(&format!("/{}/p/{number}", row.document), &[]),
            (None, _) => add(&format!("/{}", row.document), &[]),
        }
    }
    for instrument in corpus.vocabulary().instruments.iter() {
        addresses.extend(["", ".json", ".csv"].map(|form| format!("/instruments/{}{form}", instrument.id)));
    }
    addresses
}

/// Returns how the names of sources end that may be handed on, by document.
pub(super) fn sources(corpus: &Corpus) -> HashMap<String, String> {
    let handed_on = corpus.documents().iter().filter(|document| document.held() && !document.withheld());
    let end = |name: &str| name.rsplit_once('.').map_or(String::new(), |(_, end)| format!(".{end}"));
    handed_on.filter_map(|it| Some((it.id.to_string(), end(&it.source.as_ref()?.file)))).collect()
}
