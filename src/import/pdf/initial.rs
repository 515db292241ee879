//! Large first letters that stand beside the first lines of a text: letters of its first word, not words of their own.

use super::line::{Known, key};
use super::word::{Page, Word};

/// Puts such letters to their words, and returns what is doubtful about it. `size` is that of most of the type.
pub(super) fn settle(pages: &mut [Page], size: f32) -> Vec<String> {
    let mut doubts = Vec::new();
    let mut known: Option<Known> = None;
    for at in 0..pages.len() {
        let Some(found) = pages.get(at).and_then(|page| found(&page.words, size)) else { continue };
        let all = || {
            let mut all = Known::new();
            for word in pages.iter().flat_map(|page| &page.words) {
                *all.entry(key(&word.text)).or_default() += 1;
            }
            all
        };
        let known = known.get_or_insert_with(all);
        let Some(page) = pages.get_mut(at) else { continue };
        doubts.extend(put(&mut page.words, &found, known));
    }
    doubts
}

/// A letter, and the first words of the lines beside it, the uppermost first.
struct Found {
    letter: usize,
    beside: Vec<usize>,
}

/// Returns the first such letter of a page.
fn found(words: &[Word], size: f32) -> Option<Found> {
    let large = |word: &Word| {
        let letters = word.text.trim_start_matches(['“', '„', '«', '"', '‘']);
        word.size > size * 1.8 && letters.chars().count() == 1 && letters.chars().all(char::is_uppercase)
    };
    // A page of many large letters has no such one.
    words.iter().enumerate().filter(|(_, word)| large(word)).take(20).find_map(|(letter, initial)| {
        // What stands beside it begins at one place, at its right.
        let near = |word: &Word| {
            let gap = word.left - initial.right;
            word.size < size * 1.2
                && (-size * 0.3..size * 0.8).contains(&gap)
                && (initial.top - size * 0.5..initial.bottom).contains(&word.middle())
        };
        let mut beside: Vec<usize> =
            words.iter().enumerate().filter(|(_, word)| near(word)).map(|(at, _)| at).collect();
        let top = |at: &usize| words.get(*at).map_or(0.0, |word| word.top);
        beside.sort_by(|a, b| top(a).total_cmp(&top(b)));
        let apart = |pair: &[usize]| matches!(pair, [a, b] if top(b) - top(a) > size * 0.6);
        (beside.len() >= 2 && beside.windows(2).all(apart)).then_some(Found { letter, beside })
    })
}

/// Makes a letter one of the word beside it, or the word before that.
fn put(words: &mut Vec<Word>, found: &Found, known: &Known) -> Option<String> {
    let initial = words.get(found.letter)?.clone();
    for at in &found.beside {
        // The lines beside it begin where it does.
        words.get_mut(*at)?.left = initial.left;
    }
    let first = words.get_mut(*found.beside.first()?)?;
    let whole = format!("{}{}", initial.text, first.text);
    // `A` and `I` may be words themselves.
    let alone =
        ["a", "i", "o", "e", "y", "à", "я", "в", "и", "о", "с", "к", "у"].contains(&key(&initial.text).as_str());
    // The word beside it stands there once anyway.
    let elsewhere = known.get(&key(&first.text)).is_some_and(|count| *count > 1);
    let parted = first.space == Some(true) || alone && elsewhere && !known.contains_key(&key(&whole));
    let doubt = (alone && first.text.starts_with(char::is_lowercase) && first.space != Some(true))
        .then(|| format!("the large letter `{}` may be a word, or the first letter of `{whole}`", initial.text));
    first.text = if parted { format!("{} {}", initial.text, first.text) } else { whole };
    words.remove(found.letter);
    doubt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lines: &[&str], expected: &str, doubted: bool) {
        let word = |text: &str, left: f32, top: f32, size: f32| Word {
            text: text.into(),
            left,
            right: left + size * 0.5 * text.chars().count() as f32,
            top,
            bottom: top + size * 1.2,
            size,
            ..Word::default()
        };
        let mut words = vec![word(lines[0], 72.0, 100.0, 36.0)];
        for (at, line) in lines[1..].iter().enumerate() {
            let left = if at < 2 { words[0].right + 2.0 } else { 72.0 };
            words.push(word(line, left, 104.0 + 13.0 * at as f32, 11.0));
        }
        let mut pages = vec![Page { width: 600.0, height: 800.0, words }];
        let doubts = settle(&mut pages, 11.0);
        assert_eq!(pages[0].words[0].text, expected);
        assert_eq!(!doubts.is_empty(), doubted, "{doubts:?}");
    }

    #[test]
    fn a_large_first_letter_is_of_the_word_beside_it() {
        check(&["W", "e,", "paper", "and"], "We,", false);
        check(&["“W", "e,", "paper", "and"], "“We,", false);
        check(&["A", "treaty", "of", "treaty"], "A treaty", true);
        check(&["A", "ll", "boats", "far"], "All", true);
        check(&["G7", "boats", "sail", "on"], "G7", false);
        check(&["W", "alone"], "W", false);
    }
}
