//! The dataset: the same bytes from the command and from the site, read back by programs that are not ours.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use axum::Router;
use axum::http::Method;
use g7cyber::corpus::{self, Beginning, Files};
use serde_json::Value;

use crate::running::{Running, program};
use crate::site::{Answer, ask, get, over};
use crate::support::{root, skip};

/// Writes the dataset of a corpus.
fn written(corpus: Option<&Path>, folder: &Path) -> Output {
    let mut command = program();
    command.current_dir(std::env::temp_dir()).arg("data").arg(folder);
    if let Some(corpus) = corpus {
        command.arg("--corpus").arg(corpus);
    }
    command.output().unwrap()
}

/// Returns the names of the files in a folder with their bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect()
}

/// Writes the dataset of the corpus inside the program.
fn embedded() -> (tempfile::TempDir, BTreeMap<String, Vec<u8>>) {
    let folder = tempfile::tempdir().unwrap();
    let output = written(None, folder.path());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let files = files(folder.path());
    (folder, files)
}

fn rows(csv: &[u8]) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(csv).deserialize().map(Result::unwrap).collect()
}

fn release() -> String {
    get("/documents.json").json()["release"].as_str().unwrap().to_owned()
}

/// Copies the corpus and says of the press report that its words are not to be handed on.
fn closed(folder: &Path) -> Router {
    corpus::init(folder, Beginning::Embedded).unwrap();
    let path = folder.join("documents/2017-the-hill-lucca-report.md");
    let text = fs::read_to_string(&path).unwrap().replace("[source]\n", "[source]\nredistribute = false\n");
    fs::write(path, text).unwrap();
    over(Files::Directory(folder.to_owned()))
}

#[test]
fn the_command_and_the_site_give_the_same_bytes() {
    let (_folder, files) = embedded();
    let release = release();
    assert_eq!(files.len(), 22, "{:?}", files.keys());
    for (name, bytes) in &files {
        let answer = get(&format!("/data/{release}/{name}"));
        assert_eq!(answer.status, 200, "{name}");
        assert_eq!(&answer.bytes, bytes, "{name}");
        assert_eq!(get(&format!("/data/latest/{name}")).header("location"), format!("/data/{release}/{name}"));
    }
    let server = Running::start(&[]);
    let name = "paragraphs.ndjson";
    assert_eq!(server.get(&format!("/data/{release}/{name}")).status, 200);
    let (_other, again) = embedded();
    assert_eq!(files, again, "two builds");
}

#[test]
fn sha256sum_and_unzip_agree() {
    let (folder, files) = embedded();
    let check =
        |folder: &Path| Command::new("sha256sum").args(["--quiet", "-c", "SHA256SUMS"]).current_dir(folder).output();
    let output = check(folder.path()).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert_eq!(String::from_utf8_lossy(&files["SHA256SUMS"]).lines().count(), files.len() - 2);
    let name = files.keys().find(|name| name.ends_with(".zip")).unwrap();
    let into = tempfile::tempdir().unwrap();
    let unpack = "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; \
                  n = z.namelist(); assert n == sorted(n); \
                  assert {i.date_time[0] for i in z.infolist()} == {1980}; z.extractall(sys.argv[2])";
    let Ok(output) =
        Command::new("python3").args(["-c", unpack]).arg(folder.path().join(name)).arg(into.path()).output()
    else {
        return skip("no python3");
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let unpacked = into.path().join(name.trim_end_matches(".zip"));
    assert!(check(&unpacked).unwrap().status.success());
    assert_eq!(self::files(&unpacked).len(), files.len() - 1);
}

#[test]
fn the_tables_hold_what_the_site_says() {
    let (_folder, files) = embedded();
    let documents = rows(&files["documents.csv"]);
    let list = get("/documents.json").json();
    assert_eq!(documents.len(), list["documents"].as_array().unwrap().len());
    for (row, entry) in documents.iter().zip(list["documents"].as_array().unwrap()) {
        for column in ["id", "path", "title", "kind", "issuer", "dated", "dated_from", "dated_to", "precision"] {
            assert_eq!(row[column], entry[column].as_str().unwrap(), "{row:?}");
        }
    }
    let paragraphs = rows(&files["paragraphs.csv"]);
    assert!(paragraphs.len() > 20);
    let lines: Vec<Value> = String::from_utf8_lossy(&files["paragraphs.ndjson"])
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), paragraphs.len());
    for (row, line) in paragraphs.iter().zip(&lines) {
        let answer = get(&format!("{}.json", row["path"])).json();
        assert_eq!(row["text"], answer["text"].as_str().unwrap(), "{row:?}");
        assert_eq!(row["fingerprint"], format!("sha256:{}", answer["fingerprint"].as_str().unwrap()));
        assert!(row["sha256"].starts_with("sha256:") && !row["rights"].is_empty());
        for (column, cell) in row {
            let value = match &line[column] {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            assert_eq!(&value, cell, "{column}");
        }
    }
    let ledger = rows(&files["ledger.csv"]);
    let lines = fs::read_to_string(root().join("corpus/ledger.csv")).unwrap().lines().count();
    assert_eq!(ledger.len(), lines - 1);
    for row in ledger.iter().filter(|row| !row["sha256"].is_empty()) {
        assert!(row["sha256"].starts_with("sha256:") && row["fingerprint"].starts_with("sha256:"), "{row:?}");
    }
}

