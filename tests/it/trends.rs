//! Terms through time: every number is out of the texts beside it, and equals what its own search finds.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use axum::Router;
use axum::http::Method;
use g7cyber::corpus::Files;
use serde_json::{Value, json};
use url::form_urlencoded::byte_serialize;

use crate::generator::Chance;
use crate::site::{BASE, ask, get, over};
use crate::support::{root, skip};

fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}

const WORDS: [&str; 40] = [
    "state",
    "cyber",
    "norm",
    "trust",
    "network",
    "attack",
    "russia",
    "attribution",
    "ransomware",
    "treaty",
    "charter",
    "behaviour",
    "law",
    "peace",
    "conflict",
    "measure",
    "confidence",
    "capacity",
    "sanction",
    "digital",
    "ministers",
    "infrastructure",
    "election",
    "privacy",
    "freedom",
    "harm",
    "threat",
    "zero",
    "day",
    "due",
    "diligence",
    "human",
    "rights",
    "offline",
    "online",
    "response",
    "victim",
    "group",
    "nation",
    "crime",
];
const JOINTS: [&str; 10] = [" ", " ", " ", " ", ", ", "-", " (", ") ", "; ", " – "];

/// A corpus of texts of twelve years, made by chance that can be repeated, with press reports and records among them.
fn made() -> tempfile::TempDir {
    let mut chance = Chance::seeded(23);
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("documents")).unwrap();
    for number in 0..90 {
        let year = 2003 + number % 12;
        let kind = ["declaration", "statement", "press-report"]
            [usize::from(number % 9 == 0) * 2 + usize::from(number % 2 == 0 && number % 9 != 0)];
        let dates = [format!("{year}"), format!("{year}-05"), format!("{year}-05-{:02}", 1 + number % 28)];
        let front = format!(
            "title = \"Text {number}\"\nkind = \"{kind}\"\ndate = \"{}\"\nissuer = \"Ministers\"\nlanguage = \"en\"\npresidency = \"{}\"\n",
            dates[number % 3],
            ["Japan", "Italy", "United Kingdom"][number % 3],
        );
        let body = if number % 10 == 7 {
            "abstract = \"cyber trust law\"\n+++\n".to_owned()
        } else {
            let paragraph = |chance: &mut Chance| {
                let mut text = String::from("We ");
                for _ in 0..4 + chance.below(40) {
                    let word = WORDS[chance.below(WORDS.len()).min(chance.below(WORDS.len()))];
                    let word = if chance.below(6) == 0 { word.to_uppercase() } else { word.to_owned() };
                    text.push_str(&word);
                    text.push_str(JOINTS[chance.below(JOINTS.len())]);
                }
                format!("{}end.\n\n", text)
            };
            format!("+++\n{}", (0..1 + chance.below(6)).map(|_| paragraph(&mut chance)).collect::<String>())
        };
        fs::write(folder.path().join(format!("documents/{year}-text-{number}.md")), format!("+++\n{front}{body}"))
            .unwrap();
    }
    folder
}

fn at(site: &Router, path: &str) -> crate::site::Answer {
    ask(site.clone(), Method::GET, path, &[], "")
}

/// Returns two hundred terms: words, and two or three of them side by side.
fn two_hundred() -> Vec<String> {
    let mut chance = Chance::seeded(5);
    let mut terms: Vec<String> = WORDS.iter().map(|word| (*word).to_owned()).collect();
    while terms.len() < 200 {
        let length = 2 + chance.below(2);
        let words: Vec<&str> = (0..length).map(|_| WORDS[chance.below(24)]).collect();
        // What goes on into itself is counted otherwise by those who count from the left.
        let term = words.join(" ");
        if words[0] != words[length - 1] && words.windows(2).all(|pair| pair[0] != pair[1]) && !terms.contains(&term) {
            terms.push(term);
        }
    }
    terms
}

/// What a term is in a year: texts that have it, texts, uses.
type Counts = BTreeMap<String, BTreeMap<String, [u64; 3]>>;

