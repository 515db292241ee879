//! What else counts as a word of the query: its forms in the corpus and its reviewed spelling variants.
//!
//! Variants are looked up by whole words, one or several, as the corpus' list writes them; only forms that the
//! corpus has are given. Abbreviations and synonyms are kept apart: they are offered and never applied.

use std::collections::HashMap;

use super::analysis;
use super::dictionary::Dictionary;
use crate::corpus::{Level, Variants};

/// The reviewed variants by their words.
pub(super) struct Widening {
    groups: Vec<Group>,
    /// For the words of a form, the groups it is in and its place there.
    by_words: HashMap<Vec<String>, Vec<(usize, usize)>>,
    longest: usize,
}

struct Group {
    applied: bool,
    both_ways: bool,
    capitals: bool,
    forms: Vec<Form>,
}

/// One form of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Form {
    /// Its words as search compares them.
    pub(super) words: Vec<String>,
    /// As the list writes it.
    pub(super) written: String,
}

impl Widening {
    /// Prepares the variants of a corpus, leaving out forms that its texts do not have.
    pub(super) fn of(variants: &Variants, dictionary: &Dictionary) -> Self {
        let mut widening = Self { groups: Vec::new(), by_words: HashMap::new(), longest: 1 };
        for variant in &variants.groups {
            let group = widening.groups.len();
            let mut forms: Vec<Form> = Vec::new();
            for written in &variant.forms {
                let form = Form { words: analysis::words(written), written: written.clone() };
                // Forms that differ in hyphens or case only are one form here.
                if form.words.is_empty() || forms.iter().any(|other| other.words == form.words) {
                    continue;
                }
                widening.longest = widening.longest.max(form.words.len());
                widening.by_words.entry(form.words.clone()).or_default().push((group, forms.len()));
                forms.push(form);
            }
            let applied = matches!(variant.level, Level::Spelling | Level::Plural);
            let (both_ways, capitals) = (variant.both_ways, variant.capitals);
            widening.groups.push(Group { applied, both_ways, capitals, forms });
        }
        for group in &mut widening.groups {
            for form in &mut group.forms {
                if !form.words.iter().all(|word| dictionary.texts(word) > 0) {
                    form.words.clear();
                }
            }
        }
        widening
    }

    /// Returns the number of words of the longest form.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }

    /// Returns the other spellings of `words`, which were typed as `typed`.
    pub(super) fn spellings<'a>(&'a self, words: &[String], typed: &'a str) -> impl Iterator<Item = &'a [String]> {
        self.others(words, typed, true).map(|form| form.words.as_slice())
    }

    /// Returns the abbreviations and synonyms of `words`, which were typed as `typed`.
    pub(super) fn offers<'a>(&'a self, words: &[String], typed: &'a str) -> impl Iterator<Item = &'a Form> {
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
            forms
                .iter()
                .enumerate()
                .filter(move |(at, form)| *at != own && !form.words.is_empty())
                .map(|(_, form)| form)
        })
    }
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
