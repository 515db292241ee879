//! Concordance: every match on a line of its own, with the words before and after it.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use super::analysis;
use super::excerpt::word_ranges;
use super::{Hit, Place};
use crate::corpus::{Corpus, Date};

/// So many words stand on either side of a match.
const CONTEXT: usize = 10;

/// One match with what stands around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'a> {
    /// Where its paragraph stands.
    pub place: Place,
    /// The bytes of the paragraph's text that matched.
    pub span: Range<usize>,
    /// The words before.
    pub left: &'a str,
    /// The match.
    pub keyword: &'a str,
    /// The words after.
    pub right: &'a str,
}

/// The order of concordance lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LineOrder {
    /// As their paragraphs were found.
    #[default]
    Found,
    /// By the words before, the nearest first.
    Left,
    /// By the words after, the nearest first.
    Right,
    /// By date, the oldest first.
    Date,
}

/// What lines are sorted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    None,
    Words(Vec<String>),
    Date(Option<Date>),
}

/// Returns a line for every span of every hit, in the order asked for; lines that are equal in it keep theirs.
#[must_use]
pub fn concordance<'a>(corpus: &'a Corpus, hits: &[Hit], order: LineOrder) -> Vec<Line<'a>> {
    let mut lines: Vec<(Key, Line<'a>)> = Vec::new();
    for hit in hits {
        let Some(document) = corpus.documents().get(hit.document) else { continue };
        let Some(paragraph) = document.paragraphs.get(hit.paragraph) else { continue };
        let words = word_ranges(&paragraph.text);
        let place = Place { document: hit.document, paragraph: hit.paragraph };
        for span in &hit.spans {
            let Some(line) = line(&paragraph.text, &words, span, place) else { continue };
            let key = match order {
                LineOrder::Found => Key::None,
                LineOrder::Left => Key::Words(analysis::words(line.left).into_iter().rev().collect()),
                LineOrder::Right => Key::Words(analysis::words(line.right)),
                LineOrder::Date => Key::Date(Some(document.date)),
            };
            lines.push((key, line));
        }
    }
    lines.sort_by(|one, other| one.0.cmp(&other.0));
    lines.into_iter().map(|(_, line)| line).collect()
}

/// Returns the words right after the matches with how often each stands there, the most frequent first.
#[must_use]
pub fn right_neighbours(lines: &[Line<'_>]) -> Vec<(String, usize)> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for line in lines {
        if let Some(word) = analysis::words(line.right).into_iter().next() {
            *counts.entry(word).or_default() += 1;
        }
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by(|one, other| (Reverse(one.1), &one.0).cmp(&(Reverse(other.1), &other.0)));
    counts
}

fn line<'a>(text: &'a str, words: &[Range<usize>], span: &Range<usize>, place: Place) -> Option<Line<'a>> {
    let first = words.partition_point(|word| word.end <= span.start);
    let next = words.partition_point(|word| word.start < span.end);
    let from = words.get(first.saturating_sub(CONTEXT)).map_or(0, |word| word.start);
    let from = if first <= CONTEXT { 0 } else { from };
    let to = words.get(next + CONTEXT).map_or(text.len(), |word| word.start);
    Some(Line {
        place,
        span: span.clone(),
        left: text.get(from..span.start)?,
        keyword: text.get(span.clone())?,
        right: text.get(span.end..to)?.trim_end(),
    })
}
