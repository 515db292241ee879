//! The history of a term as data: everything that the page says, and every use a row.

use std::collections::HashMap;

use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::History;
use crate::corpus::{Corpus, Date, Document, DocumentPlace, ParagraphId, ParagraphPlace};
use crate::data::extent::ScopeEntry;
use crate::data::format::Format;
use crate::data::links::{self, Links};
use crate::data::results::NoticeEntry;
use crate::data::rows::TableRow;
use crate::data::term::{as_of_day, search_among};
use crate::search::ConcordanceLine;
use crate::wording::{CodePoints, code_points};

/// The history of a term.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HistoryAnswer {
    /// The term as it was given.
    term: String,
    /// The term in words.
    understood_as: String,
    notices: Vec<NoticeEntry>,
    /// The forms that count, each with its number, what was typed first; where there is no use, all that were looked for.
    forms: Vec<TermForm>,
    /// Whether there are further forms, of rarer words, that are not listed.
    more_forms: bool,
    /// Forms that do not count.
    not_counted: Vec<String>,
    /// How many uses there are; `uses` has at most 10,000 of them, and `Link` leads to the others.
    total: usize,
    /// Whether all paragraphs were searched: if not, the numbers are the least they can be.
    is_whole: bool,
    /// The uses by date; of texts of one date, and of those dated by month or year alone, by the first day they may mean.
    uses: Vec<UseEntry>,
    /// The first use: the first in each of several texts where their dates do not tell which was first.
    first: Vec<UseEntry>,
    /// The last use: the last in each of several.
    last: Vec<UseEntry>,
    /// The ids of the texts that have it, by date.
    texts_with: Vec<String>,
    /// The ids of the texts that could have it and have it not.
    texts_without: Vec<String>,
    /// Where it begins in one paragraph and ends in a later one: no use.
    across_paragraphs: Vec<BrokenEntry>,
    /// Headings that have it: no use.
    in_headings: Vec<HeadingEntry>,
    /// Where it stands only in words of the source that were struck out as errors: no use.
    in_corrections: Vec<StruckEntry>,
    /// What press reports have of it, where they do not count.
    press_reports: Option<PressUses>,
    /// Words and phrases that are spelled nearly so, where there is no use.
    nearest_words: Vec<String>,
    scope: ScopeEntry,
    /// The day by which the wording was published.
    as_of: Option<String>,
    /// Of an earlier day: the uses that were published since, the first hundred.
    published_since: Option<SinceEntry>,
    /// What all this says, in sentences to be copied.
    statement: String,
    /// The same as a footnote.
    footnote: String,
    /// The address that computes it again.
    link: String,
    /// The search that finds all uses.
    search: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct TermForm {
    form: String,
    count: usize,
    /// `typed`, `spelling`, `form` or `beginning`.
    level: &'static str,
}

/// A use of a term.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct UseEntry {
    pub(crate) path: String,
    /// A lasting link to these words in this wording, as a path of this site.
    #[serde(skip)]
    pub(crate) words: String,
    /// The same, absolute.
    pub(crate) url: String,
    pub(crate) document: String,
    pub(crate) number: u32,
    pub(crate) revision: u32,
    pub(crate) title: String,
    /// The date as it is known.
    pub(crate) date: String,
    /// The first day that it may mean.
    pub(crate) date_from: String,
    /// The last day that it may mean.
    pub(crate) date_to: String,
    /// The code points of the paragraph's text, half open.
    pub(crate) span: [usize; 2],
    pub(crate) kind: &'static str,
    pub(crate) left: String,
    pub(crate) keyword: String,
    pub(crate) right: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct BrokenEntry {
    /// Where it ends.
    path: String,
    /// Where it begins.
    from: String,
    document: String,
    date: String,
    /// The words on both sides of the border.
    text: String,
    /// The code points of them.
    span: [usize; 2],
}

#[derive(Debug, Serialize, ToSchema)]
struct HeadingEntry {
    /// The document.
    path: String,
    document: String,
    date: String,
    heading: String,
    spans: Vec<[usize; 2]>,
}

