//! The order of hits: words as typed, together and in order, then near each other, then scattered; and words as typed
//! before their forms.

use std::collections::BTreeSet;

use g7cyber::corpus::Corpus;
use g7cyber::search::{Index, Matched, Matching, Request, Sort};

use crate::desk::Desk;
use crate::search::{ask, found, names};
use crate::support::root;

/// A word that describes another, that other, and a form of it.
const THEMES: [[&str; 3]; 12] = [
    ["critical", "infrastructure", "infrastructures"],
    ["armed", "conflict", "conflicts"],
    ["digital", "economy", "economies"],
    ["trusted", "partner", "partners"],
    ["ballot", "box", "boxes"],
    ["foreign", "ministry", "ministries"],
    ["malicious", "actor", "actors"],
    ["open", "crisis", "crises"],
    ["peaceful", "purpose", "purposes"],
    ["sovereign", "country", "countries"],
    ["regional", "agreement", "agreements"],
    ["voluntary", "norm", "norms"],
];

/// So many words are more than are between what is near.
const FAR: &str = "while much was said about other matters that day by those who came from far away and then";

/// Returns the paragraphs about a theme, named `a` to `f`; what is to stand last has the words most often.
fn paragraphs([describing, word, form]: [&str; 3]) -> String {
    let scattered = |word: &str| format!("{word} {FAR} {describing} {FAR} {word} {FAR} {describing}.");
    [
        format!("{FAR} {FAR} there was one {describing} {word} among all that they had in mind, {FAR}."),
        format!("{FAR} they had in mind some {describing} {form} among all, {FAR}."),
        format!("{FAR} a {word} that is {describing} came up, {FAR}."),
        format!("{FAR} those {form}, all {describing}, came up."),
        scattered(word),
        scattered(form),
    ]
    .join("\n\n")
}

struct Library {
    corpus: Corpus,
    index: Index,
}

impl Library {
    fn of(texts: &[String]) -> Self {
        let desk = Desk::new();
        std::fs::copy(root().join("corpus/variants.toml"), desk.root().join("variants.toml")).unwrap();
        for (number, text) in texts.iter().enumerate() {
            desk.write(&format!("20{number:02}-text"), &format!("{text}\n"));
        }
        let corpus = desk.load();
        let index = Index::build(&corpus).unwrap();
        Self { corpus, index }
    }

    /// Returns the hits of a query in their order, each the letter of its paragraph.
    fn hits(&self, query: &str, matching: Matching) -> String {
        let request = Request { query: query.to_owned(), matching, limit: 100, ..Request::default() };
        let hits = self.index.search(&self.corpus, &request).hits;
        hits.iter().map(|hit| char::from(b'a' + u8::try_from(hit.place.paragraph).unwrap())).collect()
    }

    /// Checks that hits come in groups; in what order those of one group come is not told.
    #[track_caller]
    fn check(&self, query: &str, groups: &str) {
        let hits = self.hits(query, Matching::All);
        let mut rest = hits.as_str();
        for group in groups.split(' ') {
            let (own, others) = rest.split_at_checked(group.len()).unwrap_or((rest, ""));
            let sorted = |letters: &str| letters.chars().collect::<BTreeSet<char>>();
            assert_eq!(sorted(own), sorted(group), "`{query}`: {hits} for {groups}");
            rest = others;
        }
        assert_eq!(rest, "", "`{query}`: {hits} for {groups}");
    }
}

#[test]
fn words_as_typed_together_come_first_then_near_then_scattered() {
    let library = Library::of(&THEMES.map(paragraphs));
    for [describing, word, form] in THEMES {
        library.check(&format!("{describing} {word}"), "a b c d e f");
        library.check(&format!("{describing} {form}"), "b a d c f e");
        library.check(&format!("{word} {describing}"), "ac bd e f");
        library.check(word, "ace bdf");
        library.check(form, "bdf ace");
        library.check(&format!("\"{describing} {word}\""), "a");
        library.check(&format!("{describing} ={word}"), "a c e");
    }
}

#[test]
fn another_spelling_is_as_good_as_the_typed_one() {
    let text = [
        "Norms of responsible state behavior, of which much was said.",
        "Norms of state of behaviour: it is responsible, responsible, and so is the state.",
        "One responsible state has a behaviour.",
        &format!("Behaviour {FAR} responsible {FAR} state behaviour."),
        "Responsible states' behaviours and responses.",
        "A response of the state to behaviour.",
    ];
    let library = Library::of(&[text.join("\n\n")]);
    for spelling in ["behaviour", "behavior"] {
        library.check(&format!("responsible state {spelling}"), "a e bc d");
        library.check(&format!("state {spelling}"), "ad e bcf");
        library.check(&format!("norms of responsible state {spelling}"), "a b");
        library.check(&format!("={spelling}"), if spelling == "behavior" { "a" } else { "bcdf" });
    }
    let library = Library::of(&[[
        "Cyber space is new, and it is cyber, and there is space.",
        "A new cyberspace.",
        "Space that is new, and cyber too.",
    ]
    .join("\n\n")]);
    library.check("cyber space", "ab c");
    library.check("new cyberspace", "b a");
    library.check("new cyber space", "b ac");
}

