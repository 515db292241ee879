//! What documents can be called by: their addresses, their titles, and the words that tell them apart.
//!
//! Knows nothing of what a citation points to in a document.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::address;
use crate::corpus::{Corpus, Date, Document, Kind, Level, Variants};
use crate::wording::{Folded, fold, without_accents, words};

/// What the documents of a corpus can be called by, gathered once for all citations.
#[derive(Debug, Default)]
pub struct Names {
    /// Every word of a name, with its number.
    words: HashMap<String, u32>,
    /// Every other spelling of a word with the usual one.
    spellings: HashMap<String, String>,
    /// The names of each document, in the order of the corpus.
    documents: Vec<Named>,
}

/// The names of one document, each word by its number.
#[derive(Debug)]
struct Named {
    title: Box<[u32]>,
    short_title: Option<Box<[u32]>>,
    /// All words that it may be named by, sorted.
    bag: Box<[u32]>,
    /// Its official addresses, in one form each.
    addresses: Box<[String]>,
}

/// A word of a citation, with its number if a document has it in a name.
struct Word {
    text: String,
    number: Option<u32>,
}

impl Names {
    /// Gathers the names of the documents of a corpus.
    #[must_use]
    pub fn of(corpus: &Corpus) -> Self {
        Self::gathered(corpus.documents(), spellings(corpus.variants()))
    }

    pub(super) fn gathered(documents: &[Document], spellings: HashMap<String, String>) -> Self {
        let mut names = Self { spellings, ..Self::default() };
        for document in documents {
            let title = names.numbers(&document.title).into();
            let short_title = document.short_title.as_ref().map(|title| names.numbers(title).into());
            let fields = fields(document);
            let mut bag = names.numbers(&fields.replace('-', " "));
            bag.extend(names.numbers(&fields));
            bag.sort_unstable();
            bag.dedup();
            let sources = document.source.iter().filter_map(|source| source.url.as_deref());
            let addresses = document.official.iter().map(|official| official.url.as_str()).chain(sources);
            let addresses = addresses.filter_map(address::canonical).collect();
            names.documents.push(Named { title, short_title, bag: bag.into(), addresses });
        }
        names
    }

    /// Returns the places of the documents that list an address as official.
    pub(super) fn official(&self, text: &str) -> Vec<usize> {
        let Some(wanted) = address::canonical(text) else { return Vec::new() };
        self.those(|_, document| document.addresses.contains(&wanted))
    }

    /// Returns the places of the documents that the words of a citation name: by id, by the longest title in it, or
    /// word for word.
    pub(super) fn named(&self, documents: &[Document], text: &str) -> Vec<usize> {
        let id = text.to_lowercase();
        if let Some(at) = documents.iter().position(|document| document.id.as_str() == id) {
            return vec![at];
        }
        let words = self.read(text);
        let titled = self.titled(&words);
        if !titled.is_empty() {
            return titled;
        }
        if words.iter().all(|word| is_weak(&word.text)) {
            return Vec::new();
        }
        let mut found = self.those(|_, document| words.iter().all(|word| document.has(word)));
        // A press report on a text comes after the text itself.
        let is_press = |at: usize| documents.get(at).is_some_and(|document| document.kind == Kind::PressReport);
        let in_title = |at: usize| {
            let named = self.documents.get(at);
            let title = named.map_or(&[][..], |named| named.short_title.as_ref().unwrap_or(&named.title));
            words.iter().filter(|word| word.number.is_some_and(|number| title.contains(&number))).count()
        };
        found.sort_by_cached_key(|at| (is_press(*at), Reverse(in_title(*at))));
        found
    }

    /// Returns the documents whose title stands in a citation, if its other words do not speak against them.
    fn titled(&self, citation: &[Word]) -> Vec<usize> {
        let numbers: Vec<Option<u32>> = citation.iter().map(|word| word.number).collect();
        let mut longest = 2;
        let mut found = Vec::new();
        for (at, document) in self.documents.iter().enumerate() {
            for title in [Some(&document.title), document.short_title.as_ref()].into_iter().flatten() {
                let whole = title.len() == numbers.len() && !title.is_empty();
                let is_title = |window: &[Option<u32>]| window.iter().copied().eq(title.iter().copied().map(Some));
                let stands = numbers.windows(title.len().max(1)).any(is_title);
                if !stands || title.len() < longest.min(numbers.len()) || document.is_spoken_against(citation) {
                    continue;
                }
                if title.len() > longest || (whole && title.len() <= 2) {
                    longest = title.len();
                    found.clear();
                }
                if title.len() == longest && !found.contains(&at) {
                    found.push(at);
                }
            }
        }
        found
    }

    /// Returns the places of the documents that share most with a citation, rare words counting more.
    pub(super) fn nearest(&self, text: &str) -> Vec<usize> {
        let mut scores = vec![0.0_f64; self.documents.len()];
        for word in self.read(text) {
            let alike = self.alike(&word.text);
            let likeness = |document: &Named| {
                let has = |number: &u32| document.bag.binary_search(number).is_ok();
                if document.has(&word) { 1.0 } else { f64::from(u8::from(alike.iter().any(has))) / 2.0 }
            };
            let near: Vec<f64> = self.documents.iter().map(likeness).collect();
            let holders: f64 = near.iter().sum();
            if holders > 0.0 {
                #[expect(clippy::cast_precision_loss, reason = "a corpus has far fewer documents than 2^52")]
                let weight = (1.0 + near.len() as f64 / holders).ln();
                scores.iter_mut().zip(near).for_each(|(score, near)| *score += weight * near);
            }
        }
        let mut ranked = self.those(|at, _| scores.get(at).is_some_and(|score| *score > 0.0));
        let score = |at: usize| scores.get(at).copied().unwrap_or_default();
        ranked.sort_by(|one, other| score(*other).total_cmp(&score(*one)));
        ranked.truncate(5);
        ranked
    }

