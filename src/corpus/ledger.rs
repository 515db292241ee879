//! The ledger: the append-only list of everything ever published, and what became of it.
//!
//! Rows are never changed. The last row of a paragraph or document is its state, but for later notes: a row that repeats
//! an earlier one of its paragraph or document, and has a note, adds the note to it and is nothing else.

mod row;
mod table;

pub use row::{LedgerRow, State, Target};
pub(super) use table::{header, is_blank, parse, written};

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Date, DocumentId, Number, ParagraphId, Revision};
use crate::wording::{Fingerprint, Sha256};

/// Every row ever published, in the order of publication.
///
/// There are as many as paragraphs were ever published, so each is held in little room: what nearly all rows have in a
/// list, what few have beside it. A [`LedgerRow`] is put together of both when it is asked for.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Ledger {
    /// The documents of all rows, in the order of their names.
    documents: Box<[DocumentId]>,
    entries: Box<[StoredRow]>,
    /// What rows say that are not live, by their places.
    states: BTreeMap<u32, State>,
    /// Notes by the places of their rows, each with those that were added later.
    notes: BTreeMap<u32, String>,
    /// Places of rows, by document and number, those of one paragraph in the order of publication.
    order: Box<[u32]>,
    /// Places of the rows that moved, merged or divided something to each target.
    arrivals: BTreeMap<Target, Vec<u32>>,
    /// Places of later notes, which are in no other list, each with the place of the row that it is added to.
    later_notes: BTreeMap<u32, u32>,
    /// The notes that rows had by themselves to which others were added.
    first_notes: BTreeMap<u32, Option<String>>,
    /// The superseded and withdrawn wordings under `revisions/`.
    wordings: BTreeMap<(ParagraphId, Revision), String>,
}

/// What nearly all rows have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct StoredRow {
    /// The place of the document among those of the ledger.
    document: u32,
    number: Option<Number>,
    revision: Option<Revision>,
    published: Date,
    sha256: Option<Sha256>,
    fingerprint: Option<Fingerprint>,
}

impl StoredRow {
    fn key(&self) -> (u32, Option<Number>) {
        (self.document, self.number)
    }
}

/// A ledger as its rows are read, one after the other.
#[derive(Default)]
pub(super) struct Gathered {
    /// The place of each document among those seen.
    documents: BTreeMap<DocumentId, u32>,
    ledger: Ledger,
    entries: Vec<StoredRow>,
}

impl Gathered {
    /// Adds the next row. Of a ledger of more than 2³² rows only so many are taken.
    pub(super) fn push(&mut self, row: LedgerRow) {
        let Ok(at) = u32::try_from(self.entries.len()) else { return };
        let LedgerRow { document, number, revision, published, sha256, fingerprint, state, note } = row;
        let seen = u32::try_from(self.documents.len()).unwrap_or(u32::MAX);
        let document = *self.documents.entry(document).or_insert(seen);
        self.entries.push(StoredRow { document, number, revision, published, sha256, fingerprint });
        if state != State::Live {
            self.ledger.states.insert(at, state);
        }
        self.ledger.notes.extend(note.map(|note| (at, note)));
    }

    /// Returns the ledger of the rows.
    pub(super) fn ledger(self) -> Ledger {
        let Self { documents, ledger, mut entries } = self;
        let mut places = vec![0; documents.len()];
        for (place, seen) in (0..).zip(documents.values()) {
            places.get_mut(*seen as usize).into_iter().for_each(|it| *it = place);
        }
        for entry in &mut entries {
            entry.document = places.get(entry.document as usize).copied().unwrap_or_default();
        }
        let (documents, entries) = (documents.into_keys().collect(), entries.into());
        Ledger { documents, entries, ..ledger }.ordered()
    }
}

impl FromIterator<LedgerRow> for Ledger {
    fn from_iter<I: IntoIterator<Item = LedgerRow>>(rows: I) -> Self {
        let mut gathered = Gathered::default();
        rows.into_iter().for_each(|row| gathered.push(row));
        gathered.ledger()
    }
}

