//! How relevant a hit is: BM25 over the units of a query, with small extras for title words and neighbouring words.
//!
//! The constants are those that measured best (see `benches/README.md`); each unit counts once for all its forms, and
//! a word that stands twice in the query counts twice.

use super::shard::{Shard, class_length};

/// How soon repeating a word stops to add.
const K1: f32 = 1.2;
/// How much a long text is held against it.
const B: f32 = 0.75;
/// The weight of a title's words beside those of the text.
pub(crate) const TITLE: f32 = 0.2;
/// The weight of a word that only the title has, where that is enough for a hit: that of one occurrence in a text of
/// average length.
pub(crate) const TITLE_ALONE: f32 = 1.0;
/// The weight of neighbouring words of the query that are neighbours in the text.
pub(crate) const PAIR: f32 = 0.1;

/// The weight of words of the query that are within one stretch of the text, beside all of them.
pub(crate) const GATHERED: f32 = 0.3;
/// The weight of words of the query that stand in their order in one place of the text, beside all of them.
pub(crate) const IN_ORDER: f32 = 2.0;

/// Returns how much it says that a text has something that `with` of `all` texts have.
#[expect(clippy::cast_precision_loss, reason = "the precision of a count does not change an order")]
pub(crate) fn rarity(all: u32, with: u32) -> f32 {
    let (all, with) = (all as f32, with.min(all) as f32);
    (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
}

/// The part of the score that depends on a text's length, for each of the 256 classes of length.
pub(crate) struct Lengths([f32; 256]);

impl Lengths {
    /// Prepares the classes for texts of `average` words.
    #[expect(clippy::cast_precision_loss, reason = "the precision of a length does not change an order")]
    pub(crate) fn of(average: f32) -> Self {
        let average = average.max(1.0);
        let mut classes = [0.0; 256];
        for (class, length) in classes.iter_mut().zip((0..=u8::MAX).map(class_length)) {
            *class = K1 * (1.0 - B + B * length as f32 / average);
        }
        Self(classes)
    }

    /// Prepares the classes for the texts of `shards`.
    #[expect(clippy::cast_precision_loss, reason = "the precision of an average does not change an order")]
    pub(crate) fn over(shards: &[Shard]) -> Self {
        let texts: u64 = shards.iter().map(|shard| u64::from(shard.texts())).sum();
        let words: u64 = shards.iter().map(Shard::total_words).sum();
        Self::of(words as f32 / texts.max(1) as f32)
    }

    /// Returns how much `count` occurrences add in a text of a class of length, between 0 and `1 + K1`.
    #[expect(clippy::cast_precision_loss, reason = "occurrences in one text are few")]
    pub(crate) fn saturated(&self, count: u32, class: u8) -> f32 {
        let count = count as f32;
        let length = self.0.get(usize::from(class)).copied().unwrap_or(K1);
        count * (1.0 + K1) / (count + length)
    }
}

/// The most that occurrences of one unit can add, times its weight.
pub(crate) const MOST: f32 = 1.0 + K1;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_words_and_short_texts_count_more() {
        assert!(rarity(100, 1) > rarity(100, 50) && rarity(100, 100) > 0.0);
        let lengths = Lengths::of(20.0);
        assert!(lengths.saturated(1, 10) > lengths.saturated(1, 60));
        assert!(lengths.saturated(2, 10) > lengths.saturated(1, 10));
        assert!(lengths.saturated(1000, 10) < MOST);
    }
}
