//! The index of a corpus as data: its shards, and all that is known about its words and documents.
//!
//! Knows no plan and no answer.

pub(crate) mod adjacent;
pub(crate) mod catalogue;
mod column;
pub(crate) mod coverage;
pub(crate) mod dictionary;
pub(crate) mod gallop;
pub(crate) mod language_words;
pub(crate) mod mention;
pub(crate) mod ordinal;
pub(crate) mod outside;
pub(crate) mod record;
pub(crate) mod shard;
mod strings;
pub(crate) mod title;
pub(crate) mod weight;
pub(crate) mod widening;

use std::collections::HashSet;
use std::fmt;
use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};

use lru::LruCache;

use self::catalogue::Catalogue;
use self::coverage::Coverage;
use self::dictionary::Dictionary;
use self::ordinal::ParagraphOrdinal;
use self::outside::Outside;
use self::record::Records;
use self::shard::Shard;
use self::title::Titles;
use self::weight::Lengths;
use self::widening::Widening;
use crate::corpus::{Corpus, Document, Paragraph, ParagraphPlace};
use crate::search::analysis::{self, TextLanguage};

/// A shard is begun for this many paragraphs, so that a large corpus is built on several cores.
const SHARD: usize = 20_000;

/// The files that hold a shard, each its name and its bytes.
pub type ShardFiles = Vec<(PathBuf, Vec<u8>)>;

/// The order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Best first, ties newest first.
    #[default]
    Relevance,
    /// Newest document first.
    Newest,
    /// Oldest document first.
    Oldest,
    /// By document title, then by the order of the text.
    Document,
}

/// Why there is no index.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The index library failed.
    #[error("the index cannot be built or read")]
    Library(#[from] tantivy::TantivyError),
    /// What was to be opened is the index of another corpus.
    #[error("the index is of another corpus")]
    Another,
}

/// The index of one corpus. It answers for that corpus only.
pub struct Index {
    pub(crate) shards: Vec<Shard>,
    pub(crate) records: Records,
    pub(crate) dictionary: Dictionary,
    pub(crate) widening: Widening,
    pub(crate) catalogue: Catalogue,
    pub(crate) titles: Titles,
    pub(crate) lengths: Lengths,
    coverage: Coverage,
    /// What stands beside the paragraphs, gathered when it is first asked for.
    pub(crate) outside: OnceLock<Outside>,
    /// How many paragraphs the words have that were suggested of late, each alone; see `answer::suggestion`.
    pub(crate) completions: Mutex<LruCache<String, Option<usize>>>,
}

/// So many completions of what is typed are kept with their counts.
const COMPLETIONS: NonZeroUsize = NonZeroUsize::new(4096).expect("it is not 0");

impl fmt::Debug for Index {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Index").field("paragraphs", &self.paragraphs()).finish_non_exhaustive()
    }
}

impl Index {
    /// Builds the index of a corpus in memory.
    ///
    /// # Errors
    ///
    /// When the index library fails, which it does not in memory while there is memory.
    pub fn build(corpus: &Corpus) -> Result<Self, Error> {
        let texts: Vec<(TextLanguage, &str)> = corpus.documents().iter().flat_map(texts).collect();
        Self::assemble(build_shards(&texts)?, corpus)
    }

    /// Calls `write` for every file that holds the index, with the number of its shard, its name and its bytes.
    ///
    /// # Errors
    ///
    /// When `write` fails.
    pub fn each_file(&self, mut write: impl FnMut(usize, &Path, &[u8]) -> io::Result<()>) -> io::Result<()> {
        for (number, shard) in self.shards.iter().enumerate() {
            for file in shard.files() {
                let (name, bytes) = file.map_err(io::Error::other)?;
                write(number, name, &bytes)?;
            }
        }
        Ok(())
    }

    /// Puts the index of this very corpus together from the files that [`Index::each_file`] gave, shard by shard.
    ///
    /// # Errors
    ///
    /// When they are not an index of as many paragraphs as the corpus has.
    pub fn open(corpus: &Corpus, shards: Vec<ShardFiles>) -> Result<Self, Error> {
        let shards = shards.into_iter().map(Shard::open).collect::<tantivy::Result<Vec<_>>>()?;
        let held: usize = shards.iter().map(|shard| shard.texts() as usize).sum();
        if held != corpus.documents().iter().map(|document| document.paragraphs.len()).sum::<usize>() {
            return Err(Error::Another);
        }
        Self::assemble(shards, corpus)
    }

