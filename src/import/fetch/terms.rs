//! What a host and a page say of how they may be used, in their own words: kept beside the source, since both change.

use url::Url;

use crate::corpus::Date;
use crate::import::html::terms_of;

/// What was said when a page was fetched.
pub(super) struct Said<'a> {
    pub(super) url: &'a Url,
    /// The rules for robots, as they were read; nothing where the host has none.
    pub(super) robots: Option<&'a str>,
    /// The headers that speak of use, as they came.
    pub(super) headers: Vec<(&'static str, String)>,
    /// The page, where it is one.
    pub(super) page: Option<&'a str>,
}

/// The headers that speak of use.
pub(super) const HEADERS: [&str; 4] = ["x-robots-tag", "link", "tdm-reservation", "tdm-policy"];

impl Said<'_> {
    /// Writes all of it down as a text, each thing with where it was said.
    pub(super) fn written(&self) -> String {
        let mut text = format!("What was said of the use of {} when it was fetched on {}.\n", self.url, Date::today());
        let robots = self.robots.map(str::trim).filter(|robots| !robots.is_empty());
        text.push_str("\n## robots.txt\n\n");
        text.push_str(&robots.map_or_else(|| "Nothing: the host has no rules for robots.\n".to_owned(), lines));
        let headers: String = self.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
        text.push_str("\n## Headers\n\n");
        text.push_str(if headers.is_empty() { "Nothing.\n" } else { &headers });
        text.push_str("\n## The page\n\n");
        let found = self.page.map(terms_of).unwrap_or_default();
        if found.is_empty() {
            text.push_str("Nothing that was recognised.\n");
        }
        for line in found {
            let (said, address) = line;
            let address = address.map(|address| self.url.join(&address).map_or(address, Into::into));
            let address = address.map(|address| format!(" <{address}>")).unwrap_or_default();
            text.push_str(&lines(&format!("{said}{address}")));
        }
        text
    }
}

/// Returns lines without what no text file should hold.
pub(super) fn lines(text: &str) -> String {
    let kept = |line: &str| line.chars().filter(|letter| !letter.is_control()).collect::<String>() + "\n";
    text.lines().map(kept).collect()
}
