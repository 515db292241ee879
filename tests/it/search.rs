//! Search: what is found, what is marked, and that the two cannot disagree.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use g7cyber::corpus::{self, Corpus, Files, Paragraph};
use g7cyber::search::{
    Choices, ConcordanceLine, Hit, Index, LineOrder, Matched, Matching, Request, Results, Sort, Suggested, concordance,
    fragments, right_neighbours,
};
use g7cyber::wording::{Folded, words};
use proptest::prelude::*;

use crate::desk::Desk;
use crate::support::root;

/// The real corpus and its index.
static ARCHIVE: LazyLock<(Corpus, Index)> = LazyLock::new(|| {
    let corpus = corpus::load(&Files::Directory(root().join("corpus"))).expect("the corpus loads");
    let index = Index::build(&corpus).expect("the index builds");
    (corpus, index)
});

pub(crate) fn ask(query: &str, matching: Matching) -> Results {
    let (corpus, index) = &*ARCHIVE;
    index.search(corpus, &Request { query: query.to_owned(), matching, limit: 1000, ..Request::default() })
}

pub(crate) fn search(query: &str) -> Results {
    ask(query, Matching::All)
}

/// The hits of a query as `document/p/number`.
pub(crate) fn found(query: &str) -> BTreeSet<String> {
    names(&search(query))
}

pub(crate) fn names(results: &Results) -> BTreeSet<String> {
    let name = |hit: &Hit| {
        let (document, paragraph) = ARCHIVE.0.paragraph_at(hit.place).unwrap();
        format!("{}/p/{}", document.id, paragraph.number)
    };
    results.hits.iter().map(name).collect()
}

pub(crate) fn union(queries: &[&str]) -> BTreeSet<String> {
    queries.iter().flat_map(|query| found(query)).collect()
}

/// Checks that a paragraph is a hit exactly when it has spans or needs none, and that spans are whole and in order.
pub(crate) fn agree(query: &str, matching: Matching) {
    let (corpus, index) = &*ARCHIVE;
    let results = ask(query, matching);
    let resolved = index.resolve(query, matching);
    let mut total = 0;
    for (place, document) in corpus.places() {
        for (number, paragraph) in document.paragraphs.iter().enumerate() {
            let spans = resolved.spans(place, paragraph);
            let hit = results.hits.iter().find(|hit| (hit.place.document, hit.place.paragraph) == (place, number));
            assert_eq!(
                hit.map(|hit| &hit.spans),
                spans.as_ref(),
                "`{query}` in {}/p/{}",
                document.id,
                paragraph.number
            );
            let Some(spans) = spans else { continue };
            total += 1;
            let text: String = fragments(&paragraph.text, &spans).iter().map(|fragment| fragment.text).collect();
            assert_eq!(*text, *paragraph.text, "taking the marks of `{query}` out gives the text back");
            assert!(spans.iter().all(|span| paragraph.text.get(span.clone()).is_some_and(|marked| !marked.is_empty())));
            assert!(spans.is_sorted_by(|one, next| one.end <= next.start), "the marks of `{query}` are in order");
        }
    }
    assert_eq!(results.total, total, "`{query}` is counted as it is marked");
}

#[test]
fn both_spellings_of_behaviour_find_the_same() {
    let both = found("behaviour");
    assert!(!both.is_empty());
    assert_eq!(both, found("behavior"));
    assert_eq!(both, union(&["=\"behaviour\"", "=\"behavior\"", "=\"behaviours\"", "=\"behaviors\""]));
    assert!(found("=\"behaviour\"").len() < both.len());
    let counted = search("behaviour").also_counted;
    let exact: usize = search("=\"behavior\"").hits.iter().map(|hit| hit.spans.len()).sum();
    assert_eq!(counted[0].forms, [("behavior".to_owned(), exact)]);
}

#[test]
fn one_word_two_words_and_hyphens_find_the_same() {
    let all = union(&["=cyberspace", "=\"cyber space\""]);
    for query in ["cyberspace", "\"cyber space\"", "cyber-space"] {
        assert_eq!(found(query), all, "{query}");
    }
    assert!(found("cyber space").is_superset(&all), "neighbouring words that form a variant find its other forms");
    assert_eq!(search("cyber space").also_counted[0].term, "cyber space");
}

