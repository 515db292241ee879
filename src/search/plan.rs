//! What to look for: a query with its words widened, its fields looked up, and its weights known.
//!
//! A plan names word sets, units (words and phrases as sequences of word sets) and sets of documents by number. It
//! does not know where it will be run: over the index, or over the words of one text.

pub(crate) mod elsewhere;
pub(crate) mod field;
pub(crate) mod order;
mod other_language;
mod planner;
pub(crate) mod reach;
pub(crate) mod rewrite;
mod unit;

use std::ops::Range;
use std::sync::Arc;

pub(crate) use self::planner::Planner;
use crate::corpus::{ByDocument, DocumentPlace};
use crate::search::analysis::{TextLanguage, script};
use crate::search::index::Index;
use crate::search::index::mention::Paragraphs;
use crate::search::language::{Node, Notice, Query};

/// How many parts of a list a hit needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Demand {
    /// Every one.
    All,
    /// One of each list.
    Any,
    /// So many of the outermost list, and all of those inside.
    Least(usize),
}

/// A query ready to be run.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// Sets of words that count as one.
    pub(crate) sets: Vec<Arc<WordSet>>,
    /// Words and phrases.
    pub(crate) units: Vec<Unit>,
    /// Sets of documents.
    pub(crate) documents: Vec<Arc<ByDocument<bool>>>,
    /// Sets of paragraphs.
    pub(crate) paragraphs: Vec<Arc<Paragraphs>>,
    /// What a hit needs.
    pub(crate) root: Clause,
    /// Neighbouring words of the query, as sets, with the weight of finding them side by side.
    pub(crate) pairs: Vec<(usize, usize, f32)>,
    /// What there is to say about widening and fields.
    pub(crate) notices: Vec<Notice>,
    /// Where fields stand whose values mean nothing, as ranges of the query's text.
    pub(crate) left_out: Vec<Range<usize>>,
}

/// Words that count as one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct WordSet {
    /// The words, sorted.
    pub(crate) words: Vec<Box<str>>,
    /// How many texts have one of them, at most.
    pub(crate) texts: u32,
}

/// Adds to words those that they are where no run of characters begins with them, and sorts all.
pub(crate) fn either(mut words: Vec<Box<str>>) -> Vec<Box<str>> {
    let inside = |word: &str| {
        let (language, rest) = TextLanguage::divide(word);
        script::is_beginning(rest).then(|| language.term(script::unmarked(rest)).into_boxed_str())
    };
    let inside: Vec<Box<str>> = words.iter().filter(|word| !word.is_ascii()).filter_map(|word| inside(word)).collect();
    words.extend(inside);
    words.sort_unstable();
    words.dedup();
    words
}

/// A word or phrase of the query.
#[derive(Debug, Clone)]
pub(crate) struct Unit {
    /// Sequences of sets, each of which is an occurrence; the one that was typed first.
    pub(crate) paths: Vec<Vec<usize>>,
    /// The sets of each path, the rarest first: the order in which lists are leapt through.
    pub(crate) rarest: Vec<Vec<usize>>,
    /// The set that it is, if it is a single one.
    pub(crate) only_set: Option<usize>,
    /// The set that hits are scored by, where it is another: with words made of the same, which make no hit.
    pub(crate) scored: Option<usize>,
    /// The documents, in order, of which all paragraphs have it because their title does.
    pub(crate) titled: Vec<DocumentPlace>,
    /// Its weight in the score; nothing for stop words and what is excluded.
    pub(crate) weight: f32,
    /// The terms of the query that it stands for, in the order of [`Node::each_term`]; none if it is excluded.
    pub(crate) terms: Range<usize>,
}

impl Unit {
    /// Makes a unit of sequences of `sets`.
    pub(crate) fn of(paths: Vec<Vec<usize>>, sets: &[Arc<WordSet>], weight: f32, terms: Range<usize>) -> Self {
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
        Self { paths, rarest, only_set, scored: None, titled: Vec::new(), weight, terms }
    }
}

