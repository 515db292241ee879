//! What is kept is a cache: deleted, damaged or out of date, it is made anew, and no wrong answer comes from it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use g7cyber::archive::{Archive, Keeping, LiveArchive, Reloaded};
use g7cyber::corpus::{self, Files};
use g7cyber::search::Request;
use tempfile::TempDir;

use crate::running::Running;
use crate::support::root;

/// A corpus of files and a folder to keep its archive in.
struct Place {
    folder: TempDir,
    files: Files,
    index: PathBuf,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (corpus, index) = (folder.path().join("corpus"), folder.path().join("index"));
        copy(&root().join("corpus"), &corpus);
        Self { folder, files: Files::Directory(corpus), index }
    }

    fn archive(&self) -> Archive {
        Archive::open(&self.files, Some(&self.index)).unwrap()
    }

    fn live(&self) -> LiveArchive {
        LiveArchive::open(self.files.clone(), Some(&self.index)).unwrap()
    }

    /// What an archive that was never kept answers.
    fn expected(&self) -> Vec<String> {
        answers(&Archive::open(&self.files, None).unwrap())
    }

    fn corpus_file(&self) -> PathBuf {
        self.folder.path().join("corpus/documents/2017-the-hill-lucca-report.md")
    }

    /// The one folder that is the program's own.
    fn own(&self) -> PathBuf {
        self.index.join("g7cyber-index")
    }

    /// The one kept archive.
    fn kept(&self) -> PathBuf {
        let entries = fs::read_dir(self.own()).unwrap().map(|entry| entry.unwrap().path());
        let kept: Vec<PathBuf> = entries.filter(|path| path.to_str().unwrap().contains("/archive-")).collect();
        assert_eq!(kept.len(), 1, "{kept:?}");
        kept[0].clone()
    }

    /// The files of the kept archive, in the same order whatever chance the library named them by.
    fn kept_files(&self) -> Vec<PathBuf> {
        let inside = |folder: PathBuf| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<PathBuf> = inside(self.kept()).chain(inside(self.kept().join("0"))).collect();
        files.retain(|path| path.is_file());
        files.sort_by_key(|file| (file.extension().map(ToOwned::to_owned), file.file_stem().map(ToOwned::to_owned)));
        files
    }

    /// The time the kept index was made, to tell whether it was made anew.
    fn made(&self) -> SystemTime {
        fs::metadata(self.kept().join("corpus")).unwrap().modified().unwrap()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (from, to) = (entry.as_ref().unwrap().path(), to.join(entry.unwrap().file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(from, to).unwrap();
        }
    }
}

/// Enough to notice that words or places are wrong: answers to a few queries, and the texts.
fn answers(archive: &Archive) -> Vec<String> {
    let queries = ["cyber", "the", "\"international law\"", "norms NEAR/5 behaviour", "sec*", "moscow"];
    let ask = |query: &str| Request { query: query.to_owned(), limit: 100, ..Request::default() };
    let mut answers: Vec<String> = queries.iter().map(|query| format!("{:?}", archive.search(&ask(query)))).collect();
    answers.push(format!("{} {:?}", archive.release(), archive.corpus().documents()));
    answers
}

/// Changes a file and leaves its size and time as they were.
fn change_quietly(path: &Path, change: impl Fn(&mut Vec<u8>)) {
    let mut bytes = fs::read(path).unwrap();
    let (length, modified) = (bytes.len(), fs::metadata(path).unwrap().modified().unwrap());
    change(&mut bytes);
    assert_eq!(bytes.len(), length);
    fs::write(path, bytes).unwrap();
    File::options().write(true).open(path).unwrap().set_modified(modified).unwrap();
}

#[test]
fn an_archive_is_kept_for_the_next_start() {
    let place = Place::new();
    let expected = place.expected();
    assert_eq!(answers(&place.archive()), expected);
    let first = place.made();
    assert_eq!(answers(&place.archive()), expected);
    let live = place.live();
    assert!(live.is_unproved(), "size and time are enough to begin with");
    assert_eq!(answers(&live.current()), expected);
    assert_eq!(live.prove().unwrap(), Reloaded::Same);
    assert!(!live.is_unproved());
    assert_eq!(place.made(), first, "it is opened and not made again");
}

