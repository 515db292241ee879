//! What stands at the head and the foot of pages: what repeats there, counts up with the pages, or stands apart at one
//! place.

use std::collections::{HashMap, HashSet};

use super::line::rows;
use super::word::{Page, Word};

/// How many rows from either end of a page are looked at.
const ROWS: usize = 5;

/// A row at an end of a page.
struct Row {
    words: Vec<Word>,
    text: String,
    top: f32,
    base: f32,
    size: f32,
    /// The gap to the next row towards the middle of the page, from base line to base line.
    gap: f32,
    /// Whether it, or a row or two with it, stands apart from all others of the page.
    apart: bool,
}

impl Row {
    fn right(&self) -> f32 {
        self.words.iter().map(|word| word.right).fold(0.0, f32::max)
    }
}

/// What was taken off a page.
#[derive(Debug, Default, Clone)]
pub(super) struct Furniture {
    pub(super) head: Vec<String>,
    pub(super) foot: Vec<String>,
}

/// The ends of a page: the rows from its top downwards, and from its bottom upwards.
type Ends = [Vec<Row>; 2];

/// Takes heads, feet and page numbers off the pages, and returns them with what is doubtful about them.
pub(super) fn taken(pages: &mut [Page], size: f32, pitch: f32) -> (Vec<Furniture>, Vec<String>) {
    let mut ends: Vec<Ends> = pages.iter().map(|page| ends(page, size, pitch)).collect();
    let mut taken = vec![Furniture::default(); pages.len()];
    let mut doubts = Vec::new();
    let count = pages.len();
    for end in 0..2 {
        for depth in 0..ROWS {
            // Rows are peeled off from the edge: what stands within the text is never looked at.
            let outermost: Vec<Option<&Row>> =
                ends.iter().map(|ends| ends.get(end).and_then(|rows| rows.first())).collect();
            let told = Told::of(&outermost, count, size);
            let is: Vec<Option<Sign>> = outermost
                .iter()
                .enumerate()
                .map(|(page, row)| row.and_then(|row| told.sign(page, row, pages.get(page), end, size, pitch)))
                .collect();
            if is.iter().all(Option::is_none) {
                break;
            }
            for (page, sign) in is.into_iter().enumerate() {
                let Some(sign) = sign else { continue };
                let Some(rows) = ends.get_mut(page).and_then(|ends| ends.get_mut(end)) else { continue };
                if rows.is_empty() || depth >= ROWS {
                    continue;
                }
                let row = rows.remove(0);
                if sign == Sign::Place {
                    doubts.push(format!(
                        "left out as the {} of page {}: `{}`",
                        if end == 0 { "head" } else { "foot" },
                        page + 1,
                        row.text
                    ));
                }
                remove(pages.get_mut(page), &row.words);
                if let Some(taken) = taken.get_mut(page) {
                    match end {
                        0 => taken.head.push(row.text),
                        _ => taken.foot.insert(0, row.text),
                    }
                }
            }
        }
    }
    within_sentences(pages, &mut ends, size, pitch, &mut taken, &mut doubts);
    (taken, doubts)
}

