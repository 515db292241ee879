//! `compare`: which paragraphs of two texts belong together, and what became of every word.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use super::argument::{Arguments, Misuse, Parameter, Takes};
use super::{Answered, Tool, Work};
use crate::archive::Archive;
use crate::comparison::Comparison;
use crate::corpus::{ParagraphId, Revision};
use crate::data::Links;
use crate::data::compared::{self, ComparisonAnswer};
use crate::data::located::LONGEST_CITATION;
use crate::data::reference::{self, Reference, Refused};
use crate::mcp::passage::Passage;
use crate::mcp::scope::AnswerScope;
use crate::wording::counted;

pub(super) const TOOL: Tool = Tool {
    name: "compare",
    title: "Compare two texts",
    description: "Compares two documents, paragraphs or wordings: which paragraphs are the same, changed, moved, split or \
                  merged, and every word that was put in or left out. It compares words, and says nothing of meaning, \
                  nor of which text took from which.",
    parameters: &[
        Parameter {
            name: "a",
            description: "A document, a paragraph or an earlier wording: its path, its address or a citation of it",
            example: "\"/2018-ise-shima-cyber-group-report/p/3\"",
            takes: Takes::Text(LONGEST_CITATION),
            required: true,
        },
        Parameter {
            name: "b",
            description: "What it is compared with, likewise",
            example: "\"/2018-ise-shima-cyber-group-report/p/4\"",
            takes: Takes::Text(LONGEST_CITATION),
            required: true,
        },
    ],
    work: Work::Check,
    run,
};

/// So many paragraphs are given with their words: a model reads all of what it is given.
const PASSAGES: usize = 40;

#[derive(Serialize)]
#[serde(untagged)]
enum Answer {
    Compared {
        found: bool,
        statement: String,
        #[serde(flatten)]
        comparison: Box<ComparisonAnswer>,
        /// The paragraphs of both with their exact words; the first of them.
        passages: Vec<Passage>,
        /// How many more there are.
        passages_left_out: usize,
    },
    Refused {
        found: bool,
        statement: String,
        /// Addresses that may have been meant.
        nearest: Vec<String>,
        scope: AnswerScope,
    },
}

fn run(archive: &Arc<Archive>, links: &Links, arguments: &Arguments<'_>) -> Result<Answered, Misuse> {
    let read = |name| reference::read(archive, arguments.text(name)).map_err(|refused| (name, refused));
    let (a, b) = match (read("a"), read("b")) {
        (Ok(a), Ok(b)) => (a, b),
        (Err((name, refused)), _) | (_, Err((name, refused))) => return Answered::of(&refuse(archive, name, &refused)),
    };
    let comparison = compared::compare(archive, &a, &b).map_err(|limit| Misuse(limit.to_string()))?;
    let of = |reference: &Reference<'_>| {
        reference.side.passages.iter().map(|it| (it.id.clone(), it.revision)).collect::<Vec<_>>()
    };
    let all: BTreeSet<(ParagraphId, Option<Revision>)> = [of(&a), of(&b)].concat().into_iter().collect();
    let words = |(id, revision): &(ParagraphId, Option<Revision>)| match revision {
        Some(revision) => Passage::earlier(links, archive, id, *revision),
        None => {
            let (document, paragraph) = archive.corpus().paragraph(id)?;
            Some(Passage::of(links, archive.corpus(), document, paragraph))
        }
    };
    Answered::of(&Answer::Compared {
        found: comparison.shared > 0,
        statement: statement(&a, &b, &comparison),
        passages: all.iter().take(PASSAGES).filter_map(words).collect(),
        passages_left_out: all.len().saturating_sub(PASSAGES),
        comparison: Box::new(ComparisonAnswer::of(archive, &a, &b, &comparison)),
    })
}

fn refuse(archive: &Archive, name: &str, refused: &Refused) -> Answer {
    let scope = AnswerScope::of(archive);
    let statement = format!("{}. {}.", refused.told(name), scope.reach());
    Answer::Refused { found: false, statement, nearest: refused.nearest(), scope }
}

/// Returns what may be said of a comparison, and no more.
fn statement(a: &Reference<'_>, b: &Reference<'_>, comparison: &Comparison) -> String {
    let Comparison { shared, words_a, words_b, pairs, .. } = comparison;
    let (words, pairs) = (counted(*shared, "word"), counted(pairs.len(), "pair"));
    if compared::is_identical(a, b) {
        return format!("Both have the same characters: {}.", counted(*words_a, "word"));
    }
    if *shared == 0 {
        return format!("None of the {words_a} words of the first and the {words_b} of the second belong together.");
    }
    format!(
        "{words} stand in both, of {words_a} in the first and {words_b} in the second, in {pairs} of paragraphs that belong \
         together. That says nothing of which text took from which."
    )
}
