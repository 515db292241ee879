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
        self.parameters(format!("/search{}", format.suffix()), None)
    }

    /// Returns the address of `/documents` with the same choices.
    pub(crate) fn documents(&self, format: Format) -> String {
        self.parameters(format!("/documents{}", format.suffix()), self.held)
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
        let choices = &self.choices;
        let mut chosen = Vec::new();
        chosen.extend(choices.years.iter().map(|year| ("year", year.to_string())));
        chosen.extend(choices.kinds.iter().map(|kind| ("kind", kind.id().to_owned())));
        chosen.extend(choices.forums.iter().map(|forum| ("forum", forum.clone())));
        chosen.extend(choices.presidencies.iter().map(|presidency| ("presidency", presidency.clone())));
        chosen.extend(choices.topics.iter().map(|topic| ("topic", topic.clone())));
        chosen.extend(choices.languages.iter().map(|language| ("language", language.clone())));
        chosen.extend(choices.mentions.iter().map(|id| ("mentions", id.clone())));
        chosen.extend(choices.documents.iter().map(|id| ("document", id.to_string())));
        chosen
    }

    fn parameters(&self, path: String, held: Option<bool>) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
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
        for (name, value) in self.chosen() {
            pairs.append_pair(name, &value);
        }
        if let Some(held) = held {
            pairs.append_pair("held", if held { "true" } else { "false" });
        }
        if self.page > 1 {
            pairs.append_pair("page", &self.page.to_string());
        }
        let query = pairs.finish();
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }
}

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
}
