//! Word files: what Word shows with all changes accepted, and the numbers that it puts before paragraphs.

use std::fs;
use std::path::Path;
use std::process::Command;

use g7cyber::corpus::{self, Files, Weight};
use g7cyber::import;

use super::capture::made;
use super::{ID, agrees, confirm, has_poppler, imported, lines, loaded};
use crate::support::skip;

/// Makes the files, in a folder; nothing where python-docx is not installed.
#[track_caller]
fn files() -> Option<tempfile::TempDir> {
    let folder = tempfile::tempdir().unwrap();
    made("words.py", &[folder.path().to_str().unwrap()]).then_some(folder)
}

/// Returns the draft, and its paragraphs and headings as they are loaded and proved.
#[track_caller]
fn read(file: &Path) -> (String, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let draft = imported(folder.path(), file, None).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let lines = lines(&loaded(folder.path()).documents()[0]);
    agrees(folder.path(), &draft);
    (draft, lines)
}

/// Returns what a PDF prints before and of the paragraphs of the files that `words.py` makes, a line each.
fn printed(pdf: &Path) -> String {
    let output = Command::new("pdftotext").args(["-layout"]).arg(pdf).arg("-").output().unwrap();
    String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ") + "\n")
        .collect()
}

#[test]
fn numbers_are_those_that_a_word_processor_prints() {
    let Some(folder) = files().filter(|_| has_poppler()) else { return };
    for name in ["numbered", "page"] {
        let pdf = folder.path().join(format!("{name}.pdf"));
        if !pdf.exists() {
            skip("no LibreOffice Writer on this machine");
            return;
        }
        let (_, lines) = read(&folder.path().join(format!("{name}.docx")));
        let printed = printed(&pdf);
        let mut compared = 0;
        for line in lines {
            let Some(front) = line.split(" goes on").next().filter(|front| front.len() < line.len()) else { continue };
            let words: Vec<&str> = front.split(' ').collect();
            let words = words.get(words.len() - 3..).unwrap().join(" ");
            let theirs = printed.lines().find(|other| other.contains(&words)).unwrap();
            let theirs = theirs.split(" goes on").next().unwrap().trim_start_matches(['•', '\u{f0b7}', ' ']);
            // Whether a gap follows a number is left to the fonts of the machine, which may leave it no room.
            let signs = |text: &str| text.split_whitespace().collect::<String>();
            assert_eq!(signs(front.trim_start_matches("- ")), signs(theirs), "{name}");
            compared += 1;
        }
        assert!(compared > 9, "{name}: {compared}");
    }
}

#[test]
fn the_numbered_heading_of_a_section_is_no_title() {
    let Some(folder) = files() else { return };
    let (draft, lines) = read(&folder.path().join("untitled.docx"));
    let headings: Vec<&String> = lines.iter().filter(|line| line.starts_with('#')).collect();
    assert_eq!(headings, ["# 1. Section a", "## 1.1. Section b", "# 2. Section a"], "{draft}");
    assert_eq!(lines.len(), 7, "{draft}");
}

#[test]
fn the_day_below_a_title_in_its_paragraph_is_none_of_it() {
    let Some(folder) = files() else { return };
    let (draft, lines) = read(&folder.path().join("titled.docx"));
    assert_eq!(lines.len(), 2, "{draft}");
    for line in ["title = \"A made-up declaration on paper boats\"", "date = \"2031-05-04\"", "place = \"Shoreham\""] {
        assert!(draft.contains(line), "{draft}");
    }
}

#[test]
fn tracked_changes_are_accepted_and_told() {
    let Some(folder) = files() else { return };
    let (draft, lines) = read(&folder.path().join("tracked.docx"));
    let expected = [
        "1. States shall count what they have, and say so in public.",
        "2. States tell each other what they have counted, once a year at least.",
        "3. Here is where it stood before.",
        "4. A paragraph that was two and is one now.",
        "5. This sentence was moved. Here is where it went.",
    ];
    assert_eq!(lines, expected);
    assert_eq!(draft.matches("# doubt: the file has tracked changes").count(), 2, "{draft}");
}

