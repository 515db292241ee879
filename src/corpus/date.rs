//! Dates as exactly as they are known: a day, a month or a year. Nothing is filled in. Moments of captures.

use std::fmt;
use std::str::FromStr;

use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};
use serde::{Deserialize, Serialize};

/// A day, a month or a year, ordered by its first day, the less exact first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "Stored", try_from = "Stored")]
pub struct Date {
    /// The first day that it may mean.
    first: civil::Date,
    exact: Exact,
}

/// How exactly a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Exact {
    Year,
    Month,
    Day,
}

/// A date as a kept corpus has it: a year, a month and a day, of which what is not known is nothing.
#[derive(Serialize, Deserialize)]
struct Stored(i16, Option<i8>, Option<i8>);

/// A text that is not a date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a date: write `2018-04-23`, `2018-04` or `2018`")]
pub struct NotADate(String);

impl Date {
    /// Returns the day `day`.
    #[must_use]
    pub fn of_day(day: civil::Date) -> Self {
        Self { first: day, exact: Exact::Day }
    }

    fn of(year: i16, month: Option<i8>, day: Option<i8>) -> Option<Self> {
        let exact = match (month, day) {
            (Some(_), Some(_)) => Exact::Day,
            (Some(_), None) => Exact::Month,
            (None, None) => Exact::Year,
            (None, Some(_)) => return None,
        };
        let first = civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        Some(Self { first, exact })
    }

    /// Returns the present day in UTC, as the ledger counts days.
    #[must_use]
    pub fn today() -> Self {
        Self::of_day(Timestamp::now().to_zoned(TimeZone::UTC).date())
    }

    /// Returns the year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.first.year()
    }

    /// Returns the month from 1 to 12, where it is known.
    #[must_use]
    pub fn month(self) -> Option<i8> {
        (self.exact >= Exact::Month).then(|| self.first.month())
    }

    /// Returns the day of the month, where it is known.
    #[must_use]
    pub fn day(self) -> Option<i8> {
        (self.exact == Exact::Day).then(|| self.first.day())
    }

    /// Returns the first and the last day that it may mean.
    #[must_use]
    pub fn days(self) -> (Self, Self) {
        let last = match self.exact {
            Exact::Day => self.first,
            Exact::Month => self.first.last_of_month(),
            Exact::Year => self.first.last_of_year(),
        };
        (Self::of_day(self.first), Self::of_day(last))
    }

    /// Returns the date in words: "23 April 2018", "April 2018" or "2018".
    #[must_use]
    pub fn long(self) -> String {
        let format = match self.exact {
            Exact::Day => "%-d %B %Y",
            Exact::Month => "%B %Y",
            Exact::Year => "%Y",
        };
        self.first.strftime(format).to_string()
    }
}

impl From<Date> for Stored {
    fn from(date: Date) -> Self {
        Self(date.year(), date.month(), date.day())
    }
}

impl TryFrom<Stored> for Date {
    type Error = &'static str;

    fn try_from(Stored(year, month, day): Stored) -> Result<Self, &'static str> {
        Self::of(year, month, day).ok_or("there is no such day")
    }
}

impl FromStr for Date {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let wrong = || NotADate(text.to_owned());
        let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect();
        let part = |from: usize, to: usize| text.get(from..to).and_then(|digits| digits.parse().ok());
        let (month, day) = match shape.as_str() {
            "9999" => (None, None),
            "9999-99" => (part(5, 7), None),
            "9999-99-99" => (part(5, 7), part(8, 10)),
            _ => return Err(wrong()),
        };
        let year = text.get(..4).and_then(|digits| digits.parse().ok()).ok_or_else(wrong)?;
        Self::of(year, month, day).ok_or_else(wrong)
    }
}

impl fmt::Display for Date {
    /// Writes the date as the corpus files do: `2018-04-23`, `2018-04` or `2018`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}", self.year())?;
        for part in [self.month(), self.day()].into_iter().flatten() {
            write!(formatter, "-{part:02}")?;
        }
        Ok(())
    }
}

/// A moment in UTC, to the second, as `2018-04-23T11:00:00Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Moment(Timestamp);

/// A text that is not a moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a moment: write `2018-04-23T11:00:00Z`")]
pub struct NotAMoment(String);

impl Moment {
    /// Returns its day in UTC.
    #[must_use]
    pub fn day(self) -> Date {
        Date::of_day(self.0.to_zoned(TimeZone::UTC).date())
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl FromStr for Moment {
    type Err = NotAMoment;

    fn from_str(text: &str) -> Result<Self, NotAMoment> {
        let wrong = || NotAMoment(text.to_owned());
        let moment: Timestamp = text.parse().map_err(|_| wrong())?;
        if text.ends_with('Z') && moment.to_string() == text { Ok(Self(moment)) } else { Err(wrong()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, long: &str) {
        let date: Date = text.parse().expect("the table holds dates");
        assert_eq!((date.to_string().as_str(), date.long().as_str()), (text, long));
    }

    #[test]
    fn a_date_that_is_not_exact_is_all_its_days() {
        for (date, first, last) in [
            ("2018-04-23", "2018-04-23", "2018-04-23"),
            ("2018-04", "2018-04-01", "2018-04-30"),
            ("2020-02", "2020-02-01", "2020-02-29"),
            ("2018", "2018-01-01", "2018-12-31"),
        ] {
            let days = date.parse::<Date>().expect("a date").days();
            assert_eq!((days.0.to_string(), days.1.to_string()), (first.to_owned(), last.to_owned()));
        }
    }

    #[test]
    fn dates_are_as_exact_as_they_are_known() {
        check("2018-04-23", "23 April 2018");
        check("2018-04", "April 2018");
        check("2018", "2018");
        for bad in ["", "18", "2018-4-23", "2018-13", "2018-02-30", "2018-04-", "2018/04/23", "x018"] {
            assert!(bad.parse::<Date>().is_err(), "{bad}");
        }
    }

    #[test]
    fn the_less_exact_comes_first() {
        let mut dates: Vec<Date> = ["2018-04-01", "2018", "2018-04"].map(|text| text.parse().expect("a date")).into();
        dates.sort_unstable();
        assert_eq!(dates.iter().map(ToString::to_string).collect::<Vec<_>>(), ["2018", "2018-04", "2018-04-01"]);
    }
}
