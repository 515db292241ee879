//! Paragraphs that a search does not find and that share words with its first results: asked for, labelled, counted nowhere.

use std::collections::BTreeSet;

use super::group::{self, DocumentHits};
use crate::archive::Archive;
use crate::data::{Search, links};
use crate::search::{Hit, Matching, Parts, Request, Results, shared_words};

/// So many words of the first results look for others, as is usual.
const WORDS: usize = 10;

/// So many paragraphs are shown, of so many that are looked at: the first of them may all be results.
const SHOWN: usize = 5;
const READ: usize = 60;

/// What the page says of related paragraphs.
pub(super) enum Related {
    /// Where they are shown, if a reader asks for them.
    Offered(String),
    /// The words that the first results share, and the paragraphs with them.
    Shown { words: Vec<String>, groups: Vec<DocumentHits> },
}

impl Related {
    /// Returns them, or where they are; nothing where no words were looked for or found.
    pub(super) fn of(archive: &Archive, search: &Search, results: &Results, are_shown: bool) -> Option<Self> {
        if results.hits.is_empty() || search.page > 1 || search.query.trim().is_empty() {
            return None;
        }
        Some(if are_shown { Self::shown(archive, search, results) } else { Self::Offered(links::related(search)) })
    }

    fn shown(archive: &Archive, search: &Search, results: &Results) -> Self {
        let words = shared_words(archive.index(), archive.corpus(), &results.hits, WORDS);
        let query = words.join(" ");
        let request = Request {
            query: query.clone(),
            matching: Matching::Any,
            choices: search.choices.clone(),
            limit: READ,
            parts: Parts::HITS,
            ..Request::default()
        };
        let mut hits = if words.is_empty() { Vec::new() } else { archive.search(&request).hits };
        let found = archive.index().resolve(&search.query, search.matching);
        hits.retain(|hit| {
            archive.corpus().paragraph_at(hit.place).is_some_and(|(_, paragraph)| {
                shares(&paragraph.text, hit) && found.spans(hit.place.document, paragraph).is_none()
            })
        });
        hits.truncate(SHOWN);
        let by = Search { query, matching: Matching::Any, ..search.at_page(1) };
        Self::Shown { words, groups: group::groups(archive, &by, &hits) }
    }
}

/// Tells a paragraph with more than one of the words: by one alone most are about something else.
fn shares(text: &str, hit: &Hit) -> bool {
    let words = hit.spans.iter().filter_map(|span| text.get(span.clone())).map(str::to_lowercase);
    words.collect::<BTreeSet<String>>().len() > 1
}
