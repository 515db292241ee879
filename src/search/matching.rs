//! Whether a paragraph is a hit, and where: one evaluator, over the places that the index holds or over a text's words.
//!
//! Knows no order of hits and counts nothing.

pub(crate) mod closeness;
pub(crate) mod evaluator;
mod near;
pub(crate) mod postings;
pub(crate) mod set;
pub(crate) mod stretch;
pub(crate) mod text;
