//! What leaves the archive is read right by what reads it: tables, pages, feeds, crawlers, and the description of the
//! interface, each by the program itself.
//!
//! The programs are in `tests/consumer`; `tests/run` installs them. Reference files are in `citing`.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use axum::http::Method;
use g7cyber::corpus::Files;
use serde_json::{Value, json};

use crate::running::Running;
use crate::site::{BASE, ask, get, over};
use crate::support::{root, skip};

/// Runs a script over a folder; nothing where it, or what it needs, is not installed.
#[track_caller]
pub(crate) fn run(program: &str, script: &str, folder: &Path) -> Option<Output> {
    let script = root().join("tests/consumer").join(script);
    let Ok(output) = Command::new(program).arg(&script).arg(folder).output() else {
        skip(&format!("no {program}"));
        return None;
    };
    let told = String::from_utf8_lossy(&output.stderr);
    let missing = ["ModuleNotFoundError", "ERR_MODULE_NOT_FOUND", "there is no package called"];
    if missing.iter().any(|missing| told.contains(missing)) {
        skip(&format!("{}: what it runs is not installed; `tests/run` installs it", script.display()));
        return None;
    }
    assert!(output.status.success(), "{}: {told}", script.display());
    Some(output)
}

/// What a script found: file -> reader -> what it read.
pub(crate) type Found = BTreeMap<String, BTreeMap<String, Value>>;

#[track_caller]
pub(crate) fn found(program: &str, script: &str, folder: &Path) -> Option<Found> {
    run(program, script, folder).map(|output| serde_json::from_slice(&output.stdout).unwrap())
}

/// Every table that there is, of our own corpus and of one that is hard to read.
fn tables() -> Vec<(String, String)> {
    let hostile = over(Files::Directory(root().join("tests/fixtures/hostile")));
    let sites = [("real", over(Files::Embedded), "cyber"), ("hostile", hostile, "yes+OR+a*")];
    let mut tables = Vec::new();
    for (name, site, query) in sites {
        for (table, address) in [
            ("documents", "/documents.csv".to_owned()),
            ("hits", format!("/search.csv?q={query}&match=any")),
            ("lines", format!("/search.csv?q={query}&match=any&view=kwic")),
        ] {
            let answer = ask(site.clone(), Method::GET, &address, &[], "");
            assert_eq!(answer.status, 200, "{address}");
            tables.push((format!("{name}-{table}"), answer.body));
        }
    }
    tables
}

