//! What is printed on a page besides its text: words across it, such as `DRAFT`, the numbers of its lines, and that of the
//! first page where it stands below the title.

use super::line::rows;
use super::word::{Page, Word};

/// Takes both off the pages, and returns what was taken off each. `size` is that of most of the type.
pub(super) fn taken(pages: &mut [Page], size: f32) -> Vec<Vec<String>> {
    let mut numbering = None;
    let count = pages.len();
    let mut taken: Vec<Vec<String>> = pages
        .iter_mut()
        .map(|page| {
            let mut taken = across(page, size);
            taken.extend(line_numbers(page, size, &mut numbering));
            taken
        })
        .collect();
    if let (Some(first), Some(taken)) = (pages.first_mut(), taken.first_mut()) {
        taken.extend(first_of(first, count));
    }
    taken
}

/// Takes off `Page 1 of 9` wherever it stands on the first of nine pages.
fn first_of(page: &mut Page, count: usize) -> Option<String> {
    const LABELS: [&str; 10] = ["page", "seite", "pagina", "página", "of", "von", "sur", "de", "di", "p"];
    // Most pages have no such word, and need no rows.
    let named = |word: &Word| LABELS.iter().take(4).any(|label| word.text.to_lowercase().starts_with(label));
    page.words.iter().find(|word| named(word))?;
    let is = |row: &Vec<Word>| {
        let text = row.iter().map(|word| word.text.to_lowercase()).collect::<Vec<_>>().join(" ");
        let parts = text.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty());
        let (numbers, words): (Vec<&str>, Vec<&str>) =
            parts.partition(|part| part.bytes().all(|digit| digit.is_ascii_digit()));
        numbers == ["1", &count.to_string()] && !words.is_empty() && words.iter().all(|word| LABELS.contains(word))
    };
    let mut row = rows(page.words.clone()).into_iter().find(is)?;
    row.sort_by(|a, b| a.left.total_cmp(&b.left));
    page.words.retain(|word| !row.iter().any(|taken| (taken.left, taken.top) == (word.left, word.top)));
    Some(row.into_iter().map(|word| word.text).collect::<Vec<_>>().join(" "))
}

/// Takes off large words that others stand upon. Where they are turned, each letter is a word.
fn across(page: &mut Page, size: f32) -> Vec<String> {
    let large = |word: &Word| word.height() > size * 2.6;
    let upon = |word: &Word| {
        let within = |other: &&Word| {
            let (middle, air) = (f32::midpoint(other.left, other.right), word.height() * 0.15);
            (word.left..word.right).contains(&middle)
                && (word.top + air..word.bottom - air).contains(&other.middle())
                && !large(other)
        };
        page.words.iter().filter(within).take(2).count() == 2
    };
    let candidates: Vec<&Word> = page.words.iter().filter(|word| large(word)).collect();
    // What is nothing but large has no text that anything could be printed across.
    if candidates.is_empty() || candidates.len() > 60 {
        return Vec::new();
    }
    let found: Vec<f32> = candidates.iter().filter(|word| upon(word)).map(|word| word.height()).collect();
    if found.len() * 3 < candidates.len() {
        return Vec::new();
    }
    let alike = |word: &Word| found.iter().any(|height| (word.height() / height - 1.0).abs() < 0.2);
    let (mut off, on): (Vec<Word>, Vec<Word>) = page.words.drain(..).partition(|word| large(word) && alike(word));
    page.words = on;
    off.sort_by(|a, b| a.left.total_cmp(&b.left));
    let letters = off.iter().all(|word| word.text.chars().count() == 1);
    let texts = off.into_iter().map(|word| word.text);
    if letters && !found.is_empty() { vec![texts.collect()] } else { texts.collect() }
}

/// How the lines of pages are numbered: each of so many, from one place to another.
type Numbering = Option<(u32, (f32, f32))>;

