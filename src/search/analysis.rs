//! What search compares: the words of a text as `wording` divides it, without accents and possessive endings.
//!
//! Texts and queries go through the same function, so a word of a query is found where the same word stands. Knows
//! no index and no query.

use std::borrow::Cow;
use std::ops::Range;

use tantivy::tokenizer::{
    Language, RawTokenizer, Stemmer, TextAnalyzer, Token as IndexToken, TokenStream as IndexTokenStream,
    Tokenizer as IndexTokenizer,
};

use crate::wording::{self, Folded};

/// Lucene's 33 stop words: found like any word, but without weight in the score.
pub(crate) const STOP_WORDS: [&str; 33] = [
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no", "not", "of",
    "on", "or", "such", "that", "the", "their", "then", "there", "these", "they", "this", "to", "was", "will", "with",
];

/// Tells whether a word is too common to say anything about relevance.
pub(crate) fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.binary_search(&word).is_ok()
}

/// One word of a text as search compares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// The word.
    pub(crate) word: String,
    /// Its byte range in the text.
    pub(crate) range: Range<usize>,
}

/// Folds a text for its words: marks of notes, as in `cyberspace¹`, are no part of them. Offsets are those of the text.
pub(crate) fn folded(text: &str) -> Folded {
    Folded::new(&wording::without_note_marks(text))
}

/// Returns the words of a folded text in order, as search compares them, with their byte ranges in the text itself.
pub(crate) fn each_word(folded: &Folded) -> impl Iterator<Item = (Cow<'_, str>, Range<usize>)> {
    wording::words(folded).map(|word| (comparable(word.folded), word.original))
}

/// Returns the words of a text in order.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    each_word(&folded(text)).map(|(word, range)| Token { word: word.into_owned(), range }).collect()
}

/// Returns the words of a text in order, without their places.
pub(crate) fn words(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| token.word).collect()
}

/// Returns a folded word as search compares it.
pub(crate) fn comparable(folded: &str) -> Cow<'_, str> {
    let word = folded.strip_suffix("'s").filter(|rest| !rest.is_empty()).unwrap_or(folded);
    if word.is_ascii() {
        return Cow::Borrowed(word);
    }
    let plain = wording::without_accents(word);
    // A few combining marks count as letters; a word of nothing else stays as it is.
    if plain.is_empty() { Cow::Borrowed(word) } else { Cow::Owned(plain) }
}

/// Finds the stems of English words.
pub(crate) struct Stems(TextAnalyzer);

impl Stems {
    /// Makes a stemmer.
    pub(crate) fn new() -> Self {
        Self(TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(Language::English)).build())
    }

    /// Returns the stem of a word.
    pub(crate) fn stem(&mut self, word: &str) -> String {
        let mut stream = self.0.token_stream(word);
        let mut stem = String::new();
        stream.process(&mut |token| stem.push_str(&token.text));
        stem
    }
}

/// The analyser as the index wants it.
#[derive(Clone, Default)]
pub(crate) struct Analyser;

/// The words of one text as the index wants them.
pub(crate) struct Stream {
    folded: Folded,
    ranges: Vec<Range<usize>>,
    next: usize,
    token: IndexToken,
}

impl IndexTokenizer for Analyser {
    type TokenStream<'a> = Stream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream {
        let folded = folded(text);
        let ranges = wording::words(&folded).map(|word| word.range).collect();
        Stream { folded, ranges, next: 0, token: IndexToken::default() }
    }
}

impl IndexTokenStream for Stream {
    fn advance(&mut self) -> bool {
        let Some(word) = self.ranges.get(self.next).and_then(|range| self.folded.text().get(range.clone())) else {
            return false;
        };
        self.token.text.clear();
        self.token.text.push_str(&comparable(word));
        self.token.position = self.next;
        self.next += 1;
        true
    }

    fn token(&self) -> &IndexToken {
        &self.token
    }

    fn token_mut(&mut self) -> &mut IndexToken {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(words(text), expected);
        let mut analyser = Analyser;
        let mut stream = analyser.token_stream(text);
        let mut indexed = Vec::new();
        stream.process(&mut |token| indexed.push(token.text.clone()));
        assert_eq!(indexed, expected, "the index holds the words that a text has");
    }

    #[test]
    fn words_are_compared_without_case_accents_and_possessives() {
        check("The State’s COMMUNIQUÉ", &["the", "state", "communique"]);
        check("cyber-attack, don't", &["cyber", "attack", "don't"]);
        check("cy\u{ad}ber\u{200b}space e\u{301}tat", &["cyberspace", "etat"]);
        check("cyberspace¹ norms.² law[3] x² 10⁶", &["cyberspace", "norms", "law", "x2", "106"]);
        check("", &[]);
        check("🦀 …", &[]);
    }

    #[test]
    fn a_word_ends_before_the_mark_of_its_note() {
        let text = "In cyberspace¹ and law[12].";
        let found: Vec<&str> = tokens(text).into_iter().map(|token| &text[token.range]).collect();
        assert_eq!(found, ["In", "cyberspace", "and", "law"]);
    }

    #[test]
    fn stop_words_are_sorted_and_known() {
        assert!(STOP_WORDS.is_sorted());
        assert!(is_stop_word("the") && !is_stop_word("cyber"));
    }

    /// The stemmer is republished often; a change of a stem is a change of what is found.
    #[test]
    fn stems_stay_as_they_are() {
        let mut stems = Stems::new();
        for (word, stem) in [
            ("attacks", "attack"),
            ("attribution", "attribut"),
            ("attributed", "attribut"),
            ("responsibilities", "respons"),
            ("behaviours", "behaviour"),
            ("countries", "countri"),
            ("norms", "norm"),
        ] {
            assert_eq!(stems.stem(word), stem);
        }
    }
}
