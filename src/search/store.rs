//! An index kept on disk: a cache that is thrown away and built anew at the slightest doubt.
//!
//! ```text
//! DIR/lock                  held by the process that is writing here
//! DIR/kept-<release>/       a whole index, put in place by renaming
//!     manifest.json         what it was built from and by, and the digest of each file
//!     0/ 1/ …               its shards
//! DIR/building/             one that is not whole; swept away by the next that is kept
//! ```
//!
//! The files are read into memory and proved there, so that whatever becomes of them later changes no answer. Nobody
//! waits for anybody: while one process writes, another builds for itself. Other files in `DIR` are left alone.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;

use serde::{Deserialize, Serialize};

use super::Error;
use super::analysis::{self, Stems, VERSION};
use super::index::{Index, texts};
use super::shard::Shard;
use crate::corpus::Corpus;
use crate::wording::Sha256;

/// What a kept index was built from and by. Anything else than equality is a doubt.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Source {
    release: String,
    documents: usize,
    paragraphs: usize,
    /// The digest of the program and of what our rules make of words.
    rules: String,
}

/// What a kept index is.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    source: Source,
    /// The files of each shard.
    shards: Vec<Vec<Entry>>,
}

/// One file of a kept index.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    name: PathBuf,
    sha256: String,
}

impl Index {
    /// Opens the index of `corpus` that is kept in `directory`, and builds it where there is none that can be trusted.
    ///
    /// Where nothing can be kept, because the directory is read-only or the disk is full, the log says so: the index
    /// is a cache, and an archive that cannot keep it is only slower to start.
    ///
    /// # Errors
    ///
    /// When the index cannot be built.
    pub fn open(directory: &Path, corpus: &Corpus) -> Result<Self, Error> {
        if let Some(shards) = trusted(directory, corpus) {
            return Self::assemble(shards, corpus);
        }
        let index = Self::build(corpus)?;
        if let Err(error) = index.keep(directory, corpus) {
            tracing::warn!(directory = %directory.display(), %error, "the index cannot be kept; it is in memory only");
        }
        Ok(index)
    }

    /// Writes the index beside its place and puts it there whole.
    ///
    /// What the system has not yet written when the power fails is noticed by its digest.
    fn keep(&self, directory: &Path, corpus: &Corpus) -> io::Result<()> {
        let _lock = lock(directory)?;
        sweep(directory);
        let fresh = directory.join("building");
        let kept = self.write(&fresh, corpus).and_then(|()| fs::rename(&fresh, directory.join(name(corpus))));
        if kept.is_err() {
            sweep(directory);
        }
        kept
    }

    fn write(&self, folder: &Path, corpus: &Corpus) -> io::Result<()> {
        let mut shards = Vec::new();
        for (number, shard) in self.shards.iter().enumerate() {
            let place = folder.join(number.to_string());
            fs::create_dir_all(&place)?;
            let mut entries = Vec::new();
            for file in shard.files() {
                let (name, bytes) = file.map_err(io::Error::other)?;
                fs::write(place.join(name), &bytes)?;
                entries.push(Entry { name: name.to_owned(), sha256: Sha256::of(&bytes).to_string() });
            }
            shards.push(entries);
        }
        let manifest = Manifest { source: Source::of(corpus), shards };
        fs::write(folder.join("manifest.json"), serde_json::to_vec_pretty(&manifest)?)
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

/// Returns the shards of the kept index of `corpus` if every byte of them is as it was written.
fn trusted(directory: &Path, corpus: &Corpus) -> Option<Vec<Shard>> {
    let folder = directory.join(name(corpus));
    let manifest: Manifest = serde_json::from_slice(&fs::read(folder.join("manifest.json")).ok()?).ok()?;
    if manifest.source != Source::of(corpus) {
        return None;
    }
    let shards: Option<Vec<Shard>> = thread::scope(|scope| {
        let read = |(number, entries): (usize, &'_ Vec<Entry>)| read(&folder.join(number.to_string()), entries);
        let reading: Vec<_> =
            manifest.shards.iter().enumerate().map(|shard| scope.spawn(move || read(shard))).collect();
        reading.into_iter().map(|shard| shard.join().ok()?).collect()
    });
    let paragraphs = |shards: &Vec<Shard>| shards.iter().map(|shard| shard.texts() as usize).sum::<usize>();
    shards.filter(|shards| paragraphs(shards) == manifest.source.paragraphs)
}

/// Reads a shard into memory. No byte that is not as it was written reaches the library, which might panic at it.
fn read(folder: &Path, entries: &[Entry]) -> Option<Shard> {
    let mut files = Vec::new();
    for Entry { name, sha256 } in entries {
        let bytes = fs::read(folder.join(name)).ok()?;
        if Sha256::of(&bytes).as_str() != sha256 {
            return None;
        }
        files.push((name.clone(), bytes));
    }
    Shard::open(files).ok()
}

/// Takes away what this module has left behind, and nothing else.
fn sweep(directory: &Path) {
    let Ok(entries) = fs::read_dir(directory) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let ours = name.to_str().is_some_and(|name| name.starts_with("kept-") || name.starts_with("building"));
        if ours && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            drop(fs::remove_dir_all(entry.path()));
        }
    }
}

impl Source {
    fn of(corpus: &Corpus) -> Self {
        Self {
            release: corpus.release().to_string(),
            documents: corpus.documents().len(),
            paragraphs: texts(corpus).count(),
            rules: rules().to_string(),
        }
    }
}

/// Returns a digest of the program and of what it makes of words: another stemmer or another Unicode is another index.
fn rules() -> Sha256 {
    let probe = "The States’ communiqué, cyber-attacks: Straße, 网络安全, Ελλάδα, e\u{301}tat, U.S. 3.5 don't ½";
    let mut stems = Stems::new();
    let words: Vec<String> = analysis::words(probe).iter().map(|word| stems.stem(word)).collect();
    Sha256::of(format!("{VERSION} {} {} {words:?}", env!("CARGO_PKG_VERSION"), tantivy::version_string()).as_bytes())
}

fn name(corpus: &Corpus) -> String {
    format!("kept-{}", corpus.release())
}
