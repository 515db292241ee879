//! An archive cached on disk, which is thrown away and made anew at the slightest doubt.
//!
//! ```text
//! DIR/g7cyber-index/            the one folder of DIR that is written, read and cleared
//!     lock                      held by the process that is writing here
//!     archive-<release>-<program>/  a whole archive, put in place by renaming
//!         manifest.json         what it was made from and by, and the digest of each file
//!         corpus                the corpus as it was loaded
//!         0/ 1/ …               the shards of its index
//!     building/                 one that is not whole; removed by the next that is cached
//! ```
//!
//! What is cached is proved byte for byte when it is read. That is at once and into memory, so that whatever becomes of it
//! later changes no answer; but for the words of large collections, which are read from the file when they are looked at.
//! The file is held open, and where a word in it is not what was written nothing is answered from it and all is made anew.
//! That the corpus is still the one it was made from is believed when this very program made it and no file has
//! another size or time, and then proved byte for byte while it serves; otherwise it is proved before.
//!
//! Nobody waits for anybody: while one process writes, another builds for itself. Two programs that share `DIR`, as
//! while a new version takes the place of an old, leave each other's archive; of those of a third only the newest stays.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;

use serde::{Deserialize, Serialize};

use super::listing::Listing;
use crate::corpus::{Corpus, Files, read_file};
use crate::search::{Index, ShardFiles};
use crate::wording::Sha256;

/// The sources that this program was built from: another stemmer, another Unicode or another parser is another program.
const PROGRAM: &str = env!("G7CYBER_BUILD");

/// The folder that is this module's own.
const OWN: &str = "g7cyber-index";

/// What the names of archives begin with.
const ARCHIVE: &str = "archive-";

/// The archive that is being written.
const BUILDING: &str = "building";

/// What says what an archive is.
const MANIFEST: &str = "manifest.json";

/// The place of the corpus.
const CORPUS: &str = "corpus";

/// Where an archive is kept for the next start, and how much of a kept one is in memory.
#[derive(Debug, Clone)]
pub struct Keeping {
    /// The directory.
    pub directory: PathBuf,
    /// How many bytes the documents may take to be in memory with all their words. Where they take more, words are read
    /// from the directory when they are looked at, and let go again.
    pub most_held: u64,
}

impl Keeping {
    /// What documents may take where nothing else is said: some 100,000 paragraphs.
    pub const MOST_HELD: u64 = 64 * 1024 * 1024;
}

impl From<&Path> for Keeping {
    fn from(directory: &Path) -> Self {
        Self { directory: directory.to_owned(), most_held: Self::MOST_HELD }
    }
}

/// A cached archive, not yet read.
#[derive(Debug)]
pub(super) struct Cached {
    folder: PathBuf,
    manifest: Manifest,
    /// See [`Keeping::most_held`].
    most_held: u64,
}

/// What an archive was made from and by, and its files.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    program: String,
    release: String,
    /// How the files of the corpus looked before they were read.
    listing: Listing,
    /// The digest that proves the corpus.
    corpus: String,
    /// The files of each shard.
    shards: Vec<Vec<CachedFile>>,
}

/// One file of the index.
#[derive(Debug, Serialize, Deserialize)]
struct CachedFile {
    name: PathBuf,
    sha256: String,
}

impl Cached {
    /// Finds what this very program has cached in a directory.
    pub(super) fn find(keeping: &Keeping) -> Option<Self> {
        let read = |folder: PathBuf| {
            let manifest = serde_json::from_slice(&read_file(&folder.join(MANIFEST)).ok()?).ok()?;
            Some(Self { folder, manifest, most_held: keeping.most_held })
        };
        let mut cached =
            archives(&keeping.directory).into_iter().filter(|folder| is_of_this_program(folder)).filter_map(read);
        cached.find(|cached| cached.manifest.program == PROGRAM)
    }

    /// Tells whether no file of the corpus has another size or time than it had.
    pub(super) fn looks_right(&self, files: &Files) -> bool {
        self.manifest.listing == Listing::of(files)
    }

    /// Tells whether every byte of the corpus is what it was.
    pub(super) fn is_right(&self, files: &Files) -> bool {
        files.release().is_some_and(|release| release.as_str() == self.manifest.release)
    }

    /// Reads it; nothing where a byte of it is not what was written.
    pub(super) fn open(&self, files: &Files) -> Option<(Corpus, Index)> {
        let (corpus, shards) = thread::scope(|scope| {
            let corpus = scope.spawn(|| self.corpus(files));
            // What a thread gives back stays with that thread's heap, and these are the largest pieces there are.
            let shards = self.shards();
            (corpus.join().ok().flatten(), shards)
        });
        let (corpus, shards) = (corpus?, shards?);
        let index = Index::open(&corpus, shards).ok()?;
        Some((corpus, index))
    }

