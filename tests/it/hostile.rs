//! Promise 4: whatever is typed, pasted or requested is answered with a page or a clear 4xx.
//!
//! Every hostile string stands once in every place of a request that a visitor's words can stand in. What is in
//! front of the router, and what only a browser shows, have tests of their own: `raw_http` and `browser/`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::http::{HeaderValue, Method};
use proptest::prelude::*;
use resvg::usvg::roxmltree;
use url::form_urlencoded::byte_serialize;

use crate::running::{self, Running};
use crate::site::{Answer, BASE, get, send};
use crate::support::shared;

/// A test only guards against a hang; the bench measures.
const LONG: Duration = Duration::from_secs(5);

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// The places of an address, with the statuses that each may answer: `¤` is the string as a value, `§` as a part of
/// a path.
const PLACES: [(&str, &[u16]); 52] = [
    ("/search?q=¤", &[200]),
    ("/search?q=¤&match=any&view=kwic&lines=right", &[200]),
    ("/search.json?q=¤", &[200]),
    ("/search.csv?q=¤", &[200]),
    ("/search.ndjson?q=¤&match=any", &[200]),
    ("/search.atom?q=¤", &[200]),
    ("/search?q=cyber&year=¤&kind=¤&forum=¤&presidency=¤&topic=¤&document=¤", &[200]),
    ("/search?q=cyber&page=¤&sort=¤&match=¤&view=¤&lines=¤", &[200]),
    ("/search?q=cyber&¤=2018&¤", &[200]),
    ("/search.json?q=cyber&year=¤", &[200, 400]),
    ("/search.json?q=cyber&kind=¤", &[200, 400]),
    ("/search.json?q=cyber&forum=¤", &[200, 400]),
    ("/search.json?q=cyber&presidency=¤", &[200, 400]),
    ("/search.json?q=cyber&topic=¤", &[200, 400]),
    ("/search.json?q=cyber&document=¤", &[200, 400]),
    ("/search.json?q=cyber&page=¤", &[200, 400]),
    ("/search.json?q=cyber&limit=¤", &[200, 400]),
    ("/search.json?q=cyber&offset=¤", &[200, 400]),
    ("/search.json?q=cyber&sort=¤", &[200, 400]),
    ("/search.json?q=cyber&match=¤", &[200, 400]),
    ("/search.csv?q=cyber&view=¤&lines=¤", &[200, 400]),
    ("/search.ndjson?q=cyber&limit=¤", &[200, 400]),
    ("/search.atom?q=cyber&topic=¤", &[200, 400]),
    ("/documents?year=¤&kind=¤&forum=¤&presidency=¤&topic=¤&page=¤", &[200]),
    ("/documents.json?forum=¤&topic=¤", &[200, 400]),
    ("/documents.csv?presidency=¤&year=¤", &[200, 400]),
    ("/2018-ise-shima-cyber-group-report?hl=¤&at=¤&match=¤", &[200]),
    ("/2017-the-hill-lucca-report/p/3?hl=¤", &[200]),
    ("/2018-ise-shima-cyber-group-report/p/3?hl=¤&w=¤&r=¤", &[200]),
    ("/2018-ise-shima-cyber-group-report/p/3?w=¤&r=1", &[200]),
    ("/2018-ise-shima-cyber-group-report/p/3/r/1?w=¤", &[200]),
    ("/2018-ise-shima-cyber-group-report/p/3/cite?hl=¤", &[200]),
    ("/2018-ise-shima-cyber-group-report/p/3/embed?w=¤", &[200]),
    ("/§", &[200, 300, 301, 404]),
    ("/§.json", &[301, 404]),
    ("/2018-§", &[301, 404]),
    ("/§/p/3", &[301, 404]),
    ("/2018-ise-shima-cyber-group-report/§", &[200, 301, 404]),
    ("/2018-ise-shima-cyber-group-report/p/§", &[200, 301, 404]),
    ("/2018-ise-shima-cyber-group-report/p/3.§", &[200, 301, 404]),
    ("/2018-ise-shima-cyber-group-report/p/3/§", &[200, 301, 404]),
    ("/2018-ise-shima-cyber-group-report/p/3/r/§", &[200, 301, 404]),
    ("/2018-ise-shima-cyber-group-report/para/§", &[200, 300, 301, 303, 404]),
    ("/f/§", &[300, 301, 303, 400, 404]),
    ("/static/§", &[404]),
    ("/go?c=¤", &[300, 303, 400, 404]),
    ("/suggest?q=¤", &[200]),
    ("/oembed?url=¤", &[400, 404]),
    ("/oembed?url=https%3A%2F%2Farchive.example%2F2018-ise-shima-cyber-group-report%2Fp%2F3&format=¤", &[200, 400]),
    ("/changes?page=¤", &[200, 400, 404]),
    ("/check?q=¤", &[200]),
    ("/check.json?q=¤", &[200, 400]),
];

