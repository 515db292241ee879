//! Promise 4: whatever is typed, pasted or requested is answered with a page or a clear 4xx.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use url::form_urlencoded::byte_serialize;

use crate::site::{Answer, BASE, get};
use crate::support::shared;

/// A test only guards against a hang; the bench measures.
const LONG: Duration = Duration::from_secs(5);

/// Every element and attribute that templates write, from pages that show nothing hostile.
fn vocabulary() -> BTreeSet<(String, String)> {
    let pages = [
        "/",
        "/search",
        "/search?q=cyber",
        "/search?q=cyber&match=any&page=2&sort=oldest",
        "/search?q=cyber&year=2018&kind=chairs-report&forum=foreign-ministers&topic=norms&presidency=Canada",
        "/search?q=%22unclosed+AND+(foo:bar+countermesures+year:x",
        "/search?q=cyber&view=kwic",
        "/search?q=zzzzqqq+cyber",
        "/search?q=Lucca+declaration",
        "/documents",
        "/documents?year=2018&page=x",
        "/2018-ise-shima-cyber-group-report?hl=cyber&at=2",
        "/2017-the-hill-lucca-report?hl=Clinton",
        "/2017-lucca-declaration",
        "/2018-ise-shima-cyber-group-report/p/3?hl=Russia&w=1-5&r=1",
        "/2017-the-hill-lucca-report/p/6",
        "/go?c=nothing+of+the+kind",
        "/check?q=G7+partners+shall+not+impose+consequences",
        "/2018-ise-shima-cyber-group-report/p/3/cite",
        "/2018-ise-shima-cyber-group-report/p/3/r/1",
        "/go?c=Lucca+2017",
        "/changes",
        "/no-such-page",
        "/2018-lucca",
        "/go?c=lucca",
        "/help",
        "/about",
        "/variants",
        "/api",
    ];
    pages.iter().flat_map(|page| written(&get(page))).collect()
}

/// Returns the elements of a page with their attributes; an element by itself has the attribute "".
fn written(answer: &Answer) -> BTreeSet<(String, String)> {
    let mut pairs = BTreeSet::new();
    let page = scraper::Html::parse_document(&answer.body);
    for node in page.tree.values() {
        let Some(element) = node.as_element() else { continue };
        pairs.insert((element.name().to_owned(), String::new()));
        pairs.extend(element.attrs().map(|(attribute, _)| (element.name().to_owned(), attribute.to_owned())));
    }
    pairs
}

#[track_caller]
fn check_harmless(vocabulary: &BTreeSet<(String, String)>, address: &str) {
    let began = Instant::now();
    let answer = get(address);
    assert!(began.elapsed() < LONG, "{address} took {:?}", began.elapsed());
    let status = answer.status.as_u16();
    assert!(status < 500, "{address} answered {status}");
    let media_type = answer.header("content-type").to_owned();
    if media_type.starts_with("text/html") {
        let foreign: Vec<_> = written(&answer).difference(vocabulary).cloned().collect();
        assert!(foreign.is_empty(), "{address} wrote {foreign:?}");
        let raw = answer.body.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\r'));
        assert_eq!(raw, None, "{address} echoed a control character");
    }
    let location = answer.header("location");
    if !location.is_empty() {
        let ours = location.starts_with('/') && !location.starts_with("//") && !location.starts_with("/\\");
        assert!(ours || location.starts_with(&format!("{BASE}/")), "{address} leads to {location}");
    }
}

