//! An operator's desk with the real program: what goes live is proved, read and explained, and every refusal says
//! which file and line, and what to do.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use g7cyber::archive::{Archive, LiveArchive, Reloaded};
use g7cyber::corpus::{Files, NoText};

use crate::desk::Desk;
use crate::import::{confirm, has_poppler, pdf};
use crate::running::{self, Running, program};

/// What a command printed, on both ways, and its exit code.
pub(crate) struct Said {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) code: Option<i32>,
}

/// Runs the program in a folder.
pub(crate) fn run_in(folder: &Path, arguments: &[&str]) -> Said {
    let output = program().args(arguments).current_dir(folder).stdin(Stdio::null()).output().unwrap();
    Said {
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code(),
    }
}

impl Said {
    #[track_caller]
    pub(crate) fn well(self) -> Self {
        assert_eq!(self.code, Some(0), "{}{}", self.out, self.err);
        self
    }

    #[track_caller]
    pub(crate) fn badly(self, words: &[&str]) -> Self {
        assert_eq!(self.code, Some(1), "{}{}", self.out, self.err);
        for word in words {
            assert!(self.out.contains(word) || self.err.contains(word), "`{word}` in:\n{}{}", self.out, self.err);
        }
        self
    }
}

pub(crate) const FIRST: &str = "We will reply within three days to every request for help with an incident that reaches us from a \
                     member of the group, and name a point of contact for each of our countries.";
pub(crate) const SECOND: &str = "We ask all providers of networks to share what they learn of such incidents with each other, as \
                      far as the law of their country lets them, and to publish it every year.";

pub(crate) fn html() -> String {
    format!(
        "<!doctype html><html lang=en><title>Declaration on Replies</title><body><article>\
         <h1>Declaration on Replies</h1><p>Bonn, 3 May 2024</p><p>1. {FIRST}</p><p>2. {SECOND}</p></article></body></html>"
    )
}

/// Returns the lines of a paragraph as a page has them.
fn wrapped(paragraph: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in paragraph.split(' ') {
        if lines.last().unwrap().len() + word.len() > 70 {
            lines.push(String::new());
        }
        let line = lines.last_mut().unwrap();
        *line += if line.is_empty() { "" } else { " " };
        *line += word;
    }
    lines
}

/// Makes a folder with an empty corpus and sources of all three kinds.
pub(crate) fn office() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    write("page.html", html().as_bytes());
    write("note.txt", format!("Note on Replies\n\nBonn, 4 May 2024\n\n{FIRST}\n\n{SECOND}\n").as_bytes());
    let mut layout = "page\n72 760 18 Report on Replies\n72 735 12 Bonn, 5 May 2024\n".to_owned();
    let mut bottom = 700;
    for paragraph in [format!("1. {FIRST}"), format!("2. {SECOND}")] {
        for line in wrapped(&paragraph) {
            layout += &format!("72 {bottom} 12 {line}\n");
            bottom -= 14;
        }
        bottom -= 14;
    }
    write("report.pdf", &pdf::of_layout(&layout));
    run_in(folder.path(), &["init", "corpus", "--empty"]).well();
    folder
}

pub(crate) fn edit(corpus: &Path, id: &str, from: &str, to: &str) {
    let path = corpus.join(format!("documents/{id}.md"));
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "`{from}` in:\n{text}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn altered_words_are_published_from_no_kind_of_source() {
    let folder = office();
    let corpus = folder.path().join("corpus");
    let mut sources = vec![("note.txt", "2024-note"), ("page.html", "2024-page")];
    if has_poppler() {
        sources.push(("report.pdf", "2024-report"));
    }
    for (file, id) in &sources {
        run_in(folder.path(), &["import", file, "--id", id]).well();
        confirm(&corpus, id);
    }
    edit(&corpus, "2024-page", "three days", "thirty days");
    let checked = run_in(folder.path(), &["check"]).badly(&["documents/2024-page.md:", "parts from its source"]);
    let line = checked.out.lines().find(|line| line.contains("parts from its source")).unwrap();
    let published = run_in(folder.path(), &["publish"]).badly(&[line, "left out"]);
    assert!(
        published.out.contains("2024-note/p/1: live") && !published.out.contains("2024-page:"),
        "{}",
        published.out
    );
    for (_, id) in sources.iter().filter(|(_, id)| *id != "2024-page") {
        edit(&corpus, id, "three days", "thirty days");
        let said = run_in(folder.path(), &["publish", id, "--note", "x"]);
        said.badly(&[&format!("documents/{id}.md:"), "parts from its source", "nothing was published: 1 error"]);
        edit(&corpus, id, "thirty days", "three days");
    }
    edit(&corpus, "2024-page", "thirty days", "three days");
    run_in(folder.path(), &["publish"]).well();
    run_in(folder.path(), &["check"]).well();
}

