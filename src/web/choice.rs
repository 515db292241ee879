//! The page that offers several addresses where one was asked for, or the nearest where there is none.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::headers::Policy;
use super::layout::Layout;
use super::site::Site;
use super::text::shortened;
use super::{Error, answer};
use crate::archive::Archive;
use crate::corpus::{Corpus, Document, Kind, Target};
use crate::data::{self, Format, links};

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
            title: data::name(corpus, target),
            words: words.unwrap_or_default(),
        }
    }
}

/// Returns the words that set a press report apart from the texts of the group.
fn press(document: &Document) -> &'static str {
    if document.kind == Kind::PressReport { "Press report: " } else { "" }
}

/// What is asked of whoever came to an address that stands for several places, or for none.
pub(crate) struct Question {
    pub(crate) headline: String,
    pub(crate) told: String,
    pub(crate) choices: Vec<Choice>,
}

impl Question {
    /// Answers with places of which each is meant as well as the others, as data where `tail` asks for data.
    pub(crate) fn several(self, site: &Site, archive: &Archive, tail: &str) -> Result<Response, Error> {
        self.answer(site, archive, StatusCode::MULTIPLE_CHOICES, tail)
    }

    /// Answers with the places that come nearest to one that does not exist.
    pub(crate) fn nearest(self, site: &Site, archive: &Archive) -> Result<Response, Error> {
        self.answer(site, archive, StatusCode::NOT_FOUND, "")
    }

    fn answer(self, site: &Site, archive: &Archive, status: StatusCode, tail: &str) -> Result<Response, Error> {
        let Self { headline, told, choices } = self;
        let mut answer = if Format::split(tail).1.is_data() {
            let choices = choices.into_iter().map(|choice| choice.path).collect();
            answer::json(&ChoiceAnswer { status: status.as_u16(), message: told, choices }, Format::Json, Policy::DATA)?
        } else {
            let layout = Layout::new(site, archive, &headline, "/").unlisted().unaddressed();
            answer::page(&ChoicePage { layout, headline, told, choices }, Policy::PAGE)?
        };
        *answer.status_mut() = status;
        Ok(answer)
    }
}
