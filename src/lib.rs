//! A searchable web archive of G7 cyber declarations.
//!
//! The crate is a house of floors. Each may use the floors listed above it and nothing below;
//! `tests/it/tidy.rs` holds it to that. `ARCHITECTURE.md` has the map and two walkthroughs.

pub mod wording;

pub mod corpus;

pub mod search;

pub mod archive;

pub mod quotation;

pub mod comparison;

pub mod citation;

pub mod data;

pub(crate) mod mcp;

pub mod dataset;

#[cfg(feature = "import")]
pub mod import;

pub mod web;

pub mod export;

pub mod cli;
