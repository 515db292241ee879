//! Where the words of a plan stand in one shard, paragraph after paragraph.
//!
//! The lists of a set of words are opened once for all plans of a request; every walk through them begins with a copy
//! and goes forwards only. A bound on the next hit comes from the lists; whether a paragraph is one is decided by
//! [`super::evaluator`].

use std::collections::HashMap;

use tantivy::TERMINATED;

use super::evaluator::Occurrences;
use super::set::SetPostings;
use crate::corpus::DocumentPlace;
use crate::search::index::catalogue::Catalogue;
use crate::search::index::mention::Paragraphs;
use crate::search::index::shard::{Detail, Shard};
use crate::search::plan::{Clause, Plan, Unit};

/// The lists of a shard that were opened for a request.
pub(crate) struct Opened<'a> {
    pub(crate) shard: &'a Shard,
    /// By the number of the set of words, and by whether the places in texts are there.
    lists: HashMap<(usize, Detail), SetPostings>,
}

/// The texts of a shard by their documents.
#[derive(Clone, Copy)]
pub(crate) struct Texts<'a> {
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) shard: &'a Shard,
}

impl Texts<'_> {
    fn document_of(&self, text: u32) -> Option<DocumentPlace> {
        self.catalogue.document_of(self.shard.paragraph(text))
    }

    /// Returns the texts of a document in the shard or after it, from one to that before another; nothing where there are
    /// none, as records have none.
    pub(crate) fn texts_of(&self, document: DocumentPlace) -> Option<(u32, u32)> {
        let (from, to) = self.catalogue.paragraphs_of(document)?;
        let (from, to) = (self.shard.text_from(from), self.shard.text_from(to));
        (from < to).then_some((from, to))
    }
}

/// The places of all sets of a plan in one shard, at one paragraph.
pub(crate) struct PlanPostings<'a> {
    plan: &'a Plan,
    sets: Vec<Option<SetPostings>>,
    at: u32,
    texts: u32,
    among: Texts<'a>,
    document: Option<DocumentPlace>,
    /// How much was read: lists of places, and the places in them.
    effort: u64,
}

impl<'a> Opened<'a> {
    pub(crate) fn of(shard: &'a Shard) -> Self {
        Self { shard, lists: HashMap::new() }
    }

    /// Opens the lists of a set of a plan, or takes those that are open.
    pub(crate) fn set(&mut self, plan: &Plan, set: usize, detail: Detail) -> tantivy::Result<SetPostings> {
        if let Some(known) = self.lists.get(&(set, detail)) {
            return Ok(known.clone());
        }
        let words = plan.sets.get(set).map_or(&[][..], |set| set.words.as_slice());
        let opened = SetPostings::open(words, self.shard, detail)?;
        self.lists.insert((set, detail), opened.clone());
        Ok(opened)
    }
}

impl<'a> PlanPostings<'a> {
    /// Opens the lists of every set that decides about a hit or its score.
    pub(crate) fn open<'s: 'a>(
        plan: &'a Plan,
        opened: &mut Opened<'s>,
        catalogue: &'a Catalogue,
    ) -> tantivy::Result<Self> {
        Self::open_with(plan, opened, catalogue, false)
    }

    /// Opens the same lists with the places of all words, where those of one word alone say more than its count.
    pub(crate) fn open_with_places<'s: 'a>(
        plan: &'a Plan,
        opened: &mut Opened<'s>,
        catalogue: &'a Catalogue,
    ) -> tantivy::Result<Self> {
        Self::open_with(plan, opened, catalogue, plan.only_unit().is_none())
    }

    fn open_with<'s: 'a>(
        plan: &'a Plan,
        opened: &mut Opened<'s>,
        catalogue: &'a Catalogue,
        places: bool,
    ) -> tantivy::Result<Self> {
        let mut needs: Vec<Option<Detail>> = vec![None; plan.sets.len()];
        need(plan, &plan.root, places, &mut needs);
        for (left, right, _) in &plan.pairs {
            for set in [left, right] {
                if let Some(need) = needs.get_mut(*set) {
                    *need = Some(Detail::Places);
                }
            }
        }
        let mut sets = Vec::with_capacity(plan.sets.len());
        for (set, need) in needs.into_iter().enumerate() {
            sets.push(need.map(|detail| opened.set(plan, set, detail)).transpose()?);
        }
        let among = Texts { catalogue, shard: opened.shard };
        let texts = opened.shard.texts();
        Ok(Self { plan, sets, at: 0, texts, among, document: None, effort: 0 })
    }

    /// Goes to the first paragraph from `from` on that can be a hit, and returns it.
    pub(crate) fn advance_to(&mut self, from: u32) -> Option<u32> {
        let plan = self.plan;
        let bound = self.bound(&plan.root, from, true);
        if bound >= self.texts {
            return None;
        }
        self.at = bound;
        self.document = self.among.document_of(bound);
        Some(bound)
    }

    /// Goes to a paragraph that is known to be a hit.
    pub(crate) fn move_to(&mut self, text: u32) {
        self.at = text;
        self.document = self.among.document_of(text);
    }

