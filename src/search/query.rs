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
//! field    = name ":" ( value | '"' value '"' )       document year kind forum presidency topic cites
//! ```
//!
//! Knows neither the index nor the corpus: what a field's value means is found out when the query is planned.

mod lex;
mod parse;
mod term;

use std::ops::Range;

use super::Notice;

/// At most this many characters of a query are read: enough for a long sentence pasted whole.
pub const MAX_CHARACTERS: usize = 500;
/// At most this many words, phrases and fields are looked for: each costs a walk through the index or the documents.
pub const MAX_TERMS: usize = 32;
/// Brackets inside brackets are read to this depth.
pub(super) const MAX_DEPTH: usize = 20;
/// `word*` needs this many letters.
pub(super) const MIN_PREFIX: usize = 3;
/// The farthest that words can be apart and still count as near.
pub(super) const MAX_DISTANCE: u32 = 100;

/// A query that was read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Query {
    /// The text that was read: what was typed, up to the limit.
    pub(super) text: String,
    /// What is asked for; nothing where no word and no field was left.
    pub(super) root: Option<Node>,
    /// What was repaired or not taken literally.
    pub(super) notices: Vec<Notice>,
}

/// A part of a query.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
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
    /// A property of the document.
    Field(Field),
}

/// A word or a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    /// Its words as search compares them.
    pub(super) words: Vec<String>,
    /// How it was written.
    pub(super) style: Style,
    /// As it was typed, without quotation marks and operators.
    pub(super) typed: String,
    /// Where `typed` begins in the query.
    pub(super) typed_at: usize,
    /// The bytes of the query that it is, quotation marks and operators included.
    pub(super) range: Range<usize>,
}

/// How a word or phrase was written, and so how far it is widened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
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

/// A property that a document must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    /// Which.
    pub(super) name: FieldName,
    /// The value as typed.
    pub(super) value: String,
    /// The bytes of the query that it is.
    pub(super) range: Range<usize>,
}

/// The fields of the query language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the property of documents of its name")]
pub enum FieldName {
    Document,
    Year,
    Kind,
    Forum,
    Presidency,
    Topic,
    Cites,
}

impl FieldName {
    /// Every field.
    pub const ALL: [Self; 7] =
        [Self::Document, Self::Year, Self::Kind, Self::Forum, Self::Presidency, Self::Topic, Self::Cites];

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
        }
    }
}

impl Query {
    /// Reads a query.
    pub(super) fn read(typed: &str) -> Self {
        parse::parse(typed)
    }

    /// Returns terms that stand side by side as they were typed.
    pub(super) fn typed(&self, terms: &[&Term]) -> Option<String> {
        match terms {
            [] => None,
            [term] => Some(term.typed.clone()),
            [first, .., last] => self.text.get(first.range.start..last.range.end).map(str::to_owned),
        }
    }
}

impl Node {
    /// Calls `each` for every word or phrase that is looked for, in order; excluded ones are left out.
    pub(super) fn each_term<'a>(&'a self, each: &mut impl FnMut(&'a Term)) {
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
}
