//! The archive as a dataset: tables, their descriptions for people and for programs, checksums, and all of it as one file;
//! and once more for search engines that others run.
//!
//! Made of a corpus alone, so that the same corpus gives the same bytes wherever they are made: on disk, or as they are
//! sent. No table is ever whole in memory. Knows no address but paths, and nothing of requests.

mod about;
mod bulk;
mod changes;
mod column;
mod crate_metadata;
mod croissant;
mod deposit;
mod files;
mod lists;
mod pack;
mod package;
mod readme;
mod sums;
mod swhid;
mod table;
mod tables;
mod texts;
mod write;

pub use about::{DESCRIPTION, Held, Pieces, RIGHTS, SPREADSHEETS, TITLE, coverage, pack_name, version};
pub use bulk::write_bulk;
pub use readme::{described, media_type};
pub use sums::{Sum, Sums};
pub use write::{Error, Written, write};

use std::io;
use std::sync::Arc;

/// The dataset of a corpus.
#[derive(Clone)]
pub struct Dataset {
    held: Held,
    sums: Arc<Sums>,
}

impl Dataset {
    /// Returns the dataset of a corpus, after making it once to know its sums.
    ///
    /// # Errors
    ///
    /// When a file cannot be made.
    pub fn new(held: Held) -> io::Result<Self> {
        let sums = sums(&held)?;
        Ok(Self::known(held, Arc::new(sums)))
    }

    /// Returns the dataset of a corpus whose sums are known.
    #[must_use]
    pub fn known(held: Held, sums: Arc<Sums>) -> Self {
        Self { held, sums }
    }

    /// Returns what is known of every file.
    #[must_use]
    pub fn sums(&self) -> &Sums {
        &self.sums
    }

    /// Returns the pieces of a file, each made when it is asked for; nothing where there is no such file.
    #[must_use]
    pub fn pieces(&self, name: &str) -> Option<Pieces> {
        files::pieces(&self.held, &self.sums, name)
    }
}

/// Returns what is known of every file of a corpus's dataset, making each once and keeping none.
///
/// # Errors
///
/// When a file cannot be made.
pub fn sums(held: &Held) -> io::Result<Sums> {
    files::make(held, &mut |_| {}, &mut |name, pieces| sums::sum(name, pieces, &mut io::sink()), None)
}
