//! The search of a copy in files against the server's, without a browser: the same hits in the same order with the same
//! marks, and never more of the index than a first page of results may load.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use axum::http::Method;
use g7cyber::archive::Archive;
use g7cyber::corpus::{self, Files};
use g7cyber::export;
use serde_json::{Value, json};

use crate::desk::five_releases;
use crate::generator::{Chance, word};
use crate::languages::{Multilingual, SIX, udhr};
use crate::site::{ask, over};
use crate::support::{root, seeded, skip};

/// What a first search may load beyond what the page without a query has.
const FIRST: u64 = 60_000;
const PARAGRAPHS: usize = 20_000;
/// Few words, so that the program has soon written down what stands for each.
const WORDS: usize = 1_500;

/// Asks the search of a copy, and the server the same; returns what differs, and what was not looked for to the end.
fn differences(corpus: &Path, queries: &[Value]) -> Option<(Vec<String>, usize)> {
    use std::io::Write as _;
    if Command::new("node").arg("--version").output().is_err() {
        skip("no node");
        return None;
    }
    let files = Files::Directory(corpus.to_owned());
    let copy = tempfile::tempdir().unwrap();
    export::write_search(&Archive::indexed(corpus::load(&files).unwrap()).unwrap(), copy.path()).unwrap();
    let mut node = Command::new("node")
        .arg(root().join("tests/it/copy.mjs"))
        .args([&root().join("static"), copy.path()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    node.stdin.take().unwrap().write_all(json!(queries).to_string().as_bytes()).unwrap();
    let output = node.wait_with_output().unwrap();
    let copied: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(copied.len(), queries.len());
    let site = over(files);
    let (mut different, mut cut) = (Vec::new(), 0);
    for (query, found) in queries.iter().zip(copied) {
        if found["bytes"].as_u64().is_none_or(|bytes| bytes > FIRST) && query["whole"] != json!(true) {
            different.push(format!("{query}: {} bytes, {}", found["bytes"], found["failed"]));
        }
        if !found["cut"].is_null() {
            cut += 1;
            continue;
        }
        let typed: String = url::form_urlencoded::byte_serialize(query["query"].as_str().unwrap().as_bytes()).collect();
        let matching = if query["any"] == json!(true) { "&match=any" } else { "" };
        let path = format!("/search.json?q={typed}&limit=200{matching}");
        let served = ask(site.clone(), Method::GET, &path, &[], "").json();
        let hits: Vec<Value> =
            served["hits"].as_array().unwrap().iter().map(|hit| json!([hit["path"], hit["spans"]])).collect();
        if (&found["total"], &found["match"], &found["hits"]) != (&served["total"], &served["match"], &json!(hits)) {
            let at = hits.iter().zip(found["hits"].as_array().unwrap()).position(|(one, other)| one != other);
            let [here, there] = [&found, &served].map(|all| format!("{} {}", all["total"], all["match"]));
            different.push(format!("{query}: {here}, server {there}, at {at:?}: {}", found["failed"]));
        }
    }
    Some((different, cut))
}

/// Writes a corpus of texts whose words are as frequent as in a language.
fn large(folder: &Path) {
    let mut chance = Chance::seeded(7);
    let documents = folder.join("documents");
    fs::create_dir_all(&documents).unwrap();
    let mut left = PARAGRAPHS;
    for number in 0.. {
        let mut page = format!(
            "+++\ntitle = \"Text {number}\"\nkind = \"report\"\ndate = \"{}-01-02\"\nissuer = \"G7\"\nlanguage = \"en\"\n+++\n",
            1975 + number % 50
        );
        let count = (5 + chance.below(15)).min(left);
        for _ in 0..count {
            let words: Vec<String> = (0..30 + chance.below(60)).map(|_| word(chance.rank(WORDS))).collect();
            write!(page, "Text {}.\n\n", words.join(" ")).unwrap();
        }
        fs::write(documents.join(format!("{}-d{number}.md", 1975 + number % 50)), page).unwrap();
        left -= count;
        if left == 0 {
            break;
        }
    }
}

/// Returns a query of words as frequent as those of the corpus, of any kind.
fn drawn(chance: &mut Chance) -> Value {
    let mut parts = Vec::new();
    for _ in 0..1 + chance.below(4) {
        let mut words = |count: usize| (0..count).map(|_| word(chance.rank(WORDS))).collect::<Vec<_>>().join(" ");
        let (one, two, several) = (words(1), words(2), words(3));
        let number = chance.below(12);
        parts.push(match chance.below(10) {
            0 | 1 => one,
            2 => format!("\"{two}\""),
            3 => format!("\"{several}\""),
            4 => format!("{}*", &one.get(..3).unwrap_or("sta")),
            5 => format!("\"{several}\"~{number}"),
            6 => two.replace(' ', &format!(" NEAR/{number} ")),
            7 => format!("({})", two.replace(' ', " OR ")),
            8 => format!("-{one}"),
            _ => format!("year:{}..", 1980 + number),
        });
    }
    json!({ "query": parts.join(" "), "any": chance.below(5) == 0 })
}

#[test]
fn a_first_search_in_a_large_copy_is_the_servers_and_loads_little() {
    let folder = tempfile::tempdir().unwrap();
    large(folder.path());
    let frequent = [
        "the",
        "states",
        "\"of the\"",
        "\"the states\"",
        "\"of the states\"",
        "\"and of the\"",
        "\"the of the of the\"",
        "\"cyber states and the\"",
        "of the",
        "the of and",
        "states cyber",
        "the states of that cyber",
        "the NEAR/8 of",
        "the NEAR/0 of",
        "of NEAR/3 the NEAR/3 and",
        "\"of the\" NEAR/4 states",
        "\"the of\"~2",
        "(the OR of) NEAR/2 cyber",
        "the -of",
        "-the",
        "-\"of the\"",
        "the OR of OR and",
        "sta*",
        "the*",
        "sta* the",
        "\"the sta*\"",
        "sta* NEAR/3 the",
        "year:1990 the",
        "year:1980..1990 \"of the\"",
        "kind:report of",
        "document:1975-d0 the",
        "document:\"text 50\" of",
        "document:text the",
        "kind:annex the",
        "the of and to in a for on with that states cyber",
        "zeppelin \"of the\"",
        "zeppelin the NEAR/2 of",
        "=\"the\"",
        "=\"of the\"",
        "\"of the\" -states",
        "NOT the",
        "\"the states\" OR \"of cyber\"",
        "states\" of \"the states\" that",
        "\" the states",
        "of that \" states",
    ];
    let mut queries: Vec<Value> = Vec::new();
    for (number, query) in frequent.into_iter().enumerate() {
        queries.push(json!({ "query": query }));
        queries.push(json!({ "query": query, "any": number % 2 == 0, "whole": number % 2 == 1 }));
    }
    let mut chance = seeded();
    queries.extend((0..40).map(|_| drawn(&mut chance)));
    let Some((different, cut)) = differences(folder.path(), &queries) else { return };
    assert!(different.is_empty(), "{different:#?}");
    println!("{cut} of {} were not looked for to the end", queries.len());
    // What is cut short is of the most frequent words alone.
    assert!(cut * 3 < queries.len(), "{cut} of {} were not looked for to the end", queries.len());
}

/// Returns each query, and some of them with any part.
fn asked(queries: &[&str]) -> Vec<Value> {
    let one = |(number, query): (usize, &&str)| json!({ "query": query, "any": number % 5 == 4 });
    queries.iter().enumerate().map(one).collect()
}

#[test]
fn a_copy_of_texts_that_were_corrected_moved_and_withdrawn_finds_what_the_server_finds() {
    let (folder, _) = five_releases();
    let queries = asked(&[
        "paragraph",
        "mistake",
        "mistaek",
        "fourth",
        "\"fourth paragraph\"",
        "delta",
        "half",
        "\"one half\"",
        "\"the fourth\" move",
        "never",
        "para*",
        "\"para* will\"",
        "paragraphs -fourth",
        "stands NEAR/3 first",
        "\"paragraph the\"~4",
        "document:2001-alpha the",
        "document:alpha half",
        "document:2004-delta the",
        "year:2001 paragraph",
        "year:2002.. paragraph",
        "kind:annex paragraph",
        "kind:declaration paragraph",
        "language:fr paragraph",
        "language:en paragraph",
        "mentions:un-charter paragraph",
        "unnumbered OR begins",
        "(first OR sixth) paragraph",
        "\"paragraph stands\" -sixth",
        "=\"moves\"",
        "=move",
        "moved",
        "moving",
        "zeppelin paragraph",
        "the",
        "cyberspace¹ paragraph",
        "paragraph[12] stands",
        "ends.² begins",
        "PARAGRAPH",
        "p*",
        "*graph",
        "par*ph",
        "\"\" paragraph",
    ]);
    let Some((different, cut)) = differences(folder.path(), &queries) else { return };
    assert!(different.is_empty() && cut == 0, "{different:#?}");
}

/// What is compared is what a reader types: with accents and without, taken apart and put together, a part of a word.
#[test]
fn a_copy_of_texts_in_several_languages_finds_what_the_server_finds() {
    let Some(texts) = udhr() else { return skip("the Universal Declaration could not be fetched") };
    let texts: Vec<(String, &str, String)> =
        SIX.iter().zip(texts).map(|((tag, _), text)| (format!("1948-{tag}"), *tag, text.join("\n"))).collect();
    let mut texts: Vec<(&str, &str, &str)> = texts.iter().map(|(id, tag, text)| (&**id, *tag, &**text)).collect();
    texts.push((
        "1949-it",
        "it",
        "L'avvento d'un mondo.\nNell'insegnamento e dell'uomo.\nLa dignità dell'essere umano.",
    ));
    texts.push(("1949-th", "th", "มนุษย์ทั้งหลายเกิดมามีอิสระ\nสมาชิกทุกคนมีสิทธิ"));
    texts.push(("1949-hi", "hi", "सभी मनुष्यों को अधिकार है।\nहैं या जो संयुक्त राष्ट्रों"));
    let multilingual = Multilingual::of(&texts);
    let queries = asked(&[
        "éducation",
        "education",
        "ÉDUCATION",
        "l'éducation",
        "L’éducation",
        "\"l'éducation\"",
        "\"droit à l'éducation\"",
        "educ*",
        "éduc*",
        "\"droit à l'educ*\"",
        "égalité",
        "egalite droit",
        "=\"égalité\"",
        "=egalite",
        "état",
        "l'etat",
        "\"d'état\"",
        "\"qu'il s'agisse\"",
        "droits NEAR/3 homme",
        "\"droits homme\"~3",
        "homme -femme",
        "(homme OR homem)",
        "dignité humaine",
        "liberté OR свобода",
        "libert*",
        "サイバー",
        "社会的",
        "ために",
        "\"すべて人は\"",
        "すべて人は",
        "権利*",
        "教育 権利",
        "教育 NEAR/5 権利",
        "-教育 権利",
        "コミュニケーション",
        "ュニ",
        "공간",
        "모든",
        "사람은",
        "\"모든 사람은\"",
        "교육을",
        "교*",
        "필요한",
        "\"인권 교*\"",
        "위하여",
        "\u{110b}\u{1171}\u{1112}\u{1161}\u{110b}\u{1167}",
        "자유 NEAR/4 권리",
        "تعليم",
        "التعليم",
        "\"الحق في التعليم\"",
        "حق*",
        "حرية",
        "الحـــرية",
        "حُرِّيَّة",
        "الحق -العمل",
        "الحق NEAR/6 العمل",
        "образование",
        "образования",
        "НЕЗАВИСИМОЙ",
        "\"независимой подопечной\"",
        "независим*",
        "свобод*",
        "права NEAR/5 свободы",
        "\"прав человека\"",
        "й*",
        "всеобщей декларации",
        "dell'uomo",
        "uomo",
        "l'avvento",
        "\"d'un mondo\"",
        "dignita",
        "dignità",
        "nell'insegn*",
        "insegnamento",
        "สมาชิก",
        "มนุษย์",
        "\"สมาชิกทุกคน\"",
        "สิทธิ*",
        "हैं",
        "\"हैं या जो\"",
        "अधिकार",
        "मनुष्य*",
        "\"संयुक्त राष्ट्रों\"~2",
        "language:fr droit",
        "language:ja 教育",
        "language:de right",
        "language:xx right",
        "language:ko -사람",
        "document:1948-fr homme",
        "right droit",
        "education éducation образование 教育",
        "everyone OR 모든",
        "the",
        "de",
        "в",
        "la la",
        "zeppelin éducation",
        "garantie",
        "l'homme",
        "ευρώ droit",
        "naïve",
        "communiqué",
        "\"education shall\"",
        "right*",
        "\"right to ed*\"",
    ]);
    assert!(queries.len() >= 100, "{}", queries.len());
    let Some((different, cut)) = differences(multilingual.folder(), &queries) else { return };
    assert!(different.is_empty() && cut == 0, "{different:#?}");
}
