//! Ways on and ways in: what a page offers to somebody who did not find, or who knows where he wants to go.

use crate::site::get;

#[test]
fn the_first_page_says_what_is_held_and_takes_quotations_and_citations() {
    let home = get("/");
    let main = home.main();
    for words in
        ["G7 report in full text, 2018", "press report in full text, 2017", "more with title and summary, 1997–2026"]
    {
        assert!(main.contains(words), "{words}: {main}");
    }
    assert!(main.contains("<form action=\"/check\">") && main.contains("<form action=\"/go\">"), "{main}");
    assert!(!main.contains("No forum"), "{main}");
    // The dots lead where the table leads.
    let dots: Vec<&str> = main.split("<circle").collect();
    assert!(dots.len() > 20 && dots[..dots.len() - 1].iter().all(|before| before.ends_with(" tabindex=\"-1\">")));
}

#[test]
fn few_hits_say_how_much_was_searched() {
    for path in ["/search?q=zeppelin", "/search?q=WannaCry"] {
        let page = get(path);
        let told =
            "Searched: 1 G7 report and 1 press report; <a href=\"/documents\">66 texts are known and not held</a>.";
        assert!(page.main().contains(told), "{path}: {}", page.main());
    }
    assert!(!get("/search?q=cyber").main().contains("Searched:"));
}

#[test]
fn what_the_search_box_names_is_offered_above_the_hits() {
    let paragraph = "/2018-ise-shima-cyber-group-report/p/4";
    let fingerprint = get(&format!("{paragraph}.json")).json()["fingerprint"].as_str().unwrap().to_owned();
    let wording = format!("/f/{fingerprint}");
    for (typed, there) in [
        ("Ise-Shima+Cyber+Group+report+para+4", paragraph),
        ("https%3A%2F%2Fold.example%2F2018-ise-shima-cyber-group-report%2Fp%2F4", paragraph),
        ("2018-ise-shima-cyber-group-report", "/2018-ise-shima-cyber-group-report"),
        ("2017-lucca-declaration", "/2017-lucca-declaration"),
        (fingerprint.as_str(), wording.as_str()),
    ] {
        let page = get(&format!("/search?q={typed}"));
        assert!(page.main().contains(&format!("Go to <a href=\"{there}\">")), "{typed}: {}", page.main());
    }
    assert!(!get("/search?q=cyber").main().contains("Go to <a"));
}

#[test]
fn a_hit_can_be_copied_and_cited_where_it_stands() {
    let page = get("/search?q=WannaCry");
    let cite = "/2018-ise-shima-cyber-group-report/p/3/cite";
    for form in [format!("data-link=\"{cite}\""), format!("data-cited=\"{cite}\""), format!("href=\"{cite}\"")] {
        assert!(page.main().contains(&form), "{form}: {}", page.main());
    }
}

#[test]
fn whole_documents_and_records_can_be_cited() {
    for (document, words) in [("/2018-ise-shima-cyber-group-report", "Ise-Shima"), ("/2017-lucca-declaration", "Lucca")]
    {
        let page = get(&format!("{document}/cite"));
        assert_eq!(page.status, 200);
        for field in ["link", "footnote", "apa", "chicago", "mla", "oscola", "bibtex", "ris", "csl"] {
            assert!(
                page.main().contains(&format!("<textarea id=\"field-{field}\" readonly")),
                "{field}: {}",
                page.main()
            );
        }
        assert!(page.main().contains(words) && !page.main().contains("field-quotation"), "{}", page.main());
        assert!(get(document).main().contains(&format!("href=\"{document}/cite\"")), "{document} leads there");
    }
    assert_eq!(get("/2018-nowhere/cite").status, 404);
    assert_eq!(get("/2017-lucca-declaration.json/cite").status, 404);
}

#[test]
fn the_style_of_a_citation_can_be_switched() {
    let path = "/2018-ise-shima-cyber-group-report/p/4/cite";
    let leading = |style: &str| {
        let page = get(&format!("{path}?style={style}"));
        page.main().split("<textarea id=\"field-").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    assert_eq!(["", "chicago", "OSCOLA", "none"].map(leading), ["apa", "chicago", "oscola", "apa"]);
    let page = get(path);
    assert!(page.main().contains(&format!("href=\"{path}?style=mla\"")));
    assert!(page.body.contains("<meta name=\"robots\" content=\"noindex, nofollow\">"), "no crawler goes through them");
}

#[test]
fn marks_that_find_nothing_are_told() {
    let path = "/2018-ise-shima-cyber-group-report/p/3";
    assert!(get(&format!("{path}?hl=quantum")).main().contains("This paragraph is not found by “quantum”"));
    for marked in ["?hl=WannaCry", "", "?w=0-6&r=1&hl=quantum"] {
        assert!(!get(&format!("{path}{marked}")).main().contains("is not found by"), "{marked}");
    }
}

#[test]
fn only_ways_to_match_that_differ_are_offered() {
    let one = get("/search?q=cyber");
    assert!(!one.main().contains("Any word") && one.main().contains("Exactly as typed"), "{}", one.main());
    assert!(one.main().contains("href=\"/search?q=%22cyber%22\""), "{}", one.main());
    let two = get("/search?q=cyber+states");
    assert!(two.main().contains("Any word") && two.main().contains("q=%22cyber%22+%22states%22"), "{}", two.main());
    let phrase = get("/search?q=%22international+law%22");
    assert!(!phrase.main().contains("Exactly as typed"), "{}", phrase.main());
}
