//! The paragraphs that a quotation may be from, as the index gives them: no other is ever read.

use std::collections::BTreeSet;

use super::quoted::Quoted;
use super::token::Token;
use crate::search::Index;
use crate::search::Place;

/// How many paragraphs that share words are asked for.
const ALIKE: usize = 30;
/// How many paragraphs one part of a quotation may bring in all; the index gives those that have it whole first.
const MOST: usize = 120;
/// With how many words a quotation is also looked for by its beginning, which may stand before a paragraph's end.
const LONG: usize = 24;
/// How many words a beginning has.
const HEAD: usize = 8;

/// Returns the paragraphs that have a quotation, or a part of it between declared changes, word for word.
pub(super) fn with_all_words(index: &Index, text: &str) -> BTreeSet<Place> {
    let read = Quoted::read(text);
    let mut readings = vec![read.joined(|_| false)];
    if !read.joins.is_empty() {
        readings.push(read.joined(|_| true));
    }
    if read.declares() {
        readings.push(Quoted::plain(text));
    }
    let mut places = BTreeSet::new();
    for quoted in &readings {
        for segment in quoted.segments() {
            let tokens = quoted.tokens.get(segment).unwrap_or_default();
            places.extend(find(index, tokens, 0));
            if tokens.len() >= LONG {
                places.extend(find(index, tokens.get(..HEAD).unwrap_or_default(), 0));
            }
        }
    }
    places
}

/// Returns the paragraphs that have most of a quotation's rarer words, the best first, as a search ranks them.
pub(super) fn with_most_words(index: &Index, text: &str) -> Vec<Place> {
    let read = Quoted::read(text);
    let mut places: Vec<Place> = find(index, &read.joined(|_| false).tokens, ALIKE).collect();
    if !read.joins.is_empty() {
        places.extend(find(index, &read.joined(|_| true).tokens, ALIKE));
    }
    places
}

/// Returns the records on the subject of a quotation, by their places in the corpus, best first.
pub(super) fn records(index: &Index, text: &str, limit: usize) -> Vec<usize> {
    let quoted = Quoted::read(text);
    index.records_about(&words(&quoted.tokens), limit)
}

fn find(index: &Index, tokens: &[Token], alike: usize) -> impl Iterator<Item = Place> + use<> {
    index.candidates(&words(tokens), alike).into_iter().take(MOST)
}

/// Returns the words as the index knows them: signs are words to us and punctuation to it.
pub(super) fn words(tokens: &[Token]) -> Vec<&str> {
    tokens.iter().map(|token| token.word.as_str()).filter(|word| word.contains(char::is_alphanumeric)).collect()
}
