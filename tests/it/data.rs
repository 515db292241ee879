//! Promise 5: every search is complete as data, in the order of the page.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use scraper::{Html, Selector};
use serde_json::Value;

use crate::desk::Desk;
use crate::search::QUERIES;
use crate::site::{Answer, BASE, ask, get, over, send};
use crate::support::root;
use axum::http::Method;
use g7cyber::corpus::Files;
use url::form_urlencoded::byte_serialize;

fn encoded(query: &str) -> String {
    byte_serialize(query.as_bytes()).collect()
}

/// Returns the addresses of a search's hits in JSON.
fn paths(answer: &Value) -> Vec<String> {
    answer["hits"].as_array().unwrap().iter().map(|hit| hit["path"].as_str().unwrap().to_owned()).collect()
}

fn rows(answer: &Answer) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(answer.bytes.as_slice()).records().map(Result::unwrap).collect()
}

/// Returns the address of the next part, as the `Link` header gives it.
fn next(answer: &Answer) -> Option<String> {
    let link = answer.header("link").split_once(">; rel=\"next\"")?.0;
    Some(link.rsplit_once('<')?.1.strip_prefix(BASE)?.to_owned())
}

#[test]
fn every_format_has_all_hits_in_the_order_of_the_page() {
    for query in ["cyber", "behaviour", "Russia -Syria", "year:2018", "law NEAR/5 international"] {
        for order in ["", "&sort=oldest", "&sort=newest", "&sort=document", "&match=any"] {
            let asked = format!("q={}{order}", encoded(query));
            let json = get(&format!("/search.json?{asked}")).json();
            let expected = paths(&json);
            assert_eq!(json["total"].as_u64().unwrap() as usize, expected.len(), "{asked}");

            let csv: Vec<String> =
                rows(&get(&format!("/search.csv?{asked}"))).iter().map(|row| row[4].to_owned()).collect();
            assert_eq!(csv, expected, "{asked}");
            let lines = get(&format!("/search.ndjson?{asked}")).body;
            let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            assert_eq!(
                lines.iter().map(|line| line["path"].as_str().unwrap()).collect::<Vec<_>>(),
                expected,
                "{asked}"
            );
            let atom = get(&format!("/search.atom?{asked}"));
            assert_eq!(atom.header("content-type"), "application/atom+xml; charset=utf-8");
            let ids: Vec<&str> =
                atom.body.split("<entry>").skip(1).map(|entry| between(entry, "<id>", "</id>")).collect();
            assert_eq!(ids, expected.iter().map(|path| format!("{BASE}{path}")).collect::<Vec<_>>(), "{asked}");

            let mut page = Vec::new();
            for number in 1..=expected.len().div_ceil(20) {
                let answer = get(&format!("/search?{asked}&page={number}"));
                let links = Selector::parse(".hit > a.number").unwrap();
                let html = Html::parse_document(&answer.body);
                page.extend(
                    html.select(&links).map(|link| link.attr("href").unwrap().split('?').next().unwrap().to_owned()),
                );
            }
            assert_eq!(page, expected, "{asked}");
        }
    }
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    text.split_once(start).unwrap().1.split_once(end).unwrap().0
}

#[test]
fn parts_that_follow_their_links_make_the_whole() {
    let whole = paths(&get("/search.json?q=cyber").json());
    for format in ["json", "csv", "ndjson"] {
        let mut found = Vec::new();
        let mut address = Some(format!("/search.{format}?q=cyber&limit=4"));
        while let Some(part) = address {
            let answer = get(&part);
            found.extend(match format {
                "json" => paths(&answer.json()),
                "csv" => rows(&answer).iter().map(|row| row[4].to_owned()).collect(),
                _ => answer
                    .body
                    .lines()
                    .map(|line| {
                        let value: Value = serde_json::from_str(line).unwrap();
                        value["path"].as_str().unwrap().to_owned()
                    })
                    .collect(),
            });
            address = next(&answer);
        }
        assert_eq!(found, whole, "{format}");
    }
    assert!(next(&get("/search.json?q=cyber")).is_none());
    let sheet = next(&get("/search.csv?q=cyber&excel=1&limit=2")).unwrap();
    assert!(get(&sheet).bytes.starts_with("\u{feff}".as_bytes()), "{sheet} is for a spreadsheet, too");
    assert!(!next(&get("/search.json?q=cyber&excel=1&limit=2")).unwrap().contains("excel"));
    let beyond = get("/search.json?q=cyber&offset=100000").json();
    assert_eq!((paths(&beyond).len(), beyond["total"].as_u64().unwrap() as usize), (0, whole.len()));
}

