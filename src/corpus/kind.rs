//! The choices that a document's front matter has: kind, group, scope, and the role of an official address.
//!
//! Their ids are fixed here because code tells them apart; `vocabulary.toml` gives kinds their labels.

use std::fmt::Write as _;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A text that is none of the choices.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a {what}: one of {choices}")]
pub struct NotAChoice {
    text: String,
    what: &'static str,
    choices: String,
}

/// What sort of text a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are the field's own and `vocabulary.toml` labels them")]
pub enum Kind {
    Declaration,
    Principles,
    Communique,
    Statement,
    Report,
    ChairsReport,
    Charter,
    Commitments,
    Strategy,
    Annex,
    Guidance,
    PressStatement,
    PressReport,
}

impl Kind {
    /// Every kind, in the order of the vocabulary.
    pub const ALL: [Self; 13] = [
        Self::Declaration,
        Self::Principles,
        Self::Communique,
        Self::Statement,
        Self::Report,
        Self::ChairsReport,
        Self::Charter,
        Self::Commitments,
        Self::Strategy,
        Self::Annex,
        Self::Guidance,
        Self::PressStatement,
        Self::PressReport,
    ];

    /// Returns the id of the kind in files, addresses and data.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Declaration => "declaration",
            Self::Principles => "principles",
            Self::Communique => "communique",
            Self::Statement => "statement",
            Self::Report => "report",
            Self::ChairsReport => "chairs-report",
            Self::Charter => "charter",
            Self::Commitments => "commitments",
            Self::Strategy => "strategy",
            Self::Annex => "annex",
            Self::Guidance => "guidance",
            Self::PressStatement => "press-statement",
            Self::PressReport => "press-report",
        }
    }
}

/// The group of states that met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say all")]
pub enum Group {
    G7,
    G8,
}

impl Group {
    /// Returns the group's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::G7 => "G7",
            Self::G8 => "G8",
        }
    }
}

/// Whether cyberspace is what a document is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// Cyberspace is its subject, or a part of it is wholly about cyberspace.
    Core,
    /// It touches cyberspace on the way.
    Adjacent,
}

impl Scope {
    /// Returns the id of the scope in files and data.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Adjacent => "adjacent",
        }
    }
}

/// What stands at an official address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Role {
    /// The text itself.
    Text,
    /// A page that leads to it.
    Landing,
}

impl Role {
    /// Returns the id of the role in files and data.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Landing => "landing",
        }
    }
}

/// Returns the choice whose id is `text`.
pub(super) fn choose<T: Copy>(
    text: &str,
    what: &'static str,
    all: &[T],
    id: impl Fn(T) -> &'static str,
) -> Result<T, NotAChoice> {
    if let Some(choice) = all.iter().find(|choice| id(**choice) == text) {
        return Ok(*choice);
    }
    let mut choices = String::new();
    for choice in all {
        let comma = if choices.is_empty() { "" } else { ", " };
        // Writing to a string cannot fail.
        let _ = write!(choices, "{comma}`{}`", id(*choice));
    }
    Err(NotAChoice { text: text.to_owned(), what, choices })
}

impl FromStr for Kind {
    type Err = NotAChoice;

    fn from_str(text: &str) -> Result<Self, NotAChoice> {
        choose(text, "kind", &Self::ALL, Self::id)
    }
}

impl FromStr for Group {
    type Err = NotAChoice;

    fn from_str(text: &str) -> Result<Self, NotAChoice> {
        choose(text, "group", &[Self::G7, Self::G8], Self::name)
    }
}

impl FromStr for Scope {
    type Err = NotAChoice;

    fn from_str(text: &str) -> Result<Self, NotAChoice> {
        choose(text, "scope", &[Self::Core, Self::Adjacent], Self::id)
    }
}

impl FromStr for Role {
    type Err = NotAChoice;

    fn from_str(text: &str) -> Result<Self, NotAChoice> {
        choose(text, "role", &[Self::Text, Self::Landing], Self::id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_read_back_and_others_are_told_the_choices() {
        for kind in Kind::ALL {
            assert_eq!(kind.id().parse(), Ok(kind));
        }
        let told = "Core".parse::<Scope>().map_err(|error| error.to_string());
        assert_eq!(told, Err("`Core` is not a scope: one of `core`, `adjacent`".to_owned()));
    }
}