    /// Returns a lower bound for the next hit: at or after `from`, and never past the first hit from there.
    ///
    /// Lists are moved to their first entry from there. Only where `alone` tells that nothing before the result
    /// can be a hit by way of another part may they be moved on to it.
    fn bound(&mut self, clause: &Clause, from: u32, alone: bool) -> u32 {
        match clause {
            Clause::Unit(unit) => match self.plan.units.get(*unit) {
                Some(unit) => self.unit_bound(unit, from, alone),
                None => TERMINATED,
            },
            Clause::Every(parts) | Clause::Near(parts, _) => self.all_bound(parts, from, alone),
            Clause::Either(parts) => {
                parts.iter().map(|part| self.bound(part, from, false)).min().unwrap_or(TERMINATED).max(from)
            }
            Clause::Some { required, counted, .. } => {
                let some = counted.iter().map(|part| self.bound(part, from, false)).min().unwrap_or(from);
                some.max(self.all_bound(required, from, false))
            }
            Clause::Paragraphs(set) => {
                let next = self.mentioning(*set).and_then(|set| set.next(self.among.shard.paragraph(from)));
                next.map_or(TERMINATED, |next| self.among.shard.text_from(next))
            }
            Clause::Without(_) | Clause::Documents(_) => from,
        }
    }

    fn all_bound(&mut self, parts: &[Clause], from: u32, alone: bool) -> u32 {
        if !alone {
            return parts.iter().map(|part| self.bound(part, from, false)).max().unwrap_or(from).max(from);
        }
        // The first part is the rarest: as soon as another leaps on, it leaps first again.
        let (mut bound, mut agreeing) = (from, 0);
        while let Some(part) = parts.get(agreeing)
            && bound < self.texts
        {
            // One list is sought in at once: the way round costs two words a third more.
            let set = match part {
                Clause::Unit(unit) => {
                    self.plan.units.get(*unit).filter(|unit| unit.titled.is_empty()).and_then(|unit| unit.only_set)
                }
                _ => None,
            };
            let next = match set.and_then(|set| self.sets.get_mut(set)?.as_mut()) {
                Some(set) => set.seek(bound),
                None => self.bound(part, bound, true),
            };
            agreeing = if next > bound && agreeing > 0 { 0 } else { agreeing + 1 };
            bound = bound.max(next);
        }
        bound
    }

    /// Returns a set of paragraphs; nothing where the texts are records, which mention nothing.
    fn mentioning(&self, set: usize) -> Option<&Paragraphs> {
        self.plan.paragraphs.get(set).map(|set| &**set).filter(|_| self.among.catalogue.mentioned.is_some())
    }

    fn seek(&mut self, set: usize, from: u32) -> u32 {
        self.sets.get_mut(set).and_then(Option::as_mut).map_or(TERMINATED, |set| set.seek(from))
    }

    /// Returns the first paragraph from `from` on of a document whose title counts for a unit.
    fn titled_bound(&self, unit: &Unit, from: u32) -> u32 {
        if unit.titled.is_empty() || from >= self.texts {
            return TERMINATED;
        }
        let document = self.among.document_of(from);
        let later = unit.titled.partition_point(|titled| Some(*titled) < document);
        let mut texts = unit.titled.iter().skip(later).filter_map(|titled| self.among.texts_of(*titled));
        let first = texts.find(|(_, end)| *end > from);
        first.map_or(TERMINATED, |(start, _)| start.max(from))
    }

    fn unit_bound(&mut self, unit: &Unit, from: u32, alone: bool) -> u32 {
        if let Some(set) = unit.only_set {
            return self.seek(set, from).max(from).min(self.titled_bound(unit, from));
        }
        let alone = alone && unit.paths.len() == 1;
        let mut least = TERMINATED;
        for path in &unit.rarest {
            let mut bound = from;
            loop {
                let before = bound;
                for set in path {
                    let from = if alone { bound } else { from };
                    bound = bound.max(self.seek(*set, from));
                }
                if !alone || bound == before || bound >= self.texts {
                    break;
                }
            }
            least = least.min(bound);
        }
        least
    }
}

impl Occurrences for PlanPostings<'_> {
    fn count(&mut self, set: usize) -> u32 {
        let at = self.at;
        let set = self.sets.get_mut(set).and_then(Option::as_mut);
        set.map_or(0, |set| if set.seek(at) == at { set.count(at) } else { 0 })
    }

    fn places(&mut self, set: usize, places: &mut Vec<u32>) {
        let at = self.at;
        if let Some(Some(set)) = self.sets.get_mut(set)
            && set.seek(at) == at
        {
            set.places(at, places);
            self.effort += 4 + places.len() as u64 / 4;
        }
    }

    fn effort(&self) -> u64 {
        self.effort
    }

    fn document(&self) -> Option<DocumentPlace> {
        self.document
    }

    fn is_among(&self, paragraphs: usize) -> bool {
        self.mentioning(paragraphs).is_some_and(|set| set.has(self.among.shard.paragraph(self.at)))
    }
}

/// Notes which sets are read, and of which the places decide something: those of phrases and of what is near.
fn need(plan: &Plan, clause: &Clause, near: bool, needs: &mut [Option<Detail>]) {
    match clause {
        Clause::Unit(unit) => {
            let Some(unit) = plan.units.get(*unit) else { return };
            if let Some(need) = unit.scored.and_then(|set| needs.get_mut(set)) {
                need.get_or_insert(Detail::Counts);
            }
            let with_places = near || unit.only_set.is_none();
            for set in unit.paths.iter().flatten() {
                if let Some(need) = needs.get_mut(*set) {
                    let places = with_places || *need == Some(Detail::Places);
                    *need = Some(if places { Detail::Places } else { Detail::Counts });
                }
            }
        }
        Clause::Near(clauses, _) => clauses.iter().for_each(|clause| need(plan, clause, true, needs)),
        Clause::Every(clauses) | Clause::Either(clauses) => {
            clauses.iter().for_each(|clause| need(plan, clause, near, needs));
        }
        Clause::Some { required, counted, .. } => {
            required.iter().chain(counted).for_each(|clause| need(plan, clause, near, needs));
        }
        Clause::Without(clause) => need(plan, clause, near, needs),
        Clause::Documents(_) | Clause::Paragraphs(_) => {}
    }
}
