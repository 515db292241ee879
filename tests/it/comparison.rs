//! Texts side by side: real successive legal texts as the oracle of another make, Python's difflib, and texts that were
//! changed on purpose.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use axum::Router;
use axum::http::Method;
use g7cyber::corpus::Files;
use serde_json::Value;

use crate::site::{Answer, ask, get, over};
use crate::support::{often, seeded, skip};

/// The licences that Debian installs: successive legal texts, with provisions moved, split and put together.
pub(crate) const LICENCES: [&str; 10] =
    ["GFDL-1.2", "GFDL-1.3", "LGPL-2", "LGPL-2.1", "GPL-1", "GPL-2", "GPL-3", "Artistic", "MPL-1.1", "MPL-2.0"];

/// Writes texts as the documents of a corpus; a paragraph is a list of lines.
pub(crate) fn write(folder: &Path, texts: &[(String, Vec<String>)]) {
    std::fs::create_dir_all(folder.join("documents")).unwrap();
    std::fs::copy(crate::support::root().join("corpus/variants.toml"), folder.join("variants.toml")).unwrap();
    for (id, paragraphs) in texts {
        let year = id.split('-').next().unwrap();
        let mut file = format!(
            "+++\ntitle = \"Text {id}\"\nkind = \"declaration\"\ndate = \"{year}\"\nissuer = \"I\"\nlanguage = \"en\"\n+++\n"
        );
        for paragraph in paragraphs {
            // A plain paragraph, whatever its first signs are.
            let plain = paragraph.replace('\\', "\\\\").replace('[', "\\[").replace('{', "\\{");
            file += &format!("\n\\{plain}\n");
        }
        std::fs::write(folder.join(format!("documents/{id}.md")), file).unwrap();
    }
}

/// Returns the paragraphs of a licence: what blank lines divide, with at least `least` words.
pub(crate) fn licence(name: &str, least: usize) -> Option<Vec<String>> {
    let text = std::fs::read_to_string(format!("/usr/share/common-licenses/{name}")).ok()?;
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let paragraphs = lines.split(|line| line.is_empty()).map(|lines| lines.join(" "));
    let long =
        |text: &String| text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count() >= least;
    Some(paragraphs.filter(|text| !text.is_empty()).filter(long).collect())
}

/// Returns the id of a licence's document.
fn id(name: &str) -> String {
    format!("2001-{}", name.to_lowercase().replace('.', "-"))
}

/// Returns a site over the licences, or says that they are not there.
#[track_caller]
pub(crate) fn licences() -> Option<Router> {
    static SITE: OnceLock<Option<(tempfile::TempDir, Router)>> = OnceLock::new();
    let made = SITE.get_or_init(|| {
        let texts: Option<Vec<_>> = LICENCES.iter().map(|name| Some((id(name), licence(name, 4)?))).collect();
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &texts?);
        let site = over(Files::Directory(folder.path().to_owned()));
        Some((folder, site))
    });
    if made.is_none() {
        skip("no licence texts in /usr/share/common-licenses");
    }
    made.as_ref().map(|(_, site)| site.clone())
}

fn from(site: &Router, path: &str) -> Answer {
    ask(site.clone(), Method::GET, path, &[], "")
}

