//! What every page has around its own content: title, description, canonical address, search box, foot.

use super::head::Head;
use super::site::Site;
use crate::archive::Archive;
use crate::data::Format;

/// What the base template prints.
pub(crate) struct Layout {
    pub(crate) title: String,
    pub(crate) description: Option<String>,
    /// The absolute address that stands in the foot of a printed page; none where several or none would be right.
    pub(crate) address: Option<String>,
    /// The absolute canonical address; none for errors.
    pub(crate) canonical: Option<String>,
    /// Whether crawlers may list the page.
    pub(crate) listed: bool,
    /// Whether crawlers may go on from it: not from one of endlessly many choices to the next.
    pub(crate) followed: bool,
    /// The query that stands in the search box.
    pub(crate) query: String,
    /// The same thing in other formats.
    pub(crate) alternates: Vec<Alternate>,
    /// The same text in all its languages: the tag of each and its absolute address.
    pub(crate) languages: Vec<(String, String)>,
    /// What the head says of a document or paragraph.
    pub(crate) head: Option<Head>,
    pub(crate) release: String,
    /// The section of the navigation that the page belongs to.
    pub(crate) section: Section,
}

/// The same thing in another format.
pub(crate) struct Alternate {
    pub(crate) media_type: &'static str,
    pub(crate) path: String,
    pub(crate) title: &'static str,
}

/// The sections of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    None,
    Search,
    Documents,
    Check,
    Help,
    About,
}

impl Layout {
    /// Returns the surroundings of a page with this title at this path.
    pub(crate) fn new(site: &Site, archive: &Archive, title: &str, path: &str) -> Self {
        Self {
            title: title.to_owned(),
            description: None,
            address: Some(site.links.absolute(path)),
            canonical: Some(site.links.absolute(path)),
            listed: true,
            followed: true,
            query: String::new(),
            alternates: Vec::new(),
            languages: Vec::new(),
            head: None,
            release: archive.corpus().release().to_string(),
            section: Section::None,
        }
    }

    /// Adds a description.
    pub(crate) fn described(self, description: &str) -> Self {
        Self { description: Some(description.to_owned()), ..self }
    }

    /// Keeps the page out of search engines and without a canonical address.
    pub(crate) fn unlisted(self) -> Self {
        Self { listed: false, canonical: None, ..self }
    }

    /// Asks crawlers not to go on from it, as `chosen` says: from none of the pages of chosen things, and not to list
    /// those with several choices, which stand for the page at `whole`.
    pub(crate) fn narrowed(self, site: &Site, chosen: usize, whole: &str) -> Self {
        let canonical = if chosen > 1 { Some(site.links.absolute(whole)) } else { self.canonical };
        Self { listed: self.listed && chosen < 2, followed: false, canonical, ..self }
    }

    /// Returns what crawlers are asked.
    pub(crate) fn asked_of_crawlers(&self) -> Option<&'static str> {
        match (self.listed, self.followed) {
            (true, true) => None,
            (true, false) => Some("nofollow"),
            (false, true) => Some("noindex"),
            (false, false) => Some("noindex, nofollow"),
        }
    }

    /// Asks crawlers not to go on from it: every link is a search.
    pub(crate) fn unfollowed(self) -> Self {
        Self { followed: false, ..self }
    }

    /// Prints no address in the foot.
    pub(crate) fn unaddressed(self) -> Self {
        Self { address: None, ..self }
    }

    /// Adds what the head says of a document or paragraph.
    pub(crate) fn identified(self, head: Head) -> Self {
        Self { head: Some(head), ..self }
    }

    /// Puts a query into the search box.
    pub(crate) fn remembering(self, query: &str) -> Self {
        Self { query: query.to_owned(), ..self }
    }

    /// Adds the same text in all its languages.
    pub(crate) fn in_languages(self, languages: Vec<(String, String)>) -> Self {
        Self { languages, ..self }
    }

    /// Names the section of the navigation.
    pub(crate) fn within(self, section: Section) -> Self {
        Self { section, ..self }
    }

    /// Adds a form of the same thing in another format.
    pub(crate) fn also(mut self, format: Format, path: String, title: &'static str) -> Self {
        let media_type = format.media_type().split(';').next().unwrap_or_default();
        self.alternates.push(Alternate { media_type, path, title });
        self
    }

    /// Tells whether the page belongs to the documents.
    pub(crate) fn in_documents(&self) -> bool {
        self.section == Section::Documents
    }

    /// Tells whether the page belongs to the quotation checker.
    pub(crate) fn in_check(&self) -> bool {
        self.section == Section::Check
    }

    /// Tells whether the page belongs to the help.
    pub(crate) fn in_help(&self) -> bool {
        self.section == Section::Help
    }

    /// Tells whether the page belongs to the page about the archive.
    pub(crate) fn in_about(&self) -> bool {
        self.section == Section::About
    }
}

/// Returns a number as people write it, with a comma before every three digits.
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let comma = |(at, digit): (usize, char)| {
        let before = at > 0 && (digits.len() - at).is_multiple_of(3);
        [before.then_some(','), Some(digit)].into_iter().flatten()
    };
    digits.char_indices().flat_map(comma).collect()
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[track_caller]
    fn check(number: usize, written: &str) {
        assert_eq!(grouped(number), written);
    }

    #[test]
    fn numbers_are_written_with_commas() {
        check(0, "0");
        check(999, "999");
        check(1000, "1,000");
        check(20_000, "20,000");
        check(1_234_567, "1,234,567");
    }
}
