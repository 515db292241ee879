//! The page of results: what was understood, the hits with their words marked, facets, records.

pub(super) mod atom;
pub(super) mod data;
mod group;
mod kwic;
mod record;
mod related;
mod reworded;

use std::sync::Arc;

use askama::Template;
use axum::response::Response;

use self::group::DocumentHits;
use self::record::RecordLine;
use self::related::Related;
use self::reworded::Reworded;
use super::asked::Asked;
use super::choice::Choice;
use super::example::{Try, examples};
use super::facets::{self, FacetList, Leading};
use super::headers::Policy;
use super::layout::{Layout, Section};
use super::site::{Context, Site};
use super::text::shortened;
use super::{Error, answer, located};
use crate::archive::Archive;
use crate::data::{Format, Holdings, Limit, Misread, Search, SearchedScope, TermState, View, parameters};
use crate::search::{AlsoCounted, Choices, Matching, Notice, Parts, Request, Results, Sort};
use crate::wording::{in_quotes, isolated};

/// Hits on a page.
pub(super) const PER_PAGE: usize = 20;

/// With fewer hits the page says how much was searched.
const FEW: usize = 5;

/// Records shown with their abstracts; the others are folded and have only their titles.
const OPEN_RECORDS: usize = 5;

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    layout: Layout,
    asked: bool,
    /// Documents and paragraphs that the words typed name.
    places: Vec<Choice>,
    /// Where little or nothing was found in all texts: how many these are.
    holdings: Option<Arc<Holdings>>,
    /// Where nothing was asked: what to try.
    examples: [Try; 4],
    understood_as: String,
    /// Whether all paragraphs were searched.
    is_whole: bool,
    total: usize,
    documents: usize,
    notices: Vec<NoticeLine>,
    also_counted: Vec<AlsoCountedLine>,
    did_you_mean: Vec<Try>,
    offers: Vec<Try>,
    /// Where nothing was found: what would be without a part of the query.
    instead: Vec<InsteadLine>,
    /// Where nothing was found: how each word and phrase was looked for.
    tried: Vec<String>,
    groups: Vec<DocumentHits>,
    records: Vec<RecordLine>,
    /// Those after the first few, which the page folds.
    more_records: Vec<record::Brief>,
    /// Where a phrase is asked for: how other texts word it.
    reworded: Option<Reworded>,
    /// Where paragraphs were found: others that share words with them, or where these are.
    related: Option<Related>,
    facets: Vec<FacetList>,
    orders: Vec<Order>,
    /// Where nothing was found, though something was looked for: among what it was.
    scope: Option<SearchedScope>,
    views: [Order; 2],
    data: Vec<Try>,
    /// The feed of the same results.
    feed: String,
    matchings: Vec<Order>,
    /// Whether other forms of the words count.
    forms: Vec<Order>,
    /// Where one term is asked for: its history.
    history: Option<String>,
    /// Whether something is chosen among the facets.
    narrowed: bool,
    page: usize,
    pages: usize,
    previous: Option<String>,
    next: Option<String>,
}

struct NoticeLine {
    message: String,
    suggestion: Option<Try>,
}

struct AlsoCountedLine {
    term: String,
    forms: Vec<(String, usize)>,
    more: bool,
}

/// A part of the query, and what would be found without it.
struct InsteadLine {
    part: String,
    alone: usize,
    without: Try,
    found: usize,
}

struct Order {
    label: &'static str,
    path: String,
    current: bool,
}

/// Answers with the results.
pub(crate) fn show(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let query = &asked.query;
    let (search, misread) = parameters::read(archive.corpus(), query);
    if search.view == View::Kwic {
        return kwic::page(site, archive, &search, &misread);
    }
    show_page(site, archive, &search, &misread, query.one("related") == Some("1"))
}

/// Answers with the page of results, whatever the view; with related paragraphs, or where they are.
fn show_page(
    site: &Site,
    archive: &Archive,
    search: &Search,
    misread: &[Misread],
    with_related: bool,
) -> Result<Response, Error> {
    let results = archive.search(&request(search, (search.page - 1).saturating_mul(PER_PAGE), PER_PAGE, Parts::ALL));
    let related = Related::of(archive, search, &results, with_related);
    answer::page(&SearchPage { related, ..page(site, archive, search, misread, results) }, Policy::PAGE)
}

