//! A comparison as data: what `/compare.json` and `/compare.csv` answer and `g7cyber compare --json` prints.

use serde::Serialize;
use utoipa::ToSchema;

use super::extent::ScopeEntry;
use super::links;
use super::reference::Reference;
use super::rows::TableRow;
use crate::archive::Archive;
use crate::comparison::{self, Act, Comparison, Pair, ParagraphRange, Passage, Side, TextChange, TooLong};
use crate::data::Format;
use crate::wording::CodePoints;

/// How two texts differ.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ComparisonAnswer {
    a: SideAnswer,
    b: SideAnswer,
    /// Whether both have the same characters.
    identical: bool,
    /// How many words both have: those of the pairs, and those of `shared_apart`.
    shared_words: usize,
    /// How many of them stand in runs of five words and more in paragraphs that do not belong together.
    shared_apart: usize,
    /// Paragraphs that belong together, in the order of `a`.
    pairs: Vec<PairAnswer>,
    /// Paragraphs of `a` that belong to none of `b`.
    alone_a: Vec<String>,
    /// Paragraphs of `b` that belong to none of `a`.
    alone_b: Vec<String>,
    scope: ScopeEntry,
    /// How `a` differs from `c` and `d`, each in the place of `b`.
    #[schema(no_recursion)]
    pub(crate) further: Vec<Self>,
}

/// One of the texts that are compared.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SideAnswer {
    path: String,
    title: String,
    /// The date of its document, as exactly as it is known.
    date: Option<String>,
    /// The kind of its document; a press report has not the words of the group.
    kind: Option<&'static str>,
    words: usize,
}

/// Paragraphs that belong together.
#[derive(Debug, Serialize, ToSchema)]
struct PairAnswer {
    /// `same`, `spelling`, `changed`, `split`, `merged` or `moved`.
    kind: &'static str,
    a: Vec<String>,
    b: Vec<String>,
    shared_words: usize,
    words_a: usize,
    words_b: usize,
    /// What became of every word, in the order of `a`; the ranges of one side, in their order, are the whole side.
    diff: Vec<OperationAnswer>,
}

/// A stretch that both texts have, or one.
#[derive(Debug, Serialize, ToSchema)]
struct OperationAnswer {
    /// `equal`, `insert`, `delete` or `moved`.
    op: &'static str,
    /// How exactly both have it: `characters`, `words` or `spelling`; null where one has it.
    level: Option<&'static str>,
    /// Its range in the text of `a_path`, in code points, half open.
    a: Option<[usize; 2]>,
    b: Option<[usize; 2]>,
    a_path: Option<String>,
    b_path: Option<String>,
    /// Its words: those of `a` where both have it.
    text: String,
}

/// Compares what two references name: two paragraphs word by word, all else paragraph by paragraph.
///
/// # Errors
///
/// When one of them is too long.
pub(crate) fn compare(archive: &Archive, a: &Reference<'_>, b: &Reference<'_>) -> Result<Comparison, TooLong> {
    if a.is_document || b.is_document {
        comparison::compare(archive, &a.side, &b.side)
    } else {
        comparison::compare_paragraphs(archive, &a.side, &b.side)
    }
}

impl ComparisonAnswer {
    /// Returns a comparison in the promised form.
    pub(crate) fn of(archive: &Archive, a: &Reference<'_>, b: &Reference<'_>, compared: &Comparison) -> Self {
        let (own, other) = (Points::of(&a.side), Points::of(&b.side));
        let pairs = compared.pairs.iter().map(|pair| PairAnswer {
            kind: pair.kind.id(),
            a: paths(&a.side, &pair.a),
            b: paths(&b.side, &pair.b),
            shared_words: pair.shared,
            words_a: pair.words_a,
            words_b: pair.words_b,
            diff: pair.changes.iter().map(|change| operation(change, (a, &own), (b, &other))).collect(),
        });
        Self {
            identical: is_identical(a, b),
            shared_words: compared.shared,
            shared_apart: compared.apart,
            pairs: pairs.collect(),
            alone_a: paths(&a.side, &compared.alone_a),
            alone_b: paths(&b.side, &compared.alone_b),
            scope: scope(archive, a, b, compared),
            a: SideAnswer::of(a, compared.words_a),
            b: SideAnswer::of(b, compared.words_b),
            further: Vec::new(),
        }
    }
}

/// Tells whether two sides have the same characters.
pub(crate) fn is_identical(a: &Reference<'_>, b: &Reference<'_>) -> bool {
    a.side.passages.iter().map(|it| it.text).eq(b.side.passages.iter().map(|it| it.text))
}

impl SideAnswer {
    fn of(reference: &Reference<'_>, words: usize) -> Self {
        Self {
            path: reference.path.clone(),
            title: reference.title.clone(),
            date: reference.document.map(|document| document.date.to_string()),
            kind: reference.document.map(|document| document.kind.id()),
            words,
        }
    }
}

