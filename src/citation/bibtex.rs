//! BibTeX, in the part of it that classic styles and biblatex both read.
//!
//! Names stand in two braces, so that nothing takes an issuer's apart. In a title every word with a capital stands in
//! braces of its own: styles keep such words as they are, and readers that write braces around a whole title off as
//! ornament keep these.

use std::fmt::Write as _;

use super::{ARCHIVE, Citation, one_line, sentences};

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

impl Citation<'_> {
    /// Returns the citation as one BibTeX entry.
    #[must_use]
    pub fn bibtex(&self) -> String {
        let document = self.document;
        let mut fields: Vec<(&str, String)> =
            vec![("author", verbatim(&document.issuer)), ("title", capitals_kept(&document.title))];
        let entry = if self.is_press_report() {
            fields.push(("journal", verbatim(&document.issuer)));
            fields.push(("entrysubtype", "{newspaper}".to_owned()));
            "article"
        } else {
            fields.push(("institution", verbatim(&document.issuer)));
            fields.push(("type", escaped(self.genre)));
            "techreport"
        };
        // biblatex reads a place as a list that "and" divides, as it does institutions.
        fields.extend(document.place.as_deref().map(|place| ("address", verbatim(place))));
        fields.push(("year", format!("{{{}}}", document.date.year())));
        let month = document.date.month().and_then(|month| MONTHS.get(usize::try_from(month).ok()?.checked_sub(1)?));
        fields.extend(month.map(|month| ("month", (*month).to_owned())));
        fields.push(("date", format!("{{{}}}", document.date)));
        // What stands in `language` is printed as it is; `langid` names the hyphenation, and is not.
        fields.extend(langid(&document.language).map(|id| ("langid", format!("{{{id}}}"))));
        fields.extend(document.doi.as_ref().map(|doi| ("doi", format!("{{{doi}}}"))));
        fields.push(("url", format!("{{{}}}", self.url)));
        fields.push(("urldate", format!("{{{}}}", self.accessed)));
        fields.push(("library", escaped(ARCHIVE)));
        fields.extend(self.rights().map(|rights| ("copyright", escaped(rights))));
        fields.push(("note", escaped(&sentences(&self.notes()))));
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

/// Returns a title in braces, and in it every word that has a capital, or that some give one: the first, and
/// the first after a colon.
fn capitals_kept(title: &str) -> String {
    let title = one_line(title);
    let balanced = is_balanced(&title);
    let mut after_end = true;
    let word = |word: &str| {
        let written = written(word, balanced);
        let begins = std::mem::replace(&mut after_end, word.ends_with([':', '.', '?', '!', '–', '—']));
        if !begins && !word.contains(char::is_uppercase) {
            return written;
        }
        // A brace before a command opens what BibTeX calls a special character, whose letters styles may change.
        if written.starts_with('\\') { format!("{{{{{written}}}}}") } else { format!("{{{written}}}") }
    };
    format!("{{{}}}", title.split(' ').map(word).collect::<Vec<_>>().join(" "))
}

/// Returns what babel calls a language, where it has a name for it.
fn langid(language: &str) -> Option<&'static str> {
    let name = match language.split('-').next().unwrap_or_default() {
        "ar" => "arabic",
        "de" => "german",
        "en" => "english",
        "es" => "spanish",
        "fr" => "french",
        "it" => "italian",
        "ja" => "japanese",
        "nl" => "dutch",
        "pt" => "portuguese",
        "ru" => "russian",
        _ => return None,
    };
    Some(name)
}

/// Returns `text` in braces, written as TeX reads it.
fn escaped(text: &str) -> String {
    let text = one_line(text);
    format!("{{{}}}", written(&text, is_balanced(&text)))
}

/// Returns `text` with all that TeX would take as a command or a ligature written as the characters it is.
fn written(text: &str, balanced: bool) -> String {
    // BibTeX counts braces and ignores what stands before them, so a brace without its fellow is spelled out.
    let [open, close] = if balanced { ["\\{", "\\}"] } else { ["{\\textbraceleft}", "{\\textbraceright}"] };
    let mut value = String::new();
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
            "  title = {{Chair's} {Report:} {50\\%} \\& \\{more\\} “café” \\#1\\_x{\\textbackslash}y \\$5 {\\textasciitilde} {\\textasciicircum}},",
            "  type = {Chair's report},",
            "  address = {{Toronto, Canada}},",
            "  langid = {english},",
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
