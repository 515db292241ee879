//! The state of a search, as its address holds it: the query, the order, the choices, the page.

use url::form_urlencoded;

use super::format::Format;
use crate::search::{Choices, FacetName, LineOrder, Matching, Sort};

/// How results are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum View {
    /// Paragraphs with their excerpts.
    #[default]
    Paragraphs,
    /// A concordance.
    Kwic,
}

/// All the state of a search, as its address holds it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Search {
    pub(crate) query: String,
    pub(crate) matching: Matching,
    pub(crate) sort: Sort,
    pub(crate) view: View,
    /// The order of a concordance's lines.
    pub(crate) lines: LineOrder,
    pub(crate) choices: Choices,
    /// Of a list of documents, whether only those are shown whose text is held, or only the others.
    pub(crate) held: Option<bool>,
    /// From 1.
    pub(crate) page: usize,
}

impl Search {
    /// Returns a search for `query` with nothing chosen.
    pub(crate) fn of(query: &str) -> Self {
        Self { query: query.to_owned(), page: 1, ..Self::default() }
    }

    /// Returns the address of these results in a format.
    pub(crate) fn address(&self, format: Format) -> String {
        self.written(&format!("/search{}", format.suffix()), None)
    }

    /// Returns the address of `/documents` with the same choices.
    pub(crate) fn documents(&self, format: Format) -> String {
        self.written(&format!("/documents{}", format.suffix()), self.held)
    }

    /// Returns the same search at another page.
    pub(crate) fn at_page(&self, page: usize) -> Self {
        Self { page, ..self.clone() }
    }

    /// Returns the same search with a facet's value chosen, or no longer, from the first page.
    pub(crate) fn toggled(&self, facet: FacetName, value: &str) -> Self {
        let mut other = self.at_page(1);
        let choices = &mut other.choices;
        match facet {
            FacetName::Year => value.parse().into_iter().for_each(|year| toggle(&mut choices.years, year)),
            FacetName::Kind => {
                let kind = crate::corpus::Kind::ALL.into_iter().find(|kind| kind.id() == value);
                kind.into_iter().for_each(|kind| toggle(&mut choices.kinds, kind));
            }
            FacetName::Forum => toggle(&mut choices.forums, value.to_owned()),
            FacetName::Presidency => toggle(&mut choices.presidencies, value.to_owned()),
            FacetName::Topic => toggle(&mut choices.topics, value.to_owned()),
            FacetName::Language => toggle(&mut choices.languages, value.to_owned()),
            FacetName::Mentions => toggle(&mut choices.mentions, value.to_owned()),
            FacetName::Document => value.parse().into_iter().for_each(|id| toggle(&mut choices.documents, id)),
        }
        other
    }

    /// Returns the choices as the parameters that addresses write.
    pub(crate) fn chosen(&self) -> Vec<(&'static str, String)> {
        self.values().into_iter().map(|(facet, value)| (facet.name(), value)).collect()
    }

    fn values(&self) -> Vec<(FacetName, String)> {
        let of = |facet| self.choices.of(facet).into_iter().map(move |value| (facet, value));
        IN_ADDRESSES.into_iter().flat_map(of).collect()
    }

    /// Returns the addresses of these results with one choice more or less.
    pub(crate) fn toggles(&self) -> Toggles {
        Toggles::of(self, "/search", None)
    }

    /// Returns the addresses of `/documents` with one choice more or less.
    pub(crate) fn toggles_of_documents(&self) -> Toggles {
        Toggles::of(self, "/documents", self.held)
    }

    fn written(&self, path: &str, held: Option<bool>) -> String {
        let parts = Toggles::of(self, path, held);
        parts.written(parts.chosen.iter().map(|(facet, value)| (*facet, value.as_str())), self.page)
    }

    /// Returns an address as far as the choices.
    fn before(&self, path: &str) -> String {
        let start = path.len() + 1;
        let mut pairs = form_urlencoded::Serializer::for_suffix(format!("{path}?"), start);
        if !self.query.is_empty() {
            pairs.append_pair("q", &self.query);
        }
        if self.matching == Matching::Any {
            pairs.append_pair("match", "any");
        }
        if self.sort != Sort::Relevance {
            pairs.append_pair("sort", sort_id(self.sort));
        }
        if self.view == View::Kwic {
            pairs.append_pair("view", "kwic");
        }
        if let Some((_, id)) = LINE_ORDERS.iter().find(|(order, _)| *order == self.lines && *order != LineOrder::Found)
        {
            pairs.append_pair("lines", id);
        }
        pairs.finish()
    }
}

