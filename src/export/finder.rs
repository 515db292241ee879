//! The small tables by which a copy's scripts find what the server finds: documents by their names, words by their
//! fingerprints, paragraphs by the numbers that sources print.

use std::collections::BTreeMap;
use std::io;

use serde_json::{Value, json};

use super::table::{push, script, sum};
use crate::archive::Archive;
use crate::corpus::{Corpus, ParagraphId};
use crate::search::plain_name;

/// So many documents are in one script.
pub(super) const DOCUMENTS: usize = 200;
/// The names of so many are in one, about.
const NAMES: usize = 6;
/// So many first digits of a fingerprint name a script, and one more where there are so many wordings.
const DIGITS: usize = 1;
const FEW: usize = 300;
const MANY: usize = 60_000;

/// Writes the tables with `write`, each given its name and its text.
pub(super) fn write(archive: &Archive, write: &dyn Fn(&str, &str) -> io::Result<()>) -> io::Result<()> {
    let corpus = archive.corpus();
    for (at, documents) in corpus.documents().chunks(DOCUMENTS).enumerate() {
        let lines = documents.iter().map(|document| {
            let official: Vec<&str> = document.official.iter().map(|official| official.url.as_str()).collect();
            let names = [Some(document.title.as_str()), document.short_title.as_deref()];
            let names: Vec<&str> = names.into_iter().flatten().collect();
            json!([document.id.as_str(), document.name(), names.join(" "), document.date.to_string(), official])
        });
        let name = format!("d/{at}");
        write(&format!("search/{name}.js"), &script(&name, &Value::from(lines.collect::<Vec<_>>())))?;
    }
    names(corpus, write)?;
    for document in corpus.documents().iter().filter(|document| document.held()) {
        let mut printed: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for paragraph in &document.paragraphs {
            if let Some(sign) = &paragraph.printed {
                printed.entry(sign.to_string()).or_default().push(paragraph.number.get());
            }
        }
        let numbers: Vec<u32> = document.paragraphs.iter().map(|paragraph| paragraph.number.get()).collect();
        let name = format!("p/{}", document.id);
        write(&format!("search/{name}.js"), &script(&name, &json!([printed, numbers])))?;
    }
    mentions(corpus, write)?;
    fingerprints(corpus, write)
}

/// Returns in how many scripts the names of documents are; where all documents are in one script, in none.
pub(super) fn name_scripts(corpus: &Corpus) -> usize {
    let documents = corpus.documents().len();
    if documents > DOCUMENTS { documents.div_ceil(NAMES) } else { 0 }
}

/// Writes the documents by their ids and names, as a query may name them, in scripts by a sum of these.
fn names(corpus: &Corpus, write: &dyn Fn(&str, &str) -> io::Result<()>) -> io::Result<()> {
    let mut scripts = vec![BTreeMap::<String, Vec<Value>>::new(); name_scripts(corpus)];
    for (place, document) in corpus.places() {
        let mut names = vec![plain_name(document.id.as_str()), plain_name(document.name())];
        names.dedup();
        for name in names {
            let number = sum(&name) as usize % scripts.len().max(1);
            let line = json!([place, document.id.as_str(), document.name()]);
            if let Some(script) = scripts.get_mut(number) {
                script.entry(name).or_default().push(line);
            }
        }
    }
    for (number, names) in scripts.into_iter().enumerate() {
        let name = format!("n/{number}");
        write(&format!("search/{name}.js"), &script(&name, &json!(names)))?;
    }
    Ok(())
}

/// Writes which paragraphs mention each instrument.
fn mentions(corpus: &Corpus, write: &dyn Fn(&str, &str) -> io::Result<()>) -> io::Result<()> {
    let instruments = &corpus.vocabulary().instruments;
    let mut lists = vec![(String::new(), None::<usize>); instruments.len()];
    let mut first = 0;
    for document in corpus.documents() {
        for mention in &document.mentions {
            let paragraph = first + mention.paragraph();
            let Some((list, last)) = lists.get_mut(mention.instrument()) else { continue };
            if *last != Some(paragraph) {
                let gap = paragraph - last.map_or(0, |last| last + 1);
                push(list, u32::try_from(gap).unwrap_or(u32::MAX));
                *last = Some(paragraph);
            }
        }
        first += document.paragraphs.len();
    }
    let lines = instruments.iter().zip(lists).map(|(known, (list, _))| json!([known.id, known.name, list]));
    write("search/mentions.js", &script("mentions", &Value::from(lines.collect::<Vec<_>>())))
}

/// Writes every wording that was published or stands, by its fingerprint.
fn fingerprints(corpus: &Corpus, write: &dyn Fn(&str, &str) -> io::Result<()>) -> io::Result<()> {
    let published = corpus.ledger().rows().filter_map(|row| {
        let id = ParagraphId { document: row.document.clone(), number: row.number? };
        Some((row.fingerprint.as_ref()?.to_string(), id, row.revision?.get()))
    });
    let standing = corpus.documents().iter().flat_map(|document| {
        document.paragraphs.iter().map(|paragraph| {
            let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
            (paragraph.fingerprint().to_string(), id, paragraph.revision.get())
        })
    });
    let mut all: Vec<(String, ParagraphId, u32)> = published.chain(standing).collect();
    all.sort();
    all.dedup();
    let digits = DIGITS + usize::from(all.len() > FEW) + usize::from(all.len() > MANY);
    let begun = |fingerprint: &str| fingerprint.get(..digits).unwrap_or_default().to_owned();
    for wordings in all.chunk_by(|one, other| begun(&one.0) == begun(&other.0)) {
        let Some((first, ..)) = wordings.first() else { continue };
        let lines = wordings.iter().map(|(fingerprint, id, revision)| {
            let stands = corpus.paragraph(id).is_some_and(|(_, paragraph)| paragraph.revision.get() == *revision);
            json!([fingerprint, id.to_string(), revision, u8::from(stands)])
        });
        let name = format!("f/{}", begun(first));
        write(&format!("search/{name}.js"), &script(&name, &Value::from(lines.collect::<Vec<_>>())))?;
    }
    // Which there are: a script that is not there cannot be told from one that fails.
    let mut known: Vec<String> = all.iter().map(|(fingerprint, ..)| begun(fingerprint)).collect();
    known.dedup();
    write("search/known.js", &script("known", &json!({ "digits": digits, "begun": known.join(" ") })))
}
