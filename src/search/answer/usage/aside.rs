//! Where a term stands that is no use of it: across the border of two paragraphs, in a heading, in words of the source
//! that were struck out as errors.

use std::collections::BTreeSet;
use std::ops::Range;

use super::paths;
use crate::corpus::{ByDocument, Corpus, DocumentPlace, Paragraph, ParagraphPlace};
use crate::search::answer::excerpt::word_ranges;
use crate::search::index::Index;
use crate::search::index::outside::Outside;
use crate::search::matching::text::Marker;
use crate::search::run::Opening;

/// A phrase that begins in one paragraph and ends in a later one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Where it ends.
    pub place: ParagraphPlace,
    /// The place in the document of the paragraph in which it begins.
    pub from: usize,
    /// The words on both sides of the border.
    pub text: String,
    /// The bytes of them that are the phrase.
    pub span: Range<usize>,
}

/// A heading that has the term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InHeading {
    /// Its document.
    pub document: DocumentPlace,
    /// Its place in the document's headings.
    pub heading: usize,
    /// The bytes of it that are the term.
    pub spans: Vec<Range<usize>>,
}

/// A term in words of the source that were struck out, and not in those put instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Struck {
    /// The paragraph.
    pub place: ParagraphPlace,
    /// The wording of the source.
    pub text: String,
    /// The bytes of it that are the term.
    pub span: Range<usize>,
}

/// What is looked through beside the paragraphs.
pub(super) struct Aside<'a> {
    pub(super) index: &'a Index,
    pub(super) corpus: &'a Corpus,
    pub(super) marker: &'a Marker,
    /// The documents that count.
    pub(super) counted: &'a ByDocument<bool>,
}

