//! Promises about what the corpus holds: nothing in it is wrong, doubled, unused or mixed up.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use g7cyber::corpus::{Corpus, Document, Files, Kind, Level, check, load};

use crate::support::{root, shared};

fn corpus() -> Corpus {
    load(&Files::Directory(root().join("corpus"))).expect("the corpus is right")
}

/// Returns the values that stand more than once.
fn doubled<T: Ord>(values: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut seen = BTreeSet::new();
    let mut doubled = BTreeSet::new();
    for value in values {
        if seen.contains(&value) {
            doubled.insert(value);
        } else {
            seen.insert(value);
        }
    }
    doubled
}

/// Fails unless the documents name exactly the ids of a vocabulary.
#[track_caller]
fn all_used<'a>(named: impl Iterator<Item = &'a str>, listed: impl Iterator<Item = &'a str>) {
    assert_eq!(named.collect::<BTreeSet<_>>(), listed.collect());
}

#[test]
fn the_corpus_has_nothing_to_put_right() {
    let problems: Vec<String> =
        check(&Files::Directory(root().join("corpus"))).iter().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

#[test]
fn two_documents_have_their_text_and_the_rest_say_so() {
    let corpus = corpus();
    let held: Vec<(String, usize)> = corpus
        .documents()
        .iter()
        .filter(|document| document.held())
        .map(|document| (document.id.to_string(), document.paragraphs.len()))
        .collect();
    let expected = [("2017-the-hill-lucca-report", 15), ("2018-ise-shima-cyber-group-report", 12)];
    assert_eq!(held, expected.map(|(id, paragraphs)| (id.to_owned(), paragraphs)));
    for document in corpus.documents() {
        assert_eq!(document.held(), document.source.is_some(), "{}", document.id);
    }
}

#[test]
fn the_press_report_is_corrected_in_the_open() {
    let corpus = corpus();
    let report = corpus.documents().iter().find(|document| document.kind == Kind::PressReport).expect("it is held");
    let corrected: Vec<u32> = report
        .paragraphs
        .iter()
        .filter(|paragraph| !paragraph.corrections().is_empty())
        .map(|paragraph| paragraph.number.get())
        .collect();
    assert_eq!(corrected, [6]);
    let paragraph = &report.paragraphs[5];
    assert!(paragraph.text.ends_with("candidacy of Democratic Hillary Clinton."));
    assert!(paragraph.corrections().iter().all(|correction| correction.note.is_some()));
    assert!(report.paragraphs[1].text.starts_with("declaration issued"), "the lost word is not guessed");
}

#[test]
fn short_titles_tell_documents_apart() {
    let corpus = corpus();
    let names = corpus.documents().iter().map(|document| document.name().to_lowercase());
    assert_eq!(doubled(names), BTreeSet::new());
    assert!(corpus.documents().iter().all(|document| document.short_title.is_some()));
}

#[test]
fn relations_are_stored_once() {
    let corpus = corpus();
    let types = &corpus.vocabulary().relations;
    let mut both_ends = Vec::new();
    for document in corpus.documents() {
        for relation in &document.relations {
            let kind = types.iter().find(|kind| kind.id == relation.kind).expect("a relation has a listed type");
            let here = document.id.to_string();
            let there = relation.target.to_string();
            if kind.inverse == kind.id && there < here {
                both_ends.push((there, kind.id.clone(), here));
            } else {
                both_ends.push((here, kind.id.clone(), there));
            }
        }
    }
    assert_eq!(doubled(both_ends), BTreeSet::new());
    let ids = types.iter().map(|kind| &kind.id);
    let inverses = types.iter().filter(|kind| kind.inverse != kind.id).map(|kind| &kind.inverse);
    assert_eq!(doubled(ids.chain(inverses)), BTreeSet::new(), "a type has one id for either end");
}

#[test]
fn vocabularies_list_what_documents_name_and_no_more() {
    let corpus = corpus();
    let vocabulary = corpus.vocabulary();
    let documents = || corpus.documents().iter();
    let ids = |many: fn(&Document) -> &Vec<String>| documents().flat_map(move |document| many(document).iter());
    all_used(ids(|document| &document.topics).map(String::as_str), vocabulary.topics.iter().map(|term| &*term.id));
    all_used(
        ids(|document| &document.cites).map(String::as_str),
        vocabulary.instruments.iter().map(|entry| &*entry.id),
    );
    all_used(
        documents().filter_map(|document| document.forum.as_deref()),
        vocabulary.forums.iter().map(|term| &*term.id),
    );
    all_used(documents().map(|document| document.kind.id()), vocabulary.kinds.iter().map(|term| &*term.id));
    all_used(
        documents().flat_map(|document| &document.relations).map(|relation| &*relation.kind),
        vocabulary.relations.iter().map(|kind| &*kind.id),
    );
    let names = vocabulary.instruments.iter().flat_map(|entry| entry.aliases.iter().chain([&entry.name]));
    assert_eq!(doubled(names.map(|name| name.to_lowercase())), BTreeSet::new(), "a name means one instrument");
}

#[test]
fn what_search_joins_by_itself_has_one_meaning() {
    let corpus = corpus();
    let joined = |level: Level| matches!(level, Level::Spelling | Level::Plural);
    let groups = corpus.variants().groups.iter().filter(|group| joined(group.level));
    let forms = groups.flat_map(|group| &group.forms).map(|form| form.to_lowercase());
    assert_eq!(doubled(forms), BTreeSet::new());
}

#[test]
fn what_must_never_be_merged_shares_no_group() {
    let corpus = corpus();
    let apart = [
        ("Budapest Convention", "UN cybercrime convention"),
        ("Ise-Shima Cyber Group", "Cybersecurity Working Group"),
        ("Cybersecurity Working Group", "Cyber Expert Group"),
        ("Cyber Norm Initiative", "critical national infrastructure"),
        ("declaration", "statement"),
        ("encryption", "crypto"),
        ("G7", "G8"),
    ];
    for (one, other) in apart {
        let both = corpus.variants().groups.iter().find(|group| {
            let has = |form: &str| group.forms.iter().any(|candidate| candidate == form);
            has(one) && has(other)
        });
        assert_eq!(both, None, "{one}, {other}");
    }
}

#[test]
fn every_entry_of_the_catalogue_is_known() {
    let Some(shared) = shared() else { return };
    let catalogue = fs::read_to_string(shared.join("facts/catalogue.json")).expect("the catalogue is there");
    let catalogue: serde_json::Value = serde_json::from_str(&catalogue).expect("the catalogue is JSON");
    let entries = catalogue["documents"].as_array().expect("the catalogue lists documents");
    let corpus = corpus();
    let known: BTreeMap<String, &Document> =
        corpus.documents().iter().map(|document| (document.id.to_string(), document)).collect();
    for entry in entries {
        let text = |key: &str| entry[key].as_str().unwrap_or_default();
        let document = known.get(text("id")).unwrap_or_else(|| panic!("{} is missing", text("id")));
        assert_eq!((&*document.title, &*document.date.to_string()), (text("title"), text("date")));
        assert_eq!(document.presidency.as_deref(), Some(text("presidency")), "{}", document.id);
        let addresses = entry["sources"].as_array().expect("an entry lists addresses");
        for address in addresses.iter().filter_map(|address| address["url"].as_str()) {
            assert!(document.official.iter().any(|official| official.url == address), "{}: {address}", document.id);
        }
    }
    assert_eq!(known.len(), entries.len() + 1, "the press report is the only one of our own");
}
