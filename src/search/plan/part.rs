//! Plans the parts of a query: which are required, which count, which are neighbours.

use super::super::analysis::{Stems, is_stop_word};
use super::super::query::{Node, Query, Style};
use super::{Demand, Knowledge, Part, Plan};

/// The state of planning one query.
pub(super) struct Planner<'a> {
    pub(super) known: Knowledge<'a>,
    query: &'a Query,
    demand: Demand,
    pub(super) stems: Stems,
    pub(super) plan: Plan,
    pub(super) terms: usize,
    pub(super) excluded: usize,
    /// Whether stop words have weight, because there is nothing else.
    pub(super) only_stop_words: bool,
    /// Whether common words are left aside where most parts are asked for, because there are others.
    spares_common: bool,
    /// Whether words that the corpus lacks are planned, too.
    pub(super) absent: bool,
}

impl<'a> Planner<'a> {
    pub(super) fn new(query: &'a Query, demand: Demand, known: Knowledge<'a>) -> Self {
        let mut only_stop_words = true;
        if let Some(root) = &query.root {
            root.each_term(&mut |term| only_stop_words &= term.words.iter().all(|word| is_stop_word(word)));
        }
        let (stems, plan, spares_common) = (Stems::new(), Plan::nothing(), Plan::countable(query) > 0);
        let (terms, excluded, absent) = (0, 0, false);
        Self { known, query, demand, stems, plan, terms, excluded, only_stop_words, spares_common, absent }
    }

    /// Plans the whole query; one without meaning finds nothing, and its notices say why.
    pub(super) fn plan(mut self, root: &Node) -> Plan {
        self.plan.root = self.part(root, true).unwrap_or(Part::Either(Vec::new()));
        self.plan
    }

    /// Plans one part; nothing where it was a field without meaning.
    fn part(&mut self, node: &Node, outermost: bool) -> Option<Part> {
        match node {
            Node::Term(term) => Some(Part::Unit(self.term(term))),
            Node::Field(field) => {
                let (documents, notices) = self.known.catalogue.field(field, self.query);
                self.plan.notices.extend(notices);
                let Some(documents) = documents else {
                    self.plan.left_out.push(field.range.clone());
                    return None;
                };
                let number = self.plan.documents.len();
                self.plan.documents.push(documents);
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
            // What is rarest is asked first, so that the lists of the others are leapt through.
            required.sort_by_key(|part| self.at_most(part));
            if required.len() == 1 { required.pop() } else { Some(Part::Every(required)) }
        } else {
            Some(Part::Some { required, counted, least })
        }
    }

    /// Returns the set of a part that is a single plain word with weight, for which a neighbour counts.
    fn pairable(&self, part: &Part) -> Option<usize> {
        let Part::Unit(unit) = part else { return None };
        let unit = self.plan.units.get(*unit).filter(|unit| unit.weight > 0.0)?;
        unit.only_set
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
            let listed = self.known.widening.has(&words);
            let mut others = if listed { self.relatives(&words, "") } else { Vec::new() };
            // Forms of the same words are found as those words, side by side.
            others.retain(|other| other.len() != words.len() || !self.share_stems(other, &words));
            if !others.is_empty() {
                let own: Vec<Part> = terms.iter().map(|term| Part::Unit(self.term(term))).collect();
                let own_terms = if self.excluded == 0 { self.terms - terms.len()..self.terms } else { 0..0 };
                let together = if self.demand == Demand::Any { Part::Either(own) } else { Part::Every(own) };
                let singles = others.iter().filter(|words| words.len() == 1).flatten();
                let singles: Vec<Box<str>> = singles.map(|word| word.as_str().into()).collect();
                let mut paths = if singles.is_empty() { Vec::new() } else { vec![vec![self.set(singles)]] };
                paths.extend(others.iter().filter(|words| words.len() > 1).map(|words| self.path(words)));
                let other = Part::Unit(self.unit(paths, own_terms));
                return Some((terms.len(), Part::Either(vec![together, other])));
            }
            terms.pop();
        }
        None
    }

    /// Tells whether words differ in their endings only.
    fn share_stems(&mut self, one: &[String], other: &[String]) -> bool {
        let stems = &mut self.stems;
        one.iter().zip(other).all(|(one, other)| one == other || stems.stem(one) == stems.stem(other))
    }

    /// Returns how many paragraphs have a part, at most.
    fn at_most(&self, part: &Part) -> u32 {
        match part {
            Part::Unit(unit) => self.plan.units.get(*unit).map_or(0, |unit| {
                let texts = |set: &usize| self.plan.sets.get(*set).map_or(0, |set| set.texts);
                sum(unit.paths.iter().map(|path| path.iter().map(texts).min().unwrap_or(0)))
            }),
            Part::Every(parts) | Part::Near(parts, _) => parts.iter().map(|part| self.at_most(part)).min().unwrap_or(0),
            Part::Either(parts) | Part::Some { counted: parts, .. } => sum(parts.iter().map(|part| self.at_most(part))),
            // Cheap to ask; exclusions come last because they leap through nothing.
            Part::Documents(_) => 0,
            Part::Without(_) => u32::MAX,
        }
    }
}

fn sum(counts: impl Iterator<Item = u32>) -> u32 {
    counts.fold(0, u32::saturating_add)
}

/// Tells whether a part asks for words, and not only for documents or the lack of something.
pub(super) fn has_text(node: &Node) -> bool {
    match node {
        Node::Term(_) | Node::Near(..) => true,
        Node::List(parts) | Node::Every(parts) | Node::Either(parts) => parts.iter().any(has_text),
        Node::Without(_) | Node::Field(_) => false,
    }
}

pub(super) fn is_common(node: &Node) -> bool {
    matches!(node, Node::Term(term) if term.is_common())
}
