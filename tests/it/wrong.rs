//! What is wrong with a corpus is told with file, line, what is wrong and what would be right, all of it at once.
//!
//! Every folder in `tests/fixtures/bad` is a corpus that is wrong in one way, and `tests/fixtures/bad.tsv` says how
//! each line that is told about it begins. What would not survive a checkout, such as broken encodings, links and
//! unreadable files, is made here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use g7cyber::corpus::{self, Files, Weight};
use tempfile::TempDir;

use crate::running::program;
use crate::support::{root, skip};

const FRONT: &str =
    "+++\ntitle = \"Alpha\"\nkind = \"declaration\"\ndate = \"2001\"\nissuer = \"Ministers\"\nlanguage = \"en\"\n+++\n";
const ALPHA: &str = "documents/2001-alpha.md";

/// Returns the errors of the corpus in `folder` as `check` prints them.
fn errors(folder: &Path) -> Vec<String> {
    let (corpus, problems) = corpus::examine(&Files::Directory(folder.to_owned()), &corpus::plain_text);
    let errors = problems.iter().filter(|problem| problem.weight == Weight::Error);
    let errors: Vec<String> = errors.map(ToString::to_string).collect();
    assert_eq!(corpus.is_none(), !errors.is_empty(), "a corpus is loaded if and only if it has no error");
    errors
}

#[track_caller]
fn check(name: &str, folder: &Path, expected: &[&str]) {
    let errors = errors(folder);
    let agree =
        errors.len() == expected.len() && errors.iter().zip(expected).all(|(told, begin)| told.starts_with(begin));
    assert!(agree, "{name}:\n{}\nexpected:\n{}", errors.join("\n"), expected.join("\n"));
    for error in errors {
        assert!(error.split_once("; ").is_some_and(|(_, right)| !right.is_empty()), "what would be right? {error}");
    }
}

/// Makes a corpus with one document in it.
fn corpus_of(bytes: &[u8]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("documents")).unwrap();
    fs::write(folder.path().join(ALPHA), bytes).unwrap();
    folder
}

#[track_caller]
fn check_bytes(bytes: &[u8], expected: &[&str]) {
    check("", corpus_of(bytes).path(), expected);
}

#[test]
fn what_only_follows_from_a_broken_document_is_not_told() {
    let folder = corpus_of(FRONT.replace("\"2001\"", "\"2001-13\"").as_bytes());
    let related = "language = \"en\"\nrelations = [{ type = \"recalls\", target = \"2001-alpha\" }]";
    let beta = FRONT.replace("language = \"en\"", related) + "\nWords.\n";
    fs::write(folder.path().join("documents/2002-beta.md"), beta).unwrap();
    fs::create_dir(folder.path().join("sources")).unwrap();
    fs::write(folder.path().join("sources/alpha.txt"), "Words.\n").unwrap();
    check("a broken target", folder.path(), &["documents/2001-alpha.md:4: `date`"]);
    let told = |file: &str| {
        let (_, problems) = corpus::examine(&Files::Directory(folder.path().to_owned()), &corpus::plain_text);
        problems.iter().any(|problem| problem.file == file)
    };
    assert!(!told("sources/alpha.txt"), "the broken document may have it");
    fs::remove_file(folder.path().join(ALPHA)).unwrap();
    assert!(told("sources/alpha.txt") && told("documents/2002-beta.md"), "now nothing has it, and nothing is there");
}

#[test]
fn every_bad_corpus_is_told_where_it_is_wrong() {
    let table = fs::read_to_string(root().join("tests/fixtures/bad.tsv")).unwrap();
    let mut expected: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in table.lines() {
        let (name, begin) = line.split_once('\t').unwrap();
        expected.entry(name).or_default().push(begin);
    }
    let folders = fs::read_dir(root().join("tests/fixtures/bad")).unwrap();
    let folders: BTreeSet<String> = folders.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert!(folders.len() >= 40 && folders.iter().eq(expected.keys().copied()), "the table and the folders differ");
    for (name, begins) in expected {
        check(name, &root().join("tests/fixtures/bad").join(name), &begins);
    }
}

