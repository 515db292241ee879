//! Two texts side by side: which paragraphs belong together, and what became of every word.
//!
//! Invariants, each with its test:
//!
//! 1. Every word of a pair stands in exactly one operation, and both sides give back their words
//!    (`every_word_is_in_one_operation`).
//! 2. The other way round, everything is the same with the sides exchanged (`a_mirror_changes_nothing`).
//! 3. What is called moved stands nowhere else in either text, and is long: a false move is worse than a missed one.
//!
//! Words are compared as numbers, whoever calls decides which are the same.

mod operation;
mod pairing;

use super::tile::Numbers;
use pairing::Raw;

pub use operation::{Operation, WordRun};

/// A tile has at least so many words.
pub(super) const LEAST: usize = 5;

/// What is called moved has at least so many words.
pub(super) const MOVED: usize = 12;

/// Two texts collated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collation {
    /// Paragraphs that belong together, in the order of the first text.
    pub pairs: Vec<CollatedPair>,
    /// Paragraphs of the first text that belong to none of the second.
    pub alone_a: Vec<usize>,
    /// Paragraphs of the second text that belong to none of the first.
    pub alone_b: Vec<usize>,
    /// How many words stand in runs of five and more that both texts have, wherever.
    pub tiled: usize,
    /// How many of them are in paragraphs that do not belong together.
    pub apart: usize,
}

/// Paragraphs that belong together: of one text one, of the other one or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollatedPair {
    /// What became of them.
    pub kind: CollationKind,
    /// Those of the first text.
    pub a: Vec<usize>,
    /// Those of the second.
    pub b: Vec<usize>,
    /// What became of every word, in the order of the first text.
    pub operations: Vec<Operation>,
}

/// What became of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CollationKind {
    /// It has the same words.
    Same,
    /// Some of its words are others.
    Changed,
    /// It was divided.
    Split,
    /// Several became one.
    Merged,
    /// It stands elsewhere in the order of the text.
    Moved,
}

impl CollationKind {
    /// Returns what it is the other way round.
    fn mirrored(self) -> Self {
        match self {
            Self::Split => Self::Merged,
            Self::Merged => Self::Split,
            other => other,
        }
    }
}

impl CollatedPair {
    /// Returns how many words both sides have: those that stayed and those that moved, as numbers.
    #[must_use]
    pub fn shared(&self) -> usize {
        let both = |operation: &Operation| match operation {
            Operation::Equal { a, .. } | Operation::Moved { a, .. } => a.words.len(),
            Operation::Delete(_) | Operation::Insert(_) => 0,
        };
        self.operations.iter().map(both).sum()
    }
}

/// Collates two texts; `is_common` tells words that say nothing by themselves.
#[must_use]
pub fn collate(a: &Numbers, b: &Numbers, is_common: &dyn Fn(u32) -> bool) -> Collation {
    // One way round is computed and the other is its mirror, so that no tie is broken differently.
    if a <= b {
        return finish(pairing::paired(a, b, is_common), a, b);
    }
    finish(pairing::paired(b, a, is_common).mirrored(), a, b)
}

/// Collates two texts as one pair, whatever they share.
#[must_use]
pub fn collate_as_one(a: &Numbers, b: &Numbers, is_common: &dyn Fn(u32) -> bool) -> CollatedPair {
    let raw = if a <= b { pairing::as_one(a, b, is_common) } else { pairing::as_one(b, a, is_common).mirrored() };
    operation::pair(raw, a, b)
}