#[test]
fn operators_combine_what_their_parts_find() {
    let (states, cyber) = (found("states"), found("cyber"));
    let both: BTreeSet<String> = states.intersection(&cyber).cloned().collect();
    assert_eq!(found("states cyber"), both);
    assert_eq!(found("states OR cyber"), union(&["states", "cyber"]));
    let any = ask("states cyber", Matching::Any);
    assert!(names(&any).is_superset(&union(&["states", "cyber"])));
    let marked = any.hits.iter().filter(|hit| !hit.spans.is_empty()).count();
    assert_eq!(
        marked,
        union(&["states", "cyber"]).len(),
        "the others are found by their titles, where nothing is marked"
    );
    assert_eq!(found("cyber -states"), cyber.difference(&states).cloned().collect());
    assert_eq!(found("cyber NOT (states OR norms)"), found("cyber -states -norms"));
    assert_eq!(found("cyber year:2018"), found("cyber document:2018-ise-shima-cyber-group-report"));
    assert_eq!(found("cyber year:2016..2017"), found("cyber kind:press-report"));
    assert!(found("\"international law\"").is_subset(&found("international NEAR/0 law")));
    assert!(found("law NEAR/3 \"existing international\"").is_subset(&found("law existing")));
    assert_eq!(found("democra*"), union(&["democracy", "democratic"]));
}

#[test]
fn choices_narrow_hits_and_facets_count_without_their_own() {
    let (corpus, index) = &*ARCHIVE;
    let all = search("cyber");
    let choices = Choices { years: vec![2017], ..Choices::default() };
    let request = Request { query: "cyber".into(), choices, limit: 1000, ..Request::default() };
    let chosen = index.search(corpus, &request);
    assert_eq!(names(&chosen), found("cyber year:2017"));
    assert_eq!(chosen.total, chosen.hits.len());
    let counts = |results: &Results, facet: usize| -> Vec<(String, usize)> {
        results.facets[facet].values.iter().map(|value| (value.value.clone(), value.count)).collect()
    };
    assert_eq!(counts(&chosen, 0), counts(&all, 0), "years are counted as if none was chosen");
    assert!(counts(&chosen, 1).len() < counts(&all, 1).len(), "kinds are counted among the chosen year");
}

#[test]
fn orders_are_total_and_pages_follow_each_other() {
    let (corpus, index) = &*ARCHIVE;
    for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::Document] {
        let page = |offset, limit| {
            let request = Request { query: "the".into(), sort, offset, limit, ..Request::default() };
            let hits = index.search(corpus, &request).hits;
            hits.into_iter().map(|hit| hit.place).collect::<Vec<_>>()
        };
        let whole = page(0, 100);
        let pages: Vec<_> = (0..10).flat_map(|number| page(number * 3, 3)).collect();
        assert_eq!(whole, pages, "{sort:?}");
    }
}

#[test]
fn nothing_found_is_never_blank() {
    let results = search("countermesures");
    assert_eq!(results.did_you_mean, ["countermeasures"]);
    let results = search("\"state zebra\" cyber");
    assert_eq!(results.matched, Matched::Most);
    assert_eq!(results.notices[0].code, "most");
    assert_eq!(results.instead[0].alone, 0);
    assert_eq!(results.instead[0].without, "cyber");
    assert!(results.instead[0].found > 0);
}

#[test]
fn a_query_without_a_part_has_no_stray_operator() {
    for query in ["attack AND zebra", "zebra AND attack", "attack && zebra", "(zebra AND attack)", "attack zebra BRAND"]
    {
        let instead = search(query).instead;
        assert!(!instead.is_empty(), "{query}");
        for other in instead {
            let stray = search(&other.without).notices.iter().any(|notice| notice.code == "stray-operator");
            assert!(!stray, "`{query}` offers `{}`", other.without);
        }
    }
}

