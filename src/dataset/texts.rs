//! The tables of documents and their words.

use super::column::{boolean, integer, number_like, text};
use super::table::{Cells, Table};
use crate::corpus::{Authentic, Corpus, Date, Document, Group, Paragraph, ParagraphId, Proof, Scope, Shape};
use crate::data::{Dated, Format, links};
use crate::wording::CodePoints;

pub(super) static DOCUMENTS: Table = Table {
    name: "documents.csv",
    description: "Every document that is known: a text that is held, or a record of one that is not.",
    key: &["id"],
    columns: &[
        text("id", "Its name, for good."),
        text("path", "Its address in the archive, without the host."),
        text("title", "The title as the source prints it, unless title_note says otherwise."),
        text("short_title", "A shorter title."),
        text("title_note", "Why the title is not simply the source's."),
        text("kind", "What sort of text it is, such as declaration or press-report."),
        text("dated", "The date as it is known: a day, a month or a year."),
        text("dated_from", "The first day that it may mean."),
        text("dated_to", "The last day that it may mean."),
        text("precision", "How much of the date is known: day, month or year."),
        text("date_note", "What there is to say about the date."),
        text("group", "The group that met."),
        text("forum", "The forum, by its id."),
        text("presidency", "The country that held the presidency."),
        text("place", "Where it was issued."),
        text("issuer", "Who issued it."),
        text("doi", "The DOI that was registered for it, if there is one."),
        text("language", "The language of the text as a BCP 47 tag."),
        text("scope", "Whether cyberspace is what it is about."),
        text("topics", "Topics by their ids, divided by spaces."),
        boolean("held", "Whether the archive holds the text."),
        boolean("withheld", "Whether the archive holds the text and its words are left out here."),
        integer("paragraphs", "How many paragraphs the text has; 0 where it is not held."),
        text("abstract", "The archive's own summary."),
        text("official", "Official addresses, divided by spaces."),
        text("rights", "Whose rights the words are under, as far as is known."),
        text("translation_of", "The document that it is a translation of, by its id."),
        text(
            "authentic",
            "Whether a translation is authentic itself: yes, no or equal; empty where that is not known.",
        ),
        text("translator", "Who translated it, if that is known."),
    ],
    rows: |corpus, place| corpus.documents().get(place).map(|document| vec![document_row(document)]),
};

pub(super) static PARAGRAPHS: Table = Table {
    name: "paragraphs.csv",
    description: "The paragraphs of every text that is held, in the order of the text.",
    key: &["document", "number"],
    columns: &[
        text("document", "The document, by its id."),
        integer("number", "Its number in the document, for good."),
        text("path", "Its address in the archive, without the host."),
        number_like("printed", "What the source prints before it, such as “9.” or “(c)”: a text, not a number."),
        text("shape", "How it stands on the page: plain, item or bullet."),
        integer("parent", "The number of the paragraph that an item belongs to."),
        integer("revision", "Which wording this is, from 1."),
        text("published", "The day this wording was published; empty where it is not yet in the ledger."),
        text("dated", "The date of the document as it is known."),
        text("dated_from", "The first day that it may mean."),
        text("dated_to", "The last day that it may mean."),
        text("precision", "How much of the date is known: day, month or year."),
        text("kind", "What sort of text the document is; the words of a press-report are not the G7's."),
        text("issuer", "Who issued the document."),
        text("language", "The language as a BCP 47 tag."),
        text("text", "The wording; empty where it is withheld."),
        boolean("withheld", "Whether the wording is left out here, because its source does not allow to hand it on."),
        text("sha256", "The digest of the wording in UTF-8."),
        text("fingerprint", "The digest of the wording without case, accents and typography."),
        text("rights", "Whose rights the words are under, as far as is known."),
        text("mentions", "The instruments that it cites, by their ids, divided by spaces."),
    ],
    rows: paragraph_rows,
};

pub(super) static NOTES: Table = Table {
    name: "notes.csv",
    description: "The editors' notes. They stand outside the texts and are the archive's own.",
    key: &["document", "number", "note"],
    columns: &[
        text("document", "The document, by its id."),
        integer("number", "The paragraph."),
        integer("note", "Its place among the notes of the paragraph, from 1."),
        integer("at", "Where its mark stands: so many code points into the wording."),
        text("text", "Its words."),
    ],
    rows: |corpus, place| of_paragraphs(corpus, place, note_rows),
};