#[test]
fn damage_of_any_file_is_noticed_and_mended() {
    let place = Place::new();
    let expected = answers(&place.archive());
    let count = place.kept_files().len();
    assert!(count > 5);
    for number in 0..count {
        for what in ["a bit turned", "cut short", "emptied", "gone"] {
            let file = place.kept_files()[number].clone();
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
            assert_eq!(answers(&place.archive()), expected, "{} {what}", file.display());
        }
    }
}

#[test]
fn damage_that_keeps_size_and_time_is_noticed_and_mended() {
    let place = Place::new();
    let expected = answers(&place.archive());
    for number in 0..place.kept_files().len() {
        let file = place.kept_files()[number].clone();
        if fs::metadata(&file).unwrap().len() > 0 {
            change_quietly(&file, |bytes| *bytes.last_mut().unwrap() ^= 4);
            let live = place.live();
            assert!(!live.is_unproved(), "{}", file.display());
            assert_eq!(answers(&live.current()), expected, "{}", file.display());
            assert!(place.live().is_unproved(), "it is made anew");
        }
    }
}

#[test]
fn damaged_words_that_are_not_in_memory_are_noticed_by_the_proof() {
    let place = Place::new();
    let keeping = || Keeping { most_held: 0, ..Keeping::from(place.index.as_path()) };
    let live = || LiveArchive::open_proved(place.files.clone(), Some(keeping()), corpus::plain_text).unwrap();
    let expected = answers(&live().current());
    change_quietly(&place.kept().join("corpus"), |bytes| *words_in(bytes) ^= 4);
    let damaged = live();
    assert!(damaged.is_unproved(), "they are not looked at to begin with");
    assert_eq!(damaged.prove().unwrap(), Reloaded::Swapped);
    assert_eq!(answers(&damaged.current()), expected);
    assert!(live().is_unproved(), "it is made anew");
    change_quietly(&place.kept().join("corpus"), |bytes| *words_in(bytes) ^= 4);
    let opened = Archive::open_proved(&place.files, Some(&keeping()), corpus::plain_text).unwrap();
    assert_eq!(answers(&opened), expected, "who opens it without serving it has it proved first");
}

/// A byte of the words of a paragraph, which stand as they are in the file that has them.
fn words_in(bytes: &mut [u8]) -> &mut u8 {
    let words = b"cyber-enabled interference in democratic";
    let at = bytes.windows(words.len()).position(|window| window == words);
    &mut bytes[at.expect("the words stand there")]
}

#[test]
fn what_becomes_of_the_files_later_changes_no_answer() {
    let place = Place::new();
    let expected = answers(&place.archive());
    let archive = place.archive();
    for file in place.kept_files() {
        let length = fs::metadata(&file).unwrap().len() as usize;
        fs::write(&file, vec![0xaa; length]).unwrap();
    }
    assert_eq!(answers(&archive), expected, "overwritten");
    // A file that shrinks under a reader that has mapped it ends the process.
    place.kept_files().iter().for_each(|file| fs::write(file, "").unwrap());
    assert_eq!(answers(&archive), expected, "emptied");
    fs::remove_dir_all(&place.index).unwrap();
    assert_eq!(answers(&archive), expected, "gone");
}

/// An address of each kind that shows words.
const WORDS: [&str; 6] = [
    "/2017-the-hill-lucca-report/p/3",
    "/2017-the-hill-lucca-report",
    "/search?q=cyberspace",
    "/search.ndjson?q=cyberspace",
    "/check.json?q=cyberspace",
    "/data/latest/paragraphs.csv",
];

