//! Plans the parts of a query: which are required, which count, which are neighbours.
//!
//! One planner makes all plans of a request: what is found out about a word or a field is kept for the next.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use super::field::{Fields, Members};
use super::{Clause, Demand, Plan, WordSet};
use crate::search::analysis::{Inflections, Stems, is_stop_word};
use crate::search::index::Index;
use crate::search::index::dictionary::DictionaryWord;
use crate::search::language::{Node, Query, Style};

/// Neighbours are not counted for many words that begin alike where so many texts have them: it would take as long as
/// all the rest.
const FREQUENT: u32 = 20_000;

/// A term by its place in the query: what was typed of it, all of it, and whether all of the query is asked for.
type TermPlace = (usize, Range<usize>, bool);

/// What counts as some words, each sequence of words that does, they themselves first.
pub(crate) type Equivalents = Rc<Vec<Vec<String>>>;

/// What stands for a term.
#[derive(Debug, Clone, Default)]
pub(crate) struct TermPlan {
    /// Sequences of sets, what was typed first.
    pub(crate) paths: Vec<Vec<usize>>,
    /// Words by which it is scored: its own, and others made of the same, which make no hit.
    pub(crate) scored: Option<usize>,
    /// How much of their weight counts: less where they are only near to what was typed.
    pub(crate) share: f32,
}

/// The plans of one query, and the state of planning one.
pub(crate) struct Planner<'a> {
    pub(crate) index: &'a Index,
    pub(crate) query: &'a Query,
    pub(crate) demand: Demand,
    stems: Stems,
    /// The families of words that were asked for, by the words and as they were typed.
    families: HashMap<(Vec<String>, String), Equivalents>,
    /// Other words made of the same as a word that was asked for.
    related: HashMap<String, Rc<[DictionaryWord<'a>]>>,
    pub(crate) fields: Fields<'a>,
    /// The sets of words of all plans so far, and their numbers.
    pub(crate) sets: Vec<Arc<WordSet>>,
    pub(crate) numbers: HashMap<Arc<WordSet>, usize>,
    /// What stands for each term.
    pub(crate) stands: HashMap<TermPlace, TermPlan>,
    /// How many words that begin alike may still be looked for, and in how many texts they may stand together.
    pub(crate) room: Room,
    pub(crate) plan: Plan,
    pub(crate) terms: usize,
    pub(crate) excluded: usize,
    /// For how many words that the corpus lacks a near one was sought.
    pub(crate) slips: usize,
    /// Whether stop words have weight, because there is nothing else.
    pub(crate) only_stop_words: bool,
    /// Whether common words are left aside where most parts are asked for, because there are others.
    spares_common: bool,
    /// Whether other words made of the same make hits, too.
    pub(crate) counts_related: bool,
    /// Whether words that the corpus lacks are planned, too.
    pub(crate) absent: bool,
}

/// How far the beginnings of words in one query are widened: each to so many words, in so many texts together.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Room {
    pub(crate) words: usize,
    pub(crate) texts: u64,
}

impl Room {
    /// All beginnings of a query together are at most so many words: each is a list to be opened.
    const WORDS: usize = 6_000;
    /// The lists of all beginnings of a query together are at most so long.
    const TEXTS: u64 = 3_000_000;

    /// Shares it among so many beginnings.
    fn shared(beginnings: usize) -> Self {
        let beginnings = beginnings.max(1);
        Self { words: Self::WORDS / beginnings, texts: Self::TEXTS / beginnings as u64 }
    }
}

impl<'a> Planner<'a> {
    pub(crate) fn new(index: &'a Index, query: &'a Query) -> Self {
        let mut planner = Self {
            index,
            query,
            demand: Demand::All,
            stems: Stems::new(),
            families: HashMap::new(),
            related: HashMap::new(),
            fields: Fields::of(&index.catalogue),
            sets: Vec::new(),
            numbers: HashMap::new(),
            stands: HashMap::new(),
            room: Room::shared(0),
            plan: Plan::nothing(),
            terms: 0,
            excluded: 0,
            slips: 0,
            only_stop_words: true,
            spares_common: false,
            counts_related: false,
            absent: false,
        };
        planner.turn_to(query);
        planner
    }

    /// Goes on with another query; the numbers of sets keep their meaning.
    pub(crate) fn turn_to(&mut self, query: &'a Query) {
        let (mut only_stop_words, mut beginnings) = (true, 0);
        if let Some(root) = &query.root {
            root.each_term(&mut |term| only_stop_words &= term.words.iter().all(|word| is_stop_word(word)));
            root.each_term_or_excluded(&mut |term| beginnings += usize::from(term.style == Style::Prefix));
        }
        self.query = query;
        self.stands.clear();
        self.slips = 0;
        self.room = Room::shared(beginnings);
        self.only_stop_words = only_stop_words;
        self.spares_common = Plan::countable(query) > 0;
    }

    /// Returns all that counts as `words`, typed as `typed`: see [`Widening::family`](crate::search::index::widening).
    pub(crate) fn family(&mut self, words: &[String], typed: &str) -> Equivalents {
        let asked = (words.to_vec(), typed.to_owned());
        let index = self.index;
        let found = || Rc::new(index.widening.family(words, typed, &index.dictionary, &mut self.stems));
        self.families.entry(asked).or_insert_with(found).clone()
    }

