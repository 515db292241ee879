//! The documents as search needs them: which paragraphs are whose, in what orders they come, what properties they have.
//!
//! Made once from the corpus. Paragraphs are counted through all documents in the order of the corpus. A place that it
//! does not have is of another corpus: a server answers on, tests stop.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use super::Sort;
pub(crate) use super::column::{Column, plain};
use super::column::{narrow, ranks};
use super::mention::{Mentioned, Paragraphs};
use crate::corpus::{Corpus, language_name};
use crate::search::analysis::TextLanguage;
use crate::search::language::FieldName;
use crate::wording;

/// All documents by their place in the corpus.
#[derive(Default)]
pub(crate) struct Catalogue {
    /// The document of every paragraph.
    document_of: Vec<u32>,
    /// The first paragraph of every document, and after them how many there are.
    firsts: Vec<u32>,
    newest: Vec<u32>,
    by_title: Vec<u32>,
    columns: Vec<(FieldName, Column)>,
    /// What paragraphs mention; nothing among records, which have none.
    pub(crate) mentioned: Option<Mentioned>,
    /// For every document the number of those that have its values in every column but that of documents, and for
    /// every such number one of them: there are few, so hits are counted by them first.
    likeness: Vec<u32>,
    examples: Vec<u32>,
    /// The language of every document, as search divides its words.
    pub(crate) languages: Arc<[TextLanguage]>,
}

/// A document with hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DocumentHits {
    /// Its place in the corpus.
    pub(crate) document: u32,
    /// How many of its paragraphs are hits.
    pub(crate) hits: u32,
}

impl Catalogue {
    /// Gathers the documents of a corpus.
    pub(crate) fn of(corpus: &Corpus) -> Self {
        let (mut document_of, mut firsts) = (Vec::new(), vec![0]);
        for (document, place) in corpus.documents().iter().zip(0_u32..) {
            document_of.resize(document_of.len() + document.paragraphs.len(), place);
            firsts.push(narrow(document_of.len()));
        }
        let by_title = ranks(corpus.documents(), |document, at| (wording::fold(document.name()), at));
        let columns = columns(corpus);
        let mut likeness = Vec::with_capacity(corpus.documents().len());
        let (mut known, mut examples) = (HashMap::new(), Vec::new());
        for (document, place) in (0..corpus.documents().len()).zip(0_u32..) {
            let others = columns.iter().filter(|(name, _)| *name != FieldName::Document);
            let values: Vec<&[u32]> = others.map(|(_, column)| column.of_document(document)).collect();
            likeness.push(*known.entry(values).or_insert_with(|| {
                examples.push(place);
                narrow(examples.len() - 1)
            }));
        }
        let languages = corpus.documents().iter().map(|document| TextLanguage::of(&document.language)).collect();
        let mentioned = Some(Mentioned::of(corpus));
        Self {
            document_of,
            firsts,
            newest: newest(corpus),
            by_title,
            columns,
            mentioned,
            likeness,
            examples,
            languages,
        }
    }

    /// Gathers the records at `places` of a corpus, each counted as one paragraph. They are not put in order of title.
    pub(crate) fn of_records(corpus: &Corpus, places: &[usize]) -> Self {
        let document_of = places.iter().map(|place| narrow(*place)).collect();
        let first = |document: usize| narrow(places.partition_point(|place| *place < document));
        let firsts = (0..=corpus.documents().len()).map(first).collect();
        Self { document_of, firsts, newest: newest(corpus), ..Self::default() }
    }

    /// Returns how many paragraphs there are.
    pub(crate) fn paragraphs(&self) -> u32 {
        narrow(self.document_of.len())
    }

    /// Returns how many documents and records there are.
    pub(crate) fn documents(&self) -> usize {
        self.firsts.len() - 1
    }

    /// Returns the document of a paragraph.
    pub(crate) fn document_of(&self, paragraph: u32) -> usize {
        debug_assert!(paragraph < self.paragraphs(), "no paragraph {paragraph}");
        self.document_of.get(paragraph as usize).map_or(0, |document| *document as usize)
    }

    /// Returns the document of a paragraph, and the first paragraph of the next.
    pub(crate) fn around(&self, paragraph: u32) -> (u32, u32) {
        let document = self.document_of(paragraph);
        (narrow(document), self.firsts.get(document + 1).copied().unwrap_or(u32::MAX))
    }

