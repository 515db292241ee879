//! Citing: every reference file of the real corpus and of hostile documents is read back by parsers that are not ours.
//!
//! The parsers are Python's and Node's, in `tests/citation`; `tests/run` installs them.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use axum::Router;
use axum::http::Method;
use g7cyber::corpus::Files;
use serde_json::{Value, json};

use crate::site::{ask, over};
use crate::support::{root, skip};

/// The files of one document or paragraph, and what its own data says of it.
struct Written {
    name: String,
    of: Value,
    paragraph: bool,
}

/// Writes all reference files of a site into `folder`, under names without slashes.
fn write(site: &Router, folder: &Path) -> Vec<Written> {
    let get = |path: &str| ask(site.clone(), Method::GET, path, &[], "");
    let mut written = Vec::new();
    let list = get("/documents.json").json();
    for document in list["documents"].as_array().unwrap() {
        let path = document["path"].as_str().unwrap();
        let whole = get(&format!("{path}.json")).json();
        let mut addresses = vec![(path.to_owned(), false)];
        let paragraphs = whole["text"].as_array().into_iter().flatten();
        addresses.extend(paragraphs.map(|it| (it["path"].as_str().unwrap().to_owned(), true)));
        for (path, paragraph) in addresses {
            let name = path.trim_start_matches('/').replace("/p/", "-p");
            for suffix in ["bib", "ris", "csl.json"] {
                let answer = get(&format!("{path}.{suffix}"));
                assert_eq!(answer.status, 200, "{path}.{suffix}");
                std::fs::write(folder.join(format!("{name}.{suffix}")), answer.body).unwrap();
            }
            let mut of = whole.clone();
            of["url"] = get(&format!("{path}.json")).json()["url"].clone();
            written.push(Written { name, of, paragraph });
        }
    }
    written
}

