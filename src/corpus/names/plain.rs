//! Texts as names are compared: folded, hyphens as spaces, abbreviations without their full stops; with the way back.

use std::ops::Range;

use crate::wording::{Folded, fold, is_invisible};

/// A text as it is compared, with its way back to the original.
pub(super) struct Plain {
    text: String,
    /// For every byte of the text, where what it came from begins and ends in the folded text.
    starts: Vec<usize>,
    ends: Vec<usize>,
    folded: Folded,
}

impl Plain {
    pub(super) fn of(original: &str) -> Self {
        let folded = Folded::new(original);
        let (mut text, mut starts, mut ends) = (String::with_capacity(original.len()), Vec::new(), Vec::new());
        each(folded.text(), |character, from| {
            text.push(character);
            starts.resize(text.len(), from.start);
            ends.resize(text.len(), from.end);
        });
        Self { text, starts, ends, folded }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Returns the range of the original that a range of the text came from.
    pub(super) fn original(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.starts.get(range.start).copied().unwrap_or_default();
        let end = range.end.checked_sub(1).and_then(|last| self.ends.get(last)).copied().unwrap_or(start);
        self.folded.original(&(start..end))
    }
}

/// Returns a text as it is compared, without the way back.
pub(super) fn plain(original: &str) -> String {
    of_folded(&fold(original))
}

/// Returns a folded text as it is compared.
pub(super) fn of_folded(folded: &str) -> String {
    let mut text = String::with_capacity(folded.len());
    if folded.is_ascii() {
        each_byte(folded, &mut text);
    } else {
        each(folded, |character, _| text.push(character));
    }
    text
}

/// Does what [`each`] does for folded ASCII, which every text that is loaded goes through: all that lies between hyphens
/// and full stops stands as it is.
fn each_byte(folded: &str, text: &mut String) {
    let bytes = folded.as_bytes();
    // What is taken over so far, and whether that ends inside a word.
    let (mut at, mut is_inside) = (0, false);
    for place in memchr::memchr2_iter(b'-', b'.', bytes).chain([bytes.len()]) {
        if place < at {
            continue;
        }
        if bytes.get(place) == Some(&b'.') {
            let Some(letter) = place.checked_sub(1).filter(|letter| *letter >= at) else { continue };
            let before = letter.checked_sub(1).and_then(|before| bytes.get(before));
            let is_in_word = before.is_some_and(|byte| is_of_word(char::from(*byte))) || is_inside && letter == at;
            let abbreviation = if is_in_word { 0 } else { pointed(folded, letter) };
            if abbreviation > 0 {
                text.push_str(folded.get(at..letter).unwrap_or_default());
                let letters = folded.get(letter..letter + abbreviation).unwrap_or_default();
                text.extend(letters.chars().filter(|character| *character != '.'));
                (at, is_inside) = (letter + abbreviation, true);
            }
            continue;
        }
        text.push_str(folded.get(at..place).unwrap_or_default());
        at = place;
        if place < bytes.len() {
            if !text.ends_with(' ') {
                text.push(' ');
            }
            let rest = bytes.iter().skip(place);
            at += rest.take_while(|byte| matches!(byte, b' ' | b'-')).count();
            is_inside = false;
        }
    }
}

/// Calls `push` for every character of a folded text as it is compared, with the range that it came from.
fn each(folded: &str, mut push: impl FnMut(char, Range<usize>)) {
    let mut space: Option<Range<usize>> = None;
    let (mut at, mut is_inside) = (0, false);
    while let Some(character) = folded.get(at..).and_then(|rest| rest.chars().next()) {
        let end = at + character.len_utf8();
        if character == ' ' || character == '-' {
            space = Some(space.map_or(at..end, |space| space.start..end));
            (at, is_inside) = (end, false);
            continue;
        }
        if let Some(space) = space.take() {
            push(' ', space);
        }
        let abbreviation = if is_inside || folded.as_bytes().get(end) != Some(&b'.') { 0 } else { pointed(folded, at) };
        if abbreviation > 0 {
            let mut letters = folded.get(at..at + abbreviation).unwrap_or_default().char_indices().peekable();
            while let Some((letter_at, letter)) = letters.next() {
                let point = letters.next_if(|(_, next)| *next == '.').map_or(0, |_| 1);
                push(letter, at + letter_at..at + letter_at + letter.len_utf8() + point);
            }
            (at, is_inside) = (at + abbreviation, true);
            continue;
        }
        push(character, at..end);
        (at, is_inside) = (end, is_of_word(character));
    }
    if let Some(space) = space {
        push(' ', space);
    }
}

/// Returns the length of an abbreviation of single letters with full stops, such as `u.n.`, at a place where a word
/// begins; nothing where there is none.
fn pointed(folded: &str, at: usize) -> usize {
    let rest = folded.get(at..).unwrap_or_default();
    let (mut length, mut letters) = (0, 0);
    let mut characters = rest.chars().peekable();
    while let Some(letter) = characters.next_if(|next| next.is_alphabetic()) {
        let is_pointed = characters.next_if(|next| *next == '.').is_some();
        if !is_pointed && characters.peek().is_some_and(|next| is_of_word(*next)) {
            // A longer word follows, as in "e.g.the": all stands as it is.
            return 0;
        }
        letters += 1;
        length += letter.len_utf8() + usize::from(is_pointed);
        if !is_pointed {
            break;
        }
    }
    if letters > 1 { length } else { 0 }
}

/// Tells whether a range of a text as it is compared begins and ends where words do.
pub(super) fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let inner = text.get(range.clone()).unwrap_or_default();
    let before = text.get(..range.start).unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    let meets =
        |left: Option<char>, right: Option<char>| left.zip(right).is_some_and(|(left, right)| joins(left, right));
    if meets(before.chars().next_back(), inner.chars().next()) || meets(inner.chars().next_back(), after.chars().next())
    {
        return false;
    }
    // A symbol is not the beginning of a longer one, nor a number of a longer one.
    let continues = |marks: &[char], side: &mut dyn Iterator<Item = char>, is_more: fn(char) -> bool| {
        side.next().is_some_and(|mark| marks.contains(&mark)) && side.next().is_some_and(is_more)
    };
    let digit = |character: Option<char>| character.is_some_and(|character| character.is_ascii_digit());
    let is_symbol = inner.contains('/');
    let on = |is_so: bool, side: &mut dyn Iterator<Item = char>, marks: &[char], is_more: fn(char) -> bool| {
        is_so && continues(marks, side, is_more)
    };
    !(on(is_symbol, &mut before.chars().rev(), &['/'], is_of_word)
        || on(is_symbol, &mut after.chars(), &['/'], is_of_word)
        || on(digit(inner.chars().next()), &mut before.chars().rev(), &['.', ','], |c| c.is_ascii_digit())
        || on(digit(inner.chars().next_back()), &mut after.chars(), &['.', ','], |c| c.is_ascii_digit()))
}