/// What templates write: elements, their attributes, and where their links lead.
#[derive(Default)]
struct Vocabulary {
    elements: HashMap<String, HashSet<String>>,
    links: HashSet<String>,
    /// The pages themselves, one after the other.
    text: String,
    /// The elements of a feed.
    feed: HashSet<String>,
}

/// Everything that templates write on pages that show nothing hostile.
static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
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
        "/2018-ise-shima-cyber-group-report/p/3/cite",
        "/2018-ise-shima-cyber-group-report/p/3/embed",
        "/2018-ise-shima-cyber-group-report/p/3/r/1",
        "/check",
        "/check?q=G7+partners+shall+not+impose+consequences",
        "/check?q=%E2%80%9Cthe+same+rights+that+people+have+online%E2%80%9D+and+%E2%80%9Cthe+G7%E2%80%9D",
        "/check?q=%E2%80%9CG7+partners+%5B...%5D+consequences%E2%80%9D+said+Lucca+2017",
        "/check?q=ransomware+payments+shall+be+reported+by+every+bank+within+a+day",
        "/go?c=nothing+of+the+kind",
        "/go?c=Lucca+2017",
        "/go?c=lucca",
        "/changes",
        "/no-such-page",
        "/2018-lucca",
        "/help",
        "/about",
        "/variants",
        "/term?t=cyberspace&press=1",
        "/term?t=zeroday",
        "/term?t=year:2018",
        "/trends?t=cyber&t=law&by=presidency&unit=count&press=1",
        "/instruments",
        "/instruments/un-charter",
        "/api",
    ];
    let mut vocabulary = Vocabulary::default();
    for answer in pages.iter().map(|page| get(page)) {
        let page = scraper::Html::parse_document(&answer.body);
        for element in page.tree.values().filter_map(|node| node.as_element()) {
            let attributes = vocabulary.elements.entry(element.name().to_owned()).or_default();
            attributes.extend(element.attrs().map(|(attribute, _)| attribute.to_owned()));
            let links = element.attrs().filter(|(attribute, _)| LEADING.contains(attribute));
            vocabulary.links.extend(links.map(|(_, to)| to.to_owned()));
        }
        vocabulary.text.push_str(&answer.body);
    }
    // Where a quotation is not found, records on its subject are offered with any of their official addresses.
    let corpus = g7cyber::corpus::load(&g7cyber::corpus::Files::Embedded).unwrap();
    let official = corpus.documents().iter().flat_map(|document| &document.official);
    vocabulary.links.extend(official.map(|official| official.url.clone()));
    for address in ["/search.atom?q=cyber", "/search.atom?q=zzzzqqq", "/changes.atom"] {
        let feed = get(address).body;
        let feed = roxmltree::Document::parse(&feed).unwrap();
        vocabulary.feed.extend(feed.descendants().map(|node| node.tag_name().name().to_owned()));
    }
    vocabulary
});

/// Attributes that lead somewhere.
const LEADING: [&str; 6] = ["href", "src", "action", "formaction", "data", "poster"];

