//! Records among the results: what they are, why each is found, and where its text can be read.

use super::group::MarkedText;
use crate::archive::Archive;
use crate::corpus::{Document, DocumentPlace};
use crate::data::{Format, Search, links};
use crate::search::{Described, RecordPart, fragments};
use crate::web::identity::host;

/// So many names of cited instruments are shown: one instrument has several, which match alike.
const CITED: usize = 3;

/// A record whose description matches.
pub(super) struct RecordLine {
    pub(super) path: String,
    pub(super) date: String,
    pub(super) kind: String,
    pub(super) title: Vec<MarkedText>,
    /// The title it is called by, where the query matches in that.
    pub(super) short_title: Option<Vec<MarkedText>>,
    pub(super) summary: Vec<MarkedText>,
    /// The topics in which the query matches.
    pub(super) topics: Vec<Vec<MarkedText>>,
    /// The names of cited instruments in which the query matches.
    pub(super) cited: Vec<Vec<MarkedText>>,
    /// The official addresses with their hosts.
    pub(super) official: Vec<(String, String)>,
}

/// A record by its title alone.
pub(super) struct Brief {
    pub(super) path: String,
    pub(super) title: String,
    pub(super) date: String,
}

/// Returns records with the reason why each is found.
pub(super) fn lines(archive: &Archive, search: &Search, records: &[DocumentPlace]) -> Vec<RecordLine> {
    let described = archive.index().described(archive.corpus(), &search.query, search.matching, records);
    records.iter().zip(described).filter_map(|(&at, parts)| line(archive, at, &parts)).collect()
}

/// Returns records by their titles.
pub(super) fn brief(archive: &Archive, records: &[DocumentPlace]) -> Vec<Brief> {
    let documents = records.iter().filter_map(|&at| archive.corpus().at(at));
    let brief = documents.map(|document| Brief {
        path: links::document(&document.id, Format::Html),
        title: document.title.clone(),
        date: document.date.long(),
    });
    brief.collect()
}

fn line(archive: &Archive, at: DocumentPlace, parts: &[Described<'_>]) -> Option<RecordLine> {
    let document = archive.corpus().at(at)?;
    let of = |part: RecordPart| parts.iter().filter(move |described| described.part == part);
    let marked = |part: RecordPart| of(part).filter(|described| !described.spans.is_empty());
    Some(RecordLine {
        path: links::document(&document.id, Format::Html),
        date: document.date.long(),
        kind: archive.corpus().vocabulary().kind(document.kind).to_owned(),
        title: of(RecordPart::Title).next().map(runs)?,
        short_title: marked(RecordPart::ShortTitle).next().map(runs),
        summary: of(RecordPart::Summary).next().map(runs).unwrap_or_default(),
        topics: marked(RecordPart::Topic).map(runs).collect(),
        cited: marked(RecordPart::Cited).take(CITED).map(runs).collect(),
        official: hosts(document),
    })
}

fn runs(described: &Described<'_>) -> Vec<MarkedText> {
    let fragments = fragments(described.text, &described.spans);
    fragments.into_iter().map(|run| MarkedText { text: run.text.to_owned(), marked: run.marked }).collect()
}

/// Returns the official addresses of a record with their hosts, each host once.
fn hosts(document: &Document) -> Vec<(String, String)> {
    let mut hosts: Vec<(String, String)> = Vec::new();
    for official in &document.official {
        let host = host(&official.url);
        if !hosts.iter().any(|(_, known)| *known == host) {
            hosts.push((official.url.clone(), host));
        }
    }
    hosts
}
