//! The history of a term: where it is used, where it is not, and what either rests on, over small corpora made for it.

use std::fs;
use std::path::Path;

use axum::Router;
use axum::http::Method;
use g7cyber::corpus::{Date, Files};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use resvg::usvg::roxmltree;
use serde_json::{Value, json};
use tempfile::TempDir;
use url::form_urlencoded::byte_serialize;

use crate::desk::Desk;
use crate::running::program;
use crate::site::{Answer, ask, get, over};

const HEAD: &str = "issuer = \"Ministers\"\nlanguage = \"en\"";

/// Writes a document of a kind and a date.
fn write(desk: &Desk, id: &str, kind: &str, date: &str, text: &str) {
    let (front, text) = text.split_once("+++\n").unwrap_or(("", text));
    let head = format!("title = \"{id}\"\nkind = \"{kind}\"\ndate = \"{date}\"\n{HEAD}\n{front}");
    fs::write(desk.root().join(format!("documents/{id}.md")), format!("+++\n{head}+++\n{text}")).unwrap();
}

fn site(desk: &Desk) -> Router {
    over(Files::Directory(desk.root().to_owned()))
}

fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}

fn at(site: &Router, path: &str) -> Answer {
    ask(site.clone(), Method::GET, path, &[], "")
}

#[track_caller]
fn term(site: &Router, text: &str, more: &str) -> Value {
    let answer = at(site, &format!("/term.json?t={}{more}", encoded(text)));
    assert_eq!(answer.status, 200, "{text}: {}", answer.body);
    answer.json()
}

/// Returns one field of every entry of a list.
fn all<'a>(list: &'a Value, field: &str) -> Vec<&'a str> {
    list.as_array().unwrap().iter().map(|entry| entry[field].as_str().unwrap()).collect()
}

/// Three texts, a press report and a record.
fn five() -> (Desk, Router) {
    let desk = Desk::new();
    write(
        &desk,
        "2015-alpha",
        "declaration",
        "2015-05-12",
        "1. Defence of cyberspace.\n\n2. A cyber attack is an attack.\n",
    );
    write(&desk, "2016-beta", "declaration", "2016-05", "Defense against attacks, and defences.\n");
    write(&desk, "2017-gamma", "statement", "2017-04-11", "Nothing of the kind.\n");
    write(&desk, "2017-news", "press-report", "2017-04-12", "They spoke of zebras and of defence.\n");
    write(&desk, "2018-known", "communique", "2018", "abstract = \"It speaks of zebras.\"\n+++\n");
    fs::write(desk.root().join("variants.toml"), "[[spelling]]\nforms = [\"defence\", \"defense\"]\n").unwrap();
    desk.publish("2026-01-01", &[], None);
    let site = site(&desk);
    (desk, site)
}

