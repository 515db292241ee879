//! Years as the value of a field: one or a range, however it was written.

use crate::wording;

/// A range of years, each end open where none is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Years {
    pub(crate) from: Option<i16>,
    pub(crate) to: Option<i16>,
}

impl Years {
    /// Reads years, and tells whether they were written as the language has it.
    pub(crate) fn read(value: &str) -> Option<(Self, bool)> {
        let year = |text: &str| -> Option<i16> {
            let known = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
            if known { text.parse().ok() } else { None }
        };
        if let Some(year) = year(value) {
            return Some((Self { from: Some(year), to: Some(year) }, true));
        }
        let folded = wording::fold(value);
        let (ends, clean) = match (folded.split_once(".."), folded.split_once('-')) {
            (Some((from, to)), _) => ((from, to.trim_start_matches('.')), !to.starts_with('.')),
            (None, Some(ends)) => (ends, false),
            _ => return None,
        };
        let end = |text: &str| if text.is_empty() { Some(None) } else { year(text).map(Some) };
        let (from, to) = (end(ends.0)?, end(ends.1)?);
        match (from, to) {
            (None, None) => None,
            (Some(first), Some(last)) if first > last => Some((Self { from: to, to: from }, false)),
            _ => Some((Self { from, to }, clean)),
        }
    }

    /// Tells whether a year is one of them.
    pub(crate) fn contains(self, year: i16) -> bool {
        self.from.is_none_or(|from| from <= year) && self.to.is_none_or(|to| year <= to)
    }

    /// Returns them as the language writes them.
    pub(crate) fn written(self) -> String {
        let end = |year: Option<i16>| year.map_or(String::new(), |year| format!("{year:04}"));
        format!("{}..{}", end(self.from), end(self.to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_read_however_they_are_written() {
        let read = |value: &str| Years::read(value).map(|(years, clean)| (years.from, years.to, clean));
        assert_eq!(read("2018"), Some((Some(2018), Some(2018), true)));
        assert_eq!(read("2016..2018"), Some((Some(2016), Some(2018), true)));
        assert_eq!(read("2016.."), Some((Some(2016), None, true)));
        assert_eq!(read("2016–2018"), Some((Some(2016), Some(2018), false)));
        assert_eq!(read("2018..2016"), Some((Some(2016), Some(2018), false)));
        let (years, _) = Years::read("2032..0812").expect("a year has four digits");
        assert_eq!(years.written(), "0812..2032", "what is written is read");
        for bad in ["", "..", "18", "20188", "x", "2018..x", "99999999999"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
