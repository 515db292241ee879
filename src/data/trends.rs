//! Terms through time: in how many texts of a year, a presidency, or in which texts each is used.
//!
//! A number stands beside that of the texts it is out of, and both are counted among the same texts, each once in all its
//! languages. A year without a text is no number at all.

mod answer;
mod state;

use std::collections::HashMap;

pub(crate) use self::answer::{CellRow, TrendParameters, TrendsAnswer};
pub(crate) use self::state::{By, MOST_TERMS, TrendState, TrendUnit};

use super::extent::ScopeEntry;
use super::search::Search;
use super::term::{as_of_day, search_among};
use crate::archive::AsOf;
use crate::corpus::{Corpus, Document, Kind};
use crate::search::{Among, NoTerm, Notice, OneTerm};

/// At most so many texts without a presidency are named in a link.
const NAMED: usize = 50;

/// Terms through time.
pub(crate) struct Trends {
    pub(crate) terms: Vec<TrendTerm>,
    /// What is no term, each with what is to be said about it.
    pub(crate) no_terms: Vec<(String, NoTerm)>,
    pub(crate) columns: Vec<TrendColumn>,
    pub(crate) scope: ScopeEntry,
}

/// One term.
pub(crate) struct TrendTerm {
    /// As it was typed.
    pub(crate) typed: String,
    pub(crate) notices: Vec<Notice>,
    /// Whether all paragraphs were searched.
    pub(crate) is_whole: bool,
    /// A cell for each column.
    pub(crate) cells: Vec<Cell>,
}

/// A year, a presidency, or a text.
pub(crate) struct TrendColumn {
    /// What addresses and data call it; empty where the texts name none.
    pub(crate) key: String,
    pub(crate) label: String,
    /// How many texts count.
    pub(crate) texts: usize,
    /// How many of them are press reports.
    pub(crate) press: usize,
    /// How many texts are known and not held.
    pub(crate) not_held: usize,
    pub(crate) words: u64,
    /// The search for a term among its texts, but for the term.
    search: Search,
}

/// A term in a column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) texts_with: usize,
    pub(crate) uses: usize,
    /// What press reports have of these.
    pub(crate) press_with: usize,
    pub(crate) press_uses: usize,
}

impl Trends {
    /// Counts terms in the archive of a day.
    pub(crate) fn of(as_of: &AsOf, state: &TrendState) -> Self {
        let archive = &as_of.archive;
        let (index, corpus) = (archive.index(), archive.corpus());
        let counted = index.counted(corpus, &Among { choices: state.choices.clone(), press: state.press });
        let known = index.counted_or_known(corpus, &state.choices);
        let is_press = |place| corpus.at(place).is_some_and(|it| it.kind == Kind::PressReport);
        let words = index.words_by_text(corpus);
        let (mut columns, mut column_of) = (Vec::<TrendColumn>::new(), corpus.by_document(|_, _| None));
        let among = search_among(corpus, "", state.press);
        let mut places: HashMap<TextGroup<'_>, usize> = HashMap::new();
        for (place, document) in corpus.places() {
            let counts = counted.has(place) && corpus.text_of(place, &counted) == place;
            let is_known = known.has(place) && !document.held();
            let is_column = counts || is_known && state.by != By::Text;
            if !is_column {
                continue;
            }
            let at = *places.entry(state.by.group(document)).or_insert(columns.len());
            if at == columns.len() {
                let (key, label) = state.by.column(document);
                columns.push(TrendColumn {
                    search: state.by.search(corpus, &among, state, &key),
                    key,
                    label,
                    texts: 0,
                    press: 0,
                    not_held: 0,
                    words: 0,
                });
            }
            let Some(column) = columns.get_mut(at) else { continue };
            if counts {
                column.texts += 1;
                column.press += usize::from(is_press(place));
                column_of.get_mut(place).into_iter().for_each(|of| *of = Some(at));
            } else {
                column.not_held += 1;
            }
        }
        for place in counted.those() {
            let at = column_of.get(corpus.text_of(place, &counted)).copied().flatten();
            column_of.get_mut(place).into_iter().for_each(|of| *of = at);
            if let Some((column, words)) = at.and_then(|at| columns.get_mut(at)).zip(words.get(place)) {
                column.words += words;
            }
        }
        let (mut terms, mut no_terms) = (Vec::new(), Vec::new());
        for typed in &state.terms {
            let term = match OneTerm::read(typed) {
                Ok(term) => term,
                Err(no_term) => {
                    no_terms.push((typed.clone(), no_term));
                    continue;
                }
            };
            let uses = index.uses(&term, &counted);
            let mut cells = vec![Cell::default(); columns.len()];
            let mut has = counted.map(|_, _| false);
            for (place, count) in uses.documents {
                let at = column_of.get(place).copied().flatten();
                let Some(cell) = at.and_then(|at| cells.get_mut(at)) else { continue };
                let text = corpus.text_of(place, &counted);
                let is_first = has.get_mut(text).is_some_and(|has| !std::mem::replace(has, true));
                cell.texts_with += usize::from(is_first);
                cell.uses += count;
                if is_press(place) {
                    cell.press_with += usize::from(is_first);
                    cell.press_uses += count;
                }
            }
            terms.push(TrendTerm { typed: typed.clone(), notices: uses.notices, is_whole: uses.is_whole, cells });
        }
        Self { terms, no_terms, columns, scope: ScopeEntry::of(as_of, &counted) }
    }
}

