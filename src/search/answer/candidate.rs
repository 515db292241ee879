//! Paragraphs that a quotation may come from, for the quotation checker to align word by word.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use super::record;
use crate::search::analysis::{TextLanguage, comparable, is_stop_word, search_words};
use crate::search::index::weight::{PAIR, rarity};
use crate::search::index::{Index, Place, Sort, sound};
use crate::search::plan::{Clause, Plan, Unit, WordSet, either};
use crate::search::run::{Found, Opening, Task};

/// A run of this many words is looked for as a whole; a longer quotation is found by its rarest run of this length.
const RUN: usize = 32;
/// At most this many words of a quotation are looked for one by one, the rarest.
const WORDS: usize = 48;
/// The lists of words looked for one by one are at most so long together, after the first few.
const ENTRIES: usize = 200_000;
/// So many words are looked for one by one however frequent they are.
const FEW: usize = 4;
/// How many words that no text has are taken for slips: each costs a walk through the dictionary.
const SLIPS: usize = 4;
/// How many words of the dictionary may stand for one of them.
const NEAR: usize = 3;

impl Index {
    /// Returns the paragraphs that a quotation may come from, best first, without reading the others.
    ///
    /// `words` are the words of the quotation in order, as [`crate::wording::words`] folds them. Every paragraph in
    /// which they stand one after the other is among the answers and before all others, the oldest first. Then come
    /// at most `limit` paragraphs with the most of the rare words and of the neighbours among them, where a word that
    /// no text has counts as those that are spelled nearly so; with a limit of 0 these are not looked for, which costs
    /// most of the time.
    #[must_use]
    pub fn candidates(&self, words: &[&str], limit: usize) -> Vec<Place> {
        let languages = self.dictionary.others.iter().map(|words| words.language);
        let readings: Vec<Vec<String>> = std::iter::once(TextLanguage::ENGLISH)
            .chain(languages)
            .map(|language| search_words(words, language))
            .collect();
        let mut places: Vec<u32> = Vec::new();
        for words in &readings {
            if let Some(run) = self.rarest_run(words)
                && let Some(run) = words.get(run)
            {
                let found = self.found(&Plan::whole(self, run), Sort::Oldest, usize::MAX);
                places.extend(found.best.iter().map(|hit| hit.paragraph));
            }
        }
        if readings.len() > 1 {
            // Paragraphs are in the order of the corpus, in which the oldest are first.
            places.sort_unstable();
        }
        if limit == 0 {
            return places.into_iter().map(|paragraph| self.place(paragraph)).collect();
        }
        let known: HashSet<u32> = places.iter().copied().collect();
        let mut near: Vec<(f32, u32)> = Vec::new();
        for words in &readings {
            let overlap = self.overlap(words);
            if overlap.units.is_empty() {
                continue;
            }
            let found = self.found(&overlap, Sort::Relevance, limit.saturating_add(known.len()));
            let others = found.best.iter().filter(|hit| !known.contains(&hit.paragraph));
            near.extend(others.take(limit).map(|hit| (hit.score, hit.paragraph)));
        }
        if readings.len() > 1 {
            near.sort_by(|a, b| b.0.total_cmp(&a.0));
        }
        places.extend(near.into_iter().take(limit).map(|(_, paragraph)| paragraph));
        places.into_iter().map(|paragraph| self.place(paragraph)).collect()
    }

    /// Returns the places in the corpus of at most `limit` records that have some of the words, best first.
    ///
    /// Two words are asked for where there are two that are not in every text: one says little of a subject.
    #[must_use]
    pub fn records_about(&self, words: &[&str], limit: usize) -> Vec<usize> {
        let words: Vec<String> = words.iter().map(|word| comparable(word).into_owned()).collect();
        let words: Vec<String> = words.into_iter().filter(|word| !is_stop_word(word)).collect();
        let mut plan = self.overlap(&words);
        if let Clause::Some { counted, least, .. } = &mut plan.root {
            *least = counted.len().min(2);
        }
        if plan.units.is_empty() {
            return Vec::new();
        }
        let found = sound(record::find(&self.records, &plan, None, limit));
        found.best.iter().map(|record| self.records.catalogue.document_of(record.paragraph)).collect()
    }