#[track_caller]
fn compared(site: &Router, a: &str, b: &str) -> Value {
    let answer = from(site, &format!("/compare.json?a={a}&b={b}"));
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn of_kind(compared: &Value, kind: &str) -> usize {
    list(&compared["pairs"]).iter().filter(|pair| pair["kind"] == kind).count()
}

/// Returns how many passages moved: whole pairs, and stretches inside of pairs.
fn moved(compared: &Value) -> usize {
    let inner = list(&compared["pairs"]).iter().flat_map(|pair| list(&pair["diff"])).filter(|op| op["op"] == "moved");
    of_kind(compared, "moved") + inner.count()
}

/// Returns how many words of the first text stand elsewhere in the second.
fn moved_words(compared: &Value) -> u64 {
    let is_moved = |pair: &&Value| pair["kind"] == "moved";
    let whole = list(&compared["pairs"]).iter().filter(is_moved).filter_map(|pair| pair["words_a"].as_u64());
    let inner = list(&compared["pairs"]).iter().flat_map(|pair| list(&pair["diff"])).filter(|op| op["op"] == "moved");
    whole.sum::<u64>() + inner.map(|op| words(op["text"].as_str().unwrap_or_default()).len() as u64).sum::<u64>()
}

#[test]
fn successive_licences_are_told_as_who_read_them_tells() {
    let Some(site) = licences() else { return };
    for (a, b, split, merged, moves) in [
        ("GFDL-1.2", "GFDL-1.3", 0, 0, 0),
        ("LGPL-2", "LGPL-2.1", 0, 0, 0),
        ("GPL-1", "GPL-2", 0, 1, 1),
        ("GPL-2", "GPL-3", 0, 0, 1),
        ("LGPL-2.1", "GPL-2", 1, 2, 3),
        ("Artistic", "GPL-3", 0, 0, 0),
    ] {
        let found = compared(&site, &id(a), &id(b));
        let told = (of_kind(&found, "split"), of_kind(&found, "merged"), moved(&found));
        assert_eq!(told, (split, merged, moves), "{a} {b}");
    }
    let unrelated = compared(&site, &id("Artistic"), &id("GPL-3"));
    assert_eq!(list(&unrelated["pairs"]).len(), 0, "what is unrelated has no pairs");
}

/// Checks that every side of every pair is given back by the ranges of its operations, and returns the words in both.
fn whole(site: &Router, compared: &Value) -> usize {
    let mut shared = 0;
    for pair in list(&compared["pairs"]) {
        for (side, path) in [("a", "a_path"), ("b", "b_path")] {
            for paragraph in list(&pair[side]) {
                let text = from(site, &format!("{}.json", paragraph.as_str().unwrap())).json()["text"]
                    .as_str()
                    .unwrap()
                    .to_owned();
                let own = list(&pair["diff"]).iter().filter(|op| op[path] == *paragraph);
                let mut ranges: Vec<(u64, u64)> =
                    own.map(|op| (op[side][0].as_u64().unwrap(), op[side][1].as_u64().unwrap())).collect();
                ranges.sort_unstable();
                let mut at = 0;
                for (start, end) in ranges {
                    assert_eq!(start, at, "{pair}");
                    assert!(end > start, "{pair}");
                    at = end;
                }
                assert_eq!(at, text.chars().count() as u64, "{pair}");
            }
        }
        shared += pair["shared_words"].as_u64().unwrap() as usize;
    }
    shared
}

#[test]
fn both_sides_give_back_their_text_and_a_mirror_changes_nothing() {
    let Some(site) = licences() else { return };
    for (a, b) in [("GPL-1", "GPL-2"), ("LGPL-2.1", "GPL-2"), ("MPL-1.1", "MPL-2.0")] {
        let (there, back) = (compared(&site, &id(a), &id(b)), compared(&site, &id(b), &id(a)));
        let shared = whole(&site, &there);
        assert_eq!(shared as u64 + there["shared_apart"].as_u64().unwrap(), there["shared_words"].as_u64().unwrap());
        assert_eq!((&there["shared_words"], &there["alone_a"]), (&back["shared_words"], &back["alone_b"]));
        for (kind, mirrored) in
            [("same", "same"), ("changed", "changed"), ("split", "merged"), ("merged", "split"), ("moved", "moved")]
        {
            assert_eq!(of_kind(&there, kind), of_kind(&back, mirrored), "{a} {b} {kind}");
        }
        let pairs: std::collections::BTreeSet<String> = list(&back["pairs"])
            .iter()
            .map(|pair| format!("{} {} {}", pair["b"], pair["a"], pair["shared_words"]))
            .collect();
        for pair in list(&there["pairs"]) {
            assert!(pairs.contains(&format!("{} {} {}", pair["a"], pair["b"], pair["shared_words"])), "{pair}");
        }
    }
}

/// Returns how many words difflib finds equal in runs of five and more, of two lists of words.
fn difflib(pairs: &[(Vec<String>, Vec<String>)]) -> Option<Vec<usize>> {
    let script = "import sys,json,difflib\nfor a,b in json.load(sys.stdin):\n s=difflib.SequenceMatcher(None,a,b,autojunk=False)\n print(sum(m.size for m in s.get_matching_blocks() if m.size>=5))\n";
    let mut python =
        Command::new("python3").args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    python.stdin.take()?.write_all(serde_json::to_string(pairs).ok()?.as_bytes()).ok()?;
    let output = python.wait_with_output().ok()?;
    String::from_utf8(output.stdout).ok()?.lines().map(|line| line.parse().ok()).collect()
}

fn words(text: &str) -> Vec<String> {
    use unicode_segmentation::UnicodeSegmentation;
    text.to_lowercase().replace('’', "'").unicode_words().map(str::to_owned).collect()
}

#[test]
fn nothing_that_difflib_finds_equal_is_missed() {
    let Some(site) = licences() else { return };
    let pairs = [
        ("GFDL-1.2", "GFDL-1.3"),
        ("LGPL-2", "LGPL-2.1"),
        ("GPL-1", "GPL-2"),
        ("GPL-2", "GPL-3"),
        ("LGPL-2.1", "GPL-2"),
        ("MPL-1.1", "MPL-2.0"),
        ("Artistic", "GPL-3"),
    ];
    let text = |name: &str| words(&licence(name, 4).unwrap().join("\n\n"));
    let lists: Vec<_> = pairs.iter().map(|(a, b)| (text(a), text(b))).collect();
    let Some(least) = difflib(&lists) else { return skip("no python3") };
    for ((a, b), least) in pairs.iter().zip(least) {
        let found = compared(&site, &id(a), &id(b))["shared_words"].as_u64().unwrap() as usize;
        println!("{a} {b}: {found} words in both, difflib {least}");
        assert!(found >= least, "{a} {b}: {found} words, difflib has {least}");
    }
    // Paragraph by paragraph, too: those that belong together.
    let found = compared(&site, &id("LGPL-2.1"), &id("GPL-2"));
    let single = list(&found["pairs"]).iter().filter(|pair| list(&pair["a"]).len() == 1 && list(&pair["b"]).len() == 1);
    let single: Vec<_> = single.map(|pair| (pair["a"][0].as_str().unwrap(), pair["b"][0].as_str().unwrap())).collect();
    let text = |path: &str| words(from(&site, &format!("{path}.json")).json()["text"].as_str().unwrap());
    let lists: Vec<_> = single.iter().map(|(a, b)| (text(a), text(b))).collect();
    for ((a, b), least) in single.iter().zip(difflib(&lists).unwrap()) {
        let found = compared(&site, a, b)["shared_words"].as_u64().unwrap() as usize;
        assert!(found >= least, "{a} {b}: {found} words, difflib has {least}");
    }
}

/// What was done to a text on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mutation {
    Delete,
    Move,
    Split,
    Merge,
    Replace,
}

