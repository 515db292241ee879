//! A whole afternoon of an operator with the real program, from an empty folder to a corrected, published archive; and
//! the steps of the README, run as they are printed.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::import::{confirm, has_poppler};
use crate::operator::{edit, html, office, run_in};
use crate::running::{Running, get, program};
use crate::support::root;

/// A review in a folder, which ends with the test.
struct Review(Child, SocketAddr);

impl Review {
    fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit("http://").next().unwrap().parse().unwrap();
        Self(child, address)
    }

    fn page(&self) -> String {
        let reply = get(self.1, "/").unwrap();
        assert_eq!(reply.status, 200, "{}", reply.body);
        reply.body
    }

    /// Ends it as a service manager does, and returns whether it ended well.
    fn end(mut self) -> bool {
        let id = self.0.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.0.wait().unwrap().success()
    }
}

impl Drop for Review {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn review(folder: &Path, id: &str) -> Review {
    let mut command = program();
    command.args(["review", id]).current_dir(folder);
    Review::start(command)
}

#[test]
fn an_afternoon_from_an_empty_folder_to_a_corrected_archive() {
    let folder = office();
    let (desk, corpus) = (folder.path(), folder.path().join("corpus"));
    let mut drafts = vec![("page.html", "2024-page"), ("note.txt", "2024-note")];
    if has_poppler() {
        drafts.push(("report.pdf", "2024-report"));
    }
    for (file, id) in &drafts {
        let said = run_in(desk, &["import", file, "--id", id]).well();
        assert!(said.err.contains(&format!("g7cyber review {id} --corpus corpus\n")), "{}", said.err);
        assert!(said.err.contains("  g7cyber serve --corpus corpus --watch\n"), "{}", said.err);
    }
    // Nothing that nobody has read is published.
    let refused = run_in(desk, &["publish"]).badly(&["nothing was published"]);
    for (_, id) in &drafts {
        let begin = format!("documents/{id}.md:");
        let told: Vec<&str> = refused.out.lines().filter(|line| line.starts_with(&begin)).collect();
        assert!(!told.is_empty() && told.iter().all(|line| line.contains("; ")), "{}", refused.out);
    }
    // Read against the source, which shows what was altered by accident.
    for (_, id) in &drafts {
        let review = review(desk, id);
        let page = review.page();
        assert!(
            page.contains("To be confirmed") && page.contains("proposed: ") && page.contains("three days"),
            "{page}"
        );
        assert!(page.contains("Listed as omitted.") && page.matches("pair same").count() == 2, "{page}");
        confirm(&corpus, id);
        edit(&corpus, id, "three days", "thirty days");
        let page = review.page();
        assert!(page.contains("Nothing is left to be confirmed") && page.contains("parts from its source"), "{page}");
        assert!(page.contains("<ins>thirty</ins>") && page.contains("<del>three</del>"), "{page}");
        run_in(desk, &["publish", id]).badly(&[&format!("documents/{id}.md:"), "parts from its source"]);
        edit(&corpus, id, "thirty days", "three days");
        assert!(review.end(), "a review that is told to end ends well");
    }
    let dry = run_in(desk, &["publish", "--dry-run"]).well();
    run_in(desk, &["publish"]).well();
    assert!(fs::read_to_string(corpus.join("ledger.csv")).unwrap().ends_with(&dry.out));

    let mut command = program();
    command.args(["serve", "--listen", "127.0.0.1:0", "--watch"]).current_dir(desk);
    let server = Running::spawn(command);
    let status = |path: &str| server.get(path).status;
    for (_, id) in &drafts {
        assert_eq!((status(&format!("/{id}/p/1")), status(&format!("/{id}/p/2/r/1"))), (200, 200), "{id}");
    }
    // A correction of the copy, recorded as one, with its reason.
    edit(&corpus, "2024-page", "three days", "[-three-]{+two+}[^1] days");
    let path = corpus.join("documents/2024-page.md");
    let text = fs::read_to_string(&path).unwrap() + "\n[^1]: The signed copy has “two”.\n";
    fs::write(&path, text).unwrap();
    run_in(desk, &["publish"]).badly(&["documents/2024-page.md:", "corrected without a reason", "--note"]);
    run_in(desk, &["publish", "--note", "The page has a slip."]).well();
    server.until("the correction", |server| server.get("/2024-page/p/1.txt").body.contains("two days"));
    assert!(server.get("/2024-page/p/1/r/1").body.contains("three days"));
    // A second one, whose reason is added to later.
    edit(&corpus, "2024-page", "every year", "every [-year-]{+month+}[^2]");
    let text = fs::read_to_string(&path).unwrap() + "\n[^2]: As the signed copy has it.\n";
    fs::write(&path, text).unwrap();
    run_in(desk, &["publish", "2024-page", "--note", "Likewise."]).well();
    let address = format!("http://{}/2024-page/p/2", server.address);
    run_in(desk, &["annotate", &address, "--note", "The ministry confirmed it."]).well();
    server.until("the note", |server| server.get("/changes").body.contains("Likewise. The ministry confirmed it."));
    assert_eq!(["/2024-page/p/2", "/2024-page/p/2/r/1", "/2024-page/p/2/r/2"].map(status), [200; 3]);
    // A withdrawal: refused while the text stands, and without a reason.
    run_in(desk, &["publish", "--withdrawn", "/2024-note", "--note", "x"]).badly(&["documents/2024-note.md: "]);
    fs::remove_file(corpus.join("documents/2024-note.md")).unwrap();
    run_in(desk, &["publish", "--withdrawn", "/2024-note"]).badly(&["ledger.csv", "without a reason"]);
    run_in(desk, &["publish", "--withdrawn", "/2024-note", "--note", "Sent by mistake."]).well();
    server.until("the withdrawal", |server| server.get("/2024-note").status == 410);
    assert!(server.get("/2024-note/p/1").body.contains("Sent by mistake."));
    assert_eq!((status("/2024-note/p/1"), status("/2024-note/p/1/r/1")), (410, 200));
    // A page that is not what its record says.
    let record = "+++\ntitle = \"Charter of Genoa\"\nkind = \"charter\"\ndate = \"2001-07-22\"\nplace = \"Genoa, Italy\"\n\
                  issuer = \"G8 leaders\"\nlanguage = \"en\"\nabstract = \"A record.\"\n+++\n";
    fs::write(corpus.join("documents/2001-genoa-charter.md"), record).unwrap();
    run_in(desk, &["publish"]).well();
    let said = run_in(desk, &["import", "page.html", "--id", "2001-genoa-charter"]).well();
    assert!(said.err.contains("doubt: ") && said.err.contains("Charter of Genoa"), "{}", said.err);
    run_in(desk, &["publish"]).badly(&["documents/2001-genoa-charter.md:", "the record's title is `Charter of Genoa`"]);
    server.until("the record", |server| server.get("/2001-genoa-charter").status == 200);
    assert!(!server.get("/2001-genoa-charter").body.contains("two days"), "a draft with doubts is not served");
    assert_eq!(status("/2001-genoa-charter/p/1"), 404);
    run_in(desk, &["check"]).well();
}

#[test]
fn a_review_is_for_this_machine_alone() {
    let folder = office();
    run_in(folder.path(), &["import", "page.html", "--id", "2024-page"]).well();
    let review = review(folder.path(), "/2024-page");
    assert!(review.1.ip().is_loopback());
    let reply = get(review.1, "/").unwrap();
    assert!(reply.head.contains("content-security-policy: default-src 'none'") && reply.head.contains("no-store"));
    let stranger = b"GET / HTTP/1.1\r\nHost: stranger.example\r\nConnection: close\r\n\r\n";
    let reply = crate::running::send(review.1, stranger).unwrap();
    assert!(reply.status == 421 && !reply.body.contains("three days"), "{}", reply.body);
    let mut command = program();
    command.args(["serve", "--listen", "127.0.0.1:0"]).current_dir(folder.path());
    run_in(folder.path(), &["review", "2024-nothing"]).badly(&["documents/2024-nothing.md: there is no document"]);
}

/// Returns the lines of the shell blocks of a file, below a heading.
fn printed(file: &str, heading: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join(file)).unwrap();
    let section = text.split(heading).nth(1).unwrap_or_else(|| panic!("`{heading}` is not in {file}"));
    let section = section.split("\n## ").next().unwrap();
    let block = section.split("```").nth(1).unwrap();
    block.lines().skip(1).map(str::to_owned).filter(|line| !line.trim().is_empty()).collect()
}

