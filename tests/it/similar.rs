//! What stands in other texts too: every run of six words, proved by looking at all of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use axum::Router;
use axum::http::Method;
use g7cyber::corpus::Files;
use serde_json::Value;
use unicode_segmentation::UnicodeSegmentation;

#[path = "../../benches/support/abstracts.rs"]
mod abstracts;

use crate::comparison::{LICENCES, licence, write};
use crate::site::{Answer, ask, get, over};
use crate::support::{often, shared, skip};

fn from(site: &Router, path: &str) -> Answer {
    ask(site.clone(), Method::GET, path, &[], "")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn words(text: &str) -> Vec<String> {
    text.to_lowercase().replace(['’', '‘'], "'").unicode_words().map(str::to_owned).collect()
}

/// Every run of six words, with the paragraphs that have it: the other make.
fn all_runs(texts: &BTreeMap<String, Vec<String>>) -> HashMap<&[String], BTreeSet<&str>> {
    let mut runs: HashMap<&[String], BTreeSet<&str>> = HashMap::new();
    for (path, words) in texts {
        for run in words.windows(6) {
            runs.entry(run).or_default().insert(path);
        }
    }
    runs
}

fn document(path: &str) -> &str {
    path.split('/').nth(1).unwrap()
}

/// Checks what is said of some paragraphs against all runs of all of them.
fn agrees(site: &Router, texts: &BTreeMap<String, Vec<String>>, asked: &[&str]) -> usize {
    let runs = all_runs(texts);
    let mut pairs = 0;
    for path in asked {
        let mut expected: BTreeMap<&str, Vec<&[String]>> = BTreeMap::new();
        for run in texts[*path].windows(6) {
            for other in runs[run].iter().filter(|other| document(other) != document(path)) {
                expected.entry(other).or_default().push(run);
            }
        }
        let answer = from(site, &format!("{path}/similar.json"));
        assert_eq!(answer.status, 200, "{path}");
        let answer = answer.json();
        assert_eq!(answer["complete"], true, "{path}");
        let found: BTreeSet<&str> = list(&answer["similar"]).iter().map(|it| it["path"].as_str().unwrap()).collect();
        for other in &found {
            assert!(expected.contains_key(other), "{path}: {other} shares no run of six words");
        }
        let formulas: Vec<Vec<String>> =
            list(&answer["formulas"]).iter().map(|it| words(it["words"].as_str().unwrap())).collect();
        for (other, shared) in &expected {
            // What stands in more than eight texts is told once, and no more beside each of them.
            let told = |run: &&[String]| formulas.iter().any(|it| it.windows(6).any(|window| window == *run));
            assert!(found.contains(other) || shared.iter().all(told), "{path}: {other} is missing");
        }
        for it in list(&answer["similar"]) {
            let other = &texts[it["path"].as_str().unwrap()];
            for run in list(&it["runs"]) {
                let shared = words(run["text"].as_str().unwrap());
                assert_eq!(run["words"], shared.len(), "{run}");
                assert!(other.windows(shared.len()).any(|window| window == shared), "{path}: {run}");
            }
        }
        pairs += expected.len();
    }
    pairs
}

/// Returns the words of every paragraph of a corpus by its address.
fn texts(documents: &[(String, Vec<String>)]) -> BTreeMap<String, Vec<String>> {
    let paragraphs = documents.iter().flat_map(|(id, paragraphs)| {
        paragraphs.iter().zip(1..).map(move |(text, number)| (format!("/{id}/p/{number}"), words(text)))
    });
    paragraphs.collect()
}

#[test]
fn shared_runs_are_all_that_brute_force_finds_in_the_licences() {
    let documents: Option<Vec<(String, Vec<String>)>> = LICENCES
        .iter()
        .map(|name| Some((format!("2001-{}", name.to_lowercase().replace('.', "-")), licence(name, 1)?)))
        .collect();
    let Some(documents) = documents else { return skip("no licence texts in /usr/share/common-licenses") };
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &documents);
    std::fs::remove_file(folder.path().join("variants.toml")).unwrap();
    let site = over(Files::Directory(folder.path().to_owned()));
    let texts = texts(&documents);
    let asked: Vec<&str> = texts.keys().map(String::as_str).collect();
    let pairs = agrees(&site, &texts, &asked);
    println!("{pairs} pairs of {} paragraphs share a run of six words: all told", texts.len());
    assert!(pairs > 500, "{pairs}");
    let page = from(&site, "/2001-gpl-2/p/20/similar");
    assert_eq!(page.status, 200);
    assert!(page.main().contains("words in a row") && page.main().contains("<mark"), "{}", page.main());
    let paragraph = from(&site, "/2001-gpl-2/p/20");
    assert!(
        paragraph.main().contains("The same words elsewhere")
            && paragraph.main().matches("class=\"reuse\"").count() <= 5
    );
    let shares = from(&site, "/similar.json?a=2001-gpl-2").json();
    let most: Vec<&str> = list(&shares["similar"]).iter().map(|it| it["path"].as_str().unwrap()).collect();
    assert_eq!(&most[..2], ["/2001-lgpl-2", "/2001-lgpl-2-1"], "{shares}");
    let offered = from(&site, "/2001-gpl-2");
    assert!(
        offered.main().contains("Compare with") && offered.main().contains("/compare?a=2001-gpl-2&#38;b=2001-lgpl-2")
    );
}