#[test]
fn what_was_changed_on_purpose_is_told_and_no_move_is_invented() {
    let Some(_) = licences() else { return };
    let mut chance = seeded();
    let kinds = [Mutation::Delete, Mutation::Move, Mutation::Split, Mutation::Merge, Mutation::Replace];
    let mut texts = Vec::new();
    let mut made = Vec::new();
    for name in LICENCES {
        let original = licence(name, 4).unwrap();
        let first = format!("2001-{}", texts.len());
        texts.push((first.clone(), original.clone()));
        for kind in kinds {
            for _ in 0..often(4, 40) {
                let mut text = original.clone();
                let long: Vec<usize> = (0..text.len()).filter(|at| words(&text[*at]).len() >= 30).collect();
                let mut at = long[chance.below(long.len())];
                match kind {
                    Mutation::Delete => drop(text.remove(at)),
                    Mutation::Move => {
                        let taken = text.remove(at);
                        let far = 2 + chance.below(text.len() - 4);
                        text.insert((at + far) % (text.len() + 1), taken);
                    }
                    Mutation::Split => {
                        let words: Vec<&str> = original[at].split(' ').collect();
                        let cut = words.len() / 3 + chance.below(words.len() / 3);
                        text[at] = words[..cut].join(" ");
                        text.insert(at + 1, words[cut..].join(" "));
                    }
                    Mutation::Merge => {
                        at = at.min(text.len() - 2);
                        let next = text.remove(at + 1);
                        text[at] += &format!(" {next}");
                    }
                    Mutation::Replace => {
                        let mut words: Vec<&str> = original[at].split(' ').collect();
                        let word = chance.below(words.len());
                        words[word] = "zeppelin";
                        text[at] = words.join(" ");
                    }
                }
                let other = format!("2002-{}", texts.len());
                texts.push((other.clone(), text));
                made.push((first.clone(), other, kind, at));
            }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &texts);
    let site = over(Files::Directory(folder.path().to_owned()));
    let (mut moves, mut recalled) = (0, 0);
    for (a, b, kind, at) in made {
        let found = compared(&site, &a, &b);
        let own = format!("/{a}/p/{}", at + 1);
        let pair = list(&found["pairs"]).iter().find(|pair| list(&pair["a"]).iter().any(|path| *path == own));
        let is = |kind: &str| pair.is_some_and(|pair| pair["kind"] == kind);
        match kind {
            Mutation::Delete => assert!(list(&found["alone_a"]).iter().any(|path| *path == own), "{a} {b} {own}"),
            Mutation::Split => assert!(is("split"), "{a} {b} {own}: {pair:?}"),
            Mutation::Merge => assert!(is("merged"), "{a} {b} {own}: {pair:?}"),
            Mutation::Replace => {
                assert!(is("changed"), "{a} {b} {own}");
                let inserted = list(&pair.unwrap()["diff"]).iter().filter(|op| op["op"] == "insert");
                let inserted: Vec<&str> = inserted.map(|op| op["text"].as_str().unwrap()).collect();
                // Signs beside a word that is another are part of the change: boxes are drawn with asterisks.
                let is_word = |word: &&str| word.contains(char::is_alphanumeric);
                let inserted: Vec<&str> =
                    inserted.iter().flat_map(|text| text.split_whitespace()).filter(is_word).collect();
                assert_eq!(inserted, ["zeppelin"]);
            }
            Mutation::Move => {
                moves += 1;
                recalled += usize::from(moved(&found) > 0);
                // Where it went past less than it has, what it went past may as well have moved the other way.
                let own = pair.and_then(|pair| pair["words_a"].as_u64()).unwrap_or_default();
                assert!(moved(&found) <= 1 || moved_words(&found) <= own, "{a} {b} {at}: {found}");
            }
        }
        if kind != Mutation::Move {
            assert_eq!(moved(&found), 0, "{a} {b}: nothing was moved by {kind:?} of {own}");
        }
    }
    println!("{recalled} of {moves} moves are told, none that is none");
    assert!(recalled * 100 >= moves * 95, "{recalled} of {moves} moves");
}

#[test]
fn two_texts_that_share_nothing_say_so() {
    let (a, b) = ("2018-ise-shima-cyber-group-report", "2017-the-hill-lucca-report");
    let page = get(&format!("/compare?a={a}&b={b}"));
    assert_eq!(page.status, 200);
    assert!(page.main().contains("share no run of five words"), "{}", page.main());
    assert!(page.main().contains("Press report"));
    let data = get(&format!("/compare.json?a={a}&b={b}")).json();
    assert_eq!(list(&data["pairs"]).len(), 0);
    assert_eq!((list(&data["alone_a"]).len(), list(&data["alone_b"]).len()), (12, 15));
    assert_eq!(data["shared_words"], 0);
    assert_eq!((&data["a"]["path"], &data["a"]["date"]), (&format!("/{a}").into(), &"2018-04-23".into()));
    let scope = &data["scope"];
    assert!(data["a"]["words"].as_u64().unwrap() > 500 && scope["held"] == 2 && scope["as_of"].is_string(), "{scope}");
}

#[test]
fn what_cannot_be_compared_is_answered_clearly() {
    let paragraph = "2018-ise-shima-cyber-group-report/p/4";
    let form = get(&format!("/compare?a={paragraph}"));
    assert_eq!(form.status, 200);
    assert!(form.main().contains(&format!("value=\"{paragraph}\"")), "{}", form.main());
    assert_eq!(get("/compare").status, 200);
    for path in ["/compare.json", "/compare.json?a=2018-ise-shima-cyber-group-report", "/compare.csv?b=x"] {
        let answer = get(path);
        assert_eq!(answer.status, 400, "{path}");
        assert!(answer.json()["error"].as_str().unwrap().contains("missing"), "{}", answer.body);
    }
    let unknown = format!("a={paragraph}&b=2018-ise-shima-cyber-grup-report");
    let page = get(&format!("/compare?{unknown}"));
    assert_eq!(page.status, 404);
    assert!(page.main().contains("Second text") && page.main().contains("/2018-ise-shima-cyber-group-report"));
    let data = get(&format!("/compare.json?{unknown}"));
    assert_eq!(data.status, 404);
    assert!(data.json()["error"].as_str().unwrap().contains("`b`"), "{}", data.body);
    assert!(!list(&data.json()["nearest"]).is_empty(), "{}", data.body);
    let number = get(&format!("/compare.json?b={paragraph}&a=2018-ise-shima-cyber-group-report/p/99")).json();
    assert_eq!(number["nearest"][0], "/2018-ise-shima-cyber-group-report/p/12");
    for a in ["2017-lucca-declaration", "2017-lucca-declaration/p/2"] {
        let record = format!("a={a}&b={paragraph}");
        let page = get(&format!("/compare?{record}"));
        assert_eq!(page.status, 404, "{a}");
        assert!(page.main().contains("text not held") && page.main().contains("href=\"/2017-lucca-declaration\""));
        let data = get(&format!("/compare.json?{record}")).json();
        assert!(data["error"].as_str().unwrap().contains("text not held"), "{data}");
        assert_eq!(data["nearest"][0], "/2017-lucca-declaration");
    }
    let same = get(&format!("/compare.json?a={paragraph}&b=/{paragraph}.json")).json();
    assert_eq!((&same["identical"], &same["pairs"][0]["kind"]), (&true.into(), &"same".into()));
    assert!(get(&format!("/compare?a={paragraph}&b={paragraph}")).main().contains("identical"));
}

#[test]
fn references_are_whatever_leads_to_a_text() {
    let a = "2018-ise-shima-cyber-group-report/p/4";
    let fingerprint = get(&format!("/{a}.json")).json()["fingerprint"].as_str().unwrap().to_owned();
    for b in [
        "https%3A%2F%2Fold.example%2F2018-ise-shima-cyber-group-report%2Fp%2F4%3Fhl%3Dx",
        "Ise-Shima+Cyber+Group+report+para+4",
        "2018-ise-shima-cyber-group-report%23p4",
        "2018-ise-shima-cyber-group-report/p/4/r/1",
        fingerprint.as_str(),
    ] {
        let answer = get(&format!("/compare.json?a={a}&b={b}"));
        assert_eq!(answer.status, 200, "{b}: {}", answer.body);
        assert_eq!(answer.json()["pairs"][0]["kind"], "same", "{b}");
    }
}

#[test]
fn spelling_is_told_apart_from_substance_by_the_reviewed_list_alone() {
    let folder = tempfile::tempdir().unwrap();
    let text = |id: &str, paragraphs: &[&str]| (id.to_owned(), paragraphs.iter().map(ToString::to_string).collect());
    write(
        folder.path(),
        &[
            text(
                "2001-a",
                &[
                    "The behaviour of States in cyberspace is a matter of defence for all of us.",
                    "We, the partners, agree: all States should abide by “these norms” of 1989.",
                    "States shall compile these lists before the meeting of ministers.",
                ],
            ),
            text(
                "2002-b",
                &[
                    "The behavior of States in cyber space is a matter of defense for all of us.",
                    "We the partners agree – all states should abide by \"these norms\" of 1989.",
                    "States shall combine the lists before the meeting of ministers.",
                ],
            ),
        ],
    );
    let site = over(Files::Directory(folder.path().to_owned()));
    let found = compared(&site, "2001-a", "2002-b");
    let kinds: Vec<&str> = list(&found["pairs"]).iter().map(|pair| pair["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["spelling", "same", "changed"]);
    let spelt: Vec<&str> = list(&found["pairs"][0]["diff"])
        .iter()
        .filter(|op| op["level"] == "spelling")
        .map(|op| op["text"].as_str().unwrap().trim())
        .collect();
    assert_eq!(spelt, ["behaviour", "cyberspace", "defence"]);
    assert!(list(&found["pairs"][1]["diff"]).iter().any(|op| op["level"] == "words"));
    whole(&site, &found);
    for page in ["", "&fold=letters", "&show=changes"] {
        let page = from(&site, &format!("/compare?a=2001-a&b=2002-b{page}"));
        assert!(page.main().contains("<del>behaviour</del><ins>behavior</ins>"), "{}", page.main());
        assert!(
            page.main().contains("<span class=\"hidden\">deleted: </span><del>compile these</del>"),
            "{}",
            page.main()
        );
    }
    let letters = from(&site, "/compare?a=2001-a&b=2002-b&fold=letters");
    assert!(letters.main().contains("other signs"), "{}", letters.main());
    let columns = from(&site, "/compare?a=2001-a/p/1&b=2002-b/p/1&c=2001-a/p/2&d=2002-b/p/2");
    assert_eq!(columns.status, 200);
    assert_eq!(columns.main().matches("<th scope=\"col\">").count(), 4, "{}", columns.main());
    let csv = from(&site, "/compare.csv?a=2001-a&b=2002-b");
    assert_eq!(csv.body.lines().count(), 4, "{}", csv.body);
    assert!(csv.body.starts_with("kind,a,b,shared_words,words_a,words_b"), "{}", csv.body);
    // As data, the first is compared with each of the others.
    let [a, b, c, d] = ["2001-a/p/1", "2002-b/p/1", "2001-a/p/2", "2002-b/p/2"];
    let mut first = compared(&site, a, b);
    first["further"] = serde_json::json!([compared(&site, a, c), compared(&site, a, d)]);
    assert_eq!(from(&site, &format!("/compare.json?a={a}&b={b}&c={c}&d={d}")).json(), first);
    let rows = |query: &str| from(&site, &format!("/compare.csv?{query}")).body.lines().count() - 1;
    let each = [b, c, d].map(|other| rows(&format!("a={a}&b={other}")));
    assert_eq!(rows(&format!("a={a}&b={b}&c={c}&d={d}")), each.into_iter().sum::<usize>());
    let lost = from(&site, &format!("/compare.json?a={a}&b={b}&d=2018-nothing"));
    assert!(lost.status == 404 && lost.body.contains("`d`"), "{}", lost.body);
    let continued = compared(&site, "2001-a/p/2", "2002-b");
    assert_eq!(continued["pairs"][0]["b"][0], "/2002-b/p/2");
}

#[test]
fn a_text_that_is_too_long_is_refused_in_data_and_told_on_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let long = (0..700).map(|at| format!("word{at} ").repeat(100)).collect();
    write(folder.path(), &[("2001-long".to_owned(), long), ("2002-short".to_owned(), vec!["A few words.".to_owned()])]);
    let site = over(Files::Directory(folder.path().to_owned()));
    let data = from(&site, "/compare.json?a=2001-long&b=2002-short");
    assert_eq!(data.status, 400);
    assert!(data.json()["error"].as_str().unwrap().contains("60000"), "{}", data.body);
    let page = from(&site, "/compare?a=2001-long&b=2002-short");
    assert_eq!(page.status, 200);
    assert!(page.main().contains("60,000 words a side"), "{}", page.main());
}

#[test]
fn the_terminal_answers_what_the_site_answers() {
    use crate::running::program;
    let (a, b) = ("2018-ise-shima-cyber-group-report/p/4", "2017-the-hill-lucca-report/p/3");
    let output = program().args(["compare", a, b, "--json"]).output().unwrap();
    let printed: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(printed, get(&format!("/compare.json?a={a}&b={b}")).json());
    let plain = program().args(["compare", a, b]).output().unwrap();
    let plain = String::from_utf8(plain.stdout).unwrap();
    assert!(plain.contains(&format!("/{a}")) && plain.contains("in both"), "{plain}");
    let lost = program().args(["compare", a, "2018-nothing"]).output().unwrap();
    assert!(!lost.status.success());
    assert!(String::from_utf8_lossy(&lost.stderr).contains("`B` names nothing"), "{lost:?}");
}
