//! The words of a quotation or a text, as they are compared.
//!
//! Words are those of [`wording::words`], with four things more: a sign that changes what is said (`€`, `%`, `&`)
//! counts as a word; marks of emphasis and of notes do not; and a full stop without a space after it still ends a word.
//! Knows nothing of where the words come from.

use std::ops::Range;

use crate::wording::{self, Folded};

/// A word as it is compared, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// The folded word.
    pub(super) word: String,
    /// The word with `*` for each part put in brackets: `*he` for `[t]he`.
    pub(super) pattern: Option<String>,
    /// Its byte range in the original text.
    pub(super) range: Range<usize>,
}

/// Returns the words of `text` in order.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    each_word(text, |word, range| tokens.push(Token { word: word.to_owned(), pattern: None, range }));
    tokens
}

/// Calls `each` with every word of `text` in order, folded, and its byte range there.
pub(super) fn each_word(text: &str, mut each: impl FnMut(&str, Range<usize>)) {
    let folded = Folded::new(&wording::without_note_marks(text));
    let mut take = |range: Range<usize>| {
        each(folded.text().get(range.clone()).unwrap_or_default(), folded.original(&range));
    };
    let mut end = 0;
    for word in wording::words(&folded) {
        each_sign(&folded, end..word.range.start, &mut take);
        end = word.range.end;
        each_part(word.folded, word.range.start, &mut take);
    }
    each_sign(&folded, end..folded.text().len(), &mut take);
}

/// Takes a word without the low lines around it, in two where a full stop between longer words joins them.
fn each_part(word: &str, at_word: usize, take: &mut impl FnMut(Range<usize>)) {
    if !word.contains(['_', '.']) {
        return take(at_word..at_word + word.len());
    }
    let mut start = 0;
    for (at, character) in word.char_indices().chain([(word.len(), '_')]) {
        let parts = match character {
            '_' => true,
            '.' => {
                let letters = |part: &str| part.chars().count() > 1 && part.chars().all(char::is_alphabetic);
                let before = word.get(start..at).unwrap_or_default();
                let after = word.get(at + 1..).and_then(|rest| rest.split(['.', '_']).next()).unwrap_or_default();
                letters(before) && letters(after)
            }
            _ => false,
        };
        if parts {
            if start < at {
                take(at_word + start..at_word + at);
            }
            start = at + character.len_utf8();
        }
    }
}

fn each_sign(folded: &Folded, between: Range<usize>, take: &mut impl FnMut(Range<usize>)) {
    let text = folded.text().get(between.clone()).unwrap_or_default();
    for (at, character) in text.char_indices().filter(|(_, character)| is_sign(*character)) {
        let start = between.start + at;
        take(start..start + character.len_utf8());
    }
}

/// Tells whether a character outside words says something of its own: money, shares, operators, paragraph signs.
fn is_sign(character: char) -> bool {
    matches!(character,
        '$' | '%' | '&' | '+' | '<' | '=' | '>' | '@' | '#' | '¢'..='©' | '®' | '°' | '±' | '¶' | '×' | '÷' | '‰' | '‱'
        | '\u{20a0}'..='\u{20cf}' | '\u{2190}'..='\u{23ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_words(text: &str, words: &str) {
        let found: Vec<String> = tokens(text).into_iter().map(|token| token.word).collect();
        assert_eq!(found.join(" "), words);
    }

    #[test]
    fn signs_count_and_marks_of_emphasis_do_not() {
        check_words("€5 – not $5, 5%", "€ 5 not $ 5 5 %");
        check_words("_not_ *at* all_", "not at all");
        check_words("cyberspace.They met U.S. experts at 10.30", "cyberspace they met u.s experts at 10.30");
        check_words("the law¹ of G7* states[2].³ All", "the law of g7 states all");
        check_words("state’s ‘states’ ﬁve", "state's states five");
    }
}
