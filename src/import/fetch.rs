//! The texts of records from their official addresses, and whether sources that are held still say the same.
//!
//! All network work of the program happens here, one request at a time. What was fetched is held from then on, so
//! that an interrupted run goes on where it stopped.

mod address;
mod archive;
mod cdx;
mod client;
mod robots;
mod terms;

pub use address::Reach;
pub use archive::WebArchive;
pub use client::{Client, Etiquette};
use client::{Known, path, received};

use std::path::Path;

use url::Url;

use super::block::Block;
use super::html::terms_of;
use super::{Error, Imported, Media, Reading, Received, import, read};
use crate::corpus::{Corpus, Document, Official, Role};
use crate::wording::{self, Op, Sha256};

/// How many pages of terms are read beside a page.
const PAGES: usize = 2;

/// How many letters of a page of terms are kept.
const LONGEST: usize = 100_000;

impl Client {
    /// Gets what is at an address, with what is said there of its use.
    ///
    /// # Errors
    ///
    /// When the host does not want it asked for, does not give it in the end, or gives what is not read.
    pub fn get(&mut self, address: &str) -> Result<Received, Error> {
        let mut received = self.get_unless(address, &Known::default())?;
        self.add_terms(&mut received);
        Ok(received)
    }

    /// Adds what the pages of terms say that a page links to on its own host, licences first. Each is asked for once in
    /// a run, by the host's rules; one that cannot be read is no reason to leave the text.
    fn add_terms(&mut self, page: &mut Received) {
        let Some(url) = page.url.as_deref().and_then(|url| Url::parse(url).ok()).filter(|_| page.media == Media::Html)
        else {
            return;
        };
        let mut links: Vec<(bool, Url)> = Vec::new();
        for (words, address) in terms_of(&page.text()) {
            let Some(mut link) = address.and_then(|address| url.join(&address).ok()) else { continue };
            link.set_fragment(None);
            let other = link.path() != url.path() || link.query() != url.query();
            if other && link.origin() == url.origin() && !links.iter().any(|(_, known)| *known == link) {
                let words = words.to_lowercase();
                links.push((words.contains("licen") || words.contains("lizenz"), link));
            }
        }
        links.sort_by_key(|(licence, _)| !licence);
        let Some(said) = &mut page.terms else { return };
        for (_, link) in links.into_iter().take(PAGES) {
            let words = match self.terms_pages.get(&link) {
                Some(words) => words.clone(),
                None => self.terms_page(&link).unwrap_or_else(|error| format!("It was not read: {error}.\n")),
            };
            said.push_str(&format!("\n## <{link}>\n\n{words}"));
            self.terms_pages.insert(link, words);
        }
    }

    /// Returns the words of a page of terms; where it is a file of another kind, its digest.
    fn terms_page(&mut self, link: &Url) -> Result<String, Error> {
        if !self.rules(link)?.allow(&path(link)) {
            return Err(Error::Unwanted(link.to_string()));
        }
        let answer = self.ask(link, &Known::default())?;
        let received = received(answer, &mut link.clone())?;
        if !matches!(received.media, Media::Html | Media::Text) {
            return Ok(format!("A file of type {}, sha256:{}.\n", received.media_type, Sha256::of(&received.bytes)));
        }
        let reading = read(&received)?;
        let blocks = reading.blocks.iter().filter(|block| block.kept()).map(|block| block.seen());
        let words: String = blocks.map(|words| terms::lines(&words) + "\n").collect();
        let end = words.char_indices().nth(LONGEST).map_or(words.len(), |(at, _)| at);
        Ok(words.get(..end).unwrap_or_default().trim_end().to_owned() + "\n")
    }
}

/// What became of a record that was to be fetched.
#[derive(Debug)]
pub enum Fetched {
    /// A draft was written from this address.
    Imported(String, Imported),
    /// The archive has its text already.
    Held,
    /// No address of its text in its language is known, only pages that may lead to it, other languages or nothing.
    NoAddress,
    /// None of its addresses gave a text; what was wrong with each.
    Failed(Vec<(String, Error)>),
}

/// Fetches the text of a record into the corpus in `folder`, from the first of its official addresses that gives one, or
/// from a copy that an `archive` of the web has of it.
///
/// An archive is asked where the page itself is not to be had; where only copies from before a day will do, at once.
pub fn fetch(
    folder: &Path,
    corpus: &Corpus,
    document: &Document,
    client: &mut Client,
    mut archive: Option<&mut WebArchive>,
) -> Fetched {
    if document.held() {
        return Fetched::Held;
    }
    let mut failures = Vec::new();
    for official in addresses(document) {
        let take = |received: Received| take(folder, corpus, document, official, &received);
        let (now, wanted) = match client.get(&official.url) {
            Ok(received) if archive.as_ref().is_none_or(|archive| archive.takes_any()) => (take(received), false),
            Ok(_) => (Err(Error::Status(200)), true),
            Err(error) => (Err(error), false),
        };
        let error = match now {
            Ok(imported) => return Fetched::Imported(official.url.clone(), imported),
            Err(error) => error,
        };
        let archived = archive.as_mut().filter(|_| wanted || error.says_lost()).map(|archive| {
            let mut received = archive.get(&official.url, client)?;
            let copy = received.capture.as_mut().and_then(|capture| capture.copy.as_mut());
            let address = copy.map(|copy| {
                copy.answered = error.status();
                copy.url.clone()
            });
            Ok((address.unwrap_or_default(), take(received)?))
        });
        if !wanted {
            failures.push((official.url.clone(), error));
        }
        match archived {
            Some(Ok((address, imported))) => return Fetched::Imported(address, imported),
            Some(Err(error)) => failures.push((official.url.clone(), error)),
            None => {}
        }
    }
    if failures.is_empty() { Fetched::NoAddress } else { Fetched::Failed(failures) }
}

