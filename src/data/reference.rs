//! What is to be compared, as an address or a terminal names it: a document, a paragraph, one wording of it, by its name
//! here or by anything else that leads to it.

use super::located::{LONGEST_CITATION, located, path};
use super::{Format, links, name};
use crate::archive::Archive;
use crate::citation::{CitedPlace, Located, place};
use crate::comparison::{Passage, Side};
use crate::corpus::{Document, DocumentId, Kind, Number, Paragraph, ParagraphId, Revision, State, Target};
use crate::wording::in_quotes;

/// Something to be compared.
#[derive(Debug, Clone)]
pub(crate) struct Reference<'a> {
    /// Its address.
    pub(crate) path: String,
    /// What people call it.
    pub(crate) title: String,
    /// The document that it is, or is of; none where that is no more.
    pub(crate) document: Option<&'a Document>,
    /// Whether it is a document and not one paragraph.
    pub(crate) is_document: bool,
    /// Its words.
    pub(crate) side: Side<'a>,
}

/// Why something cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused {
    /// What was asked for.
    pub(crate) asked: String,
    /// Why not.
    pub(crate) why: Why,
}

/// Why something cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Why {
    /// It names nothing here; these come nearest.
    Unknown(Vec<Target>),
    /// The text of the document is not held.
    NotHeld(DocumentId),
    /// It can mean any of these.
    Several(Vec<CitedPlace>),
    /// It stands no more, and where it went is not one place; these wordings of it were published.
    Gone(Vec<String>),
}

impl Refused {
    /// Returns the reason in a sentence without its full stop, for the parameter that named it.
    pub(crate) fn told(&self, parameter: &str) -> String {
        let asked = in_quotes(&self.asked);
        match &self.why {
            Why::Unknown(_) => format!("`{parameter}` names nothing in this archive: {asked}"),
            Why::NotHeld(_) => format!("`{parameter}` is a record, text not held: {asked}"),
            Why::Several(_) => format!("`{parameter}` can mean any of several: {asked}"),
            Why::Gone(_) => format!("`{parameter}` stands here no more: {asked}"),
        }
    }

    /// Returns the addresses that may have been meant.
    pub(crate) fn nearest(&self) -> Vec<String> {
        match &self.why {
            Why::Unknown(targets) => targets.iter().map(links::target).collect(),
            Why::NotHeld(id) => vec![links::document(id, Format::Html)],
            Why::Several(places) => places.iter().map(path).collect(),
            Why::Gone(paths) => paths.clone(),
        }
    }
}

/// Returns what a text names.
///
/// # Errors
///
/// When it names nothing whose words are held, or several things.
pub(crate) fn read<'a>(archive: &'a Archive, text: &str) -> Result<Reference<'a>, Refused> {
    let text: String = text.trim().chars().take(LONGEST_CITATION).collect();
    let found = match located(archive, &text) {
        Located::One(place) => at(archive, place),
        Located::Several(places) => Err(Why::Several(places)),
        Located::Nearest(ids) => Err(missing(archive, &text, ids)),
    };
    found.map_err(|why| Refused { asked: text, why })
}

fn at(archive: &Archive, place: CitedPlace) -> Result<Reference<'_>, Why> {
    let corpus = archive.corpus();
    match place {
        CitedPlace::Document(id) => document(archive, &id, 0),
        CitedPlace::Paragraph(id) => paragraph(archive, &id, 0),
        CitedPlace::Revision(id, revision) => wording(archive, &id, revision),
        CitedPlace::Printed(id, _) => Err(Why::Unknown(vec![Target::Document(id)])),
        CitedPlace::Wording(digits) => {
            let found = corpus.with_fingerprint(&digits);
            let stands = |(id, revision): &&(ParagraphId, Revision)| {
                corpus.paragraph(id).is_some_and(|(_, paragraph)| paragraph.revision == *revision)
            };
            match (found.iter().find(stands), found.last()) {
                (Some((id, _)), _) => paragraph(archive, id, 0),
                (None, Some((id, revision))) => wording(archive, id, *revision),
                (None, None) => Err(Why::Unknown(Vec::new())),
            }
        }
    }
}

/// So many moves are followed; a ledger that was checked has no circle.
const FOLLOWED: usize = 16;

