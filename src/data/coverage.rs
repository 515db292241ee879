//! How far the texts reach, in the form that pages print.

use crate::archive::{self, Archive};

/// How far texts reach that are held: what a negative answer rests on.
pub(crate) struct PrintedCoverage {
    pub(crate) documents: usize,
    pub(crate) paragraphs: usize,
    pub(crate) records: usize,
    pub(crate) from: String,
    pub(crate) to: String,
}

impl PrintedCoverage {
    /// Returns how far the texts that are held reach.
    pub(crate) fn of(archive: &Archive) -> Self {
        Self::printed(archive.coverage())
    }

    /// Returns a coverage in the form printed.
    pub(crate) fn printed(coverage: archive::Coverage) -> Self {
        let archive::Coverage { documents, paragraphs, records, years } = coverage;
        let (from, to) = years.map(|(from, to)| (from.to_string(), to.to_string())).unwrap_or_default();
        Self { documents, paragraphs, records, from, to }
    }
}