#[test]
fn open_marks_are_a_warning_of_check_and_stop_only_their_document() {
    let folder = office();
    let corpus = folder.path().join("corpus");
    run_in(folder.path(), &["import", "page.html", "--id", "2024-page"]).well();
    run_in(folder.path(), &["import", "note.txt", "--id", "/2024-note"]).well();
    confirm(&corpus, "2024-note");
    let checked = run_in(folder.path(), &["check"]).well();
    assert!(
        checked.out.contains("documents/2024-page.md:3: warning: not yet confirmed: `proposed: "),
        "{}",
        checked.out
    );
    let said = run_in(folder.path(), &["publish"]).badly(&["documents/2024-page.md:3: not yet confirmed"]);
    assert!(said.out.contains("2024-note: live"), "{}", said.out);
    assert!(said.err.contains("g7cyber serve --corpus corpus --watch"), "{}", said.err);
    confirm(&corpus, "2024-page");
    run_in(folder.path(), &["publish", "2024-page"]).well();
}

#[test]
fn a_draft_is_served_only_once_it_is_confirmed() {
    let folder = office();
    run_in(folder.path(), &["import", "page.html", "--id", "2024-page"]).well();
    run_in(folder.path(), &["import", "note.txt", "--id", "2024-note"]).well();
    confirm(&folder.path().join("corpus"), "2024-note");
    run_in(folder.path(), &["publish", "2024-note"]).well();
    let mut command = program();
    command.args(["serve", "--listen", "127.0.0.1:0", "--watch"]).current_dir(folder.path());
    let server = Running::spawn(command);
    server.until("the name of the corpus", |server| server.log().contains("the corpus in `corpus`"));
    assert_eq!((server.get("/2024-note/p/1").status, server.get("/2024-page").status), (200, 404));
    assert!(!server.get("/search.json?q=%22Declaration+on+Replies%22").body.contains("2024-page"));
    confirm(&folder.path().join("corpus"), "2024-page");
    run_in(folder.path(), &["publish"]).well();
    server.until("the swap", |server| server.get("/2024-page/p/2").status == 200);
    assert!(server.get("/2024-page").body.contains("How the text agrees with its source"));
}

#[test]
fn unread_paragraphs_of_a_published_text_wait_until_they_are_confirmed() {
    let desk = Desk::new();
    desk.write("2024-x", "# One\n\nFirst words.\n\n# Two\n\nLast words.\n");
    desk.publish("2024-05-01", &[], None);
    let read = desk.read("documents/2024-x.md");
    let prepared = |text: &str| {
        fs::write(desk.root().join("documents/2024-x.md"), text).unwrap();
        let archive = Archive::open(&Files::Directory(desk.root().to_owned()), None).unwrap();
        let document = archive.corpus().document(&"2024-x".parse().unwrap()).unwrap();
        let headings = document.headings.iter().map(|it| (it.before, it.text.clone())).collect::<Vec<_>>();
        (document.paragraphs.iter().map(|it| it.text.to_string()).collect::<Vec<_>>(), headings)
    };
    let old = prepared(&read);
    let more = read
        .replace("# Two", "New words.\n\n# Unread\n\nMore of them.\n\n# Two")
        .replace("First words.", "Words before.\n\nFirst words.");
    assert_eq!(prepared(&more).0.len(), 5);
    for mark in ["# doubt: `New words.` may be a caption", "# proposed: confirm it"] {
        assert_eq!(prepared(&more.replacen("+++\n", &format!("+++\n{mark}\n"), 1)), old, "{mark}");
    }
    // What stands already is served, whatever is doubted of it.
    assert_eq!(prepared(&read.replacen("+++\n", "+++\n# doubt: `First words.` may be a caption\n", 1)), old);
}

