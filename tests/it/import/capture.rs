//! Captures: what a host answered on a day, in files that the tools of web archives write, read and proved.

use std::fs;
use std::path::Path;
use std::process::Command;

use g7cyber::corpus::{self, Corpus, Files, Proof};
use g7cyber::import::{self, Error, Received};

use super::host::{Host, Reply, gzip, page, redirect, status};
use super::{ID, agrees, confirm, imported, lines, loaded};
use crate::support::{root, skip};

pub(super) const PAGE: &str = "<!doctype html><html lang=en><head><title>Declaration on Kettles</title></head><body>\
    <nav><ul><li><a href=/news>News</a><li><a href=/press>Press</a></ul></nav>\
    <main><h1>Declaration on Kettles</h1><p>Exampleville, 11 April 2017</p>\
    <p>We, the ministers, have met in Exampleville and have spoken of kettles, of what is in them, and of who watches.</p>\
    <ol><li>We agree that kettles boil, and that they are to be watched while they do.</li>\
    <li>We will watch them, each at home, and tell each other what we have seen.</li></ol>\
    <p>We thank our hosts for their tea.</p></main></body></html>";

const TEXT: [&str; 4] = [
    "We, the ministers, have met in Exampleville and have spoken of kettles, of what is in them, and of who watches.",
    "1. We agree that kettles boil, and that they are to be watched while they do.",
    "2. We will watch them, each at home, and tell each other what we have seen.",
    "We thank our hosts for their tea.",
];

pub(super) fn host() -> Host {
    Host::start(|path, _| match path {
        "/page" | "/twin" => page("text/html; charset=utf-8", PAGE),
        "/gzip" => Reply::Whole(
            "200 OK",
            vec!["Content-Type: text/html".into(), "Content-Encoding: gzip".into()],
            gzip(PAGE.as_bytes()),
        ),
        "/chunked" => {
            let (front, back) = PAGE.split_at(100);
            let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\nConnection: close";
            let chunk = |part: &str| format!("{:x}\r\n{part}\r\n", part.len());
            Reply::Raw(format!("{head}\r\n\r\n{}{}0\r\n\r\n", chunk(front), chunk(back)).into_bytes())
        }
        "/moved" => redirect("/page"),
        _ => status("404 Not Found"),
    })
}

/// Runs a script of `tests/capture`; tells whether it, and what it needs, is installed.
#[track_caller]
pub(super) fn made(script: &str, arguments: &[&str]) -> bool {
    let script = root().join("tests/capture").join(script);
    let Ok(output) = Command::new("python3").arg(&script).args(arguments).output() else {
        skip("no python3");
        return false;
    };
    let told = String::from_utf8_lossy(&output.stderr);
    if ["ModuleNotFoundError", "No such file or directory: 'wacz'"].iter().any(|missing| told.contains(missing)) {
        skip(&format!("{}: what it runs is not installed; `tests/run` installs it", script.display()));
        return false;
    }
    assert!(output.status.success(), "{}: {told}", script.display());
    true
}

/// Imports a capture, proves the draft against the record that is kept, and returns draft and corpus.
#[track_caller]
fn kept(file: &Path, url: &str) -> (String, Corpus, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let draft = imported(folder.path(), file, Some(url)).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    confirm(folder.path(), ID);
    let corpus = loaded(folder.path());
    assert_eq!(lines(&corpus.documents()[0]), TEXT, "{}", file.display());
    agrees(folder.path(), &draft);
    assert!(draft.contains(&format!("file = \"{ID}.warc\"\n")), "{draft}");
    (draft, corpus, folder)
}

#[track_caller]
fn refused(file: &Path, url: Option<&str>, told: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let corpus = folder.path().join("corpus");
    let error = imported(&corpus, file, url).expect_err(&file.display().to_string()).to_string();
    for told in told {
        assert!(error.contains(told), "{}: {error}", file.display());
    }
    assert!(!corpus.exists(), "{}", file.display());
}

