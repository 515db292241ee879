//! What only the real program shows: how it starts, what it says, how it takes a changed corpus and how it ends.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use crate::desk::Desk;
use crate::running::{self, Running, get, program};
use crate::support::often;

/// Writes a corpus of one document whose second paragraph is `words`, as an editor would: a new file put in place.
pub(crate) fn write_corpus(folder: &Path, words: &str) {
    let documents = folder.join("documents");
    fs::create_dir_all(&documents).unwrap();
    let text = format!(
        "+++\ntitle = \"A small declaration\"\nkind = \"declaration\"\ndate = \"2020-02-29\"\nissuer = \"G7\"\n\
         language = \"en\"\n+++\n\nThe first paragraph stands.\n\n{words}\n"
    );
    fs::write(folder.join("next"), text).unwrap();
    fs::rename(folder.join("next"), documents.join("2020-small-declaration.md")).unwrap();
}

/// Returns what the program says on standard error when it refuses to start, and its exit code.
fn refusal(arguments: &[&str]) -> (String, Option<i32>) {
    let output = program().arg("serve").args(arguments).output().unwrap();
    assert!(output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stdout));
    (String::from_utf8_lossy(&output.stderr).into_owned(), output.status.code())
}

#[test]
fn the_program_alone_in_an_empty_directory_serves_the_archive() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("g7cyber");
    fs::copy(env!("CARGO_BIN_EXE_g7cyber"), &copy).unwrap();
    let mut command = running::at(&copy);
    command.current_dir(folder.path()).args(["--listen", "127.0.0.1:0"]);
    let server = Running::spawn(command);
    let results = server.get("/search?q=NotPetya");
    assert_eq!(results.status, 200);
    assert!(results.body.contains("<mark") && results.body.contains("NotPetya</mark>"), "{}", results.body);
    assert_eq!(server.get("/2018-ise-shima-cyber-group-report/p/3").status, 200);
    assert_eq!(server.get("/2017-lucca-declaration").status, 200);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "serving leaves nothing behind");
}

#[test]
fn a_port_in_use_is_told_with_what_to_do() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (said, code) = refusal(&["--listen", &address]);
    assert!(said.contains(&address) && said.contains("--listen") && said.contains("in use"), "{said}");
    assert_eq!((said.lines().count(), code), (1, Some(1)));
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let (said, code) = refusal(&["--listen", "127.0.0.1:0", "--corpus", "/no/such/folder"]);
    assert!(said.contains("/no/such/folder"), "{said}");
    assert_eq!(code, Some(1));
}

#[test]
fn a_base_address_that_is_none_is_told() {
    for wrong in ["example.org", "ftp://example.org", "https://example.org/?q=1"] {
        let (said, code) = refusal(&["--listen", "127.0.0.1:0", "--base-url", wrong]);
        assert!(said.contains(wrong), "{said}");
        assert_eq!(code, Some(1));
    }
    // What every link would show is not repeated in a log either.
    for with in ["https://user:secret@example.org", "https://secret@example.org/", "https://:secret@example.org"] {
        let (said, code) = refusal(&["--listen", "127.0.0.1:0", "--base-url", with]);
        assert!(said.contains("a user or a password") && !said.contains("secret"), "{said}");
        assert_eq!(code, Some(1));
    }
    for command in [
        &["term", "cyber", "--json"][..],
        &["search", "cyber", "--json"],
        &["quote", "cyber norms", "--json"],
        &["mcp"],
    ] {
        let output = program().args(command).args(["--base-url", "example.org"]).output().unwrap();
        assert!(String::from_utf8_lossy(&output.stderr).contains("`example.org`"), "{command:?}: {output:?}");
        assert_eq!(output.status.code(), Some(1), "{command:?}");
    }
}

#[test]
fn a_wrong_corpus_is_not_served_and_all_its_problems_are_told() {
    let folder = tempfile::tempdir().unwrap();
    write_corpus(folder.path(), "Words.");
    fs::write(folder.path().join("documents/2020-a.md"), "no front matter").unwrap();
    fs::write(folder.path().join("documents/2020-b.md"), "+++\ntitle = 5\n+++\nText.\n").unwrap();
    let (said, code) = refusal(&["--listen", "127.0.0.1:0", "--corpus", folder.path().to_str().unwrap()]);
    assert!(said.contains("2020-a.md:1") && said.contains("2020-b.md:"), "{said}");
    assert_eq!(code, Some(1));
}

