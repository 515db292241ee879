//! What texts share as data: what `/{document}/p/{number}/similar.json` and `/similar.json` answer.

use serde::Serialize;
use utoipa::ToSchema;

use super::extent::ScopeEntry;
use super::format::Format;
use super::links;
use super::name::name;
use super::rows::TableRow;
use crate::archive::Archive;
use crate::comparison::{Share, Shares, Similar, SimilarParagraph};
use crate::corpus::{Document, Paragraph, ParagraphId, Target};
use crate::wording::{CodePoints, code_points};

/// What other texts share with a paragraph, in runs of six words and more.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SimilarAnswer {
    /// The paragraph that was asked about.
    path: String,
    title: String,
    /// Paragraphs of other texts, those with the rarest words first.
    similar: Vec<SimilarEntry>,
    /// Runs that stand in more than eight texts: they stand here and in no entry above.
    formulas: Vec<FormulaEntry>,
    /// Whether all that could share a run was looked at.
    complete: bool,
    /// Words that were not followed, where it was not.
    left_out: Vec<String>,
    scope: ScopeEntry,
}

/// A paragraph that shares runs.
#[derive(Debug, Serialize, ToSchema)]
struct SimilarEntry {
    path: String,
    title: String,
    document: String,
    date: String,
    kind: &'static str,
    runs: Vec<RunEntry>,
}

/// Words that stand in both in a row.
#[derive(Debug, Serialize, ToSchema)]
struct RunEntry {
    /// Their range in the paragraph that was asked about, in code points, half open.
    a: [usize; 2],
    /// Their range in the other.
    b: [usize; 2],
    /// How many words there are.
    words: usize,
    /// How rare they are, together: what runs are ranked by.
    rarity: f64,
    /// How exactly they are the same: `characters`, `words` or `spelling`.
    level: &'static str,
    text: String,
}

/// A run that stands in many texts.
#[derive(Debug, Serialize, ToSchema)]
struct FormulaEntry {
    /// The words, as the paragraph has them.
    words: String,
    /// Their range in it, in code points, half open.
    a: [usize; 2],
    /// How many texts have them, this one among them.
    texts: usize,
    /// Where its uses are.
    url: String,
}

/// The texts that share most with a document.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SharesAnswer {
    path: String,
    title: String,
    /// Other texts, those that share most words first.
    similar: Vec<ShareEntry>,
    complete: bool,
    scope: ScopeEntry,
}

/// A text that shares words.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ShareEntry {
    path: String,
    title: String,
    date: String,
    kind: &'static str,
    /// How many words of the document stand in it too, in runs of six and more.
    shared_words: usize,
    /// How many pairs of paragraphs share a run.
    pairs: usize,
    /// Where both are compared.
    compare: String,
}

/// Returns the id of a paragraph that was found.
pub(crate) fn found<'a>(
    archive: &'a Archive,
    it: &SimilarParagraph,
) -> Option<(&'a Document, &'a Paragraph, ParagraphId)> {
    let (document, paragraph) = archive.corpus().paragraph_at(it.place)?;
    Some((document, paragraph, ParagraphId { document: document.id.clone(), number: paragraph.number }))
}

impl SimilarAnswer {
    /// Returns what other texts share with a paragraph in the promised form.
    pub(crate) fn of(archive: &Archive, id: &ParagraphId, text: &str, similar: &Similar) -> Self {
        let corpus = archive.corpus();
        let own = CodePoints::of(text);
        let entries = similar.matches.iter().filter_map(|it| {
            let (document, paragraph, id) = found(archive, it)?;
            let other = CodePoints::of(&paragraph.text);
            let runs = it.runs.iter().map(|run| {
                let (a, b) = (own.range(&run.a), other.range(&run.b));
                RunEntry {
                    a: [a.start, a.end],
                    b: [b.start, b.end],
                    words: run.words,
                    rarity: rounded(run.rarity),
                    level: run.level.id(),
                    text: text.get(run.a.clone()).unwrap_or_default().to_owned(),
                }
            });
            Some(SimilarEntry {
                path: links::paragraph(&id, Format::Html),
                title: name(corpus, &Target::Paragraph(id)),
                document: document.id.to_string(),
                date: document.date.to_string(),
                kind: document.kind.id(),
                runs: runs.collect(),
            })
        });
        let formulas = similar.formulas.iter().map(|formula| {
            let words = text.get(formula.range.clone()).unwrap_or_default();
            let points = code_points(text, &formula.range);
            FormulaEntry {
                words: words.to_owned(),
                a: [points.start, points.end],
                texts: formula.texts,
                url: links::uses(words),
            }
        });
        Self {
            path: links::paragraph(id, Format::Html),
            title: name(corpus, &Target::Paragraph(id.clone())),
            similar: entries.collect(),
            formulas: formulas.collect(),
            complete: similar.complete,
            left_out: similar.left_out.clone(),
            scope: ScopeEntry::of_all(archive),
        }
    }
}

