//! The archive that is served: the present one, and how the next takes its place.
//!
//! Whoever takes the present archive keeps it whole while another is put there.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

use arc_swap::{ArcSwap, Guard};

use super::cache::{Cached, Keeping};
use super::listing::Listing;
use super::{Archive, Error, load, tell};
use crate::corpus::{self, Corpus, Files, Problem, Proof, Proofs, Prover, Weight};

/// Where the present archive stands, and from what the next is made.
#[derive(Debug)]
pub struct LiveArchive {
    files: Files,
    index: Option<Keeping>,
    prover: Prover,
    /// What was compared before, so that a reload proves only what changed.
    proofs: Proofs,
    current: ArcSwap<Archive>,
    /// The one before the present, where only its texts were let go.
    retired: Mutex<Option<Arc<Archive>>>,
    /// What the present archive was read from, as long as it only looks right.
    unproved: Mutex<Option<Cached>>,
    /// What is done with an archive before it is served.
    prepare: OnceLock<fn(&Archive)>,
    /// Whether the archive is being made anew, because the present one cannot be read.
    is_in_repair: AtomicBool,
}

/// So long is waited after a repair that failed until the next is begun.
const REST: Duration = Duration::from_secs(30);

/// A repair that is under way; however it ends, the next may be begun.
struct Repair(Arc<LiveArchive>);

impl Drop for Repair {
    fn drop(&mut self) {
        self.0.is_in_repair.store(false, Ordering::Relaxed);
    }
}

/// What became of a reload or a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reloaded {
    /// The archive is the one that was served before.
    Same,
    /// Another archive is served from now on.
    Swapped,
}

impl LiveArchive {
    /// Opens the first archive. A kept one that looks right is taken as it is; [`LiveArchive::prove`] tells whether it was.
    ///
    /// # Errors
    ///
    /// When the corpus is wrong or the index cannot be made.
    pub fn open(files: Files, index: Option<&Path>) -> Result<Self, Error> {
        Self::open_proved(files, index.map(Keeping::from), corpus::plain_text)
    }

    /// Does the same, comparing texts with all sources that `prover` can read.
    ///
    /// # Errors
    ///
    /// As [`Archive::open_proved`].
    pub fn open_proved(files: Files, index: Option<Keeping>, prover: Prover) -> Result<Self, Error> {
        let cached = index.as_ref().and_then(Cached::find).filter(|cached| cached.looks_right(&files));
        let proofs = Proofs::default();
        let (archive, unproved) = match cached.as_ref().and_then(|cached| cached.open(&files)) {
            Some((corpus, index)) => (Archive::whole(corpus, index), cached),
            None => (Archive::open_knowing(&files, index.as_ref(), prover, &proofs)?, None),
        };
        Ok(Self {
            files,
            index,
            prover,
            proofs,
            current: ArcSwap::from_pointee(archive),
            retired: Mutex::default(),
            unproved: Mutex::new(unproved),
            prepare: OnceLock::new(),
            is_in_repair: AtomicBool::new(false),
        })
    }

    /// Returns a live archive that stays as it is.
    #[must_use]
    pub fn holding(archive: Archive) -> Self {
        Self {
            // Never read again: nothing asks for a reload.
            files: Files::Embedded,
            index: None,
            prover: corpus::plain_text,
            proofs: Proofs::default(),
            current: ArcSwap::from_pointee(archive),
            retired: Mutex::default(),
            unproved: Mutex::new(None),
            prepare: OnceLock::new(),
            is_in_repair: AtomicBool::new(false),
        }
    }

    /// Has every archive prepared before it is served from now on, and the present one beside its being served.
    pub fn prepare_with(&self, prepare: fn(&Archive)) {
        if self.prepare.set(prepare).is_ok() {
            let present = self.current();
            thread::spawn(move || prepare(&present));
        }
    }

    /// Returns the present archive; it stays whole for as long as it is held.
    #[must_use]
    pub fn current(&self) -> Arc<Archive> {
        self.current.load_full()
    }

