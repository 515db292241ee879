//! Names that addresses are made of: document ids, paragraph numbers, revisions.
//!
//! Invariants, each proved where the name is made and trusted from then on:
//!
//! 1. A document id matches `^(19|20)\d\d-[a-z0-9]+(-[a-z0-9]+)*$`, which no other address of the site does
//!    (`only_clean_ids_are_ids`).
//! 2. Numbers and revisions begin at 1 and are written without leading zeros (`numbers_are_written_one_way`).

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The name of a document, as it stands in addresses and file names.
///
/// Whatever names the same document may share the text: a ledger has many rows for each.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(Arc<str>);

/// A text that is not the name it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAName {
    /// Not a document id.
    #[error("`{0}` is not a document id: a year from 1900 to 2099, then lowercase words and digits joined by hyphens")]
    DocumentId(String),
    /// Not a paragraph number or revision.
    #[error("`{0}` is not a number: digits without leading zeros, from 1")]
    Number(String),
    /// Not the address of a paragraph.
    #[error("`{0}` is not a paragraph address: `document/p/number`")]
    ParagraphId(String),
}

impl DocumentId {
    /// Returns the id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the path of the document's file in its corpus.
    pub(super) fn file(&self) -> String {
        format!("documents/{self}.md")
    }
}

impl Serialize for DocumentId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for DocumentId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::<str>::deserialize(deserializer).map(|name| Self(name.into()))
    }
}

impl FromStr for DocumentId {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, NotAName> {
        let wrong = || NotAName::DocumentId(text.to_owned());
        let (year, words) = text.split_once('-').ok_or_else(wrong)?;
        let century = year.starts_with("19") || year.starts_with("20");
        let plain = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_lowercase();
        if year.len() == 4
            && century
            && year.bytes().all(|byte| byte.is_ascii_digit())
            && words.split('-').all(|word| !word.is_empty() && word.bytes().all(plain))
        {
            Ok(Self(text.into()))
        } else {
            Err(wrong())
        }
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A paragraph's serial in its document: given once, never reused, never changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Number(NonZeroU32);

/// The serial of one wording of a paragraph; the first is 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Revision(NonZeroU32);

impl Number {
    /// The first number of every document.
    pub const FIRST: Self = Self(NonZeroU32::MIN);

    /// Returns the number as an integer from 1.
    #[must_use]
    pub fn get(self) -> u32 {
        self.0.get()
    }

    /// Returns the number after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl Revision {
    /// The revision of every first wording.
    pub const FIRST: Self = Self(NonZeroU32::MIN);

    /// Returns the revision as an integer from 1.
    #[must_use]
    pub fn get(self) -> u32 {
        self.0.get()
    }

    /// Returns the revision before this one; the first has none.
    #[must_use]
    pub fn before(self) -> Option<Self> {
        NonZeroU32::new(self.0.get() - 1).map(Self)
    }

    /// Returns the revision after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

fn counting(text: &str) -> Result<NonZeroU32, NotAName> {
    let wrong = || NotAName::Number(text.to_owned());
    if !text.bytes().all(|byte| byte.is_ascii_digit()) || text.starts_with('0') {
        return Err(wrong());
    }
    text.parse().map_err(|_| wrong())
}

impl FromStr for Number {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, NotAName> {
        counting(text).map(Self)
    }
}

impl FromStr for Revision {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, NotAName> {
        counting(text).map(Self)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// The name of a paragraph in the whole archive.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ParagraphId {
    /// The document it was published in.
    pub document: DocumentId,
    /// Its number there.
    pub number: Number,
}

impl FromStr for ParagraphId {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, NotAName> {
        let (document, number) = text.split_once("/p/").ok_or_else(|| NotAName::ParagraphId(text.to_owned()))?;
        Ok(Self { document: document.parse()?, number: number.parse()? })
    }
}

impl fmt::Display for ParagraphId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/p/{}", self.document, self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_clean_ids_are_ids() {
        for good in ["2018-ise-shima", "1997-x", "2099-5g-2"] {
            assert_eq!(good.parse::<DocumentId>().map(|id| id.to_string()), Ok(good.to_owned()));
        }
        for bad in ["", "2018", "2018-", "2018--a", "2018-a-", "2100-a", "1899-a", "2018-A", "2018-é", "help", "20x8-a"]
        {
            assert!(bad.parse::<DocumentId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn numbers_are_written_one_way() {
        assert_eq!("12".parse::<Number>().map(Number::get), Ok(12));
        for bad in ["", "0", "01", "+1", "-1", "1.", "4294967296", "١"] {
            assert!(bad.parse::<Number>().is_err(), "{bad}");
        }
    }

    #[test]
    fn paragraph_addresses_read_back() {
        let text = "2017-lucca/p/4";
        assert_eq!(text.parse::<ParagraphId>().map(|id| id.to_string()), Ok(text.to_owned()));
        assert!("2017-lucca/q/4".parse::<ParagraphId>().is_err());
    }
}
