//! The archive for other engines: loaded as it is written, asked what we are asked, and the answers held together.
//!
//! The queries for PostgreSQL are the lines of `docs/bulk.md`, so what is written there of differences is what there is.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use axum::Router;
use axum::http::Method;
use g7cyber::corpus::{self, Beginning, Files};
use serde_json::Value;

use crate::consumer::cells;
use crate::generator::{self, word};
use crate::postgresql::{Server, loaded, programs, replica};
use crate::running::program;
use crate::site::{ask, get, over};
use crate::support::{root, skip};

/// Writes a corpus, or the one inside the program, for other engines.
pub(crate) fn bulk(corpus: Option<&Path>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut command = program();
    command.current_dir(folder.path()).args(["data", "--bulk", "out"]);
    if let Some(corpus) = corpus {
        command.arg("--corpus").arg(corpus);
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    folder
}

pub(crate) fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder.join("out")).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap()))
        .collect()
}

/// Returns the pieces of the bulk requests in order, each as its actions and what they put in.
fn pieces(files: &BTreeMap<String, String>) -> Vec<Vec<(Value, Value)>> {
    let mut names: Vec<&String> = files.keys().filter(|name| name.starts_with("paragraphs.bulk")).collect();
    names.sort_by_key(|name| (name.len(), *name));
    let value = |line: &str| serde_json::from_str::<Value>(line).unwrap();
    let pairs = |name: &&String| {
        let lines: Vec<&str> = files[*name].lines().collect();
        lines.chunks(2).map(|pair| (value(pair[0]), value(pair[1]))).collect()
    };
    names.iter().map(pairs).collect()
}