impl Ledger {
    /// Returns the ledger with its lists, which are derived from the rows, and later notes added to the earlier.
    fn ordered(mut self) -> Self {
        let mut order: Vec<u32> = (0..).zip(&*self.entries).map(|(at, _)| at).collect();
        order.sort_by_key(|&at| self.entry(at).map(StoredRow::key));
        self.later_notes = self.later_notes_of(&order);
        order.retain(|at| !self.later_notes.contains_key(at));
        self.order = order.into();
        for (at, &earlier) in &self.later_notes {
            let added = self.notes.get(at).cloned().unwrap_or_default();
            let first = self.notes.remove(&earlier);
            self.first_notes.entry(earlier).or_insert_with(|| first.clone());
            self.notes.insert(earlier, first.map_or(added.clone(), |first| format!("{first} {added}")));
        }
        for (&at, state) in self.states.iter().filter(|(at, _)| !self.later_notes.contains_key(at)) {
            for target in state.targets() {
                self.arrivals.entry(target.clone()).or_default().push(at);
            }
        }
        self
    }

    /// Returns the ledger with rows appended, and the same wordings.
    pub(super) fn with_rows(&self, more: &[LedgerRow]) -> Self {
        self.rows_as_written().chain(more.iter().cloned()).collect::<Self>().with_wordings(self.wordings.clone())
    }

    /// Returns the ledger as it was at the end of a day, with the wordings that it keeps now.
    pub(super) fn by(&self, day: Date) -> Self {
        let rows = self.rows_as_written().filter(|row| row.published <= day);
        rows.collect::<Self>().with_wordings(self.wordings.clone())
    }

    /// Returns all rows, oldest first, each with no note but its own.
    fn rows_as_written(&self) -> impl Iterator<Item = LedgerRow> {
        (0..).zip(self.rows()).map(|(at, row)| match self.first_notes.get(&at) {
            Some(own) => LedgerRow { note: own.clone(), ..row },
            None => row,
        })
    }

    pub(super) fn with_wordings(self, wordings: BTreeMap<(ParagraphId, Revision), String>) -> Self {
        Self { wordings, ..self }
    }

    /// Tells whether the row at a place only adds a note to an earlier one.
    #[must_use]
    pub fn is_later_note(&self, at: usize) -> bool {
        u32::try_from(at).is_ok_and(|at| self.later_notes.contains_key(&at))
    }

