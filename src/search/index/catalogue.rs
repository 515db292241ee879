//! The documents as search needs them: which paragraphs are whose, in what orders they come, what properties they have.
//!
//! Made once from the corpus. Paragraphs are counted through all documents in the order of the corpus. Of a place that it
//! does not have, which is of another corpus, it says nothing.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use super::Sort;
pub(crate) use super::column::{Column, plain};
use super::column::{has_any, narrow};
use super::mention::{Mentioned, Paragraphs};
use super::ordinal::ParagraphOrdinal;
use super::shard::Shard;
use crate::corpus::{ByDocument, Corpus, Document, DocumentPlace, language_name};
use crate::search::analysis::TextLanguage;
use crate::search::language::FieldName;
use crate::wording;

/// All documents by their place in the corpus.
#[derive(Default)]
pub(crate) struct Catalogue {
    /// The document of every paragraph.
    document_of: Vec<DocumentPlace>,
    /// The first paragraph of every document, and the first that is no longer of it.
    paragraphs_of: ByDocument<(ParagraphOrdinal, ParagraphOrdinal)>,
    newest: ByDocument<u32>,
    by_title: ByDocument<u32>,
    columns: Vec<(FieldName, Column)>,
    /// What paragraphs mention; nothing among records, which have none.
    pub(crate) mentioned: Option<Mentioned>,
    /// For every document the number of those that have its values in every column but that of documents, and for
    /// every such number one of them: there are few, so hits are counted by them first.
    likeness: ByDocument<u32>,
    examples: Vec<DocumentPlace>,
    /// The language of every document, as search divides its words.
    pub(crate) languages: Arc<ByDocument<TextLanguage>>,
}

/// A document with hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DocumentHits {
    /// Its place in the corpus.
    pub(crate) document: DocumentPlace,
    /// How many of its paragraphs are hits.
    pub(crate) hits: u32,
}

impl Catalogue {
    /// Gathers the documents of a corpus.
    pub(crate) fn of(corpus: &Corpus) -> Self {
        let mut document_of = Vec::new();
        let paragraphs_of = corpus.by_document(|place, document| {
            let first = document_of.len();
            document_of.resize(first + document.paragraphs.len(), place);
            (ordinal(first), ordinal(document_of.len()))
        });
        let columns = columns(corpus);
        let (mut known, mut examples) = (HashMap::new(), Vec::new());
        let likeness = corpus.by_document(|place, _| {
            let others = columns.iter().filter(|(name, _)| *name != FieldName::Document);
            let values: Vec<&[u32]> = others.map(|(_, column)| column.of_document(place)).collect();
            *known.entry(values).or_insert_with(|| {
                examples.push(place);
                narrow(examples.len() - 1)
            })
        });
        drop(known);
        Self {
            document_of,
            paragraphs_of,
            newest: newest(corpus),
            by_title: ranks(corpus, |document| wording::fold(document.name())),
            columns,
            mentioned: Some(Mentioned::of(corpus)),
            likeness,
            examples,
            languages: corpus.by_document(|_, document| TextLanguage::of(&document.language)).into(),
        }
    }

    /// Gathers the records at `places` of a corpus, each counted as one paragraph. They are not put in order of title.
    pub(crate) fn of_records(corpus: &Corpus, places: Vec<DocumentPlace>) -> Self {
        let before = |is_before: &dyn Fn(&DocumentPlace) -> bool| ordinal(places.partition_point(is_before));
        let paragraphs_of =
            corpus.by_document(|place, _| (before(&|other| *other < place), before(&|other| *other <= place)));
        Self { document_of: places, paragraphs_of, newest: newest(corpus), ..Self::default() }
    }

    /// Returns how many paragraphs there are.
    pub(crate) fn paragraphs(&self) -> u32 {
        narrow(self.document_of.len())
    }

    /// Returns the first paragraph that is not there, after all that are.
    pub(crate) fn end(&self) -> ParagraphOrdinal {
        ordinal(self.document_of.len())
    }

    /// Returns the documents and records.
    pub(crate) fn documents(&self) -> impl Iterator<Item = DocumentPlace> {
        self.paragraphs_of.iter().map(|(document, _)| document)
    }

    /// Returns something for every document and record.
    pub(crate) fn by_document<T>(&self, mut of: impl FnMut(DocumentPlace) -> T) -> ByDocument<T> {
        self.paragraphs_of.map(|document, _| of(document))
    }