fn finish(raw: Raw, a: &Numbers, b: &Numbers) -> Collation {
    let mut pairs: Vec<CollatedPair> = raw.pairs.into_iter().map(|pair| operation::pair(pair, a, b)).collect();
    pairs.sort_by(|one, other| (&one.a, &one.b).cmp(&(&other.a, &other.b)));
    let alone = |count: usize, side: &dyn Fn(&CollatedPair) -> &[usize]| {
        let mut paired = vec![false; count];
        for &at in pairs.iter().flat_map(side) {
            paired.get_mut(at).into_iter().for_each(|it| *it = true);
        }
        (0..count).filter(|at| paired.get(*at) == Some(&false)).collect()
    };
    Collation {
        alone_a: alone(a.paragraphs(), &|pair| &pair.a),
        alone_b: alone(b.paragraphs(), &|pair| &pair.b),
        tiled: raw.tiled,
        apart: raw.apart,
        pairs,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    /// Reads a text of one-letter words whose paragraphs a stroke divides; behind an apostrophe a word goes on.
    fn numbers(text: &str) -> Numbers {
        let mut numbers = Numbers::default();
        for paragraph in text.split('|') {
            numbers.push(paragraph.chars().filter(|letter| *letter != '\'').map(u32::from));
            let mut word = 0;
            for letter in paragraph.chars() {
                if letter == '\'' && word > 0 && numbers.paragraph(numbers.paragraphs() - 1).len() > word {
                    numbers.join(word);
                }
                word += usize::from(letter != '\'');
            }
        }
        numbers
    }

    /// Shows the operations of two texts as one pair: `[-deleted-]`, `{+inserted+}`, `<moved>`.
    #[track_caller]
    fn check(a: &str, b: &str, shown: &str) {
        let (of_a, of_b) = (numbers(a), numbers(b));
        let words = |numbers: &Numbers, it: &WordRun| -> String {
            let start = numbers.paragraph(it.paragraph).start;
            let run = numbers.run(start + it.words.start..start + it.words.end);
            run.iter().filter_map(|word| char::from_u32(*word)).collect()
        };
        let pair = collate_as_one(&of_a, &of_b, &|word| word == u32::from('_'));
        let found = pair.operations.iter().map(|operation| match operation {
            Operation::Equal { a, .. } => words(&of_a, a),
            Operation::Delete(a) => format!("[-{}-]", words(&of_a, a)),
            Operation::Insert(b) => format!("{{+{}+}}", words(&of_b, b)),
            Operation::Moved { a, .. } => format!("<{}>", words(&of_a, a)),
        });
        assert_eq!(found.collect::<String>(), shown);
    }

    #[test]
    fn changes_are_told_word_by_word() {
        check("abcdef", "abcdef", "abcdef");
        check("abcdefg", "abcxefg", "abc[-d-]{+x+}efg");
        check("abcdefghijk", "abcxefyhijk", "abc[-defg-]{+xefy+}hijk");
        check("abc_-__def", "abcx__ydef", "abc[-_-__-]{+x__y+}def");
        check("", "ab", "{+ab+}");
        check("abcdefghijklmnopqrstuvwxyz", "opqrstuvwxyzabcdefghijklmn", "abcdefghijklmn<opqrstuvwxyz>");
        check("abcdefghijklmn12345", "12345abcdefghijklmn", "{+12345+}abcdefghijklmn[-12345-]");
    }

    #[test]
    fn a_word_that_is_written_as_one_is_not_cut() {
        check("abcd'efgh", "abcdxfgh", "abc[-de-]{+dx+}fgh");
        check("abcd'efgh", "abcdefgh", "abcdefgh");
    }

    /// Checks that each word of some paragraphs stands in exactly one operation.
    fn each_once(numbers: &Numbers, paragraphs: &[usize], stretches: Vec<&WordRun>) -> Result<(), TestCaseError> {
        let mut times: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for stretch in stretches {
            prop_assert!(!stretch.words.is_empty());
            for word in stretch.words.clone() {
                *times.entry((stretch.paragraph, word)).or_default() += 1;
            }
        }
        let all = paragraphs.iter().flat_map(|at| (0..numbers.paragraph(*at).len()).map(move |word| ((*at, word), 1)));
        prop_assert_eq!(times, all.collect::<BTreeMap<_, _>>());
        Ok(())
    }

    fn mirrored(collation: &Collation) -> Collation {
        let mut pairs: Vec<CollatedPair> = collation.pairs.clone();
        for pair in &mut pairs {
            std::mem::swap(&mut pair.a, &mut pair.b);
            pair.kind = pair.kind.mirrored();
            pair.operations.clear();
        }
        pairs.sort_by(|one, other| (&one.a, &one.b).cmp(&(&other.a, &other.b)));
        let (alone_a, alone_b) = (collation.alone_b.clone(), collation.alone_a.clone());
        Collation { pairs, alone_a, alone_b, ..*collation }
    }

    /// Returns the operations of a pair without an order, the sides exchanged.
    fn turned(pair: &CollatedPair) -> Vec<String> {
        let mut turned: Vec<String> = pair
            .operations
            .iter()
            .map(|operation| match operation.clone() {
                Operation::Equal { a, b } => format!("{:?}", Operation::Equal { a: b, b: a }),
                Operation::Moved { a, b } => format!("{:?}", Operation::Moved { a: b, b: a }),
                Operation::Delete(a) => format!("{:?}", Operation::Insert(a)),
                Operation::Insert(b) => format!("{:?}", Operation::Delete(b)),
            })
            .collect();
        turned.sort();
        turned
    }

    /// A text of a few long stretches in any order, with words changed: what has splits, merges and moves.
    fn texts() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            Just("abcdefghijklmno"),
            Just("pqrstuvwxyzABCD"),
            Just("EFGHIJKLMNOPQRST"),
            Just("1234567"),
            Just("a_b'c"),
            Just("|"),
            Just("|"),
            Just("x"),
            Just("_"),
        ];
        prop::collection::vec(part, 0..14).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn every_word_is_in_one_operation(a in texts(), b in texts()) {
            let (a, b) = (numbers(&a), numbers(&b));
            let collation = collate(&a, &b, &|word| word == u32::from('_'));
            let (mut all_a, mut all_b) = (collation.alone_a.clone(), collation.alone_b.clone());
            for pair in &collation.pairs {
                each_once(&a, &pair.a, pair.operations.iter().filter_map(Operation::a).collect())?;
                each_once(&b, &pair.b, pair.operations.iter().filter_map(Operation::b).collect())?;
                let in_order: Vec<(usize, usize)> = pair.operations.iter().filter_map(Operation::a).map(WordRun::place).collect();
                prop_assert!(in_order.is_sorted(), "the first text is read as it stands");
                prop_assert!(pair.a.len() == 1 || pair.b.len() == 1);
                for operation in &pair.operations {
                    if let Operation::Equal { a: ours, b: theirs } | Operation::Moved { a: ours, b: theirs } = operation {
                        let run = |numbers: &Numbers, it: &WordRun| {
                            let start = numbers.paragraph(it.paragraph).start;
                            numbers.run(start + it.words.start..start + it.words.end).to_vec()
                        };
                        prop_assert_eq!(run(&a, ours), run(&b, theirs));
                    }
                }
                all_a.extend(&pair.a);
                all_b.extend(&pair.b);
            }
            all_a.sort_unstable();
            all_b.sort_unstable();
            prop_assert_eq!(all_a, (0..a.paragraphs()).collect::<Vec<_>>());
            prop_assert_eq!(all_b, (0..b.paragraphs()).collect::<Vec<_>>());
        }

        #[test]
        fn a_mirror_changes_nothing(a in texts(), b in texts()) {
            let (a, b) = (numbers(&a), numbers(&b));
            let is_common = |word| word == u32::from('_');
            let (there, back) = (collate(&a, &b, &is_common), collate(&b, &a, &is_common));
            if a != b {
                let mut bare = back.clone();
                bare.pairs.iter_mut().for_each(|pair| pair.operations.clear());
                prop_assert_eq!(mirrored(&there), bare);
                for pair in &there.pairs {
                    let other = back.pairs.iter().find(|other| other.a == pair.b && other.b == pair.a);
                    let mut plain: Vec<String> =
                        other.into_iter().flat_map(|it| &it.operations).map(|it| format!("{it:?}")).collect();
                    plain.sort();
                    prop_assert_eq!(turned(pair), plain);
                }
            }
        }

        #[test]
        fn a_text_is_the_same_as_itself(a in texts()) {
            let a = numbers(&a);
            let collation = collate(&a, &a, &|_| false);
            prop_assert!(collation.pairs.iter().all(|pair| pair.kind == CollationKind::Same && pair.a == pair.b));
            let empty = (0..a.paragraphs()).filter(|at| a.paragraph(*at).is_empty()).collect::<Vec<_>>();
            prop_assert_eq!((&collation.alone_a, &collation.alone_b), (&empty, &empty));
        }
    }
}