    /// Returns how much a word says: the more, the fewer texts have it.
    #[must_use]
    pub fn rarity(&self, word: &str) -> f32 {
        let languages = self.dictionary.others.iter().map(|words| words.language);
        let elsewhere: u32 = languages.map(|language| self.dictionary.texts(&language.term(word))).sum();
        rarity(self.catalogue.paragraphs(), self.dictionary.texts(&comparable(word)) + elsewhere)
    }

    fn found(&self, plan: &Plan, sort: Sort, keep: usize) -> Found {
        let task = Task {
            plan,
            lengths: &self.lengths,
            titles: &[],
            shown: None,
            sort,
            keep: keep.min(self.paragraphs()),
            list: false,
        };
        sound(Opening::of(&self.shards, &self.catalogue).find(&task))
    }

    /// Returns the run of words that says most; nothing where there is none or a word is nowhere in the corpus.
    ///
    /// A paragraph that has the whole quotation has every run of it.
    fn rarest_run(&self, words: &[String]) -> Option<Range<usize>> {
        let weights: Vec<f32> = words.iter().map(|word| self.weight(word)).collect::<Option<_>>()?;
        let starts = 0..=words.len().saturating_sub(RUN);
        let weight = |start: &usize| weights.iter().skip(*start).take(RUN).sum::<f32>();
        let start = starts.max_by(|a, b| weight(a).total_cmp(&weight(b)))?;
        (!words.is_empty()).then(|| start..words.len().min(start + RUN))
    }

    fn weight(&self, word: &str) -> Option<f32> {
        let texts = either(vec![word.into()]).iter().map(|word| self.dictionary.texts(word)).sum();
        (texts > 0).then(|| rarity(self.catalogue.paragraphs(), texts))
    }

    /// Plans to look for the rarest words one by one.
    fn overlap(&self, words: &[String]) -> Plan {
        let mut rarest: Vec<(u32, &str, Vec<Box<str>>)> = Vec::new();
        let mut seen = HashSet::new();
        let mut slips = 0;
        for word in words.iter().filter(|word| seen.insert(word.as_str())) {
            let same = either(vec![word.as_str().into()]);
            let texts = same.iter().map(|word| self.dictionary.texts(word)).sum();
            if texts > 0 {
                rarest.push((texts, word, same));
            } else if slips < SLIPS {
                slips += 1;
                let near = self.dictionary.nearest(word, NEAR);
                let texts = near.iter().map(|entry| entry.texts).sum();
                let mut near: Vec<Box<str>> = near.iter().map(|entry| entry.word.into()).collect();
                near.sort_unstable();
                rarest.extend((!near.is_empty()).then_some((texts, word.as_str(), near)));
            }
        }
        rarest.sort_unstable();
        let mut entries = 0;
        rarest.truncate(WORDS);
        let mut taken = 0;
        rarest.retain(|(texts, ..)| {
            entries += *texts as usize;
            taken += 1;
            taken <= FEW || entries <= ENTRIES
        });
        let mut plan = Plan::nothing();
        let mut sets: HashMap<&str, usize> = HashMap::new();
        for (texts, word, words) in rarest {
            sets.insert(word, plan.sets.len());
            let weight = rarity(self.catalogue.paragraphs(), texts);
            let path = vec![plan.sets.len()];
            plan.sets.push(Arc::new(WordSet { words, texts }));
            plan.units.push(Unit::of(vec![path], &plan.sets, weight, 0..0));
        }
        for pair in words.windows(2) {
            let [left, right] = pair else { continue };
            if let (Some(&left), Some(&right)) = (sets.get(left.as_str()), sets.get(right.as_str())) {
                let weight = |set: usize| plan.units.get(set).map_or(0.0, |unit| unit.weight);
                // Neighbours count as much as the two words themselves: their order is what is quoted.
                plan.pairs.push((left, right, (weight(left) + weight(right)) / (2.0 * PAIR)));
            }
        }
        let counted = (0..plan.units.len()).map(Clause::Unit).collect();
        plan.root = Clause::Some { required: Vec::new(), counted, least: 1 };
        plan
    }
}
