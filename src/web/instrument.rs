//! One instrument: who cites it and when, each paragraph with its words marked, and what is cited together with it.

use std::ops::Range;
use std::sync::Arc;

use askama::Template;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::asked::Asked;
use super::document_line::DocumentLine;
use super::error::ErrorAnswer;
use super::headers::Policy;
use super::layout::{Layout, Section};
use super::site::{Context, Site};
use super::text::{Margin, margin};
use super::{Error, answer};
use crate::archive::Archive;
use crate::corpus::{
    Corpus, Date, Document, DocumentPlace, Instrument, InstrumentKind, Kind, Mention, MentionBasis, Paragraph,
    ParagraphId, ParagraphPlace,
};
use crate::data::instrument::{CitationEntry, Citations, Counted, InstrumentCitations, InstrumentEntry, citing, dates};
use crate::data::{Format, PartParameters, Reader, RowRange, ScopeEntry, links, rows};
use crate::search::excerpt;

/// Paragraphs on a page.
const PER_PAGE: usize = 50;

/// So many instruments that are cited together with this one are named.
const MOST_TOGETHER: usize = 20;

#[derive(Template)]
#[template(path = "instrument.html")]
struct InstrumentPage {
    layout: Layout,
    name: String,
    kind: &'static str,
    adopted: Option<String>,
    others: Vec<String>,
    symbols: Vec<String>,
    part_of: Vec<Named>,
    /// The text or record of this archive that it is.
    document: Option<Named>,
    address: Option<String>,
    texts: usize,
    paragraphs: usize,
    press: usize,
    when: Option<String>,
    /// Whether dates that are not exact leave the order open.
    is_open: bool,
    in_texts: Vec<CitingDocument>,
    in_press: Vec<CitingDocument>,
    together: Vec<Together>,
    records: Vec<DocumentLine>,
    search: String,
    data: [(&'static str, String); 2],
    page: usize,
    pages: usize,
    previous: Option<String>,
    next: Option<String>,
}

/// A name and where it leads.
struct Named {
    name: String,
    path: String,
}

/// The paragraphs of one document.
struct CitingDocument {
    name: String,
    path: String,
    date: String,
    kind: String,
    press: bool,
    paragraphs: Vec<CitingParagraph>,
}

struct CitingParagraph {
    path: String,
    margin: Margin,
    runs: Vec<MarkedText>,
    cut_before: bool,
    cut_after: bool,
    how: &'static str,
}

/// A run of words that is marked as a whole or not at all.
struct MarkedText {
    text: String,
    marked: bool,
}

struct Together {
    name: String,
    path: String,
    paragraphs: usize,
}

/// One instrument as data.
#[derive(Serialize, ToSchema)]
pub(crate) struct InstrumentAnswer {
    #[serde(flatten)]
    entry: InstrumentEntry,
    /// How many paragraphs cite it, of press reports too.
    total: usize,
    citations: Vec<CitationEntry>,
    cited_with: Vec<CitedWith>,
    /// The records that list it, whose texts are not held.
    listed_for: Vec<ListedFor>,
    scope: ScopeEntry,
    release: String,
}

/// An instrument that the same paragraphs cite.
#[derive(Serialize, ToSchema)]
pub(crate) struct CitedWith {
    id: String,
    name: String,
    path: String,
    paragraphs: usize,
}

/// A record that lists an instrument.
#[derive(Serialize, ToSchema)]
pub(crate) struct ListedFor {
    document: String,
    path: String,
    title: String,
    date: String,
}

/// An instrument that an address names.
struct Asking<'a> {
    context: &'a Context,
    at: usize,
    it: &'a Instrument,
    cited: &'a InstrumentCitations,
    counted: Counted,
}

/// Answers with an instrument in the format of its address.
#[utoipa::path(
    get,
    path = "/instruments/{instrument}.json",
    operation_id = "instrument_json",
    params(
        ("instrument" = String, Path, description = "The id of an instrument"),
        PartParameters,
        ("press" = Option<u8>, Query, description = "`1` counts press reports, too")
    ),
    responses(
        (status = 200, description = "Who cites it, where and when", body = InstrumentAnswer),
        (status = 400, description = "A parameter has no meaning", body = ErrorAnswer),
        (status = 404, description = "There is no such instrument: the nearest", body = ErrorAnswer),
    )
)]
pub(crate) fn show(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let (id, format) = asked.instrument()?;
    let instruments = &context.archive.corpus().vocabulary().instruments;
    let at = instruments.iter().position(|it| it.id == id).ok_or(Error::NotFound)?;
    let citations = Citations::derived(&context.archive);
    let (it, cited) = instruments.get(at).zip(citations.at(at)).ok_or(Error::NotFound)?;
    let asking = Asking { context, at, it, cited, counted: Counted::of(&asked.query) };
    match format {
        Format::Html => asking.page(asked.query.one("page").and_then(|page| page.parse().ok()).unwrap_or(1)),
        Format::Json => asking.json(&RowRange::read(&asked.query)?),
        Format::Csv => asking.csv(&RowRange::read(&asked.query)?, Reader::of(&asked.query)),
        _ => Err(Error::NotFound),
    }
}

