//! The wordings of a formula through time, and which is nearest to which earlier one: `/formula?t=`.

pub(super) mod data;

use std::collections::HashSet;

use askama::Template;
use axum::response::Response;

use super::answer;
use super::asked::Asked;
use super::compared::{Compared, between_texts};
use super::error::Error;
use super::headers::Policy;
use super::layout::{Layout, Section};
use super::site::Context;
use crate::archive::Archive;
use crate::comparison::{FEWEST, Family, MOST, READ, Wording, family, formula_words};
use crate::corpus::{DocumentPlace, Target};
use crate::data::formula::place;
use crate::data::{Format, QueryString, Search, links, name};
use crate::wording::counted;

#[derive(Template)]
#[template(path = "formula.html")]
struct FormulaPage {
    layout: Layout,
    formula: String,
    notice: Option<String>,
    /// A search for the words, where they are too few or too many.
    search: Option<String>,
    told: Option<String>,
    rows: Vec<WordingLine>,
    drawing: Option<Drawing>,
    data: Option<[(String, &'static str); 2]>,
}

/// One wording.
struct WordingLine {
    /// Its number in the table and the drawing, from 1.
    number: usize,
    pieces: Vec<Compared>,
    texts: usize,
    first: String,
    last: String,
    /// Which earlier wording is nearest, in words.
    nearest: Option<String>,
    uses: Vec<(String, String)>,
}

/// The family, from left to right by date.
struct Drawing {
    height: usize,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    /// Where texts stand in time that are not held.
    missing: Vec<usize>,
    from: i16,
    to: i16,
}

struct Node {
    x: usize,
    y: usize,
    label_y: usize,
    number: usize,
}

struct Edge {
    x1: usize,
    y1: usize,
    x2: usize,
    y2: usize,
}

/// So many wordings are drawn; more are in the table.
const DRAWN: usize = 24;
/// So many uses of a wording are listed.
const USES: usize = 20;

/// Returns the words that an address asks for, without quotation marks around them.
fn formula(query: &QueryString) -> String {
    query.one("t").unwrap_or_default().trim().trim_matches(['"', '“', '”', '=', '\'']).trim().to_owned()
}

/// Returns what is wrong with a formula, if it has too few words or too many.
fn wrong(archive: &Archive, formula: &str) -> Option<String> {
    let words = formula_words(archive, formula);
    let told = |what: &str| format!("a formula has {FEWEST} to {MOST} words, and this one {what} {words}");
    match words {
        words if words < FEWEST => Some(told("only")),
        words if words > MOST => Some(told("has")),
        _ => None,
    }
}

/// Answers with the page.
pub(crate) fn show(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let formula = formula(&asked.query);
    let layout = Layout::new(site, archive, "Wordings of a repeated phrase", "/formula").within(Section::Documents);
    let mut page = FormulaPage {
        layout,
        formula: formula.clone(),
        notice: None,
        search: None,
        told: None,
        rows: Vec::new(),
        drawing: None,
        data: None,
    };
    if formula.is_empty() {
        return answer::page(&page, Policy::PAGE);
    }
    page.layout = page.layout.unlisted();
    if let Some(wrong) = wrong(archive, &formula) {
        page.notice = Some(format!(
            "{}{}.",
            wrong.get(..1).unwrap_or_default().to_uppercase(),
            wrong.get(1..).unwrap_or_default()
        ));
        page.search = Some(Search::of(&formula.chars().take(200).collect::<String>()).address(Format::Html));
        return answer::page(&page, Policy::PAGE);
    }
    let found = family(archive, &formula, asked.query.one("press") == Some("1"), READ);
    page.layout.title = format!("Wordings of “{}”", super::text::shortened(&formula, 60));
    page.layout.address = Some(site.links.absolute(&links::formula(&formula, Format::Html)));
    page.told = Some(told(&found));
    page.rows = rows(archive, &found);
    page.drawing = drawing(archive, &found.wordings);
    page.data =
        Some([(links::formula(&formula, Format::Json), "JSON"), (links::formula(&formula, Format::Csv), "CSV")]);
    answer::page(&page, Policy::PAGE)
}

fn told(found: &Family) -> String {
    let texts: HashSet<DocumentPlace> = found.wordings.iter().flat_map(Wording::texts).collect();
    let rest = if found.complete { "" } else { " Not everything was looked at: the words are too frequent." };
    match found.wordings.len() {
        0 => format!("No text that is held has two thirds of these words in order.{rest}"),
        count => format!("{} in {}.{rest}", counted(count, "wording"), counted(texts.len(), "text")),
    }
}

fn rows(archive: &Archive, found: &Family) -> Vec<WordingLine> {
    let first = found.wordings.first().map_or("", |wording| wording.text.as_str());
    let row = |(at, wording): (usize, &Wording)| {
        let (from, to) = wording.dates().map(|(from, to)| (from.long(), to.long())).unwrap_or_default();
        let uses = wording.uses.iter().take(USES).filter_map(|it| {
            let (id, [start, end], _) = place(archive, it)?;
            let revision = archive.corpus().paragraph(&id)?.1.revision;
            let path = links::stretch(&links::paragraph(&id, Format::Html), &(start..end), revision);
            Some((path, name(archive.corpus(), &Target::Paragraph(id))))
        });
        let nearest: Vec<String> = wording.nearest.iter().map(|at| (at + 1).to_string()).collect();
        WordingLine {
            number: at + 1,
            pieces: between_texts(archive, first, &wording.text),
            texts: wording.texts().len(),
            first: from,
            last: to,
            nearest: (!nearest.is_empty())
                .then(|| format!("{}, {} away", nearest.join(" and "), counted(wording.changed, "word"))),
            uses: uses.collect(),
        }
    };
    found.wordings.iter().enumerate().map(row).collect()
}

/// The drawing's width, and what is left at its sides.
const WIDTH: usize = 640;
const SIDE: usize = 24;
const LINE: usize = 22;

fn drawing(archive: &Archive, wordings: &[Wording]) -> Option<Drawing> {
    let drawn = wordings.get(..wordings.len().min(DRAWN))?;
    let dates: Vec<_> = drawn.iter().filter_map(|it| it.dates().map(|(first, _)| first)).collect();
    let (from, to) = (dates.iter().min()?.year(), dates.iter().max()?.year());
    if drawn.len() < 2 {
        return None;
    }
    let span = usize::try_from(to - from).unwrap_or_default() * 12 + 11;
    let x = |date: crate::corpus::Date| {
        let months = usize::try_from(date.year() - from).unwrap_or_default() * 12;
        let month = usize::try_from(date.month().unwrap_or(1) - 1).unwrap_or_default();
        SIDE + (months + month) * (WIDTH - 2 * SIDE) / span.max(1)
    };
    let nodes: Vec<Node> = dates
        .iter()
        .enumerate()
        .map(|(at, date)| Node { x: x(*date), y: LINE * (at + 1), label_y: LINE * (at + 1) + 4, number: at + 1 })
        .collect();
    let edges = drawn.iter().enumerate().flat_map(|(at, wording)| {
        let nodes = &nodes;
        wording.nearest.iter().filter_map(move |other| {
            let (one, other) = (nodes.get(*other)?, nodes.get(at)?);
            Some(Edge { x1: one.x, y1: one.y, x2: other.x, y2: other.y })
        })
    });
    let edges = edges.collect();
    let records = archive.corpus().documents().iter().filter(|document| !document.held());
    let mut missing: Vec<usize> =
        records.filter(|it| (from..=to).contains(&it.date.year())).map(|it| x(it.date)).collect();
    missing.dedup();
    Some(Drawing { height: LINE * (nodes.len() + 2), nodes, edges, missing, from, to })
}

impl Drawing {
    fn axis(&self) -> usize {
        self.height - LINE
    }

    fn years(&self) -> usize {
        self.height - 4
    }

    fn below(&self) -> usize {
        self.height - LINE + 6
    }
}
