//! Words that stand in other texts too, in the form printed: on a page of their own, and beside a paragraph or document.

use super::text::{TextPiece, marked, shortened};
use crate::archive::Archive;
use crate::comparison::{Exactness, Shares, Similar, SimilarParagraph};
use crate::corpus::{Document, Kind, ParagraphId, Target};
use crate::data::{self, Format, links};
use crate::wording::counted;

/// A paragraph of another text that shares words.
pub(crate) struct Reuse {
    pub(crate) path: String,
    pub(crate) title: String,
    pub(crate) date: String,
    pub(crate) press: bool,
    /// Its words, those that are shared marked.
    pub(crate) pieces: Vec<TextPiece>,
    /// What keeps its marks apart from those of others on the page.
    pub(crate) prefix: String,
    /// How much it shares, and how exactly.
    pub(crate) told: String,
    /// Where both are compared.
    pub(crate) compare: String,
}

/// How much of another paragraph is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Telling {
    /// All of it.
    Whole,
    /// The words that it shares, the longest run of them.
    Run,
}

impl Reuse {
    pub(crate) fn of(archive: &Archive, id: &ParagraphId, it: &SimilarParagraph, telling: Telling) -> Option<Self> {
        let (document, paragraph, other) = data::similar::found(archive, it)?;
        let longest = it.runs.iter().max_by_key(|run| run.words)?;
        let pieces = match telling {
            Telling::Whole => {
                let mut spans: Vec<_> = it.runs.iter().map(|run| run.b.clone()).collect();
                spans.sort_by_key(|span| (span.start, span.end));
                let mut apart: Vec<std::ops::Range<usize>> = Vec::new();
                for span in spans {
                    match apart.last_mut().filter(|last| last.end >= span.start) {
                        Some(last) => last.end = last.end.max(span.end),
                        None => apart.push(span),
                    }
                }
                marked(&paragraph.text, &apart)
            }
            Telling::Run => {
                let words = shortened(paragraph.text.get(longest.b.clone()).unwrap_or_default(), 240);
                let all = 0..words.len();
                marked(&words, &[all])
            }
        };
        let level = match longest.level {
            Exactness::Characters => "same characters",
            Exactness::Words => "same words",
            Exactness::Spelling => "same but for spelling",
        };
        let more = match it.runs.len() {
            1 => String::new(),
            runs => format!(", and {} more", counted(runs - 1, "run")),
        };
        Some(Self {
            path: links::paragraph(&other, Format::Html),
            title: data::name(archive.corpus(), &Target::Paragraph(other.clone())),
            date: document.date.long(),
            press: document.kind == Kind::PressReport,
            pieces,
            prefix: format!("{}-p{}-", document.id, paragraph.number),
            told: format!("shares {} words in a row ({level}){more}", longest.words),
            compare: links::compare(&[&id.to_string(), &other.to_string()], Format::Html),
        })
    }
}

/// A run that stands in many texts.
pub(crate) struct FormulaLine {
    pub(crate) words: String,
    pub(crate) texts: usize,
    pub(crate) path: String,
    /// Where its wordings are.
    pub(crate) wordings: String,
}

impl FormulaLine {
    pub(crate) fn all(text: &str, similar: &Similar) -> Vec<Self> {
        let lines = similar.formulas.iter().map(|formula| {
            let words = text.get(formula.range.clone()).unwrap_or_default();
            Self {
                words: words.to_owned(),
                texts: formula.texts,
                path: links::uses(words),
                wordings: links::formula(words, Format::Html),
            }
        });
        lines.collect()
    }
}

/// A text that shares words with a document.
pub(crate) struct ShareLine {
    pub(crate) title: String,
    pub(crate) date: String,
    pub(crate) press: bool,
    pub(crate) told: String,
    pub(crate) compare: String,
}

impl ShareLine {
    pub(crate) fn all(archive: &Archive, document: &Document, shares: &Shares) -> Vec<Self> {
        let line = |share: &crate::comparison::Share| {
            let other = archive.corpus().at(share.document)?;
            Some(Self {
                title: other.name().to_owned(),
                date: other.date.long(),
                press: other.kind == Kind::PressReport,
                told: format!("{} in {} of paragraphs", counted(share.words, "word"), counted(share.pairs, "pair")),
                compare: links::compare(&[document.id.as_str(), other.id.as_str()], Format::Html),
            })
        };
        shares.texts.iter().filter_map(line).collect()
    }
}
