//! RIS: one `TAG  - value` a line, lines ended by carriage return and line feed.
//!
//! All there is to note stands in one `N1`, since readers keep one or make a list of several.

use std::fmt::Write as _;

use super::{ARCHIVE, Citation, institution, one_line, sentences};
use crate::corpus::Date;

impl Citation<'_> {
    /// Returns the citation as one RIS reference.
    #[must_use]
    pub fn ris(&self) -> String {
        let document = self.document;
        let mut lines: Vec<(&str, String)> = Vec::new();
        if self.is_press_report() {
            lines.push(("TY", "NEWS".to_owned()));
            lines.push(("T2", document.issuer.clone()));
        } else {
            lines.push(("TY", "RPRT".to_owned()));
            lines.push(("PB", document.issuer.clone()));
        }
        lines.push(("ID", self.key()));
        lines.extend(institution::in_ris(&document.issuer).map(|name| ("AU", name)));
        lines.push(("TI", document.title.clone()));
        lines.extend(document.short_title.clone().map(|title| ("ST", title)));
        lines.push(("PY", document.date.year().to_string()));
        lines.push(("DA", slashed(document.date)));
        lines.extend(document.place.clone().map(|place| ("CY", place)));
        lines.push(("M3", self.genre.to_owned()));
        lines.extend(self.pointed("para").map(|pointed| ("SE", pointed)));
        lines.push(("LA", document.language.clone()));
        lines.extend(document.doi.clone().map(|doi| ("DO", doi)));
        lines.push(("UR", self.url.to_owned()));
        lines.push(("Y2", slashed(self.accessed)));
        lines.push(("DB", ARCHIVE.to_owned()));
        let mut notes = self.notes();
        notes.extend(self.rights().map(|rights| format!("Rights: {rights}")));
        lines.push(("N1", sentences(&notes)));
        lines.retain(|(_, value)| !one_line(value).is_empty());
        lines.push(("ER", String::new()));

        let mut text = String::new();
        for (tag, value) in lines {
            // Writing to a string cannot fail.
            let _ = write!(text, "{tag}  - {}\r\n", one_line(&value));
        }
        text
    }
}

/// Returns a date as `2018/04/23/`; what is not known stays empty between its slashes.
fn slashed(date: Date) -> String {
    let part = |part: Option<i8>| part.map(|part| format!("{part:02}")).unwrap_or_default();
    format!("{:04}/{}/{}/", date.year(), part(date.month()), part(date.day()))
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn a_reference_has_one_value_a_line() {
        let mut report = sample::report();
        report.title = "A title\nER  - in two lines".to_owned();
        let text = sample::citation(&report, Some(2), "http://a.example/2018-group-report/p/3").ris();
        assert!(text.starts_with("TY  - RPRT\r\nPB  - G7 Group & Friends\r\nID  - 2018-group-report-p3\r\n"), "{text}");
        for line in [
            "AU  - G7 Group & Friends,",
            "TI  - A title ER - in two lines",
            "DA  - 2018/04/23/",
            "CY  - Toronto, Canada",
            "SE  - para 2(a)",
            "Y2  - 2026/11/22/",
        ] {
            assert!(text.contains(&format!("\r\n{line}\r\n")), "{line}\n{text}");
        }
        assert_eq!(text.matches("N1  - ").count(), 1, "{text}");
        assert!(text.contains(". Rights: © The ministry.\r\n"), "{text}");
        assert!(text.ends_with("\r\nER  - \r\n"), "{text}");
    }

    #[test]
    fn unknown_months_and_days_stay_empty() {
        for (date, line) in [("2002-05", "DA  - 2002/05//\r\n"), ("2002", "DA  - 2002///\r\n")] {
            let record = sample::record("2002-x", "X", date);
            assert!(sample::citation(&record, None, "http://a.example/2002-x").ris().contains(line), "{date}");
        }
    }
}
