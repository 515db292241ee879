//! Where the words of a plan stand in one shard, paragraph after paragraph.
//!
//! Every list of places is walked once and forwards only. A bound on the next hit comes from the lists; whether a
//! paragraph is one is decided by [`super::interval`].

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocSet, TERMINATED};

use super::interval::Occurrences;
use super::leap::leap;
use super::plan::{Part, Plan, Unit};
use super::shard::{Detail, Shard};

/// A set of more words than this is gathered into one list before it is walked.
const WIDE: usize = 12;

/// The places of all sets of a plan in one shard, at one paragraph.
pub(super) struct Cursor<'a> {
    plan: &'a Plan,
    sets: Vec<SetCursor>,
    at: u32,
    texts: u32,
    /// The document of a paragraph of the shard.
    document_of: &'a dyn Fn(u32) -> usize,
    document: usize,
}

/// The places of one set of words in one shard.
#[expect(clippy::large_enum_variant, reason = "a query has a few; a box would cost a step at every paragraph")]
pub(super) enum SetCursor {
    One(SegmentPostings),
    Few { lists: Vec<SegmentPostings>, at: u32 },
    Gathered { entries: Vec<Entry>, places: Vec<u32>, at: usize },
}

/// One paragraph in a gathered list.
pub(super) struct Entry {
    text: u32,
    count: u32,
    /// Where its places begin, if they were wanted.
    from: u32,
}

impl<'a> Cursor<'a> {
    /// Opens the lists of every set of `plan`.
    pub(super) fn open(plan: &'a Plan, shard: &Shard, document_of: &'a dyn Fn(u32) -> usize) -> tantivy::Result<Self> {
        let mut with_places = vec![false; plan.sets.len()];
        need_places(plan, &plan.root, false, &mut with_places);
        for (left, right, _) in &plan.pairs {
            for set in [left, right] {
                if let Some(need) = with_places.get_mut(*set) {
                    *need = true;
                }
            }
        }
        let mut sets = Vec::with_capacity(plan.sets.len());
        for (set, places) in plan.sets.iter().zip(with_places) {
            let detail = if places { Detail::Places } else { Detail::Counts };
            sets.push(SetCursor::open(&set.words, shard, detail)?);
        }
        Ok(Self { plan, sets, at: 0, texts: shard.texts(), document_of, document: usize::MAX })
    }

    /// Goes to the first paragraph from `from` on that can be a hit, and returns it.
    pub(super) fn advance_to(&mut self, from: u32) -> Option<u32> {
        let plan = self.plan;
        let bound = self.bound(&plan.root, from, true);
        if bound >= self.texts {
            return None;
        }
        self.at = bound;
        self.document = (self.document_of)(bound);
        Some(bound)
    }

    /// Goes to a paragraph that is known to be a hit.
    pub(super) fn move_to(&mut self, text: u32) {
        self.at = text;
        self.document = (self.document_of)(text);
    }

    /// Returns a lower bound for the next hit: at or after `from`, and never past the first hit from there.
    ///
    /// Lists are moved to their first entry from there. Only where `alone` tells that nothing before the result
    /// can be a hit by way of another part may they be moved on to it.
    fn bound(&mut self, part: &Part, from: u32, alone: bool) -> u32 {
        match part {
            Part::Unit(unit) => match self.plan.units.get(*unit) {
                Some(unit) => self.unit_bound(unit, from, alone),
                None => TERMINATED,
            },
            Part::Every(parts) | Part::Near(parts, _) => self.all_bound(parts, from, alone),
            Part::Either(parts) => {
                parts.iter().map(|part| self.bound(part, from, false)).min().unwrap_or(TERMINATED).max(from)
            }
            Part::Some { required, counted, .. } => {
                let some = counted.iter().map(|part| self.bound(part, from, false)).min().unwrap_or(from);
                some.max(self.all_bound(required, from, false))
            }
            Part::Without(_) | Part::Documents(_) => from,
        }
    }