#[test]
fn what_tools_captured_is_read_proved_and_kept() {
    let (host, folder) = (host(), tempfile::tempdir().unwrap());
    if !made("warcs.py", &[folder.path().to_str().unwrap(), &host.url("")]) {
        return;
    }
    let file = |name: &str| folder.path().join(name);
    let verified = |name: &str, path: &str| {
        let received = Received::from_file(&file(name), Some(host.url(path))).unwrap();
        received.capture.unwrap_or_else(|| panic!("{name}")).agreed.unwrap_or_else(|| panic!("{name}"))
    };
    for (name, path, how) in [
        ("whole.warc.gz", "/page", "warc"),
        ("whole.warc", "/page", "warc"),
        ("one-member.warc.gz", "/page", "warc"),
        ("old.warc", "/page", "warc"),
        ("a.bin", "/page", "warc"),
        ("chunked.warc.gz", "/chunked", "warc"),
        ("packed.warc.gz", "/gzip", "warc"),
        ("revisit.warc.gz", "/page", "warc"),
        ("resource.warc.gz", "/page", "warc"),
        ("package.wacz", "/page", "wacz"),
        ("package-chunked.wacz", "/chunked", "wacz"),
    ] {
        let (draft, corpus, _) = kept(&file(name), &host.url(path));
        let source = corpus.documents()[0].source.clone().unwrap();
        let capture = source.capture.unwrap();
        assert_eq!((capture.how.as_deref(), source.url), (Some(how), Some(host.url(path))), "{name}");
        assert!(capture.digest.is_some_and(|digest| digest.starts_with("sha1:")), "{name}: {draft}");
        assert!(!draft.contains("# doubt"), "{name}: {draft}");
    }
    // Whoever waits for a large one is told how much of it is read.
    for (name, times) in [("whole.warc.gz", 1), ("package.wacz", 2)] {
        let told = std::cell::Cell::new(0);
        let tell = |bytes| told.set(told.get() + bytes);
        Received::from_file_telling(&file(name), Some(host.url("/page")), &tell).unwrap();
        let length = fs::metadata(file(name)).unwrap().len();
        assert!((length * times..=length * 5).contains(&told.get()), "{name}: {} of {length}", told.get());
    }
    assert_eq!(verified("whole.warc.gz", "/page"), "the bytes as they were transferred");
    assert_eq!(verified("chunked.warc.gz", "/chunked"), "the bytes as they were transferred");
    assert_eq!(verified("packed.warc.gz", "/gzip"), "the bytes as they were transferred");
    let (draft, ..) = kept(&file("whole.warc.gz"), &host.url("/page#top"));
    assert!(draft.contains("captured_by = \"A. Person, with a tool\"\n"), "{draft}");
    // The later of two is taken, and that is told; a revisit has its own moment.
    let (draft, ..) = kept(&file("two.warc.gz"), &host.url("/page"));
    assert!(
        draft.contains("captured = \"2019-01-01T00:00:00Z\"\n") && draft.contains("# doubt: the file has 2"),
        "{draft}"
    );
    let (draft, _, folder) = kept(&file("revisit.warc.gz"), &host.url("/page"));
    assert!(draft.contains("captured = \"2019-01-01T00:00:00Z\"\n"), "{draft}");
    // What is kept is a file of captures itself.
    let record = folder.path().join(format!("sources/{ID}.warc"));
    kept(&record, &host.url("/page"));
    let check = Command::new("warcio").arg("check").arg(&record).output();
    assert!(check.is_ok_and(|output| output.status.success()));
}

