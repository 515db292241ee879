//! Facets as data.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::search::Facet;

/// A value of a facet as data.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct FacetEntry {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) count: usize,
    pub(crate) selected: bool,
}

/// Returns facets as data, by their names.
pub(crate) fn by_name(facets: &[Facet]) -> BTreeMap<&'static str, Vec<FacetEntry>> {
    let entry = |value: &crate::search::FacetValue| FacetEntry {
        value: value.value.clone(),
        label: value.label.clone(),
        count: value.count,
        selected: value.selected,
    };
    facets.iter().map(|facet| (facet.name.name(), facet.values.iter().map(entry).collect())).collect()
}
