//! How long every file of a dataset is and what its digest is: all that is kept of it.

use std::io;
use std::sync::Arc;

use sha2::Digest as _;

use super::{Dataset, Held, files, pack_name, pieces};
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
pub struct Sums(Vec<Sum>);

impl Sums {
    /// Returns the sums of a corpus's dataset, making each file once and keeping none; `begun` is told each name.
    ///
    /// # Errors
    ///
    /// When a file cannot be made.
    pub fn of(held: &Held, begun: &mut dyn FnMut(&str)) -> io::Result<Self> {
        let mut sums = Self::default();
        for (name, made) in files() {
            begun(&name);
            let sum = sum(name.into_owned(), pieces(held, &sums, made))?;
            sums.0.push(sum);
        }
        let name = pack_name((**held).as_ref());
        begun(&name);
        let known = Dataset::known(Arc::clone(held), Arc::new(sums.clone()));
        sums.0.push(sum(name, super::pack::pieces(known))?);
        Ok(sums)
    }

    /// Returns what is known of every file so far.
    #[must_use]
    pub fn all(&self) -> &[Sum] {
        &self.0
    }

    /// Returns the sums that were known when a file was made: a text of others tells of those before it alone.
    pub(super) fn before(&self, name: &str) -> Self {
        Self(self.0.iter().take_while(|sum| sum.name != name).cloned().collect())
    }

    /// Returns what is known of a file.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Sum> {
        self.0.iter().find(|sum| sum.name == name)
    }
}

/// Returns the sum of a file from its pieces.
fn sum(name: String, pieces: impl Iterator<Item = io::Result<Vec<u8>>>) -> io::Result<Sum> {
    let (mut bytes, mut digest) = (0, sha2::Sha256::new());
    for piece in pieces {
        let piece = piece?;
        bytes += piece.len() as u64;
        digest.update(&piece);
    }
    let sha256 = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Sum { name, bytes, sha256 })
}

/// Returns the digests of all files before this one, as `sha256sum` writes and checks them.
pub(super) fn text(_: &Corpus, sums: &Sums) -> String {
    let mut lines: Vec<(&str, &str)> = sums.0.iter().map(|sum| (sum.name.as_str(), sum.sha256.as_str())).collect();
    lines.sort_unstable();
    lines.into_iter().map(|(name, sha256)| format!("{sha256}  {name}\n")).collect()
}