/// Returns the cells of a table, the head first.
pub(crate) fn cells(table: &str) -> Vec<Vec<String>> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).from_reader(table.trim_start_matches('\u{feff}').as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Returns the line that the page of the interface gives for a program.
fn line(program: &str) -> String {
    let page = get("/api").body;
    let (_, rest) = page.split_once(&format!("<code id=\"read-{program}\">")).unwrap();
    let line = rest.split_once("</code>").unwrap().0;
    let line = line.replace("&#34;", "\"").replace("&#39;", "'").replace("&quot;", "\"").replace("&amp;", "&");
    let address = format!("{BASE}/search.csv?q=cyber");
    assert!(line.contains(&address), "{line}");
    line.replace(&address, "ADDRESS")
}

#[test]
fn every_table_reads_back_cell_for_cell_with_the_lines_that_the_interface_gives() {
    let folder = tempfile::tempdir().unwrap();
    let tables = tables();
    for (name, table) in &tables {
        std::fs::write(folder.path().join(format!("{name}.csv")), table).unwrap();
    }
    let lines = json!({ "pandas": line("pandas"), "Polars": line("polars"), "DuckDB": line("duckdb") });
    std::fs::write(folder.path().join("lines.json"), lines.to_string()).unwrap();
    std::fs::write(folder.path().join("line.R"), line("r")).unwrap();
    if let Some(found) = found("python3", "tables.py", folder.path()) {
        for (name, table) in &tables {
            for (reader, read) in &found[&format!("{name}.csv")] {
                let read: Vec<Vec<String>> =
                    serde_json::from_value(read.clone()).unwrap_or_else(|_| panic!("{name} by {reader}: {read}"));
                assert_eq!(read, cells(table), "{name} by {reader}");
            }
        }
    }
    if run("Rscript", "tables.R", folder.path()).is_some() {
        for (name, table) in &tables {
            let read = std::fs::read_to_string(folder.path().join(format!("{name}.csv.read"))).unwrap();
            let rows: Vec<Vec<&str>> = read.split('\u{1e}').map(|row| row.split('\u{1f}').collect()).collect();
            assert_eq!(rows, cells(table), "{name} by readr");
        }
    }
}

/// The pages that articles are taken from: a text, one of its paragraphs, a report of the press, a record of a month.
fn pages(folder: &Path) -> Vec<(String, Value)> {
    let list = get("/documents.json").json();
    let documents = list["documents"].as_array().unwrap().clone();
    let mut pages = Vec::new();
    let mut addresses = serde_json::Map::new();
    let mut add = |name: String, path: &str, document: &Value| {
        std::fs::write(folder.join(format!("{name}.html")), get(path).body).unwrap();
        addresses.insert(format!("{name}.html"), json!(format!("{BASE}{path}")));
        pages.push((format!("{name}.html"), document.clone()));
    };
    for document in &documents {
        let path = document["path"].as_str().unwrap();
        add(document["id"].as_str().unwrap().to_owned(), path, document);
        if document["held"] == true {
            add(format!("{}-p2", document["id"].as_str().unwrap()), &format!("{path}/p/2"), document);
        }
    }
    std::fs::write(folder.join("addresses.json"), Value::Object(addresses).to_string()).unwrap();
    pages
}

/// Checks what a reader took for author, date, site and text of a page: right, or nothing.
#[track_caller]
fn check_page(name: &str, reader: &str, read: &Value, document: &Value) {
    let place = format!("{name} by {reader}: {read:.400}");
    let issuer = document["issuer"].as_str().unwrap();
    let straight = read["author"].as_str().map(|author| author.replace('’', "'"));
    assert!(straight.is_none_or(|author| author == issuer.replace('’', "'")), "{place}");
    assert!(
        ["G7 Cyber Archive", "archive.example", "archive.example.org"].map(Value::from).contains(&read["site"]),
        "{place}"
    );
    if let Some(date) = read["date"].as_str() {
        let exact = document["precision"] == "day";
        // trafilatura knows days alone, and takes one from the words of the page where no tag has one.
        if exact {
            assert_eq!(date.get(..10).unwrap_or(date), document["date"], "{place}");
        } else if reader != "trafilatura" {
            assert_eq!(date, document["date"], "{place}");
        }
    }
    let text = read["text"].as_str().unwrap_or_default();
    let glued = format!("{}{}", document["date"].as_str().unwrap_or_default(), issuer);
    assert!(!text.contains(&glued), "{place}");
}

#[test]
fn extractors_find_author_date_and_site_right_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let pages = pages(folder.path());
    for (program, script) in [("python3", "pages.py"), ("node", "pages.mjs")] {
        let Some(found) = found(program, script, folder.path()) else { continue };
        for (name, document) in &pages {
            for (reader, read) in &found[name] {
                check_page(name, reader, read, document);
                if reader == "metascraper" {
                    assert!(read["image"].as_str().is_some_and(|it| it.ends_with("/card.png")), "{name}: {read}");
                }
            }
        }
    }
}

#[test]
fn facts_above_a_title_are_divided_by_white_space() {
    for path in [
        "/2018-ise-shima-cyber-group-report",
        "/2017-the-hill-lucca-report",
        "/2017-the-hill-lucca-report/p/2",
        "/documents",
    ] {
        let page = get(path).body;
        for origin in page.split("class=\"origin\">").skip(1) {
            let origin = origin.split_once("</p>").unwrap().0;
            assert!(!origin.contains("</span><span") && !origin.contains("</time><span"), "{path}: {origin}");
        }
    }
}

#[test]
fn a_feed_says_press_report_where_no_category_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("addresses.json"), "{}").unwrap();
    std::fs::write(folder.path().join("search.atom"), get("/search.atom?q=cyber&match=any").body).unwrap();
    let Some(found) = found("python3", "pages.py", folder.path()) else { return };
    let feed = &found["search.atom"]["feedparser"];
    assert_eq!(feed["faulty"], false, "{feed}");
    let entries = feed["entries"].as_array().unwrap();
    assert!(entries.len() > 10);
    for entry in entries {
        let press = entry["link"].as_str().unwrap().contains("/2017-the-hill-lucca-report/");
        assert_eq!(entry["title"].as_str().unwrap().starts_with("Press report: "), press, "{entry}");
    }
}

