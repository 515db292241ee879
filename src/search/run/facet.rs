//! Facets: how many hits have each property, each counted without its own choice.

use std::borrow::Cow;
use std::sync::Arc;

use crate::corpus::{ByDocument, DocumentId, Kind};
use crate::search::index::catalogue::{self, Catalogue, Column, DocumentHits};
use crate::search::index::mention::Paragraphs;
use crate::search::language::FieldName;
use crate::wording;

/// At most this many values of one facet are given, the most frequent and all that are chosen.
const MOST_VALUES: usize = 200;

/// Choices among the facets: any of the values in one facet, and all facets that have a choice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the facet of its name")]
pub struct Choices {
    pub years: Vec<i16>,
    pub kinds: Vec<Kind>,
    pub forums: Vec<String>,
    pub presidencies: Vec<String>,
    pub topics: Vec<String>,
    pub languages: Vec<String>,
    pub documents: Vec<DocumentId>,
    pub mentions: Vec<String>,
}

/// One facet.
#[derive(Debug, Clone)]
pub struct Facet {
    /// Which one.
    pub name: FacetName,
    /// Its values, those with a hit or a choice.
    pub values: Vec<FacetValue>,
}

/// The facets there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the property of its name, of documents; mentions are those of paragraphs")]
pub enum FacetName {
    Year,
    Kind,
    Forum,
    Presidency,
    Topic,
    Language,
    Mentions,
    Document,
}

/// One value of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// The value as addresses write it.
    pub value: String,
    /// The words on the page.
    pub label: String,
    /// How many hits have it.
    pub count: usize,
    /// Whether it is chosen.
    pub selected: bool,
}

impl FacetName {
    /// Every facet, in the order of the page.
    pub const ALL: [Self; 8] = [
        Self::Year,
        Self::Kind,
        Self::Forum,
        Self::Presidency,
        Self::Topic,
        Self::Mentions,
        Self::Language,
        Self::Document,
    ];

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
            Self::Language => FieldName::Language,
            Self::Mentions => FieldName::Mentions,
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
            FacetName::Language => self.languages.clone(),
            FacetName::Mentions => self.mentions.clone(),
            FacetName::Document => self.documents.iter().map(ToString::to_string).collect(),
        }
    }
}

/// What was chosen, as documents; instruments as the paragraphs that mention them.
pub(crate) struct Chosen {
    /// For every facet, its chosen values and the documents that have one; nothing where nothing is chosen.
    facets: Vec<(FacetName, Vec<String>, Option<ByDocument<bool>>)>,
    /// The paragraphs that mention one of the chosen instruments; nothing where none is chosen.
    pub(crate) paragraphs: Option<Arc<Paragraphs>>,
}

impl Chosen {
    pub(crate) fn of(choices: &Choices, catalogue: &Catalogue) -> Self {
        let facets = FacetName::ALL.into_iter().map(|name| {
            let values = choices.of(name);
            if name == FacetName::Mentions {
                return (name, values, None);
            }
            let documents = (!values.is_empty()).then_some(()).and_then(|()| {
                let column = catalogue.column(name.field())?;
                Some(catalogue.with_value(column, |value| values.iter().any(|chosen| is_value(name, chosen, value))))
            });
            (name, values, documents)
        });
        let chosen = |value: &str| choices.mentions.iter().any(|chosen| chosen == value);
        let paragraphs = (!choices.mentions.is_empty()).then(|| {
            let column = catalogue.column(FieldName::Mentions);
            let wanted: Vec<bool> = column.map_or_else(Vec::new, |column| column.values.iter().map(chosen).collect());
            Arc::new(catalogue.mentioning(&wanted))
        });
        Self { facets: facets.collect(), paragraphs }
    }

    /// Returns the documents that pass every choice; nothing where there is none.
    pub(crate) fn shown(&self) -> Option<ByDocument<bool>> {
        all(self.facets.iter().filter_map(|(_, _, documents)| documents.as_ref()))
    }

    /// Returns the documents that pass every choice, one among paragraphs too; nothing where there is none.
    pub(crate) fn shown_documents(&self) -> Option<ByDocument<bool>> {
        let mentioning = self.paragraphs.as_ref().map(|paragraphs| &paragraphs.documents);
        all(self.facets.iter().filter_map(|(_, _, documents)| documents.as_ref()).chain(mentioning))
    }

