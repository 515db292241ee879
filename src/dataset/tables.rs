//! Every table there is.

use super::table::Table;
use super::{lists, texts};

/// Every table, by what it is about.
pub(super) static TABLES: [&Table; 12] = [
    &texts::DOCUMENTS,
    &texts::PARAGRAPHS,
    &texts::NOTES,
    &texts::CORRECTIONS,
    &lists::REVISIONS,
    &lists::LEDGER,
    &lists::RELATIONS,
    &lists::ALIGNMENTS,
    &lists::CITATIONS,
    &lists::INSTRUMENTS,
    &lists::VARIANTS,
    &texts::SOURCES,
];
