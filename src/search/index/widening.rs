//! What else counts as a word of the query: its forms in the corpus and its reviewed spelling variants.
//!
//! Variants are looked up by whole words, one or several, as the corpus' list writes them. Spellings and forms lead on
//! to each other, through words that the corpus lacks too, so that all of a family find the same. Abbreviations and
//! synonyms are kept apart: they are offered and never applied.

use std::collections::HashMap;

use super::dictionary::{Dictionary, has_stem};
use crate::corpus::{Level, Variants};
use crate::search::analysis::{self, Inflections, Stems};

/// A family has at most this many members; the largest of the list has some twenty.
const LARGEST_FAMILY: usize = 48;

/// The reviewed variants by their words.
pub(crate) struct Widening {
    groups: Vec<VariantGroup>,
    /// For the words of a form, the groups it is in and its place there.
    by_words: HashMap<Vec<String>, Vec<(usize, usize)>>,
    /// For the words of a spelling with the stem of its last word, the spellings that differ in its ending only.
    by_stem: HashMap<Vec<String>, Vec<Vec<String>>>,
    longest: usize,
}

struct VariantGroup {
    applied: bool,
    both_ways: bool,
    capitals: bool,
    forms: Vec<Form>,
}

/// One form of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Form {
    /// Its words as search compares them.
    pub(crate) words: Vec<String>,
    /// As the list writes it.
    pub(crate) written: String,
    /// Whether the corpus has all its words.
    pub(crate) is_there: bool,
}

impl Widening {
    /// Prepares the variants of a corpus.
    pub(crate) fn of(variants: &Variants, dictionary: &Dictionary) -> Self {
        let (by_words, by_stem) = (HashMap::new(), HashMap::new());
        let mut widening = Self { groups: Vec::new(), by_words, by_stem, longest: 1 };
        let mut stems = Stems::new();
        for variant in &variants.groups {
            let group = widening.groups.len();
            let applied = matches!(variant.level, Level::Spelling | Level::Plural);
            let mut forms: Vec<Form> = Vec::new();
            for written in &variant.forms {
                let words = analysis::words(written);
                let is_there = words.iter().all(|word| dictionary.texts(word) > 0);
                let form = Form { words, written: written.clone(), is_there };
                // Forms that differ in hyphens or case only are one form here.
                if form.words.is_empty() || forms.iter().any(|other| other.words == form.words) {
                    continue;
                }
                widening.longest = widening.longest.max(form.words.len());
                widening.by_words.entry(form.words.clone()).or_default().push((group, forms.len()));
                if applied && let Some(stem) = stem(&form.words, &mut stems) {
                    widening.by_stem.entry(stem).or_default().push(form.words.clone());
                }
                forms.push(form);
            }
            let (both_ways, capitals) = (variant.both_ways, variant.capitals);
            widening.groups.push(VariantGroup { applied, both_ways, capitals, forms });
        }
        widening
    }

    /// Returns the number of words of the longest form.
    pub(crate) fn longest(&self) -> usize {
        self.longest
    }

    /// Tells whether `words` are a form of the list.
    pub(crate) fn has(&self, words: &[String]) -> bool {
        self.by_words.contains_key(words)
    }

    /// Returns the other spellings of `words`, which were typed as `typed`.
    pub(crate) fn spellings<'a>(&'a self, words: &[String], typed: &'a str) -> impl Iterator<Item = &'a Form> {
        self.others(words, typed, true)
    }

