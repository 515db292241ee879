//! The history of a term: one sentence, its forms, its texts by date, every use with its link, and what is no use.

pub(super) mod atom;
pub(super) mod data;
mod strip;

use askama::Template;
use axum::response::Response;

use self::strip::Strip;
use super::as_of::AnsweringArchive;
use super::asked::Asked;
use super::example::Try;
use super::headers::Policy;
use super::layout::{Layout, Section};
use super::line::PrintedLine;
use super::site::{Context, Site};
use super::{Error, answer};
use crate::archive::Archive;
use crate::corpus::{Corpus, DocumentPlace, ParagraphId};
use crate::data::{
    CopiedStatement, Format, History, Search, TermState, TrendState, UseEntry, View, as_of_day, links, search_among,
};
use crate::search::{Beside, ConcordanceLine, FormCount, Fragment, Notice, OneTerm, Sameness, fragments};
use crate::wording::{in_quotes, isolated};

/// Uses on a page.
const PER_PAGE: usize = 100;

/// At most so many texts are listed; the data has all.
const LISTED: usize = 200;

/// At most so many neighbours are named on either side.
const NEIGHBOURS: usize = 12;

/// With more forms than these the rarer ones are folded.
const FORMS: usize = 12;

#[derive(Template)]
#[template(path = "term.html")]
struct TermPage {
    layout: Layout,
    text: String,
    press: bool,
    /// The day that is asked, for the form and in words.
    as_of: String,
    day: Option<String>,
    notices: Vec<NoticeLine>,
    told: Option<ToldTerm>,
}

struct NoticeLine {
    message: String,
    suggestion: Option<Try>,
}

