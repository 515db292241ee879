//! What was published is kept for ever: numbers, wordings, and what became of everything.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use g7cyber::corpus::{self, Corpus, Files, Kind, ParagraphId, Revision, Shape, State, Target};
use g7cyber::wording::{Fingerprint, Sha256};

use crate::desk::{Desk, told};
use crate::running::program;
use crate::support::{five_releases, root};

/// Returns every file below a folder.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.strip_prefix(root).unwrap().display().to_string(), fs::read(&path).unwrap());
            }
        }
    }
    files
}

fn paragraph(address: &str) -> ParagraphId {
    address.parse().unwrap()
}

fn ends(corpus: &Corpus, address: &str) -> Vec<String> {
    corpus.ledger().resolve(&address.parse().unwrap()).iter().map(ToString::to_string).collect()
}

#[track_caller]
fn check_refused(desk: &Desk, decided: &[&str], why: Option<&str>, expected: &[&str]) {
    let before = files(desk.root());
    let problems = desk.try_publish("2021-02-01", decided, why).unwrap_err();
    let told = told(&problems);
    let agree =
        problems.len() == expected.len() && told.lines().zip(expected).all(|(line, begin)| line.starts_with(begin));
    assert!(agree, "{told}");
    assert_eq!(files(desk.root()), before, "something was written");
}

#[test]
fn every_address_of_five_releases_has_something_to_say() {
    let (folder, addresses) = five_releases();
    let corpus = corpus::load(&Files::Directory(folder.path().to_owned())).unwrap();
    for address in &addresses {
        let address = address.strip_prefix('/').unwrap();
        let (subject, revision) = match address.split_once("/r/") {
            Some((subject, revision)) => (subject, Some(revision.parse::<Revision>().unwrap())),
            None => (address, None),
        };
        assert!(!ends(&corpus, subject).is_empty(), "{address}");
        let Some(revision) = revision else { continue };
        let id = paragraph(subject);
        let row = corpus.ledger().publication(&id, revision).unwrap();
        let present = corpus.paragraph(&id).filter(|(_, paragraph)| paragraph.revision == revision);
        let text =
            present.map(|(_, paragraph)| paragraph.text.as_ref()).or_else(|| corpus.ledger().wording(&id, revision));
        assert_eq!(text.map(|text| Sha256::of(text.as_bytes())), row.sha256, "{address}");
    }
    // 6 documents and records, 15 paragraphs, 18 revisions.
    assert_eq!(addresses.len(), 6 + 15 + 18, "{addresses:#?}");
}

#[test]
fn everything_published_says_what_became_of_it() {
    let (folder, _) = five_releases();
    let corpus = corpus::load(&Files::Directory(folder.path().to_owned())).unwrap();
    assert_eq!(ends(&corpus, "2001-alpha/p/1"), ["2001-alpha/p/1"]);
    assert_eq!(ends(&corpus, "2001-alpha/p/4"), ["2005-epsilon/p/1"]);
    assert_eq!(ends(&corpus, "2001-alpha/p/5"), ["2001-alpha/p/8", "2001-alpha/p/9"]);
    assert_eq!(ends(&corpus, "2001-alpha/p/6"), ["2001-alpha/p/1"]);
    assert_eq!(ends(&corpus, "2003-gamma"), ["2003-gamma-charter"]);
    assert_eq!(ends(&corpus, "2001-alpha/p/99"), [""; 0]);
    let ledger = corpus.ledger();
    for gone in ["2001-alpha/p/3", "2001-alpha/p/9", "2004-delta/p/1", "2004-delta/p/2"] {
        assert_eq!(ledger.state(&paragraph(gone)), Some(&State::Withdrawn), "{gone}");
    }
    assert_eq!(ledger.document_state(&"2004-delta".parse().unwrap()), Some(&State::Withdrawn));
    let why = ledger.history(&paragraph("2001-alpha/p/3")).next_back().unwrap().note;
    assert_eq!(why.as_deref(), Some("It stands in no source."));
    let second = paragraph("2001-alpha/p/2");
    let days: Vec<String> = ledger.history(&second).map(|row| row.published.to_string()).collect();
    assert_eq!(days, ["2021-01-01", "2021-02-01", "2021-04-01"]);
    assert_eq!(ledger.wording(&second, "1".parse().unwrap()), Some("The second paragraph has a mistaek."));
    let (_, present) = corpus.paragraph(&second).unwrap();
    assert_eq!((present.revision.get(), present.published.unwrap().to_string()), (3, "2021-04-01".to_owned()));
}

