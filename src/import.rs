//! Sources to corpus files: HTML, PDF, Word files, captures and plain text become drafts that a person reads against the source.
//!
//! Four steps, each without knowledge of the next: a source is received, from a file or the network; a reader makes
//! blocks of it and loses no word; extraction tells the text from what a host puts around it and proposes title, date
//! and place; the draft is written as a corpus file beside the source as it was received. Nothing existing is
//! overwritten, and a word in no paragraph is listed as omitted, so that [`crate::corpus::examine`] and
//! [`plain_text`] can prove a transcription for as long as it is kept.
//!
//! The numbers in a Word file exist only as rules for a word processor to apply, and no crate that applies them is well
//! kept: they are computed here, marked so, and no proof rests on them.

mod block;
mod capture;
mod date;
mod deadline;
mod decode;
mod docx;
mod draft;
mod error;
mod extraction;
mod fetch;
mod heading;
mod host;
mod html;
mod identity;
mod item;
mod language;
mod marker;
mod pdf;
mod received;
mod store;
mod text;
mod title;
mod watch;

pub use capture::{Capture, Copied};
pub use error::Error;
pub use fetch::{Client, Difference, Etiquette, Fetched, Reach, Rechecked, WebArchive, fetch, recheck};
pub use received::{Media, Received};
pub use watch::{Changed, Look, watch};

use std::path::{Path, PathBuf};

use self::block::Block;
use self::deadline::{Deadline, TIMEOUT};
use crate::corpus::{Corpus, Date, DocumentId, NoText};

/// A draft that was written.
#[derive(Debug)]
pub struct Imported {
    /// The document's file.
    pub document: PathBuf,
    /// The file of its source.
    pub source: PathBuf,
    /// Whether a record's text was filled in.
    pub filled: bool,
    /// How many paragraphs the text has.
    pub paragraphs: usize,
    /// What a person should look at; also in the draft.
    pub doubts: Vec<String>,
    /// The digest of a capture that was verified, and of what it is.
    pub verified: Option<(String, &'static str)>,
}

/// Writes a draft of `id` from a source into the corpus in `folder`, and the source beside it.
///
/// `corpus` is what the folder holds, where it can be loaded: it finds the documents that a page points to.
///
/// # Errors
///
/// When the document has a text already, the source has none or cannot be read, or a file cannot be written. Then
/// nothing is left behind.
pub fn import(folder: &Path, corpus: Option<&Corpus>, id: &DocumentId, received: &Received) -> Result<Imported, Error> {
    let host = received.host();
    if host.refused {
        return Err(Error::Refused(received.url.clone().unwrap_or_default()));
    }
    let record = store::record(folder, id)?;
    let mut reading = read(received)?;
    received.capture.iter().flat_map(|capture| &capture.told).for_each(|told| reading.doubt(told));
    let mut extraction = extraction::extract(reading, host);
    let paragraphs = extraction.paragraphs().count();
    if paragraphs == 0 {
        return Err(match extraction.instead {
            Some(instead) => Error::NoDocument(instead),
            None if received.media == Media::Html => Error::Empty,
            None => Error::NoText,
        });
    }
    if let (Some(_), Some(instead)) = (&record, extraction.instead) {
        return Err(Error::NoDocument(instead));
    }
    if let Some(record) = &record {
        extraction.doubts.extend(draft::disagreements(record, id, &extraction)?);
    }
    let draft = match &record {
        Some(record) => draft::filled(record, id, received, &extraction, corpus)?,
        None => draft::fresh(id, received, &extraction, corpus),
    };
    let (document, source) = store::store(folder, id, received, draft, record.as_ref())?;
    let verified = received.capture.as_ref().and_then(|capture| capture.digest.clone().zip(capture.agreed));
    Ok(Imported { document, source, filled: record.is_some(), paragraphs, doubts: extraction.doubts, verified })
}

/// Returns the words of a source in the corpus, as they are compared with its transcription.
///
/// # Errors
///
/// When the file is of a kind that is not read, or cannot be.
pub fn plain_text(file: &str, bytes: &[u8]) -> Result<String, NoText> {
    let received = Received::stored(file, bytes.to_vec()).map_err(|error| match error {
        Error::Unread(_) => NoText::Kind,
        error => NoText::Unreadable(error.to_string()),
    })?;
    if received.media == Media::Text {
        // A plain text is compared as it is, its bullets and all.
        return Ok(received.text());
    }
    let blocks = read(&received).map_err(|error| NoText::Unreadable(error.to_string()))?.blocks;
    Ok(blocks.iter().map(Block::seen).collect::<Vec<_>>().join("\n"))
}

fn read(received: &Received) -> Result<Reading, Error> {
    let mut reading = match received.media {
        Media::Pdf => return pdf::read(&received.bytes, TIMEOUT),
        Media::Docx => return docx::read(&received.bytes),
        Media::Html => html::read(&received.text(), received.host(), &Deadline::after(TIMEOUT))?,
        Media::Text => text::reading(&received.text()),
    };
    for words in received.stray() {
        reading.doubt(format!("a byte that is none of the file's encoding stands behind `{words}`"));
    }
    Ok(reading)
}

/// What a reader found in a source.
#[derive(Debug, Default)]
struct Reading {
    /// Every word of it, in reading order.
    blocks: Vec<Block>,
    /// The title that the file gives itself, outside its text.
    title: Option<String>,
    /// The first heading of the whole page, wherever it stands.
    heading: Option<String>,
    /// The language that it declares.
    language: Option<String>,
    /// Whether it ends before its end.
    cut: bool,
    /// The day that it gives itself, outside its text.
    dated: Option<Date>,
    /// What a person should look at.
    doubts: Vec<String>,
}

impl Reading {
    fn doubt(&mut self, doubt: impl Into<String>) {
        let doubt = doubt.into();
        if !self.doubts.contains(&doubt) {
            self.doubts.push(doubt);
        }
    }
}
