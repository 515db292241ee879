//! Search: the index, the query language, spans, facets and suggestions.
//!
//! The index holds the exact words; the query is widened by spelling variants and word forms, and what was widened is
//! told. One function computes the spans of a match, and every mark, excerpt, concordance line and count comes from it.
//! tantivy is named here and nowhere else. Knows nothing of pages or addresses.

mod analysis;
mod candidate;
mod catalogue;
mod concordance;
mod count;
mod coverage;
mod cursor;
mod dictionary;
mod excerpt;
mod explain;
mod facet;
mod find;
mod index;
mod interval;
mod leap;
mod mark;
mod mend;
mod near;
mod notice;
mod plan;
mod query;
mod rank;
mod reading;
mod record;
mod repair;
mod shard;
mod strings;
mod suggest;
mod sweep;
mod title;
mod tried;
mod widen;

pub use concordance::{Line, LineOrder, concordance, right_neighbours};
pub use coverage::Coverage;
pub use excerpt::{Excerpt, Run, excerpt, runs};
pub use index::{Index, ShardFiles};
pub use query::{FieldName, MAX_CHARACTERS, MAX_TERMS};
pub use reading::Reading;
pub use suggest::{Suggested, Suggestion};

use std::ops::Range;

use crate::corpus::{DocumentId, Kind};

/// What a visitor asked for: a query, the choices among its facets, and the part of the hits to show.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The query as it was typed.
    pub query: String,
    /// Whether a hit needs all parts of the query or any.
    pub matching: Matching,
    /// Choices among the facets.
    pub choices: Choices,
    /// The order of the hits.
    pub sort: Sort,
    /// How many hits to pass over.
    pub offset: usize,
    /// How many hits to give at most.
    pub limit: usize,
}

/// Whether a hit needs all parts of a query or any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Matching {
    /// Every part.
    #[default]
    All,
    /// At least one part.
    Any,
}

/// How the hits were matched in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matched {
    /// Every hit has every part.
    All,
    /// Every hit has at least one part, as asked.
    Any,
    /// No paragraph has all parts; these have most of them.
    Most,
}

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

/// Choices among the facets: any of the values in one facet, and all facets that have a choice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the facet of its name")]
pub struct Choices {
    pub years: Vec<i16>,
    pub kinds: Vec<Kind>,
    pub forums: Vec<String>,
    pub presidencies: Vec<String>,
    pub topics: Vec<String>,
    pub documents: Vec<DocumentId>,
}

/// The answer to a [`Request`].
#[derive(Debug, Clone)]
pub struct Results {
    /// The query in words.
    pub understood_as: String,
    /// How the hits were matched.
    pub matched: Matched,
    /// How many paragraphs were found in all.
    pub total: usize,
    /// In how many documents they are.
    pub documents: usize,
    /// The part of the hits that was asked for.
    pub hits: Vec<Hit>,
    /// Facets with their counts, each counted without its own choice.
    pub facets: Vec<Facet>,
    /// Places in [`crate::corpus::Corpus::documents`] of records that match, best first.
    pub records: Vec<usize>,
    /// What is to be said about how the query was read.
    pub notices: Vec<Notice>,
    /// Whole corrected queries.
    pub did_you_mean: Vec<String>,
    /// Which other forms of the query's words were counted, and how often they occur in all hits.
    pub also_counted: Vec<AlsoCounted>,
    /// Abbreviations and synonyms that would widen the query: the term and the whole query with it.
    pub offers: Vec<Offer>,
    /// Where nothing was found: each part of the query, and what would be found without it.
    pub instead: Vec<Instead>,
    /// Where nothing was found: in words, how each word and phrase was looked for.
    pub tried: Vec<String>,
    /// Where nothing was found, though something was looked for: the texts among which it was.
    pub searched: Option<Coverage>,
}

/// A part of a query that found nothing, and what would be found without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instead {
    /// The part as typed.
    pub part: String,
    /// How many paragraphs it finds alone.
    pub alone: usize,
    /// The whole query without it.
    pub without: String,
    /// How many paragraphs that finds.
    pub found: usize,
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

/// A paragraph that a search found.
#[derive(Debug, Clone)]
pub struct Hit {
    /// The place of its document in [`crate::corpus::Corpus::documents`].
    pub document: usize,
    /// Its place in the document's paragraphs.
    pub paragraph: usize,
    /// Its relevance; higher is better, comparable within one answer only.
    pub score: f32,
    /// The byte ranges of its text that matched, in order, none overlapping.
    pub spans: Vec<Range<usize>>,
}

/// Where a paragraph stands in the corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The place of its document in [`crate::corpus::Corpus::documents`].
    pub document: usize,
    /// Its place in the document's paragraphs.
    pub paragraph: usize,
}

/// One facet.
#[derive(Debug, Clone)]
pub struct Facet {
    /// Which one.
    pub name: FacetName,
    /// Its values, those with a hit or a choice.
    pub values: Vec<FacetValue>,
}

/// The facets there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the property of documents of its name")]
pub enum FacetName {
    Year,
    Kind,
    Forum,
    Presidency,
    Topic,
    Document,
}

/// One value of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// The value as addresses write it.
    pub value: String,
    /// The words on the page.
    pub label: String,
    /// How many hits have it.
    pub count: usize,
    /// Whether it is chosen.
    pub selected: bool,
}

/// What the archive says about a query it repaired or could not take literally.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// A stable name, such as `unclosed-quote`.
    pub code: &'static str,
    /// A sentence for the reader.
    pub message: String,
    /// The code point of the query it is about.
    pub position: Option<usize>,
    /// A whole query that says it better.
    pub suggestion: Option<String>,
}

/// The other forms that were counted for a term of the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlsoCounted {
    /// The term as typed.
    pub term: String,
    /// The other forms and how often each occurs in the hits, most frequent first.
    pub forms: Vec<(String, usize)>,
    /// Whether it has further forms, of rarer words, that were not counted.
    pub more: bool,
}

/// A wider query that is offered and not applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The words it would add.
    pub label: String,
    /// The whole query with them.
    pub query: String,
}
