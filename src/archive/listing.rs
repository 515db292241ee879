//! What the files below a folder look like from outside: their names, sizes and times.

use std::fs;
use std::path::Path;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use crate::corpus::{Files, passes_over};
use crate::wording::Sha256;

/// How the files below a folder look at one moment, as one digest: all that is ever asked is whether they look as before,
/// and there may be hundreds of thousands. Nothing where they are inside the program.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Listing(Option<Sha256>);

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
                // Where the system does not tell when it last changed, that is nothing.
                let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
                let looks = format!("{} {modified:?} ", metadata.len());
                let path = entry.path();
                let path = path.strip_prefix(root).unwrap_or(&path).as_os_str().as_encoded_bytes();
                found.push(Sha256::of(&[looks.as_bytes(), path].concat()));
            }
        }
        // A folder lists its files in any order.
        found.sort_unstable();
        Self(Some(Sha256::of_all(found.iter().map(Sha256::to_string))))
    }
}
