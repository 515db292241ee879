//! Plans words and phrases: the sets of words that stand for each, and what finding one is worth.

use std::ops::Range;
use std::sync::Arc;

use super::planner::{Planner, TermPlan};
use super::{Demand, Unit, WordSet, either};
use crate::search::analysis::{self, TextLanguage, is_stop_word, script};
use crate::search::index::dictionary::DictionaryWord;
use crate::search::index::weight::rarity;
use crate::search::language::Notice;
use crate::search::language::{Style, Term};

/// At most this many words that begin alike are looked for, the most frequent.
const WIDEST_PREFIX: usize = 500;
/// At most this many sequences of words stand for one phrase.
const MOST_PATHS: usize = 32;

/// Where not all parts are asked for, so many words that the corpus lacks count as the words nearest to them: each is a
/// walk through all words.
const MOST_SLIPS: usize = 4;
/// So many near words stand for one.
const NEAR: usize = 3;
/// How much of its weight a word has that stands for a slip: it may be another slip, or none.
const SLIP: f32 = 0.5;

impl Planner<'_> {
    pub(crate) fn term(&mut self, term: &Term) -> usize {
        let first = self.terms;
        self.terms += usize::from(self.excluded == 0);
        let stands = self.standing_of(term);
        self.stand(stands, first..self.terms)
    }

    /// Returns what stands for a term, as it was found out before.
    pub(crate) fn standing_of(&mut self, term: &Term) -> TermPlan {
        let place = (term.typed_at, term.range.clone(), self.demand == Demand::All);
        let known = self.stands.get(&place).cloned();
        known.unwrap_or_else(|| {
            let stands = self.standing(term);
            self.stands.insert(place, stands.clone());
            stands
        })
    }

    fn stand(&mut self, stands: TermPlan, terms: Range<usize>) -> usize {
        let number = self.unit(stands.paths, terms);
        let weight = stands.scored.map(|set| self.set_weight(set));
        let unit = self.plan.units.get_mut(number).filter(|unit| unit.weight > 0.0);
        if let (Some(unit), Some(weight)) = (unit, weight) {
            (unit.scored, unit.weight) = (stands.scored, weight);
        }
        if let Some(unit) = self.plan.units.get_mut(number) {
            unit.weight *= stands.share;
        }
        number
    }

    /// Plans the words that hyphens join one by one, and the one word that they are without.
    pub(crate) fn loosened(&mut self, term: &Term) -> Vec<usize> {
        let first = self.terms;
        self.terms += usize::from(self.excluded == 0);
        let mut units = Vec::new();
        for word in &term.words {
            let (words, typed) = (vec![word.clone()], word.clone());
            let stands = self.standing(&Term { words, typed, style: Style::Word, ..term.clone() });
            units.push(self.stand(stands, first..self.terms));
        }
        let together: Box<str> = term.words.concat().into();
        if self.index.dictionary.texts(&together) > 0 {
            let path = vec![self.set(vec![together])];
            units.push(self.unit(vec![path], first..self.terms));
        }
        units
    }

    /// Returns what stands for a term.
    fn standing(&mut self, term: &Term) -> TermPlan {
        let paths = match term.style {
            Style::Word => return self.plain_word(term),
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
        TermPlan { paths: self.in_all_languages(term, paths), scored: None, share: 1.0 }
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

    /// Returns the weight of a word by itself.
    pub(crate) fn word_weight(&self, word: &str) -> f32 {
        if !self.only_stop_words && is_stop_word(word) {
            return 0.0;
        }
        // What no text has decides about no order.
        match self.index.dictionary.texts(word) {
            0 if self.index.dictionary.is_known(word) => 1.0,
            0 => 0.0,
            texts => rarity(self.index.catalogue.paragraphs(), texts),
        }
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

    /// Widens a plain word by its forms and spellings in all languages, and scores it by what is made of the same, too.
    fn plain_word(&mut self, term: &Term) -> TermPlan {
        let Some(word) = term.words.first() else { return TermPlan::default() };
        let (mut related, mut share) = (Vec::new(), 1.0);
        let mut paths = self.word(term);
        if self.counts_related && self.excluded == 0 && !is_stop_word(word) {
            let others = self.others_of(word);
            self.widen(&mut paths, others);
        } else if self.demand != Demand::All && !is_stop_word(word) {
            related = self.others_of(word);
            let near = if self.is_nowhere(word, &paths) { self.slip(word) } else { Vec::new() };
            if !near.is_empty() {
                share = SLIP;
                if self.demand == Demand::Any { self.widen(&mut paths, near) } else { related.extend(near) }
            }
        }
        let paths = self.in_all_languages(term, paths);
        let own = match paths.first().map(Vec::as_slice) {
            Some(&[set]) => self.sets.get(set).map(|set| set.words.clone()),
            _ => None,
        };
        related.retain(|other| own.as_ref().is_some_and(|own| !own.contains(other)));
        let scored = own.filter(|_| !related.is_empty()).map(|own| self.set([own, related].concat()));
        TermPlan { paths, scored, share }
    }

    fn others_of(&mut self, word: &str) -> Vec<Box<str>> {
        self.related(word).iter().map(|entry| entry.word.into()).collect()
    }

    /// Adds words to the set that a word is.
    fn widen(&mut self, paths: &mut [Vec<usize>], others: Vec<Box<str>>) {
        let Some([set]) = paths.first_mut().map(Vec::as_mut_slice) else { return };
        let own = self.sets.get(*set).map_or(Vec::new(), |set| set.words.clone());
        *set = self.set([own, others].concat());
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

    /// Returns the words that one which the corpus lacks is likely a slip of.
    fn slip(&mut self, word: &str) -> Vec<Box<str>> {
        if self.slips >= MOST_SLIPS {
            return Vec::new();
        }
        self.slips += 1;
        let mut near = self.index.dictionary.likeliest(word, NEAR);
        near.retain(|entry| TextLanguage::divide(entry.word).0.is_english());
        if self.demand == Demand::Any && self.excluded == 0 && !near.is_empty() {
            let near: Vec<&str> = near.iter().map(|entry| entry.word).collect();
            self.plan.notices.push(Notice::slip(word, &near));
        }
        near.into_iter().map(|entry| entry.word.into()).collect()
    }

    /// Tells whether no text has a word, in any language, form or spelling.
    fn is_nowhere(&self, word: &str, paths: &[Vec<usize>]) -> bool {
        let is_there = |path: &Vec<usize>| path.iter().all(|set| self.sets.get(*set).is_some_and(|set| set.texts > 0));
        !paths.iter().any(is_there) && !self.index.dictionary.is_known(word)
    }

    /// Returns the others of the family of `words`, typed as `typed`, that the corpus has.
    pub(crate) fn relatives(&mut self, words: &[String], typed: &str) -> Vec<Vec<String>> {
        let family = self.family(words, typed);
        let is_there =
            |words: &&Vec<String>| self.absent || words.iter().all(|word| self.index.dictionary.texts(word) > 0);
        family.iter().skip(1).filter(is_there).cloned().collect()
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
