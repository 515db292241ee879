//! What to look for: a query with its words widened, its fields looked up, and its weights known.
//!
//! A plan names word sets, units (words and phrases as sequences of word sets) and sets of documents by number. It
//! does not know where it will be run: over the index, or over the words of one text.

use std::ops::Range;

use super::Notice;
use super::analysis::{Stems, is_stop_word};
use super::catalogue::Catalogue;
use super::dictionary::Dictionary;
use super::query::{Node, Query, Style, Term};
use super::widen::Widening;

/// At most so many words that begin alike are looked for, the most frequent.
const WIDEST_PREFIX: usize = 500;
/// At most so many sequences of words stand for one phrase.
const MOST_PATHS: usize = 32;

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
    /// Its weight in the score; nothing for stop words and what is excluded.
    pub(super) weight: f32,
    /// The terms of the query that it stands for, in the order of [`Node::each_term`]; none if it is excluded.
    pub(super) terms: Range<usize>,
}

impl Unit {
    /// Returns the set that the unit is, if it is a single one.
    pub(super) fn only_set(&self) -> Option<usize> {
        match self.paths.as_slice() {
            [path] => match path.as_slice() {
                [set] => Some(*set),
                _ => None,
            },
            _ => None,
        }
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

struct Planner<'a> {
    known: Knowledge<'a>,
    query: &'a Query,
    demand: Demand,
    stems: Stems,
    plan: Plan,
    terms: usize,
    excluded: usize,
    /// Whether stop words have weight, because there is nothing else.
    only_stop_words: bool,
}

impl Plan {
    /// Plans a query; nothing where it asks for nothing.
    pub(super) fn of(query: &Query, demand: Demand, known: Knowledge<'_>) -> Option<Self> {
        let root = query.root.as_ref()?;
        let mut only_stop_words = true;
        root.each_term(&mut |term| only_stop_words &= term.words.iter().all(|word| is_stop_word(word)));
        let plan = Self::nothing();
        let stems = Stems::new();
        let mut planner = Planner { known, query, demand, stems, plan, terms: 0, excluded: 0, only_stop_words };
        let root = planner.part(root, true)?;
        planner.plan.root = root;
        Some(planner.plan)
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
        }
    }

    /// Returns how many parts the outermost list has that can be missed one by one.
    pub(super) fn countable(query: &Query) -> usize {
        match &query.root {
            Some(Node::List(parts) | Node::Every(parts)) => {
                parts.iter().filter(|part| has_text(part) && !is_common(part)).count()
            }
            _ => 0,
        }
    }
}

impl Plan {
    /// Tells whether anything but what was typed is counted.
    pub(super) fn has_other_forms(&self) -> bool {
        let several = |set: &usize| self.sets.get(*set).is_some_and(|set| set.words.len() > 1);
        self.units.iter().any(|unit| {
            let others = unit.terms.len() > 1 || unit.paths.len() > 1 || unit.paths.iter().flatten().any(several);
            others && !unit.terms.is_empty()
        })
    }
}

/// Tells whether a part asks for words, and not only for documents or the lack of something.
fn has_text(node: &Node) -> bool {
    match node {
        Node::Term(_) | Node::Near(..) => true,
        Node::List(parts) | Node::Every(parts) | Node::Either(parts) => parts.iter().any(has_text),
        Node::Without(_) | Node::Field(_) => false,
    }
}

fn is_common(node: &Node) -> bool {
    matches!(node, Node::Term(term) if term.is_common())
}