#[test]
fn all_problems_of_a_file_are_told_at_once() {
    let text =
        "+++\ntitel = \"Alpha\"\nkind = \"x\"\ndate = \"y\"\nlanguage = \"en\"\n+++\nOne.[^1] {#1}\n\nTwo. {#1}\n";
    check_bytes(
        text.as_bytes(),
        &[
            "documents/2001-alpha.md:1: `issuer` is missing",
            "documents/2001-alpha.md:1: `title` is missing",
            "documents/2001-alpha.md:2: unknown key `titel`",
            "documents/2001-alpha.md:3: `kind`: `x` is not a kind",
            "documents/2001-alpha.md:4: `date`: `y` is not a date",
            "documents/2001-alpha.md:7: the note `[^1]` is nowhere",
            "documents/2001-alpha.md:9: the number `1` stands on line 7 already",
        ],
    );
}

#[test]
fn files_that_are_not_plain_text_are_told_apart() {
    let with = |text: &[u8]| [FRONT.as_bytes(), b"One.\n\n", text].concat();
    check_bytes(&with(b"Two \xff.\n"), &["documents/2001-alpha.md:10: the line is not UTF-8"]);
    check_bytes(&with(b"Two\0.\n"), &["documents/2001-alpha.md:10: the control character U+0000"]);
    check_bytes(&with("Two\u{85}.\n".as_bytes()), &["documents/2001-alpha.md:10: the control character U+0085"]);
    check_bytes(&with(b"Two.\r\n"), &["documents/2001-alpha.md:10: a carriage return"]);
    check_bytes(FRONT.replace('\n', "\r\n").as_bytes(), &["documents/2001-alpha.md:1: a carriage return"]);
    check_bytes(
        format!("\u{feff}{FRONT}One.\n").as_bytes(),
        &["documents/2001-alpha.md:1: the file begins with a byte order mark"],
    );
}

#[test]
fn a_line_of_50_megabytes_is_told() {
    let text = [FRONT.as_bytes(), &b"word ".repeat(10 << 20)].concat();
    check_bytes(&text, &["documents/2001-alpha.md:8: a paragraph of 52428799 bytes begins here"]);
}

#[test]
fn lists_and_ledgers_are_read_as_strictly() {
    let folder = corpus_of(format!("{FRONT}One.\n").as_bytes());
    for (name, begin) in [
        ("ledger.csv", "ledger.csv:1: the line is not UTF-8"),
        ("vocabulary.toml", "vocabulary.toml:1: the line is not UTF-8"),
        ("instruments.toml", "instruments.toml:1: the line is not UTF-8"),
        ("variants.toml", "variants.toml:1: the line is not UTF-8"),
    ] {
        fs::write(folder.path().join(name), b"\xff").unwrap();
        check(name, folder.path(), &[begin]);
        fs::remove_file(folder.path().join(name)).unwrap();
    }
    fs::write(folder.path().join("ledger.csv"), "").unwrap();
    check("empty ledger", folder.path(), &["ledger.csv:1: the file is empty"]);
}

#[test]
fn a_file_name_forges_no_line_and_steers_no_terminal() {
    let folder = corpus_of(format!("{FRONT}One.\n").as_bytes());
    fs::write(folder.path().join("documents/a\n2020-b.md:1: forged\u{1b}[31m.md"), "").unwrap();
    let output = program().args(["check", "--corpus"]).arg(folder.path()).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("documents/a 2020-b.md:1: forged\u{fffd}[31m.md: "), "{said}");
    assert!(!said.contains('\u{1b}'), "{said}");
}

#[test]
fn links_are_refused_and_their_loops_end() {
    let folder = corpus_of(format!("{FRONT}One.\n").as_bytes());
    let documents = folder.path().join("documents");
    symlink("../documents", documents.join("loop")).unwrap();
    symlink("2002-beta.md", documents.join("2002-beta.md")).unwrap();
    symlink("/etc/hostname", documents.join("2003-gamma.md")).unwrap();
    check(
        "links",
        folder.path(),
        &[
            "documents/2002-beta.md: a symbolic link",
            "documents/2003-gamma.md: a symbolic link",
            "documents/loop: a symbolic link",
        ],
    );
}

