//! Ready lines: one reference in the house style that a newsroom, a journal or a court asks for.
//!
//! Titles are printed as their sources print them; only the typography around them is the style's.

use std::fmt;

use jiff::civil;

use super::{ARCHIVE, Citation};
use crate::corpus::Date;

/// A style of references.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CitationStyle {
    /// American Psychological Association, seventh edition.
    Apa,
    /// The Chicago Manual of Style, notes.
    Chicago,
    /// Modern Language Association, ninth edition.
    Mla,
    /// Oxford University Standard for the Citation of Legal Authorities, fourth edition.
    Oscola,
}

impl CitationStyle {
    /// Every style, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Apa, Self::Chicago, Self::Mla, Self::Oscola];

    /// Returns what people call the style.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Apa => "APA",
            Self::Chicago => "Chicago",
            Self::Mla => "MLA",
            Self::Oscola => "OSCOLA",
        }
    }
}

/// A stretch of a ready line that is set in one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StyledText {
    /// Its words.
    pub text: String,
    /// Whether the style sets it in italics.
    pub italic: bool,
}

/// A ready line; [`fmt::Display`] writes its words without italics.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReferenceLine {
    /// Its stretches in order.
    pub runs: Vec<StyledText>,
}

impl fmt::Display for ReferenceLine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.runs.iter().try_for_each(|run| formatter.write_str(&run.text))
    }
}

impl ReferenceLine {
    fn plain(mut self, text: impl Into<String>) -> Self {
        self.runs.push(StyledText { text: text.into(), italic: false });
        self
    }

    fn italic(mut self, text: impl Into<String>) -> Self {
        self.runs.push(StyledText { text: text.into(), italic: true });
        self
    }
}

impl Citation<'_> {
    /// Returns the citation as a ready line.
    #[must_use]
    pub fn line(&self, style: CitationStyle) -> ReferenceLine {
        match style {
            CitationStyle::Apa => self.apa(),
            CitationStyle::Chicago => self.chicago(),
            CitationStyle::Mla => self.mla(),
            CitationStyle::Oscola => self.oscola(),
        }
    }

    fn apa(&self) -> ReferenceLine {
        let document = self.document;
        let issued = written(document.date, ["%Y, %B %-d", "%Y, %B", "%Y"]);
        let point = self.pointed("para.").map(|point| format!(" ({point})")).unwrap_or_default();
        let line = if self.is_press_report() {
            // An unsigned article begins with its title.
            let title = format!("{}{point} [{}]. ({issued}). ", document.title, self.genre);
            ReferenceLine::default().plain(title).italic(&document.issuer).plain(". ")
        } else {
            ReferenceLine::default()
                .plain(format!("{} ({issued}). ", stopped(&document.issuer)))
                .italic(&document.title)
                .plain(format!("{point} [{}]. {ARCHIVE}. ", self.genre))
        };
        let doi = self.doi().map(|doi| format!("{doi}. ")).unwrap_or_default();
        line.plain(format!("{doi}Retrieved {}, from {}", written(self.accessed, AMERICAN), self.url))
    }

    fn chicago(&self) -> ReferenceLine {
        let document = self.document;
        let issued = written(document.date, AMERICAN);
        let point = self.pointed("para.").map(|point| format!(", {point}")).unwrap_or_default();
        let line = if self.is_press_report() {
            ReferenceLine::default()
                .plain(format!("“{}” ", ended(&document.title, ',')))
                .italic(&document.issuer)
                .plain(format!(", {issued}{point}"))
        } else {
            ReferenceLine::default()
                .plain(format!("{}, ", document.issuer))
                .italic(&document.title)
                .plain(format!(" ({}{issued}){point}", self.place()))
        };
        let doi = self.doi().map(|doi| format!("{doi}, ")).unwrap_or_default();
        line.plain(format!(", {doi}{ARCHIVE}, accessed {}, {}.", written(self.accessed, AMERICAN), self.url))
    }

    fn mla(&self) -> ReferenceLine {
        let document = self.document;
        let issued = mla_date(document.date);
        let point = self.pointed("par.").map(|point| format!(", {point}")).unwrap_or_default();
        let line = if self.is_press_report() {
            ReferenceLine::default().plain(format!("“{}” ", ended(&document.title, '.'))).italic(&document.issuer)
        } else {
            let place = document.place.as_deref().map(|place| format!(" {place}")).unwrap_or_default();
            let title = stopped(&document.title);
            ReferenceLine::default().plain(format!("{} ", stopped(&document.issuer))).italic(title).plain(place)
        };
        let comma = if self.is_press_report() || document.place.is_some() { ", " } else { " " };
        let doi = self.doi().map(|doi| format!("{doi}, ")).unwrap_or_default();
        line.plain(format!("{comma}{issued}{point}. ")).italic(ARCHIVE).plain(format!(
            ", {doi}{}. Accessed {}.",
            self.url,
            mla_date(self.accessed)
        ))
    }

    fn oscola(&self) -> ReferenceLine {
        let document = self.document;
        let issued = document.date.long();
        let point = self.pointed("para").map(|point| format!(" {point}")).unwrap_or_default();
        let title = format!("‘{}’", document.title);
        let line = if self.is_press_report() {
            ReferenceLine::default().plain(format!("{title} ")).italic(&document.issuer).plain(format!(" ({issued})"))
        } else {
            ReferenceLine::default().plain(format!("{}, {title} ({}{issued})", document.issuer, self.place()))
        };
        let doi = self.doi().map(|doi| format!(" <{doi}>")).unwrap_or_default();
        line.plain(format!("{point}{doi} <{}> accessed {}", self.url, self.accessed.long()))
    }

    /// Returns the address of the document's DOI, if it has one.
    fn doi(&self) -> Option<String> {
        self.document.doi.as_ref().map(|doi| format!("https://doi.org/{doi}"))
    }

    /// Returns the place with a comma after it, or nothing.
    fn place(&self) -> String {
        self.document.place.as_deref().map(|place| format!("{place}, ")).unwrap_or_default()
    }
}