#[test]
fn a_history_names_texts_forms_first_and_last_use() {
    let (_desk, site) = five();
    let found = term(&site, "defence", "");
    assert_eq!(found["texts_with"], json!(["2015-alpha", "2016-beta"]));
    assert_eq!(found["texts_without"], json!(["2017-gamma"]));
    assert_eq!(found["total"], 3);
    assert_eq!(found["uses"].as_array().unwrap().len(), 3);
    let first = &found["uses"][0];
    assert_eq!(first["path"], "/2015-alpha/p/1");
    assert_eq!(
        (&first["span"], &first["revision"], &first["kind"]),
        (&json!([0, 7]), &json!(1), &json!("declaration"))
    );
    assert_eq!(
        (&found["uses"][1]["date"], &found["uses"][1]["date_from"], &found["uses"][1]["date_to"]),
        (&json!("2016-05"), &json!("2016-05-01"), &json!("2016-05-31"))
    );
    assert_eq!(all(&found["first"], "path"), ["/2015-alpha/p/1"]);
    assert_eq!(all(&found["last"], "path"), ["/2016-beta/p/1"]);
    assert_eq!(found["last"][0]["keyword"], "defences", "the last use of the text");
    let forms: Vec<(&str, u64, &str)> = found["forms"]
        .as_array()
        .unwrap()
        .iter()
        .map(|form| (form["form"].as_str().unwrap(), form["count"].as_u64().unwrap(), form["level"].as_str().unwrap()))
        .collect();
    assert_eq!(forms, [("defence", 1, "typed"), ("defences", 1, "form"), ("defense", 1, "spelling")]);
    let scope = &found["scope"];
    assert_eq!((&scope["held"], &scope["searched"], &scope["not_held"]), (&json!(4), &json!(3), &json!(1)));
    assert_eq!((&scope["from"], &scope["to"]), (&json!("2015-05-12"), &json!("2017-04-11")));
    assert_eq!(
        (&scope["as_of"], &found["as_of"], &scope["words"]),
        (&json!("2026-01-01"), &json!("2026-01-01"), &json!(18))
    );
    let statement = found["statement"].as_str().unwrap();
    for said in [
        "“defence” is used in 2 of 3 G7 texts held, of 12 May 2015 to 11 April 2017, 3 times",
        "first in 2015-alpha (12 May 2015), last in 2016-beta (May 2016)",
        "1 of the 1 press report held has it, 1 time",
        "1 more text is known and not held; nothing is said of it.",
    ] {
        assert!(statement.contains(said), "{said}: {statement}");
    }
    let page = at(&site, "/term?t=defence").body;
    assert!(page.contains("is used in 2 of 3 G7 texts held") && page.contains("All 3 uses by date"), "{page}");
    assert!(page.contains("/2015-alpha/p/1?w=0-7&#38;r=1") || page.contains("/2015-alpha/p/1?w=0-7&amp;r=1"), "{page}");
}

#[test]
fn press_reports_count_only_where_that_is_asked() {
    let (_desk, site) = five();
    let found = term(&site, "zebras", "");
    assert_eq!((&found["texts_with"], &found["total"]), (&json!([]), &json!(0)));
    assert_eq!(found["press_reports"], json!({"held": 1, "texts_with": ["2017-news"], "uses": 1}));
    let statement = found["statement"].as_str().unwrap();
    assert!(statement.starts_with("None of these forms stands in the 3 G7 texts held"), "{statement}");
    assert!(statement.contains("1 of the 1 press report held has it, 1 time"), "{statement}");
    let found = term(&site, "zebras", "&press=1");
    assert_eq!((&found["texts_with"], &found["total"]), (&json!(["2017-news"]), &json!(1)));
    assert_eq!(found["texts_without"], json!(["2015-alpha", "2016-beta", "2017-gamma"]));
    assert_eq!((&found["scope"]["searched"], &found["press_reports"]), (&json!(4), &Value::Null));
    let page = at(&site, "/term?t=zebras&press=1").body;
    assert!(page.contains("In press reports, which are no texts of the group"), "{page}");
    // A summary by the archive is no text.
    assert!(!term(&site, "kind", "")["texts_with"].to_string().contains("known"));
}

#[test]
fn an_absence_rests_on_texts_forms_days_and_what_is_not_held() {
    let (_desk, site) = five();
    let found = term(&site, "zeroday", "");
    let statement = found["statement"].as_str().unwrap();
    assert_eq!(found["texts_without"], json!(["2015-alpha", "2016-beta", "2017-gamma"]));
    for said in [
        "None of these forms stands in the 3 G7 texts held, of 12 May 2015 to 11 April 2017, 18 words",
        "in the wording published by 1 January 2026 (release ",
        "“zeroday”",
        "1 more text is known and not held; nothing is said of it.",
    ] {
        assert!(statement.contains(said), "{said}: {statement}");
    }
    let link = found["link"].as_str().unwrap();
    assert!(link.ends_with("/term?t=zeroday&as_of=2026-01-01"), "{link}");
    assert!(found["footnote"].as_str().unwrap().contains(link), "{found}");
    // The forms that were looked for are named, those that no text has, too.
    let forms = term(&site, "=\"absent\" OR defence", "&as_of=2026-01-01");
    assert!(forms["total"].as_u64().unwrap() > 0);
    let page = at(&site, "/term?t=zeroday").body;
    for part in ["Looked for", "Texts held without it (3)", "Known and not held: nothing is said of them (1)", link] {
        assert!(page.contains(&part.replace('&', "&#38;")), "{part}: {page}");
    }
}

