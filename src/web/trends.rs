//! Terms through time: small multiples, one row a term, and the table behind them.

mod chart;
pub(super) mod data;

use askama::Template;
use axum::response::Response;

use self::chart::Chart;
use super::as_of::AnsweringArchive;
use super::asked::Asked;
use super::example::Try;
use super::headers::Policy;
use super::layout::{Layout, Section};
use super::site::{Context, Site};
use super::{Error, answer};
use crate::archive::Archive;
use crate::data::{By, Format, MOST_TERMS, Search, TermState, TrendState, TrendUnit, Trends};
use crate::wording::{counted, in_quotes};

/// At most so many rows of the table are on the page; the data has all.
const ROWS: usize = 300;

#[derive(Template)]
#[template(path = "trends.html")]
struct TrendsPage {
    layout: Layout,
    /// The boxes of the form: one for each term, and one more.
    boxes: Vec<String>,
    by: Vec<Chosen>,
    unit: Vec<Chosen>,
    press: bool,
    as_of: String,
    day: Option<String>,
    /// What is chosen among the texts, to be sent with the form.
    chosen: Vec<(&'static str, String)>,
    notices: Vec<NoticeLine>,
    told: Option<ToldTrends>,
}

struct NoticeLine {
    message: String,
    suggestion: Option<Try>,
}

/// One of several in a list to choose from.
struct Chosen {
    id: &'static str,
    label: &'static str,
    current: bool,
}

struct ToldTrends {
    caption: String,
    chart: Option<Chart>,
    heads: Vec<Head>,
    /// What the first column holds.
    column: &'static str,
    rows: Vec<TermRow>,
    more: usize,
    scope: String,
    data: Vec<Try>,
}

struct Head {
    term: String,
    path: String,
}

struct TermRow {
    label: String,
    /// Where no text is held: how many are known.
    gap: Option<String>,
    cells: Vec<CellLine>,
    words: u64,
    not_held: usize,
}

struct CellLine {
    /// "3 of 5".
    fraction: String,
    uses: String,
    path: String,
    /// What press reports have of it.
    press: Option<String>,
}

/// Answers with the page.
pub(crate) fn show(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let seen = AnsweringArchive::read(context, asked)?;
    let (state, misread) = TrendState::read(seen.as_of.archive.corpus(), &asked.query, seen.asked);
    let mut notices: Vec<NoticeLine> =
        misread.iter().map(|it| NoticeLine { message: it.message(), suggestion: None }).collect();
    let trends = (!state.terms.is_empty()).then(|| Trends::of(&seen.as_of, &state));
    let told = trends.and_then(|trends| {
        notices.extend(of_terms(&trends));
        (!trends.terms.is_empty()).then(|| told(&state, &trends))
    });
    let mut boxes = state.terms.clone();
    boxes.resize((boxes.len() + 1).clamp(2, MOST_TERMS.max(boxes.len())), String::new());
    let page = TrendsPage {
        layout: layout(&context.site, &context.archive, &state),
        boxes,
        by: By::ALL.map(|by| Chosen { id: by.id(), label: by_label(by), current: by == state.by }).into(),
        unit: TrendUnit::ALL
            .map(|unit| Chosen { id: unit.id(), label: unit_label(unit), current: unit == state.unit })
            .into(),
        press: state.press,
        as_of: seen.asked.map(|day| day.to_string()).unwrap_or_default(),
        day: seen.day(),
        chosen: state.chosen(),
        notices,
        told,
    };
    answer::page(&page, Policy::PAGE)
}

fn layout(site: &Site, archive: &Archive, state: &TrendState) -> Layout {
    let layout = Layout::new(site, archive, "Terms through time", &state.address(Format::Html))
        .described("In how many texts of each year a word or phrase is used, out of the texts that are held.")
        .within(Section::Search);
    if state.terms.is_empty() {
        return layout;
    }
    layout.unfollowed().also(Format::Json, state.address(Format::Json), "These numbers as JSON")
}

/// Returns what is to be said about terms, and about what is none.
fn of_terms(trends: &Trends) -> Vec<NoticeLine> {
    let search =
        |query: &String| Try { label: format!("Search for {query}"), path: Search::of(query).address(Format::Html) };
    let line = |typed: &str, notice: &crate::search::Notice| NoticeLine {
        message: format!("{}: {}", in_quotes(typed), notice.message),
        suggestion: notice.suggestion.as_ref().map(search),
    };
    let none = trends.no_terms.iter().map(|(typed, no_term)| line(typed, no_term.notice()));
    let terms = trends.terms.iter().flat_map(|term| term.notices.iter().map(|it| line(&term.typed, it)));
    none.chain(terms).collect()
}

fn told(state: &TrendState, trends: &Trends) -> ToldTrends {
    let heads = trends.terms.iter().map(|term| Head {
        term: term.typed.clone(),
        path: TermState { press: state.press, as_of: state.as_of, ..TermState::of(&term.typed) }.address(Format::Html),
    });
    let row = |at: usize| {
        let column = trends.columns.get(at)?;
        let cell = |term: &crate::data::TrendTerm| {
            let cell = term.cells.get(at).copied().unwrap_or_default();
            CellLine {
                fraction: format!("{} of {}", cell.texts_with, column.texts),
                uses: counted(cell.uses, "use"),
                path: column.link(&term.typed, state),
                press: (column.press > 0).then(|| {
                    format!(
                        "press reports: {} of {}, {}",
                        cell.press_with,
                        column.press,
                        counted(cell.press_uses, "use")
                    )
                }),
            }
        };
        Some(TermRow {
            label: column.label.clone(),
            gap: (column.texts == 0).then(|| format!("no text held, {} known", column.not_held)),
            cells: if column.texts == 0 { Vec::new() } else { trends.terms.iter().map(cell).collect() },
            words: column.words,
            not_held: column.not_held,
        })
    };
    let scope = &trends.scope;
    let day = scope.as_of.as_deref().map(crate::data::spoken);
    let published = day.map(|day| format!(", in the wording published by {day}")).unwrap_or_default();
    let texts = if state.press { "text" } else { "G7 text" };
    ToldTrends {
        caption: match state.unit {
            TrendUnit::Texts => "Texts that have the term, out of the texts held of that time".to_owned(),
            TrendUnit::Count => "How often the term stands in the texts held of that time".to_owned(),
            TrendUnit::Per10k => format!(
                "How often the term stands in ten thousand words of the texts held of that time; nothing is drawn of fewer than {} words",
                super::layout::grouped(chart::FEWEST_WORDS)
            ),
        },
        chart: Chart::of(state, trends),
        heads: heads.collect(),
        column: match state.by {
            By::Year => "Year",
            By::Presidency => "Presidency",
            By::Text => "Text",
        },
        rows: (0..trends.columns.len().min(ROWS)).filter_map(row).collect(),
        more: trends.columns.len().saturating_sub(ROWS),
        scope: format!(
            "Counted in the {} held{}: {} words{published}, release {}. {} more known and not held; nothing is said of them.{}",
            counted(scope.searched, texts),
            if state.chosen().is_empty() { "" } else { " of what is chosen" },
            scope.words,
            scope.release,
            counted(scope.not_held, "text"),
            if state.press { "" } else { " Press reports are no G7 texts and are not counted." },
        ),
        data: [("JSON", Format::Json), ("CSV", Format::Csv)]
            .map(|(label, format)| Try { label: label.to_owned(), path: state.address(format) })
            .into(),
    }
}

fn by_label(by: By) -> &'static str {
    match by {
        By::Year => "year",
        By::Presidency => "presidency",
        By::Text => "text",
    }
}

fn unit_label(unit: TrendUnit) -> &'static str {
    match unit {
        TrendUnit::Texts => "texts that have it",
        TrendUnit::Per10k => "uses in 10,000 words",
        TrendUnit::Count => "uses",
    }
}