    /// Returns the document of a paragraph.
    pub(crate) fn document_of(&self, paragraph: ParagraphOrdinal) -> Option<DocumentPlace> {
        self.document_of.get(paragraph.number() as usize).copied()
    }

    /// Returns the first paragraph of a document, and the first that is no longer of it.
    pub(crate) fn paragraphs_of(&self, document: DocumentPlace) -> Option<(ParagraphOrdinal, ParagraphOrdinal)> {
        self.paragraphs_of.get(document).copied()
    }

    /// Returns a document's rank in an order; ties in relevance are broken newest first.
    pub(crate) fn rank(&self, sort: Sort, document: DocumentPlace) -> Option<u32> {
        let ranks = match sort {
            Sort::Relevance | Sort::Newest => &self.newest,
            Sort::Oldest => return Some(document.number()),
            Sort::Document => &self.by_title,
        };
        ranks.get(document).copied()
    }

    /// Adds up the hits of documents that have the same values in every column but that of documents, and returns the
    /// sums with one document for each.
    pub(crate) fn alike(&self, hits: impl Iterator<Item = DocumentHits>) -> Vec<DocumentHits> {
        let mut sums = vec![0; self.examples.len()];
        for DocumentHits { document, hits } in hits {
            let sum = self.likeness.get(document).and_then(|like| sums.get_mut(*like as usize));
            *sum.unwrap_or(&mut 0) += hits;
        }
        let sums = self.examples.iter().zip(sums).filter(|(_, hits)| *hits > 0);
        sums.map(|(document, hits)| DocumentHits { document: *document, hits }).collect()
    }

    /// Returns the paragraphs that mention an instrument for which `wanted` says so.
    pub(crate) fn mentioning(&self, wanted: &[bool]) -> Paragraphs {
        self.mentioned
            .as_ref()
            .map_or_else(Paragraphs::default, |mentioned| mentioned.mentioning(wanted, self.by_document(|_| false)))
    }

    /// Returns a property of all documents; of all paragraphs that mention anything where that is asked.
    pub(crate) fn column(&self, name: FieldName) -> Option<&Column> {
        if name == FieldName::Mentions {
            return self.mentioned.as_ref().map(|mentioned| &mentioned.column);
        }
        self.columns.iter().find(|(own, _)| *own == name).map(|(_, column)| column)
    }

    /// Returns the documents that have one of some values of a column of documents, told for each value.
    pub(crate) fn having(&self, column: &Column, wanted: &[bool]) -> ByDocument<bool> {
        self.by_document(|document| has_any(column.of_document(document), wanted))
    }

    /// Returns the documents that have a value for which `is_wanted` holds.
    pub(crate) fn with_value(&self, column: &Column, is_wanted: impl Fn(&str) -> bool) -> ByDocument<bool> {
        self.having(column, &column.values.iter().map(is_wanted).collect::<Vec<_>>())
    }

    /// Tells whether the name of a document has `part` in it, as names are compared.
    pub(crate) fn is_named(&self, document: DocumentPlace, part: &str) -> bool {
        let column = self.column(FieldName::Document);
        column.is_some_and(|column| column.plain_labels.get(document.number() as usize).contains(part))
    }

    /// Returns the values of a field that begin so, or whose words do, of documents that have their text here: those
    /// first that most paragraphs have.
    pub(crate) fn held_values(&self, name: FieldName, begun: &str) -> Vec<&str> {
        if name == FieldName::Mentions {
            return self.mentioned.as_ref().map(|mentioned| mentioned.beginning(begun)).unwrap_or_default();
        }
        let Some(column) = self.column(name) else { return Vec::new() };
        let begun = plain(begun);
        let mut paragraphs = vec![0; column.values.len()];
        for (document, (start, end)) in self.paragraphs_of.iter() {
            let held = end.since(*start);
            for value in column.of_document(document) {
                if let Some(count) = paragraphs.get_mut(*value as usize) {
                    *count += held;
                }
            }
        }
        let names = column.plain_values.iter().zip(column.plain_labels.iter());
        let values = column.values.iter().zip(names).zip(paragraphs).filter(|((_, (value, label)), held)| {
            *held > 0 && (value.starts_with(&begun) || label.starts_with(&begun))
        });
        let mut values: Vec<(u32, &str)> = values.map(|((value, _), held)| (held, value)).collect();
        values.sort_unstable_by(|a, b| (b.0, a.1).cmp(&(a.0, b.1)));
        values.into_iter().map(|(_, value)| value).collect()
    }
}

