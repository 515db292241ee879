//! The words that the first hits of a search share: what else has them may be about the same, as relevance models take it.
//!
//! A word weighs what it weighs in each hit by how well that hit was found, and more the rarer it is. Nothing is found or
//! counted by them here: a page that shows what they find says so.

use std::collections::BTreeMap;

use super::Hit;
use crate::corpus::Corpus;
use crate::search::analysis::{TextLanguage, is_stop_word, shown, terms};
use crate::search::index::Index;

/// So many hits tell what a search is about: further ones are less and less about it.
const HITS: usize = 10;

/// Shorter words say little of a subject.
const LETTERS: usize = 3;

/// Words that say nothing of a subject, though they are no stop words of a search.
const SAY_LITTLE: [&str; 32] = [
    "all", "also", "any", "been", "can", "could", "each", "had", "has", "have", "her", "his", "its", "may", "more",
    "must", "not", "other", "our", "ours", "shall", "should", "some", "such", "their", "them", "those", "were",
    "which", "who", "will", "would",
];

/// Returns the words that weigh most among the first hits of a search and stand in other paragraphs too, at most `most`.
pub(crate) fn shared_words(index: &Index, corpus: &Corpus, hits: &[Hit], most: usize) -> Vec<String> {
    let hits: Vec<&Hit> = hits.iter().take(HITS).collect();
    let sum: f32 = hits.iter().map(|hit| hit.score).sum();
    // For each word, what it weighs and how many of the hits have it.
    let mut weights: BTreeMap<String, (f32, u32)> = BTreeMap::new();
    for hit in &hits {
        let Some((document, paragraph)) = corpus.paragraph_at(hit.place) else { continue };
        let words = terms(&paragraph.text, TextLanguage::of(&document.language));
        let share = if sum > 0.0 { hit.score / sum } else { 1.0 } / words.len().max(1) as f32;
        let mut seen: Vec<&String> = Vec::new();
        for word in &words {
            let (weight, having) = weights.entry(word.clone()).or_default();
            *weight += share;
            if !seen.contains(&word) {
                *having += 1;
                seen.push(word);
            }
        }
    }
    // What one of several hits alone has is no subject of theirs.
    let fewest = if hits.len() > 1 { 2 } else { 1 };
    let paragraphs = index.coverage().paragraphs.max(1) as f32;
    let mut shared: Vec<(f32, String)> = weights
        .into_iter()
        .filter_map(|(word, (weight, having))| {
            let plain = shown(&word);
            let says = plain.chars().count() >= LETTERS
                && plain.contains(char::is_alphabetic)
                && !is_stop_word(plain)
                && !SAY_LITTLE.contains(&plain);
            let texts = index.dictionary.texts(&word);
            (says && having >= fewest && texts > having)
                .then(|| (weight * (paragraphs / texts as f32).ln(), plain.to_owned()))
        })
        .collect();
    shared.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    shared.dedup_by(|later, kept| later.1 == kept.1);
    shared.truncate(most);
    shared.into_iter().map(|(_, word)| word).collect()
}
