//! How other texts word the phrase that is asked for: what a search of its words as they are cannot find.
//!
//! Offered below the hits and never counted among them, each with the paragraph that it is from.

use crate::archive::Archive;
use crate::comparison::{FEWEST, MOST, Wording, family, formula_words};
use crate::corpus::{ParagraphId, ParagraphPlace};
use crate::data::{Format, Search, links};
use crate::search::{Hit, OneTerm};
use crate::wording::counted;

/// So many paragraphs are read for it: the search itself is not to wait long.
const READ: usize = 200;

/// So many wordings are offered.
const OFFERED: usize = 4;

/// The wordings of a phrase in other texts.
pub(super) struct Reworded {
    pub(super) lines: Vec<RewordedRow>,
    /// The address of all of them with their family.
    pub(super) all: String,
}

/// One of them.
pub(super) struct RewordedRow {
    pub(super) words: String,
    /// The address of a search for it.
    pub(super) path: String,
    /// In how many texts of which years it is.
    pub(super) texts: String,
    /// The first paragraph that has it: its own address, or that of its comparison with the first hit.
    pub(super) evidence: String,
    pub(super) is_compared: bool,
}

impl Reworded {
    /// Returns how other texts word what a search asks for; nothing where it is no phrase of the length of a formula, or
    /// something is chosen.
    pub(super) fn of(archive: &Archive, search: &Search, hits: &[Hit]) -> Option<Self> {
        // Words without quotation marks are looked for wherever they stand, and are no phrase.
        let is_phrase = search.query.trim_start().starts_with(['"', '“', '„', '«']);
        let is_whole = search.page == 1 && search.chosen().is_empty();
        let phrase = OneTerm::read(&search.query).ok().filter(|_| is_phrase && is_whole)?.words()?;
        if !(FEWEST..=MOST).contains(&formula_words(archive, &phrase)) {
            return None;
        }
        let hit = hits.first().and_then(|hit| paragraph(archive, hit.place));
        let family = family(archive, &phrase, false, READ);
        let mut others: Vec<&Wording> = family.wordings.iter().filter(|wording| !wording.is_asked).collect();
        others.sort_by_key(|wording| usize::MAX - wording.texts().len());
        let lines: Vec<RewordedRow> =
            others.into_iter().take(OFFERED).filter_map(|it| line(archive, it, hit.as_ref())).collect();
        (!lines.is_empty()).then(|| Self { lines, all: links::formula(search.query.trim(), Format::Html) })
    }
}

fn line(archive: &Archive, wording: &Wording, hit: Option<&ParagraphId>) -> Option<RewordedRow> {
    let (first, last) = wording.dates()?;
    let years = if first.year() == last.year() {
        first.year().to_string()
    } else {
        format!("{} to {}", first.year(), last.year())
    };
    let first = wording.uses.first()?;
    let own = paragraph(archive, first.place)?;
    let compared = hit.map(|hit| links::compare(&[&hit.to_string(), &own.to_string()], Format::Html));
    Some(RewordedRow {
        words: wording.text.clone(),
        path: Search::of(&format!("\"{}\"", wording.text.replace('"', " "))).address(Format::Html),
        texts: format!("{}, {years}", counted(wording.texts().len(), "text")),
        is_compared: compared.is_some(),
        evidence: compared.unwrap_or_else(|| links::paragraph(&own, Format::Html)),
    })
}

fn paragraph(archive: &Archive, place: ParagraphPlace) -> Option<ParagraphId> {
    let (document, paragraph) = archive.corpus().paragraph_at(place)?;
    Some(ParagraphId { document: document.id.clone(), number: paragraph.number })
}