#[test]
fn words_that_are_damaged_while_they_are_served_are_never_answered_and_made_anew() {
    let place = Place::new();
    let (corpus, index) = (place.folder.path().join("corpus"), &place.index);
    let (corpus, index) = (corpus.to_str().unwrap(), index.to_str().unwrap());
    let base_url = "https://archive.example";
    let start =
        || Running::start(&["--corpus", corpus, "--index", index, "--texts-in-memory", "0", "--base-url", base_url]);
    let expected = {
        let server = start();
        WORDS.map(|path| server.get(path).body)
    };
    for damage in ["turned", "emptied"] {
        let server = start();
        server.until("the proof", |server| server.log().contains("byte for byte"));
        let kept = place.kept().join("corpus");
        let mut bytes = fs::read(&kept).unwrap();
        let end = bytes.len() - 8;
        match damage {
            "emptied" => bytes.clear(),
            _ => bytes[..end].iter_mut().for_each(|byte| *byte ^= 0x10),
        }
        fs::write(&kept, bytes).unwrap();
        for (path, expected) in WORDS.iter().zip(&expected) {
            let answer = server.get(path);
            let is_broken_off = answer.head.contains("chunked") && !answer.body.ends_with("0\r\n\r\n");
            let is_right = answer.status == 200 && answer.body == *expected;
            assert!(answer.status == 503 || is_broken_off || is_right, "{damage}: {path} {}", answer.status);
        }
        server.until("the repair", |server| server.log().contains("the archive is made anew"));
        for (path, expected) in WORDS.iter().zip(&expected) {
            assert!(server.get(path).body == *expected, "{damage}: {path}");
        }
    }
}

#[test]
fn a_corpus_that_changed_behind_its_size_and_time_is_noticed_by_the_proof() {
    let place = Place::new();
    let before = place.archive().release().clone();
    change_quietly(&place.corpus_file(), |bytes| {
        let at = bytes.windows(5).position(|five| five == b"cyber").unwrap();
        bytes[at..at + 5].copy_from_slice(b"siber");
    });
    let live = place.live();
    assert!(live.is_unproved());
    assert_eq!(live.prove().unwrap(), Reloaded::Swapped);
    let changed = live.current().release().clone();
    assert_ne!(changed, before);
    assert_eq!(answers(&live.current()), place.expected());
    change_quietly(&place.corpus_file(), |bytes| bytes[0] = b'-');
    let live = place.live();
    assert!(live.is_unproved());
    let refused = live.prove();
    assert!(matches!(refused, Err(g7cyber::archive::Error::Corpus { .. })), "{refused:?}");
    assert_eq!(live.current().release(), &changed, "the last good one stays");
}

#[test]
fn a_changed_corpus_is_never_served_from_what_was_kept() {
    let place = Place::new();
    let before = place.archive().release().clone();
    let file = place.corpus_file();
    let longer = fs::read_to_string(&file).unwrap().replace("language = \"en\"", "language = \"en\" ");
    fs::write(&file, longer).unwrap();
    let live = place.live();
    assert!(!live.is_unproved());
    assert_ne!(live.current().release(), &before);
    assert_eq!(answers(&live.current()), place.expected());
}

#[test]
fn files_that_only_look_changed_are_proved_before_they_are_served_and_then_known() {
    let place = Place::new();
    let expected = answers(&place.archive());
    let first = place.made();
    let later = SystemTime::now() - Duration::from_secs(3600);
    File::options().write(true).open(place.corpus_file()).unwrap().set_modified(later).unwrap();
    let live = place.live();
    assert!(!live.is_unproved());
    assert_eq!(answers(&live.current()), expected);
    assert!(place.live().is_unproved(), "how they look is noted");
    assert_eq!(place.made(), first, "nothing is made anew");
}

#[test]
fn leftovers_missing_manifests_and_other_programs_are_not_trusted() {
    let place = Place::new();
    let expected = answers(&place.archive());
    let manifest = |place: &Place| place.kept().join("manifest.json");
    fs::create_dir(place.own().join("building")).unwrap();
    fs::remove_file(manifest(&place)).unwrap();
    assert_eq!(answers(&place.archive()), expected);
    place.kept();
    assert!(!place.own().join("building").exists(), "leftovers are removed");
    let first = place.made();
    let written = fs::read_to_string(manifest(&place)).unwrap();
    fs::write(manifest(&place), written.replace("\"program\":\"", "\"program\":\"another ")).unwrap();
    assert!(!place.live().is_unproved(), "what another program made is made anew");
    assert_ne!(place.made(), first);
}

