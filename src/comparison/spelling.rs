//! Which words are the same but for spelling: those of the reviewed list, and no others.
//!
//! A word that the list also writes in several is read as these, so that a run of words goes on over either form.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::archive::Archive;
use crate::corpus::{Level, Variants};
use crate::search::Index;
use crate::wording::{Folded, words};

/// The reviewed spellings, each with what it is compared as.
#[derive(Debug, Default)]
pub(super) struct Spellings {
    words: HashMap<String, Vec<String>>,
    /// Forms of several words that are not compared word by word.
    phrases: HashMap<Vec<String>, Vec<String>>,
    /// The words that are, or are part of, what is compared as a key.
    written: HashMap<String, Vec<String>>,
    longest: usize,
}

impl Spellings {
    /// Returns the spellings of an archive, gathered once.
    pub(super) fn derived(archive: &Archive) -> Arc<Self> {
        archive.derived(|archive| Self::of(archive.corpus().variants()))
    }

    /// Gathers the groups of spellings that count whatever their capitals.
    pub(super) fn of(variants: &Variants) -> Self {
        let mut spellings = Self::default();
        let groups = variants.groups.iter().filter(|group| group.level == Level::Spelling && !group.capitals);
        // A plural says something else than its singular, even where a group lists both.
        let classes: Vec<Vec<Vec<String>>> = groups
            .flat_map(|group| {
                let (plural, singular): (Vec<&String>, Vec<&String>) =
                    group.forms.iter().partition(|form| form.ends_with('s'));
                [singular, plural].map(|forms| forms.into_iter().map(|form| split(form)).collect())
            })
            .collect();
        // Single words first: what is written in several is made of them.
        let (simple, composed): (Vec<_>, Vec<_>) =
            classes.into_iter().partition(|forms| forms.iter().all(|words| words.len() == 1));
        for forms in simple.into_iter().chain(composed) {
            spellings.add(&forms);
        }
        let mut written: HashMap<String, Vec<String>> = HashMap::new();
        for (word, keys) in &spellings.words {
            keys.iter().for_each(|key| written.entry(key.clone()).or_default().push(word.clone()));
        }
        for (form, keys) in &spellings.phrases {
            keys.iter().for_each(|key| written.entry(key.clone()).or_default().extend(form.iter().cloned()));
        }
        Self { written, ..spellings }
    }

    fn add(&mut self, forms: &[Vec<String>]) {
        let longest = forms.iter().map(Vec::len).max().unwrap_or_default();
        let Some(usual) = forms.iter().find(|words| words.len() == longest).filter(|words| !words.is_empty()) else {
            return;
        };
        let usual: Vec<String> = usual.iter().flat_map(|word| self.single(word)).collect();
        for form in forms {
            match form.as_slice() {
                [word] => {
                    if *form != usual {
                        self.words.entry(word.clone()).or_insert_with(|| usual.clone());
                    }
                }
                words => {
                    let plain: Vec<String> = words.iter().flat_map(|word| self.single(word)).collect();
                    if plain != usual {
                        self.longest = self.longest.max(words.len());
                        self.phrases.entry(words.to_vec()).or_insert_with(|| usual.clone());
                    }
                }
            }
        }
    }

    fn single(&self, word: &str) -> Vec<String> {
        self.words.get(word).cloned().unwrap_or_else(|| vec![word.to_owned()])
    }

    /// Returns what the first of some folded words are compared as, and how many of them those are.
    pub(super) fn first(&self, words: &[&str]) -> (usize, Option<&[String]>) {
        for length in (2..=self.longest.min(words.len())).rev() {
            let form: Vec<String> = words.iter().take(length).map(|word| (*word).to_owned()).collect();
            if let Some(usual) = self.phrases.get(&form) {
                return (length, Some(usual));
            }
        }
        (1, words.first().and_then(|word| self.words.get(*word)).map(Vec::as_slice))
    }
}

impl Spellings {
    /// Returns how the index can have what is compared as `key`, and in how many places at most one text has it.
    pub(super) fn forms(&self, key: &str, index: &Index) -> (Vec<String>, usize) {
        let written = self.written.get(key).map_or(&[][..], Vec::as_slice);
        let (mut forms, mut most) = (BTreeSet::new(), 1);
        for word in [key].into_iter().chain(written.iter().map(String::as_str)) {
            let (terms, places) = index.terms_of(word);
            forms.extend(terms);
            most = most.max(places);
        }
        forms.retain(|form| index.paragraphs_with(std::slice::from_ref(form)) > 0);
        (forms.into_iter().collect(), most)
    }

    /// Tells whether nothing but `key` itself is compared as it.
    pub(super) fn is_alone(&self, key: &str) -> bool {
        !self.written.contains_key(key)
    }
}

fn split(form: &str) -> Vec<String> {
    words(&Folded::new(form)).map(|word| word.folded.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Variant;

    #[test]
    fn spellings_of_the_list_are_compared_as_one_and_no_others() {
        let group = |forms: &[&str]| Variant {
            level: Level::Spelling,
            forms: forms.iter().map(ToString::to_string).collect(),
            both_ways: true,
            capitals: false,
            note: None,
        };
        let groups = vec![
            group(&["cyberspace", "cyber space", "cyber-space"]),
            group(&["self-defence", "selfdefence", "self defense"]),
            group(&["defence", "defense"]),
            group(&["behaviour", "behavior", "behaviours"]),
            group(&["high-tech", "hi-tech"]),
        ];
        let spellings = Spellings::of(&Variants { groups });
        let read = |words: &str| {
            let words: Vec<&str> = words.split(' ').collect();
            let (length, usual) = spellings.first(&words);
            (length, usual.map(|usual| usual.join(" ")))
        };
        assert_eq!(read("cyberspace is"), (1, Some("cyber space".to_owned())));
        assert_eq!(read("defense of"), (1, Some("defence".to_owned())));
        assert_eq!(read("selfdefence"), (1, Some("self defence".to_owned())));
        assert_eq!(read("behavior"), (1, Some("behaviour".to_owned())));
        assert_eq!(read("behaviours"), (1, None), "a plural is another word");
        assert_eq!(read("hi tech"), (2, Some("high tech".to_owned())));
        assert_eq!(read("combine"), (1, None));
    }
}
