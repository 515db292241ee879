//! The archive as a dataset: tables, their descriptions for people and for programs, checksums, and all of it as one file;
//! and once more for search engines that others run.
//!
//! Made of a corpus alone, so that the same corpus gives the same bytes wherever they are made: on disk, or as they are
//! sent. No table is ever whole in memory. Knows no address but paths, and nothing of requests.

mod bulk;
mod changes;
mod column;
mod crate_metadata;
mod croissant;
mod deposit;
mod lists;
mod pack;
mod package;
mod readme;
mod sums;
mod swhid;
mod table;
mod texts;
mod write;

pub use bulk::write_bulk;
pub use readme::{described, media_type};
pub use sums::{Sum, Sums};
pub use write::{Error, Written, write};

use std::borrow::Cow;
use std::io;
use std::iter;
use std::sync::Arc;

use self::table::{TABLES, Table};
use crate::corpus::Corpus;
use crate::data::Reader;

/// The name of the dataset.
pub const TITLE: &str = "G7 Cyber Archive: texts and data";

/// What it is, in a sentence.
pub const DESCRIPTION: &str = "Texts of the G7 and G8 on cyberspace, paragraph by paragraph, with their ledger of \
     publication, corrections and notes, and a description of every document that is known, whether its text is held or not.";

/// What is said of rights where one statement has to do for all.
pub const RIGHTS: &str = "Each text carries its own rights, named in the column `rights` of every row that has its words; \
     most sources name no licence. The archive's own work (summaries, notes, vocabularies, spelling variants) is under \
     the MIT licence.";

/// The folder of the tables for spreadsheets.
pub const SPREADSHEETS: &str = "excel";

/// The paragraphs once more, a JSON value a line.
const NDJSON: &str = "paragraphs.ndjson";

/// Whoever holds the corpus that a dataset is of.
pub type Held = Arc<dyn AsRef<Corpus> + Send + Sync>;

/// The dataset of a corpus.
#[derive(Clone)]
pub struct Dataset {
    held: Held,
    sums: Arc<Sums>,
}

/// What a file is made by.
#[derive(Clone, Copy)]
enum Made {
    Table(&'static Table, Reader),
    Lines,
    Text(MakeText),
}

/// Returns a text of a corpus and of the files before it.
type MakeText = fn(&Corpus, &Sums) -> String;

/// Every file but the one that holds them all, in the order in which they can be made: those that describe others after
/// them.
fn files() -> impl Iterator<Item = (Cow<'static, str>, Made)> {
    let tables = TABLES.iter().map(|table| (table.name.into(), Made::Table(table, Reader::Program)));
    let spreadsheets = TABLES
        .iter()
        .map(|table| (format!("{SPREADSHEETS}/{}", table.name).into(), Made::Table(table, Reader::Spreadsheet)));
    let texts: [(&str, MakeText); 9] = [
        ("CHANGES.md", changes::text),
        ("CITATION.cff", deposit::citation_file),
        (".zenodo.json", deposit::zenodo),
        ("datacite.json", deposit::datacite),
        ("datapackage.json", package::text),
        ("croissant.json", croissant::text),
        ("README.md", readme::text),
        ("ro-crate-metadata.json", crate_metadata::text),
        ("SHA256SUMS", sums::text),
    ];
    let texts = texts.into_iter().map(|(name, make)| (name.into(), Made::Text(make)));
    tables.chain([(NDJSON.into(), Made::Lines)]).chain(spreadsheets).chain(texts)
}

/// Returns the name of the file that holds all others.
#[must_use]
pub fn pack_name(corpus: &Corpus) -> String {
    format!("{}.zip", folder(corpus))
}

/// Returns what a folder with the dataset is called.
fn folder(corpus: &Corpus) -> String {
    format!("g7cyber-{}", corpus.release())
}

/// Returns the version: the day of the newest publication, and the release.
#[must_use]
pub fn version(corpus: &Corpus) -> String {
    let day = newest(corpus).map_or_else(|| "0.0.0".to_owned(), |day| day.to_string().replace('-', "."));
    format!("{day}+{}", corpus.release())
}

/// Returns the day of the newest publication.
fn newest(corpus: &Corpus) -> Option<crate::corpus::Date> {
    corpus.ledger().rows().iter().map(|row| row.published).max()
}

/// Returns the first and the last day that the documents may be of.
#[must_use]
pub fn coverage(corpus: &Corpus) -> Option<String> {
    let days = || corpus.documents().iter().map(|document| document.date.days());
    let (first, last) = (days().map(|(first, _)| first).min()?, days().map(|(_, last)| last).max()?);
    Some(format!("{first}/{last}"))
}

impl Dataset {
    /// Returns the dataset of a corpus, after making it once to know its sums.
    ///
    /// # Errors
    ///
    /// When a file cannot be made.
    pub fn new(held: Held) -> io::Result<Self> {
        let sums = Sums::of(&held, &mut |_| {})?;
        Ok(Self::known(held, Arc::new(sums)))
    }

    /// Returns the dataset of a corpus whose sums are known.
    #[must_use]
    pub fn known(held: Held, sums: Arc<Sums>) -> Self {
        Self { held, sums }
    }

    /// Returns what is known of every file.
    #[must_use]
    pub fn sums(&self) -> &Sums {
        &self.sums
    }

    /// Returns the pieces of a file, each made when it is asked for; nothing where there is no such file.
    #[must_use]
    pub fn pieces(&self, name: &str) -> Option<Pieces> {
        if name == pack_name((*self.held).as_ref()) {
            return Some(Box::new(pack::pieces(self.clone(), None)));
        }
        let (_, made) = files().find(|(other, _)| other == name)?;
        Some(pieces(&self.held, &self.sums.before(name), made))
    }
}

/// The pieces of a file.
pub type Pieces = Box<dyn Iterator<Item = io::Result<Vec<u8>>> + Send>;

fn pieces(held: &Held, sums: &Sums, made: Made) -> Pieces {
    match made {
        Made::Table(table, reader) => Box::new(table.csv(Arc::clone(held), reader)),
        Made::Lines => Box::new(texts::PARAGRAPHS.lines(Arc::clone(held))),
        Made::Text(make) => Box::new(iter::once(Ok(make((**held).as_ref(), sums).into_bytes()))),
    }
}
