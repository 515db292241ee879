//! Instruments as data: who cites each, where and when.
//!
//! Press reports are not the G7's words: they stand in every list, labelled, and in no count but their own, unless they
//! are asked for.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use utoipa::ToSchema;

use super::entry::Dated;
use super::extent::ScopeEntry;
use super::format::Format;
use super::links::{self, Links};
use super::query_string::QueryString;
use super::rows::TableRow;
use crate::archive::Archive;
use crate::corpus::{
    Corpus, Date, Document, DocumentPlace, Instrument, InstrumentKind, Kind, Mention, MentionBasis, Paragraph,
    ParagraphId, ParagraphPlace,
};
use crate::wording::CodePoints;

/// Which texts count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counted {
    /// The texts of the group.
    Texts,
    /// Press reports, too.
    PressToo,
}

impl Counted {
    /// Reads what an address asks for: `press=1` is press reports, too.
    pub(crate) fn of(query: &QueryString) -> Self {
        if query.one("press") == Some("1") { Self::PressToo } else { Self::Texts }
    }

    /// Returns what counts are made from.
    pub(crate) fn scope(self, archive: &Archive) -> ScopeEntry {
        ScopeEntry::whole(archive, self == Self::PressToo)
    }
}

/// Where every instrument is cited: derived once for each archive.
pub(crate) struct Citations {
    by_instrument: Vec<InstrumentCitations>,
    /// How many paragraphs cite anything, each counted once for every instrument.
    pub(crate) total: usize,
}

/// Where one instrument is cited.
#[derive(Default)]
pub(crate) struct InstrumentCitations {
    /// The paragraphs: those of texts, then those of press reports, each oldest document first.
    pub(crate) paragraphs: Vec<ParagraphPlace>,
    /// The documents that they are in, each with how many of them, in the same order.
    pub(crate) documents: Vec<(DocumentPlace, u32)>,
    /// What is cited by the same paragraphs, by its place in the vocabulary, with how many of texts and how many of
    /// press reports.
    together: BTreeMap<usize, [u32; 2]>,
    /// The records that list it, whose texts are not held, oldest first.
    pub(crate) records: Vec<DocumentPlace>,
    texts: Tally,
    press: Tally,
    all: Tally,
}

/// How often an instrument is cited, and when.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) texts: usize,
    pub(crate) paragraphs: usize,
    /// The documents that may be the first, and the last: several where dates are not exact.
    pub(crate) first: Vec<DocumentPlace>,
    pub(crate) last: Vec<DocumentPlace>,
}

impl Citations {
    /// Returns where all instruments of an archive are cited.
    pub(crate) fn derived(archive: &Archive) -> Arc<Self> {
        archive.derived(|archive| Self::of(archive.corpus()))
    }

    fn of(corpus: &Corpus) -> Self {
        let instruments = &corpus.vocabulary().instruments;
        let mut by_instrument: Vec<InstrumentCitations> =
            instruments.iter().map(|_| InstrumentCitations::default()).collect();
        let ids = instruments.iter().zip(0..).map(|(it, place)| (it.id.as_str(), place));
        let ids: BTreeMap<&str, usize> = ids.collect();
        let press = |document: &Document| document.kind == Kind::PressReport;
        let texts = corpus.places().filter(|(_, it)| !press(it));
        let reports = corpus.places().filter(|(_, it)| press(it));
        for (place, document) in texts.chain(reports) {
            for (paragraph, cited) in each_paragraph(document) {
                for instrument in &cited {
                    let Some(own) = by_instrument.get_mut(*instrument) else { continue };
                    own.paragraphs.push(ParagraphPlace { document: place, paragraph });
                    match own.documents.last_mut().filter(|(last, _)| *last == place) {
                        Some((_, count)) => *count += 1,
                        None => own.documents.push((place, 1)),
                    }
                    for other in cited.iter().filter(|other| *other != instrument) {
                        let counts = own.together.entry(*other).or_default();
                        if let Some(count) = counts.get_mut(usize::from(press(document))) {
                            *count += 1;
                        }
                    }
                }
            }
            for id in document.cites.iter().filter(|_| !document.held()) {
                if let Some(cited) = ids.get(id.as_str()).and_then(|place| by_instrument.get_mut(*place)) {
                    cited.records.push(place);
                }
            }
        }
        for cited in &mut by_instrument {
            cited.texts = cited.tally(corpus, |document| !press(document));
            cited.press = cited.tally(corpus, press);
            cited.all = cited.tally(corpus, |_| true);
        }
        let total = by_instrument.iter().map(|cited| cited.paragraphs.len()).sum();
        Self { by_instrument, total }
    }

    /// Returns where the instrument in this place of the vocabulary is cited.
    pub(crate) fn at(&self, place: usize) -> Option<&InstrumentCitations> {
        self.by_instrument.get(place)
    }
}

