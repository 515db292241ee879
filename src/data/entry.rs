//! Documents, paragraphs and hits as data addresses answer with them; the terminal prints the same.
//!
//! Field names are a promise: they are added to and never changed. Offsets count Unicode code points, half open.

use std::ops::Range;

use serde::Serialize;
use utoipa::ToSchema;

use super::format::Format;
use super::links::{self, Links};
use super::provenance::{OfficialEntry, SourceEntry};
use super::rows::TableRow;
use super::translation::{OriginalEntry, TranslationEntry};
use crate::archive::Archive;
use crate::corpus::{Corpus, Date, Document, Paragraph, ParagraphId};
use crate::search::Hit;
use crate::wording::{CodePoints, code_points};

/// A date that no reader takes for a moment: as it is known, and the days that it may mean.
///
/// What is called `date` becomes a time stamp in some readers, where "2017-04" is the first of April.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Dated {
    /// The date as it is known: a day, a month or a year.
    pub(crate) dated: String,
    /// The first day that it may mean.
    pub(crate) dated_from: String,
    /// The last day that it may mean.
    pub(crate) dated_to: String,
    /// How much of it is known: `day`, `month` or `year`.
    pub(crate) precision: &'static str,
}

impl Dated {
    /// Returns a date as data.
    pub(crate) fn of(date: Date) -> Self {
        let (first, last) = date.days();
        let precision = match (date.month(), date.day()) {
            (_, Some(_)) => "day",
            (Some(_), None) => "month",
            (None, None) => "year",
        };
        let [dated_from, dated_to] = [first, last].map(|day| day.to_string());
        Self { dated: date.to_string(), dated_from, dated_to, precision }
    }

    /// Returns its cells.
    pub(crate) fn cells(&self) -> [String; 4] {
        [self.dated.clone(), self.dated_from.clone(), self.dated_to.clone(), self.precision.to_owned()]
    }
}

/// A document or record in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct DocumentEntry {
    pub(crate) id: String,
    pub(crate) path: String,
    pub(crate) url: String,
    pub(crate) title: String,
    pub(crate) short_title: Option<String>,
    pub(crate) date: String,
    #[serde(flatten)]
    pub(crate) dated: Dated,
    pub(crate) kind: &'static str,
    pub(crate) group: Option<&'static str>,
    pub(crate) forum: Option<String>,
    pub(crate) presidency: Option<String>,
    pub(crate) place: Option<String>,
    pub(crate) issuer: String,
    pub(crate) doi: Option<String>,
    pub(crate) language: String,
    pub(crate) topics: Vec<String>,
    /// Whether the text is held here.
    pub(crate) held: bool,
    pub(crate) paragraphs: usize,
    #[serde(rename = "abstract")]
    pub(crate) abstract_text: Option<String>,
}

impl DocumentEntry {
    /// Returns the entry of a document.
    pub(crate) fn of(links: &Links, document: &Document) -> Self {
        let path = links::document(&document.id, Format::Html);
        Self {
            id: document.id.to_string(),
            url: links.absolute(&path),
            path,
            title: document.title.clone(),
            short_title: document.short_title.clone(),
            date: document.date.to_string(),
            dated: Dated::of(document.date),
            kind: document.kind.id(),
            group: document.group.map(crate::corpus::Group::name),
            forum: document.forum.clone(),
            presidency: document.presidency.clone(),
            place: document.place.clone(),
            issuer: document.issuer.clone(),
            doi: document.doi.clone(),
            language: document.language.clone(),
            topics: document.topics.clone(),
            held: document.held(),
            paragraphs: document.paragraphs.len(),
            abstract_text: document.abstract_text.clone(),
        }
    }
}

impl TableRow for DocumentEntry {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "path",
        "url",
        "title",
        "short_title",
        "date",
        "kind",
        "group",
        "forum",
        "presidency",
        "place",
        "issuer",
        "language",
        "topics",
        "held",
        "paragraphs",
        "abstract",
        "dated",
        "dated_from",
        "dated_to",
        "precision",
        "doi",
    ];

    fn cells(&self) -> Vec<String> {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let mut cells = vec![
            self.id.clone(),
            self.path.clone(),
            self.url.clone(),
            self.title.clone(),
            text(&self.short_title),
            self.date.clone(),
            self.kind.to_owned(),
            self.group.unwrap_or_default().to_owned(),
            text(&self.forum),
            text(&self.presidency),
            text(&self.place),
            self.issuer.clone(),
            self.language.clone(),
            self.topics.join(" "),
            self.held.to_string(),
            self.paragraphs.to_string(),
            text(&self.abstract_text),
        ];
        cells.extend(self.dated.cells());
        cells.push(text(&self.doi));
        cells
    }
}

