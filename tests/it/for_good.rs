//! Promise 1: an address that was ever published answers for ever.

use std::sync::OnceLock;

use axum::Router;
use axum::http::Method;
use g7cyber::corpus::Files;
use tempfile::TempDir;

use crate::desk::Desk;
use crate::site::{Answer, BASE, ask, over};
use crate::support::five_releases;

/// Returns the site after five releases, and every address that any of them had.
fn after_five_releases() -> &'static (Router, Vec<String>, TempDir) {
    static SITE: OnceLock<(Router, Vec<String>, TempDir)> = OnceLock::new();
    SITE.get_or_init(|| {
        let (folder, addresses) = five_releases();
        (over(Files::Directory(folder.path().to_owned())), addresses, folder)
    })
}

fn get(path: &str) -> Answer {
    ask(after_five_releases().0.clone(), Method::GET, path, &[], "")
}

#[track_caller]
fn check(path: &str, status: u16, location: &str) -> Answer {
    let answer = get(path);
    assert_eq!((answer.status.as_u16(), answer.header("location")), (status, location), "{path}: {}", answer.body);
    answer
}

#[test]
fn every_address_of_every_release_answers() {
    for address in &after_five_releases().1 {
        let answer = get(address);
        let status = answer.status.as_u16();
        assert!(matches!(status, 200 | 300 | 301 | 410), "{address}: {status}");
        if status == 301 {
            let to = answer.header("location");
            assert!(matches!(get(to).status.as_u16(), 200 | 300 | 410), "{address} leads to {to}");
        }
        if !address.contains("/r/") {
            for tail in [".json", ".txt", ".md", ".bib", ".ris", ".csl.json"] {
                assert_eq!(get(&format!("{address}{tail}")).status.as_u16(), status, "{address}{tail}");
            }
        }
        if address.contains("/r/") {
            assert_eq!(status, 200, "a wording stands for ever: {address}");
        }
    }
}

#[test]
fn what_moved_can_still_be_embedded() {
    let url: String = url::form_urlencoded::byte_serialize(format!("{BASE}/2001-alpha/p/4").as_bytes()).collect();
    let value = get(&format!("/oembed?url={url}")).json();
    assert!(value["html"].as_str().unwrap().contains("/2005-epsilon/p/1/embed"), "{value}");
}

#[test]
fn only_the_present_wording_can_be_embedded() {
    let status = |address: &str| {
        let url: String = url::form_urlencoded::byte_serialize(format!("{BASE}{address}").as_bytes()).collect();
        get(&format!("/oembed?url={url}")).status.as_u16()
    };
    for address in ["/2001-alpha/p/2", "/2001-alpha/p/2/r/3", "/2001-alpha/p/2?w=0-4&r=3#x", "/2001-alpha/para/2"] {
        assert_eq!(status(address), 200, "{address}");
    }
    for address in [
        "/2001-alpha/p/2/r/1",
        "/2001-alpha/p/2/r/9",
        "/2001-alpha/p/2?w=0-4&r=1",
        "/2001-alpha/p/2.json?r=2&hl=x",
        // What moved did so as a whole: this wording of it stands at its old address alone.
        "/2001-alpha/p/4/r/1",
        "/2001-alpha/para/99",
        "/2001-alpha/p/3",
        "/2001-alpha",
    ] {
        assert_eq!(status(address), 404, "{address}");
    }
}

#[test]
fn a_wording_says_what_became_of_its_paragraph() {
    let told = |path: &str| get(path).main().to_owned();
    assert!(told("/2001-alpha/p/4/r/1").contains("was moved to another address on"));
    assert!(told("/2001-alpha/p/6/r/1").contains("was merged with another on"));
}

#[test]
fn a_citation_of_what_never_was_names_its_document() {
    for never in ["2001-alpha/p/99", "2001-alpha/p/1/r/99"] {
        let answer = get(&format!("/go?c=https://x.example/{never}"));
        assert_eq!(answer.status, 404, "{never}");
        assert!(answer.main().contains("/2001-alpha"));
    }
    check("/go?c=https://x.example/2001-alpha/p/2/r/1", 303, "/2001-alpha/p/2/r/1");
}

