//! Changing several files at once: all of them, or none.
//!
//! New files are written to `.publishing/`, which nobody reads. Renaming that folder to `.published/` is the moment
//! of change: from then on, whoever reads the corpus takes the files in it for those they replace. Then they are moved
//! into place one by one, and the folder goes. A run that is interrupted before the moment has changed nothing; after
//! it, the next run goes on with the moving.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::files::PUBLISHED;

/// The folder of files that are being written.
const PUBLISHING: &str = ".publishing";

/// The right to change a corpus, held by one run at a time. What was written and not committed goes with it.
#[derive(Debug)]
pub struct Transaction {
    root: PathBuf,
    /// Locked for as long as it is open.
    _lock: File,
}

impl Transaction {
    /// Takes the right to change the corpus, and finishes what an interrupted run left.
    ///
    /// # Errors
    ///
    /// When another run has it, or the corpus cannot be written to.
    pub fn open(root: &Path) -> io::Result<Self> {
        let lock = File::open(root)?;
        lock.try_lock().map_err(|error| match error {
            fs::TryLockError::WouldBlock => {
                io::Error::other("another `publish`, `annotate`, `import` or `init` is at work")
            }
            fs::TryLockError::Error(error) => error,
        })?;
        let transaction = Self { root: root.to_owned(), _lock: lock };
        transaction.settle()?;
        Ok(transaction)
    }

    /// Tells the names of the folders that are here only while a change is made.
    pub(super) fn owns(name: &OsStr) -> bool {
        name == PUBLISHING || name == PUBLISHED
    }

    /// Writes all files, given by their paths below the corpus.
    ///
    /// # Errors
    ///
    /// When there is no room or right to write; then nothing has changed. Where only the moving into place fails, the
    /// error says that the change is made, since whoever reads the corpus sees it.
    pub fn commit(&self, files: &BTreeMap<String, impl AsRef<[u8]>>) -> io::Result<()> {
        self.clear()?;
        files.iter().try_for_each(|(path, bytes)| self.write(path, bytes.as_ref()))?;
        self.commit_written(files.keys())
    }

    /// Forgets what was written and not committed.
    ///
    /// # Errors
    ///
    /// When it cannot be removed.
    pub(super) fn clear(&self) -> io::Result<()> {
        match fs::remove_dir_all(self.root.join(PUBLISHING)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Writes a file of a change where nobody reads it yet; before the first of a change, [`Self::clear`].
    ///
    /// # Errors
    ///
    /// When there is no room or right to write.
    pub(super) fn write(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.root.join(PUBLISHING).join(path);
        let created = match File::create(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                fs::create_dir_all(path.parent().unwrap_or(&self.root))?;
                File::create(&path)
            }
            created => created,
        };
        created?.write_all(bytes)
    }

    /// Makes the change of the files that were written, given by their paths below the corpus.
    ///
    /// # Errors
    ///
    /// As [`Self::commit`].
    pub(super) fn commit_written<'a>(&self, paths: impl IntoIterator<Item = &'a String>) -> io::Result<()> {
        let paths: Vec<&String> = paths.into_iter().collect();
        if paths.is_empty() {
            return Ok(());
        }
        self.sync_written(&paths)?;
        self.decide()?;
        self.settle().map_err(|error| {
            let told = "the change is made, but its files wait in `.published` until the next run can move them";
            io::Error::new(error.kind(), format!("{told}: {error}"))
        })
    }

    fn sync_written(&self, paths: &[&String]) -> io::Result<()> {
        let staged = self.root.join(PUBLISHING);
        let mut changed = BTreeSet::new();
        for path in paths {
            changed.extend(staged.join(path).ancestors().take_while(|it| it.starts_with(&staged)).map(Path::to_owned));
        }
        sync(&staged, &changed.into_iter().collect::<Vec<_>>())
    }

    fn decide(&self) -> io::Result<()> {
        fs::rename(self.root.join(PUBLISHING), self.root.join(PUBLISHED))
    }

    /// Moves what was decided into place, if anything was.
    fn settle(&self) -> io::Result<()> {
        let published = self.root.join(PUBLISHED);
        if !published.is_dir() {
            return Ok(());
        }
        // What was decided is on the disk before anything of the old is gone, and the new in its place before what was
        // decided goes. That it has gone need not be: where a power cut brings it back, it is empty, or the same again.
        File::open(&self.root)?.sync_all()?;
        let mut folders = Vec::new();
        settle_folder(&published, &self.root, &mut folders)?;
        sync(&self.root, &folders)?;
        fs::remove_dir_all(&published)
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        // Where it cannot be removed, the next run does so.
        let _ = self.clear();
    }
}