#[test]
fn a_capture_that_is_not_what_it_says_is_refused_and_leaves_nothing() {
    let (host, folder) = (host(), tempfile::tempdir().unwrap());
    if !made("warcs.py", &[folder.path().to_str().unwrap(), &host.url("")]) {
        return;
    }
    let page = host.url("/page");
    let cases: [(&str, Option<&str>, &[&str]); 16] = [
        ("whole.warc.gz", None, &["--url", &page]),
        ("whole.warc.gz", Some("/other"), &["was not captured", &page]),
        ("whole.warc.gz", Some("/moved"), &["has moved to", &page]),
        ("whole.warc.gz", Some("/none"), &["404"]),
        ("none.warc", Some("/page"), &["404"]),
        ("empty.warc.gz", Some("/page"), &["empty"]),
        ("revisit-alone.warc.gz", Some("/page"), &["refers to an earlier one"]),
        ("changed.warc", Some("/page"), &["digest", "sha1:", "is named, and what is there has sha1:"]),
        ("cut.warc.gz", Some("/page"), &["ends before its end"]),
        ("cut.warc", Some("/page"), &["ends before its end"]),
        ("bomb.warc.gz", Some("/page"), &["unpacks to more than"]),
        ("changed.wacz", Some("/page"), &["sha256:", "is named, and what is there has sha256:"]),
        ("relisted.wacz", Some("/page"), &["sha256:", "`datapackage.json`"]),
        ("unlisted.wacz", Some("/page"), &["no digest of `archive/whole.warc.gz`"]),
        ("hollow.wacz", Some("/page"), &["no records"]),
        ("cut.wacz", Some("/page"), &[]),
    ];
    for (name, path, told) in cases {
        refused(&folder.path().join(name), path.map(|path| host.url(path)).as_deref(), told);
    }
}

#[test]
fn what_wget_captured_is_read() {
    let (host, folder) = (host(), tempfile::tempdir().unwrap());
    let captured = |name: &str, more: &[&str], paths: &[&str]| {
        let mut wget = Command::new("wget");
        wget.current_dir(folder.path()).args(["-q", "-O", "/dev/null", "--warc-file", name]).args(more);
        wget.args(paths.iter().map(|path| host.url(path))).output().is_ok()
    };
    if !captured("first", &["--warc-cdx"], &["/page", "/chunked", "/none"]) {
        skip("no wget");
        return;
    }
    captured("plain", &["--no-warc-compression"], &["/page"]);
    // The second time it keeps only that the page is the same as in the first file.
    captured("second", &["--warc-dedup", "first.cdx"], &["/page"]);
    let file = |name: &str| folder.path().join(name);
    for (name, path) in [("first.warc.gz", "/page"), ("first.warc.gz", "/chunked"), ("plain.warc", "/page")] {
        let (draft, ..) = kept(&file(name), &host.url(path));
        assert!(draft.contains("captured_by = \"Wget/"), "{draft}");
    }
    refused(&file("first.warc.gz"), Some(&host.url("/none")), &["404"]);
    refused(&file("second.warc.gz"), Some(&host.url("/page")), &["refers to an earlier one"]);
    // The two in one file, as `cat` joins them.
    let both = [fs::read(file("first.warc.gz")).unwrap(), fs::read(file("second.warc.gz")).unwrap()].concat();
    fs::write(file("both.warc.gz"), both).unwrap();
    kept(&file("both.warc.gz"), &host.url("/page"));
}

#[test]
fn a_record_that_is_kept_is_proved_again_whenever_it_is_read() {
    let (host, folder) = (host(), tempfile::tempdir().unwrap());
    if !made("warcs.py", &[folder.path().to_str().unwrap(), &host.url("")]) {
        return;
    }
    let (_, _, corpus) = kept(&folder.path().join("whole.warc.gz"), &host.url("/page"));
    let files = Files::Directory(corpus.path().to_owned());
    let proof = || {
        let (corpus, problems) = corpus::examine(&files, &import::plain_text);
        (corpus.map(|corpus| corpus.documents()[0].source.clone().unwrap().proof), problems)
    };
    assert_eq!(proof().0, Some(Proof::Holds));
    let path = corpus.path().join(format!("sources/{ID}.warc"));
    let record = String::from_utf8(fs::read(&path).unwrap()).unwrap();
    fs::write(&path, record.replace("kettles boil", "kettles rust")).unwrap();
    let (_, problems) = proof();
    let told = |what: &str| problems.iter().any(|problem| problem.wrong.contains(what));
    assert!(told("the digest of") && told("is not what its digest says"), "{problems:#?}");
    assert!(matches!(import::plain_text("x.warc", b"WARC/1.0\r\n"), Err(corpus::NoText::Unreadable(_))));
    let unread = Received::from_file(&path, None);
    assert!(matches!(unread, Err(Error::Unnamed(_))), "{unread:?}");
}