/// The paragraphs of one shard whose documents are in a set.
pub(crate) struct Within<'a> {
    pub(crate) catalogue: &'a Catalogue,
    /// The documents; nothing where all are.
    pub(crate) documents: Option<ByDocument<bool>>,
    pub(crate) shard: &'a Shard,
}

impl Within<'_> {
    /// Tells whether a paragraph of the shard is one of them.
    pub(crate) fn has(&self, text: u32) -> bool {
        let Some(documents) = &self.documents else { return true };
        self.catalogue.document_of(self.shard.paragraph(text)).is_some_and(|document| documents.has(document))
    }

    /// Returns the first of them at or after a paragraph of the shard, which may be beyond its end.
    pub(crate) fn next(&self, text: u32) -> u32 {
        let Some(documents) = &self.documents else { return text };
        let Some(own) = self.catalogue.document_of(self.shard.paragraph(text)).filter(|own| !documents.has(*own))
        else {
            return text;
        };
        let mut later = self.catalogue.paragraphs_of.iter_from(own);
        let held = later.find(|(document, (start, end))| start < end && documents.has(*document));
        held.map_or(u32::MAX, |(_, (start, _))| self.shard.text_from(*start))
    }
}

/// Returns the number of the paragraph that so many come before.
fn ordinal(before: usize) -> ParagraphOrdinal {
    ParagraphOrdinal::FIRST.plus(narrow(before))
}

/// Tells whether a document is in a set of them; where there is none, all are.
pub(crate) fn passes(documents: Option<&ByDocument<bool>>, document: DocumentPlace) -> bool {
    documents.is_none_or(|documents| documents.has(document))
}

/// Gathers the properties that fields and facets ask for.
fn columns(corpus: &Corpus) -> Vec<(FieldName, Column)> {
    let vocabulary = corpus.vocabulary();
    let instrument = |id: &String| vocabulary.instrument(id).map_or(id.clone(), |known| known.name.clone());
    vec![
        (
            FieldName::Year,
            Column::of(corpus, |document| {
                let year = document.date.year().to_string();
                vec![(year.clone(), year)]
            }),
        ),
        (
            FieldName::Kind,
            Column::of(corpus, |document| {
                vec![(document.kind.id().to_owned(), vocabulary.kind(document.kind).to_owned())]
            }),
        ),
        (
            FieldName::Forum,
            Column::of(corpus, |document| {
                document.forum.iter().map(|id| (id.clone(), vocabulary.forum(id).to_owned())).collect()
            }),
        ),
        (
            FieldName::Presidency,
            Column::of(corpus, |document| {
                document.presidency.iter().map(|name| (name.clone(), name.clone())).collect()
            }),
        ),
        (
            FieldName::Topic,
            Column::of(corpus, |document| {
                document.topics.iter().map(|id| (id.clone(), vocabulary.topic(id).to_owned())).collect()
            }),
        ),
        (
            FieldName::Cites,
            Column::of(corpus, |document| document.cites.iter().map(|id| (id.clone(), instrument(id))).collect()),
        ),
        (FieldName::Language, Column::of(corpus, |document| languages(&document.language))),
        (
            FieldName::Document,
            Column::of(corpus, |document| vec![(document.id.to_string(), document.name().to_owned())]),
        ),
    ]
}

/// Returns a language by the first part of its tag, and by all of it.
fn languages(tag: &str) -> Vec<(String, String)> {
    let first = tag.split('-').next().unwrap_or(tag);
    let name = language_name(tag);
    let mut values = vec![(first.to_owned(), name.to_owned())];
    if first != tag {
        values.push((tag.to_owned(), format!("{name} ({tag})")));
    }
    values
}

fn newest(corpus: &Corpus) -> ByDocument<u32> {
    ranks(corpus, |document| Reverse(document.date))
}

/// Returns the rank of every document when they are sorted by `key`, those that are equal in it as in the corpus.
fn ranks<K: Ord>(corpus: &Corpus, key: impl Fn(&Document) -> K) -> ByDocument<u32> {
    let mut order: Vec<(K, DocumentPlace)> = corpus.places().map(|(place, document)| (key(document), place)).collect();
    order.sort_unstable();
    let mut ranks = corpus.by_document(|_, _| 0);
    for (rank, (_, place)) in (0..).zip(order) {
        ranks.get_mut(place).into_iter().for_each(|own| *own = rank);
    }
    ranks
}
