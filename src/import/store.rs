//! Drafts and sources into the corpus: both or neither, nothing overwritten.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::{Error, Received};
use crate::corpus::{DocumentId, Transaction, front_matter, read_file};

/// Returns the file of a record whose text can be filled in; nothing where the corpus has no such document.
pub(super) fn record(folder: &Path, id: &DocumentId) -> Result<Option<String>, Error> {
    let path = folder.join(document(id));
    let text = match read_file(&path).and_then(|bytes| String::from_utf8(bytes).map_err(io::Error::other)) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::File { path, error }),
    };
    let (front, below) = front_matter(&text).ok_or_else(|| Error::NoRecord(id.clone()))?;
    let identity: toml::Table = front.parse().map_err(|_| Error::NoRecord(id.clone()))?;
    if identity.contains_key("source") || !below.trim().is_empty() {
        Err(Error::Held(id.clone()))
    } else {
        Ok(Some(text))
    }
}

/// Writes the source and the document, both or neither, and returns where they are.
///
/// `before` is the record whose text is filled in, as it was read.
pub(super) fn store(
    folder: &Path,
    id: &DocumentId,
    received: &Received,
    draft: String,
    before: Option<&String>,
) -> Result<(PathBuf, PathBuf), Error> {
    let wrong = |error| Error::File { path: folder.to_owned(), error };
    let transaction = Transaction::open(folder).map_err(wrong)?;
    let (document, source) = (document(id), format!("sources/{}", received.file(id)));
    let paths = (folder.join(&document), folder.join(&source));
    // Another run may have been quicker.
    if record(folder, id)?.as_ref() != before {
        return Err(Error::Exists(paths.0));
    }
    let is_taken = |error: &io::Error| error.kind() != ErrorKind::NotFound;
    if read_file(&paths.1).map_or_else(|error| is_taken(&error), |bytes| bytes != received.kept()) {
        return Err(Error::Exists(paths.1));
    }
    let mut files = BTreeMap::from([(document, draft.into_bytes()), (source, received.kept().to_vec())]);
    // Of an import that was interrupted there may be one of another day, which nothing refers to.
    files.extend(
        received.terms.as_ref().map(|terms| (format!("sources/{}", terms_file(id)), terms.clone().into_bytes())),
    );
    transaction.commit(&files).map_err(wrong)?;
    Ok(paths)
}

/// Returns the name of the file beside a source that has what was said of its use.
pub(super) fn terms_file(id: &DocumentId) -> String {
    format!("{id}.terms.txt")
}

/// Returns the path of a document's file below the corpus.
fn document(id: &DocumentId) -> String {
    format!("documents/{id}.md")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const RECORD: &str = "+++\ntitle = \"T\"\n+++\n\n";

    #[test]
    fn nothing_is_overwritten_and_nothing_half_left() {
        let folder = tempfile::tempdir().unwrap();
        let id: DocumentId = "2017-x".parse().unwrap();
        let received = |words: &str| Received::stored("x.txt", words.into()).unwrap();
        let store = |words: &str, draft: &str, before: Option<&String>| {
            store(folder.path(), &id, &received(words), draft.to_owned(), before)
        };
        let (document, source) = store("source", RECORD, None).unwrap();
        assert!(matches!(store("source", "other", None), Err(Error::Exists(path)) if path == document));
        let record = record(folder.path(), &id).unwrap();
        assert!(matches!(store("other", "draft", record.as_ref()), Err(Error::Exists(path)) if path == source));
        assert_eq!(fs::read_to_string(&document).unwrap(), RECORD);
        store("source", "draft", record.as_ref()).unwrap();
        assert_eq!(fs::read_to_string(&document).unwrap(), "draft");
        assert_eq!(fs::read_to_string(&source).unwrap(), "source");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn only_records_are_filled() {
        let folder = tempfile::tempdir().unwrap();
        let id: DocumentId = "2017-x".parse().unwrap();
        let path = folder.path().join(document(&id));
        assert!(record(folder.path(), &id).unwrap().is_none());
        fs::create_dir(folder.path().join("documents")).unwrap();
        fs::write(&path, RECORD).unwrap();
        assert!(record(folder.path(), &id).unwrap().is_some());
        for held in ["+++\ntitle = \"T\"\n+++\nText.\n", "+++\n[source]\n+++\n"] {
            fs::write(&path, held).unwrap();
            assert!(matches!(record(folder.path(), &id), Err(Error::Held(_))));
        }
        fs::write(&path, "no front").unwrap();
        assert!(matches!(record(folder.path(), &id), Err(Error::NoRecord(_))));
    }
}
