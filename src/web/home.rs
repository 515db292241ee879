//! The first page: the search box, what the archive holds, the newest documents and changes.

mod timeline;

use std::sync::Arc;

use askama::Template;
use axum::response::Response;

use self::timeline::Timeline;
use super::asked::Asked;
use super::change::{Changes, RecentChange};
use super::document_line::DocumentLine;
use super::example::{Try, examples};
use super::headers::Policy;
use super::layout::Layout;
use super::site::Context;
use super::{Error, answer};
use crate::archive::Archive;
use crate::corpus::{Corpus, Document, DocumentPlace};
use crate::data::{Holdings, PrintedCoverage};

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage<'a> {
    layout: Layout,
    coverage: PrintedCoverage,
    examples: [Try; 4],
    timeline: &'a Option<Timeline>,
    holdings: Arc<Holdings>,
    held: Vec<DocumentLine>,
    newest: Vec<DocumentLine>,
    changes: Vec<RecentChange>,
}

/// What the first page tells of the whole corpus, derived once for each archive.
struct Overview {
    timeline: Option<Timeline>,
    /// The places of the newest documents whose text is held.
    held: Vec<DocumentPlace>,
}

impl Overview {
    fn derived(archive: &Archive) -> Arc<Self> {
        archive.derived(|archive| Self::of(archive.corpus()))
    }

    fn of(corpus: &Corpus) -> Self {
        let held = corpus.places().rev().filter(|(_, it)| it.held());
        Self { timeline: Timeline::of(corpus), held: held.map(|(at, _)| at).take(NEWEST).collect() }
    }
}

/// How many of the newest are shown.
const NEWEST: usize = 6;

/// Derives what the first page tells of the whole corpus.
pub(super) fn prepare(archive: &Archive) {
    Overview::derived(archive);
    Holdings::derived(archive);
}

/// Answers with the first page.
pub(crate) fn show(context: &Context, _: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let corpus = archive.corpus();
    let overview = Overview::derived(archive);
    let line = |document: &Document| DocumentLine::of(corpus, document);
    let page = HomePage {
        layout: Layout::new(site, archive, "G7 Cyber Archive", "/").described(
            "What the G7 and G8 have declared about cyberspace: every paragraph found, linked for good and cited.",
        ),
        examples: examples(),
        timeline: &overview.timeline,
        coverage: PrintedCoverage::of(archive),
        holdings: Holdings::derived(archive),
        held: overview.held.iter().filter_map(|&at| corpus.at(at)).map(line).collect(),
        changes: Changes::derived(archive).newest(corpus, 0, 4),
        newest: corpus.documents().iter().rev().take(NEWEST).map(line).collect(),
    };
    answer::page(&page, Policy::PAGE)
}
