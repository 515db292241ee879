//! Whether the page of a source still has the words that were published from it.
//!
//! Pages change around their texts all the time, so words are compared, and of those only the published ones: each
//! paragraph is looked for among the words of the page. Where other words stand beside it in its block that did not
//! stand there when the source was taken, it has been added to, and is no longer what was published.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::block::Block;
use super::fetch::{Again, Client, again};
use super::{Error, Reading, Received, extraction};
use crate::corpus::{Corpus, Document, Number, Status};
use crate::wording::{self, Change, Folded};

/// What is seen of the page of a document's source.
#[derive(Debug)]
pub struct Look {
    /// What it is now.
    pub status: Status,
    /// The address that was asked for.
    pub url: String,
    /// The published paragraphs whose words are no longer there, in the order of the document.
    pub changed: Vec<Changed>,
    /// What there is to say beside it: where the page went, why it could not be read.
    pub detail: Option<String>,
}

/// A published paragraph whose words are no longer on the page.
#[derive(Debug)]
pub struct Changed {
    /// The paragraph.
    pub number: Number,
    /// Its words as they were received and what is nearest to them now, as runs that stayed, went and came.
    pub words: Vec<Change>,
}

/// Asks for the source of a document again and looks for its published paragraphs; nothing where the document has no
/// source that was taken from an address. Writes nothing.
pub fn watch(corpus: &Corpus, document: &Document, client: &mut Client) -> Option<Look> {
    let (url, again) = again(corpus, document, client, true)?;
    let look = |status, changed, detail| Some(Look { status, url: url.clone(), changed, detail });
    let (before, now, received) = match again {
        Again::Same => return look(Status::Same, Vec::new(), None),
        Again::Other(other) => (Words::of(&other.before.blocks), other.now, other.received),
        Again::Failed(error) => {
            let status = match &error {
                Error::Moved(_) => Status::Moved,
                error if error.says_gone() => Status::Gone,
                _ => Status::NotReached,
            };
            return look(status, Vec::new(), Some(error.to_string()));
        }
    };
    let words = Words::of(&now.blocks);
    if words.words == before.words {
        return look(Status::Same, Vec::new(), None);
    }
    let changed = changed(document, &before, &words, &now.blocks);
    if changed.is_empty() {
        return look(Status::PageChanged, changed, None);
    }
    match instead(now, &received) {
        Some(what) => {
            let status = if what == extraction::NOT_FOUND { Status::Gone } else { Status::NotReached };
            look(status, Vec::new(), Some(format!("what came looks like {what}, not like a text")))
        }
        None => look(Status::WordsChanged, changed, None),
    }
}

/// Returns what came instead of a text.
fn instead(reading: Reading, received: &Received) -> Option<&'static str> {
    extraction::extract(reading, received.host()).instead
}

/// The words of a page in their order, each with the block that it stands in.
#[derive(Debug)]
struct Words {
    words: Vec<String>,
    blocks: Vec<usize>,
    places: HashMap<String, Vec<usize>>,
}

impl Words {
    fn of(blocks: &[Block]) -> Self {
        let (mut all, mut of_block) = (Vec::new(), Vec::new());
        for (at, block) in blocks.iter().enumerate() {
            // Marks of notes are numbered anew when a note comes in.
            let words = folded(&with_printed(block));
            of_block.extend(words.iter().map(|_| at));
            all.extend(words);
        }
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, word) in all.iter().enumerate() {
            places.entry(word.clone()).or_default().push(at);
        }
        Self { words: all, blocks: of_block, places }
    }

    /// Returns the places where some words stand one after the other.
    fn places_of(&self, sought: &[String]) -> Vec<Range<usize>> {
        let of = |word: &String| self.places.get(word).map(Vec::as_slice).unwrap_or_default();
        let Some((rarest, word)) = sought.iter().enumerate().min_by_key(|(_, word)| of(word).len()) else {
            return Vec::new();
        };
        let begins = of(word).iter().filter_map(|at| at.checked_sub(rarest));
        let ranges = begins.map(|begin| begin..begin + sought.len());
        ranges.filter(|range| self.words.get(range.clone()) == Some(sought)).collect()
    }

    /// Returns the words before and after a place in its block, each with where it stands.
    fn beside(&self, place: &Range<usize>) -> [Option<(usize, &str)>; 2] {
        let word = |at: usize, next_to: usize| {
            let same_block = self.blocks.get(at)? == self.blocks.get(next_to)?;
            same_block.then_some((at, self.words.get(at)?.as_str()))
        };
        [
            place.start.checked_sub(1).and_then(|before| word(before, place.start)),
            word(place.end, place.end.saturating_sub(1)),
        ]
    }
}

fn with_printed(block: &Block) -> String {
    block.printed.as_ref().map_or_else(|| block.text.clone(), |printed| format!("{printed} {}", block.text))
}

fn folded(text: &str) -> Vec<String> {
    wording::words(&Folded::new(text)).map(|word| word.folded.to_owned()).collect()
}

/// Returns the published paragraphs whose words are no longer where they were.
fn changed(document: &Document, before: &Words, now: &Words, blocks: &[Block]) -> Vec<Changed> {
    let published = document.paragraphs.iter().filter(|paragraph| paragraph.published.is_some());
    let published: Vec<_> = published.map(|paragraph| (paragraph, folded(&paragraph.as_received()))).collect();
    let places: Vec<Vec<Range<usize>>> = published.iter().map(|(_, words)| now.places_of(words)).collect();
    let of_text: HashSet<usize> = places.iter().flatten().flat_map(Clone::clone).collect();
    let stands = |words: &[String], places: &[Range<usize>]| {
        let once: Vec<_> = before.places_of(words).iter().map(|place| before.beside(place)).collect();
        places.iter().any(|place| {
            now.beside(place).into_iter().enumerate().all(|(side, word)| {
                let Some((at, word)) = word else { return true };
                let mut was = once.iter().filter_map(|beside| *beside.get(side)?);
                of_text.contains(&at) || was.any(|(_, before)| before == word)
            })
        })
    };
    let gone = published.iter().zip(&places).filter(|((_, words), places)| !words.is_empty() && !stands(words, places));
    let mut of_blocks: Vec<HashSet<&str>> = vec![HashSet::new(); blocks.len()];
    for (word, at) in now.words.iter().zip(&now.blocks) {
        if let Some(words) = of_blocks.get_mut(*at) {
            words.insert(word);
        }
    }
    gone.map(|((paragraph, words), _)| {
        let was = paragraph.as_received();
        Changed {
            number: paragraph.number,
            words: wording::diff(&was, &nearest(words, blocks, &of_blocks).unwrap_or_default()),
        }
    })
    .collect()
}

/// Returns the text of the block that has most of some words, and at least half of them; `of_blocks` are the words of
/// each block.
fn nearest(sought: &[String], blocks: &[Block], of_blocks: &[HashSet<&str>]) -> Option<String> {
    let sought: HashSet<&str> = sought.iter().map(String::as_str).collect();
    let shared = |words: &HashSet<&str>| (words.intersection(&sought).count(), std::cmp::Reverse(words.len()));
    let each = blocks.iter().zip(of_blocks).map(|(block, words)| (shared(words), block));
    let ((most, _), block) = each.max_by_key(|(shared, _)| *shared)?;
    (most * 2 >= sought.len()).then(|| with_printed(block))
}