#[test]
fn a_fingerprint_leads_to_every_wording_it_ever_was() {
    let (folder, _) = five_releases();
    let corpus = corpus::load(&Files::Directory(folder.path().to_owned())).unwrap();
    let fingerprint = Fingerprint::of("the FOURTH paragraph will move.");
    let found = corpus.with_fingerprint(&fingerprint.to_string()[..12]);
    let found: Vec<String> = found.iter().map(|(id, revision)| format!("{id}/r/{revision}")).collect();
    assert_eq!(found, ["2001-alpha/p/4/r/1", "2002-beta/p/3/r/1", "2005-epsilon/p/1/r/1"]);
    assert_eq!(corpus.with_fingerprint("000000000000"), []);
}

#[test]
fn numbers_are_written_into_the_file_and_nothing_else_is() {
    let desk = Desk::new();
    let text = "# Heading\n\n1.  Tight   spaces\n\tand tabs.[^1]   \n\n(a) Item [-x-]{+y+}[^1]\n- Bullet\n[^1]: Note \\{#9}\n\n\n\\# Last";
    desk.write("2001-alpha", text);
    let published = desk.publish("2021-01-01", &[], None);
    assert_eq!(published.rows.len(), 5);
    let numbered = "# Heading\n\n1.  Tight   spaces\n\tand tabs.[^1] {#1}   \n\n(a) Item [-x-]{+y+}[^1] {#2}\n- Bullet {#3}\n[^1]: Note \\{#9}\n\n\n\\# Last {#4}";
    assert!(desk.read("documents/2001-alpha.md").ends_with(numbered), "{}", desk.read("documents/2001-alpha.md"));
}

#[test]
fn the_program_publishes_what_its_flags_decide() {
    let desk = Desk::new();
    desk.write("2001-alpha", "One.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.\n\nSix.\n");
    desk.publish("2021-01-01", &[], None);
    for gone in ["Two. {#2}\n\n", "Three. {#3}\n\n", "Four. {#4}\n\n", "Five. {#5}\n\n"] {
        desk.edit("2001-alpha", gone, "");
    }
    let run = |flags: &str| {
        let output = program().arg("publish").arg("--corpus").arg(desk.root()).args(flags.split_whitespace()).output();
        let output = output.unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, told) = run("");
    assert!(code == Some(1) && told.ends_with("nothing was published: 4 errors\n"), "{told}");
    let (code, told) = run("--moved 2001-alpha/p/2 2001-alpha/p/6 --merged 2001-alpha/p/3 2001-alpha/p/1 \
         --split 2001-alpha/p/4 2001-alpha/p/1 2001-alpha/p/6 --withdrawn 2001-alpha/p/5 --note why");
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("2001-alpha/p/4: split, revision 1 to 2001-alpha/p/1 and 2001-alpha/p/6\n"), "{told}");
    let corpus = desk.load();
    for (address, ended) in [("2", "moved"), ("3", "merged"), ("4", "split"), ("5", "withdrawn")] {
        let state = corpus.ledger().state(&paragraph(&format!("2001-alpha/p/{address}")));
        assert_eq!(state.map(State::id), Some(ended));
    }
    assert_eq!(run(""), (Some(0), "nothing to publish\n".to_owned()));
}

#[test]
fn publishing_twice_appends_nothing() {
    let (folder, _) = five_releases();
    let before = files(folder.path());
    let again = corpus::publish(folder.path(), &corpus::Decisions::default(), "2021-06-01".parse().unwrap()).unwrap();
    assert_eq!(again, corpus::Published::default());
    assert_eq!(files(folder.path()), before);
}