#[test]
fn the_most_frequent_of_many_forms_are_counted() {
    let desk = Desk::new();
    let rare: String = ('a'..='y').flat_map(|a| ['a', 'b'].map(|b| format!("con{a}{b} "))).collect();
    desk.write("2001-alpha", &format!("{rare}\n\nconzz conzz\n\nconzz conzz\n"));
    let corpus = desk.load();
    let index = Index::build(&corpus).unwrap();
    let request = Request { query: "con*".to_owned(), limit: 10, ..Request::default() };
    let counted = index.search(&corpus, &request).also_counted.remove(0);
    assert_eq!((counted.forms[0].clone(), counted.forms.len(), counted.more), (("conzz".to_owned(), 4), 40, true));
}

#[test]
fn notes_and_abstracts_are_not_text() {
    let (corpus, _) = &*ARCHIVE;
    let texts: String = corpus.documents().iter().flat_map(|d| &d.paragraphs).map(|p| p.text.as_ref()).collect();
    let texts = texts.to_lowercase();
    let outside = corpus.documents().iter().flat_map(|document| {
        let notes = document.paragraphs.iter().flat_map(Paragraph::notes).map(|note| note.text.as_str());
        notes.chain(document.abstract_text.as_deref()).collect::<Vec<_>>()
    });
    for word in outside.flat_map(str::split_whitespace) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        if word.chars().all(char::is_alphanumeric) && !word.is_empty() && !texts.contains(&word) {
            assert!(found(&format!("=\"{word}\"")).is_empty(), "`{word}` stands in no text");
        }
    }
}

#[test]
fn records_are_found_in_a_list_of_their_own() {
    let corpus = &ARCHIVE.0;
    for (place, record) in corpus.places().filter(|(_, document)| !document.held()) {
        let results = search(&record.title.replace(['"', '(', ')'], " "));
        assert!(results.records.contains(&place), "{} is found by its title", record.id);
        for instrument in record.cites.iter().filter_map(|id| ARCHIVE.0.vocabulary().instrument(id)) {
            let named = search(&instrument.name.replace(['"', '(', ')', '/'], " ")).records;
            assert!(named.contains(&place), "{} is found by {}", record.id, instrument.name);
        }
        assert!(results.records.iter().all(|at| !corpus.at(*at).unwrap().held()));
    }
}

#[test]
fn typography_accents_and_normal_forms_make_no_difference() {
    let plain = found("cyberspace");
    for query in ["CYBERSPACE", "cyber\u{ad}space", "cy\u{200b}berspace", "ｃyberspace", "cyberspace\u{301}"] {
        assert_eq!(found(query), plain, "{query:?}");
    }
    assert_eq!(found("“international law”"), found("\"international law\""));
}

#[test]
fn misremembered_quotations_find_their_paragraph_first() {
    let (corpus, _) = &*ARCHIVE;
    for document in corpus.documents() {
        for paragraph in &document.paragraphs {
            let words: Vec<&str> = paragraph.text.split_whitespace().map(|w| w.trim_matches('"')).collect();
            for run in words.chunks(16).filter(|run| run.len() == 16) {
                // One word in five is another, and two have changed places.
                let mut said: Vec<&str> =
                    run.iter().enumerate().map(|(at, w)| if at % 5 == 3 { "perhaps" } else { w }).collect();
                said.swap(8, 9);
                let said = said.join(" ").replace(['-', '(', ')', '“', '”', '"', ':'], " ");
                let results = search(&said);
                let first = results.hits.first().map(|hit| corpus.paragraph_at(hit.place).unwrap().1);
                assert_eq!(first.map(|first| &first.text), Some(&paragraph.text), "{said}");
            }
        }
    }
}