/// What is told of a term.
struct ToldTerm {
    term: String,
    /// The first sentence, and what is said after it.
    sentence: String,
    more: String,
    absent: bool,
    forms: Vec<FormLine>,
    more_forms: Vec<FormLine>,
    rarer: bool,
    not_counted: Vec<Try>,
    nearest: Vec<Try>,
    strip: Option<Strip>,
    /// What the columns at the left and at the right of the uses hold.
    heads: [&'static str; 2],
    since: Vec<PrintedLine>,
    lines: Vec<PrintedLine>,
    /// Those of press reports, where they count.
    press_lines: Vec<PrintedLine>,
    total: usize,
    page: usize,
    pages: usize,
    previous: Option<String>,
    next: Option<String>,
    asides: Vec<Aside>,
    /// The words beside it, each with its number and the history of both together.
    before: Vec<(Try, usize)>,
    after: Vec<(Try, usize)>,
    beside_of: Option<usize>,
    lists: Vec<TextList>,
    search: String,
    /// The concordance of all uses, of the present texts.
    kwic: Option<String>,
    trends: String,
    press_link: String,
    data: Vec<Try>,
    copied: CopiedStatement,
}

struct FormLine {
    form: String,
    count: usize,
    how: &'static str,
}

/// Places of one sort that are no use.
struct Aside {
    title: &'static str,
    explanation: &'static str,
    places: Vec<AsidePlace>,
    more: usize,
}

struct AsidePlace {
    path: String,
    name: String,
    runs: Vec<(bool, String)>,
}

/// Some of the texts, as a list.
struct TextList {
    id: &'static str,
    title: String,
    /// Whether it is shown unfolded: an absence rests on it.
    open: bool,
    texts: Vec<TextLine>,
    more: usize,
}

struct TextLine {
    path: String,
    name: String,
    date: String,
    uses: Option<usize>,
}

/// Answers with the page.
pub(crate) fn show(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let seen = AnsweringArchive::read(context, asked)?;
    let state = TermState::read(&asked.query, seen.asked);
    let site = &context.site;
    let (told, notices) = match OneTerm::read(&state.text) {
        Err(_) if !asked.query.has("t") => (None, Vec::new()),
        Err(no_term) => (None, vec![notice(no_term.notice())]),
        Ok(term) => {
            let history = History::of(&site.links, &context.archive, &seen.as_of, &state, &term);
            let notices = history.usage.notices.iter().map(notice).collect();
            (Some(told(context, &history, &state)), notices)
        }
    };
    let page = TermPage {
        layout: layout(site, &context.archive, &state),
        text: state.text,
        press: state.press,
        as_of: seen.asked.map(|day| day.to_string()).unwrap_or_default(),
        day: seen.day(),
        notices,
        told,
    };
    answer::page(&page, Policy::PAGE)
}

fn layout(site: &Site, archive: &Archive, state: &TermState) -> Layout {
    let title = if state.text.is_empty() {
        "History of a term".to_owned()
    } else {
        format!("History of {}", isolated(&super::text::shortened(&state.text, 80)))
    };
    let layout = Layout::new(site, archive, &title, &state.address(Format::Html))
        .described(
            "Where a word or phrase is first and last used, in how many texts, or that none has it, to be cited.",
        )
        .within(Section::Search);
    if state.text.is_empty() {
        return layout;
    }
    layout.unfollowed().also(Format::Json, state.at_page(1).address(Format::Json), "This history as JSON").also(
        Format::Atom,
        state.at_page(1).address(Format::Atom),
        "New uses as a feed",
    )
}

/// Returns a notice with the search that is suggested.
fn notice(notice: &Notice) -> NoticeLine {
    let search =
        |query: &String| Try { label: format!("Search for {query}"), path: Search::of(query).address(Format::Html) };
    NoticeLine { message: notice.message.clone(), suggestion: notice.suggestion.as_ref().map(search) }
}

fn told(context: &Context, history: &History<'_>, state: &TermState) -> ToldTerm {
    let site = &context.site;
    let (usage, corpus) = (&history.usage, history.corpus());
    let total = usage.total();
    let pages = total.div_ceil(PER_PAGE).max(1);
    let page = state.page.min(pages);
    let first = (page - 1) * PER_PAGE;
    let lines = usage.lines(corpus, first..first + PER_PAGE);
    let entries = history.uses(&site.links, first..first + PER_PAGE);
    let lines = printed(site, corpus, &lines, &entries);
    let turned = !lines.is_empty() && lines.iter().all(|line| line.right_to_left);
    let (press_lines, lines) = lines.into_iter().partition(|line| line.press);
    let at = |text: String| TermState { text, ..state.at_page(1) }.address(Format::Html);
    let search = search_among(corpus, history.term.text(), history.press);
    let mut forms: Vec<FormLine> = usage.forms.iter().map(form).collect();
    let more_forms = forms.split_off(forms.len().min(FORMS));
    let Beside { mut before, mut after, paragraphs } = usage.beside(corpus);
    before.truncate(NEIGHBOURS);
    after.truncate(NEIGHBOURS);
    let words = history.term.words().unwrap_or_default();
    let beside = |word: &str, count: usize, together: String| {
        let path = if words.is_empty() { at(word.to_owned()) } else { at(quoted(&together)) };
        (Try { label: word.to_owned(), path }, count)
    };
    ToldTerm {
        term: in_quotes(state.text.trim()),
        sentence: history.sentence(),
        more: history.more(),
        absent: history.is_absent(),
        forms,
        more_forms,
        rarer: usage.more_forms,
        not_counted: usage
            .not_counted
            .iter()
            .map(|offer| Try { label: offer.label.clone(), path: at(offer.query.clone()) })
            .collect(),
        nearest: usage
            .nearest_words
            .iter()
            .map(|words| Try { label: words.clone(), path: at(quoted(words)) })
            .collect(),
        strip: Strip::of(history),
        heads: if turned { ["After", "Before"] } else { ["Before", "After"] },
        since: since(context, history),
        lines,
        press_lines,
        total,
        page,
        pages,
        previous: (page > 1).then(|| state.at_page(page - 1).address(Format::Html)),
        next: (page < pages).then(|| state.at_page(page + 1).address(Format::Html)),
        asides: asides(history),
        beside_of: (paragraphs < usage.paragraphs.len()).then_some(paragraphs),
        before: before.into_iter().map(|(word, count)| beside(&word, count, format!("{word} {words}"))).collect(),
        after: after.into_iter().map(|(word, count)| beside(&word, count, format!("{words} {word}"))).collect(),
        lists: lists(history),
        search: as_of_day(&search, state.as_of),
        kwic: state.as_of.is_none().then(|| Search { view: View::Kwic, ..search }.address(Format::Html)),
        trends: TrendState::of(&state.text, state).address(Format::Html),
        press_link: TermState { press: !state.press, ..state.at_page(1) }.address(Format::Html),
        data: [("JSON", Format::Json), ("CSV", Format::Csv), ("Feed (Atom)", Format::Atom)]
            .map(|(label, format)| Try { label: label.to_owned(), path: state.at_page(1).address(format) })
            .into(),
        copied: history.copied(&site.links),
    }
}

/// Returns words as a term that is these words: a phrase in quotation marks.
fn quoted(words: &str) -> String {
    if words.contains(' ') { format!("\"{words}\"") } else { words.to_owned() }
}

fn form(form: &FormCount) -> FormLine {
    let how = match form.level {
        Sameness::Typed => "as typed",
        Sameness::Spelling => "spelling",
        Sameness::Form => "word form",
        Sameness::Beginning => "begins so",
    };
    FormLine { form: form.form.clone(), count: form.count, how }
}

/// Returns the lines of a corpus as they are printed, each leading to its words.
fn printed(site: &Site, corpus: &Corpus, lines: &[ConcordanceLine<'_>], entries: &[UseEntry]) -> Vec<PrintedLine> {
    let line = |(line, entry): (&ConcordanceLine<'_>, &UseEntry)| {
        let when = corpus.at(line.place.document)?.date.long();
        Some(PrintedLine { when, ..PrintedLine::of(&site.links, corpus, line, |_| entry.words.clone())? })
    };
    lines.iter().zip(entries).filter_map(line).collect()
}

/// Returns the uses that were published since the day that is asked.
fn since(context: &Context, history: &History<'_>) -> Vec<PrintedLine> {
    let Some(since) = &history.since else { return Vec::new() };
    let corpus = context.archive.corpus();
    let lines = since.usage.lines(corpus, 0..PER_PAGE);
    printed(&context.site, corpus, &lines, &UseEntry::all(&context.site.links, corpus, false, &lines))
}

fn runs(text: &str, spans: &[std::ops::Range<usize>]) -> Vec<(bool, String)> {
    fragments(text, spans).into_iter().map(|Fragment { marked, text }| (marked, text.to_owned())).collect()
}

/// Returns where the term stands that is no use.
fn asides(history: &History<'_>) -> Vec<Aside> {
    let usage = &history.usage;
    let paragraph = |place| {
        let (document, paragraph) = history.corpus().paragraph_at(place)?;
        let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
        Some((links::paragraph(&id, Format::Html), format!("{}, {}", document.name(), document.called(paragraph))))
    };
    let across = usage.across.iter().filter_map(|it| {
        let (path, name) = paragraph(it.place)?;
        Some(AsidePlace { path, name, runs: runs(&it.text, std::slice::from_ref(&it.span)) })
    });
    let headings = usage.in_headings.iter().filter_map(|it| {
        let document = history.document(it.document)?;
        let text = &document.headings.get(it.heading)?.text;
        let path = links::document(&document.id, Format::Html);
        Some(AsidePlace { path, name: document.name().to_owned(), runs: runs(text, &it.spans) })
    });
    let struck = usage.in_corrections.iter().filter_map(|it| {
        let (path, name) = paragraph(it.place)?;
        let excerpt = crate::search::excerpt(&it.text, std::slice::from_ref(&it.span));
        let runs = excerpt.fragments.into_iter().map(|it| (it.marked, it.text.to_owned())).collect();
        Some(AsidePlace { path, name, runs })
    });
    let aside = |title, explanation, places: Vec<AsidePlace>| {
        let more = places.len().saturating_sub(LISTED);
        Aside { title, explanation, places: places.into_iter().take(LISTED).collect(), more }
    };
    let all = [
        aside("Across the border of paragraphs", "It begins in one paragraph and ends in the next.", across.collect()),
        aside("In headings", "Headings are not paragraphs: they are neither found nor cited.", headings.collect()),
        aside("Only in a correction", "The source has it as an error that was struck out.", struck.collect()),
    ];
    all.into_iter().filter(|aside| !aside.places.is_empty()).collect()
}

/// Returns the texts that have it, those that have it not, and those of which nothing is said.
fn lists(history: &History<'_>) -> Vec<TextList> {
    let line = |place, uses| {
        let document = history.document(place)?;
        Some(TextLine {
            path: links::document(&document.id, Format::Html),
            name: document.name().to_owned(),
            date: document.date.long(),
            uses,
        })
    };
    let list = |id, title: String, texts: Vec<(DocumentPlace, Option<usize>)>| TextList {
        id,
        title: format!("{title} ({})", texts.len()),
        open: id == "without" && history.is_absent(),
        more: texts.len().saturating_sub(LISTED),
        texts: texts.into_iter().take(LISTED).filter_map(|(place, uses)| line(place, uses)).collect(),
    };
    let known = history.corpus().places().filter(|(_, document)| !document.held());
    let with = history.texts_with.iter().map(|(place, uses)| (*place, Some(*uses))).collect();
    let without = history.texts_without.iter().map(|place| (*place, None)).collect();
    let lists = [
        list("with", "Texts that have it".to_owned(), with),
        list("without", "Texts held without it".to_owned(), without),
        list(
            "not-held",
            "Known and not held: nothing is said of them".to_owned(),
            known.map(|(at, _)| (at, None)).collect(),
        ),
    ];
    lists.into_iter().filter(|list| !list.texts.is_empty()).collect()
}
