//! What an answer rests on, as data and in words that can stand in a sentence.

use serde::Serialize;

use crate::archive::Archive;
use crate::corpus::{Document, Kind};
use crate::data::ScopeEntry;
use crate::wording::counted;

/// What an answer about all texts rests on: a negative is only as good as this.
#[derive(Debug, Clone, Serialize)]
pub(super) struct AnswerScope {
    #[serde(flatten)]
    entry: ScopeEntry,
    /// How many of the documents are press reports.
    press_reports: usize,
}

impl AnswerScope {
    /// Returns what an answer about all texts of an archive rests on.
    pub(super) fn of(archive: &Archive) -> Self {
        let press = |document: &&Document| document.held() && document.kind == Kind::PressReport;
        let press_reports = archive.corpus().documents().iter().filter(press).count();
        Self { entry: ScopeEntry::of_all(archive), press_reports }
    }

    /// Returns what nothing is said of, and how far the archive reaches, in a sentence.
    pub(super) fn reach(&self) -> String {
        let ScopeEntry { documents, from, to, not_held, release, .. } = &self.entry;
        let dates = from.as_ref().zip(to.as_ref()).map(|(from, to)| format!(" of {from} to {to}")).unwrap_or_default();
        format!(
            "The archive holds {}{dates} ({}, release {release}); of {} it knows without text nothing is said",
            counted(*documents, "text"),
            counted(self.press_reports, "press report"),
            counted(*not_held, "text"),
        )
    }
}
