//! What counts as a word of a query, what is left out of one, and what is only offered.

use g7cyber::corpus::DocumentPlace;
use g7cyber::search::{Index, Matched, Matching, Request};

use crate::desk::Desk;
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

#[test]
fn where_any_part_is_enough_hyphens_and_slips_lose_nothing() {
    let desk = Desk::new();
    desk.write(
        "2001-alpha",
        "The cyber domain is new.\n\nAn attack on ships.\n\nCountermeasures of states.\n\nA third thing.\n",
    );
    let corpus = desk.load();
    let index = Index::build(&corpus).unwrap();
    let ask = |query: &str, matching: Matching| {
        let request = Request { query: query.to_owned(), matching, limit: 10, ..Request::default() };
        let results = index.search(&corpus, &request);
        let mut places: Vec<usize> = results.hits.iter().map(|hit| hit.place.paragraph).collect();
        places.sort_unstable();
        (places, results.did_you_mean)
    };
    assert_eq!(ask("cyber-attack", Matching::All).0, Vec::<usize>::new());
    assert_eq!(ask("cyber-attack", Matching::Any).0, [0, 1]);
    assert_eq!(ask("cyber-attack zebra", Matching::Any).0, [0, 1]);
    assert_eq!(ask("\"cyber attack\" zebra", Matching::Any).0, Vec::<usize>::new(), "a phrase stays one");
    assert_eq!(ask("countermesures third", Matching::All).0, [3], "where all are asked for, a slip finds nothing");
    let (found, suggested) = ask("countermesures third", Matching::Any);
    assert_eq!((found, suggested), (vec![2, 3], vec!["countermeasures third".to_owned()]), "and it is told");
    let misspelt = Request { query: "countermesures".to_owned(), matching: Matching::Any, ..Request::default() };
    assert_eq!(index.search(&corpus, &misspelt).notices[0].code, "near-words");
    assert_eq!(ask("third =countermesures", Matching::Any).0, [3], "what is to be exact is");
    for query in ["cyber-attack norms", "well-being e-mail", "countermesures", "infrastucture cyber-spce states"] {
        agree(query, Matching::Any);
    }
}

#[test]
fn forms_are_of_the_same_word_and_what_is_related_is_offered() {
    let desk = Desk::new();
    desk.write(
        "2001-alpha",
        "Responsible behaviour.\n\nA response.\n\nResponses.\n\nThey sought it.\n\nWe seek it.\n\nSeekers of it.\n\nA commitment, committed to.\n",
    );
    let corpus = desk.load();
    let index = Index::build(&corpus).unwrap();
    let ask = |query: &str| {
        let results = index.search(&corpus, &Request { query: query.to_owned(), limit: 10, ..Request::default() });
        let mut places: Vec<usize> = results.hits.iter().map(|hit| hit.place.paragraph).collect();
        places.sort_unstable();
        (places, results.offers.into_iter().map(|offer| (offer.label, offer.texts)).collect::<Vec<_>>())
    };
    let offered = |word: &str| (word.to_owned(), Some(1));
    assert_eq!(ask("responsible"), (vec![0], vec![offered("response"), offered("responses")]));
    assert_eq!(ask("responses").0, [1, 2]);
    for form in ["seek", "sought", "seeking", "seeks"] {
        assert_eq!(ask(form).0, [3, 4], "{form}");
    }
    assert_eq!(ask("committing").0, [6]);
    assert_eq!(ask("(responsible OR response)").0, [0, 1, 2], "what is offered is found");
}

