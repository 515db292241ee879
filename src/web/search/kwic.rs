//! Results as a concordance: every match on a line of its own, the matches in one column.

use askama::Template;
use axum::response::Response;

use super::{Misread, NoticeLine, Order, exports, layout, notices, request, views};
use crate::archive::Archive;
use crate::corpus::{Kind, ParagraphId};
use crate::data::{Format, MOST, Search, links};
use crate::search::{Concordance, Line, LineOrder, Parts};
use crate::web::example::Try;
use crate::web::facets::{self, FacetList, Leading};
use crate::web::headers::Policy;
use crate::web::layout::Layout;
use crate::web::site::Site;
use crate::web::text::margin;
use crate::web::{Error, answer};
use crate::wording::right_to_left;

/// Lines on a page.
const PER_PAGE: usize = 100;

/// How many neighbours are counted on the page.
const NEIGHBOURS: usize = 12;

#[derive(Template)]
#[template(path = "kwic.html")]
struct KwicPage {
    layout: Layout,
    understood_as: String,
    /// Whether all paragraphs were searched.
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
    lines: Vec<KwicLine>,
    neighbours: Vec<(String, usize)>,
    data: Vec<Try>,
    page: usize,
    pages: usize,
    previous: Option<String>,
    next: Option<String>,
}

/// A line of the concordance; what is at its left comes after the match where the text runs from right to left.
struct KwicLine {
    path: String,
    source: String,
    year: i16,
    kind: String,
    press: bool,
    right_to_left: bool,
    left: String,
    keyword: String,
    right: String,
}

/// Answers with the concordance.
pub(super) fn page(site: &Site, archive: &Archive, search: &Search, misread: &[Misread]) -> Result<Response, Error> {
    let first = (search.page - 1).saturating_mul(PER_PAGE);
    let parts = Parts { facets: true, ..Parts::HITS };
    let lines = first..first.saturating_add(PER_PAGE);
    let (results, concordance) = archive.concordance(&request(search, 0, MOST, parts), search.lines, lines);
    // With no line to show, the page of results has what was looked for and what else to try.
    if results.total == 0 {
        let results = archive.search(&request(search, 0, 0, Parts::ALL));
        return answer::page(&super::page(site, archive, search, misread, results), Policy::PAGE);
    }
    let Concordance { total, paragraphs, lines, mut neighbours } = concordance;
    neighbours.truncate(NEIGHBOURS);
    let pages = total.div_ceil(PER_PAGE).max(1);
    let shown: Vec<KwicLine> = lines.iter().filter_map(|line| kwic_line(archive, search, line)).collect();
    let turned = !shown.is_empty() && shown.iter().all(|line| line.right_to_left);
    let mut notices = notices(search, misread, &results.notices, pages);
    if paragraphs < results.total {
        let message = format!(
            "The lines are those of the first {MOST} of {} paragraphs; choices or more words narrow them.",
            results.total
        );
        notices.push(NoticeLine { message, suggestion: None });
    }
    let page = KwicPage {
        layout: layout(site, archive, search, results.total),
        understood_as: results.understood_as,
        is_whole: results.is_whole,
        total,
        paragraphs,
        notices,
        orders: orders(search),
        views: views(search),
        facets: facets::lists(&results.facets, results.total, search, Leading::Search),
        narrowed: !search.chosen().is_empty(),
        heads: if turned { ["After", "Before"] } else { ["Before", "After"] },
        lines: shown,
        neighbours,
        data: exports(search),
        page: search.page,
        pages,
        previous: (search.page > 1).then(|| search.at_page((search.page - 1).min(pages)).address(Format::Html)),
        next: (search.page < pages).then(|| search.at_page(search.page + 1).address(Format::Html)),
    };
    answer::page(&page, Policy::PAGE)
}

fn kwic_line(archive: &Archive, search: &Search, line: &Line<'_>) -> Option<KwicLine> {
    let document = archive.corpus().documents().get(line.place.document)?;
    let paragraph = document.paragraphs.get(line.place.paragraph)?;
    let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
    let right_to_left = right_to_left(&paragraph.text);
    let (left, right) = if right_to_left { (line.right, line.left) } else { (line.left, line.right) };
    Some(KwicLine {
        path: links::marked(&links::paragraph(&id, Format::Html), search),
        source: format!("{} {}", margin(document, paragraph).label, document.name()),
        year: document.date.year(),
        kind: archive.corpus().vocabulary().kind(document.kind).to_owned(),
        press: document.kind == Kind::PressReport,
        right_to_left,
        left: left.to_owned(),
        keyword: line.keyword.to_owned(),
        right: right.to_owned(),
    })
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