#[test]
fn shared_runs_are_all_that_brute_force_finds_in_abstracts() {
    let Some(shared) = shared() else { return };
    let abstracts = abstracts::read(&shared.join("relevance"));
    let some = &abstracts[..abstracts.len().min(often(1500, 6000))];
    let folder = tempfile::tempdir().unwrap();
    abstracts::write(folder.path(), some.iter().map(|it| (it.id.as_str(), it.title.clone(), it.text.clone())));
    let site = over(Files::Directory(folder.path().to_owned()));
    let texts: BTreeMap<String, Vec<String>> = some
        .iter()
        .map(|it| (format!("/2000-d{}/p/1", it.id), words(&it.text.replace(char::is_control, " "))))
        .collect();
    let asked: Vec<&str> = texts.keys().map(String::as_str).step_by(often(5, 1)).collect();
    let pairs = agrees(&site, &texts, &asked);
    println!("{pairs} pairs of abstracts share a run of six words: all told");
}

#[test]
fn a_run_goes_on_over_another_spelling_and_a_formula_is_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let formula = "we reaffirm our commitment to an open, free and secure Internet";
    let mut documents = vec![
        ("2001-a".to_owned(), vec!["All behaviour in cyberspace must respect the rules agreed here.".to_owned()]),
        ("2002-b".to_owned(), vec!["In 2002 behavior in cyber space must respect the rules that we set.".to_owned()]),
    ];
    for at in 0..12 {
        documents.push((format!("2003-f{at}"), vec![format!("In meeting {at} {formula} {at}.")]));
    }
    write(folder.path(), &documents);
    let site = over(Files::Directory(folder.path().to_owned()));
    let found = from(&site, "/2001-a/p/1/similar.json").json();
    let run = &found["similar"][0]["runs"][0];
    assert_eq!(
        (run["text"].as_str(), &run["level"]),
        (Some("behaviour in cyberspace must respect the rules"), &"spelling".into())
    );
    assert_eq!(run["words"], 7, "{found}");
    let told = from(&site, "/2003-f3/p/1/similar.json").json();
    assert_eq!(list(&told["similar"]).len(), 0, "{told}");
    assert_eq!((told["formulas"][0]["words"].as_str(), &told["formulas"][0]["texts"]), (Some(formula), &12.into()));
    let few = from(&site, "/2001-a/p/1/similar.json?min=9").json();
    assert_eq!(list(&few["similar"]).len(), 0);
    let csv = from(&site, "/2001-a/p/1/similar.csv");
    assert_eq!(csv.body.lines().count(), 2, "{}", csv.body);
    let page = from(&site, "/2002-b/p/1/similar");
    assert!(
        page.main().contains("In earlier texts") && page.main().contains("same but for spelling"),
        "{}",
        page.main()
    );
}

