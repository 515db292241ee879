//! The index of a corpus: its shards, and all that is known about its words and documents.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::catalogue::{self, Catalogue};
use super::count::also_counted;
use super::dictionary::Dictionary;
use super::facet::Chosen;
use super::find::{Counted, Found, Task, find, most_parts};
use super::plan::{Knowledge, Plan};
use super::rank::Lengths;
use super::reading::Reading;
use super::record::Records;
use super::shard::Shard;
use super::title::Titles;
use super::tried::tried;
use super::widen::Widening;
use super::{Choices, Coverage, Error, Facet, Hit, Matched, Matching, Place, Request, Results, Sort, explain, repair};
use crate::corpus::{Corpus, Paragraph};

/// A shard is begun for this many paragraphs, so that a large corpus is built on several cores.
const SHARD: usize = 20_000;

/// The files that hold a shard, each its name and its bytes.
pub type ShardFiles = Vec<(PathBuf, Vec<u8>)>;

/// The index of one corpus. It answers for that corpus only.
pub struct Index {
    pub(super) shards: Vec<Shard>,
    pub(super) records: Records,
    pub(super) dictionary: Dictionary,
    pub(super) widening: Widening,
    pub(super) catalogue: Catalogue,
    pub(super) titles: Titles,
    pub(super) lengths: Lengths,
}

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
        let texts: Vec<&str> = texts(corpus).collect();
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
        if held != texts(corpus).count() {
            return Err(Error::Another);
        }
        Self::assemble(shards, corpus)
    }

    /// Puts an index together from shards that hold the paragraphs of `corpus` in order.
    fn assemble(shards: Vec<Shard>, corpus: &Corpus) -> Result<Self, Error> {
        let records = Records::of(corpus)?;
        let dictionary = Dictionary::of(shards.iter().chain(records.shard()))?;
        let widening = Widening::of(corpus.variants(), &dictionary);
        let catalogue = Catalogue::of(corpus);
        let lengths = Lengths::over(&shards);
        Ok(Self { shards, records, dictionary, widening, catalogue, titles: Titles::of(corpus), lengths })
    }

    /// Returns how many paragraphs can be found.
    #[must_use]
    pub fn paragraphs(&self) -> usize {
        self.catalogue.paragraphs() as usize
    }

    /// Reads a query as this index will run it; the reading gives its spans in any paragraph.
    #[must_use]
    pub fn read(&self, query: &str, matching: Matching) -> Reading {
        sound(Reading::of(self, query, matching))
    }

    /// Searches. `corpus` is the one the index was built from.
    #[must_use]
    pub fn search(&self, corpus: &Corpus, request: &Request) -> Results {
        sound(self.run(corpus, request))
    }

    /// Returns the places of the documents and records that have what is chosen, oldest first, and facets counted in
    /// documents, each without its own choice.
    #[must_use]
    pub fn browse(&self, choices: &Choices) -> (Vec<usize>, Vec<Facet>) {
        let chosen = Chosen::of(choices, &self.catalogue);
        let shown = chosen.shown();
        let is_shown = |document: &usize| catalogue::passes(shown.as_deref(), *document);
        let documents = (0..self.catalogue.documents()).filter(is_shown).collect();
        let each_once: Vec<Counted> =
            (0..).take(self.catalogue.documents()).map(|document| Counted { document, hits: 1 }).collect();
        (documents, chosen.count(&each_once, &self.catalogue))
    }

    fn run(&self, corpus: &Corpus, request: &Request) -> tantivy::Result<Results> {
        let reading = Reading::of(self, &request.query, request.matching)?;
        let chosen = Chosen::of(&request.choices, &self.catalogue);
        let shown = chosen.shown();
        let found = match reading.plan() {
            None => Found::default(),
            Some(plan) => find(
                &Task {
                    plan,
                    catalogue: &self.catalogue,
                    lengths: &self.lengths,
                    titles: &self.titles.scores(plan),
                    shown: shown.as_deref(),
                    sort: request.sort,
                    keep: request.offset.saturating_add(request.limit).min(self.paragraphs()),
                    list: plan.has_other_forms(),
                },
                &self.shards,
            )?,
        };
        let is_shown = |each: &&Counted| catalogue::passes(shown.as_deref(), each.document as usize);
        let counted = || found.documents.iter().filter(is_shown);
        let hits = found.best.iter().skip(request.offset).take(request.limit);
        let total = counted().map(|each| each.hits as usize).sum();
        let negative = reading.plan().filter(|plan| total == 0 && plan.asks());
        Ok(Results {
            understood_as: explain::understood(&reading, request.matching, corpus),
            matched: reading.matched,
            total,
            documents: counted().count(),
            hits: hits.filter_map(|hit| self.hit(corpus, &reading, hit.paragraph, hit.score)).collect(),
            facets: chosen.count(&found.documents, &self.catalogue),
            records: self.records.search(&reading, self, request.matching, shown.as_deref())?,
            notices: reading.notices.clone(),
            did_you_mean: repair::did_you_mean(&reading, self),
            also_counted: also_counted(&reading, &self.dictionary, &self.shards, &found.all)?,
            offers: repair::offers(&reading, self),
            tried: if total == 0 { tried(&reading, self) } else { Vec::new() },
            searched: negative.map(|plan| {
                let passes = |document| catalogue::passes(shown.as_deref(), document);
                Coverage::among(corpus, |document| passes(document) && plan.reaches(document))
            }),
            instead: if total == 0 || reading.matched == Matched::Most {
                repair::instead(&reading, self, shown.as_deref())?
            } else {
                Vec::new()
            },
        })
    }

    fn hit(&self, corpus: &Corpus, reading: &Reading, paragraph: u32, score: f32) -> Option<Hit> {
        let Place { document, paragraph } = self.place(paragraph);
        let text = corpus.documents().get(document)?.paragraphs.get(paragraph)?;
        let spans = reading.spans(document, text)?;
        Some(Hit { document, paragraph, score, spans })
    }

    /// Returns where a paragraph stands.
    pub(super) fn place(&self, paragraph: u32) -> Place {
        let (document, paragraph) =
            (self.catalogue.document_of(paragraph), self.catalogue.place_in_document(paragraph));
        Place { document, paragraph }
    }

    pub(super) fn knowledge(&self) -> Knowledge<'_> {
        Knowledge {
            dictionary: &self.dictionary,
            widening: &self.widening,
            catalogue: &self.catalogue,
            paragraphs: self.catalogue.paragraphs(),
        }
    }

    /// Returns how many paragraphs a plan finds in the documents that are shown; in all where nothing is chosen.
    pub(super) fn count(&self, plan: &Plan, shown: Option<&[bool]>) -> tantivy::Result<usize> {
        let task = Task {
            plan,
            catalogue: &self.catalogue,
            lengths: &self.lengths,
            titles: &[],
            shown: None,
            sort: Sort::Oldest,
            keep: 0,
            list: false,
        };
        let is_shown = |each: &&Counted| catalogue::passes(shown, each.document as usize);
        Ok(find(&task, &self.shards)?.documents.iter().filter(is_shown).map(|each| each.hits as usize).sum())
    }

    /// Tells whether a plan finds anything.
    pub(super) fn has_hit(&self, plan: &Plan) -> tantivy::Result<bool> {
        super::find::has_hit(plan, &self.catalogue, &self.shards)
    }

    /// Returns the most parts of the outermost list of `plan` that any paragraph has.
    pub(super) fn most_parts(&self, plan: &Plan) -> tantivy::Result<usize> {
        most_parts(plan, &self.catalogue, &self.shards)
    }
}

/// Builds the shards of `texts` on all cores.
fn build_shards(texts: &[&str]) -> tantivy::Result<Vec<Shard>> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let shards = texts.len().div_ceil(SHARD).clamp(1, cores);
    let length = texts.len().div_ceil(shards).max(1);
    let build = |part: &[&str]| Shard::build(part.iter().copied());
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

/// Returns the texts of all paragraphs in the order of the corpus.
fn texts(corpus: &Corpus) -> impl Iterator<Item = &str> {
    corpus.documents().iter().flat_map(|document| &document.paragraphs).map(|Paragraph { text, .. }| text.as_ref())
}

/// Takes what reading the index gave: its files were checked when it was opened, and memory does not fail to read.
#[expect(clippy::expect_used, reason = "an index is in memory, and every byte was proved when it was read there")]
pub(super) fn sound<T>(answer: tantivy::Result<T>) -> T {
    answer.expect("an index in memory can be read")
}
