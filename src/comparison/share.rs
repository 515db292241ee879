//! The texts that share most with a document, by the runs of six words and more that its paragraphs share.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use super::similar::{RUN, Similar, raw, similar};
use crate::archive::Archive;
use crate::corpus::{DocumentPlace, ParagraphPlace};

/// The texts that share runs with a document.
#[derive(Debug, Clone, Default)]
pub struct Shares {
    /// Those that share most words first.
    pub texts: Vec<Share>,
    /// Whether everything was looked at.
    pub complete: bool,
}

/// A text that shares runs with a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// The other document.
    pub document: DocumentPlace,
    /// How many words of the document stand in it too.
    pub words: usize,
    /// How many pairs of paragraphs share a run.
    pub pairs: usize,
}

/// So many paragraphs of a document are looked at.
const PARAGRAPHS: usize = 2_000;

/// Returns the texts that share runs with a document.
#[must_use]
pub fn shares(archive: &Archive, document: DocumentPlace) -> Shares {
    let Some(own) = archive.corpus().at(document) else { return Shares::default() };
    let mut complete = own.paragraphs.len() <= PARAGRAPHS;
    let mut found: BTreeMap<DocumentPlace, (usize, usize)> = BTreeMap::new();
    for paragraph in 0..own.paragraphs.len().min(PARAGRAPHS) {
        let similar = raw(archive, ParagraphPlace { document, paragraph }, RUN);
        complete &= similar.complete;
        let mut ranges: BTreeMap<DocumentPlace, Vec<Range<usize>>> = BTreeMap::new();
        for it in &similar.matches {
            let share = found.entry(it.place.document).or_default();
            share.1 += 1;
            ranges.entry(it.place.document).or_default().extend(it.runs.iter().map(|run| run.own.clone()));
        }
        for (other, mut ranges) in ranges {
            ranges.sort_by_key(|range| (range.start, range.end));
            let mut until = 0;
            let mut words = 0;
            for range in ranges {
                words += range.end.saturating_sub(range.start.max(until));
                until = until.max(range.end);
            }
            found.entry(other).or_default().0 += words;
        }
    }
    let mut texts: Vec<Share> =
        found.into_iter().map(|(document, (words, pairs))| Share { document, words, pairs }).collect();
    texts.sort_by_key(|share| (std::cmp::Reverse(share.words), share.document));
    Shares { texts, complete }
}

/// What was found for pages that offer it beside something else, kept as long as the archive is the same.
#[derive(Default)]
struct SharedCache {
    paragraphs: Mutex<HashMap<ParagraphPlace, Arc<Similar>>>,
    documents: Mutex<HashMap<DocumentPlace, Arc<Shares>>>,
}

/// In an archive of more paragraphs than this nothing is offered unasked: finding it takes longer than the page, at 20,000
/// paragraphs fifteen times as long.
const OFFERED: usize = 5_000;
/// So many answers are kept.
const KEPT: usize = 10_000;

/// Returns what other texts share with a paragraph, where it can be found as fast as the page is made.
#[must_use]
pub fn similar_at_hand(archive: &Archive, place: ParagraphPlace) -> Option<Arc<Similar>> {
    if archive.index().paragraphs() > OFFERED {
        return None;
    }
    let kept = archive.derived(|_| SharedCache::default());
    Some(remembered(&kept.paragraphs, place, || similar(archive, place, RUN)))
}

/// Returns the texts that share most with a document, where they can be found as fast as the page is made.
#[must_use]
pub fn shares_at_hand(archive: &Archive, document: DocumentPlace) -> Option<Arc<Shares>> {
    if archive.index().paragraphs() > OFFERED {
        return None;
    }
    let kept = archive.derived(|_| SharedCache::default());
    Some(remembered(&kept.documents, document, || shares(archive, document)))
}

fn remembered<K: Eq + std::hash::Hash, V>(
    kept: &Mutex<HashMap<K, Arc<V>>>,
    key: K,
    find: impl FnOnce() -> V,
) -> Arc<V> {
    if let Some(known) = kept.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return Arc::clone(known);
    }
    let found = Arc::new(find());
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.len() < KEPT {
        kept.insert(key, Arc::clone(&found));
    }
    found
}
