//! The search of a copy in files against the server's, without a browser: the same hits in the same order with the same
//! marks, and never more of the index than a first page of results may load.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use axum::http::Method;
use g7cyber::archive::Archive;
use g7cyber::corpus::{self, Files};
use g7cyber::export;
use serde_json::{Value, json};

use crate::generator::{Chance, word};
use crate::site::{ask, over};
use crate::support::{root, seeded, skip};

/// What a first search may load beyond what the page without a query has.
const FIRST: u64 = 60_000;
const PARAGRAPHS: usize = 20_000;
/// Few words, so that the program has soon written down what stands for each.
const WORDS: usize = 1_500;

/// Asks the search of a copy, and the server the same; returns what differs, and what was not looked for to the end.
fn differences(corpus: &Path, queries: &[Value]) -> Option<(Vec<String>, usize)> {
    use std::io::Write as _;
    if Command::new("node").arg("--version").output().is_err() {
        skip("no node");
        return None;
    }
    let files = Files::Directory(corpus.to_owned());
    let copy = tempfile::tempdir().unwrap();
    export::write_search(&Archive::indexed(corpus::load(&files).unwrap()).unwrap(), copy.path()).unwrap();
    let mut node = Command::new("node")
        .arg(root().join("tests/it/copy.mjs"))
        .args([&root().join("static"), copy.path()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    node.stdin.take().unwrap().write_all(json!(queries).to_string().as_bytes()).unwrap();
    let output = node.wait_with_output().unwrap();
    let copied: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(copied.len(), queries.len());
    let site = over(files);
    let (mut different, mut cut) = (Vec::new(), 0);
    for (query, found) in queries.iter().zip(copied) {
        if found["bytes"].as_u64().is_none_or(|bytes| bytes > FIRST) && query["whole"] != json!(true) {
            different.push(format!("{query}: {} bytes, {}", found["bytes"], found["failed"]));
        }
        if !found["cut"].is_null() {
            cut += 1;
            continue;
        }
        let typed: String = url::form_urlencoded::byte_serialize(query["query"].as_str().unwrap().as_bytes()).collect();
        let matching = if query["any"] == json!(true) { "&match=any" } else { "" };
        let path = format!("/search.json?q={typed}&limit=200{matching}");
        let served = ask(site.clone(), Method::GET, &path, &[], "").json();
        let hits: Vec<Value> =
            served["hits"].as_array().unwrap().iter().map(|hit| json!([hit["path"], hit["spans"]])).collect();
        if (&found["total"], &found["match"], &found["hits"]) != (&served["total"], &served["match"], &json!(hits)) {
            let at = hits.iter().zip(found["hits"].as_array().unwrap()).position(|(one, other)| one != other);
            let [here, there] = [&found, &served].map(|all| format!("{} {}", all["total"], all["match"]));
            different.push(format!("{query}: {here}, server {there}, at {at:?}: {}", found["failed"]));
        }
    }
    Some((different, cut))
}

/// Writes a corpus of texts whose words are as frequent as in a language.
fn large(folder: &Path) {
    let mut chance = Chance::seeded(7);
    let documents = folder.join("documents");
    fs::create_dir_all(&documents).unwrap();
    let mut left = PARAGRAPHS;
    for number in 0.. {
        let mut page = format!(
            "+++\ntitle = \"Text {number}\"\nkind = \"report\"\ndate = \"{}-01-02\"\nissuer = \"G7\"\nlanguage = \"en\"\n+++\n",
            1975 + number % 50
        );
        let count = (5 + chance.below(15)).min(left);
        for _ in 0..count {
            let words: Vec<String> = (0..30 + chance.below(60)).map(|_| word(chance.rank(WORDS))).collect();
            write!(page, "Text {}.\n\n", words.join(" ")).unwrap();
        }
        fs::write(documents.join(format!("{}-d{number}.md", 1975 + number % 50)), page).unwrap();
        left -= count;
        if left == 0 {
            break;
        }
    }
}

/// Returns a query of words as frequent as those of the corpus, of any kind.
fn drawn(chance: &mut Chance) -> Value {
    let mut parts = Vec::new();
    for _ in 0..1 + chance.below(4) {
        let mut words = |count: usize| (0..count).map(|_| word(chance.rank(WORDS))).collect::<Vec<_>>().join(" ");
        let (one, two, several) = (words(1), words(2), words(3));
        let number = chance.below(12);
        parts.push(match chance.below(10) {
            0 | 1 => one,
            2 => format!("\"{two}\""),
            3 => format!("\"{several}\""),
            4 => format!("{}*", &one.get(..3).unwrap_or("sta")),
            5 => format!("\"{several}\"~{number}"),
            6 => two.replace(' ', &format!(" NEAR/{number} ")),
            7 => format!("({})", two.replace(' ', " OR ")),
            8 => format!("-{one}"),
            _ => format!("year:{}..", 1980 + number),
        });
    }
    json!({ "query": parts.join(" "), "any": chance.below(5) == 0 })
}

#[test]
fn a_first_search_in_a_large_copy_is_the_servers_and_loads_little() {
    let folder = tempfile::tempdir().unwrap();
    large(folder.path());
    let frequent = [
        "the",
        "states",
        "\"of the\"",
        "\"the states\"",
        "\"of the states\"",
        "\"and of the\"",
        "\"the of the of the\"",
        "\"cyber states and the\"",
        "of the",
        "the of and",
        "states cyber",
        "the states of that cyber",
        "the NEAR/8 of",
        "the NEAR/0 of",
        "of NEAR/3 the NEAR/3 and",
        "\"of the\" NEAR/4 states",
        "\"the of\"~2",
        "(the OR of) NEAR/2 cyber",
        "the -of",
        "-the",
        "-\"of the\"",
        "the OR of OR and",
        "sta*",
        "the*",
        "sta* the",
        "\"the sta*\"",
        "sta* NEAR/3 the",
        "year:1990 the",
        "year:1980..1990 \"of the\"",
        "kind:report of",
        "document:1975-d0 the",
        "document:\"text 50\" of",
        "document:text the",
        "kind:annex the",
        "the of and to in a for on with that states cyber",
        "zeppelin \"of the\"",
        "zeppelin the NEAR/2 of",
        "=\"the\"",
        "=\"of the\"",
        "\"of the\" -states",
        "NOT the",
        "\"the states\" OR \"of cyber\"",
    ];
    let mut queries: Vec<Value> = Vec::new();
    for (number, query) in frequent.into_iter().enumerate() {
        queries.push(json!({ "query": query }));
        queries.push(json!({ "query": query, "any": number % 2 == 0, "whole": number % 2 == 1 }));
    }
    let mut chance = seeded();
    queries.extend((0..40).map(|_| drawn(&mut chance)));
    let Some((different, cut)) = differences(folder.path(), &queries) else { return };
    assert!(different.is_empty(), "{different:#?}");
    println!("{cut} of {} were not looked for to the end", queries.len());
    // What is cut short is of the most frequent words alone.
    assert!(cut * 3 < queries.len(), "{cut} of {} were not looked for to the end", queries.len());
}