/// Counts as the archive does.
fn own(site: &Router, terms: &[String], press: &str) -> Counts {
    let mut counts = Counts::new();
    for six in terms.chunks(6) {
        let query: Vec<String> = six.iter().map(|term| format!("t={}", encoded(&format!("=\"{term}\"")))).collect();
        let answer = at(site, &format!("/trends.json?{}{press}", query.join("&"))).json();
        for cell in answer["cells"].as_array().unwrap() {
            let term = cell["term"].as_str().unwrap().trim_matches(['=', '"']).to_owned();
            let numbers = ["texts_with", "texts", "uses"].map(|name| cell[name].as_u64().unwrap());
            counts.entry(term).or_default().insert(cell["year"].to_string(), numbers);
        }
    }
    counts
}

#[test]
fn every_number_of_two_hundred_terms_is_what_duckdb_counts() {
    let folder = made();
    let site = over(Files::Directory(folder.path().to_owned()));
    let out = tempfile::tempdir().unwrap();
    let release = at(&site, "/documents.json").json();
    drop(release);
    for file in ["documents.csv", "paragraphs.csv"] {
        let moved = at(&site, &format!("/data/latest/{file}"));
        let table = at(&site, moved.header("location"));
        assert_eq!(table.status, 200, "{file}");
        fs::write(out.path().join(file), table.bytes).unwrap();
    }
    let terms = two_hundred();
    assert_eq!(terms.len(), 200);
    fs::write(out.path().join("terms.json"), json!(terms).to_string()).unwrap();
    let script = root().join("tests/consumer/counts.py");
    let Ok(output) = Command::new("python3").arg(script).arg(out.path()).output() else { return skip("no python3") };
    let told = String::from_utf8_lossy(&output.stderr);
    if told.contains("ModuleNotFoundError") {
        return skip("duckdb is not installed; `tests/run` installs it");
    }
    assert!(output.status.success(), "{told}");
    let theirs: BTreeMap<String, Counts> = serde_json::from_slice(&output.stdout).unwrap();
    for (press, name) in [("", "texts"), ("&press=1", "all")] {
        let ours = own(&site, &terms, press);
        assert_eq!(ours.len(), 200);
        assert!(
            ours.values().flat_map(BTreeMap::values).filter(|[with, ..]| *with > 0).count() > 400,
            "enough to count"
        );
        assert_eq!(ours, theirs[name], "{name}");
    }
}

#[test]
fn a_cell_is_what_its_own_search_finds() {
    let folder = made();
    let site = over(Files::Directory(folder.path().to_owned()));
    for by in
        ["", "&by=presidency", "&by=text", "&press=1", "&kind=statement", "&year=2004&year=2005&press=1&by=presidency"]
    {
        let answer = at(&site, &format!("/trends.json?t=cyber&t=%22due+diligence%22+OR+zero{by}")).json();
        let cells = answer["cells"].as_array().unwrap();
        assert!(!cells.is_empty());
        for cell in cells.iter().step_by(3) {
            let url = cell["url"].as_str().unwrap().strip_prefix(BASE).unwrap();
            let found = at(&site, &url.replace("/search?", "/search.json?")).json();
            assert_eq!(found["documents"], cell["texts_with"], "{cell}");
            let lines = at(&site, &format!("{}&view=kwic", url.replace("/search?", "/search.csv?"))).body;
            let lines = csv::Reader::from_reader(lines.as_bytes()).into_records().count() as u64;
            assert_eq!(Some(lines), cell["uses"].as_u64(), "{cell}");
        }
    }
}

#[test]
fn columns_and_cells_are_named_as_they_are_asked_for() {
    let year = get("/trends.json?t=cyber").json();
    assert_eq!(
        (&year["by"], &year["unit"], &year["cells"][0]["year"]),
        (&json!("year"), &json!("texts"), &json!(2018))
    );
    assert_eq!(year["cells"].as_array().unwrap().len(), 1, "a year of which no text is held has no number");
    let known = year["columns"].as_array().unwrap().iter().filter(|it| it["texts"] == 0);
    assert!(known.map(|it| it["not_held"].as_u64().unwrap()).sum::<u64>() > 50, "{year}");
    let presidency = get("/trends.json?t=cyber&by=presidency").json();
    assert_eq!(presidency["cells"][0]["presidency"], "Canada");
    let text = get("/trends.json?t=cyber&by=text&press=1&unit=count").json();
    assert_eq!(text["cells"][0]["text"], "2017-the-hill-lucca-report");
    assert_eq!(text["cells"][0]["press"], json!({"texts_with": 1, "texts": 1, "uses": 7}));
    assert_eq!(text["scope"]["searched"], 2);
    for (by, head) in [("year", "term,year,"), ("presidency", "term,presidency,"), ("text", "term,text,")] {
        let table = get(&format!("/trends.csv?t=cyber&by={by}")).body;
        assert!(table.starts_with(&format!("{head}texts_with,texts,uses,words,url\r\n")), "{table}");
    }
}