#[test]
fn what_is_planned_and_not_agreed_to_leaves_nothing_behind() {
    let desk = Desk::new();
    desk.write("2001-alpha", "One.\n\nTwo.\n");
    let before = files(desk.root());
    let request = corpus::PublishRequest {
        documents: vec![],
        decisions: Default::default(),
        today: "2021-01-01".parse().unwrap(),
    };
    let publishing = corpus::Publishing::begin(desk.root()).unwrap();
    for _ in 0..2 {
        let planned = publishing.plan(&request, &corpus::plain_text).unwrap();
        assert_eq!(planned.rows.len(), 3);
        // What it would be is written, where nobody reads it: whoever loads the corpus sees what it was.
        assert!(desk.root().join(".publishing/documents/2001-alpha.md").is_file());
        assert_eq!(desk.load().ledger().count(), 0);
    }
    drop(publishing);
    assert_eq!(files(desk.root()), before);
    let publishing = corpus::Publishing::begin(desk.root()).unwrap();
    let planned = publishing.plan(&request, &corpus::plain_text).unwrap();
    let told: Vec<String> = planned.files().map(str::to_owned).collect();
    assert_eq!(publishing.commit(planned).unwrap().files, told);
    assert_eq!(desk.load().ledger().count(), 3);
}

#[test]
fn numbers_are_never_given_twice() {
    let desk = Desk::new();
    desk.write("2001-alpha", "One.\n\nTwo.\n");
    desk.publish("2021-01-01", &[], None);
    desk.edit("2001-alpha", "\nTwo. {#2}\n", "");
    desk.publish("2021-01-02", &["withdrawn 2001-alpha/p/2"], Some("why"));
    desk.edit("2001-alpha", "One.", "Zero.\n\nOne.");
    let rows = desk.publish("2021-01-03", &[], None).rows;
    assert_eq!(rows.iter().map(|row| row.subject().to_string()).collect::<Vec<_>>(), ["2001-alpha/p/3"]);
    assert!(desk.read("documents/2001-alpha.md").ends_with("Zero. {#3}\n\nOne. {#1}\n"));
}

#[test]
fn what_is_published_is_read_back_by_sha256sum() {
    let (folder, _) = five_releases();
    let ledger = fs::read_to_string(folder.path().join("ledger.csv")).unwrap();
    let wording = fs::read(folder.path().join("revisions/2001-alpha/2.1.txt")).unwrap();
    assert!(ledger.contains(&format!("2001-alpha,2,1,2021-01-01,{},", Sha256::of(&wording))));
    assert!(ledger.starts_with("document,number,revision,published,sha256,fingerprint,state,target,note\n"));
}

#[test]
fn nothing_vanishes_without_a_decision() {
    let desk = Desk::new();
    desk.write("2001-alpha", "One.\n\nTwo.\n");
    desk.write("2002-beta", "One.\n");
    desk.publish("2021-01-01", &[], None);
    desk.edit("2001-alpha", "\nTwo. {#2}\n", "");
    desk.remove("2002-beta");
    check_refused(
        &desk,
        &[],
        None,
        &[
            "ledger.csv:4: `2001-alpha/p/2` was published and its text is gone",
            "ledger.csv:5: `2002-beta` was published and its file is gone",
            "ledger.csv:6: `2002-beta/p/1` was published and its text is gone",
        ],
    );
}

#[test]
fn decisions_that_cannot_be_are_refused() {
    let desk = Desk::new();
    desk.write("2001-alpha", "One.\n\nTwo.\n\nThree.\n");
    desk.publish("2021-01-01", &[], None);
    let gone = ["merged 2001-alpha/p/1 2001-alpha/p/2"];
    check_refused(
        &desk,
        &gone,
        Some("why"),
        &["documents/2001-alpha.md:8: the ledger says that `2001-alpha/p/1` was merged"],
    );
    desk.edit("2001-alpha", "One. {#1}\n\nTwo. {#2}\n\n", "");
    check_refused(
        &desk,
        &["withdrawn 2001-alpha/p/1", "withdrawn 2001-alpha/p/7"],
        None,
        &[
            "ledger.csv: `2001-alpha/p/1` is withdrawn without a reason; add `--note` and say why",
            "ledger.csv: `2001-alpha/p/7` was never published",
        ],
    );
    let round = ["merged 2001-alpha/p/1 2001-alpha/p/2", "merged 2001-alpha/p/2 2001-alpha/p/1"];
    check_refused(&desk, &round, Some("why"), &["ledger.csv: `2001-alpha/p/2` leads back to itself"]);
    let nowhere = ["moved 2001-alpha/p/1 2001-alpha/p/8", "merged 2001-alpha/p/2 2001-alpha/p/3"];
    check_refused(&desk, &nowhere, Some("why"), &["ledger.csv: `2001-alpha/p/1` ends at nothing: `2001-alpha/p/8`"]);
    let twice = ["split 2001-alpha/p/1 2001-alpha/p/3 2001-alpha/p/3", "merged 2001-alpha/p/2 2001-alpha/p/3"];
    check_refused(&desk, &twice, Some("why"), &["ledger.csv: `2001-alpha/p/1` is divided into `2001-alpha/p/3` twice"]);
    let sorts = ["moved 2001-alpha/p/1 2001-alpha", "merged 2001-alpha/p/2 2001-alpha/p/3"];
    check_refused(&desk, &sorts, Some("why"), &["ledger.csv: `2001-alpha/p/1` goes to something of another sort"]);
}

