//! How much is checked at once.
//!
//! Knows nothing of a corpus: what a text costs is decided before anything is looked up.

use super::article::Article;
use super::quoted;
use crate::wording::fold;

/// How many code points a text may have.
pub const CHARACTERS: usize = 20_000;
/// How many it may have as it is compared. Few characters fold to more than one or two; U+FDFA folds to eighteen.
const FOLDED: usize = 2 * CHARACTERS;
/// How many quotation marks a text may have, apostrophes aside.
const MARKS: usize = 400;
/// How many code points quotations may have together, those within others counted once more.
const NESTED: usize = 3 * CHARACTERS;
/// How many ellipses and brackets that declare changes a text may have.
///
/// Every part between two of them is looked for by itself, and long texts of short parts stand nearly everywhere.
const DECLARED: usize = 400;

/// A text that is longer than what is checked at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TooMuch {
    /// Too many code points.
    #[error("at most {CHARACTERS} characters are checked at once; this text has {0}")]
    Characters(usize),
    /// Too many characters as they are compared.
    #[error("at most {FOLDED} characters are checked at once where some stand for several; this text has {0}")]
    Folded(usize),
    /// Too many quotation marks.
    #[error("at most {MARKS} quotation marks are checked at once; this text has {0}")]
    Marks(usize),
    /// Too many quotations within quotations.
    #[error("quotations within quotations are checked up to {NESTED} characters together; this text has {0}")]
    Nested(usize),
    /// Too many declared changes.
    #[error("at most {DECLARED} ellipses and square brackets are checked at once; this text has {0}")]
    Declared(usize),
}

/// Reads the quotations of a text that may be checked.
pub(super) fn read(text: &str) -> Result<Article, TooMuch> {
    let within = |count: usize, limit: usize, too_much: fn(usize) -> TooMuch| {
        if count > limit { Err(too_much(count)) } else { Ok(()) }
    };
    within(text.chars().count(), CHARACTERS, TooMuch::Characters)?;
    within(folded(text), FOLDED, TooMuch::Folded)?;
    let article = Article::read(text);
    within(article.marks, MARKS, TooMuch::Marks)?;
    let runs = || article.runs.iter().filter_map(|run| text.get(run.clone()));
    within(runs().map(|run| run.chars().count()).sum(), NESTED, TooMuch::Nested)?;
    within(runs().map(folded).sum(), 2 * NESTED, TooMuch::Nested)?;
    within(quoted::declarations(text).len(), DECLARED, TooMuch::Declared)?;
    Ok(article)
}

fn folded(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { fold(text).chars().count() }
}
