//! The index of a copy's own search: every word with its paragraphs and places, what stands for each word of a query, and
//! the texts of paragraphs, in small scripts that are loaded as a query asks for them.
//!
//! What many paragraphs have is apart, and what a search of it would cost much for is there as a whole besides, so that the
//! first search in a copy loads little whatever it asks.

mod list;
mod occurrence;
mod together;

use std::collections::{BTreeMap, HashMap};
use std::io;

use serde_json::{Value, json};

use self::list::Lists;
use self::occurrence::Occurrences;
use super::table::{push, script, sign};
use crate::archive::Archive;
use crate::corpus::{Document, DocumentPlace, Kind, Paragraph};
use crate::search::{Stands, common_words, plain_name, words_of};

/// What writes a file, given its name and its text.
type Write<'a> = &'a dyn Fn(&str, &str) -> io::Result<()>;

/// About so many bytes of words are in one script; in a small archive more are, since few words fill a page there.
const SHARD: usize = 1_200;
const SHARD_OF_FEW: usize = 6_000;
const FEW_PARAGRAPHS: usize = 200;
/// So many scripts of words have their first words in one script.
const SHELF: usize = 64;
/// Words that share what stands for them are near each other if they share so many letters.
const ALIKE: usize = 3;
/// So many lengths of paragraphs are told apart: one for each sign.
const CLASSES: usize = 91;

/// Writes the files of the index with `write`, each given its name and its text.
pub(super) fn write(archive: &Archive, write: Write<'_>) -> io::Result<()> {
    let occurrences = Occurrences::of(archive.index());
    let paragraphs = archive.index().paragraphs();
    let most = if paragraphs > FEW_PARAGRAPHS { SHARD } else { SHARD_OF_FEW };
    let (mut lists, mut shards) =
        (Lists::new(write), Shards { write, most, firsts: Vec::new(), open: Open::default() });
    let (mut long, mut costs) = (Vec::new(), Vec::new());
    let mut stands = stands(archive);
    stands.extend(elsewhere(&occurrences.words));
    let mut stands = stands.into_iter().peekable();
    let words = occurrences.words.iter().zip(&occurrences.ranks).zip(&occurrences.texts).zip(&occurrences.titled);
    for (number, (((word, rank), texts), titled)) in words.enumerate() {
        while let Some((typed, stand)) = stands.next_if(|(typed, _)| typed < word) {
            shards.add(&typed, stand, false)?;
        }
        let list = lists.list(occurrences.places(number))?;
        let mut entry = vec![json!(texts), json!(rank), list.paragraphs, list.places];
        if !titled.is_empty() {
            entry.push(json!(titled));
        }
        shards.add(word, Value::from(entry), true)?;
        long.push(list.is_long);
        costs.push(list.bytes + word.len());
        if let Some((typed, stand)) = stands.next_if(|(typed, _)| typed == word) {
            shards.add(&typed, stand, false)?;
        }
    }
    for (typed, stand) in stands {
        shards.add(&typed, stand, false)?;
    }
    shards.close()?;
    let together = together::write(&occurrences, &mut lists, &long, &costs, (write, paragraphs))?;
    let text = texts(archive, write)?;
    for (number, firsts) in shards.firsts.chunks(SHELF).enumerate() {
        let name = format!("k/{number}");
        write(&format!("search/{name}.js"), &script(&name, &json!(firsts)))?;
    }
    let shelves: Vec<&String> = shards.firsts.iter().step_by(SHELF).collect();
    let together = json!({ "together": together.entries, "run": together.run, "text": text, "shelves": shelves });
    write("search/head.js", &script("head", &head(archive, together)))
}

/// What is open of the index while it is written.
struct Shards<'a> {
    write: Write<'a>,
    /// About so many bytes are in one.
    most: usize,
    /// What the keys of every shard are not less than, and those of the one before are.
    firsts: Vec<String>,
    open: Open,
}

/// The shard that is being filled.
#[derive(Default)]
struct Open {
    /// What it begins at, and the last key that was put into it.
    first: Option<String>,
    last: String,
    words: serde_json::Map<String, Value>,
    stands: serde_json::Map<String, Value>,
    bytes: usize,
}

