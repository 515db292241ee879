//! Which paragraphs mention which instruments: a property of paragraphs, where all others are of documents.
//!
//! Paragraphs that mention none cost one bit, so that what is not asked for mentions is no slower for them.

use super::column::{Column, has_any, narrow, plain};
use super::ordinal::ParagraphOrdinal;
use crate::corpus::{ByDocument, Corpus, DocumentPlace, Mention, Number};

const BITS: usize = u64::BITS as usize;

/// The instruments that every paragraph mentions.
#[derive(Default)]
pub(crate) struct Mentioned {
    /// The instruments by the paragraphs that mention any, in the order of the corpus.
    pub(crate) column: Column,
    /// Which paragraphs those are, with their documents and their numbers in them.
    rows: Vec<(ParagraphOrdinal, DocumentPlace, Number)>,
    having: Set,
    /// How many of them there are before every block of `having`.
    before: Vec<u32>,
}

/// Some paragraphs of a corpus.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Paragraphs {
    having: Set,
    /// The same by the place of the document and the number in it, in order.
    numbers: Vec<(DocumentPlace, Number)>,
    /// Which documents have any.
    pub(crate) documents: ByDocument<bool>,
}

/// Numbers, as one bit for each up to the highest.
#[derive(Debug, Default, PartialEq)]
struct Set(Vec<u64>);

impl Set {
    fn of(numbers: impl DoubleEndedIterator<Item = u32> + Clone) -> Self {
        let mut blocks = vec![0; numbers.clone().next_back().map_or(0, |last| last as usize / BITS + 1)];
        for number in numbers {
            if let Some(block) = blocks.get_mut(number as usize / BITS) {
                *block |= 1 << (number as usize % BITS);
            }
        }
        Self(blocks)
    }

    fn has(&self, number: u32) -> bool {
        self.0.get(number as usize / BITS).is_some_and(|block| block >> (number as usize % BITS) & 1 == 1)
    }

    /// Returns the first from a number on.
    fn next(&self, from: u32) -> Option<u32> {
        let (mut at, mut mask) = (from as usize / BITS, u64::MAX << (from as usize % BITS));
        loop {
            let bits = self.0.get(at)? & mask;
            if bits != 0 {
                return Some(narrow(at * BITS) + bits.trailing_zeros());
            }
            (at, mask) = (at + 1, u64::MAX);
        }
    }
}

impl Mentioned {
    pub(crate) fn of(corpus: &Corpus) -> Self {
        let instruments = &corpus.vocabulary().instruments;
        let (mut column, mut rows, mut first) = (Column::default(), Vec::new(), 0);
        // Those that nothing mentions, too: who asks for one shall be told that, and not be given its like.
        let numbers: Vec<u32> = instruments.iter().map(|it| column.named(&it.id, &it.name)).collect();
        let mut own: Vec<u32> = Vec::new();
        for (place, document) in corpus.places() {
            let document = document.unread();
            for mentions in document.mentions.chunk_by(|one, other| one.paragraph() == other.paragraph()) {
                let Some(at) = mentions.first().map(Mention::paragraph) else { continue };
                let Some(paragraph) = document.paragraphs.get(at) else { continue };
                own.clear();
                for mention in mentions {
                    let Some(number) = numbers.get(mention.instrument()).copied() else { continue };
                    if !own.contains(&number) {
                        own.push(number);
                    }
                }
                column.push_row(&own);
                rows.push((ParagraphOrdinal::FIRST.plus(narrow(first + at)), place, paragraph.number));
            }
            first += document.paragraphs.len();
        }
        column.finish();
        let having = Set::of(rows.iter().map(|(paragraph, ..)| paragraph.number()));
        let mut sum = 0;
        let before = having.0.iter().map(|block| {
            sum += block.count_ones();
            sum - block.count_ones()
        });
        Self { before: before.collect(), column, rows, having }
    }

