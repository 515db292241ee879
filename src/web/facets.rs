//! Facets as pages print them.

use crate::data::Search;
use crate::search::{Facet, FacetName};

/// A facet with a link at each value that takes the choice or gives it up.
pub(crate) struct FacetList {
    pub(crate) label: &'static str,
    /// Those that are always shown.
    pub(crate) values: Vec<FacetLine>,
    /// The others, which the page folds.
    pub(crate) folded: Vec<FacetLine>,
}

/// So many values of a facet are always shown; of few more none is folded.
const OPEN: usize = 8;
const FEW_MORE: usize = 3;

/// One value of a facet.
pub(crate) struct FacetLine {
    pub(crate) label: String,
    pub(crate) count: usize,
    pub(crate) selected: bool,
    pub(crate) path: String,
}

/// Where the links of facets lead.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Leading {
    /// To results.
    Search,
    /// To the list of documents.
    Documents,
}

/// Returns facets with their links; one of which all of the `total` have every value is left out, since no choice in it
/// would narrow anything, unless one was made.
pub(crate) fn lists(facets: &[Facet], total: usize, search: &Search, leading: Leading) -> Vec<FacetList> {
    let toggles = match leading {
        Leading::Search => search.toggles(),
        Leading::Documents => search.toggles_of_documents(),
    };
    let mut lists = Vec::new();
    for facet in facets {
        let narrows = facet.values.iter().any(|value| value.selected || value.count < total);
        if !narrows {
            continue;
        }
        let values = facet.values.iter().map(|value| FacetLine {
            label: value.label.clone(),
            count: value.count,
            selected: value.selected,
            path: toggles.address(facet.name, &value.value),
        });
        let mut values: Vec<FacetLine> = values.collect();
        // The first are shown and the others folded, so the newest years come first.
        if facet.name == FacetName::Year {
            values.reverse();
        }
        lists.push(FacetList::of(label(facet.name), values));
    }
    lists
}

impl FacetList {
    /// Folds what is beyond the first values, and not chosen.
    pub(crate) fn of(label: &'static str, mut values: Vec<FacetLine>) -> Self {
        let rest = if values.len() > OPEN + FEW_MORE { values.split_off(OPEN) } else { Vec::new() };
        let (chosen, folded): (Vec<FacetLine>, Vec<FacetLine>) = rest.into_iter().partition(|value| value.selected);
        values.extend(chosen);
        Self { label, values, folded }
    }
}

fn label(name: FacetName) -> &'static str {
    match name {
        FacetName::Year => "Year",
        FacetName::Kind => "Kind",
        FacetName::Forum => "Forum",
        FacetName::Presidency => "Presidency",
        FacetName::Topic => "Topic",
        FacetName::Language => "Language",
        FacetName::Mentions => "Cites",
        FacetName::Document => "Document",
    }
}