#[test]
fn a_number_that_was_never_given_in_a_document_that_left_is_not_found_with_its_document() {
    for (never, nearest) in [
        ("/2004-delta/p/9", "/2004-delta"),
        ("/2004-delta/p/9.json", "/2004-delta"),
        ("/2003-gamma/p/1", "/2003-gamma"),
        // A paragraph that left is nearest to what it never was.
        ("/2001-alpha/p/3/r/2", "/2001-alpha/p/3"),
        ("/2001-alpha/p/4/r/9", "/2001-alpha/p/4"),
        ("/2001-alpha/p/99", "/2001-alpha/p/8"),
    ] {
        let answer = check(never, 404, "");
        let shown = if never.ends_with(".json") { format!("[\"{nearest}\"") } else { format!("href=\"{nearest}\"") };
        assert!(answer.body.contains(&shown), "{never}: {}", answer.body);
        let cited = get(&format!("/go?c=https://x.example{never}"));
        assert_eq!(cited.status, 404, "{never}");
    }
}

#[test]
fn what_moved_leads_there_in_one_step_in_every_form() {
    for tail in ["", ".json", ".bib", "/cite", "/embed", "/card.png"] {
        check(&format!("/2001-alpha/p/4{tail}"), 301, &format!("/2005-epsilon/p/1{tail}"));
        check(&format!("/2001-alpha/p/6{tail}"), 301, &format!("/2001-alpha/p/1{tail}"));
    }
    check("/2003-gamma", 301, "/2003-gamma-charter");
    check("/2003-gamma.json", 301, "/2003-gamma-charter.json");
    check("/2001-ALPHA/p/04/", 301, "/2005-epsilon/p/1");
}

#[test]
fn what_is_to_be_marked_goes_along_with_what_moved_and_a_range_does_not() {
    check("/2001-alpha/p/4?hl=fourth+para&match=any", 301, "/2005-epsilon/p/1?hl=fourth+para&match=any");
    check("/2001-alpha/p/6?match=all&hl=a%26b%0d%0ac&utm_source=x", 301, "/2001-alpha/p/1?hl=a%26b%0D%0Ac");
    check("/2001-alpha/p/4?w=4-10&r=1", 301, "/2005-epsilon/p/1");
    check("/2001-alpha/p/4?match=any", 301, "/2005-epsilon/p/1");
    check("/2003-gamma?hl=name", 301, "/2003-gamma-charter?hl=name");
    check("/2001-ALPHA/p/04/?hl=fourth", 301, "/2005-epsilon/p/1?hl=fourth");
    check("/2001-alpha/para/1?hl=first", 303, "/2001-alpha/p/1?hl=first");
}

#[test]
fn a_printed_number_of_a_document_that_moved_leads_to_it_there() {
    let desk = Desk::new();
    desk.write("2001-alpha", "12.3. The words of the paragraph.\n\n(c) An item.\n");
    desk.publish("2021-01-01", &[], None);
    desk.remove("2001-alpha");
    desk.write("2001-alpha-new", "12.3. The words of the paragraph.\n\n(c) An item.\n");
    desk.publish("2021-02-01", &["moved 2001-alpha 2001-alpha-new"], Some("As its source has it."));
    let site = over(Files::Directory(desk.root().to_owned()));
    let leads = |path: &str| {
        let answer = ask(site.clone(), Method::GET, path, &[], "");
        (answer.status.as_u16(), answer.header("location").to_owned())
    };
    assert_eq!(leads("/2001-alpha/para/12.3"), (301, "/2001-alpha-new/para/12.3".to_owned()));
    assert_eq!(leads("/2001-alpha/para/(c)?hl=item"), (301, "/2001-alpha-new/para/(c)?hl=item".to_owned()));
    assert_eq!(leads("/2001-alpha/para/a%2Fb%20c"), (301, "/2001-alpha-new/para/a%2Fb%20c".to_owned()));
    assert_eq!(leads("/2001-alpha-new/para/12.3"), (303, "/2001-alpha-new/p/1".to_owned()));
    assert_eq!(leads("/go?c=x.example/2001-alpha/para/12.3"), (303, "/2001-alpha/para/12.3".to_owned()));
    assert_eq!(leads("/2001-alpha/p/9"), (404, String::new()));
}