    /// Lets go of the texts that were read from a kept archive, where there are many: another archive with none is in the
    /// place of the present one, and whoever holds that keeps what was read for it.
    pub fn let_go(&self) {
        let present = self.current.load();
        if let Some(fresh) = present.renewed() {
            // Where another has been put there meanwhile, that one stays.
            let before = self.current.compare_and_swap(&*present, fresh);
            // Freeing it takes milliseconds. Whoever holds it last is not to be a request on an async worker: the one that
            // went before it, which nobody holds any more, is freed here.
            self.retire(Some(Guard::into_inner(before)));
        }
    }

    /// Frees the archive that was kept from being freed by a request, and keeps another so.
    fn retire(&self, archive: Option<Arc<Archive>>) {
        let mut retired = self.retired.lock().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *retired, archive);
        drop(retired);
        drop(before);
    }

    /// Tells whether the present archive only looks right and is still to be proved.
    #[must_use]
    pub fn is_unproved(&self) -> bool {
        self.unproved.lock().is_ok_and(|unproved| unproved.is_some())
    }

    /// Proves every byte that was believed by size and time, and makes the archive anew where one is wrong.
    ///
    /// # Errors
    ///
    /// When one is wrong and the archive cannot be made anew; the present one then stays.
    pub fn prove(&self) -> Result<Reloaded, Error> {
        let unproved = self.unproved.lock().ok().and_then(|mut unproved| unproved.take());
        let is_right = |cached: Cached| cached.is_right(&self.files) && self.current().corpus().is_sound();
        if unproved.is_none_or(is_right) {
            return Ok(Reloaded::Same);
        }
        let listing = Listing::of(&self.files);
        self.swap(self.load()?, listing)
    }

    /// Loads the corpus again and puts it in place of the present one.
    ///
    /// # Errors
    ///
    /// When the corpus is wrong or the index cannot be made; the present archive then stays.
    pub fn reload(&self) -> Result<Reloaded, Error> {
        let listing = Listing::of(&self.files);
        let corpus = self.load()?;
        let present = self.current.load();
        if corpus.release() == present.release() && !present.is_damaged() {
            return Ok(Reloaded::Same);
        }
        self.swap(corpus, listing)
    }

    /// Loads the corpus again in a thread of its own, where nobody does so yet: the present archive cannot be read.
    pub fn repair(live: &Arc<Self>) {
        if live.is_in_repair.swap(true, Ordering::Relaxed) {
            return;
        }
        let repair = Repair(Arc::clone(live));
        thread::spawn(move || {
            tracing::warn!("the kept archive cannot be read; it is made anew");
            match repair.0.reload() {
                Ok(_) => tracing::info!("the archive is made anew"),
                Err(error) => {
                    tracing::error!(%error, "the archive could not be made anew");
                    thread::sleep(REST);
                }
            }
        });
    }

    /// Loads the corpus again; a text that parts from its source and did not before is an error.
    fn load(&self) -> Result<Corpus, Error> {
        let current = self.current.load();
        self.proofs.take_over(current.corpus());
        let (corpus, unproved) = load(&self.files, self.prover, &self.proofs)?;
        // A draft that is not served stops nothing.
        let tolerated = |problem: &Problem| {
            let id = problem.file.strip_prefix("documents/").and_then(|file| file.strip_suffix(".md")?.parse().ok());
            let Some(id) = id else { return false };
            let source = current.corpus().document(&id).and_then(|document| document.source.as_ref());
            let failed_before = source.is_some_and(|source| source.proof == Proof::Fails);
            failed_before || corpus.document(&id).is_none_or(|document| !document.held())
        };
        let (known, problems): (Vec<_>, Vec<_>) =
            unproved.into_iter().partition(|problem| problem.weight == Weight::Warning || tolerated(problem));
        if !problems.is_empty() {
            return Err(Error::Corpus { problems });
        }
        tell(&known);
        Ok(corpus)
    }

    fn swap(&self, corpus: Corpus, listing: Listing) -> Result<Reloaded, Error> {
        let archive = Archive::of(corpus, &self.files, listing, self.index.as_ref())?;
        self.prepare.get().into_iter().for_each(|prepare| prepare(&archive));
        self.current.store(Arc::new(archive));
        self.retire(None);
        Ok(Reloaded::Swapped)
    }
}
