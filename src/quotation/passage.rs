//! Paragraphs as words to compare, read once for a whole report.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;

use super::spelling::Spelling;
use super::token::tokens;
use crate::corpus::{Corpus, Document, Paragraph};
use crate::search::Place;

/// Every word met, by number; two words are compared by number, or as spellings by key.
pub(super) struct Lexicon<'a> {
    pub(super) spelling: &'a Spelling,
    numbers: HashMap<String, u32>,
    words: Vec<String>,
    keys: Vec<u32>,
    in_texts: HashSet<u32>,
    key_numbers: HashMap<String, u32>,
}

impl Lexicon<'_> {
    /// Returns the number of a folded word, a new one if it is met for the first time.
    pub(super) fn number(&mut self, word: &str) -> u32 {
        if let Some(&number) = self.numbers.get(word) {
            return number;
        }
        let number = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let next = u32::try_from(self.key_numbers.len()).unwrap_or(u32::MAX);
        let key = *self.key_numbers.entry(self.spelling.key(word)).or_insert(next);
        self.numbers.insert(word.to_owned(), number);
        self.words.push(word.to_owned());
        self.keys.push(key);
        number
    }

    /// Returns the word of a number.
    pub(super) fn word(&self, number: u32) -> &str {
        self.words.get(number as usize).map_or("", String::as_str)
    }

    /// Returns what the word of a number is compared as, the same for all its spellings.
    pub(super) fn key(&self, number: u32) -> u32 {
        self.keys.get(number as usize).copied().unwrap_or(u32::MAX)
    }

    /// Tells whether a word stands in one of the texts read so far.
    pub(super) fn in_texts(&self, word: &str) -> bool {
        self.numbers.get(word).is_some_and(|number| self.in_texts.contains(number))
    }
}

/// The corpus as words, read as far as it is needed.
pub(super) struct Library<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) lexicon: Lexicon<'a>,
    sources: HashMap<Place, Rc<Source>>,
}

/// A paragraph's words and their byte ranges in its text.
struct Source {
    words: Vec<u32>,
    ranges: Vec<Range<usize>>,
}

impl<'a> Library<'a> {
    pub(super) fn new(corpus: &'a Corpus, spelling: &'a Spelling) -> Self {
        let lexicon = Lexicon {
            spelling,
            numbers: HashMap::new(),
            words: Vec::new(),
            keys: Vec::new(),
            in_texts: HashSet::new(),
            key_numbers: HashMap::new(),
        };
        Self { corpus, lexicon, sources: HashMap::new() }
    }

    /// Returns the document at a place.
    pub(super) fn document(&self, place: Place) -> Option<&'a Document> {
        self.corpus.documents().get(place.document)
    }

    /// Returns the paragraph at a place.
    pub(super) fn paragraph(&self, place: Place) -> Option<&'a Paragraph> {
        self.document(place)?.paragraphs.get(place.paragraph)
    }

    /// Returns the passage that is one paragraph.
    pub(super) fn passage(&mut self, place: Place) -> Option<Passage> {
        let mut passage = Passage { first: place, sources: Vec::new(), words: Vec::new() };
        self.grow(&mut passage).then_some(passage)
    }

    /// Adds the paragraph after a passage to it; tells whether there is one.
    pub(super) fn grow(&mut self, passage: &mut Passage) -> bool {
        let next = Place { paragraph: passage.first.paragraph + passage.sources.len(), ..passage.first };
        let Some(source) = self.source(next) else { return false };
        passage.words.extend(&source.words);
        passage.sources.push(source);
        true
    }

    fn source(&mut self, place: Place) -> Option<Rc<Source>> {
        if let Some(source) = self.sources.get(&place) {
            return Some(Rc::clone(source));
        }
        let mut source = Source { words: Vec::new(), ranges: Vec::new() };
        for token in tokens(&self.paragraph(place)?.text) {
            let number = self.lexicon.number(&token.word);
            self.lexicon.in_texts.insert(number);
            source.words.push(number);
            source.ranges.push(token.range);
        }
        let source = Rc::new(source);
        self.sources.insert(place, Rc::clone(&source));
        Some(source)
    }
}

/// The words of neighbouring paragraphs of one document in a row.
#[derive(Clone)]
pub(super) struct Passage {
    first: Place,
    sources: Vec<Rc<Source>>,
    words: Vec<u32>,
}

impl Passage {
    /// Returns the numbers of its words.
    pub(super) fn words(&self) -> &[u32] {
        &self.words
    }

    /// Returns how many words the first paragraph has.
    pub(super) fn first_length(&self) -> usize {
        self.sources.first().map_or(0, |source| source.words.len())
    }

    /// Returns the word behind the last of the paragraph that a word is in.
    pub(super) fn end_of_paragraph(&self, word: usize) -> usize {
        let mut end = 0;
        for source in &self.sources {
            end += source.words.len();
            if word < end {
                break;
            }
        }
        end
    }

    /// Returns where a word stands: its paragraph and its byte range there.
    pub(super) fn locate(&self, word: usize) -> Option<(Place, Range<usize>)> {
        let mut rest = word;
        for (at, source) in self.sources.iter().enumerate() {
            if let Some(range) = source.ranges.get(rest) {
                return Some((Place { paragraph: self.first.paragraph + at, ..self.first }, range.clone()));
            }
            rest -= source.ranges.len();
        }
        None
    }

    /// Returns the parts of some of its words, one for each paragraph: from the first word there to the last.
    pub(super) fn parts(&self, words: &Range<usize>) -> Vec<(Place, Range<usize>)> {
        let mut parts: Vec<(Place, Range<usize>)> = Vec::new();
        for (place, range) in words.clone().filter_map(|word| self.locate(word)) {
            match parts.last_mut() {
                Some((last, part)) if *last == place => part.end = range.end,
                _ => parts.push((place, range)),
            }
        }
        parts
    }
}