#[test]
fn swapping_the_corpus_loses_no_request() {
    let folder = tempfile::tempdir().unwrap();
    write_corpus(folder.path(), "Wording number 0 of the paragraph.");
    let server = Running::start(&["--corpus", folder.path().to_str().unwrap(), "--watch"]);
    let (asked, done) = (AtomicUsize::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) || asked.load(Ordering::Relaxed) < 500 {
                    for path in ["/search?q=wording", "/2020-small-declaration/p/2", "/2020-small-declaration.json"] {
                        let reply = get(server.address, path).unwrap();
                        assert_eq!(reply.status, 200, "{path}: {}", reply.head);
                        assert!(reply.body.to_lowercase().contains("wording"), "{path}: {}", reply.body);
                        asked.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
        for version in 1..4 {
            let words = format!("Wording number {version} of the paragraph.");
            write_corpus(folder.path(), &words);
            server.until("the swap", |server| server.get("/2020-small-declaration.txt").body.contains(&words));
        }
        done.store(true, Ordering::Relaxed);
    });
    assert!(asked.load(Ordering::Relaxed) >= 500);
}

#[test]
fn a_corpus_spoilt_while_serving_leaves_the_last_good_one() {
    let desk = Desk::new();
    desk.write("2001-alpha", "Good words.\n\nMore of them.\n");
    desk.publish("2021-01-01", &[], None);
    let good = desk.read("documents/2001-alpha.md");
    let server = Running::start(&["--corpus", desk.root().to_str().unwrap()]);
    let file = |path: &str| desk.root().join(path);
    let refused = |what: &str, why: &str| {
        let before = server.log().matches("the last good corpus stays").count();
        server.signal("HUP");
        let said = |server: &Running| server.log().matches("the last good corpus stays").count() > before;
        server.until(what, said);
        assert!(server.log().contains(why), "{what}: {}", server.log());
        assert!(server.get("/2001-alpha.txt").body.contains("More of them."), "{what}");
        assert!(server.get("/search.json?q=good").body.contains("\"total\":1"), "{what}");
    };
    fs::write(file("documents/2020-half.md"), "+++\ntitle = \"Half").unwrap();
    refused("a file without an end", "2020-half.md:1");
    fs::remove_file(file("documents/2020-half.md")).unwrap();
    // Half of it is a good document too; only the ledger knows that there was more.
    fs::write(file("documents/2001-alpha.md"), good.split("More").next().unwrap()).unwrap();
    refused("a text cut short", "`2001-alpha/p/2` was published and its text is gone");
    fs::write(file("documents/2001-alpha.md"), b"+++\ntitle = \"\xff\"\n+++\n").unwrap();
    refused("bytes that are no text", "2001-alpha.md:");
    fs::write(file("documents/2001-alpha.md"), "").unwrap();
    refused("an empty file", "2001-alpha.md:1");
    fs::rename(file("documents"), file("elsewhere")).unwrap();
    refused("a folder with another name", "`2001-alpha/p/1` was published and its text is gone");
    fs::rename(file("elsewhere"), file("documents")).unwrap();
    fs::write(file("documents/2001-alpha.md"), good.replace("Good words", "Better words")).unwrap();
    desk.write("2002-beta", "New words.\n");
    desk.publish("2021-01-02", &[], Some("They were not good enough."));
    let called = |name: &str| server.get(&format!("/go?c={name}+ministers")).status;
    assert_eq!((called("alpha"), called("beta")), (303, 404));
    server.signal("HUP");
    server.until("the swap", |server| server.get("/2001-alpha.txt").body.contains("Better words."));
    assert_eq!((called("alpha"), called("beta")), (303, 303), "names are of the corpus that is served");
}

#[test]
fn a_source_that_became_a_pipe_holds_up_nobody() {
    let desk = Desk::new();
    fs::create_dir(desk.root().join("sources")).unwrap();
    let source = desk.root().join("sources/2001-alpha.txt");
    fs::write(&source, "One.\n").unwrap();
    let digest = g7cyber::wording::Sha256::of(b"One.\n");
    let table = format!(
        "[source]\nname = \"N\"\nfile = \"2001-alpha.txt\"\nsha256 = \"{digest}\"\nrights = \"R\"\n+++\nOne.\n"
    );
    desk.write("2001-alpha", &table);
    let server = Running::start(&["--corpus", desk.root().to_str().unwrap()]);
    assert_eq!(server.get("/2001-alpha/source").body, "One.\n");
    fs::remove_file(&source).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&source).status().unwrap().success());
    for _ in 0..3 {
        assert_eq!(server.get("/2001-alpha/source").status, 404);
    }
    assert_eq!(server.get("/search?q=one").status, 200);
}

