//! Lines to paragraphs: hard line ends, hyphens and page breaks joined, headings told by their size.

use std::collections::HashSet;

use super::line::{Line, LineRole};
use super::page::{begins_footnote, body_size};
use crate::import::Reading;
use crate::import::block::{Block, Mark, Role, after_bullet, typed_number};

/// Joins lines whose roles are known.
pub(super) fn reading(lines: &[Line]) -> Reading {
    let mut joiner = Joiner { body: body_size(lines), known: known_words(lines), reading: Reading::default() };
    let right = right_margin(lines);
    let mut before: Option<&Line> = None;
    let mut furniture = Vec::new();
    for line in lines {
        match line.role {
            LineRole::Furniture => furniture.push(Block::new(Role::Omitted, line.text())),
            LineRole::Footnote => {}
            LineRole::Text => {
                if before.is_none_or(|before| joiner.begins(before, line, right)) {
                    joiner.reading.blocks.append(&mut furniture);
                    joiner.begin(line);
                } else {
                    joiner.continue_with(line);
                }
                before = Some(line);
            }
        }
    }
    joiner.reading.blocks.append(&mut furniture);
    // Footnotes stand in the midst of sentences that run over pages; in the text they follow it.
    let mut fresh = true;
    for line in lines.iter().filter(|line| line.role == LineRole::Footnote) {
        if fresh || begins_footnote(line) {
            joiner.reading.blocks.push(Block::new(Role::Footnote, String::new()));
        }
        fresh = false;
        joiner.continue_with(line);
    }
    for block in &mut joiner.reading.blocks {
        block.split_typed();
    }
    joiner.reading
}

struct Joiner {
    body: f32,
    /// All words in lower case, to tell whether a hyphen at a line's end belongs to its word.
    known: HashSet<String>,
    reading: Reading,
}

impl Joiner {
    /// Tells whether a block begins with `line`.
    fn begins(&self, before: &Line, line: &Line, right: f32) -> bool {
        let text = line.text();
        if typed_number(&text).is_some() || after_bullet(&text).is_some() || self.level(line) != self.level(before) {
            return true;
        }
        let ended = before.text().ends_with(['.', ':', ';', '!', '?', '”', '"', '’'])
            || before.words.last().is_some_and(|word| word.raised);
        let short = before.right < right - (right - before.left) * 0.12;
        if line.page != before.page {
            return ended && (short || starts_large(&text));
        }
        let gap = line.top - before.bottom;
        let apart = gap > before.size * 0.75 || (line.block != before.block && gap > before.size * 0.45);
        let indented = line.left > before.left + self.body && ended;
        apart
            || indented
            || (ended && short && starts_large(&text))
            || (is_capitals(&text) != is_capitals(&before.text()))
    }

    /// Returns the level of a heading, from its size.
    fn level(&self, line: &Line) -> Option<u8> {
        let ratio = line.size / self.body;
        match ratio {
            _ if ratio > 1.5 => Some(1),
            _ if ratio > 1.15 => Some(2),
            _ => None,
        }
    }

    fn begin(&mut self, line: &Line) {
        let capitals = is_capitals(&line.text());
        let role = match self.level(line) {
            Some(level) => Role::Heading(level),
            None if capitals => Role::Heading(3),
            None => Role::Paragraph,
        };
        self.reading.blocks.push(Block::new(role, String::new()));
        self.continue_with(line);
    }

    /// Adds a line to the last block.
    fn continue_with(&mut self, line: &Line) {
        let Some(block) = self.reading.blocks.iter_mut().rfind(|block| block.kept()) else { return };
        let mut doubt = None;
        for (at, word) in line.words.iter().enumerate() {
            if word.raised && !block.text.is_empty() {
                block.marks.push(Mark::note(block.text.len(), word.text.clone()));
                continue;
            }
            let broken = block.text.ends_with('-') && !block.text.ends_with(" -") && at == 0;
            if broken && word.text.starts_with(char::is_lowercase) {
                let front = block.text.rsplit(' ').next().unwrap_or_default().trim_end_matches('-').to_owned();
                let (whole, compound) = (key(&format!("{front}{}", word.text)), key(&format!("{front}-{}", word.text)));
                let keep = self.known.contains(&compound);
                if !keep {
                    block.text.pop();
                }
                if !keep && !self.known.contains(&whole) {
                    doubt =
                        Some(format!("the hyphen at a line's end in `{front}-{}` was taken for a break", word.text));
                }
            } else if !block.text.is_empty() && !broken && !closes_after_mark(block, &word.text) {
                block.text.push(' ');
            }
            block.text.push_str(&word.text);
        }
        self.reading.doubts.extend(doubt);
    }
}

/// Tells punctuation that stands right behind a footnote mark.
fn closes_after_mark(block: &Block, word: &str) -> bool {
    block.marks.last().is_some_and(|mark| mark.at == block.text.len())
        && word.starts_with([',', '.', ';', ':', ')', '”', '!', '?'])
}

fn starts_large(text: &str) -> bool {
    text.chars().find(|character| character.is_alphanumeric()).is_some_and(|first| !first.is_lowercase())
}

/// Tells a line in capitals, as headings are set.
fn is_capitals(text: &str) -> bool {
    text.chars().filter(|character| character.is_uppercase()).count() >= 4 && !text.contains(char::is_lowercase)
}

fn key(word: &str) -> String {
    word.trim_matches(|character: char| !character.is_alphanumeric()).to_lowercase()
}

fn known_words(lines: &[Line]) -> HashSet<String> {
    let inner = |line: &Line| {
        let last = line.words.len().saturating_sub(1);
        line.words
            .iter()
            .enumerate()
            .filter(|(at, word)| *at != last || !word.text.ends_with('-'))
            .map(|(_, word)| key(&word.text))
            .collect::<Vec<_>>()
    };
    lines.iter().flat_map(inner).collect()
}

/// Returns where full lines end.
fn right_margin(lines: &[Line]) -> f32 {
    let mut ends: Vec<f32> = lines.iter().filter(|line| line.role == LineRole::Text).map(|line| line.right).collect();
    ends.sort_by(f32::total_cmp);
    ends.get(ends.len() * 9 / 10).copied().unwrap_or(0.0)
}
