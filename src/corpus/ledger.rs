//! The ledger: the append-only list of everything ever published, and what became of it.
//!
//! Rows are never changed. The last row of a paragraph or document is its state, but for later notes: a row that repeats
//! an earlier one of its paragraph or document, and has a note, adds the note to it and is nothing else.

mod table;

pub(super) use table::{header, is_blank, parse, written};

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Date, DocumentId, Number, ParagraphId, Revision};
use crate::wording::{Fingerprint, Sha256};

/// Every row ever published, in the order of publication.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Ledger {
    rows: Box<[Row]>,
    /// Places in `rows`, by document and number, those of one paragraph in the order of publication.
    order: Box<[usize]>,
    /// Places in `rows` of what moved, merged or divided something to each target.
    arrivals: BTreeMap<Target, Vec<usize>>,
    /// Places in `rows` of later notes, which are in no other list, each with the place of the row that it is added to.
    later_notes: BTreeMap<usize, usize>,
    /// The notes that rows had by themselves to which others were added.
    first_notes: BTreeMap<usize, Option<String>>,
    /// The superseded and withdrawn wordings under `revisions/`.
    wordings: BTreeMap<(ParagraphId, Revision), String>,
}

/// One row: a revision of a paragraph, or a change of state of a paragraph or document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The document; rows of one share its name. It is written down apart from them.
    #[serde(skip, default = "DocumentId::untold")]
    pub document: DocumentId,
    /// The paragraph; nothing where the row is the document's own.
    pub number: Option<Number>,
    /// The revision that the row publishes or changes the state of.
    pub revision: Option<Revision>,
    /// The day, in UTC.
    pub published: Date,
    /// The digest of the exact text.
    pub sha256: Option<Sha256>,
    /// The digest of the folded text.
    pub fingerprint: Option<Fingerprint>,
    /// What the paragraph or document is from this row on.
    pub state: State,
    /// What there is to say: why it was withdrawn or corrected.
    pub note: Option<String>,
}

impl Row {
    /// Returns the paragraph that the row is about, or the document where the row is its own.
    #[must_use]
    pub fn subject(&self) -> Target {
        match self.number {
            Some(number) => Target::Paragraph(ParagraphId { document: self.document.clone(), number }),
            None => Target::Document(self.document.clone()),
        }
    }
}

/// What became of something published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// It stands at its address.
    Live,
    /// It stands at another address.
    Moved(Target),
    /// It became several.
    Split(Vec<Target>),
    /// It became part of another.
    Merged(Target),
    /// It was taken out.
    Withdrawn,
}

impl State {
    /// Returns where it went.
    #[must_use]
    pub fn targets(&self) -> &[Target] {
        match self {
            Self::Moved(target) | Self::Merged(target) => std::slice::from_ref(target),
            Self::Split(targets) => targets,
            Self::Live | Self::Withdrawn => &[],
        }
    }

    /// Returns the word for the state in the ledger and in data.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Moved(_) => "moved",
            Self::Split(_) => "split",
            Self::Merged(_) => "merged",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// Where something went: to a paragraph, or for a document's own row to a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Target {
    /// A paragraph.
    Paragraph(ParagraphId),
    /// A whole document.
    Document(DocumentId),
}

impl Target {
    /// Returns the document, or that of the paragraph.
    #[must_use]
    pub fn document(&self) -> &DocumentId {
        self.key().0
    }

    fn key(&self) -> (&DocumentId, Option<Number>) {
        match self {
            Self::Paragraph(id) => (&id.document, Some(id.number)),
            Self::Document(id) => (id, None),
        }
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Paragraph(id) => id.fmt(formatter),
            Self::Document(id) => id.fmt(formatter),
        }
    }
}

impl std::str::FromStr for Target {
    type Err = super::NotAName;

    fn from_str(text: &str) -> Result<Self, super::NotAName> {
        if text.contains('/') { text.parse().map(Self::Paragraph) } else { text.parse().map(Self::Document) }
    }
}

