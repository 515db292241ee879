//! The texts of a term's history by date, drawn: those that have it, those held without it, those that are not held.
//!
//! Places along the line are percentages and heights are pixels, as on the time line of the first page.

use std::collections::BTreeMap;

use crate::corpus::{Date, Document, Kind};
use crate::data::{Format, History, Search, links};
use crate::search::FacetName;

/// The pixels from one row to the next.
const ROW: usize = 44;

/// The pixels below the last row, for the years.
const FOOT: usize = 34;

/// At most about so many dots stand beside each other; where there are more texts, those of days next to each other share
/// one.
const DOTS: usize = 240;

/// A line of texts by date in the form printed.
pub(super) struct Strip {
    pub(super) height: usize,
    pub(super) foot: usize,
    pub(super) ticks: Vec<(String, i16)>,
    pub(super) rows: Vec<SortRow>,
}

/// The texts of one sort.
pub(super) struct SortRow {
    pub(super) label: String,
    pub(super) label_y: usize,
    pub(super) y: usize,
    pub(super) class: &'static str,
    pub(super) dots: Vec<Dot>,
}

/// Texts of one sort whose dates fall on one place of the line.
pub(super) struct Dot {
    pub(super) x: String,
    pub(super) radius: &'static str,
    pub(super) title: String,
    pub(super) path: String,
}

impl Strip {
    /// Draws the texts; nothing where there is none.
    pub(super) fn of(history: &History<'_>) -> Option<Self> {
        let documents = history.corpus().documents();
        let (first, last) = (documents.first()?.date.year(), documents.last()?.date.year());
        let with: Vec<&Document> = history.texts_with.iter().filter_map(|(at, _)| history.document(*at)).collect();
        let without: Vec<&Document> = history.texts_without.iter().filter_map(|at| history.document(*at)).collect();
        let known: Vec<&Document> = documents.iter().filter(|document| !document.held()).collect();
        let ((press_with, with), (press_without, without)) = (apart(with), apart(without));
        let sorts = [
            ("held", "Used", with),
            ("", "Held without it", without),
            ("held press", "Press reports that have it", press_with),
            ("press", "Press reports without it", press_without),
            ("unheld", "Known, not held", known),
        ];
        let sorts: Vec<_> = sorts.into_iter().filter(|(_, _, documents)| !documents.is_empty()).collect();
        let foot = sorts.len() * ROW;
        let rows = sorts.into_iter().enumerate().map(|(at, (class, label, documents))| SortRow {
            label: format!("{label} ({})", documents.len()),
            label_y: (at + 1) * ROW - 20,
            y: (at + 1) * ROW - 8,
            class,
            dots: dots(&documents, first, last),
        });
        // No more years are named than have room beside each other on a telephone.
        let step = [1, 2, 5, 10, 20, 50].into_iter().find(|step| (last - first) / step < 7).unwrap_or(100);
        Some(Self {
            height: foot + FOOT,
            foot: foot + 4,
            ticks: (first..=last)
                .filter(|year| year % step == 0)
                .map(|year| (tenths(i32::from(year - first) * 1000, first, last), year))
                .collect(),
            rows: rows.collect(),
        })
    }
}

/// Tells press reports and texts of the group apart.
fn apart(documents: Vec<&Document>) -> (Vec<&Document>, Vec<&Document>) {
    documents.into_iter().partition(|document| document.kind == Kind::PressReport)
}

fn dots(documents: &[&Document], first: i16, last: i16) -> Vec<Dot> {
    let mut places: BTreeMap<i32, Vec<&Document>> = BTreeMap::new();
    let share = (i32::from(last - first) + 1) * 1000 / i32::try_from(DOTS).unwrap_or(i32::MAX);
    let share = if documents.len() > DOTS { share.max(1) } else { 1 };
    for document in documents {
        let at = thousandths(document.date, first);
        places.entry(at - at.rem_euclid(share) + share / 2).or_default().push(document);
    }
    let dot = |(at, documents): (i32, Vec<&Document>)| Dot {
        x: tenths(at, first, last),
        radius: match documents.len() {
            1 => "3.5",
            2 => "5",
            _ => "6",
        },
        title: match documents.as_slice() {
            [only] => format!("{}, {}", only.name(), only.date.long()),
            several => format!("{} texts of {}", several.len(), several.first().map_or(first, |it| it.date.year())),
        },
        path: match documents.as_slice() {
            [only] => links::document(&only.id, Format::Html),
            several => {
                let year = several.first().map_or(first, |it| it.date.year()).to_string();
                Search::of("").toggled(FacetName::Year, &year).documents(Format::Html)
            }
        },
    };
    places.into_iter().map(dot).collect()
}

/// Returns where the middle of the days lies that a date may mean, in thousandths of a year from the first year on.
fn thousandths(date: Date, first: i16) -> i32 {
    let (from, to) = date.days();
    let within = |date: Date| {
        let day = i32::from(date.month().unwrap_or(1) - 1) * 31 + i32::from(date.day().unwrap_or(1));
        i32::from(date.year() - first) * 1000 + day * 1000 / 373
    };
    (within(from) + within(to)) / 2
}

/// Returns a place on a line from the first year to the last, in per cent with one decimal.
fn tenths(thousandths: i32, first: i16, last: i16) -> String {
    let tenths = thousandths / (i32::from(last - first) + 1);
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_stands_in_the_middle_of_what_it_may_mean() {
        let at = |date: &str| thousandths(date.parse().expect("a date"), 2017);
        assert!((485..=515).contains(&at("2017")), "{}", at("2017"));
        assert!(at("2017-04") > at("2017-04-01") && at("2017-04") < at("2017-04-30"));
        assert!(at("2017-12-31") < 1000 && at("2018-01-01") >= 1000);
        assert_eq!(tenths(500, 2017, 2017), "50.0");
    }
}
