//! Promise 10: a negative is only as good as the coverage, so it says in how many documents, of which years, with which
//! spellings.

use url::form_urlencoded::byte_serialize;

use crate::site::get;

fn encoded(query: &str) -> String {
    byte_serialize(query.as_bytes()).collect()
}

#[test]
fn a_negative_names_its_coverage_and_the_spellings_it_tried() {
    for (query, said) in [
        ("programme", "“programme”, also as “program”, “programmes”, “programs”"),
        ("=\"programme\"", "“programme” exactly so, in no other spelling or form"),
        ("\"programme of behaviour\"", "also spelled “program of behavior”"),
        ("xyzzy", "“xyzzy”, of which no other spelling or form is known"),
        ("zzz*", "words beginning with “zzz”, of which there are none"),
    ] {
        let page = get(&format!("/search?q={}", encoded(query)));
        assert!(page.main().contains(said), "{query}: {}", page.main());
        assert!(page.main().contains("2 documents whose text is held: 27 paragraphs of 2017 to 2018"), "{query}");
        let json = get(&format!("/search.json?q={}", encoded(query))).json();
        let notices = json["notices"].as_array().unwrap();
        let scope = notices.iter().find(|notice| notice["code"] == "scope").unwrap()["message"].as_str().unwrap();
        assert!(scope.contains(said) && scope.contains("documents: 2, paragraphs: 27, years: 2017 to 2018"), "{scope}");
    }
    assert!(get("/search?q=cyber&year=2016").main().contains("Only what is chosen above was searched"));
    let found = get("/search.json?q=cyber").json();
    assert!(found["notices"].as_array().unwrap().is_empty());
}

#[test]
fn a_negative_claims_no_more_than_was_searched() {
    let whole = "(documents: 2, paragraphs: 27, years: 2017 to 2018; documents without text: 66)";
    let hill = "(documents: 1, paragraphs: 15, years: 2017; documents without text: ";
    let none = "No text was searched: none is held";
    for (asked, said) in [
        ("q=law&document=2017-lucca-declaration", none),
        ("q=law&year=2016", none),
        ("q=zebra&kind=press-report", hill),
        ("q=zebra+year:2017", hill),
        ("q=zebra&year=2017&match=any", hill),
        ("q=zebra+-year:2018", hill),
        ("q=(zebra+year:2017)+OR+(lion+year:2016)", hill),
        ("q=zebra+OR+year:2016", whole),
        ("q=zebra+-lion", whole),
        ("q=year:2016", none),
        ("q=document:2017-lucca-declaration", none),
        ("q=year:2017+year:2018", none),
    ] {
        let json = get(&format!("/search.json?{asked}")).json();
        let scope = json["notices"].as_array().unwrap().iter().find(|notice| notice["code"] == "scope");
        let message = scope.unwrap_or_else(|| panic!("{asked}"))["message"].as_str().unwrap();
        assert!(json["total"] == 0 && message.contains(said), "{asked}: {message}");
        let limited = message.contains("among what was chosen") || message.contains("the fields of the query");
        assert_eq!(limited, said != whole, "{asked}: {message}");
        assert!(get(&format!("/search.atom?{asked}")).body.contains("<subtitle>"), "{asked}");
        let page = get(&format!("/search?{asked}"));
        let told = page.main().contains("2 documents whose text is held: 27 paragraphs of 2017 to 2018");
        assert_eq!(told, said == whole, "{asked}");
        assert_eq!(page.main().contains(none), said == none, "{asked}");
        assert_eq!(
            page.main().contains("1 document whose text is held and was searched: 15 paragraphs of 2017."),
            said == hill,
            "{asked}"
        );
    }
    for asked in ["q=year:abc", "q=", "year=2018"] {
        let json = get(&format!("/search.json?{asked}")).json();
        assert!(json["notices"].as_array().unwrap().iter().all(|notice| notice["code"] != "scope"), "{asked}");
    }
    let page = get("/search?q=russia+cyber&year=2018");
    let without = get("/search.json?q=cyber&year=2018").json()["total"].to_string();
    assert!(page.main().contains(&format!("without it</a>: {without}.")), "counted in what is chosen: {}", page.main());
}
