//! Is the right paragraph first where a quotation is remembered wrongly?
//!
//! ```text
//! cargo bench --bench misremembered
//! cargo bench --bench misremembered -- --failures
//! ```
//!
//! Quotations are taken from the abstracts of `../shared/relevance`, or from a folder of the same form that is named
//! after `--`, each with one of seven kinds of error, the same every time. Asked are the quotation checker (the first of `matches`, `nearest` and `subject`), the search for any of
//! the words, and the ordinary search. Titles are titles of documents, as in the archive.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a bench that cannot run says so by stopping")]

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use g7cyber::archive::Archive;
use g7cyber::corpus::{DocumentPlace, Files};
use g7cyber::quotation;
use g7cyber::search::{Matching, Request};

#[path = "support/abstracts.rs"]
mod abstracts;
#[allow(dead_code, reason = "of the generator this takes chance alone")]
#[path = "support/generator.rs"]
mod generator;

use abstracts::Abstract;
use generator::Chance;

/// Quotations of each kind.
const EACH: usize = 100;
/// How many words of a quotation are changed: one of so many.
const CHANGED: usize = 5;

/// What goes wrong.
#[derive(Debug, Clone, Copy)]
enum Error {
    /// A fifth of the words is left out.
    Dropped,
    /// A fifth of the words changes places with the next.
    Swapped,
    /// A fifth of the words has a letter too few, one too many, or two the wrong way round.
    Misspelt,
    /// A fifth of the words is another word.
    Replaced,
    /// Six to eight words in a row, one of them another word.
    Fragment,
    /// Five or six words in a row, one left out and one misspelt.
    HardFragment,
    /// The rarer half of the words, in any order, among words that are in every text.
    Gist,
}

const ERRORS: [Error; 7] = [
    Error::Dropped,
    Error::Swapped,
    Error::Misspelt,
    Error::Replaced,
    Error::Fragment,
    Error::HardFragment,
    Error::Gist,
];

fn main() {
    let named = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let own = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/relevance");
    let data = named.map_or_else(own, PathBuf::from);
    if !data.is_dir() {
        println!("skipped: no `shared/relevance` beside the project");
        return;
    }
    let failures = std::env::args().any(|argument| argument == "--failures");
    let folder = tempfile::tempdir().unwrap();
    let texts = abstracts::read(&data);
    let titled = texts.iter().map(|Abstract { id, title, text }| (id.as_str(), title.clone(), text.clone()));
    abstracts::write(folder.path(), titled);
    let archive = Archive::open(&Files::Directory(folder.path().to_owned()), None).expect("the abstracts are a corpus");
    let memory = Memory::of(&texts);
    let mut chance = Chance::seeded(7);
    let mut totals = [0; 3];
    println!("{:<14}{:>8}{:>8}{:>10}", "error", "check", "any", "ordinary");
    for error in ERRORS {
        let mut first = [0; 3];
        for _ in 0..EACH {
            let (id, quotation) = memory.misremembered(error, &mut chance);
            let found = [
                checked(&archive, &quotation),
                searched(&archive, &quotation, Matching::Any),
                searched(&archive, &quotation, Matching::All),
            ];
            for (count, found) in first.iter_mut().zip(&found) {
                *count += usize::from(found.as_deref() == Some(id));
            }
            if failures && found.iter().any(|found| found.as_deref() != Some(id)) {
                println!("  {id} {found:?} {quotation}");
            }
        }
        let shares = first.map(|count| count as f64 / EACH as f64);
        println!("{:<14}{:>8.3}{:>8.3}{:>10.3}", format!("{error:?}"), shares[0], shares[1], shares[2]);
        totals = std::array::from_fn(|at| totals[at] + first[at]);
    }
    let shares = totals.map(|count| f64::from(count as u32) / (EACH * ERRORS.len()) as f64);
    println!("{:<14}{:>8.3}{:>8.3}{:>10.3}", "all", shares[0], shares[1], shares[2]);
}

fn name(archive: &Archive, document: DocumentPlace) -> String {
    archive.corpus().at(document).unwrap().id.as_str().trim_start_matches("2000-d").to_owned()
}

fn checked(archive: &Archive, quotation: &str) -> Option<String> {
    let marked = format!("“{}”", quotation.replace(['“', '”', '"'], ""));
    let report = quotation::check(archive, &marked).unwrap();
    let quotation = report.quotations.first()?;
    let documents = quotation.matches.iter().chain(&quotation.nearest).map(|found| found.document);
    let first = documents.chain(quotation.subject.iter().map(|subject| subject.place.document)).next();
    Some(name(archive, first?))
}

