//! How the wording of one text differs from another's: which paragraphs belong together, and what became of every word.
//!
//! Which words are the same is decided here: by folding, and by the reviewed list of spellings, never by likeness. The
//! runs are found by [`crate::wording`]. Knows nothing of pages and of what an address asks for.

mod change;
mod formula;
mod share;
mod side;
mod similar;
mod spelling;
mod token;

use std::collections::{BTreeSet, HashMap};

use change::{changes, kind};
use spelling::Spellings;
use token::Tokens;

pub use change::{Act, Exactness, PairKind, ParagraphRange, TextChange};
pub use formula::{FEWEST, Family, MOST, READ, Use, Wording, family, formula_words};
pub use share::{Share, Shares, shares, shares_at_hand, similar_at_hand};
pub use side::{Passage, Side};
pub use similar::{Formula, RUN, SharedRun, Similar, SimilarParagraph, similar};

use crate::archive::Archive;
use crate::search::is_stop_word;
use crate::wording::{Collation, Numbers, collate, collate_as_one};

/// The most words a side may have: what is longer keeps others waiting.
pub const WORDS: usize = 60_000;

/// Two texts compared.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// Paragraphs that belong together, in the order of the first text, by their places in their sides.
    pub pairs: Vec<Pair>,
    /// Paragraphs of the first text that belong to none of the second.
    pub alone_a: Vec<usize>,
    /// Paragraphs of the second text that belong to none of the first.
    pub alone_b: Vec<usize>,
    /// How many words both have: those of the pairs, and runs of five and more elsewhere.
    pub shared: usize,
    /// How many of them are in paragraphs that do not belong together.
    pub apart: usize,
    /// How many words the first text has.
    pub words_a: usize,
    /// How many words the second text has.
    pub words_b: usize,
}

/// Paragraphs that belong together.
#[derive(Debug, Clone)]
pub struct Pair {
    /// What became of them.
    pub kind: PairKind,
    /// The places of those of the first text.
    pub a: Vec<usize>,
    /// The places of those of the second.
    pub b: Vec<usize>,
    /// How many words both have.
    pub shared: usize,
    /// How many words those of the first text have.
    pub words_a: usize,
    /// How many words those of the second have.
    pub words_b: usize,
    /// What became of every word, in the order of the first text; joined, the texts of one side are the side.
    pub changes: Vec<TextChange>,
}

/// A side has more words than are compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a text of {words} words is too long to be compared: {WORDS} words are compared at once")]
pub struct TooLong {
    /// How many it has.
    pub words: usize,
}

/// Compares two texts paragraph by paragraph.
///
/// # Errors
///
/// When one of them has more than [`WORDS`] words.
pub fn compare(archive: &Archive, a: &Side<'_>, b: &Side<'_>) -> Result<Comparison, TooLong> {
    let read = Read::of(archive, a, b)?;
    let collation = collate(&read.numbers_a, &read.numbers_b, &|number| read.is_common(number));
    let Collation { pairs, alone_a, alone_b, apart, .. } = collation;
    let pairs: Vec<Pair> = pairs.into_iter().map(|pair| read.pair(pair, a, b)).collect();
    Ok(Comparison {
        shared: pairs.iter().map(|pair| pair.shared).sum::<usize>() + apart,
        pairs,
        alone_a,
        alone_b,
        apart,
        words_a: count(&read.a),
        words_b: count(&read.b),
    })
}

/// Compares two texts as one pair, whatever they share: two paragraphs, or two wordings of one.
///
/// # Errors
///
/// When one of them has more than [`WORDS`] words.
pub fn compare_paragraphs(archive: &Archive, a: &Side<'_>, b: &Side<'_>) -> Result<Comparison, TooLong> {
    let read = Read::of(archive, a, b)?;
    let pair = collate_as_one(&read.numbers_a, &read.numbers_b, &|number| read.is_common(number));
    let pair = read.pair(pair, a, b);
    Ok(Comparison {
        shared: pair.shared,
        pairs: vec![pair],
        alone_a: Vec::new(),
        alone_b: Vec::new(),
        apart: 0,
        words_a: count(&read.a),
        words_b: count(&read.b),
    })
}

/// Two sides read into words.
struct Read {
    a: Vec<Tokens>,
    b: Vec<Tokens>,
    numbers_a: Numbers,
    numbers_b: Numbers,
    /// The numbers of words that say nothing by themselves.
    common: BTreeSet<u32>,
}

impl Read {
    fn of(archive: &Archive, a: &Side<'_>, b: &Side<'_>) -> Result<Self, TooLong> {
        let spellings = Spellings::derived(archive);
        let read = |side: &Side<'_>| -> Result<Vec<Tokens>, TooLong> {
            let tokens: Vec<Tokens> =
                side.passages.iter().map(|passage| Tokens::of(passage.text, &spellings)).collect();
            let words = count(&tokens);
            if words > WORDS { Err(TooLong { words }) } else { Ok(tokens) }
        };
        let (a, b) = (read(a)?, read(b)?);
        // Numbers follow the order of the words, so that they are the same whichever text is the first.
        let keys: BTreeSet<&str> = a.iter().chain(&b).flat_map(Tokens::keys).collect();
        let common = keys.iter().zip(0..).filter(|(key, _)| is_stop_word(key)).map(|(_, number)| number).collect();
        let numbers: HashMap<&str, u32> = keys.into_iter().zip(0..).collect();
        let (numbers_a, numbers_b) = (numbered(&a, &numbers), numbered(&b, &numbers));
        Ok(Self { a, b, numbers_a, numbers_b, common })
    }

    fn is_common(&self, number: u32) -> bool {
        self.common.contains(&number)
    }

    fn pair(&self, pair: crate::wording::CollatedPair, a: &Side<'_>, b: &Side<'_>) -> Pair {
        let changes = changes(&pair.operations, (&self.a, a), (&self.b, b));
        let words = |of: &[usize], tokens: &[Tokens]| {
            of.iter().filter_map(|at| tokens.get(*at)).map(Tokens::words).sum::<usize>()
        };
        Pair {
            kind: kind(pair.kind, &changes),
            shared: changes.iter().map(|change| change.shared).sum(),
            words_a: words(&pair.a, &self.a),
            words_b: words(&pair.b, &self.b),
            a: pair.a,
            b: pair.b,
            changes,
        }
    }
}

fn count(tokens: &[Tokens]) -> usize {
    tokens.iter().map(Tokens::words).sum()
}

fn numbered(paragraphs: &[Tokens], numbers: &HashMap<&str, u32>) -> Numbers {
    let mut all = Numbers::default();
    for tokens in paragraphs {
        all.push(tokens.keys().filter_map(|key| numbers.get(key)).copied());
        tokens.parts().for_each(|part| all.join(part));
    }
    all
}