/// Asks Python's reader of robots files which of these addresses it would fetch.
fn allowed(addresses: &[&str]) -> Option<Vec<bool>> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("robots.txt"), get("/robots.txt").body).unwrap();
    std::fs::write(folder.path().join("addresses.json"), json!(addresses).to_string()).unwrap();
    let output = run("python3", "robots.py", folder.path())?;
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn a_reader_of_robots_files_that_knows_prefixes_alone_is_kept_from_choices_and_from_nothing_else() {
    let open = [
        "/",
        "/documents",
        "/documents.json",
        "/search",
        "/help",
        "/check",
        "/2018-ise-shima-cyber-group-report",
        "/2018-ise-shima-cyber-group-report/p/3",
        "/2018-ise-shima-cyber-group-report/p/3.ris",
        "/changes.atom",
        "/sitemap.xml",
        "/2018-ise-shima-cyber-group-report/card.png",
    ];
    let closed = [
        "/search?q=cyber",
        "/search?q=cyber&year=2018",
        "/search?year=2018&kind=report",
        "/search.json?q=cyber",
        "/documents?year=2018",
        "/documents?kind=report&year=2018",
        "/documents?topic=norms",
        "/check?q=words",
        "/documents?forum=leaders&presidency=Japan",
        "/documents?presidency=Japan",
        "/search?view=kwic&q=a",
    ];
    if let Some(found) = allowed(&open) {
        assert_eq!(found, [true; 12], "{open:?}");
    }
    if let Some(found) = allowed(&closed) {
        assert_eq!(found, [false; 11], "{closed:?}");
    }
}

#[test]
fn crawlers_are_asked_not_to_follow_choices() {
    let robots = |path: &str| {
        let page = get(path).body;
        let meta = page
            .split_once("<meta name=\"robots\" content=\"")
            .map(|(_, rest)| rest.split('"').next().unwrap().to_owned());
        let canonical = page
            .split_once("<link rel=\"canonical\" href=\"")
            .map(|(_, rest)| rest.split('"').next().unwrap().to_owned());
        (meta.unwrap_or_default(), canonical.unwrap_or_default())
    };
    assert_eq!(robots("/documents"), (String::new(), format!("{BASE}/documents")));
    assert_eq!(robots("/documents?year=2018"), ("nofollow".into(), format!("{BASE}/documents?year=2018")));
    assert_eq!(
        robots("/documents?year=2018&kind=communique"),
        ("noindex, nofollow".into(), format!("{BASE}/documents"))
    );
    assert_eq!(robots("/documents?year=2018&year=2017"), ("noindex, nofollow".into(), format!("{BASE}/documents")));
    assert_eq!(robots("/search?q=cyber"), ("nofollow".into(), format!("{BASE}/search?q=cyber")));
    assert_eq!(
        robots("/search?q=cyber&year=2018&kind=report"),
        ("noindex, nofollow".into(), format!("{BASE}/search?q=cyber"))
    );
    assert_eq!(robots("/variants").0, "nofollow");
    let page = get("/documents").body;
    let facets = page.split_once("class=\"facets\"").unwrap().1.split_once("</details>").unwrap().0;
    assert_eq!(facets.matches("<a href=").count(), facets.matches("rel=\"nofollow\"").count(), "{facets}");
}

/// Returns how many files a crawler left in a folder, and those whose names hold several choices.
fn copied(folder: &Path) -> (usize, Vec<String>) {
    let (mut count, mut narrowed, mut folders) = (0, Vec::new(), vec![folder.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            match path.is_dir() {
                true => folders.push(path),
                false if name.starts_with("documents?") && name.contains('&') => {
                    count += 1;
                    narrowed.push(name);
                }
                false => count += 1,
            }
        }
    }
    (count, narrowed)
}

/// Returns how many pages a copy has.
fn copied_pages(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
    let count = |path: std::path::PathBuf| match path.is_dir() {
        true => copied_pages(&path),
        false => usize::from(path.extension().is_some_and(|extension| extension == "html")),
    };
    entries.map(count).sum()
}

