//! The list of all instruments: who cites them, how often, and when; as a picture, and as data.

mod picture;

use askama::Template;
use axum::response::Response;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

use self::picture::Picture;
use super::asked::Asked;
use super::error::ErrorAnswer;
use super::headers::Policy;
use super::layout::{Layout, Section};
use super::site::Context;
use super::{Error, answer};
use crate::archive::Archive;
use crate::corpus::{Date, DocumentPlace, InstrumentKind, ParagraphPlace};
use crate::data::instrument::{
    CitationEntry, Citations, Counted, InstrumentCitations, InstrumentEntry, dates, each_paragraph,
};
use crate::data::{Format, Holdings, PartParameters, Reader, RowRange, ScopeEntry, links, rows};

#[derive(Template)]
#[template(path = "instruments.html")]
struct InstrumentsPage {
    layout: Layout,
    holdings: Arc<Holdings>,
    /// Whether press reports count.
    press: bool,
    other: String,
    picture: Option<Picture>,
    cited: Vec<InstrumentRow>,
    /// Those that press reports alone cite.
    in_press: Vec<InstrumentRow>,
    /// Those that are only listed for texts that are not held.
    listed: Vec<InstrumentRow>,
    /// Those that nothing here cites.
    others: Vec<InstrumentRow>,
    data: [(&'static str, String); 2],
}

/// An instrument as a line.
struct InstrumentRow {
    path: String,
    name: String,
    kind: &'static str,
    texts: usize,
    paragraphs: usize,
    press: usize,
    records: usize,
    first: String,
    last: String,
}

/// All instruments as data.
#[derive(Serialize, ToSchema)]
pub(crate) struct InstrumentsAnswer {
    release: String,
    total: usize,
    instruments: Vec<InstrumentEntry>,
    scope: ScopeEntry,
}

/// Answers with the list.
pub(crate) fn show(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let counted = Counted::of(&asked.query);
    let citations = Citations::derived(archive);
    let instruments = archive.corpus().vocabulary().instruments.iter().enumerate();
    let lines = instruments.filter_map(|(at, _)| Some((at, citations.at(at)?)));
    let mut lines: Vec<(usize, InstrumentRow)> =
        lines.filter_map(|(at, it)| Some((at, line(archive, at, it, counted)?))).collect();
    lines.sort_by(|(_, one), (_, other)| {
        (other.texts, other.paragraphs, other.records, &one.name).cmp(&(
            one.texts,
            one.paragraphs,
            one.records,
            &other.name,
        ))
    });
    let rows: Vec<usize> = lines.iter().filter(|(_, it)| it.texts > 0).map(|(at, _)| *at).collect();
    let (cited, rest): (Vec<InstrumentRow>, Vec<InstrumentRow>) =
        lines.into_iter().map(|(_, line)| line).partition(|it| it.texts > 0);
    let (in_press, rest): (Vec<InstrumentRow>, Vec<InstrumentRow>) = rest.into_iter().partition(|it| it.press > 0);
    let (listed, others) = rest.into_iter().partition(|it| it.records > 0);
    let path = links::instruments(Format::Html);
    let press = counted == Counted::PressToo;
    let page = InstrumentsPage {
        layout: Layout::new(site, archive, "Treaties, reports and bodies that the texts cite", &path)
            .described("Which paragraph cites which treaty, report, resolution, body or process, and when.")
            .within(Section::Documents)
            .also(Format::Json, links::instruments(Format::Json), "This list as JSON"),
        holdings: Holdings::derived(archive),
        press,
        other: if press { path } else { links::with_press(&path) },
        picture: Picture::of(archive.corpus(), &citations, &rows),
        cited,
        in_press,
        listed,
        others,
        data: [
            ("JSON", links::instruments(Format::Json)),
            ("CSV, a row for each citing paragraph", links::instruments(Format::Csv)),
        ],
    };
    answer::page(&page, Policy::PAGE)
}

fn line(archive: &Archive, at: usize, cited: &InstrumentCitations, counted: Counted) -> Option<InstrumentRow> {
    let corpus = archive.corpus();
    let it = corpus.vocabulary().instruments.get(at)?;
    let tally = cited.counted(counted);
    Some(InstrumentRow {
        path: links::instrument(&it.id, Format::Html),
        name: it.name.clone(),
        kind: it.kind.map_or("", InstrumentKind::id),
        texts: tally.texts,
        paragraphs: tally.paragraphs,
        press: cited.press().paragraphs,
        records: cited.records.len(),
        first: dates(corpus, &tally.first, Date::long).unwrap_or_default(),
        last: dates(corpus, &tally.last, Date::long).unwrap_or_default(),
    })
}

/// Answers with the list as JSON.
#[utoipa::path(
    get,
    path = "/instruments.json",
    operation_id = "instruments_json",
    params(("press" = Option<u8>, Query, description = "`1` counts press reports, too")),
    responses(
        (status = 200, description = "All instruments, with how often and when texts cite them", body = InstrumentsAnswer),
        (status = 414, description = "The address is too long", body = ErrorAnswer),
        (status = 431, description = "The address is far too long"),
        (status = 503, description = "Too many searches are under way", body = ErrorAnswer),
    )
)]
pub(crate) fn json(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let corpus = archive.corpus();
    let (citations, counted) = (Citations::derived(archive), Counted::of(&asked.query));
    let instruments = corpus.vocabulary().instruments.iter().enumerate();
    let entry = |(at, it)| Some(InstrumentEntry::of(&site.links, corpus, it, citations.at(at)?, counted));
    let instruments: Vec<InstrumentEntry> = instruments.filter_map(entry).collect();
    let value = InstrumentsAnswer {
        release: corpus.release().to_string(),
        total: instruments.len(),
        instruments,
        scope: counted.scope(archive),
    };
    answer::json(&value, Format::Json, Policy::DATA)
}

