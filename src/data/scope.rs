//! What a negative answer rests on: the texts that were searched, why no more of them, and what was looked for.

use super::coverage::PrintedCoverage;
use crate::archive::Archive;
use crate::search::Results;

/// What a negative answer rests on.
pub(crate) struct SearchedScope {
    pub(crate) coverage: PrintedCoverage,
    /// Why not all texts were searched, if they were not.
    pub(crate) limit: Option<Limit>,
}

/// Why not all texts were searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    /// Something is chosen among the facets.
    Chosen,
    /// The query has fields.
    Fields,
}

impl SearchedScope {
    /// Returns what these results rest on, if nothing was found though something was looked for.
    pub(crate) fn of(archive: &Archive, results: &Results) -> Option<Self> {
        let searched = results.searched?;
        let is_chosen = results.facets.iter().flat_map(|facet| &facet.values).any(|value| value.selected);
        let limit = match (searched == archive.coverage(), is_chosen) {
            (true, _) => None,
            (false, true) => Some(Limit::Chosen),
            (false, false) => Some(Limit::Fields),
        };
        Some(Self { coverage: PrintedCoverage::printed(searched), limit })
    }

    /// Returns the years of the texts that were searched, in words.
    pub(crate) fn years(&self) -> String {
        let PrintedCoverage { from, to, .. } = &self.coverage;
        if from == to { from.clone() } else { format!("{from} to {to}") }
    }

    /// Returns it in a sentence, with what was looked for.
    pub(crate) fn sentence(&self, tried: &[String]) -> String {
        let PrintedCoverage { documents, paragraphs, records, .. } = &self.coverage;
        let among = match self.limit {
            None => "",
            Some(Limit::Chosen) => ", among what was chosen",
            Some(Limit::Fields) => ", among what the fields of the query ask for",
        };
        let mut sentence = match documents {
            0 => {
                let among = among.trim_start_matches(',');
                format!("No text was searched: none is held{among} (documents without text: {records}).")
            }
            _ => format!(
                "Not found in the texts that are held{among} (documents: {documents}, paragraphs: {paragraphs}, years: {}; documents without text: {records}).",
                self.years()
            ),
        };
        if !tried.is_empty() {
            sentence.push_str(&format!(" Looked for: {}.", tried.join("; ")));
        }
        sentence
    }
}
