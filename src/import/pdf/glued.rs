//! Marks of notes that are glued to their word, set in raised figures of the same size: `agreed1`, `1As agreed`.
//!
//! Such figures stand as high as letters to whoever reads the file, so that no place or size tells them. A mark is
//! one where the page has a line further down that begins with its number.

use super::line::rows;
use super::word::{Page, Shift, Word};

/// Words before a number that is none of a note: `page1`.
const NUMBERED: [&str; 12] =
    ["annex", "annexe", "chap", "chapter", "figure", "item", "note", "page", "pages", "para", "paras", "sect"];

/// Parts such marks from the words before them, and from the first words of notes.
pub(super) fn part(pages: &mut [Page]) {
    let mut carried: Vec<u16> = Vec::new();
    let mut notes: Vec<Vec<(u16, Word)>> = Vec::new();
    for page in pages.iter() {
        let mark = |(at, word): (usize, &Word)| {
            let number = behind(&word.text).map(|(_, number, _)| number).or_else(|| lone(&page.words, at))?;
            Some((number, word.base()))
        };
        let marks: Vec<(u16, f32)> = page.words.iter().enumerate().filter_map(mark).collect();
        let found = if marks.is_empty() && carried.is_empty() { Vec::new() } else { begun(page, &marks, &carried) };
        // A note that finds no room on the page of its mark stands on the next.
        carried = marks.iter().map(|(number, _)| *number).collect();
        carried.retain(|number| !found.iter().any(|(noted, _)| noted == number));
        notes.push(found);
    }
    for (at, page) in pages.iter_mut().enumerate() {
        let near = notes.get(at..(at + 2).min(notes.len())).unwrap_or_default();
        let (Some(own), false) = (near.first(), near.iter().all(Vec::is_empty)) else { continue };
        let is_note = |word: &Word| own.iter().any(|(_, note)| note.left == word.left && note.top == word.top);
        let noted = |number: u16| near.iter().flatten().any(|(other, _)| *other == number);
        let words = std::mem::take(&mut page.words);
        let lone: Vec<bool> = (0..words.len())
            .map(|at| lone(&words, at).is_some_and(noted) && words.get(at).is_some_and(|word| !is_note(word)))
            .collect();
        page.words = words
            .into_iter()
            .zip(lone)
            .flat_map(|(word, lone)| match (before(&word.text), behind(&word.text)) {
                (Some((_, end)), _) if is_note(&word) => parted(&word, 0, end),
                (_, Some((from, number, to))) if noted(number) => parted(&word, from, to),
                _ if lone => vec![Word { shift: Shift::Raised, ..word }],
                _ => vec![word],
            })
            .collect();
    }
}

/// Returns the number that is a line by itself behind the end of a sentence: a sign with a space before it may part a mark
/// from its word, `prochaine !` from `4`.
fn lone(words: &[Word], at: usize) -> Option<u16> {
    let (word, last) = (words.get(at)?, words.get(at.checked_sub(1)?)?);
    let number = word.text.parse().ok().filter(|_| !word.text.starts_with('0') && word.text.len() <= 3)?;
    let alone = words.get(at + 1).is_none_or(|next| (next.base() - word.base()).abs() > word.size * 0.5);
    (alone && last.text.ends_with(['!', '?', '»']) && last.base() < word.base() + 1.0).then_some(number)
}

/// Returns the first words of the lowest lines of a page that begin with the number of a mark above or before them.
fn begun(page: &Page, marks: &[(u16, f32)], carried: &[u16]) -> Vec<(u16, Word)> {
    let mut notes: Vec<(u16, Word)> = Vec::new();
    // A number alone is that of the page.
    for mut row in rows(page.words.clone())
        .into_iter()
        .filter(|row| row.len() > 1 || row.iter().any(|word| word.text.contains(char::is_alphabetic)))
    {
        row.sort_by(|a, b| a.left.total_cmp(&b.left));
        // Of another column only what is glued to its first word.
        let beside = row.windows(2).filter_map(|pair| {
            let [left, right] = pair else { return None };
            let apart = right.left - left.right > right.size * 1.2 && right.text.contains(char::is_alphabetic);
            apart.then(|| right.clone())
        });
        let firsts: Vec<Word> = row.first().cloned().into_iter().chain(beside).collect();
        begun_by(&firsts, page, marks, carried, &mut notes);
    }
    notes
}

/// Adds those of the first words that begin with the number of a mark above or before them.
fn begun_by(firsts: &[Word], page: &Page, marks: &[(u16, f32)], carried: &[u16], notes: &mut Vec<(u16, Word)>) {
    for first in firsts {
        let Some((number, _)) = before(&first.text) else { continue };
        if carried.contains(&number) && first.base() > page.height * 0.6
            || marks.iter().any(|(mark, base)| *mark == number && *base < first.base())
        {
            notes.retain(|(other, _)| *other != number);
            notes.push((number, first.clone()));
        }
    }
}