#[test]
fn what_is_spelled_nearly_so_stands_beside_a_negative() {
    let desk = Desk::new();
    write(&desk, "2015-alpha", "declaration", "2015", "A zero-day flaw of firmware, a data base and ransomware.\n");
    let site = site(&desk);
    for (typed, near) in [
        ("zeroday", "zero day"),
        ("\"firm ware\"", "firmware"),
        ("database", "data base"),
        ("ransomeware", "ransomware"),
    ] {
        let found = term(&site, typed, "");
        assert!(found["nearest_words"].as_array().unwrap().contains(&json!(near)), "{typed}: {found}");
    }
    assert_eq!(term(&site, "firmware", "")["nearest_words"], json!([]));
}

#[test]
fn dates_that_overlap_are_ties() {
    let desk = Desk::new();
    write(&desk, "2016-a", "declaration", "2016-05", "Attribution.\n");
    write(&desk, "2016-b", "declaration", "2016-05-27", "Attribution.\n");
    write(&desk, "2016-c", "declaration", "2016-06-01", "Nothing.\n");
    write(&desk, "2017-d", "declaration", "2017", "Attribution.\n");
    write(&desk, "2017-e", "declaration", "2017-12-31", "Attribution, attribution.\n");
    write(&desk, "2017-f", "declaration", "2017-01-02", "Attribution.\n");
    let site = site(&desk);
    let found = term(&site, "attribution", "");
    assert_eq!(all(&found["first"], "document"), ["2016-a", "2016-b"]);
    assert_eq!(all(&found["last"], "document"), ["2017-d", "2017-e"]);
    let statement = found["statement"].as_str().unwrap();
    assert!(
        statement.contains(
            "first in one of these two, which their dates do not tell apart: 2016-a (May 2016) and 2016-b (27 May 2016)"
        ),
        "{statement}"
    );
    let found = term(&site, "nothing", "");
    assert_eq!(all(&found["first"], "document"), all(&found["last"], "document"));
    assert!(found["statement"].as_str().unwrap().contains("only in 2016-c (1 June 2016)"));
    // Nothing of it was published, so no day can be named.
    assert_eq!((&found["as_of"], found["link"].as_str().unwrap().contains("as_of")), (&Value::Null, false));
}

