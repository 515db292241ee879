//! The words of a paragraph as they are compared.

use std::ops::Range;

use super::spelling::Spellings;
use crate::wording::{Folded, without_note_marks, words};

/// The words of a paragraph, and what each is compared as.
#[derive(Debug)]
pub(super) struct Tokens {
    /// Each word as folded, with its byte range in the text.
    written: Vec<(String, Range<usize>)>,
    tokens: Vec<Token>,
    /// How many bytes the text has.
    length: usize,
    /// Whether the text has no word, so that all of it stands for one.
    is_wordless: bool,
}

/// What a word, or part of one, is compared as.
#[derive(Debug)]
struct Token {
    key: String,
    /// The words it stands for: one, or all of a form of several.
    first: usize,
    last: usize,
}

impl Tokens {
    /// Reads a text.
    pub(super) fn of(text: &str, spellings: &Spellings) -> Self {
        let folded = Folded::new(&without_note_marks(text));
        let mut written: Vec<(String, Range<usize>)> =
            words(&folded).map(|word| (word.folded.to_owned(), word.original)).collect();
        let is_wordless = written.is_empty();
        if is_wordless && !text.is_empty() {
            // A line of dashes or stars is compared by its characters; no word begins with a space.
            written.push((format!(" {}", folded.text()), 0..text.len()));
        }
        let plain: Vec<&str> = written.iter().map(|(word, _)| word.as_str()).collect();
        let mut tokens = Vec::with_capacity(plain.len());
        let mut at = 0;
        while let Some(rest) = plain.get(at..).filter(|rest| !rest.is_empty()) {
            let (length, usual) = spellings.first(rest);
            let token = |key: &str| Token { key: key.to_owned(), first: at, last: at + length - 1 };
            match usual {
                Some(usual) => tokens.extend(usual.iter().map(|key| token(key))),
                None => tokens.extend(rest.first().map(|word| token(word))),
            }
            at += length;
        }
        Self { written, tokens, length: text.len(), is_wordless }
    }

    /// Returns what the words are compared as, in order.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.tokens.iter().map(|token| token.key.as_str())
    }

    /// Returns the places of those that are a further part of the word of the one before.
    pub(super) fn parts(&self) -> impl Iterator<Item = usize> {
        let pairs = self.tokens.iter().zip(self.tokens.iter().skip(1)).enumerate();
        pairs.filter(|(_, (before, token))| before.last >= token.first).map(|(at, _)| at + 1)
    }

    /// Returns how many words there are.
    pub(super) fn words(&self) -> usize {
        if self.is_wordless { 0 } else { self.written.len() }
    }

    /// Returns the words that some tokens stand for.
    pub(super) fn written(&self, tokens: &Range<usize>) -> Range<usize> {
        let first = self.tokens.get(tokens.start).map_or(self.written.len(), |token| token.first);
        let last = tokens.end.checked_sub(1).and_then(|last| self.tokens.get(last));
        first..last.map_or(first, |token| token.last + 1)
    }

    /// Returns some words as folded.
    pub(super) fn folded(&self, written: Range<usize>) -> impl Iterator<Item = &str> {
        self.written.get(written).unwrap_or_default().iter().map(|(word, _)| word.as_str())
    }

    /// Tells whether a new word begins with a token, or the text ends before it.
    pub(super) fn begins(&self, token: usize) -> bool {
        let before = token.checked_sub(1).and_then(|before| self.tokens.get(before));
        let this = self.tokens.get(token);
        before.zip(this).is_none_or(|(before, this)| before.last < this.first)
    }

    /// Tells whether a token stands for one of some words.
    pub(super) fn is_of(&self, token: usize, written: &Range<usize>) -> bool {
        self.tokens.get(token).is_some_and(|token| written.contains(&token.first))
    }

    /// Returns the byte range of some words, without what is around them.
    pub(super) fn bare(&self, written: &Range<usize>) -> Range<usize> {
        let start = self.written.get(written.start).map_or(self.length, |(_, range)| range.start);
        let last = written.end.checked_sub(1).and_then(|last| self.written.get(last));
        start..last.map_or(start, |(_, range)| range.end.max(start))
    }

    /// Returns the byte at which the text is cut before a word: behind the white space, so that a bracket or quotation mark
    /// that opens goes with it.
    pub(super) fn cut(&self, text: &str, word: usize) -> usize {
        let Some(before) = word.checked_sub(1).and_then(|before| self.written.get(before)) else { return 0 };
        let Some((_, this)) = self.written.get(word) else { return self.length };
        let between = text.get(before.1.end..this.start).unwrap_or_default();
        let space = between.char_indices().rev().find(|(_, character)| character.is_whitespace());
        space.map_or(this.start, |(at, character)| before.1.end + at + character.len_utf8())
    }
}
