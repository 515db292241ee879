//! How long every file of a dataset is and what its digest is: all that is kept of it.

use std::io::{self, Write};

use sha2::Digest as _;

use super::about::Pieces;
use super::swhid;
use crate::corpus::Corpus;

/// What is known of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// Its name.
    pub name: String,
    /// How long it is.
    pub bytes: u64,
    /// Its SHA-256 in hex.
    pub sha256: String,
}

/// What is known of every file, in the order in which they are made; the file that holds all others is the last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    files: Vec<Sum>,
    /// The name of the corpus in the Software Heritage archive.
    swhid: Option<String>,
}

impl Sums {
    /// Returns the sums of a corpus's dataset of which no file is made yet.
    pub(super) fn none(corpus: &Corpus) -> Self {
        Self { files: Vec::new(), swhid: swhid::of(corpus) }
    }

    /// Adds what is known of the next file.
    pub(super) fn push(&mut self, sum: Sum) {
        self.files.push(sum);
    }

    /// Returns what is known of every file so far.
    #[must_use]
    pub fn all(&self) -> &[Sum] {
        &self.files
    }

    /// Returns the name of the corpus in the Software Heritage archive, as git names its tree: `swh:1:dir:…`. Nothing where
    /// a file of it changed since it was loaded.
    #[must_use]
    pub fn swhid(&self) -> Option<&str> {
        self.swhid.as_deref()
    }

    /// Returns the sums that were known when a file was made: a text of others tells of those before it alone.
    pub(super) fn before(&self, name: &str) -> Self {
        let before = self.files.iter().take_while(|sum| sum.name != name);
        Self { files: before.cloned().collect(), swhid: self.swhid.clone() }
    }

    /// Returns what is known of a file.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Sum> {
        self.files.iter().find(|sum| sum.name == name)
    }
}

/// Writes the pieces of a file and returns its sum.
pub(super) fn sum(name: &str, pieces: Pieces, out: &mut dyn Write) -> io::Result<Sum> {
    let (mut bytes, mut digest) = (0, sha2::Sha256::new());
    for piece in pieces {
        let piece = piece?;
        bytes += piece.len() as u64;
        digest.update(&piece);
        out.write_all(&piece)?;
    }
    let sha256 = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Sum { name: name.to_owned(), bytes, sha256 })
}

/// Returns the digests of all files before this one, as `sha256sum` writes and checks them.
pub(super) fn text(_: &Corpus, sums: &Sums) -> String {
    let mut lines: Vec<(&str, &str)> = sums.files.iter().map(|sum| (sum.name.as_str(), sum.sha256.as_str())).collect();
    lines.sort_unstable();
    lines.into_iter().map(|(name, sha256)| format!("{sha256}  {name}\n")).collect()
}