pub(super) static CORRECTIONS: Table = Table {
    name: "corrections.csv",
    description: "Where a wording departs from its source: what was put in, and what the source has.",
    key: &["document", "number", "correction"],
    columns: &[
        text("document", "The document, by its id."),
        integer("number", "The paragraph."),
        integer("correction", "Its place among the corrections of the paragraph, from 1."),
        integer("start", "Where the words put in begin: so many code points into the wording."),
        integer("end", "Where they end."),
        text("inserted", "The words put in; empty where words were only taken out."),
        text("removed", "The words of the source; empty where words were only added."),
        integer("note", "The note that explains it."),
        boolean("withheld", "Whether the words are left out here."),
        text("rights", "Whose rights the words are under, as far as is known."),
    ],
    rows: |corpus, place| of_paragraphs(corpus, place, correction_rows),
};

pub(super) static SOURCES: Table = Table {
    name: "sources.csv",
    description: "Where each text that is held comes from.",
    key: &["document"],
    columns: &[
        text("document", "The document, by its id."),
        text("name", "Who supplied or published the source."),
        text("file", "Its file in the corpus."),
        text("sha256", "The digest of that file."),
        text("url", "Where it was retrieved, if that is known."),
        text("retrieved", "The day it was retrieved, if that is known."),
        text("captured", "The moment it was captured, in UTC, where it was taken from a capture that others kept."),
        text("capture", "What the capture was found in: warc, wacz or memento."),
        text("digest", "The digest that the capture names."),
        text("captured_by", "Who captured it, or with which tool."),
        text("media_type", "The media type it was served with, if that is known."),
        text("proof", "Whether the text was proved to agree with it: holds, fails or not-made."),
        boolean("redistribute", "Whether the words are handed on here."),
        text("rights", "Whose rights the words are under, and on what terms."),
    ],
    rows: |corpus, place| corpus.documents().get(place).map(source_rows),
};

/// Returns a digest as no program takes it for a number.
pub(super) fn digest(digest: impl std::fmt::Display) -> String {
    format!("sha256:{digest}")
}

/// Returns the rights in the words of a document, as far as its source names them.
pub(super) fn rights(document: &Document) -> String {
    document.source.as_ref().map(|source| source.rights.clone()).unwrap_or_default()
}

/// Returns words, or nothing where they are withheld.
pub(super) fn words(document: &Document, words: &str) -> String {
    if document.withheld() { String::new() } else { words.to_owned() }
}

