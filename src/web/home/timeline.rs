//! The time line of the first page: every document and record by year and forum, drawn and as a table.
//!
//! Places along the line are percentages and heights are pixels, so that dots stay round and words stay their size
//! however wide the page is.

use std::collections::BTreeMap;

use crate::corpus::{Corpus, Document, Kind};
use crate::data::{Format, Search, links};
use crate::search::FacetName;

/// The pixels from one row to the next.
const ROW: usize = 44;

/// The pixels from a row's label down to its line.
const LABEL: usize = 12;

/// The pixels below the last row, for the years.
const FOOT: usize = 34;

/// The time line in the form printed.
pub(super) struct Timeline {
    pub(super) height: usize,
    pub(super) foot: usize,
    pub(super) ticks: Vec<Tick>,
    pub(super) rows: Vec<ForumRow>,
}

/// A year named below the rows.
pub(super) struct Tick {
    pub(super) x: String,
    pub(super) year: i16,
}

/// The documents of one forum.
pub(super) struct ForumRow {
    pub(super) label: String,
    pub(super) path: Option<String>,
    pub(super) count: usize,
    pub(super) label_y: usize,
    pub(super) y: usize,
    pub(super) dots: Vec<Dot>,
}

/// The documents of one forum in one year.
pub(super) struct Dot {
    pub(super) x: String,
    pub(super) radius: &'static str,
    /// Whether the text of at least one of them is held.
    pub(super) held: bool,
    pub(super) title: String,
    pub(super) path: String,
}

impl Timeline {
    /// Draws all documents of a corpus, forums with most documents first; nothing if there is no document.
    pub(super) fn of(corpus: &Corpus) -> Option<Self> {
        let first = corpus.documents().first()?.date.year();
        let last = corpus.documents().last()?.date.year();
        let mut forums: BTreeMap<Option<&str>, BTreeMap<i16, Vec<&Document>>> = BTreeMap::new();
        for document in corpus.documents() {
            let years = forums.entry(document.forum.as_deref()).or_default();
            years.entry(document.date.year()).or_default().push(document);
        }
        let mut forums: Vec<_> = forums.into_iter().collect();
        forums
            .sort_by_key(|(forum, years)| (forum.is_none(), usize::MAX - years.values().map(Vec::len).sum::<usize>()));

        let foot = forums.len() * ROW;
        let rows = forums.iter().enumerate().map(|(at, (forum, years))| ForumRow {
            label: forum.map_or_else(|| no_forum(years), |id| corpus.vocabulary().forum(id)).to_owned(),
            path: forum.map(|id| listed(&Search::of("").toggled(FacetName::Forum, id))),
            count: years.values().map(Vec::len).sum(),
            label_y: (at + 1) * ROW - LABEL - 8,
            y: (at + 1) * ROW - 8,
            dots: years
                .iter()
                .map(|(&year, documents)| dot(*forum, year, documents, place(year, first, last)))
                .collect(),
        });
        let named = (first..=last).filter(|year| year % 5 == 0);
        Some(Self {
            height: foot + FOOT,
            foot: foot + 4,
            ticks: named.map(|year| Tick { x: place(year, first, last), year }).collect(),
            rows: rows.collect(),
        })
    }
}

/// Returns what documents without a forum are together.
fn no_forum<'a>(years: &BTreeMap<i16, Vec<&Document>>) -> &'a str {
    let press = years.values().flatten().all(|document| document.kind == Kind::PressReport);
    if press { "Press reports" } else { "Other documents" }
}

fn dot(forum: Option<&str>, year: i16, documents: &[&Document], x: String) -> Dot {
    let of_year = Search::of("").toggled(FacetName::Year, &year.to_string());
    Dot {
        x,
        radius: match documents.len() {
            1 => "3.5",
            2 => "5",
            3 => "6",
            _ => "7",
        },
        held: documents.iter().any(|document| document.held()),
        title: if documents.len() == 1 { year.to_string() } else { format!("{year} ({})", documents.len()) },
        path: match documents {
            [alone] => links::document(&alone.id, Format::Html),
            _ => listed(&forum.map_or_else(|| of_year.clone(), |id| of_year.toggled(FacetName::Forum, id))),
        },
    }
}

fn listed(search: &Search) -> String {
    search.documents(Format::Html)
}

/// Returns the middle of a year on a line from the first year to the last, in per cent with one decimal.
fn place(year: i16, first: i16, last: i16) -> String {
    let years = i32::from(last) - i32::from(first) + 1;
    let tenths = (i32::from(year) - i32::from(first)) * 1000 / years + 500 / years;
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_stand_in_the_middle_of_their_share_of_the_line() {
        assert_eq!(place(2000, 2000, 2000), "50.0");
        assert_eq!(place(2000, 2000, 2009), "5.0");
        assert_eq!(place(2009, 2000, 2009), "95.0");
    }
}
