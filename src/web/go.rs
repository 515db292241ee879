//! The address for rough citations: `/go?c=Lucca 2017 para 4`.

use axum::http::StatusCode;
use axum::response::Response;

use super::asked::Asked;
use super::choice::{Choice, Question};
use super::located::choice;
use super::site::Context;
use super::{Error, answer};
use crate::citation::Located;
use crate::corpus::Target;
use crate::data::located::{LONGEST_CITATION, located, path};
use crate::wording::in_quotes;

/// Answers with a redirect to the one place that is meant, a choice of several, or the nearest.
pub(crate) fn show(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let text: String = asked.query.one("c").unwrap_or_default().trim().chars().take(LONGEST_CITATION).collect();
    if text.is_empty() {
        return Err(Error::BadRequest("say what to look for, such as `/go?c=Lucca+2017`".to_owned()));
    }
    match located(archive, &text) {
        Located::One(place) => Ok(answer::redirect(StatusCode::SEE_OTHER, &path(&place))),
        Located::Several(places) => {
            let choices = places.iter().map(|place| choice(archive, place)).collect();
            let told = format!("{} can mean any of these.", in_quotes(&text));
            Question { headline: "Which one is meant?".to_owned(), told, choices }.several(site, archive, "")
        }
        Located::Nearest(ids) => {
            let choices: Vec<Choice> =
                ids.into_iter().map(|id| Choice::of(archive.corpus(), &Target::Document(id), "")).collect();
            let told = if choices.is_empty() { "Nothing here is like it." } else { "These come nearest." };
            let told = format!("{} names nothing in this archive. {told}", in_quotes(&text));
            Question { headline: "No such place".to_owned(), told, choices }.nearest(site, archive)
        }
    }
}
