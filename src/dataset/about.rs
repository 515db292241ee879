//! What the dataset is called, what is said of it, and what it is made of.

use std::io;
use std::sync::Arc;

use crate::corpus::{Corpus, Date};

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
pub(super) const NDJSON: &str = "paragraphs.ndjson";

/// Whoever holds the corpus that a dataset is of.
pub type Held = Arc<dyn AsRef<Corpus> + Send + Sync>;

/// The pieces of a file.
pub type Pieces = Box<dyn Iterator<Item = io::Result<Vec<u8>>> + Send>;

/// Returns the name of the file that holds all others.
#[must_use]
pub fn pack_name(corpus: &Corpus) -> String {
    format!("{}.zip", folder(corpus))
}

/// Returns what a folder with the dataset is called.
pub(super) fn folder(corpus: &Corpus) -> String {
    format!("g7cyber-{}", corpus.release())
}

/// Returns the version by <https://semver.org>: the day of the newest publication, and the release.
#[must_use]
pub fn version(corpus: &Corpus) -> String {
    let day = newest(corpus).map_or_else(|| "0.0.0".to_owned(), numbered);
    format!("{day}+{}", corpus.release())
}

/// Writes a day as the three numbers of a version, which begin with no zero.
fn numbered(day: Date) -> String {
    let day = day.to_string();
    day.split('-').map(|part| part.trim_start_matches('0')).collect::<Vec<_>>().join(".")
}

/// Returns the day of the newest publication.
pub(super) fn newest(corpus: &Corpus) -> Option<Date> {
    corpus.ledger().rows().map(|row| row.published).max()
}

/// Returns the first and the last day that the documents may be of.
#[must_use]
pub fn coverage(corpus: &Corpus) -> Option<String> {
    let days = || corpus.documents().iter().map(|document| document.date.days());
    let (first, last) = (days().map(|(first, _)| first).min()?, days().map(|(_, last)| last).max()?);
    Some(format!("{first}/{last}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_one_figure_make_a_version_too() {
        let version = |day: &str| numbered(day.parse().unwrap());
        assert_eq!(["2026-12-01", "2027-01-10", "2027-10-20"].map(version), ["2026.12.1", "2027.1.10", "2027.10.20"]);
    }
}
