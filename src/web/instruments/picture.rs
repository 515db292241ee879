//! The picture of the list: instruments by texts by date, a dot for each text that cites one.
//!
//! Places along the line are percentages and heights are pixels, so that dots stay round and words stay their size
//! however wide the page is.

use crate::corpus::{Corpus, Date, Document, Kind};
use crate::data::instrument::Citations;
use crate::data::{Format, links};
use crate::web::text::shortened;

/// So many instruments are drawn, those that most texts cite.
const MOST_ROWS: usize = 40;

/// Of more texts than this, those of one year are one dot.
const MOST_TEXTS: usize = 60;

/// So many letters of a name are drawn.
const LONGEST: usize = 42;

/// The pixels from one row to the next, and from a row's label down to its line.
const ROW: usize = 36;
const LABEL: usize = 12;

/// The pixels below the last row, for the years.
const FOOT: usize = 30;

/// The picture in the form printed.
pub(super) struct Picture {
    pub(super) height: usize,
    pub(super) foot: usize,
    pub(super) ticks: Vec<(String, i16)>,
    pub(super) rows: Vec<PictureRow>,
    /// How many more instruments there are.
    pub(super) more: usize,
    /// Whether the texts of one year are one dot.
    pub(super) by_year: bool,
    /// Whether any press report is drawn, and any date that is not known to the day.
    pub(super) press: bool,
    pub(super) inexact: bool,
}

/// One instrument.
pub(super) struct PictureRow {
    /// Its name as far as there is room for it on a telephone.
    pub(super) drawn: String,
    pub(super) label: String,
    pub(super) path: String,
    pub(super) label_y: usize,
    pub(super) y: usize,
    pub(super) dots: Vec<Dot>,
}

/// What cites it at one time.
pub(super) struct Dot {
    pub(super) x: String,
    pub(super) radius: &'static str,
    pub(super) press: bool,
    pub(super) name: String,
    pub(super) paragraphs: usize,
    pub(super) path: String,
}

impl Picture {
    /// Draws the instruments in these places of the vocabulary, the first of them on top; nothing if there is none.
    pub(super) fn of(corpus: &Corpus, citations: &Citations, instruments: &[usize]) -> Option<Self> {
        let held: Vec<&Document> = corpus.documents().iter().filter(|document| document.held()).collect();
        let (from, to) = (held.first()?.date.year(), held.iter().map(|it| it.date.year()).max()?);
        let by_year = held.len() > MOST_TEXTS;
        let mut picture = Self {
            height: 0,
            foot: 0,
            ticks: Vec::new(),
            rows: Vec::new(),
            more: instruments.len().saturating_sub(MOST_ROWS),
            by_year,
            press: false,
            inexact: false,
        };
        for at in instruments.iter().take(MOST_ROWS) {
            let (Some(it), Some(cited)) = (corpus.vocabulary().instruments.get(*at), citations.at(*at)) else {
                continue;
            };
            let path = links::instrument(&it.id, Format::Html);
            let mut dots: Vec<(i16, Dot)> = Vec::new();
            for (place, count) in &cited.documents {
                let Some(document) = corpus.at(*place) else { continue };
                let press = document.kind == Kind::PressReport;
                picture.press |= press;
                picture.inexact |= document.date.day().is_none() && !by_year;
                let (year, count) = (document.date.year(), *count as usize);
                let same = dots.last_mut().filter(|(last, dot)| by_year && *last == year && dot.press == press);
                if let Some((_, dot)) = same {
                    dot.paragraphs += count;
                    continue;
                }
                let x = if by_year { middle(year, from, to) } else { along(document.date, from, to) };
                let name = if by_year { year.to_string() } else { format!("{}, {}", document.name(), document.date) };
                let path = if by_year { path.clone() } else { links::document(&document.id, Format::Html) };
                dots.push((year, Dot { x, radius: "", press, name, paragraphs: count, path }));
            }
            let y = (picture.rows.len() + 1) * ROW - 8;
            let dots = dots.into_iter().map(|(_, dot)| Dot { radius: radius(dot.paragraphs), ..dot }).collect();
            picture.rows.push(PictureRow {
                drawn: shortened(&it.name, LONGEST),
                label: it.name.clone(),
                path,
                label_y: y - LABEL,
                y,
                dots,
            });
        }
        let step = (i32::from(to) - i32::from(from)) / 12 + 1;
        let years = (from..=to).filter(|year| i32::from(*year) % step == 0 || from == to);
        picture.ticks = years.map(|year| (middle(year, from, to), year)).collect();
        picture.foot = picture.rows.len() * ROW + 4;
        picture.height = picture.foot + FOOT;
        (!picture.rows.is_empty()).then_some(picture)
    }
}

fn radius(paragraphs: usize) -> &'static str {
    match paragraphs {
        0 | 1 => "3.5",
        2 => "5",
        3..=5 => "6.5",
        _ => "8",
    }
}

/// Returns the middle of the days that a date may mean, on a line from the first year to the last, in per cent.
fn along(date: Date, from: i16, to: i16) -> String {
    let (first, last) = date.days();
    let place = |day: Date| {
        let month = day.month().map_or(0, i64::from).max(1) - 1;
        let day_of_month = day.day().map_or(1, i64::from).max(1) - 1;
        (i64::from(day.year()) - i64::from(from)) * 372 + month * 31 + day_of_month
    };
    let days = (i64::from(to) - i64::from(from) + 1) * 372;
    percent((place(first) + place(last) + 1) * 500 / days)
}

/// Returns the middle of a year on the same line.
fn middle(year: i16, from: i16, to: i16) -> String {
    let years = i64::from(to) - i64::from(from) + 1;
    percent((i64::from(year) - i64::from(from)) * 1000 / years + 500 / years)
}

fn percent(tenths: i64) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_stands_in_the_middle_of_what_it_may_mean() {
        let place = |date: &str, from, to| along(date.parse().expect("a date"), from, to);
        assert_eq!(place("2018", 2018, 2018), "50.0");
        assert_eq!(place("2018", 2017, 2018), "75.0");
        assert_eq!(place("2017-01-01", 2017, 2018), "0.0");
        assert_eq!(place("2018-12-31", 2017, 2018), "99.9");
        assert_eq!(middle(2017, 2017, 2018), "25.0");
    }
}