#[test]
fn a_search_saved_before_a_document_moved_finds_it_under_its_present_name() {
    let saved = check("/search.json?q=record&document=2003-gamma", 200, "").json();
    assert_eq!(saved, check("/search.json?q=record&document=2003-gamma-charter", 200, "").json());
    assert_eq!(saved["records"][0]["id"], "2003-gamma-charter", "{saved}");
}

#[test]
fn what_took_another_in_says_so() {
    let merged = check("/2001-alpha/p/1", 200, "");
    assert!(merged.main().contains("2001-alpha, paragraph 6 was merged into this one on 1 April 2021."));
    let moved = check("/2005-epsilon/p/1", 200, "");
    assert!(moved.main().contains("was moved here on 1 May 2021."), "{}", moved.main());
}

#[test]
fn what_was_split_offers_its_parts() {
    let choice = check("/2001-alpha/p/5", 300, "");
    for part in ["/2001-alpha/p/8", "/2001-alpha/p/9"] {
        assert!(choice.main().contains(&format!("href=\"{part}\"")), "{}", choice.main());
    }
    assert!(choice.main().contains("one half."), "the openings are shown");
    let data = check("/2001-alpha/p/5.json", 300, "").json();
    assert_eq!(data["choices"], serde_json::json!(["/2001-alpha/p/8.json", "/2001-alpha/p/9.json"]));
}

#[test]
fn what_moved_before_it_was_split_is_not_said_to_be_divided_when_it_moved() {
    let desk = Desk::new();
    desk.write("2001-alpha", "One half. Another half.\n\nThe rest.\n");
    desk.write("2002-beta", "Beta begins.\n");
    desk.publish("2021-01-01", &[], None);
    desk.edit("2001-alpha", "One half. Another half. {#1}\n\n", "");
    desk.edit("2002-beta", "begins. {#1}", "begins. {#1}\n\nOne half. Another half.");
    desk.publish("2021-02-01", &["moved 2001-alpha/p/1 2002-beta/p/2"], Some("As its source has it."));
    desk.edit("2002-beta", "One half. Another half. {#2}", "One half.\n\nAnother half.");
    desk.publish("2021-03-01", &["split 2002-beta/p/2 2002-beta/p/3 2002-beta/p/4"], Some("As its source has it."));
    let site = over(Files::Directory(desk.root().to_owned()));
    let told = |path: &str| ask(site.clone(), Method::GET, path, &[], "").main().to_owned();
    assert!(told("/2002-beta/p/2").contains("On 1 March 2021 it was divided. Its words stand"));
    let moved = told("/2001-alpha/p/1");
    assert!(moved.contains("Its words stand at these addresses.") && !moved.contains("divided"), "{moved}");
}

#[test]
fn a_tombstone_says_what_when_and_why() {
    let tombstone = check("/2001-alpha/p/3", 410, "");
    for words in ["2001-alpha, paragraph 3", "1 January 2021", "1 February 2021", "It stands in no source."] {
        assert!(tombstone.main().contains(words), "{words}: {}", tombstone.main());
    }
    assert!(tombstone.main().contains("href=\"/2001-alpha/p/3/r/1\""));
    let data = check("/2001-alpha/p/3.json", 410, "").json();
    assert_eq!((&data["state"], &data["note"]), (&"withdrawn".into(), &"It stands in no source.".into()));
    check("/2004-delta", 410, "");
    check("/2004-delta/p/1", 410, "");
}

#[test]
fn a_correction_is_told_and_both_wordings_stand() {
    let page = check("/2001-alpha/p/2", 200, "");
    assert!(
        page.main().contains("Text corrected on 1 April 2021") && page.main().contains("/2001-alpha/p/2/r/2#change")
    );
    let whole = check("/2001-alpha", 200, "");
    assert!(whole.main().contains("Text corrected on 1 April 2021"), "{}", whole.main());
    for (revision, words, day) in [
        (1, "has a mistaek", "Fri, 01 Jan 2021 00:00:00 GMT"),
        (2, "has a mistake", "Mon, 01 Feb 2021 00:00:00 GMT"),
        (3, "has no mistake", "Thu, 01 Apr 2021 00:00:00 GMT"),
    ] {
        let answer = check(&format!("/2001-alpha/p/2/r/{revision}"), 200, "");
        assert!(answer.main().contains(words), "{revision}: {}", answer.main());
        assert_eq!(answer.header("memento-datetime"), day);
        assert_eq!(answer.header("x-robots-tag"), "noindex");
        let link = format!("<{BASE}/2001-alpha/p/2>; rel=\"original latest-version\"");
        assert!(answer.header("link").contains(&link), "{}", answer.header("link"));
    }
    let first = get("/2001-alpha/p/2/r/1");
    assert!(first.main().contains("<ins>") && first.main().contains("<del>") && first.body.contains("id=\"change\""));
    check("/2001-alpha/p/2/r/4", 404, "");
}

