//! Pages that are gone, from an archive of the web: their untouched form, of the day that it really is, proved.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use axum::http::Method;
use g7cyber::corpus::Files;

use super::capture::{PAGE, made};
use super::fetch::{load, records};
use super::host::{Host, Reply, page, status};
use super::{agrees, confirm};
use crate::running::program;
use crate::site::{ask, over};
use crate::support::{root, skip};

const ID: &str = "2017-kettles";

/// An archive of the web on this machine, until the test ends.
struct Wayback {
    child: Child,
    timegate: String,
    _folder: tempfile::TempDir,
}

impl Drop for Wayback {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Starts one that has a file of records; nothing where the program is not installed.
#[track_caller]
fn wayback(file: &Path) -> Option<Wayback> {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port().to_string();
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new("python3")
        .arg(root().join("tests/capture/archive.py"))
        .args([folder.path(), file, Path::new(&port)])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let begun = Instant::now();
    while TcpStream::connect(format!("127.0.0.1:{port}")).is_err() {
        if child.try_wait().unwrap().is_some() || begun.elapsed() > Duration::from_secs(60) {
            drop(child.kill());
            skip("no `wayback`; `tests/run` installs it");
            return None;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Some(Wayback { child, timegate: format!("http://127.0.0.1:{port}/coll/"), _folder: folder })
}

/// A corpus with a record whose official page is at `address`.
fn desk(address: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    records(folder.path(), &[(ID, &[(address, "html")])]);
    folder
}

fn fetch(corpus: &Path, more: &[&str]) -> (String, bool) {
    let arguments = ["fetch", "--all", "--this-machine", "--pause", "0", "--retries", "0"];
    let output = program().args(arguments).args(more).arg("--corpus").arg(corpus).output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    (printed + &String::from_utf8_lossy(&output.stderr), output.status.success())
}

fn document(corpus: &Path) -> String {
    fs::read_to_string(corpus.join(format!("documents/{ID}.md"))).unwrap()
}

#[test]
fn a_page_that_is_gone_is_taken_from_the_archive_and_says_so() {
    let (gone, folder) = (Arc::new(AtomicBool::new(false)), tempfile::tempdir().unwrap());
    let ends = Arc::clone(&gone);
    let host = Host::start(move |path, _| match path {
        "/page" if !ends.load(Ordering::Relaxed) => page("text/html", PAGE),
        _ => status("404 Not Found"),
    });
    if !made("warcs.py", &[folder.path().to_str().unwrap(), &host.url("")]) {
        return;
    }
    let Some(wayback) = wayback(&folder.path().join("archive.warc.gz")) else { return };
    let address = host.url("/page");
    let archived = |more: &[&str]| {
        let desk = desk(&address);
        let more = [&["--archived", "--timegate", &wayback.timegate], more].concat();
        let (told, good) = fetch(desk.path(), &more);
        (desk, told, good)
    };
    // What stands is not taken from an archive, unless an earlier day is wanted.
    let (desk, told, good) = archived(&[]);
    assert!(good && told.contains(&format!("from {address}")) && !document(desk.path()).contains("archived"), "{told}");
    let (desk, told, good) = archived(&["--before", "2018-06-01"]);
    assert!(good, "{told}");
    let draft = document(desk.path());
    assert!(draft.contains("kettles simmer") && draft.contains("\nanswered = 200\n"), "{draft}");
    assert!(draft.contains("captured = \"2018-01-01T00:00:00Z\"\ncapture = \"memento\"\n"), "{draft}");
    for before in ["2018-01-01", "2000-01-01"] {
        let (desk, told, good) = archived(&["--before", before]);
        assert!(!good && told.contains("its first is of 2018-01-01"), "{told}");
        assert!(!document(desk.path()).contains("[source]") && !desk.path().join("sources").exists());
    }
    // Now it is gone; the archive's last copy says the same, so the one before is taken.
    gone.store(true, Ordering::Relaxed);
    let (told, good) = fetch(self::desk(&address).path(), &[]);
    assert!(!good && told.contains("404"), "{told}");
    let (desk, told, good) = archived(&[]);
    let copy = format!("{}20190101000000id_/{address}", wayback.timegate);
    assert!(good && told.contains(&format!("from {copy}")), "{told}");
    let draft = document(desk.path());
    let line = format!("archived = {{ url = \"{copy}\", captured = \"2019-01-01T00:00:00Z\", digest = \"sha1:");
    assert!(draft.contains(&line) && draft.contains("kettles boil"), "{draft}");
    confirm(desk.path(), ID);
    agrees(desk.path(), &draft);
    let files = || over(Files::Directory(desk.path().to_owned()));
    let shown = ask(files(), Method::GET, &format!("/{ID}"), &[], "").body.replace('\n', "");
    assert!(
        shown.contains(", as captured by 127.0.0.1 on 1 January 2019; the official page answered 404 on "),
        "{shown}"
    );
    assert!(shown.contains("as captured on 1 January 2019</a>"), "{shown}");
    let data = ask(files(), Method::GET, &format!("/{ID}.json"), &[], "").json();
    assert_eq!(data["source"]["captured"], "2019-01-01T00:00:00Z");
    assert_eq!(data["official"][0]["archived"]["url"], copy);
    assert_eq!(data["official"][0]["answered"], 404);
    assert_eq!(load(desk.path()).documents()[0].official[0].answered, Some(404));
    // That it is gone still is no news, unless somebody asks.
    let watch = |more: &[&str]| {
        let arguments = ["watch", "--this-machine", "--pause", "0", "--retries", "0", "--corpus"];
        let output = program().args(arguments).arg(desk.path()).args(more).output().unwrap();
        (String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned(), output.status.success())
    };
    let (told, good) = watch(&[]);
    assert!(good && told.contains("1 text from an archive of the web not looked at"), "{told}");
    let (told, good) = watch(&[ID]);
    assert!(!good && told.contains("gone"), "{told}");
}

const DIGEST: &str = "TXKRNPYKYBWH4XVSMRK4NLXFYP7YPN6Z";

/// An archive that does as it is told: what its time gate, its index and its copies answer.
fn archive(
    gate: &'static str,
    index: Option<&'static str>,
    copy: &'static [&'static str],
    robots: &'static str,
) -> Host {
    Host::start(move |path, _| {
        let headers = |headers: &[&str]| headers.iter().map(|header| (*header).to_owned()).collect::<Vec<_>>();
        match path {
            "/robots.txt" => page("text/plain", robots),
            _ if path.starts_with("/web/http") => Reply::Whole("302 Found", headers(&[gate]), Vec::new()),
            _ if path.starts_with("/web/2018") && path.contains("id_/") => {
                Reply::Whole("200 OK", [headers(&["Content-Type: text/html"]), headers(copy)].concat(), PAGE.into())
            }
            _ if path.starts_with("/cdx?") => {
                index.map_or_else(|| status("404 Not Found"), |index| page("text/plain", index))
            }
            _ => status("404 Not Found"),
        }
    })
}

const GATE: &str = "Location: /web/20180101000000/http://127.0.0.1:9/page";
const COPY: [&str; 1] = ["Memento-Datetime: Mon, 01 Jan 2018 00:00:00 GMT"];
const INDEX: &str = "k 20180101000000 http://127.0.0.1:9/page text/html 200 TXKRNPYKYBWH4XVSMRK4NLXFYP7YPN6Z 9";
const OTHER: &str = "k 20180101000000 http://127.0.0.1:9/page text/html 200 3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ 9";

#[test]
fn an_archive_that_proves_nothing_is_refused() {
    let elsewhere = ["Memento-Datetime: Mon, 01 Jan 2018 00:00:00 GMT", "Link: <http://b.example/>; rel=\"original\""];
    let elsewhere: &'static [&'static str] = Box::leak(Box::new(elsewhere));
    let cases: [(&str, Host); 9] = [
        ("imported", archive(GATE, Some(INDEX), &COPY, "")),
        ("is named, and what is there has sha1:", archive(GATE, Some(OTHER), &COPY, "")),
        ("no index beside its time gate", archive(GATE, None, &COPY, "")),
        ("is no index of copies", archive(GATE, Some("<html>"), &COPY, "")),
        ("the archive has no copy of", archive(GATE, Some(""), &COPY, "")),
        ("does not say of when its copy is", archive(GATE, Some(INDEX), &[], "")),
        (
            "names no digest of its copy of 2018-02-03",
            archive(GATE, Some(INDEX), &["Memento-Datetime: Sat, 03 Feb 2018 00:00:00 GMT"], ""),
        ),
        ("which was not asked for", archive(GATE, Some(INDEX), elsewhere, "")),
        ("closed to robots", archive(GATE, Some(INDEX), &COPY, "User-agent: *\nDisallow: /web/")),
    ];
    for (expected, archive) in cases {
        // Nobody listens there: the page is gone with its host.
        let desk = desk("http://127.0.0.1:9/page");
        let (told, good) = fetch(desk.path(), &["--archived", "--timegate", &archive.url("/web/")]);
        assert!(told.contains(expected), "{expected}: {told}");
        assert_eq!(good, expected == "imported", "{told}");
        assert_eq!(desk.path().join("sources").exists(), good, "{told}");
        if good {
            let draft = document(desk.path());
            assert!(draft.contains("asked = \"") && !draft.contains("answered"), "{draft}");
            assert!(draft.contains(&format!("digest = \"sha1:{DIGEST}\"")), "{draft}");
        }
    }
}

#[test]
fn what_does_not_go_together_is_told_at_once() {
    let desk = desk("http://127.0.0.1:9/page");
    for (more, told) in [
        (&["--before", "2018-01-01"][..], "--archived"),
        (&["--archived", "--before", "2018"][..], "is no day"),
        (&["--archived", "--recheck"][..], "take one of them"),
        (&["--archived", "--timegate", "gopher://x"][..], "is not an address that is asked"),
    ] {
        let (said, good) = fetch(desk.path(), more);
        assert!(!good && said.contains(told), "{said}");
    }
}
