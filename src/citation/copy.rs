//! Forms to copy: a paragraph's words with the line that says where they stand.
//!
//! The words are the paragraph's own, character for character, so that the quotation checker finds them again.
//! Every form but the bare link carries the address and the first digits of the fingerprint.

use super::Citation;
use super::line::CitationStyle;
use super::markdown_escaped;
use crate::corpus::Date;
use crate::wording::is_double_mark;

/// What Robust Links attributes say of a link: where it leads, and which wording was quoted when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Robust<'a> {
    /// The permanent address.
    pub original: &'a str,
    /// The address of the wording as it was quoted.
    pub version: &'a str,
    /// The day that wording was published.
    pub date: Date,
}

impl<'a> Citation<'a> {
    /// Returns the line that says where quoted words stand, without their address.
    #[must_use]
    pub fn source_line(&self) -> String {
        let document = self.document;
        let mut parts = vec![document.issuer.clone(), document.title.clone(), document.date.long()];
        parts.extend(self.pointed("para"));
        parts.extend(document.doi.as_ref().map(|doi| format!("doi:{doi}")));
        parts.join(", ")
    }

    /// Returns the first digits of the paragraph's fingerprint.
    #[must_use]
    pub fn short_fingerprint(&self) -> Option<String> {
        self.paragraph.map(|paragraph| paragraph.short_fingerprint.to_string())
    }

    /// Returns what a robust link to the paragraph says, with `version` the address of its present revision.
    #[must_use]
    pub fn robust(&self, version: &'a str) -> Robust<'a> {
        let published = self.paragraph.and_then(|paragraph| paragraph.published);
        Robust { original: self.url, version, date: published.unwrap_or(self.accessed) }
    }

    /// Returns the paragraph between quotation marks, and its source below it.
    ///
    /// The marks are single where the paragraph itself begins or ends with double ones.
    #[must_use]
    pub fn quotation(&self) -> Option<String> {
        let text = &self.paragraph?.text;
        let quoted = text.starts_with(is_double_mark) || text.ends_with(is_double_mark);
        let (open, close) = if quoted { ('‘', '’') } else { ('“', '”') };
        Some(format!("{open}{text}{close}\n— {}, {}\n", self.source_line(), self.trace()))
    }

    /// Returns the paragraph as it stands in its document, and its source below it.
    #[must_use]
    pub fn plain_text(&self) -> Option<String> {
        let paragraph = self.paragraph?;
        Some(format!("{}\n\n{}\n{}\n", paragraph.with_number(), self.source_line(), self.trace()))
    }

    /// Returns a footnote: the OSCOLA line and the fingerprint.
    #[must_use]
    pub fn footnote(&self) -> String {
        let line = self.line(CitationStyle::Oscola);
        self.short_fingerprint().map_or_else(|| format!("{line}."), |digits| format!("{line} (fingerprint {digits})."))
    }

    /// Returns the paragraph as a Markdown quotation with a link below it.
    #[must_use]
    pub fn markdown(&self) -> Option<String> {
        let paragraph = self.paragraph?;
        let digits = self.short_fingerprint().unwrap_or_default();
        let source = markdown_escaped(&self.source_line());
        let quoted = markdown_escaped(&paragraph.with_number());
        Some(format!("> {quoted}\n>\n> — [{source}](<{}>), fingerprint `{digits}`\n", self.url))
    }

    /// Returns the address with the fingerprint behind it.
    fn trace(&self) -> String {
        self.short_fingerprint()
            .map_or_else(|| self.url.to_owned(), |digits| format!("{} (fingerprint {digits})", self.url))
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    const URL: &str = "http://a.example/2018-group-report/p/1";

    #[test]
    fn every_form_has_the_words_the_address_and_the_fingerprint() {
        let report = sample::report();
        let citation = sample::citation(&report, Some(1), URL);
        let digits = &report.paragraphs[1].fingerprint().to_string()[..16];
        for form in [citation.quotation(), citation.plain_text()].into_iter().flatten() {
            assert!(form.contains("<b>Bold</b> & brave.") && form.contains(URL) && form.contains(digits), "{form}");
        }
        assert!(citation.footnote().ends_with(&format!("accessed 22 November 2026 (fingerprint {digits}).")));
    }

    #[test]
    fn markdown_shows_the_words_as_they_are() {
        let report = sample::report();
        let form = sample::citation(&report, Some(0), URL).markdown().expect("a paragraph is cited");
        assert!(
            form.starts_with("> 1\\. We met. All partners agreed \\*this\\* – “that”.\n>\n> — [G7 Group \\& "),
            "{form}"
        );
        let form = sample::citation(&report, Some(1), URL).markdown().expect("a paragraph is cited");
        assert!(form.starts_with("> 2\\. \\<b>Bold\\</b> \\& brave.\n"), "{form}");
        assert!(form.contains(&format!("](<{URL}>)")), "{form}");
    }

    #[test]
    fn a_robust_link_names_the_wording_and_its_day() {
        let report = sample::report();
        let robust = sample::citation(&report, Some(0), URL).robust("http://a.example/2018-group-report/p/1/r/1");
        assert_eq!((robust.original, robust.date.to_string().as_str()), (URL, "2026-11-21"));
    }
}
