//! The words of the texts in one language other than English: by how they are written without accents, and by stem.
//!
//! Words are told by their places in the dictionary, which has those of one language side by side.

use std::collections::HashMap;

use super::strings::Strings;
use crate::search::analysis::{Stems, TextLanguage, plain};

/// So many endings of a language are tried on its stems.
const MOST_ENDINGS: usize = 40;

/// The words of one language.
pub(crate) struct LanguageWords {
    pub(crate) language: TextLanguage,
    plain: Groups,
    /// None where no stemmer of the language is good.
    stems: Option<Groups>,
}

/// Places in the dictionary by what they have in common.
struct Groups {
    keys: Strings,
    /// For each key, where its places begin in `places`.
    starts: Vec<u32>,
    places: Vec<u32>,
}

impl LanguageWords {
    /// Gathers the languages of a dictionary's words, given in order.
    pub(crate) fn all<'a>(words: impl Iterator<Item = &'a str>) -> Vec<Self> {
        let mut others: Vec<(TextLanguage, Vec<(&str, u32)>)> = Vec::new();
        for (at, word) in (0..).zip(words) {
            let (language, word) = TextLanguage::divide(word);
            if language.is_english() {
                // They stand after all others: a language is marked by a character before all that words have.
                break;
            }
            match others.last_mut() {
                Some((last, words)) if *last == language => words.push((word, at)),
                _ => others.push((language, vec![(word, at)])),
            }
        }
        others.into_iter().map(|(language, words)| Self::of(language, &words)).collect()
    }

    fn of(language: TextLanguage, words: &[(&str, u32)]) -> Self {
        let stems = Stems::in_language(language).map(|mut stems| {
            let stemmed = words.iter().filter(|(word, _)| has_stem(word));
            Groups::of(stemmed.map(|(word, at)| (stems.stem(word), *at)).collect())
        });
        Self { language, plain: Groups::of(words.iter().map(|(word, at)| (plain(word), *at)).collect()), stems }
    }

    /// Returns the words that are this one but for their accents.
    pub(crate) fn spelled(&self, plain: &str) -> &[u32] {
        self.plain.of_key(plain)
    }

    /// Returns the words that begin so, but for their accents.
    pub(crate) fn beginning(&self, plain: &str) -> &[u32] {
        self.plain.beginning(plain)
    }

    /// Returns the words that have this one in them and so many letters more, but for their accents.
    pub(crate) fn containing(&self, plain: &str, more: usize) -> Vec<u32> {
        self.that(|key| key.contains(plain) && key.chars().count() >= plain.chars().count() + more)
    }

    /// Returns the longer words that end with this one, but for their accents.
    pub(crate) fn ending(&self, plain: &str) -> Vec<u32> {
        self.that(|key| key.len() > plain.len() && key.ends_with(plain))
    }

    fn that(&self, is_so: impl Fn(&str) -> bool) -> Vec<u32> {
        let keys = (0..self.plain.keys.len()).filter(|at| is_so(self.plain.keys.get(*at)));
        keys.flat_map(|at| self.plain.between(at, at + 1)).copied().collect()
    }

    /// Returns the words with the stem of this one, and those that it is written together in.
    pub(crate) fn forms(&self, word: &str) -> Vec<u32> {
        let mut forms = Vec::new();
        if let Some(groups) = &self.stems
            && has_stem(word)
            && let Some(mut stems) = Stems::in_language(self.language)
        {
            forms.extend_from_slice(groups.of_key(&stems.stem(word)));
        }
        for joined in self.language.joined(&plain(word)) {
            forms.extend_from_slice(self.spelled(&joined));
        }
        forms
    }

    /// Returns words that a reader may type and no text has, though texts have others of their forms: stems with the
    /// endings that are most frequent among the words, and words with what their language writes together with them.
    /// `word` gives the word at a place of the dictionary.
    pub(crate) fn askable<'a>(&self, word: impl Fn(u32) -> &'a str) -> Vec<String> {
        let own = |place: &u32| TextLanguage::divide(word(*place)).1;
        let mut askable: Vec<String> =
            self.plain.places.iter().flat_map(|place| self.language.joined(&plain(own(place)))).collect();
        let (Some(groups), Some(mut stems)) = (&self.stems, Stems::in_language(self.language)) else { return askable };
        let mut endings: HashMap<&str, u32> = HashMap::new();
        for at in 0..groups.keys.len() {
            let stem = groups.keys.get(at);
            for ending in groups.between(at, at + 1).iter().filter_map(|place| own(place).strip_prefix(stem)) {
                *endings.entry(ending).or_default() += 1;
            }
        }
        let mut endings: Vec<(&str, u32)> = endings.into_iter().collect();
        endings.sort_unstable_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
        endings.truncate(MOST_ENDINGS);
        for at in 0..groups.keys.len() {
            let stem = groups.keys.get(at);
            let typed = endings.iter().map(|(ending, _)| format!("{stem}{ending}"));
            askable.extend(typed.filter(|typed| has_stem(typed) && stems.stem(typed) == stem));
        }
        askable
    }
}

impl Groups {
    fn of(mut by_key: Vec<(String, u32)>) -> Self {
        by_key.sort_unstable();
        let (mut keys, mut starts) = (Strings::default(), Vec::new());
        for (at, (key, _)) in (0_u32..).zip(&by_key) {
            if at == 0 || keys.get(keys.len() - 1) != key {
                keys.push(key);
                starts.push(at);
            }
        }
        keys.shrink_to_fit();
        Self { keys, starts, places: by_key.into_iter().map(|(_, at)| at).collect() }
    }

    fn of_key(&self, key: &str) -> &[u32] {
        let at = self.keys.gallop(0, |other| other < key);
        if at < self.keys.len() && self.keys.get(at) == key { self.between(at, at + 1) } else { &[] }
    }

    fn beginning(&self, start: &str) -> &[u32] {
        let from = self.keys.gallop(0, |key| key < start);
        self.between(from, self.keys.gallop(from, |key| key.starts_with(start)))
    }

    /// Returns the places of the keys from one on and before another.
    fn between(&self, from: usize, to: usize) -> &[u32] {
        let start = |key: usize| self.starts.get(key).map_or(self.places.len(), |start| *start as usize);
        self.places.get(start(from)..start(to)).unwrap_or_default()
    }
}

/// Tells whether a word has forms: figures and single letters have none.
fn has_stem(word: &str) -> bool {
    word.chars().count() > 2 && word.chars().all(|character| character.is_alphabetic() || character == '\'')
}
