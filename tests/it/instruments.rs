//! Which paragraph cites which instrument: against what people read off the texts, and what an editor can do wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use g7cyber::corpus::{self, Corpus, Files, Problem, Weight};

use crate::desk::{Desk, told};
use crate::site::{ask, get, over};
use crate::support::{root, shared, skip};

/// A paragraph by its address without a slash, and the id of an instrument.
type Pair = (String, String);

/// Returns what paragraphs cite, each with how it is known.
fn cited(corpus: &Corpus) -> BTreeMap<Pair, BTreeSet<&'static str>> {
    let mut cited: BTreeMap<Pair, BTreeSet<&'static str>> = BTreeMap::new();
    for document in corpus.documents() {
        for mention in &document.mentions {
            let paragraph = &document.paragraphs[mention.paragraph()];
            assert!(paragraph.text.get(mention.words()).is_some_and(|words| !words.is_empty()), "{mention:?}");
            let instrument = &corpus.vocabulary().instruments[mention.instrument()].id;
            let pair = (format!("{}/p/{}", document.id, paragraph.number), instrument.clone());
            cited.entry(pair).or_default().insert(mention.how.id());
        }
    }
    cited
}

/// Returns the rows of a list of annotations, the head left out.
fn rows(file: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(root().join("tests/fixtures/instruments").join(file)).unwrap();
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

fn shares(label: &str, found: &BTreeSet<Pair>, meant: &BTreeSet<Pair>) -> (f64, f64) {
    let right = found.intersection(meant).count() as f64;
    let (precision, recall) = (right / found.len() as f64, right / meant.len() as f64);
    println!("{label}: {} found, {} meant, precision {precision:.3}, recall {recall:.3}", found.len(), meant.len());
    (precision, recall)
}

#[test]
fn the_held_texts_cite_what_a_reader_found_in_them() {
    let corpus = corpus::load(&Files::Embedded).unwrap();
    let cited = cited(&corpus);
    let meant =
        rows("held.csv").into_iter().map(|row| ((format!("{}/p/{}", row[0], row[1]), row[2].clone()), row[3].clone()));
    let meant: BTreeMap<Pair, String> = meant.collect();
    let found: BTreeMap<Pair, String> =
        cited.into_iter().map(|(pair, how)| (pair, how.first().unwrap().to_string())).collect();
    assert_eq!(found, meant);
    // By texts, as the archive's list of a document has them: how far names alone go.
    let of_texts = |is_wanted: &dyn Fn(&str) -> bool| -> BTreeSet<Pair> {
        let wanted = found.iter().filter(|(_, how)| is_wanted(how));
        wanted.map(|((paragraph, id), _)| (paragraph.split('/').next().unwrap().to_owned(), id.clone())).collect()
    };
    let (precision, recall) = shares("both texts, by names", &of_texts(&|how| how == "name"), &of_texts(&|_| true));
    assert!(precision == 1.0 && recall >= 0.8);
}

/// A corpus of one text with these paragraphs, the instruments and what was recorded.
fn desk(instruments: &str, citations: &str, paragraphs: &[&str]) -> Desk {
    let desk = Desk::new();
    desk.write("2001-x", &paragraphs.iter().map(|text| format!("{text}\n\n")).collect::<String>());
    fs::write(desk.root().join("instruments.toml"), instruments).unwrap();
    fs::write(desk.root().join("citations.toml"), citations).unwrap();
    desk
}

fn problems(desk: &Desk) -> Vec<Problem> {
    corpus::check(&Files::Directory(desk.root().to_owned()))
}

#[test]
fn shapes_that_lead_astray_do_not() {
    let file = fs::read_to_string(root().join("tests/fixtures/instruments/made-up.toml")).unwrap();
    let file: toml::Table = file.parse().unwrap();
    let instruments = toml::Table::from_iter([("instrument".to_owned(), file["instrument"].clone())]).to_string();
    let cases: Vec<_> = file["case"].as_array().unwrap().iter().collect();
    let texts: Vec<&str> = cases.iter().map(|case| case["text"].as_str().unwrap()).collect();
    let corpus = desk(&instruments, "", &texts).load();
    let cited = cited(&corpus);
    for (case, number) in cases.iter().zip(1..) {
        let of = |((paragraph, id), _): (&Pair, _)| (*paragraph == format!("2001-x/p/{number}")).then(|| id.clone());
        let found: BTreeSet<String> = cited.iter().filter_map(of).collect();
        let meant = case["names"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect();
        assert_eq!(found, meant, "{}", case["text"]);
    }
}

#[test]
fn a_resolution_of_another_hand_cites_what_a_reader_found_in_it() {
    let Some(shared) = shared() else { return };
    let Ok(expected) = fs::read(shared.join("imports/expected/un-resolution-80-107.pdf.json")) else {
        return skip("the resolution is not there");
    };
    let expected: serde_json::Value = serde_json::from_slice(&expected).unwrap();
    let blocks = expected["blocks"].as_array().unwrap().iter();
    let texts: Vec<&str> = blocks
        .filter(|block| matches!(block["kind"].as_str(), Some("paragraph" | "item")))
        .map(|block| block["text"].as_str().unwrap())
        .collect();
    let sea = "United Nations Convention on the Law of the Sea";
    let long = format!(
        "Agreement under the {sea} on the Conservation and Sustainable Use of Marine Biological Diversity of Areas beyond National Jurisdiction"
    );
    let instrument =
        |id: &str, name: &str, more: &str| format!("[[instrument]]\nid = \"{id}\"\nname = \"{name}\"\n{more}\n");
    let mut instruments = [
        instrument("law-of-the-sea-convention", sea, ""),
        instrument("biodiversity-agreement", &long, "part_of = \"law-of-the-sea-convention\""),
        instrument("united-nations", "United Nations", ""),
        instrument(
            "preparatory-commission",
            &format!("Preparatory Commission for the Entry into Force of the {long} and the Convening of the First Meeting of the Conference of the Parties to the Agreement"),
            "aliases = [\"Preparatory Commission\"]\ncapitals = true\npart_of = [\"biodiversity-agreement\", \"conference-of-the-parties\"]",
        ),
        instrument("conference-of-the-parties", "Conference of the Parties to the Agreement", "aliases = [\"Conference of the Parties\"]"),
        instrument("decision-78-560", "decision 78/560", ""),
    ]
    .concat();
    for number in ["72/249", "69/292", "77/321", "78/272", "79/271"] {
        let id = format!("resolution-{}", number.replace('/', "-"));
        instruments.push_str(&instrument(
            &id,
            &format!("resolution {number}"),
            &format!("symbols = [\"A/RES/{number}\"]"),
        ));
    }
    let said = |number: &str, instrument: &str| {
        let words = match (instrument, number) {
            ("preparatory-commission", _) => "the preparatory commission",
            (_, "2") => "an international legally binding instrument",
            _ => "the Agreement",
        };
        format!("[[cite]]\nparagraph = \"2001-x/p/{number}\"\nwords = \"{words}\"\ninstrument = \"{instrument}\"\n")
    };
    let rows = rows("resolution.csv");
    let recorded: String = rows.iter().filter(|row| row[2] == "recorded").map(|row| said(&row[0], &row[1])).collect();
    let pairs = |is_wanted: &dyn Fn(&str) -> bool| -> BTreeSet<Pair> {
        let wanted = rows.iter().filter(|row| is_wanted(&row[2]));
        wanted.map(|row| (format!("2001-x/p/{}", row[0]), row[1].clone())).collect()
    };
    let found = |citations: &str| -> BTreeSet<Pair> {
        cited(&desk(&instruments, citations, &texts).load()).into_keys().collect()
    };
    let by_names = found("");
    let (precision, recall) = shares("paragraphs of the resolution, by names", &by_names, &pairs(&|_| true));
    assert!(precision == 1.0 && recall > 0.6, "a bare \"the Agreement\" is no name");
    assert_eq!(by_names, pairs(&|how| how == "name"));
    let ids = |pairs: BTreeSet<Pair>| -> BTreeSet<String> { pairs.into_iter().map(|(_, id)| id).collect() };
    assert_eq!(ids(by_names), ids(pairs(&|_| true)), "names alone tell all instruments of the text");
    assert_eq!(found(&recorded), pairs(&|_| true));
}

const PACT: &str = "[[instrument]]\nid = \"pact\"\nname = \"Cable Pact\"\n";

#[track_caller]
fn check(instruments: &str, citations: &str, expected: &[&str]) {
    let desk = desk(instruments, "", &["The Cable Pact of the sea.", "It met; the said pact stands."]);
    desk.publish("2020-01-01", &[], None);
    fs::write(desk.root().join("citations.toml"), citations).unwrap();
    let all = problems(&desk);
    // A made-up text has no source, and its corpus no lists.
    let told: Vec<String> = all
        .iter()
        .filter(|problem| matches!(problem.file.as_str(), "citations.toml" | "instruments.toml"))
        .map(ToString::to_string)
        .collect();
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    for (told, expected) in told.iter().zip(expected) {
        assert!(told.contains(expected), "{told}\nlacks\n{expected}");
    }
}

fn cite(paragraph: &str, words: &str, instrument: &str) -> String {
    format!(
        "[[cite]]\nparagraph = \"{paragraph}\"\nwords = \"{words}\"\ninstrument = \"{instrument}\"\nhow = \"read\"\n"
    )
}

#[test]
fn what_is_recorded_is_proved() {
    check(PACT, &cite("2001-x/p/2", "the said pact", "pact"), &[]);
    check(PACT, &cite("/2001-x/p/2", "The said PACT", "pact"), &[]);
    check(PACT, &cite("2001-x/p/3", "the said pact", "pact"), &["citations.toml:1: `2001-x/p/3` was never published"]);
    check(PACT, &cite("2002-y/p/1", "the said pact", "pact"), &["`2002-y/p/1` was never published"]);
    check(
        PACT,
        &cite("2001-x/p/1", "the said pact", "pact"),
        &["the words `the said pact` do not stand in `2001-x/p/1`"],
    );
    check(PACT, &cite("2001-x/p/2", "said pac", "pact"), &["do not stand"]);
    check(PACT, &cite("2001-x/p/2", "the said pact", "pakt"), &["the instrument `pakt` is not in `instruments.toml`"]);
    check(PACT, &cite("2001-x", "the said pact", "pact"), &["citations.toml:2: `paragraph`"]);
    check(PACT, "[[cite]]\nparagraph = \"2001-x/p/2\"\nwords = \"pact\"\n", &["`instrument` is missing"]);
    check(PACT, "[[not]]\nparagraph = \"2001-x/p/9\"\nwords = \"Cable Pact\"\n", &["never published"]);
    check(PACT, "[[note]]\nparagraph = \"2001-x/p/2\"\n", &["unknown key `note`"]);
    let twice = cite("2001-x/p/2", "the said pact", "pact").repeat(2);
    check(PACT, &twice, &["citations.toml:6: the same stands on line 1 already"]);
}

#[test]
fn instruments_that_cannot_be_are_told() {
    let other = |lines: &str| format!("{PACT}[[instrument]]\nid = \"other\"\n{lines}\n");
    for (lines, wrong) in [
        ("name = \"CABLE‑PACT\"", "is read as `Cable Pact` on line 3"),
        ("name = \"Other\"\naliases = [\"“Cable Pact”\", \"Cable  pact\"]", "is read as `Cable Pact`"),
        ("name = \"Other\"\nsymbols = [\"cable pact\"]", "is read as `Cable Pact`"),
        ("name = \"Other\"\nnames.fr = \"Cable Pact\"", "is read as `Cable Pact`"),
        ("name = \"Other\"\npart_of = \"none\"", "there is no instrument `none`"),
        ("name = \"Other\"\npart_of = [\"pact\", \"other\"]", "`other` is a part of itself"),
        ("name = \"Other\"\nkind = \"poem\"", "`poem` is not a kind of instrument; one of `treaty`"),
        ("name = \"Other\"\nadopted = \"long ago\"", "`adopted`"),
        ("name = \"Other\"\ndocument = \"2001-none\"", "there is no document `2001-none`"),
        ("name = \"Other\"\nnames.klingonish = \"Tlh\"", "language"),
        ("name = \"+++\"", "has no letter or figure"),
        ("name = \"Other\"\nallies = [\"x\"]", "unknown key `allies`"),
    ] {
        let desk = desk(&other(lines), "", &["A text."]);
        let errors: Vec<Problem> = problems(&desk).into_iter().filter(|it| it.weight == Weight::Error).collect();
        assert!(!errors.is_empty() && told(&errors).contains(wrong), "{lines}: {}", told(&errors));
    }
    let round = "[[instrument]]\nid = \"a\"\nname = \"A1\"\npart_of = \"b\"\n[[instrument]]\nid = \"b\"\nname = \"B1\"\npart_of = \"a\"\n";
    assert!(told(&problems(&desk(round, "", &["A text."]))).contains("is a part of itself"));
    let alike = other("name = \"Other\"\naliases = [\"Other-Pact\", \"Other Pact\"]\nsymbols = [\"Other Pact\"]");
    assert_eq!(problems(&desk(&alike, "", &["A text."])).iter().filter(|it| it.weight == Weight::Error).count(), 0);
}

#[test]
fn a_citation_of_a_withdrawn_paragraph_is_a_warning_and_in_no_list() {
    let recorded = cite("2001-x/p/2", "the said pact", "pact") + &cite("2001-x/p/1", "the sea", "pact");
    let desk = desk(PACT, "", &["The Cable Pact of the sea.", "It met; the said pact stands."]);
    desk.publish("2020-01-01", &[], None);
    fs::write(desk.root().join("citations.toml"), &recorded).unwrap();
    assert_eq!(cited(&desk.load()).len(), 2);
    desk.edit("2001-x", "It met; the said pact stands. {#2}\n", "");
    desk.publish("2020-01-02", &["withdrawn 2001-x/p/2"], Some("not theirs"));
    let all = problems(&desk);
    let warned = all.iter().find(|problem| problem.file == "citations.toml").unwrap();
    assert!(warned.weight == Weight::Warning && warned.wrong.contains("was withdrawn"), "{warned}");
    assert_eq!(cited(&desk.load()).into_keys().collect::<Vec<_>>(), [("2001-x/p/1".to_owned(), "pact".to_owned())]);
}

#[test]
fn a_name_that_means_something_else_is_not_counted_where_that_is_recorded() {
    let not = |more: &str| format!("[[not]]\nparagraph = \"2001-x/p/1\"\nwords = \"Cable Pact of the sea\"\n{more}");
    let texts = ["The Cable Pact of the sea and the Cable Pact.", "The Cable Pact of the sea."];
    let spans = |citations: &str| -> Vec<(usize, usize)> {
        let corpus = desk(PACT, citations, &texts).load();
        let mentions = &corpus.documents()[0].mentions;
        mentions.iter().map(|mention| (mention.paragraph(), mention.words().start)).collect()
    };
    assert_eq!(spans(""), [(0, 4), (0, 34), (1, 4)]);
    assert_eq!(spans(&not("")), [(0, 34), (1, 4)]);
    assert_eq!(spans(&not("instrument = \"pact\"\nhow = \"a song\"\n")), [(0, 34), (1, 4)]);
}

fn numbers(answer: &serde_json::Value, field: &str) -> Vec<u64> {
    answer[field].as_array().unwrap().iter().map(|it| it["number"].as_u64().unwrap()).collect()
}

#[test]
fn the_page_of_one_instrument_has_each_paragraph_with_its_words() {
    let page = get("/instruments/un-charter");
    let main = page.main();
    assert_eq!(main.matches("<mark>UN Charter</mark>").count(), 2);
    assert!(main.contains("<mark>United Nations Charter</mark>") && main.contains("In press reports"));
    assert!(main.contains("found by name") && main.contains("Cited in 2 paragraphs of 1 G7 text that is held"));
    assert!(main.contains("Listed for a text that is not held") && main.contains("/2019-dinard-cyber-norm-initiative"));
    assert!(
        main.contains("https://www.un.org/en/about-us/un-charter")
            && main.contains("/instruments/customary-international-law")
    );
    let recorded = get("/instruments/un-gge-2015");
    assert!(
        recorded.main().contains("recorded")
            && recorded.main().contains("<mark>2010, 2013 and 2015 UN GGE reports</mark>")
    );
    let data = get("/instruments/un-charter.json").json();
    assert_eq!(
        (data["texts"].as_u64(), data["paragraphs"].as_u64(), data["first"].as_str()),
        (Some(1), Some(2), Some("2018-04-23"))
    );
    assert_eq!(numbers(&data, "citations"), [5, 7, 4]);
    assert_eq!(data["citations"][0]["words"], "UN Charter");
    let with_press = get("/instruments/un-charter.json?press=1").json();
    assert_eq!((with_press["texts"].as_u64(), with_press["paragraphs"].as_u64()), (Some(2), Some(3)));
}

#[test]
fn an_unknown_instrument_is_404_with_the_nearest() {
    let lost = get("/instruments/un-chartre");
    assert!(lost.status == 404 && lost.main().contains("/instruments/un-charter"), "{}", lost.main());
    let data = get("/instruments/budapest.json");
    assert_eq!(
        (data.status.as_u16(), data.json()["nearest"][0].as_str()),
        (404, Some("/instruments/budapest-convention"))
    );
    assert_eq!(get("/instruments/un-charter.ris").status, 404);
    assert_eq!(get("/instruments/UN-Charter").header("location"), "/instruments/un-charter");
    assert_eq!(get("/instruments/").header("location"), "/instruments");
}

#[test]
fn a_number_is_the_number_of_lines_behind_it() {
    let list = get("/instruments.json").json();
    let rows = get("/instruments.csv").body;
    let mut reader = csv::Reader::from_reader(rows.as_bytes());
    let heads = reader.headers().unwrap().clone();
    assert_eq!(heads.iter().take(5).collect::<Vec<_>>(), ["paragraph", "instrument", "words", "how", "date"]);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let kind = heads.iter().position(|head| head == "kind").unwrap();
    for it in list["instruments"].as_array().unwrap() {
        let id = it["id"].as_str().unwrap();
        let own: Vec<_> = rows.iter().filter(|row| &row[1] == id).collect();
        let press = own.iter().filter(|row| &row[kind] == "press-report").count() as u64;
        assert_eq!(it["paragraphs"].as_u64().unwrap(), own.len() as u64 - press, "{id}");
        assert_eq!(it["press_paragraphs"].as_u64().unwrap(), press, "{id}");
        let search = get(&format!("/search.json?q=mentions:{id}&limit=100")).json();
        assert_eq!(search["total"].as_u64().unwrap(), own.len() as u64, "{id}");
        let one = get(&format!("/instruments/{id}.csv")).body;
        assert_eq!(csv::Reader::from_reader(one.as_bytes()).records().count(), own.len(), "{id}");
    }
}

#[test]
fn mentions_are_a_field_and_a_facet_of_paragraphs() {
    let total = |query: &str| get(&format!("/search.json?{query}")).json()["total"].as_u64().unwrap();
    assert_eq!(total("q=mentions:un-charter"), 3);
    assert_eq!(total("q=cites:un-charter"), 27, "a property of documents");
    assert_eq!(total("q=-mentions:un-charter"), 24);
    assert_eq!(total("q=law"), total("q=law+mentions:un-charter") + total("q=law+-mentions:un-charter"));
    assert_eq!(total("q=mentions:un-charter+OR+mentions:nato"), 4);
    assert_eq!(total("q=(mentions:osce+cyber)+OR+Syria"), total("q=mentions:osce") + total("q=Syria"));
    assert_eq!(total("q=mentions:%22United+Nations+Charter%22"), 3, "by its name, too");
    assert_eq!(total("q=law&mentions=un-charter&mentions=nato"), total("q=law+(mentions:un-charter+OR+mentions:nato)"));
    assert_eq!(total("q=law&mentions=none"), 0);
    // Every value of the facet counts what choosing it shows, also beside another choice; its own is left out.
    for query in
        ["q=law", "q=law&year=2018", "q=the+group&mentions=nato", "q=law&kind=press-report", "q=cyber*&match=any"]
    {
        let answer = get(&format!("/search.json?{query}")).json();
        let without = query.replace("&mentions=nato", "");
        for value in answer["facets"]["mentions"].as_array().unwrap() {
            let id = value["value"].as_str().unwrap();
            assert_eq!(value["count"].as_u64().unwrap(), total(&format!("{without}&mentions={id}")), "{query} {id}");
        }
        for facet in ["year", "kind", "document"] {
            let counted: u64 =
                answer["facets"][facet].as_array().unwrap().iter().map(|it| it["count"].as_u64().unwrap()).sum();
            assert!(query.contains(facet) || counted == answer["total"].as_u64().unwrap(), "{query} {facet}");
        }
    }
    assert_eq!(get("/search.json?q=mentions:nothing-such").json()["notices"][0]["code"], "bad-value");
    assert!(get("/search?q=mentions:un-charter").main().contains("mentioning “United Nations Charter”"));
    assert_eq!(get("/search.json?q=mentions:un-charter").json()["records"].as_array().unwrap().len(), 0);
    assert!(get("/documents.json?mentions=un-charter").json()["total"].as_u64() == Some(2));
}

#[test]
fn every_data_form_has_what_a_paragraph_mentions() {
    let paragraph = get("/2018-ise-shima-cyber-group-report/p/11.json").json();
    let ids =
        serde_json::json!(["internet-jurisdiction-network", "ottawa-road-map", "internet-jurisdiction-conference"]);
    assert_eq!(paragraph["mentions"], ids);
    let of_document = get("/2018-ise-shima-cyber-group-report.json").json();
    assert_eq!(of_document["text"][10]["mentions"], ids);
    assert_eq!(get("/search.json?q=mentions:ottawa-road-map").json()["hits"][0]["mentions"], ids);
    assert_eq!(get("/2018-ise-shima-cyber-group-report/p/1.json").json()["mentions"], serde_json::json!([]));
    for path in ["/search.csv?q=Ottawa", "/search.csv?q=Ottawa&view=kwic"] {
        let body = get(path).body;
        let mut reader = csv::Reader::from_reader(body.as_bytes());
        let at = reader.headers().unwrap().iter().position(|head| head == "mentions").unwrap();
        let row = reader.records().next().unwrap().unwrap();
        assert_eq!(
            &row[at], "internet-jurisdiction-network ottawa-road-map internet-jurisdiction-conference",
            "{path}"
        );
    }
    let line: serde_json::Value =
        serde_json::from_str(get("/search.ndjson?q=Ottawa").body.lines().next().unwrap()).unwrap();
    assert_eq!(line["mentions"], ids);
}

#[test]
fn pages_name_what_is_cited_with_its_address_and_its_paragraphs() {
    let paragraph = get("/2018-ise-shima-cyber-group-report/p/5");
    assert!(
        paragraph.main().contains("/instruments/un-charter")
            && paragraph.main().contains("https://www.un.org/en/about-us/un-charter")
    );
    assert!(!get("/2018-ise-shima-cyber-group-report/p/1").main().contains("id=\"cites\""));
    let document = get("/2018-ise-shima-cyber-group-report");
    let list = document.main().split("id=\"cites\"").nth(1).unwrap();
    assert!(list.contains("<summary>30 treaties, reports and bodies</summary>"), "{}", &list[..400]);
    let charter = list.split("/instruments/un-charter\"").nth(1).unwrap().split("</li>").next().unwrap();
    assert!(charter.contains("#p5\">Paragraph 5</a>") && charter.contains("#p7\">Paragraph 7</a>"), "{charter}");
}

#[test]
fn the_dataset_has_the_same() {
    let release = get("/instruments.json").json()["release"].as_str().unwrap().to_owned();
    let table = |name: &str| -> Vec<csv::StringRecord> {
        let body = get(&format!("/data/{release}/{name}")).body;
        csv::Reader::from_reader(body.as_bytes()).records().map(Result::unwrap).collect()
    };
    let rows = get("/instruments.csv").body;
    let rows: BTreeSet<(String, String)> = csv::Reader::from_reader(rows.as_bytes())
        .records()
        .map(Result::unwrap)
        .map(|row| (row[0].to_owned(), row[1].to_owned()))
        .collect();
    let of_documents = table("citations.csv");
    let spread: BTreeSet<(String, String)> = of_documents
        .iter()
        .flat_map(|row| {
            row[2]
                .split_whitespace()
                .map(|number| (format!("{}/p/{number}", &row[0]), row[1].to_owned()))
                .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(rows, spread);
    let listed = get("/instruments.json").json();
    let ids: Vec<String> = table("instruments.csv").iter().map(|row| row[0].to_owned()).collect();
    let of_site: Vec<&str> =
        listed["instruments"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect();
    assert_eq!(ids, of_site);
}

#[test]
fn a_corpus_without_instruments_has_an_empty_list() {
    let desk = Desk::new();
    desk.write("2001-x", "The United Nations Charter.\n");
    let site = over(Files::Directory(desk.root().to_owned()));
    let page = ask(site.clone(), axum::http::Method::GET, "/instruments", &[], "");
    assert!(page.status == 200 && page.main().contains("No text that is held cites any"), "{}", page.main());
    let list = ask(site, axum::http::Method::GET, "/instruments.json", &[], "").json();
    assert_eq!(list["total"], 0);
}

#[test]
fn where_dates_are_not_exact_the_first_is_one_of_several() {
    let desk = desk(PACT, "", &["The Cable Pact."]);
    for (id, date) in [("2018-a", "2018"), ("2018-b", "2018-04-23"), ("2019-c", "2019-01-01")] {
        desk.write(id, "The Cable Pact.\n");
        let year = &id[..4];
        desk.edit(id, &format!("date = \"{year}\""), &format!("date = \"{date}\""));
    }
    desk.remove("2001-x");
    let site = over(Files::Directory(desk.root().to_owned()));
    let it = ask(site, axum::http::Method::GET, "/instruments/pact.json", &[], "").json();
    assert_eq!((it["first"].as_str(), it["last"].as_str()), (Some("2018 or 2018-04-23"), Some("2019-01-01")));
}
