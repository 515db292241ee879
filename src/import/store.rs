//! Drafts and sources into the corpus: each file whole or not at all, nothing overwritten.

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::{Error, Received};
use crate::corpus::DocumentId;

/// Returns the file of a record whose text can be filled in; nothing where the corpus has no such document.
pub(super) fn record(folder: &Path, id: &DocumentId) -> Result<Option<String>, Error> {
    let path = document(folder, id);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::File { path, error }),
    };
    let body = text.strip_prefix("+++\n").ok_or_else(|| Error::NoRecord(id.clone()))?;
    let (front, below) = body.split_once("\n+++").ok_or_else(|| Error::NoRecord(id.clone()))?;
    let has_source = front.lines().any(|line| line.trim_start().starts_with("[source]"));
    if has_source || !below.trim().is_empty() { Err(Error::Held(id.clone())) } else { Ok(Some(text)) }
}

/// Writes the source and then the document, and returns where they are.
pub(super) fn store(
    folder: &Path,
    id: &DocumentId,
    received: &Received,
    draft: &str,
    is_record: bool,
) -> Result<(PathBuf, PathBuf), Error> {
    let document = document(folder, id);
    let source = folder.join("sources").join(received.file(id));
    // Stopped between the two, a source is left that nobody names; the same source again is then no obstacle.
    let fresh = match create(&source, &received.bytes) {
        Ok(()) => true,
        Err(Error::Exists(_)) if fs::read(&source).is_ok_and(|bytes| bytes == received.bytes) => false,
        Err(error) => return Err(error),
    };
    let written = if is_record { replace(&document, draft.as_bytes()) } else { create(&document, draft.as_bytes()) };
    if written.is_err() && fresh {
        // The error that is returned is the one that matters.
        let _ = fs::remove_file(&source);
    }
    written.map(|()| (document, source))
}

fn document(folder: &Path, id: &DocumentId) -> PathBuf {
    folder.join("documents").join(format!("{id}.md"))
}

/// Creates a file whole; fails where one stands there.
fn create(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let whole = beside(path, bytes)?;
    // A link to a name that is taken fails, where a rename would overwrite.
    let linked = fs::hard_link(&whole, path);
    let _ = fs::remove_file(&whole);
    linked.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Error::Exists(path.to_owned()),
        _ => Error::File { path: path.to_owned(), error },
    })
}

/// Puts a file in the place of one.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let whole = beside(path, bytes)?;
    fs::rename(&whole, path).map_err(|error| {
        let _ = fs::remove_file(&whole);
        Error::File { path: path.to_owned(), error }
    })
}

/// Writes a file beside the one it is for, under a name that the corpus does not see.
fn beside(path: &Path, bytes: &[u8]) -> Result<PathBuf, Error> {
    let wrong = |error| Error::File { path: path.to_owned(), error };
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(wrong(ErrorKind::InvalidFilename.into()));
    };
    fs::create_dir_all(folder).map_err(wrong)?;
    let whole = folder.join(format!(".{}.{}", name.to_string_lossy(), std::process::id()));
    let write = || {
        let mut file = File::create(&whole)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|error| {
        let _ = fs::remove_file(&whole);
        wrong(error)
    })?;
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_overwritten_and_nothing_half_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("documents/a.md");
        create(&path, b"one").unwrap();
        assert!(matches!(create(&path, b"two"), Err(Error::Exists(_))));
        assert_eq!(fs::read(&path).unwrap(), b"one");
        replace(&path, b"three").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"three");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn only_records_are_filled() {
        let folder = tempfile::tempdir().unwrap();
        let id: DocumentId = "2017-x".parse().unwrap();
        let path = document(folder.path(), &id);
        assert!(record(folder.path(), &id).unwrap().is_none());
        create(&path, b"+++\ntitle = \"T\"\n+++\n\n").unwrap();
        assert!(record(folder.path(), &id).unwrap().is_some());
        for held in ["+++\ntitle = \"T\"\n+++\nText.\n", "+++\n[source]\n+++\n"] {
            replace(&path, held.as_bytes()).unwrap();
            assert!(matches!(record(folder.path(), &id), Err(Error::Held(_))));
        }
        replace(&path, b"no front").unwrap();
        assert!(matches!(record(folder.path(), &id), Err(Error::NoRecord(_))));
    }
}
