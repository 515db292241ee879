//! The archive as it had been published by a day: rebuilt from the present one, indexed like it, and kept for a while.
//!
//! Whatever is asked of it is answered by the code that answers for today, so that the two cannot differ.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Archive, Error};
use crate::corpus::{Date, DocumentId, Past};
use crate::search::Index;

/// So many days are kept: each is an archive of its own in memory.
const KEPT: usize = 2;

/// An archive as it had been published by a day.
#[derive(Debug, Clone)]
pub struct AsOf {
    /// The archive.
    pub archive: Arc<Archive>,
    /// The day by which it was published; nothing where nothing was.
    pub day: Option<Date>,
    /// Texts that stood then and of which only the words are kept: they are not in it.
    pub lost: Arc<[DocumentId]>,
}

/// Why there is no archive of a day: it is before the first publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotYet {
    /// The day of the first publication.
    #[error("nothing had been published by that day; the first publication was on {0}")]
    Before(Date),
    /// Nothing was ever published.
    #[error("nothing of this archive was ever published, so there is no earlier state of it")]
    Never,
}

/// What the ledger says of days.
struct Days {
    all: BTreeSet<Date>,
    /// Whether all that stands now was published, so that the newest day is the present.
    is_whole: bool,
}

/// The days that were asked for last, the latest last.
#[derive(Default)]
struct Rebuilt(Mutex<Vec<(Date, AsOf)>>);

impl Days {
    fn of(archive: &Archive) -> Self {
        let corpus = archive.corpus();
        let all = corpus.ledger().rows().map(|row| row.published).collect();
        Self { all, is_whole: corpus.is_published() }
    }
}

impl Archive {
    /// Returns the archive as it is, with the day of its newest publication.
    #[must_use]
    pub fn at_present(self: &Arc<Self>) -> AsOf {
        AsOf { archive: Arc::clone(self), day: self.published_by(), lost: Arc::default() }
    }

    /// Returns the day of the newest publication; nothing where nothing was ever published.
    #[must_use]
    pub fn published_by(&self) -> Option<Date> {
        self.derived(Days::of).all.last().copied()
    }

    /// Returns the archive as it had been published by the end of a day.
    ///
    /// Rebuilding one takes as long as indexing the corpus; one is rebuilt at a time.
    ///
    /// # Errors
    ///
    /// When nothing had been published by then, or the index cannot be made.
    pub fn as_of(self: &Arc<Self>, day: Date) -> Result<Result<AsOf, NotYet>, Error> {
        let days = self.derived(Days::of);
        let Some(&first) = days.all.first() else { return Ok(Err(NotYet::Never)) };
        let Some(&newest) = days.all.range(..=day).next_back() else { return Ok(Err(NotYet::Before(first))) };
        if days.is_whole && Some(&newest) == days.all.last() {
            return Ok(Ok(AsOf { day: Some(day), ..self.at_present() }));
        }
        let rebuilt = self.derived(|_| Rebuilt::default());
        let mut kept = rebuilt.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept.iter().position(|(other, _)| *other == newest).map(|at| kept.remove(at).1);
        let found = match known {
            Some(found) => found,
            None => {
                let Past { corpus, lost } = self.corpus.as_of(newest);
                let index = Index::build(&corpus)?;
                AsOf { archive: Arc::new(Self::whole(corpus, index)), day: None, lost: lost.into() }
            }
        };
        kept.push((newest, found.clone()));
        let over = kept.len().saturating_sub(KEPT);
        kept.drain(..over);
        Ok(Ok(AsOf { day: Some(day), ..found }))
    }
}