#[test]
fn what_is_no_file_is_told() {
    let folder = corpus_of(format!("{FRONT}One.\n").as_bytes());
    let documents = folder.path().join("documents");
    fs::create_dir(documents.join("2002-beta.md")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(documents.join("2003-gamma.md")).unwrap();
    let broken = std::ffi::OsStr::from_bytes(b"2004-\xff.md");
    fs::write(documents.join(broken), "").unwrap();
    let deep = folder.path().join("a/b/c/d/e/f/g/h/i/j");
    fs::create_dir_all(deep).unwrap();
    check(
        "no files",
        folder.path(),
        &[
            "a/b/c/d/e/f/g/h/i: the folder lies too deep",
            "documents: `2004-\u{fffd}.md` is not a file name in UTF-8",
            "documents/2002-beta.md: a folder with the name of a file",
            "documents/2003-gamma.md: neither a file nor a folder",
        ],
    );
}

#[test]
fn an_unreadable_file_is_told() {
    let folder = corpus_of(format!("{FRONT}One.\n").as_bytes());
    let file = folder.path().join("documents/2002-beta.md");
    fs::write(&file, "").unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).unwrap();
    let mut check = Command::new("setpriv");
    check.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
    if fs::read(&file).is_err() {
        // Whoever is not root meets the closed file as it is.
        check = Command::new("env");
    }
    check.args([env!("CARGO_BIN_EXE_g7cyber"), "check", "--corpus"]).arg(folder.path());
    let Ok(output) = check.output() else { return skip("root, and no `setpriv` to become somebody else") };
    let told = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    if told.contains("setpriv:") {
        return skip("root, and `setpriv` may not run the program");
    }
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("documents/2002-beta.md: cannot be read: "), "{told}");
}

#[test]
fn a_file_that_is_too_large_is_told_once() {
    let folder = corpus_of(format!("{FRONT}Words.\n").as_bytes());
    let ledger = fs::File::create(folder.path().join("ledger.csv")).unwrap();
    ledger.set_len((256 << 20) + 1).unwrap();
    check("a ledger too large", folder.path(), &["ledger.csv: cannot be read: larger than"]);
}

#[test]
fn the_program_ends_with_1_and_says_where() {
    let folder = root().join("tests/fixtures/bad/number-twice");
    let output = program().args(["check", "--corpus"]).arg(folder).output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{told}");
    let line = "documents/2001-alpha.md:10: the number `1` stands on line 8 already; take it out here";
    assert!(told.lines().any(|told| told.starts_with(line)), "{told}");
    assert!(told.ends_with("1 error, 5 warnings\n"), "{told}");
}

#[test]
fn the_program_alone_checks_the_corpus_inside_it() {
    let empty = tempfile::tempdir().unwrap();
    let output = program().arg("check").current_dir(empty.path()).output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.starts_with("release ") && told.ends_with(" 0 warnings\n"), "{told}");
}

#[test]
fn what_other_programs_leave_behind_stops_nothing() {
    let folder = corpus_of(format!("{FRONT}One.\n").as_bytes());
    let write = |name: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "anything").unwrap();
    };
    let release = || corpus::load(&Files::Directory(folder.path().to_owned())).unwrap().release().clone();
    let before = release();
    let ignored = [
        "2001-alpha.md~",
        "#2001-alpha.md#",
        "2001-alpha.md.orig",
        "2001-alpha.md.bak",
        "Thumbs.db",
        "desktop.ini",
        "2001-alpha.md.swp",
        "~$2001-alpha.docx",
        ".DS_Store",
        "._2001-alpha.md",
        "2001-alpha.md.tmp",
    ];
    for name in ignored {
        write(&format!("documents/{name}"));
        write(&format!("sources/{name}"));
    }
    write("ledger.csv~");
    assert_eq!(release(), before, "they are not part of the corpus");
    let copies = [
        "2001-alpha (1).md",
        "2001-alpha.sync-conflict-20261129-101112-ABCDEFG.md",
        "Copy of 2001-alpha.md",
        "2001-alpha (conflicted copy 2026-11-29).md",
        "2001-alpha-DESKTOP-AB12.md",
        "2001-alpha - Copy.md",
        "notes.docx",
        "2001-alpha",
    ];
    for name in copies {
        write(&format!("documents/{name}"));
    }
    write("revisions/2001-alpha/live.txt.rtf");
    check("strays", folder.path(), &[]);
    let (_, problems) = corpus::examine(&Files::Directory(folder.path().to_owned()), &corpus::plain_text);
    for name in ignored.iter().filter(|name| !name.starts_with('.')).chain(&copies) {
        let told = problems.iter().any(|problem| problem.file == format!("documents/{name}"));
        assert!(told, "{name}: {problems:#?}");
    }
}