/// Tells whether the words of an original text that became one space hold together: white space, or one hyphen.
///
/// A dash between clauses parts what a hyphen joins, though both are folded to the same.
pub(super) fn holds_together(between: &str) -> bool {
    let mut visible = between.chars().filter(|character| !is_invisible(*character));
    let is_hyphen = |character: char| matches!(character, '-' | '\u{2010}' | '\u{2011}' | '－' | '﹣');
    match visible.next() {
        Some(first) if is_hyphen(first) => visible.next().is_none(),
        Some(first) => first.is_whitespace() && visible.all(char::is_whitespace),
        None => true,
    }
}

/// Tells whether a character is a part of words.
pub(super) fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Tells whether two neighbouring characters are of one word.
fn joins(left: char, right: char) -> bool {
    let script = |character: char| match character {
        '\u{30a0}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' => Script::Katakana,
        '\u{3040}'..='\u{309f}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => {
            Script::Signs
        }
        '\u{ac00}'..='\u{d7a3}' => Script::Hangul,
        _ => Script::Spaced,
    };
    if !is_of_word(left) || !is_of_word(right) {
        return false;
    }
    match (script(left), script(right)) {
        (Script::Katakana, Script::Katakana) | (Script::Spaced, Script::Spaced) => true,
        // Particles follow a word of Hangul without a space, so a name may end inside; it begins where a word does.
        _ => false,
    }
}

/// How words are told apart in a script.
#[derive(Clone, Copy)]
enum Script {
    /// By spaces.
    Spaced,
    /// Runs are words.
    Katakana,
    /// Every sign counts as one.
    Signs,
    Hangul,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyphens_and_points_of_abbreviations_go() {
        for (original, expected) in [
            ("U.N. Charter", "un charter"),
            ("the U.S.-E.U. talks", "the us eu talks"),
            ("Roma‑Lyon  Group", "roma lyon group"),
            ("A/HRC/49/L.31/Rev.1", "a/hrc/49/l.31/rev.1"),
            ("It ended. A new one", "it ended. a new one"),
            ("U.S", "us"),
            ("e.g.the", "e.g.the"),
            ("v1.2.3", "v1.2.3"),
        ] {
            assert_eq!(plain(original), expected, "{original}");
            assert_eq!(Plain::of(original).text(), expected, "{original}");
        }
    }

    #[test]
    fn ranges_lead_back_to_the_original() {
        let original = "“The U.N.’s Char\u{ad}ter”";
        let plain = Plain::of(original);
        let at = plain.text().find("un").expect("it is there");
        assert_eq!(&original[plain.original(&(at..at + 2))], "U.N.");
        let at = plain.text().find("charter").expect("it is there");
        assert_eq!(&original[plain.original(&(at..at + 7))], "Char\u{ad}ter");
    }

    #[test]
    fn only_spaces_and_one_hyphen_hold_words_together() {
        for (between, holds) in
            [(" ", true), ("\u{a0}", true), ("-", true), ("‑", true), ("—", false), (" – ", false), ("- ", false)]
        {
            assert_eq!(holds_together(between), holds, "{between:?}");
        }
    }

    #[test]
    fn ascii_is_compared_as_all_else_is() {
        let long = "The U.N. Charter - and  the U.N.-led N.A.T.O; e.g.the a.b, -x- A. B. C.D. (U.S.A.) 5.4. -";
        for from in 0..long.len() {
            let (folded, mut text) = (fold(&long[from..]), String::new());
            each(&folded, |character, _| text.push(character));
            assert_eq!(plain(&long[from..]), text, "{folded}");
        }
    }
}