#[test]
fn spans_lines_and_marks_in_opened_documents_agree() {
    let mark = Selector::parse("main .paragraph mark[id]").unwrap();
    for query in QUERIES {
        let query = encoded(query);
        let json = get(&format!("/search.json?q={query}")).json();
        let hits = json["hits"].as_array().unwrap();
        let spans: usize = hits.iter().map(|hit| hit["spans"].as_array().unwrap().len()).sum();
        let lines = rows(&get(&format!("/search.csv?q={query}&view=kwic"))).len();
        let is_single = !query.contains('+') && !query.contains("%20");
        assert!(lines <= spans && (lines == 0) == (spans == 0), "concordance of {query}");
        assert!(!is_single || lines == spans, "concordance of {query}");
        let mut marks = 0;
        for document in ["2017-the-hill-lucca-report", "2018-ise-shima-cyber-group-report"] {
            let page = get(&format!("/{document}?hl={query}"));
            marks += Html::parse_document(&page.body).select(&mark).count();
        }
        assert_eq!(marks, spans, "marks of {query}");
    }
}

#[test]
fn a_concordance_counts_all_lines_and_says_how_far_they_are_in_order() {
    let desk = Desk::new();
    desk.write("2020-long-declaration", &"Cyber norms.\n\n".repeat(10_001));
    let site = over(Files::Directory(desk.root().to_owned()));
    for (rest, page, ordered) in [("", 101, true), ("&lines=date", 101, true), ("&lines=left", 20, false)] {
        let answer = ask(site.clone(), Method::GET, &format!("/search?q=cyber&view=kwic&page={page}{rest}"), &[], "");
        let main = answer.main();
        assert!(main.contains("10001 lines from 10001 paragraphs"), "{}", &main[..600]);
        assert!(main.contains(&format!("Page {page} of {page}")));
        assert_eq!(main.contains("are the first 2000 of these lines"), !ordered, "{rest}");
        assert_eq!(main.matches("<mark>").count(), if ordered { 1 } else { 100 });
    }
    assert!(!get("/search?q=cyber&view=kwic&lines=left").main().contains("are the first"));
    assert!(get("/search?q=cyber&view=kwic").main().contains("Followed by"));
}

#[test]
fn spans_are_code_points_of_the_text() {
    let json = get("/search.json?q=proportionate").json();
    let hit = &json["hits"][0];
    let text: Vec<char> = hit["text"].as_str().unwrap().chars().collect();
    let span = |at: usize| hit["spans"][0][at].as_u64().unwrap() as usize;
    assert_eq!(text[span(0)..span(1)].iter().collect::<String>(), "proportionate");
    assert_eq!(text[span(0) - 1], '“');
}

#[test]
fn a_spreadsheet_runs_no_cell() {
    let verbatim = get("/search.csv?q=cyber");
    let spreadsheet = get("/search.csv?q=cyber&excel=1");
    assert!(spreadsheet.bytes.starts_with("\u{feff}".as_bytes()));
    assert!(!verbatim.bytes.starts_with("\u{feff}".as_bytes()));
    for row in rows(&spreadsheet) {
        assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])), "{row:?}");
    }
}

