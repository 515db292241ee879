//! What an answer rests on, as data and in words that can stand in a sentence.

use serde::Serialize;

use crate::archive::Archive;
use crate::corpus::Kind;
use crate::data::Coverage;
use crate::quotation;
use crate::wording::counted;

/// What an answer rests on: a negative is only as good as this.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Scope {
    /// How many documents hold their text.
    documents: usize,
    /// How many of those are press reports.
    press_reports: usize,
    paragraphs: usize,
    /// Of how many more there is only a description.
    not_held: usize,
    /// The dates of the oldest and the newest text.
    from: Option<String>,
    to: Option<String>,
    release: String,
}

impl Scope {
    /// Returns what an answer about all texts of an archive rests on.
    pub(super) fn of(archive: &Archive) -> Self {
        let corpus = archive.corpus();
        let quotation::Scope { documents, paragraphs, from, to, release, .. } = quotation::Scope::of(corpus);
        let press = |document: &&crate::corpus::Document| document.held() && document.kind == Kind::PressReport;
        Self {
            documents,
            press_reports: corpus.documents().iter().filter(press).count(),
            paragraphs,
            not_held: Coverage::of(archive).records,
            from: from.map(|date| date.to_string()),
            to: to.map(|date| date.to_string()),
            release: release.to_string(),
        }
    }

    /// Returns what nothing is said of, and how far the archive reaches, in a sentence.
    pub(super) fn reach(&self) -> String {
        let held = counted(self.documents, "text");
        let dates = self.from.as_ref().zip(self.to.as_ref()).map(|(from, to)| format!(" of {from} to {to}"));
        let dates = dates.unwrap_or_default();
        format!(
            "The archive holds {held}{dates} ({}, release {}); of {} it knows without text nothing is said",
            counted(self.press_reports, "press report"),
            self.release,
            counted(self.not_held, "text"),
        )
    }
}
