//! Permanent addresses: every status and every form that the design promises, on the real corpus.

use axum::http::{Method, StatusCode};

use crate::site::{BASE, get, send};

const REPORT: &str = "/2018-ise-shima-cyber-group-report";
const PRESS: &str = "/2017-the-hill-lucca-report";

#[track_caller]
fn status(path: &str, expected: u16) {
    assert_eq!(get(path).status.as_u16(), expected, "{path}");
}

#[track_caller]
fn leads(path: &str, expected: u16, to: &str) {
    let answer = get(path);
    assert_eq!((answer.status.as_u16(), answer.header("location")), (expected, to), "{path}");
}

#[test]
fn every_paragraph_has_every_form() {
    for (document, paragraphs) in [(REPORT, 12), (PRESS, 15)] {
        for number in 1..=paragraphs {
            for tail in ["", ".json", ".md", ".txt", ".bib", ".ris", ".csl.json", "/cite", "/embed", "/r/1"] {
                status(&format!("{document}/p/{number}{tail}"), 200);
            }
        }
        for tail in ["", ".json", ".md", ".txt", ".bib", ".ris", ".csl.json"] {
            status(&format!("{document}{tail}"), 200);
        }
    }
    status("/2017-lucca-declaration.bib", 200);
}

#[test]
fn what_was_never_published_is_not_found_with_the_nearest() {
    for path in ["/2018-nowhere", "/2018-nowhere/p/1", "/2018-ise-shima-cyber-group-report/p/13", "/nowhere"] {
        status(path, 404);
    }
    let answer = get(&format!("{REPORT}/p/99"));
    assert!(answer.main().contains(&format!("{REPORT}/p/12\"")), "{}", answer.main());
    let answer = get(&format!("{REPORT}/p/99.json"));
    assert_eq!(answer.json()["nearest"][0], format!("{REPORT}/p/12"));
    for path in [format!("{REPORT}/p/1/r/2"), format!("{REPORT}/p/99/card.png"), format!("{REPORT}/p/1.json/cite")] {
        status(&path, 404);
    }
}

#[test]
fn addresses_pasted_from_prose_lead_to_the_clean_one() {
    for tail in [
        "/",
        "//",
        ".",
        ",",
        ")",
        ").",
        "%E2%80%9D",
        "%E2%80%94which",
        "%E2%80%93that",
        "%E2%80%99s",
        "'s",
        "%E2%80%94",
        "%E2%80%93",
        "-",
        "~",
        "%7C",
        "%5C",
        "&gt;",
        "%3Cbr%3E",
        "%29%20and%20more",
        "%E2%80%9D%29.",
        "%22",
        "'",
        "%E2%80%99",
        "%C2%BB",
        "]",
        "%3E",
        ";",
        "%20",
        "%E2%80%8B",
        "%EF%BB%BF",
        "%ff",
    ] {
        leads(&format!("{REPORT}/p/4{tail}"), 301, &format!("{REPORT}/p/4"));
        leads(&format!("{REPORT}{tail}"), 301, REPORT);
    }
    let shouted = REPORT.to_uppercase();
    leads(&format!("{shouted}/P/4"), 301, &format!("{REPORT}/p/4"));
    leads(&format!("/{REPORT}//p/004"), 301, &format!("{REPORT}/p/4"));
    leads(&format!("{REPORT}/p/04.json"), 301, &format!("{REPORT}/p/4.json"));
    leads(&format!("{REPORT}/p/04?hl=cyber+space"), 301, &format!("{REPORT}/p/4?hl=cyber+space"));
    leads(&format!("{REPORT}/p/4/cite/"), 301, &format!("{REPORT}/p/4/cite"));
    leads("/Help/", 301, "/help");
    leads("/search/?q=a", 301, "/search?q=a");
    for head in ["/%E2%80%9C", "/(", "/%22/", "/%E2%80%8B%C2%AB"] {
        leads(&format!("{head}{}/p/4", &REPORT[1..]), 301, &format!("{REPORT}/p/4"));
    }
    for dash in ["%E2%80%91", "%E2%80%90", "%E2%80%93", "%E2%88%92"] {
        leads(&format!("{}/p/4", REPORT.replace('-', dash)), 301, &format!("{REPORT}/p/4"));
    }
}