impl Planner<'_> {
    /// Plans one part; nothing where it was a field without meaning.
    fn part(&mut self, node: &Node, outermost: bool) -> Option<Part> {
        match node {
            Node::Term(term) => Some(Part::Unit(self.term(term))),
            Node::Field(field) => {
                let (documents, notices) = self.known.catalogue.field(field, self.query);
                self.plan.notices.extend(notices);
                let number = self.plan.documents.len();
                self.plan.documents.push(documents?);
                Some(Part::Documents(number))
            }
            Node::Without(inner) => {
                self.excluded += 1;
                // What is excluded needs all its words, whatever is asked of the rest.
                let demand = std::mem::replace(&mut self.demand, Demand::All);
                let part = self.part(inner, false);
                self.demand = demand;
                self.excluded -= 1;
                Some(Part::Without(Box::new(part?)))
            }
            Node::Either(nodes) => {
                let parts: Vec<Part> = nodes.iter().filter_map(|node| self.part(node, false)).collect();
                (!parts.is_empty()).then_some(Part::Either(parts))
            }
            Node::Near(nodes, distance) => {
                let parts: Vec<Part> = nodes.iter().filter_map(|node| self.part(node, false)).collect();
                Some(Part::Near(parts, *distance))
            }
            Node::Every(nodes) => {
                let least = if outermost { self.demand } else { Demand::All };
                let demand = if least == Demand::Any { Demand::All } else { least };
                self.list(nodes, demand)
            }
            Node::List(nodes) => {
                let inner = matches!(self.demand, Demand::Least(_)) && !outermost;
                let demand = if inner { Demand::All } else { self.demand };
                self.list(nodes, demand)
            }
        }
    }

    /// Plans parts side by side.
    fn list(&mut self, nodes: &[Node], demand: Demand) -> Option<Part> {
        let (mut required, mut counted) = (Vec::new(), Vec::new());
        let most = matches!(demand, Demand::Least(_));
        let mut rest = nodes;
        let mut before: Option<usize> = None;
        while let Some((node, others)) = rest.split_first() {
            rest = others;
            if most && is_common(node) {
                // Said to be missed by nobody: it is neither needed nor counted nor marked.
                self.terms += 1;
                continue;
            }
            if let Some((length, part)) = self.neighbours(node, others) {
                rest = others.get(length - 1..).unwrap_or_default();
                before = None;
                counted.push(part);
                continue;
            }
            let Some(part) = self.part(node, false) else { continue };
            let set = self.pairable(&part);
            if let (Some(left), Some(right)) = (before, set) {
                let weight = self.set_weight(left) + self.set_weight(right);
                self.plan.pairs.push((left, right, weight));
            }
            before = set;
            if has_text(node) { counted.push(part) } else { required.push(part) }
        }
        let least = match demand {
            Demand::All => counted.len(),
            Demand::Any => counted.len().min(1),
            Demand::Least(least) => least.min(counted.len()),
        };
        if counted.is_empty() && required.is_empty() {
            None
        } else if least == counted.len() {
            required.append(&mut counted);
            if required.len() == 1 { required.pop() } else { Some(Part::Every(required)) }
        } else {
            Some(Part::Some { required, counted, least })
        }
    }

    /// Returns the set of a part that is a single plain word with weight, for which a neighbour counts.
    fn pairable(&self, part: &Part) -> Option<usize> {
        let Part::Unit(unit) = part else { return None };
        let unit = self.plan.units.get(*unit).filter(|unit| unit.weight > 0.0)?;
        unit.only_set()
    }

    /// Plans plain words side by side that are a variant together, and tells how many there are.
    fn neighbours(&mut self, first: &Node, others: &[Node]) -> Option<(usize, Part)> {
        let plain = |node: &Node| match node {
            Node::Term(term) if term.style == Style::Word => Some(term.clone()),
            _ => None,
        };
        let mut terms = vec![plain(first)?];
        terms.extend(others.iter().take(self.known.widening.longest().saturating_sub(1)).map_while(plain));
        while terms.len() > 1 {
            let words: Vec<String> = terms.iter().flat_map(|term| term.words.clone()).collect();
            let spellings: Vec<Vec<String>> =
                self.known.widening.spellings(&words, "").map(<[String]>::to_vec).collect();
            if !spellings.is_empty() {
                let own: Vec<Part> = terms.iter().map(|term| Part::Unit(self.term(term))).collect();
                let own_terms = if self.excluded == 0 { self.terms - terms.len()..self.terms } else { 0..0 };
                let together = if self.demand == Demand::Any { Part::Either(own) } else { Part::Every(own) };
                let mut parts = vec![together];
                for words in spellings {
                    let path = words.iter().map(|word| self.set(vec![word.as_str().into()])).collect();
                    parts.push(Part::Unit(self.unit(vec![path], own_terms.clone())));
                }
                return Some((terms.len(), Part::Either(parts)));
            }
            terms.pop();
        }
        None
    }

    fn term(&mut self, term: &Term) -> usize {
        let first = self.terms;
        self.terms += usize::from(self.excluded == 0);
        let paths = match term.style {
            Style::Word => self.word(term),
            Style::Exact => vec![term.words.iter().map(|word| self.set(vec![word.as_str().into()])).collect()],
            Style::Prefix => vec![self.prefix(term)],
            Style::Phrase | Style::Parts => self.phrase(term),
            Style::Joined => {
                let mut paths = self.phrase(term);
                let joined: Box<str> = term.words.concat().into();
                if self.known.dictionary.texts(&joined) > 0 {
                    paths.push(vec![self.set(vec![joined])]);
                }
                paths
            }
        };
        self.unit(paths, first..self.terms)
    }

    fn unit(&mut self, mut paths: Vec<Vec<usize>>, terms: Range<usize>) -> usize {
        let mut known: Vec<Vec<usize>> = Vec::new();
        paths.retain(|path| {
            let new = !known.contains(path);
            known.push(path.clone());
            new
        });
        paths.truncate(MOST_PATHS);
        // The rarest way of writing it says nothing; what was typed does, or what stands for it where it is nowhere.
        let weigh = |path: &Vec<usize>| path.iter().map(|set| self.set_weight(*set)).sum::<f32>();
        let found =
            |path: &&Vec<usize>| path.iter().all(|set| self.plan.sets.get(*set).is_some_and(|set| set.texts > 0));
        let weight = paths.iter().find(found).or(paths.first()).map_or(0.0, weigh);
        let weight = if terms.is_empty() { 0.0 } else { weight };
        self.plan.units.push(Unit { paths, weight, terms });
        self.plan.units.len() - 1
    }

    /// Returns the weight of a set: how much it says that a text has it.
    fn set_weight(&self, set: usize) -> f32 {
        let Some(set) = self.plan.sets.get(set) else { return 0.0 };
        if !self.only_stop_words && set.words.iter().any(|word| is_stop_word(word)) {
            return 0.0;
        }
        super::rank::rarity(self.known.paragraphs, set.texts)
    }

    fn set(&mut self, mut words: Vec<Box<str>>) -> usize {
        words.sort_unstable();
        words.dedup();
        if let Some(known) = self.plan.sets.iter().position(|set| set.words == words) {
            return known;
        }
        let texts = words.iter().fold(0_u32, |sum, word| sum.saturating_add(self.known.dictionary.texts(word)));
        self.plan.sets.push(WordSet { words, texts: texts.min(self.known.paragraphs) });
        self.plan.sets.len() - 1
    }

    /// Widens a plain word by its forms, its spellings and their forms.
    fn word(&mut self, term: &Term) -> Vec<Vec<usize>> {
        let Some(word) = term.words.first() else { return Vec::new() };
        let (dictionary, widening) = (self.known.dictionary, self.known.widening);
        let mut words: Vec<Box<str>> = vec![word.as_str().into()];
        words.extend(dictionary.forms(word, &mut self.stems).into_iter().map(|entry| entry.word.clone()));
        let mut longer: Vec<Vec<String>> = Vec::new();
        for own in words.clone() {
            let typed = if own.as_ref() == word { term.typed.as_str() } else { "" };
            for spelling in widening.spellings(&[own.to_string()], typed) {
                match spelling {
                    [other] => {
                        words.push(other.as_str().into());
                        words.extend(
                            dictionary.forms(other, &mut self.stems).into_iter().map(|entry| entry.word.clone()),
                        );
                    }
                    several => longer.push(several.to_vec()),
                }
            }
        }
        let mut paths = vec![vec![self.set(words)]];
        for words in longer {
            paths.push(words.iter().map(|word| self.set(vec![word.as_str().into()])).collect());
        }
        paths
    }

    fn prefix(&mut self, term: &Term) -> Vec<usize> {
        let Some((start, before)) = term.words.split_last() else { return Vec::new() };
        let mut path: Vec<usize> = before.iter().map(|word| self.set(vec![word.as_str().into()])).collect();
        let mut entries: Vec<_> = self.known.dictionary.beginning(start).iter().collect();
        if entries.len() > WIDEST_PREFIX {
            self.plan.notices.push(Notice::wide_prefix(start, WIDEST_PREFIX, entries.len()));
            entries.sort_by(|a, b| (b.texts, &a.word).cmp(&(a.texts, &b.word)));
            entries.truncate(WIDEST_PREFIX);
        }
        path.push(self.set(entries.into_iter().map(|entry| entry.word.clone()).collect()));
        path
    }

    /// Returns the sequences that stand for a phrase, by the spellings of its words and of words in it together.
    fn phrase(&mut self, term: &Term) -> Vec<Vec<usize>> {
        let words = &term.words;
        let mut paths: Vec<Vec<usize>> = Vec::new();
        // Ways to the word at each place, begun with what was typed.
        let mut open: Vec<(usize, Vec<usize>)> = vec![(0, Vec::new())];
        while let Some((at, path)) = open.pop() {
            if paths.len() + open.len() > MOST_PATHS * 2 {
                break;
            }
            let Some(word) = words.get(at) else {
                paths.push(path);
                continue;
            };
            let mut same: Vec<Box<str>> = vec![word.as_str().into()];
            let longest = self.known.widening.longest().min(words.len() - at);
            for length in (1..=longest).rev() {
                let Some(run) = words.get(at..at + length) else { continue };
                let whole = if length == words.len() { term.typed.as_str() } else { "" };
                let spellings: Vec<Vec<String>> =
                    self.known.widening.spellings(run, whole).map(<[String]>::to_vec).collect();
                for spelling in spellings {
                    if let ([other], 1) = (spelling.as_slice(), length) {
                        same.push(other.as_str().into());
                        continue;
                    }
                    let mut longer = path.clone();
                    longer.extend(spelling.iter().map(|word| self.set(vec![word.as_str().into()])));
                    open.push((at + length, longer));
                }
            }
            let mut next = path;
            next.push(self.set(same));
            // Last in is first out, so what was typed comes out first.
            open.push((at + 1, next));
        }
        paths
    }
}
