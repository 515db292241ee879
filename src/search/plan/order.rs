//! The words of a query in their order, and what stands for each in a text: what hits are put in order by.
//!
//! It finds nothing by itself: whether a paragraph is a hit is the plan's to say.

use super::planner::Planner;
use super::{Clause, Demand, Plan};
use crate::search::analysis;
use crate::search::language::{Node, Style, Term};

/// The words of a query in their order.
#[derive(Debug)]
pub(crate) struct Order {
    /// The units that stand for words.
    pub(crate) plan: Plan,
    /// The weight of each word.
    pub(crate) weights: Vec<f32>,
    pub(crate) evidence: Vec<Evidence>,
    /// Whether every hit has all words.
    pub(crate) is_of_all: bool,
}

/// A unit that stands for a word, or for several in order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Evidence {
    pub(crate) unit: usize,
    pub(crate) part: usize,
    pub(crate) covers: usize,
    pub(crate) as_typed: bool,
}

impl Planner<'_> {
    /// Returns the order of the query's outermost words and phrases; nothing where all hits are alike in it.
    pub(crate) fn order(&mut self, demand: Demand) -> Option<Order> {
        let nodes = match self.query.root.as_ref()? {
            Node::List(nodes) | Node::Every(nodes) => nodes.as_slice(),
            only => std::slice::from_ref(only),
        };
        self.plan = Plan { sets: self.sets.clone(), ..Plan::nothing() };
        // No unit of it is one of the query's terms.
        (self.demand, self.terms, self.excluded) = (demand, 0, 1);
        let (mut weights, mut evidence) = (Vec::new(), Vec::new());
        let mut rest = nodes;
        while let Some((node, others)) = rest.split_first() {
            match node {
                Node::Term(term) if term.style == Style::Word => {
                    self.together(term, others, weights.len(), &mut evidence);
                    self.plain(term, weights.len(), &mut evidence);
                }
                Node::Term(term) => self.fixed(term, weights.len(), &mut evidence),
                Node::Either(nodes) => {
                    for node in nodes {
                        if let Node::Term(term) = node {
                            let unit = self.term(term);
                            evidence.push(Evidence { unit, part: weights.len(), covers: 1, as_typed: true });
                        }
                    }
                }
                _ => {}
            }
            let covered = evidence.iter().map(|evidence| evidence.part + evidence.covers).max().unwrap_or_default();
            let words = match node {
                Node::Term(term) => term.words.len(),
                _ => covered.saturating_sub(weights.len()).min(1),
            };
            for word in 0..words {
                weights.push(match node {
                    Node::Term(Term { words, .. }) => words.get(word).map_or(0.0, |word| self.word_weight(word)),
                    _ => 1.0,
                });
            }
            rest = others;
        }
        evidence.retain(|evidence| evidence.part + evidence.covers <= weights.len());
        let units = evidence.iter().map(|evidence| Clause::Unit(evidence.unit)).collect();
        self.plan.root = Clause::Near(units, 0);
        let plan = std::mem::replace(&mut self.plan, Plan::nothing());
        let decides = weights.len() > 1 || evidence.iter().any(|evidence| !evidence.as_typed);
        decides.then_some(Order { plan, weights, evidence, is_of_all: demand == Demand::All })
    }

    /// Adds what stands for a plain word: itself in any spelling as typed, and its forms.
    fn plain(&mut self, term: &Term, part: usize, evidence: &mut Vec<Evidence>) {
        let Some(word) = term.words.first() else { return };
        let index = self.index;
        let (mut words, mut paths): (Vec<Box<str>>, _) = (vec![word.as_str().into()], Vec::new());
        for spelling in index.widening.spellings(&term.words, &term.typed).filter(|spelling| spelling.is_there) {
            match spelling.words.as_slice() {
                [other] => words.push(other.as_str().into()),
                several => paths.push(self.path(several)),
            }
        }
        let stands = self.standing_of(term);
        // In other languages it stands so, too, perhaps with accents.
        if let Some(&[set]) = stands.paths.first().map(Vec::as_slice) {
            let own = self.sets.get(set).into_iter().flat_map(|set| &set.words);
            words.extend(own.filter(|own| analysis::plain(analysis::shown(own)) == *word).cloned());
        }
        paths.insert(0, vec![self.set(words)]);
        let mut others = stands.paths;
        others.extend(stands.scored.map(|set| vec![set]));
        others.retain(|path| !paths.contains(path));
        for (paths, as_typed) in [(paths, true), (others, false)] {
            if !paths.is_empty() {
                let unit = self.unit(paths, 0..0);
                evidence.push(Evidence { unit, part, covers: 1, as_typed });
            }
        }
    }

    /// Adds what stands for a plain word together with others that follow it, as `cyberspace` for `cyber space`.
    fn together(&mut self, first: &Term, others: &[Node], part: usize, evidence: &mut Vec<Evidence>) {
        let index = self.index;
        let mut words = first.words.clone();
        for node in others.iter().take(index.widening.longest().saturating_sub(1)) {
            let Node::Term(Term { style: Style::Word, words: next, .. }) = node else { return };
            words.extend(next.iter().cloned());
            let spellings = index.widening.spellings(&words, "").filter(|spelling| spelling.is_there);
            let paths: Vec<Vec<usize>> = spellings.map(|spelling| self.path(&spelling.words)).collect();
            if !paths.is_empty() {
                let unit = self.unit(paths, 0..0);
                evidence.push(Evidence { unit, part, covers: words.len(), as_typed: true });
            }
        }
    }

    /// Adds what stands for a phrase, and, where any part is enough, for the words that hyphens join.
    fn fixed(&mut self, term: &Term, part: usize, evidence: &mut Vec<Evidence>) {
        let unit = self.term(term);
        evidence.push(Evidence { unit, part, covers: term.words.len(), as_typed: true });
        if term.style != Style::Joined || self.demand == Demand::All {
            return;
        }
        for (at, word) in term.words.iter().enumerate() {
            let path = self.path(std::slice::from_ref(word));
            let unit = self.unit(vec![path], 0..0);
            evidence.push(Evidence { unit, part: part + at, covers: 1, as_typed: true });
        }
    }
}
