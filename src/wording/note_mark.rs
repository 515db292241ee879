//! Marks of notes behind words: raised figures, and figures in square brackets that touch what stands before them.
//!
//! Whoever quotes leaves them out, and whoever copies takes them along: they are no words of a text. Exponents are.

use std::borrow::Cow;

/// What an exponent may stand behind, besides a single letter or one or two figures.
const UNITS: [&str; 12] = ["m", "km", "cm", "mm", "dm", "nm", "µm", "μm", "ft", "in", "mi", "yd"];

/// Returns `text` with its marks of notes made invisible, so that every other character keeps its place.
#[must_use]
pub fn without_note_marks(text: &str) -> Cow<'_, str> {
    // Raised figures are 0xC2 0xB2 and the like, and 0xE2 0x81 0xB0 and the like: most texts have none of these bytes.
    if memchr::memchr3(b'[', 0xc2, 0x81, text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let before = text.get(..at).unwrap_or_default();
        let mark = raised(before, rest).or_else(|| bracketed(before, rest));
        if let Some(length) = mark.filter(|length| ends_word(rest, *length)) {
            push_invisible(length, &mut plain);
            at += length;
        } else if let Some(character) = rest.chars().next() {
            plain.push(character);
            at += character.len_utf8();
        }
    }
    Cow::Owned(plain)
}

/// Returns the length of the raised figures that `rest` begins with, if they mark a note of what stands before.
fn raised(before: &str, rest: &str) -> Option<usize> {
    let end = rest.find(|character| !is_raised(character)).unwrap_or(rest.len());
    // What goes on is looked at first: a word is looked back over once, however many raised figures it has.
    if end == 0 || !ends_word(rest, end) {
        return None;
    }
    let start = before
        .rfind(|character: char| !character.is_alphanumeric())
        .map_or(0, |at| at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8));
    let word = before.get(start..).unwrap_or_default();
    let is_base = word.chars().count() == 1 && word.chars().all(char::is_alphabetic)
        || word.len() < 3 && word.bytes().all(|byte| byte.is_ascii_digit())
        || UNITS.contains(&word);
    let marked = if word.is_empty() { closes(before) } else { !is_base };
    marked.then_some(end)
}

/// Returns the length of the figures in square brackets that `rest` begins with, if they touch what stands before.
fn bracketed(before: &str, rest: &str) -> Option<usize> {
    let touches = before.ends_with(char::is_alphanumeric) || closes(before);
    let inner = rest.strip_prefix('[').filter(|_| touches)?;
    let inner = inner.get(..inner.find(']')?)?;
    let figures = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    inner.split([',', '-', '–']).all(|part| figures(part.trim())).then_some(inner.len() + 2)
}

/// Tells whether what stands before ends with a sign that a note may stand behind.
fn closes(before: &str) -> bool {
    before.ends_with(['.', ',', ';', ':', '!', '?', ')', ']', '}', '”', '’', '"', '\'', '»', '%', '*', '†', '‡'])
}

/// Tells whether no word goes on behind a mark.
fn ends_word(rest: &str, length: usize) -> bool {
    rest.get(length..).is_none_or(|behind| !behind.starts_with(char::is_alphanumeric))
}

fn is_raised(character: char) -> bool {
    matches!(character, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

/// Adds as many bytes of characters that folding leaves out; no mark is shorter than two.
fn push_invisible(length: usize, plain: &mut String) {
    let mut rest = length;
    if rest % 2 == 1 {
        plain.push('\u{200b}');
        rest = rest.saturating_sub(3);
    }
    plain.extend(std::iter::repeat_n('\u{61c}', rest / 2));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::wording::fold;

    #[track_caller]
    fn check(text: &str, folded: &str) {
        assert_eq!(fold(&without_note_marks(text)), folded, "{text}");
    }

    #[test]
    fn marks_behind_words_go() {
        check("in cyberspace¹ and", "in cyberspace and");
        check("in cyberspace.¹² States", "in cyberspace. states");
        check("the UN³, the G7⁴ (2018⁵)", "the un, the g7 (2018)");
        check("law[1] of “war”[12][13], so[2, 3] it[4–6].", "law of \"war\", so it.");
        check("the norms*¹ and the law,¹", "the norms* and the law,");
        check("Déclaration¹ «loi»² 法律³", "déclaration «loi» 法律".replace(['«', '»'], "\"").as_str());
    }

    #[test]
    fn exponents_and_words_in_brackets_stay() {
        check("10⁶ m², 5 km³, x², 12³", "106 m2, 5 km3, x2, 123");
        check("the [7] state[s] of [2018] 19[90]s", "the [7] state[s] of [2018] 19[90]s");
        check("kg⁻¹ law¹a [1] first", "kg-1 law1a [1] first".replace('-', "−").as_str().replace('−', "-").as_str());
    }

    proptest! {
        #[test]
        fn every_character_keeps_its_place(text in "[a-c1 .,\\[\\]¹²⁴)é]{0,30}") {
            let plain = without_note_marks(&text);
            prop_assert_eq!(plain.len(), text.len());
            for (at, character) in text.char_indices().filter(|(_, character)| character.is_alphabetic()) {
                prop_assert!(plain.get(at..).is_some_and(|rest| rest.starts_with(character)));
            }
        }
    }
}
