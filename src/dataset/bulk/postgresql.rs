//! For PostgreSQL: the tables of the dataset, two more for searching, and a schema with the functions that ask them.

use std::collections::BTreeMap;

use super::terms::{Spelling, spellings, stemmer, words};
use crate::corpus::Corpus;
use crate::dataset::column::{Column, Kind, boolean, integer, text};
use crate::dataset::table::{Cells, Table};
use crate::search::TextLanguage;

/// The tables that the dataset has not.
pub(super) static TABLES: [&Table; 2] = [&WORDS, &SPELLINGS];

static WORDS: Table = Table {
    name: "words.csv",
    description: "The words of every paragraph as the archive's own search divides them, each with its places.",
    key: &["document", "number"],
    columns: &[
        text("document", "The document, by its id."),
        integer("number", "The paragraph."),
        integer("place", "Its place in the order of the text, from 1."),
        text("language", "The language as a BCP 47 tag."),
        text("words", "Its words with their places, as a tsvector; empty where the wording is withheld."),
    ],
    rows: word_rows,
};

static SPELLINGS: Table = Table {
    name: "spellings.csv",
    description: "Reviewed spellings, for ts_rewrite: what is asked for, and all that counts as the same.",
    key: &["target"],
    columns: &[
        text("target", "A form, as a tsquery."),
        text("substitute", "Every form that counts as it, as a tsquery."),
        boolean("several_words", "Whether the form has several words; such are put in before those of one."),
    ],
    rows: spelling_rows,
};

/// A word that is longer is refused by `tsvector`.
const LONGEST_WORD: usize = 2046;

/// A `tsvector` takes a megabyte; a paragraph with more is searched by what comes first.
const MOST_BYTES: usize = 900_000;

/// Places above this are not told apart by `tsvector`.
const LAST_PLACE: usize = 16_383;

fn word_rows(corpus: &Corpus, place: usize) -> Option<Vec<Cells>> {
    let document = &corpus.documents().get(place)?.unread();
    let row = |(at, paragraph): (usize, &crate::corpus::Paragraph)| {
        vec![
            document.id.to_string(),
            paragraph.number.to_string(),
            (at + 1).to_string(),
            document.language.clone(),
            vector(&words(document, paragraph)),
        ]
    };
    Some(document.paragraphs.iter().enumerate().map(row).collect())
}

/// Returns words with their places as `tsvector` reads them.
fn vector(words: &[String]) -> String {
    let (mut places, mut bytes) = (BTreeMap::<&str, Vec<String>>::new(), 0);
    for (word, place) in words.iter().zip(1..=LAST_PLACE).filter(|(word, _)| word.len() <= LONGEST_WORD) {
        let known = places.entry(word).or_default();
        bytes += if known.is_empty() { word.len() + 8 } else { 2 };
        if bytes > MOST_BYTES {
            break;
        }
        known.push(place.to_string());
    }
    places.retain(|_, places| !places.is_empty());
    let entries: Vec<String> =
        places.iter().map(|(word, places)| format!("{}:{}", quoted(word), places.join(","))).collect();
    entries.join(" ")
}

fn spelling_rows(corpus: &Corpus, place: usize) -> Option<Vec<Cells>> {
    if place > 0 {
        return None;
    }
    // A form of several groups has one row: `ts_rewrite` puts in what it finds first.
    let mut rows: BTreeMap<Vec<String>, Vec<Vec<String>>> = BTreeMap::new();
    for Spelling { forms, both_ways } in spellings(corpus) {
        for target in forms.iter().take(if both_ways { forms.len() } else { 1 }) {
            let others = rows.entry(target.clone()).or_default();
            let new: Vec<Vec<String>> = forms.iter().filter(|form| !others.contains(form)).cloned().collect();
            others.extend(new);
        }
    }
    let row = |(target, forms): (Vec<String>, Vec<Vec<String>>)| {
        let substitutes: Vec<String> = forms.iter().map(|form| phrase(form)).collect();
        vec![phrase(&target), substitutes.join(" | "), (target.len() > 1).to_string()]
    };
    Some(rows.into_iter().map(row).collect())
}

