//! Where the words of one set stand in one shard: the library's lists as they are, or many of them read into one.
//!
//! Many lists are read to their ends when they are opened: to look for the next paragraph in each of hundreds would
//! cost more at every step than all of the reading. Without places a count for each paragraph is enough.

use std::sync::Arc;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocSet, TERMINATED};

use crate::search::index::gallop::gallop;
use crate::search::index::shard::{Detail, Shard};

/// A set of more words than this is gathered into one list before it is walked.
const WIDE: usize = 12;

/// The places of one set of words in one shard.
#[derive(Clone)]
#[expect(clippy::large_enum_variant, reason = "a query has a few; a box would cost a step at every paragraph")]
pub(crate) enum SetPostings {
    One(SegmentPostings),
    Few {
        lists: Vec<SegmentPostings>,
        at: u32,
    },
    /// Many lists without places: for every paragraph how often their words stand there, and where there are any.
    Counted {
        counted: Arc<Counts>,
        at: u32,
    },
    /// Many lists with places.
    Gathered {
        gathered: Arc<Gathered>,
        at: usize,
    },
}

/// How often words stand in every paragraph of a shard.
pub(crate) struct Counts {
    counts: Vec<u16>,
    /// One bit for every paragraph that has any.
    having: Vec<u64>,
}

/// What many lists hold, by paragraph.
pub(crate) struct Gathered {
    postings: Vec<Posting>,
    places: Vec<u32>,
}

/// One paragraph in a gathered list.
struct Posting {
    text: u32,
    count: u32,
    /// Where its places begin.
    from: u32,
}

impl SetPostings {
    /// Opens the lists of `words`.
    pub(crate) fn open(words: &[Box<str>], shard: &Shard, detail: Detail) -> tantivy::Result<Self> {
        if words.len() > WIDE {
            return match detail {
                Detail::Counts => Counts::read(words, shard),
                Detail::Places => Gathered::read(words, shard),
            };
        }
        let mut lists = Vec::new();
        for word in words {
            lists.extend(shard.postings(word, detail)?);
        }
        Ok(match (lists.pop(), lists.is_empty()) {
            (Some(only), true) => Self::One(only),
            (Some(last), false) => {
                lists.push(last);
                let at = lists.iter().map(DocSet::doc).min().unwrap_or(TERMINATED);
                Self::Few { lists, at }
            }
            (None, _) => Self::Few { lists, at: TERMINATED },
        })
    }

    /// Reads on up to the paragraph `end`, calling `each` with how often a word stands in each paragraph.
    ///
    /// Where several words stand in one paragraph it is called for each of them.
    pub(crate) fn each_before(&mut self, end: u32, mut each: impl FnMut(u32, u32)) {
        let mut read = |list: &mut SegmentPostings| {
            let mut text = list.doc();
            while text < end {
                each(text, list.term_freq());
                text = list.advance();
            }
            text
        };
        match self {
            Self::One(list) => {
                read(list);
            }
            Self::Few { lists, at } => *at = lists.iter_mut().map(read).min().unwrap_or(TERMINATED),
            Self::Counted { counted, at } => {
                while *at < end {
                    each(*at, counted.count(*at));
                    *at = counted.next(*at + 1);
                }
            }
            Self::Gathered { gathered, at } => {
                let rest = gathered.postings.get(*at..).unwrap_or_default();
                for posting in rest.iter().take_while(|posting| posting.text < end) {
                    each(posting.text, posting.count);
                    *at += 1;
                }
            }
        }
    }

    /// Moves on to the first paragraph from `from` on and returns it; never moves back.
    pub(crate) fn seek(&mut self, from: u32) -> u32 {
        match self {
            Self::One(list) => {
                if list.doc() < from {
                    list.seek(from)
                } else {
                    list.doc()
                }
            }
            Self::Few { lists, at } => {
                if *at < from {
                    let move_on =
                        |list: &mut SegmentPostings| if list.doc() < from { list.seek(from) } else { list.doc() };
                    *at = lists.iter_mut().map(move_on).min().unwrap_or(TERMINATED);
                }
                *at
            }
            Self::Counted { counted, at } => {
                if *at < from {
                    *at = counted.next(from);
                }
                *at
            }
            Self::Gathered { gathered, at } => {
                let postings = &gathered.postings;
                let is_before = |at: usize| postings.get(at).is_some_and(|posting| posting.text < from);
                *at = gallop(*at..postings.len(), is_before);
                postings.get(*at).map_or(TERMINATED, |posting| posting.text)
            }
        }
    }

