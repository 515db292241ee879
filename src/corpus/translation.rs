//! Texts in several languages: which document is a translation of which, and which paragraphs say the same.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::place::{ByDocument, DocumentPlace, placed};
use super::{Alignment, Corpus, Document, DocumentId, Number, ParagraphId};

/// What a document says about the text that it is in another language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Translation {
    /// The text of which it is a translation.
    pub of: DocumentId,
    /// Whether its own wording is authentic; nothing where that is not known.
    pub authentic: Option<Authentic>,
    /// Who translated it.
    pub translator: Option<String>,
}

/// Whether the wording of a translation binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Authentic {
    /// It is the authentic text, though it is written down as the translation.
    Yes,
    /// It is not; the other text is.
    No,
    /// Both are.
    Equal,
}

impl Authentic {
    /// Returns its name in data.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Equal => "equal",
        }
    }
}

/// A value that is no statement about authenticity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAuthentic(String);

impl FromStr for Authentic {
    type Err = NotAuthentic;

    fn from_str(text: &str) -> Result<Self, NotAuthentic> {
        match text {
            "true" => Ok(Self::Yes),
            "false" => Ok(Self::No),
            "equal" => Ok(Self::Equal),
            other => Err(NotAuthentic(other.to_owned())),
        }
    }
}

impl fmt::Display for NotAuthentic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "`{}` does not say whether the text is authentic: write `true`, `false` or `\"equal\"`",
            self.0
        )
    }
}

impl std::error::Error for NotAuthentic {}

/// A row of an alignment, seen from one of its texts: paragraphs of that text, and those of the other that say the same.
pub type AlignedRow = (Vec<Number>, Vec<Number>);

impl Corpus {
    /// Returns the place of the text that a document is in some language: its own, or that of what it translates.
    ///
    /// Documents with the same one are one text.
    #[must_use]
    pub fn work(&self, place: DocumentPlace) -> DocumentPlace {
        let of = self.at(place).and_then(|document| document.translation.as_ref());
        of.and_then(|translation| self.position(&translation.of)).unwrap_or(place)
    }

    /// Returns the place of the document that stands for the text of another among those that count: the text itself, else
    /// the first of its translations that counts.
    #[must_use]
    pub fn text_of(&self, place: DocumentPlace, counted: &ByDocument<bool>) -> DocumentPlace {
        if self.translations.is_empty() {
            return place;
        }
        let work = self.work(place);
        if work == place || counted.has(work) {
            return work;
        }
        let of = self.at(work).and_then(|document| self.translations.get(&document.id));
        of.and_then(|translations| translations.iter().copied().find(|place| counted.has(*place))).unwrap_or(place)
    }

    /// Returns how many texts some documents are, given by their places: a text counts once in all its languages.
    pub fn works(&self, places: impl Iterator<Item = DocumentPlace>) -> usize {
        if self.translations.is_empty() {
            return places.count();
        }
        places.map(|place| self.work(place)).collect::<HashSet<_>>().len()
    }

    /// Returns a text in all its languages, the authentic one first, then by language; nothing but the text itself where
    /// it is in one.
    #[must_use]
    pub fn languages_of(&self, id: &DocumentId) -> Vec<&Document> {
        let Some(place) = self.position(id) else { return Vec::new() };
        let work = self.work(place);
        let Some(original) = self.at(work) else { return Vec::new() };
        let mut all: Vec<&Document> = self.translated(&original.id).collect();
        all.push(original);
        let authentic = self.authentic(id).map(|document| document.id.clone());
        all.sort_by_key(|document| {
            (authentic.as_ref() != Some(&document.id), document.language.as_str(), document.id.as_str())
        });
        all
    }

    /// Returns the text of a document whose wording is authentic: the document if it says so of itself, else another
    /// translation that does, else what all of them translate.
    #[must_use]
    pub fn authentic(&self, id: &DocumentId) -> Option<&Document> {
        let own = self.document(id)?;
        let root = self.at(self.work(self.position(id)?))?;
        let says_so = |document: &&Document| {
            document.translation.as_ref().is_some_and(|translation| translation.authentic == Some(Authentic::Yes))
        };
        Some(std::iter::once(own).chain(self.translated(&root.id)).find(says_so).unwrap_or(root))
    }

    /// Returns the documents that are written down as translations of a text.
    fn translated(&self, of: &DocumentId) -> impl Iterator<Item = &Document> {
        let translations = self.translations.get(of).map_or(&[][..], Vec::as_slice);
        translations.iter().filter_map(|place| self.at(*place))
    }

