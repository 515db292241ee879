//! What is wrong with a corpus, for the person who edits it.

use std::fmt;

use crate::wording::visible;

/// One thing wrong in the corpus: where, what, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, as a path below the corpus.
    pub file: String,
    /// The line from 1, where one line is to blame.
    pub line: Option<usize>,
    /// What is wrong, the value in question in backquotes.
    pub wrong: String,
    /// What would be right.
    pub right: String,
    /// Whether the corpus can be served all the same.
    pub weight: Weight,
}

/// What would be right where something needs a reason and has none.
pub(super) const GIVE_A_REASON: &str = "add `--note` and say why";

impl Problem {
    /// Tells whether all that is missing is a reason.
    #[must_use]
    pub fn wants_reason(&self) -> bool {
        self.right == GIVE_A_REASON
    }
}

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// The corpus is not served.
    Error,
    /// The corpus is served and `check` says so.
    Warning,
}

impl fmt::Display for Problem {
    /// Writes `file:line: wrong; right`, as editors read it, on one line whatever the file is called.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&visible(&self.file))?;
        if let Some(line) = self.line {
            write!(formatter, ":{line}")?;
        }
        let warning = if self.weight == Weight::Warning { "warning: " } else { "" };
        write!(formatter, ": {warning}{}; {}", visible(&self.wrong), visible(&self.right))
    }
}

/// The problems found so far in one file.
#[derive(Debug)]
pub(super) struct Report<'a> {
    file: &'a str,
    pub(super) problems: Vec<Problem>,
}

impl<'a> Report<'a> {
    pub(super) fn new(file: &'a str) -> Self {
        Self { file, problems: Vec::new() }
    }

    pub(super) fn error(&mut self, line: impl Into<Option<usize>>, wrong: impl Into<String>, right: impl Into<String>) {
        self.push(line.into(), wrong.into(), right.into(), Weight::Error);
    }

    pub(super) fn warn(&mut self, line: impl Into<Option<usize>>, wrong: impl Into<String>, right: impl Into<String>) {
        self.push(line.into(), wrong.into(), right.into(), Weight::Warning);
    }

    /// Tells whether anything stands in the way of serving the file.
    pub(super) fn fails(&self) -> bool {
        self.problems.iter().any(|problem| problem.weight == Weight::Error)
    }

    fn push(&mut self, line: Option<usize>, wrong: String, right: String, weight: Weight) {
        self.problems.push(Problem { file: self.file.to_owned(), line, wrong, right, weight });
    }
}

/// Returns a value from a file as messages show it: in backquotes, on one line, cut where it is long.
pub(super) fn shown(value: &str) -> String {
    const LONGEST: usize = 60;
    let one_line: String = value.chars().take(LONGEST).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    let cut = if value.chars().nth(LONGEST).is_some() { "…" } else { "" };
    format!("`{one_line}{cut}`")
}
