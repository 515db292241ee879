//! Paragraphs in which two words stand at a distance, found by their places in the index alone.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use tantivy::postings::Postings;
use tantivy::{DocSet, TERMINATED};

use super::ordinal::ParagraphOrdinal;
use super::shard::{Detail, Shard};
use super::weight::rarity;
use super::{Index, sound};
use crate::search::analysis::{TextLanguage, search_words};

/// Two words, each in any of its forms, and how far the second may stand behind the first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Adjacent<'a> {
    /// The forms of one word.
    pub(crate) one: &'a [String],
    /// The forms of the other.
    pub(crate) other: &'a [String],
    /// How many places the other may stand behind the one; before it where that is negative.
    pub(crate) least: i64,
    pub(crate) most: i64,
}

impl Index {
    /// Returns how the index can have a folded word, in each language that it has texts of, and in how many places at most
    /// one text has it; of a word that is divided its longest part.
    pub(crate) fn terms_of(&self, word: &str) -> (Vec<String>, usize) {
        let languages: BTreeSet<TextLanguage> =
            self.catalogue.languages.iter().map(|(_, language)| *language).collect();
        let (mut terms, mut places) = (BTreeSet::new(), 1);
        for language in languages {
            let parts = search_words(&[word], language);
            places = places.max(parts.len());
            terms.extend(parts.into_iter().max_by_key(String::len));
        }
        (terms.into_iter().collect(), places)
    }

    /// Returns how many paragraphs have a word; one that has several forms of it counts for each.
    pub(crate) fn paragraphs_with(&self, forms: &[String]) -> u64 {
        let with =
            |form: &String| self.shards.iter().map(|shard| u64::from(sound(shard.texts_with(form)))).sum::<u64>();
        forms.iter().map(with).sum()
    }

    /// Returns how much it says that a text has a word that `with` paragraphs have.
    pub(crate) fn rarity_of(&self, with: u64) -> f64 {
        let count = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        f64::from(rarity(count(self.paragraphs() as u64), count(with)))
    }

    /// Adds the paragraphs in which both words stand so, and returns how many entries of lists were read.
    pub(crate) fn adjacent(&self, words: &Adjacent<'_>, found: &mut BTreeSet<ParagraphOrdinal>) -> u64 {
        self.shards.iter().map(|shard| sound(in_shard(shard, words, found))).sum()
    }
}

fn in_shard(shard: &Shard, words: &Adjacent<'_>, found: &mut BTreeSet<ParagraphOrdinal>) -> tantivy::Result<u64> {
    let apart: RangeInclusive<i64> = words.least..=words.most;
    let mut read = 0;
    let (mut places, mut others) = (Vec::new(), Vec::new());
    for (one, other) in words.one.iter().flat_map(|one| words.other.iter().map(move |other| (one, other))) {
        let lists = (shard.postings(one, Detail::Places)?, shard.postings(other, Detail::Places)?);
        let (Some(mut list), Some(mut there)) = lists else { continue };
        let mut text = list.doc();
        while text != TERMINATED {
            read += 1;
            let next = if there.doc() < text { there.seek(text) } else { there.doc() };
            if next > text {
                text = if next == TERMINATED { TERMINATED } else { list.seek(next) };
                continue;
            }
            list.positions(&mut places);
            there.positions(&mut others);
            let stands = |place: &u32| others.iter().any(|it| apart.contains(&(i64::from(*it) - i64::from(*place))));
            if places.iter().any(stands) {
                found.insert(shard.paragraph(text));
            }
            text = list.advance();
        }
    }
    Ok(read)
}
