//! What stands at a place of the archive: words, a document, or what became of them.

use serde::Serialize;

use super::passage::{DocumentEntry, Passage};
use crate::archive::Archive;
use crate::citation::{CitedPlace, printed};
use crate::corpus::{Corpus, DocumentId, LedgerRow, ParagraphId, State, Target};
use crate::data::located::path;
use crate::data::{Links, links, name};

/// What stands at a place.
#[derive(Debug, Default, Serialize)]
pub(super) struct Resolved {
    /// The words that stand there; several where it was divided, or where several paragraphs have the same number.
    pub(super) passages: Vec<Passage>,
    /// The document, where a whole one is named.
    pub(super) documents: Vec<DocumentEntry>,
    /// What became of what stood there, where that is not simply what stands there now.
    pub(super) history: Vec<String>,
}

impl Resolved {
    /// Returns what stands at places.
    pub(super) fn of(links: &Links, archive: &Archive, places: &[CitedPlace]) -> Self {
        let mut standing = Self::default();
        for place in places {
            standing.take(links, archive, place);
        }
        standing
    }

    /// Tells whether nothing stands there.
    pub(super) fn is_empty(&self) -> bool {
        self.passages.is_empty() && self.documents.is_empty()
    }

    fn take(&mut self, links: &Links, archive: &Archive, place: &CitedPlace) {
        let corpus = archive.corpus();
        match place {
            CitedPlace::Paragraph(id) => self.paragraph(links, corpus, id),
            CitedPlace::Document(id) => self.document(links, corpus, id),
            CitedPlace::Revision(id, revision) => match corpus.paragraph(id) {
                Some((document, paragraph)) if paragraph.revision == *revision => {
                    self.passages.push(Passage::of(links, corpus, document, paragraph));
                }
                _ => {
                    self.passages.extend(Passage::earlier(links, archive, id, *revision));
                    let now = links.absolute(&links::target(&Target::Paragraph(id.clone())));
                    self.history
                        .push(format!("{} is an earlier wording; {now} leads to the present one.", path(place)));
                }
            },
            CitedPlace::Printed(id, number) => {
                let Some(document) = corpus.document(id) else { return self.document(links, corpus, id) };
                let found = printed(document, number);
                self.passages.extend(found.map(|paragraph| Passage::of(links, corpus, document, paragraph)));
            }
            CitedPlace::Wording(digits) => {
                for (id, revision) in corpus.with_fingerprint(digits) {
                    self.take(links, archive, &CitedPlace::Revision(id, revision));
                }
            }
        }
    }

    fn paragraph(&mut self, links: &Links, corpus: &Corpus, id: &ParagraphId) {
        match corpus.paragraph(id) {
            Some((document, paragraph)) => self.passages.push(Passage::of(links, corpus, document, paragraph)),
            None => self.left(links, corpus, &Target::Paragraph(id.clone())),
        }
    }

    fn document(&mut self, links: &Links, corpus: &Corpus, id: &DocumentId) {
        match corpus.document(id) {
            Some(document) => self.documents.push(DocumentEntry::of(links, corpus, document)),
            None => self.left(links, corpus, &Target::Document(id.clone())),
        }
    }

    /// Takes what became of something that stands no longer.
    fn left(&mut self, links: &Links, corpus: &Corpus, from: &Target) {
        let ledger = corpus.ledger();
        let last: Option<LedgerRow> = match from {
            Target::Paragraph(id) => ledger.history(id).next_back(),
            Target::Document(id) => ledger.document_history(id).next_back(),
        };
        let Some(last) = last else { return };
        let (named, day) = (name(corpus, from), last.published.long());
        let told = match last.state {
            // A paragraph leaves with its whole document.
            State::Live => match from {
                Target::Paragraph(id) => return self.left(links, corpus, &Target::Document(id.document.clone())),
                Target::Document(_) => return,
            },
            State::Withdrawn => {
                let why = last.note.as_deref().map(|note| format!(": {note}")).unwrap_or_default();
                format!("{named} was withdrawn on {day}{why}")
            }
            State::Moved(_) => format!("{named} was moved on {day}"),
            State::Merged(_) => format!("{named} became part of another on {day}"),
            State::Split(_) => format!("{named} was divided on {day}"),
        };
        self.history.push(format!("{}.", told.trim_end_matches('.')));
        for end in ledger.resolve(from).iter().filter(|end| *end != from) {
            match end {
                Target::Paragraph(id) => self.paragraph(links, corpus, id),
                Target::Document(id) => self.document(links, corpus, id),
            }
        }
    }
}
