//! The words of the corpus: how frequent each is, which share a stem, which begin alike, which are near.
//!
//! Made once from the index. A query is widened with words of the corpus only, so every form it counts is there.

use std::collections::HashSet;
use std::sync::LazyLock;

use levenshtein_automata::{Distance, LevenshteinAutomatonBuilder, SINK_STATE};

use super::language_words::LanguageWords;
use super::shard::Shard;
use super::strings::Strings;
use crate::search::analysis::{Inflections, Stems, TextLanguage, peoples};

/// All words of the corpus in order.
pub(crate) struct Dictionary {
    words: Strings,
    /// How many texts have each word.
    texts: Vec<u32>,
    /// Stems in order.
    stems: Strings,
    /// For each stem, where its words begin in `families`.
    starts: Vec<u32>,
    /// The places of words, those of one stem together.
    families: Vec<u32>,
    /// The words of texts in other languages than English, which `words` begin with.
    pub(crate) others: Vec<LanguageWords>,
    /// The words that texts in English write with accents, where there are texts in other languages.
    pub(crate) accented: HashSet<Box<str>>,
}

/// One word of the corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DictionaryWord<'a> {
    /// The word.
    pub(crate) word: &'a str,
    /// How many texts have it.
    pub(crate) texts: u32,
}

/// What tells words that are near each other; to make one takes longer than to use it.
static WITHIN_ONE: LazyLock<LevenshteinAutomatonBuilder> = LazyLock::new(|| LevenshteinAutomatonBuilder::new(1, true));
static WITHIN_TWO: LazyLock<LevenshteinAutomatonBuilder> = LazyLock::new(|| LevenshteinAutomatonBuilder::new(2, true));