/// What a paragraph and a hit share.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ParagraphEntry {
    pub(crate) document: String,
    pub(crate) number: u32,
    pub(crate) printed: Option<String>,
    pub(crate) revision: u32,
    pub(crate) path: String,
    pub(crate) url: String,
    pub(crate) title: String,
    pub(crate) short_title: Option<String>,
    pub(crate) date: String,
    #[serde(flatten)]
    pub(crate) dated: Dated,
    pub(crate) kind: &'static str,
    pub(crate) issuer: String,
    pub(crate) forum: Option<String>,
    /// The instruments that the paragraph cites, by their ids, in the order of the text.
    pub(crate) mentions: Vec<String>,
    pub(crate) text: String,
}

impl ParagraphEntry {
    /// Returns the entry of a paragraph.
    pub(crate) fn of(links: &Links, corpus: &Corpus, document: &Document, paragraph: &Paragraph) -> Self {
        let mentions = corpus.vocabulary().mentioned(document.mentions_in(paragraph));
        let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
        let path = links::paragraph(&id, Format::Html);
        Self {
            document: document.id.to_string(),
            number: paragraph.number.get(),
            printed: paragraph.printed.as_deref().map(str::to_owned),
            revision: paragraph.revision.get(),
            url: links.absolute(&path),
            path,
            title: document.title.clone(),
            short_title: document.short_title.clone(),
            date: document.date.to_string(),
            dated: Dated::of(document.date),
            kind: document.kind.id(),
            issuer: document.issuer.clone(),
            forum: document.forum.clone(),
            mentions: mentions.into_iter().map(str::to_owned).collect(),
            text: paragraph.text.to_string(),
        }
    }
}

/// A paragraph that a search found; its text and spans are empty where its source does not allow to hand the words on.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct HitEntry {
    #[serde(flatten)]
    pub(crate) paragraph: ParagraphEntry,
    /// Comparable within one answer only.
    pub(crate) score: f32,
    pub(crate) spans: Vec<[usize; 2]>,
    pub(crate) fingerprint: String,
}

impl HitEntry {
    /// Returns the entry of a hit of this archive.
    pub(crate) fn of(links: &Links, archive: &Archive, hit: &Hit) -> Option<Self> {
        let (document, paragraph) = archive.corpus().paragraph_at(hit.place)?;
        let points = CodePoints::of(&paragraph.text);
        let pair = |span: &Range<usize>| {
            let points = points.range(span);
            [points.start, points.end]
        };
        let mut entry = ParagraphEntry::of(links, archive.corpus(), document, paragraph);
        let mut spans: Vec<[usize; 2]> = hit.spans.iter().map(pair).collect();
        // All hits of a search are a set that is handed on.
        if document.withheld() {
            entry.text.clear();
            spans.clear();
        }
        Some(Self { paragraph: entry, score: hit.score, spans, fingerprint: paragraph.fingerprint().to_string() })
    }
}

impl TableRow for HitEntry {
    const COLUMNS: &'static [&'static str] = &[
        "document",
        "number",
        "printed",
        "revision",
        "path",
        "url",
        "title",
        "date",
        "kind",
        "score",
        "text",
        "spans",
        "fingerprint",
        "dated",
        "dated_from",
        "dated_to",
        "precision",
        "short_title",
        "issuer",
        "forum",
        "mentions",
    ];

    fn cells(&self) -> Vec<String> {
        let spans: Vec<String> = self.spans.iter().map(|[start, end]| format!("{start}-{end}")).collect();
        let paragraph = &self.paragraph;
        let mut cells = vec![
            paragraph.document.clone(),
            paragraph.number.to_string(),
            paragraph.printed.clone().unwrap_or_default(),
            paragraph.revision.to_string(),
            paragraph.path.clone(),
            paragraph.url.clone(),
            paragraph.title.clone(),
            paragraph.date.clone(),
            paragraph.kind.to_owned(),
            self.score.to_string(),
            paragraph.text.clone(),
            spans.join(" "),
            self.fingerprint.clone(),
        ];
        cells.extend(paragraph.dated.cells());
        let short_title = paragraph.short_title.clone().unwrap_or_default();
        cells.extend([short_title, paragraph.issuer.clone(), paragraph.forum.clone().unwrap_or_default()]);
        cells.push(paragraph.mentions.join(" "));
        cells
    }
}