/// What researchers ask for, in every part of the language.
pub(crate) const QUERIES: [&str; 60] = [
    "cyber",
    "cyberspace",
    "cyber space",
    "\"cyber space\"",
    "cyber-space",
    "behaviour",
    "behavior",
    "=behavior",
    "\"behaviour\"",
    "norms",
    "norm",
    "state",
    "states",
    "=\"states\"",
    "state behaviour",
    "\"state behavior\"",
    "\"responsible state behaviour\"",
    "international law",
    "\"international law\"",
    "law NEAR/3 international",
    "\"international law\" NEAR/10 cyberspace",
    "\"law international\"~4",
    "(state OR states) NEAR/2 actors",
    "critical infrastructure",
    "\"critical infrastructure\"",
    "infra*",
    "democra*",
    "cyber*",
    "\"cyber secur*\"",
    "attack",
    "cyberattack",
    "cyber-attack",
    "cyber attacks",
    "denial-of-service",
    "G7",
    "G7 partners",
    "UN GGE",
    "ICT",
    "ICTs",
    "election OR elections",
    "Russia OR Russian",
    "Russia -election",
    "cyber NOT security",
    "-cyber",
    "cyber year:2017",
    "cyber year:2016..2018",
    "kind:press-report",
    "threat -(state OR states)",
    "(cyber OR digital) security",
    "the",
    "the of",
    "human rights",
    "resilience",
    "malicious",
    "malicious attribution",
    "hacking zebra cyber",
    "trust AND confidence",
    "lucca",
    "\"all states\"",
    "countermeasures",
];

#[test]
fn hits_marks_lines_and_counts_agree_for_sixty_queries() {
    let (corpus, _) = &*ARCHIVE;
    for query in QUERIES {
        agree(query, Matching::All);
        let results = search(query);
        let met: usize = results.hits.iter().map(|hit| hit.stretches.len()).sum();
        let lines = concordance(corpus, &results.hits, LineOrder::Left);
        assert_eq!(lines.len(), met, "{query}");
        assert!(lines.iter().all(|line| !line.marks.is_empty()), "{query}");
        for facet in results.facets.iter().take(2) {
            let counted: usize = facet.values.iter().map(|value| value.count).sum();
            assert_eq!(counted, results.total, "every hit of {query} has one {:?}", facet.name);
        }
    }
}

#[test]
fn notices_say_the_query_better() {
    let better = |query: &str| search(query).notices[0].suggestion.clone().unwrap();
    assert_eq!(better("norms w/5 states"), "norms NEAR/5 states");
    assert_eq!(better("\"norms states\" ~5 x"), "\"norms states\"~5 x");
    assert_eq!(better("cyber year:2016–2018 law"), "cyber year:2016..2018 law");
    assert_eq!(better("“cyber norms"), "“cyber norms\"");
    for query in ["norms w/5 states", "cyber year:2016–2018 law", "\"cyber norms"] {
        assert_eq!(found(&better(query)), found(query));
        assert!(search(&better(query)).notices.is_empty());
    }
}

#[test]
fn the_page_opens_with_the_query_in_words() {
    let said = |query: &str| search(query).understood_as;
    assert_eq!(
        said("norms NEAR/8 behaviour year:2016..2018 -ransomware"),
        "Paragraphs containing “norms” within 8 words of “behaviour”, 2016–2018, without “ransomware”"
    );
    assert_eq!(said("cyber (law OR norms)"), "Paragraphs containing “cyber” and (“law” or “norms”)");
    assert_eq!(said("=cyber democra*"), "Paragraphs containing exactly “cyber” and words beginning with “democra”");
    for (left_out, as_well) in
        [("kind:banana", "kind “banana”"), ("document:nope", "document “nope”"), ("year:x", "year “x”")]
    {
        let expected = format!("Paragraphs containing “law”, {as_well} (left out)");
        assert_eq!(said(&format!("law {left_out}")), expected);
    }
    assert_eq!(ask("cyber law", Matching::Any).understood_as, "Paragraphs containing any of “cyber” or “law”");
    for (query, expected) in [
        ("-cyber", "without “cyber”"),
        ("-cyber -law", "without “cyber” and without “law”"),
        ("-cyber OR law", "without “cyber”, or containing “law”"),
        ("-cyber OR -law", "without “cyber”, or without “law”"),
        ("-(cyber OR law)", "without (“cyber” or “law”)"),
        ("(law -cyber) OR state", "(containing “law”, without “cyber”), or containing “state”"),
        ("state (-cyber OR law)", "containing “state”, and (without “cyber”, or containing “law”)"),
        ("year:2017 law", "containing “law”, 2017"),
        ("=law* \"cyber *\"", "containing exactly “law” and exactly “cyber”"),
        ("(year:2017 kind:press-report) OR law", "(2017, kind “Press report”), or containing “law”"),
        ("cyber OR law", "containing “cyber” or “law”"),
        ("state NEAR/3 law", "containing “state” within 3 words of “law”"),
        ("\"state law\"~3", "containing “state” within 3 words of “law” in no other word form"),
    ] {
        assert_eq!(said(query), format!("Paragraphs {expected}"), "{query}");
    }
}