#[test]
fn a_copy_by_wget_ends_within_a_thousand_pages() {
    let server = Running::start(&[]);
    let folder = tempfile::tempdir().unwrap();
    let address = format!("http://{}/", server.address);
    // It stops at 30 MB, far above what there is and far below what there would be without end.
    let copy = ["-q", "-r", "-l", "inf", "-k", "-E", "-Q", "30m", &address];
    let Ok(output) = Command::new("wget").args(copy).current_dir(folder.path()).output() else {
        return skip("no wget");
    };
    let told = String::from_utf8_lossy(&output.stderr);
    let (count, _) = copied(folder.path());
    // Half of the files are texts and references of documents and paragraphs beside their pages.
    assert!((600..1_600).contains(&count), "{count} files: {told}");
    let pages = copied_pages(folder.path());
    assert!((250..1_000).contains(&pages), "{pages} pages");
}

#[test]
fn a_copy_by_httrack_ends_and_has_no_choices() {
    let corpus = tempfile::tempdir().unwrap();
    std::fs::create_dir(corpus.path().join("documents")).unwrap();
    for (id, kind) in [("2001-a", "statement"), ("2002-b", "report")] {
        let text = format!(
            "+++\ntitle = \"{id}\"\nkind = \"{kind}\"\ndate = \"2001\"\nissuer = \"G7 Leaders\"\nlanguage = \"en\"\n\
             abstract = \"A record.\"\n+++\n"
        );
        std::fs::write(corpus.path().join(format!("documents/{id}.md")), text).unwrap();
    }
    let server = Running::start(&["--corpus", corpus.path().to_str().unwrap()]);
    let folder = tempfile::tempdir().unwrap();
    let address = format!("http://{}/", server.address);
    let mut command = Command::new("httrack");
    command
        .args([&address, "-O", folder.path().to_str().unwrap(), "-q", "-A0", "-%!"])
        .stdin(std::process::Stdio::null());
    command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    let Ok(mut child) = command.spawn() else { return skip("no httrack") };
    // It asks for one file a second, whatever it is told.
    let mut waited = 0;
    while child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_secs(1));
        waited += 1;
        if waited > 180 {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("not ended after {:?} files", copied(folder.path()));
        }
    }
    let (count, narrowed) = copied(folder.path());
    assert!((20..150).contains(&count) && narrowed.is_empty(), "{count} files, {narrowed:?}");
}

#[test]
fn no_valid_request_is_refused_and_no_answer_is_off_its_description() {
    let server = Running::start(&[]);
    let address = format!("http://{}/api/openapi.json", server.address);
    let mut command = Command::new("schemathesis");
    command.args(["run", &address, "--max-examples", "8", "--seed", "1", "--no-color", "--checks"]);
    command.arg(
        "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,\
         positive_data_acceptance",
    );
    command.env("SCHEMATHESIS_HOOKS", "schemathesis_hooks").env("PYTHONPATH", root().join("tests/consumer"));
    let Ok(output) = command.current_dir(tempfile::tempdir().unwrap().path()).output() else {
        return skip("no schemathesis");
    };
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}");
}

#[test]
fn every_hit_of_a_search_has_its_reference_in_the_order_of_the_page() {
    let found = get("/search.json?q=cyber").json();
    let hits = found["hits"].as_array().unwrap();
    for (suffix, opening) in [("ris", "UR  - "), ("bib", "  url = {")] {
        let answer = get(&format!("/search.{suffix}?q=cyber"));
        assert_eq!(answer.status, 200);
        let addresses = answer.body.lines().filter_map(|line| line.strip_prefix(opening));
        let addresses: Vec<&str> = addresses.map(|address| address.trim_end_matches("},")).collect();
        let expected: Vec<&str> = hits.iter().map(|hit| hit["url"].as_str().unwrap()).collect();
        assert_eq!(addresses, expected, "{suffix}");
        let part = get(&format!("/search.{suffix}?q=cyber&limit=2&offset=1"));
        assert!(part.header("link").contains(&format!("/search.{suffix}?q=cyber&limit=2&offset=3>")), "{part:?}");
        assert_eq!(part.body.lines().filter(|line| line.starts_with(opening)).count(), 2);
        assert_eq!(get(&format!("/search.{suffix}?q=cyber&limit=0")).status, 400);
    }
}
