//! Where every word stands, by words and by paragraphs: what lists of words, of neighbours and of beginnings are made from.

use std::collections::BTreeMap;

use crate::corpus::DocumentPlace;
use crate::search::{Index, plain_elsewhere};

/// Stands before words of other languages than English without their accents, where a beginning of them is looked for.
const ELSEWHERE: char = '\u{2}';

/// A paragraph, counted through the corpus, and a place among its words.
pub(super) type WordPlace = (u32, u32);

/// All words in order, with all places of each.
pub(super) struct Occurrences {
    /// The words; those of titles alone have no places.
    pub(super) words: Vec<String>,
    /// In how many texts each stands, what is said of records among them.
    pub(super) texts: Vec<u32>,
    /// The documents that have each in their title.
    pub(super) titled: Vec<Vec<DocumentPlace>>,
    /// A number for each, the most frequent first, from 1.
    pub(super) ranks: Vec<u32>,
    /// Where the places of each word begin.
    starts: Vec<usize>,
    places: Vec<WordPlace>,
}

impl Occurrences {
    /// Reads them from the index.
    pub(super) fn of(index: &Index) -> Self {
        let mut own = Self {
            words: Vec::new(),
            texts: Vec::new(),
            titled: Vec::new(),
            ranks: Vec::new(),
            starts: vec![0],
            places: Vec::new(),
        };
        let mut titles: BTreeMap<&str, &[DocumentPlace]> = index.title_words();
        for (word, texts, found) in index.each_word() {
            while titles.first_key_value().is_some_and(|(title, _)| *title < word) {
                if let Some((title, of)) = titles.pop_first() {
                    own.add(title, 0, of, std::iter::empty());
                }
            }
            let titled = titles.remove(word).unwrap_or_default();
            let places = found.into_iter().flat_map(|it| it.places.into_iter().map(move |place| (it.paragraph, place)));
            own.add(word, texts, titled, places);
        }
        for (title, of) in titles {
            own.add(title, 0, of, std::iter::empty());
        }
        own.ranks = own.ranked();
        own
    }

    fn add(&mut self, word: &str, texts: u32, titled: &[DocumentPlace], places: impl Iterator<Item = WordPlace>) {
        self.words.push(word.to_owned());
        self.texts.push(texts);
        self.titled.push(titled.to_owned());
        self.places.extend(places);
        self.starts.push(self.places.len());
    }

    /// Returns the places of a word in order.
    pub(super) fn places(&self, word: usize) -> &[WordPlace] {
        let range = self.starts.get(word).zip(self.starts.get(word + 1));
        range.and_then(|(from, to)| self.places.get(*from..*to)).unwrap_or_default()
    }

    fn ranked(&self) -> Vec<u32> {
        let mut order: Vec<usize> = (0..self.words.len()).collect();
        order.sort_by_key(|word| std::cmp::Reverse(self.places(*word).len()));
        let mut ranks = vec![0; self.words.len()];
        for (rank, word) in (1..).zip(order) {
            if let Some(own) = ranks.get_mut(word) {
                *own = rank;
            }
        }
        ranks
    }

    /// Returns for every paragraph its words in order; `None` where a place has none.
    pub(super) fn paragraphs(&self, count: usize) -> Vec<Vec<Option<usize>>> {
        let mut paragraphs = vec![Vec::new(); count];
        for word in 0..self.words.len() {
            for (paragraph, place) in self.places(word) {
                let Some(words) = paragraphs.get_mut(*paragraph as usize) else { continue };
                let place = *place as usize;
                if words.len() <= place {
                    words.resize(place + 1, None);
                }
                if let Some(own) = words.get_mut(place) {
                    *own = Some(word);
                }
            }
        }
        paragraphs
    }

    /// Calls `each` with every beginning whose words cost more than `most` together, and with these words; those
    /// of other languages than English are side by side, without their accents.
    pub(super) fn wide_beginnings(&self, costs: &[usize], most: usize, each: &mut dyn FnMut(&str, &[usize])) {
        let key = |word: &String| elsewhere(word).unwrap_or_else(|| word.clone());
        let mut keys: Vec<(String, usize)> = self.words.iter().map(key).zip(0..).collect();
        keys.sort_unstable();
        beginnings(&keys, 0, &|word| costs.get(word).copied().unwrap_or_default(), most, each);
    }
}

/// Returns the key of a word of another language than English, without its accents.
pub(super) fn elsewhere(word: &str) -> Option<String> {
    plain_elsewhere(word).map(|plain| format!("{ELSEWHERE}{plain}"))
}

fn beginnings(
    keys: &[(String, usize)],
    shared: usize,
    cost: &dyn Fn(usize) -> usize,
    most: usize,
    each: &mut dyn FnMut(&str, &[usize]),
) {
    let next = |(key, _): &(String, usize)| key.get(shared..).and_then(|rest| rest.chars().next());
    for alike in keys.chunk_by(|one, other| next(one) == next(other)) {
        let Some((first, letter)) = alike.first().and_then(|first| Some((&first.0, next(first)?))) else { continue };
        if alike.iter().map(|(_, word)| cost(*word)).sum::<usize>() <= most {
            continue;
        }
        let shared = shared + letter.len_utf8();
        if let Some(begun) = first.get(..shared) {
            each(begun, &alike.iter().map(|(_, word)| *word).collect::<Vec<_>>());
        }
        beginnings(alike, shared, cost, most, each);
    }
}