impl Aside<'_> {
    /// Returns where the term goes over the border of paragraphs that follow each other, and whether all borders were
    /// looked at.
    ///
    /// What goes over one ends with words that a paragraph begins with, so only such paragraphs are looked at.
    pub(super) fn across(&self) -> tantivy::Result<(Vec<Broken>, bool)> {
        let plan = self.marker.plan();
        let longest = paths(plan).map(Vec::len).max().unwrap_or_default();
        let mut endings: Vec<&[usize]> = paths(plan).flat_map(|path| (1..path.len()).map(|at| &path[at..])).collect();
        endings.sort_unstable();
        endings.dedup();
        let mut candidates = BTreeSet::new();
        let mut opening = Opening::of(&self.index.shards, &self.index.catalogue);
        for ending in endings {
            opening.each_beginning(plan, ending, self.counted, |paragraph| {
                candidates.insert(paragraph);
            })?;
        }
        let places = candidates.into_iter().filter_map(|paragraph| self.index.place(paragraph));
        let broken = places.filter(|place| place.paragraph > 0).flat_map(|place| self.broken(place, longest));
        Ok((broken.collect(), opening.is_whole()))
    }

    /// Returns what goes over the border before a paragraph.
    fn broken(&self, place: ParagraphPlace, longest: usize) -> Vec<Broken> {
        let paragraphs = self.corpus.at(place.document).map_or(&[][..], |it| &it.paragraphs);
        let Some(last) = paragraphs.get(place.paragraph) else { return Vec::new() };
        let words = word_ranges(&last.text);
        let end = words.get(longest.saturating_sub(2)).map_or(last.text.len(), |word| word.end);
        let head = last.text.get(..end).unwrap_or_default();
        // As many words before the border as a phrase can have there, out of several paragraphs where they are short.
        let (mut parts, mut wanted) = (Vec::new(), longest - 1);
        for (at, paragraph) in paragraphs.iter().enumerate().take(place.paragraph).rev() {
            let words = word_ranges(&paragraph.text);
            let first = words.get(words.len().saturating_sub(wanted));
            parts.push((at, first.and_then(|word| paragraph.text.get(word.start..)).unwrap_or_default()));
            wanted = wanted.saturating_sub(words.len());
            if wanted == 0 {
                break;
            }
        }
        let (mut text, mut starts) = (String::new(), Vec::new());
        for (at, part) in parts.into_iter().rev() {
            starts.push((at, text.len()));
            text.push_str(part);
            text.push(' ');
        }
        let border = text.len();
        text.push_str(head);
        let spans = self.marker.spans(place.document, &text).unwrap_or_default();
        let crossing = spans.into_iter().filter(|span| span.start < border && span.end > border);
        let broken = crossing.map(|span| {
            let from = starts.iter().rev().find(|(_, start)| *start <= span.start);
            Broken { place, from: from.map_or(place.paragraph - 1, |(at, _)| *at), text: text.clone(), span }
        });
        broken.collect()
    }

    /// Returns the headings that have the term.
    pub(super) fn in_headings(&self, outside: &Outside) -> Vec<InHeading> {
        let plan = self.marker.plan();
        let firsts = paths(plan).filter_map(|path| plan.sets.get(*path.first()?));
        let likely = outside.headings_with(firsts.flat_map(|set| set.words.iter().map(AsRef::as_ref)));
        let counted = likely.into_iter().filter(|(document, _)| self.counted.has(*document));
        let found = counted.filter_map(|(document, heading)| {
            let text = &self.corpus.at(document)?.headings.get(heading)?.text;
            Some(InHeading { document, heading, spans: self.marker.spans(document, text)? })
        });
        found.collect()
    }

    /// Returns where the term stands only in words of the source that were struck out.
    pub(super) fn in_corrections(&self, outside: &Outside) -> Vec<Struck> {
        let counted = outside.corrected.iter().filter(|place| self.counted.has(place.document));
        counted.flat_map(|place| self.struck(*place)).collect()
    }

    fn struck(&self, place: ParagraphPlace) -> Vec<Struck> {
        let Some((_, paragraph)) = self.corpus.paragraph_at(place) else { return Vec::new() };
        let (source, removed) = wording_of_source(paragraph);
        let Some(spans) = self.marker.spans(place.document, &source) else { return Vec::new() };
        let own = self.marker.spans(place.document, &paragraph.text).unwrap_or_default();
        let only_there = |span: &Range<usize>| {
            let struck = removed.iter().filter(|(range, _)| overlap(span, range));
            let mut put_instead = struck.map(|(_, instead)| own.iter().any(|own| touch(own, instead)));
            put_instead.next().is_some_and(|kept| !kept) && put_instead.all(|kept| !kept)
        };
        let found = spans.into_iter().filter(only_there);
        found.map(|span| Struck { place, text: source.clone(), span }).collect()
    }
}

/// Words of the source that were struck out, and what stands instead of them in the text, both in bytes.
type StruckOut = (Range<usize>, Range<usize>);

/// Returns the wording of the source, and the ranges of it that were struck out, each with what stands instead in the
/// text.
fn wording_of_source(paragraph: &Paragraph) -> (String, Vec<StruckOut>) {
    let (mut source, mut removed, mut done) = (String::new(), Vec::new(), 0);
    let mut corrections: Vec<_> = paragraph.corrections().iter().collect();
    corrections.sort_by_key(|correction| correction.inserted.start);
    for correction in corrections {
        source.push_str(paragraph.text.get(done..correction.inserted.start).unwrap_or_default());
        let start = source.len();
        source.push_str(&correction.removed);
        if !correction.removed.is_empty() {
            removed.push((start..source.len(), correction.inserted.clone()));
        }
        done = correction.inserted.end;
    }
    source.push_str(paragraph.text.get(done..).unwrap_or_default());
    (source, removed)
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Tells whether a span lies over a range, or around the place of an empty one.
fn touch(span: &Range<usize>, range: &Range<usize>) -> bool {
    if range.is_empty() { span.start < range.start && range.start < span.end } else { overlap(span, range) }
}
