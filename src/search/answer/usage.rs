//! The uses of a term: in which texts and paragraphs it stands and how often, in which forms, and beside which words.
//!
//! They are counted by the evaluator that finds and marks, so a count is the number of spans. Of where it stands that is
//! no use, [`aside`] tells.

mod aside;
mod form;

use std::collections::HashMap;
use std::ops::Range;

pub use self::aside::{Broken, InHeading, Struck};
pub use self::form::{FormCount, Sameness};
use super::concordance::lines as lines_of;
use super::excerpt::word_ranges;
use super::{ConcordanceLine, Offer, Session, explanation};
use crate::corpus::{ByDocument, Corpus, DocumentPlace, Kind, ParagraphPlace};
use crate::search::analysis;
use crate::search::index::catalogue;
use crate::search::index::ordinal::ParagraphOrdinal;
use crate::search::index::outside::Outside;
use crate::search::index::{Index, sound};
use crate::search::language::{Matching, Notice, OneTerm};
use crate::search::matching::text::{Marked, Marker};
use crate::search::plan::Plan;
use crate::search::run::facet::{Choices, Chosen};

/// The words beside a term are counted in so many paragraphs, the first: each is read for them.
const BESIDE: usize = 100;

/// Among which texts a term is looked for.
#[derive(Debug, Clone, Default)]
pub struct Among {
    /// What is chosen among the facets.
    pub choices: Choices,
    /// Whether press reports count.
    pub press: bool,
}

/// How often a term stands in each text.
#[derive(Debug, Clone, Default)]
pub struct Uses {
    /// What is to be said about how the term was read.
    pub notices: Vec<Notice>,
    /// Whether all paragraphs were searched, so that the numbers are whole.
    pub is_whole: bool,
    /// The texts that have it, in order, and how often.
    pub documents: Vec<(DocumentPlace, usize)>,
}

/// Where a term stands.
pub struct Usage {
    /// The term in words.
    pub understood_as: String,
    /// What is to be said about how it was read.
    pub notices: Vec<Notice>,
    /// Whether all paragraphs were searched, so that the numbers are whole and a negative is one.
    pub is_whole: bool,
    /// The paragraphs that have it, in the order of the corpus, and how often.
    pub paragraphs: Vec<(ParagraphPlace, usize)>,
    /// The forms that count as the term, each with its number, what was typed first; where there is no use, all that were
    /// looked for.
    pub forms: Vec<FormCount>,
    /// Whether there are further forms, of rarer words, that are not listed.
    pub more_forms: bool,
    /// Forms that do not count, and the term with them.
    pub not_counted: Vec<Offer>,
    /// Where it stands across the border of two paragraphs.
    pub across: Vec<Broken>,
    /// Where it stands in a heading.
    pub in_headings: Vec<InHeading>,
    /// Where it stands only in words of the source that were struck out.
    pub in_corrections: Vec<Struck>,
    /// Where there is no use: words and phrases of the texts that are spelled nearly so.
    pub nearest_words: Vec<String>,
    marker: Option<Marker>,
}

/// The words right before and right after a term, the most frequent first, common words aside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    /// Those before it.
    pub before: Vec<(String, usize)>,
    /// Those after it.
    pub after: Vec<(String, usize)>,
    /// Of how many paragraphs, the first, they are.
    pub paragraphs: usize,
}

impl Index {
    /// Tells of every document whether it counts: its text is held, it passes what is chosen, and it is no press report
    /// unless those count.
    #[must_use]
    pub fn counted(&self, corpus: &Corpus, among: &Among) -> ByDocument<bool> {
        let shown = Chosen::of(&among.choices, &self.catalogue).shown();
        corpus.by_document(|place, document| {
            let is_text = among.press || document.kind != Kind::PressReport;
            document.held() && is_text && catalogue::passes(shown.as_ref(), place)
        })
    }

    /// Tells of every document, held or not, whether it passes what is chosen.
    #[must_use]
    pub fn counted_or_known(&self, corpus: &Corpus, choices: &Choices) -> ByDocument<bool> {
        let shown = Chosen::of(choices, &self.catalogue).shown();
        corpus.by_document(|place, _| catalogue::passes(shown.as_ref(), place))
    }

