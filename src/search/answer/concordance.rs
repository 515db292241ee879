//! Concordance: every place where a query is met on a line of its own, with the words before and after it.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use super::excerpt::{around, word_ranges};
use super::{Hit, Request, Results, Session};
use crate::corpus::{Corpus, ParagraphPlace};
use crate::search::analysis;
use crate::search::index::{Index, Sort, sound};
use crate::search::matching::text::Marked;
use crate::search::run::best::Scored;

/// So many words stand on either side of a match.
const CONTEXT: usize = 10;

/// The lines of so many paragraphs are sorted by their words: each has to be read for it.
pub(crate) const SORTED: usize = 2_000;

/// One place where the query is met with what stands around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConcordanceLine<'a> {
    /// Where its paragraph stands.
    pub place: ParagraphPlace,
    /// The bytes of the paragraph's text in which the query is met.
    pub span: Range<usize>,
    /// The bytes of the paragraph's text that matched there.
    pub marks: Vec<Range<usize>>,
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
    /// By date, the oldest first, and as they stand in their documents.
    Date,
}

/// A part of the lines of a concordance, and what is told of all of them.
#[derive(Debug, Clone)]
pub struct Concordance<'a> {
    /// How many lines there are.
    pub total: usize,
    /// Whether all were counted; else there are more.
    pub is_whole: bool,
    /// Of how many paragraphs.
    pub paragraphs: usize,
    /// How many of the lines are in the order that was asked for: all but where words decide and there are many.
    pub ordered: usize,
    /// The lines that were asked for.
    pub lines: Vec<ConcordanceLine<'a>>,
    /// The words right after the matches of these lines with how often each stands there, the most frequent first.
    pub neighbours: Vec<(String, usize)>,
}

impl Index {
    /// Searches, and returns the lines `wanted` of the concordance of all hits; the results are without these.
    ///
    /// The index counts the lines. No texts are read but those of the lines that are wanted, and, where words decide the
    /// order, of as many paragraphs as are sorted.
    #[must_use]
    pub fn concordance<'a>(
        &self,
        corpus: &'a Corpus,
        request: &Request,
        order: LineOrder,
        wanted: Range<usize>,
    ) -> (Results, Concordance<'a>) {
        let query = self.read(&request.query, request.matching);
        let mut session = sound(Session::open(self, &query, request.matching));
        let by_words = matches!(order, LineOrder::Left | LineOrder::Right);
        let limit = match session.resolved.plan() {
            _ if by_words => SORTED,
            // Every hit has a line, so that so many hits have so many lines.
            Some(plan) if plan.has_places() => wanted.end,
            _ => self.paragraphs(),
        };
        let sort = if order == LineOrder::Date { Sort::Oldest } else { request.sort };
        let request = Request { sort, offset: 0, limit, ..request.clone() };
        let (results, found) = sound(session.answer(corpus, &request, true));
        let counts = match session.resolved.plan() {
            Some(plan) => sound(session.opening.places(plan, &found.all)),
            None => Vec::new(),
        };
        let count =
            |hit: &Scored| counts.get(found.all.binary_search(&hit.paragraph).ok()?).map(|count| *count as usize);
        let total = counts.iter().map(|count| *count as usize).sum();
        let (lines, ordered) = if by_words {
            let hits = found.best.iter();
            let lines = sorted(hits.flat_map(|hit| session.lines(corpus, hit, 0..usize::MAX)).collect(), order, corpus);
            let ordered = lines.len();
            (lines.into_iter().skip(wanted.start).take(wanted.len()).collect(), ordered)
        } else {
            (session.lines_of(corpus, &found.best, count, wanted), total)
        };
        let is_whole = results.is_whole && counts.len() == found.all.len();
        let paragraphs = counts.iter().filter(|count| **count > 0).count();
        let neighbours = right_neighbours(&lines);
        (results, Concordance { total, is_whole, paragraphs, ordered, lines, neighbours })
    }
}