impl Ledger {
    pub(super) fn new(mut rows: Vec<Row>) -> Self {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by_key(|&at| rows.get(at).map(|row| (&row.document, row.number)));
        let later_notes = later_notes(&rows, &order);
        let mut last = DocumentId::untold();
        for &at in &order {
            match rows.get_mut(at) {
                Some(row) if row.document == last => row.document = last.clone(),
                Some(row) => last = row.document.clone(),
                None => {}
            }
        }
        order.retain(|at| !later_notes.contains_key(at));
        let mut first_notes = BTreeMap::new();
        for (&at, &earlier) in &later_notes {
            let added = rows.get(at).and_then(|row| row.note.clone()).unwrap_or_default();
            let Some(row) = rows.get_mut(earlier) else { continue };
            first_notes.entry(earlier).or_insert_with(|| row.note.clone());
            row.note = Some(row.note.take().map_or(added.clone(), |first| format!("{first} {added}")));
        }
        let mut arrivals: BTreeMap<Target, Vec<usize>> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate().filter(|(at, _)| !later_notes.contains_key(at)) {
            for target in row.state.targets() {
                arrivals.entry(target.clone()).or_default().push(at);
            }
        }
        let (rows, order) = (rows.into(), order.into());
        Self { rows, order, arrivals, later_notes, first_notes, wordings: BTreeMap::new() }
    }

    /// Returns the documents of the rows as they follow one another, each with how many rows do: what [`Ledger::named`]
    /// takes when the ledger was written and read.
    pub(super) fn names(&self) -> Vec<(&DocumentId, usize)> {
        let runs = self.rows.chunk_by(|one, next| one.document == next.document);
        runs.filter_map(|rows| Some((&rows.first()?.document, rows.len()))).collect()
    }

    /// Returns the ledger with the documents of its rows.
    pub(super) fn named(mut self, names: &[(DocumentId, usize)]) -> Self {
        // Of a document that was published again its own name is used again, too.
        let mut known: BTreeMap<&str, &DocumentId> = BTreeMap::new();
        let mut rows = self.rows.iter_mut();
        for (name, count) in names {
            let name = *known.entry(name.as_str()).or_insert(name);
            rows.by_ref().take(*count).for_each(|row| row.document = name.clone());
        }
        self
    }

    /// Returns the ledger with rows appended, and the same wordings.
    pub(super) fn with_rows(&self, more: &[Row]) -> Self {
        let mut rows = [&*self.rows, more].concat();
        for (&at, note) in &self.first_notes {
            if let Some(row) = rows.get_mut(at) {
                row.note.clone_from(note);
            }
        }
        Self::new(rows).with_wordings(self.wordings.clone())
    }

    /// Returns the ledger as it was at the end of a day, with the wordings that it keeps now.
    pub(super) fn by(&self, day: Date) -> Self {
        let first_note = |at: &usize, row: &Row| self.first_notes.get(at).cloned().unwrap_or_else(|| row.note.clone());
        let rows = self.rows.iter().enumerate().filter(|(_, row)| row.published <= day);
        let rows = rows.map(|(at, row)| Row { note: first_note(&at, row), ..row.clone() });
        Self::new(rows.collect()).with_wordings(self.wordings.clone())
    }

    pub(super) fn with_wordings(self, wordings: BTreeMap<(ParagraphId, Revision), String>) -> Self {
        Self { wordings, ..self }
    }

    /// Tells whether the row at a place only adds a note to an earlier one.
    #[must_use]
    pub fn is_later_note(&self, at: usize) -> bool {
        self.later_notes.contains_key(&at)
    }

