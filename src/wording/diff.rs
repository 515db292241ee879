//! Word differences between two wordings.
//!
//! Invariant: joining the equal and deleted texts gives the first wording, joining the equal and inserted ones gives
//! the second, to the byte (`joining_gives_both_wordings_back`).

use similar::{Algorithm, DiffOp};
use unicode_segmentation::UnicodeSegmentation;

/// A run of text that both wordings share, or that only one of them has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which of the wordings has it.
    pub op: Op,
    /// Its exact text, never empty.
    pub text: String,
}

/// Which of two wordings has a run of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Op {
    /// Both.
    Equal,
    /// Only the second.
    Insert,
    /// Only the first.
    Delete,
}

/// Returns what turns the wording `before` into the wording `after`, word by word; of a replacement the deletion first.
#[must_use]
pub fn diff(before: &str, after: &str) -> Vec<Change> {
    let old: Vec<&str> = before.split_word_bounds().collect();
    let new: Vec<&str> = after.split_word_bounds().collect();
    let mut script = Script::default();
    for op in similar::capture_diff_slices(Algorithm::Myers, &old, &new) {
        let deleted = old.get(op.old_range()).unwrap_or_default().concat();
        let inserted = new.get(op.new_range()).unwrap_or_default().concat();
        match op {
            DiffOp::Equal { .. } => script.equal(deleted),
            _ => script.replace(&deleted, &inserted),
        }
    }
    script.finish()
}

/// Changes being collected. Equal spaces and punctuation between two changed words belong to the change: a reader sees
/// one replaced phrase, not words changed one at a time.
#[derive(Default)]
struct Script {
    changes: Vec<Change>,
    deleted: String,
    inserted: String,
    /// Equal text without a word in it that follows the change under way.
    between: String,
}

impl Script {
    fn equal(&mut self, text: String) {
        let changing = !self.deleted.is_empty() || !self.inserted.is_empty();
        if changing && text.unicode_words().next().is_none() {
            self.between.push_str(&text);
            return;
        }
        self.close();
        self.push(Op::Equal, text);
    }

    fn replace(&mut self, deleted: &str, inserted: &str) {
        let between = std::mem::take(&mut self.between);
        for (side, text) in [(&mut self.deleted, deleted), (&mut self.inserted, inserted)] {
            side.push_str(&between);
            side.push_str(text);
        }
    }

    fn close(&mut self) {
        let (deleted, inserted) = (std::mem::take(&mut self.deleted), std::mem::take(&mut self.inserted));
        self.push(Op::Delete, deleted);
        self.push(Op::Insert, inserted);
        let between = std::mem::take(&mut self.between);
        self.push(Op::Equal, between);
    }

    fn push(&mut self, op: Op, text: String) {
        match self.changes.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.op == op => last.text.push_str(&text),
            _ => self.changes.push(Change { op, text }),
        }
    }

    fn finish(mut self) -> Vec<Change> {
        self.close();
        self.changes
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(before: &str, after: &str, shown: &str) {
        let mut found = String::new();
        for Change { op, text } in diff(before, after) {
            found += &match op {
                Op::Equal => text,
                Op::Insert => format!("{{+{text}+}}"),
                Op::Delete => format!("[-{text}-]"),
            };
        }
        assert_eq!(found, shown);
    }

    fn side(changes: &[Change], op: Op) -> String {
        changes
            .iter()
            .filter(|change| [Op::Equal, op].contains(&change.op))
            .map(|change| change.text.as_str())
            .collect()
    }

    #[test]
    fn changed_words_stand_out_whole() {
        check("States should act", "States shall act", "States [-should-]{+shall+} act");
        check("the same", "the same", "the same");
        check("", "new", "{+new+}");
        check("do not act", "do act", "do [-not -]act");
        check("in old words now", "in quite new ways now", "in [-old words-]{+quite new ways+} now");
        check("a – b", "a - b", "a [-–-]{+-+} b");
    }

    proptest! {
        #[test]
        fn joining_gives_both_wordings_back(before in "[ab ,.é\u{301}😀\n]{0,40}", after in "[ab ,.é\u{301}😀\n]{0,40}") {
            let changes = diff(&before, &after);
            prop_assert_eq!(side(&changes, Op::Delete), before);
            prop_assert_eq!(side(&changes, Op::Insert), after);
            prop_assert!(changes.iter().all(|change| !change.text.is_empty()));
        }
    }
}
