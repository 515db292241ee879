//! What the files below a folder look like from outside: their names, sizes and times.

use std::fs;
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::corpus::{Files, passes_over};

/// The files below a folder at one moment, sorted by path.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Listing(Vec<ListedFile>);

/// One file, by its path below the folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct ListedFile {
    path: String,
    bytes: u64,
    /// When it last changed; nothing where the system does not tell.
    modified: Option<Duration>,
}

impl Listing {
    /// Looks at the files of a corpus; those inside the program are known with the program.
    pub(super) fn of(files: &Files) -> Self {
        match files {
            Files::Embedded => Self::default(),
            Files::Directory(folder) => Self::at(folder),
        }
    }

    /// Looks at all files below a folder, but for those that a corpus passes over.
    pub(super) fn at(root: &Path) -> Self {
        let mut found = Vec::new();
        let mut folders = vec![root.to_owned()];
        while let Some(folder) = folders.pop() {
            // What vanishes between listing and looking is a change like any other.
            let Ok(entries) = fs::read_dir(&folder) else { continue };
            for entry in entries.flatten().filter(|entry| !passes_over(&entry.file_name(), folder == root)) {
                // Links are not followed, so a loop of them ends here.
                let Ok(metadata) = entry.metadata() else { continue };
                if metadata.is_dir() {
                    folders.push(entry.path());
                    continue;
                }
                let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
                let path = entry.path();
                let path = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
                found.push(ListedFile { path, bytes: metadata.len(), modified });
            }
        }
        found.sort_unstable();
        Self(found)
    }
}