/// Tells whether an address is one of this site.
fn stays(to: &str) -> bool {
    let path = to.starts_with('/') && !to.starts_with("//") && !to.starts_with("/\\");
    path || to.starts_with('#') || to == BASE || to.starts_with(&format!("{BASE}/"))
}

/// Checks that a page has nothing that templates do not write, and shows `payload` as text if at all.
#[track_caller]
fn check_page(answer: &Answer, payload: &str, asked: &str) {
    let page = scraper::Html::parse_document(&answer.body);
    for node in page.tree.nodes() {
        let Some(element) = node.value().as_element() else {
            assert!(!node.value().is_comment(), "{asked} wrote a comment");
            continue;
        };
        let name = element.name();
        let attributes = VOCABULARY.elements.get(name);
        let attributes = attributes.unwrap_or_else(|| panic!("{asked} wrote <{name}>"));
        for (attribute, value) in element.attrs() {
            assert!(attributes.contains(attribute), "{asked} wrote <{name} {attribute}>");
            let leads = !LEADING.contains(&attribute) || stays(value) || VOCABULARY.links.contains(value);
            assert!(leads, "{asked} leads to {value}");
        }
        // Data for search engines runs nowhere; every other script is a file of ours.
        let inside: String = node.children().filter_map(|child| child.value().as_text()).map(|text| &**text).collect();
        match (name, element.attr("type")) {
            ("script", Some("application/ld+json")) => {
                let data = serde_json::from_str::<serde_json::Value>(&inside);
                assert!(data.is_ok() && !inside.contains('<'), "{asked} wrote {inside}");
            }
            ("script" | "style", _) => {
                assert!(element.attr("src").is_some() && inside.is_empty(), "{asked} wrote <{name}> of its own");
            }
            _ => {}
        }
    }
    let raw = answer.body.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\r'));
    assert_eq!(raw, None, "{asked} echoed a control character");
    for word in payload.split_whitespace().filter(|word| word.len() > 3) {
        let opens = word.find('<').is_some_and(|at| word[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic()));
        let ours = || VOCABULARY.text.contains(word);
        assert!(!opens || !answer.body.contains(word) || ours(), "{asked} printed `{word}` as it is");
    }
}

/// Checks an answer to a request with `payload` in it.
#[track_caller]
fn check_answer(answer: &Answer, statuses: &[u16], payload: &str, asked: &str) {
    let status = answer.status.as_u16();
    assert!(statuses.contains(&status), "{asked} answered {status}");
    assert!(!answer.headers.contains_key("set-cookie"), "{asked}");
    let location = answer.header("location");
    assert!(location.is_empty() || stays(location), "{asked} leads to {location}");
    let media_type = answer.header("content-type").split(';').next().unwrap().to_owned();
    match media_type.as_str() {
        "text/html" => check_page(answer, payload, asked),
        "application/json" | "application/x-suggestions+json" => {
            answer.json();
            assert!(!answer.body.chars().any(char::is_control), "{asked} echoed a control character");
        }
        "application/x-ndjson" => {
            assert!(answer.body.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()), "{asked}");
        }
        "application/atom+xml" => {
            let feed = roxmltree::Document::parse(&answer.body).unwrap_or_else(|error| panic!("{asked}: {error}"));
            assert!(feed.descendants().all(|node| VOCABULARY.feed.contains(node.tag_name().name())), "{asked}");
        }
        // Redirects have no body, and what is left is the archive's own.
        _ => {}
    }
}

#[track_caller]
fn check_harmless(address: &str, statuses: &[u16], payload: &str) {
    let began = Instant::now();
    let answer = get(address);
    assert!(began.elapsed() < LONG, "{address} took {:?}", began.elapsed());
    check_answer(&answer, statuses, payload, address);
}

fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}

/// Returns all hostile strings, and the empty one.
fn payloads() -> Option<Vec<String>> {
    let payloads = std::fs::read_to_string(shared()?.join("hostile/payloads.json")).unwrap();
    let payloads: Vec<String> = serde_json::from_str(&payloads).unwrap();
    assert!(payloads.len() > 100);
    Some(payloads)
}

