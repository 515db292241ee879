//! Ways on and ways in: what a page offers to somebody who did not find, or who knows where he wants to go.

use std::process::Command;

use scraper::{Html, Selector};

use crate::running::Running;
use crate::site::get;
use crate::support::skip;

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
        let told = "Searched: 1 G7 report and 1 press report; <a href=\"/documents?held=false\">66 texts are known and not held</a>.";
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
        (
            "https%3A%2F%2Fworldjpn.net%2Fdocuments%2Ftexts%2Fsummit%2F20180423.O3E.html",
            "/2018-ise-shima-cyber-group-report",
        ),
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

#[test]
fn a_document_is_searched_from_its_own_page_and_says_when_nothing_matches() {
    let path = "/2018-ise-shima-cyber-group-report";
    let page = get(path);
    let form = Selector::parse(&format!("form[action=\"{path}\"] input[name=hl]")).unwrap();
    assert_eq!(Html::parse_document(&page.body).select(&form).count(), 1);
    let found = get(&format!("{path}?hl=cyber&at=2"));
    for words in ["this is number", "Previous match", "Next match", "In all documents"] {
        assert!(found.main().contains(words), "{words}");
    }
    for query in ["quantum", "zeppelin+letters", "%22no+such+phrase%22"] {
        let none = get(&format!("{path}?hl={query}"));
        assert!(none.main().contains("Nothing in this document matches"), "{query}");
        assert!(!none.main().contains("<mark"), "{query}");
    }
    assert!(!get(&format!("{path}?hl=+")).main().contains("Nothing in this document"));
}

#[test]
fn documents_are_listed_by_whether_their_text_is_held() {
    let all = get("/documents.json").json()["total"].as_u64().unwrap();
    let mut sum = 0;
    for (held, label) in [(true, "Text held here"), (false, "Text not held here")] {
        let list = get(&format!("/documents.json?held={held}")).json();
        sum += list["total"].as_u64().unwrap();
        let documents = list["documents"].as_array().unwrap().iter();
        assert!(documents.clone().count() > 0 && documents.clone().all(|it| it["held"] == held));
        let rows = get(&format!("/documents.csv?held={held}")).body;
        assert_eq!(rows.lines().count() - 1, documents.count());
        let page = get(&format!("/documents?held={held}"));
        assert!(page.main().contains("Show all") && page.main().contains(label));
        let years = get(&format!("/documents?held={held}&year=2018"));
        assert!(years.main().contains(&format!("held={held}")), "choices keep what is held");
    }
    assert_eq!(sum, all);
    assert!(get("/documents?held=maybe").main().contains("it is true or false"));
    assert_eq!(get("/documents.json?held=maybe").status, 400);
    assert_eq!(get("/search.json?q=cyber&held=maybe").status, 200, "a search has no such choice");
    assert_eq!(get("/documents?held=true&year=1997").status, 200);
}

#[test]
fn the_table_of_years_and_forums_counts_what_its_links_list() {
    let page = Html::parse_document(&get("/documents").body);
    let (row, cell) = (Selector::parse("main table tbody tr").unwrap(), Selector::parse("td").unwrap());
    let link = Selector::parse("a").unwrap();
    let (mut sum, mut followed) = (0, 0);
    for row in page.select(&row) {
        for cell in row.select(&cell) {
            let words: String = cell.text().collect();
            let number = words.split(' ').next().unwrap_or_default().trim();
            let Ok(number) = number.parse::<u64>() else { continue };
            sum += number;
            let Some(link) = cell.select(&link).next() else { continue };
            followed += 1;
            if followed % 7 == 0 {
                let path = link.value().attr("href").unwrap().replacen("/documents", "/documents.json", 1);
                assert_eq!(get(&path).json()["total"].as_u64(), Some(number), "{path}");
            }
        }
    }
    assert_eq!(Some(sum), get("/documents.json").json()["total"].as_u64());
    assert!(followed > 14);
}