#[test]
fn the_steps_of_the_readme_do_what_they_say() {
    let folder = tempfile::tempdir().unwrap();
    let desk = folder.path();
    fs::write(desk.join("page.html"), html()).unwrap();
    let bin = Path::new(env!("CARGO_BIN_EXE_g7cyber")).parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let shell = |line: &str| {
        // `exec`, so that what is ended is the program.
        let mut command = Command::new("sh");
        command.args(["-c", &format!("exec {line}")]).current_dir(desk).env("PATH", &path).env_remove("G7CYBER_CORPUS");
        command.stdin(Stdio::null());
        command
    };
    let steps = printed("README.md", "## Add a document");
    let commands: Vec<&str> = steps.iter().map(|line| line.split(" #").next().unwrap().trim()).collect();
    let verbs: Vec<&str> = commands.iter().filter_map(|line| line.split_whitespace().nth(1)).collect();
    assert_eq!(verbs, ["init", "import", "review", "check", "publish", "serve"], "{commands:?}");
    for line in commands {
        match line.split_whitespace().nth(1).unwrap() {
            "review" => {
                let review = Review::start(shell(line));
                assert!(review.page().contains("three days"));
                assert!(review.end());
                // What the README asks a person to do.
                confirm(&desk.join("corpus"), "2024-some-declaration");
            }
            "serve" => {
                let server = Running::spawn(shell(&format!("{line} --listen 127.0.0.1:0")));
                let page = server.get("/2024-some-declaration/p/1");
                assert!(page.status == 200 && page.body.contains("three days"), "{}", page.body);
                assert!(server.get("/").status == 200);
            }
            _ => {
                let output = shell(line).output().unwrap();
                assert!(
                    output.status.success(),
                    "{line}: {}{}",
                    String::from_utf8_lossy(&output.stdout),
                    String::from_utf8_lossy(&output.stderr)
                );
            }
        }
    }
}