    /// Returns the first paragraph of a document, and the first that is no longer of it.
    pub(crate) fn paragraphs_of(&self, document: usize) -> (u32, u32) {
        debug_assert!(document < self.documents(), "no document {document}");
        let first = |document: usize| self.firsts.get(document).copied().unwrap_or(u32::MAX);
        (first(document), first(document + 1))
    }

    /// Returns a paragraph's place in its document.
    pub(crate) fn place_in_document(&self, paragraph: u32) -> usize {
        let first = self.firsts.get(self.document_of(paragraph)).copied().unwrap_or_default();
        paragraph.saturating_sub(first) as usize
    }

    /// Returns a document's rank in an order; ties in relevance are broken newest first.
    pub(crate) fn rank(&self, sort: Sort, document: usize) -> u32 {
        let ranks = match sort {
            Sort::Relevance | Sort::Newest => &self.newest,
            Sort::Oldest => return narrow(document),
            Sort::Document => &self.by_title,
        };
        ranks.get(document).copied().unwrap_or(u32::MAX)
    }

    /// Adds up the hits of documents that have the same values in every column but that of documents, and returns the
    /// sums with one document for each.
    pub(crate) fn alike(&self, hits: impl Iterator<Item = DocumentHits>) -> Vec<DocumentHits> {
        let mut sums = vec![0; self.examples.len()];
        for DocumentHits { document, hits } in hits {
            let sum = self.likeness.get(document as usize).and_then(|like| sums.get_mut(*like as usize));
            *sum.unwrap_or(&mut 0) += hits;
        }
        let sums = self.examples.iter().zip(sums).filter(|(_, hits)| *hits > 0);
        sums.map(|(document, hits)| DocumentHits { document: *document, hits }).collect()
    }

    /// Returns the paragraphs that mention an instrument for which `wanted` says so.
    pub(crate) fn mentioning(&self, wanted: &[bool]) -> Paragraphs {
        self.mentioned.as_ref().map_or_else(Paragraphs::default, |mentioned| {
            mentioned.mentioning(wanted, self.documents(), |paragraph| self.document_of(paragraph))
        })
    }

    /// Returns a property of all documents; of all paragraphs that mention anything where that is asked.
    pub(crate) fn column(&self, name: FieldName) -> Option<&Column> {
        if name == FieldName::Mentions {
            return self.mentioned.as_ref().map(|mentioned| &mentioned.column);
        }
        self.columns.iter().find(|(own, _)| *own == name).map(|(_, column)| column)
    }

    /// Tells whether the name of a document has `part` in it, as names are compared.
    pub(crate) fn is_named(&self, document: usize, part: &str) -> bool {
        self.column(FieldName::Document).is_some_and(|column| column.plain_labels.get(document).contains(part))
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
        for (document, ends) in self.firsts.windows(2).enumerate() {
            let held = ends.last().zip(ends.first()).map_or(0, |(end, start)| end - start);
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
    pub(crate) documents: Option<Vec<bool>>,
    /// The shard's first paragraph.
    pub(crate) first: u32,
}

impl Within<'_> {
    /// Tells whether a paragraph of the shard is one of them.
    pub(crate) fn has(&self, text: u32) -> bool {
        self.documents.is_none() || self.has_document(self.catalogue.document_of(self.first + text))
    }

    /// Returns the first of them at or after a paragraph of the shard, which may be beyond its end.
    pub(crate) fn next(&self, text: u32) -> u32 {
        if self.documents.is_none() || self.first + text >= self.catalogue.paragraphs() || self.has(text) {
            return text;
        }
        let firsts = self.catalogue.firsts.windows(2).enumerate().skip(self.catalogue.document_of(self.first + text));
        let mut held = firsts.filter_map(|(document, ends)| match ends {
            [start, end] if start < end && self.has_document(document) => Some(*start),
            _ => None,
        });
        held.next().map_or(u32::MAX, |start| start - self.first)
    }

    fn has_document(&self, document: usize) -> bool {
        passes(self.documents.as_deref(), document)
    }
}

/// Tells whether a document is in a set of them; where there is none, all are.
pub(crate) fn passes(documents: Option<&[bool]>, document: usize) -> bool {
    documents.is_none_or(|documents| documents.get(document) == Some(&true))
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

fn newest(corpus: &Corpus) -> Vec<u32> {
    ranks(corpus.documents(), |document, at| (Reverse(document.date), at))
}