#[test]
fn candidates_hold_every_paragraph_that_has_the_quotation() {
    let (corpus, index) = &*ARCHIVE;
    for (place, document) in corpus.places() {
        for (number, paragraph) in document.paragraphs.iter().enumerate() {
            let folded = Folded::new(&paragraph.text);
            let all: Vec<&str> = words(&folded).map(|word| word.folded).collect();
            for run in [&all[..], &all[all.len() / 3..], &all[..all.len().min(5)]] {
                let first = index.in_a_row(run);
                let own = first.iter().position(|found| (found.document, found.paragraph) == (place, number));
                assert!(own.is_some(), "{}/p/{} has {run:?}", document.id, paragraph.number);
            }
            // Every third word misremembered, and the paragraph still is the best.
            let wrong: Vec<&str> =
                all.iter().enumerate().map(|(at, w)| if at % 3 == 1 { "zebra" } else { w }).collect();
            if all.len() > 8 {
                let best = index.alike(&wrong, &[], 3)[0];
                assert_eq!((best.document, best.paragraph), (place, number), "{}", paragraph.text);
            }
        }
    }
    for words in [&[][..], &["zebra", "zebras"]] {
        assert!(index.in_a_row(words).is_empty() && index.alike(words, &[], 3).is_empty());
    }
}

#[test]
fn concordance_lines_marks_and_spans_agree() {
    let (corpus, _) = &*ARCHIVE;
    for query in ["cyber", "behaviour", "\"critical infrastructure\"", "law OR international", "democra*", "states"] {
        let results = search(query);
        let spans: usize = results.hits.iter().map(|hit| hit.spans.len()).sum();
        let lines = concordance(corpus, &results.hits, LineOrder::Right);
        assert_eq!(lines.len(), spans, "{query}");
        for line in &lines {
            let text = &corpus.paragraph_at(line.place).unwrap().1.text;
            assert!(text.contains(&format!("{}{}{}", line.left, line.keyword, line.right)));
        }
        let neighbours: usize = right_neighbours(&lines).iter().map(|(_, count)| count).sum();
        assert_eq!(neighbours, lines.iter().filter(|line| line.right.chars().any(char::is_alphanumeric)).count());
    }
    let hits = search("cyber").hits;
    let first = |line: &ConcordanceLine<'_>| line.right.trim_start().to_lowercase();
    assert!(concordance(corpus, &hits, LineOrder::Right).is_sorted_by_key(|line| {
        first(line).split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).map(str::to_owned)
    }));
    let last = |line: &ConcordanceLine<'_>| line.left.trim_end().rsplit(' ').next().map(str::to_lowercase);
    assert!(concordance(corpus, &hits, LineOrder::Left).is_sorted_by_key(last));
}

