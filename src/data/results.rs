//! The results of a search as data.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::entry::HitEntry;
use super::extent::ScopeEntry;
use super::facets::{self, FacetEntry};
use super::format::Format;
use super::links::{self, Links};
use super::scope::SearchedScope;
use crate::archive::Archive;
use crate::corpus::DocumentPlace;
use crate::search::{Matched, Notice, Results};

/// The results of a search.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SearchAnswer {
    query: String,
    understood_as: String,
    #[serde(rename = "match")]
    matched: &'static str,
    total: usize,
    documents: usize,
    release: String,
    notices: Vec<NoticeEntry>,
    did_you_mean: Vec<String>,
    also_counted: Vec<AlsoCountedEntry>,
    facets: BTreeMap<&'static str, Vec<FacetEntry>>,
    hits: Vec<HitEntry>,
    records: Vec<RecordEntry>,
    /// What was searched, but for what fields of the query leave out.
    scope: ScopeEntry,
    /// The day by which the wording was published.
    as_of: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct NoticeEntry {
    code: &'static str,
    message: String,
    position: Option<usize>,
    suggestion: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
struct AlsoCountedEntry {
    term: String,
    forms: Vec<FormEntry>,
    /// Whether it has further forms, of rarer words, that were not counted.
    more: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
struct FormEntry {
    form: String,
    count: usize,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
struct RecordEntry {
    id: String,
    title: String,
    date: String,
    kind: &'static str,
    path: String,
    #[serde(rename = "abstract")]
    abstract_text: Option<String>,
}

impl SearchAnswer {
    /// Returns the results as they are printed.
    pub(crate) fn of(links: &Links, archive: &Archive, query: &str, results: &Results) -> Self {
        let whole = ScopeEntry::of_all(archive);
        Self {
            query: query.to_owned(),
            understood_as: results.understood_as.clone(),
            matched: match results.matched {
                Matched::All => "all",
                Matched::Any => "any",
                Matched::Most => "most",
            },
            total: results.total,
            documents: results.documents,
            release: archive.corpus().release().to_string(),
            notices: results.notices.iter().map(NoticeEntry::of).chain(scope(archive, results)).collect(),
            did_you_mean: results.did_you_mean.clone(),
            also_counted: results
                .also_counted
                .iter()
                .map(|also| AlsoCountedEntry {
                    term: also.term.clone(),
                    forms: also
                        .forms
                        .iter()
                        .map(|(form, count)| FormEntry { form: form.clone(), count: *count })
                        .collect(),
                    more: also.more,
                })
                .collect(),
            facets: facets::by_name(&results.facets),
            hits: results.hits.iter().filter_map(|hit| HitEntry::of(links, archive, hit)).collect(),
            records: results.records.iter().filter_map(|&at| record(archive, at)).collect(),
            as_of: whole.as_of.clone(),
            scope: whole,
        }
    }

    /// Tells what was searched where that is less than all, or not the present archive.
    pub(crate) fn within(self, scope: ScopeEntry) -> Self {
        Self { as_of: scope.as_of.clone(), scope, ..self }
    }
}

impl NoticeEntry {
    /// Returns a notice as data.
    pub(crate) fn of(notice: &Notice) -> Self {
        Self {
            code: notice.code,
            message: notice.message.clone(),
            position: notice.position,
            suggestion: notice.suggestion.clone(),
        }
    }
}

/// Says how far a negative reaches: in which texts nothing was found, and what was looked for.
fn scope(archive: &Archive, results: &Results) -> Option<NoticeEntry> {
    let message = SearchedScope::of(archive, results)?.sentence(&results.tried);
    Some(NoticeEntry { code: "scope", message, position: None, suggestion: None })
}

fn record(archive: &Archive, at: DocumentPlace) -> Option<RecordEntry> {
    let document = archive.corpus().at(at)?;
    Some(RecordEntry {
        id: document.id.to_string(),
        title: document.title.clone(),
        date: document.date.to_string(),
        kind: document.kind.id(),
        path: links::document(&document.id, Format::Html),
        abstract_text: document.abstract_text.clone(),
    })
}