#[test]
fn nothing_beside_the_own_folder_is_touched() {
    let place = Place::new();
    let names = ["kept-photos", "building-plans", "building", "kept-0123456789ab", "archive-1999", "0", "lock.d"];
    for name in names {
        fs::create_dir_all(place.index.join(name)).unwrap();
        fs::write(place.index.join(name).join("a.txt"), name).unwrap();
    }
    fs::write(place.index.join("lock"), "a file of somebody else").unwrap();
    fs::write(place.index.join("manifest.json"), "{}").unwrap();
    std::os::unix::fs::symlink("kept-photos", place.index.join("corpus")).unwrap();
    let beside = || {
        let mut beside: Vec<_> = fs::read_dir(&place.index).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        beside.sort();
        let words = |name: &std::ffi::OsString| {
            let path = place.index.join(name);
            fs::read_to_string(if path.is_dir() { path.join("a.txt") } else { path }).unwrap_or_default()
        };
        beside.into_iter().filter(|name| name != "g7cyber-index").map(|name| (words(&name), name)).collect::<Vec<_>>()
    };
    let before = beside();
    place.archive();
    let file = place.corpus_file();
    fs::write(&file, fs::read_to_string(&file).unwrap().replace("language = \"en\"", "language = \"en\" ")).unwrap();
    place.archive();
    drop(place.live());
    assert_eq!(beside(), before);
    place.kept();
}

#[test]
fn two_programs_leave_each_other_their_archive_and_no_third_its() {
    let place = Place::new();
    place.archive();
    let own = place.own();
    let of_other = |name: &str| own.join(format!("archive-0123456789ab-{name}"));
    for (name, hours) in [("older", 2), ("newer", 1)] {
        fs::create_dir(of_other(name)).unwrap();
        let then = SystemTime::now() - Duration::from_secs(hours * 3600);
        File::open(of_other(name)).unwrap().set_modified(then).unwrap();
    }
    fs::remove_file(own.join(place_of_this_program(&own)).join("corpus")).unwrap();
    place.archive();
    assert!(of_other("newer").exists() && !of_other("older").exists());
    assert!(own.join(place_of_this_program(&own)).join("corpus").exists());
}

/// The name of the one archive that was not made up for a test.
fn place_of_this_program(own: &Path) -> std::ffi::OsString {
    let names = fs::read_dir(own).unwrap().map(|entry| entry.unwrap().file_name());
    let is_whole = |name: &std::ffi::OsString| own.join(name).join("manifest.json").exists();
    names.into_iter().find(is_whole).unwrap()
}

#[test]
fn several_openers_do_not_hurt_each_other() {
    let place = Place::new();
    let expected = place.expected();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(answers(&place.archive()), expected));
        }
    });
    place.kept();
}

#[test]
fn where_nothing_can_be_kept_the_index_is_in_memory() {
    let mut place = Place::new();
    place.index = place.folder.path().join("a-file");
    fs::write(&place.index, "no folder").unwrap();
    assert_eq!(answers(&place.archive()), place.expected());
    let live = place.live();
    assert!(!live.is_unproved());
}

#[test]
fn a_server_proves_what_it_believed_and_says_so_in_a_line() {
    let place = Place::new();
    let index = place.index.to_str().unwrap().to_owned();
    let Files::Directory(corpus) = &place.files else { unreachable!() };
    let flags = ["--corpus", corpus.to_str().unwrap(), "--index", &index];
    let found = |server: &Running| server.get("/search?q=moscow").body.contains("<mark");
    drop(Running::start(&flags));
    let server = Running::start(&flags);
    server.until("the proof", |server| server.log().contains("the corpus is what the kept index was made from"));
    assert!(found(&server));
    drop(server);
    change_quietly(&place.corpus_file(), |bytes| {
        let at = bytes.windows(5).position(|five| five == b"cyber").unwrap();
        bytes[at..at + 5].copy_from_slice(b"siber");
    });
    let server = Running::start(&flags);
    server.until("the proof", |server| server.log().contains("it is built anew"));
    assert!(found(&server), "{}", server.log());
    drop(server);
    let server = Running::start(&flags);
    server.until("the proof", |server| server.log().contains("the corpus is what the kept index was made from"));
}
