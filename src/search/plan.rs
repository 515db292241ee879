//! What to look for: a query with its words widened, its fields looked up, and its weights known.
//!
//! A plan names word sets, units (words and phrases as sequences of word sets) and sets of documents by number. It
//! does not know where it will be run: over the index, or over the words of one text.

mod part;
mod unit;

use std::ops::Range;

use self::part::Planner;
use super::Notice;
use super::catalogue::Catalogue;
use super::dictionary::Dictionary;
use super::query::{Node, Query};
use super::widen::Widening;

/// How many parts of a list a hit needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Demand {
    /// Every one.
    All,
    /// One of each list.
    Any,
    /// So many of the outermost list, and all of those inside.
    Least(usize),
}

/// A query ready to be run.
#[derive(Debug)]
pub(super) struct Plan {
    /// Sets of words that count as one.
    pub(super) sets: Vec<WordSet>,
    /// Words and phrases.
    pub(super) units: Vec<Unit>,
    /// Sets of documents, by their place in the corpus.
    pub(super) documents: Vec<Vec<bool>>,
    /// What a hit needs.
    pub(super) root: Part,
    /// Neighbouring words of the query, as sets, with the weight of finding them side by side.
    pub(super) pairs: Vec<(usize, usize, f32)>,
    /// What there is to say about widening and fields.
    pub(super) notices: Vec<Notice>,
    /// Where fields stand whose values mean nothing, as ranges of the query's text.
    pub(super) left_out: Vec<Range<usize>>,
}

/// Words that count as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WordSet {
    /// The words, sorted.
    pub(super) words: Vec<Box<str>>,
    /// How many texts have one of them, at most.
    pub(super) texts: u32,
}

/// A word or phrase of the query.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    /// Sequences of sets, each of which is an occurrence; the one that was typed first.
    pub(super) paths: Vec<Vec<usize>>,
    /// The sets of each path, the rarest first: the order in which lists are leapt through.
    pub(super) rarest: Vec<Vec<usize>>,
    /// The set that it is, if it is a single one.
    pub(super) only_set: Option<usize>,
    /// Its weight in the score; nothing for stop words and what is excluded.
    pub(super) weight: f32,
    /// The terms of the query that it stands for, in the order of [`Node::each_term`]; none if it is excluded.
    pub(super) terms: Range<usize>,
}

impl Unit {
    /// Makes a unit of sequences of `sets`.
    pub(super) fn of(paths: Vec<Vec<usize>>, sets: &[WordSet], weight: f32, terms: Range<usize>) -> Self {
        let mut rarest = paths.clone();
        for path in &mut rarest {
            path.sort_unstable();
            path.dedup();
            path.sort_by_key(|set| sets.get(*set).map_or(0, |set| set.texts));
        }
        let only_set = match paths.as_slice() {
            [path] if path.len() == 1 => path.first().copied(),
            _ => None,
        };
        Self { paths, rarest, only_set, weight, terms }
    }
}

/// What a hit needs.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    /// An occurrence of a unit.
    Unit(usize),
    /// Occurrences near each other.
    Near(Vec<Part>, u32),
    /// All of these.
    Every(Vec<Part>),
    /// One of these.
    Either(Vec<Part>),
    /// All that is required, and so many of those that count.
    Some {
        /// Fields and exclusions.
        required: Vec<Part>,
        /// Words and phrases.
        counted: Vec<Part>,
        /// How many of them.
        least: usize,
    },
    /// Not this.
    Without(Box<Part>),
    /// A document of this set.
    Documents(usize),
}

/// What plans are made with.
#[derive(Clone, Copy)]
pub(super) struct Knowledge<'a> {
    pub(super) dictionary: &'a Dictionary,
    pub(super) widening: &'a Widening,
    pub(super) catalogue: &'a Catalogue,
    /// How many paragraphs there are.
    pub(super) paragraphs: u32,
}

impl Plan {
    /// Plans a query; nothing where it asks for nothing.
    pub(super) fn of(query: &Query, demand: Demand, known: Knowledge<'_>) -> Option<Self> {
        query.root.as_ref().map(|root| Planner::new(query, demand, known).plan(root))
    }

    /// Plans a query with all spellings and forms of its words, those that the corpus lacks too.
    pub(super) fn with_absent(query: &Query, root: &Node, known: Knowledge<'_>) -> Self {
        let mut planner = Planner::new(query, Demand::All, known);
        planner.absent = true;
        planner.plan(root)
    }

    /// Returns a plan without words, to be filled.
    pub(super) fn nothing() -> Self {
        Self {
            sets: Vec::new(),
            units: Vec::new(),
            documents: Vec::new(),
            root: Part::Every(Vec::new()),
            pairs: Vec::new(),
            notices: Vec::new(),
            left_out: Vec::new(),
        }
    }

    /// Returns the sets of documents that all hits are in.
    pub(super) fn required(&self) -> Vec<&[bool]> {
        let parts = match &self.root {
            Part::Every(parts) | Part::Some { required: parts, .. } => parts.as_slice(),
            only => std::slice::from_ref(only),
        };
        let sets = parts.iter().filter_map(|part| match part {
            Part::Documents(set) => self.documents.get(*set).map(Vec::as_slice),
            _ => None,
        });
        sets.collect()
    }

    /// Returns how many parts the outermost list has that can be missed one by one, common words aside.
    pub(super) fn countable(query: &Query) -> usize {
        match &query.root {
            Some(Node::List(parts) | Node::Every(parts)) => {
                parts.iter().filter(|part| part::has_text(part) && !part::is_common(part)).count()
            }
            _ => 0,
        }
    }

    /// Returns how many parts count in the outermost list; words that are a variant together are one.
    pub(super) fn parts(&self) -> usize {
        match &self.root {
            Part::Some { counted, .. } => counted.len(),
            _ => 1,
        }
    }

    /// Returns the common words of the outermost list, as they were typed: no fallback asks for them.
    pub(super) fn common(query: &Query) -> Vec<&str> {
        let Some(Node::List(parts) | Node::Every(parts)) = &query.root else { return Vec::new() };
        let common = parts.iter().filter_map(|part| match part {
            Node::Term(term) if term.is_common() => Some(term.typed.as_str()),
            _ => None,
        });
        common.collect()
    }

    /// Tells whether anything but what was typed is counted.
    pub(super) fn has_other_forms(&self) -> bool {
        let several = |set: &usize| self.sets.get(*set).is_some_and(|set| set.words.len() > 1);
        self.units.iter().any(|unit| {
            let others = unit.terms.len() > 1 || unit.paths.len() > 1 || unit.paths.iter().flatten().any(several);
            others && !unit.terms.is_empty()
        })
    }
}
