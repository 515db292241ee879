//! The paragraphs of a document: in memory, or in the file of a kept archive, read there when they are first looked at.
//!
//! A large corpus is mostly words, and a request looks at those of a few documents. What was read stays until the
//! [`super::Corpus`] that it was read for goes, since references to it are handed out; see [`super::Corpus::renewed`].

use std::fs::File;
use std::ops::{Deref, Range};
use std::os::unix::fs::FileExt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::{fmt, io};

use serde::{Deserialize, Serialize};

use super::Paragraph;
use crate::wording::{Sha256, ShortFingerprint};

/// The paragraphs of a document in the order of the text: a slice of them, wherever they are kept.
#[derive(Default)]
pub struct DocumentParagraphs {
    here: OnceLock<Arc<Vec<Paragraph>>>,
    kept: Option<Arc<Kept>>,
}

/// Paragraphs in a file.
#[derive(Debug)]
struct Kept {
    store: Arc<Store>,
    place: StoredParagraphs,
}

/// Where the paragraphs of a document are in a file, and what is asked of them without reading them.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredParagraphs {
    range: Range<u64>,
    proof: Proof,
    /// The first digits of the fingerprint of each.
    short_fingerprints: Box<[ShortFingerprint]>,
}

/// The first bytes of the SHA-256 of what was written: enough against what disks do.
type Proof = [u8; 8];

/// A file that holds paragraphs. It stays open, so that no path need lead to it.
#[derive(Debug)]
struct Store {
    file: File,
    /// How many bytes were ever read.
    read: AtomicU64,
    /// Whether something in it was not what was written.
    is_damaged: AtomicBool,
}

/// The file that the paragraphs of a corpus are in.
#[derive(Debug, Clone)]
pub(super) struct Opened {
    store: Arc<Store>,
    /// How many bytes had been read for others before.
    before: u64,
}

/// So many bytes are read for a corpus before they are let go.
const MOST_READ: u64 = 8 * 1024 * 1024;

impl DocumentParagraphs {
    /// Returns so many paragraphs as there are; they are not read for that.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.kept {
            Some(kept) => kept.place.short_fingerprints.len(),
            None => self.here.get().map_or(0, |paragraphs| paragraphs.len()),
        }
    }

    /// Tells whether there is none; they are not read for that.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Changes them, which takes them into memory for good.
    pub(super) fn change(&mut self, change: impl FnOnce(&mut Vec<Paragraph>)) {
        let kept = self.kept.take();
        let mut paragraphs = self.here.take().or_else(|| kept.map(|kept| Arc::new(kept.read()))).unwrap_or_default();
        change(Arc::make_mut(&mut paragraphs));
        self.here = OnceLock::from(paragraphs);
    }

    /// Returns the places of those whose fingerprints may begin with `prefix`; they are not read for that.
    pub(super) fn likely(&self, prefix: &str) -> Vec<usize> {
        let places = |shorts: &mut dyn Iterator<Item = &ShortFingerprint>| {
            let likely = shorts.enumerate().filter(|(_, short)| short.may_begin_with(prefix));
            likely.map(|(place, _)| place).collect()
        };
        match &self.kept {
            Some(kept) => places(&mut kept.place.short_fingerprints.iter()),
            None => places(&mut self.iter().map(|paragraph| &paragraph.short_fingerprint)),
        }
    }

    /// Writes them into the bytes that are to stand at `start` of a file, and returns where they are there.
    pub(super) fn write(&self, start: u64, bytes: &mut Vec<u8>) -> io::Result<StoredParagraphs> {
        let own =
            if self.is_empty() { Vec::new() } else { postcard::to_allocvec(&**self).map_err(io::Error::other)? };
        let start = start + bytes.len() as u64;
        bytes.extend_from_slice(&own);
        Ok(StoredParagraphs {
            range: start..start + own.len() as u64,
            proof: proof(&own),
            short_fingerprints: self.iter().map(|paragraph| paragraph.short_fingerprint).collect(),
        })
    }
}

impl Kept {
    /// Reads them. Where they are not what was written there are none, and whoever answers from that asks the store.
    fn read(&self) -> Vec<Paragraph> {
        self.try_read().unwrap_or_else(|error| {
            if !self.store.is_damaged.swap(true, Ordering::Relaxed) {
                tracing::error!(%error, "a kept text is not what was written");
            }
            Vec::new()
        })
    }

    fn try_read(&self) -> io::Result<Vec<Paragraph>> {
        let Range { start, end } = self.place.range;
        let mut bytes = vec![0; usize::try_from(end - start).map_err(io::Error::other)?];
        self.store.file.read_exact_at(&mut bytes, start)?;
        self.store.read.fetch_add(end - start, Ordering::Relaxed);
        if proof(&bytes) != self.place.proof {
            return Err(io::ErrorKind::InvalidData.into());
        }
        postcard::from_bytes(&bytes).map_err(io::Error::other)
    }
}

impl Opened {
    /// Opens a file that nobody has read.
    pub(super) fn of(file: File) -> Self {
        let store = Store { file, read: AtomicU64::new(0), is_damaged: AtomicBool::new(false) };
        Self { store: Arc::new(store), before: 0 }
    }

    /// Returns the paragraphs that are at a place of it, which nobody has looked at.
    pub(super) fn paragraphs(&self, place: StoredParagraphs) -> DocumentParagraphs {
        let kept = Kept { store: Arc::clone(&self.store), place };
        let is_empty = kept.place.short_fingerprints.is_empty();
        DocumentParagraphs { here: OnceLock::new(), kept: (!is_empty).then(|| Arc::new(kept)) }
    }

    /// Returns the same file for another corpus, where much was read for this one.
    pub(super) fn renewed(&self) -> Option<Self> {
        let before = self.read();
        (before - self.before > MOST_READ).then(|| Self { store: Arc::clone(&self.store), before })
    }

    /// Returns how many bytes were ever read.
    pub(super) fn read(&self) -> u64 {
        self.store.read.load(Ordering::Relaxed)
    }

    /// Tells whether something in it was not what was written.
    pub(super) fn is_damaged(&self) -> bool {
        self.store.is_damaged.load(Ordering::Relaxed)
    }
}

fn proof(bytes: &[u8]) -> Proof {
    Sha256::of(bytes).beginning()
}

impl From<Vec<Paragraph>> for DocumentParagraphs {
    fn from(paragraphs: Vec<Paragraph>) -> Self {
        Self { here: OnceLock::from(Arc::new(paragraphs)), kept: None }
    }
}

impl Deref for DocumentParagraphs {
    type Target = [Paragraph];

    fn deref(&self) -> &[Paragraph] {
        self.here.get_or_init(|| self.kept.as_ref().map(|kept| Arc::new(kept.read())).unwrap_or_default())
    }
}

impl<'a> IntoIterator for &'a DocumentParagraphs {
    type Item = &'a Paragraph;
    type IntoIter = std::slice::Iter<'a, Paragraph>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Debug for DocumentParagraphs {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(formatter)
    }
}

impl Clone for DocumentParagraphs {
    /// Returns the same paragraphs; of those in a file a copy that has not looked at them.
    fn clone(&self) -> Self {
        match &self.kept {
            Some(kept) => Self { here: OnceLock::new(), kept: Some(Arc::clone(kept)) },
            None => Self { here: self.here.clone(), kept: None },
        }
    }
}

impl PartialEq for DocumentParagraphs {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}