#[test]
fn what_is_no_use_is_told_apart() {
    let desk = Desk::new();
    write(
        &desk,
        "2015-alpha",
        "declaration",
        "2015",
        "# Cyber attack\n\nThe group speaks of cyber\n\nattack and defence.\n\n- due\n\n- diligence is owed\n\n\
         It is a [-state sponsored-]{+criminal+}[^1] act by \"[-quoted error-]{+quoted words+}[^2]\".\n\n[^1]: The source errs.\n\n[^2]: So it does.\n\n\
         one\n\ntwo\n\nthree four\n",
    );
    let site = site(&desk);
    let found = term(&site, "\"cyber attack\"", "");
    assert_eq!((&found["total"], &found["texts_with"]), (&json!(0), &json!([])));
    let across = &found["across_paragraphs"][0];
    assert_eq!((&across["from"], &across["path"]), (&json!("/2015-alpha/p/1"), &json!("/2015-alpha/p/2")));
    assert_eq!(all(&found["in_headings"], "heading"), ["Cyber attack"]);
    assert_eq!(found["in_headings"][0]["spans"], json!([[0, 12]]));
    let statement = found["statement"].as_str().unwrap();
    assert!(
        statement.contains("Not counted: it stands across the border of two paragraphs once and in a heading."),
        "{statement}"
    );
    assert_eq!(all(&term(&site, "\"due diligence\"", "")["across_paragraphs"], "path"), ["/2015-alpha/p/4"]);
    // Over more than one border, once.
    let found = term(&site, "\"one two three\"", "");
    assert_eq!(found["across_paragraphs"].as_array().unwrap().len(), 1, "{found}");
    assert_eq!(found["across_paragraphs"][0]["from"], "/2015-alpha/p/6");
    let found = term(&site, "\"state sponsored\"", "");
    assert_eq!(
        (&found["total"], all(&found["in_corrections"], "path").as_slice()),
        (&json!(0), &["/2015-alpha/p/5"][..])
    );
    assert!(
        found["statement"].as_str().unwrap().contains("only in words of a source that were struck out as an error")
    );
    assert_eq!(term(&site, "error", "")["in_corrections"].as_array().unwrap().len(), 1);
    let found = term(&site, "quoted", "");
    assert_eq!((&found["total"], &found["in_corrections"]), (&json!(1), &json!([])), "it stands in the text as well");
    assert_eq!(term(&site, "errs", "")["total"], 0, "an editor's note is no text");
    let page = at(&site, "/term?t=%22cyber+attack%22").body;
    for part in ["Across the border of paragraphs", "In headings"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(at(&site, "/term?t=error").body.contains("Only in a correction"));
}

#[test]
fn what_is_no_term_is_told_with_the_search_that_was_meant() {
    for text in ["year:2018", "law -sea", "cyber year:2018", "a NEAR/3 b", "\"a b\"~3", "law AND sea"] {
        let page = get(&format!("/term?t={}", encoded(text)));
        assert_eq!(page.status, 200, "{text}");
        assert!(page.main().contains("/search?q=") && page.main().contains("search of several parts"), "{text}");
        let data = get(&format!("/term.json?t={}", encoded(text)));
        assert_eq!(data.status, 400, "{text}");
        assert!(data.json()["error"].as_str().unwrap().contains("joined by OR"), "{}", data.body);
    }
    for text in ["", "%20", "%E2%80%A6"] {
        let page = get(&format!("/term?t={text}"));
        assert!(page.status == 200 && page.main().contains("Give a word or a phrase"), "{text}: {}", page.main());
        for form in ["json", "csv", "atom"] {
            assert_eq!(get(&format!("/term.{form}?t={text}")).status, 400, "{text}");
        }
    }
    assert_eq!(get("/term").status, 200);
    assert!(!get("/term").main().contains("class=\"notice\""));
    let words = term_of("international law");
    assert_eq!(words["notices"][0]["code"], "as-phrase");
    assert_eq!(words["total"], term_of("\"international law\"")["total"]);
    let either = term_of("cyberspace OR \"international law\"");
    assert!(either["total"].as_u64() > words["total"].as_u64(), "{either}");
}

/// Returns the history of a term in the archive's own corpus.
#[track_caller]
fn term_of(text: &str) -> Value {
    let answer = get(&format!("/term.json?t={}", encoded(text)));
    assert_eq!(answer.status, 200, "{text}: {}", answer.body);
    answer.json()
}

#[test]
fn a_term_over_the_limits_is_read_as_far_as_a_search_is() {
    let many: Vec<String> = (0..40).map(|number| format!("word{number}")).collect();
    let found = term_of(&format!("{} OR cyber", many.join(" OR ")));
    assert!(found["notices"].to_string().contains("too-many-terms"), "{found}");
    assert_eq!(found["total"], 0, "what is beyond the limit is not looked for");
    let found = term_of(&format!("\"{}\"", "cyber ".repeat(200)));
    assert!(found["notices"].to_string().contains("too-long"), "{found}");
    let page = get(&format!("/term?t={}", encoded(&many.join(" OR "))));
    assert!(page.main().contains("Only the first 32 words"), "{}", page.main());
}

#[test]
fn the_sum_of_uses_is_the_concordance_and_every_use_has_its_link() {
    for text in [
        "cyber",
        "cyberspace",
        "\"international law\"",
        "stat*",
        "=\"states\"",
        "russia",
        "cyber-attack",
        "of OR the",
        "law OR \"international law\"",
    ] {
        let found = term_of(text);
        let with_press = get(&format!("/term.json?t={}&press=1", encoded(text))).json();
        let lines = get(&format!("/search.csv?q={}&view=kwic", encoded(text))).body;
        let rows = csv::Reader::from_reader(lines.as_bytes()).into_records().count();
        assert_eq!(with_press["total"].as_u64(), Some(rows as u64), "{text}");
        assert_eq!(with_press["uses"].as_array().unwrap().len(), rows, "{text}");
        let table = get(&format!("/term.csv?t={}", encoded(text))).body;
        let rows = csv::Reader::from_reader(table.as_bytes()).into_records().count();
        assert_eq!(found["total"].as_u64(), Some(rows as u64), "{text}");
        // The search that is linked finds the same texts.
        let search = found["search"].as_str().unwrap().replace("/search?", "/search.json?");
        let search = get(search.strip_prefix(crate::site::BASE).unwrap()).json();
        assert_eq!(search["documents"].as_u64(), Some(found["texts_with"].as_array().unwrap().len() as u64), "{text}");
        for entry in found["uses"].as_array().unwrap().iter().take(3) {
            let url = entry["url"].as_str().unwrap().strip_prefix(crate::site::BASE).unwrap();
            let page = get(url);
            let keyword = entry["keyword"].as_str().unwrap();
            assert!(
                page.status == 200 && page.main().contains(&format!(">{keyword}</mark>")),
                "{url}: {}",
                page.main()
            );
        }
    }
}

#[test]
fn a_long_history_is_given_in_parts() {
    let first = get("/term.json?t=cyber&limit=4").json();
    assert_eq!((first["uses"].as_array().unwrap().len(), first["total"].as_u64()), (4, Some(15)));
    let answer = get("/term.json?t=cyber&limit=4&offset=12");
    assert_eq!((answer.json()["uses"].as_array().unwrap().len(), answer.header("link")), (3, ""));
    let link = get("/term.csv?t=cyber&limit=4").header("link").to_owned();
    assert!(link.contains("/term.csv?t=cyber&limit=4&offset=4>; rel=\"next\""), "{link}");
    assert_eq!(get("/term.json?t=cyber&limit=0").status, 400);
}

#[test]
fn the_feed_has_a_paragraph_once_and_says_what_it_rests_on() {
    let body = get("/term.atom?t=cyber").body;
    let feed = roxmltree::Document::parse(&body).unwrap();
    let texts = |name: &str| -> Vec<String> {
        let nodes = feed.descendants().filter(|node| node.has_tag_name(("http://www.w3.org/2005/Atom", name)));
        nodes.filter_map(|node| node.text().map(str::to_owned)).collect()
    };
    let paragraphs: std::collections::BTreeSet<String> =
        all(&term_of("cyber")["uses"], "path").into_iter().map(str::to_owned).collect();
    let ids = texts("id");
    assert_eq!(ids.len(), paragraphs.len() + 1);
    assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), ids.len());
    assert!(texts("subtitle")[0].starts_with("“cyber” is used in 1 of 1 G7 text held"), "{body}");
    let none = get("/term.atom?t=zeppelin");
    assert!(none.status == 200 && none.body.contains("None of these forms"), "{}", none.body);
}

