//! A new operator's whole way with the real program: import, fetch, correct, check, publish, and link to a paragraph.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::fetch::{PAGE, records};
use super::host::{Host, page, status};
use super::{confirm, fixtures, has_poppler, pdf};
use crate::running::{Running, program};

/// Runs a command on a corpus, and returns what it printed and whether it ended well.
fn run(corpus: &Path, arguments: &[&str]) -> (String, bool) {
    let mut command: Command = program();
    let output = command.args(arguments).arg("--corpus").arg(corpus).output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    (printed + &String::from_utf8_lossy(&output.stderr), output.status.success())
}

#[track_caller]
fn succeed(corpus: &Path, arguments: &[&str]) -> String {
    let (said, ended_well) = run(corpus, arguments);
    assert!(ended_well, "{arguments:?}: {said}");
    said
}

#[test]
fn an_operator_fills_the_archive_and_links_to_a_paragraph() {
    let host = Host::start(|path, before| match path {
        "/robots.txt" => status("404 Not Found"),
        "/e.html" => status("500 Broken"),
        "/d.html" if before > 0 => page("text/html", PAGE.replace("watch them", "see to them")),
        "/c.txt" => page(
            "text/plain; charset=iso-8859-1",
            b"Note on Caf\xe9s\n\n1. A caf\xe9 is a good place to meet.\n".to_vec(),
        ),
        _ => page("text/html", PAGE),
    });
    let folder = tempfile::tempdir().unwrap();
    let corpus = folder.path().join("corpus");
    let urls = ["a.html", "b.html", "c.txt", "d.html", "e.html"].map(|file| host.url(&format!("/{file}")));
    let [a, b, c, d, e] =
        urls.each_ref().map(|url| [(url.as_str(), if url.ends_with("txt") { "txt" } else { "html" })]);
    records(&corpus, &[("2016-a", &a), ("2016-b", &b), ("2016-c", &c), ("2016-d", &d), ("2016-e", &e)]);
    let server = Running::start(&["--watch", "--corpus", corpus.to_str().unwrap()]);
    assert_eq!(server.get("/2016-a/p/1").status, 404, "a record has no paragraphs");

    let html = fixtures("information-centre").remove(0);
    let said = succeed(
        &corpus,
        &["import", html.to_str().unwrap(), "--id", "2017-page", "--url", "https://www.g7.utoronto.ca/x.html"],
    );
    assert!(said.contains("draft written, 9 paragraphs") && said.contains("doubt: "), "{said}");
    let text = fixtures("text").into_iter().find(|path| path.ends_with("wrapped.txt")).unwrap();
    succeed(&corpus, &["import", text.to_str().unwrap(), "--id", "2018-text"]);
    if has_poppler() {
        let file = folder.path().join("boats.pdf");
        fs::write(&file, pdf::of_layout(&fs::read_to_string(&fixtures("mofa")[0]).unwrap())).unwrap();
        succeed(&corpus, &["import", file.to_str().unwrap(), "--id", "2016-file"]);
    }
    let (said, ended_well) = run(&corpus, &["import", text.to_str().unwrap(), "--id", "2018-text"]);
    assert!(!ended_well && said.contains("nothing is overwritten"), "{said}");

    let fetch = ["fetch", "--all", "--this-machine", "--pause", "0", "--retries", "0"];
    let (table, ended_well) = run(&corpus, &fetch);
    assert!(!ended_well, "one of them failed: {table}");
    let results: Vec<&str> =
        table.lines().filter_map(|line| line.strip_prefix("2016-")?.split_whitespace().nth(1)).collect();
    assert_eq!(results, ["imported", "imported", "imported", "imported", "failed"], "{table}");
    let (table, _) = run(&corpus, &fetch);
    assert!(table.starts_with("2016-e") && table.contains("status 500"), "only what failed is tried again: {table}");

    let path = corpus.join("documents/2016-a.md");
    let draft = fs::read_to_string(&path).unwrap();
    let corrected =
        draft.replace("We will watch", "We [-will-]{+shall+}[^1] watch") + "\n[^1]: The signed copy has “shall”.\n";
    fs::write(&path, &corrected).unwrap();
    succeed(&corpus, &["check"]);
    fs::write(&path, corrected.replace("We agree", "We disagree")).unwrap();
    let (said, ended_well) = run(&corpus, &["check"]);
    assert!(!ended_well && said.contains("documents/2016-a.md:") && said.contains("parts from its source"), "{said}");
    fs::write(&path, &corrected).unwrap();
    let (said, ended_well) = run(&corpus, &["publish"]);
    assert!(!ended_well && said.contains("documents/2016-a.md:") && said.contains("`doubt: "), "{said}");
    for document in fs::read_dir(corpus.join("documents")).unwrap() {
        confirm(&corpus, document.unwrap().path().file_stem().unwrap().to_str().unwrap());
    }
    succeed(&corpus, &["publish"]);
    succeed(&corpus, &["check"]);

    server.until("the corpus being taken", |server| server.get("/2016-a/p/2/r/1").status == 200);
    let json = server.get("/2016-a/p/2.json").body;
    assert!(json.contains("We shall watch them.") && json.contains("\"2.\""), "{json}");
    assert_eq!(server.get("/2017-page/para/3").status, 303);
    assert!(server.get("/2016-c").body.contains("A café is a good place to meet."));
    assert_eq!(server.get("/2016-e").status, 200, "what could not be fetched is still a record");

    let (table, _) = run(&corpus, &["fetch", "--all", "--recheck", "--this-machine", "--pause", "0", "--retries", "0"]);
    let of =
        |id: &str| table.split(id).nth(1).unwrap_or_default().split_whitespace().next().unwrap_or_default().to_owned();
    assert_eq!((of("2016-a"), of("2016-d")), ("same".into(), "changed".into()), "{table}");
    assert!(table.contains("[-watch-]{+see to+}"), "{table}");
}
