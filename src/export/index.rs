//! The index of a copy's own search: every word with its paragraphs and places, what stands for each word of a query, and
//! the texts of paragraphs, in small scripts that are loaded as a query asks for them.
//!
//! A common word has its paragraphs, and apart from them its places, in scripts of its own.

use std::collections::{BTreeMap, HashMap};
use std::io;

use serde_json::{Value, json};

use super::table::{push, script, sign};
use crate::archive::Archive;
use crate::corpus::{Document, Paragraph};
use crate::search::{InParagraph, Stands, common_words, words_of};

/// About so many bytes of words are in one script.
const SHARD: usize = 8_000;
/// A list longer than this is in a script of its own, and longer than that in several.
const LONG: usize = 2_000;
const LONGEST: usize = 60_000;
/// Words that share what stands for them are near each other if they share so many letters.
const ALIKE: usize = 3;
/// So many lengths of paragraphs are told apart: one for each sign.
const CLASSES: usize = 91;

/// Writes the files of the index with `write`, each given its name and its text.
pub(super) fn write(archive: &Archive, write: &dyn Fn(&str, &str) -> io::Result<()>) -> io::Result<()> {
    let mut shards = Shards { write, firsts: Vec::new(), open: Open::default(), lists: 0 };
    // A word of a title alone is one of the index, too.
    let mut others: BTreeMap<String, Other> = BTreeMap::new();
    for (typed, stand) in stands(archive) {
        others.entry(typed).or_default().stand = Some(stand);
    }
    for (word, titled) in archive.index().title_words() {
        others.entry(word.to_owned()).or_default().titled = titled;
    }
    let mut others = others.into_iter().peekable();
    for (word, texts, found) in archive.index().each_word() {
        while let Some((typed, other)) = others.next_if(|(typed, _)| typed.as_str() < word) {
            shards.other(&typed, other)?;
        }
        let mut other = others.next_if(|(typed, _)| typed == word).map(|(_, other)| other).unwrap_or_default();
        shards.word(word, texts, &found, std::mem::take(&mut other.titled))?;
        shards.other(word, other)?;
    }
    for (typed, other) in others {
        shards.other(&typed, other)?;
    }
    shards.close()?;
    let firsts = std::mem::take(&mut shards.firsts);
    write("search/head.js", &script("head", &head(archive, firsts)))?;
    texts(archive, write)
}

/// What there is of a key besides the paragraphs that have it.
#[derive(Default)]
struct Other<'a> {
    stand: Option<Value>,
    titled: &'a [u32],
}

/// What is open of the index while it is written.
struct Shards<'a> {
    write: &'a dyn Fn(&str, &str) -> io::Result<()>,
    /// The first key of every shard.
    firsts: Vec<String>,
    open: Open,
    lists: usize,
}

/// The shard that is being filled.
#[derive(Default)]
struct Open {
    /// Its first key, and the last that was put into it.
    first: Option<String>,
    last: Option<String>,
    words: serde_json::Map<String, Value>,
    stands: serde_json::Map<String, Value>,
    bytes: usize,
}

impl Shards<'_> {
    /// Makes room for a key with so many bytes; all that there is of one key stands in one script.
    fn room(&mut self, key: &str, bytes: usize) -> io::Result<()> {
        if self.open.bytes + bytes > SHARD && self.open.last.as_deref().is_some_and(|last| last != key) {
            self.close()?;
        }
        self.open.first.get_or_insert_with(|| key.to_owned());
        self.open.last = Some(key.to_owned());
        self.open.bytes += bytes;
        Ok(())
    }

    fn close(&mut self) -> io::Result<()> {
        let open = std::mem::take(&mut self.open);
        let Some(first) = open.first else { return Ok(()) };
        let name = format!("s/{}", self.firsts.len());
        self.firsts.push(first);
        (self.write)(&format!("search/{name}.js"), &script(&name, &json!([open.words, open.stands])))
    }

    fn word(&mut self, word: &str, texts: u32, found: &[InParagraph], titled: &[u32]) -> io::Result<()> {
        let (mut paragraphs, mut places) = (String::new(), String::new());
        let mut before = 0;
        for each in found {
            let count = u32::try_from(each.places.len()).unwrap_or(u32::MAX);
            let gap = each.paragraph - before;
            before = each.paragraph + 1;
            push(&mut paragraphs, gap * 2 + u32::from(count > 1));
            if count > 1 {
                push(&mut paragraphs, count - 2);
            }
            let mut last = 0;
            for place in &each.places {
                push(&mut places, place - last);
                last = *place;
            }
        }
        let mut entry = vec![json!(texts), self.list(paragraphs)?, self.list(places)?];
        if !titled.is_empty() {
            entry.push(json!(titled));
        }
        let entry = Value::from(entry);
        self.room(word, word.len() + entry.to_string().len())?;
        self.open.words.insert(word.to_owned(), entry);
        Ok(())
    }

    /// Returns a list as it stands in an entry: itself, or the numbers of the scripts that have it.
    fn list(&mut self, list: String) -> io::Result<Value> {
        if list.len() <= LONG {
            return Ok(Value::from(list));
        }
        let from = self.lists;
        // Every sign is one byte.
        let mut rest = list.as_str();
        while !rest.is_empty() {
            let (part, behind) = rest.split_at(rest.len().min(LONGEST));
            let name = format!("l/{}", self.lists);
            (self.write)(&format!("search/{name}.js"), &script(&name, &Value::from(part)))?;
            self.lists += 1;
            rest = behind;
        }
        Ok(json!([from, self.lists]))
    }

    fn other(&mut self, key: &str, other: Other<'_>) -> io::Result<()> {
        if !other.titled.is_empty() {
            self.word(key, 0, &[], other.titled)?;
        }
        let Some(stand) = other.stand else { return Ok(()) };
        self.room(key, key.len() + stand.to_string().len())?;
        self.open.stands.insert(key.to_owned(), stand);
        Ok(())
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
    Value::from(entry)
}

/// Returns what every search needs.
fn head(archive: &Archive, shards: Vec<String>) -> Value {
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
    json!({
        "paragraphs": index.paragraphs(),
        "average": average,
        "lengths": lengths,
        "classes": classes,
        "counts": corpus.documents().iter().map(|document| document.paragraphs.len()).collect::<Vec<_>>(),
        "newest": newest,
        "byTitle": by_title,
        "properties": properties,
        "shards": shards,
        "groups": groups,
        "longest": longest,
        "several": several,
        "common": common_words(),
        "documents": corpus.documents().len().div_ceil(super::finder::DOCUMENTS),
    })
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

/// Writes the text of every paragraph, with where its words are.
fn texts(archive: &Archive, write: &dyn Fn(&str, &str) -> io::Result<()>) -> io::Result<()> {
    let mut number = 0;
    for (place, document) in archive.corpus().documents().iter().enumerate() {
        for paragraph in &document.paragraphs {
            let name = format!("t/{number}");
            write(&format!("search/{name}.js"), &script(&name, &text(archive, place, document, paragraph)))?;
            number += 1;
        }
    }
    Ok(())
}

fn text(archive: &Archive, place: usize, document: &Document, paragraph: &Paragraph) -> Value {
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
        let plain = slice.to_ascii_lowercase();
        if word != plain {
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