    /// Returns which paragraphs of two texts say the same, in the order of the first; nothing where nobody has aligned
    /// them, with each other or with the text that both translate.
    #[must_use]
    pub fn aligned(&self, a: &DocumentId, b: &DocumentId) -> Option<Vec<AlignedRow>> {
        let rows = self.directly_aligned(a, b).or_else(|| {
            let root = &self.at(self.work(self.position(a)?))?.id;
            Some(joined(&self.directly_aligned(a, root)?, &self.directly_aligned(root, b)?))
        })?;
        let stands = |document: &DocumentId, numbers: Vec<Number>| -> Vec<Number> {
            let document = self.document(document);
            numbers.into_iter().filter(|it| document.is_some_and(|its| its.paragraph(*it).is_some())).collect()
        };
        let rows = rows.into_iter().map(|(own, other)| (stands(a, own), stands(b, other)));
        Some(rows.filter(|(own, other)| !own.is_empty() || !other.is_empty()).collect())
    }

    /// Returns the paragraphs of another document that say what a paragraph says.
    #[must_use]
    pub fn counterparts(&self, id: &ParagraphId, other: &DocumentId) -> Vec<ParagraphId> {
        let rows = self.aligned(&id.document, other).unwrap_or_default();
        let numbers = rows.into_iter().filter(|(own, _)| own.contains(&id.number)).flat_map(|(_, others)| others);
        numbers.map(|number| ParagraphId { document: other.clone(), number }).collect()
    }

    /// Returns the paragraph of the authentic text that a paragraph of a translation was aligned with, the first where
    /// there are several.
    #[must_use]
    pub fn translation_of(&self, id: &ParagraphId) -> Option<ParagraphId> {
        let authentic = self.authentic(&id.document).filter(|authentic| authentic.id != id.document)?;
        self.counterparts(id, &authentic.id).into_iter().next()
    }

    fn directly_aligned(&self, a: &DocumentId, b: &DocumentId) -> Option<Vec<AlignedRow>> {
        let rows = |alignment: &Alignment| alignment.rows.iter().map(|row| (row.a.clone(), row.b.clone())).collect();
        let turned = |alignment: &Alignment| alignment.rows.iter().map(|row| (row.b.clone(), row.a.clone())).collect();
        let of = |a: &DocumentId, b: &DocumentId| self.alignments.iter().find(|known| known.a == *a && known.b == *b);
        of(a, b).map(rows).or_else(|| of(b, a).map(turned))
    }
}

/// Returns the places of the translations of every text that has one.
pub(super) fn by_text(documents: &[Document]) -> HashMap<DocumentId, Vec<DocumentPlace>> {
    let mut by_text: HashMap<DocumentId, Vec<DocumentPlace>> = HashMap::new();
    for (place, document) in placed(documents) {
        if let Some(translation) = &document.translation {
            by_text.entry(translation.of.clone()).or_default().push(place);
        }
    }
    by_text
}

/// Joins two alignments with one text between them: what is in one row of either is in one row.
fn joined(first: &[AlignedRow], second: &[AlignedRow]) -> Vec<AlignedRow> {
    let mut rows: Vec<AlignedRow> = Vec::new();
    let (mut left, mut right) = (first.iter().peekable(), second.iter().peekable());
    loop {
        if let Some((own, _)) = left.next_if(|(_, between)| between.is_empty()) {
            rows.push((own.clone(), Vec::new()));
            continue;
        }
        if let Some((_, other)) = right.next_if(|(between, _)| between.is_empty()) {
            rows.push((Vec::new(), other.clone()));
            continue;
        }
        let (mut own, mut other) = (Vec::new(), Vec::new());
        // How many paragraphs of the text between either side has reached.
        let (mut by_left, mut by_right) = (0, 0);
        loop {
            if by_left <= by_right {
                let Some((numbers, between)) = left.next() else { break };
                own.extend(numbers);
                by_left += between.len();
            } else {
                let Some((between, numbers)) = right.next() else { break };
                other.extend(numbers);
                by_right += between.len();
            }
            if by_left == by_right {
                break;
            }
        }
        if own.is_empty() && other.is_empty() {
            return rows;
        }
        rows.push((own, other));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(written: &str) -> Vec<AlignedRow> {
        let numbers = |cell: &str| cell.split_whitespace().map(|it| it.parse().expect("a number")).collect();
        let row = |row: &str| row.split_once('=').map(|(a, b)| (numbers(a), numbers(b)));
        written.split(',').filter_map(row).collect()
    }

    #[track_caller]
    fn check(first: &str, second: &str, expected: &str) {
        assert_eq!(joined(&rows(first), &rows(second)), rows(expected));
    }

    #[test]
    fn two_translations_are_aligned_through_their_text() {
        check("1=1,2=2", "1=1,2=2", "1=1,2=2");
        check("1=1 2,2=3", "1=1,2=2,3=3", "1=1 2,2=3");
        check("1=1,2=2,3=3", "1=1,2 3=2", "1=1,2 3=2");
        check("1=1 2,2=3", "1=1,2 3=2", "1 2=1 2");
        check("1=,2=1", "=1,1=2", "1=,=1,2=2");
    }
}