#[test]
fn every_place_where_a_query_is_met_is_one_line_with_all_its_parts() {
    let (corpus, _) = &*ARCHIVE;
    for (query, parts) in [
        ("responsible state behaviour", &["respons", "state", "behavio"][..]),
        ("international law", &["international", "law"]),
        ("\"international law\" states", &["international law", "state"]),
        ("malicious cyber activity", &["malicious", "cyber", "activit"]),
        ("norms NEAR/5 voluntary", &["norm", "voluntary"]),
        ("(norms OR rules) states", &["state"]),
        ("peace* security", &["peace", "secur"]),
    ] {
        let hits = search(query).hits;
        let lines = concordance(corpus, &hits, LineOrder::Found);
        let spans: usize = hits.iter().map(|hit| hit.spans.len()).sum();
        assert!(hits.len() <= lines.len() && lines.len() < spans, "{query}: {} of {spans}", lines.len());
        for line in &lines {
            let keyword = line.keyword.to_lowercase();
            assert!(parts.iter().all(|part| keyword.contains(part)), "{query}: {keyword}");
        }
    }
    let keywords = |query: &str| -> Vec<String> {
        let lines = concordance(corpus, &search(query).hits, LineOrder::Date);
        lines.iter().map(|line| line.keyword.to_lowercase()).collect()
    };
    let met = keywords("responsible state behaviour");
    assert_eq!(met.iter().filter(|keyword| *keyword == "responsible state behavior").count(), 3, "{met:?}");
    assert_eq!(keywords("="), Vec::<String>::new());
}

#[test]
fn a_line_begins_and_ends_with_whole_words_and_no_sign_alone() {
    let (corpus, _) = &*ARCHIVE;
    for query in ["cyber", "states", "\"international law\"", "the", "and", "of"] {
        for line in concordance(corpus, &search(query).hits, LineOrder::Found) {
            let text = &corpus.paragraph_at(line.place).unwrap().1.text;
            let from = line.span.start - line.left.len();
            let to = line.span.end + line.right.len();
            let open = |character: char| character.is_alphanumeric() || "-’'".contains(character);
            assert!(!text[..from].ends_with(open), "{line:?}");
            assert!(to == text.len() || text[to..].starts_with(char::is_whitespace), "{line:?}");
            let ends = [line.left.split_whitespace().next(), line.right.split_whitespace().next_back()];
            let cut = [from > 0, to < text.len()];
            for (end, _) in ends.into_iter().zip(cut).filter(|(_, cut)| *cut) {
                assert!(end.is_none_or(|end| end.contains(char::is_alphanumeric)), "{line:?}");
            }
        }
    }
}

#[test]
fn suggestions_complete_words_and_know_titles() {
    let (corpus, index) = &*ARCHIVE;
    let suggestions = index.suggest(corpus, "critical infras", 8);
    assert_eq!(suggestions[0].query, "critical infrastructure");
    let titled = index.suggest(corpus, "ise-sh", 8);
    assert!(titled.iter().any(|suggestion| matches!(suggestion.what, Suggested::Title(_))), "{titled:?}");
    assert!(index.suggest(corpus, "", 8).is_empty());
}

fn query() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "cyber",
        "state",
        "states",
        "the",
        "of",
        "law",
        "international",
        "behaviour",
        "behavior",
        "norms",
        "zebra",
        "cyberspace",
        "space",
        "security",
        "responsible",
        "democra*",
        "cyber-attack",
        "critical",
        "infrastructure",
        "G7",
        "year:2017",
        "kind:press-report",
        "year:2018",
        "\"cyber space\"",
        "\"critical infrastructure\"",
        "=state",
        "\"state behavior\"",
        "\"law international\"~3",
        "sec*",
    ]);
    let joint =
        prop::sample::select(vec![" ", " ", " OR ", " NEAR/3 ", " -", " NOT ", " AND ", " (", ") ", " NEAR/0 "]);
    prop::collection::vec((word, joint), 1..7)
        .prop_map(|parts| parts.into_iter().map(|(word, joint)| format!("{word}{joint}")).collect())
}

#[test]
fn a_word_in_a_chain_of_near_is_corrected_once() {
    let better = search("cyber NEAR/3 atribution NEAR/3 state").did_you_mean;
    assert_eq!(better, ["cyber NEAR/3 attribution NEAR/3 state"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn a_paragraph_is_a_hit_exactly_when_it_has_the_spans_its_query_needs(query in query()) {
        agree(&query, Matching::All);
        agree(&query, Matching::Any);
    }

    #[test]
    fn whatever_is_typed_is_answered(query in "\\PC{0,80}") {
        agree(&query, Matching::All);
    }
}