#[test]
fn what_may_not_be_handed_on_is_left_out_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let site = closed(folder.path());
    let get = |path: &str| -> Answer { ask(site.clone(), Method::GET, path, &[], "") };
    let release = get("/documents.json").json()["release"].as_str().unwrap().to_owned();
    let words = "voicing concerns about cyber interference";
    let page = get("/2017-the-hill-lucca-report");
    assert!(page.body.contains(words), "it is still read on the site");
    let into = tempfile::tempdir().unwrap();
    assert!(written(Some(folder.path()), into.path()).status.success());
    for (name, bytes) in files(into.path()) {
        assert_eq!(get(&format!("/data/{release}/{name}")).bytes, bytes, "{name}");
        assert!(!String::from_utf8_lossy(&bytes).contains(words), "{name}");
    }
    let files = files(into.path());
    let paragraphs = rows(&files["paragraphs.csv"]);
    let (left_out, there): (Vec<_>, Vec<_>) = paragraphs.iter().partition(|row| row["withheld"] == "true");
    assert!(!left_out.is_empty() && !there.is_empty());
    for row in left_out {
        assert_eq!((row["document"].as_str(), row["text"].as_str()), ("2017-the-hill-lucca-report", ""));
        assert!(row["fingerprint"].starts_with("sha256:") && !row["path"].is_empty() && !row["rights"].is_empty());
    }
    assert!(there.iter().all(|row| !row["text"].is_empty()));
    let readme = String::from_utf8_lossy(&files["README.md"]).into_owned();
    assert!(readme.contains("The words of 1 text (") && readme.contains("`2017-the-hill-lucca-report`"), "{readme}");
    assert!(get("/data").main().contains("(1)"), "{}", get("/data").main());
}

#[test]
fn wrong_addresses_say_what_would_be_right() {
    let release = release();
    for (path, to) in [
        ("/data/latest".to_owned(), "/data".to_owned()),
        (format!("/data/{release}"), "/data".to_owned()),
        ("/data/documents.csv".to_owned(), format!("/data/{release}/documents.csv")),
        ("/data/latest/.zenodo.json".to_owned(), format!("/data/{release}/.zenodo.json")),
    ] {
        let answer = get(&path);
        assert_eq!((answer.status.as_u16(), answer.header("location")), (302, to.as_str()), "{path}");
    }
    for path in ["/data/000000000000/documents.csv", "/data/000000000000", "/data/1.0/SHA256SUMS"] {
        let answer = get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.body.contains("git") && answer.body.contains("g7cyber data"), "{}", answer.body);
    }
    for name in ["nothing.csv", "documents.CSV.csv", "nothing", "nothing.zip", "..%2Fledger.csv"] {
        let answer = get(&format!("/data/{release}/{name}"));
        assert_eq!(answer.status, 404, "{name}");
        assert!(answer.body.contains("SHA256SUMS") && answer.body.contains("documents.csv"), "{}", answer.body);
    }
}

#[test]
fn the_page_describes_the_dataset_to_search_engines() {
    let page = get("/data");
    let linked = page.body.split("application/ld+json\">").nth(1).unwrap().split("</script>").next().unwrap();
    let linked: Value = serde_json::from_str(linked).unwrap();
    assert_eq!(linked["@type"], "Dataset");
    for key in ["name", "description", "license", "version", "temporalCoverage"] {
        assert!(linked[key].as_str().is_some_and(|text| !text.is_empty()), "{key}: {linked}");
    }
    for file in linked["distribution"].as_array().unwrap() {
        let address = file["contentUrl"].as_str().unwrap().trim_start_matches(crate::site::BASE);
        let answer = get(address);
        assert_eq!(answer.status, 200, "{address}");
        let kind = answer.header("content-type").split(';').next().unwrap().to_owned();
        assert_eq!(kind, file["encodingFormat"].as_str().unwrap(), "{address}");
        assert_eq!(g7cyber::wording::Sha256::of(&answer.bytes).to_string(), file["sha256"].as_str().unwrap());
    }
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mine"), "words").unwrap();
    let output = written(None, folder.path());
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("not empty") && said.contains("`mine`") && said.contains("name one"), "{said}");
    assert_eq!(files(folder.path()).len(), 1);
    let output = written(None, &folder.path().join("mine"));
    assert_eq!(output.status.code(), Some(1), "a file is no folder");
    let output = written(Some(&folder.path().join("none")), &folder.path().join("out"));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--corpus"), "{output:?}");
    let output = written(None, &folder.path().join("new/below"));
    assert!(output.status.success() && String::from_utf8_lossy(&output.stderr).contains("sha256sum -c SHA256SUMS"));
}