#[test]
fn every_word_that_is_shown_is_read_once() {
    let Some(folder) = files() else { return };
    let (draft, lines) = read(&folder.path().join("hidden.docx"));
    let expected = [
        "A field says what it shows, a control keeps its words.",
        "A link has words, and so has the state\u{2011}of\u{2011}the cooperative art & craft.",
        "A reading stands beside 漢字 and is no word of the text.",
        "What is hidden is not read, and what is out neither.",
        "A box is anchored in this paragraph, which keeps all of its own words too.",
        "The words of a box stand once, behind the paragraph that they are anchored in.",
        "The first cell is a paragraph of its own, with some words.",
        "The second cell is the next one, with some other words.",
        "# A heading with its note",
        "A sentence has a note,[^1] and goes on.",
    ];
    let lines: Vec<String> = lines.iter().map(|line| line.replace(", and goes on.", ",[^1] and goes on.")).collect();
    assert_eq!(lines.get(..10).unwrap_or_default(), expected, "{draft}");
    assert!(draft.contains("`struck` is struck out") && draft.contains("\"kanji\""), "{draft}");
}

#[test]
fn a_number_that_was_computed_is_no_part_of_the_proof_and_every_word_is() {
    let Some(folder) = files() else { return };
    let corpus = tempfile::tempdir().unwrap();
    imported(corpus.path(), &folder.path().join("numbered.docx"), None).unwrap();
    confirm(corpus.path(), ID);
    let path = corpus.path().join(format!("documents/{ID}.md"));
    let draft = fs::read_to_string(&path).unwrap();
    assert!(draft.contains("\nnumbering = \"computed\"\n"), "{draft}");
    let wrong = |from: &str, to: &str| {
        assert!(draft.contains(from), "{from}");
        fs::write(&path, draft.replacen(from, to, 1)).unwrap();
        let problems = corpus::examine(&Files::Directory(corpus.path().to_owned()), &import::plain_text).1;
        problems.iter().filter(|problem| problem.weight == Weight::Error).count()
    };
    for (from, to) in [
        ("\n1. Apple", "\n4. Apple"),
        ("\n(a) Apple", "\n(c) Apple"),
        ("\n1. Apple", "\nApple"),
        ("\nArticle 4 Cherry", "\nArticle 7 Cherry"),
        ("\nII. Berry", "\nIII. Berry"),
        ("\n[01] Cherry", "\nCherry"),
    ] {
        assert_eq!(wrong(from, to), 0, "{from:?}: {to:?}");
    }
    for (from, to) in [
        ("\n1. Apple grove", "\n1. Apple"),
        ("\n1. Apple grove", "\n1. Big Apple grove"),
        ("goes on with words of its own", "goes on with 2 words of its own"),
        ("\n3. Typed", "\n4. Typed"),
        ("\n[02] Damson", "\nDeclaration Damson"),
    ] {
        assert!(wrong(from, to) > 0, "{from:?}: {to:?}");
    }
}

#[test]
fn word_files_that_are_none_or_made_up_are_refused() {
    let Some(folder) = files() else { return };
    let whole = fs::read(folder.path().join("numbered.docx")).unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let cases = [
        (file("cut.docx", &whole[..whole.len() / 2]), "no whole Word file"),
        (file("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"), "older office program"),
        (file("closed.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 closed"), "with a password"),
        (folder.path().join("page.odt"), "no whole Word file"),
        (folder.path().join("deep.docx"), "nested more than"),
        (folder.path().join("bomb.docx"), "more than"),
        (folder.path().join("entities.docx"), "declares a document type"),
        (folder.path().join("empty.docx"), "no text was found"),
        (folder.path().join("broken.docx"), "is damaged"),
    ];
    for (path, told) in cases.into_iter().filter(|(path, _)| path.exists()) {
        let corpus = folder.path().join("corpus");
        let error = imported(&corpus, &path, None).expect_err(&path.display().to_string()).to_string();
        assert!(error.contains(told), "{}: {error}", path.display());
        assert!(!corpus.exists(), "{}", path.display());
    }
}
