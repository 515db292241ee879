//! Proofs that were made before, so that loading a corpus again compares only what changed.
//!
//! A comparison depends on two files alone, so it is known by their digests. Of those known, each load keeps the ones
//! it met: there are never more than documents.

use std::collections::HashMap;
use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Corpus, Problem, Proof};
use crate::wording::Sha256;

/// What was compared: the source and the document made from it.
type Pair = (Sha256, Sha256);

/// Proofs by what was compared, each with where the text parts from its source.
#[derive(Debug, Default)]
pub struct Proofs {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    /// From the loads before.
    before: HashMap<Pair, Vec<Problem>>,
    /// Met or made in the present one.
    now: HashMap<Pair, Vec<Problem>>,
}

impl Proofs {
    /// Takes over what is known of a corpus that was read back, where nothing else is.
    pub fn take_over(&self, corpus: &Corpus) {
        let mut known = self.known();
        if !known.before.is_empty() {
            return;
        }
        let digest = |path: &str| {
            let at = corpus.manifest().binary_search_by(|(other, _)| other.as_str().cmp(path)).ok()?;
            corpus.manifest().get(at).map(|(_, sha256)| sha256.clone())
        };
        for document in corpus.documents() {
            let Some(source) = document.source.as_ref().filter(|source| source.proof == Proof::Holds) else { continue };
            let pair = digest(&format!("sources/{}", source.file)).zip(digest(&document.id.file()));
            known.before.extend(pair.map(|pair| (pair, Vec::new())));
        }
    }

    /// Returns what stands against the proof of a document in the file `path`, if it was compared before.
    pub(super) fn known_of(&self, pair: &Pair, path: &str) -> Option<Vec<Problem>> {
        let mut known = self.known();
        let known = &mut *known;
        if let Some((pair, problems)) = known.before.remove_entry(pair) {
            known.now.insert(pair, problems);
        }
        let mut problems = known.now.get(pair)?.clone();
        // Two documents may have the same bytes.
        problems.iter_mut().for_each(|problem| path.clone_into(&mut problem.file));
        Some(problems)
    }

    /// Keeps what a comparison came to.
    pub(super) fn keep(&self, pair: Pair, problems: &[Problem]) {
        self.known().now.insert(pair, problems.to_vec());
    }

    /// Forgets what the load that ends now did not meet.
    pub(super) fn settle(&self) {
        let mut known = self.known();
        known.before = mem::take(&mut known.now);
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