    /// Counts the hits of each document by property; `mentioned` is how often each instrument is mentioned in the hits
    /// that pass every other choice.
    pub(crate) fn count(&self, hits: &[DocumentHits], mentioned: &[u32], catalogue: &Catalogue) -> Vec<Facet> {
        // Without a choice all facets count the same documents.
        let any_chosen = self.facets.iter().any(|(_, _, documents)| documents.is_some());
        let all = (!any_chosen).then(|| catalogue.alike(hits.iter().copied()));
        let of = |(at, (name, chosen, _)): (usize, &(FacetName, Vec<String>, _))| {
            let Some(column) = catalogue.column(name.field()) else { return Facet { name: *name, values: Vec::new() } };
            if *name == FacetName::Mentions {
                let counts = mentioned.iter().copied().enumerate().filter(|(_, count)| *count > 0);
                return Facet { name: *name, values: given(*name, chosen, column, counts) };
            }
            let passing = self.passing_others(at);
            let hits = hits.iter().copied();
            let hits = hits.filter(|each| catalogue::passes(passing.as_ref(), each.document));
            let values = if column.is_the_document() {
                given(*name, chosen, column, hits.map(|each| (each.document.number() as usize, each.hits)))
            } else {
                let alike = all.as_ref().map_or_else(|| Cow::Owned(catalogue.alike(hits)), Cow::Borrowed);
                let counts = by_value(&alike, column);
                given(*name, chosen, column, counts.iter().copied().enumerate().filter(|(_, count)| *count > 0))
            };
            Facet { name: *name, values }
        };
        self.facets.iter().enumerate().map(of).collect()
    }

    /// Returns the documents that pass every choice but that of one facet; nothing where there is no other.
    fn passing_others(&self, facet: usize) -> Option<ByDocument<bool>> {
        let others = self.facets.iter().enumerate().filter(|(at, _)| *at != facet);
        all(others.filter_map(|(_, (_, _, documents))| documents.as_ref()))
    }
}

/// Returns the documents that are in every set; nothing where there is none.
fn all<'a>(mut sets: impl Iterator<Item = &'a ByDocument<bool>>) -> Option<ByDocument<bool>> {
    let mut all = sets.next()?.clone();
    sets.for_each(|documents| all.keep(documents));
    Some(all)
}

/// Counts hits by the values of one property.
fn by_value(hits: &[DocumentHits], column: &Column) -> Vec<u32> {
    let mut counts = vec![0; column.values.len()];
    for DocumentHits { document, hits } in hits {
        for value in column.of_document(*document) {
            if let Some(count) = counts.get_mut(*value as usize) {
                *count += hits;
            }
        }
    }
    counts
}

/// Returns the most frequent values and all that are chosen: years in their order, others by their counts. `counts`
/// are the places of values with their counts.
fn given(
    name: FacetName,
    chosen: &[String],
    column: &Column,
    counts: impl Iterator<Item = (usize, u32)> + Clone,
) -> Vec<FacetValue> {
    let is_chosen = |value: &str| chosen.iter().any(|chosen| is_value(name, chosen, value));
    let rank = |place: usize| column.by_label.get(place).copied().unwrap_or(u32::MAX);
    // Count and rank are one number, high counts low, since numbers are put in order much faster than pairs of them.
    let key = |place: usize, count: u32| (u64::from(!count) << 32) | u64::from(rank(place));
    // Thousands of documents can have hits, each of them one: only those are kept that can still be given.
    let (mut places, mut last) = (Vec::<(u64, usize, u32)>::new(), u64::MAX);
    for (place, count) in counts.clone() {
        let key = key(place, count);
        if key <= last {
            places.push((key, place, count));
            if places.len() > 2 * MOST_VALUES {
                last = places.select_nth_unstable(MOST_VALUES - 1).1.0;
                places.truncate(MOST_VALUES);
            }
        }
    }
    places.sort_unstable();
    places.truncate(MOST_VALUES);
    let value_at = |place: usize, count: u32| {
        let (value, label) = (column.values.get(place).to_owned(), column.labels.get(place).to_owned());
        FacetValue { selected: is_chosen(&value), value, label, count: count as usize }
    };
    let mut values: Vec<FacetValue> = places.iter().map(|(_, place, count)| value_at(*place, *count)).collect();
    for chosen in chosen {
        if !values.iter().any(|value| is_value(name, chosen, &value.value)) {
            let known = column.values.iter().position(|value| is_value(name, chosen, value));
            let count = |place: usize| counts.clone().find(|(other, _)| *other == place).map_or(0, |(_, count)| count);
            let unknown = || FacetValue { value: chosen.clone(), label: chosen.clone(), count: 0, selected: true };
            values.push(known.map_or_else(unknown, |place| value_at(place, count(place))));
        }
    }
    if name == FacetName::Year {
        values.sort_by(|a, b| a.value.cmp(&b.value));
    }
    values
}

/// Tells whether what was chosen is a value; names of countries are compared without case.
fn is_value(name: FacetName, chosen: &str, value: &str) -> bool {
    chosen == value || (name == FacetName::Presidency && wording::fold(chosen) == wording::fold(value))
}