#[test]
fn notes_that_a_ledger_cannot_hold_are_refused() {
    let desk = Desk::new();
    desk.write("2001-alpha", "One.\n\nTwo.\n");
    desk.publish("2021-01-01", &[], None);
    desk.edit("2001-alpha", "\nTwo. {#2}\n", "");
    let before = files(desk.root());
    for (note, wrong) in [
        ("", "the note says nothing"),
        (" \u{a0}\u{200b}", "the note says nothing"),
        ("why\u{1b}[31m", "the note has the control character U+001B"),
        ("one line\r\nand another", "the note has the control character U+000D"),
        ("one line\u{85}and another", "the note has the control character U+0085"),
    ] {
        let problems = desk.try_publish("2021-02-01", &["withdrawn 2001-alpha/p/2"], Some(note)).unwrap_err();
        let told = told(&problems);
        assert!(problems.len() == 1 && told.starts_with(&format!("ledger.csv: {wrong}; ")), "{note:?}: {told}");
        assert_eq!(files(desk.root()), before, "{note:?}: something was written");
    }
    desk.publish("2021-02-01", &["withdrawn 2001-alpha/p/2"], Some(" \"why\", they asked \n"));
    let corpus = desk.load();
    let last = corpus.ledger().history(&paragraph("2001-alpha/p/2")).next_back().unwrap();
    assert_eq!(last.note.as_deref(), Some("\"why\", they asked"));
    let ledger = desk.read("ledger.csv").replace("\"\"\"why\"\", they asked\"", "\" \"");
    fs::write(desk.root().join("ledger.csv"), ledger).unwrap();
    let problems = corpus::load(&Files::Directory(desk.root().to_owned())).unwrap_err();
    assert!(told(&problems).starts_with("ledger.csv:5: withdrawn without a note"), "{}", told(&problems));
}

#[test]
fn every_decision_keeps_the_note_that_says_why() {
    let desk = Desk::new();
    desk.write("2001-alpha", "One.\n\nTwo.\n\nThree.\n");
    desk.publish("2021-01-01", &[], None);
    desk.edit("2001-alpha", "Two. {#2}\n\n", "");
    let rows = desk.publish("2021-02-01", &["merged 2001-alpha/p/2 2001-alpha/p/1"], Some("Said there too.")).rows;
    assert_eq!(rows.iter().map(|row| row.note.as_deref()).collect::<Vec<_>>(), [Some("Said there too.")]);
    desk.write("2002-beta", "One.\n");
    let publish = program().args(["publish", "--note", "why", "--corpus"]).arg(desk.root()).output().unwrap();
    let said = String::from_utf8(publish.stdout).unwrap();
    assert!(publish.status.success() && said.contains("the note is kept nowhere"), "{said}");
}

#[test]
fn whatever_check_accepts_can_be_numbered() {
    let desk = Desk::new();
    let longest = "x".repeat(1 << 20);
    desk.write("2001-alpha", &format!("\\-\n\n- -\n\n1.\n\n(a)\n\nwords\n-\nand more\n\n- item\n\\-\n\n{longest}\n"));
    desk.publish("2021-01-01", &[], None);
    let corpus = desk.load();
    let texts: Vec<&str> = corpus.documents()[0].paragraphs.iter().map(|paragraph| paragraph.text.as_ref()).collect();
    assert_eq!(texts, ["-", "-", "1.", "(a)", "words - and more", "item -", &longest]);
    desk.write("2002-beta", "One.\n\n-\n\nTwo\n-\n");
    let lone = "a bullet has no words; write them after the `-`, or `\\-` if it is text";
    let expected = [10, 13].map(|line| format!("documents/2002-beta.md:{line}: {lone}"));
    check_refused(&desk, &[], None, &expected.each_ref().map(String::as_str));
}