#[test]
fn a_word_is_found_in_the_list_of_spellings() {
    let all = get("/variants").body.matches("<li>").count();
    for query in ["cyber+space", "CYBER-SPACE", "behaviour", "b%C3%A9haviour"] {
        let some = get(&format!("/variants?q={query}"));
        let count = some.body.matches("class=\"form\"").count();
        assert!(some.main().contains("groups ha") || some.main().contains("No group of words"), "{query}");
        assert!(some.body.matches("<li>").count() < all, "{query}: {count}");
    }
    assert!(get("/variants?q=cyber+space").main().contains(">cyberspace</a>"));
    assert!(get("/variants?q=zeppelin").main().contains("No group of words has"));
    assert_eq!(get("/variants?q=").body.matches("<li>").count(), all);
    assert_eq!(get(&format!("/variants?q={}", "x".repeat(3000))).status, 200);
}

#[test]
fn long_lists_of_choices_are_folded_and_what_is_chosen_is_not() {
    let (facet, folded) = (Selector::parse(".facet").unwrap(), Selector::parse("details a").unwrap());
    let open = Selector::parse(":scope > ul > li").unwrap();
    let page = Html::parse_document(&get("/documents").body);
    assert!(page.select(&facet).all(|facet| facet.select(&open).count() <= 11));
    let hidden = page.select(&facet).flat_map(|facet| facet.select(&folded)).last().unwrap();
    let chosen = Html::parse_document(&get(hidden.value().attr("href").unwrap()).body);
    let current = Selector::parse(".facet > ul a[aria-current]").unwrap();
    assert_eq!(chosen.select(&current).count(), 1, "what is chosen is in sight");
}

#[test]
fn a_record_among_results_says_why_it_is_found_and_where_to_read_it() {
    let page = get("/search?q=quantum");
    let page = Html::parse_document(&page.body);
    let (record, mark) = (Selector::parse(".listing > li").unwrap(), Selector::parse("mark").unwrap());
    let official = Selector::parse("a[rel~=external]").unwrap();
    let records: Vec<_> = page.select(&record).filter(|it| it.select(&mark).next().is_some()).collect();
    assert_eq!(records.len(), 5, "each of the first five is marked where it matches");
    assert!(records.iter().any(|record| record.select(&official).next().is_some()));
    for record in &records {
        assert!(record.select(&mark).all(|mark| mark.text().collect::<String>().eq_ignore_ascii_case("quantum")));
        let hosts: Vec<String> = record.select(&official).map(|link| link.text().collect()).collect();
        let mut each = hosts.clone();
        each.dedup();
        assert_eq!(hosts, each, "a host is named once");
    }
    assert!(get("/search?q=quantum").main().contains("held=false"));
    for query in ["ransomware", "election+interference", "%22artificial+intelligence%22", "resilien*", "bank"] {
        let main = get(&format!("/search?q={query}")).body;
        let page = Html::parse_document(&main);
        let section = Selector::parse("section[aria-labelledby=records]").unwrap();
        for section in page.select(&section) {
            assert!(section.select(&mark).next().is_some(), "{query}");
        }
    }
}

#[test]
fn no_wider_query_is_offered_that_finds_the_same() {
    let wider = Selector::parse("a.form").unwrap();
    let mut offered = 0;
    for query in
        ["ICT", "GGE", "UN", "CERT", "cyberspace", "%22international+law%22", "attribution", "ICT+cyber", "norms"]
    {
        let found = |path: &str| {
            let json = get(path).json();
            let spans = json["hits"].as_array().unwrap().iter().map(|hit| hit["spans"].as_array().unwrap().len());
            (json["total"].as_u64().unwrap(), spans.sum::<usize>())
        };
        let (total, places) = found(&format!("/search.json?q={query}"));
        let body = get(&format!("/search?q={query}")).body;
        let Some((_, rest)) = body.split_once(">Related, not counted: ") else { continue };
        let page = Html::parse_fragment(rest.split("</p>").next().unwrap());
        for link in page.select(&wider) {
            let path = link.value().attr("href").unwrap().replacen("/search?", "/search.json?", 1);
            let (more, wider) = found(&path);
            assert!(more > total || wider > places, "{query}: {path}");
            offered += 1;
        }
    }
    assert!(offered > 0);
}

