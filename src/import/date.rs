//! Dates and places in the lines below a title, in whatever order they come.

use jiff::civil;

use crate::corpus::Date;

/// A date in a line, and what else the line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dated {
    /// The date; of several days the last, on which texts are adopted.
    pub(super) date: Date,
    /// Whether the line names several days.
    pub(super) several: bool,
    /// The line without the date, weekdays and stray punctuation.
    pub(super) rest: String,
}

/// Names of months as pages write them, in English, French, Italian and German; the first three letters are enough
/// where a language has them apart.
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "janvier", "gennaio", "januar"],
    &["february", "feb", "février", "febbraio", "februar"],
    &["march", "mar", "mars", "marzo", "märz"],
    &["april", "apr", "avril", "aprile"],
    &["may", "mai", "maggio"],
    &["june", "jun", "juin", "giugno", "juni"],
    &["july", "jul", "juillet", "luglio", "juli"],
    &["august", "aug", "août", "agosto"],
    &["september", "sep", "sept", "septembre", "settembre"],
    &["october", "oct", "octobre", "ottobre", "oktober"],
    &["november", "nov", "novembre"],
    &["december", "dec", "décembre", "dicembre", "dezember"],
];

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Finds the first date in a line.
pub(super) fn dated(line: &str) -> Option<Dated> {
    let dashed = joined_days(&line.replace(['–', '—', '/'], "-"));
    let words: Vec<&str> = dashed.split_whitespace().collect();
    for at in 0..words.len() {
        for length in [3, 2, 1] {
            let Some(run) = words.get(at..at + length) else { continue };
            let Some((date, several)) = read(run) else { continue };
            // A day that is none of its month makes the whole no date, rather than the month alone.
            let day_before = at
                .checked_sub(1)
                .and_then(|before| words.get(before))
                .is_some_and(|word| bare(word).parse::<u8>().is_ok());
            if length == 2 && day_before {
                return None;
            }
            let outside = words.iter().take(at).chain(words.iter().skip(at + length));
            let kept = outside.filter(|word| !WEEKDAYS.contains(&bare(word).to_lowercase().as_str()));
            let rest = kept.copied().collect::<Vec<_>>().join(" ").replace("()", "");
            let rest =
                rest.trim_matches(|character: char| character.is_whitespace() || ",;:-()[]|".contains(character));
            return Some(Dated { date, several, rest: rest.to_owned() });
        }
    }
    None
}

/// Writes `9 - 10` as `9-10`.
fn joined_days(line: &str) -> String {
    let mut joined = String::new();
    for part in line.split(" - ") {
        if !joined.is_empty() {
            let days = joined.ends_with(|last: char| last.is_ascii_digit())
                && part.starts_with(|first: char| first.is_ascii_digit());
            joined.push_str(if days { "-" } else { " - " });
        }
        joined.push_str(part);
    }
    joined
}

fn bare(word: &str) -> &str {
    word.trim_matches(|character: char| !character.is_alphanumeric())
}

/// Reads `April 11, 2017`, `11 April 2017`, `9-10 December 1997`, `30 June-1 July 2011` in its last part,
/// `April 2017` and `2017-04-11`.
fn read(run: &[&str]) -> Option<(Date, bool)> {
    let day = |word: &str| {
        let word = bare(word);
        let last = word.rsplit('-').next()?;
        let digits = last.trim_end_matches(|character: char| character.is_ascii_alphabetic() || character == '.');
        (digits.len() <= 2).then(|| digits.parse::<i8>().ok()).flatten().map(|day| (day, word.contains('-')))
    };
    let month = |word: &str| {
        let lower = bare(word).to_lowercase();
        let last = lower.rsplit('-').next()?;
        MONTHS.iter().position(|names| names.contains(&last)).and_then(|at| i8::try_from(at + 1).ok())
    };
    let year = |word: &str| {
        let word = bare(word);
        (word.len() == 4).then(|| word.parse::<i16>().ok()).flatten().filter(|year| (1970..2100).contains(year))
    };
    let of_day = |year, month, day| civil::Date::new(year, month, day).ok().map(Date::of_day);
    match *run {
        [a, b, c] if let (Some(month), Some((day, several)), Some(year)) = (month(a), day(b), year(c)) => {
            of_day(year, month, day).map(|date| (date, several))
        }
        [a, b, c] if let (Some((day, several)), Some(month), Some(year)) = (day(a), month(b), year(c)) => {
            of_day(year, month, day).map(|date| (date, several || b.contains('-')))
        }
        [a, b] if let (Some(month), Some(year)) = (month(a), year(b)) => {
            format!("{year:04}-{month:02}").parse().ok().map(|date| (date, false))
        }
        [a] => numeric(bare(a)).map(|date| (date, false)),
        _ => None,
    }
}

/// Reads `2017-04-11`, `11.4.2017` as Germans write it and `2017年4月11日` as the Japanese do; others are ambiguous.
fn numeric(word: &str) -> Option<Date> {
    if word.len() == 10 && word.contains('-') {
        return word.parse().ok();
    }
    let parts: Vec<i16> =
        word.trim_end_matches('日').split(['.', '年', '月']).map_while(|part| part.parse().ok()).collect();
    let [a, b, c] = *parts.as_slice() else { return None };
    let (year, day) = if word.contains('年') { (a, c) } else { (c, a) };
    let day = civil::Date::new(year, i8::try_from(b).ok()?, i8::try_from(day).ok()?).ok()?;
    (1970..2100).contains(&year).then(|| Date::of_day(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, date: &str, rest: &str) {
        let found = dated(line).map(|dated| (dated.date.to_string(), dated.rest));
        assert_eq!(found, Some((date.to_owned(), rest.to_owned())), "{line}");
    }

    #[test]
    fn dates_and_places_come_in_either_order() {
        check("Lucca, Italy, April 11, 2017", "2017-04-11", "Lucca, Italy");
        check("11 April 2017, Lucca (Italy)", "2017-04-11", "Lucca (Italy");
        check("Washington DC, December 9–10, 1997", "1997-12-10", "Washington DC");
        check("9 - 10 December 1997", "1997-12-10", "");
        check("Dinard, France - 6 April 2019", "2019-04-06", "Dinard, France");
        check("Tuesday, 11th April 2017", "2017-04-11", "");
        check("Taormina, le 26 mai 2017", "2017-05-26", "Taormina, le");
        check("April 2017", "2017-04", "");
        check("11.4.2017", "2017-04-11", "");
        check("2017年4月11日", "2017-04-11", "");
        check("Release Date: 2017-04-11", "2017-04-11", "Release Date");
    }

    #[test]
    fn what_is_no_date_is_none() {
        for line in ["", "In 2017 we met", "may 5", "31 February 2017", "paragraph 11 of April"] {
            assert_eq!(dated(line), None, "{line}");
        }
    }
}
