//! The lists of a corpus: vocabularies, instruments, variants.

use std::collections::HashMap;

use super::super::problem::{Report, shown};
use super::super::{Instrument, Kind, Level, Problem, RelationType, Term, Variant, Variants, Vocabulary};
use super::front::as_address;
use super::table::{self, At, Inner};
use super::{Part, clean};
use crate::wording::fold;

/// Parses `vocabulary.toml`: kinds, forums, topics and relation types.
pub(in super::super) fn vocabulary(file: &str, bytes: &[u8]) -> (Vocabulary, Vec<Problem>) {
    let mut report = Report::new(file);
    let mut vocabulary = Vocabulary::default();
    if let Some(inner) = open(bytes, &mut report) {
        let mut top = inner.open(&mut report);
        let kinds = top.tables("kinds");
        let forums = top.tables("forums");
        let topics = top.tables("topics");
        let relations = top.tables("relations");
        top.finish();
        vocabulary.kinds = distinct(kinds, kind, |term| &term.id, &mut report);
        vocabulary.forums = distinct(forums, term, |term| &term.id, &mut report);
        vocabulary.topics = distinct(topics, term, |term| &term.id, &mut report);
        vocabulary.relations = distinct(relations, relation, |relation| &relation.id, &mut report);
    }
    (vocabulary, report.problems)
}

/// Parses `instruments.toml`.
pub(in super::super) fn instruments(file: &str, bytes: &[u8]) -> (Vec<Instrument>, Vec<Problem>) {
    let mut report = Report::new(file);
    let mut instruments = Vec::new();
    if let Some(inner) = open(bytes, &mut report) {
        let mut top = inner.open(&mut report);
        let tables = top.tables("instrument");
        top.finish();
        let mut named = Vec::new();
        let read = |inner: Inner<'_>, report: &mut Report<'_>| instrument(inner, &mut named, report);
        instruments = distinct(tables, read, |instrument| &instrument.id, &mut report);
        alike(&named, &mut report);
    }
    (instruments, report.problems)
}

/// Parses `variants.toml`.
pub(in super::super) fn variants(file: &str, bytes: &[u8]) -> (Variants, Vec<Problem>) {
    let mut report = Report::new(file);
    let mut groups: Vec<(usize, Variant)> = Vec::new();
    if let Some(inner) = open(bytes, &mut report) {
        let mut top = inner.open(&mut report);
        let levels = [
            (Level::Spelling, top.tables("spelling")),
            (Level::Plural, top.tables("plural")),
            (Level::Abbreviation, top.tables("abbreviation")),
            (Level::Synonym, top.tables("synonym")),
        ];
        top.finish();
        for (level, tables) in levels {
            for inner in tables {
                let line = inner.line();
                groups.extend(variant(inner, level, &mut report).map(|group| (line, group)));
            }
        }
    }
    groups.sort_by_key(|(line, _)| *line);
    (Variants { groups: groups.into_iter().map(|(_, group)| group).collect() }, report.problems)
}

fn open<'i>(bytes: &'i [u8], report: &mut Report<'_>) -> Option<Inner<'i>> {
    if bytes.is_empty() {
        return None;
    }
    let text = clean(bytes, report)?;
    Some(table::read(Part { text, offset: 0, line: 1 }, report))
}

/// Reads each table with `read` and reports the ids that stand twice.
fn distinct<T>(
    tables: Vec<Inner<'_>>,
    mut read: impl FnMut(Inner<'_>, &mut Report<'_>) -> Option<T>,
    id: fn(&T) -> &String,
    report: &mut Report<'_>,
) -> Vec<T> {
    let mut entries: Vec<T> = Vec::new();
    let mut seen = std::collections::BTreeMap::new();
    for inner in tables {
        let line = inner.line();
        let Some(entry) = read(inner, report) else { continue };
        if let Some(earlier) = seen.insert(id(&entry).clone(), line) {
            let wrong = format!("the id {} stands on line {earlier} already", shown(id(&entry)));
            report.error(line, wrong, "give every entry an id of its own");
        }
        entries.push(entry);
    }
    entries
}

