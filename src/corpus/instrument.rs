//! Instruments: treaties, reports, resolutions, bodies, processes, norms and other texts that texts cite.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::kind::choose;
use super::{Date, DocumentId, NotAChoice, ParagraphId};

/// Something that texts cite by a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instrument {
    /// The id in files, addresses and data.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Other names that texts use.
    pub aliases: Vec<String>,
    /// Its names in other languages, each with the language as a BCP 47 tag.
    pub names: Vec<(String, String)>,
    /// The symbols of its documents, such as `A/70/174`; they are names, too.
    pub symbols: Vec<String>,
    /// What sort of thing it is, where somebody said so.
    pub kind: Option<InstrumentKind>,
    /// When it was adopted, signed or set up, as exactly as is known.
    pub adopted: Option<Date>,
    /// Ids of the instruments that it is a part of: their names inside its own count, too.
    pub part_of: Vec<String>,
    /// The text or record of this archive that it is.
    pub document: Option<DocumentId>,
    /// Whether its names count only with their capitals.
    pub capitals: bool,
    /// An official address, where one is known.
    pub address: Option<String>,
}

impl Instrument {
    /// Returns everything that it is called, its name first.
    pub fn called(&self) -> impl Iterator<Item = &str> {
        let others = self.aliases.iter().chain(self.names.iter().map(|(_, name)| name)).chain(&self.symbols);
        std::iter::once(&self.name).chain(others).map(String::as_str)
    }
}

/// What sort of thing an instrument is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is what its name says")]
pub enum InstrumentKind {
    Treaty,
    Report,
    Resolution,
    Body,
    Process,
    Norm,
    Text,
}

impl InstrumentKind {
    /// Every kind.
    pub const ALL: [Self; 7] =
        [Self::Treaty, Self::Report, Self::Resolution, Self::Body, Self::Process, Self::Norm, Self::Text];

    /// Returns the word for it in files and data, and on pages.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Treaty => "treaty",
            Self::Report => "report",
            Self::Resolution => "resolution",
            Self::Body => "body",
            Self::Process => "process",
            Self::Norm => "norm",
            Self::Text => "text",
        }
    }
}

impl FromStr for InstrumentKind {
    type Err = NotAChoice;

    fn from_str(text: &str) -> Result<Self, NotAChoice> {
        choose(text, "kind of instrument", &Self::ALL, Self::id)
    }
}

impl fmt::Display for InstrumentKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.id())
    }
}

/// What a person recorded about one paragraph, because no name tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Citation {
    pub(super) paragraph: ParagraphId,
    /// The words of the paragraph that it is about.
    pub(super) words: String,
    /// The id of the instrument; nothing where no instrument at all is meant.
    pub(super) instrument: Option<String>,
    /// Whether the words cite the instrument, or only look as if they did.
    pub(super) cites: bool,
}