/// Returns the request that an address stands for.
pub(super) fn request(search: &Search, offset: usize, limit: usize, parts: Parts) -> Request {
    Request {
        query: search.query.clone(),
        matching: search.matching,
        choices: search.choices.clone(),
        sort: search.sort,
        offset,
        limit,
        parts,
    }
}

fn page(site: &Site, archive: &Archive, search: &Search, misread: &[Misread], results: Results) -> SearchPage {
    let asked = !search.query.trim().is_empty() || !search.chosen().is_empty();
    let pages = results.total.div_ceil(PER_PAGE).max(1);
    let scope = SearchedScope::of(archive, &results);
    let attempt = |query: &String| Try { label: query.clone(), path: other(search, query) };
    SearchPage {
        layout: layout(site, archive, search, results.total),
        places: if asked && search.page == 1 { located::offered(archive, &search.query) } else { Vec::new() },
        holdings: (asked && results.total < FEW && search.chosen().is_empty()).then(|| Holdings::derived(archive)),
        asked,
        examples: examples(),
        notices: notices(search, misread, &results.notices, pages),
        also_counted: results.also_counted.into_iter().map(also_counted).collect(),
        did_you_mean: results.did_you_mean.iter().map(attempt).collect(),
        offers: results
            .offers
            .iter()
            .map(|it| Try {
                label: it.texts.map_or(it.label.clone(), |texts| format!("{} ({texts})", it.label)),
                path: other(search, &it.query),
            })
            .collect(),
        instead: results
            .instead
            .iter()
            .map(|it| InsteadLine {
                part: it.part.clone(),
                alone: it.alone,
                without: attempt(&it.without),
                found: it.found,
            })
            .collect(),
        tried: results.tried,
        reworded: Reworded::of(archive, search, &results.hits),
        groups: group::groups(archive, search, &results.hits),
        more_records: record::brief(archive, results.records.get(OPEN_RECORDS..).unwrap_or_default()),
        records: record::lines(archive, search, results.records.get(..OPEN_RECORDS).unwrap_or(&results.records)),
        related: None,
        facets: facets::lists(&results.facets, results.total, search, Leading::Search),
        orders: orders(search),
        scope,
        views: views(search),
        data: exports(search),
        feed: search.at_page(1).address(Format::Atom),
        matchings: matchings(search),
        forms: forms(search),
        history: history(search),
        narrowed: !search.chosen().is_empty(),
        page: search.page,
        pages,
        previous: (search.page > 1).then(|| search.at_page((search.page - 1).min(pages)).address(Format::Html)),
        next: (search.page < pages).then(|| search.at_page(search.page + 1).address(Format::Html)),
        is_whole: results.is_whole,
        total: results.total,
        documents: results.documents,
        understood_as: results.understood_as,
    }
}

/// Returns what there is to say about a query, its parameters and its page.
fn notices(search: &Search, misread: &[Misread], notices: &[Notice], pages: usize) -> Vec<NoticeLine> {
    let parameters = misread.iter().map(|it| NoticeLine { message: it.message(), suggestion: None });
    let query = notices.iter().map(|notice| NoticeLine {
        message: notice.message.clone(),
        suggestion: notice.suggestion.as_ref().map(|it| Try { label: it.clone(), path: other(search, it) }),
    });
    let page = (search.page > pages).then(|| NoticeLine {
        message: "These results have fewer pages.".to_owned(),
        suggestion: Some(Try { label: "First page".to_owned(), path: search.at_page(1).address(Format::Html) }),
    });
    parameters.chain(query).chain(page).collect()
}

/// Returns the address of another query with the same choices.
fn other(search: &Search, query: &str) -> String {
    Search { query: query.to_owned(), ..search.at_page(1) }.address(Format::Html)
}