    /// Puts an index together from shards that hold the paragraphs of `corpus` in order.
    fn assemble(mut shards: Vec<Shard>, corpus: &Corpus) -> Result<Self, Error> {
        let mut first = ParagraphOrdinal::FIRST;
        for shard in &mut shards {
            shard.begin_at(first);
            first = shard.end();
        }
        let records = Records::of(corpus)?;
        let mut dictionary = Dictionary::of(shards.iter().chain(&records.shards))?;
        if !dictionary.others.is_empty() {
            dictionary.accented = accented(corpus);
        }
        let widening = Widening::of(corpus.variants(), &dictionary);
        let catalogue = Catalogue::of(corpus);
        let lengths = Lengths::over(&shards);
        let (titles, coverage, outside) = (Titles::of(corpus), Coverage::of(corpus), OnceLock::new());
        let completions = Mutex::new(LruCache::new(COMPLETIONS));
        Ok(Self { shards, records, dictionary, widening, catalogue, titles, lengths, coverage, outside, completions })
    }

    /// Returns how far the texts that are held reach.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        self.coverage
    }

    /// Returns how many paragraphs can be found.
    #[must_use]
    pub fn paragraphs(&self) -> usize {
        self.catalogue.paragraphs() as usize
    }

    /// Returns how many words all texts have together.
    #[must_use]
    pub fn words(&self) -> u64 {
        self.shards.iter().map(Shard::total_words).sum()
    }

    /// Returns the number of the paragraph at a place.
    pub(crate) fn paragraph(&self, place: ParagraphPlace) -> Option<ParagraphOrdinal> {
        let (first, end) = self.catalogue.paragraphs_of(place.document)?;
        let before = u32::try_from(place.paragraph).ok().filter(|before| *before < end.since(first))?;
        Some(first.plus(before))
    }

    /// Returns where a paragraph stands.
    pub(crate) fn place(&self, paragraph: ParagraphOrdinal) -> Option<ParagraphPlace> {
        let document = self.catalogue.document_of(paragraph)?;
        let (first, _) = self.catalogue.paragraphs_of(document)?;
        Some(ParagraphPlace { document, paragraph: paragraph.since(first) as usize })
    }
}

/// Builds the shards of `texts` on all cores.
fn build_shards(texts: &[(TextLanguage, &str)]) -> tantivy::Result<Vec<Shard>> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let shards = texts.len().div_ceil(SHARD).clamp(1, cores);
    let length = texts.len().div_ceil(shards).max(1);
    let build = |part: &[(TextLanguage, &str)]| Shard::build(part.iter().copied());
    std::thread::scope(|scope| {
        let mut parts = texts.chunks(length);
        let first = parts.next();
        let running: Vec<_> = parts.map(|part| scope.spawn(move || build(part))).collect();
        let mut built: Vec<tantivy::Result<Shard>> = first.map(build).into_iter().collect();
        built.extend(running.into_iter().map(|thread| match thread.join() {
            Ok(shard) => shard,
            Err(panic) => std::panic::resume_unwind(panic),
        }));
        built.into_iter().collect()
    })
}

/// Returns the texts of the paragraphs of a document in their order, with its language.
fn texts(document: &Document) -> impl Iterator<Item = (TextLanguage, &str)> {
    let language = TextLanguage::of(&document.language);
    document.paragraphs.iter().map(move |Paragraph { text, .. }| (language, text.as_ref()))
}

/// Returns the words of English texts and of what is said of documents that are written with accents: their index has
/// them without.
fn accented(corpus: &Corpus) -> HashSet<Box<str>> {
    let mut accented = HashSet::new();
    let mut gather = |text: &str| {
        if text.chars().any(|character| !character.is_ascii() && character.is_alphabetic()) {
            let words = analysis::written(text).into_iter().filter(|word| analysis::plain(word) != *word);
            accented.extend(words.map(String::into_boxed_str));
        }
    };
    for document in corpus.documents() {
        [Some(&document.title), document.short_title.as_ref(), document.abstract_text.as_ref()]
            .into_iter()
            .flatten()
            .for_each(|text| gather(text));
        texts(&document.unread()).filter(|(language, _)| language.is_english()).for_each(|(_, text)| gather(text));
    }
    accented
}

/// Takes what reading the index gave: its files were checked when it was opened, and memory does not fail to read.
#[expect(clippy::expect_used, reason = "an index is in memory, and every byte was proved when it was read there")]
pub(crate) fn sound<T>(answer: tantivy::Result<T>) -> T {
    answer.expect("an index in memory can be read")
}
