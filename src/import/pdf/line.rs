//! Words to lines: those on one base line together, none torn, each mark beside what it marks.

use std::collections::HashMap;

use super::direction;
use super::word::{Shift, Word};
use crate::import::block::is_spaceless;
use crate::import::heading::is_capitals;
use crate::import::marker::marker;

/// A line of a page. Lengths are points; in a text that runs from right to left they are taken from the right.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) page: usize,
    /// The serial of the part of the page that it stands in: a column, or all of the page.
    pub(super) part: usize,
    pub(super) left: f32,
    pub(super) right: f32,
    /// Where its letters stand.
    pub(super) base: f32,
    /// The size that most of its letters are set in.
    pub(super) size: f32,
    /// Whether all of it is bold.
    pub(super) bold: bool,
    pub(super) italic: bool,
    /// From where to where the lines around it reach.
    pub(super) edge: (f32, f32),
    pub(super) words: Vec<Word>,
    /// Its words, marks included.
    text: String,
    /// Whether it is set in capitals.
    pub(super) capitals: bool,
    /// Whether a word behind a gap stands right above or below another such.
    pub(super) of_table: bool,
}

impl Line {
    /// Returns its words, marks included.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Returns its widest gap, in sizes of its type, the one after a first short word apart.
    pub(super) fn widest_gap(&self) -> f32 {
        let from = usize::from(self.words.first().is_some_and(|word| word.text.chars().count() <= 6));
        let gaps = self.words.windows(2).skip(from).filter_map(|pair| Some(pair.last()?.left - pair.first()?.right));
        gaps.fold(0.0, f32::max) / self.size.max(1.0)
    }
}

/// All words of a file in small letters, with how often each stands there; the fronts of parted ones left out.
pub(super) type Known = HashMap<String, usize>;

/// How a file parts its words.
#[derive(Debug, Default)]
pub(super) struct Spacing {
    /// Whether it writes its spaces, rather than leaving gaps.
    written: bool,
    pub(super) known: Known,
}

impl Spacing {
    /// Learns it from all words, in the order of their lines.
    pub(super) fn of<'a>(words: impl Iterator<Item = &'a Word>) -> Self {
        let (mut written, mut all) = (0, 0);
        let mut known = Known::new();
        for word in words {
            all += usize::from(word.space.is_some());
            written += usize::from(word.space == Some(true));
            if !word.text.ends_with(['-', '‐', '\u{ad}']) {
                *known.entry(key(&word.text)).or_default() += 1;
            }
        }
        // The first word of a line has no space before it: about one of ten.
        Self { written: all > 20 && written * 10 > all * 7, known }
    }

    /// Tells whether a gap in a line is no space.
    fn joins(&self, before: &Word, word: &Word, usual: f32) -> bool {
        let size = before.size.min(word.size).max(1.0);
        let gap = word.left - before.right;
        if word.space == Some(true) || before.shift != Shift::Level || gap > size {
            return false;
        }
        let alike = before.bold == word.bold && before.italic == word.italic && (before.size - word.size).abs() < 0.3;
        if gap < size * 0.1 {
            // Poppler parts words of one type at a written space alone, if they stand that close.
            return !alike || word.space == Some(false);
        }
        let (front, back) = (key(&before.text), key(&word.text));
        let torn = || {
            let whole = self.known.contains_key(&format!("{front}{back}"));
            whole
                && front.chars().all(char::is_alphabetic)
                && back.chars().all(char::is_alphabetic)
                && !front.is_empty()
                && !back.is_empty()
        };
        let limit = if self.written && word.space == Some(false) { 0.25 } else { 0.2 };
        let marker = before.text.ends_with(['.', ')', '•', '·', ':', ';', ',']) && before.text.chars().count() <= 5;
        !marker && gap < size * limit && (usual == 0.0 || gap < usual * 0.7)
            || gap < size * 0.3 && gap < usual && torn()
    }
}

/// Returns a word in small letters, without what stands around it.
pub(super) fn key(word: &str) -> String {
    word.trim_matches(|character: char| !character.is_alphanumeric()).to_lowercase()
}