#[test]
fn characters_that_no_text_holds_are_told_however_they_are_written() {
    for escape in ["\\uFFFE", "\\uFFFF", "\\u0000", "\\u0085", "\\U0000FFFE"] {
        let front = FRONT.replace("Ministers", &format!("Min{escape}isters"));
        check_bytes(
            format!("{front}One.\n").as_bytes(),
            &["documents/2001-alpha.md:5: `issuer` holds the control character"],
        );
        let folder = corpus_of(format!("{FRONT}One.\n").as_bytes());
        let list = format!("[[instrument]]\nid = \"a\"\nname = \"A{escape}\"\n");
        fs::write(folder.path().join("instruments.toml"), list).unwrap();
        check(escape, folder.path(), &["instruments.toml:3: `name` holds the control character"]);
    }
}

#[test]
fn instruments_that_are_read_as_the_same_words_are_told() {
    for (name, alias, line) in [
        ("UN charter", "B", 6),
        ("Other", "CHARTER OF THE UN", 7),
        ("Other", "Charter of\u{a0}the UN", 7),
        ("Other", "other", 7),
        ("Ｕ\u{ff2e} Charter", "B", 6),
    ] {
        let list = format!(
            "[[instrument]]\nid = \"a\"\nname = \"UN Charter\"\naliases = [\"Charter of the UN\"]\n[[instrument]]\n\
             name = \"{name}\"\naliases = [\"{alias}\"]\nid = \"b\"\n"
        );
        let folder = corpus_of(format!("{FRONT}One.\n").as_bytes());
        fs::write(folder.path().join("instruments.toml"), list).unwrap();
        check(name, folder.path(), &[&format!("instruments.toml:{line}: the name `")]);
    }
}

#[test]
fn a_date_to_come_is_a_warning() {
    let next = corpus::Date::today().year() + 1;
    for date in [format!("{next}"), format!("{next}-01"), format!("{next}-01-01")] {
        let folder = corpus_of(format!("{}One.\n", FRONT.replace("\"2001\"", &format!("\"{date}\""))).as_bytes());
        let (corpus, problems) = corpus::examine(&Files::Directory(folder.path().to_owned()), &corpus::plain_text);
        let told = problems
            .iter()
            .any(|problem| problem.to_string().starts_with(&format!("{ALPHA}:4: warning: the date `{date}`")));
        assert!(corpus.is_some() && told, "{problems:#?}");
    }
}

#[test]
fn broken_documents_that_were_published_are_told_in_time_linear_in_their_number() {
    let took = |number: usize| {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("documents")).unwrap();
        let mut ledger = String::from("document,number,revision,published,sha256,fingerprint,state,target,note\n");
        for at in 0..number {
            fs::write(folder.path().join(format!("documents/2001-x{at}.md")), "broken").unwrap();
            ledger += &format!("2001-x{at},,,2021-01-01,,,live,,\n");
        }
        fs::write(folder.path().join("ledger.csv"), ledger).unwrap();
        let files = Files::Directory(folder.path().to_owned());
        (0..3)
            .map(|_| {
                let begun = std::time::Instant::now();
                assert_eq!(corpus::load(&files).unwrap_err().len(), number);
                begun.elapsed()
            })
            .min()
            .unwrap()
    };
    let (few, many) = (took(1_000), took(8_000));
    assert!(many < few * 8 * 3, "{few:?}, {many:?}");
}