    /// Returns how often the words stand in the present paragraph `text`.
    pub(crate) fn count(&self, text: u32) -> u32 {
        match self {
            Self::One(list) => list.term_freq(),
            Self::Few { lists, .. } => lists.iter().filter(|list| list.doc() == text).map(Postings::term_freq).sum(),
            Self::Counted { counted, .. } => counted.count(text),
            Self::Gathered { gathered, at } => gathered.here(*at, text).map(|posting| posting.count).sum(),
        }
    }

    /// Puts the places of the words in the present paragraph `text`, in order, into the empty `into`.
    pub(crate) fn places(&mut self, text: u32, into: &mut Vec<u32>) {
        match self {
            Self::One(list) => list.positions(into),
            Self::Few { lists, .. } => {
                for list in lists.iter_mut().filter(|list| list.doc() == text) {
                    list.append_positions_with_offset(0, into);
                }
                into.sort_unstable();
            }
            // It is opened without places where none are asked for.
            Self::Counted { .. } => {}
            Self::Gathered { gathered, at } => {
                for posting in gathered.here(*at, text) {
                    let range = posting.from as usize..(posting.from + posting.count) as usize;
                    into.extend_from_slice(gathered.places.get(range).unwrap_or_default());
                }
                into.sort_unstable();
            }
        }
    }
}

impl Counts {
    /// Reads the lists of `words` to their ends.
    fn read(words: &[Box<str>], shard: &Shard) -> tantivy::Result<SetPostings> {
        let texts = shard.texts() as usize;
        let mut counted = Self { counts: vec![0; texts], having: vec![0; texts.div_ceil(64)] };
        for word in words {
            let Some(mut list) = shard.postings(word, Detail::Counts)? else { continue };
            while list.doc() != TERMINATED {
                let at = list.doc() as usize;
                if let (Some(count), Some(having)) = (counted.counts.get_mut(at), counted.having.get_mut(at / 64)) {
                    *count = count.saturating_add(u16::try_from(list.term_freq()).unwrap_or(u16::MAX));
                    *having |= 1 << (at % 64);
                }
                list.advance();
            }
        }
        let at = counted.next(0);
        Ok(SetPostings::Counted { counted: Arc::new(counted), at })
    }

    fn count(&self, text: u32) -> u32 {
        self.counts.get(text as usize).copied().map_or(0, u32::from)
    }

    /// Returns the first paragraph from `from` on that has any of the words.
    fn next(&self, from: u32) -> u32 {
        let (mut block, bit) = (from as usize / 64, from % 64);
        let mut bits = self.having.get(block).copied().unwrap_or_default() & (u64::MAX << bit);
        while bits == 0 {
            block += 1;
            match self.having.get(block) {
                Some(next) => bits = *next,
                None => return TERMINATED,
            }
        }
        u32::try_from(block * 64).unwrap_or(TERMINATED) + bits.trailing_zeros()
    }
}

impl Gathered {
    /// Reads the lists of `words` to their ends and sorts what they hold by paragraph.
    fn read(words: &[Box<str>], shard: &Shard) -> tantivy::Result<SetPostings> {
        let mut gathered = Self { postings: Vec::new(), places: Vec::new() };
        for word in words {
            let Some(mut list) = shard.postings(word, Detail::Places)? else { continue };
            while list.doc() != TERMINATED {
                let from = u32::try_from(gathered.places.len()).unwrap_or(u32::MAX);
                gathered.postings.push(Posting { text: list.doc(), count: list.term_freq(), from });
                list.append_positions_with_offset(0, &mut gathered.places);
                list.advance();
            }
        }
        // The lists are in order one by one, which this sort makes use of.
        gathered.postings.sort_by_key(|posting| posting.text);
        Ok(SetPostings::Gathered { gathered: Arc::new(gathered), at: 0 })
    }

    fn here(&self, at: usize, text: u32) -> impl Iterator<Item = &Posting> {
        self.postings.get(at..).unwrap_or_default().iter().take_while(move |posting| posting.text == text)
    }
}
