//! The dataset: the same bytes from the command and from the site, read back by programs that are not ours.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use axum::Router;
use axum::http::Method;
use g7cyber::corpus::{self, Beginning, Files};
use serde_json::Value;

use crate::consumer::{cells, found, run};
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
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file());
    entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect()
}

/// Returns the same with those for spreadsheets.
fn all_files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let more = files(&folder.join("excel")).into_iter().map(|(name, bytes)| (format!("excel/{name}"), bytes));
    files(folder).into_iter().chain(more).collect()
}

/// Writes the dataset of the corpus inside the program.
fn embedded() -> (tempfile::TempDir, BTreeMap<String, Vec<u8>>) {
    let folder = tempfile::tempdir().unwrap();
    let output = written(None, folder.path());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let files = all_files(folder.path());
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
    assert_eq!(files.len(), 35, "{:?}", files.keys());
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
fn no_answer_with_all_hits_has_words_that_may_not_be_handed_on() {
    let folder = tempfile::tempdir().unwrap();
    let site = closed(folder.path());
    let show = |address: &str| ask(site.clone(), Method::GET, address, &[], "");
    // A word of that text alone, which the site shows and finds.
    let (word, id) = ("voicing", "2017-the-hill-lucca-report");
    let query = "q=document%3A2017-the-hill-lucca-report";
    assert!(show(&format!("/{id}")).body.contains(word));
    assert!(show(&format!("/search?q={word}")).body.contains(id));
    for end in ["json", "csv", "ndjson", "atom", "ris", "bib"] {
        for view in ["", "&excel=1"] {
            let answer = show(&format!("/search.{end}?{query}{view}"));
            assert_eq!(answer.status, 200, "{end}");
            assert!(answer.body.contains(id), "the hits are told: {end}");
            assert!(!answer.body.contains(word), "{end}: {}", answer.body);
        }
    }
    for address in ["/changes.atom", "/documents.json", "/documents.csv", "/sitemap.xml"] {
        assert!(!show(address).body.contains(word), "{address}");
    }
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
    assert_eq!(all_files(&unpacked).len(), files.len() - 1);
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

/// Returns the lines of a dataset's README that read its tables, by the program that they are for.
fn lines(readme: &[u8]) -> BTreeMap<String, String> {
    let readme = String::from_utf8_lossy(readme).into_owned();
    let line = |line: &str| {
        let (program, rest) = line.strip_prefix("- ")?.split_once(": `")?;
        let line = rest.strip_suffix('`')?;
        line.contains("paragraphs.csv").then(|| (program.to_owned(), line.replace("paragraphs.csv", "ADDRESS")))
    };
    readme.lines().filter_map(line).collect()
}

/// A corpus whose cells are hard to read: quotes, line breaks, numbers that are none, words for nothing.
fn hostile() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    corpus::init(folder.path(), Beginning::Embedded).unwrap();
    let front = |title: &str, more: &str| {
        format!(
            "+++\ntitle = {title:?}\nkind = \"declaration\"\ndate = \"2017\"\nissuer = \"NA\"\nlanguage = \"en\"\n{more}+++\n"
        )
    };
    let text = "1. =SUM(A1:A2), \"quoted\", with; semicolons\n\n2. NULL\n\n3. 12e5\n\n4. 007\n\n5. 2017-04\n\n6. TRUE\n\n7. +49 30 1234\n\n(1) NaN\n";
    fs::write(folder.path().join("documents/2017-a-null.md"), front("null", "") + text).unwrap();
    let translated = front("NaN", "[translation]\nof = \"2017-a-null\"\nauthentic = \"equal\"\ntranslator = \"007\"\n");
    let translated = translated.replace("language = \"en\"", "language = \"fr\"");
    fs::write(folder.path().join("documents/2017-a-nul.md"), translated + "1. =SOMME(A1:A2)\n\n2. NUL\n").unwrap();
    fs::create_dir_all(folder.path().join("alignments")).unwrap();
    let rows = "a,b,how\n1,1,number\n2,2,person\n3 4 5 6 7 8,,person\n";
    fs::write(folder.path().join("alignments/2017-a-null--2017-a-nul.csv"), rows).unwrap();
    let record = front("-", "abstract = \"\\\"1.2.3.\\\", 'and' \\\\ a backslash\"\ndoi = \"10.5281/zenodo.1234\"\n");
    fs::write(folder.path().join("documents/2017-b-nan.md"), record).unwrap();
    let output =
        program().args(["publish", "--yes", "--note", "Made up.", "--corpus"]).arg(folder.path()).output().unwrap();
    let _ = output;
    folder
}

#[test]
fn every_table_is_read_back_cell_for_cell_with_the_lines_of_the_readme() {
    let corpus = hostile();
    let (of_own, _) = embedded();
    let of_hostile = tempfile::tempdir().unwrap();
    assert!(written(Some(corpus.path()), of_hostile.path()).status.success());
    let lines = lines(&fs::read(of_own.path().join("README.md")).unwrap());
    assert_eq!(lines.keys().collect::<Vec<_>>(), ["DuckDB", "Polars", "R", "pandas"]);
    for folder in [of_own.path(), of_hostile.path()] {
        fs::write(folder.join("lines.json"), serde_json::to_string(&lines).unwrap()).unwrap();
        fs::write(folder.join("line.R"), &lines["R"]).unwrap();
        let tables: Vec<String> = files(folder).into_keys().filter(|name| name.ends_with(".csv")).collect();
        assert_eq!(tables.len(), 12);
        let table = |name: &str| cells(&fs::read_to_string(folder.join(name)).unwrap());
        if let Some(found) = found("python3", "tables.py", folder) {
            for name in &tables {
                for (reader, read) in &found[name] {
                    let read: Vec<Vec<String>> =
                        serde_json::from_value(read.clone()).unwrap_or_else(|_| panic!("{name} by {reader}: {read}"));
                    assert_eq!(read, table(name), "{name} by {reader}");
                }
            }
        }
        if run("Rscript", "tables.R", folder).is_some() {
            for name in &tables {
                let read = fs::read_to_string(folder.join(format!("{name}.read"))).unwrap();
                let rows: Vec<Vec<&str>> = read.split('\u{1e}').map(|row| row.split('\u{1f}').collect()).collect();
                assert_eq!(rows, table(name), "{name} by readr");
            }
        }
    }
}

#[test]
fn readers_of_descriptions_find_in_them_what_the_tables_hold() {
    let corpus = hostile();
    let (of_own, _) = embedded();
    let of_hostile = tempfile::tempdir().unwrap();
    assert!(written(Some(corpus.path()), of_hostile.path()).status.success());
    for (folder, is_own) in [(of_own.path(), true), (of_hostile.path(), false)] {
        let Some(output) = run("python3", "dataset.py", folder) else { return };
        let found: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(found["complaints"], serde_json::json!([]));
        for (name, checked) in [("frictionless", &found["datapackage"]), ("cffconvert", &found["citation"])] {
            if checked.is_null() {
                skip(&format!("no {name}; `tests/run` installs it"));
            }
        }
        assert!(found["datapackage"].is_null() || found["datapackage"]["valid"] == true, "{}", found["datapackage"]);
        assert!(found["citation"].is_null() || found["citation"] == true);
        let files = files(folder);
        for (reader, tables) in found["tables"].as_object().unwrap() {
            for (name, read) in tables.as_object().unwrap() {
                let Some(bytes) = files.get(&format!("{name}.csv")) else { continue };
                let mut rows = rows(bytes);
                // What it takes for nothing or a number, and cannot be told otherwise, is in the table of consumers.
                if reader == "mlcroissant" {
                    if !is_own {
                        continue;
                    }
                    rows.iter_mut().for_each(|row| drop(row.remove("printed")));
                }
                let read: Vec<BTreeMap<String, String>> = serde_json::from_value(read.clone()).unwrap();
                assert_eq!(read, rows, "{name} by {reader}");
            }
        }
        let sums = String::from_utf8_lossy(&files["SHA256SUMS"]).into_owned();
        let crated = found["crate"].as_object().unwrap();
        assert!(crated.len() > 25, "{crated:?}");
        for (name, sha256) in crated {
            assert!(sums.contains(&format!("{}  {name}\n", sha256.as_str().unwrap())), "{name}");
        }
    }
}

#[test]
fn a_spreadsheet_finds_the_same_rows() {
    let corpus = hostile();
    let folder = tempfile::tempdir().unwrap();
    assert!(written(Some(corpus.path()), folder.path()).status.success());
    for (name, bytes) in files(folder.path()).into_iter().filter(|(name, _)| name.ends_with(".csv")) {
        let other = fs::read_to_string(folder.path().join("excel").join(&name)).unwrap();
        assert!(other.starts_with('\u{feff}'), "{name}");
        let tamed = |cell: String| cell.strip_prefix('\'').map(str::to_owned).unwrap_or(cell);
        let other: Vec<Vec<String>> =
            cells(&other).into_iter().map(|row| row.into_iter().map(tamed).collect()).collect();
        let own = cells(&String::from_utf8(bytes).unwrap());
        let own: Vec<Vec<String>> = own.into_iter().map(|row| row.into_iter().map(tamed).collect()).collect();
        assert_eq!(other, own, "{name}");
        assert!(other.len() > 1, "{name}");
    }
    let release = release();
    for (path, to) in [
        ("/data/excel/paragraphs.csv".to_owned(), format!("/data/{release}/excel/paragraphs.csv")),
        ("/data/latest/excel/paragraphs.csv".to_owned(), format!("/data/{release}/excel/paragraphs.csv")),
    ] {
        let answer = get(&path);
        assert_eq!((answer.status.as_u16(), answer.header("location")), (302, to.as_str()), "{path}");
        assert_eq!(get(&to).header("content-type"), "text/csv; charset=utf-8; header=present");
    }
    for path in [format!("/data/{release}/excel/nothing.csv"), "/data/000000000000/excel/ledger.csv".to_owned()] {
        assert_eq!(get(&path).status, 404, "{path}");
    }
}

#[test]
fn a_doi_stands_in_every_citation() {
    let corpus = hostile();
    let site = over(Files::Directory(corpus.path().to_owned()));
    let get = |path: &str| ask(site.clone(), Method::GET, path, &[], "").body;
    let doi = "10.5281/zenodo.1234";
    for (path, told) in [
        ("/2017-b-nan.bib", format!("  doi = {{{doi}}},")),
        ("/2017-b-nan.ris", format!("\r\nDO  - {doi}\r\n")),
        ("/2017-b-nan.csl.json", format!("\"DOI\": \"{doi}\"")),
        ("/2017-b-nan.json", format!("\"doi\":\"{doi}\"")),
        ("/2017-b-nan", format!("<a href=\"https://doi.org/{doi}\"")),
        ("/2017-b-nan", format!("<meta name=\"citation_doi\" content=\"{doi}\">")),
        ("/2017-b-nan/cite", format!("https://doi.org/{doi}")),
        ("/documents.csv", doi.to_owned()),
    ] {
        assert!(get(path).contains(&told), "{path}: {told}");
    }
    let path = corpus.path().join("documents/2017-b-nan.md");
    let text = fs::read_to_string(&path).unwrap();
    for wrong in [
        "https://doi.org/10.5281/zenodo.1",
        "doi:10.5281/a",
        "10.528/a",
        "10.5281/",
        "10.5281/a b",
        "11.5281/a",
        "10.5281/{a}",
    ] {
        fs::write(&path, text.replace(doi, wrong)).unwrap();
        let output = program().args(["check", "--corpus"]).arg(corpus.path()).output().unwrap();
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert!(said.contains("is not a DOI") && said.contains("10.5281/zenodo.1234"), "{wrong}: {said}");
    }
}

#[test]
fn the_corpus_has_the_name_that_git_gives_to_its_folder() {
    for corpus in [None, Some(hostile())] {
        let (folder, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let from = corpus.as_ref().map(tempfile::TempDir::path);
        assert!(written(from, out.path()).status.success());
        match from {
            Some(from) => assert!(Command::new("cp").arg("-r").args([from, folder.path()]).status().unwrap().success()),
            None => corpus::init(folder.path(), Beginning::Embedded).map(|_| ()).unwrap(),
        }
        let git = |arguments: &[&str]| {
            let name = from.and_then(Path::file_name).unwrap_or_default();
            let root = folder.path().join(name);
            Command::new("git").args(["-c", "core.autocrlf=false"]).args(arguments).current_dir(root).output()
        };
        if git(&["init", "-q"]).is_err() {
            return crate::support::skip("no git");
        }
        assert!(git(&["add", "--all", "--force"]).unwrap().status.success());
        let tree = String::from_utf8(git(&["write-tree"]).unwrap().stdout).unwrap();
        let swhid = format!("swh:1:dir:{}", tree.trim());
        for name in ["CITATION.cff", "datacite.json", "README.md"] {
            let text = fs::read_to_string(out.path().join(name)).unwrap();
            assert!(text.contains(&swhid), "{name} has not {swhid}: {text}");
        }
    }
    let page = get("/data");
    assert!(page.main().contains("<code>swh:1:dir:"), "{}", page.main());
}
