//! Reviewed groups of words that are the same thing written differently.

use serde::{Deserialize, Serialize};

/// All reviewed groups.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Variants {
    /// The groups in the order of the file.
    pub groups: Vec<Variant>,
}

/// One group of forms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// How alike the forms are, and so whether search joins or offers them.
    pub level: Level,
    /// The forms, the usual one first; each one word or several.
    pub forms: Vec<String>,
    /// Whether every form stands for every other; if not, only the first widens to the rest.
    pub both_ways: bool,
    /// Whether a form counts only as it is capitalised, because it is also another word ("IT", "it").
    pub capitals: bool,
    /// What the reviewer had to say.
    pub note: Option<String>,
}

/// How alike the forms of a group are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// Another spelling of the same word: applied unless switched off.
    Spelling,
    /// The plain plural of an abbreviation: applied unless switched off.
    Plural,
    /// An abbreviation and what it stands for: offered.
    Abbreviation,
    /// Another word for nearly the same: offered.
    Synonym,
}