    fn all_bound(&mut self, parts: &[Part], from: u32, alone: bool) -> u32 {
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
                Part::Unit(unit) => self.plan.units.get(*unit).and_then(|unit| unit.only_set),
                _ => None,
            };
            let next = match set.and_then(|set| self.sets.get_mut(set)) {
                Some(set) => set.seek(bound),
                None => self.bound(part, bound, true),
            };
            agreeing = if next > bound && agreeing > 0 { 0 } else { agreeing + 1 };
            bound = bound.max(next);
        }
        bound
    }

    fn unit_bound(&mut self, unit: &Unit, from: u32, alone: bool) -> u32 {
        if let Some(set) = unit.only_set {
            return self.sets.get_mut(set).map_or(TERMINATED, |set| set.seek(from)).max(from);
        }
        let alone = alone && unit.paths.len() == 1;
        let mut least = TERMINATED;
        for path in &unit.rarest {
            let mut bound = from;
            loop {
                let before = bound;
                for set in path {
                    let from = if alone { bound } else { from };
                    bound = bound.max(self.sets.get_mut(*set).map_or(TERMINATED, |set| set.seek(from)));
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

impl Occurrences for Cursor<'_> {
    fn count(&mut self, set: usize) -> u32 {
        let at = self.at;
        self.sets.get_mut(set).map_or(0, |set| if set.seek(at) == at { set.count(at) } else { 0 })
    }

    fn places(&mut self, set: usize, places: &mut Vec<u32>) {
        let at = self.at;
        if let Some(set) = self.sets.get_mut(set)
            && set.seek(at) == at
        {
            set.places(at, places);
        }
    }

    fn is_in(&self, documents: usize) -> bool {
        self.plan.documents.get(documents).and_then(|set| set.get(self.document)).copied().unwrap_or_default()
    }
}

impl SetCursor {
    /// Opens the lists of `words`.
    pub(super) fn open(words: &[Box<str>], shard: &Shard, detail: Detail) -> tantivy::Result<Self> {
        let mut lists = Vec::new();
        for word in words {
            lists.extend(shard.postings(word, detail)?);
        }
        Ok(Self::of(lists, detail))
    }

    /// Reads on up to the paragraph `end`, calling `each` with how often a word stands in each paragraph.
    ///
    /// Where several words stand in one paragraph it is called for each of them.
    pub(super) fn each_before(&mut self, end: u32, mut each: impl FnMut(u32, u32)) {
        let mut read = |list: &mut SegmentPostings| {
            let mut text = list.doc();
            while text < end {
                each(text, list.term_freq());
                text = list.advance();
            }
            text
        };
        match self {
            Self::One(list) => {
                read(list);
            }
            Self::Few { lists, at } => *at = lists.iter_mut().map(read).min().unwrap_or(TERMINATED),
            Self::Gathered { entries, at, .. } => {
                let rest = entries.get(*at..).unwrap_or_default();
                for entry in rest.iter().take_while(|entry| entry.text < end) {
                    each(entry.text, entry.count);
                    *at += 1;
                }
            }
        }
    }

    fn of(mut lists: Vec<SegmentPostings>, detail: Detail) -> Self {
        if lists.len() > WIDE {
            return Self::gather(lists, detail);
        }
        match (lists.pop(), lists.is_empty()) {
            (Some(only), true) => Self::One(only),
            (Some(last), false) => {
                lists.push(last);
                let at = lists.iter().map(DocSet::doc).min().unwrap_or(TERMINATED);
                Self::Few { lists, at }
            }
            (None, _) => Self::Few { lists, at: TERMINATED },
        }
    }

    /// Reads lists to their ends and sorts what they hold by paragraph.
    fn gather(lists: Vec<SegmentPostings>, detail: Detail) -> Self {
        let mut read: Vec<Entry> = Vec::new();
        let mut places: Vec<u32> = Vec::new();
        for mut list in lists {
            while list.doc() != TERMINATED {
                let from = u32::try_from(places.len()).unwrap_or(u32::MAX);
                read.push(Entry { text: list.doc(), count: list.term_freq(), from });
                if detail == Detail::Places {
                    list.append_positions_with_offset(0, &mut places);
                }
                list.advance();
            }
        }
        read.sort_unstable_by_key(|entry| entry.text);
        Self::Gathered { entries: read, places, at: 0 }
    }

    /// Moves on to the first paragraph from `from` on and returns it; never moves back.
    pub(super) fn seek(&mut self, from: u32) -> u32 {
        match self {
            Self::One(list) => {
                if list.doc() < from {
                    list.seek(from)
                } else {
                    list.doc()
                }
            }
            Self::Few { lists, at } => {
                if *at < from {
                    let move_on =
                        |list: &mut SegmentPostings| if list.doc() < from { list.seek(from) } else { list.doc() };
                    *at = lists.iter_mut().map(move_on).min().unwrap_or(TERMINATED);
                }
                *at
            }
            Self::Gathered { entries, at, .. } => {
                *at = leap(*at..entries.len(), |at| entries.get(at).is_some_and(|entry| entry.text < from));
                entries.get(*at).map_or(TERMINATED, |entry| entry.text)
            }
        }
    }

    /// Returns how often the words stand in the present paragraph `text`.
    fn count(&self, text: u32) -> u32 {
        match self {
            Self::One(list) => list.term_freq(),
            Self::Few { lists, .. } => lists.iter().filter(|list| list.doc() == text).map(Postings::term_freq).sum(),
            Self::Gathered { entries, at, .. } => here(entries, *at, text).map(|entry| entry.count).sum(),
        }
    }

    fn places(&mut self, text: u32, into: &mut Vec<u32>) {
        match self {
            Self::One(list) => list.positions(into),
            Self::Few { lists, .. } => {
                for list in lists.iter_mut().filter(|list| list.doc() == text) {
                    list.append_positions_with_offset(0, into);
                }
                into.sort_unstable();
            }
            Self::Gathered { entries, places, at } => {
                for entry in here(entries, *at, text) {
                    let range = entry.from as usize..(entry.from + entry.count) as usize;
                    into.extend_from_slice(places.get(range).unwrap_or_default());
                }
                into.sort_unstable();
            }
        }
    }
}

fn here(entries: &[Entry], at: usize, text: u32) -> impl Iterator<Item = &Entry> {
    entries.get(at..).unwrap_or_default().iter().take_while(move |entry| entry.text == text)
}

/// Marks the sets whose places decide something: those of phrases and of what is near.
fn need_places(plan: &Plan, part: &Part, near: bool, with_places: &mut [bool]) {
    match part {
        Part::Unit(unit) => {
            let Some(unit) = plan.units.get(*unit) else { return };
            if near || unit.only_set.is_none() {
                for set in unit.paths.iter().flatten() {
                    if let Some(need) = with_places.get_mut(*set) {
                        *need = true;
                    }
                }
            }
        }
        Part::Near(parts, _) => parts.iter().for_each(|part| need_places(plan, part, true, with_places)),
        Part::Every(parts) | Part::Either(parts) => {
            parts.iter().for_each(|part| need_places(plan, part, near, with_places));
        }
        Part::Some { required, counted, .. } => {
            required.iter().chain(counted).for_each(|part| need_places(plan, part, near, with_places));
        }
        Part::Without(part) => need_places(plan, part, near, with_places),
        Part::Documents(_) => {}
    }
}
