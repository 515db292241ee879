//! The words of titles: they add to the score of a document's paragraphs and never make a hit.

use std::collections::HashMap;

use super::analysis;
use super::plan::Plan;
use super::rank::TITLE;
use crate::corpus::Corpus;

/// For every word of a title, the documents that have it there, in order.
pub(super) struct Titles {
    documents_of: HashMap<Box<str>, Vec<u32>>,
    documents: usize,
}

impl Titles {
    /// Gathers the titles of a corpus.
    pub(super) fn of(corpus: &Corpus) -> Self {
        let mut documents_of: HashMap<Box<str>, Vec<u32>> = HashMap::new();
        for (document, place) in corpus.documents().iter().zip(0_u32..) {
            for word in analysis::words(&document.title) {
                let documents = documents_of.entry(word.into()).or_default();
                if documents.last() != Some(&place) {
                    documents.push(place);
                }
            }
        }
        Self { documents_of, documents: corpus.documents().len() }
    }

    /// Returns what each document's title adds to the score of its paragraphs; empty where none adds.
    pub(super) fn scores(&self, plan: &Plan) -> Vec<f32> {
        let mut scores = Vec::new();
        for unit in plan.units.iter().filter(|unit| unit.weight > 0.0) {
            let mut having: Vec<u32> = unit.paths.iter().flat_map(|path| self.having_all(plan, path)).collect();
            having.sort_unstable();
            having.dedup();
            if !having.is_empty() {
                scores.resize(self.documents, 0.0);
            }
            for document in having {
                if let Some(score) = scores.get_mut(document as usize) {
                    *score += TITLE * unit.weight;
                }
            }
        }
        scores
    }

    fn having_all(&self, plan: &Plan, path: &[usize]) -> Vec<u32> {
        let having = |set: &usize| -> Vec<u32> {
            let words = plan.sets.get(*set).map_or(&[][..], |set| set.words.as_slice());
            let mut documents: Vec<u32> =
                words.iter().filter_map(|word| self.documents_of.get(word)).flatten().copied().collect();
            documents.sort_unstable();
            documents
        };
        let Some((first, rest)) = path.split_first() else { return Vec::new() };
        let mut all = having(first);
        for set in rest {
            let documents = having(set);
            all.retain(|document| documents.binary_search(document).is_ok());
        }
        all
    }
}