/// Takes off rows that stand apart at the beginning or end of a page, once only, where a sentence runs on past them.
fn within_sentences(
    pages: &mut [Page],
    ends: &mut [Ends],
    size: f32,
    pitch: f32,
    taken: &mut [Furniture],
    doubts: &mut Vec<String>,
) {
    let of_text = |row: &&Row| (row.size - size).abs() < size * 0.06;
    let mut heights: Vec<(usize, f32)> = Vec::new();
    for page in 1..ends.len() {
        let (Some([_, before]), Some([after, _])) = (ends.get(page - 1), ends.get(page)) else { continue };
        // How many rows from an end may be furniture, the fewest first.
        let aside = |rows: &[Row]| -> Vec<usize> {
            let odd = rows.iter().take_while(|row| !of_text(row)).count();
            let parted = |count: usize| rows.get(count - 1).is_some_and(|row| row.gap > pitch * 1.4);
            (1..=3.min(rows.len())).filter(|&count| parted(count) || count == odd).collect()
        };
        let (heads, feet) = (aside(after), aside(before));
        // A line that a sentence runs on from has no room left; a foot of a word or two has.
        let right = before.iter().filter(of_text).map(Row::right).fold(0.0, f32::max);
        let short = |row: &Row| row.right() < right - size * 9.0;
        let runs_on = |above: usize, below: usize| {
            let last = before.iter().skip(above).find(of_text);
            let next = after.get(below);
            let ends = last.is_some_and(|row| row.text.trim_end().ends_with(['.', ':', ';', '!', '?', '”', '。']));
            let stays = last.is_some_and(|row| row.gap > pitch * 1.4 && short(row));
            // What goes on with a capital, as German does in every sentence, does so below small type alone.
            let small = above + below > 0
                && (0..below).all(|at| after.get(at).is_some_and(|row| row.size < size * 0.95))
                && (0..above).all(|at| before.get(at).is_some_and(|row| row.size < size * 0.95))
                && last.is_some_and(|row| !short(row));
            let goes_on = |row: &Row| {
                if crate::import::marker::marker(&row.text).is_some() {
                    return false;
                }
                row.text.starts_with(char::is_lowercase) || small && row.text.starts_with(char::is_alphabetic)
            };
            last.is_some() && !ends && !stays && next.is_some_and(|row| goes_on(row) && of_text(&row))
        };
        let noted = |rows: &[Row]| {
            rows.iter().any(|row| row.text.starts_with(|first: char| first.is_ascii_digit() || "*†‡".contains(first)))
        };
        // What is as large as the text and full, or ends a sentence, is of it, and so is what heads a part of it.
        let may_go = |rows: &[Row], count: usize| {
            rows.iter().take(count).all(|row| {
                let sentence = of_text(&row) && (!short(row) || row.text.ends_with(['.', ';', ':', '。']));
                !sentence && row.size <= size * 1.15 && !names_a_part(&row.text)
            })
        };
        let lower = |rows: &[Row]| rows.first().is_some_and(|row| row.text.starts_with(char::is_lowercase));
        if runs_on(0, 0) {
            continue;
        }
        let pairs = heads.iter().map(|head| (*head, 0)).chain(feet.iter().map(|foot| (0, *foot)));
        let pairs = pairs.chain(heads.iter().flat_map(|head| feet.iter().map(|foot| (*head, *foot))));
        let fits = |(head, foot): &(usize, usize)| {
            runs_on(*foot, *head)
                && may_go(after, *head)
                && may_go(before, *foot)
                && (*head == 0 || *foot > 0 || !lower(after))
                && !noted(before.get(..*foot).unwrap_or_default())
        };
        let Some((head, foot)) = pairs.into_iter().find(fits) else { continue };
        for (page, end, count) in [(page, 0, head), (page - 1, 1, foot)] {
            for _ in 0..count {
                let outermost = ends.get(page).and_then(|ends| ends.get(end)).and_then(|rows| rows.first());
                heights.extend(outermost.map(|row| (end, row.base)));
                take(pages, ends, taken, doubts, (page, end));
            }
        }
    }
    // Where two were at one height, others are that no sentence runs past.
    for page in 0..ends.len() {
        for end in 0..2 {
            let alike = |row: &&Row| {
                let at_height = heights.iter().filter(|(other, base)| *other == end && (base - row.base).abs() < 3.0);
                at_height.count() >= 2
                    && row.gap > pitch * 1.15
                    && !row.text.ends_with(['.', ';', ':', '。'])
                    && !names_a_part(&row.text)
            };
            let outermost = ends.get(page).and_then(|ends| ends.get(end)).and_then(|rows| rows.first());
            if outermost.filter(alike).is_some_and(|row| row.words.len() <= 8) {
                take(pages, ends, taken, doubts, (page, end));
            }
        }
    }
}