/// Does `check` for every string, on all cores: most of the time goes to parsing what came back.
fn for_each(payloads: &[String], check: impl Fn(usize, &str) + Sync) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(payload) = payloads.get(at) else { break };
                    check(at, payload);
                }
            });
        }
    });
}

#[test]
fn hostile_strings_are_answered_everywhere_in_an_address() {
    let Some(payloads) = payloads() else { return };
    // All strings in all places are 140,000 requests and more pages to parse: the short form tries each string in
    // the box and in a third of the other places, by turns.
    let all = std::env::var_os("LONG_TESTS").is_some();
    for_each(&payloads, |at, payload| {
        let value = encoded(payload);
        let segment = value.replace('+', "%20");
        for (turn, (place, statuses)) in PLACES.into_iter().enumerate() {
            if !all && turn > 0 && (at + turn) % 3 != 0 {
                continue;
            }
            let address = place.replace('¤', &value).replace('§', &segment);
            // What is longer is refused before it is read; `raw_http` shows that.
            if address.len() <= 8_000 {
                check_harmless(&address, statuses, payload);
            }
        }
    });
}

#[test]
fn hostile_strings_are_answered_as_quotations() {
    let Some(payloads) = payloads() else { return };
    for_each(&payloads, |_, payload| {
        let post = |path: &str, kind: &str, body: &str| {
            let answer = send(Method::POST, path, &[("content-type", kind)], body);
            assert_eq!(answer.header("cache-control"), "no-store");
            check_answer(&answer, &[200, 400, 413], payload, &format!("POST {path} of {payload:?}"));
        };
        post("/check", FORM.1, &format!("q={}", encoded(payload)));
        post("/check", FORM.1, &format!("q={}", encoded(&format!("He said “{payload}” and left."))));
        post("/check.json", "application/json", &serde_json::json!({ "q": payload }).to_string());
        post("/check.json", "application/json", payload);
        post("/check.json", "text/plain", payload);
    });
}

