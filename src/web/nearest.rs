//! What comes nearest to an address where nothing stands.

use std::collections::HashMap;
use std::sync::Arc;

use crate::archive::Archive;
use crate::citation::clean;
use crate::corpus::{Corpus, Document, DocumentId, DocumentPlace, Instrument, Number, ParagraphId, Target};
use crate::data::{self, Format, links};

/// How many are named.
const NAMED: usize = 3;

/// An address that may have been meant.
pub(crate) struct Nearest {
    pub(crate) path: String,
    pub(crate) title: String,
}

/// The words of the documents' ids, each with the documents that have it: derived once for each archive, so that an
/// address that does not exist costs no look at every document.
struct IdWords {
    /// The documents in the order of their ids.
    by_id: Vec<DocumentPlace>,
    /// For each word the ranks in that order of the documents that have it, as often as they have it.
    ranks: HashMap<Box<str>, Vec<u32>>,
}

impl IdWords {
    fn derived(archive: &Archive) -> Arc<Self> {
        archive.derived(|archive| Self::of(archive.corpus()))
    }

    fn of(corpus: &Corpus) -> Self {
        let mut by_id: Vec<(DocumentPlace, &Document)> = corpus.places().collect();
        by_id.sort_by_key(|(_, document)| &document.id);
        let mut ranks: HashMap<Box<str>, Vec<u32>> = HashMap::new();
        for (rank, (_, document)) in (0..).zip(&by_id) {
            for word in document.id.as_str().split('-') {
                match ranks.get_mut(word) {
                    Some(ranks) => ranks.push(rank),
                    None => drop(ranks.insert(word.into(), vec![rank])),
                }
            }
        }
        Self { by_id: by_id.into_iter().map(|(place, _)| place).collect(), ranks }
    }

    /// Returns the documents that share most words with some, at most `limit`; of equals, by their ids.
    fn most_alike(&self, words: &[&str], limit: usize) -> Vec<DocumentPlace> {
        let mut wanted = words.to_vec();
        wanted.sort_unstable();
        wanted.dedup();
        let mut shared = vec![0_u8; self.by_id.len()];
        for rank in wanted.iter().filter_map(|word| self.ranks.get(*word)).flatten() {
            if let Some(count) = shared.get_mut(*rank as usize) {
                *count = count.saturating_add(1);
            }
        }
        let mut best: Vec<(u8, usize)> = Vec::with_capacity(limit + 1);
        for (rank, &count) in shared.iter().enumerate().filter(|(_, count)| **count > 0) {
            let place = best.partition_point(|(other, _)| *other >= count);
            if place < limit {
                best.insert(place, (count, rank));
                best.truncate(limit);
            }
        }
        best.into_iter().filter_map(|(_, rank)| self.by_id.get(rank).copied()).collect()
    }
}

/// Derives what the nearest are found by.
pub(super) fn prepare(archive: &Archive) {
    IdWords::derived(archive);
}

/// Returns the documents whose names share most words with an address that does not exist.
pub(crate) fn nearest(archive: &Archive, path: &str) -> Vec<Nearest> {
    if let Some(id) = path.strip_prefix("/instruments/") {
        return instruments(archive.corpus(), Format::split(id).0);
    }
    let path = &clean(path);
    let wanted = words(path);
    let wanted: Vec<&str> = wanted.split(' ').filter(|word| word.len() > 1).collect();
    let alike = IdWords::derived(archive).most_alike(&wanted, NAMED);
    let documents = alike.into_iter().filter_map(|at| archive.corpus().at(at));
    let documents = documents
        .map(|document| Nearest { path: links::document(&document.id, Format::Html), title: document.title.clone() });
    beside(archive, path).into_iter().chain(documents).take(NAMED).collect()
}

