//! What an answer was computed from: how many texts, of which days, in which state of the archive.

use serde::Serialize;
use utoipa::ToSchema;

use crate::archive::{Archive, AsOf};
use crate::corpus::ByDocument;
use crate::search::Among;

/// What an answer was computed from.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ScopeEntry {
    /// How many documents were searched: those whose text is held and that count here.
    pub(crate) documents: usize,
    /// How many paragraphs they have.
    pub(crate) paragraphs: usize,
    /// The date of the oldest of them.
    pub(crate) from: Option<String>,
    /// The date of the newest.
    pub(crate) to: Option<String>,
    /// How many words they have.
    pub(crate) words: u64,
    /// How many texts are held in all, press reports too, each once in all its languages.
    pub(crate) held: usize,
    /// How many of them were searched: fewer than `documents` where texts are held in several languages.
    pub(crate) searched: usize,
    /// How many texts are known and not held: nothing is said of them.
    pub(crate) not_held: usize,
    /// The state of the archive that it was computed in.
    pub(crate) release: String,
    /// The day by which the wording was published; nothing where nothing was.
    pub(crate) as_of: Option<String>,
    /// Texts that stood on that day and were withdrawn as a whole since: their words were not searched.
    pub(crate) withdrawn_since: Vec<String>,
}

/// The scopes of answers that an archive gives as a whole.
struct Whole {
    all: ScopeEntry,
    texts: ScopeEntry,
}

impl Whole {
    fn of(archive: &Archive) -> Self {
        let [all, texts] = [true, false].map(|press| {
            let among = Among { press, ..Among::default() };
            ScopeEntry::among(archive, &archive.index().counted(archive.corpus(), &among))
        });
        Self { all, texts }
    }
}

impl ScopeEntry {
    /// Returns the scope of an answer that the documents count for that `counted` has.
    pub(crate) fn of(as_of: &AsOf, counted: &ByDocument<bool>) -> Self {
        Self::among(&as_of.archive, counted).of_day(as_of)
    }

    /// Returns the scope of an answer that all texts count for, press reports too.
    pub(crate) fn of_all(archive: &Archive) -> Self {
        Self::whole(archive, true)
    }

    /// Returns the scope of an answer that all texts count for, press reports among them where `press` is set.
    pub(crate) fn whole(archive: &Archive, press: bool) -> Self {
        let whole = archive.derived(Whole::of);
        if press { whole.all.clone() } else { whole.texts.clone() }
    }

    /// Tells of which day the archive was.
    pub(crate) fn of_day(self, as_of: &AsOf) -> Self {
        let withdrawn_since = as_of.lost.iter().map(ToString::to_string).collect();
        Self { as_of: as_of.day.map(|day| day.to_string()), withdrawn_since, ..self }
    }

    fn among(archive: &Archive, counted: &ByDocument<bool>) -> Self {
        let corpus = archive.corpus();
        let searched = || counted.those().filter_map(|place| corpus.at(place));
        let held = || corpus.places().filter(|(_, document)| document.held());
        Self {
            documents: searched().count(),
            paragraphs: searched().map(|document| document.paragraphs.len()).sum(),
            from: searched().map(|document| document.date).min().map(|date| date.to_string()),
            to: searched().map(|document| document.date).max().map(|date| date.to_string()),
            words: archive.index().words_among(corpus, counted),
            held: corpus.works(held().map(|(place, _)| place)),
            searched: corpus.works(counted.those()),
            not_held: corpus.documents().len() - held().count(),
            release: archive.release().to_string(),
            as_of: archive.published_by().map(|day| day.to_string()),
            withdrawn_since: Vec::new(),
        }
    }
}