/// Addresses of the same list with one choice more or less: what they share is written once, since a page has hundreds.
pub(crate) struct Toggles {
    /// The address as far as the choices, and where its parameters begin.
    before: String,
    start: usize,
    /// What is chosen, in the order of addresses.
    chosen: Vec<(FacetName, String)>,
    held: Option<bool>,
}

impl Toggles {
    fn of(search: &Search, path: &str, held: Option<bool>) -> Self {
        Self { before: search.before(path), start: path.len() + 1, chosen: search.values(), held }
    }

    /// Returns the address of the first page with a facet's value chosen, or no longer.
    pub(crate) fn address(&self, facet: FacetName, value: &str) -> String {
        let mut chosen: Vec<(FacetName, &str)> =
            self.chosen.iter().map(|(name, value)| (*name, value.as_str())).collect();
        match chosen.iter().position(|it| *it == (facet, value)) {
            Some(at) => drop(chosen.remove(at)),
            None => {
                let place = |name: FacetName| IN_ADDRESSES.iter().position(|other| *other == name);
                chosen.insert(chosen.partition_point(|(name, _)| place(*name) <= place(facet)), (facet, value));
            }
        }
        self.written(chosen, 1)
    }

    fn written<'a>(&self, chosen: impl IntoIterator<Item = (FacetName, &'a str)>, page: usize) -> String {
        let mut pairs = form_urlencoded::Serializer::for_suffix(self.before.clone(), self.start);
        pairs.extend_pairs(chosen.into_iter().map(|(facet, value)| (facet.name(), value)));
        if let Some(held) = self.held {
            pairs.append_pair("held", if held { "true" } else { "false" });
        }
        if page > 1 {
            pairs.append_pair("page", &page.to_string());
        }
        let mut address = pairs.finish();
        if address.len() == self.start {
            address.pop();
        }
        address
    }
}

/// The facets in the order of addresses.
const IN_ADDRESSES: [FacetName; 8] = [
    FacetName::Year,
    FacetName::Kind,
    FacetName::Forum,
    FacetName::Presidency,
    FacetName::Topic,
    FacetName::Language,
    FacetName::Mentions,
    FacetName::Document,
];

/// The orders of concordance lines with their names in addresses.
pub(crate) const LINE_ORDERS: [(LineOrder, &str); 4] =
    [(LineOrder::Found, "found"), (LineOrder::Left, "left"), (LineOrder::Right, "right"), (LineOrder::Date, "date")];

/// Returns the name of an order in addresses.
pub(crate) fn sort_id(sort: Sort) -> &'static str {
    match sort {
        Sort::Relevance => "relevance",
        Sort::Newest => "newest",
        Sort::Oldest => "oldest",
        Sort::Document => "document",
    }
}

fn toggle<T: PartialEq>(chosen: &mut Vec<T>, value: T) {
    match chosen.iter().position(|other| *other == value) {
        Some(at) => drop(chosen.remove(at)),
        None => chosen.push(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_left_out() {
        assert_eq!(Search::of("").address(Format::Html), "/search");
        assert_eq!(Search::of("a b&c").address(Format::Json), "/search.json?q=a+b%26c");
    }

    #[test]
    fn toggling_twice_changes_nothing_but_the_page() {
        let search = Search { page: 3, ..Search::of("x") };
        let chosen = search.toggled(FacetName::Year, "2018");
        assert_eq!(chosen.address(Format::Html), "/search?q=x&year=2018");
        assert_eq!(chosen.toggled(FacetName::Year, "2018").address(Format::Html), "/search?q=x");
    }

    #[test]
    fn a_toggle_leads_where_the_toggled_search_is() {
        let values = [
            (FacetName::Year, "2018"),
            (FacetName::Kind, "report"),
            (FacetName::Topic, "a&b"),
            (FacetName::Mentions, "x"),
            (FacetName::Language, "en"),
            (FacetName::Document, "2018-x"),
        ];
        let mut searches = vec![Search::of("a b"), Search { page: 3, held: Some(true), ..Search::of("") }];
        for (facet, value) in values {
            searches.extend(searches.clone().iter().map(|search| search.toggled(facet, value)));
        }
        for search in searches {
            for (facet, value) in values {
                let other = search.toggled(facet, value);
                assert_eq!(search.toggles().address(facet, value), other.address(Format::Html));
                assert_eq!(search.toggles_of_documents().address(facet, value), other.documents(Format::Html));
            }
        }
    }
}