#[derive(Debug, Serialize, ToSchema)]
struct StruckEntry {
    path: String,
    document: String,
    number: u32,
    date: String,
    /// The wording of the source.
    text: String,
    /// The code points of it.
    span: [usize; 2],
}

#[derive(Debug, Serialize, ToSchema)]
struct PressUses {
    held: usize,
    texts_with: Vec<String>,
    uses: usize,
}

#[derive(Debug, Serialize, ToSchema)]
struct SinceEntry {
    total: usize,
    uses: Vec<UseEntry>,
}

impl HistoryAnswer {
    /// Returns a history with these uses of all.
    pub(crate) fn of(links: &Links, history: &History<'_>, wanted: std::ops::Range<usize>) -> Self {
        let (usage, corpus) = (&history.usage, history.corpus());
        let id = |place: &DocumentPlace| history.document(*place).map(|document| document.id.to_string());
        let copied = history.copied(links);
        let search = search_among(corpus, history.term.text(), history.press);
        Self {
            term: history.typed.to_owned(),
            understood_as: usage.understood_as.clone(),
            notices: usage.notices.iter().map(NoticeEntry::of).collect(),
            forms: usage
                .forms
                .iter()
                .map(|it| TermForm { form: it.form.clone(), count: it.count, level: it.level.id() })
                .collect(),
            more_forms: usage.more_forms,
            not_counted: usage.not_counted.iter().map(|offer| offer.label.clone()).collect(),
            total: usage.total(),
            is_whole: usage.is_whole,
            uses: history.uses(links, wanted),
            first: history.first_uses(links),
            last: history.last_uses(links),
            texts_with: history.texts_with.iter().filter_map(|(place, _)| id(place)).collect(),
            texts_without: history.texts_without.iter().filter_map(id).collect(),
            across_paragraphs: usage.across.iter().filter_map(|it| broken(corpus, it)).collect(),
            in_headings: usage.in_headings.iter().filter_map(|it| heading(corpus, it)).collect(),
            in_corrections: usage.in_corrections.iter().filter_map(|it| struck(corpus, it)).collect(),
            press_reports: history.in_press.as_ref().map(|press| PressUses {
                held: press.held,
                texts_with: press.texts_with.iter().filter_map(|(place, _)| id(place)).collect(),
                uses: press.uses(),
            }),
            nearest_words: usage.nearest_words.clone(),
            scope: history.scope.clone(),
            as_of: history.scope.as_of.clone(),
            published_since: history
                .since
                .as_ref()
                .map(|since| SinceEntry { total: since.total, uses: since.first.clone() }),
            statement: copied.sentence,
            footnote: copied.footnote,
            link: copied.link,
            search: links.absolute(&as_of_day(&search, history.asked)),
        }
    }
}

impl UseEntry {
    /// Returns lines of a corpus as data; of that of an earlier day each links to the wording it had then.
    pub(crate) fn all(links: &Links, corpus: &Corpus, is_past: bool, lines: &[ConcordanceLine<'_>]) -> Vec<Self> {
        let mut points: HashMap<ParagraphPlace, CodePoints<'_>> = HashMap::new();
        let entry = |line: &ConcordanceLine<'_>| {
            let (document, paragraph) = corpus.paragraph_at(line.place)?;
            let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
            let path = links::paragraph(&id, Format::Html);
            let span = points.entry(line.place).or_insert_with(|| CodePoints::of(&paragraph.text)).range(&line.span);
            let words = if is_past {
                links::ranged(&id, paragraph.revision, &format!("{}-{}", span.start, span.end))
            } else {
                links::stretch(&path, &span, paragraph.revision)
            };
            let [date, date_from, date_to] = dated(document.date);
            Some(Self {
                path,
                url: links.absolute(&words),
                words,
                document: document.id.to_string(),
                number: paragraph.number.get(),
                revision: paragraph.revision.get(),
                title: document.title.clone(),
                date,
                date_from,
                date_to,
                span: [span.start, span.end],
                kind: document.kind.id(),
                left: line.left.to_owned(),
                keyword: line.keyword.to_owned(),
                right: line.right.to_owned(),
            })
        };
        lines.iter().filter_map(entry).collect()
    }
}