#[test]
fn a_range_of_an_earlier_wording_is_shown_there() {
    let page = check("/2001-alpha/p/2?w=4-10&r=1", 200, "");
    assert!(page.main().contains("href=\"/2001-alpha/p/2/r/1?w=4-10\""), "{}", page.main());
    assert!(!page.main().contains("<mark"));
    let earlier = check("/2001-alpha/p/2/r/1?w=4-10", 200, "");
    assert!(earlier.main().contains("<mark id=\"m1\">second</mark>"), "{}", earlier.main());
}

/// Returns the fingerprint of one wording.
fn fingerprint(path: &str) -> String {
    get(path).json()["fingerprint"].as_str().unwrap().to_owned()
}

#[test]
fn a_fingerprint_leads_to_where_the_words_are_now() {
    check(&format!("/f/{}", fingerprint("/2001-alpha/p/2/r/3.json")), 303, "/2001-alpha/p/2");
    check(&format!("/f/{}", fingerprint("/2001-alpha/p/4/r/1.json")), 303, "/2005-epsilon/p/1");
    // Withdrawn words lead to their tombstone, divided ones to the choice.
    check(&format!("/f/{}", fingerprint("/2001-alpha/p/3/r/1.json")), 303, "/2001-alpha/p/3");
    check(&format!("/f/{}", fingerprint("/2001-alpha/p/5/r/1.json")), 303, "/2001-alpha/p/5");
    let both = check(&format!("/f/{}", fingerprint("/2001-alpha/p/2/r/1.json")), 200, "");
    assert!(both.main().contains("has a mistaek") && both.main().contains("has no mistake"), "{}", both.main());
}

#[test]
fn the_list_of_changes_holds_everything_that_happened() {
    let page = check("/changes", 200, "");
    let main = page.main();
    for words in [
        "Added with 6 paragraphs.",
        "Added as a record.",
        "One paragraph added.",
        "2 paragraphs added.",
        "The wording was corrected",
        "Moved to 2005-epsilon, paragraph 1.",
        "Divided into 2001-alpha, paragraph 5; 2001-alpha, unnumbered paragraph after 5.",
        "Merged into 2001-alpha, paragraph 1.",
        "It stands in no source.",
    ] {
        assert!(main.contains(words), "{words}: {main}");
    }
    let may = main.find("1 May 2021").unwrap();
    assert!(may < main.find("1 January 2021").unwrap(), "the newest comes first");
    let told = |words: &str| main.matches(words).count();
    assert_eq!(told("Added with one paragraph."), 1, "only one document came with one: {main}");
    let feed = check("/changes.atom", 200, "").body;
    assert!(feed.contains("<title>2001-alpha: paragraphs added</title>"), "{feed}");
    assert!(feed.contains("<title>2001-alpha: added</title>"), "{feed}");
    assert!(feed.contains("<updated>2021-05-01T00:00:00Z</updated>"), "{feed}");
    assert_eq!(feed.matches("<entry>").count(), main.matches("<li class=\"change ").count());
    assert!(feed.contains(&format!("<id>{BASE}/changes#c0</id>")), "{feed}");
}

#[test]
fn the_first_page_shows_the_newest_changes_as_the_list_of_changes_does() {
    let (home, changes) = (get("/"), get("/changes"));
    let told = |page: &Answer, from: &str| {
        let list = page.main().split(from).nth(1).unwrap_or_default().to_owned();
        list.split("<li")
            .skip(1)
            .filter_map(|line| line.split("</a>").next()?.rsplit('>').next().map(str::to_owned))
            .take(4)
            .collect::<Vec<_>>()
    };
    let newest = told(&home, "Newest changes");
    assert_eq!(newest.len(), 4);
    assert_eq!(newest, told(&changes, "</h1>"));
}