/// Returns the lines of a part of a page, from top to bottom.
pub(super) fn lines(page: usize, part: usize, words: Vec<Word>, width: f32, spacing: &Spacing) -> Vec<Line> {
    let leftwards = direction::runs_left(&words);
    let words = if leftwards { direction::mirrored(words, width) } else { words };
    let mut lines: Vec<Line> =
        rows(words).into_iter().filter_map(|row| line(page, part, row, leftwards, spacing)).collect();
    lines.sort_by(|a, b| a.base.total_cmp(&b.base));
    lines
}

/// Returns the words of each base line.
pub(super) fn rows(mut words: Vec<Word>) -> Vec<Vec<Word>> {
    words.sort_by(|a, b| a.base().total_cmp(&b.base()));
    let mut rows: Vec<Vec<Word>> = Vec::new();
    let mut anchor: Option<(f32, f32)> = None;
    for word in words {
        let (base, size) = (word.base(), word.size);
        match (anchor, rows.last_mut()) {
            (Some((of, largest)), Some(row)) if base - of <= largest.min(size) * 0.25 => {
                row.push(word);
                if size > largest {
                    anchor = Some((base, size));
                }
            }
            _ => {
                rows.push(vec![word]);
                anchor = Some((base, size));
            }
        }
    }
    shifted(rows)
}

/// Puts small words that stand high or low beside larger ones into their rows.
fn shifted(mut rows: Vec<Vec<Word>>) -> Vec<Vec<Word>> {
    for at in 0..rows.len() {
        let row = rows.get_mut(at).map(std::mem::take).unwrap_or_default();
        let mut stay = Vec::new();
        let near = at.saturating_sub(3)..(at + 4).min(rows.len());
        let sizes = rows.get(near.clone()).unwrap_or_default().iter().flatten().map(|word| word.size);
        let largest = sizes.fold(0.0, f32::max);
        for mut word in row {
            // Neither small nor a figure: it is beside nothing.
            if word.size >= largest * 0.82 && !is_mark(&word.text) {
                stay.push(word);
                continue;
            }
            let home = near
                .clone()
                .filter(|&other| other != at)
                .find(|&other| rows.get(other).is_some_and(|row| row.iter().any(|large| beside(&word, large))));
            match home.and_then(|home| rows.get_mut(home)) {
                Some(row) => {
                    let base = row.iter().map(Word::base).fold(f32::MIN, f32::max);
                    word.shift = if word.base() < base { Shift::Raised } else { Shift::Lowered };
                    row.push(word);
                }
                None => stay.push(word),
            }
        }
        if let Some(row) = rows.get_mut(at) {
            // What was put in by an earlier row stays.
            row.append(&mut stay);
        }
    }
    rows.retain(|row| !row.is_empty());
    rows
}

/// Tells a small word that touches a larger one, higher or lower than it.
fn beside(word: &Word, large: &Word) -> bool {
    let small = word.size < large.size * 0.82;
    let overlap = word.bottom.min(large.bottom) - word.top.max(large.top);
    let gap = (word.left - large.right).max(large.left - word.right);
    // The letters of some fonts are said to reach into the next line: those that stand too low are of that one.
    let raised = (large.base() - word.base()) / large.size.max(1.0);
    let near = overlap > word.height() * 0.35 && gap < large.size * 0.8 && gap > -large.size * 0.2;
    if !near || large.shift != Shift::Level || word.text.chars().count() > 8 {
        return false;
    }
    // A mark of the size of the text touches its word, and stands higher.
    let touches = (-0.1..0.3).contains(&((word.left - large.right) / large.size.max(1.0)));
    let figure = is_mark(&word.text) && !is_mark(&large.text) && touches && (0.2..0.6).contains(&raised);
    small && raised > -0.5 || figure
}

