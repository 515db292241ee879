//! Facets: how many hits have each property, each counted without its own choice.

use super::catalogue::Catalogue;
use super::query::FieldName;
use super::{Choices, Facet, FacetName, FacetValue};
use crate::wording;

/// At most so many values of one facet are given, the most frequent and all that are chosen.
const MOST_VALUES: usize = 200;

impl FacetName {
    /// Every facet, in the order of the page.
    pub const ALL: [Self; 6] = [Self::Year, Self::Kind, Self::Forum, Self::Presidency, Self::Topic, Self::Document];

    /// Returns the name as addresses and data write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.field().name()
    }

    fn field(self) -> FieldName {
        match self {
            Self::Year => FieldName::Year,
            Self::Kind => FieldName::Kind,
            Self::Forum => FieldName::Forum,
            Self::Presidency => FieldName::Presidency,
            Self::Topic => FieldName::Topic,
            Self::Document => FieldName::Document,
        }
    }
}

impl Choices {
    /// Returns the chosen values of a facet as addresses write them.
    #[must_use]
    pub fn of(&self, facet: FacetName) -> Vec<String> {
        match facet {
            FacetName::Year => self.years.iter().map(ToString::to_string).collect(),
            FacetName::Kind => self.kinds.iter().map(|kind| kind.id().to_owned()).collect(),
            FacetName::Forum => self.forums.clone(),
            FacetName::Presidency => self.presidencies.clone(),
            FacetName::Topic => self.topics.clone(),
            FacetName::Document => self.documents.iter().map(ToString::to_string).collect(),
        }
    }
}

/// What was chosen, as documents.
pub(super) struct Chosen {
    /// For every facet, its chosen values and the documents that have one; nothing where nothing is chosen.
    facets: Vec<(FacetName, Vec<String>, Option<Vec<bool>>)>,
}

impl Chosen {
    pub(super) fn of(choices: &Choices, catalogue: &Catalogue) -> Self {
        let facets = FacetName::ALL.into_iter().map(|name| {
            let values = choices.of(name);
            let documents = (!values.is_empty()).then_some(()).and_then(|()| {
                let column = catalogue.column(name.field())?;
                Some(column.documents(|value, _| values.iter().any(|chosen| is_value(name, chosen, value))))
            });
            (name, values, documents)
        });
        Self { facets: facets.collect() }
    }

    /// Returns the documents that pass every choice; nothing where there is none.
    pub(super) fn shown(&self) -> Option<Vec<bool>> {
        let mut choices = self.facets.iter().filter_map(|(_, _, documents)| documents.as_ref());
        let mut shown = choices.next()?.clone();
        for documents in choices {
            shown.iter_mut().zip(documents).for_each(|(shown, passes)| *shown &= passes);
        }
        Some(shown)
    }

    /// Counts the hits of each document by property.
    pub(super) fn count(&self, per_document: &[u32], catalogue: &Catalogue) -> Vec<Facet> {
        let columns: Vec<_> = self.facets.iter().map(|(name, _, _)| catalogue.column(name.field())).collect();
        let mut counts: Vec<Vec<usize>> =
            columns.iter().map(|column| vec![0; column.map_or(0, |column| column.values.len())]).collect();
        for (document, &hits) in per_document.iter().enumerate().filter(|(_, hits)| **hits > 0) {
            let passes = |choice: &Option<Vec<bool>>| {
                choice.as_ref().is_none_or(|passing| passing.get(document).copied().unwrap_or_default())
            };
            let mut failed = self.facets.iter().enumerate().filter(|(_, (_, _, choice))| !passes(choice));
            // A document counts for every facet, for the one whose choice alone it fails, or for none.
            let only = match (failed.next(), failed.next()) {
                (None, _) => None,
                (Some((facet, _)), None) => Some(facet),
                _ => continue,
            };
            for (facet, (column, counts)) in columns.iter().zip(&mut counts).enumerate() {
                if only.is_some_and(|only| only != facet) {
                    continue;
                }
                for value in column.map_or(&[][..], |column| column.of_document(document)) {
                    if let Some(count) = counts.get_mut(*value as usize) {
                        *count += hits as usize;
                    }
                }
            }
        }
        let facets = self.facets.iter().zip(columns).zip(counts);
        facets
            .map(|(((name, chosen, _), column), counts)| {
                let mut values: Vec<FacetValue> = Vec::new();
                if let Some(column) = column {
                    for ((value, label), count) in column.values.iter().zip(&column.labels).zip(counts) {
                        let selected = chosen.iter().any(|chosen| is_value(*name, chosen, value));
                        if count > 0 || selected {
                            values.push(FacetValue { value: value.clone(), label: label.clone(), count, selected });
                        }
                    }
                }
                for chosen in chosen {
                    if !values.iter().any(|value| is_value(*name, chosen, &value.value)) {
                        let (value, label) = (chosen.clone(), chosen.clone());
                        values.push(FacetValue { value, label, count: 0, selected: true });
                    }
                }
                Facet { name: *name, values: arranged(*name, values) }
            })
            .collect()
    }
}

/// Tells whether what was chosen is a value; names of countries are compared without case.
fn is_value(name: FacetName, chosen: &str, value: &str) -> bool {
    chosen == value || (name == FacetName::Presidency && wording::fold(chosen) == wording::fold(value))
}

/// Puts years in their order and other values by their counts.
fn arranged(name: FacetName, mut values: Vec<FacetValue>) -> Vec<FacetValue> {
    values.sort_by(|a, b| (b.count, &a.label, &a.value).cmp(&(a.count, &b.label, &b.value)));
    let mut given = 0;
    values.retain(|value| {
        given += 1;
        given <= MOST_VALUES || value.selected
    });
    if name == FacetName::Year {
        values.sort_by(|a, b| a.value.cmp(&b.value));
    }
    values
}