/// Returns a measure with as many digits as say something.
fn rounded(measure: f64) -> f64 {
    (measure * 1000.0).round() / 1000.0
}

impl SharesAnswer {
    /// Returns the texts that share most in the promised form.
    pub(crate) fn of(archive: &Archive, document: &Document, shares: &Shares) -> Self {
        Self {
            path: links::document(&document.id, Format::Html),
            title: document.name().to_owned(),
            similar: ShareEntry::all(archive, document, shares),
            complete: shares.complete,
            scope: ScopeEntry::of_all(archive),
        }
    }
}

impl ShareEntry {
    /// Returns the texts that share most with a document.
    pub(crate) fn all(archive: &Archive, document: &Document, shares: &Shares) -> Vec<Self> {
        let entry = |share: &Share| {
            let other = archive.corpus().at(share.document)?;
            Some(Self {
                path: links::document(&other.id, Format::Html),
                title: other.name().to_owned(),
                date: other.date.to_string(),
                kind: other.kind.id(),
                shared_words: share.words,
                pairs: share.pairs,
                compare: links::compare(&[document.id.as_str(), other.id.as_str()], Format::Html),
            })
        };
        shares.texts.iter().filter_map(entry).collect()
    }
}

impl TableRow for ShareEntry {
    const COLUMNS: &'static [&'static str] = &["path", "title", "date", "kind", "shared_words", "pairs", "compare"];

    fn cells(&self) -> Vec<String> {
        let Self { path, title, date, kind, shared_words, pairs, compare } = self;
        let text = |text: &String| text.clone();
        vec![
            text(path),
            text(title),
            text(date),
            (*kind).to_owned(),
            shared_words.to_string(),
            pairs.to_string(),
            text(compare),
        ]
    }
}

/// A run as a row of a table.
#[derive(Debug, Serialize)]
pub(crate) struct RunRow {
    path: String,
    title: String,
    date: String,
    kind: &'static str,
    a: [usize; 2],
    b: [usize; 2],
    words: usize,
    level: &'static str,
    rarity: f64,
    text: String,
}

impl RunRow {
    /// Returns a row for every run.
    pub(crate) fn all(answer: SimilarAnswer) -> Vec<Self> {
        let rows = answer.similar.into_iter().flat_map(|entry| {
            let SimilarEntry { path, title, date, kind, runs, .. } = entry;
            runs.into_iter().map(move |run| Self {
                path: path.clone(),
                title: title.clone(),
                date: date.clone(),
                kind,
                a: run.a,
                b: run.b,
                words: run.words,
                level: run.level,
                rarity: run.rarity,
                text: run.text,
            })
        });
        rows.collect()
    }
}

impl TableRow for RunRow {
    const COLUMNS: &'static [&'static str] =
        &["path", "title", "date", "kind", "a", "b", "words", "level", "rarity", "text"];

    fn cells(&self) -> Vec<String> {
        let range = |range: [usize; 2]| format!("{}-{}", range[0], range[1]);
        vec![
            self.path.clone(),
            self.title.clone(),
            self.date.clone(),
            self.kind.to_owned(),
            range(self.a),
            range(self.b),
            self.words.to_string(),
            self.level.to_owned(),
            format!("{:.3}", self.rarity),
            self.text.clone(),
        ]
    }
}
