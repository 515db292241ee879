//! The page that offers several addresses where one was asked for, or the nearest where there is none.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::format::Format;
use super::headers::Policy;
use super::layout::{Layout, shortened};
use super::{Error, Site, answer, links};
use crate::archive::Archive;
use crate::corpus::{Corpus, Document, Kind, Target};

#[derive(Template)]
#[template(path = "choice.html")]
struct ChoicePage {
    layout: Layout,
    headline: String,
    told: String,
    choices: Vec<Choice>,
}

/// One of several addresses.
pub(crate) struct Choice {
    pub(crate) path: String,
    pub(crate) title: String,
    /// How its words begin, or that they are not held; empty where there is nothing to say.
    pub(crate) words: String,
}

/// Choices as data.
#[derive(Serialize)]
struct ChoiceAnswer {
    status: u16,
    message: String,
    choices: Vec<String>,
}

impl Choice {
    /// Returns the choice of a document or paragraph; its address ends in `tail`.
    pub(crate) fn of(corpus: &Corpus, target: &Target, tail: &str) -> Self {
        let words = match target {
            Target::Paragraph(id) => corpus
                .paragraph(id)
                .map(|(document, paragraph)| format!("{}{}", press(document), shortened(&paragraph.text, 160))),
            Target::Document(id) => {
                let document = corpus.document(id);
                document.map(|it| {
                    let held = if it.held() { "" } else { ", text not held here" };
                    format!("{}{}{held}", press(it), it.date.long())
                })
            }
        };
        Self {
            path: format!("{}{tail}", links::target(target)),
            title: super::whereabouts::name(corpus, target),
            words: words.unwrap_or_default(),
        }
    }
}

/// Returns the words that set a press report apart from the texts of the group.
fn press(document: &Document) -> &'static str {
    if document.kind == Kind::PressReport { "Press report: " } else { "" }
}

/// Answers with choices, as data where `tail` asks for data.
pub(crate) fn answer(
    site: &Site,
    archive: &Archive,
    status: StatusCode,
    headline: &str,
    told: &str,
    choices: Vec<Choice>,
    tail: &str,
) -> Result<Response, Error> {
    let mut answer = if Format::split(tail).1.is_data() {
        let choices = choices.into_iter().map(|choice| choice.path).collect();
        let value = ChoiceAnswer { status: status.as_u16(), message: told.to_owned(), choices };
        answer::json(&value, Format::Json, Policy::DATA)?
    } else {
        let layout = Layout::new(site, archive, headline, "/").unlisted().unaddressed();
        let page = ChoicePage { layout, headline: headline.to_owned(), told: told.to_owned(), choices };
        answer::page(&page, Policy::PAGE)?
    };
    *answer.status_mut() = status;
    Ok(answer)
}