    /// Returns how many words the text of each document has.
    #[must_use]
    pub fn words_by_text(&self, corpus: &Corpus) -> &ByDocument<u64> {
        &self.outside(corpus).words
    }

    /// Returns how many words the texts have together for whose document `counted` holds.
    #[must_use]
    pub fn words_among(&self, corpus: &Corpus, counted: &ByDocument<bool>) -> u64 {
        if corpus.places().all(|(place, document)| counted.has(place) || !document.held()) {
            return self.words();
        }
        let words = self.words_by_text(corpus);
        counted.those().filter_map(|place| words.get(place)).sum()
    }

    /// Counts a term in the documents for which `counted` holds.
    #[must_use]
    pub fn uses(&self, term: &OneTerm, counted: &ByDocument<bool>) -> Uses {
        let mut session = sound(Session::open(self, &term.query, Matching::All));
        let mut documents: Vec<(DocumentPlace, usize)> = Vec::new();
        let add = |paragraph: ParagraphOrdinal, count: u32| match (
            self.catalogue.document_of(paragraph),
            documents.last_mut(),
        ) {
            (Some(document), Some((last, sum))) if *last == document => *sum += count as usize,
            (document, _) => documents.extend(document.map(|document| (document, count as usize))),
        };
        if let Some(plan) = session.resolved.plan() {
            sound(session.opening.each_use(plan, counted, add));
        }
        Uses { notices: session.notices(), is_whole: session.opening.is_whole(), documents }
    }

    /// Returns where a term stands in the documents for which `counted` holds.
    #[must_use]
    pub fn usage(&self, corpus: &Corpus, term: &OneTerm, counted: &ByDocument<bool>) -> Usage {
        let mut session = sound(Session::open(self, &term.query, Matching::All));
        sound(session.usage(corpus, counted))
    }

    /// Gathers what is told of a term beside its uses, so that nobody waits for it.
    pub fn prepare(&self, corpus: &Corpus) {
        self.outside(corpus);
    }

    fn outside(&self, corpus: &Corpus) -> &Outside {
        self.outside.get_or_init(|| Outside::of(corpus, &self.shards, &self.catalogue))
    }
}

impl Session<'_> {
    fn usage(&mut self, corpus: &Corpus, counted: &ByDocument<bool>) -> tantivy::Result<Usage> {
        let index = self.index;
        let mut found: Vec<(ParagraphOrdinal, usize)> = Vec::new();
        if let Some(plan) = self.resolved.plan() {
            self.opening.each_use(plan, counted, |paragraph, count| found.push((paragraph, count as usize)))?;
        }
        let (notices, is_whole) = (self.notices(), self.opening.is_whole());
        let places = found.iter().filter_map(|(at, count)| Some((index.place(*at)?, *count)));
        let paragraphs: Vec<(ParagraphPlace, usize)> = places.collect();
        let hits: Vec<ParagraphOrdinal> = found.iter().map(|(at, _)| *at).collect();
        let (forms, more_forms) = form::counted(self, &hits)?;
        let not_counted = form::not_counted(self, &forms)?;
        let is_absent = paragraphs.is_empty() && is_whole;
        let nearest_words = if is_absent { form::nearest(self)? } else { Vec::new() };
        let mut usage = Usage {
            understood_as: explanation::understood(self.query, &self.resolved, Matching::All, corpus),
            notices,
            is_whole,
            paragraphs,
            forms,
            more_forms,
            not_counted,
            across: Vec::new(),
            in_headings: Vec::new(),
            in_corrections: Vec::new(),
            nearest_words,
            marker: None,
        };
        if let Some(marker) = self.resolved.marker.take() {
            let aside = aside::Aside { index, corpus, marker: &marker, counted };
            let (across, is_whole) = aside.across()?;
            usage.across = across;
            usage.notices.extend((!is_whole).then(Notice::borders_left));
            usage.in_headings = aside.in_headings(index.outside(corpus));
            usage.in_corrections = aside.in_corrections(index.outside(corpus));
            usage.marker = Some(marker);
        }
        Ok(usage)
    }
}

impl Usage {
    /// Returns how many uses there are.
    #[must_use]
    pub fn total(&self) -> usize {
        self.paragraphs.iter().map(|(_, count)| count).sum()
    }