impl Shards<'_> {
    /// Adds what there is of a key, as a word of the index or as what is typed; all of one key stands in one script.
    fn add(&mut self, key: &str, value: Value, is_word: bool) -> io::Result<()> {
        let bytes = key.len() + value.to_string().len();
        if self.open.first.is_some() && self.open.bytes + bytes > self.most && self.open.last != key {
            let last = std::mem::take(&mut self.open.last);
            self.close()?;
            let shared =
                key.char_indices().find(|(at, letter)| !last.get(*at..).is_some_and(|rest| rest.starts_with(*letter)));
            let end = shared.map_or(key.len(), |(at, letter)| at + letter.len_utf8());
            self.open.first = key.get(..end).map(str::to_owned);
        }
        self.open.first.get_or_insert_default();
        key.clone_into(&mut self.open.last);
        self.open.bytes += bytes;
        if is_word { &mut self.open.words } else { &mut self.open.stands }.insert(key.to_owned(), value);
        Ok(())
    }

    fn close(&mut self) -> io::Result<()> {
        let open = std::mem::take(&mut self.open);
        let Some(first) = open.first else { return Ok(()) };
        let name = format!("s/{}", self.firsts.len());
        self.firsts.push(first);
        (self.write)(&format!("search/{name}.js"), &script(&name, &json!([open.words, open.stands])))
    }
}

/// Returns what stands for each text of one word; of those that begin alike and that the same stands for, all but the first
/// name the first.
fn stands(archive: &Archive) -> BTreeMap<String, Value> {
    let mut stands: BTreeMap<String, Value> = BTreeMap::new();
    archive.index().each_stand(|typed, stand| {
        stands.insert(typed.to_owned(), entry(&stand));
    });
    let mut known: HashMap<(String, String), String> = HashMap::new();
    for (typed, stand) in &mut stands {
        let begun = typed.chars().take(ALIKE).collect();
        let first = known.entry((begun, stand.to_string())).or_insert_with(|| typed.clone());
        if first != typed {
            *stand = Value::from(first.as_str());
        }
    }
    stands
}

/// Returns the words of other languages by how they are written without accents, those of all languages side by side.
fn elsewhere(words: &[String]) -> BTreeMap<String, Value> {
    let mut elsewhere: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for word in words {
        if let Some(key) = occurrence::elsewhere(word) {
            elsewhere.entry(key).or_default().push(word);
        }
    }
    elsewhere.into_iter().map(|(key, words)| (key, json!([words.join(" ")]))).collect()
}

fn entry(stand: &Stands) -> Value {
    let joined = |words: &Vec<String>| words.join(" ");
    let paths: Vec<Vec<String>> = stand.paths.iter().map(|path| path.iter().map(joined).collect()).collect();
    let mut entry = vec![json!(paths)];
    if !stand.related.is_empty() || !stand.same.is_empty() {
        entry.push(json!(joined(&stand.related)));
    }
    if !stand.same.is_empty() {
        entry.push(json!(joined(&stand.same)));
    }
    if stand.only_elsewhere {
        entry.push(json!(1));
    }
    Value::from(entry)
}