#[test]
fn a_paragraph_that_shares_nothing_says_so() {
    let paragraph = "/2018-ise-shima-cyber-group-report/p/4";
    let page = get(&format!("{paragraph}/similar"));
    assert_eq!(page.status, 200);
    assert!(page.main().contains("No other text that is held shares 6 words in a row"), "{}", page.main());
    let data = get(&format!("{paragraph}/similar.json")).json();
    assert_eq!(
        (list(&data["similar"]).len(), &data["complete"], &data["scope"]["searched"]),
        (0, &true.into(), &2.into())
    );
    for wrong in ["min=5", "min=31", "min=x"] {
        assert_eq!(get(&format!("{paragraph}/similar.json?{wrong}")).status, 400);
        assert_eq!(get(&format!("{paragraph}/similar?{wrong}")).status, 200);
    }
    assert_eq!(get("/2018-ise-shima-cyber-group-report/p/99/similar.json").status, 404);
    assert_eq!(get("/similar.json").status, 400);
    assert_eq!(get("/similar").status, 200);
    assert_eq!(get("/similar?a=2017-lucca-declaration").status, 404);
    assert_eq!(get("/similar.json?a=2017-lucca-declaration").status, 404);
    assert_eq!(get(&format!("/similar?a={paragraph}")).status, 303);
    assert!(get("/similar?a=2018-ise-shima-cyber-group-report").main().contains("No other text that is held"));
}

#[test]
fn the_wordings_of_a_formula_are_told_with_the_nearest_earlier_one() {
    let folder = tempfile::tempdir().unwrap();
    let text = |words: &str| vec![format!("At this meeting {words}, as ever."), "Nothing of the sort here.".to_owned()];
    let documents = [
        ("2001-a", "we reaffirm our commitment to an open, free and secure Internet"),
        ("2003-b", "we reaffirm our commitment to an open, free, safe and secure Internet"),
        ("2005-c", "we reaffirm our strong commitment to an open, free, safe and secure Internet"),
        ("2006-d", "We reaffirm our commitment to an open, free, and secure Internet"),
        ("2007-e", "we take note of the report of the secretariat on open secure Internet"),
    ];
    let documents: Vec<(String, Vec<String>)> =
        documents.map(|(id, words)| (id.to_owned(), text(words))).into_iter().collect();
    write(folder.path(), &documents);
    let site = over(Files::Directory(folder.path().to_owned()));
    let asked = "/formula.json?t=%22we+reaffirm+our+commitment+to+an+open,+free+and+secure+Internet%22";
    let found = from(&site, asked).json();
    let wordings = list(&found["wordings"]);
    assert_eq!(wordings.len(), 3, "{found}");
    let dates: Vec<_> =
        wordings.iter().map(|it| (it["first"].as_str().unwrap(), it["last"].as_str().unwrap())).collect();
    assert_eq!(dates, [("2001", "2006"), ("2003", "2003"), ("2005", "2005")]);
    assert_eq!((&wordings[0]["texts"], list(&wordings[0]["nearest"]).len()), (&2.into(), 0));
    assert_eq!((&wordings[1]["nearest"][0], &wordings[1]["changed"]), (&0.into(), &1.into()));
    assert_eq!((&wordings[2]["nearest"][0], &wordings[2]["changed"]), (&1.into(), &1.into()));
    let inserted: Vec<&Value> = list(&wordings[1]["diff"]).iter().filter(|it| it["op"] == "insert").collect();
    assert_eq!(inserted.len(), 1, "{found}");
    let page = from(&site, &asked.replace(".json", ""));
    assert_eq!(page.status, 200);
    assert!(page.main().contains("3 wordings in 4 texts") && page.main().contains("<circle"), "{}", page.main());
    assert!(page.main().contains("Nearest earlier wording among texts held"));
    assert_eq!(from(&site, &asked.replace(".json", ".csv")).body.lines().count(), 4);
    // A search for the phrase offers the others below its hits, and counts none of them.
    let search = from(&site, &asked.replace("/formula.json?t=", "/search?q="));
    let (hits, others) = search.main().split_once("In other texts").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    assert!(hits.contains("2 paragraphs in 2 documents") && !hits.contains("safe"), "{hits}");
    assert!(others.contains("free, safe and secure Internet") && others.contains("our strong commitment"), "{others}");
    assert!(others.contains("1 text, 2003") && others.contains("/compare?a=2006-d/p/1&#38;b=2003-b/p/1"), "{others}");
    assert!(!others.contains("report of the secretariat") && !others.contains("1 text, 2001"), "{others}");
    for none in ["open", "%22open+free+and+secure%22+year:2001", "%22open%22", "open+free+and+secure"] {
        assert!(!from(&site, &format!("/search?q={none}")).main().contains("In other texts"), "{none}");
    }
}

