//! The kept index is a cache: deleted, damaged or out of date, it is built anew, and no wrong answer comes from it.

use std::fs;
use std::path::{Path, PathBuf};

use g7cyber::corpus::{self, Corpus, Files};
use g7cyber::search::{Index, Request};

use crate::support::root;

fn loaded() -> Corpus {
    corpus::load(&Files::Directory(root().join("corpus"))).unwrap()
}

/// What an index answers to a few queries: enough to notice that words or places are wrong.
fn answers(index: &Index, corpus: &Corpus) -> Vec<String> {
    let queries = ["cyber", "the", "\"international law\"", "norms NEAR/5 behaviour", "sec*", "moscow"];
    let ask = |query: &str| Request { query: query.to_owned(), limit: 100, ..Request::default() };
    queries.iter().map(|query| format!("{:?}", index.search(corpus, &ask(query)))).collect()
}

/// The one kept index below `folder`.
fn kept(folder: &Path) -> PathBuf {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let kept: Vec<PathBuf> = entries.filter(|path| path.to_str().unwrap().contains("/kept-")).collect();
    assert_eq!(kept.len(), 1, "{kept:?}");
    kept[0].clone()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder.join("0")).unwrap().map(|entry| entry.unwrap().path()).collect();
    // The library names files by chance; what they hold is told by how their names end.
    files.sort_by_key(|file| file.extension().map(ToOwned::to_owned));
    files
}

/// The time a kept index was made, to tell whether it was made anew.
fn made(folder: &Path) -> std::time::SystemTime {
    fs::metadata(kept(folder).join("manifest.json")).unwrap().modified().unwrap()
}

#[test]
fn an_index_is_kept_for_the_next_start() {
    let (folder, corpus) = (tempfile::tempdir().unwrap(), loaded());
    let expected = answers(&Index::build(&corpus).unwrap(), &corpus);
    assert_eq!(answers(&Index::open(folder.path(), &corpus).unwrap(), &corpus), expected);
    let first = made(folder.path());
    assert_eq!(answers(&Index::open(folder.path(), &corpus).unwrap(), &corpus), expected);
    assert_eq!(made(folder.path()), first, "it is opened and not built again");
}

#[test]
fn damage_of_any_file_is_noticed_and_mended() {
    let (folder, corpus) = (tempfile::tempdir().unwrap(), loaded());
    let expected = answers(&Index::open(folder.path(), &corpus).unwrap(), &corpus);
    let count = files(&kept(folder.path())).len();
    assert!(count > 4);
    for number in 0..count {
        for what in ["a bit turned", "cut short", "emptied", "gone"] {
            let file = files(&kept(folder.path()))[number].clone();
            let mut bytes = fs::read(&file).unwrap();
            if bytes.is_empty() {
                continue;
            }
            let middle = bytes.len() / 2;
            match what {
                "a bit turned" => bytes[middle] ^= 4,
                "cut short" => bytes.truncate(middle),
                _ => bytes.clear(),
            }
            match what {
                "gone" => fs::remove_file(&file).unwrap(),
                _ => fs::write(&file, &bytes).unwrap(),
            }
            let index = Index::open(folder.path(), &corpus).unwrap();
            assert_eq!(answers(&index, &corpus), expected, "{} {what}", file.display());
        }
    }
}

#[test]
fn what_becomes_of_the_files_later_changes_no_answer() {
    let (folder, corpus) = (tempfile::tempdir().unwrap(), loaded());
    Index::open(folder.path(), &corpus).unwrap();
    let index = Index::open(folder.path(), &corpus).unwrap();
    let expected = answers(&index, &corpus);
    for file in files(&kept(folder.path())) {
        let length = fs::metadata(&file).unwrap().len() as usize;
        fs::write(&file, vec![0xaa; length]).unwrap();
    }
    assert_eq!(answers(&index, &corpus), expected, "overwritten");
    // A file that shrinks under a reader that has mapped it ends the process.
    files(&kept(folder.path())).iter().for_each(|file| fs::write(file, "").unwrap());
    assert_eq!(answers(&index, &corpus), expected, "emptied");
    fs::remove_dir_all(folder.path()).unwrap();
    assert_eq!(answers(&index, &corpus), expected, "gone");
}

#[test]
fn another_release_leftovers_and_missing_manifests_are_not_trusted() {
    let (folder, corpus) = (tempfile::tempdir().unwrap(), loaded());
    let expected = answers(&Index::open(folder.path(), &corpus).unwrap(), &corpus);
    fs::create_dir(folder.path().join("building-1")).unwrap();
    fs::create_dir(folder.path().join("kept-000000000000")).unwrap();
    fs::write(folder.path().join("notes.txt"), "not ours").unwrap();
    fs::remove_file(folder.path().join(format!("kept-{}", corpus.release())).join("manifest.json")).unwrap();
    assert_eq!(answers(&Index::open(folder.path(), &corpus).unwrap(), &corpus), expected);
    kept(folder.path());
    assert!(!folder.path().join("building-1").exists(), "leftovers are swept");
    assert!(folder.path().join("notes.txt").exists(), "what is not ours stays");
    let manifest = kept(folder.path()).join("manifest.json");
    let other = fs::read_to_string(&manifest).unwrap().replace("\"paragraphs\": ", "\"paragraphs\": 1");
    fs::write(&manifest, other).unwrap();
    assert_eq!(answers(&Index::open(folder.path(), &corpus).unwrap(), &corpus), expected);
}

#[test]
fn several_openers_do_not_hurt_each_other() {
    let (folder, corpus) = (tempfile::tempdir().unwrap(), loaded());
    let expected = answers(&Index::build(&corpus).unwrap(), &corpus);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(answers(&Index::open(folder.path(), &corpus).unwrap(), &corpus), expected));
        }
    });
    kept(folder.path());
}

#[test]
fn where_nothing_can_be_kept_the_index_is_in_memory() {
    let (folder, corpus) = (tempfile::tempdir().unwrap(), loaded());
    let file = folder.path().join("a-file");
    fs::write(&file, "no folder").unwrap();
    let expected = answers(&Index::build(&corpus).unwrap(), &corpus);
    assert_eq!(answers(&Index::open(&file, &corpus).unwrap(), &corpus), expected);
}