/// Returns something that may not be there as a cell.
pub(super) fn optional(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn of_paragraphs(
    corpus: &Corpus,
    place: usize,
    rows: impl Fn(&Document, &Paragraph) -> Vec<Cells>,
) -> Option<Vec<Cells>> {
    let document = &corpus.documents().get(place)?.unread();
    Some(document.paragraphs.iter().flat_map(|paragraph| rows(document, paragraph)).collect())
}

fn dated(date: Date) -> [String; 4] {
    Dated::of(date).cells()
}

fn document_row(document: &Document) -> Cells {
    let [day, from, to, precision] = dated(document.date);
    let translation = document.translation.as_ref();
    let official: Vec<&str> = document.official.iter().map(|official| official.url.as_str()).collect();
    vec![
        document.id.to_string(),
        links::document(&document.id, Format::Html),
        document.title.clone(),
        optional(document.short_title.as_ref()),
        optional(document.title_note.as_ref()),
        document.kind.id().to_owned(),
        day,
        from,
        to,
        precision,
        optional(document.date_note.as_ref()),
        optional(document.group.map(Group::name)),
        optional(document.forum.as_ref()),
        optional(document.presidency.as_ref()),
        optional(document.place.as_ref()),
        document.issuer.clone(),
        optional(document.doi.as_ref()),
        document.language.clone(),
        optional(document.scope.map(Scope::id)),
        document.topics.join(" "),
        document.held().to_string(),
        document.withheld().to_string(),
        document.paragraphs.len().to_string(),
        optional(document.abstract_text.as_ref()),
        official.join(" "),
        rights(document),
        optional(translation.map(|it| &it.of)),
        optional(translation.and_then(|it| it.authentic).map(Authentic::id)),
        optional(translation.and_then(|it| it.translator.as_ref())),
    ]
}

fn paragraph_rows(corpus: &Corpus, place: usize) -> Option<Vec<Cells>> {
    let document = corpus.documents().get(place)?;
    let dated = dated(document.date);
    Some(document.paragraphs.iter().map(|paragraph| paragraph_row(corpus, document, paragraph, &dated)).collect())
}

fn paragraph_row(corpus: &Corpus, document: &Document, paragraph: &Paragraph, dated: &[String; 4]) -> Cells {
    let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
    let [day, from, to, precision] = dated.clone();
    let shape = match paragraph.shape {
        Shape::Plain => "plain",
        Shape::Item => "item",
        Shape::Bullet => "bullet",
    };
    vec![
        document.id.to_string(),
        paragraph.number.to_string(),
        links::paragraph(&id, Format::Html),
        optional(paragraph.printed.as_ref()),
        shape.to_owned(),
        optional(paragraph.parent),
        paragraph.revision.to_string(),
        optional(paragraph.published),
        day,
        from,
        to,
        precision,
        document.kind.id().to_owned(),
        document.issuer.clone(),
        document.language.clone(),
        words(document, &paragraph.text),
        document.withheld().to_string(),
        digest(paragraph.sha256()),
        digest(paragraph.fingerprint()),
        rights(document),
        corpus.vocabulary().mentioned(document.mentions_in(paragraph)).join(" "),
    ]
}

fn note_rows(document: &Document, paragraph: &Paragraph) -> Vec<Cells> {
    if paragraph.notes().is_empty() {
        return Vec::new();
    }
    let points = CodePoints::of(&paragraph.text);
    let row = |(at, note): (usize, &crate::corpus::Note)| {
        let place = points.range(&(note.at..note.at)).start;
        let [number, serial, place] = [paragraph.number.to_string(), (at + 1).to_string(), place.to_string()];
        vec![document.id.to_string(), number, serial, place, note.text.clone()]
    };
    paragraph.notes().iter().enumerate().map(row).collect()
}

fn correction_rows(document: &Document, paragraph: &Paragraph) -> Vec<Cells> {
    if paragraph.corrections().is_empty() {
        return Vec::new();
    }
    let points = CodePoints::of(&paragraph.text);
    let row = |(at, correction): (usize, &crate::corpus::Correction)| {
        let place = points.range(&correction.inserted);
        let inserted = paragraph.text.get(correction.inserted.clone()).unwrap_or_default();
        vec![
            document.id.to_string(),
            paragraph.number.to_string(),
            (at + 1).to_string(),
            place.start.to_string(),
            place.end.to_string(),
            words(document, inserted),
            words(document, &correction.removed),
            optional(correction.note.map(|note| note + 1)),
            document.withheld().to_string(),
            rights(document),
        ]
    };
    paragraph.corrections().iter().enumerate().map(row).collect()
}

fn source_rows(document: &Document) -> Vec<Cells> {
    let row = |source: &crate::corpus::Source| {
        let capture = source.capture.as_ref();
        let proof = match source.proof {
            Proof::Holds => "holds",
            Proof::Fails => "fails",
            Proof::NotMade => "not-made",
        };
        vec![
            document.id.to_string(),
            source.name.clone(),
            source.file.clone(),
            digest(&source.sha256),
            optional(source.url.as_ref()),
            optional(source.retrieved),
            optional(capture.map(|capture| capture.captured)),
            optional(capture.and_then(|capture| capture.how.as_ref())),
            optional(capture.and_then(|capture| capture.digest.as_ref())),
            optional(capture.and_then(|capture| capture.by.as_ref())),
            optional(source.media_type.as_ref()),
            proof.to_owned(),
            source.redistribute.to_string(),
            source.rights.clone(),
        ]
    };
    document.source.iter().map(|source| row(source)).collect()
}
