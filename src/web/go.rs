//! The address for rough citations: `/go?c=Lucca 2017 para 4`.

use std::sync::Arc;

use arc_swap::ArcSwapOption;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::choice::{Choice, Question};
use super::extract::Here;
use super::{Error, Site, answer};
use crate::archive::Archive;
use crate::citation::{Located, Names, Place, locate};
use crate::corpus::{Corpus, DocumentId, Release, Target};
use crate::data::{Format, QueryString, links};
use crate::wording::in_quotes;

/// The longest citation that is read, in characters; what is longer is a text and belongs to the checker.
const LONGEST: usize = 500;

/// What the documents of the present archive are called, gathered when somebody first asks for one by name.
#[derive(Default)]
pub(crate) struct Called(ArcSwapOption<(Release, Names)>);

impl Called {
    /// Returns what a citation means; an address of ours where nothing ever stood means nothing.
    fn locate(&self, archive: &Archive, text: &str) -> Located {
        let is_of = |gathered: &Arc<(Release, Names)>| gathered.0 == *archive.release();
        let gathered = self.0.load_full().filter(is_of).unwrap_or_else(|| {
            let gathered = Arc::new((archive.release().clone(), Names::of(archive.corpus())));
            self.0.store(Some(gathered.clone()));
            gathered
        });
        match locate(archive.corpus(), &gathered.1, text) {
            Located::One(place) if !stands(archive.corpus(), &place) => Located::Nearest(document(place)),
            located => located,
        }
    }
}

/// Answers with a redirect to the one place that is meant, a choice of several, or the nearest.
pub(crate) async fn show(State(site): State<Site>, Here(archive): Here, query: QueryString) -> Result<Response, Error> {
    let text: String = query.one("c").unwrap_or_default().trim().chars().take(LONGEST).collect();
    if text.is_empty() {
        return Err(Error::BadRequest("say what to look for, such as `/go?c=Lucca+2017`".to_owned()));
    }
    let (reader, wanted, called) = (archive.clone(), text.clone(), site.called.clone());
    match site.work.run(move || called.locate(&reader, &wanted)).await? {
        Located::One(place) => Ok(answer::redirect(StatusCode::SEE_OTHER, &path(&place))),
        Located::Several(places) => {
            let choices = places.iter().map(|place| choice(&archive, place)).collect();
            let told = format!("{} can mean any of these.", in_quotes(&text));
            Question { headline: "Which one is meant?".to_owned(), told, choices }.several(&site, &archive, "")
        }
        Located::Nearest(ids) => {
            let choices: Vec<Choice> =
                ids.into_iter().map(|id| Choice::of(archive.corpus(), &Target::Document(id), "")).collect();
            let told = if choices.is_empty() { "Nothing here is like it." } else { "These come nearest." };
            let told = format!("{} names nothing in this archive. {told}", in_quotes(&text));
            Question { headline: "No such place".to_owned(), told, choices }.nearest(&site, &archive)
        }
    }
}

/// Tells whether something stands or ever stood at a place; a document that is known does, and tells of its numbers.
fn stands(corpus: &Corpus, place: &Place) -> bool {
    match place {
        Place::Document(_) | Place::Printed(..) => true,
        Place::Paragraph(id) => corpus.paragraph(id).is_some() || corpus.ledger().state(id).is_some(),
        Place::Revision(id, revision) => corpus.ledger().publication(id, *revision).is_some(),
        Place::Wording(digits) => !corpus.with_fingerprint(digits).is_empty(),
    }
}

/// Returns the document of a place, the nearest to what is missing in it.
fn document(place: Place) -> Vec<DocumentId> {
    match place {
        Place::Document(id) | Place::Printed(id, _) => vec![id],
        Place::Paragraph(id) | Place::Revision(id, _) => vec![id.document],
        Place::Wording(_) => Vec::new(),
    }
}

fn path(place: &Place) -> String {
    match place {
        Place::Document(id) => links::document(id, Format::Html),
        Place::Paragraph(id) => links::paragraph(id, Format::Html),
        Place::Revision(id, revision) => links::revision(id, *revision),
        Place::Printed(id, number) => format!("{}{}", links::document(id, Format::Html), links::printed(number)),
        Place::Wording(digits) => links::wording(digits),
    }
}

fn choice(archive: &Archive, place: &Place) -> Choice {
    let target = match place {
        Place::Paragraph(id) | Place::Revision(id, _) => Target::Paragraph(id.clone()),
        Place::Document(id) | Place::Printed(id, _) => Target::Document(id.clone()),
        Place::Wording(digits) => {
            let title = format!("Words with the fingerprint {digits}");
            return Choice { path: path(place), title, words: String::new() };
        }
    };
    Choice { path: path(place), ..Choice::of(archive.corpus(), &target, "") }
}
