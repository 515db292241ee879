//! The corpus as it had been published by a day, rebuilt from the ledger and the wordings that it keeps.
//!
//! What the ledger does not keep is as it is today: titles and dates, headings, the lists of spellings and instruments.
//! Of a text that was withdrawn as a whole there is nothing left but its words, so it is not rebuilt.

use std::collections::{BTreeMap, BTreeSet};

use super::by_id::ById;
use super::ledger::{LedgerRow, State, Target};
use super::{Corpus, Date, Document, DocumentId, Heading, Number, Paragraph, ParagraphId, Proof, Shape, relation};
use crate::wording::Fingerprint;

/// A corpus as it had been published by a day.
#[derive(Debug)]
pub struct Past {
    /// The corpus, of the release that it was rebuilt from.
    pub corpus: Corpus,
    /// Texts that stood then and of which only the words are kept.
    pub lost: Vec<DocumentId>,
}

impl Corpus {
    /// Tells whether all that stands now was published.
    #[must_use]
    pub fn is_published(&self) -> bool {
        self.documents.iter().all(|document| {
            let known = self.ledger.document_state(&document.id) == Some(&State::Live);
            known && document.unread().paragraphs.iter().all(|paragraph| paragraph.published.is_some())
        })
    }

    /// Returns the corpus as it had been published by the end of `day`.
    #[must_use]
    pub fn as_of(&self, day: Date) -> Past {
        let ids: Vec<&DocumentId> = self.ledger.documents().collect();
        let (mut documents, mut lost) = (Vec::new(), Vec::new());
        for id in ids {
            let own = by(self.ledger.document_history(id), day);
            let standing = self.standing(id, day);
            if own.map_or(standing.is_empty(), |row| row.state != State::Live) {
                continue;
            }
            match self.identity(id) {
                Some(identity) => documents.push(self.rebuilt(id, identity, &standing)),
                None => lost.push(id.clone()),
            }
        }
        documents.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
        let known: BTreeSet<DocumentId> = documents.iter().map(|document| document.id.clone()).collect();
        for document in &mut documents {
            document.relations.retain(|relation| known.contains(&relation.target));
        }
        let by_id = ById::of(&documents);
        let corpus = Self {
            translations: super::translation::by_text(&documents).into(),
            incoming: relation::incoming(&documents, &by_id).into(),
            documents,
            by_id: by_id.into(),
            ledger: self.ledger.by(day).into(),
            drafts: Vec::new(),
            kept: None,
            ..self.clone()
        };
        Past { corpus, lost }
    }

    /// Returns the paragraphs of a document that stood at the end of a day, each as the row that made it so, by number.
    fn standing(&self, id: &DocumentId, day: Date) -> Vec<LedgerRow> {
        let numbers = self.ledger.latest(id).filter_map(|row| row.number);
        let last =
            numbers.filter_map(|number| by(self.ledger.history(&ParagraphId { document: id.clone(), number }), day));
        last.filter(|row| row.state == State::Live).collect()
    }

    /// Returns the document that tells what one of this name was: itself, or what it is called now.
    fn identity(&self, id: &DocumentId) -> Option<&Document> {
        let mut id = id.clone();
        let mut seen = BTreeSet::new();
        while seen.insert(id.clone()) {
            match self.ledger.document_state(&id) {
                Some(State::Moved(Target::Document(to))) if self.document(&id).is_none() => id = to.clone(),
                _ => return self.document(&id),
            }
        }
        None
    }