#[test]
fn press_reports_are_labelled_wherever_they_are_found() {
    let label = "<span class=\"kind press\">Press report</span>";
    for path in ["/search?q=allegations", "/search?q=allegations&view=kwic", "/2017-the-hill-lucca-report/p/7/r/1"] {
        assert!(get(path).main().contains(label), "{path}: {}", get(path).main());
    }
    let rows = rows(&get("/search.csv?q=cyber&view=kwic"));
    let lines = get("/search.ndjson?q=cyber&view=kwic").body;
    for (row, line) in rows.iter().zip(lines.lines()) {
        let line: Value = serde_json::from_str(line).unwrap();
        let kind = if &row[0] == "2017-the-hill-lucca-report" { "press-report" } else { "chairs-report" };
        assert_eq!((&row[row.len() - 1], line["kind"].as_str().unwrap()), (kind, kind));
    }
    let feed = get("/search.atom?q=allegations").body;
    assert!(feed.contains("<category term=\"press-report\" label=\"Press report\"/>"), "{feed}");
    assert!(!get("/2018-ise-shima-cyber-group-report/p/3/r/1").main().contains("kind press"));
}

#[test]
fn a_facet_of_one_value_is_shown_where_not_all_hits_have_it() {
    let all = get("/search.json?q=cyber+attack").json();
    let presidency = &all["facets"]["presidency"];
    assert!(presidency.as_array().unwrap().len() == 1 && presidency[0]["count"].as_u64() < all["total"].as_u64());
    for view in ["", "&view=kwic"] {
        assert!(get(&format!("/search?q=cyber+attack{view}")).main().contains("<h2>Presidency</h2>"));
        assert!(!get(&format!("/search?q=cyber+year:2018{view}")).main().contains("<h2>Presidency</h2>"));
    }
}

#[test]
fn what_has_no_meaning_is_refused_in_data_and_told_on_the_page() {
    for wrong in
        ["page=0", "page=x", "limit=0", "limit=-1", "offset=x", "year=abc", "kind=poem", "sort=up", "match=some"]
    {
        let answer = get(&format!("/search.json?q=cyber&{wrong}"));
        assert_eq!(answer.status, 400, "{wrong}");
        assert!(answer.json()["error"].as_str().unwrap().len() > 10, "{wrong}");
        assert_eq!(get(&format!("/search?q=cyber&{wrong}")).status, 200, "{wrong}");
    }
    assert!(get("/search?q=cyber&year=abc").main().contains("abc"));
}

#[test]
fn data_is_open_to_scripts_of_every_origin_and_pages_are_not() {
    for path in ["/search.json?q=x", "/search.csv?q=x", "/search.atom?q=x", "/documents.json", "/nothing.json"] {
        assert_eq!(get(path).header("access-control-allow-origin"), "*", "{path}");
    }
    for path in ["/", "/search?q=x", "/documents", "/nothing"] {
        assert_eq!(get(path).header("access-control-allow-origin"), "", "{path}");
    }
    let preflight = send(Method::OPTIONS, "/search.json?q=x", &[("origin", "https://elsewhere.example")], "");
    assert_eq!((preflight.status.as_u16(), preflight.header("access-control-allow-origin")), (204, "*"));
    assert_eq!(preflight.header("access-control-allow-methods"), preflight.header("allow"));
    assert!(!preflight.header("allow").contains("POST"));
    for path in ["/", "/search", "/2018-ise-shima-cyber-group-report/p/3", "/nothing"] {
        let answer = send(Method::OPTIONS, path, &[], "");
        assert_eq!((answer.status.as_u16(), answer.header("access-control-allow-origin")), (405, ""), "{path}");
        assert!(answer.header("allow").contains("GET"), "{path}");
    }
}

#[test]
fn what_a_client_holds_may_be_used_as_before() {
    let report = "/2018-ise-shima-cyber-group-report";
    for path in ["/p/3", "/p/3/embed", "/p/3/card.png", "/p/3.json", "/source"] {
        let path = format!("{report}{path}");
        let first = get(&path);
        let again = send(Method::GET, &path, &[("if-none-match", first.header("etag"))], "");
        assert_eq!(again.status, 304, "{path}");
        for (name, value) in &again.headers {
            assert_eq!(first.headers.get(name), Some(value), "{path}: {name} would replace what a cache holds");
        }
    }
}

