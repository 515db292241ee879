//! The paragraph that its source prints with a number: `/{document}/para/{printed}`.

use axum::http::StatusCode;
use axum::response::Response;

use super::asked::Asked;
use super::choice::{Choice, Question};
use super::site::Context;
use super::{Error, answer, gone};
use crate::citation;
use crate::corpus::{ParagraphId, Target};
use crate::data::{Format, links};

/// Answers with a redirect to the paragraph, or with a choice where several print the number.
pub(crate) fn show(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let address = asked.printed()?;
    let corpus = archive.corpus();
    let Some(document) = corpus.document(&address.document) else {
        return gone::document(site, archive, &address.document, &links::printed(&address.printed));
    };
    let id = |number| ParagraphId { document: document.id.clone(), number };
    let found: Vec<ParagraphId> =
        citation::printed(document, &address.printed).map(|paragraph| id(paragraph.number)).collect();
    match found.as_slice() {
        [] => Err(Error::NotFound),
        [one] => Ok(answer::redirect(StatusCode::SEE_OTHER, &links::paragraph(one, Format::Html))),
        several => {
            let choices = several.iter().map(|id| Choice::of(corpus, &Target::Paragraph(id.clone()), "")).collect();
            let headline = format!("Several paragraphs are printed with {}", address.printed);
            let told = "The source prints this number more than once.".to_owned();
            Question { headline, told, choices }.several(site, archive, "")
        }
    }
}