fn dated(date: Date) -> [String; 3] {
    let (first, last) = date.days();
    [date.to_string(), first.to_string(), last.to_string()]
}

fn at(document: &Document, place: usize) -> Option<(String, u32)> {
    let number = document.paragraphs.get(place)?.number;
    let id = ParagraphId { document: document.id.clone(), number };
    Some((links::paragraph(&id, Format::Html), number.get()))
}

fn broken(corpus: &Corpus, broken: &crate::search::Broken) -> Option<BrokenEntry> {
    let document = corpus.at(broken.place.document)?;
    let span = code_points(&broken.text, &broken.span);
    Some(BrokenEntry {
        path: at(document, broken.place.paragraph)?.0,
        from: at(document, broken.from)?.0,
        document: document.id.to_string(),
        date: document.date.to_string(),
        text: broken.text.clone(),
        span: [span.start, span.end],
    })
}

fn heading(corpus: &Corpus, found: &crate::search::InHeading) -> Option<HeadingEntry> {
    let document = corpus.at(found.document)?;
    let text = &document.headings.get(found.heading)?.text;
    let spans = found.spans.iter().map(|span| code_points(text, span)).map(|span| [span.start, span.end]);
    Some(HeadingEntry {
        path: links::document(&document.id, Format::Html),
        document: document.id.to_string(),
        date: document.date.to_string(),
        heading: text.clone(),
        spans: spans.collect(),
    })
}

fn struck(corpus: &Corpus, struck: &crate::search::Struck) -> Option<StruckEntry> {
    let document = corpus.at(struck.place.document)?;
    let (path, number) = at(document, struck.place.paragraph)?;
    let span = code_points(&struck.text, &struck.span);
    Some(StruckEntry {
        path,
        document: document.id.to_string(),
        number,
        date: document.date.to_string(),
        text: struck.text.clone(),
        span: [span.start, span.end],
    })
}

/// A use as a row of a table, with the release that it was read from.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct UseRow {
    #[serde(flatten)]
    pub(crate) entry: UseEntry,
    pub(crate) release: String,
}

impl TableRow for UseRow {
    const COLUMNS: &'static [&'static str] = &[
        "path",
        "url",
        "document",
        "number",
        "revision",
        "title",
        "date",
        "date_from",
        "date_to",
        "start",
        "end",
        "kind",
        "left",
        "keyword",
        "right",
        "release",
    ];

    fn cells(&self) -> Vec<String> {
        let UseEntry { path, url, document, number, revision, title, date, date_from, date_to, span, .. } = &self.entry;
        let UseEntry { kind, left, keyword, right, .. } = &self.entry;
        let [start, end] = span.map(|it| it.to_string());
        vec![
            path.clone(),
            url.clone(),
            document.clone(),
            number.to_string(),
            revision.to_string(),
            title.clone(),
            date.clone(),
            date_from.clone(),
            date_to.clone(),
            start,
            end,
            (*kind).to_owned(),
            left.clone(),
            keyword.clone(),
            right.clone(),
            self.release.clone(),
        ]
    }
}

/// What is asked of a term, as the interface describes it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "a description: the fields are read by the derive alone")]
pub(crate) struct HistoryParameters {
    /// The term: a word, `"a phrase"`, `word*`, `="exactly so"`, or several of these joined by `OR`.
    #[param(min_length = 1, max_length = 500)]
    t: String,
    /// `1` where press reports are to count.
    press: Option<u8>,
    /// The day by which the wording was published; the newest where there is none.
    #[param(format = Date)]
    as_of: Option<String>,
    /// The most uses to give; more than 10,000 are given as 10,000.
    #[param(minimum = 1)]
    limit: Option<usize>,
    /// How many uses to pass over.
    #[param(minimum = 0)]
    offset: Option<usize>,
}