#[test]
fn hostile_strings_in_headers_change_no_answer() {
    let Some(payloads) = payloads() else { return };
    let pages =
        ["/no-such-page", "/search.json?q=cyber&limit=1", "/search?q=zzz", "/2018-ise-shima-cyber-group-report/p/3"];
    let plain = pages.map(get);
    for_each(&payloads, |_, payload| {
        if HeaderValue::from_bytes(payload.as_bytes()).is_err() || payload.is_empty() {
            return;
        }
        let names = ["referer", "user-agent", "cookie", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"];
        let headers = names.map(|name| (name, payload));
        let at = payload.len() % pages.len();
        let answer = send(Method::GET, pages[at], &headers, "");
        assert_eq!((answer.status, &answer.headers), (plain[at].status, &plain[at].headers), "{payload:?}");
        assert!(answer.bytes == plain[at].bytes, "{payload:?} changed {}", pages[at]);
    });
}

#[test]
fn hostile_strings_on_the_wire_are_answered_and_never_repeated() {
    let Some(payloads) = payloads() else { return };
    let mut server = Running::start(&["--base-url", BASE]);
    let send = |request: Vec<u8>| running::send(server.address, &request).unwrap();
    let expected = send(b"GET /no-such-page HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".to_vec()).body;
    for_each(&payloads, |_, payload| {
        // As it is, line ends and all, in every header at once and in the address of a request of its own.
        let headers = ["Host", "Referer", "User-Agent", "Cookie", "X-Forwarded-For", "X-Forwarded-Host"];
        let lines: String = headers.map(|name| format!("{name}: {payload}\r\n")).concat();
        let reply = send(format!("GET /no-such-page HTTP/1.1\r\nConnection: close\r\n{lines}\r\n").into_bytes());
        match reply.status {
            404 => assert_eq!(reply.body, expected, "{payload:?}"),
            status => assert!([400, 431].contains(&status), "{payload:?} was answered {status}"),
        }
        let reply =
            send(format!("GET /search?q={payload} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").into_bytes());
        assert!([200, 400, 414, 431].contains(&reply.status), "{payload:?} was answered {}", reply.status);
        assert!(!reply.head.to_lowercase().contains("set-cookie"), "{payload:?}: {}", reply.head);
    });
    server.signal("TERM");
    assert!(server.wait().0.success());
    assert!(!server.log().contains("panic"), "{}", server.log());
}

/// Returns the total of a search.
fn total(q: &str) -> u64 {
    get(&format!("/search.json?q={}", encoded(q))).json()["total"].as_u64().unwrap()
}

#[test]
fn unicode_queries_are_answered() {
    #[derive(serde::Deserialize)]
    struct Case {
        q: String,
    }
    let Some(shared) = shared() else { return };
    let cases = std::fs::read_to_string(shared.join("hostile/unicode_queries.json")).unwrap();
    let cases: Vec<Case> = serde_json::from_str(&cases).unwrap();
    for case in &cases {
        for (place, statuses) in PLACES.iter().filter(|(place, _)| place.contains('¤')) {
            let address = place.replace('¤', &case.q);
            if address.len() <= 8_000 && address.parse::<axum::http::Uri>().is_ok() {
                check_harmless(&address, statuses, "");
            }
        }
    }
}

#[test]
fn normal_forms_find_the_same_and_what_prints_nothing_is_ignored() {
    let plain = total("cyber");
    assert!(plain > 0);
    for same in [
        "cy\u{200b}ber",
        "cy\u{ad}ber",
        "\u{feff}cyber",
        "cyb\u{2060}er",
        "cy\u{202e}ber\u{2069}",
        "ＣＹＢＥＲ",
        "cyber\u{fe0f}",
    ] {
        assert_eq!(total(same), plain, "{same:?}");
    }
    for (one, other) in [
        ("sécurité", "se\u{301}curite\u{301}"),
        ("declaration", "de\u{301}claration"),
        ("con\u{fb01}dence", "confidence"),
    ] {
        assert_eq!(total(one), total(other), "{one:?}");
    }
    assert!(total("confidence") > 0);
}

#[test]
fn words_from_right_to_left_stay_in_their_place() {
    for query in ["cyber\u{202e}gnp.exe", "الأمن zzz", "\"\u{2067}שלום", "year:\u{202b}x", "foo:ال"] {
        let answer = get(&format!("/search?q={0}&year={0}&topic={0}", encoded(query)));
        let page = scraper::Html::parse_document(&answer.body);
        for node in page.tree.nodes() {
            let Some(text) = node.value().as_text() else { continue };
            let odd = text
                .chars()
                .any(|c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
            let element = |it: &scraper::Node| {
                it.as_element()
                    .is_some_and(|it| it.name() == "bdi" || it.name() == "title" || it.attr("dir") == Some("auto"))
            };
            assert!(!odd || node.ancestors().any(|above| element(above.value())), "{query:?}: `{}`", &**text);
            let opened = text.chars().filter(|c| matches!(c, '\u{2068}')).count();
            let overrides = text.chars().any(|c| matches!(c, '\u{202a}'..='\u{202e}'));
            let bare =
                node.parent().and_then(|it| it.value().as_element().map(|it| it.name() == "bdi")).unwrap_or(false);
            assert!(bare || !overrides, "{query:?}: `{}` can turn the sentence round", &**text);
            assert!(bare || opened == text.matches('\u{2069}').count(), "{query:?}: `{}`", &**text);
        }
        let input = page.select(&scraper::Selector::parse("input[name=q]").unwrap()).next().unwrap();
        assert_eq!(input.value().attr("dir"), Some("auto"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, ..ProptestConfig::default() })]

    #[test]
    fn any_text_at_all_is_answered(text in prop_oneof!["\\PC{0,60}", "[a-z\"()*~:= NEARORNOT0-9-]{0,60}"]) {
        let answer = get(&format!("/search.json?q={}", encoded(&text)));
        prop_assert_eq!(answer.status.as_u16(), 200);
    }
}
