//! An archive kept on disk: a cache that is thrown away and made anew at the slightest doubt.
//!
//! ```text
//! DIR/lock                  held by the process that is writing here
//! DIR/kept-<release>/       a whole archive, put in place by renaming
//!     manifest.json         what it was made from and by, and the digest of each file
//!     corpus                the corpus as it was loaded
//!     0/ 1/ …               the shards of its index
//! DIR/building/             one that is not whole; swept away by the next that is kept
//! ```
//!
//! What is kept is read into memory and proved there byte for byte, so that whatever becomes of it later changes no
//! answer. That the corpus is still the one it was made from is believed when this very program made it and no file has
//! another size or time, and then proved byte for byte while it serves; otherwise it is proved before.
//!
//! Nobody waits for anybody: while one process writes, another builds for itself. Other files in `DIR` are left alone.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;

use serde::{Deserialize, Serialize};

use super::Archive;
use super::glance::Glance;
use crate::corpus::{Corpus, Files};
use crate::search::{Index, ShardFiles};
use crate::wording::Sha256;

/// The sources that this program was built from: another stemmer, another Unicode or another parser is another program.
const PROGRAM: &str = env!("G7CYBER_BUILD");

/// The place of the corpus.
const CORPUS: &str = "corpus";

/// An archive that this program has kept, not yet read.
#[derive(Debug)]
pub(super) struct Kept {
    folder: PathBuf,
    manifest: Manifest,
}

/// What an archive was made from and by, and what was kept of it.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    program: String,
    release: String,
    /// How the files of the corpus looked before they were read.
    seen: Glance,
    /// The digest that proves the corpus.
    corpus: String,
    /// The files of each shard.
    shards: Vec<Vec<Entry>>,
}

/// One file of the index.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    name: PathBuf,
    sha256: String,
}

impl Kept {
    /// Finds what this very program has kept in a directory.
    pub(super) fn find(directory: &Path) -> Option<Self> {
        let manifests = ours(directory, "kept-").into_iter().filter_map(|folder| {
            let manifest = serde_json::from_slice(&fs::read(folder.join("manifest.json")).ok()?).ok()?;
            Some(Self { folder, manifest })
        });
        manifests.into_iter().find(|kept| kept.manifest.program == PROGRAM)
    }

    /// Tells whether no file of the corpus has another size or time than it had.
    pub(super) fn looks_right(&self, files: &Files) -> bool {
        self.manifest.seen == Glance::of(files)
    }

    /// Tells whether every byte of the corpus is what it was.
    pub(super) fn is_right(&self, files: &Files) -> bool {
        files.release().is_some_and(|release| release.as_str() == self.manifest.release)
    }

    /// Reads it; nothing where a byte of it is not what was written.
    pub(super) fn open(&self, files: &Files) -> Option<Archive> {
        let (corpus, shards) = thread::scope(|scope| {
            let corpus = scope.spawn(|| self.corpus(files));
            // What a thread gives back stays with that thread's heap, and these are the largest pieces there are.
            let shards = self.shards();
            (corpus.join().ok().flatten(), shards)
        });
        let (corpus, shards) = (corpus?, shards?);
        let index = Index::open(&corpus, shards).ok()?;
        Some(Archive::whole(corpus, index))
    }

    fn corpus(&self, files: &Files) -> Option<Corpus> {
        let proof = self.manifest.corpus.parse().ok()?;
        Corpus::read_prepared(&File::open(self.folder.join(CORPUS)).ok()?, &proof, files.clone()).ok()
    }

    fn shards(&self) -> Option<Vec<ShardFiles>> {
        let read = |number: usize, Entry { name, sha256 }: &Entry| {
            let bytes = fs::read(self.folder.join(number.to_string()).join(name)).ok()?;
            (Sha256::of(&bytes).to_string() == *sha256).then(|| (name.clone(), bytes))
        };
        let shards = self.manifest.shards.iter().enumerate();
        shards.map(|(number, entries)| entries.iter().map(|entry| read(number, entry)).collect()).collect()
    }

    /// Notes how the files of the corpus look now that they are proved. Where that cannot be written they are proved
    /// again the next time.
    pub(super) fn look_again(mut self, directory: &Path, seen: Glance) {
        if self.manifest.seen != seen
            && let Ok(_lock) = lock(directory)
        {
            self.manifest.seen = seen;
            drop(self.manifest.write(&self.folder));
        }
    }
}

/// Keeps a corpus and its index in the place of all that was kept; `seen` is how the files looked before they were read.
///
/// What the system has not yet written when the power fails is noticed by its digest.
pub(super) fn keep(directory: &Path, corpus: &Corpus, index: &Index, seen: Glance) -> io::Result<()> {
    let _lock = lock(directory)?;
    sweep(directory);
    let fresh = directory.join("building");
    let place = directory.join(format!("kept-{}", corpus.release()));
    let kept = write(&fresh, corpus, index, seen).and_then(|()| fs::rename(&fresh, place));
    if kept.is_err() {
        sweep(directory);
    }
    kept
}

fn write(folder: &Path, corpus: &Corpus, index: &Index, seen: Glance) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut shards: Vec<Vec<Entry>> = Vec::new();
    index.each_file(|number, name, bytes| {
        let place = folder.join(number.to_string());
        if shards.len() <= number {
            shards.push(Vec::new());
            fs::create_dir(&place)?;
        }
        fs::write(place.join(name), bytes)?;
        let entry = Entry { name: name.to_owned(), sha256: Sha256::of(bytes).to_string() };
        if let Some(entries) = shards.last_mut() {
            entries.push(entry);
        }
        Ok(())
    })?;
    let proof = corpus.write_prepared(File::create(folder.join(CORPUS))?)?;
    let (program, release) = (PROGRAM.to_owned(), corpus.release().to_string());
    Manifest { program, release, seen, corpus: proof.to_string(), shards }.write(folder)
}

impl Manifest {
    /// Writes the manifest whole or not at all.
    fn write(&self, folder: &Path) -> io::Result<()> {
        let fresh = folder.join("manifest.new");
        fs::write(&fresh, serde_json::to_vec(self)?)?;
        fs::rename(fresh, folder.join("manifest.json"))
    }
}

/// Takes the right to write here. It ends with the file.
fn lock(directory: &Path) -> io::Result<File> {
    fs::create_dir_all(directory)?;
    let file = File::options().create(true).truncate(false).write(true).open(directory.join("lock"))?;
    file.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => io::Error::other("another process is keeping its index there"),
        TryLockError::Error(error) => error,
    })?;
    Ok(file)
}

/// Takes away what this module has left behind, and nothing else.
fn sweep(directory: &Path) {
    for folder in ours(directory, "kept-").into_iter().chain(ours(directory, "building")) {
        drop(fs::remove_dir_all(folder));
    }
}

/// Returns the folders of this module whose names begin like this.
fn ours(directory: &Path, start: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(directory) else { return Vec::new() };
    let is_ours = |entry: &fs::DirEntry| {
        entry.file_name().to_str().is_some_and(|name| name.starts_with(start))
            && entry.file_type().is_ok_and(|kind| kind.is_dir())
    };
    entries.flatten().filter(is_ours).map(|entry| entry.path()).collect()
}
