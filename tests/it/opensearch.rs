//! What is written for OpenSearch: held against the types of its own client, run by the library that it is made of, and
//! taken by a program that speaks its interface.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use g7cyber::corpus::Files;
use serde_json::{Value, json};

use crate::bulk::{asked, bulk, files, hits, in_many_languages};
use crate::consumer::run;
use crate::site::over;

#[test]
fn the_types_of_opensearchs_own_client_fit_the_files() {
    let folder = tempfile::tempdir().unwrap();
    in_many_languages(folder.path());
    for corpus in [None, Some(folder.path())] {
        let written = bulk(corpus);
        let Some(output) = run("node", "mapping.mjs", written.path()) else { return };
        let found: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(found["fits"], json!([]));
        let slips = found["slips"].as_array().unwrap();
        assert!(slips.len() == 3 && slips.iter().all(|slip| slip[0].is_string()), "{slips:?}");
    }
}

#[test]
fn lucene_finds_by_the_mapping_what_the_documentation_says() {
    let written = bulk(None);
    let site = over(Files::Embedded);
    let asked = asked("| query | `match_phrase`");
    assert!(asked.len() > 20, "{}", asked.len());
    let phrases: Vec<(&str, &str)> = asked.iter().map(|line| line.condition.split_once(": ").unwrap()).collect();
    fs::write(written.path().join("phrases.json"), serde_json::to_string(&phrases).unwrap()).unwrap();
    let Some(output) = run("python3", "lucene.py", written.path()) else { return };
    let found: Vec<BTreeSet<String>> = serde_json::from_slice(&output.stdout).unwrap();
    let complaints =
        asked.iter().zip(&found).filter_map(|(line, other)| line.complaint(&hits(&site, &line.query), other));
    let wrong: Vec<String> = complaints.collect();
    assert!(wrong.is_empty() && found.len() == asked.len(), "{}", wrong.join("\n"));
}

#[test]
fn opensearchs_interface_takes_the_files_and_finds_the_same() {
    let written = bulk(None);
    let site = over(Files::Embedded);
    let phrase = |words: &str| json!({ "match_phrase": { "exact": words } });
    let with = |must: &[Value], other: &str, more: Value| json!({ "bool": { "must": must, other: more } });
    let [cyber, states, law] = ["cyber", "states", "international law"].map(phrase);
    let near = json!({ "span_near": { "slop": 3, "in_order": false, "clauses": [
        { "span_term": { "exact": "cyber" } }, { "span_term": { "exact": "states" } },
    ] } });
    let mut asked = vec![
        ("=\"cyber\" =\"states\"".to_owned(), with(&[cyber.clone(), states.clone()], "filter", json!([]))),
        ("=\"cyber\" -=\"states\"".to_owned(), with(std::slice::from_ref(&cyber), "must_not", states.clone())),
        (
            "=\"norms\" OR =\"charter\"".to_owned(),
            json!({ "bool": { "should": [phrase("norms"), phrase("charter")] } }),
        ),
        ("=\"cyber\" NEAR/3 =\"states\"".to_owned(), near),
        ("behav*".to_owned(), json!({ "prefix": { "exact": "behav" } })),
        (
            "=\"cyber\" year:2016..2017".to_owned(),
            with(
                std::slice::from_ref(&cyber),
                "filter",
                json!({ "range": { "year": { "gte": "2016", "lte": "2017" } } }),
            ),
        ),
    ];
    for words in [
        "international law",
        "cyber",
        "cyber space",
        "international law applies to",
        "State’s",
        "of the",
        "norms",
        "peace and security",
        "nothing of the kind",
        "non-state",
        "INTERNATIONAL Law",
    ] {
        asked.push((format!("=\"{words}\""), phrase(words)));
    }
    for (field, name, value) in [
        ("year", "year", "2018"),
        ("kind", "kind", "press-report"),
        ("document", "document", "2017-the-hill-lucca-report"),
        ("forum", "forum", "foreign-ministers"),
        ("presidency", "presidency", "Canada"),
        ("topic", "topics", "norms"),
        ("cites", "cites", "un-charter"),
        ("mentions", "mentions", "un-charter"),
        ("language", "language", "en"),
    ] {
        let filter = json!({ "term": { name: value } });
        asked.push((
            format!("=\"international law\" {field}:{value}"),
            with(std::slice::from_ref(&law), "filter", filter),
        ));
    }
    let asked: BTreeMap<String, Value> = asked.into_iter().collect();
    let queries: BTreeMap<&String, BTreeSet<String>> = asked.keys().map(|query| (query, hits(&site, query))).collect();
    fs::write(written.path().join("queries.json"), serde_json::to_string(&asked).unwrap()).unwrap();
    let many = tempfile::tempdir().unwrap();
    in_many_languages(many.path());
    let mapping = files(bulk(Some(many.path())).path()).remove("mapping.json").unwrap();
    fs::write(written.path().join("many.json"), mapping).unwrap();
    let Some(output) = run("python3", "bulk.py", written.path()) else { return };
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    for (query, own) in &queries {
        let other: BTreeSet<String> = serde_json::from_value(found["found"][query].clone()).unwrap();
        assert_eq!(&other, own, "{query}");
    }
    assert!(queries.values().filter(|paths| !paths.is_empty()).count() > 20, "{queries:?}");
    assert_eq!(found["again"], json!([409]), "the same version again");
    assert_eq!((&found["newer"], &found["many"]), (&json!(200), &json!(200)));
    assert_eq!(found["border"], json!(["/2017-the-hill-lucca-report/p/1"]));
    assert_eq!(found["years"], json!({"2017": 15, "2018": 12}));
    assert_eq!(found["refused"], json!([400, 400, 400]));
    // Both spellings end at the same place, and the words of the text are at theirs.
    let tokens = found["widened"].as_array().unwrap();
    let token =
        |word: &str| tokens.iter().find(|token| token[0] == word).unwrap_or_else(|| panic!("{word}: {tokens:?}"));
    assert_eq!((&token("cyberspac")[1], &token("cyberspac")[2]), (&0.into(), &2.into()));
    assert_eq!((&token("cyber")[1], &token("space")[1], &token("norm")[1]), (&0.into(), &1.into(), &2.into()));
    assert_eq!(token("behavior")[1], token("behaviour")[1]);
}