    /// Reads what is known of its documents, and opens the file that has their words.
    pub(super) fn corpus(&self, files: &Files) -> Option<Corpus> {
        let proof = self.manifest.corpus.parse().ok()?;
        let file = File::open(self.folder.join(CORPUS)).ok()?;
        Corpus::read_prepared(file, &proof, files.clone(), self.most_held).ok()
    }

    fn shards(&self) -> Option<Vec<ShardFiles>> {
        let read = |number: usize, CachedFile { name, sha256 }: &CachedFile| {
            let bytes = fs::read(self.folder.join(number.to_string()).join(name)).ok()?;
            (Sha256::of(&bytes).to_string() == *sha256).then(|| (name.clone(), bytes))
        };
        let shards = self.manifest.shards.iter().enumerate();
        shards.map(|(number, entries)| entries.iter().map(|entry| read(number, entry)).collect()).collect()
    }

    /// Notes how the files of the corpus look now that they are proved. Where that cannot be written they are proved
    /// again the next time.
    pub(super) fn note(mut self, directory: &Path, listing: Listing) {
        if self.manifest.listing != listing
            && let Ok(_lock) = lock(directory)
        {
            self.manifest.listing = listing;
            drop(self.manifest.write(&self.folder));
        }
    }
}

/// Caches a corpus and its index; `listing` is how the files looked before they were read.
///
/// What the system has not yet written when the power fails is noticed by its digest.
pub(super) fn store(keeping: &Keeping, corpus: &Corpus, index: &Index, listing: Listing) -> io::Result<Cached> {
    let directory = &keeping.directory;
    let _lock = lock(directory)?;
    clear(directory);
    let fresh = directory.join(OWN).join(BUILDING);
    let name = format!("{ARCHIVE}{}-{PROGRAM}", corpus.release());
    let folder = directory.join(OWN).join(name);
    let stored = write(&fresh, corpus, index, listing).and_then(|manifest| {
        fs::rename(&fresh, &folder)?;
        Ok(Cached { folder, manifest, most_held: keeping.most_held })
    });
    if stored.is_err() {
        clear(directory);
    }
    stored
}

fn write(folder: &Path, corpus: &Corpus, index: &Index, listing: Listing) -> io::Result<Manifest> {
    fs::create_dir_all(folder)?;
    let mut shards: Vec<Vec<CachedFile>> = Vec::new();
    index.each_file(|number, name, bytes| {
        let place = folder.join(number.to_string());
        if shards.len() <= number {
            shards.push(Vec::new());
            fs::create_dir(&place)?;
        }
        fs::write(place.join(name), bytes)?;
        let entry = CachedFile { name: name.to_owned(), sha256: Sha256::of(bytes).to_string() };
        if let Some(entries) = shards.last_mut() {
            entries.push(entry);
        }
        Ok(())
    })?;
    let proof = corpus.write_prepared(File::create(folder.join(CORPUS))?)?;
    let (program, release) = (PROGRAM.to_owned(), corpus.release().to_string());
    let manifest = Manifest { program, release, listing, corpus: proof.to_string(), shards };
    manifest.write(folder)?;
    Ok(manifest)
}

impl Manifest {
    /// Writes the manifest whole or not at all.
    fn write(&self, folder: &Path) -> io::Result<()> {
        let fresh = folder.join("manifest.new");
        fs::write(&fresh, serde_json::to_vec(self)?)?;
        fs::rename(fresh, folder.join(MANIFEST))
    }
}

/// Takes the right to write here. It ends with the file.
fn lock(directory: &Path) -> io::Result<File> {
    let own = directory.join(OWN);
    // Each by itself, so that what is wrong is said of the one that it is wrong with.
    fs::create_dir_all(directory)?;
    fs::create_dir_all(&own)?;
    let file = File::options().create(true).truncate(false).write(true).open(own.join("lock"))?;
    file.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => io::Error::other("another process is keeping its index there"),
        TryLockError::Error(error) => error,
    })?;
    Ok(file)
}

/// Removes what is not whole, this program's archives, and those of other programs but the newest.
fn clear(directory: &Path) {
    let written = |folder: &PathBuf| fs::metadata(folder).and_then(|folder| folder.modified()).ok();
    let others = archives(directory).into_iter().filter(|folder| !is_of_this_program(folder));
    let spared = others.max_by_key(written);
    let building = directory.join(OWN).join(BUILDING);
    for folder in archives(directory).into_iter().chain([building]).filter(|folder| spared.as_ref() != Some(folder)) {
        drop(fs::remove_dir_all(folder));
    }
}

/// Tells whether an archive was made by this very program.
fn is_of_this_program(folder: &Path) -> bool {
    folder.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.ends_with(PROGRAM))
}

/// Returns the folders of archives.
fn archives(directory: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(directory.join(OWN)) else { return Vec::new() };
    let is_archive = |entry: &fs::DirEntry| {
        entry.file_name().to_str().is_some_and(|name| name.starts_with(ARCHIVE))
            && entry.file_type().is_ok_and(|kind| kind.is_dir())
    };
    entries.flatten().filter(is_archive).map(|entry| entry.path()).collect()
}
