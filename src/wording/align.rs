//! Alignment of a quotation's words with the stretch of a text that is most like them.
//!
//! Sellers' algorithm: the whole quotation is aligned, the text may begin and end anywhere. One thing is added to it:
//! a long gap costs little more than a short one, because whoever leaves words out of a quotation leaves out a clause
//! as easily as a word. Words are compared as numbers; whoever calls decides which words are the same.

use std::ops::Range;

/// How a quotation lies in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordAlignment {
    /// Runs that cover the whole quotation and the whole window, in order, equal and changed ones by turns.
    pub runs: Vec<AlignedRun>,
    /// The words of the text that the quotation was aligned with.
    pub window: Range<usize>,
}

/// A run of words that are the same in quotation and text, or a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlignedRun {
    /// Whether quotation and text have the same words here.
    pub same: bool,
    /// The words of the quotation; none where words of the text were left out.
    pub quoted: Range<usize>,
    /// The words of the text; none where the quotation added words.
    pub text: Range<usize>,
}

impl WordAlignment {
    /// Returns how many words of the quotation stand in the text, in order.
    #[must_use]
    pub fn same(&self) -> usize {
        self.runs.iter().filter(|run| run.same).map(|run| run.quoted.len()).sum()
    }
}

/// What a word of the quotation costs that is replaced or added.
const CHANGE: u32 = 9;
/// What the first word of a gap costs: less, since to find one more word of the quotation is worth a gap of one.
const FIRST: u32 = 8;
/// What every further word of a gap costs. Four words found behind a gap are worth one of up to two dozen words.
const FURTHER: u32 = 1;

/// A step that ends at a cell of the table, and whether the best gap ending there is longer than one word.
type Step = u8;
const PAIR: Step = 0;
const ADDED: Step = 1;
const GAP: Step = 2;
const STEP: Step = 3;
const LONGER: Step = 4;

/// Returns the alignment of `quoted` with the stretch of `text` that takes the fewest changes, the earliest such.
///
/// Before the words of the quotation at the places in `declared` it says itself that words were left out: a gap there
/// is free. Time and memory grow with the product of the lengths.
#[must_use]
pub fn align(quoted: &[u32], text: &[u32], declared: &[usize]) -> WordAlignment {
    let width = text.len() + 1;
    let mut steps: Vec<Step> = Vec::with_capacity(quoted.len() * width);
    // Nothing of the quotation aligned costs nothing, wherever in the text it begins.
    let mut above = vec![0_u32; width];
    let mut row = vec![0_u32; width];
    for (at, word) in quoted.iter().enumerate() {
        let gap_follows = at + 1 < quoted.len();
        let (open, further) = if declared.contains(&(at + 1)) { (0, 0) } else { (FIRST, FURTHER) };
        let mut diagonal = above.first().copied().unwrap_or_default();
        let mut left = diagonal + CHANGE;
        let mut gap = u32::MAX / 2;
        steps.push(ADDED);
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for ((cell, up), other) in row.iter_mut().skip(1).zip(above.iter().skip(1)).zip(text) {
            let mut step = PAIR;
            let mut cost = diagonal + if word == other { 0 } else { CHANGE };
            if up + CHANGE < cost {
                (cost, step) = (up + CHANGE, ADDED);
            }
            if gap_follows {
                let longer = gap + further < left + open;
                gap = if longer { gap + further } else { left + open };
                if gap < cost {
                    (cost, step) = (gap, GAP);
                }
                step |= if longer { LONGER } else { 0 };
            }
            steps.push(step);
            (*cell, left, diagonal) = (cost, cost, *up);
        }
        std::mem::swap(&mut above, &mut row);
    }
    let end = (0..width).min_by_key(|&at| above.get(at).copied()).unwrap_or_default();
    trace(&steps, quoted, text, end)
}

/// Walks the table back from the end of the quotation and gathers the steps into runs.
fn trace(steps: &[Step], quoted: &[u32], text: &[u32], end: usize) -> WordAlignment {
    let width = text.len() + 1;
    let (mut row, mut column) = (quoted.len(), end);
    let mut runs: Vec<AlignedRun> = Vec::new();
    let mut in_gap = false;
    while row > 0 {
        let step = steps.get((row - 1) * width + column).copied().unwrap_or(ADDED);
        let (below, right) = (row, column);
        if in_gap || step & STEP == GAP {
            in_gap = step & LONGER != 0;
            column = column.saturating_sub(1);
        } else if step & STEP == PAIR {
            row -= 1;
            column = column.saturating_sub(1);
        } else {
            row -= 1;
        }
        let pair = row < below && column < right;
        let same = pair && quoted.get(row) == text.get(column);
        match runs.last_mut() {
            Some(run) if run.same == same => {
                run.quoted.start = row;
                run.text.start = column;
            }
            _ => runs.push(AlignedRun { same, quoted: row..below, text: column..right }),
        }
    }
    runs.reverse();
    settle_ends(&mut runs, text.len());
    let start = runs.first().map_or(end, |run| run.text.start);
    let end = runs.last().map_or(end, |run| run.text.end);
    WordAlignment { runs, window: start..end }
}