/// Takes the outermost row off an end of a page, and says so.
fn take(
    pages: &mut [Page],
    ends: &mut [Ends],
    taken: &mut [Furniture],
    doubts: &mut Vec<String>,
    (page, end): (usize, usize),
) {
    let rows = ends.get_mut(page).and_then(|ends| ends.get_mut(end)).filter(|rows| !rows.is_empty());
    let Some(row) = rows.map(|rows| rows.remove(0)) else { return };
    doubts.push(format!("left out at the break of a page: `{}`", row.text));
    remove(pages.get_mut(page), &row.words);
    match (end, taken.get_mut(page)) {
        (0, Some(taken)) => taken.head.push(row.text),
        (_, Some(taken)) => taken.foot.insert(0, row.text),
        _ => {}
    }
}

fn remove(page: Option<&mut Page>, words: &[Word]) {
    let Some(page) = page else { return };
    let places: HashSet<(u32, u32)> = words.iter().map(|word| (word.left.to_bits(), word.top.to_bits())).collect();
    page.words.retain(|word| !places.contains(&(word.left.to_bits(), word.top.to_bits())));
}

fn ends(page: &Page, size: f32, pitch: f32) -> Ends {
    let mut rows = rows(page.words.clone());
    rows.iter_mut().for_each(|row| row.sort_by(|a, b| a.left.total_cmp(&b.left)));
    rows.retain(|row| !row.is_empty());
    let base = |row: &Vec<Word>| row.iter().map(Word::base).fold(f32::MIN, f32::max);
    rows.sort_by(|a, b| base(a).total_cmp(&base(b)));
    let row = |at: usize, next: Option<usize>| {
        let words = rows.get(at)?;
        let gap = next.and_then(|next| rows.get(next)).map_or(size * 10.0, |next| (base(next) - base(words)).abs());
        Some(Row {
            text: words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" "),
            top: words.iter().map(|word| word.top).fold(f32::MAX, f32::min),
            base: base(words),
            size: words.iter().map(|word| word.size).fold(0.0, f32::max),
            gap,
            apart: gap > pitch * 1.5,
            words: words.clone(),
        })
    };
    let most = ROWS.min(rows.len());
    let head = (0..most).filter_map(|at| row(at, Some(at + 1))).collect();
    let foot = (0..most).filter_map(|at| row(rows.len() - 1 - at, (rows.len() - 1 - at).checked_sub(1))).collect();
    [head, foot].map(|mut rows: Vec<Row>| {
        for at in (0..rows.len()).rev() {
            // Three rows at most are the head or the foot of a page.
            let with =
                rows.get(at + 1..(at + 3).min(rows.len())).unwrap_or_default().iter().any(|row| row.gap > pitch * 1.5);
            rows.get_mut(at).into_iter().for_each(|row| row.apart |= with);
        }
        rows
    })
}

/// Why a row is no part of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// The same words, or a number that counts, at one place of several pages.
    Repeats,
    /// It stands apart, where rows of other pages stand apart.
    Place,
}

/// What the outermost rows of all pages have in common.
struct Told {
    /// On which pages a pattern stands, with its height on the page.
    patterns: HashMap<String, Vec<(usize, f32)>>,
    /// Heights at which rows stand apart from the text.
    apart: Vec<(usize, f32, bool)>,
    pages: usize,
}

impl Told {
    fn of(rows: &[Option<&Row>], pages: usize, size: f32) -> Self {
        let mut patterns: HashMap<String, Vec<(usize, f32)>> = HashMap::new();
        let mut apart = Vec::new();
        for (page, row) in rows.iter().enumerate() {
            let Some(row) = row else { continue };
            for pattern in self::patterns(&row.text, page) {
                patterns.entry(pattern).or_default().push((page, row.base));
            }
            apart.push((page, row.base, row.apart && !is_sentence(row, size)));
        }
        Self { patterns, apart, pages }
    }

