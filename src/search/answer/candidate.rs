//! Paragraphs that a quotation may come from, for the quotation checker to align word by word.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use super::record;
use crate::search::analysis::{TextLanguage, comparable, is_stop_word, search_words};
use crate::search::index::weight::{PAIR, rarity};
use crate::search::index::{Index, Place, Sort, sound};
use crate::search::plan::order::{Evidence, Order};
use crate::search::plan::{Clause, Plan, Unit, WordSet, either};
use crate::search::run::order::ORDERED;
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
            let Overlap { plan, order } = self.overlap(words);
            if plan.units.is_empty() {
                continue;
            }
            let keep = limit.saturating_add(known.len());
            let found = match order {
                Some(order) => self.found_in_order(&plan, &order, keep),
                None => self.found(&plan, Sort::Relevance, keep),
            };
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
        let mut plan = self.overlap(&words).plan;
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
        sound(Opening::of(&self.shards, &self.catalogue).find(&self.task(plan, sort, keep)))
    }

    /// Finds the best by their words alone, and puts these in order.
    fn found_in_order(&self, plan: &Plan, order: &Order, keep: usize) -> Found {
        let mut opening = Opening::of(&self.shards, &self.catalogue);
        let mut found = sound(opening.find(&self.task(plan, Sort::Relevance, keep.max(ORDERED))));
        sound(opening.put_in_order(order, &mut found.best));
        found.best.truncate(keep);
        found
    }

    fn task<'a>(&'a self, plan: &'a Plan, sort: Sort, keep: usize) -> Task<'a> {
        let keep = keep.min(self.paragraphs());
        Task { plan, lengths: &self.lengths, titles: &[], shown: None, sort, keep, list: false, mentioned: None }
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
    fn overlap(&self, words: &[String]) -> Overlap {
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
            let with = entries + *texts as usize;
            taken += 1;
            let fits = taken <= FEW || with <= ENTRIES;
            entries = if fits { with } else { entries };
            fits
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
        let parts: Vec<usize> = words.iter().filter_map(|word| sets.get(word.as_str()).copied()).collect();
        let weight = |set: usize| plan.units.get(set).map_or(0.0, |unit: &Unit| unit.weight);
        // Where lists are long, places are read of the best paragraphs by their words, and not of nearly all.
        let order = (entries > ENTRIES).then(|| Order {
            plan: Plan {
                sets: plan.sets.clone(),
                units: plan.units.clone(),
                root: every_place(&parts),
                ..Plan::nothing()
            },
            weights: parts.iter().map(|set| weight(*set)).collect(),
            evidence: (0..)
                .zip(&parts)
                .map(|(part, unit)| Evidence { unit: *unit, part, covers: 1, as_typed: true })
                .collect(),
            is_of_all: false,
        });
        if order.is_none() {
            let sets = |word: &String| sets.get(word.as_str()).copied();
            let pairs = words.windows(2).filter_map(|pair| sets(pair.first()?).zip(sets(pair.last()?)));
            // Neighbours count as much as the two words themselves: their order is what is quoted.
            plan.pairs = pairs.map(|(one, next)| (one, next, (weight(one) + weight(next)) / (2.0 * PAIR))).collect();
        }
        let counted = (0..plan.units.len()).map(Clause::Unit).collect();
        plan.root = Clause::Some { required: Vec::new(), counted, least: 1 };
        Overlap { plan, order }
    }
}

/// What is looked for of a quotation's words.
struct Overlap {
    plan: Plan,
    /// How what is found is put in order, where that is not done while it is found.
    order: Option<Order>,
}

/// Returns a part that needs the places of units.
fn every_place(units: &[usize]) -> Clause {
    Clause::Near(units.iter().map(|unit| Clause::Unit(*unit)).collect(), 0)
}