/// Runs a reader over the files; nothing where it, or what it needs, is not installed.
#[track_caller]
fn read(program: &str, script: &str, folder: &Path) -> Option<BTreeMap<String, Value>> {
    let output = match Command::new(program).arg(root().join("tests/citation").join(script)).arg(folder).output() {
        Ok(output) => output,
        Err(_) => {
            skip(&format!("no {program}"));
            return None;
        }
    };
    let told = String::from_utf8_lossy(&output.stderr);
    if ["ModuleNotFoundError", "ERR_MODULE_NOT_FOUND"].iter().any(|missing| told.contains(missing)) {
        skip(&format!("{script}: its parsers are not installed; `tests/run` installs them"));
        return None;
    }
    assert!(output.status.success(), "{script}: {told}");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

/// Returns a text as reference files can hold it: on one line.
fn one_line(value: &Value) -> String {
    value.as_str().unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a date of our data as year, month and day, as many as are known.
fn parts(value: &Value) -> Vec<u64> {
    value.as_str().unwrap().split('-').map(|part| part.parse().unwrap()).collect()
}

fn corpora() -> [(&'static str, Router); 3] {
    let hostile = root().join("tests/fixtures/hostile");
    let named = tempfile::tempdir().unwrap();
    name_hard(named.path());
    let named = over(Files::Directory(named.path().to_path_buf()));
    [("real", over(Files::Embedded)), ("hostile", over(Files::Directory(hostile))), ("named", named)]
}

/// Names that look like a person's, or like several, and titles that styles would lower.
const NAMES: [&str; 28] = [
    "Government of Italy",
    "the Eight",
    "von der Leyen Commission",
    "Department for Digital, Culture, Media and Sport",
    "U.S. Department of State",
    "Smith, Jones & Partners Inc.",
    "Canada",
    "外務省",
    "Ministère de l’Europe et des Affaires étrangères",
    "G7; G20",
    "Group [Chair]",
    "Trinidad and Tobago",
    "McDonald / de Silva",
    "Agence nationale de la sécurité des systèmes d'information (ANSSI)",
    "O'Neill & Sons",
    "Jr. Ministers' Working Group",
    "others",
    "G7 Roma–Lyon Group",
    "Ministers of the Interior et al.",
    "d'Alembert Institute",
    "A. B. Smith III",
    "G7 Working Group on 100% Secure #5G_Networks",
    "“Quoted” Institute",
    "1st Meeting of Ministers",
    "外務省 サイバー課",
    "وزارة الخارجية",
    "Ministerio del Interior y Seguridad Pública",
    "Bundesministerium des Innern und für Heimat",
];
const TITLES: [&str; 7] = [
    "G7",
    "eCommerce and the $5X Cost of \\X: a McDonald–ÉTAT Case",
    "On NotPetya, WannaCry and “Olympic Destroyer” in Île-de-France",
    "{Braced} Words {of a} Title",
    "A title - with  -  dashes -- and --- more  - ",
    "ICT-Security: The G7's “Next” Steps?",
    "lower case all the way",
];

/// Writes a corpus of records that differ in issuer, title, kind, date, place and language.
fn name_hard(folder: &Path) {
    std::fs::create_dir(folder.join("documents")).unwrap();
    for (at, issuer) in NAMES.iter().enumerate() {
        let of = |list: &[&str]| list[at % list.len()].to_owned();
        let (title, kind) = (of(&TITLES), of(&["statement", "press-report", "report"]));
        let (date, place) =
            (of(&["2001", "2001-05", "2001-05-06"]), of(&["Bonn, Germany", "Port of Spain and Tobago"]));
        let language = of(&["en", "fr", "ja", "en-GB", "cy"]);
        let text = format!(
            "+++\ntitle = {title:?}\nkind = {kind:?}\ndate = {date:?}\nissuer = {issuer:?}\nplace = {place:?}\n\
             language = {language:?}\nabstract = \"A record.\"\ndate_note = \"Said  - twice.\"\n+++\n"
        );
        std::fs::write(folder.join(format!("documents/2001-n{at}.md")), text).unwrap();
    }
}

/// Tells whether readers of RIS keep a name whole: no comma in it, and at its head no small letter, and nothing else but a
/// capital where there are more words.
fn is_kept_in_ris(name: &str) -> bool {
    let first = name.chars().next().unwrap();
    !name.contains([',', ';']) && !first.is_lowercase() && (first.is_uppercase() || !name.contains(' '))
}

/// Returns a text with the apostrophes and quotation marks that TeX's ligatures are printed as.
fn straight(text: &str) -> String {
    text.replace(['’', '‘'], "'").replace(['“', '”'], "\"")
}

/// Returns a date of CSL-JSON.
fn issued(item: &Value) -> Vec<u64> {
    serde_json::from_value(item["issued"]["date-parts"][0].clone()).unwrap_or_default()
}

#[test]
fn python_reads_every_bibtex_and_ris_file_as_it_was_meant() {
    for (corpus, site) in corpora() {
        let folder = tempfile::tempdir().unwrap();
        let written = write(&site, folder.path());
        let Some(found) = read("python3", "read.py", folder.path()) else { return };
        for Written { name, of, paragraph } in written {
            let (title, issuer) = (one_line(&of["title"]), one_line(&of["issuer"]));
            let date = parts(&of["date"]);

            let entry = &found[&format!("{name}.bib")];
            assert!(entry.get("error").is_none(), "{corpus} {name}: {entry}");
            let [key, found_title, author, url] =
                ["key", "title", "author", "url"].map(|field| entry[field].as_str().unwrap_or_default());
            // The decoder knows the accent for the sign that TeX spells out.
            let read = [found_title, author].map(|field| field.replace('ˆ', "^"));
            assert_eq!((key, read), (name.as_str(), [title.clone(), issuer.clone()]), "{corpus}");
            assert_eq!((url, &entry["date"]), (of["url"].as_str().unwrap(), &of["date"]), "{corpus} {name}");
            assert_eq!(entry["year"].as_str().unwrap(), date[0].to_string(), "{corpus} {name}");
            let month = entry.get("month").map(|month| month.as_str().unwrap().to_owned());
            assert_eq!(month, date.get(1).map(u64::to_string), "{corpus} {name}");
            assert_eq!(
                entry["note"].as_str().unwrap_or_default().contains("Fingerprint"),
                paragraph,
                "{corpus} {name}"
            );

            let reference = &found[&format!("{name}.ris")];
            assert!(reference.get("error").is_none(), "{corpus} {name}: {reference}");
            assert_eq!(reference["title"], title.as_str(), "{corpus} {name}");
            // It gives lines as they are written, and the comma is the form that EndNote asks for.
            let authors = if is_kept_in_ris(&issuer) { json!([format!("{issuer},")]) } else { Value::Null };
            assert_eq!(reference["authors"], authors, "{corpus} {name}");
            let holder = if of["kind"] == "press-report" { "secondary_title" } else { "publisher" };
            assert_eq!(reference[holder], issuer.as_str(), "{corpus} {name}");
            assert!(reference["notes"].as_array().map_or(0, Vec::len) <= 1, "{corpus} {name}: {reference}");
            assert_eq!(reference["urls"], json!([of["url"]]), "{corpus} {name}");
            assert_eq!(reference["year"], date[0].to_string(), "{corpus} {name}");
            let known: Vec<u64> =
                reference["date"].as_str().unwrap().split('/').filter_map(|it| it.parse().ok()).collect();
            assert_eq!(known, date, "{corpus} {name}");
        }
    }
}

#[test]
fn pandoc_keeps_institutions_whole() {
    for (corpus, site) in corpora() {
        let folder = tempfile::tempdir().unwrap();
        let written = write(&site, folder.path());
        let Some(found) = read("python3", "read.py", folder.path()) else { return };
        for Written { name, of, .. } in written {
            let (title, issuer) = (one_line(&of["title"]), one_line(&of["issuer"]));
            let press = of["kind"] == "press-report";
            let (kind, holder) = if press { ("article-newspaper", "container-title") } else { ("report", "publisher") };
            for suffix in ["bib", "ris"] {
                let item = &found[&format!("{name}.{suffix} by pandoc")];
                let place = format!("{corpus} {name}.{suffix}: {item}");
                assert_eq!(straight(&one_line(&item["title"])), straight(&title), "{place}");
                assert_eq!(item["URL"], of["url"], "{place}");
                assert_eq!(item["type"], kind, "{place}");
                assert_eq!(straight(&one_line(&item[holder])), straight(&issuer), "{place}");
                if suffix == "bib" {
                    let authors = item["author"].as_array().unwrap();
                    let [author] = authors.as_slice() else { panic!("{place}") };
                    assert_eq!(straight(author["literal"].as_str().unwrap()), straight(&issuer), "{place}");
                    assert_eq!(issued(item), parts(&of["date"]), "{place}");
                } else {
                    let author = if is_kept_in_ris(&issuer) { json!([{ "family": issuer }]) } else { Value::Null };
                    assert_eq!(item["author"], author, "{place}");
                    // It keeps no more of a date in RIS than the year, in whatever form it is written.
                    assert_eq!(issued(item), parts(&of["date"])[..1], "{place}");
                }
            }
            if !press {
                let entry = &found[&format!("{name}.bib by pandoc")];
                assert!(!entry["genre"].as_str().unwrap().contains('{'), "{corpus} {name}: {entry}");
            }
        }
    }
}

#[test]
fn citation_js_reads_every_reference_file_as_it_was_meant() {
    for (corpus, site) in corpora() {
        let folder = tempfile::tempdir().unwrap();
        let written = write(&site, folder.path());
        let Some(found) = read("node", "read.mjs", folder.path()) else { return };
        for Written { name, of, .. } in written {
            let (title, issuer) = (one_line(&of["title"]), one_line(&of["issuer"]));
            for suffix in ["bib", "ris", "csl.json"] {
                let item = &found[&format!("{name}.{suffix}")];
                assert!(item.get("error").is_none(), "{corpus} {name}.{suffix}: {item}");
                assert_eq!(one_line(&item["title"]), title, "{corpus} {name}.{suffix}");
                let issued: Vec<u64> = serde_json::from_value(item["issued"]["date-parts"][0].clone()).unwrap();
                // citation-js reads no more than the year of a newspaper article in RIS.
                let press = of["kind"] == "press-report";
                let known = if press && suffix == "ris" { 1 } else { 3 };
                let expected: Vec<u64> = parts(&of["date"]).into_iter().take(known).collect();
                assert_eq!(issued, expected, "{corpus} {name}.{suffix}");
                assert_eq!(item["URL"], of["url"], "{corpus} {name}.{suffix}");
                let kind = item["type"].as_str().unwrap();
                assert_eq!(kind.starts_with("article"), press, "{corpus} {name}.{suffix}: {kind}");
            }
            let item = &found[&format!("{name}.csl.json")];
            assert_eq!(item["author"], json!([{ "literal": of["issuer"] }]), "{corpus} {name}");
            assert_eq!(found[&format!("{name}.bib")]["author"], json!([{ "family": issuer }]), "{corpus} {name}");
            let in_ris = &found[&format!("{name}.ris")];
            // It reads no author of a newspaper's article in RIS; the newspaper is named beside.
            let press = of["kind"] == "press-report";
            let kept = is_kept_in_ris(&issuer) && !press;
            let author = if kept { json!([{ "family": issuer, "given": "" }]) } else { Value::Null };
            assert_eq!(in_ris["author"], author, "{corpus} {name}");
            for field in ["genre", "note", "publisher-place", "publisher", "container-title", "title-short"] {
                assert_eq!(in_ris[field], item[field], "{corpus} {name}: {field}");
            }

            let read = &found[&format!("{name}.bib by Better BibTeX")];
            assert!(read.get("error").is_none(), "{corpus} {name}: {read}");
            // It takes angle brackets for the letters that TeX's oldest fonts have in their places, and marks words in
            // small letters whose case it keeps.
            let brackets = |text: &str| text.replace('<', "¡").replace('>', "¿");
            let unmarked = |text: &str| straight(&text.replace("<span class=\"nocase\">", "").replace("</span>", ""));
            assert_eq!(read["author"], json!([{ "name": brackets(&issuer) }]), "{corpus} {name}: {read}");
            let read_title = read["title"].as_str().map(unmarked);
            assert_eq!(read_title, Some(straight(&brackets(&title))), "{corpus} {name}: {read}");
            // A citation processor sets straight apostrophes and quotation marks as its style wants them.
            let plain = |text: &str| text.replace(['’', '‘', '“', '”', '"'], "'");
            let line = plain(item["line"].as_str().unwrap());
            assert!(line.contains(&plain(&issuer)), "{corpus} {name}: {line}");
        }
    }
}
