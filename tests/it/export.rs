//! A copy of the site in files: whole, with no dead link, without what may not be handed on, and not much larger than it
//! must be.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Output};

use flate2::Compression;
use flate2::write::GzEncoder;
use g7cyber::corpus::{self, Beginning, Files, LedgerRow};

use crate::running::program;
use crate::support::{five_releases, skip};

const BASE: &str = "https://archive.example";

/// Writes a copy of the site of a corpus.
pub(crate) fn written(corpus: Option<&Path>, folder: &Path) -> Output {
    let mut command = program();
    command.current_dir(std::env::temp_dir()).arg("export").arg(folder).args(["--base-url", BASE]);
    if let Some(corpus) = corpus {
        command.arg("--corpus").arg(corpus);
    }
    command.output().unwrap()
}

/// Writes one, and returns its files by their paths.
#[track_caller]
pub(crate) fn copy(corpus: Option<&Path>) -> (tempfile::TempDir, BTreeMap<PathBuf, Vec<u8>>) {
    let folder = tempfile::tempdir().unwrap();
    let output = written(corpus, folder.path());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let files = below(folder.path());
    (folder, files)
}

fn below(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let (mut files, mut folders) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    files
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Returns what a path from within a folder leads to.
fn joined(folder: &Path, path: &str) -> PathBuf {
    let mut joined = folder.to_owned();
    for part in Path::new(path).components() {
        match part {
            Component::ParentDir => assert!(joined.pop(), "{path} leads out of the copy"),
            Component::Normal(name) => joined.push(name),
            other => panic!("{path}: {other:?}"),
        }
    }
    joined
}

/// Tells what is dead in a copy, and how many links there are.
fn dead(files: &BTreeMap<PathBuf, Vec<u8>>) -> (usize, Vec<String>) {
    let is_page = |path: &Path| path.extension().is_some_and(|end| end == "html");
    let pages: BTreeMap<&PathBuf, String> =
        files.iter().filter(|(path, _)| is_page(path)).map(|(path, bytes)| (path, text(bytes))).collect();
    let ids: BTreeMap<&PathBuf, BTreeSet<&str>> = pages
        .iter()
        .map(|(path, page)| (*path, page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()))
        .collect();
    let (mut links, mut dead) = (0, Vec::new());
    for (from, page) in &pages {
        let values = [" href=\"", " src=\"", " action=\""].into_iter().flat_map(|name| page.split(name).skip(1));
        for link in values.filter_map(|rest| rest.split('"').next()).map(|link| link.replace("&#38;", "&")) {
            if ["https:", "http:", "mailto:", "javascript:"].iter().any(|scheme| link.starts_with(scheme)) {
                continue;
            }
            links += 1;
            let (path, fragment) = link.split_once('#').unwrap_or((&link, ""));
            let path = path.split('?').next().unwrap();
            let to = if path.is_empty() { (*from).clone() } else { joined(from.parent().unwrap(), path) };
            if !files.contains_key(&to) {
                dead.push(format!("{link} (from {})", from.display()));
            } else if !fragment.is_empty() && ids.get(&to).is_some_and(|ids| !ids.contains(fragment)) {
                dead.push(format!("{link}: no such place (from {})", from.display()));
            }
        }
    }
    (links, dead)
}

#[test]
fn no_link_of_a_copy_is_dead() {
    let (_folder, files) = copy(None);
    let (links, dead) = dead(&files);
    assert!(dead.is_empty(), "{dead:#?}");
    assert!(links > 5_000, "only {links} links were looked at");
    let page = text(&files[Path::new("2018-ise-shima-cyber-group-report/p/3/index.html")]);
    let canonical = format!("<link rel=\"canonical\" href=\"{BASE}/2018-ise-shima-cyber-group-report/p/3\">");
    assert!(page.contains(&canonical) && page.contains("script-src 'self' file:"), "{page}");
    assert!(files.contains_key(Path::new("2018-ise-shima-cyber-group-report/p/3.csl.json")));
    assert!(text(&files[Path::new("copy/index.html")]).contains("cannot do"));
}

#[test]
fn every_address_that_was_ever_published_has_a_file() {
    let (folder, _) = five_releases();
    let (_copy, files) = copy(Some(folder.path()));
    let (_, dead) = dead(&files);
    assert!(dead.is_empty(), "{dead:#?}");
    let corpus = corpus::load(&Files::Directory(folder.path().to_owned())).unwrap();
    let rows: Vec<LedgerRow> = corpus.ledger().rows().collect();
    assert!(rows.iter().any(|row| row.state.id() == "moved") && rows.iter().any(|row| row.state.id() == "withdrawn"));
    for row in &rows {
        let mut addresses = vec![row.document.to_string()];
        if let Some(number) = row.number {
            addresses.push(format!("{}/p/{number}", row.document));
            addresses.extend(row.revision.map(|revision| format!("{}/p/{number}/r/{revision}", row.document)));
        }
        for address in addresses {
            assert!(files.contains_key(Path::new(&format!("{address}/index.html"))), "{address}");
        }
    }
    // What went elsewhere leads there, in the page and in the rules of the host.
    let moved = rows.iter().find(|row| row.state.id() == "moved").unwrap();
    let from = moved.number.map_or(String::new(), |number| format!("/p/{number}"));
    let from = format!("{}{from}", moved.document);
    let page = text(&files[Path::new(&format!("{from}/index.html"))]);
    assert!(page.contains("http-equiv=\"refresh\"") && page.contains("content=\"0; url="), "{page}");
    let rules = text(&files[Path::new("_redirects")]);
    assert!(rules.lines().any(|line| line.starts_with(&format!("/{from} /")) && line.ends_with(" 301")), "{rules}");
    assert!(text(&files[Path::new("nginx-redirects.conf")]).contains(&format!("\"/{from}\" \"/")));
}

#[test]
fn nginx_reads_the_map() {
    if Command::new("nginx").arg("-v").output().is_err() {
        return skip("no nginx");
    }
    let (corpus, _) = five_releases();
    let (folder, _) = copy(Some(corpus.path()));
    let map = folder.path().join("nginx-redirects.conf");
    let configuration = format!(
        "pid {0}/nginx.pid;\nevents {{}}\nhttp {{\n include {1};\n server {{ listen 127.0.0.1:1; \
         if ($g7cyber_moved) {{ return 301 $g7cyber_moved; }} }}\n}}\n",
        corpus.path().display(),
        map.display()
    );
    let path = corpus.path().join("nginx.conf");
    fs::write(&path, configuration).unwrap();
    let output = Command::new("nginx").arg("-t").arg("-c").arg(&path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_folder_that_holds_something_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mine.txt"), "mine").unwrap();
    let output = written(None, folder.path());
    let told = text(&output.stderr);
    assert!(!output.status.success() && told.contains("not empty") && told.contains("mine.txt"), "{told}");
    assert_eq!(below(folder.path()).len(), 1);
    let output = written(None, &folder.path().join("mine.txt"));
    assert!(!output.status.success(), "a file is no folder");
    assert_eq!(fs::read_to_string(folder.path().join("mine.txt")).unwrap(), "mine");
    let corpus = tempfile::tempdir().unwrap();
    fs::create_dir(corpus.path().join("documents")).unwrap();
    fs::write(corpus.path().join("documents/2018-wrong.md"), "no front matter").unwrap();
    let (output, told) = (written(Some(corpus.path()), &folder.path().join("new")), "2018-wrong.md");
    assert!(!output.status.success() && text(&output.stderr).contains(told), "{}", text(&output.stderr));
    assert!(!folder.path().join("new").exists(), "a wrong corpus writes nothing");
}

#[test]
fn words_that_may_not_be_handed_on_stay_out() {
    let folder = tempfile::tempdir().unwrap();
    corpus::init(folder.path(), Beginning::Embedded).unwrap();
    let id = "2017-the-hill-lucca-report";
    let path = folder.path().join(format!("documents/{id}.md"));
    let closed = fs::read_to_string(&path).unwrap().replace("[source]\n", "[source]\nredistribute = false\n");
    fs::write(&path, closed).unwrap();
    let corpus = corpus::load(&Files::Directory(folder.path().to_owned())).unwrap();
    let (_copy, files) = copy(Some(folder.path()));
    let (_, dead) = dead(&files);
    assert!(dead.is_empty(), "{dead:#?}");
    let document = corpus.documents().iter().find(|document| document.id.as_str() == id).unwrap();
    assert!(document.withheld() && document.paragraphs.len() > 10);
    for paragraph in &document.paragraphs {
        let file = format!("{id}/p/{}/index.html", paragraph.number);
        assert!(text(&files[Path::new(&file)]).contains("does not allow to hand them on"), "{file}");
        // Six words in a row that no other text has.
        let words: Vec<&str> = paragraph.text.split_whitespace().collect();
        let run = words.get(1..7).unwrap_or(&words).join(" ");
        for (path, bytes) in &files {
            let found = bytes.windows(run.len()).any(|window| window == run.as_bytes());
            assert!(!found, "`{run}` stands in {}", path.display());
        }
    }
    let page = text(&files[Path::new(&format!("{id}/index.html"))]);
    assert!(page.contains("left out of this copy"), "{page}");
    let others = files.keys().filter(|path| path.starts_with(id) && path.ends_with("source.txt")).count();
    assert_eq!(others, 0, "nor is its source");
}

#[test]
fn all_of_a_copy_is_at_most_twice_its_pages() {
    let (_folder, files) = copy(None);
    let compressed = |bytes: &[u8]| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap().len()
    };
    let (mut pages, mut all) = (0, 0);
    for (path, bytes) in &files {
        let length = compressed(bytes);
        all += length;
        pages += if path.extension().is_some_and(|end| end == "html") { length } else { 0 };
    }
    assert!(all <= 2 * pages, "{all} bytes, of which pages {pages}");
}
