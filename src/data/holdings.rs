//! What the archive holds and what it only knows of, in words that can stand in a sentence.

use std::sync::Arc;

use crate::archive::Archive;
use crate::corpus::{Corpus, Document, Kind};

/// What the archive holds: texts of the group, press reports about them, and records of texts that are not held.
pub(crate) struct Holdings {
    /// Texts of the group that are held.
    pub(crate) texts: Holding,
    /// Press reports that are held.
    pub(crate) press: Holding,
    /// Texts that are known and not held.
    pub(crate) records: Holding,
    /// Whether every text of the group that is held is a report.
    only_reports: bool,
}

/// Some of the documents: how many, and of which years.
#[derive(Default)]
pub(crate) struct Holding {
    pub(crate) count: usize,
    years: Option<(i16, i16)>,
}

impl Holding {
    fn take(&mut self, document: &Document) {
        self.count += 1;
        let year = document.date.year();
        let (from, to) = self.years.unwrap_or((year, year));
        self.years = Some((from.min(year), to.max(year)));
    }

    /// Returns the years, such as `2018` or `1997–2026`; nothing where there is no document.
    pub(crate) fn years(&self) -> String {
        match self.years {
            None => String::new(),
            Some((from, to)) if from == to => from.to_string(),
            Some((from, to)) => format!("{from}–{to}"),
        }
    }
}

impl Holdings {
    /// Returns what an archive holds, counted once for each archive.
    pub(crate) fn derived(archive: &Archive) -> Arc<Self> {
        archive.derived(|archive| Self::of(archive.corpus()))
    }

    fn of(corpus: &Corpus) -> Self {
        let mut holdings = Self {
            texts: Holding::default(),
            press: Holding::default(),
            records: Holding::default(),
            only_reports: true,
        };
        for document in corpus.documents() {
            match (document.held(), document.kind) {
                (false, _) => holdings.records.take(document),
                (true, Kind::PressReport) => holdings.press.take(document),
                (true, kind) => {
                    holdings.only_reports &= matches!(kind, Kind::Report | Kind::ChairsReport);
                    holdings.texts.take(document);
                }
            }
        }
        holdings
    }

    /// Returns what the texts of the group are, such as `G7 report` or `G7 texts`.
    pub(crate) fn texts_name(&self) -> String {
        let noun = if self.only_reports { "report" } else { "text" };
        format!("G7 {noun}{}", if self.texts.count == 1 { "" } else { "s" })
    }

    /// Returns how much is searched: `1 G7 report and 1 press report`.
    pub(crate) fn searched(&self) -> String {
        let press = format!("{} press report{}", self.press.count, if self.press.count == 1 { "" } else { "s" });
        let texts = format!("{} {}", self.texts.count, self.texts_name());
        match (self.texts.count, self.press.count) {
            (0, 0) => "no text".to_owned(),
            (_, 0) => texts,
            (0, _) => press,
            _ => format!("{texts} and {press}"),
        }
    }

    /// Returns what is not: `66 texts are known and not held`; nothing where all are held.
    pub(crate) fn not_held(&self) -> Option<String> {
        let count = self.records.count;
        let (noun, verb) = if count == 1 { ("text", "is") } else { ("texts", "are") };
        (count > 0).then(|| format!("{count} {noun} {verb} known and not held"))
    }
}