    /// Returns how many rows there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.entries.len()
    }

    /// Returns the documents that ever had a row, in the order of their names.
    pub(super) fn documents(&self) -> impl Iterator<Item = &DocumentId> {
        self.documents.iter()
    }

    /// Returns all rows, oldest first, each with the notes that were added to it later.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = LedgerRow> {
        (0..self.entries.len()).filter_map(|at| self.row(at))
    }

    /// Returns the row at a place in the order of publication, with the notes that were added to it later.
    #[must_use]
    pub fn row(&self, at: usize) -> Option<LedgerRow> {
        let at = u32::try_from(at).ok()?;
        let StoredRow { document, number, revision, published, sha256, fingerprint } = self.entry(at)?.clone();
        Some(LedgerRow {
            document: self.documents.get(document as usize)?.clone(),
            number,
            revision,
            published,
            sha256,
            fingerprint,
            state: self.state_at(at).clone(),
            note: self.notes.get(&at).cloned(),
        })
    }

    /// Returns the paragraph and revision of every row whose fingerprint begins with `prefix`.
    pub(super) fn with_fingerprint(&self, prefix: &str) -> impl Iterator<Item = (ParagraphId, Revision)> {
        let found = self
            .entries
            .iter()
            .filter(move |entry| entry.fingerprint.as_ref().is_some_and(|fingerprint| fingerprint.begins_with(prefix)));
        found.filter_map(|entry| {
            let document = self.documents.get(entry.document as usize)?.clone();
            Some((ParagraphId { document, number: entry.number? }, entry.revision?))
        })
    }

    fn entry(&self, at: u32) -> Option<&StoredRow> {
        self.entries.get(at as usize)
    }

    fn state_at(&self, at: u32) -> &State {
        self.states.get(&at).unwrap_or(&State::Live)
    }

    /// Returns a wording that stands in no text any more: superseded, moved, split, merged or withdrawn.
    #[must_use]
    pub fn wording(&self, id: &ParagraphId, revision: Revision) -> Option<&str> {
        self.wordings.get(&(id.clone(), revision)).map(String::as_str)
    }

    /// Returns the last words of a paragraph that no longer stands, with their revision.
    #[must_use]
    pub fn last_wording(&self, id: &ParagraphId) -> Option<(Revision, &str)> {
        let live = self.history(id).rev().filter(|row| row.state == State::Live);
        live.filter_map(|row| row.revision).find_map(|revision| Some((revision, self.wording(id, revision)?)))
    }

    pub(super) fn wordings(&self) -> &BTreeMap<(ParagraphId, Revision), String> {
        &self.wordings
    }

    /// Returns what a paragraph is now; nothing if it was never published.
    #[must_use]
    pub fn state(&self, id: &ParagraphId) -> Option<&State> {
        self.places(&id.document, Some(id.number)).last().map(|&at| self.state_at(at))
    }

    /// Returns what a document or record is now; nothing if it was never published.
    #[must_use]
    pub fn document_state(&self, id: &DocumentId) -> Option<&State> {
        self.places(id, None).last().map(|&at| self.state_at(at))
    }

    /// Returns all rows of a paragraph, oldest first.
    pub fn history(&self, id: &ParagraphId) -> impl DoubleEndedIterator<Item = LedgerRow> {
        self.rows_at(self.places(&id.document, Some(id.number)))
    }

    /// Returns a document's own rows, oldest first.
    pub fn document_history(&self, id: &DocumentId) -> impl DoubleEndedIterator<Item = LedgerRow> {
        self.rows_at(self.places(id, None))
    }

    /// Returns the row that published a revision.
    #[must_use]
    pub fn publication(&self, id: &ParagraphId, revision: Revision) -> Option<LedgerRow> {
        self.history(id).find(|row| row.revision == Some(revision) && row.state == State::Live)
    }

    /// Returns every paragraph and document of a document that was ever published, each as its last row.
    pub fn latest(&self, id: &DocumentId) -> impl Iterator<Item = LedgerRow> {
        let subjects = self.of(id).chunk_by(|&one, &next| self.key(one) == self.key(next));
        subjects.filter_map(|places| self.row(*places.last()? as usize))
    }

    /// Returns the highest number ever published in a document.
    #[must_use]
    pub fn highest(&self, id: &DocumentId) -> Option<Number> {
        self.entry(*self.of(id).last()?)?.number
    }

    /// Follows moves, merges and splits from something published to where it is now, in order and each once.
    ///
    /// What is returned is live or withdrawn; something live or withdrawn is returned itself.
    #[must_use]
    pub fn resolve(&self, from: &Target) -> Vec<Target> {
        let mut ends = Vec::new();
        let mut seen = BTreeSet::new();
        let mut waiting = vec![from.clone()];
        while let Some(target) = waiting.pop() {
            if !seen.insert(target.clone()) {
                continue;
            }
            let (document, number) = target.key();
            let Some(&last) = self.places(document, number).last() else { continue };
            let targets = self.state_at(last).targets();
            if targets.is_empty() {
                ends.push(target);
            } else {
                waiting.extend(targets.iter().rev().cloned());
            }
        }
        ends
    }

    /// Returns the address that a paragraph was first published under, back through its moves: its name for good.
    #[must_use]
    pub fn origin(&self, id: &ParagraphId) -> ParagraphId {
        let before = |id: &ParagraphId| {
            let at = Target::Paragraph(id.clone());
            let from = self.arrivals(&at).filter(|row| matches!(row.state, State::Moved(_))).last()?.subject();
            if let Target::Paragraph(from) = from { Some(from) } else { None }
        };
        let mut origin = id.clone();
        let mut seen = BTreeSet::from([id.clone()]);
        // A paragraph that moved back to where it began has gone round once.
        while let Some(before) = before(&origin).filter(|before| seen.insert(before.clone())) {
            origin = before;
        }
        origin
    }

    /// Returns the rows that moved, merged or divided something to a place, oldest first.
    pub fn arrivals(&self, at: &Target) -> impl Iterator<Item = LedgerRow> {
        self.rows_at(self.arrivals.get(at).map_or(&[], Vec::as_slice))
    }

    /// Returns the last row of a subject.
    pub(super) fn last(&self, subject: &Target) -> Option<LedgerRow> {
        let (document, number) = subject.key();
        self.row(*self.places(document, number).last()? as usize)
    }

    /// Returns the rows of each subject with their places, subject by subject.
    pub(super) fn subjects(&self) -> impl Iterator<Item = impl DoubleEndedIterator<Item = (usize, LedgerRow)>> {
        let subjects = self.order.chunk_by(|&one, &next| self.key(one) == self.key(next));
        subjects.map(|places| places.iter().filter_map(|&at| Some((at as usize, self.row(at as usize)?))))
    }

    fn key(&self, at: u32) -> Option<(u32, Option<Number>)> {
        self.entry(at).map(StoredRow::key)
    }

    fn rows_at(&self, places: &[u32]) -> impl DoubleEndedIterator<Item = LedgerRow> {
        places.iter().filter_map(|&at| self.row(at as usize))
    }

    /// Returns the places of the rows of a document and of all its paragraphs.
    fn of(&self, id: &DocumentId) -> &[u32] {
        self.between(id, |(document, _), sought| document.cmp(&sought))
    }

    /// Returns the places of the rows of a paragraph, or of the document's own.
    fn places(&self, id: &DocumentId, number: Option<Number>) -> &[u32] {
        self.between(id, |key, sought| key.cmp(&(sought, number)))
    }

    /// Returns the places of the rows whose keys are equal to a document by a comparison that their order follows.
    fn between(&self, id: &DocumentId, compared: impl Fn((u32, Option<Number>), u32) -> Ordering) -> &[u32] {
        let sought = self.documents.binary_search(id).ok().and_then(|at| u32::try_from(at).ok());
        let Some(sought) = sought else { return &[] };
        let is = |at: u32| self.key(at).map(|key| compared(key, sought));
        let start = self.order.partition_point(|&at| is(at).is_some_and(Ordering::is_lt));
        let end = self.order.partition_point(|&at| is(at).is_some_and(Ordering::is_le));
        self.order.get(start..end).unwrap_or_default()
    }

    /// Returns the places of rows that repeat an earlier one of their subject and have a note, each with that one's place.
    fn later_notes_of(&self, order: &[u32]) -> BTreeMap<u32, u32> {
        let mut later = BTreeMap::new();
        for subject in order.chunk_by(|&one, &next| self.key(one) == self.key(next)) {
            // Those that are no later notes: as many as the subject has revisions and states.
            let mut own: Vec<u32> = Vec::new();
            for &at in subject {
                let noted = self.notes.get(&at).is_some_and(|note| !is_blank(note));
                match own.iter().rev().find(|&&own| noted && self.say_the_same(own, at)) {
                    Some(&earlier) => {
                        later.insert(at, earlier);
                    }
                    None => own.push(at),
                }
            }
        }
        later
    }

    /// Tells whether two rows of one subject say the same, the day and the note apart.
    fn say_the_same(&self, one: u32, other: u32) -> bool {
        let of = |at| self.entry(at).map(|it| (it.revision, &it.sha256, &it.fingerprint));
        of(one) == of(other) && self.state_at(one) == self.state_at(other)
    }
}