/// Returns the places of the paragraphs of a document that cite anything, each with the instruments it cites in the order
/// of the text, each once.
pub(crate) fn each_paragraph(document: &Document) -> impl Iterator<Item = (usize, Vec<usize>)> {
    document.mentions.chunk_by(|one, other| one.paragraph() == other.paragraph()).map(|mentions| {
        let mut cited = Vec::new();
        for instrument in mentions.iter().map(Mention::instrument) {
            if !cited.contains(&instrument) {
                cited.push(instrument);
            }
        }
        (mentions.first().map_or(0, Mention::paragraph), cited)
    })
}

impl InstrumentCitations {
    /// Returns how often it is cited by what counts.
    pub(crate) fn counted(&self, counted: Counted) -> &Tally {
        match counted {
            Counted::Texts => &self.texts,
            Counted::PressToo => &self.all,
        }
    }

    /// Returns how often press reports cite it.
    pub(crate) fn press(&self) -> &Tally {
        &self.press
    }

    /// Returns what is cited by the same paragraphs, by its place in the vocabulary, with how many paragraphs: those first
    /// that are most.
    pub(crate) fn together(&self, counted: Counted) -> Vec<(usize, usize)> {
        let count = |counts: &[u32; 2]| match (counted, counts) {
            (Counted::Texts, [texts, _]) => *texts as usize,
            (Counted::PressToo, [texts, press]) => *texts as usize + *press as usize,
        };
        let together = self.together.iter().map(|(instrument, counts)| (*instrument, count(counts)));
        let mut together: Vec<(usize, usize)> = together.filter(|(_, count)| *count > 0).collect();
        together.sort_by_key(|(instrument, count)| (usize::MAX - count, *instrument));
        together
    }

    fn tally(&self, corpus: &Corpus, counts: impl Fn(&Document) -> bool) -> Tally {
        let documents = self.documents.iter();
        let documents = documents.filter_map(|(place, count)| Some((*place, *count, corpus.at(*place)?)));
        let mut documents: Vec<(DocumentPlace, u32, &Document)> = documents.filter(|(_, _, it)| counts(it)).collect();
        documents.sort_by_key(|(place, ..)| *place);
        // One of several may be the first where none of them is over before it begins.
        let ends = documents.iter().map(|(_, _, document)| document.date.days().1).min();
        let begins = documents.iter().map(|(_, _, document)| document.date.days().0).max();
        let first = documents.iter().filter(|(_, _, document)| Some(document.date.days().0) <= ends);
        let last = documents.iter().filter(|(_, _, document)| Some(document.date.days().1) >= begins);
        Tally {
            texts: corpus.works(documents.iter().map(|(place, ..)| *place)),
            paragraphs: documents.iter().map(|(_, count, _)| *count as usize).sum(),
            first: first.map(|(place, ..)| *place).collect(),
            last: last.map(|(place, ..)| *place).collect(),
        }
    }
}

/// Returns the dates of documents as they are known, each once, several joined by `or`.
pub(crate) fn dates(corpus: &Corpus, places: &[DocumentPlace], written: impl Fn(Date) -> String) -> Option<String> {
    let mut dates: Vec<String> = Vec::new();
    for document in places.iter().filter_map(|place| corpus.at(*place)) {
        let date = written(document.date);
        if !dates.contains(&date) {
            dates.push(date);
        }
    }
    (!dates.is_empty()).then(|| dates.join(" or "))
}

/// An instrument in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct InstrumentEntry {
    pub(crate) id: String,
    pub(crate) path: String,
    pub(crate) url: String,
    pub(crate) name: String,
    pub(crate) aliases: Vec<String>,
    /// Its names in other languages, by language.
    pub(crate) names: BTreeMap<String, Vec<String>>,
    pub(crate) symbols: Vec<String>,
    /// `treaty`, `report`, `resolution`, `body`, `process`, `norm` or `text`.
    pub(crate) kind: Option<&'static str>,
    pub(crate) adopted: Option<String>,
    pub(crate) part_of: Vec<String>,
    /// The document or record of this archive that it is.
    pub(crate) document: Option<String>,
    /// An official address. The archive has not checked it.
    pub(crate) address: Option<String>,
    /// How many texts that are held cite it; no press reports unless they are asked for.
    pub(crate) texts: usize,
    /// How many of their paragraphs do.
    pub(crate) paragraphs: usize,
    /// The date of the first of them; several, joined by `or`, where dates are not exact enough to tell.
    pub(crate) first: Option<String>,
    /// The date of the last.
    pub(crate) last: Option<String>,
    /// How many press reports that are held do.
    pub(crate) press_texts: usize,
    /// How many of their paragraphs do.
    pub(crate) press_paragraphs: usize,
    /// How many records list it, whose texts are not held.
    pub(crate) records: usize,
}

