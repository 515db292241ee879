//! The query string of an address, taken apart.

use url::form_urlencoded;

/// The query string as pairs in their order, percent-decoded; bytes that are not UTF-8 become U+FFFD.
///
/// Unknown names are ignored. Of a doubled name that takes one value, the first counts.
pub(crate) struct QueryString(Vec<(String, String)>);

impl QueryString {
    /// Parses the part of an address after its question mark.
    pub(crate) fn parse(text: &str) -> Self {
        Self(form_urlencoded::parse(text.as_bytes()).into_owned().collect())
    }

    /// Returns the first value of a name, if it is not empty.
    pub(crate) fn one<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        self.all(name).next().filter(|value| !value.is_empty())
    }

    /// Tells whether a name is there, with or without a value.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(other, _)| other == name)
    }

    /// Returns all values of a name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_a_doubled_name_counts() {
        let query = QueryString::parse("q=a&year=1&q=b&year=2&x=%ff&empty=");
        assert_eq!(query.one("q"), Some("a"));
        assert_eq!(query.all("year").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(query.one("x"), Some("\u{fffd}"));
        assert_eq!(query.one("empty"), None);
    }
}
