//! One property of all documents, or of all paragraphs that have it: its values, and who has which.

use std::collections::HashMap;

use super::strings::Strings;
use crate::corpus::{Corpus, Document, DocumentPlace};
use crate::wording;

/// One property of all documents.
#[derive(Default)]
pub(crate) struct Column {
    /// The values there are, as addresses write them, in the order of their first document.
    pub(crate) values: Strings,
    /// The words for them.
    pub(crate) labels: Strings,
    /// Both as they are compared.
    pub(super) plain_values: Strings,
    pub(super) plain_labels: Strings,
    /// For every document or paragraph, where its values begin in `entries`, and after them how many there are.
    starts: Vec<u32>,
    /// The values of all, as places in `values`.
    entries: Vec<u32>,
    /// The rank of every value by its words.
    pub(crate) by_label: Vec<u32>,
}

impl Column {
    pub(super) fn of<'a>(corpus: &'a Corpus, values_of: impl Fn(&'a Document) -> Vec<(String, String)>) -> Self {
        let mut column = Self { starts: vec![0], ..Self::default() };
        let mut known = HashMap::new();
        for document in corpus.documents() {
            for (value, label) in values_of(document) {
                let number = *known.entry(value).or_insert_with_key(|value| column.named(value, &label));
                column.entries.push(number);
            }
            column.starts.push(narrow(column.entries.len()));
        }
        column.finish();
        column
    }

    /// Adds a value with the words for it, and returns its place.
    pub(super) fn named(&mut self, value: &str, label: &str) -> u32 {
        self.plain_values.push(&plain(value));
        self.plain_labels.push(&plain(label));
        self.values.push(value);
        self.labels.push(label);
        narrow(self.values.len() - 1)
    }

    /// Adds the values of what comes next, a document or a paragraph.
    pub(super) fn push_row(&mut self, values: &[u32]) {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        self.entries.extend_from_slice(values);
        self.starts.push(narrow(self.entries.len()));
    }

    /// Puts the values in order, once all are there.
    pub(super) fn finish(&mut self) {
        for strings in [&mut self.values, &mut self.labels, &mut self.plain_values, &mut self.plain_labels] {
            strings.shrink_to_fit();
        }
        self.entries.shrink_to_fit();
        self.starts.shrink_to_fit();
        let labelled: Vec<(&str, &str)> = self.labels.iter().zip(self.values.iter()).collect();
        self.by_label = ranks(&labelled);
    }

    /// Tells whether every document has one value that no other has: the value's place is then the document's.
    pub(crate) fn is_the_document(&self) -> bool {
        self.values.len() == self.entries.len() && self.entries.len() + 1 == self.starts.len()
    }

    /// Returns the values of a document.
    pub(crate) fn of_document(&self, document: DocumentPlace) -> &[u32] {
        self.of_row(document.number() as usize)
    }

    /// Returns the values of what was added after so many others, a document or a paragraph.
    pub(super) fn of_row(&self, row: usize) -> &[u32] {
        let range = self.starts.get(row).zip(self.starts.get(row + 1));
        range.and_then(|(&from, &to)| self.entries.get(from as usize..to as usize)).unwrap_or_default()
    }

    /// Returns which values are this, or have it as their label, as they are compared.
    pub(crate) fn equal(&self, wanted: &str) -> Vec<bool> {
        let plain = self.plain_values.iter().zip(self.plain_labels.iter());
        plain.map(|(value, label)| value == wanted || label == wanted).collect()
    }

    /// Returns which values have `part` in them or in their label, as they are compared.
    pub(crate) fn containing(&self, part: &str) -> Vec<bool> {
        let mut containing = vec![false; self.values.len()];
        for number in self.plain_values.containing(part).chain(self.plain_labels.containing(part)) {
            if let Some(contains) = containing.get_mut(number) {
                *contains = true;
            }
        }
        containing
    }
}

/// Tells whether one of `values` is wanted, told for each that there is.
pub(super) fn has_any(values: &[u32], wanted: &[bool]) -> bool {
    values.iter().any(|value| wanted.get(*value as usize) == Some(&true))
}

/// Returns a value as it is compared: folded, without hyphens and accents.
pub(crate) fn plain(value: &str) -> String {
    wording::without_accents(&wording::fold(value)).replace(['-', '_'], " ").trim().to_owned()
}

/// Returns the rank of every item when they are sorted.
fn ranks<T: Ord>(items: &[T]) -> Vec<u32> {
    let mut order: Vec<(&T, usize)> = items.iter().zip(0..).collect();
    order.sort_unstable();
    let mut ranks = vec![0; items.len()];
    for (rank, (_, at)) in order.into_iter().enumerate() {
        if let Some(own) = ranks.get_mut(at) {
            *own = narrow(rank);
        }
    }
    ranks
}

/// Paragraphs are counted in 32 bits, as the index does.
pub(super) fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
