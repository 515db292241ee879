//! What is wrong with a corpus, for the person who edits it.

use std::fmt;

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

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// The corpus is not served.
    Error,
    /// The corpus is served and `check` says so.
    Warning,
}

impl fmt::Display for Problem {
    /// Writes `file:line: wrong; right`, as editors read it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(formatter, ":{line}")?;
        }
        let warning = if self.weight == Weight::Warning { "warning: " } else { "" };
        write!(formatter, ": {warning}{}; {}", self.wrong, self.right)
    }
}
