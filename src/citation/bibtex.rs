//! BibTeX, in the part of it that classic styles and biblatex both read.
//!
//! Values stand in two braces, so that no style changes their capitals or takes an issuer's name apart.

use std::fmt::Write as _;

use super::{ARCHIVE, Citation, one_line};

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

impl Citation<'_> {
    /// Returns the citation as one BibTeX entry.
    #[must_use]
    pub fn bibtex(&self) -> String {
        let document = self.document;
        let mut fields: Vec<(&str, String)> =
            vec![("author", verbatim(&document.issuer)), ("title", verbatim(&document.title))];
        let entry = if self.is_press_report() {
            fields.push(("journal", verbatim(&document.issuer)));
            "article"
        } else {
            fields.push(("institution", verbatim(&document.issuer)));
            fields.push(("type", verbatim(self.genre)));
            "techreport"
        };
        fields.extend(document.place.as_deref().map(|place| ("address", escaped(place))));
        fields.push(("year", format!("{{{}}}", document.date.year())));
        let month = document.date.month().and_then(|month| MONTHS.get(usize::try_from(month).ok()?.checked_sub(1)?));
        fields.extend(month.map(|month| ("month", (*month).to_owned())));
        fields.push(("date", format!("{{{}}}", document.date)));
        fields.push(("language", escaped(&document.language)));
        fields.push(("url", format!("{{{}}}", self.url)));
        fields.push(("urldate", format!("{{{}}}", self.accessed)));
        fields.push(("library", escaped(ARCHIVE)));
        fields.extend(self.rights().map(|rights| ("copyright", escaped(rights))));
        fields.push(("note", escaped(&self.notes().join(". "))));
        fields.retain(|(_, value)| value != "{}");

        let mut text = format!("@{entry}{{{},\n", self.key());
        for (name, value) in fields {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "  {name} = {value},");
        }
        text.push_str("}\n");
        text
    }
}

fn verbatim(text: &str) -> String {
    format!("{{{}}}", escaped(text))
}

/// Returns `text` in braces, with all that TeX would take as a command or a ligature written as the characters it is.
fn escaped(text: &str) -> String {
    let text = one_line(text);
    // BibTeX counts braces and ignores what stands before them, so a brace without its fellow is spelled out.
    let [open, close] = if is_balanced(&text) { ["\\{", "\\}"] } else { ["{\\textbraceleft}", "{\\textbraceright}"] };
    let mut value = String::from("{");
    let mut before = ' ';
    for character in text.chars() {
        if LIGATURES.contains(&(before, character)) {
            value.push_str("{}");
        }
        match character {
            '{' => value.push_str(open),
            '}' => value.push_str(close),
            '\\' => value.push_str("{\\textbackslash}"),
            '~' => value.push_str("{\\textasciitilde}"),
            '^' => value.push_str("{\\textasciicircum}"),
            '&' | '%' | '$' | '#' | '_' => value.extend(['\\', character]),
            _ => value.push(character),
        }
        before = character;
    }
    value.push('}');
    value
}

/// Pairs that TeX sets as one other character: two hyphens as a dash, two apostrophes as a quotation mark.
const LIGATURES: [(char, char); 8] =
    [('-', '-'), ('\'', '\''), ('`', '`'), (',', ','), ('<', '<'), ('>', '>'), ('?', '`'), ('!', '`')];

/// Tells whether every brace has its fellow.
fn is_balanced(text: &str) -> bool {
    let mut open = 0_usize;
    for character in text.chars() {
        match character {
            '{' => open += 1,
            '}' if open == 0 => return false,
            '}' => open -= 1,
            _ => {}
        }
    }
    open == 0
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn an_entry_keeps_names_and_capitals() {
        let report = sample::report();
        let entry = sample::citation(&report, Some(1), "http://a.example/2018-group-report/p/2").bibtex();
        assert!(entry.starts_with("@techreport{2018-group-report-p2,\n"), "{entry}");
        for line in [
            "  author = {{G7 Group \\& Friends}},",
            "  title = {{Chair's Report: 50\\% \\& \\{more\\} “café” \\#1\\_x{\\textbackslash}y \\$5 {\\textasciitilde} {\\textasciicircum}}},",
            "  type = {{Chair's report}},",
            "  address = {Toronto, Canada},",
            "  month = apr,",
            "  date = {2018-04-23},",
            "  url = {http://a.example/2018-group-report/p/2},",
            "  urldate = {2026-11-22},",
        ] {
            assert!(entry.contains(&format!("\n{line}\n")), "{line}\n{entry}");
        }
        assert!(entry.contains(&report.paragraphs[1].fingerprint().to_string()), "{entry}");
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(super::escaped(text), format!("{{{expected}}}"));
    }

    #[test]
    fn no_character_is_taken_for_a_command() {
        check("a} b", "a{\\textbraceright} b");
        check("}{", "{\\textbraceright}{\\textbraceleft}");
        check("{{7*7}}", "\\{\\{7*7\\}\\}");
        check("'' --- ``", "'{}' -{}-{}- `{}`");
        check("two\nlines\u{0}", "two lines");
        check("–“é”", "–“é”");
    }

    #[test]
    fn a_date_is_never_filled_in() {
        let mut record = sample::record("2002-x", "X", "2002-05");
        let entry = sample::citation(&record, None, "http://a.example/2002-x").bibtex();
        assert!(entry.contains("year = {2002}") && entry.contains("month = may") && entry.contains("date = {2002-05}"));
        record.date = sample::day("2002");
        let entry = sample::citation(&record, None, "http://a.example/2002-x").bibtex();
        assert!(!entry.contains("month") && entry.contains("date = {2002}"));
    }

    #[test]
    fn a_press_report_is_an_article_of_its_paper() {
        let report = sample::press_report();
        let entry = sample::citation(&report, None, "http://a.example/2017-the-hill-lucca-report").bibtex();
        assert!(entry.starts_with("@article{") && entry.contains("journal = {{The Hill}}"), "{entry}");
    }
}