/// Returns what every search needs.
fn head(archive: &Archive, mut parts: Value) -> Value {
    let (index, corpus) = (archive.index(), archive.corpus());
    let (lengths, average) = index.lengths();
    let (lengths, classes) = classes(&lengths);
    let (groups, longest) = index.spellings();
    let groups = groups.iter().map(|group| {
        let forms: Vec<Value> = group
            .forms
            .iter()
            .map(|(words, written, there)| json!([words.join(" "), written, u8::from(*there)]))
            .collect();
        json!([forms, u8::from(group.both_ways), u8::from(group.capitals)])
    });
    let groups: Vec<Value> = groups.collect();
    let mut several = serde_json::Map::new();
    index.each_group(|words, others| {
        let others: Vec<String> = others.iter().map(|other| other.join(" ")).collect();
        several.insert(words.join(" "), json!(others));
    });
    let properties = index.properties().into_iter().filter(|property| property.name != "document").map(|property| {
        let of: Vec<Value> = property
            .of_documents
            .iter()
            .map(|values| match values.as_slice() {
                [value] => json!(value),
                values => json!(values),
            })
            .collect();
        json!({ "name": property.name, "values": property.values, "of": of })
    });
    let properties: Vec<Value> = properties.collect();
    let [newest, by_title] = index.ranks();
    // About so many bytes are all names of documents.
    let list: usize =
        corpus.documents().iter().map(|document| 2 * document.title.len() + document.id.as_str().len() + 40).sum();
    let head = json!({
        "paragraphs": index.paragraphs(),
        "average": average,
        "lengths": lengths,
        "classes": classes,
        "counts": corpus.documents().iter().map(|document| document.paragraphs.len()).collect::<Vec<_>>(),
        "newest": newest,
        "byTitle": by_title,
        "properties": properties,
        "groups": groups,
        "longest": longest,
        "several": several,
        "common": common_words(),
        "elisions": index.elisions(),
        "accented": index.accented(),
        "documents": corpus.documents().len().div_ceil(super::finder::DOCUMENTS),
        "names": super::finder::name_scripts(corpus),
        "list": list,
        "kinds": Kind::ALL.map(|kind| plain_name(kind.id())),
    });
    if let (Some(parts), Value::Object(head)) = (parts.as_object_mut(), head) {
        parts.extend(head);
    }
    parts
}

/// Returns a sign for the length of every paragraph, and the lengths by their signs; where there are more than signs, the
/// longest share the last.
fn classes(lengths: &[u32]) -> (String, Vec<u32>) {
    let mut known = lengths.to_vec();
    known.sort_unstable();
    known.dedup();
    known.truncate(CLASSES);
    let class = |length: &u32| known.partition_point(|known| known < length).min(known.len().saturating_sub(1));
    let signs = lengths.iter().map(|length| sign(u32::try_from(class(length)).unwrap_or_default())).collect();
    (signs, known)
}

/// Writes the text of every paragraph, with where its words are; returns how many bytes one is on average.
fn texts(archive: &Archive, write: Write<'_>) -> io::Result<usize> {
    let (mut number, mut bytes) = (0, 0);
    for (place, document) in archive.corpus().places() {
        for paragraph in &document.paragraphs {
            let name = format!("t/{number}");
            let text = script(&name, &text(archive, place, document, paragraph));
            write(&format!("search/{name}.js"), &text)?;
            bytes += text.len();
            number += 1;
        }
    }
    Ok(bytes / number.max(1))
}

fn text(archive: &Archive, place: DocumentPlace, document: &Document, paragraph: &Paragraph) -> Value {
    let (text, mut offsets, mut others) = (&*paragraph.text, String::new(), serde_json::Map::new());
    let language = document.language.split('-').next().unwrap_or_default();
    let mut at = 0;
    for (serial, (word, range)) in words_of(text, &document.language).into_iter().enumerate() {
        let slice = text.get(range.clone()).unwrap_or_default();
        // A browser counts text in units of UTF-16. Two words can be of one character: then the next begins before.
        let gap = text.get(at..range.start).map_or(0, |gap| gap.encode_utf16().count());
        let back =
            if range.start < at { text.get(range.start..at).map_or(0, |it| it.encode_utf16().count()) } else { 0 };
        let length = slice.encode_utf16().count();
        push(&mut offsets, number(gap * 2 + usize::from(back > 0)));
        if back > 0 {
            push(&mut offsets, number(back));
        }
        push(&mut offsets, number(length));
        at = range.end;
        if word != slice.to_lowercase() {
            others.insert(serial.to_string(), Value::from(word));
        }
    }
    let kind = archive.corpus().vocabulary().kind(document.kind);
    json!([
        place,
        document.id.as_str(),
        paragraph.number.get(),
        document.called_first(paragraph),
        document.name(),
        document.date.long(),
        kind,
        text,
        offsets,
        others,
        language,
        document.margin(paragraph),
    ])
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
