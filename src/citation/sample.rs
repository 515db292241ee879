//! Small, hostile documents for the tests of this floor.

use crate::corpus::{
    Date, Description, Document, DocumentId, Group, Kind, Number, Official, Paragraph, Proof, Revision, Role, Shape,
    Source,
};
use crate::wording::{Fingerprint, Sha256};

use super::Citation;

/// A report of six paragraphs with hard words in every field that is cited.
pub(super) fn report() -> Document {
    let mut report = record("2018-group-report", "Chair's Report: 50% & {more} “café” #1_x\\y $5 ~ ^", "2018-04-23");
    report.kind = Kind::ChairsReport;
    report.issuer = "G7 Group & Friends".to_owned();
    report.place = Some("Toronto, Canada".to_owned());
    let source = "the source";
    report.source = Some(Box::new(Source {
        name: "A ministry".to_owned(),
        file: "2018-group-report.txt".to_owned(),
        sha256: Sha256::of(source.as_bytes()),
        rights: "© The ministry".to_owned(),
        redistribute: true,
        url: None,
        retrieved: None,
        capture: None,
        etag: None,
        last_modified: None,
        media_type: None,
        terms: None,
        computed_numbers: false,
        omitted: Vec::new(),
        proof: Proof::Holds,
    }));
    report.paragraphs = vec![
        paragraph(1, Some("1."), None, "We met. All partners agreed *this* – “that”."),
        paragraph(2, Some("2."), None, "<b>Bold</b> & brave."),
        paragraph(3, Some("(a)"), Some(2), "an item"),
        paragraph(4, None, None, "no printed number"),
        paragraph(5, Some("7."), None, "seven"),
        paragraph(6, Some("7."), None, "seven again"),
    ]
    .into();
    report
}

/// A press report of one paragraph.
pub(super) fn press_report() -> Document {
    let mut report = record("2017-the-hill-lucca-report", "G7 voices concerns", "2017-04-11");
    report.kind = Kind::PressReport;
    report.issuer = "The Hill".to_owned();
    report.group = None;
    report.place = None;
    report.paragraphs = vec![paragraph(1, None, None, "Foreign ministers are voicing concerns.")].into();
    report
}

/// A record issued by the leaders.
pub(super) fn record(id: &str, title: &str, date: &str) -> Document {
    let description = Description {
        id: id.parse::<DocumentId>().expect("tests give ids"),
        title: title.to_owned(),
        short_title: None,
        title_note: None,
        kind: Kind::Declaration,
        date: date.parse().expect("tests give dates"),
        date_note: None,
        place: Some("Lucca, Italy".to_owned()),
        presidency: Some("Italy".to_owned()),
        group: Some(Group::G7),
        forum: Some("foreign-ministers".to_owned()),
        issuer: "G7 foreign ministers".to_owned(),
        doi: None,
        language: "en".to_owned(),
        translation: None,
        scope: None,
        topics: Vec::new(),
        cites: Vec::new(),
        relations: Vec::new(),
        abstract_text: Some("A summary.".to_owned()),
        source: None,
        official: Vec::new(),
        headings: Vec::new(),
        mentions: Vec::new(),
    };
    Document::new(description, Vec::new())
}

/// An official address of a text.
pub(super) fn official(url: &str) -> Official {
    Official {
        url: url.to_owned(),
        role: Role::Text,
        format: "html".to_owned(),
        language: "en".to_owned(),
        archived: None,
        asked: None,
        answered: None,
    }
}

fn paragraph(number: u32, printed: Option<&str>, parent: Option<u32>, text: &str) -> Paragraph {
    let named = |number: u32| number.to_string().parse::<Number>().expect("tests count from 1");
    Paragraph {
        number: named(number),
        printed: printed.map(Into::into),
        shape: if parent.is_some() { Shape::Item } else { Shape::Plain },
        parent: parent.map(named),
        text: text.into(),
        apparatus: None,
        revision: Revision::FIRST,
        published: Some(day("2026-11-21")),
        short_fingerprint: Fingerprint::of(text).short(),
    }
}

/// A day.
pub(super) fn day(text: &str) -> Date {
    text.parse().expect("tests give dates")
}

/// A citation of the paragraph at `at`, or of the whole document, read on one fixed day.
pub(super) fn citation<'a>(document: &'a Document, at: Option<usize>, url: &'a str) -> Citation<'a> {
    let genre = if document.kind == Kind::PressReport { "Press report" } else { "Chair's report" };
    Citation { document, paragraph: at.map(|at| &document.paragraphs[at]), genre, url, accessed: day("2026-11-22") }
}
