//! The history of a term: which texts have it and which do not, where it stands first and last, and what that rests on.
//!
//! A text counts once, in all its languages and after all corrections. Press reports are no texts of the group: they count
//! only where that is asked. Dates are the days they may mean, so what came first may be one of several.

mod answer;
mod statement;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

pub(crate) use self::answer::{HistoryAnswer, HistoryParameters, UseEntry, UseRow};
pub(crate) use self::statement::{CopiedStatement, spoken};

use super::extent::ScopeEntry;
use super::links::Links;
use super::term::TermState;
use crate::archive::{Archive, AsOf};
use crate::corpus::{ByDocument, Corpus, Date, Document, DocumentPlace, Kind, ParagraphPlace};
use crate::search::{Among, OneTerm, Usage};

/// At most so many uses that were published since are named; all are counted.
const SINCE: usize = 100;

/// The history of a term.
pub(crate) struct History<'a> {
    /// The archive that was searched.
    pub(crate) as_of: &'a AsOf,
    /// The day that was asked for.
    pub(crate) asked: Option<Date>,
    /// Whether the archive is that of an earlier day.
    pub(crate) is_past: bool,
    /// The term as it was typed, and as it was read.
    pub(crate) typed: &'a str,
    pub(crate) term: &'a OneTerm,
    /// Whether press reports count.
    pub(crate) press: bool,
    pub(crate) usage: Usage,
    /// The texts that have it, by date, and how often.
    pub(crate) texts_with: Vec<(DocumentPlace, usize)>,
    /// Those of the texts that count and have it not.
    pub(crate) texts_without: Vec<DocumentPlace>,
    /// Those of which each may be the first, and the last, that has it.
    pub(crate) first: Vec<DocumentPlace>,
    pub(crate) last: Vec<DocumentPlace>,
    /// Where press reports do not count: how many there are, how many have it, and how often.
    pub(crate) in_press: Option<InPress>,
    /// Of an earlier day: what was published since.
    pub(crate) since: Option<Since>,
    pub(crate) scope: ScopeEntry,
}

/// The uses of a term that were published since an earlier day.
pub(crate) struct Since {
    /// Where it stands today in wordings that did not have it.
    pub(crate) usage: Usage,
    pub(crate) total: usize,
    /// The first of the uses.
    pub(crate) first: Vec<UseEntry>,
}

/// What press reports have of a term.
#[derive(Debug, Clone, Default)]
pub(crate) struct InPress {
    /// How many press reports are held.
    pub(crate) held: usize,
    /// Those that have it, and how often.
    pub(crate) texts_with: Vec<(DocumentPlace, usize)>,
}

impl InPress {
    /// Returns how often they have it.
    pub(crate) fn uses(&self) -> usize {
        self.texts_with.iter().map(|(_, uses)| uses).sum()
    }
}

impl<'a> History<'a> {
    /// Tells the history of a term, as `state` asks for it, in the archive of its day; `present` is that of today.
    pub(crate) fn of(
        links: &Links,
        present: &Arc<Archive>,
        as_of: &'a AsOf,
        state: &'a TermState,
        term: &'a OneTerm,
    ) -> Self {
        let press = state.press;
        let (archive, among) = (&as_of.archive, Among { press, ..Among::default() });
        let (index, corpus) = (archive.index(), archive.corpus());
        let counted = index.counted(corpus, &among);
        let usage = index.usage(corpus, term, &counted);
        let texts_with = by_text(corpus, usage.documents(), &counted);
        let mut without = counted.clone();
        for (place, _) in &texts_with {
            without.get_mut(corpus.text_of(*place, &counted)).into_iter().for_each(|without| *without = false);
        }
        let dated: Vec<(DocumentPlace, Date)> =
            texts_with.iter().filter_map(|(place, _)| Some((*place, corpus.at(*place)?.date))).collect();
        let is_past = !Arc::ptr_eq(archive, present);
        Self {
            texts_without: without.those().filter(|place| corpus.text_of(*place, &counted) == *place).collect(),
            first: first_of(&dated),
            last: last_of(&dated),
            in_press: (!press).then(|| in_press(archive, term)),
            since: is_past.then(|| since(links, present, &usage, corpus, term, &among)),
            scope: ScopeEntry::whole(archive, press).of_day(as_of),
            as_of,
            asked: state.as_of,
            is_past,
            typed: &state.text,
            term,
            press,
            usage,
            texts_with,
        }
    }

    /// Returns the corpus that was searched.
    pub(crate) fn corpus(&self) -> &Corpus {
        self.as_of.archive.corpus()
    }

    /// Returns the document at a place in the corpus.
    pub(crate) fn document(&self, place: DocumentPlace) -> Option<&Document> {
        self.corpus().at(place)
    }

    /// Tells whether it can be said that no text has it.
    pub(crate) fn is_absent(&self) -> bool {
        self.texts_with.is_empty() && self.usage.is_whole && self.scope.searched > 0
    }

    /// Returns the uses in a part of all, as data.
    pub(crate) fn uses(&self, links: &Links, wanted: std::ops::Range<usize>) -> Vec<UseEntry> {
        let lines = self.usage.lines(self.corpus(), wanted);
        UseEntry::all(links, self.corpus(), self.is_past, &lines)
    }