    /// Returns the words of names that differ from a long word by a letter.
    fn alike(&self, word: &str) -> Vec<u32> {
        let long = word.len() >= 5;
        let alike = self.words.iter().filter(|(other, _)| long && one_letter_apart(other, word));
        alike.map(|(_, number)| *number).collect()
    }

    fn those(&self, is_meant: impl Fn(usize, &Named) -> bool) -> Vec<usize> {
        let meant = self.documents.iter().enumerate().filter(|(at, document)| is_meant(*at, document));
        meant.map(|(at, _)| at).collect()
    }

    /// Returns the words of a citation.
    fn read(&self, text: &str) -> Vec<Word> {
        let words = distinctive(&dates_in_words(text), &self.spellings).into_iter();
        words.map(|text| Word { number: self.words.get(&text).copied(), text }).collect()
    }

    /// Returns the numbers of the words of a name; a new word gets the next.
    fn numbers(&mut self, text: &str) -> Vec<u32> {
        let number = |word: String| {
            let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
            *self.words.entry(word).or_insert(next)
        };
        distinctive(text, &self.spellings).into_iter().map(number).collect()
    }
}

impl Named {
    /// Tells whether it may be named by a word.
    fn has(&self, word: &Word) -> bool {
        word.number.is_some_and(|number| self.bag.binary_search(&number).is_ok())
    }

    /// Tells whether a citation names a year that is not the document's.
    fn is_spoken_against(&self, citation: &[Word]) -> bool {
        citation.iter().any(|word| is_year(&word.text) && !self.has(word))
    }
}

/// Returns all that a document may be named by.
fn fields(document: &Document) -> String {
    let optional = [&document.short_title, &document.place, &document.presidency, &document.forum];
    let mut fields: Vec<String> = optional.into_iter().flatten().cloned().collect();
    fields.extend([document.id.to_string(), document.title.clone(), document.issuer.clone()]);
    fields.extend([document.kind.id().to_owned(), document.date.long(), document.date.year().to_string()]);
    fields.extend(document.group.map(|group| group.name().to_owned()));
    fields.join(" ")
}

/// Returns `text` with its dates as names have them: `2017-04-11` as 11 April 2017.
fn dates_in_words(text: &str) -> String {
    let spelt = |word: &str| {
        let date = word.trim_matches(|c: char| !c.is_alphanumeric());
        date.parse().map_or_else(|_| word.to_owned(), Date::long)
    };
    text.split_whitespace().map(spelt).collect::<Vec<_>>().join(" ")
}

/// Returns the words of `text` that tell documents apart, in one spelling each.
fn distinctive(text: &str, spellings: &HashMap<String, String>) -> Vec<String> {
    let folded = Folded::new(&fold(text).replace("g-7", "g7").replace("g-8", "g8"));
    let plain = words(&folded).map(|word| without_accents(word.folded.trim_end_matches("'s")));
    let usual = plain.map(|word| spellings.get(&word).cloned().unwrap_or(word));
    usual.map(singular).filter(|word| !STOP_WORDS.contains(&word.as_str())).collect()
}

const STOP_WORDS: [&str; 16] =
    ["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with", "s", "http"];

/// Tells whether a word alone names nothing: the group, or a year.
fn is_weak(word: &str) -> bool {
    is_year(word) || word == "g7" || word == "g8"
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && word.bytes().all(|byte| byte.is_ascii_digit())
        && (word.starts_with("19") || word.starts_with("20"))
}

/// Returns a word without a plural's ending, which citations drop and add.
fn singular(word: String) -> String {
    let plural = word.len() > 3 && word.ends_with('s') && !word.ends_with("ss");
    if plural { word.trim_end_matches('s').trim_end_matches('\'').to_owned() } else { word }
}

fn one_letter_apart(one: &str, other: &str) -> bool {
    let (mut short, mut long): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if short.len() > long.len() {
        std::mem::swap(&mut short, &mut long);
    }
    let same = short.iter().zip(&long).take_while(|(a, b)| a == b).count();
    let rest = |letters: &[char], skip: usize| letters.iter().skip(same + skip).copied().collect::<Vec<char>>();
    match long.len() - short.len() {
        0 => rest(&short, 1) == rest(&long, 1),
        1 => rest(&short, 0) == rest(&long, 1),
        _ => false,
    }
}

fn spellings(variants: &Variants) -> HashMap<String, String> {
    let mut spellings = HashMap::new();
    for group in variants.groups.iter().filter(|group| group.level == Level::Spelling && !group.capitals) {
        let mut forms = group.forms.iter().map(|form| fold(form));
        let Some(usual) = forms.next() else { continue };
        for form in forms.filter(|form| !form.contains([' ', '-'])) {
            spellings.insert(form, usual.clone());
        }
    }
    spellings
}