/// Copies a folder with all that is below it.
fn copied(from: &Path) -> TempDir {
    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
            let to = to.join(entry.file_name());
            if entry.path().is_dir() {
                copy(&entry.path(), &to);
            } else {
                fs::copy(entry.path(), to).unwrap();
            }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    copy(from, folder.path());
    folder
}

/// Five releases that correct, move, split, merge, insert and withdraw, and the corpus as it was after each.
fn releases() -> (Desk, Vec<(&'static str, TempDir)>) {
    let desk = Desk::new();
    let mut states = Vec::new();
    let publish = |desk: &Desk, day: &'static str, decided: &[&str], why| {
        desk.publish(day, decided, why);
        (day, copied(desk.root()))
    };
    desk.write(
        "2001-alpha",
        "# Security\n\n1. The first paragraph speaks of securty.\n\n2. The second of trust.\n\n3. The third was never theirs.\n\n\
         # Trust\n\n4. The fourth moves trust.\n\n5. The fifth has one half. It has another.\n",
    );
    desk.write("2002-beta", "Beta begins with trust.\n\nBeta ends.\n");
    desk.write("2003-gamma", "abstract = \"A record of security.\"\n+++\n");
    states.push(publish(&desk, "2021-01-01", &[], None));
    desk.edit("2001-alpha", "securty", "security");
    desk.edit("2001-alpha", "3. The third was never theirs. {#3}\n\n", "");
    states.push(publish(&desk, "2021-02-01", &["withdrawn 2001-alpha/p/3"], Some("In no source.")));
    desk.edit("2001-alpha", "4. The fourth moves trust. {#4}\n\n", "");
    desk.edit("2002-beta", "Beta ends.", "The fourth moves trust.\n\nBeta ends.");
    desk.edit("2001-alpha", "It has another. {#5}", "It has another.");
    desk.edit("2001-alpha", "one half. It has", "one half.\n\nIt has");
    let decided = ["moved 2001-alpha/p/4 2002-beta/p/3", "split 2001-alpha/p/5 2001-alpha/p/6 2001-alpha/p/7"];
    states.push(publish(&desk, "2021-03-01", &decided, Some("As the source has it.")));
    desk.edit("2001-alpha", "\n2. The second", "\nAn unnumbered one on security.\n\n2. The second");
    desk.write("2004-delta", "Delta is new, and has trust.\n");
    states.push(publish(&desk, "2021-04-01", &[], None));
    desk.edit("2001-alpha", "of security. {#1}", "of trust. {#1}");
    states.push(publish(&desk, "2021-05-01", &[], Some("The source says trust.")));
    (desk, states)
}