/// How often the source of a test was read.
static READ: AtomicUsize = AtomicUsize::new(0);

fn counted(file: &str, bytes: &[u8]) -> Result<String, NoText> {
    READ.fetch_add(1, Ordering::Relaxed);
    g7cyber::import::plain_text(file, bytes)
}

#[test]
fn a_reload_proves_only_what_changed() {
    let folder = office();
    let corpus = folder.path().join("corpus");
    for (file, id) in [("note.txt", "2024-note"), ("page.html", "2024-page"), ("page.html", "2024-draft")] {
        run_in(folder.path(), &["import", file, "--id", id]).well();
    }
    confirm(&corpus, "2024-note");
    confirm(&corpus, "2024-page");
    run_in(folder.path(), &["publish", "2024-note", "2024-page"]).well();
    let kept = folder.path().join("index");
    let files = || Files::Directory(corpus.clone());
    let live = LiveArchive::open_proved(files(), Some(kept.as_path().into()), counted).unwrap();
    let read = || READ.swap(0, Ordering::Relaxed);
    assert_eq!(read(), 3);
    edit(&corpus, "2024-note", "title = ", "# A remark.\ntitle = ");
    assert_eq!((live.reload().unwrap(), read()), (Reloaded::Swapped, 1));
    assert_eq!((live.reload().unwrap(), read()), (Reloaded::Same, 0));
    // What was proved when the kept index was made is known as well; the draft is not in it.
    let live = LiveArchive::open_proved(files(), Some(kept.as_path().into()), counted).unwrap();
    edit(&corpus, "2024-note", "# A remark.", "# Another.");
    assert_eq!((live.reload().unwrap(), read()), (Reloaded::Swapped, 2));
    // A draft that parts from its source is no one's but the editor's, and is not proved again either.
    edit(&corpus, "2024-draft", "three days", "thirty days");
    assert_eq!((live.reload().unwrap(), read()), (Reloaded::Swapped, 1));
    edit(&corpus, "2024-page", "title = ", "# A remark.\ntitle = ");
    assert_eq!((live.reload().unwrap(), read()), (Reloaded::Swapped, 1));
    // What served readers read is another matter.
    let altered = html().replace("every year", "each week");
    let digest = |text: &str| g7cyber::wording::Sha256::of(text.as_bytes()).to_string();
    fs::write(corpus.join("sources/2024-page.html"), &altered).unwrap();
    edit(&corpus, "2024-page", &digest(&html()), &digest(&altered));
    for again in [1, 0] {
        assert!(live.reload().is_err());
        assert_eq!(read(), again);
    }
}

#[test]
fn a_published_text_that_is_not_proved_is_not_served_as_agreeing() {
    let folder = office();
    let corpus = folder.path().join("corpus");
    run_in(folder.path(), &["import", "page.html", "--id", "2024-page"]).well();
    confirm(&corpus, "2024-page");
    run_in(folder.path(), &["publish"]).well();
    let serve = || {
        let mut command = program();
        command.args(["serve", "--listen", "127.0.0.1:0", "--watch"]).current_dir(folder.path());
        Running::spawn(command)
    };
    let source = corpus.join("sources/2024-page.html");
    let altered = html().replace("every year", "each week");
    let digest = |text: &str| g7cyber::wording::Sha256::of(text.as_bytes()).to_string();
    let running = serve();
    let claim = "How the text agrees with its source";
    assert!(running.get("/2024-page").body.contains(claim));
    let alter = |from: &str, to: &str| {
        fs::write(&source, to).unwrap();
        edit(&corpus, "2024-page", &digest(from), &digest(to));
    };
    alter(&html(), &altered);
    running.until("the refusal", |server| server.log().contains("the last good corpus stays"));
    assert!(running.log().contains("documents/2024-page.md:") && running.get("/2024-page").body.contains(claim));
    let started = serve();
    let page = started.get("/2024-page").body;
    assert!(page.contains("three days") && page.contains("This text is not proved") && !page.contains(claim), "{page}");
    started.until("the word", |server| server.log().contains("ready"));
    let log = started.log();
    let told = log.lines().filter(|line| line.contains("not served as agreeing"));
    assert_eq!(told.filter(|line| line.contains("documents/2024-page.md:")).count(), 1, "{log}");
    alter(&altered, &html());
    started.until("the swap", |server| server.get("/2024-page").body.contains(claim));
}