#[test]
fn a_formula_of_no_text_and_one_of_two_words_say_so() {
    assert_eq!(get("/formula").status, 200);
    assert_eq!(get("/formula.json").status, 400);
    assert_eq!(get("/formula.json?t=cyber+norms").status, 400);
    let short = get("/formula?t=cyber+norms");
    assert!(short.status == 200 && short.main().contains("only 2"), "{}", short.main());
    let none = get("/formula?t=zeppelins+fly+over+seven+green+mountains");
    assert!(none.main().contains("No text that is held has two thirds of these words"), "{}", none.main());
    let one = get("/formula.json?t=malicious+use+of+information+and+communications+technologies").json();
    assert!(one["complete"] == true, "{one}");
}

#[test]
fn paragraphs_that_share_words_with_the_first_results_are_shown_where_asked_and_counted_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let documents = [
        ("2001-a", &["Ransomware criminals extort hospitals with encrypted backups.", "The boats were blue."][..]),
        ("2003-b", &["Ransomware groups extort schools; encrypted backups help hospitals."]),
        ("2005-c", &["Criminals who extort hospitals often sell encrypted backups.", "Ministers met in the spring."]),
        ("2006-d", &["Encrypted messages were discussed by ministers, and nothing else was.", "The spring was green."]),
        ("2007-e", &["We thank our hosts.", "Boats float on water.", "The ministers were tired."]),
    ];
    let documents: Vec<(String, Vec<String>)> = documents
        .map(|(id, texts)| (id.to_owned(), texts.iter().map(|text| (*text).to_owned()).collect()))
        .into_iter()
        .collect();
    write(folder.path(), &documents);
    let site = over(Files::Directory(folder.path().to_owned()));
    let plain = from(&site, "/search?q=ransomware");
    assert!(
        plain.main().contains("href=\"/search?q=ransomware&#38;related=1#related\" rel=\"nofollow\""),
        "{}",
        plain.main()
    );
    assert!(!plain.main().contains("2005-c"), "{}", plain.main());
    let page = from(&site, "/search?q=ransomware&related=1");
    let (hits, related) = page.main().split_once("<h2 id=\"related\">Related by shared words</h2>").unwrap();
    assert!(hits.contains("2 paragraphs in 2 documents") && !hits.contains("2005-c"), "{hits}");
    for word in ["extort", "hospitals", "encrypted", "backups"] {
        assert!(related.contains(&format!("“<bdi>{word}</bdi>”")), "{word}\n{related}");
    }
    // Four of the words lead there; one alone does not, and what is found or shares none stands nowhere.
    assert!(related.contains("/2005-c/p/1") && related.contains("<mark>encrypted</mark>"), "{related}");
    for other in ["/2001-a/", "/2003-b/", "/2005-c/p/2", "/2006-d/", "/2007-e/", "ransomware</bdi>"] {
        assert!(!related.split("<ul class=\"formats\"").next().unwrap().contains(other), "{other}\n{related}");
    }
    assert!(
        page.body.contains("<link rel=\"canonical\" href=\"https://archive.example/search?q=ransomware\""),
        "{}",
        page.body
    );
    // Data, counts and facets are those of the search alone.
    let data = |path: &str| from(&site, path).body;
    assert_eq!(data("/search.json?q=ransomware&related=1"), data("/search.json?q=ransomware"));
    let choices = |main: &str| {
        main.split_once("Narrow the results").map(|(_, rest)| rest.split("</details>").next().unwrap().to_owned())
    };
    assert_eq!(choices(page.main()), choices(plain.main()));
    // What narrows the search narrows them, and another page or an empty result has none.
    let narrowed = from(&site, "/search?q=ransomware&document=2001-a&related=1");
    assert!(!narrowed.main().contains("/2005-c/"), "{}", narrowed.main());
    for none in ["/search?q=zeppelin&related=1", "/search?year=2001&related=1", "/search?q=ransomware&page=2&related=1"]
    {
        assert!(!from(&site, none).main().contains("Related by shared words"), "{none}");
    }
    for query in ["%22", "ransomware+-hospitals", "year:2001", "(a+OR+b)", "ransomware+NEAR/3+groups"] {
        assert_eq!(from(&site, &format!("/search?q={query}&related=1")).status, 200, "{query}");
    }
}