impl TrendColumn {
    /// Returns the address of the search for a term among the texts of the column: of an earlier day as data, since only
    /// data is searched as it was.
    pub(crate) fn link(&self, typed: &str, state: &TrendState) -> String {
        let text = OneTerm::read(typed).map_or_else(|_| typed.to_owned(), |term| term.text().to_owned());
        as_of_day(&Search { query: text, ..self.search.clone() }, state.as_of)
    }
}

/// What the texts of one column have in common.
#[derive(PartialEq, Eq, Hash)]
enum TextGroup<'a> {
    Year(i16),
    Presidency(Option<&'a str>),
    Text(&'a str),
}

impl By {
    fn group(self, document: &Document) -> TextGroup<'_> {
        match self {
            Self::Year => TextGroup::Year(document.date.year()),
            Self::Presidency => TextGroup::Presidency(document.presidency.as_deref()),
            Self::Text => TextGroup::Text(document.id.as_str()),
        }
    }

    /// Returns the key and the label of the column that a text stands in.
    fn column(self, document: &Document) -> (String, String) {
        match self {
            Self::Year => (document.date.year().to_string(), document.date.year().to_string()),
            Self::Presidency => match &document.presidency {
                Some(presidency) => (presidency.clone(), presidency.clone()),
                None => (String::new(), "No presidency named".to_owned()),
            },
            Self::Text => (document.id.to_string(), document.name().to_owned()),
        }
    }

    /// Returns the search among the texts of a column that count, but for the term.
    fn search(self, corpus: &Corpus, among: &Search, state: &TrendState, key: &str) -> Search {
        let mut search = Search { choices: state.choices.clone(), ..among.clone() };
        if search.choices.kinds.is_empty() {
            search.choices.kinds.clone_from(&among.choices.kinds);
        } else if !state.press {
            search.choices.kinds.retain(|kind| *kind != Kind::PressReport);
        }
        let choices = &mut search.choices;
        match self {
            Self::Year => choices.years = key.parse().into_iter().collect(),
            Self::Text => choices.documents = key.parse().into_iter().collect(),
            Self::Presidency if key.is_empty() => {
                let without = corpus.documents().iter().filter(|it| it.held() && it.presidency.is_none());
                choices.documents = without.take(NAMED).map(|it| it.id.clone()).collect();
            }
            Self::Presidency => choices.presidencies = vec![key.to_owned()],
        }
        search
    }
}
