//! The words of the corpus: how frequent each is, which share a stem, which begin alike, which are near.
//!
//! Made once from the index. A query is widened with words of the corpus only, so every form it counts is there.

use levenshtein_automata::{Distance, LevenshteinAutomatonBuilder, SINK_STATE};

use super::analysis::Stems;
use super::leap::leap;
use super::shard::Shard;

/// All words of the corpus in order.
pub(super) struct Dictionary {
    entries: Vec<Entry>,
    /// Stems in order, each with the place of a word that has it.
    by_stem: Vec<(Box<str>, u32)>,
}

/// One word of the corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// The word.
    pub(super) word: Box<str>,
    /// How many texts have it.
    pub(super) texts: u32,
}

impl Dictionary {
    /// Gathers the words of all shards.
    pub(super) fn of<'a>(shards: impl Iterator<Item = &'a Shard>) -> tantivy::Result<Self> {
        let mut entries: Vec<Entry> = Vec::new();
        for shard in shards {
            let from = entries.len();
            shard.each_word(|word, texts| entries.push(Entry { word: word.into(), texts }))?;
            if from > 0 {
                entries.sort_by(|a, b| a.word.cmp(&b.word));
                entries.dedup_by(|later, kept| {
                    let same = later.word == kept.word;
                    kept.texts += if same { later.texts } else { 0 };
                    same
                });
            }
        }
        let mut stems = Stems::new();
        let mut by_stem: Vec<(Box<str>, u32)> = Vec::with_capacity(entries.len());
        for (entry, at) in entries.iter().zip(0..) {
            if has_stem(&entry.word) {
                by_stem.push((stems.stem(&entry.word).into(), at));
            }
        }
        by_stem.sort_unstable();
        entries.shrink_to_fit();
        by_stem.shrink_to_fit();
        Ok(Self { entries, by_stem })
    }

    /// Returns the entry of a word, if the corpus has it.
    pub(super) fn entry(&self, word: &str) -> Option<&Entry> {
        let at = self.entries.binary_search_by(|entry| entry.word.as_ref().cmp(word)).ok()?;
        self.entries.get(at)
    }

    /// Returns how many texts have `word`.
    pub(super) fn texts(&self, word: &str) -> u32 {
        self.entry(word).map_or(0, |entry| entry.texts)
    }

    /// Returns the words of the corpus that share the stem of `word`, itself among them if the corpus has it.
    pub(super) fn forms(&self, word: &str, stems: &mut Stems) -> Vec<&Entry> {
        if !has_stem(word) {
            return self.entry(word).into_iter().collect();
        }
        let stem = stems.stem(word);
        let from = self.by_stem.partition_point(|(other, _)| other.as_ref() < stem.as_str());
        let family = self.by_stem.iter().skip(from).take_while(|(other, _)| other.as_ref() == stem.as_str());
        family.filter_map(|&(_, at)| self.entries.get(at as usize)).collect()
    }

    /// Returns the words that begin with `start`.
    pub(super) fn beginning(&self, start: &str) -> &[Entry] {
        let from = self.entries.partition_point(|entry| entry.word.as_ref() < start);
        let rest = self.entries.get(from..).unwrap_or_default();
        rest.get(..rest.partition_point(|entry| entry.word.starts_with(start))).unwrap_or_default()
    }

    /// Returns words that differ from `word` by few letters, nearest first, the more frequent first among equals.
    pub(super) fn nearest(&self, word: &str, limit: usize) -> Vec<&Entry> {
        let letters = word.chars().count();
        let most = match letters {
            0..=3 => return Vec::new(),
            4..=5 => 1,
            _ => 2,
        };
        let automaton = LevenshteinAutomatonBuilder::new(most, true).build_dfa(word);
        let mut near: Vec<(u8, &Entry)> = Vec::new();
        let mut rest = self.entries.as_slice();
        while let Some(entry) = rest.first() {
            let mut state = automaton.initial_state();
            // Words that begin alike stand side by side, and a beginning that is too far off is so for all of them.
            let lost = entry.word.bytes().position(|byte| {
                state = automaton.transition(state, byte);
                state == SINK_STATE
            });
            let skipped = match lost {
                Some(at) => leap(rest, |other| other.word.as_bytes().starts_with(&entry.word.as_bytes()[..=at])),
                None => 1,
            };
            rest = rest.get(skipped..).unwrap_or_default();
            match automaton.distance(state) {
                // Slips seldom touch the first letter, and two of them make another word of it.
                Distance::Exact(1) => near.push((1, entry)),
                Distance::Exact(2) if entry.word.chars().next() == word.chars().next() => near.push((2, entry)),
                _ => {}
            }
        }
        near.sort_by(|a, b| (a.0, b.1.texts, &a.1.word).cmp(&(b.0, a.1.texts, &b.1.word)));
        near.into_iter().take(limit).map(|(_, entry)| entry).collect()
    }
}

/// Tells whether a word has forms: figures and single letters have none.
pub(super) fn has_stem(word: &str) -> bool {
    word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dictionary() -> Dictionary {
        let texts = ["attack attacks attacked 2018", "countermeasures attack", "behaviour attribution"];
        let shard = Shard::build(texts.into_iter()).expect("builds");
        Dictionary::of([&shard].into_iter()).expect("reads")
    }

    fn list<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Vec<&'a str> {
        entries.into_iter().map(|entry| entry.word.as_ref()).collect()
    }

    #[test]
    fn forms_are_words_of_the_corpus_with_the_same_stem() {
        let dictionary = dictionary();
        let mut stems = Stems::new();
        assert_eq!(list(dictionary.forms("attacking", &mut stems)), ["attack", "attacked", "attacks"]);
        assert_eq!(list(dictionary.forms("attributed", &mut stems)), ["attribution"]);
        assert_eq!(list(dictionary.forms("2018", &mut stems)), ["2018"]);
        assert!(list(dictionary.forms("unknown", &mut stems)).is_empty());
    }

    #[test]
    fn words_begin_alike_or_are_near() {
        let dictionary = dictionary();
        assert_eq!(list(dictionary.beginning("attack")), ["attack", "attacked", "attacks"]);
        assert_eq!(list(dictionary.nearest("countermesures", 3)), ["countermeasures"]);
        assert!(dictionary.nearest("abc", 3).is_empty());
    }
}
