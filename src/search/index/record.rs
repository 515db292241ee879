//! Records, documents whose text is not held, by the words of their title, abstract, topics and cited instruments.

use super::catalogue::Catalogue;
use super::shard::Shard;
use super::weight::Lengths;
use crate::corpus::{Corpus, Document};
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
        let places: Vec<usize> =
            corpus.documents().iter().enumerate().filter(|(_, document)| !document.held()).map(|(at, _)| at).collect();
        let described: Vec<String> = places
            .iter()
            .filter_map(|at| corpus.documents().get(*at))
            .map(|record| description(record, corpus))
            .collect();
        let mut shards = Vec::new();
        if !described.is_empty() {
            // What a record says of a document is the archive's own, and in English.
            shards.push(Shard::build(described.iter().map(|text| (TextLanguage::ENGLISH, text.as_str())))?);
        }
        let lengths = Lengths::over(&shards);
        Ok(Self { shards, catalogue: Catalogue::of_records(corpus, &places), lengths })
    }
}

/// Returns the words by which a record is found. Sentences end between its parts, so that no phrase runs over.
fn description(record: &Document, corpus: &Corpus) -> String {
    let mut parts: Vec<&str> = vec![&record.title];
    parts.extend(record.short_title.as_deref());
    parts.extend(record.abstract_text.as_deref());
    parts.extend(record.topics.iter().map(|topic| corpus.vocabulary().topic(topic)));
    for instrument in record.cites.iter().filter_map(|id| corpus.vocabulary().instrument(id)) {
        parts.push(&instrument.name);
        parts.extend(instrument.aliases.iter().map(String::as_str));
    }
    parts.join(".\n")
}
