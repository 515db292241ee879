//! The wordings of a formula as data: what `/formula.json` and `/formula.csv` answer.

use serde::Serialize;
use utoipa::ToSchema;

use super::extent::ScopeEntry;
use super::format::Format;
use super::links;
use super::rows::TableRow;
use crate::archive::Archive;
use crate::comparison::{Family, Use, Wording};
use crate::corpus::ParagraphId;
use crate::wording::{Op, code_points, diff};

/// The wordings of a formula.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FormulaAnswer {
    /// The words that were asked for.
    formula: String,
    /// Its wordings, those first used first; each is the same words wherever it stands.
    wordings: Vec<WordingAnswer>,
    /// Whether all that could have one was looked at.
    complete: bool,
    scope: ScopeEntry,
}

#[derive(Debug, Serialize, ToSchema)]
struct WordingAnswer {
    words: String,
    /// What parts it from the first wording, word by word.
    diff: Vec<StepAnswer>,
    /// How many texts have it.
    texts: usize,
    /// The date of its first use.
    first: Option<String>,
    /// The date of its last use.
    last: Option<String>,
    uses: Vec<UseAnswer>,
    /// The places in `wordings` of the earlier wordings that fewest words part it from: the nearest among texts that are
    /// held, and no claim that it was taken from them.
    nearest: Vec<usize>,
    /// How many words part it from them.
    changed: usize,
}

#[derive(Debug, Serialize, ToSchema)]
struct StepAnswer {
    /// `equal`, `insert` or `delete`.
    op: &'static str,
    text: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct UseAnswer {
    path: String,
    date: String,
    kind: &'static str,
    /// Its range in the paragraph, in code points, half open.
    span: [usize; 2],
}

/// Returns the address and range of a use.
pub(crate) fn place(archive: &Archive, it: &Use) -> Option<(ParagraphId, [usize; 2], &'static str)> {
    let (document, paragraph) = archive.corpus().paragraph_at(it.place)?;
    let points = code_points(&paragraph.text, &it.range);
    let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
    Some((id, [points.start, points.end], document.kind.id()))
}

impl FormulaAnswer {
    /// Returns the wordings of a formula in the promised form.
    pub(crate) fn of(archive: &Archive, formula: &str, family: &Family) -> Self {
        let first = family.wordings.first().map_or("", |wording| wording.text.as_str());
        let answer = |wording: &Wording| {
            let uses = wording.uses.iter().filter_map(|it| {
                let (id, span, kind) = place(archive, it)?;
                Some(UseAnswer { path: links::paragraph(&id, Format::Html), date: it.date.to_string(), kind, span })
            });
            let steps = diff(first, &wording.text).into_iter().map(|change| StepAnswer {
                op: match change.op {
                    Op::Equal => "equal",
                    Op::Insert => "insert",
                    Op::Delete => "delete",
                },
                text: change.text,
            });
            WordingAnswer {
                words: wording.text.clone(),
                diff: steps.collect(),
                texts: wording.texts().len(),
                first: wording.dates().map(|(first, _)| first.to_string()),
                last: wording.dates().map(|(_, last)| last.to_string()),
                uses: uses.collect(),
                nearest: wording.nearest.clone(),
                changed: wording.changed,
            }
        };
        Self {
            formula: formula.to_owned(),
            wordings: family.wordings.iter().map(answer).collect(),
            complete: family.complete,
            scope: ScopeEntry::of_all(archive),
        }
    }
}

/// A wording as a row of a table.
#[derive(Debug, Serialize)]
pub(crate) struct WordingRow {
    wording: usize,
    words: String,
    texts: usize,
    first: String,
    last: String,
    nearest: String,
    changed: usize,
    uses: String,
}

impl WordingRow {
    /// Returns a row for every wording.
    pub(crate) fn all(answer: FormulaAnswer) -> Vec<Self> {
        let row = |(at, it): (usize, WordingAnswer)| Self {
            wording: at,
            words: it.words,
            texts: it.texts,
            first: it.first.unwrap_or_default(),
            last: it.last.unwrap_or_default(),
            nearest: it.nearest.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
            changed: it.changed,
            uses: it.uses.into_iter().map(|it| it.path).collect::<Vec<_>>().join(" "),
        };
        answer.wordings.into_iter().enumerate().map(row).collect()
    }
}

impl TableRow for WordingRow {
    const COLUMNS: &'static [&'static str] =
        &["wording", "words", "texts", "first", "last", "nearest", "changed", "uses"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.wording.to_string(),
            self.words.clone(),
            self.texts.to_string(),
            self.first.clone(),
            self.last.clone(),
            self.nearest.clone(),
            self.changed.to_string(),
            self.uses.clone(),
        ]
    }
}
