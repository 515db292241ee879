//! Facets as pages print them.

use crate::data::{Format, Search};
use crate::search::{Facet, FacetName};

/// A facet with a link at each value that takes the choice or gives it up.
pub(crate) struct FacetList {
    pub(crate) label: &'static str,
    pub(crate) values: Vec<FacetLine>,
}

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
    let mut lists = Vec::new();
    for facet in facets {
        let narrows = facet.values.iter().any(|value| value.selected || value.count < total);
        if !narrows {
            continue;
        }
        let values = facet.values.iter().map(|value| {
            let other = search.toggled(facet.name, &value.value);
            FacetLine {
                label: value.label.clone(),
                count: value.count,
                selected: value.selected,
                path: match leading {
                    Leading::Search => other.address(Format::Html),
                    Leading::Documents => other.documents(Format::Html),
                },
            }
        });
        lists.push(FacetList { label: label(facet.name), values: values.collect() });
    }
    lists
}

fn label(name: FacetName) -> &'static str {
    match name {
        FacetName::Year => "Year",
        FacetName::Kind => "Kind",
        FacetName::Forum => "Forum",
        FacetName::Presidency => "Presidency",
        FacetName::Topic => "Topic",
        FacetName::Language => "Language",
        FacetName::Mentions => "Mentions",
        FacetName::Document => "Document",
    }
}