/// Takes off numbers beside the text that go up by one with each line, or by the same with several.
fn line_numbers(page: &mut Page, size: f32, numbering: &mut Numbering) -> Vec<String> {
    let of_text = |word: &&Word| word.text.contains(char::is_alphabetic) && (word.size - size).abs() < size * 0.3;
    let text = || page.words.iter().filter(of_text);
    let left = text().map(|word| word.left).fold(f32::MAX, f32::min);
    let right = text().map(|word| word.right).fold(f32::MIN, f32::max);
    let mut rows: Vec<f32> = text().map(Word::base).collect();
    rows.sort_by(f32::total_cmp);
    rows.dedup_by(|a, b| (*a - *b).abs() < size * 0.5);
    let beside = |word: &Word| word.right < left - size * 0.3 || word.left > right + size * 0.3;
    let mut numbers: Vec<(u32, &Word)> = page
        .words
        .iter()
        .filter(|word| beside(word) && word.size < size * 1.1)
        .filter_map(|word| Some((word.text.parse().ok().filter(|number| *number < 10_000)?, word)))
        .collect();
    numbers.sort_by(|a, b| a.1.top.total_cmp(&b.1.top));
    let Some((first, place)) = numbers.first().map(|(number, word)| (*number, (word.left, word.right))) else {
        return Vec::new();
    };
    // They may begin below each other, or end so.
    let aligned =
        |left: f32, right: f32, place: (f32, f32)| ((left - place.0).abs() < 2.0, (right - place.1).abs() < 2.0);
    let places = numbers.iter().map(|(_, word)| aligned(word.left, word.right, place));
    let (lefts, rights) = places.fold((true, true), |all, one| (all.0 && one.0, all.1 && one.1));
    let at_place = lefts || rights;
    let step = numbers.get(1).map_or(0, |(second, _)| second.saturating_sub(first));
    let counts = numbers.windows(2).all(|pair| matches!(pair, [(a, _), (b, _)] if b.saturating_sub(*a) == step));
    let known = numbering.is_some_and(|(by, at)| {
        let (left, right) = aligned(place.0, place.1, at);
        (left || right) && (numbers.len() == 1 && first % by == 0 || step == by)
    });
    let enough = match step {
        0 => false,
        1 => numbers.len() >= 5 && numbers.len() * 2 > rows.len(),
        _ => numbers.len() >= 3,
    };
    if !at_place || !counts || !known && !enough {
        return Vec::new();
    }
    *numbering = Some((step, place)).filter(|_| !known).or(*numbering);
    let taken: Vec<(f32, f32)> = numbers.iter().map(|(_, word)| (word.left, word.top)).collect();
    let texts = numbers.iter().map(|(_, word)| word.text.clone()).collect();
    page.words.retain(|word| !taken.contains(&(word.left, word.top)));
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, left: f32, top: f32, size: f32) -> Word {
        let right = left + size * 0.5 * text.chars().count() as f32;
        Word { text: text.into(), left, right, top, bottom: top + size * 1.2, size, ..Word::default() }
    }

    /// A page of lines of words, twelve points apart.
    fn page(lines: usize) -> Page {
        let words = (0..lines).flat_map(|line| (0..6).map(move |at| (line, at)));
        let words = words.map(|(line, at)| word("words", 80.0 + at as f32 * 60.0, 100.0 + line as f32 * 14.0, 11.0));
        Page { width: 600.0, height: 800.0, words: words.collect() }
    }

    #[test]
    fn what_is_printed_across_a_page_goes() {
        let mut draft = page(30);
        for (at, letter) in ["D", "R", "A", "F", "T"].into_iter().enumerate() {
            draft.words.push(word(letter, 75.0 + at as f32 * 60.0, 400.0 - at as f32 * 45.0, 90.0));
        }
        assert_eq!(taken(&mut [draft], 11.0), [["DRAFT"]]);
        let mut title = page(10);
        title.words.push(word("TITLE", 80.0, 40.0, 40.0));
        assert!(taken(&mut [title], 11.0)[0].is_empty(), "nothing stands upon a title");
    }

    #[test]
    fn the_number_of_the_first_page_may_stand_below_the_title() {
        let number = |text: &str| {
            let mut page = page(4);
            let words = text.split(' ').enumerate().map(|(at, text)| word(text, 80.0 + at as f32 * 40.0, 60.0, 9.0));
            page.words.extend(words);
            page
        };
        let taken = |text: &str| taken(&mut [number(text), page(4), page(4)], 11.0).swap_remove(0);
        assert_eq!(taken("Page 1 of 3"), ["Page 1 of 3"]);
        assert_eq!(taken("Seite 1 von 3"), ["Seite 1 von 3"]);
        assert!(
            taken("Page 1 of 4").is_empty() && taken("Boats 1 of 3").is_empty() && taken("See page 1 of 3").is_empty()
        );
    }

    #[test]
    fn numbers_of_lines_go_and_those_of_paragraphs_stay() {
        let numbered = |each: usize, from: usize| {
            let mut page = page(20);
            for line in (0..20).filter(|line| (line + 1) % each == 0) {
                page.words.push(word(&(from + line + 1).to_string(), 50.0, 100.0 + line as f32 * 14.0, 9.0));
            }
            page
        };
        let count = |pages: &mut [Page]| taken(pages, 11.0).iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!(count(&mut [numbered(5, 0), numbered(5, 20)]), [4, 4]);
        assert_eq!(count(&mut [numbered(1, 0), numbered(1, 0)]), [20, 20]);
        let mut last = page(6);
        last.words.push(word("25", 50.0, 156.0, 9.0));
        assert_eq!(count(&mut [numbered(5, 0), last]), [4, 1], "the last page has few");
        let mut paragraphs = page(20);
        for (at, line) in [0, 4, 9, 15].into_iter().enumerate() {
            paragraphs.words.push(word(&(12 + at).to_string(), 50.0, 100.0 + line as f32 * 14.0, 11.0));
        }
        assert_eq!(count(&mut [paragraphs]), [0]);
    }
}
