//! What data says of a text in several languages.

use serde::Serialize;
use utoipa::ToSchema;

use super::format::Format;
use super::links;
use crate::corpus::{Authentic, Corpus, ParagraphId, Translation};

/// A paragraph that says the same in another language.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TranslationEntry {
    pub(crate) language: String,
    pub(crate) path: String,
}

/// What a translation says of the text that it translates.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct OriginalEntry {
    /// The id of that text.
    pub(crate) of: String,
    pub(crate) path: String,
    /// Whether the translation is authentic itself: `yes`, `no` or `equal`; nothing where that is not known.
    pub(crate) authentic: Option<&'static str>,
    pub(crate) translator: Option<String>,
}

impl OriginalEntry {
    /// Returns what a translation says.
    pub(crate) fn of(translation: &Translation) -> Self {
        Self {
            of: translation.of.to_string(),
            path: links::document(&translation.of, Format::Html),
            authentic: translation.authentic.map(Authentic::id),
            translator: translation.translator.clone(),
        }
    }
}

impl TranslationEntry {
    /// Returns the paragraphs that say the same as one in other languages.
    pub(crate) fn all(corpus: &Corpus, id: &ParagraphId) -> Vec<Self> {
        let others = corpus.languages_of(&id.document).into_iter().filter(|other| other.id != id.document);
        let entries = others.flat_map(|other| {
            let same = corpus.counterparts(id, &other.id).into_iter();
            same.map(|same| Self { language: other.language.clone(), path: links::paragraph(&same, Format::Html) })
        });
        entries.collect()
    }
}