/// What a hit needs.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Clause {
    /// An occurrence of a unit.
    Unit(usize),
    /// Occurrences near each other.
    Near(Vec<Clause>, u32),
    /// All of these.
    Every(Vec<Clause>),
    /// One of these.
    Either(Vec<Clause>),
    /// All that is required, and so many of those that count.
    Some {
        /// Fields and exclusions.
        required: Vec<Clause>,
        /// Words and phrases.
        counted: Vec<Clause>,
        /// How many of them.
        least: usize,
    },
    /// Not this.
    Without(Box<Clause>),
    /// A document of this set.
    Documents(usize),
    /// A paragraph of this set.
    Paragraphs(usize),
}

impl Plan {
    /// Returns a plan without words, to be filled.
    pub(crate) fn nothing() -> Self {
        Self {
            sets: Vec::new(),
            units: Vec::new(),
            documents: Vec::new(),
            paragraphs: Vec::new(),
            root: Clause::Every(Vec::new()),
            pairs: Vec::new(),
            notices: Vec::new(),
            left_out: Vec::new(),
        }
    }

    /// Plans to look for words one after the other, exactly.
    pub(crate) fn whole(index: &Index, words: &[String]) -> Self {
        let mut plan = Self::nothing();
        let mut path = Vec::new();
        for word in words {
            let words = either(vec![word.as_str().into()]);
            let texts = words.iter().map(|word| index.dictionary.texts(word)).sum();
            let set = WordSet { words, texts };
            let known = plan.sets.iter().position(|other| **other == set);
            path.push(known.unwrap_or(plan.sets.len()));
            if known.is_none() {
                plan.sets.push(Arc::new(set));
            }
        }
        plan.units.push(Unit::of(vec![path], &plan.sets, 0.0, 0..0));
        plan.root = Clause::Unit(0);
        plan
    }

    /// Plans to look for one sequence of its sets.
    pub(crate) fn only(&self, path: &[usize]) -> Self {
        let mut plan = Self { sets: self.sets.clone(), ..Self::nothing() };
        plan.units.push(Unit::of(vec![path.to_vec()], &plan.sets, 0.0, 0..0));
        plan.root = Clause::Unit(0);
        plan
    }

    /// Returns the documents that all hits are in; nothing where all can be.
    pub(crate) fn required(&self) -> Option<ByDocument<bool>> {
        let clauses = match &self.root {
            Clause::Every(clauses) | Clause::Some { required: clauses, .. } => clauses.as_slice(),
            only => std::slice::from_ref(only),
        };
        let mut all: Option<ByDocument<bool>> = None;
        for clause in clauses {
            let set = match clause {
                Clause::Documents(set) => self.documents.get(*set).map(|set| &**set),
                Clause::Paragraphs(set) => self.paragraphs.get(*set).map(|set| &set.documents),
                _ => None,
            };
            let Some(set) = set else { continue };
            match &mut all {
                Some(all) => all.keep(set),
                None => all = Some(set.clone()),
            }
        }
        all
    }

    /// Tells whether it can find anything, as far as it is known without reading a list.
    pub(crate) fn can_find(&self) -> bool {
        self.at_most(&self.root) > 0
    }

