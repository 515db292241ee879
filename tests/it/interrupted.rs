//! What changes a corpus, killed at any moment or out of room, leaves the old corpus or the new one, whole; of two at
//! once, neither loses what the other did.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use g7cyber::corpus::{self, Files};
use tempfile::TempDir;

use crate::desk::Desk;
use crate::generator;
use crate::running::program;
use crate::support::{often, seeded};

/// Where a command's arguments name the corpus.
const HERE: &str = "{corpus}";

type Tree = BTreeMap<String, Vec<u8>>;

/// Returns every file below a folder.
fn tree(folder: &Path) -> Tree {
    let (mut found, mut folders) = (Tree::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(folder).unwrap().display().to_string(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// Returns the corpus in a folder as all commands read it: what was decided and not yet moved into place counts.
fn corpus_in(folder: &Path) -> Tree {
    let mut seen = tree(folder);
    seen.retain(|path, _| !path.starts_with('.'));
    seen.extend(tree(&folder.join(".published")));
    seen
}

fn copied(from: &Tree) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in from {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

/// A command that changes a corpus, and the corpus before and after it.
struct Change {
    arguments: Vec<String>,
    old: Tree,
    new: Tree,
    took: Duration,
}

impl Change {
    fn of(old: &Path, arguments: &[&str]) -> Self {
        let arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        let mut change = Self { arguments, old: tree(old), new: Tree::new(), took: Duration::ZERO };
        let (folder, started) = (copied(&change.old), Instant::now());
        let output = change.command(folder.path()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        change.took = started.elapsed();
        change.new = tree(folder.path());
        assert_ne!(change.new, change.old);
        corpus::load(&Files::Directory(folder.path().to_owned())).unwrap();
        change
    }

    fn command(&self, corpus: &Path) -> Command {
        let mut command = program();
        let arguments = self.arguments.iter().map(|it| if it == HERE { corpus.as_os_str() } else { OsStr::new(it) });
        command.args(arguments).stderr(Stdio::null()).stdout(Stdio::null());
        command
    }

    /// Kills the command at moments drawn by chance, and fails unless each time the corpus is the old or the new.
    fn check_killed(&self) {
        let mut chance = seeded();
        let (mut old, mut new, mut between) = (0, 0, 0);
        for _ in 0..often(10, 50) {
            let folder = copied(&self.old);
            let mut child = self.command(folder.path()).spawn().unwrap();
            let moment = self.took.mul_f64(chance.below(1100) as f64 / 1000.0);
            std::thread::sleep(moment);
            child.kill().unwrap();
            child.wait().unwrap();
            let seen = corpus_in(folder.path());
            assert!(seen == self.old || seen == self.new, "killed after {moment:?}: {:?}", seen.keys());
            between += usize::from(folder.path().join(".published").exists());
            if seen == self.old {
                old += 1
            } else {
                new += 1
            }
            // The next run finishes it, byte for byte, or has nothing left to do; a reason would be added once more.
            let adds = self.arguments[0] == "annotate" && seen == self.new;
            let mut next = if adds { program() } else { self.command(folder.path()) };
            if adds {
                next.args(["publish", "--corpus"]).arg(folder.path()).stderr(Stdio::null()).stdout(Stdio::null());
            }
            let finished = next.status().unwrap();
            assert!(finished.success() || seen == self.new, "killed after {moment:?}");
            assert!(tree(folder.path()) == self.new, "killed after {moment:?}: {:?}", tree(folder.path()).keys());
        }
        println!(
            "{} takes {:?}; killed: {old} old, {new} new, {between} of them between",
            self.arguments[0], self.took
        );
    }

    /// Runs out of room at several sizes, and fails unless each time the corpus is the old and it is said why.
    fn check_full(&self) {
        // In blocks of 512 bytes; the last lets all files but the largest be written.
        let largest = self.new.values().map(Vec::len).max().unwrap_or_default() / 512;
        for blocks in [0, largest / 2, largest - 1] {
            let folder = copied(&self.old);
            let command = self.command(folder.path());
            let mut shell = Command::new("sh");
            shell.args(["-c", &format!("ulimit -f {blocks}; exec \"$@\" 2>&1"), "sh"]).arg(command.get_program());
            let output = shell.args(command.get_args()).output().unwrap();
            let said = String::from_utf8_lossy(&output.stdout);
            assert_eq!(output.status.code(), Some(1), "{blocks} blocks: {said}");
            assert!(said.contains("File too large"), "{blocks} blocks: {said}");
            assert!(tree(folder.path()) == self.old, "{blocks} blocks: {:?}", tree(folder.path()).keys());
        }
    }
}

#[test]
fn publish_leaves_the_old_corpus_or_the_new() {
    let desk = Desk::new();
    for number in 0..60 {
        desk.write(&format!("2001-a{number}"), "1. One.\n\n2. Two.\n\nThree.\n");
    }
    desk.publish("2021-01-01", &[], None);
    for number in 0..60 {
        desk.edit(&format!("2001-a{number}"), "2. Two.", "2. Two and a half.\n\nA new one.");
    }
    let change = Change::of(desk.root(), &["publish", "--note", "why", "--corpus", HERE]);
    change.check_killed();
    change.check_full();
}

#[test]
fn import_leaves_the_old_corpus_or_the_new() {
    let (desk, elsewhere) = (Desk::new(), tempfile::tempdir().unwrap());
    desk.write("2001-record", "abstract = \"A record.\"\n+++\n");
    let source: PathBuf = elsewhere.path().join("source.txt");
    let text = generator::write(&elsewhere.path().join("unused"), 400).join("\n\n");
    fs::write(&source, text).unwrap();
    let change =
        Change::of(desk.root(), &["import", source.to_str().unwrap(), "--id", "2001-record", "--corpus", HERE]);
    assert_eq!(change.new.len(), 2);
    change.check_killed();
    change.check_full();
}

#[test]
fn init_leaves_no_corpus_or_the_whole() {
    let nothing = tempfile::tempdir().unwrap();
    let change = Change::of(nothing.path(), &["init", HERE]);
    change.check_killed();
    change.check_full();
}

#[test]
fn annotate_leaves_the_old_corpus_or_the_new() {
    let desk = many_rows();
    let change = Change::of(desk.root(), &["annotate", "2001-a0/p/1", "--note", "why", "--corpus", HERE]);
    change.check_killed();
    change.check_full();
}

/// Returns a corpus with a ledger that is no trifle to write.
fn many_rows() -> Desk {
    let desk = Desk::new();
    for number in 0..60 {
        desk.write(&format!("2001-a{number}"), "1. One.\n\n2. Two.\n\nThree.\n");
    }
    desk.publish("2021-01-01", &[], None);
    desk
}

/// Runs commands at once and returns how each ended, and what it said.
fn at_once(commands: &[Vec<&str>]) -> Vec<(bool, String)> {
    let spawned: Vec<_> = commands
        .iter()
        .map(|arguments| program().args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
        .collect();
    let ended = spawned.into_iter().map(|child| child.wait_with_output().unwrap());
    ended
        .map(|it| (it.status.success(), String::from_utf8_lossy(&[it.stdout, it.stderr].concat()).into_owned()))
        .collect()
}

#[test]
fn of_two_that_begin_a_corpus_one_does_and_the_other_says_why_not() {
    for _ in 0..often(3, 20) {
        let folder = tempfile::tempdir().unwrap();
        let init = vec!["init", folder.path().to_str().unwrap()];
        let ended = at_once(&[init.clone(), init]);
        assert_eq!(ended.iter().filter(|(well, _)| *well).count(), 1, "{ended:?}");
        let (_, said) = ended.iter().find(|(well, _)| !well).unwrap();
        assert!(said.contains("is at work") || said.contains("not empty"), "{said}");
        corpus::load(&Files::Directory(folder.path().to_owned())).unwrap();
    }
}

#[test]
fn of_reasons_added_at_once_none_is_lost_that_was_taken() {
    let desk = many_rows();
    let root = desk.root().to_str().unwrap();
    let notes: Vec<String> = (0..8).map(|number| format!("reason {number}")).collect();
    let commands: Vec<_> =
        notes.iter().map(|note| vec!["annotate", "2001-a0/p/1", "--note", note, "--corpus", root]).collect();
    let ended = at_once(&commands);
    assert!(ended.iter().any(|(well, _)| *well), "{ended:?}");
    let ledger = desk.read("ledger.csv");
    for ((well, said), note) in ended.iter().zip(&notes) {
        assert_eq!(ledger.contains(note.as_str()), *well, "{said}");
        assert!(*well || said.contains("is at work"), "{said}");
    }
    desk.load();
}
