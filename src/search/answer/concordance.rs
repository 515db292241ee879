//! Concordance: every match on a line of its own, with the words before and after it.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use super::excerpt::word_ranges;
use super::{Hit, Request, Results, Session};
use crate::corpus::{Corpus, Date};
use crate::search::analysis;
use crate::search::index::{Index, Place, sound};
use crate::search::language::Query;
use crate::search::matching::text::Marked;

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

/// A part of the lines of a concordance, and what is told of all of them.
#[derive(Debug, Clone)]
pub struct Concordance<'a> {
    /// How many lines there are.
    pub total: usize,
    /// Of how many paragraphs.
    pub paragraphs: usize,
    /// The lines that were asked for.
    pub lines: Vec<Line<'a>>,
    /// The words right after the matches with how often each stands there, the most frequent first.
    pub neighbours: Vec<(String, usize)>,
}

impl Index {
    /// Searches, and returns the lines `wanted` of the concordance of the hits, which the results do not have.
    ///
    /// Of the other lines no more is made than their order needs.
    #[must_use]
    pub fn concordance<'a>(
        &self,
        corpus: &'a Corpus,
        request: &Request,
        order: LineOrder,
        wanted: Range<usize>,
    ) -> (Results, Concordance<'a>) {
        let query = Query::read(&request.query);
        let mut session = sound(Session::open(self, &query, request.matching));
        let (results, best) = sound(session.answer(corpus, request));
        let (mut paragraphs, mut matches, mut neighbours) = (Vec::new(), Vec::new(), HashMap::new());
        for scored in best {
            let place = self.place(scored.paragraph);
            let Some(document) = corpus.documents().get(place.document) else { continue };
            let Some(paragraph) = document.paragraphs.get(place.paragraph) else { continue };
            let marker = session.resolved.marker.as_ref();
            let marked = marker.and_then(|marker| marker.mark(place.document, &paragraph.text));
            let Some(Marked { words, spans }) = marked else { continue };
            let text: &'a str = &paragraph.text;
            for span in spans {
                let next = words.partition_point(|word| word.start < span.end);
                let next = words.get(next).and_then(|word| text.get(word.clone()));
                if let Some(word) = next.and_then(|next| analysis::words(next).into_iter().next()) {
                    *neighbours.entry(word).or_default() += 1;
                }
                if let Some(key) = Key::of(order, || line(text, &words, &span, place), document.date) {
                    matches.push((key, paragraphs.len(), span));
                }
            }
            paragraphs.push((place, text, words));
        }
        matches.sort_by(|one, other| one.0.cmp(&other.0));
        let shown = matches.iter().skip(wanted.start).take(wanted.len());
        let lines = shown.filter_map(|(_, paragraph, span)| {
            let (place, text, words) = paragraphs.get(*paragraph)?;
            line(text, words, span, *place)
        });
        let (lines, total, paragraphs) = (lines.collect(), matches.len(), paragraphs.len());
        (results, Concordance { total, paragraphs, lines, neighbours: most_frequent(neighbours) })
    }
}

impl Key {
    /// Returns what a line is sorted by; it is made only where words decide.
    fn of<'a>(order: LineOrder, line: impl FnOnce() -> Option<Line<'a>>, date: Date) -> Option<Self> {
        Some(match order {
            LineOrder::Found => Self::None,
            LineOrder::Left => Self::Words(analysis::words(line()?.left).into_iter().rev().collect()),
            LineOrder::Right => Self::Words(analysis::words(line()?.right)),
            LineOrder::Date => Self::Date(Some(date)),
        })
    }
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
            if let Some(key) = Key::of(order, || Some(line.clone()), document.date) {
                lines.push((key, line));
            }
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
    most_frequent(counts)
}

fn most_frequent(counts: HashMap<String, usize>) -> Vec<(String, usize)> {
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