#[test]
fn forgiving_never_leads_elsewhere() {
    for path in
        ["//evil.example/", "//evil.example/%2e%2e", "/nowhere/", "/NOWHERE", "/%2F%2Fevil.example", "/\\evil.example"]
    {
        let answer = get(path);
        assert_eq!((answer.status.as_u16(), answer.header("location")), (404, ""), "{path}");
    }
    let answer = send(Method::POST, &format!("{REPORT}/p/4/"), &[], "");
    assert_ne!(answer.status, StatusCode::MOVED_PERMANENTLY);
}

#[test]
fn printed_numbers_lead_to_their_paragraph() {
    leads(&format!("{REPORT}/para/4"), 303, &format!("{REPORT}/p/4"));
    leads(&format!("{REPORT}/para/4."), 303, &format!("{REPORT}/p/4"));
    status(&format!("{REPORT}/para/13"), 404);
    status(&format!("{PRESS}/para/4"), 404);
    status("/2017-lucca-declaration/para/4", 404);
}

#[test]
fn a_fingerprint_leads_to_its_words() {
    let fingerprint = get(&format!("{REPORT}/p/4.json")).json()["fingerprint"].as_str().unwrap().to_owned();
    for digits in [&fingerprint[..], &fingerprint[..12], &fingerprint[..16].to_uppercase()] {
        leads(&format!("/f/{digits}"), 303, &format!("{REPORT}/p/4"));
    }
    status("/f/000000000000", 404);
    for bad in ["/f/abc", "/f/not-hex-at-all", &format!("/f/{fingerprint}0")] {
        status(bad, 400);
    }
}

#[test]
fn an_address_that_never_was_is_read_as_words_also_where_it_is_encoded() {
    let answer = get("/2018%20Ise%20shima%E2%80%9D");
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.main().contains(&format!("href=\"{REPORT}\"")), "{}", answer.main());
    assert!(answer.main().contains("href=\"/search?q=2018+ise+shima\""), "{}", answer.main());
}

#[test]
fn a_rough_citation_leads_to_what_it_means() {
    leads("/go?c=Ise-Shima+Cyber+Group+2018+para+4", 303, &format!("{REPORT}/p/4"));
    leads("/go?c=https%3A%2F%2Fold.example%2F2018-ise-shima-cyber-group-report%2Fp%2F4", 303, &format!("{REPORT}/p/4"));
    leads(
        "/go?c=https%3A%2F%2Fold.example%2F2018-ise-shima-cyber-group-report%2Fpara%2F4",
        303,
        &format!("{REPORT}/p/4"),
    );
    status("/go?c=https%3A%2F%2Fold.example%2F2018-ise-shima-cyber-group-report%2Fpara%2F99", 404);
    leads("/go?c=Ise-Shima+Cyber+Group+2018+para.+04", 303, &format!("{REPORT}/p/4"));
    let dated = |date: &str| get(&format!("/go?c={date}")).main().matches("href=\"/2017-").count();
    assert!(dated("2017-04-11") > 1 && dated("2017-04-11") == dated("11+April+2017"));
    let unknown = get("/go?c=%2Ff%2Faaaaaaaaaaaa");
    assert!(unknown.status == StatusCode::NOT_FOUND && !unknown.main().contains("<li"), "{}", unknown.main());
    leads("/go?c=Dinard+Declaration+on+the+Cyber+Norm+Initiative", 303, "/2019-dinard-cyber-norm-initiative");
    let choice = get("/go?c=Lucca+2017+para+4");
    assert_eq!(choice.status, StatusCode::MULTIPLE_CHOICES);
    for path in ["/2017-lucca-declaration", "/2017-lucca-joint-communique", "/2017-the-hill-lucca-report/p/4"] {
        assert!(choice.main().contains(&format!("href=\"{path}\"")), "{path}: {}", choice.main());
    }
    let press = choice.main().find("href=\"/2017-the-hill-lucca-report/p/4\"").unwrap();
    assert!(choice.main().find("href=\"/2017-lucca-declaration\"").unwrap() < press, "{}", choice.main());
    assert!(choice.main()[press..].contains("Press report: "), "{}", choice.main());
    let dinard = get("/go?c=G7+Dinard+2019");
    assert_eq!(dinard.status, StatusCode::MULTIPLE_CHOICES);
    let nearest = get("/go?c=Luca+Declaration+2017");
    assert_eq!(nearest.status, StatusCode::NOT_FOUND);
    assert!(nearest.main().contains("/2017-lucca-declaration"), "{}", nearest.main());
    status("/go", 400);
    status("/go?c=", 400);
    status("/go?c=%00%ff", 404);
}

