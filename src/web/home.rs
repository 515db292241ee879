//! The first page: the search box, what the archive holds, the newest documents and changes.

mod timeline;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use self::timeline::Timeline;
use super::change::{self, Change};
use super::example::{Try, examples};
use super::extract::Here;
use super::headers::Policy;
use super::layout::Layout;
use super::listed::DocumentLine;
use super::{Error, Site, answer};
use crate::data::Coverage;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    layout: Layout,
    coverage: Coverage,
    examples: [Try; 4],
    timeline: Option<Timeline>,
    known_from: String,
    known_to: String,
    held: Vec<DocumentLine>,
    newest: Vec<DocumentLine>,
    changes: Vec<Change>,
}

/// Answers with the first page.
pub(crate) async fn show(State(site): State<Site>, Here(archive): Here) -> Result<Response, Error> {
    let corpus = archive.corpus();
    let documents = corpus.documents();
    let year = |at: Option<&crate::corpus::Document>| at.map(|it| it.date.year().to_string()).unwrap_or_default();
    let page = HomePage {
        layout: Layout::new(&site, &archive, "G7 Cyber Archive", "/").described(
            "What the G7 and G8 have declared about cyberspace: every paragraph found, linked for good and cited.",
        ),
        examples: examples(),
        timeline: Timeline::of(corpus),
        coverage: Coverage::of(&archive),
        known_from: year(documents.first()),
        known_to: year(documents.last()),
        held: documents.iter().rev().filter(|it| it.held()).take(6).map(|it| DocumentLine::of(corpus, it)).collect(),
        changes: change::newest(corpus, 4),
        newest: documents.iter().rev().take(6).map(|it| DocumentLine::of(corpus, it)).collect(),
    };
    answer::page(&page, Policy::PAGE)
}
