//! The name of the release in the Software Heritage archive: of the folder with the corpus, as git names its tree.
//!
//! Whoever has that folder computes the same name by `git write-tree`, and finds it where it was archived, whoever did.
//! The dataset itself could not carry its own: its description would be a part of what it names.

use std::collections::BTreeMap;

use sha1::{Digest as _, Sha1};

use crate::corpus::Corpus;

/// What stands in a folder.
enum FolderEntry {
    File([u8; 20]),
    Folder(Folder),
}

/// A folder by the names in it.
type Folder = BTreeMap<Vec<u8>, FolderEntry>;

/// Returns the name of a corpus; nothing where a file of it changed since it was loaded.
pub(super) fn of(corpus: &Corpus) -> Option<String> {
    let mut root = Folder::new();
    for (path, _) in corpus.manifest() {
        let content = corpus.file(path)?;
        put(&mut root, path, object("blob", &content))?;
    }
    Some(format!("swh:1:dir:{}", hex(&tree(&root))))
}

/// Puts a file in its folder; nothing where a file has the name of a folder.
fn put(mut folder: &mut Folder, path: &str, file: [u8; 20]) -> Option<()> {
    let (folders, name) = path.rsplit_once('/').map_or((None, path), |(folders, name)| (Some(folders), name));
    for step in folders.into_iter().flat_map(|folders| folders.split('/')) {
        let entry = folder.entry(step.as_bytes().to_vec()).or_insert_with(|| FolderEntry::Folder(Folder::new()));
        let FolderEntry::Folder(next) = entry else { return None };
        folder = next;
    }
    folder.insert(name.as_bytes().to_vec(), FolderEntry::File(file));
    Some(())
}

fn tree(folder: &Folder) -> [u8; 20] {
    // A folder stands where its name with a slash behind it would.
    let place = |(name, entry): &(&Vec<u8>, &FolderEntry)| {
        let mut place = (*name).clone();
        place.extend(matches!(entry, FolderEntry::Folder(_)).then_some(b'/'));
        place
    };
    let mut entries: Vec<_> = folder.iter().collect();
    entries.sort_by_cached_key(place);
    let mut content = Vec::new();
    for (name, entry) in entries {
        let (mode, digest) = match entry {
            FolderEntry::File(digest) => (&b"100644 "[..], *digest),
            FolderEntry::Folder(inner) => (&b"40000 "[..], tree(inner)),
        };
        content.extend_from_slice(mode);
        content.extend_from_slice(name);
        content.push(0);
        content.extend_from_slice(&digest);
    }
    object("tree", &content)
}

fn object(kind: &str, content: &[u8]) -> [u8; 20] {
    let mut digest = Sha1::new();
    digest.update(format!("{kind} {}\0", content.len()));
    digest.update(content);
    digest.finalize().into()
}

fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names that git itself gives: of nothing, and of a folder whose name sorts behind a file that begins with it.
    #[test]
    fn names_are_those_of_git() {
        assert_eq!(hex(&tree(&Folder::new())), "4b825dc642cb6eb9a060e54bf8d69288fbee4904");
        assert_eq!(hex(&object("blob", b"")), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
    }
}