#[test]
fn a_file_written_bit_by_bit_is_never_served_by_halves() {
    let folder = tempfile::tempdir().unwrap();
    write_corpus(folder.path(), "First part. Last part.");
    let server = Running::start(&["--corpus", folder.path().to_str().unwrap(), "--watch"]);
    let file = folder.path().join("documents/2020-small-declaration.md");
    let whole = fs::read_to_string(&file).unwrap().replace("First part.", "Another first part.");
    let (begin, end) = whole.split_once(" Last part.").unwrap();
    let served = || server.get("/2020-small-declaration.txt").body;
    for length in (0..10).map(|tenth| begin.len() * tenth / 10).chain([begin.len()]) {
        fs::write(&file, &begin[..length]).unwrap();
        std::thread::sleep(Duration::from_millis(250));
        assert!(served().contains("Last part."), "{}", served());
    }
    fs::write(&file, format!("{begin} Last part.{end}")).unwrap();
    server.until("the swap", |_| {
        assert!(served().contains("Last part."), "{}", served());
        served().contains("Another first part. Last part.")
    });
}

/// Asks for a page and returns whether it was taken; what was taken has to be answered whole.
fn asked_at_the_end(address: SocketAddr) -> bool {
    let Ok(mut stream) = TcpStream::connect(address) else { return false };
    let mut answer = Vec::new();
    let sent = stream.write_all(b"GET /search?q=cyber HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    let read = sent.and_then(|()| stream.read_to_end(&mut answer));
    if answer.is_empty() && read.is_err() {
        // It stood in the backlog at the moment of closing; the server has never seen it.
        return false;
    }
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.starts_with("HTTP/1.1 200") && answer.trim_end().ends_with("</html>"), "{read:?} {answer}");
    true
}

#[test]
fn the_end_under_load_loses_nothing_in_flight_and_comes_in_time() {
    let (mut slowest, mut answered) = (Duration::ZERO, 0);
    for _ in 0..often(3, 20) {
        let mut server = Running::start(&[]);
        let address = server.address;
        let connected = |bytes: &[u8]| {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.write_all(bytes).unwrap();
            stream
        };
        let half_sent: Vec<TcpStream> = (0..20).map(|_| connected(b"GET / HTTP/1.1\r\nHost:")).collect();
        let silent: Vec<TcpStream> = (0..20).map(|_| connected(b"")).collect();
        // All of these have been taken by the time of the end, and are whole only after it.
        let head = b"POST /check HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\
            Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 12\r\n\r\nq=norms+of+";
        let in_flight: Vec<TcpStream> = (0..20).map(|_| connected(head)).collect();
        std::thread::scope(|scope| {
            let visitors: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| std::iter::from_fn(|| asked_at_the_end(address).then_some(())).count()))
                .collect();
            std::thread::sleep(Duration::from_millis(300));
            server.signal("TERM");
            std::thread::sleep(Duration::from_millis(300));
            for mut stream in in_flight {
                stream.write_all(b"x").unwrap();
                let reply = running::read(stream).unwrap();
                assert!(reply.status == 200 && reply.body.trim_end().ends_with("</html>"), "{}", reply.head);
            }
            let (status, took) = server.wait();
            assert!(status.success(), "{status}; log:\n{}", server.log());
            assert!(took < Duration::from_secs(10), "took {took:?}");
            slowest = slowest.max(took);
            answered += visitors.into_iter().map(|visitor| visitor.join().unwrap()).sum::<usize>();
        });
        drop((half_sent, silent));
    }
    println!("{answered} answers before the end, none of them broken; the slowest end took {slowest:?}");
}

#[test]
fn the_log_names_no_visitor_and_no_query() {
    let mut server = Running::start(&[]);
    assert_eq!(server.get("/search?q=confidential").status, 200);
    assert_eq!(server.get("/no-such-page-at-all").status, 404);
    server.signal("TERM");
    server.wait();
    let log = server.log();
    assert!(log.contains("ready"), "{log}");
    assert!(!log.contains("confidential") && !log.contains("no-such-page") && !log.contains("127.0.0.1"), "{log}");
    assert!(!log.contains('\u{1b}'), "colour without a terminal: {log}");
}

#[test]
fn the_log_as_json_is_json() {
    let mut server = Running::start(&["--log-format", "json"]);
    server.signal("TERM");
    server.wait();
    for line in server.log().lines() {
        let event: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"));
        assert!(event.get("message").is_some(), "{line}");
    }
}

#[test]
fn the_version_lists_what_is_compiled_in() {
    let output = program().args(["--version", "--verbose"]).output().unwrap();
    let listed = String::from_utf8(output.stdout).unwrap();
    assert!(listed.starts_with(&format!("g7cyber {}\n", env!("CARGO_PKG_VERSION"))));
    for name in ["tantivy", "hyper", "tokio"] {
        assert!(listed.lines().any(|line| line.starts_with(&format!("{name} "))), "{listed}");
    }
    assert!(!listed.contains("proptest"), "what only tests use is not in the program");
}

