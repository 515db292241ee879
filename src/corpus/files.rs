//! The files of a corpus, from a directory or from the program itself, and the release that they are.

use std::fmt;
use std::path::PathBuf;

/// Where the files of a corpus are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Files {
    /// Those compiled into the program.
    Embedded,
    /// Those below a directory.
    Directory(PathBuf),
}

/// The name of the state of a whole corpus: 12 hex digits.
///
/// The first digits of the SHA-256 over the `sha256  path` lines of all its files, each line ended by a line feed,
/// paths relative to the corpus and sorted by their bytes: what `sha256sum` prints.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Release(pub(super) String);

impl Release {
    /// Returns the 12 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Release {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
