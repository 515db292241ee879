//! Words with their offsets, as Unicode divides text (UAX #29), taken from the folded text.
//!
//! Search, quotations and differences all count these words, so that a mark, a verdict and a change cannot disagree
//! on where a word ends.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use super::Folded;

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word<'a> {
    /// The word as folded.
    pub folded: &'a str,
    /// Its byte range in the folded text.
    pub range: Range<usize>,
    /// Its byte range in the original text.
    pub original: Range<usize>,
}

/// Returns the words of a folded text in their order; punctuation and white space are in none.
pub fn words(folded: &Folded) -> impl Iterator<Item = Word<'_>> {
    folded.text().unicode_word_indices().map(|(at, word)| {
        let range = at..at + word.len();
        Word { folded: word, original: folded.original(&range), range }
    })
}

/// Returns a folded word without its accents: what search compares.
#[must_use]
pub fn without_accents(word: &str) -> String {
    if word.is_ascii() {
        return word.to_owned();
    }
    word.nfd().filter(|character| !is_combining_mark(*character)).nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_know_where_they_stand_in_the_original() {
        let original = "The “Cyber–attack”, cy\u{ad}ber's";
        let folded = Folded::new(original);
        let found: Vec<(&str, &str)> =
            words(&folded).map(|word| (word.folded, &original[word.original.clone()])).collect();
        assert_eq!(found, [("the", "The"), ("cyber", "Cyber"), ("attack", "attack"), ("cyber's", "cy\u{ad}ber's")]);
    }

    #[test]
    fn accents_go_and_letters_stay() {
        assert_eq!(without_accents("communiqué"), "communique");
        assert_eq!(without_accents("łódź"), "łodz");
    }
}