/// How Americans write a day, a month and a year.
const AMERICAN: [&str; 3] = ["%B %-d, %Y", "%B %Y", "%Y"];

/// Returns a date in the one of three formats that says no more than is known.
fn written(date: Date, [day, month, year]: [&str; 3]) -> String {
    let first = civil::Date::constant(date.year(), date.month().unwrap_or(1), date.day().unwrap_or(1));
    let format = match (date.month(), date.day()) {
        (Some(_), Some(_)) => day,
        (Some(_), None) => month,
        _ => year,
    };
    first.strftime(format).to_string()
}

/// Returns a date as MLA shortens it: "23 Apr. 2018"; May, June and July stay whole.
fn mla_date(date: Date) -> String {
    match date.month() {
        Some(5..=7) => date.long(),
        Some(9) => written(date, ["%-d Sept. %Y", "Sept. %Y", "%Y"]),
        _ => written(date, ["%-d %b. %Y", "%b. %Y", "%Y"]),
    }
}

/// Returns `text` with a full stop, unless it has its own end.
fn stopped(text: &str) -> String {
    if text.ends_with(['.', '?', '!', '…']) { text.to_owned() } else { format!("{text}.") }
}

/// Returns a title for double quotation marks: its own are single inside them, and `mark` ends it unless it has an end.
fn ended(title: &str, mark: char) -> String {
    let mut inner = title.replace('“', "‘").replace('”', "’");
    if !inner.ends_with(['?', '!', '…']) {
        inner.push(mark);
    }
    inner
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[track_caller]
    fn check(citation: &Citation<'_>, lines: [&str; 4]) {
        for (style, line) in CitationStyle::ALL.into_iter().zip(lines) {
            assert_eq!(citation.line(style).to_string(), line, "{}", style.name());
        }
    }

    #[test]
    fn a_paragraph_of_a_report() {
        let mut report = sample::report();
        report.title = "Chair's Report of the Meeting".to_owned();
        check(
            &sample::citation(&report, Some(2), "http://a.example/2018-group-report/p/3"),
            [
                "G7 Group & Friends. (2018, April 23). Chair's Report of the Meeting (para. 2(a)) [Chair's report]. \
                 G7 Cyber Archive. Retrieved November 22, 2026, from http://a.example/2018-group-report/p/3",
                "G7 Group & Friends, Chair's Report of the Meeting (Toronto, Canada, April 23, 2018), para. 2(a), \
                 G7 Cyber Archive, accessed November 22, 2026, http://a.example/2018-group-report/p/3.",
                "G7 Group & Friends. Chair's Report of the Meeting. Toronto, Canada, 23 Apr. 2018, par. 2(a). \
                 G7 Cyber Archive, http://a.example/2018-group-report/p/3. Accessed 22 Nov. 2026.",
                "G7 Group & Friends, ‘Chair's Report of the Meeting’ (Toronto, Canada, 23 April 2018) para 2(a) \
                 <http://a.example/2018-group-report/p/3> accessed 22 November 2026",
            ],
        );
    }

    #[test]
    fn an_undated_month_without_a_place() {
        let mut record = sample::record("2002-x", "Is it safe?", "2002-05");
        record.place = None;
        check(
            &sample::citation(&record, None, "http://a.example/2002-x"),
            [
                "G7 foreign ministers. (2002, May). Is it safe? [Chair's report]. G7 Cyber Archive. \
                 Retrieved November 22, 2026, from http://a.example/2002-x",
                "G7 foreign ministers, Is it safe? (May 2002), G7 Cyber Archive, accessed November 22, 2026, \
                 http://a.example/2002-x.",
                "G7 foreign ministers. Is it safe? May 2002. G7 Cyber Archive, http://a.example/2002-x. \
                 Accessed 22 Nov. 2026.",
                "G7 foreign ministers, ‘Is it safe?’ (May 2002) <http://a.example/2002-x> accessed 22 November 2026",
            ],
        );
    }

    #[test]
    fn a_press_report_begins_with_its_title() {
        let mut report = sample::press_report();
        report.title = "G7 “voices” concerns".to_owned();
        check(
            &sample::citation(&report, Some(0), "http://a.example/2017-the-hill-lucca-report/p/1"),
            [
                "G7 “voices” concerns (para. [1]) [Press report]. (2017, April 11). The Hill. \
                 Retrieved November 22, 2026, from http://a.example/2017-the-hill-lucca-report/p/1",
                "“G7 ‘voices’ concerns,” The Hill, April 11, 2017, para. [1], G7 Cyber Archive, \
                 accessed November 22, 2026, http://a.example/2017-the-hill-lucca-report/p/1.",
                "“G7 ‘voices’ concerns.” The Hill, 11 Apr. 2017, par. [1]. G7 Cyber Archive, \
                 http://a.example/2017-the-hill-lucca-report/p/1. Accessed 22 Nov. 2026.",
                "‘G7 “voices” concerns’ The Hill (11 April 2017) para [1] \
                 <http://a.example/2017-the-hill-lucca-report/p/1> accessed 22 November 2026",
            ],
        );
    }

    #[test]
    fn a_doi_stands_in_every_line_before_the_address() {
        let mut report = sample::report();
        report.doi = Some("10.5281/zenodo.1234".to_owned());
        for style in CitationStyle::ALL {
            let line = sample::citation(&report, Some(0), "http://a.example/x").line(style).to_string();
            let (doi, address) = (line.find("https://doi.org/10.5281/zenodo.1234"), line.find("http://a.example/x"));
            assert!(doi.is_some() && doi < address, "{line}");
        }
    }

    #[test]
    fn titles_of_reports_are_in_italics() {
        let report = sample::report();
        let line = sample::citation(&report, None, "http://a.example/2018-group-report").line(CitationStyle::Apa);
        let italic: Vec<&str> = line.runs.iter().filter(|run| run.italic).map(|run| run.text.as_str()).collect();
        assert_eq!(italic, [report.title.as_str()]);
    }
}
