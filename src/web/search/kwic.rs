//! Results as a concordance: every match on a line of its own, the matches in one column.

use askama::Template;
use axum::response::Response;

use super::{Misread, NoticeLine, Order, exports, layout, notices, request, views};
use crate::archive::Archive;
use crate::corpus::ParagraphId;
use crate::data::{Format, Search, TermState, View, links};
use crate::search::{Concordance, LineOrder, OneTerm, Parts};
use crate::web::example::Try;
use crate::web::facets::{self, FacetList, Leading};
use crate::web::headers::Policy;
use crate::web::layout::Layout;
use crate::web::line::PrintedLine;
use crate::web::site::Site;
use crate::web::{Error, answer};

/// Lines on a page.
const PER_PAGE: usize = 100;

/// How many neighbours are counted on the page.
const NEIGHBOURS: usize = 12;

#[derive(Template)]
#[template(path = "kwic.html")]
struct KwicPage {
    layout: Layout,
    understood_as: String,
    /// Whether all paragraphs were searched and all lines counted.
    is_whole: bool,
    total: usize,
    paragraphs: usize,
    notices: Vec<NoticeLine>,
    orders: Vec<Order>,
    views: [Order; 2],
    facets: Vec<FacetList>,
    /// Whether something is chosen among the facets.
    narrowed: bool,
    /// What the columns at the left and at the right of the matches hold.
    heads: [&'static str; 2],
    lines: Vec<PrintedLine>,
    /// The words after the matches, each with its number and, of one term, the history of both together.
    neighbours: Vec<(Option<String>, String, usize)>,
    history: Option<String>,
    data: Vec<Try>,
    page: usize,
    pages: usize,
    previous: Option<String>,
    next: Option<String>,
}

/// Answers with the concordance.
pub(super) fn page(site: &Site, archive: &Archive, search: &Search, misread: &[Misread]) -> Result<Response, Error> {
    let first = (search.page - 1).saturating_mul(PER_PAGE);
    let parts = Parts { facets: true, ..Parts::HITS };
    let lines = first..first.saturating_add(PER_PAGE);
    let (results, concordance) = archive.concordance(&request(search, 0, 0, parts), search.lines, lines);
    let Concordance { total, is_whole, paragraphs, ordered, lines, mut neighbours } = concordance;
    // With no line to show, the page of results has what was looked for and what else to try, or what was found.
    if total == 0 {
        let paragraphs = Search { view: View::Paragraphs, ..search.clone() };
        return super::show_page(site, archive, &paragraphs, misread, false);
    }
    neighbours.truncate(NEIGHBOURS);
    let pages = ordered.div_ceil(PER_PAGE).max(1);
    let path = |id: &ParagraphId| links::marked(&links::paragraph(id, Format::Html), search);
    let shown: Vec<PrintedLine> =
        lines.iter().filter_map(|line| PrintedLine::of(&site.links, archive.corpus(), line, path)).collect();
    let turned = !shown.is_empty() && shown.iter().all(|line| line.right_to_left);
    let mut notices = notices(search, misread, &results.notices, pages);
    if ordered < total {
        let message = format!(
            "In the order of their words are the first {ordered} of these lines; choices or more words narrow them."
        );
        notices.push(NoticeLine { message, suggestion: None });
    }
    let page = KwicPage {
        layout: layout(site, archive, search, results.total),
        understood_as: results.understood_as,
        is_whole,
        total,
        paragraphs,
        notices,
        orders: orders(search),
        views: views(search),
        facets: facets::lists(&results.facets, results.total, search, Leading::Search),
        narrowed: !search.chosen().is_empty(),
        heads: if turned { ["After", "Before"] } else { ["Before", "After"] },
        lines: shown,
        neighbours: neighbours.into_iter().map(|(word, count)| (followed(search, &word), word, count)).collect(),
        history: super::history(search),
        data: exports(search),
        page: search.page,
        pages,
        previous: (search.page > 1).then(|| search.at_page((search.page - 1).min(pages)).address(Format::Html)),
        next: (search.page < pages).then(|| search.at_page(search.page + 1).address(Format::Html)),
    };
    answer::page(&page, Policy::PAGE)
}

/// Returns the address of the history of a term and a word after it, as one phrase.
fn followed(search: &Search, word: &str) -> Option<String> {
    let words = OneTerm::read(&search.query).ok()?.words()?;
    Some(TermState::of_words(&format!("{words} {word}"))?.address(Format::Html))
}

fn orders(search: &Search) -> Vec<Order> {
    let order = |(lines, label)| Order {
        label,
        path: Search { lines, ..search.at_page(1) }.address(Format::Html),
        current: lines == search.lines,
    };
    [
        (LineOrder::Found, "As found"),
        (LineOrder::Left, "Words before"),
        (LineOrder::Right, "Words after"),
        (LineOrder::Date, "Date"),
    ]
    .map(order)
    .into()
}
