//! What counts as a word of a query, what is left out of one, and what is only offered.

use g7cyber::search::{Matched, Matching};

use crate::search::{agree, found, names, search, union};

#[test]
fn all_of_a_family_of_forms_and_spellings_find_the_same() {
    for family in [
        &["recognise", "recognize", "recognised", "recognized", "recognising"][..],
        &["emphasise", "emphasize", "emphasised"],
        &["marginalise", "marginalize"],
        &["cyberattack", "cyberattacks"],
        &["behaviour", "behaviours", "behavior", "behaviors"],
    ] {
        let all = found(family[0]);
        assert!(!all.is_empty(), "{family:?}");
        for word in family {
            assert_eq!(found(word), all, "{word}");
            agree(word, Matching::All);
        }
    }
    let attacks = ["=cyberattack", "=cyberattacks", "=\"cyber attack\"", "=\"cyber attacks\""];
    assert_eq!(found("cyberattack"), union(&attacks));
    assert!(found("cyber attack").is_superset(&found("cyberattack")), "also of words side by side");
    for (form, count) in &search("cyberattack").also_counted[0].forms {
        let exact: usize = search(&format!("=\"{form}\"")).hits.iter().map(|hit| hit.spans.len()).sum();
        assert_eq!(exact, *count, "{form}");
    }
    assert!(found("\"recognise that\"").is_empty(), "phrases have spellings and no forms");
}

#[test]
fn a_field_without_meaning_is_told_also_when_it_stands_alone() {
    for (query, code) in [
        ("year:abc", "bad-year"),
        ("kind:nope", "bad-value"),
        ("topic:nope", "bad-value"),
        ("document:nope", "bad-value"),
        ("kind:nope OR topic:nope", "bad-value"),
    ] {
        let results = search(query);
        assert_eq!((results.total, results.notices[0].code), (0, code), "{query}");
        agree(query, Matching::All);
    }
    let message = &search("cites:nope").notices[0].message;
    assert!(message.starts_with("This archive has no cited instrument “nope”"), "{message}");
}

#[test]
fn common_words_left_aside_are_named_and_not_counted() {
    let results = search("russia not syria");
    assert_eq!(results.matched, Matched::Most);
    assert_eq!(names(&results), found("russia syria"));
    let said = "No paragraph has all parts of the query. These have all but the common word “not”.";
    assert_eq!(results.notices[0].message, said);
    let fewer = &search("russia not zebra").notices[0].message;
    assert!(fewer.contains("2 parts of the query, common words aside"), "{fewer}");
}

#[test]
fn what_is_offered_stands_in_a_text_and_is_not_applied_already() {
    for query in ["GGE", "UN GGE", "ICT", "ICTs", "cyberspace", "cybersecurity", "DoS", "information sharing"] {
        for offer in search(query).offers {
            assert!(search(&format!("=\"{}\"", offer.label)).total > 0, "{query} offers {}", offer.label);
        }
    }
    assert!(!search("ICT").offers.is_empty());
    assert!(search("GGE").offers.iter().all(|offer| offer.label != "GGEs"));
}

#[test]
fn common_words_alone_are_parts_like_others() {
    for (query, parts) in [("and or not", 3), ("is that it", 3), ("to be or not to be", 6)] {
        let results = search(query);
        assert_eq!(results.matched, Matched::Most, "{query}");
        assert!(results.total > 0 && results.notices.iter().any(|it| it.code == "most"), "{query}");
        let said = &results.notices.iter().find(|it| it.code == "most").unwrap().message;
        assert!(said.contains(&format!("all {parts} parts")), "{query}: {said}");
        agree(query, Matching::All);
    }
}

#[test]
fn part_of_a_name_is_told_with_what_it_was_taken_for() {
    for (query, first, count) in [
        ("document:lucca", "2017-the-hill-lucca-report", None),
        ("document:2018", "2018-", None),
        ("cites:charter", "un-charter", None),
        ("document:hill-lucca", "2017-the-hill-lucca-report", Some("1 document")),
    ] {
        let notices = search(query).notices;
        let said = notices.iter().find(|notice| notice.code == "taken-for").unwrap_or_else(|| panic!("{query}"));
        assert!(said.message.contains(first), "{}", said.message);
        assert!(count.is_none_or(|count| said.message.contains(count)), "{}", said.message);
        assert_eq!(said.position, Some(0));
    }
    for query in ["document:2018-ise-shima-cyber-group-report", "cites:un-charter", "kind:press-report"] {
        assert!(search(query).notices.is_empty(), "{query}");
    }
}
