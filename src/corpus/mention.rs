//! Where paragraphs cite instruments, as values. How that is found stands in [`super::names`].

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A place where a paragraph cites an instrument.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Mention {
    /// The place of the paragraph in its document.
    paragraph: u32,
    start: u32,
    end: u32,
    instrument: u32,
    /// How it is known.
    pub how: MentionBasis,
}

/// How it is known that a paragraph cites an instrument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum MentionBasis {
    /// A name of the instrument stands there.
    Name,
    /// A person recorded it.
    Recorded,
}

impl MentionBasis {
    /// Returns the word for it in data.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Recorded => "recorded",
        }
    }
}

impl Mention {
    pub(super) fn new(paragraph: usize, words: &Range<usize>, instrument: usize, how: MentionBasis) -> Self {
        let [paragraph, start, end, instrument] = [paragraph, words.start, words.end, instrument].map(narrow);
        Self { paragraph, start, end, instrument, how }
    }

    /// Returns the place of the paragraph in its document.
    #[must_use]
    pub fn paragraph(&self) -> usize {
        self.paragraph as usize
    }

    /// Returns the place of the instrument in [`super::Vocabulary::instruments`].
    #[must_use]
    pub fn instrument(&self) -> usize {
        self.instrument as usize
    }

    /// Returns the words as a byte range of the paragraph's text.
    #[must_use]
    pub fn words(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Takes the place that its paragraph has once only those that are `kept` are left; false where it is not.
    pub(super) fn keep(&mut self, kept: &[bool]) -> bool {
        let place = self.paragraph();
        let before = kept.get(..place).unwrap_or_default().iter().filter(|kept| **kept).count();
        self.paragraph = narrow(before);
        kept.get(place) == Some(&true)
    }

    /// Tells whether another is of the same words and instrument.
    pub(super) fn is_as(&self, other: &Self) -> bool {
        let all = |it: &Self| (it.paragraph, it.start, it.end, it.instrument);
        all(self) == all(other)
    }
}

/// Paragraphs, their bytes and instruments are counted in 32 bits: a file that is read is smaller.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