fn layout(site: &Site, archive: &Archive, search: &Search, total: usize) -> Layout {
    let page = if search.page > 1 { format!(", page {}", search.page) } else { String::new() };
    let found = |query: &str| format!("{} ({total}){page}", isolated(query));
    let title = if search.query.is_empty() { "Search".to_owned() } else { found(&search.query) };
    let description = format!(
        "What the G7 and G8 have declared about cyberspace: paragraphs found for {}, each linked for good.",
        in_quotes(&shortened(&search.query, 80))
    );
    let whole = Search { choices: Choices::default(), ..search.at_page(1) }.address(Format::Html);
    let layout = Layout::new(site, archive, &title, &search.address(Format::Html));
    let is_asked = !search.query.is_empty() || !search.chosen().is_empty();
    let layout = if is_asked { layout.narrowed(site, search.chosen().len(), &whole) } else { layout };
    layout
        .described(&description)
        .remembering(&search.query)
        .within(Section::Search)
        .also(Format::Json, search.at_page(1).address(Format::Json), "These results as JSON")
        .also(Format::Atom, search.at_page(1).address(Format::Atom), "These results as a feed")
}

fn also_counted(also: AlsoCounted) -> AlsoCountedLine {
    AlsoCountedLine { term: also.term, forms: also.forms, more: also.more }
}

fn orders(search: &Search) -> Vec<Order> {
    let order = |(sort, label)| Order {
        label,
        path: Search { sort, ..search.at_page(1) }.address(Format::Html),
        current: sort == search.sort,
    };
    [(Sort::Relevance, "Best match"), (Sort::Newest, "Newest"), (Sort::Oldest, "Oldest"), (Sort::Document, "Document")]
        .map(order)
        .into()
}

fn views(search: &Search) -> [Order; 2] {
    [(View::Paragraphs, "Paragraphs"), (View::Kwic, "Every use in a line")].map(|(view, label)| Order {
        label,
        path: Search { view, ..search.at_page(1) }.address(Format::Html),
        current: view == search.view,
    })
}

/// Returns the same results in every format.
fn exports(search: &Search) -> Vec<Try> {
    let export = |(label, path): (&str, String)| Try { label: label.to_owned(), path };
    let search = search.at_page(1);
    let csv = search.address(Format::Csv);
    let references = [("RIS, for Zotero or EndNote", Format::Ris), ("BibTeX, for LaTeX", Format::Bibtex)];
    let mut exports: Vec<Try> = [
        ("JSON", search.address(Format::Json)),
        ("CSV", csv.clone()),
        ("CSV for spreadsheets", format!("{csv}{}excel=1", if csv.contains('?') { '&' } else { '?' })),
        ("NDJSON", search.address(Format::Ndjson)),
    ]
    .map(export)
    .into();
    exports.extend(references.map(|(label, format)| export((label, search.address(format)))));
    exports
}

/// Returns the address of the history of what is asked for.
fn history(search: &Search) -> Option<String> {
    TermState::of_search(&search.query).map(|state| state.address(Format::Html))
}

/// Returns the ways to match that differ for this query: one word is all words and any word.
fn matchings(search: &Search) -> Vec<Order> {
    let order = |(matching, label)| Order {
        label,
        path: Search { matching, ..search.at_page(1) }.address(Format::Html),
        current: matching == search.matching,
    };
    let several = search.query.split_whitespace().nth(1).is_some() || search.matching == Matching::Any;
    if several { [(Matching::All, "All words"), (Matching::Any, "Any word")].map(order).into() } else { Vec::new() }
}

/// Returns whether the forms of words count, where they can be switched off: words without signs can be taken exactly as
/// they were typed, each in quotation marks.
fn forms(search: &Search) -> Vec<Order> {
    let words: Vec<&str> = search.query.split_whitespace().collect();
    let mut orders = Vec::new();
    let is_plain = |word: &str| word.chars().all(char::is_alphanumeric) && !matches!(word, "AND" | "OR" | "NOT");
    if !words.is_empty() && words.iter().all(|word| is_plain(word)) {
        let exact: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
        orders.push(Order { label: "Exactly as typed", path: other(search, &exact.join(" ")), current: false });
    }
    let quoted =
        |word: &&str| word.strip_prefix('"')?.strip_suffix('"').filter(|word| is_plain(word)).map(str::to_owned);
    if let Some(plain) = words.iter().map(quoted).collect::<Option<Vec<String>>>().filter(|it| !it.is_empty()) {
        orders.push(Order { label: "Other forms too", path: other(search, &plain.join(" ")), current: false });
        orders.push(Order { label: "Exactly as typed", path: other(search, &search.query), current: true });
    }
    orders
}
