//! Paragraphs that a quotation may come from, for the quotation checker to align word by word.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use super::record;
use crate::corpus::{DocumentPlace, ParagraphPlace};
use crate::search::analysis::{TextLanguage, comparable, is_stop_word, search_words};
use crate::search::index::ordinal::ParagraphOrdinal;
use crate::search::index::weight::{PAIR, rarity};
use crate::search::index::{Index, Sort, sound};
use crate::search::plan::order::{Evidence, Order};
use crate::search::plan::{Clause, Plan, Unit, WordSet, either};
use crate::search::run::best::Scored;
use crate::search::run::order::ORDERED;
use crate::search::run::{Opening, Task};

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
    /// Returns the paragraphs in which words stand one after the other, the oldest first.
    ///
    /// `words` are in order as [`crate::wording::words`] folds them. Of a long run the rarest part is looked for.
    #[must_use]
    pub fn in_a_row(&self, words: &[&str]) -> Vec<ParagraphPlace> {
        let mut paragraphs: Vec<ParagraphOrdinal> = Vec::new();
        let readings = self.readings(words);
        for words in &readings {
            if let Some(run) = self.rarest_run(words)
                && let Some(run) = words.get(run)
            {
                let plan = Plan::whole(self, run);
                let (titles, sort, keep) = (&[], Sort::Oldest, self.paragraphs());
                let task = Task {
                    plan: &plan,
                    lengths: &self.lengths,
                    titles,
                    shown: None,
                    sort,
                    keep,
                    list: false,
                    mentioned: None,
                };
                let found = sound(Opening::of(&self.shards, &self.catalogue).find(&task));
                paragraphs.extend(found.best.iter().map(|hit| hit.paragraph));
            }
        }
        if readings.len() > 1 {
            // Paragraphs are in the order of the corpus, in which the oldest are first.
            paragraphs.sort_unstable();
        }
        paragraphs.into_iter().filter_map(|paragraph| self.place(paragraph)).collect()
    }

    /// Returns at most `limit` paragraphs besides others that have the most of the rare words and of the neighbours among
    /// them, best first, where a word that no text has counts as those that are spelled nearly so.
    #[must_use]
    pub fn alike(&self, words: &[&str], besides: &[ParagraphPlace], limit: usize) -> Vec<ParagraphPlace> {
        let besides: HashSet<ParagraphOrdinal> = besides.iter().filter_map(|place| self.paragraph(*place)).collect();
        let keep = limit.saturating_add(besides.len());
        let mut near: Vec<Scored> = Vec::new();
        let readings = self.readings(words);
        for words in &readings {
            let Overlap { plan, order } = self.overlap(words);
            let found = match order {
                // The best by their words alone are put in order.
                Some(order) => {
                    let mut found = sound(self.with_most(&plan, keep.max(ORDERED)));
                    sound(Opening::of(&self.shards, &self.catalogue).put_in_order(&order, &mut found));
                    found.truncate(keep);
                    found
                }
                None => sound(self.with_most(&plan, keep)),
            };
            near.extend(found.into_iter().filter(|hit| !besides.contains(&hit.paragraph)).take(limit));
        }
        if readings.len() > 1 {
            near.sort_by(|a, b| b.score.total_cmp(&a.score));
        }
        near.into_iter().take(limit).filter_map(|hit| self.place(hit.paragraph)).collect()
    }

    /// Returns words as search has them in every language of the texts.
    fn readings(&self, words: &[&str]) -> Vec<Vec<String>> {
        let languages = self.dictionary.others.iter().map(|words| words.language);
        std::iter::once(TextLanguage::ENGLISH).chain(languages).map(|language| search_words(words, language)).collect()
    }

    /// Returns at most `limit` records that have some of the words, best first.
    ///
    /// Two words are asked for where there are two that are not in every text: one says little of a subject.
    #[must_use]
    pub fn records_about(&self, words: &[&str], limit: usize) -> Vec<DocumentPlace> {
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
        found.best.iter().filter_map(|record| self.records.catalogue.document_of(record.paragraph)).collect()
    }

    /// Returns how much a word says: the more, the fewer texts have it.
    #[must_use]
    pub fn rarity(&self, word: &str) -> f32 {
        let languages = self.dictionary.others.iter().map(|words| words.language);
        let elsewhere: u32 = languages.map(|language| self.dictionary.texts(&language.term(word))).sum();
        rarity(self.catalogue.paragraphs(), self.dictionary.texts(&comparable(word)) + elsewhere)
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    use super::*;
    use crate::corpus::{self, Files};

    /// Returns a word of a rank, or for one in nine another that no text has.
    fn word(rank: usize, other: usize) -> String {
        format!("word{}{}", char::from(b'a' + u8::try_from(rank % 26).unwrap_or(0)), if other == 0 { "x" } else { "" })
    }

    #[test]
    fn the_lists_that_are_not_walked_change_nothing() {
        let mut runner = TestRunner::deterministic();
        // The product of two numbers is small more often than not, as words are frequent.
        let ranks = (0_usize..6, 0_usize..6).prop_map(|(one, other)| word(one * other, 1));
        let texts = prop::collection::vec(prop::collection::vec(ranks, 1..30), 800).new_tree(&mut runner);
        let texts: Vec<String> =
            texts.expect("texts are drawn").current().iter().map(|words| words.join(" ")).collect();
        let folder = tempfile::tempdir().expect("there is room");
        std::fs::create_dir(folder.path().join("documents")).expect("it is new");
        let head = "+++\ntitle = \"Made up\"\nkind = \"report\"\ndate = \"2020-01-01\"\npresidency = \"France\"\n\
                    issuer = \"G7\"\nlanguage = \"en\"\n+++\n";
        std::fs::write(folder.path().join("documents/2020-made-up.md"), head.to_owned() + &texts.join("\n\n"))
            .expect("it is written");
        let corpus = corpus::load(&Files::Directory(folder.path().to_owned())).expect("the corpus is right");
        let index = Index::build(&corpus).expect("it is indexed");
        let words = prop::collection::vec((0_usize..26, 0_usize..9), 1..9);
        let run = runner.run(&(words, 1_usize..40), |(words, keep)| {
            let words: Vec<String> = words.into_iter().map(|(rank, other)| word(rank, other)).collect();
            let plan = index.overlap(&words).plan;
            let (lengths, titles, sort) = (&index.lengths, &[], Sort::Relevance);
            let task = Task { plan: &plan, lengths, titles, shown: None, sort, keep, list: false, mentioned: None };
            let all = sound(Opening::of(&index.shards, &index.catalogue).find(&task)).best;
            prop_assert_eq!(sound(index.with_most(&plan, keep)), all, "{:?}", words);
            Ok(())
        });
        run.expect("all are equal");
    }
}