/// Returns the places of an address that a visitor's text can stand in.
fn addresses(text: &str) -> Vec<String> {
    let encoded: String = byte_serialize(text.as_bytes()).collect();
    let segment = encoded.replace('+', "%20");
    vec![
        format!("/search?q={encoded}"),
        format!("/search.json?q={encoded}"),
        format!("/search?q=cyber&year={encoded}&kind={encoded}&forum={encoded}&topic={encoded}&document={encoded}"),
        format!("/search?q=cyber&page={encoded}&sort={encoded}&match={encoded}&view={encoded}"),
        format!("/documents?presidency={encoded}"),
        format!("/2018-ise-shima-cyber-group-report?hl={encoded}&at={encoded}"),
        format!("/2018-ise-shima-cyber-group-report/p/3?hl={encoded}&w={encoded}&r={encoded}"),
        format!("/{segment}"),
        format!("/2018-ise-shima-cyber-group-report/p/{segment}"),
        format!("/2018-ise-shima-cyber-group-report/para/{segment}"),
        format!("/f/{segment}"),
        format!("/go?c={encoded}"),
        format!("/suggest?q={encoded}"),
    ]
}

#[test]
fn hostile_strings_are_answered_everywhere() {
    let Some(shared) = shared() else { return };
    let payloads = std::fs::read_to_string(shared.join("hostile/payloads.json")).unwrap();
    let payloads: Vec<String> = serde_json::from_str(&payloads).unwrap();
    assert!(payloads.len() > 100);
    let vocabulary = vocabulary();
    for payload in &payloads {
        for address in addresses(payload) {
            if address.len() <= 8_000 && address.parse::<axum::http::Uri>().is_ok() {
                check_harmless(&vocabulary, &address);
            }
        }
    }
}

#[test]
fn unicode_queries_are_answered_and_normal_forms_agree() {
    #[derive(serde::Deserialize)]
    struct Case {
        name: String,
        q: String,
    }
    let Some(shared) = shared() else { return };
    let cases = std::fs::read_to_string(shared.join("hostile/unicode_queries.json")).unwrap();
    let cases: Vec<Case> = serde_json::from_str(&cases).unwrap();
    let vocabulary = vocabulary();
    for case in &cases {
        assert!(!case.name.is_empty());
        check_harmless(&vocabulary, &format!("/search?q={}", case.q));
        check_harmless(&vocabulary, &format!("/search.json?q={}", case.q));
    }
    let total = |q: &str| get(&format!("/search.json?q={q}")).json()["total"].clone();
    assert_eq!(total("cy%E2%80%8Bber"), total("cyber"));
    assert_eq!(total("cy%C2%ADber"), total("cyber"));
    assert_eq!(total("s%C3%A9curit%C3%A9"), total("se%CC%81curite%CC%81"));
    assert_eq!(total("ＣＹＢＥＲ"), total("cyber"));
}

#[test]
fn query_bombs_are_answered_soon() {
    let vocabulary = vocabulary();
    let bombs = [
        "(".repeat(4_000) + "a" + &")".repeat(4_000),
        "NOT ".repeat(2_000) + "a",
        "-".repeat(8_000) + "a",
        (0..1_500).map(|n| format!("w{n} ")).collect(),
        (0..700).map(|n| format!("w{n} OR ")).collect(),
        "\"the of in the of in the of in\"~4294967295".to_owned(),
        format!("\"{}\"", "the ".repeat(1_900)),
        "\"".repeat(1_000),
        "a* b* c* d* the* of* in*".repeat(20),
        "a:".repeat(1_000),
        "\\".repeat(1_000),
        "a".repeat(7_000),
    ];
    for bomb in bombs {
        let encoded: String = byte_serialize(bomb.as_bytes()).collect();
        check_harmless(&vocabulary, &format!("/search?q={encoded}"));
        check_harmless(&vocabulary, &format!("/2018-ise-shima-cyber-group-report?hl={encoded}"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, ..ProptestConfig::default() })]

    #[test]
    fn any_text_at_all_is_answered(text in prop_oneof!["\\PC{0,60}", "[a-z\"()*~:= NEARORNOT0-9-]{0,60}"]) {
        let encoded: String = byte_serialize(text.as_bytes()).collect();
        let answer = get(&format!("/search.json?q={encoded}"));
        prop_assert_eq!(answer.status.as_u16(), 200);
    }
}
