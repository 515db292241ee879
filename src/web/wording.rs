//! Where words with a known fingerprint are now: `/f/{fingerprint}`.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::asked::Asked;
use super::breadcrumb::Crumb;
use super::choice::{Choice, Question};
use super::compared::{Compared, between};
use super::headers::Policy;
use super::layout::{Layout, Section};
use super::site::{Context, Site};
use super::{Error, answer};
use crate::archive::Archive;
use crate::corpus::{Corpus, ParagraphId, Revision, Target};
use crate::data::{self, Format, links};
use crate::wording::Fingerprint;

#[derive(Template)]
#[template(path = "wording.html")]
struct WordingPage {
    layout: Layout,
    crumbs: [Crumb; 2],
    name: String,
    path: String,
    revision: Revision,
    published: String,
    before: String,
    after: String,
    corrected: String,
    pieces: Vec<Compared>,
    compare: String,
}

/// Answers with a redirect to the paragraph that has these words, or with what became of them.
pub(crate) fn show(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    // Every row of the ledger and every paragraph is looked at.
    let found = archive.corpus().with_fingerprint(&asked.fingerprint()?);
    let corpus = archive.corpus();
    let standing: Vec<&ParagraphId> =
        found.iter().filter(|(id, revision)| stands(corpus, id, *revision)).map(|(id, _)| id).collect();
    match (standing.as_slice(), found.as_slice()) {
        ([], []) => Err(Error::NotFound),
        ([one], _) => Ok(answer::redirect(StatusCode::SEE_OTHER, &links::paragraph(one, Format::Html))),
        ([], [.., (id, revision)]) => gone(site, archive, id, *revision),
        (several, _) => {
            let choices = several.iter().map(|&id| Choice::of(corpus, &Target::Paragraph(id.clone()), "")).collect();
            let headline = "These words stand in several places".to_owned();
            let told = "The same words stand in each of these paragraphs.".to_owned();
            Question { headline, told, choices }.several(site, archive, "")
        }
    }
}

fn stands(corpus: &Corpus, id: &ParagraphId, revision: Revision) -> bool {
    corpus.paragraph(id).is_some_and(|(_, paragraph)| paragraph.revision == revision)
}

/// Answers for words that stand nowhere now: both wordings where they were corrected, else what the ledger says.
fn gone(site: &Site, archive: &Archive, id: &ParagraphId, revision: Revision) -> Result<Response, Error> {
    let corpus = archive.corpus();
    let Some((_, paragraph)) = corpus.paragraph(id) else {
        return Ok(answer::redirect(StatusCode::SEE_OTHER, &links::paragraph(id, Format::Html)));
    };
    let before = corpus.ledger().wording(id, revision).ok_or(Error::NotFound)?;
    let day = |revision| corpus.ledger().publication(id, revision).map(|row| row.published.long()).unwrap_or_default();
    let name = data::name(corpus, &Target::Paragraph(id.clone()));
    let asked = links::wording(&Fingerprint::of(before).to_string());
    let page = WordingPage {
        layout: Layout::new(site, archive, &format!("{name}: words since corrected"), &asked)
            .unlisted()
            .within(Section::Documents),
        crumbs: [Crumb::document(corpus, &id.document), Crumb::paragraph(corpus, id)],
        name,
        path: links::paragraph(id, Format::Html),
        revision,
        published: day(revision),
        corrected: day(paragraph.revision),
        pieces: between(archive, id, before, &paragraph.text),
        compare: links::compare(&[&format!("{id}/r/{revision}"), &id.to_string()], Format::Html),
        before: before.to_owned(),
        after: paragraph.text.to_string(),
    };
    answer::page(&page, Policy::PAGE)
}