/// Moves what is in a folder into another, and tells the folders that have changed.
fn settle_folder(from: &Path, to: &Path, changed: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut changes = false;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            changes |= !target.is_dir();
            fs::create_dir_all(&target)?;
            settle_folder(&entry.path(), &target, changed)?;
        } else {
            fs::rename(entry.path(), target)?;
            changes = true;
        }
    }
    changed.extend(changes.then(|| to.to_owned()));
    Ok(())
}

/// So many files and folders are synced one by one, which keeps nobody waiting for what others write.
const FEW: usize = 200;

/// Returns when some files and folders below `root` are on the disk.
fn sync(root: &Path, changed: &[PathBuf]) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    if changed.len() > FEW {
        return Ok(rustix::fs::syncfs(File::open(root)?)?);
    }
    changed.iter().try_for_each(|path| File::open(path)?.sync_all())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(pairs: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
        pairs.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
    }

    fn stage(transaction: &Transaction, files: &BTreeMap<String, Vec<u8>>) {
        files.iter().for_each(|(path, bytes)| transaction.write(path, bytes).unwrap());
    }

    /// Reads the corpus as the loader does.
    fn seen(root: &Path) -> Vec<(String, String)> {
        let (listed, problems) = crate::corpus::Files::Directory(root.to_owned()).list();
        assert_eq!(problems, []);
        let read =
            |file: &crate::corpus::files::CorpusFile| String::from_utf8(file.read().unwrap().into_owned()).unwrap();
        listed.iter().map(|file| (file.path.clone(), read(file))).collect()
    }

    #[test]
    fn whoever_reads_sees_all_of_a_change_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("documents")).unwrap();
        fs::write(root.join("documents/a.md"), "old").unwrap();
        fs::write(root.join("ledger.csv"), "old").unwrap();
        let before = seen(root);
        let transaction = Transaction::open(root).unwrap();
        let change = files(&[("documents/a.md", "new"), ("ledger.csv", "new"), ("revisions/x/1.1.txt", "old")]);
        let after: Vec<(String, String)> =
            change.iter().map(|(path, bytes)| (path.clone(), String::from_utf8(bytes.clone()).unwrap())).collect();

        stage(&transaction, &change);
        assert_eq!(seen(root), before);
        transaction.decide().unwrap();
        assert_eq!(seen(root), after);
        let (listed, _) = crate::corpus::Files::Directory(root.to_owned()).list();
        // Interrupted between any two files.
        for path in ["ledger.csv", "documents/a.md"] {
            fs::rename(root.join(PUBLISHED).join(path), root.join(path)).unwrap();
            assert_eq!(seen(root), after);
        }
        drop(transaction);
        drop(Transaction::open(root).unwrap());
        assert_eq!(seen(root), after);
        assert!(!root.join(PUBLISHED).exists());
        let late: Vec<Vec<u8>> = listed.iter().map(|file| file.read().unwrap().into_owned()).collect();
        assert_eq!(late, change.into_values().collect::<Vec<_>>(), "whoever listed before can still read");
    }

    #[test]
    fn a_change_whose_files_cannot_be_moved_is_told_to_be_made() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        // A folder stands where a file is to come.
        fs::create_dir_all(root.join("documents/a.md/x")).unwrap();
        let error = Transaction::open(root).unwrap().commit(&files(&[("documents/a.md", "new")])).unwrap_err();
        assert!(error.to_string().starts_with("the change is made, but its files wait in `.published`"), "{error}");
        fs::remove_dir_all(root.join("documents/a.md")).unwrap();
        drop(Transaction::open(root).unwrap());
        assert_eq!(seen(root), [("documents/a.md".to_owned(), "new".to_owned())]);
    }

    #[test]
    fn what_an_interrupted_run_had_begun_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::write(root.join("README.md"), "old").unwrap();
        let killed = Transaction::open(root).unwrap();
        stage(&killed, &files(&[("README.md", "lost"), ("lost.md", "lost")]));
        fs::rename(root.join(PUBLISHING), root.join("kept")).unwrap();
        drop(killed);
        fs::rename(root.join("kept"), root.join(PUBLISHING)).unwrap();
        Transaction::open(root).unwrap().commit(&files(&[("README.md", "new")])).unwrap();
        assert_eq!(seen(root), [("README.md".to_owned(), "new".to_owned())]);
    }

    #[test]
    fn two_runs_do_not_publish_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let first = Transaction::open(folder.path()).unwrap();
        assert!(Transaction::open(folder.path()).is_err());
        drop(first);
        assert!(Transaction::open(folder.path()).is_ok());
    }
}
