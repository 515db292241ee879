//! Text that runs from right to left: poppler gives its letters and words as they stand on the page, from left to
//! right, and readers want them as they are read.

use unicode_normalization::UnicodeNormalization as _;

use super::run::is_right_to_left;
use super::word::{Page, Word};

/// Tells whether most letters of some words run from right to left.
pub(super) fn runs_left(words: &[Word]) -> bool {
    let letters = |is: fn(&str) -> bool| {
        words.iter().filter(|word| is(&word.text)).map(|word| word.text.chars().count()).sum::<usize>()
    };
    let leftwards = letters(is_right_to_left);
    leftwards > 0 && leftwards > letters(runs_right)
}

fn runs_right(text: &str) -> bool {
    !is_right_to_left(text) && text.chars().any(char::is_alphabetic)
}

/// Measures words from the right, so that what is before is left of what is after, as in all other texts.
pub(super) fn mirrored(mut words: Vec<Word>, width: f32) -> Vec<Word> {
    for word in &mut words {
        (word.left, word.right) = (width - word.right, width - word.left);
    }
    words
}

/// Puts the words of a mirrored line in reading order, and the letters of each.
pub(super) fn read(words: &mut [Word]) {
    // Words of other scripts and numbers among them keep their own order: `in 5 May 2018` within Arabic.
    let mut from = 0;
    while from < words.len() {
        let run = words
            .iter()
            .skip(from)
            .take_while(|word| !is_right_to_left(&word.text) && !is_number_alone(&word.text))
            .count();
        let latin = words.get(from..from + run).is_some_and(|run| run.iter().any(|word| runs_right(&word.text)));
        if run > 1 && latin {
            turn_places(words, from, from + run);
        }
        from += run.max(1);
    }
    let swapped = closes_first(words);
    for word in words {
        word.text = read_word(&word.text, swapped);
        // The brackets around Latin letters look the other way in such a line: `)a(`.
        if word.text.starts_with([')', ']']) && word.text.ends_with(['(', '[']) {
            word.text = word.text.chars().map(mirror).collect();
        }
    }
}

fn is_number_alone(text: &str) -> bool {
    !text.chars().any(char::is_alphabetic) && text.chars().any(char::is_numeric)
}

/// Turns the texts of some words round, and leaves the places.
fn turn_places(words: &mut [Word], from: usize, to: usize) {
    let Some(run) = words.get_mut(from..to) else { return };
    let mut texts: Vec<Word> = run.to_vec();
    texts.reverse();
    for (word, other) in run.iter_mut().zip(texts) {
        word.text = other.text;
        (word.bold, word.italic, word.shift) = (other.bold, other.italic, other.shift);
    }
}

/// Tells whether brackets are given as they look rather than as they are: then a line closes before it opens.
fn closes_first(words: &[Word]) -> bool {
    let signs = words.iter().flat_map(|word| read_word(&word.text, false).chars().collect::<Vec<_>>());
    let first = signs.into_iter().find(|letter| "()[]«»".contains(*letter));
    first.is_some_and(|first| ")]»".contains(first))
}

/// Writes a word that is given from left to right in the order it is read in, numbers and Latin letters as they are.
fn read_word(text: &str, swapped: bool) -> String {
    let rtl = is_right_to_left(text);
    let letters: Vec<char> = text.chars().collect();
    if !rtl && text.chars().any(char::is_alphabetic) {
        return text.to_owned();
    }
    let mut turned: Vec<char> = letters.into_iter().rev().collect();
    let keeps =
        |letter: char| (letter.is_alphanumeric() && !is_right_to_left(&letter.to_string())) || letter.is_numeric();
    let mut from = 0;
    while from < turned.len() {
        let mut run = turned.iter().skip(from).take_while(|letter| keeps(**letter)).count();
        // A sign between digits belongs to them.
        while run > 0
            && turned.get(from + run).is_some_and(|sign| ".,/:-–".contains(*sign))
            && turned.get(from + run + 1).is_some_and(|next| keeps(*next))
        {
            run += 1 + turned.iter().skip(from + run + 1).take_while(|letter| keeps(**letter)).count();
        }
        turned.get_mut(from..from + run).into_iter().for_each(<[char]>::reverse);
        from += run.max(1);
    }
    let read: String = turned.into_iter().map(|letter| if swapped { mirror(letter) } else { letter }).collect();
    // Forms that letters take within words are a matter of the type.
    if rtl { lam_before_alef(read.nfkc().collect()) } else { read }
}