    /// Adds the instruments of a paragraph to how often each was counted.
    pub(crate) fn count(&self, paragraph: ParagraphOrdinal, counts: &mut [u32]) {
        let paragraph = paragraph.number();
        if !self.having.has(paragraph) {
            return;
        }
        let (at, bit) = (paragraph as usize / BITS, paragraph as usize % BITS);
        let block = self.having.0.get(at).copied().unwrap_or_default();
        let row = self.before.get(at).copied().unwrap_or_default() + (block & !(u64::MAX << bit)).count_ones();
        for number in self.column.of_row(row as usize) {
            if let Some(count) = counts.get_mut(*number as usize) {
                *count += 1;
            }
        }
    }

    /// Returns the paragraphs that mention an instrument for which `wanted` says so; `documents` says yet of none that it
    /// has any.
    pub(crate) fn mentioning(&self, wanted: &[bool], mut documents: ByDocument<bool>) -> Paragraphs {
        let rows = self.rows.iter().enumerate().filter(|(at, _)| has_any(self.column.of_row(*at), wanted));
        let (mut paragraphs, mut numbers) = (Vec::new(), Vec::new());
        for (_, (paragraph, document, number)) in rows {
            paragraphs.push(paragraph.number());
            numbers.push((*document, *number));
            documents.get_mut(*document).into_iter().for_each(|has| *has = true);
        }
        // Where paragraphs were put in later, numbers do not stand in the order of the text.
        numbers.sort_unstable();
        Paragraphs { having: Set::of(paragraphs.into_iter()), numbers, documents }
    }

    /// Returns in how many of some documents each instrument is mentioned.
    pub(crate) fn count_documents(&self, is_wanted: impl Fn(DocumentPlace) -> bool) -> Vec<u32> {
        let mut counts = vec![0; self.column.values.len()];
        let mut last = vec![None; counts.len()];
        for (at, (_, document, _)) in self.rows.iter().enumerate() {
            if !is_wanted(*document) {
                continue;
            }
            for number in self.column.of_row(at) {
                let number = *number as usize;
                if let (Some(count), Some(last)) = (counts.get_mut(number), last.get_mut(number))
                    && last.replace(*document) != Some(*document)
                {
                    *count += 1;
                }
            }
        }
        counts
    }

    /// Returns the instruments that begin so, or whose names do, those first that most paragraphs mention.
    pub(crate) fn beginning(&self, begun: &str) -> Vec<&str> {
        let begun = plain(begun);
        let mut counts = vec![0_u32; self.column.values.len()];
        for row in 0..self.rows.len() {
            for number in self.column.of_row(row) {
                if let Some(count) = counts.get_mut(*number as usize) {
                    *count += 1;
                }
            }
        }
        let named = self.column.values.iter().zip(self.column.labels.iter()).zip(counts);
        let begins = |value: &str, label: &str| plain(value).starts_with(&begun) || plain(label).starts_with(&begun);
        let mut found: Vec<(u32, &str)> = named
            .filter(|((value, label), count)| *count > 0 && begins(value, label))
            .map(|((value, _), count)| (count, value))
            .collect();
        found.sort_unstable_by(|one, other| (other.0, one.1).cmp(&(one.0, other.1)));
        found.into_iter().map(|(_, value)| value).collect()
    }
}

impl Paragraphs {
    /// Tells whether a paragraph is one of them.
    pub(crate) fn has(&self, paragraph: ParagraphOrdinal) -> bool {
        self.having.has(paragraph.number())
    }

    /// Returns the first of them from a paragraph on.
    pub(crate) fn next(&self, from: ParagraphOrdinal) -> Option<ParagraphOrdinal> {
        self.having.next(from.number()).map(|next| ParagraphOrdinal::FIRST.plus(next))
    }

    /// Tells whether the paragraph with a number in the document at a place is one of them.
    pub(crate) fn has_number(&self, document: DocumentPlace, number: Number) -> bool {
        self.numbers.binary_search(&(document, number)).is_ok()
    }

    /// Returns how many they are.
    pub(crate) fn count(&self) -> u32 {
        narrow(self.numbers.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_of_a_set_is_found_across_blocks() {
        let numbers = [0, 63, 64, 130, 700];
        let set = Set::of(numbers.into_iter());
        for from in 0..720 {
            assert_eq!(set.next(from), numbers.iter().copied().find(|number| *number >= from), "{from}");
            assert_eq!(set.has(from), numbers.contains(&from));
        }
        assert_eq!(Set::of(std::iter::empty()).next(0), None);
    }
}