/// Returns the number at the end of a word, where it begins and where it ends.
fn behind(word: &str) -> Option<(usize, u16, usize)> {
    let end = word.trim_end_matches(|sign: char| ".,;:)”’!?»".contains(sign)).len();
    let bare = word.get(..end)?;
    let front = bare.trim_end_matches(|digit: char| digit.is_ascii_digit());
    let number = bare.get(front.len()..).filter(|digits| digits.len() <= 3 && !digits.starts_with('0'))?;
    let letters = front.trim_end_matches(|sign: char| ".,;:)”’!?»".contains(sign));
    let letters = letters.trim_start_matches(|sign: char| "(“‘«\"".contains(sign));
    // In French a word may begin with another: `l’État1`, `d’autrui1`.
    let bare =
        letters.split_once('’').filter(|(front, _)| front.chars().count() <= 2).map_or(letters, |(_, bare)| bare);
    let small = bare.chars().skip(1).all(char::is_lowercase) && bare.starts_with(char::is_alphabetic);
    let signs = front.ends_with(['。', '」', '』', '）'])
        || letters.is_empty() && !front.is_empty() && front.chars().all(|sign| "!?»;:".contains(sign));
    let word = signs || small && letters.chars().count() >= 2 && !NUMBERED.contains(&letters.to_lowercase().as_str());
    word.then(|| number.parse().ok()).flatten().map(|number| (front.len(), number, end))
}

/// Returns the number that a first word is or begins with, and where that ends.
fn before(word: &str) -> Option<(u16, usize)> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = word.split_at_checked(digits).filter(|(number, _)| (1..=3).contains(&number.len()))?;
    let end = digits + usize::from(rest.starts_with(['.', ')']) && rest.len() == 1);
    let whole = end == word.len() || rest.starts_with(|first: char| first.is_uppercase() || "“‘«(".contains(first));
    whole.then(|| number.parse().ok()).flatten().map(|number| (number, end))
}

/// Cuts a word at two places; what is between them is raised.
fn parted(word: &Word, from: usize, to: usize) -> Vec<Word> {
    let letters = word.text.chars().count().max(1) as f32;
    let mut parts = Vec::new();
    let mut left = word.left;
    for (range, shift) in [(0..from, Shift::Level), (from..to, Shift::Raised), (to..word.text.len(), Shift::Level)] {
        let Some(text) = word.text.get(range).filter(|text| !text.is_empty()) else { continue };
        let right = left + (word.right - word.left) * text.chars().count() as f32 / letters;
        let space = if parts.is_empty() { word.space } else { Some(false) };
        parts.push(Word { text: text.to_owned(), left, right, shift, space, ..word.clone() });
        left = right;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_at_words_are_told_from_names() {
        for (word, at) in
            [("agreed1", 6), ("agreed.12", 7), ("(agreed)3,", 8), ("No4", 2), ("d’autrui.2", 11), ("確認する。1", 15)]
        {
            assert_eq!(behind(word).map(|(at, ..)| at), Some(at), "{word}");
        }
        for word in ["G7", "CO2", "H1N1", "page3", "para.3", "12", "A/RES/1", "Rev.1a", "1995"] {
            assert_eq!(behind(word), None, "{word}");
        }
        for (word, end) in [("1As", 1), ("12", 2), ("3.", 2), ("4“In", 1)] {
            assert_eq!(before(word).map(|(_, end)| end), Some(end), "{word}");
        }
        for word in ["1st", "1995", "3.2", "As"] {
            assert_eq!(before(word), None, "{word}");
        }
    }

    #[test]
    fn marks_are_parted_where_their_note_is_on_the_page() {
        let word = |text: &str, left: f32, base: f32| Word {
            text: text.into(),
            left,
            right: left + 6.0 * text.len() as f32,
            top: base - 10.0,
            bottom: base + 2.0,
            size: 11.0,
            ..Word::default()
        };
        let words = vec![word("agreed1", 72.0, 100.0), word("rule2", 130.0, 100.0), word("1As", 72.0, 700.0)];
        let mut pages = vec![Page { width: 600.0, height: 800.0, words }];
        part(&mut pages);
        let found: Vec<(&str, Shift)> = pages[0].words.iter().map(|word| (word.text.as_str(), word.shift)).collect();
        let (level, raised) = (Shift::Level, Shift::Raised);
        assert_eq!(found, [("agreed", level), ("1", raised), ("rule2", level), ("1", raised), ("As", level)]);
    }
}