    /// Returns other words of the corpus that are made of the same as `word` and are no forms of it.
    pub(crate) fn related(&mut self, word: &str) -> Rc<[DictionaryWord<'a>]> {
        if let Some(known) = self.related.get(word) {
            return known.clone();
        }
        let found: Rc<[_]> = self.index.dictionary.related(word, &mut self.stems).collect();
        self.related.insert(word.to_owned(), found.clone());
        found
    }

    /// Plans the whole query; nothing where it asks for nothing.
    pub(crate) fn whole(&mut self, demand: Demand) -> Option<Plan> {
        self.query.root.as_ref().map(|root| self.plan(root, demand))
    }

    /// Plans the whole query with all spellings and forms of its words, those that the corpus lacks too.
    pub(crate) fn with_absent(&mut self) -> Option<Plan> {
        self.absent = true;
        self.stands.clear();
        let plan = self.whole(Demand::All);
        self.absent = false;
        self.stands.clear();
        plan
    }

    /// Plans the whole query for descriptions of records, in which other words made of the same count too: what is
    /// described in a sentence is found by what it is about.
    pub(crate) fn of_records(&mut self, demand: Demand) -> Option<Plan> {
        self.counts_related = true;
        self.stands.clear();
        let plan = self.whole(demand);
        self.counts_related = false;
        self.stands.clear();
        plan
    }

    /// Plans to look for words one after the other, exactly.
    pub(crate) fn sequence(&mut self, words: &[String]) -> Plan {
        self.plan = Plan { sets: self.sets.clone(), ..Plan::nothing() };
        let path = self.path(words);
        self.plan.root = Clause::Unit(self.unit(vec![path], 0..0));
        std::mem::replace(&mut self.plan, Plan::nothing())
    }

    /// Plans one part of the query, or several side by side as [`Node::List`]; one without meaning finds nothing, and
    /// its notices say why.
    pub(crate) fn plan(&mut self, root: &Node, demand: Demand) -> Plan {
        self.plan = Plan { sets: self.sets.clone(), ..Plan::nothing() };
        (self.demand, self.terms, self.excluded) = (demand, 0, 0);
        self.plan.root = self.part(root, true).unwrap_or(Clause::Either(Vec::new()));
        std::mem::replace(&mut self.plan, Plan::nothing())
    }

