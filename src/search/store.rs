//! An index kept on disk: a cache that is thrown away and built anew at the slightest doubt.
//!
//! ```text
//! DIR/lock                      one process at a time opens or builds
//! DIR/kept-<release>/           a whole index, put in place by renaming
//!     manifest.json             what it was built from and by, and how large each file is
//!     0/ 1/ …                   its shards
//! DIR/building-<process>/       one that is not whole; swept away at the next start
//! ```
//!
//! Nothing is written in place: a file that shrinks under a reader that has mapped it ends the process. Other files
//! in `DIR` are left alone.

use std::fs::{self, File};
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Error;
use super::analysis::{self, Stems, VERSION};
use super::index::{Index, build_shards, texts};
use super::shard::{Home, Shard};
use crate::corpus::Corpus;
use crate::wording::Sha256;

/// What a kept index was built from and by. Anything else than equality is a doubt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Manifest {
    release: String,
    documents: usize,
    paragraphs: usize,
    /// The digest of the texts and of what our rules make of words.
    rules: String,
    /// Every file of the index, sorted by path.
    files: Vec<Entry>,
}

/// One file of a kept index.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Entry {
    path: String,
    bytes: u64,
    /// The digest of what the library does not check itself: its lists of files.
    sha256: Option<String>,
}

impl Index {
    /// Opens the index of `corpus` that is kept in `directory`, and builds it where there is none that can be trusted.
    ///
    /// Where nothing can be kept, because the directory is read-only or the disk is full, the index is built in
    /// memory: it is a cache, and an archive without it is only slower to start.
    ///
    /// # Errors
    ///
    /// When the index cannot be built in memory either.
    pub fn open(directory: &Path, corpus: &Corpus) -> Result<Self, Error> {
        // Without a lock, in a directory that cannot be written to, a kept index can still be read.
        let lock = lock(directory).ok();
        if let Some(index) = trusted(directory, corpus) {
            return Ok(index);
        }
        if lock.is_some() {
            sweep(directory);
            if keep(directory, corpus).is_ok()
                && let Some(index) = trusted(directory, corpus)
            {
                return Ok(index);
            }
            sweep(directory);
        }
        tracing::warn!(directory = %directory.display(), "the index cannot be kept; it is built in memory");
        Self::build(corpus)
    }
}

/// Waits until no other process opens or builds an index here. The lock ends with the file.
fn lock(directory: &Path) -> io::Result<File> {
    fs::create_dir_all(directory)?;
    let file = File::options().create(true).truncate(false).write(true).open(directory.join("lock"))?;
    file.lock()?;
    Ok(file)
}

/// Returns the kept index of `corpus` if every byte of it is as it was written.
fn trusted(directory: &Path, corpus: &Corpus) -> Option<Index> {
    let folder = directory.join(name(corpus));
    let manifest: Manifest = serde_json::from_slice(&fs::read(folder.join("manifest.json")).ok()?).ok()?;
    let files = files(&folder).ok()?;
    if manifest != (Manifest { files, ..Manifest::of(corpus) }) {
        return None;
    }
    // A damaged file can make the library panic as well as answer wrongly.
    let opened = catch_unwind(AssertUnwindSafe(|| -> Result<Option<Index>, Error> {
        let mut shards = Vec::new();
        for shard in shard_folders(&folder) {
            if !Shard::is_whole(&shard)? {
                return Ok(None);
            }
            shards.push(Shard::open(&shard)?);
        }
        let paragraphs: usize = shards.iter().map(|shard| shard.texts() as usize).sum();
        if paragraphs == manifest.paragraphs { Index::assemble(shards, corpus).map(Some) } else { Ok(None) }
    }));
    opened.ok()?.ok()?
}

/// Builds the index of `corpus` beside its place and puts it there whole.
fn keep(directory: &Path, corpus: &Corpus) -> Result<(), Error> {
    let fresh = directory.join(format!("building-{}", std::process::id()));
    fs::create_dir_all(&fresh)?;
    let texts: Vec<&str> = texts(corpus).collect();
    build_shards(&texts, &|number| {
        let folder = fresh.join(number.to_string());
        fs::create_dir(&folder)?;
        Ok(Home::Directory(folder))
    })?;
    let manifest = Manifest { files: files(&fresh)?, ..Manifest::of(corpus) };
    let mut file = File::create(fresh.join("manifest.json"))?;
    file.write_all(&serde_json::to_vec_pretty(&manifest).map_err(io::Error::from)?)?;
    file.sync_all()?;
    fs::rename(&fresh, directory.join(name(corpus)))?;
    // The rename itself is on disk when the folder is.
    File::open(directory)?.sync_all()?;
    Ok(())
}

/// Takes away what this module has left behind, and nothing else.
fn sweep(directory: &Path) {
    let Ok(entries) = fs::read_dir(directory) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let ours = name.to_str().is_some_and(|name| name.starts_with("kept-") || name.starts_with("building-"));
        if ours && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            // A reader that has mapped a file keeps it though its name is gone.
            drop(fs::remove_dir_all(entry.path()));
        }
    }
}

impl Manifest {
    /// Returns what an index of `corpus` has to be, without its files.
    fn of(corpus: &Corpus) -> Self {
        Self {
            release: corpus.release().to_string(),
            documents: corpus.documents().len(),
            paragraphs: texts(corpus).count(),
            rules: rules().to_string(),
            files: Vec::new(),
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

/// Returns the folders of the shards in their order.
fn shard_folders(folder: &Path) -> Vec<PathBuf> {
    (0..).map(|number: usize| folder.join(number.to_string())).take_while(|shard| shard.is_dir()).collect()
}

/// Returns the files of all shards below `folder`, but for those the library locks with.
fn files(folder: &Path) -> io::Result<Vec<Entry>> {
    let mut files = Vec::new();
    for shard in shard_folders(folder) {
        for entry in fs::read_dir(&shard)? {
            let entry = entry?;
            let file = entry.path();
            let Some(path) = file.strip_prefix(folder).ok().and_then(Path::to_str) else { continue };
            if !path.ends_with(".lock") {
                let listing = path.ends_with(".json");
                let sha256 = if listing { Some(Sha256::of(&fs::read(&file)?).to_string()) } else { None };
                files.push(Entry { path: path.to_owned(), bytes: entry.metadata()?.len(), sha256 });
            }
        }
    }
    files.sort_unstable();
    Ok(files)
}