#[test]
fn phrases_of_the_held_texts_come_first() {
    let phrases = [
        "responsible state behavior",
        "international law",
        "existing international law",
        "confidence building measures",
        "use of ICTs",
        "state behavior in cyberspace",
        "self-defense",
        "human rights and fundamental freedoms",
        "rule of law",
        "foreign ministers",
        "peace and security",
        "Group of Governmental Experts",
    ];
    let mut tried = 0;
    for phrase in phrases {
        let together = found(&format!("\"{phrase}\""));
        let results = ask(phrase, Matching::All);
        if together.is_empty() || results.matched != Matched::All {
            continue;
        }
        tried += 1;
        let first: BTreeSet<String> = names_in_order(phrase).into_iter().take(together.len()).collect();
        assert_eq!(first, together, "{phrase}");
        assert!(names(&results).is_superset(&together), "{phrase}");
    }
    assert!(tried >= 8, "{tried}");
}

fn names_in_order(query: &str) -> Vec<String> {
    let mut results = ask(query, Matching::All);
    let hits = std::mem::take(&mut results.hits);
    let each = hits.into_iter().map(|hit| {
        results.hits = vec![hit];
        names(&results).into_iter().next().unwrap()
    });
    each.collect()
}

#[test]
fn where_any_part_is_enough_the_whole_quotation_comes_first() {
    let library = Library::of(&[[
        "We decide to act, and we act on norms, norms, norms and law, law, law.",
        "It is said here, at some length and in other words, that the law of norms is to be kept by all of us.",
        "Other law.",
    ]
    .join("\n\n")]);
    assert_eq!(library.hits("the law of norms", Matching::Any), "bac");
    assert_eq!(library.hits("zebras and the law of norms", Matching::Any), "bac");
}

#[test]
fn a_quotation_with_a_wrong_and_a_missing_word_comes_first() {
    let library = Library::of(&[[
        "Zebras are early, regional zebras share zebras; early, early bodies share bodies, regional as regional zebras.",
        "It is said here, at some length and in other words, that lessons which regional bodies learn are shared early.",
        "Zebras.",
    ]
    .join("\n\n")]);
    for matching in [Matching::Any, Matching::All] {
        assert_eq!(library.hits("lessons regional bodies zebras are shared early", matching).get(..1), Some("b"));
    }
}

#[test]
fn where_any_part_is_enough_a_word_of_the_title_counts_as_one_in_the_text() {
    let desk = Desk::new();
    for (id, title, text) in [
        ("2001-a", "On zebras", "Lions are here, and here are others of many kinds and places."),
        ("2002-b", "On giraffes", "Lions, lions, lions, lions."),
        ("2003-c", "On giraffes", "Lions and zebras are here, zebras and lions, and zebras again."),
        ("2004-d", "On others", "Zebras are here, and here are others of many kinds and places."),
    ] {
        let head = format!("title = \"{title}\"\nkind = \"report\"\ndate = \"{}\"\nissuer = \"G7\"", &id[..4]);
        let file = format!("+++\n{head}\nlanguage = \"en\"\n+++\n{text}\n");
        std::fs::write(desk.root().join(format!("documents/{id}.md")), file).unwrap();
    }
    let corpus = desk.load();
    let index = Index::build(&corpus).unwrap();
    for query in ["lions zebras", "lions \"zebras\"", "lions zebras -unicorns", "lions zebra", "(lions OR gnus) zebras"]
    {
        let request = Request { query: query.into(), matching: Matching::Any, limit: 9, ..Request::default() };
        let hits = index.search(&corpus, &request).hits;
        let found: Vec<&str> = hits.iter().map(|hit| corpus.at(hit.place.document).unwrap().id.as_str()).collect();
        assert_eq!(found[..2], ["2003-c", "2001-a"], "{query}: {found:?}");
        assert_eq!(found.len(), 4, "{query}: {found:?}");
    }
}

#[test]
fn the_order_is_the_same_on_every_page() {
    let texts: Vec<String> = (0..40).map(|_| paragraphs(THEMES[0])).collect();
    let library = Library::of(&texts);
    for (query, matching) in [("critical infrastructure", Matching::All), ("infrastructures that", Matching::Any)] {
        let page = |offset, limit| {
            let query = query.to_owned();
            let request = Request { query, matching, offset, limit, sort: Sort::Relevance, ..Request::default() };
            let hits = library.index.search(&library.corpus, &request).hits;
            hits.iter().map(|hit| hit.place).collect::<Vec<_>>()
        };
        let all = page(0, 1000);
        assert_eq!(all.len(), 240, "more than are put in order");
        let pages: Vec<_> = (0..24).flat_map(|number| page(number * 10, 10)).collect();
        assert_eq!(pages, all, "{query}");
    }
}