impl Session<'_> {
    /// Returns the lines `wanted` of those of all `hits`; `count` knows how many most of these have.
    fn lines_of<'a>(
        &self,
        corpus: &'a Corpus,
        hits: &[Scored],
        count: impl Fn(&Scored) -> Option<usize>,
        wanted: Range<usize>,
    ) -> Vec<ConcordanceLine<'a>> {
        let (mut lines, mut passed) = (Vec::new(), 0);
        for hit in hits {
            if passed >= wanted.end {
                break;
            }
            let own = wanted.start.saturating_sub(passed)..wanted.end - passed;
            let known = count(hit).unwrap_or_else(|| self.lines(corpus, hit, 0..usize::MAX).len());
            if own.start < known {
                lines.extend(self.lines(corpus, hit, own));
            }
            passed = passed.saturating_add(known);
        }
        lines
    }

    /// Returns the lines `wanted` of a hit.
    fn lines<'a>(&self, corpus: &'a Corpus, hit: &Scored, wanted: Range<usize>) -> Vec<ConcordanceLine<'a>> {
        let marked = self.marked(corpus, hit.paragraph);
        let Some((place, paragraph, Marked { spans, stretches })) = marked else { return Vec::new() };
        let wanted = wanted.start.min(stretches.len())..wanted.end.min(stretches.len());
        lines(&paragraph.text, place, &spans, stretches.get(wanted).unwrap_or_default())
    }
}

/// Returns the lines of hits in the order asked for; lines that are equal in it keep theirs.
#[must_use]
pub fn concordance<'a>(corpus: &'a Corpus, hits: &[Hit], order: LineOrder) -> Vec<ConcordanceLine<'a>> {
    let of_hit = |hit: &Hit| {
        let paragraph = corpus.paragraph_at(hit.place);
        paragraph.map_or(Vec::new(), |(_, it)| lines(&it.text, hit.place, &hit.spans, &hit.stretches))
    };
    sorted(hits.iter().flat_map(of_hit).collect(), order, corpus)
}

/// Returns the words right after the matches with how often each stands there, the most frequent first.
#[must_use]
pub fn right_neighbours(lines: &[ConcordanceLine<'_>]) -> Vec<(String, usize)> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for line in lines {
        if let Some(word) = analysis::words(line.right).into_iter().next() {
            *counts.entry(word).or_default() += 1;
        }
    }
    most_frequent(counts)
}

/// Returns words with their counts, the most frequent first.
pub(crate) fn most_frequent(counts: HashMap<String, usize>) -> Vec<(String, usize)> {
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by(|one, other| (Reverse(one.1), &one.0).cmp(&(Reverse(other.1), &other.0)));
    counts
}

fn sorted<'a>(mut lines: Vec<ConcordanceLine<'a>>, order: LineOrder, corpus: &Corpus) -> Vec<ConcordanceLine<'a>> {
    match order {
        LineOrder::Found => {}
        LineOrder::Left => {
            lines.sort_by_cached_key(|line| analysis::words(line.left).into_iter().rev().collect::<Vec<_>>());
        }
        LineOrder::Right => lines.sort_by_cached_key(|line| analysis::words(line.right)),
        LineOrder::Date => {
            let date = |place: ParagraphPlace| corpus.at(place.document).map(|document| document.date);
            lines.sort_by_key(|line| (date(line.place), line.place));
        }
    }
    lines
}

/// Returns a line for each of the `stretches` of a text, in which these `spans` matched.
pub(crate) fn lines<'a>(
    text: &'a str,
    place: ParagraphPlace,
    spans: &[Range<usize>],
    stretches: &[Range<usize>],
) -> Vec<ConcordanceLine<'a>> {
    let words = word_ranges(text);
    let line = |stretch: &Range<usize>| {
        let shown = around(text, &words, stretch, CONTEXT);
        let first = spans.partition_point(|span| span.end <= stretch.start);
        let last = spans.partition_point(|span| span.start < stretch.end);
        Some(ConcordanceLine {
            place,
            span: stretch.clone(),
            marks: spans.get(first..last)?.to_vec(),
            left: text.get(shown.start..stretch.start)?,
            keyword: text.get(stretch.clone())?,
            right: text.get(stretch.end..shown.end)?,
        })
    };
    stretches.iter().filter_map(line).collect()
}