    /// Returns how many paragraphs a clause holds for, at most.
    pub(crate) fn at_most(&self, clause: &Clause) -> u32 {
        let sum = |counts: &mut dyn Iterator<Item = u32>| counts.fold(0, u32::saturating_add);
        match clause {
            Clause::Unit(unit) => self.units.get(*unit).map_or(0, |unit| {
                if !unit.titled.is_empty() {
                    return u32::MAX;
                }
                let texts = |set: &usize| self.sets.get(*set).map_or(0, |set| set.texts);
                sum(&mut unit.paths.iter().map(|path| path.iter().map(texts).min().unwrap_or(0)))
            }),
            Clause::Every(clauses) | Clause::Near(clauses, _) => {
                clauses.iter().map(|clause| self.at_most(clause)).min().unwrap_or(u32::MAX)
            }
            Clause::Either(clauses) => sum(&mut clauses.iter().map(|clause| self.at_most(clause))),
            Clause::Some { required, counted, .. } => {
                let counted = sum(&mut counted.iter().map(|clause| self.at_most(clause)));
                required.iter().map(|clause| self.at_most(clause)).min().unwrap_or(u32::MAX).min(counted)
            }
            Clause::Documents(set) => {
                let has_any = self.documents.get(*set).is_some_and(|set| set.those().next().is_some());
                if has_any { u32::MAX } else { 0 }
            }
            Clause::Paragraphs(set) => self.paragraphs.get(*set).map_or(0, |set| set.count()),
            Clause::Without(_) => u32::MAX,
        }
    }

    /// Returns the only word or phrase that a hit has for certain, where no other is looked for.
    pub(crate) fn only_unit(&self) -> Option<usize> {
        let clauses = match &self.root {
            Clause::Every(clauses) => clauses.as_slice(),
            only => std::slice::from_ref(only),
        };
        let mut looked_for =
            clauses.iter().filter(|clause| !matches!(clause, Clause::Documents(_) | Clause::Without(_)));
        match (looked_for.next(), looked_for.next()) {
            (Some(Clause::Unit(unit)), None) => Some(*unit),
            _ => None,
        }
    }

    /// Tells whether every hit has a place where the query is met: fields, exclusions and titles have none.
    pub(crate) fn has_places(&self) -> bool {
        self.is_met(&self.root)
    }

    fn is_met(&self, clause: &Clause) -> bool {
        match clause {
            Clause::Unit(unit) => self.units.get(*unit).is_none_or(|unit| unit.titled.is_empty()),
            Clause::Near(..) => true,
            Clause::Every(clauses) => clauses.iter().any(|clause| self.is_met(clause)),
            Clause::Either(clauses) | Clause::Some { counted: clauses, .. } => {
                clauses.iter().all(|clause| self.is_met(clause))
            }
            Clause::Documents(_) | Clause::Paragraphs(_) | Clause::Without(_) => false,
        }
    }

    /// Returns how many parts the outermost list has that can be missed one by one, common words aside.
    pub(crate) fn countable(query: &Query) -> usize {
        match &query.root {
            Some(Node::List(parts) | Node::Every(parts)) => {
                parts.iter().filter(|part| planner::has_text(part) && !planner::is_common(part)).count()
            }
            _ => 0,
        }
    }

    /// Returns how many parts count in the outermost list; words that are a variant together are one.
    pub(crate) fn parts(&self) -> usize {
        match &self.root {
            Clause::Some { counted, .. } => counted.len(),
            _ => 1,
        }
    }

    /// Returns the common words of the outermost list, as they were typed: no fallback asks for them.
    pub(crate) fn common(query: &Query) -> Vec<&str> {
        let Some(Node::List(parts) | Node::Every(parts)) = &query.root else { return Vec::new() };
        let common = parts.iter().filter_map(|part| match part {
            Node::Term(term) if term.is_common() => Some(term.typed.as_str()),
            _ => None,
        });
        common.collect()
    }

    /// Tells whether a title makes hits of paragraphs.
    pub(crate) fn looks_in_titles(&self) -> bool {
        self.units.iter().any(|unit| !unit.titled.is_empty())
    }

    /// Tells whether anything but what was typed is counted.
    pub(crate) fn has_other_forms(&self) -> bool {
        let several = |set: &usize| self.sets.get(*set).is_some_and(|set| set.words.len() > 1);
        self.units.iter().any(|unit| {
            let others = unit.terms.len() > 1 || unit.paths.len() > 1 || unit.paths.iter().flatten().any(several);
            others && !unit.terms.is_empty()
        })
    }
}