fn document<'a>(archive: &'a Archive, id: &DocumentId, followed: usize) -> Result<Reference<'a>, Why> {
    let corpus = archive.corpus();
    match corpus.document(id) {
        Some(document) if document.held() => Ok(Reference {
            path: links::document(id, Format::Html),
            title: document.name().to_owned(),
            document: Some(document),
            is_document: true,
            side: Side::document(document),
        }),
        Some(_) => Err(Why::NotHeld(id.clone())),
        None => gone(archive, corpus.ledger().document_state(id), followed, Vec::new()),
    }
}

fn paragraph<'a>(archive: &'a Archive, id: &ParagraphId, followed: usize) -> Result<Reference<'a>, Why> {
    let corpus = archive.corpus();
    if let Some((document, paragraph)) = corpus.paragraph(id) {
        return Ok(Reference {
            path: links::paragraph(id, Format::Html),
            title: name(corpus, &Target::Paragraph(id.clone())),
            document: Some(document),
            is_document: false,
            side: one(Passage { id: id.clone(), revision: None, text: &paragraph.text }),
        });
    }
    if corpus.document(&id.document).is_some_and(|document| !document.held()) {
        return Err(Why::NotHeld(id.document.clone()));
    }
    let wordings = corpus.ledger().history(id).filter(|row| row.state == State::Live);
    let wordings = wordings.filter_map(|row| Some(links::revision(id, row.revision?))).collect();
    gone(archive, corpus.ledger().state(id), followed, wordings)
}

/// Follows what moved to one place, or was merged into one.
fn gone<'a>(
    archive: &'a Archive,
    state: Option<&State>,
    followed: usize,
    wordings: Vec<String>,
) -> Result<Reference<'a>, Why> {
    match state {
        Some(State::Moved(target) | State::Merged(target)) if followed < FOLLOWED => match target {
            Target::Paragraph(id) => paragraph(archive, id, followed + 1),
            Target::Document(id) => document(archive, id, followed + 1),
        },
        _ => Err(Why::Gone(wordings)),
    }
}

fn wording<'a>(archive: &'a Archive, id: &ParagraphId, revision: Revision) -> Result<Reference<'a>, Why> {
    let corpus = archive.corpus();
    let standing = corpus.paragraph(id).filter(|(_, paragraph)| paragraph.revision == revision);
    let text = match standing {
        Some((_, paragraph)) => Some(paragraph.text.as_ref()),
        None => corpus.ledger().wording(id, revision),
    };
    let Some(text) = text else { return Err(Why::Unknown(vec![Target::Paragraph(id.clone())])) };
    Ok(Reference {
        path: links::revision(id, revision),
        title: format!("{}, revision {revision}", name(corpus, &Target::Paragraph(id.clone()))),
        document: corpus.document(&id.document),
        is_document: false,
        side: one(Passage { id: id.clone(), revision: Some(revision), text }),
    })
}

fn one(passage: Passage<'_>) -> Side<'_> {
    Side { passages: vec![passage] }
}

/// Returns why nothing is where a text leads: a paragraph of a record is not held; else what comes nearest, in a document
/// that is known the paragraph next by its number.
fn missing(archive: &Archive, text: &str, ids: Vec<DocumentId>) -> Why {
    let corpus = archive.corpus();
    let asked = match place(corpus, text) {
        Some(CitedPlace::Paragraph(id) | CitedPlace::Revision(id, _)) => Some(id),
        _ => None,
    };
    let record = asked.as_ref().and_then(|id| corpus.document(&id.document)).filter(|document| !document.held());
    if let Some(record) = record {
        return Why::NotHeld(record.id.clone());
    }
    let beside = asked.and_then(|id| {
        let away = |number: &Number| number.get().abs_diff(id.number.get());
        let standing = corpus.document(&id.document)?.paragraphs.iter().map(|Paragraph { number, .. }| *number);
        Some(Target::Paragraph(ParagraphId { number: standing.min_by_key(away)?, document: id.document }))
    });
    Why::Unknown(beside.into_iter().chain(ids.into_iter().map(Target::Document)).collect())
}

impl Reference<'_> {
    /// Tells whether it is, or is of, a press report.
    pub(crate) fn is_press(&self) -> bool {
        self.document.is_some_and(|document| document.kind == Kind::PressReport)
    }

    /// Returns what names it in an address: its own address without the first slash.
    pub(crate) fn named(&self) -> &str {
        self.path.trim_start_matches('/')
    }
}
