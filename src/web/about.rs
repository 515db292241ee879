//! What the archive is: coverage, the rule of inclusion, rights, promises.

use askama::Template;
use axum::response::Response;

use super::asked::Asked;
use super::document_line::DocumentLine;
use super::headers::Policy;
use super::layout::{Layout, Section};
use super::site::Context;
use super::{Error, answer};
use crate::data::PrintedCoverage;

#[derive(Template)]
#[template(path = "about.html")]
struct AboutPage {
    layout: Layout,
    coverage: PrintedCoverage,
    held: Vec<Held>,
}

/// A document whose text is held, with its rights.
struct Held {
    line: DocumentLine,
    source: String,
    rights: String,
}

/// Answers with the page about the archive.
pub(crate) fn show(context: &Context, _: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let corpus = archive.corpus();
    let held = corpus.documents().iter().filter_map(|document| {
        let source = document.source.as_ref().filter(|_| document.held())?;
        Some(Held {
            line: DocumentLine::of(corpus, document),
            source: source.name.clone(),
            rights: source.rights.clone(),
        })
    });
    let page = AboutPage {
        layout: Layout::new(site, archive, "About the archive", "/about")
            .described("What the archive holds and what it knows of but does not hold, its rules and its promises.")
            .within(Section::About),
        coverage: PrintedCoverage::of(archive),
        held: held.take(200).collect(),
    };
    answer::page(&page, Policy::PAGE)
}