/// Returns the instruments that are called most like one that does not exist.
fn instruments(corpus: &Corpus, wanted: &str) -> Vec<Nearest> {
    let letters = |name: &str| -> Vec<char> { name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect() };
    let wanted = letters(wanted);
    let pairs = |letters: &[char]| letters.len().saturating_sub(1);
    // Twice the neighbouring letters that two names share, of all that they have: in thousandths.
    let likeness = |name: &str| {
        let name = letters(name);
        let mut left: Vec<&[char]> = name.windows(2).collect();
        let shared = wanted.windows(2).filter(|pair| {
            let found = left.iter().position(|other| other == pair);
            found.map(|at| left.swap_remove(at)).is_some()
        });
        2000 * shared.count() / (pairs(&name) + pairs(&wanted)).max(1)
    };
    let instruments = corpus.vocabulary().instruments.iter();
    let likeness = |it: &Instrument| it.called().chain([it.id.as_str()]).map(likeness).max().unwrap_or(0);
    let mut alike: Vec<(usize, &Instrument)> = instruments.map(|it| (likeness(it), it)).collect();
    alike.retain(|(likeness, _)| *likeness >= 300);
    alike.sort_by_key(|(likeness, _)| usize::MAX - likeness);
    let nearest = |(_, it): (usize, &Instrument)| Nearest {
        path: links::instrument(&it.id, Format::Html),
        title: it.name.clone(),
    };
    alike.into_iter().take(NAMED).map(nearest).collect()
}

/// Returns what comes nearest to a paragraph that an address asks for in a document that stands or stood: the paragraph
/// itself if it was ever published, else the next by its number, else the document.
fn beside(archive: &Archive, path: &str) -> Option<Nearest> {
    let corpus = archive.corpus();
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    let document: DocumentId = segments.next()?.parse().ok()?;
    let (text, _) = Format::split(segments.nth(1)?);
    let wanted: u64 = text.parse().ok()?;
    let id = |number| ParagraphId { document: document.clone(), number };
    let away = |number: &Number| u64::from(number.get()).abs_diff(wanted);
    let published = text.parse().ok().filter(|number| corpus.ledger().state(&id(*number)).is_some());
    let standing = corpus.document(&document).map(|document| &*document.paragraphs).unwrap_or_default();
    let number = published.or_else(|| standing.iter().map(|paragraph| paragraph.number).min_by_key(away));
    let target = match number {
        Some(number) => Target::Paragraph(id(number)),
        None if corpus.ledger().document_state(&document).is_some() => Target::Document(document),
        None => return None,
    };
    Some(Nearest { path: links::target(&target), title: data::name(corpus, &target) })
}

/// Returns the words that an address is made of, at most 80 characters of them.
pub(crate) fn words(path: &str) -> String {
    let plain: String = path.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    let mut words = String::new();
    for word in plain.split_whitespace() {
        if words.len() + word.len() > 80 {
            break;
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{self, Files};

    #[test]
    fn the_most_alike_are_those_that_a_look_at_every_document_finds() {
        let corpus = corpus::load(&Files::Embedded).expect("it loads");
        let derived = IdWords::of(&corpus);
        let documents = corpus.documents();
        let paths =
            documents.iter().map(|document| document.id.as_str()).chain(["cyber-cyber-2018-g7", "report", "none"]);
        for path in paths {
            let wanted: Vec<&str> = path.split('-').filter(|word| word.len() > 1).collect();
            let shared = |id: &DocumentId| id.as_str().split('-').filter(|word| wanted.contains(word)).count();
            let all = corpus.places().filter(|(_, it)| shared(&it.id) > 0);
            let mut all: Vec<(DocumentPlace, &Document)> = all.collect();
            all.sort_by_key(|(_, it)| (usize::MAX - shared(&it.id), &it.id));
            let all: Vec<DocumentPlace> = all.into_iter().map(|(place, _)| place).take(NAMED).collect();
            assert_eq!(derived.most_alike(&wanted, NAMED), all, "{path}");
        }
    }
}
