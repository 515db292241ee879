//! Notices that the files of a corpus have changed and come to rest.
//!
//! Looks at names, sizes and times only, and asks again: that works on every file system, those of containers and
//! networks too, where notifications do not. Half-written files are waited out.

use std::path::{Path, PathBuf};

use super::listing::Listing;

/// A watch over a directory that is told when to look.
#[derive(Debug)]
pub struct Watch {
    folder: PathBuf,
    /// What was there when the watch last reported.
    reported: Listing,
    /// What was there at the last look.
    last: Listing,
}

impl Watch {
    /// Begins with what is there now.
    #[must_use]
    pub fn over(folder: &Path) -> Self {
        let listing = Listing::at(folder);
        Self { folder: folder.to_owned(), reported: listing.clone(), last: listing }
    }

    /// Looks, and tells whether the files have changed since it last said so and are the same as at the last look.
    pub fn changed(&mut self) -> bool {
        let now = Listing::at(&self.folder);
        let at_rest = now == self.last;
        let changed = at_rest && now != self.reported;
        if changed {
            self.reported = now.clone();
        }
        self.last = now;
        changed
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_change_is_reported_once_and_only_at_rest() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("documents/a.md");
        fs::create_dir(folder.path().join("documents")).expect("a folder");
        fs::write(&file, "one").expect("a file");
        let mut watch = Watch::over(folder.path());
        assert!(!watch.changed());
        fs::write(&file, "one and a half").expect("a file");
        assert!(!watch.changed(), "just changed");
        fs::write(&file, "one and a half, and more").expect("a file");
        assert!(!watch.changed(), "still changing");
        assert!(watch.changed());
        assert!(!watch.changed());
        fs::remove_file(&file).expect("the file is there");
        assert!(!watch.changed());
        assert!(watch.changed());
    }

    #[test]
    fn what_a_corpus_passes_over_is_not_watched() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let write = |name: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
            fs::write(path, name).expect("a file");
        };
        let mut watch = Watch::over(folder.path());
        for name in [".git/index", ".git/objects/ab/cd", ".DS_Store", "documents/.a.md.swp", "documents/.backup/a.md"] {
            write(name);
            assert!(!watch.changed() && !watch.changed(), "{name}");
        }
        for name in ["documents/a.md", ".published/ledger.csv"] {
            write(name);
            assert!(!watch.changed() && watch.changed(), "{name}");
        }
    }
}