/// Puts the two letters of a ligature in order where a file has them the wrong way round, as no word begins: `اال`.
fn lam_before_alef(word: String) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let from = usize::from(letters.first().is_some_and(|first| "وفبك".contains(*first)));
    match letters.get_mut(from..) {
        Some(['ا', alef @ ('ا' | 'أ' | 'إ' | 'آ'), lam @ 'ل', ..]) => std::mem::swap(alef, lam),
        _ => return word,
    }
    letters.into_iter().collect()
}

/// Returns the first word of a file, as it is read, that has such a ligature: others may stand within words unseen.
pub(super) fn with_turned_ligature(pages: &[Page]) -> Option<String> {
    let turned = |word: &Word| {
        let begins =
            ["لاا", "لأا", "لإا", "لآا"].iter().any(|end| word.text.trim_end_matches(['و', 'ف', 'ب', 'ك']).ends_with(end));
        begins.then(|| read_word(&word.text, false))
    };
    pages.iter().flat_map(|page| &page.words).find_map(turned)
}

/// Returns the first word of a text that has letters within it which may be of such a ligature.
pub(super) fn with_ligature_within(text: &str) -> Option<&str> {
    text.split(' ').find(|word| {
        // The article stands at the beginning, behind prefixes of a letter.
        let rest = word.trim_start_matches(|sign: char| !sign.is_alphanumeric() || "وفبك".contains(sign));
        let bare = rest.trim_end_matches(|sign: char| !sign.is_alphanumeric());
        // Words begin with these letters, and none is the article alone.
        let within = rest.get(rest.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default();
        bare == "ال" || ["ال", "أل", "إل", "آل"].iter().any(|letters| within.contains(letters))
    })
}

fn mirror(sign: char) -> char {
    match sign {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '«' => '»',
        '»' => '«',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(left_to_right: &str) -> String {
        let words = left_to_right.split(' ').rev().map(|text| Word { text: text.into(), ..Word::default() });
        let mut words: Vec<Word> = words.collect();
        read(&mut words);
        words.into_iter().map(|word| word.text).collect::<Vec<_>>().join(" ")
    }

    /// The letters of a word as they stand on the page, from left to right.
    fn seen(word: &str) -> String {
        word.chars().rev().collect()
    }

    #[test]
    fn words_and_letters_are_in_reading_order() {
        let page = format!(".{} {} {} 25 {} .1", seen("عام"), seen("الدول"), seen("على"), seen("تتفق"));
        assert_eq!(line(&page), "1. تتفق 25 على الدول عام.");
        assert_eq!(line(&format!("{} United Nations {}", seen("ثم"), seen("قالت"))), "قالت United Nations ثم");
        assert_eq!(line(&format!(")2018( {}", seen("עולם"))), "עולם (2018)");
        assert_eq!(line(&format!("(2018) {}", seen("עולם"))), "עולם (2018)");
        assert_eq!(line(&format!("{} )a(", seen("עולם"))), "(a) עולם");
        assert_eq!(line("عامتجلاا"), "الاجتماع");
        assert_eq!(line("ءاضعلأاو"), "والأعضاء");
        assert_eq!(with_ligature_within("وإلى السالم، الأمن"), Some("السالم،"));
        assert_eq!(with_ligature_within("والأمن وبالدول إلى الدول"), None);
        assert_eq!(with_ligature_within("الدول وال سيما"), Some("وال"));
        assert_eq!(line("\u{feb2}\u{fef7}"), "لأس".nfkc().collect::<String>());
    }
}