#[test]
fn the_first_calls_of_the_interface_work_where_their_programs_are() {
    let server = Running::start(&[]);
    let page = Html::parse_document(&server.get("/api").body);
    for (program, flag) in [("sh", "curl"), ("python3", "python"), ("Rscript", "r")] {
        for (call, expected) in [("search", "/p/"), ("paragraph", "G7"), ("check", "exact")] {
            let code = Selector::parse(&format!("#call-{flag}-{call}")).unwrap();
            let line: String = page.select(&code).next().unwrap().text().collect();
            let argument = if program == "Rscript" { "-e" } else { "-c" };
            let Ok(output) = Command::new(program).arg(argument).arg(&line).output() else {
                skip(&format!("no {program}"));
                break;
            };
            let told = String::from_utf8_lossy(&output.stderr);
            if told.contains("there is no package called") || told.contains("curl: not found") {
                skip(&format!("what {flag} needs is not installed"));
                break;
            }
            let said = String::from_utf8_lossy(&output.stdout);
            assert!(output.status.success() && said.contains(expected), "{line}\n{said}{told}");
        }
    }
}

/// A record that is found by what it cites says so: nothing else in its lines has the words.
#[test]
fn a_record_found_by_what_it_cites_says_so() {
    let page = get("/search?q=rome+energy+initiative");
    let records = page.main().split_once("Documents whose text is not held").unwrap().1.to_owned();
    let record =
        records.split("<li>").find(|record| record.contains("/2015-hamburg-energy-initiative")).unwrap().to_owned();
    let cited = record.split_once("Cites ").unwrap().1.split_once("</p>").unwrap().0.to_owned();
    assert!(cited.to_lowercase().contains("<mark>rome"), "{record}");
}

#[test]
fn every_search_can_be_followed_and_says_what_that_is() {
    for (query, feed) in
        [("cyber", "/search.atom?q=cyber"), ("zeppelin&sort=newest", "/search.atom?q=zeppelin&#38;sort=newest")]
    {
        let page = get(&format!("/search?q={query}"));
        let follow = format!("<a href=\"{feed}\" rel=\"nofollow\">Follow this search</a>: a feed, which a feed reader");
        assert!(page.main().contains(&follow), "{query}: {}", page.main());
        assert_eq!(get(&feed.replace("&#38;", "&")).status, 200);
    }
    assert!(!get("/search").main().contains("Follow this search"));
}

#[test]
fn a_host_is_named_once_with_all_its_addresses() {
    let page = get("/2018-ise-shima-cyber-group-report");
    let told = |words: &str| page.main().matches(words).count();
    assert_eq!((told(">worldjpn.net<"), told("://worldjpn.net/")), (1, 2), "{}", page.main());
    for document in get("/documents.json?held=false").json()["documents"].as_array().unwrap() {
        let page = get(document["path"].as_str().unwrap());
        let Some((_, held)) = page.main().split_once("class=\"not-held-box\"") else { panic!("{}", page.main()) };
        let list = Html::parse_fragment(held.split("</section>").next().unwrap());
        let links = Selector::parse("li > a:first-child").unwrap();
        let mut hosts: Vec<String> = list.select(&links).map(|link| link.text().collect()).collect();
        let all = hosts.len();
        hosts.sort();
        hosts.dedup();
        assert_eq!(hosts.len(), all, "{document}: {}", page.main());
    }
}

#[test]
fn labels_are_words_that_a_layman_knows() {
    let report = "/2018-ise-shima-cyber-group-report";
    for path in [
        "/search?q=ICT",
        "/search?q=cyber&view=kwic",
        "/term?t=cyberspace",
        "/trends?t=cyber",
        "/formula",
        "/similar",
        report,
        &format!("{report}/p/7"),
        &format!("{report}/p/7/cite"),
        &format!("{report}/p/7/similar"),
    ] {
        let page = get(path);
        let main = Html::parse_fragment(page.main());
        let labels = Selector::parse("h1, h2, h3, a, button, label, summary, span, th").unwrap();
        for label in main.select(&labels).map(|it| it.text().collect::<String>()) {
            for unknown in ["Concordance", "KWIC", "Wider", "Tell", "formula", "robust link", "Mentions", "Atom"] {
                assert!(!label.trim().starts_with(unknown), "{path}: {label}");
            }
            let bare = ["RIS", "BibTeX", "CSL-JSON"].iter().any(|format| label.trim() == *format);
            assert!(!bare || path.ends_with("/cite"), "{path}: {label} without what it is for");
        }
    }
}