#[test]
fn a_listed_official_address_leads_to_its_document() {
    let list = get("/documents.json").json();
    let ids: Vec<String> =
        list["documents"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect();
    let mut tried = 0;
    for id in ids {
        for official in get(&format!("/{id}.json")).json()["official"].as_array().unwrap() {
            let url = official["url"].as_str().unwrap().replace("https://", "HTTP://");
            let c: String = url::form_urlencoded::byte_serialize(url.as_bytes()).collect();
            let answer = get(&format!("/go?c={c}"));
            let named =
                answer.header("location") == format!("/{id}") || answer.body.contains(&format!("href=\"/{id}\""));
            assert!(
                matches!(answer.status.as_u16(), 300 | 303) && named,
                "{url}: {} {}",
                answer.status,
                answer.header("location")
            );
            tried += 1;
        }
    }
    assert!(tried > 20, "only {tried} official addresses were tried");
}

#[test]
fn a_selected_range_is_marked_in_its_own_wording_only() {
    let text = get(&format!("{PRESS}/p/7.json")).json()["text"].as_str().unwrap().to_owned();
    let words: String = text.chars().skip(11).take(6).collect();
    let answer = get(&format!("{PRESS}/p/7?w=11-17&r=1"));
    assert!(answer.main().contains(&format!("<mark id=\"m1\">{words}</mark>")), "{}", answer.main());
    for elsewhere in ["w=11-17&r=2", "w=17-11&r=1", "w=0-100000&r=1", "w=x&r=1", "w=5-5"] {
        let answer = get(&format!("{PRESS}/p/7?{elsewhere}"));
        assert_eq!(answer.status, StatusCode::OK);
        assert!(!answer.main().contains("<mark"), "{elsewhere}: {}", answer.main());
    }
}

#[test]
fn a_revision_is_a_memento_and_is_not_listed() {
    let answer = get(&format!("{REPORT}/p/4/r/1"));
    assert_eq!(answer.header("x-robots-tag"), "noindex");
    assert!(answer.header("memento-datetime").ends_with(" 00:00:00 GMT"), "{}", answer.header("memento-datetime"));
    assert!(answer.body.contains("<meta name=\"robots\" content=\"noindex\">"));
    assert!(answer.main().contains(&format!("href=\"{REPORT}/p/4\"")));
    assert!(answer.header("link").contains(&format!("<{BASE}{REPORT}/p/4>; rel=\"original latest-version\"")));
}

#[test]
fn machines_that_keep_the_web_are_told_what_to_cite() {
    let answer = get(&format!("{REPORT}/p/4?hl=cyber"));
    let links: Vec<&str> = answer.headers.get_all("link").iter().map(|value| value.to_str().unwrap()).collect();
    let address = format!("{BASE}{REPORT}/p/4");
    assert!(links.contains(&format!("<{address}>; rel=\"cite-as\"").as_str()), "{links:?}");
    assert!(links.iter().any(|link| link.starts_with(&format!("<{address}.json>; rel=\"describedby\""))), "{links:?}");
    assert!(!links.iter().any(|link| link.contains("license")), "no licence is known: {links:?}");
    assert!(answer.body.contains(&format!("<link rel=\"canonical\" href=\"{address}\">")));
}

#[test]
fn the_changes_are_a_page_and_a_feed() {
    assert!(get("/changes").body.contains("<h1>Changes</h1>"));
    let feed = get("/changes.atom");
    assert_eq!(feed.header("content-type"), "application/atom+xml; charset=utf-8");
    assert!(feed.body.contains("<feed") && feed.body.contains(&format!("{BASE}/changes.atom")), "{}", feed.body);
}