impl Dictionary {
    /// Gathers the words of all shards.
    pub(crate) fn of<'a>(shards: impl Iterator<Item = &'a Shard>) -> tantivy::Result<Self> {
        let mut entries: Vec<(Box<str>, u32)> = Vec::new();
        for shard in shards {
            let from = entries.len();
            shard.each_word(|word, texts| entries.push((word.into(), texts)))?;
            if from > 0 {
                entries.sort();
                entries.dedup_by(|later, kept| {
                    let same = later.0 == kept.0;
                    kept.1 += if same { later.1 } else { 0 };
                    same
                });
            }
        }
        let mut stemmer = Stems::new();
        let mut by_stem: Vec<(String, u32)> = Vec::new();
        for ((word, _), at) in entries.iter().zip(0..) {
            if has_stem(word) {
                by_stem.push((stemmer.stem(word), at));
            }
        }
        by_stem.sort_unstable();
        let (mut stems, mut starts) = (Strings::default(), Vec::new());
        for (at, family) in (0_u32..).zip(&by_stem) {
            if at == 0 || stems.get(stems.len() - 1) != family.0 {
                stems.push(&family.0);
                starts.push(at);
            }
        }
        stems.shrink_to_fit();
        starts.shrink_to_fit();
        let families = by_stem.iter().map(|(_, at)| *at).collect();
        let others = LanguageWords::all(entries.iter().map(|(word, _)| &**word));
        let words = entries.iter().map(|(word, _)| word).collect();
        let texts = entries.iter().map(|(_, texts)| *texts).collect();
        Ok(Self { words, texts, stems, starts, families, others, accented: HashSet::new() })
    }

    /// Returns how many texts have `word`.
    pub(crate) fn texts(&self, word: &str) -> u32 {
        self.entry(word).map_or(0, |entry| entry.texts)
    }

    /// Tells whether any text has `word`, in whatever language.
    pub(crate) fn is_known(&self, word: &str) -> bool {
        self.texts(word) > 0 || self.others.iter().any(|words| !words.spelled(word).is_empty())
    }

    /// Returns the words of the corpus that are inflections of `word`, itself among them if the corpus has it.
    pub(crate) fn forms(&self, word: &str, stems: &mut Stems) -> Vec<DictionaryWord<'_>> {
        if !has_stem(word) {
            return self.entry(word).into_iter().collect();
        }
        let inflections = Inflections::of(word);
        let mut forms: Vec<DictionaryWord<'_>> = Vec::new();
        for root in &inflections.words {
            for entry in self.of_stem(root, stems) {
                if inflections.have(entry.word) && !forms.contains(&entry) {
                    forms.push(entry);
                }
            }
        }
        forms
    }

    /// Returns the words of the corpus that share the stem of `word`: its forms, and other words made of the same.
    pub(crate) fn of_stem(&self, word: &str, stems: &mut Stems) -> impl Iterator<Item = DictionaryWord<'_>> {
        let stem = if has_stem(word) { stems.stem(word) } else { String::new() };
        let at = self.stems.gallop(0, |other| other < stem.as_str());
        let is_there = at < self.stems.len() && self.stems.get(at) == stem;
        let end = self.starts.get(at + 1).map_or(self.families.len(), |end| *end as usize);
        let start = self.starts.get(at).filter(|_| is_there).map_or(end, |start| *start as usize);
        self.families.get(start..end).unwrap_or_default().iter().map(|at| self.at(*at as usize))
    }

    /// Returns other words made of the same as `word`: of its stem, or of the country or its people.
    pub(crate) fn related(&self, word: &str, stems: &mut Stems) -> impl Iterator<Item = DictionaryWord<'_>> {
        let inflections = Inflections::of(word);
        let of_stem = self.of_stem(word, stems).filter(move |entry| !inflections.have(entry.word));
        let peoples: Vec<_> = peoples(word).into_iter().filter_map(|other| self.entry(&other)).collect();
        of_stem.chain(peoples)
    }

    /// Returns the words that begin with `start`.
    pub(crate) fn beginning(&self, start: &str) -> impl Iterator<Item = DictionaryWord<'_>> {
        let from = self.words.gallop(0, |word| word < start);
        (from..self.words.gallop(from, |word| word.starts_with(start))).map(|at| self.at(at))
    }

    /// Returns the longer words that end with `end`, in all languages and but for the accents of those that have any.
    pub(crate) fn ending(&self, end: &str) -> Vec<DictionaryWord<'_>> {
        let english = self.words.containing(end).map(|at| self.at(at)).filter(|entry| {
            entry.word.len() > end.len() && entry.word.ends_with(end) && TextLanguage::divide(entry.word).0.is_english()
        });
        english.chain(self.others.iter().flat_map(|words| self.all(&words.ending(end)).collect::<Vec<_>>())).collect()
    }

    /// Returns words that differ from `word` by few letters and in no digit, nearest first, the more frequent first among equals.
    pub(crate) fn nearest(&self, word: &str, limit: usize) -> Vec<DictionaryWord<'_>> {
        self.near(word).into_iter().take(limit).map(|(_, entry)| entry).collect()
    }

    /// Returns those of the words near to `word` that differ from it least.
    pub(crate) fn likeliest(&self, word: &str, limit: usize) -> Vec<DictionaryWord<'_>> {
        let near = self.near(word);
        let least = near.first().map_or(0, |(distance, _)| *distance);
        near.into_iter().take(limit).take_while(|(distance, _)| *distance == least).map(|(_, entry)| entry).collect()
    }

    /// Returns words near to `word`, each with how many letters differ, in order.
    fn near(&self, word: &str) -> Vec<(u8, DictionaryWord<'_>)> {
        let letters = word.chars().count();
        if letters < 4 {
            return Vec::new();
        }
        // Another year or number is no slip of the one that was typed.
        let digits = |word: &str| word.chars().filter(|character| character.is_numeric()).collect::<String>();
        let own_digits = digits(word);
        let within = if letters < 6 { &WITHIN_ONE } else { &WITHIN_TWO };
        // Slips seldom touch the first letter, and two of them make another word of it: what begins with another letter
        // differs in nothing else, and is looked up. Only the words that begin alike are walked through.
        let mut near: Vec<(u8, DictionaryWord<'_>)> =
            self.begun_otherwise(word).into_iter().map(|entry| (1, entry)).collect();
        let first = word.chars().next().map(String::from).unwrap_or_default();
        let automaton = within.build_dfa(word);
        let mut at = self.words.gallop(0, |other| other < first.as_str());
        let end = self.words.gallop(at, |other| other.starts_with(&first));
        while at < end {
            let entry = self.at(at);
            let mut state = automaton.initial_state();
            // Words that begin alike stand side by side, and a beginning that is too far off is so for all of them.
            let lost = entry.word.bytes().position(|byte| {
                state = automaton.transition(state, byte);
                state == SINK_STATE
            });
            at = match lost {
                Some(last) => {
                    let lost = &entry.word.as_bytes()[..=last];
                    self.words.gallop(at, |other| other.as_bytes().starts_with(lost))
                }
                None => at + 1,
            };
            if let Distance::Exact(distance @ 1..) = automaton.distance(state) {
                near.push((distance, entry));
            }
        }
        near.retain(|(_, entry)| digits(entry.word) == own_digits);
        near.sort_by(|a, b| (a.0, b.1.texts, a.1.word).cmp(&(b.0, a.1.texts, b.1.word)));
        near
    }

    /// Returns the words that differ from `word` by their first letter alone: another one, none, one more before it, or
    /// the first two in turn.
    fn begun_otherwise(&self, word: &str) -> Vec<DictionaryWord<'_>> {
        let mut letters = word.chars();
        let (first, rest) = (letters.next(), letters.as_str());
        let second = letters.next();
        let turned = first.zip(second).map(|(first, second)| format!("{second}{first}{}", letters.as_str()));
        let mut found: Vec<DictionaryWord<'_>> =
            [Some(rest), turned.as_deref()].into_iter().flatten().filter_map(|other| self.entry(other)).collect();
        let mut at = 0;
        while let Some(letter) = self.words.get(at).chars().next().filter(|_| at < self.words.len()) {
            let of_letter = |other: &str| other.starts_with(letter);
            let end = self.words.gallop(at, of_letter);
            for rest in [rest, word] {
                let place = self.words.gallop(at, |other| of_letter(other) && &other[letter.len_utf8()..] < rest);
                let is_there = place < end && &self.words.get(place)[letter.len_utf8()..] == rest;
                found.extend(is_there.then(|| self.at(place)));
            }
            at = end;
        }
        found.retain(|entry| entry.word.chars().next() != first);
        found
    }

    /// Returns the entry of a word, if the corpus has it.
    fn entry(&self, word: &str) -> Option<DictionaryWord<'_>> {
        let at = self.words.gallop(0, |other| other < word);
        Some(self.at(at)).filter(|entry| entry.word == word)
    }

    /// Returns the words at places that the words of a language told.
    pub(crate) fn all<'a, 'b>(&'a self, places: &'b [u32]) -> impl Iterator<Item = DictionaryWord<'a>> + use<'a, 'b> {
        places.iter().map(|place| self.at(*place as usize))
    }

    /// Returns the word at a place.
    pub(crate) fn at(&self, place: usize) -> DictionaryWord<'_> {
        DictionaryWord { word: self.words.get(place), texts: self.texts.get(place).copied().unwrap_or_default() }
    }
}