/// Returns the scope of a comparison of two: what it looked at, in an archive that holds more.
fn scope(archive: &Archive, a: &Reference<'_>, b: &Reference<'_>, compared: &Comparison) -> ScopeEntry {
    let mut documents: Vec<_> = [a.document, b.document].into_iter().flatten().collect();
    documents.dedup_by_key(|document| &document.id);
    let dates = || documents.iter().map(|document| document.date);
    ScopeEntry {
        documents: documents.len(),
        paragraphs: a.side.passages.len() + b.side.passages.len(),
        from: dates().min().map(|date| date.to_string()),
        to: dates().max().map(|date| date.to_string()),
        words: (compared.words_a + compared.words_b) as u64,
        searched: documents.len(),
        ..ScopeEntry::of_all(archive)
    }
}

/// The code points of the paragraphs of a side, counted once.
struct Points<'a>(Vec<CodePoints<'a>>);

impl<'a> Points<'a> {
    fn of(side: &Side<'a>) -> Self {
        Self(side.passages.iter().map(|passage| CodePoints::of(passage.text)).collect())
    }

    fn range(&self, place: &ParagraphRange) -> [usize; 2] {
        let range = self.0.get(place.paragraph).map_or(0..0, |points| points.range(&place.range));
        [range.start, range.end]
    }
}

/// Returns the address of a paragraph or wording that is compared.
pub(crate) fn passage_path(passage: &Passage<'_>) -> String {
    match passage.revision {
        Some(revision) => links::revision(&passage.id, revision),
        None => links::paragraph(&passage.id, Format::Html),
    }
}

fn paths(side: &Side<'_>, places: &[usize]) -> Vec<String> {
    places.iter().filter_map(|at| side.passages.get(*at)).map(passage_path).collect()
}

/// Returns the characters at a place of a side.
pub(crate) fn characters<'a>(side: &Side<'a>, place: &ParagraphRange) -> &'a str {
    let text = side.passages.get(place.paragraph).map_or("", |passage| passage.text);
    text.get(place.range.clone()).unwrap_or_default()
}

fn operation(
    change: &TextChange,
    a: (&Reference<'_>, &Points<'_>),
    b: (&Reference<'_>, &Points<'_>),
) -> OperationAnswer {
    let path = |side: &Side<'_>, place: &ParagraphRange| side.passages.get(place.paragraph).map(passage_path);
    let text = match (&change.a, &change.b) {
        (Some(place), _) => characters(&a.0.side, place),
        (None, Some(place)) => characters(&b.0.side, place),
        (None, None) => "",
    };
    OperationAnswer {
        op: change.act.id(),
        level: change.level.map(comparison::Exactness::id),
        a: change.a.as_ref().map(|place| a.1.range(place)),
        b: change.b.as_ref().map(|place| b.1.range(place)),
        a_path: change.a.as_ref().and_then(|place| path(&a.0.side, place)),
        b_path: change.b.as_ref().and_then(|place| path(&b.0.side, place)),
        text: text.to_owned(),
    }
}

/// A pair as a row of a table; what stands alone is a row with one side.
#[derive(Debug, Serialize)]
pub(crate) struct PairRow {
    kind: &'static str,
    a: String,
    b: String,
    shared_words: usize,
    words_a: usize,
    words_b: usize,
    text_a: String,
    text_b: String,
}

impl PairRow {
    /// Returns the rows of a comparison: one a pair, in the order of the first text.
    pub(crate) fn all(a: &Reference<'_>, b: &Reference<'_>, compared: &Comparison) -> Vec<Self> {
        let texts = |side: &Side<'_>, places: &[usize]| {
            let texts: Vec<&str> = places.iter().filter_map(|at| side.passages.get(*at)).map(|it| it.text).collect();
            texts.join("\n")
        };
        let row = |pair: &Pair| Self {
            kind: pair.kind.id(),
            a: paths(&a.side, &pair.a).join(" "),
            b: paths(&b.side, &pair.b).join(" "),
            shared_words: pair.shared,
            words_a: pair.words_a,
            words_b: pair.words_b,
            text_a: texts(&a.side, &pair.a),
            text_b: texts(&b.side, &pair.b),
        };
        compared.pairs.iter().map(row).collect()
    }
}

impl TableRow for PairRow {
    const COLUMNS: &'static [&'static str] =
        &["kind", "a", "b", "shared_words", "words_a", "words_b", "text_a", "text_b"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.kind.to_owned(),
            self.a.clone(),
            self.b.clone(),
            self.shared_words.to_string(),
            self.words_a.to_string(),
            self.words_b.to_string(),
            self.text_a.clone(),
            self.text_b.clone(),
        ]
    }
}

/// Tells whether some words of a pair stand in another order.
pub(crate) fn has_moves(pair: &Pair) -> bool {
    pair.changes.iter().any(|change| change.act == Act::Moved)
}