#[test]
fn a_correction_needs_the_words_it_replaces() {
    let desk = Desk::new();
    desk.write("2001-alpha", "One.\n");
    desk.publish("2021-01-01", &[], None);
    let kept = desk.root().join("revisions/2001-alpha/live.txt");
    let words = fs::read(&kept).unwrap();
    assert_eq!(words, b"1.1 One.\n");
    desk.edit("2001-alpha", "One.", "Won.");
    fs::write(&kept, "1.1 Wan.\n").unwrap();
    let lost = "ledger.csv: the words published as revision 1 of `2001-alpha/p/1` are kept nowhere";
    check_refused(
        &desk,
        &[],
        None,
        &["documents/2001-alpha.md:8: `2001-alpha/p/1` is corrected without a reason; add `--note`"],
    );
    check_refused(&desk, &[], Some("A slip of the pen."), &[lost]);
    fs::write(&kept, words).unwrap();
    desk.publish("2021-01-02", &[], Some("A slip of the pen."));
    assert_eq!(desk.read("revisions/2001-alpha/1.1.txt"), "One.");
    assert_eq!(desk.read("revisions/2001-alpha/live.txt"), "1.2 Won.\n");
    let corpus = desk.load();
    let last = corpus.ledger().history(&paragraph("2001-alpha/p/1")).next_back().unwrap();
    assert_eq!(last.note.as_deref(), Some("A slip of the pen."));
}

#[test]
fn a_document_that_moves_takes_its_paragraphs_along() {
    let desk = Desk::new();
    desk.write("2001-alpha", "One.\n\nTwo.\n");
    desk.publish("2021-01-01", &[], None);
    fs::rename(desk.root().join("documents/2001-alpha.md"), desk.root().join("documents/2001-omega.md")).unwrap();
    desk.publish("2021-01-02", &["moved 2001-alpha 2001-omega"], Some("Its name was wrong."));
    let corpus = desk.load();
    assert_eq!(ends(&corpus, "2001-alpha/p/2"), ["2001-omega/p/2"]);
    assert_eq!(corpus.ledger().resolve(&Target::Document("2001-alpha".parse().unwrap())).len(), 1);
}

#[test]
fn hostile_texts_are_kept_as_they_are() {
    let corpus = corpus::load(&Files::Directory(root().join("tests/fixtures/hostile"))).unwrap();
    let [markup, word] = corpus.documents() else { panic!("two documents") };
    assert!(markup.title.starts_with("<script>alert(1)</script> & \"quotes\" \u{202e}rtl"), "{}", markup.title);
    assert_eq!(markup.kind, Kind::Declaration);
    assert_eq!(
        markup.headings.iter().map(|heading| heading.text.as_str()).collect::<Vec<_>>(),
        ["<h1>Heading</h1> & more", "Deeper"]
    );
    let texts: Vec<&str> = markup.paragraphs.iter().map(|paragraph| paragraph.text.as_ref()).collect();
    assert!(texts[0].ends_with("😀👩\u{200d}👩\u{200d}👧 \u{e9} \u{1e9b}\u{323}"), "{}", texts[0]);
    assert_eq!(
        &texts[1..],
        [
            "Numbered.[^<]",
            "An item <ins> {#9} {{template}}",
            "A bullet \\ with [^1] and [-no-] correction",
            "Javascript:alert(1) - not a bullet, # not a heading running over lines"
        ]
    );
    let numbers: Vec<u32> = markup.paragraphs.iter().map(|paragraph| paragraph.number.get()).collect();
    assert_eq!(numbers, [8, 7, 9, 10, 2]);
    let parents: Vec<Option<u32>> =
        markup.paragraphs.iter().map(|paragraph| paragraph.parent.map(corpus::Number::get)).collect();
    assert_eq!(parents, [None, None, Some(7), Some(9), None]);
    let item = &markup.paragraphs[2];
    assert_eq!((item.shape, item.corrections()[0].removed.as_str()), (Shape::Item, "<del>"));
    assert_eq!(&item.text[item.corrections()[0].inserted.clone()], "<ins>");
    assert_eq!(
        item.notes()[item.corrections()[0].note.unwrap()].text,
        "A note with <b>markup</b> & `code` that goes on."
    );
    assert_eq!(markup.headings_above(&markup.paragraphs[4]).len(), 2);
    let related = &corpus.relations(&word.id)[0];
    assert_eq!((&related.document.id, related.label), (&markup.id, "named by"));
}