impl Asking<'_> {
    fn page(&self, page: usize) -> Result<Response, Error> {
        let Context { site, archive } = self.context;
        let (corpus, it, cited) = (archive.corpus(), self.it, self.cited);
        let vocabulary = corpus.vocabulary();
        let named = |id: &String| {
            let name = vocabulary.instrument(id).map_or(id, |whole| &whole.name).clone();
            Named { name, path: links::instrument(id, Format::Html) }
        };
        let pages = cited.paragraphs.len().div_ceil(PER_PAGE).max(1);
        let page = page.clamp(1, pages);
        let shown = cited.paragraphs.get((page - 1) * PER_PAGE..).unwrap_or_default();
        let groups = groups(corpus, shown.get(..PER_PAGE).unwrap_or(shown), self.at);
        let (in_press, in_texts) = groups.into_iter().partition(|group| group.press);
        let tally = cited.counted(Counted::Texts);
        let other = |page| links::paged(&links::instrument(&it.id, Format::Html), page);
        let together = cited.together(Counted::Texts).into_iter().take(MOST_TOGETHER);
        let page = InstrumentPage {
            layout: self.layout(site, archive, page),
            name: it.name.clone(),
            kind: it.kind.map_or("", InstrumentKind::id),
            adopted: it.adopted.map(Date::long),
            others: it.aliases.iter().chain(it.names.iter().map(|(_, name)| name)).cloned().collect(),
            symbols: it.symbols.clone(),
            part_of: it.part_of.iter().map(named).collect(),
            document: it.document.as_ref().and_then(|id| corpus.document(id)).map(|document| Named {
                name: document.name().to_owned(),
                path: links::document(&document.id, Format::Html),
            }),
            address: it.address.clone(),
            texts: tally.texts,
            paragraphs: tally.paragraphs,
            press: cited.press().paragraphs,
            when: when(corpus, &tally.first, &tally.last),
            is_open: tally.first.len() > 1 || tally.last.len() > 1,
            in_texts,
            in_press,
            together: together.filter_map(|(at, count)| self.together(at, count)).collect(),
            records: self.records().map(|record| DocumentLine::of(corpus, record)).collect(),
            search: crate::data::Search::of(&format!("mentions:{}", it.id)).address(Format::Html),
            data: [("JSON", links::instrument(&it.id, Format::Json)), ("CSV", links::instrument(&it.id, Format::Csv))],
            page,
            pages,
            previous: (page > 1).then(|| other(page - 1)),
            next: (page < pages).then(|| other(page + 1)),
        };
        answer::page(&page, Policy::PAGE)
    }

    fn layout(&self, site: &Site, archive: &Archive, page: usize) -> Layout {
        let it = self.it;
        let path = links::paged(&links::instrument(&it.id, Format::Html), page);
        let title = if page > 1 { format!("{}, page {page}", it.name) } else { it.name.clone() };
        Layout::new(site, archive, &title, &path)
            .described(&format!("Which paragraphs of the texts held here cite the {}, and when.", it.name))
            .within(Section::Documents)
            .also(Format::Json, links::instrument(&it.id, Format::Json), "This page as JSON")
    }

    fn together(&self, at: usize, paragraphs: usize) -> Option<Together> {
        let it = self.context.archive.corpus().vocabulary().instruments.get(at)?;
        Some(Together { name: it.name.clone(), path: links::instrument(&it.id, Format::Html), paragraphs })
    }

    fn records(&self) -> impl Iterator<Item = &Document> {
        let corpus = self.context.archive.corpus();
        self.cited.records.iter().filter_map(|place| corpus.at(*place))
    }

    fn json(&self, part: &RowRange) -> Result<Response, Error> {
        let Context { site, archive } = self.context;
        let corpus = archive.corpus();
        let places = self.cited.paragraphs.iter().skip(part.offset).take(part.limit);
        let with = |(at, paragraphs): (usize, usize)| {
            let it = corpus.vocabulary().instruments.get(at)?;
            let path = links::instrument(&it.id, Format::Html);
            Some(CitedWith { id: it.id.clone(), name: it.name.clone(), path, paragraphs })
        };
        let listed = |record: &Document| ListedFor {
            document: record.id.to_string(),
            path: links::document(&record.id, Format::Html),
            title: record.title.clone(),
            date: record.date.to_string(),
        };
        let value = InstrumentAnswer {
            entry: InstrumentEntry::of(&site.links, corpus, self.it, self.cited, self.counted),
            total: self.cited.paragraphs.len(),
            citations: places.filter_map(|at| CitationEntry::of(&site.links, corpus, *at, self.at)).collect(),
            cited_with: self.cited.together(self.counted).into_iter().filter_map(with).collect(),
            listed_for: self.records().map(listed).collect(),
            scope: self.counted.scope(archive),
            release: archive.release().to_string(),
        };
        self.continued(part, Format::Json, answer::json(&value, Format::Json, Policy::DATA)?)
    }

    fn csv(&self, part: &RowRange, reader: Reader) -> Result<Response, Error> {
        let Context { site, archive } = self.context;
        let places: Vec<ParagraphPlace> =
            self.cited.paragraphs.iter().skip(part.offset).take(part.limit).copied().collect();
        let (links, mut held, at) = (Arc::clone(&site.links), Arc::clone(archive), self.at);
        let entry = move |place| {
            Archive::renew(&mut held);
            CitationEntry::of(&links, held.corpus(), place, at)
        };
        let rows = rows::Released::all(places.into_iter().filter_map(entry), archive.release());
        let answer = answer::stream(self.context, rows::csv(rows, reader), Format::Csv, Policy::DATA);
        self.continued(part, Format::Csv, answer)
    }

    /// Adds the `Link` to the rest of the paragraphs, if there are more.
    fn continued(&self, part: &RowRange, format: Format, answer: Response) -> Result<Response, Error> {
        let offset = part.offset.saturating_add(part.limit);
        if offset >= self.cited.paragraphs.len() {
            return Ok(answer);
        }
        let address = format!("{}?limit={}&offset={offset}", links::instrument(&self.it.id, format), part.limit);
        answer::followed(answer, &self.context.site.links.absolute(&address))
    }
}

