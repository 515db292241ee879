//! What documents can be called by: their addresses, their titles, and the words that tell them apart.
//!
//! Knows nothing of what a citation points to in a document.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::address;
use crate::corpus::{Corpus, Date, Document, Kind, Level, Variants};
use crate::wording::{Folded, fold, without_accents, words};

/// What the documents of a corpus can be called by, gathered once for all citations.
///
/// A citation is looked up by its words, and no document is read that has none of them. Documents are known by their
/// places in the corpus.
#[derive(Debug, Default)]
pub struct Names {
    /// Every word of a name, with its number.
    words: HashMap<String, u32>,
    /// Every other spelling of a word with the usual one.
    spellings: HashMap<String, String>,
    /// The documents that may be named by each word, in order.
    holders: Vec<Vec<u32>>,
    /// The titles of each document.
    titles: Vec<Titles>,
    /// All titles in their order, each by its document and whether it is the short one.
    by_title: Vec<(u32, bool)>,
    /// How many words the longest title has.
    longest: usize,
    /// The documents in the order of their ids.
    by_id: Vec<u32>,
    /// The documents that list an address as official, by its one form.
    addresses: HashMap<String, Vec<u32>>,
}

/// The titles of one document, each word by its number.
#[derive(Debug)]
struct Titles {
    title: Box<[u32]>,
    short_title: Option<Box<[u32]>>,
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
        for (at, document) in (0_u32..).zip(documents) {
            let title = names.numbers(&document.title).into();
            let short_title = document.short_title.as_ref().map(|title| names.numbers(title).into());
            let fields = fields(document);
            let mut words = names.numbers(&fields.replace('-', " "));
            words.extend(names.numbers(&fields));
            words.sort_unstable();
            words.dedup();
            for word in words {
                names.holders.get_mut(word as usize).into_iter().for_each(|holders| holders.push(at));
            }
            let sources = document.source.iter().filter_map(|source| source.url.as_deref());
            let addresses = document.official.iter().map(|official| official.url.as_str()).chain(sources);
            for address in addresses.filter_map(address::canonical) {
                let listing = names.addresses.entry(address).or_default();
                if listing.last() != Some(&at) {
                    listing.push(at);
                }
            }
            names.by_title.push((at, false));
            names.by_title.extend(document.short_title.is_some().then_some((at, true)));
            names.by_id.push(at);
            names.titles.push(Titles { title, short_title });
        }
        let titles = &names.titles;
        names.longest = names.by_title.iter().map(|title| title_of(titles, *title).len()).max().unwrap_or_default();
        names.by_title.sort_unstable_by_key(|title| title_of(titles, *title));
        names.by_id.sort_unstable_by_key(|at| documents.get(*at as usize).map(|document| &document.id));
        names
    }

    /// Returns the place of the document with an id.
    pub(super) fn position(&self, documents: &[Document], id: &str) -> Option<usize> {
        let id_of = |at: &u32| documents.get(*at as usize).map_or("", |document| document.id.as_str());
        let at = self.by_id.binary_search_by(|at| id_of(at).cmp(id)).ok()?;
        self.by_id.get(at).map(|at| *at as usize)
    }

    /// Returns the places of the documents that list an address as official.
    pub(super) fn official(&self, text: &str) -> Vec<usize> {
        let listing = address::canonical(text).and_then(|wanted| self.addresses.get(&wanted));
        listing.into_iter().flatten().map(|at| *at as usize).collect()
    }

    /// Returns the places of the documents that the words of a citation name: by id, by the longest title in it, or
    /// word for word.
    pub(super) fn named(&self, documents: &[Document], text: &str) -> Vec<usize> {
        if let Some(at) = self.position(documents, &text.to_lowercase()) {
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
        let mut found = self.with_all(&words);
        // A press report on a text comes after the text itself.
        let is_press = |at: usize| documents.get(at).is_some_and(|document| document.kind == Kind::PressReport);
        let in_title = |at: usize| {
            let named = self.titles.get(at);
            let title = named.map_or(&[][..], |named| named.short_title.as_ref().unwrap_or(&named.title));
            words.iter().filter(|word| word.number.is_some_and(|number| title.contains(&number))).count()
        };
        found.sort_by_cached_key(|at| (is_press(*at), Reverse(in_title(*at))));
        found
    }

    /// Returns the documents whose title stands in a citation, if its other words do not speak against them.
    fn titled(&self, citation: &[Word]) -> Vec<usize> {
        let mut found = Vec::new();
        for length in (1..=citation.len().min(self.longest)).rev() {
            if length < 2.min(citation.len()) {
                break;
            }
            for window in citation.windows(length) {
                let Some(words) = window.iter().map(|word| word.number).collect::<Option<Vec<u32>>>() else { continue };
                let from = self.by_title.partition_point(|title| title_of(&self.titles, *title) < &words[..]);
                let those = self.by_title.get(from..).unwrap_or_default().iter();
                let those = those.take_while(|title| title_of(&self.titles, **title) == &words[..]);
                found.extend(those.map(|(at, _)| *at as usize).filter(|at| !self.is_spoken_against(*at, citation)));
            }
            if !found.is_empty() {
                break;
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Returns the documents that may be named by each of these words.
    fn with_all(&self, words: &[Word]) -> Vec<usize> {
        let Some(mut lists) = words.iter().map(|word| self.holders(word)).collect::<Option<Vec<_>>>() else {
            return Vec::new();
        };
        lists.sort_unstable_by_key(|list| list.len());
        let Some((rarest, others)) = lists.split_first() else { return Vec::new() };
        let in_all = |at: &&u32| others.iter().all(|list| list.binary_search(at).is_ok());
        rarest.iter().filter(in_all).map(|at| *at as usize).collect()
    }

    /// Returns the documents that may be named by a word, if any may.
    fn holders(&self, word: &Word) -> Option<&[u32]> {
        self.holders.get(word.number? as usize).map(Vec::as_slice)
    }

    /// Tells whether a citation names a year that is not the document's.
    fn is_spoken_against(&self, at: usize, citation: &[Word]) -> bool {
        let is_of = |word: &Word| {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            self.holders(word).is_some_and(|holders| holders.binary_search(&at).is_ok())
        };
        citation.iter().any(|word| is_year(&word.text) && !is_of(word))
    }

    /// Returns the places of the documents that share most with a citation, rare words counting more.
    pub(super) fn nearest(&self, text: &str) -> Vec<usize> {
        let mut scores: HashMap<u32, f64> = HashMap::new();
        for word in self.read(text) {
            let mut near: HashMap<u32, f64> = HashMap::new();
            let alike = self.alike(&word.text);
            let alike = alike.iter().filter_map(|number| self.holders.get(*number as usize));
            near.extend(alike.flatten().map(|at| (*at, 0.5)));
            near.extend(self.holders(&word).unwrap_or_default().iter().map(|at| (*at, 1.0)));
            let holders: f64 = near.values().sum();
            #[expect(clippy::cast_precision_loss, reason = "a corpus has far fewer documents than 2^52")]
            let weight = (1.0 + self.titles.len() as f64 / holders).ln();
            for (at, near) in near {
                *scores.entry(at).or_default() += weight * near;
            }
        }
        let mut ranked: Vec<(u32, f64)> = scores.into_iter().collect();
        ranked.sort_unstable_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        ranked.into_iter().take(5).map(|(at, _)| at as usize).collect()
    }

    /// Returns the words of names that differ from a long word by a letter.
    fn alike(&self, word: &str) -> Vec<u32> {
        let long = word.len() >= 5;
        let alike = self.words.iter().filter(|(other, _)| long && one_letter_apart(other, word));
        alike.map(|(_, number)| *number).collect()
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
        let numbers = distinctive(text, &self.spellings).into_iter().map(number).collect();
        self.holders.resize(self.words.len(), Vec::new());
        numbers
    }
}

/// Returns the words of a title that is given by its document and whether it is the short one.
fn title_of(titles: &[Titles], (at, is_short): (u32, bool)) -> &[u32] {
    let Some(of) = titles.get(at as usize) else { return &[] };
    if is_short { of.short_title.as_deref().unwrap_or_default() } else { &of.title }
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

/// Tells whether two words differ by one letter at most: another, one more or one less.
fn one_letter_apart(one: &str, other: &str) -> bool {
    if one.len().abs_diff(other.len()) > char::MAX.len_utf8() {
        return false;
    }
    let same = |pair: &(char, char)| pair.0 == pair.1;
    let bytes = |(letter, _): (char, char)| letter.len_utf8();
    let begun: usize = one.chars().zip(other.chars()).take_while(same).map(bytes).sum();
    let [one, other] = [one, other].map(|word| word.get(begun..).unwrap_or_default());
    let ended: usize = one.chars().rev().zip(other.chars().rev()).take_while(same).map(bytes).sum();
    [one, other].iter().all(|rest| rest.get(..rest.len() - ended).unwrap_or_default().chars().nth(1).is_none())
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