/// Returns the paths of all hits of a query that a site finds.
pub(crate) fn hits(site: &Router, query: &str) -> BTreeSet<String> {
    let query: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
    let answer = ask(site.clone(), Method::GET, &format!("/search.json?limit=10000&q={query}"), &[], "").json();
    assert_eq!(answer["match"], "all", "{query}: {}", answer["notices"]);
    answer["hits"].as_array().unwrap().iter().map(|hit| hit["path"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_files_are_the_same_twice_and_hold_what_the_site_says() {
    let (one, other) = (bulk(None), bulk(None));
    let all = files(one.path());
    assert_eq!(all, files(other.path()));
    assert_eq!(all.len(), 18, "{:?}", all.keys());
    let pieces = pieces(&all);
    assert_eq!(pieces.len(), 1);
    for (action, fields) in &pieces[0] {
        let path = fields["path"].as_str().unwrap();
        let own = get(&format!("{path}.json")).json();
        let index = &action["index"];
        assert_eq!((index["_id"].as_str(), &index["version"]), (Some(path), &own["revision"]));
        assert_eq!(index["version_type"], "external");
        for name in ["text", "document", "number", "revision", "kind", "printed", "mentions"] {
            assert_eq!(fields.get(name).unwrap_or(&Value::Null), &own[name], "{path}: {name}");
        }
        assert_eq!(fields["text_en"], fields["text"]);
    }
    let total = get("/search.json?q=year:2000..2030&limit=1").json()["total"].as_u64().unwrap();
    assert_eq!(pieces[0].len() as u64, total);
    let mapping: Value = serde_json::from_str(&all["mapping.json"]).unwrap();
    let known = mapping["mappings"]["properties"].as_object().unwrap();
    for (_, fields) in &pieces[0] {
        assert!(fields.as_object().unwrap().keys().all(|name| known.contains_key(name)), "{fields}");
    }
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mine"), "words").unwrap();
    let output = program().args(["data", "--bulk"]).arg(folder.path()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("not empty") && said.contains("`mine`"), "{said}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn where_there_is_no_room_nothing_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let limited = "ulimit -f 40; trap '' XFSZ; exec \"$0\" data --bulk out";
    let output = Command::new("sh")
        .args(["-c", limited, env!("CARGO_BIN_EXE_g7cyber")])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(fs::read_dir(folder.path().join("out")).unwrap().count(), 0, "a part would be taken for the whole");
}

#[test]
fn what_may_not_be_handed_on_is_in_no_file() {
    let folder = tempfile::tempdir().unwrap();
    corpus::init(folder.path(), Beginning::Embedded).unwrap();
    let path = folder.path().join("documents/2017-the-hill-lucca-report.md");
    let text = fs::read_to_string(&path).unwrap().replace("[source]\n", "[source]\nredistribute = false\n");
    fs::write(path, text).unwrap();
    let all = files(bulk(Some(folder.path())).path());
    let words = ["voicing concerns", "voicing", "'voicing':"];
    for (name, text) in &all {
        assert!(!words.iter().any(|words| text.contains(words)), "{name}");
    }
    let (withheld, there): (Vec<_>, Vec<_>) =
        pieces(&all).concat().into_iter().partition(|(_, fields)| fields["withheld"] == true);
    assert_eq!((withheld.len(), there.len()), (15, 12));
    for (_, fields) in withheld {
        for name in ["text", "text_en", "exact", "border"] {
            assert!(fields.get(name).is_none(), "{fields}");
        }
        assert!(fields["fingerprint"].as_str().unwrap().starts_with("sha256:"));
    }
}

#[test]
fn a_large_archive_is_written_in_pieces_that_hold_every_paragraph_once() {
    let folder = tempfile::tempdir().unwrap();
    drop(generator::write_dated(folder.path(), 6000));
    let all = files(bulk(Some(folder.path())).path());
    let pieces = pieces(&all);
    assert!(pieces.len() > 1);
    for (name, text) in all.iter().filter(|(name, _)| name.starts_with("paragraphs.bulk")) {
        assert!(text.len() <= 10_000_000 && text.ends_with('\n'), "{name}: {}", text.len());
    }
    let ids: Vec<String> = pieces.concat().iter().map(|(action, _)| action["index"]["_id"].to_string()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    assert_eq!(ids.len(), cells(&all["paragraphs.csv"]).len() - 1);
}

/// A line of the table of queries.
pub(crate) struct Asked {
    pub(crate) query: String,
    pub(crate) condition: String,
    pub(crate) here: usize,
    pub(crate) there: usize,
    pub(crate) why: String,
}

impl Asked {
    /// Says what is not as it is told.
    pub(crate) fn complaint(&self, own: &BTreeSet<String>, other: &BTreeSet<String>) -> Option<String> {
        let is_so = (own.len(), other.len()) == (self.here, self.there) && (own == other) == self.why.is_empty();
        let alone = || (own.difference(other).collect::<Vec<_>>(), other.difference(own).collect::<Vec<_>>());
        (!is_so)
            .then(|| format!("`{}` | {} | {} | alone here, there: {:?}", self.query, own.len(), other.len(), alone()))
    }
}

/// Returns the queries that the documentation tells of in the table that begins so.
pub(crate) fn asked(head: &str) -> Vec<Asked> {
    let text = fs::read_to_string(root().join("docs/bulk.md")).unwrap();
    let (_, table) = text.split_once(head).unwrap();
    let line = |line: &str| {
        let line = line.replace("\\|", "\u{1}");
        let cells: Vec<String> = line.split('|').map(|cell| cell.trim().replace('\u{1}', "|")).collect();
        let code = |cell: &str| cell.trim_matches('`').trim().to_owned();
        Asked {
            query: code(&cells[1]),
            condition: code(&cells[2]),
            here: cells[3].parse().unwrap(),
            there: cells[4].parse().unwrap(),
            why: cells[5].clone(),
        }
    };
    table.lines().skip(2).take_while(|line| line.starts_with('|')).map(line).collect()
}

#[test]
fn postgresql_and_its_replica_answer_as_the_documentation_says() {
    let Some(programs) = programs() else { return skip("no PostgreSQL") };
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).unwrap();
    let written = bulk(None);
    let primary = loaded(&programs, folder.path(), &written.path().join("out"));
    let replica = replica(&programs, folder.path(), &primary);
    // What is written once the replica follows arrives there, too.
    primary.ask(&programs, "CREATE TABLE written_later AS SELECT 7 AS number").unwrap();
    replica.until(&programs, "SELECT number FROM written_later", "7");
    assert!(replica.ask(&programs, "DELETE FROM words").unwrap_err().contains("read-only"));
    let site = over(Files::Embedded);
    let (asked, mut wrong) = (asked("| query | condition"), Vec::new());
    assert!(asked.len() > 40, "{}", asked.len());
    let mut answers = Vec::new();
    for line in &asked {
        let other = primary.hits(&programs, &line.condition);
        wrong.extend(line.complaint(&hits(&site, &line.query), &other));
        answers.push(other);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    drop(primary);
    for (Asked { condition, .. }, answer) in asked.iter().zip(answers) {
        assert_eq!(replica.hits(&programs, condition), answer, "{condition}");
    }
    facets_and_borders(&programs, &replica);
}

/// Facets are counted alike, and what goes over a border is found where we tell it.
fn facets_and_borders(programs: &Path, server: &Server) {
    let answer = get("/search.json?q=%3D%22cyber%22&limit=1").json();
    for name in ["year", "kind", "forum", "presidency", "document"] {
        let own: BTreeMap<String, u64> = answer["facets"][name]
            .as_array()
            .into_iter()
            .flatten()
            .map(|value| (value["value"].as_str().unwrap().to_owned(), value["count"].as_u64().unwrap()))
            .collect();
        let sql = format!(
            "SELECT \"{name}\", count(*) FROM search WHERE words @@ g7cyber_exact('cyber') AND \"{name}\" IS NOT NULL GROUP BY 1"
        );
        let counted = server.ask(programs, &sql).unwrap();
        let other: BTreeMap<String, u64> = counted
            .lines()
            .map(|line| line.rsplit_once('|').unwrap())
            .map(|(value, count)| (value.to_owned(), count.parse().unwrap()))
            .collect();
        if !own.is_empty() {
            assert_eq!(own, other, "{name}");
        }
    }
    let across = get("/term.json?t=%3D%22on+Tuesday+declaration%22&press=1").json()["across_paragraphs"].clone();
    assert_eq!(across.as_array().unwrap().len(), 1, "{across}");
    let found = server.ask(
        programs,
        "SELECT document || '/p/' || next FROM across WHERE words @@ g7cyber_exact('on Tuesday declaration')",
    );
    assert!(across[0]["path"].as_str().unwrap().ends_with(&found.unwrap()), "{across}");
}

#[test]
fn every_table_comes_out_of_postgresql_as_it_went_in() {
    let Some(programs) = programs() else { return skip("no PostgreSQL") };
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).unwrap();
    let written = bulk(Some(&root().join("tests/fixtures/hostile")));
    let server = loaded(&programs, folder.path(), &written.path().join("out"));
    for (name, text) in files(written.path()).iter().filter(|(name, _)| name.ends_with(".csv")) {
        let rows = cells(text);
        let columns: Vec<String> = rows[0].iter().map(|column| format!("\"{column}\"")).collect();
        let table = name.trim_end_matches(".csv");
        let sql = format!("COPY (SELECT {} FROM \"{table}\") TO STDOUT (FORMAT csv, HEADER)", columns.join(", "));
        let sorted = |mut rows: Vec<Vec<String>>| {
            let truth = |cell: &str| match cell {
                "t" => "true".to_owned(),
                "f" => "false".to_owned(),
                other => other.to_owned(),
            };
            for row in &mut rows {
                for (column, cell) in columns.iter().zip(row) {
                    *cell = match column.as_str() {
                        "\"aliases\"" | "\"symbols\"" | "\"names\"" => cell.replace(' ', ""),
                        "\"target\"" | "\"substitute\"" | "\"words\"" => String::new(),
                        _ => truth(cell),
                    };
                }
            }
            rows.sort();
            rows
        };
        let read = server.ask(&programs, &sql).unwrap();
        assert_eq!(sorted(cells(&read)), sorted(rows.clone()), "{name}");
    }
}

#[test]
fn a_large_archive_is_found_in_postgresql_as_here() {
    let Some(programs) = programs() else { return skip("no PostgreSQL") };
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).unwrap();
    let corpus = folder.path().join("corpus");
    drop(generator::write_dated(&corpus, 3000));
    let written = bulk(Some(&corpus));
    let server = loaded(&programs, folder.path(), &written.path().join("out"));
    let site = over(Files::Directory(corpus));
    let exact = |word: &str| format!("g7cyber_exact('{word}')");
    for rank in [9, 40, 90, 300] {
        let [a, b, c] = [rank, rank + 1, rank / 2].map(word);
        let [x, y, z] = [&a, &b, &c].map(|word| exact(word));
        for (query, condition) in [
            (format!("={a}"), format!("words @@ {x}")),
            (format!("={a} ={b}"), format!("words @@ ({x} && {y})")),
            (format!("={a} -={c}"), format!("words @@ ({x} && !!{z})")),
            (format!("={a} OR ={b}"), format!("words @@ ({x} || {y})")),
            (format!("=\"{a} {c}\""), format!("words @@ g7cyber_exact('{a} {c}')")),
            (format!("={a} NEAR/3 ={c}"), format!("words @@ g7cyber_near({x}, {z}, 3)")),
            (format!("={a} year:1990..1999"), format!("words @@ {x} AND year BETWEEN '1990' AND '1999'")),
            (format!("={a} kind:report"), format!("words @@ {x} AND kind = 'report'")),
            (format!("{}*", &a[..3]), format!("words @@ '{}:*'", &a[..3])),
        ] {
            let (own, other) = (hits(&site, &query), server.hits(&programs, &condition));
            assert_eq!(own, other, "{query}");
        }
    }
}

/// Texts in ten languages, with words that each writes in its own way, and cells that are hard to load.
const TEXTS: [(&str, &str); 10] = [
    ("en", "The State’s communiqué on <cyber> attacks; integrity/availability of A/RES/70/237."),
    ("fr", "L’éducation et l'égalité des États, aujourd’hui comme jusqu’ici."),
    ("de", "Die Cybersicherheit der Staaten ist die Aufgabe aller Länder."),
    ("it", "La sicurezza dell’informazione negli Stati."),
    ("el", "Οι αρχές του κυβερνοχώρου ισχύουν."),
    ("tr", "İlkeler ve ışık: siber güvenlik."),
    ("ja", "社会的なサイバーセキュリティの原則。"),
    ("ko", "사이버 공간에서의 원칙."),
    ("ar", "مبادئ التعليم في الفضاء الإلكتروني."),
    ("nb", "Prinsippene for statenes oppførsel i cyberrommet."),
];

pub(crate) fn in_many_languages(folder: &Path) {
    fs::create_dir_all(folder.join("documents")).unwrap();
    for (language, text) in TEXTS {
        let front = format!(
            "title = \"A \\\\ \\\"title\\\"\"\nkind = \"declaration\"\ndate = \"2020\"\nissuer = \"G7\"\nlanguage = \"{language}\"\n\
             abstract = \"\"\"\nOne line\n\\\\.\nand another\"\"\"\n"
        );
        fs::write(folder.join(format!("documents/2020-{language}.md")), format!("+++\n{front}+++\n\n{text}\n"))
            .unwrap();
    }
}

#[test]
fn words_of_every_language_are_found_in_postgresql_as_here() {
    let Some(programs) = programs() else { return skip("no PostgreSQL") };
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).unwrap();
    let corpus = folder.path().join("corpus");
    in_many_languages(&corpus);
    let written = bulk(Some(&corpus));
    let server = loaded(&programs, folder.path(), &written.path().join("out"));
    let site = over(Files::Directory(corpus));
    for (language, query, typed) in [
        ("en", "=\"communiqué\"", "Communiqué"),
        ("en", "=\"integrity availability of\"", "integrity/availability of"),
        ("en", "=\"cyber attacks\"", "<cyber> attacks"),
        ("en", "=\"A RES 70 237\"", "A/RES/70/237"),
        ("fr", "=\"éducation\"", "éducation"),
        ("fr", "=\"égalité des États\"", "Égalité des États"),
        ("fr", "=\"aujourd’hui comme\"", "aujourd’hui comme"),
        ("de", "=\"aller Länder\"", "aller LÄNDER"),
        ("it", "=\"informazione negli\"", "informazione negli"),
        ("el", "=\"κυβερνοχώρου\"", "κυβερνοχώρου"),
        ("tr", "=\"siber güvenlik\"", "siber güvenlik"),
        ("ja", "=\"社会\"", "社 会"),
        ("ja", "=\"サイバー\"", "サ イ バ ー"),
        ("ko", "=\"공간\"", "공 간"),
        ("ar", "=\"التعليم في\"", "التعليم في"),
        ("nb", "=\"oppførsel i\"", "oppførsel i"),
    ] {
        let condition = format!("words @@ g7cyber_exact('{typed}', '{language}')");
        let other = server.hits(&programs, &condition);
        assert_eq!(hits(&site, query), other, "{query}");
        assert_eq!(other.into_iter().collect::<Vec<_>>(), [format!("/2020-{language}/p/1")], "{query}");
    }
    for (language, typed) in [("de", "Staat"), ("fr", "état"), ("nb", "prinsipp"), ("it", "stato"), ("en", "attack")] {
        let found = server
            .hits(&programs, &format!("stems @@ g7cyber_forms('{typed}', '{language}') AND language = '{language}'"));
        assert_eq!(found.into_iter().collect::<Vec<_>>(), [format!("/2020-{language}/p/1")], "{typed}");
    }
    let told = server.ask(&programs, "SELECT count(*) FROM documents WHERE abstract = 'One line \\. and another'");
    assert_eq!(told.unwrap(), "10");
}