#[test]
fn words_of_titles_find_paragraphs_where_not_all_words_are_asked_for() {
    let desk = Desk::new();
    desk.write("2001-lucca", "A norm of the sea.\n\nThe cyber norm.\n\nAnother thing.\n");
    desk.write("2002-other", "A cyber thing of Lucca.\n\nA law.\n");
    let corpus = desk.load();
    let index = Index::build(&corpus).unwrap();
    let ask = |query: &str, matching: Matching| {
        let results =
            index.search(&corpus, &Request { query: query.to_owned(), matching, limit: 10, ..Request::default() });
        let numbered = |document: DocumentPlace, paragraph| (document.number(), paragraph);
        let hits = results.hits.iter().map(|hit| numbered(hit.place.document, hit.place.paragraph));
        let mut places: Vec<(u32, usize)> = hits.collect();
        places.sort_unstable();
        let told = results.notices.iter().any(|notice| notice.code == "title-words");
        let resolved = index.resolve(query, matching);
        for (at, document) in corpus.places() {
            for (number, paragraph) in document.paragraphs.iter().enumerate() {
                let is_hit = resolved.spans(at, paragraph).is_some();
                assert_eq!(is_hit, places.contains(&numbered(at, number)), "{query}: {}, {number}", document.id);
            }
        }
        assert_eq!(results.total, places.len(), "{query}");
        (places, told, results.matched)
    };
    let lucca = vec![(0, 0), (0, 1), (0, 2), (1, 0)];
    assert_eq!(ask("lucca", Matching::All), (vec![(1, 0)], false, Matched::All));
    assert_eq!(ask("lucca", Matching::Any), (lucca.clone(), true, Matched::Any));
    assert_eq!(ask("lucca zebra", Matching::Any), (lucca.clone(), true, Matched::Any));
    assert_eq!(ask("lucca \"cyber thing\"", Matching::Any), (lucca, true, Matched::Any), "and with a phrase");
    assert_eq!(ask("lucca -norm", Matching::Any).0, [(0, 2), (1, 0)]);
    assert_eq!(ask("lucca norm sea", Matching::All), (vec![(0, 0)], false, Matched::Most), "text and title together");
    assert_eq!(ask("\"the cyber norm\" lucca", Matching::All), (vec![(0, 1)], false, Matched::Most));
    assert_eq!(ask("cyber thing", Matching::All), (vec![(1, 0)], false, Matched::All));
}

#[test]
fn of_a_long_question_the_rarest_words_are_looked_for() {
    let desk = Desk::new();
    let common = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon \
                  phi chi psi omega one two three four five six seven eight nine ten eleven twelve";
    desk.write("2001-alpha", &format!("{common}.\n\n{common} again.\n\nA zebra.\n"));
    let corpus = desk.load();
    let index = Index::build(&corpus).unwrap();
    let query = format!("{common} zebra");
    for (matching, found) in [(Matching::Any, true), (Matching::All, false)] {
        let request = Request { query: query.clone(), matching, limit: 10, ..Request::default() };
        let results = index.search(&corpus, &request);
        assert_eq!(results.hits.iter().any(|hit| hit.place.paragraph == 2), found, "the last word is the rarest");
        let told = results.notices.iter().find(|notice| notice.code == "too-many-terms").unwrap();
        assert_eq!(told.message.contains("commonest"), found, "{}", told.message);
    }
}

#[test]
fn countries_and_peoples_are_offered_and_not_counted() {
    let desk = Desk::new();
    desk.write("2001-alpha", "Korean ships.\n\nOf Korea.\n\nKoreans and Korea.\n");
    let corpus = desk.load();
    let index = Index::build(&corpus).unwrap();
    let results = index.search(&corpus, &Request { query: "korean".to_owned(), limit: 10, ..Request::default() });
    assert_eq!(results.total, 2);
    let offer = results.offers.iter().find(|offer| offer.label == "korea").unwrap();
    assert_eq!((offer.texts, offer.query.as_str()), (Some(2), "(korean OR korea)"));
}

#[test]
fn records_are_found_by_what_is_related_too() {
    let desk = Desk::new();
    desk.write("2001-record", "abstract = \"On North Korean missiles and their attribution.\"\n+++\n");
    desk.write("2002-text", "A text.\n");
    let corpus = desk.load();
    let index = Index::build(&corpus).unwrap();
    let ask = |query: &str| {
        let request = Request { query: query.to_owned(), limit: 10, ..Request::default() };
        index.search(&corpus, &request).records.into_iter().map(DocumentPlace::number).collect::<Vec<_>>()
    };
    for query in ["north korean", "north korea", "missile attributed", "korea OR zebra", "missiles -korea"] {
        assert_eq!(ask(query), [0], "{query}");
    }
    for query in ["=korea", "\"north korea\"", "missiles -korean", "north zebra"] {
        assert!(ask(query).is_empty(), "{query}");
    }
}
