//! Paragraphs as words to compare, read once for a whole report.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::spelling::Spelling;
use super::token::each_word;
use crate::corpus::{Corpus, Document, Paragraph, ParagraphPlace};

/// Every word met, by number; two words are compared by number, or as spellings by key.
pub(super) struct Lexicon<'a> {
    pub(super) spelling: &'a Spelling,
    numbers: HashMap<Rc<str>, u32>,
    words: Vec<Numbered>,
}

/// A word that has a number.
struct Numbered {
    word: Rc<str>,
    /// The number of what it is compared as: its own where it has no other spelling.
    key: u32,
    /// Whether it stands in one of the texts read so far.
    is_in_texts: bool,
}

impl Lexicon<'_> {
    /// Returns the number of a folded word, a new one if it is met for the first time.
    pub(super) fn number(&mut self, word: &str) -> u32 {
        if let Some(&number) = self.numbers.get(word) {
            return number;
        }
        let number = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let shared: Rc<str> = word.into();
        self.numbers.insert(Rc::clone(&shared), number);
        self.words.push(Numbered { word: shared, key: number, is_in_texts: false });
        let key = self.spelling.key(word);
        if *key != *word {
            let key = self.number(&key);
            self.words.get_mut(number as usize).into_iter().for_each(|word| word.key = key);
        }
        number
    }

    /// Returns the number of a folded word of a text.
    fn number_in_text(&mut self, word: &str) -> u32 {
        let number = self.number(word);
        self.words.get_mut(number as usize).into_iter().for_each(|numbered| numbered.is_in_texts = true);
        number
    }

    /// Returns the word of a number.
    pub(super) fn word(&self, number: u32) -> &str {
        self.words.get(number as usize).map_or("", |numbered| &numbered.word)
    }

    /// Returns what the word of a number is compared as, the same for all its spellings.
    pub(super) fn key(&self, number: u32) -> u32 {
        self.words.get(number as usize).map_or(u32::MAX, |numbered| numbered.key)
    }

    /// Tells whether a word stands in one of the texts read so far.
    pub(super) fn in_texts(&self, word: &str) -> bool {
        let number = self.numbers.get(word).and_then(|number| self.words.get(*number as usize));
        number.is_some_and(|numbered| numbered.is_in_texts)
    }
}

/// The corpus as words, read as far as it is needed.
pub(super) struct Library<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) lexicon: Lexicon<'a>,
    sources: HashMap<ParagraphPlace, Rc<Source>>,
}

/// A paragraph's words and their byte ranges in its text.
struct Source {
    words: Vec<u32>,
    ranges: Vec<Range<usize>>,
}

impl<'a> Library<'a> {
    pub(super) fn new(corpus: &'a Corpus, spelling: &'a Spelling) -> Self {
        let lexicon = Lexicon { spelling, numbers: HashMap::new(), words: Vec::new() };
        Self { corpus, lexicon, sources: HashMap::new() }
    }

    /// Returns the document at a place.
    pub(super) fn document(&self, place: ParagraphPlace) -> Option<&'a Document> {
        self.corpus.at(place.document)
    }

    /// Returns the paragraph at a place.
    pub(super) fn paragraph(&self, place: ParagraphPlace) -> Option<&'a Paragraph> {
        Some(self.corpus.paragraph_at(place)?.1)
    }

    /// Returns the passage that is one paragraph.
    pub(super) fn passage(&mut self, place: ParagraphPlace) -> Option<Passage> {
        let mut passage = Passage { first: place, sources: Vec::new(), words: Vec::new() };
        self.grow(&mut passage).then_some(passage)
    }

    /// Adds the paragraph after a passage to it; tells whether there is one.
    pub(super) fn grow(&mut self, passage: &mut Passage) -> bool {
        let next = ParagraphPlace { paragraph: passage.first.paragraph + passage.sources.len(), ..passage.first };
        let Some(source) = self.source(next) else { return false };
        passage.words.extend(&source.words);
        passage.sources.push(source);
        true
    }

    fn source(&mut self, place: ParagraphPlace) -> Option<Rc<Source>> {
        if let Some(source) = self.sources.get(&place) {
            return Some(Rc::clone(source));
        }
        let mut source = Source { words: Vec::new(), ranges: Vec::new() };
        each_word(&self.paragraph(place)?.text, |word, range| {
            source.words.push(self.lexicon.number_in_text(word));
            source.ranges.push(range);
        });
        let source = Rc::new(source);
        self.sources.insert(place, Rc::clone(&source));
        Some(source)
    }
}

/// The words of neighbouring paragraphs of one document in a row.
#[derive(Clone)]
pub(super) struct Passage {
    first: ParagraphPlace,
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
    pub(super) fn locate(&self, word: usize) -> Option<(ParagraphPlace, Range<usize>)> {
        let mut rest = word;
        for (at, source) in self.sources.iter().enumerate() {
            if let Some(range) = source.ranges.get(rest) {
                return Some((ParagraphPlace { paragraph: self.first.paragraph + at, ..self.first }, range.clone()));
            }
            rest -= source.ranges.len();
        }
        None
    }

    /// Returns the parts of some of its words, one for each paragraph: from the first word there to the last.
    pub(super) fn parts(&self, words: &Range<usize>) -> Vec<(ParagraphPlace, Range<usize>)> {
        let mut parts: Vec<(ParagraphPlace, Range<usize>)> = Vec::new();
        for (place, range) in words.clone().filter_map(|word| self.locate(word)) {
            match parts.last_mut() {
                Some((last, part)) if *last == place => part.end = range.end,
                _ => parts.push((place, range)),
            }
        }
        parts
    }
}