/// Tells whether a word has forms: figures and single letters have none.
pub(crate) fn has_stem(word: &str) -> bool {
    word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'\'')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::search::analysis::TextLanguage;

    fn dictionary() -> Dictionary {
        let texts = ["attack attacks attacked 2018", "countermeasures attack", "behaviour attribution"];
        let english = texts.into_iter().map(|text| (TextLanguage::ENGLISH, text));
        let shard = Shard::build(english).expect("builds");
        Dictionary::of([&shard].into_iter()).expect("reads")
    }

    fn list<'a>(entries: impl IntoIterator<Item = DictionaryWord<'a>>) -> Vec<&'a str> {
        entries.into_iter().map(|entry| entry.word).collect()
    }

    #[test]
    fn forms_are_inflections_that_the_corpus_has() {
        let dictionary = dictionary();
        let mut stems = Stems::new();
        assert_eq!(list(dictionary.forms("attacking", &mut stems)), ["attack", "attacked", "attacks"]);
        assert!(list(dictionary.forms("attributed", &mut stems)).is_empty(), "attribution is another word");
        assert_eq!(list(dictionary.of_stem("attributed", &mut stems)), ["attribution"]);
        assert_eq!(list(dictionary.forms("2018", &mut stems)), ["2018"]);
        assert!(list(dictionary.forms("unknown", &mut stems)).is_empty());
    }

    #[test]
    fn words_begin_alike_or_are_near() {
        let dictionary = dictionary();
        assert_eq!(list(dictionary.beginning("attack")), ["attack", "attacked", "attacks"]);
        assert_eq!(list(dictionary.nearest("countermesures", 3)), ["countermeasures"]);
        assert!(dictionary.nearest("abc", 3).is_empty());
        assert!(dictionary.nearest("2019", 3).is_empty(), "another year is no slip");
        assert!(dictionary.nearest("attack5", 3).is_empty(), "neither is a number less");
    }

    /// Returns how many letters differ, where two that stand in turn are one.
    fn distance(one: &[u8], other: &[u8]) -> usize {
        match (one, other) {
            ([], rest) | (rest, []) => rest.len(),
            ([a, one @ ..], [b, other @ ..]) if a == b => distance(one, other),
            ([a, one_rest @ ..], [b, other_rest @ ..]) => {
                let turned = match (one_rest, other_rest) {
                    ([c, one @ ..], [d, other @ ..]) if (a, c) == (d, b) => distance(one, other),
                    _ => usize::MAX - 1,
                };
                let changed =
                    distance(one_rest, other_rest).min(distance(one_rest, other)).min(distance(one, other_rest));
                1 + changed.min(turned)
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn words_near_are_those_that_trying_all_finds(words in prop::collection::vec("[ab]{2,6}|[a-c]{3,8}[12]?", 1..40),
                                                      word in "[abc]{3,7}1?") {
            let shard = Shard::build([(TextLanguage::ENGLISH, words.join(" ").as_str())].into_iter()).expect("builds");
            let dictionary = Dictionary::of([&shard].into_iter()).expect("reads");
            let most = match word.len() { 0..=3 => 0, 4..=5 => 1, _ => 2 };
            let is_near = |other: &&String| {
                let digits = |word: &str| word.chars().filter(char::is_ascii_digit).collect::<String>();
                let far = distance(word.as_bytes(), other.as_bytes());
                let least = if other[..1] == word[..1] { most } else { most.min(1) };
                (1..=least).contains(&far) && digits(other) == digits(&word)
            };
            let mut near: Vec<&str> = words.iter().filter(is_near).map(String::as_str).collect();
            near.sort_unstable();
            near.dedup();
            let mut found = list(dictionary.nearest(&word, usize::MAX));
            found.sort_unstable();
            prop_assert_eq!(found, near);
        }
    }
}
