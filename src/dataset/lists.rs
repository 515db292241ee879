//! The tables of what was published, and of what documents have in common.

use std::collections::BTreeMap;

use super::column::{boolean, integer, text};
use super::table::{Cells, Table};
use super::texts::{digest, optional, rights};
use crate::corpus::{Alignment, AlignmentRow, Corpus, LedgerRow, Level, MentionBasis, Number, ParagraphId, State};
use crate::data::instrument::each_paragraph;
use crate::data::links;

pub(super) static REVISIONS: Table = Table {
    name: "revisions.csv",
    description: "Every wording that was ever published, those that were superseded or withdrawn too.",
    key: &["document", "number", "revision"],
    columns: &[
        text("document", "The document, by its id."),
        integer("number", "The paragraph."),
        integer("revision", "Which wording of it, from 1."),
        text("path", "Its address in the archive, without the host."),
        text("published", "The day it was published."),
        boolean("standing", "Whether the text has this wording now."),
        text("text", "The wording; empty where it is withheld."),
        boolean("withheld", "Whether the wording is left out here."),
        text("sha256", "The digest of the wording in UTF-8."),
        text("fingerprint", "The digest of the wording without case, accents and typography."),
        text("rights", "Whose rights the words are under, as far as is known."),
    ],
    rows: |corpus, place| Some(revision_row(corpus, place, &corpus.ledger().row(place)?).into_iter().collect()),
};

pub(super) static LEDGER: Table = Table {
    name: "ledger.csv",
    description: "The append-only list of everything ever published and what became of it, oldest first.",
    key: &["row"],
    columns: &[
        integer("row", "Its place in the ledger, from 1."),
        text("document", "The document, by its id."),
        integer("number", "The paragraph; empty where the row is about the document."),
        integer("revision", "The wording that the row publishes or changes the state of."),
        text("published", "The day."),
        text("sha256", "The digest of the wording in UTF-8."),
        text("fingerprint", "The digest of the wording without case, accents and typography."),
        text("state", "What it is from this row on: live, moved, split, merged or withdrawn."),
        text("target", "Where it went, divided by spaces."),
        text("note", "Why; with what was added later."),
    ],
    rows: |corpus, place| corpus.ledger().row(place).map(|row| vec![ledger_row(place, &row)]),
};

pub(super) static RELATIONS: Table = Table {
    name: "relations.csv",
    description: "How documents are related, each told once, from the document that has it.",
    key: &["document", "relation", "target"],
    columns: &[
        text("document", "The document, by its id."),
        text("relation", "The type of the relation."),
        text("label", "How it reads."),
        text("target", "The other document."),
    ],
    rows: relation_rows,
};

pub(super) static ALIGNMENTS: Table = Table {
    name: "alignments.csv",
    description: "Which paragraphs of a text and its translation say the same: a row for each group of them.",
    key: &["document", "other", "row"],
    columns: &[
        text("document", "One text, by the id of its document."),
        text("other", "The other, in another language."),
        integer("row", "Its place in the order of both texts, from 1."),
        text("numbers", "Paragraphs of the one, by their numbers, divided by spaces; empty where the other says more."),
        text("other_numbers", "Those of the other that say the same."),
        text("how", "How that is known: by printed number, by length, or by a person who read them."),
    ],
    rows: |corpus, place| corpus.alignments().get(place).map(alignment_rows),
};

pub(super) static CITATIONS: Table = Table {
    name: "citations.csv",
    description: "Which instruments a document cites, and which of its paragraphs do.",
    key: &["document", "instrument"],
    columns: &[
        text("document", "The document, by its id."),
        text("instrument", "The instrument, by its id."),
        text(
            "paragraphs",
            "The numbers of the paragraphs that cite it, divided by spaces; empty where it is only listed.",
        ),
        text("recorded", "Those of them where no name tells and a person recorded it."),
    ],
    rows: citation_rows,
};

pub(super) static INSTRUMENTS: Table = Table {
    name: "instruments.csv",
    description: "Treaties, reports and bodies that documents cite.",
    key: &["id"],
    columns: &[
        text("id", "Its id."),
        text("name", "Its name."),
        text("aliases", "Other names that texts use, as a JSON array."),
        text("address", "An official address, if one is known."),
        text("kind", "treaty, report, resolution, body, process, norm or text, if somebody said so."),
        text("adopted", "When it was adopted, signed or set up, as far as is known."),
        text("symbols", "The symbols of its documents, as a JSON array."),
        text("names", "Its names in other languages: a JSON object of arrays, by language."),
        text("part_of", "Ids of what it is a part of, divided by spaces: their names inside its own count, too."),
        text("document", "The document of this archive that it is."),
        boolean("capitals", "Whether its names count only with their capitals."),
    ],
    rows: |corpus, place| {
        let it = corpus.vocabulary().instruments.get(place)?;
        let [aliases, symbols] =
            [&it.aliases, &it.symbols].map(|names| serde_json::Value::from(names.clone()).to_string());
        let mut names = BTreeMap::<&str, Vec<&str>>::new();
        for (language, name) in &it.names {
            names.entry(language).or_default().push(name);
        }
        Some(vec![vec![
            it.id.clone(),
            it.name.clone(),
            aliases,
            optional(it.address.as_ref()),
            optional(it.kind),
            optional(it.adopted),
            symbols,
            serde_json::json!(names).to_string(),
            it.part_of.join(" "),
            optional(it.document.as_ref()),
            it.capitals.to_string(),
        ]])
    },
};

