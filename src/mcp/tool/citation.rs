//! `find_citation`: what a rough citation means.

use std::sync::Arc;

use serde::Serialize;

use super::argument::{Arguments, Misuse, Parameter, Takes};
use super::{Answered, Tool, Work};
use crate::archive::Archive;
use crate::citation::Located;
use crate::data::Links;
use crate::data::located::{LONGEST_CITATION, located};
use crate::mcp::passage;
use crate::mcp::place::Resolved;
use crate::mcp::scope::AnswerScope;
use crate::wording::in_quotes;

pub(super) const TOOL: Tool = Tool {
    name: "find_citation",
    title: "Find what a citation means",
    description: "Resolves a citation as people write it, a title, an address of this archive or of an official text, \
                  or a fingerprint, to the document or paragraph that is meant, with its words where they are held. It \
                  never guesses: what merely resembles the citation is given apart, as nearest.",
    parameters: &[Parameter {
        name: "citation",
        description: "The citation",
        example: "\"Lucca 2017 para 4\"",
        takes: Takes::Text(LONGEST_CITATION),
        required: true,
    }],
    work: Work::Search,
    run,
};

#[derive(Serialize)]
struct FoundCitations {
    found: bool,
    statement: String,
    #[serde(flatten)]
    standing: Resolved,
    /// Documents that resemble what was asked and are not claimed to be meant.
    nearest: Vec<passage::DocumentEntry>,
    scope: AnswerScope,
}

fn run(archive: &Arc<Archive>, links: &Links, arguments: &Arguments<'_>) -> Result<Answered, Misuse> {
    let asked = arguments.text("citation").trim();
    let scope = AnswerScope::of(archive);
    let corpus = archive.corpus();
    let (places, nearest) = match located(archive, asked) {
        Located::One(place) => (vec![place], Vec::new()),
        Located::Several(places) => (places, Vec::new()),
        Located::Nearest(ids) => (Vec::new(), ids),
    };
    let standing = Resolved::of(links, archive, &places);
    let statement = match (standing.passages.len() + standing.documents.len(), standing.history.is_empty()) {
        (0, true) => {
            let near = if nearest.is_empty() { "" } else { " What is given as nearest resembles it and is not it." };
            format!("{} names nothing in this archive.{near} {}.", in_quotes(asked), scope.reach())
        }
        (0 | 1, false) => standing.history.join(" "),
        (1, true) => {
            let told = standing.documents.first().map(|it| format!(": {}", it.told())).unwrap_or_default();
            format!("{} names this and nothing else in the archive{told}.", in_quotes(asked))
        }
        (_, true) => format!("{} can mean any of these.", in_quotes(asked)),
        (_, false) => format!("{} can mean any of these. {}", in_quotes(asked), standing.history.join(" ")),
    };
    let nearest = nearest.iter().filter_map(|id| corpus.document(id));
    let nearest = nearest.map(|document| passage::DocumentEntry::of(links, corpus, document)).collect();
    Answered::of(&FoundCitations { found: !standing.is_empty(), statement, standing, nearest, scope })
}