/// Tells when an instrument is cited, by the documents that may be the first and the last.
fn when(corpus: &Corpus, first: &[DocumentPlace], last: &[DocumentPlace]) -> Option<String> {
    let (first, last) = (dates(corpus, first, Date::long)?, dates(corpus, last, Date::long)?);
    Some(if first == last { first } else { format!("first {first}, last {last}") })
}

/// Returns paragraphs with those next to them that are of the same document.
fn groups(corpus: &Corpus, places: &[ParagraphPlace], instrument: usize) -> Vec<CitingDocument> {
    let group = |places: &[ParagraphPlace]| {
        let document = corpus.at(places.first()?.document)?;
        Some(CitingDocument {
            name: document.name().to_owned(),
            path: links::document(&document.id, Format::Html),
            date: document.date.long(),
            kind: corpus.vocabulary().kind(document.kind).to_owned(),
            press: document.kind == Kind::PressReport,
            paragraphs: places.iter().filter_map(|place| paragraph(corpus, *place, instrument)).collect(),
        })
    };
    places.chunk_by(|one, other| one.document == other.document).filter_map(group).collect()
}

fn paragraph(corpus: &Corpus, place: ParagraphPlace, instrument: usize) -> Option<CitingParagraph> {
    let (document, paragraph, mentions): (&Document, &Paragraph, Vec<&Mention>) = citing(corpus, place, instrument)?;
    let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
    let excerpt = excerpt(&paragraph.text, &joined(&mentions));
    let is_named = mentions.iter().any(|mention| mention.how == MentionBasis::Name);
    Some(CitingParagraph {
        path: links::paragraph(&id, Format::Html),
        margin: margin(document, paragraph),
        cut_before: excerpt.cut_before,
        cut_after: excerpt.cut_after,
        runs: excerpt
            .fragments
            .iter()
            .map(|run| MarkedText { text: run.text.to_owned(), marked: run.marked })
            .collect(),
        how: if is_named { "found by name" } else { "recorded" },
    })
}

/// Returns the words of mentions in their order, those that overlap as one.
fn joined(mentions: &[&Mention]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = mentions.iter().map(|mention| mention.words()).collect();
    ranges.sort_by_key(|range| range.start);
    ranges.dedup_by(|next, kept| {
        let overlap = next.start < kept.end;
        if overlap {
            kept.end = kept.end.max(next.end);
        }
        overlap
    });
    ranges
}