pub(super) static VARIANTS: Table = Table {
    name: "variants.csv",
    description: "Words that search takes for the same, or offers: a row for each form of a reviewed group.",
    key: &["variant", "form"],
    columns: &[
        integer("variant", "The group that forms have in common, from 1."),
        text("level", "How alike they are: spelling, plural, abbreviation or synonym."),
        text("form", "One form, of one word or several."),
        boolean("usual", "Whether it is the usual one."),
        boolean("both_ways", "Whether every form stands for every other; if not, the usual one alone for the rest."),
        boolean("capitals", "Whether a form counts only as it is capitalised."),
        text("note", "What the reviewer had to say."),
    ],
    rows: variant_rows,
};

fn alignment_rows(alignment: &Alignment) -> Vec<Cells> {
    let numbers = |numbers: &[Number]| numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let row = |(place, row): (usize, &AlignmentRow)| {
        vec![
            alignment.a.to_string(),
            alignment.b.to_string(),
            (place + 1).to_string(),
            numbers(&row.a),
            numbers(&row.b),
            row.how.id().to_owned(),
        ]
    };
    alignment.rows.iter().enumerate().map(row).collect()
}

fn revision_row(corpus: &Corpus, place: usize, row: &LedgerRow) -> Option<Cells> {
    if row.state != State::Live || corpus.ledger().is_later_note(place) {
        return None;
    }
    let (id, revision) = (ParagraphId { document: row.document.clone(), number: row.number? }, row.revision?);
    let document = corpus.document(&id.document);
    let paragraph = document.and_then(|document| document.paragraph(id.number));
    let standing = paragraph.filter(|paragraph| paragraph.revision == revision);
    let withheld = document.is_some_and(crate::corpus::Document::withheld);
    let wording = standing.map(|paragraph| &*paragraph.text).or_else(|| corpus.ledger().wording(&id, revision));
    Some(vec![
        id.document.to_string(),
        id.number.to_string(),
        revision.to_string(),
        links::revision(&id, revision),
        row.published.to_string(),
        standing.is_some().to_string(),
        optional(wording.filter(|_| !withheld)),
        withheld.to_string(),
        optional(row.sha256.as_ref().map(digest)),
        optional(row.fingerprint.as_ref().map(digest)),
        document.map(rights).unwrap_or_default(),
    ])
}

fn ledger_row(place: usize, row: &LedgerRow) -> Cells {
    let targets: Vec<String> = row.state.targets().iter().map(ToString::to_string).collect();
    vec![
        (place + 1).to_string(),
        row.document.to_string(),
        optional(row.number),
        optional(row.revision),
        row.published.to_string(),
        optional(row.sha256.as_ref().map(digest)),
        optional(row.fingerprint.as_ref().map(digest)),
        row.state.id().to_owned(),
        targets.join(" "),
        optional(row.note.as_ref()),
    ]
}

fn citation_rows(corpus: &Corpus, place: usize) -> Option<Vec<Cells>> {
    let document = &corpus.documents().get(place)?.unread();
    let instruments = &corpus.vocabulary().instruments;
    // The numbers of the paragraphs, and of those that no name tells.
    let mut numbers: BTreeMap<&str, [Vec<String>; 2]> = BTreeMap::new();
    for (paragraph, cited) in each_paragraph(document) {
        let Some(number) = document.paragraphs.get(paragraph).map(|paragraph| paragraph.number.to_string()) else {
            continue;
        };
        for at in cited {
            let Some(id) = instruments.get(at).map(|it| it.id.as_str()) else { continue };
            let mentions = document.mentions_at(paragraph).iter().filter(|mention| mention.instrument() == at);
            let [all, recorded] = numbers.entry(id).or_default();
            if mentions.map(|mention| mention.how).min() == Some(MentionBasis::Recorded) {
                recorded.push(number.clone());
            }
            all.push(number.clone());
        }
    }
    let row = |id: &String| {
        let numbers = numbers.get(id.as_str()).map(|[all, recorded]| [all, recorded].map(|numbers| numbers.join(" ")));
        let [all, recorded] = numbers.unwrap_or_default();
        vec![document.id.to_string(), id.clone(), all, recorded]
    };
    Some(document.cites.iter().map(row).collect())
}

fn relation_rows(corpus: &Corpus, place: usize) -> Option<Vec<Cells>> {
    let document = corpus.documents().get(place)?;
    let types = &corpus.vocabulary().relations;
    let row = |relation: &crate::corpus::Relation| {
        let label = types.iter().find(|kind| kind.id == relation.kind).map_or(&relation.kind, |kind| &kind.label);
        vec![document.id.to_string(), relation.kind.clone(), label.clone(), relation.target.to_string()]
    };
    Some(document.relations.iter().map(row).collect())
}

fn variant_rows(corpus: &Corpus, place: usize) -> Option<Vec<Cells>> {
    let variant = corpus.variants().groups.get(place)?;
    let level = match variant.level {
        Level::Spelling => "spelling",
        Level::Plural => "plural",
        Level::Abbreviation => "abbreviation",
        Level::Synonym => "synonym",
    };
    let row = |(at, form): (usize, &String)| {
        vec![
            (place + 1).to_string(),
            level.to_owned(),
            form.clone(),
            (at == 0).to_string(),
            variant.both_ways.to_string(),
            variant.capitals.to_string(),
            optional(variant.note.as_ref()),
        ]
    };
    Some(variant.forms.iter().enumerate().map(row).collect())
}