    fn sign(&self, page: usize, row: &Row, on: Option<&Page>, end: usize, size: f32, pitch: f32) -> Option<Sign> {
        let apart = row.apart;
        if self.repeats(page, row, apart) {
            return Some(Sign::Repeats);
        }
        let height = on.map_or(1.0, |page| page.height.max(1.0));
        let depth = if end == 0 { row.base / height } else { 1.0 - row.top / height };
        let words = row.text.split_whitespace().count();
        if let Some(number) = page_number(&row.text) {
            // Nothing to compare it with: it stands in the margin, apart, and says which page it is.
            let here = usize::try_from(number).is_ok_and(|number| number == page + 1);
            if apart && depth < 0.16 && !row.text.ends_with(['.', ')']) && (here || self.pages == 1) {
                return Some(Sign::Repeats);
            }
        }
        if self.pages > 1
            && row.text.split_whitespace().any(|word| word == format!("{}/{}", page + 1, self.pages))
            && depth < 0.15
        {
            return Some(Sign::Repeats);
        }
        if end == 1 && depth < 0.12 && row.gap > pitch * 1.15 && is_code(&row.text) {
            return Some(Sign::Repeats);
        }
        // At the same height rows stand apart on half of the pages, or of the odd or even ones.
        if !apart
            || is_sentence(row, size)
            || row.size > size * 1.15
            || words > 16
            || names_a_part(&row.text)
            || depth > 0.2
        {
            return None;
        }
        let at_height: Vec<&(usize, f32, bool)> =
            self.apart.iter().filter(|(_, base, _)| (base - row.base).abs() < 3.0).collect();
        let pages = at_height.iter().filter(|(_, _, apart)| *apart).count();
        let text = at_height.iter().filter(|(_, _, apart)| !apart).count();
        (pages >= 3 && pages > text * 4 && pages * 4 >= self.pages).then_some(Sign::Place)
    }

    /// Tells a row whose words, or whose number that counts up, stand at its height on other pages.
    fn repeats(&self, page: usize, row: &Row, apart: bool) -> bool {
        patterns(&row.text, page).iter().any(|pattern| {
            let Some(places) = self.patterns.get(pattern) else { return false };
            let same: Vec<usize> =
                places.iter().filter(|(_, base)| (base - row.base).abs() < 6.0).map(|(page, _)| *page).collect();
            let letters = pattern.chars().filter(|letter| letter.is_alphabetic()).count();
            let counts = pattern.contains('#');
            // A number with a full stop is that of a paragraph, until three pages agree that it is theirs.
            let fewest = match () {
                () if counts && letters == 0 && row.text.trim().ends_with(['.', ')']) => 3,
                () if counts && page_number(&row.text).is_some() => 2,
                () if letters == 0 => return false,
                () if apart => 2,
                () => 3,
            };
            same.len() >= fewest && (same.len() >= 3 || self.pages <= 6 || same.len() * 3 >= self.pages)
        })
    }
}

/// Returns what a row would look like on other pages: word for word, or with a number that counts with the pages.
fn patterns(text: &str, page: usize) -> Vec<String> {
    let tokens: Vec<&str> = text.split_whitespace().collect();
    let numbers: Vec<usize> =
        tokens.iter().enumerate().filter(|(_, token)| page_of(token).is_some()).map(|(at, _)| at).collect();
    let counting = |at: usize| {
        let counted = tokens.iter().enumerate().map(|(place, token)| match page_of(token).filter(|_| place == at) {
            Some(number) => {
                let page = i64::try_from(page).unwrap_or(0);
                format!("#{}", i64::from(number) - page)
            }
            None => (*token).to_owned(),
        });
        counted.collect::<Vec<_>>().join(" ")
    };
    let mut patterns = vec![text.to_owned()];
    patterns.extend(numbers.first().map(|&at| counting(at)));
    patterns.extend(numbers.last().filter(|_| numbers.len() > 1).map(|&at| counting(at)));
    // Heads of left and right pages may have the same words and the number on the other side.
    let words: Vec<&str> =
        tokens.iter().enumerate().filter(|(at, _)| !numbers.contains(at)).map(|(_, token)| *token).collect();
    if words.len() > 1 && numbers.len() == 1 && numbers.first().is_some_and(|&at| at == 0 || at + 1 == tokens.len()) {
        patterns.push(format!("~{}", words.join(" ")));
    }
    // Or its parts change sides.
    let mut sorted = tokens.clone();
    sorted.sort_unstable();
    patterns.push(format!("≈{}", sorted.join(" ")));
    patterns
}