#[test]
fn a_proof_that_cannot_be_made_is_not_said_to_hold() {
    if !has_poppler() {
        return;
    }
    let folder = office();
    let corpus = folder.path().join("corpus");
    run_in(folder.path(), &["import", "report.pdf", "--id", "2024-report"]).well();
    confirm(&corpus, "2024-report");
    let without = |arguments: &[&str]| {
        let output = program().args(arguments).current_dir(folder.path()).env("PATH", "/nowhere").output().unwrap();
        (String::from_utf8(output.stdout).unwrap(), output.status.code())
    };
    let (said, code) = without(&["check"]);
    let told = "documents/2024-report.md:";
    let why = "the text could not be compared with `sources/2024-report.pdf`: `pdftotext` is not installed";
    assert!(code == Some(0) && said.contains(told) && said.contains(&format!("warning: {why}")), "{said}");
    let (said, code) = without(&["publish"]);
    assert!(code == Some(1) && said.contains(told) && said.contains(why) && !said.contains("live"), "{said}");
    run_in(folder.path(), &["publish"]).well();
    let mut command = program();
    command.args(["serve", "--listen", "127.0.0.1:0"]).current_dir(folder.path()).env("PATH", "/nowhere");
    let page = Running::spawn(command).get("/2024-report").body;
    assert!(page.contains("could not compare it with its source") && !page.contains("How the text agrees"), "{page}");
}

#[test]
fn a_dry_run_prints_what_a_run_appends_and_writes_nothing() {
    let desk = Desk::new();
    desk.write("2001-alpha", "One.\n\nTwo.\n");
    desk.write("2002-beta", "One.\n");
    let corpus = desk.root().to_str().unwrap();
    let dry = run_in(desk.root(), &["publish", "2001-alpha", "--dry-run", "--corpus", corpus]).well();
    assert_eq!(fs::read_dir(desk.root()).unwrap().count(), 1, "nothing was written");
    assert!(dry.err.contains("3 new") && dry.err.contains("“One.”"), "{}", dry.err);
    run_in(desk.root(), &["publish", "2001-alpha", "--corpus", corpus]).well();
    let ledger = desk.read("ledger.csv");
    assert_eq!(ledger.split_once('\n').unwrap().1, dry.out);
    assert!(!ledger.contains("2002-beta") && desk.read("documents/2002-beta.md").ends_with("One.\n"), "{ledger}");
    let unknown = run_in(desk.root(), &["publish", "2009-nothing", "--corpus", corpus]);
    unknown.badly(&["documents/2009-nothing.md: there is no document `2009-nothing`"]);
}

