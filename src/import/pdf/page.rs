//! What on a page is not its text: page numbers, running heads and feet, footnotes.

use std::collections::HashMap;

use super::line::{Line, LineRole};
use crate::import::block::typed_number;

/// How deep the margins are in which page numbers and running heads stand, as a share of the page.
const MARGIN: f32 = 0.12;

/// Gives every line its role.
pub(super) fn sort_out(lines: &mut [Line]) {
    let pages = lines.iter().map(|line| line.page).max().unwrap_or(0);
    let mut places: HashMap<(String, bool), Vec<usize>> = HashMap::new();
    for line in lines.iter().filter(|line| in_margin(line)) {
        let seen = places.entry((pattern(line), line.depth < 0.5)).or_default();
        if seen.last() != Some(&line.page) {
            seen.push(line.page);
        }
    }
    let repeated = |line: &Line| {
        let count = places.get(&(pattern(line), line.depth < 0.5)).map_or(0, Vec::len);
        count >= 2 && count * 2 >= pages
    };
    let roles: Vec<bool> =
        lines.iter().map(|line| in_margin(line) && (is_page_number(&line.text()) || repeated(line))).collect();
    for (line, furniture) in lines.iter_mut().zip(roles) {
        if furniture {
            line.role = LineRole::Furniture;
        }
    }
    footnotes(lines);
}

fn in_margin(line: &Line) -> bool {
    line.depth < MARGIN || line.depth > 1.0 - MARGIN
}

/// Returns a line's words with every digit alike, so that running heads with page numbers are alike too.
fn pattern(line: &Line) -> String {
    line.text().chars().map(|character| if character.is_ascii_digit() { '9' } else { character }).collect()
}

/// Tells `3`, `- 3 -`, `Page 3`, `3/12`, `Page 3 of 12` and `iv`.
fn is_page_number(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let mut core = lower.split(|character: char| !character.is_alphanumeric()).filter(|part| !part.is_empty());
    let number =
        |part: &str| part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit() || b"ivx".contains(&byte));
    let mut numbers = 0;
    let fits = core.all(|part| {
        numbers += usize::from(number(part));
        number(part) || ["page", "of", "p"].contains(&part)
    });
    fits && (1..=2).contains(&numbers)
}

/// Finds footnotes: lines below all text of their page, set smaller, the first of them with a number.
fn footnotes(lines: &mut [Line]) {
    let body = body_size(lines);
    let pages = lines.iter().map(|line| line.page).max().unwrap_or(0);
    for page in 1..=pages {
        let mut on_page: Vec<&mut Line> =
            lines.iter_mut().filter(|line| line.page == page && line.role == LineRole::Text).collect();
        on_page.sort_by(|a, b| a.top.total_cmp(&b.top));
        let small = |line: &Line| line.size < body * 0.92;
        let above = on_page.iter().rposition(|line| !small(line)).map_or(0, |at| at + 1);
        let mut begun = false;
        for line in on_page.into_iter().skip(above) {
            begun |= begins_footnote(line);
            if begun {
                line.role = LineRole::Footnote;
            }
        }
    }
}

/// Tells whether a line begins with a number or sign as footnotes do.
pub(super) fn begins_footnote(line: &Line) -> bool {
    let text = line.text();
    let first = line.words.first().map_or("", |word| word.text.as_str());
    let mark = first.trim_matches(['[', ']', '(', ')', '*', '†']);
    first.starts_with(['*', '†'])
        || (mark.len() <= 3
            && line.words.len() > 1
            && mark.bytes().all(|byte| byte.is_ascii_digit())
            && !mark.is_empty())
        || typed_number(&text).is_some()
}

/// Returns the size of type that most letters are set in.
pub(super) fn body_size(lines: &[Line]) -> f32 {
    let mut weights: HashMap<u32, usize> = HashMap::new();
    for line in lines.iter().filter(|line| line.role == LineRole::Text) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a size of type in tenths of a point"
        )]
        let size = (line.size.clamp(0.0, 1000.0) * 10.0).round() as u32;
        *weights.entry(size).or_default() += line.text().len();
    }
    let heaviest = weights.into_iter().max_by_key(|&(size, weight)| (weight, size)).map_or(120, |(size, _)| size);
    #[expect(clippy::cast_precision_loss, reason = "at most ten thousand")]
    let size = heaviest as f32 / 10.0;
    size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_told_from_text() {
        for text in ["3", "- 3 -", "Page 3 of 12", "3/12", "iv", "p. 4"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["", "2018", "of", "3. We agree", "1 2 3", "Page"] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