impl InstrumentEntry {
    /// Returns the entry of an instrument that is cited so.
    pub(crate) fn of(
        links: &Links,
        corpus: &Corpus,
        it: &Instrument,
        cited: &InstrumentCitations,
        counted: Counted,
    ) -> Self {
        let (tally, press) = (cited.counted(counted), cited.press());
        let path = links::instrument(&it.id, Format::Html);
        let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (language, name) in &it.names {
            names.entry(language.clone()).or_default().push(name.clone());
        }
        Self {
            id: it.id.clone(),
            url: links.absolute(&path),
            path,
            name: it.name.clone(),
            aliases: it.aliases.clone(),
            names,
            symbols: it.symbols.clone(),
            kind: it.kind.map(InstrumentKind::id),
            adopted: it.adopted.map(|date| date.to_string()),
            part_of: it.part_of.clone(),
            document: it.document.as_ref().map(ToString::to_string),
            address: it.address.clone(),
            texts: tally.texts,
            paragraphs: tally.paragraphs,
            first: dates(corpus, &tally.first, |date| date.to_string()),
            last: dates(corpus, &tally.last, |date| date.to_string()),
            press_texts: press.texts,
            press_paragraphs: press.paragraphs,
            records: cited.records.len(),
        }
    }
}

/// A paragraph that cites an instrument.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CitationEntry {
    /// The paragraph, as `2018-some-declaration/p/4`.
    pub(crate) paragraph: String,
    /// The instrument, by its id.
    pub(crate) instrument: String,
    /// The words that cite it first.
    pub(crate) words: String,
    /// `name` where a name of it stands there, `recorded` where only a person could tell.
    pub(crate) how: &'static str,
    pub(crate) date: String,
    pub(crate) document: String,
    pub(crate) number: u32,
    pub(crate) path: String,
    pub(crate) url: String,
    pub(crate) title: String,
    pub(crate) kind: &'static str,
    /// All places of words that cite it, in code points of the paragraph's text.
    pub(crate) spans: Vec<[usize; 2]>,
    #[serde(flatten)]
    pub(crate) dated: Dated,
}

impl CitationEntry {
    /// Returns how the paragraph at a place cites an instrument; nothing where it does not.
    pub(crate) fn of(links: &Links, corpus: &Corpus, place: ParagraphPlace, instrument: usize) -> Option<Self> {
        let (document, paragraph, mentions) = citing(corpus, place, instrument)?;
        let first = mentions.first()?;
        let how = if mentions.iter().any(|mention| mention.how == MentionBasis::Name) {
            MentionBasis::Name
        } else {
            MentionBasis::Recorded
        };
        let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
        let path = links::paragraph(&id, Format::Html);
        let points = CodePoints::of(&paragraph.text);
        let span = |mention: &&Mention| {
            let range = points.range(&mention.words());
            [range.start, range.end]
        };
        Some(Self {
            paragraph: id.to_string(),
            instrument: corpus.vocabulary().instruments.get(instrument)?.id.clone(),
            words: paragraph.text.get(first.words()).unwrap_or_default().to_owned(),
            how: how.id(),
            date: document.date.to_string(),
            document: document.id.to_string(),
            number: paragraph.number.get(),
            url: links.absolute(&path),
            path,
            title: document.title.clone(),
            kind: document.kind.id(),
            spans: mentions.iter().map(span).collect(),
            dated: Dated::of(document.date),
        })
    }
}

/// Returns a paragraph with its document and the places where it cites an instrument, those of names first.
pub(crate) fn citing(
    corpus: &Corpus,
    place: ParagraphPlace,
    instrument: usize,
) -> Option<(&Document, &Paragraph, Vec<&Mention>)> {
    let (document, paragraph) = corpus.paragraph_at(place)?;
    let mentions = document.mentions_at(place.paragraph).iter();
    let mut mentions: Vec<&Mention> = mentions.filter(|mention| mention.instrument() == instrument).collect();
    mentions.sort_by_key(|mention| (mention.how, mention.words().start));
    Some((document, paragraph, mentions))
}

impl TableRow for CitationEntry {
    const COLUMNS: &'static [&'static str] = &[
        "paragraph",
        "instrument",
        "words",
        "how",
        "date",
        "document",
        "number",
        "path",
        "url",
        "title",
        "kind",
        "spans",
        "dated",
        "dated_from",
        "dated_to",
        "precision",
    ];

    fn cells(&self) -> Vec<String> {
        let spans: Vec<String> = self.spans.iter().map(|[start, end]| format!("{start}-{end}")).collect();
        let mut cells = vec![
            self.paragraph.clone(),
            self.instrument.clone(),
            self.words.clone(),
            self.how.to_owned(),
            self.date.clone(),
            self.document.clone(),
            self.number.to_string(),
            self.path.clone(),
            self.url.clone(),
            self.title.clone(),
            self.kind.to_owned(),
            spans.join(" "),
        ];
        cells.extend(self.dated.cells());
        cells
    }
}
