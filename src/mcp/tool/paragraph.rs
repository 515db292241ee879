//! `get_paragraph`: the exact words at an address, with what stands around them.

use std::sync::Arc;

use serde::Serialize;

use super::argument::{Arguments, Misuse, Parameter, Takes};
use super::{Answered, Tool, Work};
use crate::archive::Archive;
use crate::citation::place;
use crate::corpus::{Corpus, Document, Paragraph, ParagraphId};
use crate::data::located::LONGEST_CITATION;
use crate::data::{CorrectionEntry, Format, Links, NoteEntry, ParagraphAnswer, links};
use crate::mcp::passage::{self, Passage};
use crate::mcp::place::Resolved;
use crate::mcp::scope::AnswerScope;
use crate::wording::in_quotes;

pub(super) const TOOL: Tool = Tool {
    name: "get_paragraph",
    title: "Get a paragraph",
    description: "Gives the exact words of a paragraph by its address, with headings, notes, rights and the addresses \
                  of its neighbours. An address of an earlier wording gives that; one whose words went elsewhere says \
                  where they are now.",
    parameters: &[Parameter {
        name: "path",
        description: "The path of a paragraph as other answers give it, or its whole address",
        example: "\"/2018-ise-shima-cyber-group-report/p/3\"",
        takes: Takes::Text(LONGEST_CITATION),
        required: true,
    }],
    // An address can be a fingerprint, which is looked for in all of the corpus.
    work: Work::Search,
    run,
};

#[derive(Serialize)]
struct FoundParagraph {
    found: bool,
    statement: String,
    /// The paragraph, where one stands there.
    #[serde(flatten)]
    passage: Option<Passage>,
    /// What belongs to it, where it is its present wording.
    #[serde(flatten)]
    around: Option<Around>,
    /// The paragraphs, where several stand there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    passages: Vec<Passage>,
    /// The document, where the address is that of a whole one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    documents: Vec<passage::DocumentEntry>,
    scope: AnswerScope,
}

#[derive(Serialize)]
struct Around {
    published: Option<String>,
    headings: Vec<String>,
    notes: Vec<NoteEntry>,
    corrections: Vec<CorrectionEntry>,
    rights: Option<String>,
    previous: Option<String>,
    next: Option<String>,
}

fn run(archive: &Arc<Archive>, links: &Links, arguments: &Arguments<'_>) -> Result<Answered, Misuse> {
    let asked = arguments.text("path").trim();
    let (corpus, scope) = (archive.corpus(), AnswerScope::of(archive));
    // A path is also given without its slash.
    let named = place(corpus, asked).or_else(|| place(corpus, &format!("/{asked}")));
    let Resolved { mut passages, documents, history } =
        named.map(|place| Resolved::of(links, archive, &[place])).unwrap_or_default();
    let what = match (passages.len(), documents.first()) {
        (1, _) => "These are its words.".to_owned(),
        (2.., _) => "Several paragraphs stand there.".to_owned(),
        (0, Some(document)) => format!("{} names a whole document: {}.", in_quotes(asked), document.told()),
        (0, None) if history.is_empty() => {
            format!("Nothing stands or stood at {}. {}.", in_quotes(asked), scope.reach())
        }
        (0, None) => "No words stand there.".to_owned(),
    };
    let found = !passages.is_empty();
    let passage = if passages.len() == 1 { passages.pop() } else { None };
    let present = passage.as_ref().and_then(|passage| passage.present(corpus));
    let around = present.map(|(document, paragraph)| Around::of(links, corpus, document, paragraph));
    let statement = [vec![what], history].concat().join(" ");
    Answered::of(&FoundParagraph { found, statement, passage, around, passages, documents, scope })
}

impl Around {
    fn of(links: &Links, corpus: &Corpus, document: &Document, paragraph: &Paragraph) -> Self {
        let place = document.place(paragraph.number);
        let path = |at: Option<usize>| {
            let number = document.paragraphs.get(at?)?.number;
            Some(links::paragraph(&ParagraphId { document: document.id.clone(), number }, Format::Html))
        };
        let ParagraphAnswer { published, headings, notes, corrections, rights, .. } =
            ParagraphAnswer::of(links, corpus, document, paragraph);
        let (previous, next) = (path(place.and_then(|at| at.checked_sub(1))), path(place.map(|at| at + 1)));
        Self { published, headings, notes, corrections, rights, previous, next }
    }
}
