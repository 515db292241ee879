//! How many documents there are of each year and forum, and of how many the text is held.

use std::collections::BTreeMap;

use crate::corpus::{Corpus, Document, DocumentPlace};
use crate::data::{Format, Search};
use crate::search::FacetName;

/// The documents of a list by year and forum.
pub(super) struct Table {
    pub(super) forums: Vec<String>,
    pub(super) years: Vec<YearRow>,
}

/// The documents of one year.
pub(super) struct YearRow {
    pub(super) year: i16,
    pub(super) path: String,
    /// By forum, in the order of the table; nothing where there is none.
    pub(super) cells: Vec<Option<Cell>>,
}

/// The documents of one year and forum.
pub(super) struct Cell {
    pub(super) path: Option<String>,
    pub(super) held: usize,
    pub(super) all: usize,
}

impl Table {
    /// Counts these documents, the newest year first; each count leads to its documents.
    pub(super) fn of(corpus: &Corpus, documents: &[DocumentPlace], search: &Search) -> Self {
        let listed: Vec<&Document> = documents.iter().filter_map(|at| corpus.at(*at)).collect();
        let mut totals: BTreeMap<Option<&str>, usize> = BTreeMap::new();
        let mut counts: BTreeMap<(i16, Option<&str>), (usize, usize)> = BTreeMap::new();
        for document in &listed {
            let forum = document.forum.as_deref();
            *totals.entry(forum).or_default() += 1;
            let (held, all) = counts.entry((document.date.year(), forum)).or_default();
            *held += usize::from(document.held());
            *all += 1;
        }
        let mut forums: Vec<(Option<&str>, usize)> = totals.into_iter().collect();
        forums.sort_by_key(|(forum, total)| (forum.is_none(), std::cmp::Reverse(*total)));
        let mut years: Vec<i16> = counts.keys().map(|(year, _)| *year).collect();
        years.dedup();
        let row = |year: &i16| {
            let mut of_year = search.at_page(1);
            of_year.choices.years = vec![*year];
            let cell = |(forum, _): &(Option<&str>, usize)| {
                let (held, all) = *counts.get(&(*year, *forum))?;
                let path = forum.map(|forum| {
                    let mut of_both = of_year.clone();
                    of_both.choices.forums.clear();
                    of_both.toggled(FacetName::Forum, forum).documents(Format::Html)
                });
                Some(Cell { path, held, all })
            };
            YearRow { year: *year, path: of_year.documents(Format::Html), cells: forums.iter().map(cell).collect() }
        };
        let name = |(forum, _): &(Option<&str>, usize)| {
            forum.map_or("None of these", |forum| corpus.vocabulary().forum(forum)).to_owned()
        };
        Self { forums: forums.iter().map(name).collect(), years: years.iter().rev().map(row).collect() }
    }
}
