//! What search compares: the words of a text as `wording` divides it, without accents and possessive endings.
//!
//! Texts and queries go through the same function, so a word of a query is found where the same word stands. Texts in
//! other languages than English keep their accents and have their elided words apart. Knows no index and no query.

pub(crate) mod script;
mod text_language;

mod inflection;
mod people;

use std::borrow::Cow;
use std::ops::Range;

use tantivy::tokenizer::{
    Language, RawTokenizer, Stemmer, TextAnalyzer, Token as IndexToken, TokenStream as IndexTokenStream,
    Tokenizer as IndexTokenizer,
};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

pub(crate) use self::inflection::Inflections;
pub(crate) use self::people::peoples;
pub(crate) use self::text_language::{TextLanguage, shown};
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

/// A word that is divided further, or a part of one: its range in the folded text, and whether a run begins with it.
type WordPart = (Range<usize>, bool);

/// Returns the words of a folded text in order, as the index has them, with their byte ranges in the text itself.
pub(crate) fn each_word(folded: &Folded, language: TextLanguage) -> impl Iterator<Item = (Cow<'_, str>, Range<usize>)> {
    each_part(folded, language).map(move |(range, begins)| {
        let word = folded.text().get(range.clone()).unwrap_or_default();
        (term(word, begins, language), folded.original(&range))
    })
}

/// Returns what is one word to search, in order.
fn each_part(folded: &Folded, language: TextLanguage) -> impl Iterator<Item = WordPart> {
    let elides = language.elides();
    wording::words(folded).flat_map(move |word| {
        let is_parted = elides && word.folded.contains('\'') || script::is_divided(word.folded);
        let parts = if is_parted { divided(word.folded, language) } else { Vec::new() };
        let start = word.range.start;
        let parts = parts.into_iter().map(move |(part, begins)| (start + part.start..start + part.end, begins));
        (!is_parted).then_some((word.range, false)).into_iter().chain(parts)
    })
}

/// Divides a folded word by elisions and by script.
fn divided(word: &str, language: TextLanguage) -> Vec<WordPart> {
    let (mut parts, mut at) = (Vec::new(), 0);
    while let Some(elided) = language.elided(word.get(at..).unwrap_or_default()) {
        parts.push((at..at + elided - 1, false));
        at += elided;
    }
    let rest = script::parts(word.get(at..).unwrap_or_default()).into_iter();
    parts.extend(rest.map(|(part, begins)| (at + part.start..at + part.end, begins)));
    parts
}

/// Returns a part of a folded word as the index has it.
fn term(part: &str, begins: bool, language: TextLanguage) -> Cow<'_, str> {
    if !language.is_english() {
        return Cow::Owned(language.term(&accented(part, begins)));
    }
    let word = comparable(part);
    if begins { Cow::Owned(script::beginning(&word)) } else { word }
}

/// Returns a part of a folded word as texts in other languages than English are compared: with its accents.
fn accented(part: &str, begins: bool) -> String {
    let word = part.strip_suffix("'s").filter(|rest| !rest.is_empty()).unwrap_or(part);
    // The Arabic tatweel stretches a line and is no letter.
    let word = word.replace('\u{640}', "");
    if begins { script::beginning(&word) } else { word }
}

/// Returns the words of a text in order.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let words = folded(text);
    each_word(&words, TextLanguage::ENGLISH).map(|(word, range)| Token { word: word.into_owned(), range }).collect()
}

/// Returns the words of a text in order as the index has them.
pub(crate) fn terms(text: &str, language: TextLanguage) -> Vec<String> {
    each_word(&folded(text), language).map(|(word, _)| word.into_owned()).collect()
}

/// Returns the words of a text in order as another index can have them: without what marks language and beginnings.
pub(crate) fn plain_terms(text: &str, language: TextLanguage) -> Vec<String> {
    let mut terms = terms(text, language);
    terms.iter_mut().for_each(|term| *term = shown(term).to_owned());
    terms
}

/// Returns words that `wording` folded as the index has those of texts in a language.
pub(crate) fn search_words(words: &[&str], language: TextLanguage) -> Vec<String> {
    let parts = |word| divided(word, language).into_iter().map(move |part| (word, part));
    let parts = words.iter().copied().flat_map(parts);
    parts
        .map(|(word, (range, begins))| term(word.get(range).unwrap_or_default(), begins, language).into_owned())
        .collect()
}

/// Returns the words of a query in order, as many as [`words`], with their accents.
pub(crate) fn written(text: &str) -> Vec<String> {
    let words = folded(text);
    let written = each_part(&words, TextLanguage::ENGLISH);
    written.map(|(range, begins)| accented(words.text().get(range).unwrap_or_default(), begins)).collect()
}

/// Returns a word with its accents as its language divides it: the elided one before it apart.
pub(crate) fn apart(word: &str, language: TextLanguage) -> Vec<&str> {
    if script::is_beginning(word) {
        return vec![word];
    }
    divided(word, language).into_iter().filter_map(|(range, _)| word.get(range)).collect()
}

/// Returns a word without its accents, where they are accents: the marks that make another letter of a sign stay.
pub(crate) fn plain(word: &str) -> String {
    if word.is_ascii() {
        return word.to_owned();
    }
    let (mut base, mut plain) = (' ', String::with_capacity(word.len()));
    for character in word.nfd() {
        if !is_combining_mark(character) {
            base = character;
        } else if is_accented(base) && !matches!((base, character), ('и' | 'у', '\u{306}') | ('і', '\u{308}')) {
            continue;
        }
        plain.push(character);
    }
    plain.nfc().collect()
}

/// Tells whether marks on a letter are accents: on those of Latin, Greek, Cyrillic, Hebrew and Arabic script.
fn is_accented(letter: char) -> bool {
    letter < '\u{780}' || matches!(letter, '\u{1e00}'..='\u{1fff}' | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}')
}

/// Returns the words of a text in order, without their places.
pub(crate) fn words(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| token.word).collect()
}

/// Tells whether a word is long enough to be a beginning: one character is, where each is a word to search.
pub(crate) fn is_long_enough(word: &str, letters: usize) -> bool {
    word.contains(script::is_single) || word.chars().count() >= letters
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

/// Finds the stems of words in one language.
pub(crate) struct Stems(TextAnalyzer);

impl Stems {
    /// Makes a stemmer for English.
    pub(crate) fn new() -> Self {
        Self::of(Language::English)
    }

    /// Makes a stemmer for the words of a language, where there is a good one.
    pub(crate) fn in_language(language: TextLanguage) -> Option<Self> {
        language.stemmed().map(Self::of)
    }

    fn of(language: Language) -> Self {
        Self(TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(language)).build())
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
    language: TextLanguage,
    parts: Vec<WordPart>,
    next: usize,
    token: IndexToken,
}

impl IndexTokenizer for Analyser {
    type TokenStream<'a> = Stream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream {
        let (language, text) = TextLanguage::divide(text);
        let folded = folded(text);
        let parts = each_part(&folded, language).collect();
        Stream { folded, language, parts, next: 0, token: IndexToken::default() }
    }
}

impl IndexTokenStream for Stream {
    fn advance(&mut self) -> bool {
        let Some((range, begins)) = self.parts.get(self.next) else { return false };
        let word = self.folded.text().get(range.clone()).unwrap_or_default();
        self.token.text.clear();
        self.token.text.push_str(&term(word, *begins, self.language));
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
