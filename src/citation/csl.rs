//! CSL-JSON, as citation processors read it.

use serde::Serialize;

use super::{ARCHIVE, Citation, one_line, sentences};
use crate::corpus::Date;

impl Citation<'_> {
    /// Returns the citation as a CSL-JSON list of one item.
    #[must_use]
    pub fn csl_json(&self) -> String {
        let document = self.document;
        let press = self.is_press_report();
        let mut notes = self.notes();
        notes.extend(self.rights().map(|rights| format!("Rights: {rights}")));
        let item = Item {
            id: self.key(),
            kind: if press { "article-newspaper" } else { "report" },
            title: &document.title,
            title_short: document.short_title.as_deref(),
            author: [Name { literal: &document.issuer }],
            issued: Parts::of(document.date),
            accessed: Parts::of(self.accessed),
            container_title: press.then_some(&document.issuer),
            publisher: (!press).then_some(&document.issuer),
            publisher_place: document.place.as_deref(),
            genre: self.genre,
            section: self.pointed("para"),
            language: &document.language,
            archive: ARCHIVE,
            doi: document.doi.as_deref(),
            url: self.url,
            note: one_line(&sentences(&notes)),
        };
        serde_json::to_string_pretty(&[item]).map_or_else(|_| "[]\n".to_owned(), |text| text + "\n")
    }
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Item<'a> {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title_short: Option<&'a str>,
    author: [Name<'a>; 1],
    issued: Parts,
    accessed: Parts,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_title: Option<&'a String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<&'a String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher_place: Option<&'a str>,
    genre: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<String>,
    language: &'a str,
    archive: &'static str,
    #[serde(rename = "DOI", skip_serializing_if = "Option::is_none")]
    doi: Option<&'a str>,
    #[serde(rename = "URL")]
    url: &'a str,
    #[serde(skip_serializing_if = "String::is_empty")]
    note: String,
}

#[derive(Serialize)]
struct Name<'a> {
    literal: &'a str,
}

/// A date as one list of year, month and day, as many of them as are known.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Parts {
    date_parts: [Vec<i16>; 1],
}

impl Parts {
    fn of(date: Date) -> Self {
        let known = [Some(date.year()), date.month().map(i16::from), date.day().map(i16::from)];
        Self { date_parts: [known.into_iter().flatten().collect()] }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::sample;

    #[test]
    fn an_item_has_the_fields_of_its_document() {
        let report = sample::report();
        let text = sample::citation(&report, Some(0), "http://a.example/2018-group-report/p/1").csl_json();
        let items: Value = serde_json::from_str(&text).expect("it is JSON");
        let item = &items[0];
        assert_eq!(item["id"], "2018-group-report-p1");
        assert_eq!(item["type"], "report");
        assert_eq!(item["title"], report.title.as_str());
        assert_eq!(item["author"], json!([{ "literal": "G7 Group & Friends" }]));
        assert_eq!(item["issued"], json!({ "date-parts": [[2018, 4, 23]] }));
        assert_eq!(item["accessed"], json!({ "date-parts": [[2026, 11, 22]] }));
        assert_eq!(item["publisher-place"], "Toronto, Canada");
        assert_eq!(item["section"], "para 1");
        assert_eq!(item["URL"], "http://a.example/2018-group-report/p/1");
        assert!(
            item["note"].as_str().is_some_and(|note| note.contains(&report.paragraphs[0].fingerprint().to_string()))
        );
    }

    #[test]
    fn a_month_is_two_parts() {
        let record = sample::record("2002-x", "X", "2002-05");
        let text = sample::citation(&record, None, "http://a.example/2002-x").csl_json();
        let items: Value = serde_json::from_str(&text).expect("it is JSON");
        assert_eq!(items[0]["issued"], json!({ "date-parts": [[2002, 5]] }));
    }
}