    /// Returns all rows, oldest first, each with the notes that were added to it later.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
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
        self.of((&id.document, Some(id.number))).next_back().map(|row| &row.state)
    }

    /// Returns what a document or record is now; nothing if it was never published.
    #[must_use]
    pub fn document_state(&self, id: &DocumentId) -> Option<&State> {
        self.of((id, None)).next_back().map(|row| &row.state)
    }

    /// Returns all rows of a paragraph, oldest first.
    pub fn history(&self, id: &ParagraphId) -> impl DoubleEndedIterator<Item = &Row> {
        self.of((&id.document, Some(id.number)))
    }

    /// Returns a document's own rows, oldest first.
    pub fn document_history(&self, id: &DocumentId) -> impl DoubleEndedIterator<Item = &Row> {
        self.of((id, None))
    }

    /// Returns the row that published a revision.
    #[must_use]
    pub fn publication(&self, id: &ParagraphId, revision: Revision) -> Option<&Row> {
        self.history(id).find(|row| row.revision == Some(revision) && row.state == State::Live)
    }

    /// Returns every paragraph and document of a document that was ever published, each as its last row.
    pub fn latest(&self, id: &DocumentId) -> impl Iterator<Item = &Row> {
        let rows = self.between(|key| key.0 < id, |key| key.0 <= id);
        let ends = rows.iter().enumerate().filter(move |&(at, &place)| {
            let number = |place: usize| self.rows.get(place).map(|row| row.number);
            rows.get(at + 1).is_none_or(|&after| number(after) != number(place))
        });
        ends.filter_map(|(_, &place)| self.rows.get(place))
    }

    /// Returns the highest number ever published in a document.
    #[must_use]
    pub fn highest(&self, id: &DocumentId) -> Option<Number> {
        let last = self.between(|key| key.0 < id, |key| key.0 <= id).last()?;
        self.rows.get(*last)?.number
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
            let Some(row) = self.of(target.key()).next_back() else { continue };
            if row.state.targets().is_empty() {
                ends.push(target);
            } else {
                waiting.extend(row.state.targets().iter().rev().cloned());
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
    pub fn arrivals(&self, at: &Target) -> impl Iterator<Item = &Row> {
        self.arrivals.get(at).into_iter().flatten().filter_map(|&row| self.rows.get(row))
    }

    /// Returns the last row of a subject.
    pub(super) fn last(&self, subject: &Target) -> Option<&Row> {
        self.of(subject.key()).next_back()
    }

    /// Returns the place in [`Ledger::rows`] of the rows of each subject, subject by subject.
    pub(super) fn subjects(&self) -> impl Iterator<Item = &[usize]> {
        let key = |&at: &usize| self.rows.get(at).map(|row| (&row.document, row.number));
        self.order.chunk_by(move |a, b| key(a) == key(b))
    }

    fn of(&self, key: (&DocumentId, Option<Number>)) -> impl DoubleEndedIterator<Item = &Row> {
        self.between(|row| row < key, |row| row <= key).iter().filter_map(|&at| self.rows.get(at))
    }

    /// Returns the places of the rows whose keys lie before the second border and not before the first.
    fn between(
        &self,
        before: impl Fn((&DocumentId, Option<Number>)) -> bool,
        within: impl Fn((&DocumentId, Option<Number>)) -> bool,
    ) -> &[usize] {
        let key = |at: usize| self.rows.get(at).map(|row| (&row.document, row.number));
        let start = self.order.partition_point(|&at| key(at).is_some_and(&before));
        let end = self.order.partition_point(|&at| key(at).is_some_and(&within));
        self.order.get(start..end).unwrap_or_default()
    }
}

/// Returns the places of rows that repeat an earlier one of their subject and have a note, each with that one's place.
fn later_notes(rows: &[Row], order: &[usize]) -> BTreeMap<usize, usize> {
    let mut later = BTreeMap::new();
    // The places of the present subject that are no later notes: as many as it has revisions and states.
    let mut own: Vec<usize> = Vec::new();
    for &at in order {
        let Some(row) = rows.get(at) else { continue };
        let first = own.first().and_then(|&first| rows.get(first));
        if first.is_some_and(|first| (&first.document, first.number) != (&row.document, row.number)) {
            own.clear();
        }
        let noted = row.note.as_deref().is_some_and(|note| !is_blank(note));
        let repeats = |&&own: &&usize| noted && rows.get(own).is_some_and(|own| same(own, row));
        match own.iter().rev().find(repeats) {
            Some(&earlier) => {
                later.insert(at, earlier);
            }
            None => own.push(at),
        }
    }
    later
}

/// Tells whether two rows of one subject say the same, the day and the note apart.
fn same(a: &Row, b: &Row) -> bool {
    a.revision == b.revision && a.sha256 == b.sha256 && a.fingerprint == b.fingerprint && a.state == b.state
}