#[test]
fn a_feed_of_a_part_names_itself_and_the_next() {
    let answer = get("/search.atom?q=the&limit=3");
    let own = format!("{BASE}/search.atom?q=the&amp;limit=3&amp;offset=0");
    assert!(answer.body.replace("&#38;", "&amp;").contains(&own), "{}", answer.body);
    assert_eq!(answer.header("link"), format!("<{BASE}/search.atom?q=the&limit=3&offset=3>; rel=\"next\""));
}

#[test]
fn suggestions_are_queries_that_find_something() {
    let answer = get("/suggest?q=intern");
    assert_eq!(answer.header("content-type"), "application/x-suggestions+json");
    assert_eq!(answer.json()[0], "intern");
    let suggested = |typed: &str| -> Vec<String> {
        let value = get(&format!("/suggest?q={}", encoded(typed))).json();
        let queries = value[1].as_array().unwrap().iter().map(|query| query.as_str().unwrap().to_owned());
        let about = value[2].as_array().unwrap().iter().map(|about| about.as_str().unwrap());
        let mut counted = Vec::new();
        for (query, about) in queries.zip(about) {
            let Some(count) = about.strip_prefix("in ").and_then(|it| it.split(' ').next()?.parse::<u64>().ok()) else {
                assert_ne!(about, "in 0 paragraphs");
                continue;
            };
            let found = get(&format!("/search.json?q={}", encoded(&query))).json();
            let (total, matched) = (found["total"].as_u64().unwrap(), found["match"].as_str().unwrap());
            assert_eq!((total, matched), (count, "all"), "`{query}` for `{typed}`");
            assert!(count > 0, "`{query}` for `{typed}`");
            counted.push(query);
        }
        counted
    };
    assert!(suggested("intern").contains(&"international".to_owned()));
    assert!(suggested("behaviour").contains(&"behaviour".to_owned()));
    assert_eq!(suggested("\"critical inf"), ["\"critical infrastructure\""]);
    assert!(suggested("critical inf").contains(&"critical infrastructure".to_owned()));
    assert!(!suggested("malicious cyber").is_empty() && !suggested("law NOT cyb").is_empty());
    assert_eq!(suggested("year:20"), ["year:2017", "year:2018"]);
    assert_eq!(suggested("law kind:press"), ["law kind:press-report"]);
    assert_eq!(suggested("kind:\"press r"), ["kind:press-report"]);
    assert_eq!(suggested("kind:").len(), 2);
    for nothing in ["kind:st", "-cyb", "x NEAR/1", "zebra kind:", "law OR", "\"zebra cyb", ""] {
        assert!(suggested(nothing).is_empty(), "{nothing}");
    }
    for typed in
        ["cyb", "co", "presidency:", "topic:", "document:20", "forum:f", "(cyber in", "\"the", "=sta", "cyber-a"]
    {
        suggested(typed);
    }
}

#[test]
fn browsers_can_add_the_archive_to_their_address_bar() {
    let answer = get("/opensearch.xml");
    assert_eq!(answer.header("content-type"), "application/opensearchdescription+xml");
    assert!(answer.body.contains(&format!("{BASE}/search?q={{searchTerms}}")), "{}", answer.body);
    assert!(get("/").body.contains("application/opensearchdescription+xml"));
}

#[test]
fn the_description_of_the_interface_agrees_with_its_answers() {
    let description = get("/api/openapi.json").json();
    let paths = description["paths"].as_object().unwrap();
    assert!(paths.len() >= 8);
    for (path, item) in paths {
        let example = path.replace("{document}", "2018-ise-shima-cyber-group-report").replace("{number}", "3");
        let example = example.replace("{instrument}", "un-charter");
        // Found as a search, and quoted with a word changed.
        let query = "q=sharing+of+national+views+on+how+existing+international+laws&t=%22sharing+of+national+views%22";
        let compared = "a=2018-ise-shima-cyber-group-report&b=2018-ise-shima-cyber-group-report/p/4";
        let answer = get(&format!("{example}?{query}&{compared}"));
        assert_eq!(answer.status, 200, "{example}");
        let content = &item["get"]["responses"]["200"]["content"];
        if let Some(schema) = content["application/json"]["schema"].as_object() {
            agrees(&description, &Value::Object(schema.clone()), &answer.json(), path);
        }
    }
    let takes = |path: &str| description["paths"][path]["get"]["parameters"].to_string();
    assert!(takes("/documents.csv").contains("\"excel\"") && !takes("/documents.json").contains("\"excel\""));
    let page = get("/api");
    for path in paths.keys() {
        assert!(page.body.contains(path.as_str()), "the page names {path}");
    }
}