/// Answers with every paragraph that cites an instrument as CSV.
#[utoipa::path(
    get,
    path = "/instruments.csv",
    operation_id = "instruments_csv",
    params(
        PartParameters,
        ("excel" = Option<u8>, Query, description = "`1` for a spreadsheet: no cell runs as a formula or becomes a date or another number")
    ),
    responses(
        (status = 200, description = "One paragraph and one instrument that it cites a row; `kind` says where it is a press report", content_type = "text/csv"),
        (status = 400, description = "A parameter has no meaning", body = ErrorAnswer),
        (status = 414, description = "The address is too long", body = ErrorAnswer),
        (status = 431, description = "The address is far too long"),
        (status = 503, description = "Too many searches are under way", body = ErrorAnswer),
    )
)]
pub(crate) fn csv(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let (part, total) = (RowRange::read(&asked.query)?, Citations::derived(archive).total);
    let (links, release) = (Arc::clone(&site.links), archive.release().clone());
    let RowRange { offset, limit } = part;
    let pairs = Pairs::of(Arc::clone(archive)).skip(offset).take(limit);
    let mut archive = Arc::clone(archive);
    let entries = pairs.filter_map(move |(place, at)| {
        Archive::renew(&mut archive);
        CitationEntry::of(&links, archive.corpus(), place, at)
    });
    let rows = rows::csv(rows::Released::all(entries, &release), Reader::of(&asked.query));
    let answer = answer::stream(context, rows, Format::Csv, Policy::DATA);
    let next = offset.saturating_add(limit);
    if next >= total {
        return Ok(answer);
    }
    let address = format!("{}?limit={limit}&offset={next}", links::instruments(Format::Csv));
    answer::followed(answer, &site.links.absolute(&address))
}

/// Every paragraph with every instrument that it cites, document after document.
struct Pairs {
    archive: Arc<Archive>,
    documents: std::vec::IntoIter<DocumentPlace>,
    /// Those of the present document that are left, the next one last.
    left: Vec<(ParagraphPlace, usize)>,
}

impl Pairs {
    fn of(archive: Arc<Archive>) -> Self {
        let documents: Vec<DocumentPlace> = archive.corpus().places().map(|(place, _)| place).collect();
        Self { archive, documents: documents.into_iter(), left: Vec::new() }
    }
}

impl Iterator for Pairs {
    type Item = (ParagraphPlace, usize);

    fn next(&mut self) -> Option<Self::Item> {
        while self.left.is_empty() {
            let document = self.documents.next()?;
            for (paragraph, cited) in each_paragraph(self.archive.corpus().at(document)?) {
                let place = ParagraphPlace { document, paragraph };
                self.left.extend(cited.into_iter().map(|instrument| (place, instrument)));
            }
            self.left.reverse();
        }
        self.left.pop()
    }
}