/// A paragraph on its own.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ParagraphAnswer {
    #[serde(flatten)]
    pub(crate) entry: ParagraphEntry,
    pub(crate) fingerprint: String,
    pub(crate) sha256: String,
    pub(crate) published: Option<String>,
    pub(crate) headings: Vec<String>,
    pub(crate) notes: Vec<NoteEntry>,
    pub(crate) corrections: Vec<CorrectionEntry>,
    pub(crate) rights: Option<String>,
    /// The paragraphs that say the same in other languages; told of a paragraph on its own.
    pub(crate) translations: Vec<TranslationEntry>,
}

/// An editor's note and the code point of the text that its mark stands at.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct NoteEntry {
    pub(crate) at: usize,
    pub(crate) text: String,
}

/// A deviation from the source: the code points put instead, and the source's words.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CorrectionEntry {
    pub(crate) inserted: [usize; 2],
    pub(crate) removed: String,
}

impl ParagraphAnswer {
    /// Returns everything there is to say about a paragraph.
    pub(crate) fn of(links: &Links, corpus: &Corpus, document: &Document, paragraph: &Paragraph) -> Self {
        let note = |note: &crate::corpus::Note| NoteEntry {
            at: code_points(&paragraph.text, &(0..note.at)).end,
            text: note.text.clone(),
        };
        let correction = |correction: &crate::corpus::Correction| CorrectionEntry {
            inserted: pair(&paragraph.text, &correction.inserted),
            removed: correction.removed.clone(),
        };
        Self {
            entry: ParagraphEntry::of(links, corpus, document, paragraph),
            fingerprint: paragraph.fingerprint().to_string(),
            sha256: paragraph.sha256().to_string(),
            published: paragraph.published.map(|day| day.to_string()),
            headings: document.headings_above(paragraph).into_iter().map(|heading| heading.text.clone()).collect(),
            notes: paragraph.notes().iter().map(note).collect(),
            corrections: paragraph.corrections().iter().map(correction).collect(),
            rights: document.source.as_ref().map(|source| source.rights.clone()),
            translations: Vec::new(),
        }
    }

    /// Adds the paragraphs that say the same in other languages.
    pub(crate) fn in_languages(self, corpus: &Corpus, id: &ParagraphId) -> Self {
        Self { translations: TranslationEntry::all(corpus, id), ..self }
    }
}

/// A document with its text, or a record.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct DocumentAnswer {
    #[serde(flatten)]
    pub(crate) entry: DocumentEntry,
    pub(crate) title_note: Option<String>,
    pub(crate) date_note: Option<String>,
    pub(crate) cites: Vec<String>,
    pub(crate) relations: Vec<RelationEntry>,
    pub(crate) official: Vec<OfficialEntry>,
    pub(crate) source: Option<SourceEntry>,
    pub(crate) rights: Option<String>,
    /// Of which text it is a translation.
    pub(crate) translation: Option<OriginalEntry>,
    pub(crate) text: Vec<ParagraphAnswer>,
    pub(crate) release: String,
}

/// A relation to another document, as it reads from this one.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct RelationEntry {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) target: String,
    pub(crate) path: String,
}

impl DocumentAnswer {
    /// Returns everything there is to say about a document.
    pub(crate) fn of(links: &Links, corpus: &Corpus, document: &Document) -> Self {
        Self {
            entry: DocumentEntry::of(links, document),
            title_note: document.title_note.clone(),
            date_note: document.date_note.clone(),
            cites: document.cites.clone(),
            relations: document
                .relations
                .iter()
                .map(|relation| RelationEntry {
                    kind: relation.kind.clone(),
                    target: relation.target.to_string(),
                    path: links::document(&relation.target, Format::Html),
                })
                .collect(),
            official: document.official.iter().map(OfficialEntry::of).collect(),
            source: document.source.as_deref().map(SourceEntry::of),
            translation: document.translation.as_deref().map(OriginalEntry::of),
            rights: document.source.as_ref().map(|source| source.rights.clone()),
            text: document.paragraphs.iter().map(|it| ParagraphAnswer::of(links, corpus, document, it)).collect(),
            release: corpus.release().to_string(),
        }
    }
}

/// Returns a byte range of `text` as a pair of code points.
pub(crate) fn pair(text: &str, range: &Range<usize>) -> [usize; 2] {
    let points = code_points(text, range);
    [points.start, points.end]
}
