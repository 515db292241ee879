//! Where a text comes from and where its official form is, as data.

use serde::Serialize;
use utoipa::ToSchema;

use crate::corpus::{Archived, Official, Role, Source};

/// An official address. The archive has not checked it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct OfficialEntry {
    pub(crate) url: String,
    pub(crate) role: &'static str,
    pub(crate) format: String,
    pub(crate) language: String,
    /// The copy in an archive of the web that the text was taken from.
    pub(crate) archived: Option<ArchivedEntry>,
    /// The day on which the address itself was asked before.
    pub(crate) asked: Option<String>,
    /// The status that it answered then; nothing where it did not answer.
    pub(crate) answered: Option<u16>,
}

/// A copy in an archive of the web, untouched, with the digest that the archive names.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ArchivedEntry {
    pub(crate) url: String,
    pub(crate) captured: String,
    pub(crate) digest: Option<String>,
}

/// Where the archive's text comes from.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SourceEntry {
    pub(crate) name: String,
    pub(crate) file: String,
    pub(crate) sha256: String,
    pub(crate) url: Option<String>,
    pub(crate) retrieved: Option<String>,
    /// When it was captured, where it was taken from a capture that others kept.
    pub(crate) captured: Option<String>,
    /// What the capture was found in: `warc`, `wacz`, `memento`.
    pub(crate) capture: Option<String>,
    /// The digest that the capture names.
    pub(crate) digest: Option<String>,
    /// Who captured it, or with which tool.
    pub(crate) captured_by: Option<String>,
}

impl OfficialEntry {
    pub(super) fn of(official: &Official) -> Self {
        let archived = |Archived { url, captured, digest }: &Archived| ArchivedEntry {
            url: url.clone(),
            captured: captured.to_string(),
            digest: digest.clone(),
        };
        Self {
            url: official.url.clone(),
            role: match official.role {
                Role::Text => "text",
                Role::Landing => "landing",
            },
            format: official.format.clone(),
            language: official.language.clone(),
            archived: official.archived.as_ref().map(archived),
            asked: official.asked.map(|day| day.to_string()),
            answered: official.answered,
        }
    }
}

impl SourceEntry {
    pub(super) fn of(source: &Source) -> Self {
        let capture = source.capture.as_ref();
        Self {
            name: source.name.clone(),
            file: source.file.clone(),
            sha256: source.sha256.to_string(),
            url: source.url.clone(),
            retrieved: source.retrieved.map(|day| day.to_string()),
            captured: capture.map(|capture| capture.captured.to_string()),
            capture: capture.and_then(|capture| capture.how.clone()),
            digest: capture.and_then(|capture| capture.digest.clone()),
            captured_by: capture.and_then(|capture| capture.by.clone()),
        }
    }
}