/// Takes out what cannot be the same: the name of the release, which no later corpus has, addresses of wordings, which are
/// other ones, what was published since, and the printed numbers of paragraphs that are gone.
fn comparable(mut value: Value) -> Value {
    fn walk(value: &mut Value, releases: &[String]) {
        match value {
            Value::Object(map) => {
                for name in ["release", "url", "link", "footnote", "search", "published_since", "printed"] {
                    map.remove(name);
                }
                map.values_mut().for_each(|value| walk(value, releases));
            }
            Value::Array(list) => list.iter_mut().for_each(|value| walk(value, releases)),
            Value::String(text) => {
                let own = text.split(" Since that day ").next().unwrap();
                *text = releases.iter().fold(own.to_owned(), |text, release| text.replace(release, "R"));
            }
            _ => {}
        }
    }
    let releases = [&value["scope"]["release"], &value["release"]].map(|it| it.as_str().map(str::to_owned));
    walk(&mut value, &releases.into_iter().flatten().collect::<Vec<_>>());
    value
}

#[test]
fn as_of_a_day_is_what_the_archive_answered_then() {
    let (desk, states) = releases();
    let present = site(&desk);
    for (day, folder) in &states {
        let then = over(Files::Directory(folder.path().to_owned()));
        for address in [
            "/term.json?t=trust",
            "/term.json?t=security",
            "/term.json?t=securty",
            "/term.json?t=theirs",
            "/term.json?t=%22another+Beta%22",
            "/term.json?t=fourth",
            "/term.json?t=delta&press=1",
            "/trends.json?t=trust&t=half",
            "/trends.json?t=trust&by=text",
            "/search.json?q=trust",
            "/search.json?q=half+OR+second",
            "/search.json?q=security&sort=oldest",
            "/check.json?q=The+first+paragraph+speaks+of+securty",
            "/check.json?q=The+fourth+moves+trust",
            "/check.json?q=The+fifth+has+one+half.+It+has+another.",
        ] {
            let was = comparable(at(&then, address).json());
            let is = comparable(at(&present, &format!("{address}&as_of={day}")).json());
            assert_eq!(is, was, "{address} of {day}");
        }
        let page = at(&present, &format!("/term?t=trust&as_of={day}"));
        assert!(page.status == 200 && page.body.contains("rebuilt from the ledger"), "{day}");
    }
    // Between two days of the ledger the earlier one counts; the answer names the day that was asked.
    let between = term(&present, "securty", "&as_of=2021-01-31");
    assert_eq!((&between["total"], &between["as_of"]), (&json!(1), &json!("2021-01-31")));
    assert_eq!(term(&present, "securty", "&as_of=2021-02-01")["total"], 0);
    let today = term(&present, "trust", &format!("&as_of={}", Date::today()));
    assert_eq!(today["uses"], term(&present, "trust", "")["uses"]);
    // Each use of an earlier day links to the wording that it had.
    for entry in term(&present, "securty", "&as_of=2021-01-01")["uses"].as_array().unwrap() {
        let page = at(&present, entry["url"].as_str().unwrap().strip_prefix(crate::site::BASE).unwrap());
        assert!(page.status == 200 && page.body.contains("securty"), "{entry}");
    }
}

