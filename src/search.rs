//! Search: the index, the query language, spans, facets and suggestions.
//!
//! The index holds the exact words; the query is widened by spelling variants and word forms, and what was widened is
//! told. One function computes the spans of a match, and every mark, excerpt, concordance line and count comes from it.
//! tantivy is named here and nowhere else. Knows nothing of pages or addresses.
//!
//! It is built in layers, in the order below: each names those before it and none after.

mod analysis;
mod language;

mod index;

mod plan;

mod matching;

mod run;

mod answer;

pub(crate) use analysis::{TextLanguage, is_stop_word, plain_terms};
pub(crate) use answer::shared_words;
pub use answer::{
    AlsoCounted, Among, Beside, Broken, Concordance, ConcordanceLine, Described, Excerpt, FormCount, Fragment, Hit,
    InHeading, Instead, LineOrder, Offer, Parts, Request, Results, Sameness, Struck, Suggested, Suggestion, Usage,
    Uses, concordance, excerpt, fragments, right_neighbours,
};
pub(crate) use index::adjacent::Adjacent;
pub(crate) use index::catalogue::plain as plain_name;
pub use index::coverage::Coverage;
pub(crate) use index::ordinal::ParagraphOrdinal;
pub use index::record::RecordPart;
pub use index::{Error, Index, ShardFiles, Sort};
pub use language::{FieldName, MAX_CHARACTERS, MAX_TERMS, Matching, NoTerm, Notice, OneTerm};
pub use plan::elsewhere::{InParagraph, Property, Spellings, Stands, common_words, plain_elsewhere, words_of};
pub use run::facet::{Choices, Facet, FacetName, FacetValue};
pub use run::order::ORDERED;
pub use run::resolved::{Matched, Resolved};