fn line(page: usize, part: usize, mut row: Vec<Word>, leftwards: bool, spacing: &Spacing) -> Option<Line> {
    row.sort_by(|a, b| a.left.total_cmp(&b.left));
    if leftwards {
        direction::read(&mut row);
    }
    let size = main_size(&row)?;
    let mut gaps: Vec<f32> = row
        .windows(2)
        .filter_map(|pair| Some(pair.last()?.left - pair.first()?.right))
        .filter(|gap| *gap > 0.5 && *gap < size * 0.8)
        .collect();
    gaps.sort_by(f32::total_cmp);
    let usual = gaps.get(gaps.len() / 2).copied().unwrap_or(0.0);
    let spelled = is_spelled(&row);
    let mut words: Vec<Word> = Vec::with_capacity(row.len());
    for mut word in row {
        // The number of an item is no part of the word after it, however close it stands.
        let after_number = words.len() == 1
            && word.text.starts_with(char::is_alphabetic)
            && words.first().is_some_and(|first| marker(&first.text).is_some());
        // A mark may stand on the base line of its row by chance of its font's measures.
        if word.shift == Shift::Level && word.size < size * 0.82 && is_mark(&word.text) {
            let level = words.last().map(|before: &Word| before.top);
            if level.is_some_and(|top| word.top <= top + size * 0.15 && word.bottom < top + size * 0.9) {
                word.shift = Shift::Raised;
            }
        }
        match words.last_mut() {
            // Bold that is made by printing twice.
            Some(before) if before.text == word.text && (before.left - word.left).abs() < size * 0.1 => {}
            Some(before)
                if word.shift == before.shift
                    && !after_number
                    && (spacing.joins(before, &word, usual) || spelled && word.left - before.right < size * 0.1) =>
            {
                before.text.push_str(&word.text);
                before.right = before.right.max(word.right);
                before.size = before.size.max(word.size);
                before.top = before.top.min(word.top);
            }
            _ => words.push(word),
        }
    }
    let level = || words.iter().filter(|word| word.shift == Shift::Level);
    let weight = |kind: fn(&Word) -> bool| level().filter(|word| kind(word)).map(|word| word.text.len()).sum::<usize>();
    let all = weight(|_| true);
    let base = level().map(Word::base).fold(f32::MIN, f32::max);
    let text = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    Some(Line {
        page,
        part,
        capitals: is_capitals(&text),
        text,
        left: words.first()?.left,
        right: words.iter().map(|word| word.right).fold(f32::MIN, f32::max),
        base: if base > f32::MIN { base } else { words.first()?.base() },
        size,
        bold: all > 0 && weight(|word| word.bold) * 20 >= all * 19,
        italic: all > 0 && weight(|word| word.italic) * 20 >= all * 19,
        edge: (0.0, 0.0),
        of_table: false,
        words,
    })
}

/// Tells a row whose letters were set one by one, as for bold that is made by printing each of them twice.
fn is_spelled(row: &[Word]) -> bool {
    let lone = |word: &&Word| {
        let mut letters = word.text.chars();
        letters.next().is_some_and(|letter| !is_spaceless(letter)) && letters.next().is_none()
    };
    row.len() > 5 && row.iter().filter(lone).count() * 10 > row.len() * 7
}

/// Tells what can be the mark of a note.
pub(super) fn is_mark(text: &str) -> bool {
    if text.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        return false;
    }
    let core = text.trim_matches(['[', ']', '(', ')', ',', '.']);
    let digits = core
        .split([',', '-', '–'])
        .all(|part| part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit()) && !part.is_empty());
    let signs = core.chars().all(|sign| "*†‡§¶".contains(sign)) && core.chars().count() <= 3;
    !core.is_empty() && (digits || signs)
}

/// Returns the size of type that most letters of a row are set in.
fn main_size(row: &[Word]) -> Option<f32> {
    let mut sizes: Vec<(f32, usize)> = Vec::new();
    for word in row {
        match sizes.iter_mut().find(|(size, _)| (*size - word.size).abs() < 0.3) {
            Some((_, weight)) => *weight += word.text.len(),
            None => sizes.push((word.size, word.text.len())),
        }
    }
    sizes.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(a.0.total_cmp(&b.0))).map(|(size, _)| size)
}