/// Checks that an answer has the fields that its description names and no other, the first item of every list likewise.
#[track_caller]
fn agrees(description: &Value, schema: &Value, answer: &Value, at: &str) {
    if let (Some(items), Some(first)) = (schema.get("items"), answer.as_array().map(|items| items.first())) {
        if let Some(first) = first {
            agrees(description, items, first, &format!("{at}[0]"));
        }
        return;
    }
    let described = fields(description, schema);
    if let (false, Some(answered)) = (described.is_empty(), answer.as_object()) {
        let names = |keys: Vec<&String>| keys.into_iter().cloned().collect::<BTreeSet<String>>();
        assert_eq!(names(described.keys().collect()), names(answered.keys().collect()), "{at}");
        for (name, value) in answered {
            agrees(description, &described[name], value, &format!("{at}.{name}"));
        }
    }
}

/// Returns the fields of a described object with their descriptions, those it takes from others included.
fn fields(description: &Value, schema: &Value) -> BTreeMap<String, Value> {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap();
        return fields(description, &description["components"]["schemas"][name]);
    }
    let own = schema["properties"].as_object().cloned().unwrap_or_default();
    let parts = ["allOf", "oneOf"].map(|together| schema[together].as_array().into_iter().flatten());
    let others = parts.into_iter().flatten().flat_map(|part| fields(description, part));
    own.into_iter().chain(others).collect()
}

#[test]
fn a_record_says_in_every_readable_form_that_its_text_is_not_held_and_its_addresses_are_not_checked() {
    for tail in ["", ".md", ".txt"] {
        let answer = get(&format!("/2017-lucca-declaration{tail}"));
        for said in ["this archive has not checked them", "Summary by the archive", "not hold"] {
            let told = answer.body.contains(said) || (said == "not hold" && answer.body.contains("not held"));
            assert!(told, "{tail}: {said}");
        }
    }
    let markdown = get("/2017-lucca-declaration.md").body;
    assert!(markdown.contains(".html>\n\n"), "every address is a paragraph of its own: {markdown}");
}

#[test]
fn the_same_corpus_gives_the_same_bytes() {
    let report = "/2018-ise-shima-cyber-group-report";
    let mut asked: Vec<String> =
        ["/", "/documents", "/documents.json", "/documents.csv", "/changes.atom", "/sitemap.xml"]
            .map(str::to_owned)
            .into();
    asked.extend(["", ".json", ".csv", ".ndjson", ".atom"].map(|tail| format!("/search{tail}?q=cyber*&match=any")));
    asked.extend(["", ".json", ".md", ".txt", ".bib", ".ris", ".csl.json"].map(|tail| format!("{report}{tail}")));
    asked.extend(["", ".json", "/cite", "/card.png", "/embed", "/r/1"].map(|tail| format!("{report}/p/3{tail}")));
    // The same files, written in another order.
    let copy = tempfile::tempdir().unwrap();
    let list = Command::new("find").args([".", "-type", "f"]).current_dir(root().join("corpus")).output().unwrap();
    let mut paths: Vec<&str> = str::from_utf8(&list.stdout).unwrap().lines().collect();
    paths.sort_unstable_by(|a, b| b.cmp(a));
    assert!(paths.len() > 60, "{paths:?}");
    for path in paths {
        let to = copy.path().join(path);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(root().join("corpus").join(path), to).unwrap();
    }
    let copied = over(Files::Directory(copy.path().to_owned()));
    for path in asked {
        let (here, there) = (get(&path), ask(copied.clone(), Method::GET, &path, &[], ""));
        assert_eq!(here.status, 200, "{path}");
        assert!(here.bytes == there.bytes && here.header("etag") == there.header("etag"), "{path}");
    }
}

