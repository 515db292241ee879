//! `search`: the paragraphs that a query finds, as on the page.

use std::sync::Arc;

use serde::Serialize;

use super::argument::{Arguments, Misuse, Parameter, Takes};
use super::{Answered, Tool, Work};
use crate::archive::Archive;
use crate::data::{self, Links};
use crate::mcp::passage::{self, Passage};
use crate::mcp::scope::AnswerScope;
use crate::search::{MAX_CHARACTERS, Matched, Parts, Request, Results};
use crate::wording::counted;

pub(super) const TOOL: Tool = Tool {
    name: "search",
    title: "Search the texts",
    description: "Finds the paragraphs that have the words of a query, best first, each with its exact text and its \
                  lasting address. Words are joined by AND; \"a phrase\", -word, OR, word*, year:2018, kind:, document: \
                  and NEAR are understood. Spellings and forms of a word count too, and it is told which did.",
    parameters: &[
        Parameter {
            name: "query",
            description: "What to search for, in the query language of the site",
            example: "\"\\\"international law\\\" year:2016..2018\"",
            takes: Takes::Text(MAX_CHARACTERS),
            required: true,
        },
        Parameter {
            name: "limit",
            description: "How many paragraphs to give at most; 10 where it is left out",
            example: "5",
            takes: Takes::Count(1, MOST),
            required: false,
        },
        Parameter {
            name: "offset",
            description: "How many paragraphs to pass over, to go on where an answer ended",
            example: "10",
            takes: Takes::Count(0, 1_000_000),
            required: false,
        },
    ],
    work: Work::Search,
    run,
};

/// The most paragraphs that are given at once: a model reads all of what it is given.
const MOST: usize = 20;
const USUAL: usize = 10;
/// The most records that are given.
const RECORDS: usize = 5;

#[derive(Serialize)]
struct FoundPassages {
    found: bool,
    statement: String,
    understood_as: String,
    #[serde(rename = "match")]
    matched: &'static str,
    /// How many paragraphs there are, and of how many documents.
    total: usize,
    documents: usize,
    hits: Vec<Passage>,
    /// Documents whose text is not held and whose description has the words.
    records: Vec<passage::DocumentEntry>,
    notices: Vec<String>,
    did_you_mean: Vec<String>,
    /// Whether the search was ended early, so that there may be more.
    cut_short: bool,
    scope: AnswerScope,
}

fn run(archive: &Arc<Archive>, links: &Links, arguments: &Arguments<'_>) -> Result<Answered, Misuse> {
    let request = Request {
        query: arguments.text("query").to_owned(),
        limit: arguments.count("limit").unwrap_or(USUAL),
        offset: arguments.count("offset").unwrap_or(0),
        parts: Parts { facets: false, ..Parts::ALL },
        ..Request::default()
    };
    let results = archive.search(&request);
    let records = results.records.iter().take(RECORDS).filter_map(|&at| archive.corpus().at(at));
    let found = FoundPassages {
        found: results.total > 0,
        statement: statement(archive, &results, request.offset),
        understood_as: results.understood_as.clone(),
        matched: match results.matched {
            Matched::All => "all",
            Matched::Any => "any",
            Matched::Most => "most",
        },
        total: results.total,
        documents: results.documents,
        hits: results.hits.iter().filter_map(|hit| Passage::at(links, archive, hit.place)).collect(),
        records: records.map(|record| passage::DocumentEntry::of(links, archive.corpus(), record)).collect(),
        notices: results.notices.iter().map(|notice| notice.message.clone()).collect(),
        did_you_mean: results.did_you_mean.clone(),
        cut_short: !results.is_whole,
        scope: AnswerScope::of(archive),
    };
    Answered::of(&found)
}

/// Returns what can be said of the results, and no more.
fn statement(archive: &Archive, results: &Results, offset: usize) -> String {
    let paragraphs = counted(results.total, "paragraph");
    let documents = counted(results.documents, "document");
    match (results.total, results.matched) {
        (0, _) => match data::SearchedScope::of(archive, results) {
            Some(scope) => scope.sentence(&results.tried),
            None if !results.is_whole => {
                "Nothing was found where it was searched; the search was ended early, so nothing is called absent."
                    .to_owned()
            }
            None => "The query has no words to look for.".to_owned(),
        },
        (_, Matched::Most) => {
            format!("No paragraph has all parts of the query; {paragraphs} of {documents} have most.")
        }
        (total, _) if offset >= total => format!("There are {paragraphs} of {documents}; all were passed over."),
        _ => format!("Found in {paragraphs} of {documents}."),
    }
}