#[test]
fn a_use_published_since_is_told_beside_the_earlier_absence() {
    let (desk, _states) = releases();
    let site = site(&desk);
    let then = term(&site, "delta", "&as_of=2021-03-31");
    assert_eq!((&then["total"], &then["texts_with"]), (&json!(0), &json!([])));
    assert_eq!(
        (&then["published_since"]["total"], all(&then["published_since"]["uses"], "path").as_slice()),
        (&json!(1), &["/2004-delta/p/1"][..])
    );
    let statement = then["statement"].as_str().unwrap();
    assert!(statement.starts_with("None of these forms stands in the 2 G7 texts held"), "{statement}");
    assert!(statement.contains("Since that day 1 use was published: /2004-delta/p/1 in 2004-delta."), "{statement}");
    assert!(at(&site, "/term?t=delta&as_of=2021-03-31").body.contains("Published since"));
    assert_eq!(term(&site, "delta", "")["published_since"], Value::Null);
}

#[test]
fn what_was_withdrawn_as_a_whole_is_told_and_not_invented() {
    let (folder, _) = crate::support::five_releases();
    let site = over(Files::Directory(folder.path().to_owned()));
    let then = term(&site, "published", "&as_of=2021-01-01");
    assert_eq!(then["scope"]["withdrawn_since"], json!(["2004-delta"]), "{then}");
    assert!(
        then["statement"].as_str().unwrap().contains("1 text that stood on that day was withdrawn as a whole since"),
        "{then}"
    );
    // A record that got another name is what it is called now, under the name it had.
    let listed = at(&site, "/search.json?q=record&as_of=2021-01-01").json();
    assert!(listed["records"].to_string().contains("2003-gamma"), "{listed}");
}

#[test]
fn a_day_before_the_first_or_after_today_is_told() {
    let pages = [
        "/term?t=cyber",
        "/term.json?t=cyber",
        "/term.csv?t=cyber",
        "/term.atom?t=cyber",
        "/trends?t=cyber",
        "/trends.json?t=cyber",
        "/trends.csv?t=cyber",
        "/check?q=the+same+rights",
        "/check.json?q=the+same+rights",
        "/search.json?q=cyber",
    ];
    let tomorrow = Timestamp::now().to_zoned(TimeZone::UTC).date().tomorrow().unwrap().to_string();
    let today = Date::today().to_string();
    for page in pages {
        let before = get(&format!("{page}&as_of=2026-11-20"));
        assert!(before.status == 404 && before.body.contains("2026-11-21"), "{page}: {}", before.body);
        for wrong in [tomorrow.as_str(), "9999-12-31", "2026-11", "2026", "2026-02-30", "yesterday", "21.11.2026"] {
            let answer = get(&format!("{page}&as_of={wrong}"));
            assert!(answer.status == 400 && answer.body.contains(&today), "{page} {wrong}: {}", answer.body);
        }
        assert_eq!(get(&format!("{page}&as_of=2026-11-21")).status, 200, "{page}");
        assert_eq!(get(&format!("{page}&as_of={today}")).status, 200, "{page}");
        assert_eq!(get(&format!("{page}&as_of=")).status, 200, "{page}");
    }
    let desk = Desk::new();
    desk.write("2001-alpha", "Never published.\n");
    let answer = at(&site(&desk), "/term.json?t=never&as_of=2020-01-01");
    assert!(answer.status == 404 && answer.body.contains("was ever published"), "{}", answer.body);
}

