//! Plans words and phrases: the sets of words that stand for each, and what finding one is worth.

use std::ops::Range;
use std::sync::Arc;

use super::planner::Planner;
use super::{Unit, WordSet, either};
use crate::search::analysis::{self, TextLanguage, is_stop_word, script};
use crate::search::index::dictionary::DictionaryWord;
use crate::search::index::weight::rarity;
use crate::search::language::Notice;
use crate::search::language::{Style, Term};

/// At most this many words that begin alike are looked for, the most frequent.
const WIDEST_PREFIX: usize = 500;
/// At most this many sequences of words stand for one phrase.
const MOST_PATHS: usize = 32;

impl Planner<'_> {
    pub(crate) fn term(&mut self, term: &Term) -> usize {
        let first = self.terms;
        self.terms += usize::from(self.excluded == 0);
        let place = (term.typed_at, term.range.clone());
        let known = self.paths.get(&place).cloned();
        let paths = known.unwrap_or_else(|| {
            let paths = self.term_paths(term);
            self.paths.insert(place, paths.clone());
            paths
        });
        self.unit(paths, first..self.terms)
    }

    /// Returns what stands for a term.
    fn term_paths(&mut self, term: &Term) -> Vec<Vec<usize>> {
        let paths = match term.style {
            Style::Word => self.word(term),
            Style::Exact => vec![self.path(&term.words)],
            Style::Prefix => self.prefix(term),
            Style::Phrase | Style::Parts => self.phrase(term),
            Style::Joined => {
                let mut paths = self.phrase(term);
                let joined: Box<str> = term.words.concat().into();
                if self.absent || self.index.dictionary.texts(&joined) > 0 {
                    paths.push(vec![self.set(vec![joined])]);
                }
                paths
            }
        };
        self.in_all_languages(term, paths)
    }

    pub(crate) fn unit(&mut self, mut paths: Vec<Vec<usize>>, terms: Range<usize>) -> usize {
        let mut known: Vec<Vec<usize>> = Vec::new();
        paths.retain(|path| {
            let new = !known.contains(path);
            known.push(path.clone());
            new
        });
        paths.truncate(MOST_PATHS);
        // The rarest way of writing it says nothing; what was typed does, or what stands for it where it is nowhere.
        let weigh = |path: &Vec<usize>| path.iter().map(|set| self.set_weight(*set)).sum::<f32>();
        let found =
            |path: &&Vec<usize>| path.iter().all(|set| self.plan.sets.get(*set).is_some_and(|set| set.texts > 0));
        let weight = paths.iter().find(found).or(paths.first()).map_or(0.0, weigh);
        let weight = if terms.is_empty() { 0.0 } else { weight };
        self.plan.units.push(Unit::of(paths, &self.plan.sets, weight, terms));
        self.plan.units.len() - 1
    }

    /// Returns the weight of a set: how much it says that a text has it.
    pub(crate) fn set_weight(&self, set: usize) -> f32 {
        let Some(set) = self.plan.sets.get(set) else { return 0.0 };
        if !self.only_stop_words && set.words.iter().any(|word| is_stop_word(word)) {
            return 0.0;
        }
        rarity(self.index.catalogue.paragraphs(), set.texts)
    }

    pub(crate) fn set(&mut self, words: Vec<Box<str>>) -> usize {
        self.just(either(words))
    }

    /// Returns the set of just these words, sorted.
    fn just(&mut self, words: Vec<Box<str>>) -> usize {
        let texts = words.iter().fold(0_u32, |sum, word| sum.saturating_add(self.index.dictionary.texts(word)));
        let set = Arc::new(WordSet { words, texts: texts.min(self.index.catalogue.paragraphs().max(1)) });
        *self.numbers.entry(set.clone()).or_insert_with(|| {
            self.sets.push(set.clone());
            self.plan.sets.push(set);
            self.sets.len() - 1
        })
    }

    /// Widens a plain word by its forms, its spellings, and theirs.
    fn word(&mut self, term: &Term) -> Vec<Vec<usize>> {
        let Some(word) = term.words.first() else { return Vec::new() };
        let (mut words, mut paths): (Vec<Box<str>>, _) = (vec![word.as_str().into()], Vec::new());
        for member in self.relatives(&term.words, &term.typed) {
            match member.as_slice() {
                [other] => words.push(other.as_str().into()),
                several => paths.push(self.path(several)),
            }
        }
        paths.insert(0, vec![self.set(words)]);
        paths
    }

    /// Returns the others of the family of `words`, typed as `typed`, that the corpus has.
    pub(crate) fn relatives(&mut self, words: &[String], typed: &str) -> Vec<Vec<String>> {
        let index = self.index;
        let mut family = index.widening.family(words, typed, &index.dictionary, &mut self.stems);
        family.remove(0);
        family.retain(|words| self.absent || words.iter().all(|word| index.dictionary.texts(word) > 0));
        family
    }

    /// Returns the sequence of exactly these words.
    pub(crate) fn path(&mut self, words: &[String]) -> Vec<usize> {
        words.iter().map(|word| self.set(vec![word.as_str().into()])).collect()
    }

    /// Returns the sequences that stand for the beginning of a word, and the words before it.
    fn prefix(&mut self, term: &Term) -> Vec<Vec<usize>> {
        let Some((start, before)) = term.words.split_last() else { return Vec::new() };
        let index = self.index;
        let (mut begun, in_english) = self.begun_elsewhere(term);
        if in_english {
            begun.extend(index.dictionary.beginning(start));
        }
        self.cut(&mut begun, analysis::shown(start));
        let (elsewhere, english): (Vec<_>, Vec<_>) =
            begun.into_iter().map(|entry| entry.word).partition(|word| !TextLanguage::divide(word).0.is_english());
        let set = |words: Vec<&str>| -> Vec<Box<str>> { words.into_iter().map(Box::from).collect() };
        if before.is_empty() {
            return vec![vec![self.sorted([set(elsewhere), set(english)].concat())]];
        }
        let mut paths = Vec::new();
        if let Some(mut path) = self.before_elsewhere(term).filter(|_| !elsewhere.is_empty()) {
            path.push(self.sorted(set(elsewhere)));
            paths.push(path);
        }
        let mut path = self.path(before);
        path.push(self.sorted(set(english)));
        paths.insert(0, path);
        self.begin_runs(term, &mut paths);
        paths
    }

    /// Returns the set of just these words.
    fn sorted(&mut self, mut words: Vec<Box<str>>) -> usize {
        words.sort_unstable();
        words.dedup();
        self.just(words)
    }

    /// Lets a run whose characters are looked for one by one begin where it begins in a text.
    fn begin_runs(&mut self, term: &Term, paths: &mut [Vec<usize>]) {
        let Some(at) = term.words.iter().rposition(|word| script::is_beginning(word)) else { return };
        let is_one_run = term.words.iter().skip(at).all(|word| script::is_divided(word));
        if !is_one_run || at + 1 == term.words.len() {
            return;
        }
        for path in paths {
            let Some(set) = path.get(at).and_then(|set| self.sets.get(*set)).cloned() else { continue };
            let begins = |word: &str| script::is_beginning(TextLanguage::divide(word).1);
            let beginning = self.just(set.words.iter().filter(|word| begins(word)).cloned().collect());
            if let Some(own) = path.get_mut(at) {
                *own = beginning;
            }
        }
    }

    /// Leaves of words that begin alike those that most texts have, as many as there is room for.
    fn cut(&mut self, begun: &mut Vec<DictionaryWord<'_>>, start: &str) {
        let all = begun.len();
        let most = WIDEST_PREFIX.min(self.room.words);
        let texts: u64 = begun.iter().map(|word| u64::from(word.texts)).sum();
        if all > most || texts > self.room.texts {
            begun.sort_by(|a, b| (b.texts, a.word).cmp(&(a.texts, b.word)));
            begun.truncate(most);
            let mut left = self.room.texts;
            let fits = begun.iter().take_while(|word| {
                let fits = u64::from(word.texts) <= left;
                left = left.saturating_sub(u64::from(word.texts));
                fits
            });
            let fitting = fits.count().max(1);
            begun.truncate(fitting);
            if begun.len() < all {
                self.plan.notices.push(Notice::wide_prefix(start, begun.len(), all));
            }
        }
    }

    /// Returns the sequences that stand for a phrase, by the spellings of its words and of words in it together.
    fn phrase(&mut self, term: &Term) -> Vec<Vec<usize>> {
        let (words, index) = (&term.words, self.index);
        let mut paths: Vec<Vec<usize>> = Vec::new();
        // Ways to the word at each place, begun with what was typed.
        let mut open: Vec<(usize, Vec<usize>)> = vec![(0, Vec::new())];
        while let Some((at, path)) = open.pop() {
            if paths.len() + open.len() > MOST_PATHS * 2 {
                break;
            }
            let Some(word) = words.get(at) else {
                paths.push(path);
                continue;
            };
            let mut same: Vec<Box<str>> = vec![word.as_str().into()];
            let longest = self.index.widening.longest().min(words.len() - at);
            for length in (1..=longest).rev() {
                let Some(run) = words.get(at..at + length) else { continue };
                let whole = if length == words.len() { term.typed.as_str() } else { "" };
                let widening = &index.widening;
                for spelling in widening.spellings(run, whole) {
                    if !spelling.is_there && !self.absent {
                        continue;
                    }
                    if let ([other], 1) = (spelling.words.as_slice(), length) {
                        same.push(other.as_str().into());
                        continue;
                    }
                    let mut longer = path.clone();
                    longer.extend(self.path(&spelling.words));
                    open.push((at + length, longer));
                }
            }
            let mut next = path;
            next.push(self.set(same));
            // Last in is first out, so what was typed comes out first.
            open.push((at + 1, next));
        }
        paths
    }
}
