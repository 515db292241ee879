//! The query language: what a visitor typed, as a tree. Reading never fails; what was repaired is said in notices.
//!
//! ```text
//! query    = either
//! either   = list { "OR" list }                       "a b OR c" is (a b) or c, and a notice says so
//! list     = item { ["AND"] item }                    all of them, or any with `match=any`
//! item     = { "-" | "NOT" } near                     "-" after white space or an opening bracket only
//! near     = operand { "NEAR/" n operand }            order free, at most n words between
//! operand  = "(" query ")" | phrase | word | field
//! phrase   = ["="] '"' words '"' ["~" n]              one quoted word, and "=": exactly so
//! word     = letters { "-" letters } ["*"]            three letters or more before "*"
//! field    = name ":" ( value | '"' value '"' )       document year kind forum presidency topic cites language
//!                                                     mentions
//! ```
//!
//! Knows neither the index nor the corpus: what a field's value means is found out when the query is planned.

mod lexer;
mod notice;
mod parser;
mod reading;
mod single;
mod term;
mod years;

use std::ops::Range;

pub use self::notice::Notice;
pub use self::single::{NoTerm, OneTerm};
pub(crate) use self::years::Years;

/// At most this many characters of a query are read: enough for a long sentence pasted whole.
pub const MAX_CHARACTERS: usize = 500;
/// At most this many words, phrases and fields are looked for: each costs a walk through the index or the documents.
pub const MAX_TERMS: usize = 32;
/// Brackets inside brackets are read to this depth.
pub(crate) const MAX_DEPTH: usize = 20;
/// `word*` needs this many letters.
pub(crate) const MIN_PREFIX: usize = 3;
/// The farthest that words can be apart and still count as near.
pub(crate) const MAX_DISTANCE: u32 = 100;

/// Whether a hit needs all parts of a query or any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Matching {
    /// Every part.
    #[default]
    All,
    /// At least one part.
    Any,
}

/// A query that was read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Query {
    /// The text that was read: what was typed, up to the limit.
    pub(crate) text: String,
    /// What is asked for; nothing where no word and no field was left.
    pub(crate) root: Option<Node>,
    /// What was repaired or not taken literally.
    pub(crate) notices: Vec<Notice>,
}

/// A part of a query.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    /// Parts side by side: all of them or any, as the visitor chose.
    List(Vec<Node>),
    /// Parts joined by `AND`.
    Every(Vec<Node>),
    /// Parts joined by `OR`.
    Either(Vec<Node>),
    /// A part that must not be there.
    Without(Box<Node>),
    /// Parts near each other, in any order.
    Near(Vec<Node>, u32),
    /// A word or phrase.
    Term(Term),
    /// A property of the document, or what the paragraph mentions.
    Field(Field),
}

/// A word or a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Term {
    /// Its words as search compares them.
    pub(crate) words: Vec<String>,
    /// How it was written.
    pub(crate) style: Style,
    /// As it was typed, without quotation marks and operators.
    pub(crate) typed: String,
    /// Where `typed` begins in the query.
    pub(crate) typed_at: usize,
    /// The bytes of the query that it is, quotation marks and operators included.
    pub(crate) range: Range<usize>,
}

/// How a word or phrase was written, and so how far it is widened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// A plain word: variants and word forms count.
    Word,
    /// Parts of one word, joined by hyphens: a phrase that one word matches too.
    Joined,
    /// Parts of one chunk, joined by something else than hyphens: a phrase.
    Parts,
    /// In quotation marks, several words: variants count.
    Phrase,
    /// Exactly so.
    Exact,
    /// The beginning of a word, or of the last word of a phrase.
    Prefix,
}

/// A property that a document must have, or its paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    /// Which.
    pub(crate) name: FieldName,
    /// The value as typed.
    pub(crate) value: String,
    /// The bytes of the query that it is.
    pub(crate) range: Range<usize>,
}

/// The fields of the query language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the property of its name, of documents; mentions are those of paragraphs")]
pub enum FieldName {
    Document,
    Year,
    Kind,
    Forum,
    Presidency,
    Topic,
    Cites,
    Language,
    Mentions,
}

impl FieldName {
    /// Every field.
    pub const ALL: [Self; 9] = [
        Self::Document,
        Self::Year,
        Self::Kind,
        Self::Forum,
        Self::Presidency,
        Self::Topic,
        Self::Cites,
        Self::Language,
        Self::Mentions,
    ];

    /// Returns the name as queries write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Year => "year",
            Self::Kind => "kind",
            Self::Forum => "forum",
            Self::Presidency => "presidency",
            Self::Topic => "topic",
            Self::Cites => "cites",
            Self::Language => "language",
            Self::Mentions => "mentions",
        }
    }
}

impl Query {
    /// Reads a query.
    pub(crate) fn read(typed: &str) -> Self {
        reading::parse(typed)
    }

    /// Reads a query of which any part is enough: where it has too many, the words that most texts have are left out.
    pub(crate) fn read_rarest(typed: &str, texts: impl Fn(&str) -> u32) -> Self {
        reading::parse_rarest(typed, texts)
    }

    /// Returns terms that stand side by side as they were typed.
    pub(crate) fn typed(&self, terms: &[&Term]) -> Option<String> {
        match terms {
            [] => None,
            [term] => Some(term.typed.clone()),
            [first, .., last] => self.text.get(first.range.start..last.range.end).map(str::to_owned),
        }
    }
}

impl Node {
    /// Calls `each` for every word or phrase that is looked for, in order; excluded ones are left out.
    pub(crate) fn each_term<'a>(&'a self, each: &mut impl FnMut(&'a Term)) {
        match self {
            Self::Term(term) => each(term),
            Self::List(parts) | Self::Every(parts) | Self::Either(parts) | Self::Near(parts, _) => {
                for part in parts {
                    part.each_term(each);
                }
            }
            Self::Without(_) | Self::Field(_) => {}
        }
    }

    /// Calls `each` for every word or phrase, those that are excluded too.
    pub(crate) fn each_term_or_excluded<'a>(&'a self, each: &mut impl FnMut(&'a Term)) {
        match self {
            Self::Term(term) => each(term),
            Self::List(parts) | Self::Every(parts) | Self::Either(parts) | Self::Near(parts, _) => {
                for part in parts {
                    part.each_term_or_excluded(each);
                }
            }
            Self::Without(part) => part.each_term_or_excluded(each),
            Self::Field(_) => {}
        }
    }
}
