//! Records, documents whose text is not held, by the words of their title, abstract, topics and cited instruments.

use super::catalogue::Catalogue;
use super::shard::Shard;
use super::weight::Lengths;
use crate::corpus::{Corpus, Document, DocumentPlace};
use crate::search::analysis::TextLanguage;

/// The records of a corpus with a shard of their own.
pub(crate) struct Records {
    /// None where there is no record.
    pub(crate) shards: Vec<Shard>,
    /// Each record counts as one paragraph.
    pub(crate) catalogue: Catalogue,
    pub(crate) lengths: Lengths,
}

impl Records {
    pub(crate) fn of(corpus: &Corpus) -> tantivy::Result<Self> {
        let records = corpus.places().filter(|(_, document)| !document.held());
        let (places, described): (Vec<DocumentPlace>, Vec<String>) =
            records.map(|(place, record)| (place, description(record, corpus))).unzip();
        let mut shards = Vec::new();
        if !described.is_empty() {
            // What a record says of a document is the archive's own, and in English.
            shards.push(Shard::build(described.iter().map(|text| (TextLanguage::ENGLISH, text.as_str())))?);
        }
        let lengths = Lengths::over(&shards);
        Ok(Self { shards, catalogue: Catalogue::of_records(corpus, places), lengths })
    }
}

/// Sentences end between the parts of a description, so that no phrase runs over.
pub(crate) const BETWEEN: &str = ".\n";

/// A part of what describes a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordPart {
    /// Its title.
    Title,
    /// The title that it is called by.
    ShortTitle,
    /// What the archive says of it.
    Summary,
    /// The words for one of its topics.
    Topic,
    /// A name of something that it cites.
    Cited,
}

/// Returns the words by which a record is found.
pub(crate) fn description(record: &Document, corpus: &Corpus) -> String {
    parts(record, corpus).into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(BETWEEN)
}

/// Returns the parts of these words.
pub(crate) fn parts<'a>(record: &'a Document, corpus: &'a Corpus) -> Vec<(RecordPart, &'a str)> {
    let mut parts: Vec<(RecordPart, &str)> = vec![(RecordPart::Title, &record.title)];
    parts.extend(record.short_title.as_deref().map(|text| (RecordPart::ShortTitle, text)));
    parts.extend(record.abstract_text.as_deref().map(|text| (RecordPart::Summary, text)));
    parts.extend(record.topics.iter().map(|topic| (RecordPart::Topic, corpus.vocabulary().topic(topic))));
    for instrument in record.cites.iter().filter_map(|id| corpus.vocabulary().instrument(id)) {
        parts.push((RecordPart::Cited, &instrument.name));
        parts.extend(instrument.aliases.iter().map(|alias| (RecordPart::Cited, alias.as_str())));
    }
    parts
}