#[test]
fn every_correction_and_decision_needs_a_reason_and_can_get_another() {
    let desk = Desk::new();
    desk.write("2001-alpha", "One.\n\nTwo.\n\nThree.\n");
    desk.publish("2021-01-01", &[], None);
    let corpus = desk.root().to_str().unwrap();
    let run = |arguments: &[&str]| run_in(desk.root(), &[arguments, &["--corpus", corpus]].concat());
    desk.edit("2001-alpha", "One.", "Won.");
    desk.write("2002-beta", "One.\n");
    let said = run(&["publish"]).badly(&["documents/2001-alpha.md:8: `2001-alpha/p/1` is corrected without a reason"]);
    assert!(said.out.contains("2002-beta/p/1: live"), "others go through: {}", said.out);
    run(&["publish", "--note", "A slip."]).well();
    desk.edit("2001-alpha", "\nTwo. {#2}\n", "");
    for option in [&["--withdrawn", "/2001-alpha/p/2"][..], &["--merged", "2001-alpha/p/2", "/2001-alpha/p/1/"]] {
        run(&[&["publish"], option].concat()).badly(&["ledger.csv: `2001-alpha/p/2` is", "without a reason"]);
    }
    run(&["publish", "--moved", "http://a.example/2001-alpha/p/2", "/2001-alpha/p/3", "--note", "Said there."]).well();
    let rows = desk.read("ledger.csv").lines().count();
    let said = run(&["annotate", "https://archive.example/2001-alpha/p/1/r/1", "--note", "First, the copy."]).well();
    assert!(said.out.starts_with("2001-alpha/p/1: live, revision 1, because: First, the copy."), "{}", said.out);
    run(&["annotate", "/2001-alpha/p/1", "--note", "The copy had a hole."]).well();
    run(&["annotate", "2001-alpha", "--note", "From the archive of the ministry."]).well();
    run(&["annotate", "2001-alpha/p/2", "--note", "And nowhere else."]).well();
    assert_eq!(desk.read("ledger.csv").lines().count(), rows + 4);
    run(&["check"]).well();
    let loaded = desk.load();
    let note = |revision: &str| {
        let row = loaded.ledger().publication(&"2001-alpha/p/1".parse().unwrap(), revision.parse().unwrap());
        row.unwrap().note.clone().unwrap()
    };
    assert_eq!([note("1"), note("2")], ["First, the copy.", "A slip. The copy had a hole."]);
    let (_, paragraph) = loaded.paragraph(&"2001-alpha/p/1".parse().unwrap()).unwrap();
    assert_eq!(paragraph.revision.get(), 2);
    for (subject, note, wrong) in [
        ("2001-alpha/p/9", "why", "ledger.csv: `2001-alpha/p/9` was never published"),
        ("2001-alpha/p/1/r/7", "why", "ledger.csv: revision 7 of `2001-alpha/p/1` was never published"),
        ("2001-alpha/p/1", " ", "ledger.csv: the note says nothing"),
        ("2001-alpha/p/1", "a\nb", "ledger.csv: the note has the control character U+000A"),
    ] {
        run(&["annotate", subject, "--note", note]).badly(&[wrong, "nothing was added"]);
    }
    let server = Running::start(&["--corpus", corpus]);
    let changes = server.get("/changes").body;
    assert!(changes.contains("A slip. The copy had a hole.") && changes.matches("The copy had a hole.").count() == 1);
    // Publishing goes on from a ledger with later notes.
    desk.edit("2001-alpha", "Three.", "Tree.");
    run(&["publish", "--note", "As printed."]).well();
    assert_eq!(note("2"), "A slip. The copy had a hole.");
}

#[test]
fn a_document_that_is_withdrawn_while_its_text_stands_is_told_in_one_line() {
    let desk = Desk::new();
    desk.write("2001-alpha", "One.\n\nTwo.\n\nThree.\n");
    desk.publish("2021-01-01", &[], None);
    let corpus = desk.root().to_str().unwrap();
    let run = || run_in(desk.root(), &["publish", "--withdrawn", "/2001-alpha", "--note", "why", "--corpus", corpus]);
    let said =
        run().badly(&["documents/2001-alpha.md: `2001-alpha` is to be withdrawn and its text is still in place"]);
    assert!(said.out.contains("take the file out first") && said.out.lines().count() == 2, "{}", said.out);
    desk.remove("2001-alpha");
    run().well();
    let server = Running::start(&["--corpus", corpus]);
    assert_eq!(["/", "/2001-alpha", "/2001-alpha/p/3"].map(|path| server.get(path).status), [200, 410, 410]);
}