#[test]
fn wrong_arguments_end_with_2_and_say_what_would_be_right() {
    let output = program().args(["serve", "--lisen", "x"]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("--listen"), "{said}");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_search_in_the_terminal_is_the_search_of_the_site() {
    let output = program().args(["search", "critical", "infrastructure", "--limit", "5", "--json"]).output().unwrap();
    let printed: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut answered = crate::site::get("/search.json?q=critical+infrastructure&limit=5").json();
    for hit in answered["hits"].as_array_mut().unwrap() {
        let url = hit["url"].as_str().unwrap().replace(crate::site::BASE, "http://127.0.0.1:8080");
        hit["url"] = url.into();
    }
    assert_eq!(printed, answered);
}

#[test]
fn hits_in_the_terminal_name_their_addresses_and_mark_what_was_found() {
    let search = |words: &str| {
        let output = program().args(["search", words]).output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    let found = search("NotPetya");
    assert!(found.contains("/2018-ise-shima-cyber-group-report/p/3") && found.contains("[NotPetya]"), "{found}");
    assert!(!found.contains('\u{1b}'), "colour without a terminal: {found}");
    let absent = search("\"divides digital\"");
    assert!(absent.contains("not found in 27 paragraphs of 2 documents, 2017 to 2018"), "{absent}");
    assert!(search("programme").contains("looked for: “programme”, also as “program”"));
}

#[test]
fn a_query_that_begins_like_a_flag_is_a_query() {
    for line in [&["search", "-russia law", "--limit", "3"][..], &["search", "--limit", "3", "-russia", "law"]] {
        let output = program().args(line).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && said.contains("read as: "), "{line:?}: {said}");
    }
    let output = program().args(["quote", "- Russia has denied the allegations"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn what_is_typed_steers_no_terminal() {
    for line in [&["search"][..], &["search", "--json"], &["quote", "--json"], &["quote"]] {
        let words = "cyber \u{1b}[31mlaw \u{7f} \u{9b}31m of the norms";
        let output = program().args(line).arg(words).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(!said.is_empty(), "{line:?}: {}", String::from_utf8_lossy(&output.stderr));
        let steers = |c: char| c.is_control() && c != '\n';
        assert!(!said.contains(steers), "{line:?}: {said:?}");
    }
}

#[test]
fn a_flag_whose_variable_says_no_is_off() {
    for no in ["false", "0", ""] {
        let mut command = program();
        command.args(["--listen", "127.0.0.1:0"]).env("G7CYBER_WATCH", no);
        let server = Running::spawn(command);
        assert!(!server.log().contains("nothing to watch"), "{no:?}: {}", server.log());
        for flag in ["G7CYBER_ALL", "G7CYBER_RECHECK", "G7CYBER_JSON"] {
            let run = |line: &[&str]| program().args(line).env(flag, no).current_dir("/").output().unwrap();
            let fetched = run(&["fetch", "2017-lucca-declaration"]);
            assert_eq!(fetched.status.code(), Some(1), "{flag}={no}: {}", String::from_utf8_lossy(&fetched.stderr));
            assert!(!run(&["search", "cyber"]).stdout.starts_with(b"{"), "{flag}={no}");
        }
    }
    assert_eq!(program().arg("fetch").output().unwrap().status.code(), Some(2));
    assert_eq!(program().args(["fetch", "--all", "2017-lucca-declaration"]).output().unwrap().status.code(), Some(2));
    let mut command = program();
    command.args(["serve", "--listen", "127.0.0.1:0", "--watch"]).current_dir("/");
    let server = Running::spawn(command);
    server.until("the word", |server| server.log().matches("there is nothing to watch").count() == 1);
}

#[test]
fn whoever_stops_reading_the_hits_is_no_error() {
    let mut command = std::process::Command::new("sh");
    command.args(["-c", "\"$0\" search cyber --limit 100 2>&1 >/dev/full | cat; \"$0\" search cyber | head -n 1"]);
    let output = command.arg(env!("CARGO_BIN_EXE_g7cyber")).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("No space left"), "a full disk is an error: {said}");
    assert_eq!(said.lines().count(), 2, "a reader who has left is none: {said}");
    assert!(output.stderr.is_empty());
}

#[test]
fn a_visitor_who_asks_more_than_the_share_is_told_when_to_come_back() {
    let server = Running::start(&["--requests-per-minute", "3"]);
    for _ in 0..3 {
        assert_eq!(server.get("/help").status, 200);
    }
    let refused = server.get("/help");
    assert_eq!(refused.status, 429);
    assert!(refused.head.contains("retry-after: "), "{}", refused.head);
    assert_eq!(server.get("/healthz").status, 200);
    assert!(!server.log().contains("127.0.0.1"), "{}", server.log());
}