    /// Returns the first use in each text that may be the first to have it, as data.
    pub(crate) fn first_uses(&self, links: &Links) -> Vec<UseEntry> {
        UseEntry::all(links, self.corpus(), self.is_past, &self.usage.first_in(self.corpus(), &self.first))
    }

    /// Returns the last use in each text that may be the last to have it, as data.
    pub(crate) fn last_uses(&self, links: &Links) -> Vec<UseEntry> {
        UseEntry::all(links, self.corpus(), self.is_past, &self.usage.last_in(self.corpus(), &self.last))
    }
}

/// Returns each text once, in the order of the corpus, with its uses in all languages: at the place of the document that
/// stands for it, or of its first translation that has any.
fn by_text(
    corpus: &Corpus,
    documents: Vec<(DocumentPlace, usize)>,
    counted: &ByDocument<bool>,
) -> Vec<(DocumentPlace, usize)> {
    if documents.iter().all(|(place, _)| corpus.text_of(*place, counted) == *place) {
        return documents;
    }
    let mut texts: BTreeMap<DocumentPlace, (DocumentPlace, usize)> = BTreeMap::new();
    for (place, uses) in documents {
        let text = corpus.text_of(place, counted);
        let (shown, sum) = texts.entry(text).or_insert((place, 0));
        *sum += uses;
        if place == text {
            *shown = place;
        }
    }
    let mut texts: Vec<(DocumentPlace, usize)> = texts.into_values().collect();
    texts.sort_unstable();
    texts
}

/// Returns those of which no other is surely earlier.
fn first_of<T: Copy>(dated: &[(T, Date)]) -> Vec<T> {
    let surely = dated.iter().map(|(_, date)| date.days().1).min();
    let may_be = |(_, date): &&(T, Date)| Some(date.days().0) <= surely;
    dated.iter().filter(may_be).map(|(place, _)| *place).collect()
}

/// Returns those of which no other is surely later.
fn last_of<T: Copy>(dated: &[(T, Date)]) -> Vec<T> {
    let surely = dated.iter().map(|(_, date)| date.days().0).max();
    let may_be = |(_, date): &&(T, Date)| Some(date.days().1) >= surely;
    dated.iter().filter(may_be).map(|(place, _)| *place).collect()
}

fn in_press(archive: &Archive, term: &OneTerm) -> InPress {
    let corpus = archive.corpus();
    let press = corpus.by_document(|_, document| document.held() && document.kind == Kind::PressReport);
    let held = corpus.works(press.those());
    let uses = if held > 0 { archive.index().uses(term, &press).documents } else { Vec::new() };
    InPress { held, texts_with: by_text(corpus, uses, &press) }
}

/// Returns the uses that stand now in wordings that did not have them.
fn since(links: &Links, present: &Archive, past: &Usage, past_corpus: &Corpus, term: &OneTerm, among: &Among) -> Since {
    let (index, corpus) = (present.index(), present.corpus());
    let mut usage = index.usage(corpus, term, &index.counted(corpus, among));
    let known = past.paragraphs.iter().filter_map(|(place, _)| wording_at(past_corpus, *place));
    let known: HashSet<_> = known.collect();
    usage.paragraphs.retain(|(place, _)| wording_at(corpus, *place).is_none_or(|wording| !known.contains(&wording)));
    let lines = usage.lines(corpus, 0..SINCE);
    let (total, first) = (usage.total(), UseEntry::all(links, corpus, false, &lines));
    Since { usage, total, first }
}

/// Returns what a paragraph's wording is called: its document, its number and its revision.
fn wording_at(corpus: &Corpus, place: ParagraphPlace) -> Option<(String, u32, u32)> {
    let (document, paragraph) = corpus.paragraph_at(place)?;
    Some((document.id.to_string(), paragraph.number.get(), paragraph.revision.get()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(dates: &[&str], first: &[usize], last: &[usize]) {
        let dated: Vec<(usize, Date)> =
            dates.iter().enumerate().map(|(place, date)| (place, date.parse().expect("a date"))).collect();
        assert_eq!((first_of(&dated).as_slice(), last_of(&dated).as_slice()), (first, last), "{dates:?}");
    }

    #[test]
    fn what_may_be_first_is_named_with_all_that_may_be_as_early() {
        check(&[], &[], &[]);
        check(&["2018-04-23"], &[0], &[0]);
        check(&["2017-04-11", "2018-04-23"], &[0], &[1]);
        check(&["2017-04", "2017-04-11"], &[0, 1], &[0, 1]);
        check(&["2017-04-11", "2017-05"], &[0], &[1]);
        check(&["2016", "2016-05-27", "2017-01-01"], &[0, 1], &[2]);
        check(&["2016-05-27", "2016-05-27", "2018"], &[0, 1], &[2]);
        check(&["2016", "2017-04", "2017-04-30", "2017-05-01"], &[0], &[3]);
        check(&["2017", "2017-04-30", "2017-12-31"], &[0, 1], &[0, 2]);
    }
}