#[test]
fn a_terminal_is_asked_and_nothing_else_is() {
    if Command::new("script").arg("--version").output().is_err() {
        return crate::support::skip("no `script` to make a terminal with");
    }
    let desk = Desk::new();
    desk.write("2001-alpha", "One of these words.\n");
    let on_a_terminal = |flags: &str, typed: &str| {
        let line = format!("{} publish --corpus {} {flags}", env!("CARGO_BIN_EXE_g7cyber"), desk.root().display());
        let mut command = Command::new("script");
        command.args(["-qec", &line, "/dev/null"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        std::io::Write::write_all(child.stdin.as_mut().unwrap(), typed.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        (String::from_utf8_lossy(&output.stdout).into_owned(), output.status.code())
    };
    let (said, code) = on_a_terminal("", "no\n");
    assert!(code == Some(1) && said.contains("2 new") && said.contains("“One of these words.”"), "{said}");
    assert!(said.contains("[yes/no]") && !desk.root().join("ledger.csv").exists(), "{said}");
    let (said, code) = on_a_terminal("", "yes\n");
    assert_eq!(code, Some(0), "{said}");
    desk.edit("2001-alpha", "these", "those");
    let (said, code) = on_a_terminal("", "As printed.\nyes\n");
    assert!(code == Some(0) && said.contains("why was it"), "{said}");
    assert!(desk.read("ledger.csv").contains("As printed."));
    desk.write("2002-beta", "Two.\n");
    let (said, code) = on_a_terminal("--yes", "");
    assert!(code == Some(0) && !said.contains("[yes/no]"), "{said}");
}

#[test]
fn a_corpus_begins_in_an_empty_folder_and_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    let said = run_in(folder.path(), &["init", "corpus"]).well();
    assert!(said.err.contains("g7cyber serve --corpus corpus --watch"), "{}", said.err);
    let checked = run_in(folder.path(), &["check"]).well();
    assert!(checked.err.contains("the corpus in `corpus`") && checked.out.contains("2 texts of 27"), "{}", checked.out);
    run_in(folder.path(), &["init", "corpus"]).badly(&["not empty"]);
    run_in(folder.path(), &["init", "."]).badly(&["not empty", "`corpus`"]);
    fs::create_dir_all(folder.path().join("interrupted/.publishing/documents")).unwrap();
    run_in(folder.path(), &["init", "interrupted", "--empty"]).well();
    let names = |place: &str| {
        let names = fs::read_dir(folder.path().join(place)).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
        names.sort();
        names.join(" ")
    };
    let lists = "instruments.toml ledger.csv";
    assert_eq!(names("interrupted"), format!("README.md documents {lists} sources variants.toml vocabulary.toml"));
    let readme = fs::read_to_string(folder.path().join("interrupted/README.md")).unwrap();
    assert!(readme.contains("## The file format") && !readme.contains("The Hill"), "{readme}");
    let elsewhere = tempfile::tempdir().unwrap();
    let embedded = run_in(elsewhere.path(), &["check"]).well();
    assert!(embedded.err.contains("the embedded corpus"), "{}", embedded.err);
    assert!(run_in(elsewhere.path(), &["search", "cyber"]).out.contains("the embedded corpus"));
    assert!(run_in(folder.path(), &["search", "cyber"]).out.contains("the corpus in `corpus`"));
    run_in(elsewhere.path(), &["publish"]).badly(&["there is no `./corpus`", "g7cyber init corpus"]);
}

#[test]
fn a_page_taken_for_the_text_of_another_record_raises_doubts() {
    let folder = tempfile::tempdir().unwrap();
    run_in(folder.path(), &["init", "corpus"]).well();
    fs::write(folder.path().join("page.html"), html()).unwrap();
    let said = run_in(folder.path(), &["import", "page.html", "--id", "2017-lucca-declaration"]).well();
    for doubt in
        ["doubt: the record's title is", "doubt: the record is of `2017-04-11`, and the source of `2024-05-03`"]
    {
        assert!(said.err.contains(doubt), "{}", said.err);
    }
    assert!(said.err.contains("nowhere says `Lucca`") && said.err.contains("`Cyberspace`"), "{}", said.err);
    let said = run_in(folder.path(), &["publish"]);
    said.badly(&["documents/2017-lucca-declaration.md:", "doubt: the record's title is"]);
    let mut command = program();
    command.args(["serve", "--listen", "127.0.0.1:0"]).current_dir(folder.path());
    let server = Running::spawn(command);
    let page = server.get("/2017-lucca-declaration").body;
    assert!(page.contains("Lucca") && !page.contains("three days"), "it is still the record that it was");
}

#[test]
fn a_pipe_is_no_source_and_is_not_waited_for() {
    let folder = office();
    assert!(Command::new("mkfifo").arg(folder.path().join("pipe.html")).status().unwrap().success());
    let started = Instant::now();
    let mut command = running::at(Path::new(env!("CARGO_BIN_EXE_g7cyber")));
    command.args(["import", "pipe.html", "--id", "2024-pipe"]).current_dir(folder.path());
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    while child.try_wait().unwrap().is_none() {
        if started.elapsed() > Duration::from_secs(10) {
            child.kill().unwrap();
            panic!("it waits");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        output.status.code() == Some(1) && said.contains("pipe.html") && said.contains("save it as a file"),
        "{said}"
    );
}