/// Returns the page that a word names: `3`, `-3-`, `3/12`, `iv`.
fn page_of(token: &str) -> Option<u32> {
    let core = token.split('/').next()?.trim_matches(|character: char| !character.is_alphanumeric());
    if core.is_empty() || core.len() > 5 {
        return None;
    }
    core.parse().ok().or_else(|| roman(core))
}

/// Reads a Roman number, which is of small or of large letters.
fn roman(text: &str) -> Option<u32> {
    let digit = |letter: u8| {
        Some(match letter {
            b'i' => 1,
            b'v' => 5,
            b'x' => 10,
            b'l' => 50,
            b'c' => 100,
            _ => return None,
        })
    };
    let uniform =
        text.bytes().all(|byte| byte.is_ascii_lowercase()) || text.bytes().all(|byte| byte.is_ascii_uppercase());
    let digits: Vec<u32> = text.to_ascii_lowercase().bytes().map(digit).collect::<Option<_>>()?;
    let mut sum = 0;
    for (at, &value) in digits.iter().enumerate() {
        let less = digits.get(at + 1).is_some_and(|&next| next > value);
        sum = if less { sum - i64::from(value) } else { sum + i64::from(value) };
    }
    u32::try_from(sum).ok().filter(|_| uniform && !digits.is_empty())
}

/// Returns the number where a row is nothing but that of a page: `3`, `- 3 -`, `Page 3 of 12`, `3/12`, `iv`.
fn page_number(text: &str) -> Option<u32> {
    let lower = text.to_lowercase();
    let parts: Vec<&str> =
        lower.split(|character: char| !character.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let labels = ["page", "of", "p", "pg", "seite", "von", "sur", "de", "pagina", "página", "di", "s"];
    let numbers: Vec<u32> = parts.iter().filter_map(|part| page_of(part)).collect();
    let fits = parts.iter().all(|part| page_of(part).is_some() || labels.contains(part));
    (fits && (1..=2).contains(&numbers.len())).then(|| numbers.first().copied()).flatten()
}

/// Tells a row without a word, such as a number of a job or a bar code.
fn is_code(text: &str) -> bool {
    !text
        .split(|character: char| !character.is_alphabetic())
        .any(|word| word.chars().filter(|letter| letter.is_lowercase()).count() >= 3)
}

/// Tells a row that reads like the text: set as large, and in the middle or at the end of a sentence.
fn is_sentence(row: &Row, size: f32) -> bool {
    let ends = row.text.ends_with(['.', ';', ':', '。']) || row.text.starts_with(char::is_lowercase);
    (row.size - size).abs() < size * 0.06 && ends
}

/// Tells a heading such as `Article 7`, which may stand at the head of many pages.
fn names_a_part(text: &str) -> bool {
    crate::import::heading::label(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_told_from_text() {
        for (text, number) in
            [("3", 3), ("- 3 -", 3), ("Page 3 of 12", 3), ("3/12", 3), ("iv", 4), ("p. 4", 4), ("XII", 12)]
        {
            assert_eq!(page_number(text), Some(number), "{text}");
        }
        for text in ["", "of", "3. We agree", "1 2 3", "Page"] {
            assert_eq!(page_number(text), None, "{text}");
        }
    }
}
