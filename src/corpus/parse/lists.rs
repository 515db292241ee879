//! The lists of a corpus: vocabularies, instruments and what is recorded of them, variants.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::super::instrument::Citation;
use super::super::names;
use super::super::problem::{Report, shown};
use super::super::{Instrument, Kind, Level, Problem, RelationType, Variant, Variants, Vocabulary, VocabularyEntry};
use super::front::{as_address, as_language};
use super::table::{self, At, Inner};
use super::{FilePart, clean};
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
        let (mut named, mut wholes) = (Vec::new(), Vec::new());
        let read = |inner: Inner<'_>, report: &mut Report<'_>| instrument(inner, &mut named, &mut wholes, report);
        instruments = distinct(tables, read, |instrument| &instrument.id, &mut report);
        alike(&named, &mut report);
        parts(&instruments, &wholes, &mut report);
    }
    (instruments, report.problems)
}

/// Parses `citations.toml`; each citation with its line.
pub(in super::super) fn citations(file: &str, bytes: &[u8]) -> (Vec<(usize, Citation)>, Vec<Problem>) {
    let mut report = Report::new(file);
    let mut citations = Vec::new();
    if let Some(inner) = open(bytes, &mut report) {
        let mut top = inner.open(&mut report);
        let tables = [(true, top.tables("cite")), (false, top.tables("not"))];
        top.finish();
        for (cites, tables) in tables {
            for inner in tables {
                let line = inner.line();
                citations.extend(citation(inner, cites, &mut report).map(|citation| (line, citation)));
            }
        }
    }
    (citations, report.problems)
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
    Some(table::read(FilePart::new(text, 0, 1), report))
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

/// A name of an instrument, by which of them in the file it is.
struct Named {
    instrument: usize,
    name: At<String>,
    /// Whether it may repeat another name of the same instrument, as a symbol may.
    repeats: bool,
}

/// Reports names that are read as the same words: a reader who asks for one would get either. One instrument may have
/// names that differ by a hyphen.
fn alike(names: &[Named], report: &mut Report<'_>) {
    let mut folded: HashMap<(usize, String), &At<String>> = HashMap::new();
    let mut compared: HashMap<String, &Named> = HashMap::new();
    for named in names {
        let Named { instrument, name, repeats } = named;
        if !names::has_words(&name.value) {
            let wrong = format!("the name {} has no letter or figure", shown(&name.value));
            report.error(name.line, wrong, "write the name as texts have it");
            continue;
        }
        let own = (*instrument, fold(&name.value).trim().to_owned());
        let other = *compared.entry(names::compared(&name.value)).or_insert(named);
        let other = Some(&other.name).filter(|_| other.instrument != *instrument);
        let earlier = other.or_else(|| folded.get(&own).copied().filter(|_| !repeats));
        if let Some(earlier) = earlier {
            let wrong = format!(
                "the name {} is read as {} on line {}",
                shown(&name.value),
                shown(&earlier.value),
                earlier.line
            );
            report.error(name.line, wrong, "keep one of the two, or tell them apart by more than capitals and marks");
        }
        folded.entry(own).or_insert(name);
    }
}

/// Reports what instruments are said to be parts of and cannot be.
fn parts(instruments: &[Instrument], wholes: &[At<(String, String)>], report: &mut Report<'_>) {
    let by_id: BTreeMap<&str, &Instrument> = instruments.iter().map(|it| (it.id.as_str(), it)).collect();
    for At { line, value: (part, whole) } in wholes {
        if !by_id.contains_key(whole.as_str()) {
            report.error(*line, format!("there is no instrument {}", shown(whole)), "name the id of one in this file");
            continue;
        }
        let (mut open, mut seen) = (vec![whole.as_str()], BTreeSet::new());
        while let Some(id) = open.pop() {
            if id == part {
                let wrong = format!("{} is a part of itself", shown(part));
                report.error(*line, wrong, "leave `part_of` to the part");
                break;
            }
            if seen.insert(id) {
                open.extend(by_id.get(id).into_iter().flat_map(|it| it.part_of.iter().map(String::as_str)));
            }
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

fn term(inner: Inner<'_>, report: &mut Report<'_>) -> Option<VocabularyEntry> {
    let mut table = inner.open(report);
    let id = table.required("id", "norms");
    let id = id.and_then(|id| as_id(id, table.report()));
    let label = table.required("label", "Norms");
    table.finish();
    Some(VocabularyEntry { id: id?, label: label?.value })
}

fn kind(inner: Inner<'_>, report: &mut Report<'_>) -> Option<VocabularyEntry> {
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

/// Reads an instrument; adds its names to those before, and each id that it is a part of with its own.
fn instrument(
    inner: Inner<'_>,
    named: &mut Vec<Named>,
    wholes: &mut Vec<At<(String, String)>>,
    report: &mut Report<'_>,
) -> Option<Instrument> {
    let number = named.last().map_or(0, |last| last.instrument + 1);
    let mut table = inner.open(report);
    let id = table.required("id", "un-charter");
    let id = id.and_then(|id| as_id(id, table.report()));
    let name = table.required("name", "Charter of the United Nations");
    let aliases = table.distinct("aliases");
    let inner_names = table.table("names");
    let symbols = table.distinct("symbols");
    let kind = table.text("kind");
    let kind = table.as_a("kind", kind).map(|kind| kind.value);
    let adopted = table.text("adopted");
    let adopted = table.as_a("adopted", adopted).map(|adopted| adopted.value);
    let part_of = table.one_or_several("part_of");
    let document = table.text("document");
    let document = table.as_a("document", document).map(|document| document.value);
    let capitals = table.flag("capitals");
    let address = table.text("address");
    let address = address.and_then(|address| as_address(address, table.report()));
    table.finish();
    let names = inner_names.map(|inner| names(inner, report)).unwrap_or_default();
    let once = name.iter().chain(&aliases).map(|name| (name, false));
    let others = names.iter().map(|(_, name)| name).chain(&symbols).map(|name| (name, true));
    named.extend(once.chain(others).map(|(name, repeats)| Named { instrument: number, name: name.clone(), repeats }));
    let id = id?;
    wholes.extend(part_of.iter().map(|whole| At { line: whole.line, value: (id.clone(), whole.value.clone()) }));
    let values = |texts: Vec<At<String>>| texts.into_iter().map(|text| text.value).collect();
    Some(Instrument {
        id,
        name: name?.value,
        aliases: values(aliases),
        names: names.into_iter().map(|(language, name)| (language, name.value)).collect(),
        symbols: values(symbols),
        kind,
        adopted,
        part_of: values(part_of),
        document,
        capitals,
        address,
    })
}

/// Reads names by language.
fn names(inner: Inner<'_>, report: &mut Report<'_>) -> Vec<(String, At<String>)> {
    let mut table = inner.open(report);
    let mut names = Vec::new();
    for (language, texts) in table.each_left() {
        let Some(language) = as_language(language, table.report()) else { continue };
        names.extend(texts.into_iter().map(|name| (language.clone(), name)));
    }
    names
}

fn citation(inner: Inner<'_>, cites: bool, report: &mut Report<'_>) -> Option<Citation> {
    let mut table = inner.open(report);
    let paragraph = table.required("paragraph", "2018-some-declaration/p/4");
    // An address of the site may stand there as it was copied.
    let bare = |text: At<String>| At { value: text.value.trim_start_matches('/').to_owned(), ..text };
    let paragraph = table.as_a("paragraph", paragraph.map(bare));
    let words = table.required("words", "the said report");
    let instrument = if cites { table.required("instrument", "un-charter") } else { table.text("instrument") };
    // Why it is so is for whoever reads the file.
    table.prose("how");
    table.finish();
    if cites && instrument.is_none() {
        return None;
    }
    let instrument = instrument.map(|instrument| instrument.value);
    Some(Citation { paragraph: paragraph?.value, words: words?.value, instrument, cites })
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