/// Decides what changed words at either end stand for: a few for as many of the text, more than that for none of it,
/// since they are then more likely the writer's own words.
fn settle_ends(runs: &mut [AlignedRun], length: usize) {
    if !runs.iter().any(|run| run.same) {
        return;
    }
    let few = |run: &AlignedRun| if run.quoted.len() > 2 { 0 } else { run.quoted.len() };
    if let Some(first) = runs.first_mut().filter(|run| !run.same) {
        first.text.start = first.text.end.saturating_sub(few(first));
    }
    if let Some(last) = runs.last_mut().filter(|run| !run.same) {
        last.text.end = (last.text.start + few(last)).min(length);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Aligns two texts of one-letter words; `…` in the quotation declares a gap. Changes are `<quoted|text>`.
    #[track_caller]
    fn check(quotation: &str, text: &str, shown: &str) {
        let mut quoted = Vec::new();
        let mut declared = Vec::new();
        for character in quotation.chars() {
            if character == '…' { declared.push(quoted.len()) } else { quoted.push(character) }
        }
        let text: Vec<char> = text.chars().collect();
        let numbers = |letters: &[char]| letters.iter().map(|&letter| u32::from(letter)).collect::<Vec<_>>();
        let found = align(&numbers(&quoted), &numbers(&text), &declared);
        let words = |letters: &[char], range: &Range<usize>| letters[range.clone()].iter().collect::<String>();
        let runs = found.runs.iter().map(|run| {
            let (ours, theirs) = (words(&quoted, &run.quoted), words(&text, &run.text));
            if run.same { ours } else { format!("<{ours}|{theirs}>") }
        });
        assert_eq!(runs.collect::<String>(), shown);
    }

    #[test]
    fn the_window_is_where_the_words_are() {
        check("cde", "abcdefg", "cde");
        check("cxe", "abcdefg", "c<x|d>e");
        check("cdxe", "abcdefg", "cd<x|>e");
        check("ce", "abcdefg", "c<|d>e");
        check("", "abc", "");
        check("ab", "", "<ab|>");
        check("ab", "abab", "ab");
    }

    #[test]
    fn words_behind_a_long_gap_are_found() {
        check("abcdefgh", "abcd-------------------efgh", "abcd<|------------------->efgh");
    }

    #[test]
    fn a_declared_gap_is_free() {
        check("a…b", "a---------b", "a<|--------->b");
        check("ab", "a---------b", "a<b|->");
    }

    #[test]
    fn changed_ends_stand_for_as_many_words() {
        check("xbcd", "abcde", "<x|a>bcd");
        check("bcdx", "abcde", "bcd<x|e>");
        check("xyzcde", "abcdefgh", "<xyz|>cde");
        check("cdexyz", "abcdefgh", "cde<xyz|>");
    }

    proptest! {
        #[test]
        fn runs_cover_quotation_and_window(quoted in prop::collection::vec(0_u32..4, 0..12),
                                           text in prop::collection::vec(0_u32..4, 0..40),
                                           declared in prop::collection::vec(0_usize..12, 0..3)) {
            let found = align(&quoted, &text, &declared);
            let (mut at, mut place) = (0, found.window.start);
            for run in &found.runs {
                prop_assert_eq!((run.quoted.start, run.text.start), (at, place));
                prop_assert!(!run.same || quoted[run.quoted.clone()] == text[run.text.clone()]);
                (at, place) = (run.quoted.end, run.text.end);
            }
            prop_assert_eq!((at, place), (quoted.len(), found.window.end));
            prop_assert!(found.runs.windows(2).all(|pair| pair[0].same != pair[1].same));
        }

        #[test]
        fn words_that_are_there_are_found_as_they_are(text in prop::collection::vec(0_u32..9, 1..40),
                                                      from in 0_usize..40, length in 1_usize..12) {
            let from = from.min(text.len() - 1);
            let quoted = &text[from..(from + length).min(text.len())];
            let found = align(quoted, &text, &[]);
            prop_assert_eq!(found.same(), quoted.len());
            prop_assert_eq!(found.window.len(), quoted.len());
        }
    }
}