/// Returns words one behind the other as a `tsquery`.
fn phrase(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    words.join(" <-> ")
}

/// Returns a word as `tsvector` and `tsquery` read it.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\\', "\\\\").replace('\'', "''"))
}

/// Returns the schema: functions, tables, what they mean, indexes, views.
pub(super) fn schema(tables: &[&Table]) -> String {
    let mut schema = format!(
        "-- The archive in PostgreSQL, 13 or later, in a database of the encoding UTF8; `load.sql` fills it.\n\nBEGIN;\n\n{}",
        FUNCTIONS.replace("STEMMERS", &stemmers())
    );
    for table in tables {
        schema.push_str(&definition(table));
    }
    schema.push_str(INDEXES);
    schema
}

/// Returns the commands of `psql` that fill the tables.
pub(super) fn load(tables: &[&Table]) -> String {
    let lines = tables.iter().map(|table| {
        format!("\\copy \"{}\" from '{}' with (format csv, header true, encoding 'UTF8')\n", table.stem(), table.name)
    });
    let lines: String = lines.collect();
    format!(
        "-- To be run by psql in this folder, after `schema.sql`: all or nothing.\n\\set ON_ERROR_STOP on\nBEGIN;\n{lines}COMMIT;\nANALYZE;\n"
    )
}

fn definition(table: &Table) -> String {
    let columns = table.columns.iter().map(|column| {
        let needed = if table.key.contains(&column.name) { " NOT NULL" } else { "" };
        format!("    \"{}\" {}{needed},\n", column.name, kind(column, table))
    });
    let columns: String = columns.collect();
    // What is made of other columns is in no file.
    let made = if table.name == WORDS.name {
        "    \"stems\" tsvector GENERATED ALWAYS AS (g7cyber_stems(\"words\", \"language\")) STORED,\n"
    } else {
        ""
    };
    let key: Vec<String> = table.key.iter().map(|name| format!("\"{name}\"")).collect();
    let stem = table.stem();
    let mut sql = format!("CREATE TABLE \"{stem}\" (\n{columns}{made}    PRIMARY KEY ({})\n);\n", key.join(", "));
    let text = |text: &str| text.replace('\'', "''");
    sql.push_str(&format!("COMMENT ON TABLE \"{stem}\" IS '{}';\n", text(table.description)));
    for column in table.columns {
        let told = text(column.description);
        sql.push_str(&format!("COMMENT ON COLUMN \"{stem}\".\"{}\" IS '{told}';\n", column.name));
    }
    sql.push('\n');
    sql
}

fn kind(column: &Column, table: &Table) -> &'static str {
    match (table.stem(), column.name) {
        ("words", "words") => "tsvector",
        ("spellings", "target" | "substitute") => "tsquery",
        ("instruments", "aliases" | "symbols" | "names") => "jsonb",
        (_, "dated_from" | "dated_to" | "published") => "date",
        _ => match column.kind {
            Kind::Text | Kind::NumberLike => "text",
            Kind::Integer => "integer",
            Kind::Boolean => "boolean",
        },
    }
}

/// Returns which stemmer is whose, as the branches of a `CASE`.
fn stemmers() -> String {
    let tags =
        ["da", "de", "el", "en", "es", "fi", "fr", "hu", "it", "nb", "nl", "nn", "no", "pt", "ro", "ru", "sv", "tr"];
    let branch = |tag: &str| {
        let name = stemmer(TextLanguage::of(tag))?;
        Some(format!("        WHEN '{tag}' THEN (ts_lexize('{name}_stem', word))[1]\n"))
    };
    tags.into_iter().filter_map(branch).collect()
}

/// What words are, in a language of their own; the stemmers are put in.
const FUNCTIONS: &str = include_str!("functions.sql");

/// What makes asking quick and short.
const INDEXES: &str = include_str!("indexes.sql");