    /// Returns all that counts as `words`, which were typed as `typed`, they themselves first: their forms and
    /// spellings, the spellings of those forms, the forms of those spellings and so on.
    ///
    /// Several words have the forms that the list has of them.
    pub(crate) fn family(
        &self,
        words: &[String],
        typed: &str,
        dictionary: &Dictionary,
        stems: &mut Stems,
    ) -> Vec<Vec<String>> {
        let mut family = vec![words.to_vec()];
        let mut next = 0;
        while let Some(own) = family.get(next).cloned() {
            let typed = if next == 0 { typed } else { "" };
            next += 1;
            let mut related: Vec<Vec<String>> = Vec::new();
            if let [word] = own.as_slice() {
                related.extend(dictionary.forms(word, stems).into_iter().map(|entry| vec![entry.word.to_string()]));
            }
            related.extend(self.others(&own, typed, true).map(|form| form.words.clone()));
            if let Some(stem) = stem(&own, stems) {
                let last = own.last().map_or("", String::as_str);
                let inflections = Inflections::of(last);
                let same = |words: &&Vec<String>| words.last().is_some_and(|other| inflections.have(other));
                related.extend(self.by_stem.get(&stem).into_iter().flatten().filter(same).cloned());
            }
            for words in related {
                if family.len() < LARGEST_FAMILY && !family.contains(&words) {
                    family.push(words);
                }
            }
        }
        family
    }

    /// Returns the groups that are applied, each form with its words, as written, and whether the corpus has it.
    pub(crate) fn groups_applied(&self) -> Vec<(Vec<Form>, bool, bool)> {
        let applied = self.groups.iter().filter(|group| group.applied);
        applied.map(|group| (group.forms.clone(), group.both_ways, group.capitals)).collect()
    }

    /// Returns the forms of several words, of all groups.
    pub(crate) fn several(&self) -> Vec<Vec<String>> {
        let mut several: Vec<Vec<String>> = self.by_words.keys().filter(|words| words.len() > 1).cloned().collect();
        several.sort();
        several
    }

    /// Returns the forms of one word of the groups that are applied, as written, with that word.
    pub(crate) fn singles(&self) -> impl Iterator<Item = (String, String)> {
        let forms = self.groups.iter().filter(|group| group.applied).flat_map(|group| &group.forms);
        forms.filter_map(|form| {
            Some((form.written.clone(), form.words.first().filter(|_| form.words.len() == 1)?.clone()))
        })
    }

    /// Returns the abbreviations and synonyms of `words`, which were typed as `typed`.
    pub(crate) fn offers<'a>(&'a self, words: &[String], typed: &'a str) -> impl Iterator<Item = &'a Form> {
        self.others(words, typed, false)
    }

    fn others<'a>(&'a self, words: &[String], typed: &'a str, applied: bool) -> impl Iterator<Item = &'a Form> {
        let places = self.by_words.get(words).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|&(group, own)| Some((self.groups.get(group)?, own))).flat_map(move |(group, own)| {
            let written = group.forms.get(own).map_or("", |form| form.written.as_str());
            let counts = group.applied == applied
                && (group.both_ways || own == 0)
                && (!group.capitals || written == typed || !is_abbreviation(written));
            let forms = if counts { group.forms.as_slice() } else { &[] };
            forms.iter().enumerate().filter(move |(at, _)| *at != own).map(|(_, form)| form)
        })
    }
}

/// Returns words with the stem of the last in its place, if it has one.
fn stem(words: &[String], stems: &mut Stems) -> Option<Vec<String>> {
    let (last, before) = words.split_last().filter(|(last, _)| has_stem(last))?;
    Some(before.iter().cloned().chain([stems.stem(last)]).collect())
}

/// Tells whether a form is one word in capitals, so that case tells it from a common word.
fn is_abbreviation(written: &str) -> bool {
    let one_word = !written.contains(char::is_whitespace);
    one_word && written.chars().filter(|character| character.is_uppercase()).count() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_single_words_are_held_to_their_capitals() {
        for abbreviation in ["US", "U.S.", "DoS", "AI"] {
            assert!(is_abbreviation(abbreviation), "{abbreviation}");
        }
        for other in ["United States", "Cyber Norm Initiative", "information technology", "norms"] {
            assert!(!is_abbreviation(other), "{other}");
        }
    }
}