#[test]
fn six_terms_are_counted_and_a_seventh_is_told() {
    let six = "t=cyber&t=law&t=state&t=russia&t=norm&t=peace";
    let answer = get(&format!("/trends.json?{six}"));
    assert_eq!((answer.status.as_u16(), answer.json()["terms"].as_array().unwrap().len()), (200, 6));
    let page = get(&format!("/trends?{six}&t=zebra"));
    assert_eq!(page.status, 200);
    assert!(page.main().contains("t “zebra” was left out: at most six terms are counted at once."), "{}", page.main());
    assert_eq!(page.main().matches("<text class=\"term\"").count(), 6);
    assert_eq!(get(&format!("/trends.json?{six}&t=zebra")).status, 400);
    // The same term twice is one.
    assert_eq!(get(&format!("/trends.json?{six}&t=law")).status, 200);
}

#[test]
fn what_has_no_meaning_is_left_out_on_the_page_and_refused_as_data() {
    for (wrong, said) in [
        ("by=decade", "year, presidency or text"),
        ("unit=percent", "texts, per10k or count"),
        ("year=x", "a year such as 2018"),
    ] {
        let page = get(&format!("/trends?t=cyber&{wrong}"));
        assert!(
            page.status == 200 && page.main().contains(said) && page.main().contains("1 of 1"),
            "{wrong}: {}",
            page.main()
        );
        for form in ["json", "csv"] {
            let data = get(&format!("/trends.{form}?t=cyber&{wrong}"));
            assert!(data.status == 400 && data.body.contains(said), "{wrong}: {}", data.body);
        }
    }
    assert_eq!(get("/trends").status, 200);
    assert_eq!(get("/trends.json").status, 400);
    assert_eq!(get("/trends.json?t=").status, 400);
    assert_eq!(get("/trends.json?t=year:2018").status, 400);
    let page = get("/trends?t=year:2018&t=cyber");
    assert!(page.main().contains("search of several parts") && page.main().contains("1 of 1"), "{}", page.main());
}

#[test]
fn a_page_prints_fractions_and_never_a_share_alone() {
    let folder = made();
    let site = over(Files::Directory(folder.path().to_owned()));
    for unit in ["texts", "per10k", "count"] {
        for by in ["year", "presidency", "text"] {
            let page = at(&site, &format!("/trends?t=cyber&t=zebra&unit={unit}&by={by}&press=1"));
            let main = page.main();
            assert_eq!(page.status, 200);
            assert!(main.contains(" of ") && !main.contains("per cent") && !main.contains('%'), "{unit} {by}: {main}");
            assert_eq!(main.contains("<svg"), by != "text", "{by}");
            assert!(main.contains("<th scope=\"row\">"), "the table is behind it");
        }
    }
    let page = get("/trends?t=cyber");
    assert!(page.main().contains("no text held, 8 known"), "{}", page.main());
    // In ten thousand words of 1,334 nothing is said.
    let thin = get("/trends?t=cyber&unit=per10k");
    assert!(thin.main().contains("frame thin") && thin.main().contains(">–</text>"), "{}", thin.main());
}

#[test]
fn cells_are_given_in_parts_where_they_are_many() {
    let folder = made();
    let site = over(Files::Directory(folder.path().to_owned()));
    let all = at(&site, "/trends.json?t=cyber&by=text").json();
    let answer = at(&site, "/trends.json?t=cyber&by=text&limit=7&offset=7");
    let part: Vec<Value> = answer.json()["cells"].as_array().unwrap().clone();
    assert_eq!(part, all["cells"].as_array().unwrap()[7..14]);
    assert!(answer.header("link").contains("limit=7&offset=14"), "{}", answer.header("link"));
}
