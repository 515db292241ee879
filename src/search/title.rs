//! The words of titles: they add to the score of a document's paragraphs and never make a hit.

use std::collections::HashMap;

use super::analysis;
use super::plan::Plan;
use super::rank::TITLE;
use crate::corpus::Corpus;

/// For every word of a title, the documents that have it there, in order.
pub(super) struct Titles {
    documents_of: HashMap<Box<str>, Vec<u32>>,
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
        Self { documents_of }
    }

    /// Returns what titles add to the score of their documents' paragraphs, by document; those that add nothing are
    /// left out.
    pub(super) fn scores(&self, plan: &Plan) -> Vec<(u32, f32)> {
        let mut scores: Vec<(u32, f32)> = Vec::new();
        for unit in plan.units.iter().filter(|unit| unit.weight > 0.0) {
            let mut having: Vec<u32> = unit.paths.iter().flat_map(|path| self.having_all(plan, path)).collect();
            having.sort();
            having.dedup();
            scores.extend(having.into_iter().map(|document| (document, TITLE * unit.weight)));
        }
        // Each unit's are in order already, which this sort makes use of.
        scores.sort_by_key(|(document, _)| *document);
        scores.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            kept.1 += if same { later.1 } else { 0.0 };
            same
        });
        scores
    }

    fn having_all(&self, plan: &Plan, path: &[usize]) -> Vec<u32> {
        let having = |set: &usize| -> Vec<u32> {
            let words = plan.sets.get(*set).map_or(&[][..], |set| set.words.as_slice());
            let mut documents: Vec<u32> =
                words.iter().filter_map(|word| self.documents_of.get(word)).flatten().copied().collect();
            documents.sort();
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