#[test]
fn the_list_of_documents_can_be_had_in_parts_and_ends() {
    let all = get("/documents.json").json();
    let total = all["total"].as_u64().unwrap() as usize;
    let (mut parts, mut next) = (Vec::new(), "/documents.json?limit=20".to_owned());
    loop {
        let answer = get(&next);
        parts.extend(answer.json()["documents"].as_array().unwrap().clone());
        assert_eq!(answer.json()["total"], total);
        let Some(link) = answer.header("link").strip_prefix(&format!("<{BASE}")) else { break };
        next = link.strip_suffix(">; rel=\"next\"").unwrap().to_owned();
    }
    assert_eq!(parts, *all["documents"].as_array().unwrap());
    let count = |path: &str| get(path).json()["documents"].as_array().unwrap().len();
    assert_eq!(count(&format!("/documents.json?limit=20&page={}", total / 20 + 1)), total % 20);
    assert_eq!((count("/documents.json?page=2"), count("/documents.json?limit=20&offset=99999")), (0, 0));
    assert_eq!(rows(&get("/documents.csv?limit=3&offset=2")).len(), 3);
    assert!(
        get("/documents.csv?limit=3&year=2017").header("link").contains("/documents.csv?year=2017&limit=3&offset=3>")
    );
    for wrong in ["limit=0", "limit=x", "limit=-1", "page=0", "offset=-1"] {
        assert_eq!(get(&format!("/documents.json?{wrong}")).status, 400, "{wrong}");
        assert_eq!(get(&format!("/documents.csv?{wrong}")).status, 400, "{wrong}");
    }
}

#[test]
fn the_list_of_documents_is_the_same_in_every_format() {
    let json = get("/documents.json").json();
    let ids: Vec<&str> = json["documents"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect();
    let csv = rows(&get("/documents.csv"));
    assert_eq!(csv.iter().map(|row| &row[0]).collect::<Vec<_>>(), ids);
    assert!(csv.iter().any(|row| &row[14] == "true") && csv.iter().any(|row| &row[14] == "false"));
    assert_eq!(rows(&get("/documents.csv?year=2018")).len(), get("/documents.json?year=2018").json()["total"]);
    assert_eq!(get("/documents.csv?kind=poem").status, 400);
}

#[test]
fn the_source_of_a_text_can_be_had_byte_for_byte() {
    for document in ["2017-the-hill-lucca-report", "2018-ise-shima-cyber-group-report"] {
        let answer = get(&format!("/{document}/source"));
        let kept = std::fs::read(root().join(format!("corpus/sources/{document}.txt"))).unwrap();
        assert_eq!(answer.bytes, kept);
        assert!(answer.header("content-disposition").starts_with("attachment"));
        assert_eq!(answer.header("content-type"), "application/octet-stream");
        assert!(get(&format!("/{document}")).body.contains(&format!("/{document}/source")));
    }
    assert_eq!(get("/2017-lucca-declaration/source").status, 404);
    let corrected = get("/2017-the-hill-lucca-report");
    assert!(corrected.main().contains("Corrected here"), "corrections are listed with before and after");
}

#[test]
fn crawlers_may_read_a_search_and_not_every_combination_of_choices() {
    let robots = get("/robots.txt").body;
    assert!(robots.contains("Disallow: /search?*&\n") && !robots.contains("Disallow: /search\n"), "{robots}");
    assert!(robots.contains(&format!("Sitemap: {BASE}/sitemap.xml")));
    assert!(get("/search?q=cyber").body.contains("<meta name=\"description\""));
}

#[test]
fn the_page_of_the_interface_sets_code_as_code() {
    let answer = get("/api");
    assert!(answer.main().contains("<code>relevance</code> (default)"), "{}", answer.main());
    assert!(!answer.main().contains('`'), "{}", answer.main());
}