#[test]
fn a_quotation_is_checked_against_the_wording_of_a_day() {
    let (desk, _states) = releases();
    let site = site(&desk);
    let verdict = |day: &str| {
        at(&site, &format!("/check.json?q=The+first+paragraph+speaks+of+securty{day}")).json()["quotations"][0]["verdict"].clone()
    };
    assert_eq!((verdict("&as_of=2021-01-01"), verdict("") == "exact"), (json!("exact"), false));
    let page = ask(
        site.clone(),
        Method::POST,
        "/check?as_of=2021-01-01",
        &[("content-type", "application/x-www-form-urlencoded")],
        "q=The+first+paragraph+speaks+of+securty",
    );
    assert!(
        page.body.contains("published by 1 January 2021") && page.body.contains("action=\"/check?as_of=2021-01-01\"")
    );
}

#[test]
fn a_history_is_a_step_from_where_a_term_is_met() {
    for (page, link) in [
        ("/search?q=cyberspace", "/term?t=cyberspace\""),
        ("/search?q=zeppelin", "/term?t=zeppelin\""),
        ("/search?q=international+law", "/term?t=international+law\""),
        ("/search?q=cyberspace&view=kwic", "/term?t=cyberspace\""),
        ("/search?q=international&view=kwic", "/term?t=%22international+law%22\""),
        (
            "/check?q=the+zeppelin+shall+carry+our+letters+over+the+mountains",
            "/term?t=%22the+zeppelin+shall+carry+our+letters+over+the+mountains%22\"",
        ),
        ("/2018-ise-shima-cyber-group-report/p/3?w=69-74&r=1", "/term?t=%22cyber%22\""),
    ] {
        let page = get(page);
        assert!(page.main().contains(&format!("href=\"{link}")), "{link}: {}", page.main());
        assert_eq!(get(link.trim_end_matches('"')).status, 200, "{link}");
    }
    for page in
        ["/search?q=law+-sea", "/search?q=year:2018", "/search", "/check?q=the+same+rights+that+people+have+offline"]
    {
        assert!(!get(page).main().contains("/term?"), "{page}");
    }
}

#[test]
fn the_terminal_tells_what_the_site_tells() {
    let run = |arguments: &[&str]| {
        let output = program().args(arguments).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, told, _) = run(&["term", "cyberspace", "--limit", "2"]);
    assert_eq!(code, Some(0));
    assert!(
        told.contains("“cyberspace” is used in 1 of 1 G7 text held") && told.contains("8 more; --limit shows them"),
        "{told}"
    );
    let (_, json, _) = run(&["term", "cyberspace", "--json", "--base-url", crate::site::BASE]);
    assert_eq!(serde_json::from_str::<Value>(&json).unwrap(), term_of("cyberspace"));
    let (_, told, _) = run(&["term", "zeppelin"]);
    assert!(told.contains("None of these forms stands in the 1 G7 text held"), "{told}");
    for (arguments, said) in [
        (vec!["term", "law", "-sea"], "search of several parts"),
        (vec!["term", "law", "--as-of", "9999-12-31"], "has not come"),
        (vec!["term", "law", "--as-of", "1999-12-31"], "the first publication was on 2026-11-21"),
    ] {
        let (code, _, told) = run(&arguments);
        assert!(code == Some(1) && told.contains(said), "{arguments:?}: {told}");
    }
}