    /// Returns the texts that have the term, in order, each with how often.
    #[must_use]
    pub fn documents(&self) -> Vec<(DocumentPlace, usize)> {
        let by_document = self.paragraphs.chunk_by(|(a, _), (b, _)| a.document == b.document);
        let sum =
            |of: &[(ParagraphPlace, usize)]| Some((of.first()?.0.document, of.iter().map(|(_, count)| count).sum()));
        by_document.filter_map(sum).collect()
    }

    /// Returns the uses `wanted` of all, as lines of a concordance.
    #[must_use]
    pub fn lines<'a>(&self, corpus: &'a Corpus, wanted: Range<usize>) -> Vec<ConcordanceLine<'a>> {
        let (mut lines, mut first) = (Vec::new(), 0);
        for (place, count) in &self.paragraphs {
            let here = first..first + count;
            first = here.end;
            if here.end <= wanted.start {
                continue;
            }
            if here.start >= wanted.end {
                break;
            }
            let Some((text, Marked { spans, stretches })) = self.marked(corpus, *place) else { continue };
            let skipped = wanted.start.saturating_sub(here.start).min(stretches.len());
            let end = (wanted.end - here.start).min(stretches.len());
            lines.extend(lines_of(text, *place, &spans, stretches.get(skipped..end).unwrap_or_default()));
        }
        lines
    }

    /// Returns the first use in each of some documents.
    #[must_use]
    pub fn first_in<'a>(&self, corpus: &'a Corpus, documents: &[DocumentPlace]) -> Vec<ConcordanceLine<'a>> {
        let first = |document: &DocumentPlace| {
            let at = self.paragraphs.partition_point(|(place, _)| place.document < *document);
            let (place, _) = self.paragraphs.get(at).filter(|(place, _)| place.document == *document)?;
            let (text, Marked { spans, stretches }) = self.marked(corpus, *place)?;
            lines_of(text, *place, &spans, stretches.get(..1)?).pop()
        };
        documents.iter().filter_map(first).collect()
    }

    /// Returns the last use in each of some documents.
    #[must_use]
    pub fn last_in<'a>(&self, corpus: &'a Corpus, documents: &[DocumentPlace]) -> Vec<ConcordanceLine<'a>> {
        let last = |document: &DocumentPlace| {
            let end = self.paragraphs.partition_point(|(place, _)| place.document <= *document);
            let (place, _) =
                self.paragraphs.get(end.checked_sub(1)?).filter(|(place, _)| place.document == *document)?;
            let (text, Marked { spans, stretches }) = self.marked(corpus, *place)?;
            lines_of(text, *place, &spans, stretches.last_chunk::<1>()?).pop()
        };
        documents.iter().filter_map(last).collect()
    }

    /// Returns the words beside the term.
    #[must_use]
    pub fn beside(&self, corpus: &Corpus) -> Beside {
        let (mut before, mut after) = (HashMap::new(), HashMap::new());
        for (place, _) in self.paragraphs.iter().take(BESIDE) {
            let Some((text, Marked { stretches, .. })) = self.marked(corpus, *place) else { continue };
            let words = word_ranges(text);
            for span in stretches {
                let first = words.partition_point(|word| word.end <= span.start);
                let next = words.partition_point(|word| word.start < span.end);
                let neighbours = [(first.checked_sub(1), &mut before), (Some(next), &mut after)];
                for (at, counts) in neighbours {
                    let word = at.and_then(|at| text.get(words.get(at)?.clone()));
                    let word = word.and_then(|word| analysis::words(word).into_iter().next());
                    if let Some(word) = word.filter(|word| !analysis::is_stop_word(word)) {
                        *counts.entry(word).or_default() += 1;
                    }
                }
            }
        }
        let [before, after] = [before, after].map(super::concordance::most_frequent);
        Beside { before, after, paragraphs: self.paragraphs.len().min(BESIDE) }
    }

    fn marked<'a>(&self, corpus: &'a Corpus, place: ParagraphPlace) -> Option<(&'a str, Marked)> {
        let text: &str = &corpus.paragraph_at(place)?.1.text;
        Some((text, self.marker.as_ref()?.mark(place.document, text)?))
    }
}

/// Returns every sequence of sets that stands for a word or phrase of a plan.
fn paths(plan: &Plan) -> impl Iterator<Item = &Vec<usize>> {
    plan.units.iter().flat_map(|unit| &unit.paths)
}
