//! `term_history`: which texts have a term, where it stands first and last, and what may be said where none has it.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use super::argument::{Arguments, Misuse, Parameter, Takes};
use super::{Answered, Tool, Work};
use crate::archive::Archive;
use crate::corpus::ParagraphId;
use crate::data::{History, HistoryAnswer, Links, TermState};
use crate::mcp::passage::Passage;
use crate::search::{MAX_CHARACTERS, OneTerm};

pub(super) const TOOL: Tool = Tool {
    name: "term_history",
    title: "Tell the history of a term",
    description: "Counts the uses of one term in all texts of the group that are held, by date: which texts have it and \
                  which do not, its first and last use, its forms, and a sentence that may be quoted, also where no text \
                  has it. Press reports do not count.",
    parameters: &[Parameter {
        name: "term",
        description: "A word, a phrase in quotation marks, word*, or several of these joined by OR",
        example: "\"\\\"due diligence\\\"\"",
        takes: Takes::Text(MAX_CHARACTERS),
        required: true,
    }],
    work: Work::Search,
    run,
};

/// So many uses are given, the oldest first: a model reads all of what it is given.
const USES: usize = 20;

#[derive(Serialize)]
struct Answer {
    found: bool,
    #[serde(flatten)]
    history: HistoryAnswer,
    /// The paragraphs of the uses that are given, with their exact words.
    passages: Vec<Passage>,
}

fn run(archive: &Arc<Archive>, links: &Links, arguments: &Arguments<'_>) -> Result<Answered, Misuse> {
    let state = TermState::of(arguments.text("term"));
    let term = OneTerm::read(&state.text).map_err(|no_term| Misuse(no_term.notice().message.clone()))?;
    let as_of = archive.at_present();
    let history = History::of(links, archive, &as_of, &state, &term);
    let uses = history.uses(links, 0..USES);
    let places: BTreeSet<ParagraphId> =
        uses.iter().filter_map(|entry| entry.path.trim_start_matches('/').parse().ok()).collect();
    let words = |id: &ParagraphId| {
        let (document, paragraph) = archive.corpus().paragraph(id)?;
        Some(Passage::of(links, archive.corpus(), document, paragraph))
    };
    Answered::of(&Answer {
        found: history.usage.total() > 0,
        passages: places.iter().filter_map(words).collect(),
        history: HistoryAnswer::of(links, &history, 0..USES),
    })
}
