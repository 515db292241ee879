//! The paragraphs that a quotation may be from, as the index gives them: no other is ever read.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use super::quoted::Quoted;
use super::token::Token;
use crate::corpus::{DocumentPlace, ParagraphPlace};
use crate::search::Index;

/// How many paragraphs that share words are asked for.
const ALIKE: usize = 30;
/// How many paragraphs one part of a quotation may bring in all; the index gives those that have it whole first.
const MOST: usize = 120;
/// With how many words a quotation is also looked for by its beginning, which may stand before a paragraph's end.
const LONG: usize = 24;
/// How many words a beginning has.
const HEAD: usize = 8;

/// The index, asked once for the same words of a text.
pub(super) struct Finder<'a> {
    index: &'a Index,
    in_a_row: HashMap<Vec<String>, Rc<[ParagraphPlace]>>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(index: &'a Index) -> Self {
        Self { index, in_a_row: HashMap::new() }
    }

    /// Returns the paragraphs that have a quotation, or a part of it between declared changes, word for word.
    pub(super) fn with_all_words(&mut self, text: &str) -> BTreeSet<ParagraphPlace> {
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
                places.extend(self.in_a_row(&words(tokens)).iter().take(MOST));
                if tokens.len() >= LONG {
                    let head = tokens.get(..HEAD).unwrap_or_default();
                    places.extend(self.in_a_row(&words(head)).iter().take(MOST));
                }
            }
        }
        places
    }

    /// Returns the paragraphs that have most of a quotation's rarer words, the best first, as a search ranks them; before
    /// them those that have all in a row.
    pub(super) fn with_most_words(&mut self, text: &str) -> Vec<ParagraphPlace> {
        let read = Quoted::read(text);
        let mut places = self.alike(&read.joined(|_| false));
        if !read.joins.is_empty() {
            places.extend(self.alike(&read.joined(|_| true)));
        }
        places
    }

    /// Returns the records on the subject of a quotation, best first.
    pub(super) fn records(&self, text: &str, limit: usize) -> Vec<DocumentPlace> {
        self.index.records_about(&words(&Quoted::read(text).tokens), limit)
    }

    /// Returns how much each word of a quotation says.
    pub(super) fn weights(&self, quoted: &Quoted) -> Vec<f32> {
        quoted.tokens.iter().map(|token| self.index.rarity(&token.word)).collect()
    }

    fn alike(&mut self, quoted: &Quoted) -> Vec<ParagraphPlace> {
        let words = words(&quoted.tokens);
        let whole = self.in_a_row(&words);
        let alike = self.index.alike(&words, &whole, ALIKE);
        whole.iter().copied().chain(alike).take(MOST).collect()
    }

    fn in_a_row(&mut self, words: &[&str]) -> Rc<[ParagraphPlace]> {
        let key: Vec<String> = words.iter().map(ToString::to_string).collect();
        let found = self.in_a_row.entry(key).or_insert_with(|| self.index.in_a_row(words).into());
        Rc::clone(found)
    }
}

/// Returns the words as the index knows them: signs are words to us and punctuation to it.
pub(super) fn words(tokens: &[Token]) -> Vec<&str> {
    tokens.iter().map(|token| token.word.as_str()).filter(|word| word.contains(char::is_alphanumeric)).collect()
}