fn searched(archive: &Archive, quotation: &str, matching: Matching) -> Option<String> {
    let request = Request { query: quotation.to_owned(), matching, limit: 1, ..Request::default() };
    Some(name(archive, archive.search(&request).hits.first()?.place.document))
}

/// The texts as they are remembered.
struct Memory<'a> {
    /// The sentences of each text, with the text's identifier.
    sentences: Vec<(&'a str, Vec<&'a str>)>,
    /// In how many sentences each word stands.
    frequency: HashMap<String, usize>,
}

/// A word as it is counted.
fn bare(word: &str) -> String {
    word.trim_matches(|character: char| !character.is_alphanumeric()).to_lowercase()
}

impl<'a> Memory<'a> {
    fn of(texts: &'a [Abstract]) -> Self {
        let mut sentences = Vec::new();
        let mut frequency: HashMap<String, usize> = HashMap::new();
        for text in texts {
            for sentence in text.text.split(". ") {
                let words: Vec<&str> = sentence.split_whitespace().collect();
                for word in &words {
                    *frequency.entry(bare(word)).or_default() += 1;
                }
                if (10..=25).contains(&words.len()) {
                    sentences.push((text.id.as_str(), words));
                }
            }
        }
        Self { sentences, frequency }
    }

    /// Returns a quotation with an error, and the text that it is from.
    fn misremembered(&self, error: Error, chance: &mut Chance) -> (&'a str, String) {
        let (id, sentence) = &self.sentences[chance.below(self.sentences.len())];
        let mut words: Vec<String> = sentence.iter().map(ToString::to_string).collect();
        let some = words.len().div_ceil(CHANGED);
        match error {
            Error::Dropped => (0..some).for_each(|_| drop(words.remove(chance.below(words.len())))),
            Error::Swapped => (0..some).for_each(|_| {
                let at = chance.below(words.len() - 1);
                words.swap(at, at + 1);
            }),
            Error::Misspelt => (0..some).for_each(|_| misspell(&mut words, chance)),
            Error::Replaced => (0..some).for_each(|_| self.replace(&mut words, chance)),
            Error::Fragment => {
                words = run(&words, 6 + chance.below(3), chance);
                self.replace(&mut words, chance);
            }
            Error::HardFragment => {
                words = run(&words, 5 + chance.below(2), chance);
                words.remove(1 + chance.below(words.len() - 2));
                misspell(&mut words, chance);
            }
            Error::Gist => words = self.gist(words, chance),
        }
        (id, words.join(" "))
    }

    /// Puts another word of the texts in the place of one.
    fn replace(&self, words: &mut [String], chance: &mut Chance) {
        let other = &self.sentences[chance.below(self.sentences.len())].1;
        let other = bare(other[chance.below(other.len())]);
        let at = chance.below(words.len());
        // In a line of capitals it is in capitals, too.
        let capitals = words.iter().all(|word| !word.contains(char::is_lowercase));
        words[at] = if capitals { other.to_uppercase() } else { other };
    }

    /// Returns the rarer half of some words in another order, each third behind a word that is in every text.
    fn gist(&self, mut words: Vec<String>, chance: &mut Chance) -> Vec<String> {
        const COMMON: [&str; 6] = ["the", "of", "and", "in", "that", "with"];
        words.sort_by_key(|word| self.frequency.get(&bare(word)).copied());
        words.truncate(words.len() / 2);
        let mut told = Vec::new();
        while !words.is_empty() {
            if told.len() % 3 == 0 {
                told.push(COMMON[chance.below(COMMON.len())].to_owned());
            }
            told.push(words.remove(chance.below(words.len())));
        }
        told
    }
}

/// Returns some words in a row.
fn run(words: &[String], length: usize, chance: &mut Chance) -> Vec<String> {
    let start = chance.below(words.len() - length + 1);
    words[start..start + length].to_vec()
}

/// Misspells the longest of three words.
fn misspell(words: &mut [String], chance: &mut Chance) {
    let drawn: Vec<usize> = (0..3).map(|_| chance.below(words.len())).collect();
    let at = drawn.into_iter().max_by_key(|&at| words[at].chars().count()).unwrap();
    let mut letters: Vec<char> = words[at].chars().collect();
    if letters.len() < 4 {
        return;
    }
    let letter = 1 + chance.below(letters.len() - 2);
    match chance.below(3) {
        0 => drop(letters.remove(letter)),
        1 => letters.insert(letter, letters[letter]),
        _ => letters.swap(letter, letter - 1),
    }
    words[at] = letters.into_iter().collect();
}