/// Reports names that are read as the same words: a reader who asks for one would get either.
fn alike(names: &[At<String>], report: &mut Report<'_>) {
    let mut seen: HashMap<String, &At<String>> = HashMap::new();
    for name in names {
        let folded = fold(&name.value).trim().to_owned();
        if let Some(earlier) = seen.get(&folded) {
            let wrong = format!(
                "the name {} is read as {} on line {}",
                shown(&name.value),
                shown(&earlier.value),
                earlier.line
            );
            report.error(name.line, wrong, "keep one of the two, or tell them apart by more than capitals and marks");
        } else {
            seen.insert(folded, name);
        }
    }
}

/// Returns an id of lowercase words and digits joined by hyphens.
fn as_id(text: At<String>, report: &mut Report<'_>) -> Option<String> {
    let plain = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_lowercase();
    if text.value.split('-').all(|word| !word.is_empty() && word.bytes().all(plain)) {
        return Some(text.value);
    }
    let right = "use lowercase words and digits joined by hyphens";
    report.error(text.line, format!("{} is not an id", shown(&text.value)), right);
    None
}

fn term(inner: Inner<'_>, report: &mut Report<'_>) -> Option<Term> {
    let mut table = inner.open(report);
    let id = table.required("id", "norms");
    let id = id.and_then(|id| as_id(id, table.report()));
    let label = table.required("label", "Norms");
    table.finish();
    Some(Term { id: id?, label: label?.value })
}

fn kind(inner: Inner<'_>, report: &mut Report<'_>) -> Option<Term> {
    let line = inner.line();
    let term = term(inner, report)?;
    if let Err(error) = term.id.parse::<Kind>() {
        let message = error.to_string();
        let (wrong, right) = message.split_once(": ").unwrap_or((&message, ""));
        report.error(line, wrong, right);
    }
    Some(term)
}

fn relation(inner: Inner<'_>, report: &mut Report<'_>) -> Option<RelationType> {
    let mut table = inner.open(report);
    let id = table.required("id", "recalls");
    let id = id.and_then(|id| as_id(id, table.report()));
    let label = table.required("label", "Recalls");
    let inverse = table.required("inverse", "recalled-by");
    let inverse = inverse.and_then(|inverse| as_id(inverse, table.report()));
    let inverse_label = table.required("inverse_label", "Recalled by");
    table.finish();
    Some(RelationType { id: id?, label: label?.value, inverse: inverse?, inverse_label: inverse_label?.value })
}

fn instrument(inner: Inner<'_>, named: &mut Vec<At<String>>, report: &mut Report<'_>) -> Option<Instrument> {
    let mut table = inner.open(report);
    let id = table.required("id", "un-charter");
    let id = id.and_then(|id| as_id(id, table.report()));
    let name = table.required("name", "Charter of the United Nations");
    let aliases = table.distinct("aliases");
    let address = table.text("address");
    let address = address.and_then(|address| as_address(address, table.report()));
    table.finish();
    named.extend(name.iter().chain(&aliases).cloned());
    let aliases = aliases.into_iter().map(|alias| alias.value).collect();
    Some(Instrument { id: id?, name: name?.value, aliases, address })
}

fn variant(inner: Inner<'_>, level: Level, report: &mut Report<'_>) -> Option<Variant> {
    let line = inner.line();
    let mut table = inner.open(report);
    let forms: Vec<String> = table.distinct("forms").into_iter().map(|form| form.value).collect();
    let both_ways = !table.flag("one_way");
    let capitals = table.flag("capitals");
    let note = table.prose("note").map(|note| note.value);
    table.finish();
    if forms.len() < 2 {
        report.error(line, "a group has fewer than two forms", "write `forms = [\"usual\", \"other\"]`");
        return None;
    }
    Some(Variant { level, forms, both_ways, capitals, note })
}