/// Imports what came from an address that a record lists.
fn take(
    folder: &Path,
    corpus: &Corpus,
    document: &Document,
    official: &Official,
    received: &Received,
) -> Result<Imported, Error> {
    // A page where a file is listed says at best where the file went.
    if received.media.extension() != official.format && ["pdf", "html"].contains(&official.format.as_str()) {
        return Err(Error::Unexpected { listed: official.format.clone(), came: received.media_type.clone() });
    }
    import(folder, Some(corpus), &document.id, received)
}

/// Returns the addresses of a document's text in its language, pages before files.
fn addresses(document: &Document) -> Vec<&Official> {
    let fits = |official: &&Official| official.role == Role::Text && official.language == document.language;
    let mut addresses: Vec<&Official> = document.official.iter().filter(fits).collect();
    addresses.sort_by_key(|official| official.format != "html");
    addresses
}

/// What a source that is held says today.
#[derive(Debug)]
pub enum Rechecked {
    /// The same, byte for byte.
    Same,
    /// Other bytes with the same words.
    SameWords,
    /// Other words.
    Changed(Vec<Difference>),
    /// The address no longer exists.
    Gone(Error),
    /// It could not be asked.
    Failed(Error),
    /// The source names no address, or the archive has no source of the document.
    NoAddress,
}

/// A block of a source whose words differ, as runs of words that stayed, went and came.
pub type Difference = Vec<wording::Change>;

/// Fetches the source of a document again and compares; writes nothing.
pub fn recheck(corpus: &Corpus, document: &Document, client: &mut Client) -> Rechecked {
    let seen = |reading: &Reading| reading.blocks.iter().map(Block::seen).collect::<Vec<_>>();
    match again(corpus, document, client, false) {
        None => Rechecked::NoAddress,
        Some((_, Again::Same)) => Rechecked::Same,
        Some((_, Again::Other(other))) => match differences(&seen(&other.before), &seen(&other.now)) {
            differences if differences.is_empty() => Rechecked::SameWords,
            differences => Rechecked::Changed(differences),
        },
        Some((_, Again::Failed(error))) if error.says_gone() => Rechecked::Gone(error),
        Some((_, Again::Failed(error))) => Rechecked::Failed(error),
    }
}

/// What came of asking for a source again.
pub(super) enum Again {
    /// The same bytes as are held, or the host says so.
    Same,
    /// Other bytes.
    Other(Box<Other>),
    /// Nothing that can be read.
    Failed(Error),
}

/// A source that is held and what came in its place, as they are read.
pub(super) struct Other {
    pub(super) before: Reading,
    pub(super) now: Reading,
    pub(super) received: Received,
}

/// Asks for the source of a document again, and returns the address with what came of it; nothing where the document has
/// no source that was taken from an address. A page that is elsewhere for good is left there if it is looked for `in_place`.
pub(super) fn again(
    corpus: &Corpus,
    document: &Document,
    client: &mut Client,
    in_place: bool,
) -> Option<(String, Again)> {
    let source = document.source.as_ref()?;
    let (url, held) = (source.url.clone()?, corpus.source_file(document)?);
    let known =
        Known { etag: source.etag.clone(), last_modified: source.last_modified.clone(), in_place, moment: None };
    let read = || {
        let received = client.get_unless(&url, &known)?;
        if Sha256::of(&received.bytes) == source.sha256 {
            return Ok(Again::Same);
        }
        let before = read(&Received::stored(&source.file, held.into_owned())?)?;
        Ok(Again::Other(Box::new(Other { before, now: read(&received)?, received })))
    };
    let again = match read() {
        Ok(again) => again,
        Err(Error::Unchanged) => Again::Same,
        Err(error) => Again::Failed(error),
    };
    Some((url, again))
}

/// Returns what differs between two readings, block by block; a block that moved differs at both places.
fn differences(before: &[String], after: &[String]) -> Vec<Difference> {
    let mut differences = Vec::new();
    for op in similar::capture_diff_slices(similar::Algorithm::Myers, before, after) {
        if op.tag() == similar::DiffTag::Equal {
            continue;
        }
        let words =
            |blocks: &[String], range| blocks.get::<std::ops::Range<usize>>(range).unwrap_or_default().join("\n");
        let changes = wording::diff(&words(before, op.old_range()), &words(after, op.new_range()));
        if changes.iter().any(|change| change.op != Op::Equal && !change.text.trim().is_empty()) {
            differences.push(changes);
        }
    }
    differences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_told_block_by_block() {
        let blocks = |text: &str| text.split('/').map(str::to_owned).collect::<Vec<_>>();
        assert!(differences(&blocks("a/b c"), &blocks("a/b c")).is_empty());
        let found = differences(&blocks("a/we shall/z"), &blocks("a/we will/z"));
        assert_eq!(found.len(), 1);
        assert!(found[0].iter().any(|change| change.op == Op::Insert && change.text.contains("will")), "{found:?}");
    }
}