    fn rebuilt(&self, id: &DocumentId, identity: &Document, standing: &[LedgerRow]) -> Document {
        // Read for this alone: the past is rebuilt of all documents.
        let present = self.document(id).map(Document::unread);
        let present = present.as_ref();
        let mut rebuilt: BTreeMap<Number, Paragraph> = BTreeMap::new();
        for row in standing {
            rebuilt.extend(row.number.zip(self.wording_of(present, id, row)));
        }
        let mut document = identity.clone();
        document.id = id.clone();
        let headings = if present.is_some() { std::mem::take(&mut document.headings) } else { Vec::new() };
        let whole: &[Paragraph] = present.map_or(&[], |document| &document.paragraphs);
        let is_whole = whole.len() == rebuilt.len() && whole.iter().all(|it| rebuilt.get(&it.number) == Some(it));
        let parts =
            self.order(id, whole, rebuilt.keys().copied(), headings.len(), |at| headings.get(at).map(|it| it.before));
        let mut befores = vec![0; headings.len()];
        let mut paragraphs = Vec::with_capacity(rebuilt.len());
        for part in parts {
            match part {
                Slot::Heading(at) => befores.get_mut(at).into_iter().for_each(|before| *before = paragraphs.len()),
                Slot::Paragraph(number) => paragraphs.extend(rebuilt.remove(&number)),
            }
        }
        document.paragraphs = paragraphs.into();
        let end = |at: usize, level: u8, of: &dyn Fn(usize) -> usize, last: usize| {
            let next = headings.iter().enumerate().skip(at + 1).find(|(_, next)| next.level <= level);
            next.map_or(last, |(at, _)| of(at))
        };
        let stays = headings.iter().enumerate().filter_map(|(at, heading)| {
            let before = *befores.get(at)?;
            let then =
                end(at, heading.level, &|at| befores.get(at).copied().unwrap_or_default(), document.paragraphs.len());
            let now = end(at, heading.level, &|at| headings.get(at).map_or(0, |it| it.before), whole.len());
            // What stands over nothing today did so then; what stands over paragraphs was not there without them.
            let stays = if now == heading.before { !document.paragraphs.is_empty() } else { before < then };
            stays.then(|| Heading { before, ..heading.clone() })
        });
        document.headings = stays.collect();
        document.source = document.source.take().filter(|_| document.held());
        if let Some(source) = &mut document.source
            && !is_whole
        {
            source.proof = Proof::NotMade;
        }
        document
    }

    /// Returns the order of the paragraphs that stood, and of so many headings, each before a paragraph of today.
    ///
    /// What stands today keeps its order. What became something of this document stood where that stands; what has gone
    /// otherwise is put behind the number before its own.
    fn order(
        &self,
        id: &DocumentId,
        present: &[Paragraph],
        standing: impl Iterator<Item = Number>,
        headings: usize,
        before: impl Fn(usize) -> Option<usize>,
    ) -> Vec<Slot> {
        let places: BTreeMap<Number, usize> = present.iter().map(|paragraph| paragraph.number).zip(0..).collect();
        let mut known = places.clone();
        let mut slots: Vec<((usize, u8, u32), Slot)> = Vec::new();
        slots.extend(
            (0..headings).filter_map(|at| Some(((before(at)?, 0, u32::try_from(at).ok()?), Slot::Heading(at)))),
        );
        for number in standing {
            let own = places.get(&number).map(|place| (*place, 2));
            let became = || {
                let from = Target::Paragraph(ParagraphId { document: id.clone(), number });
                let became = self.ledger.resolve(&from).into_iter().filter_map(|target| match target {
                    Target::Paragraph(to) if to.document == *id => places.get(&to.number).copied(),
                    _ => None,
                });
                became.min().map(|place| (place, 1))
            };
            let behind = || known.range(..number).next_back().map(|(_, place)| (*place, 3));
            let (place, phase) = own.or_else(became).or_else(behind).unwrap_or((0, 1));
            known.insert(number, place);
            slots.push(((place, phase, number.get()), Slot::Paragraph(number)));
        }
        slots.sort_by_key(|(key, _)| *key);
        slots.into_iter().map(|(_, slot)| slot).collect()
    }

    /// Returns the paragraph that a row published.
    fn wording_of(&self, present: Option<&Document>, id: &DocumentId, row: &LedgerRow) -> Option<Paragraph> {
        let (number, revision) = (row.number?, row.revision?);
        let present = present.and_then(|document| document.paragraph(number));
        if let Some(same) = present.filter(|paragraph| paragraph.revision == revision && paragraph.published.is_some())
        {
            return Some(Paragraph { published: Some(row.published), ..same.clone() });
        }
        let text = self.ledger.wording(&ParagraphId { document: id.clone(), number }, revision)?;
        Some(Paragraph {
            number,
            printed: present.and_then(|paragraph| paragraph.printed.clone()),
            shape: present.map_or(Shape::Plain, |paragraph| paragraph.shape),
            parent: present.and_then(|paragraph| paragraph.parent),
            text: text.into(),
            apparatus: None,
            revision,
            published: Some(row.published),
            short_fingerprint: Fingerprint::of(text).short(),
        })
    }
}

/// A part of a text that is put in its place.
#[derive(Clone, Copy)]
enum Slot {
    Heading(usize),
    Paragraph(Number),
}

/// Returns the last of some rows that is of this day or before.
fn by(rows: impl DoubleEndedIterator<Item = LedgerRow>, day: Date) -> Option<LedgerRow> {
    rows.rev().find(|row| row.published <= day)
}