    /// Plans one part; nothing where it was a field without meaning.
    fn part(&mut self, node: &Node, outermost: bool) -> Option<Clause> {
        match node {
            Node::Term(_) if outermost && self.is_loose(node, self.demand) => {
                self.list(std::slice::from_ref(node), self.demand)
            }
            Node::Term(term) => {
                let unit = self.term(term);
                if outermost && self.demand != Demand::All {
                    self.look_in_titles(unit);
                }
                Some(Clause::Unit(unit))
            }
            Node::Field(field) => {
                let (members, notices) = self.fields.read(field, self.query);
                self.plan.notices.extend(notices);
                match members {
                    Some(Members::Documents(documents)) => {
                        self.plan.documents.push(documents);
                        Some(Clause::Documents(self.plan.documents.len() - 1))
                    }
                    Some(Members::Paragraphs(paragraphs)) => {
                        self.plan.paragraphs.push(paragraphs);
                        Some(Clause::Paragraphs(self.plan.paragraphs.len() - 1))
                    }
                    None => {
                        self.plan.left_out.push(field.range.clone());
                        None
                    }
                }
            }
            Node::Without(inner) => {
                self.excluded += 1;
                // What is excluded needs all its words, whatever is asked of the rest.
                let demand = std::mem::replace(&mut self.demand, Demand::All);
                let part = self.part(inner, false);
                self.demand = demand;
                self.excluded -= 1;
                Some(Clause::Without(Box::new(part?)))
            }
            Node::Either(nodes) => {
                let parts: Vec<Clause> = nodes.iter().filter_map(|node| self.part(node, false)).collect();
                (!parts.is_empty()).then_some(Clause::Either(parts))
            }
            Node::Near(nodes, distance) => {
                let parts: Vec<Clause> = nodes.iter().filter_map(|node| self.part(node, false)).collect();
                Some(Clause::Near(parts, *distance))
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
    fn list(&mut self, nodes: &[Node], demand: Demand) -> Option<Clause> {
        let (mut required, mut counted) = (Vec::new(), Vec::new());
        let spares_common = matches!(demand, Demand::Least(_)) && self.spares_common;
        let mut rest = nodes;
        let mut before: Option<usize> = None;
        while let Some((node, others)) = rest.split_first() {
            rest = others;
            if spares_common && is_common(node) {
                // A common word is not reported as missing: it is neither needed nor counted nor marked.
                self.terms += 1;
                continue;
            }
            if let Some((length, part)) = self.neighbours(node, others) {
                rest = others.get(length - 1..).unwrap_or_default();
                before = None;
                counted.push(part);
                continue;
            }
            if let Node::Term(term) = node
                && self.is_loose(node, demand)
            {
                for unit in self.loosened(term) {
                    before = self.paired(before, &Clause::Unit(unit));
                    self.look_in_titles(unit);
                    counted.push(Clause::Unit(unit));
                }
                continue;
            }
            let Some(part) = self.part(node, false) else { continue };
            before = self.paired(before, &part);
            if let Clause::Unit(unit) = part
                && demand != Demand::All
            {
                self.look_in_titles(unit);
            }
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
            // What is rarest is asked first, so that the lists of the others are leapt through.
            required.sort_by_key(|clause| match clause {
                // Cheap to ask.
                Clause::Documents(_) | Clause::Paragraphs(_) => 0,
                clause => self.plan.at_most(clause),
            });
            if required.len() == 1 { required.pop() } else { Some(Clause::Every(required)) }
        } else {
            Some(Clause::Some { required, counted, least })
        }
    }

    /// Lets a word with weight be found in titles, too.
    fn look_in_titles(&mut self, unit: usize) {
        let titles = &self.index.titles;
        let Some(unit) = self.plan.units.get_mut(unit).filter(|unit| unit.weight > 0.0) else { return };
        let Some(set) = unit.only_set.and_then(|set| self.sets.get(set)) else { return };
        unit.titled = set.words.iter().flat_map(|word| titles.documents_of(word)).copied().collect();
        unit.titled.sort_unstable();
        unit.titled.dedup();
    }

    /// Tells whether hyphens join words of which any is enough.
    fn is_loose(&self, node: &Node, demand: Demand) -> bool {
        demand == Demand::Any && matches!(node, Node::Term(term) if term.style == Style::Joined)
    }

    /// Counts a part as the neighbour of the one before, and returns its set where it can be one.
    fn paired(&mut self, before: Option<usize>, part: &Clause) -> Option<usize> {
        let set = self.pairable(part);
        if let (Some(left), Some(right)) = (before, set) {
            let weight = self.set_weight(left) + self.set_weight(right);
            self.plan.pairs.push((left, right, weight));
        }
        set
    }

    /// Returns the set of a part that is a single plain word with weight, for which a neighbour counts.
    fn pairable(&self, part: &Clause) -> Option<usize> {
        let Clause::Unit(unit) = part else { return None };
        let unit = self.plan.units.get(*unit).filter(|unit| unit.weight > 0.0)?;
        let set = unit.scored.or(unit.only_set)?;
        let is_wide = self.sets.get(set).is_some_and(|set| set.words.len() > 12 && set.texts > FREQUENT);
        (!is_wide).then_some(set)
    }

    /// Plans plain words side by side that are a variant together, and tells how many there are.
    fn neighbours(&mut self, first: &Node, others: &[Node]) -> Option<(usize, Clause)> {
        let plain = |node: &Node| match node {
            Node::Term(term) if term.style == Style::Word => Some(term.clone()),
            _ => None,
        };
        let mut terms = vec![plain(first)?];
        terms.extend(others.iter().take(self.index.widening.longest().saturating_sub(1)).map_while(plain));
        while terms.len() > 1 {
            let words: Vec<String> = terms.iter().flat_map(|term| term.words.clone()).collect();
            let listed = self.index.widening.has(&words);
            let mut others = if listed { self.relatives(&words, "") } else { Vec::new() };
            // Forms of the same words are found as those words, side by side.
            others.retain(|other| other.len() != words.len() || !are_inflections(other, &words));
            if !others.is_empty() {
                let own: Vec<Clause> = terms.iter().map(|term| Clause::Unit(self.term(term))).collect();
                let own_terms = if self.excluded == 0 { self.terms - terms.len()..self.terms } else { 0..0 };
                let together = if self.demand == Demand::Any { Clause::Either(own) } else { Clause::Every(own) };
                let singles = others.iter().filter(|words| words.len() == 1).flatten();
                let singles: Vec<Box<str>> = singles.map(|word| word.as_str().into()).collect();
                let mut paths = if singles.is_empty() { Vec::new() } else { vec![vec![self.set(singles)]] };
                paths.extend(others.iter().filter(|words| words.len() > 1).map(|words| self.path(words)));
                let other = Clause::Unit(self.unit(paths, own_terms));
                return Some((terms.len(), Clause::Either(vec![together, other])));
            }
            terms.pop();
        }
        None
    }
}

/// Tells whether words are the same but for inflections.
pub(crate) fn are_inflections(one: &[String], other: &[String]) -> bool {
    one.iter().zip(other).all(|(one, other)| one == other || Inflections::of(one).have(other))
}

/// Tells whether a part asks for words, and not only for documents or the lack of something.
pub(crate) fn has_text(node: &Node) -> bool {
    match node {
        Node::Term(_) | Node::Near(..) => true,
        Node::List(parts) | Node::Every(parts) | Node::Either(parts) => parts.iter().any(has_text),
        Node::Without(_) | Node::Field(_) => false,
    }
}

pub(crate) fn is_common(node: &Node) -> bool {
    matches!(node, Node::Term(term) if term.is_common())
}
