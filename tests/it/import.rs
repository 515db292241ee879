//! Sources of every kind of host become the paragraphs, numbers and headings that a reader of the source sees.
//!
//! Fixtures imitate each kind of host. Beside `x.html`, `x.txt` or `x.layout` (a PDF, line by line) stands `x.expected`:
//! what the page proposes, then the text, a line a heading or paragraph.

mod archived;
mod browser;
mod capture;
mod fetch;
mod host;
mod made_up;
mod operator;
pub(crate) mod pdf;
mod producers;
mod watch;
mod words;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use g7cyber::corpus::{self, Corpus, Document, Files, Weight};
use g7cyber::import::{self, Error, Received};
use proptest::prelude::*;

use crate::support::{root, skip};

const ID: &str = "2017-x";

fn fixtures(kind: &str) -> Vec<PathBuf> {
    let folder = root().join("tests/fixtures/import").join(kind);
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|end| end != "expected")).collect();
    paths.sort();
    paths
}

/// Tells whether poppler is installed, without which no PDF is read; says so if not.
#[track_caller]
pub(crate) fn has_poppler() -> bool {
    let found = Command::new("pdftotext").arg("-v").output().is_ok();
    if !found {
        skip("no `pdftotext` on this machine");
    }
    found
}

/// Makes the source of a fixture, in a folder of the test's own.
fn source(fixture: &Path, folder: &Path) -> PathBuf {
    if fixture.extension().is_none_or(|end| end != "layout") {
        return fixture.to_owned();
    }
    let file = folder.join("source.pdf");
    fs::write(&file, pdf::of_layout(&fs::read_to_string(fixture).unwrap())).unwrap();
    file
}

/// Imports a file into an empty corpus, and returns the draft as it was written.
fn imported(corpus: &Path, file: &Path, url: Option<&str>) -> Result<String, Error> {
    let received = Received::from_file(file, url.map(str::to_owned))?;
    let imported = import::import(corpus, None, &ID.parse().unwrap(), &received)?;
    Ok(fs::read_to_string(imported.document).unwrap())
}

/// Loads a corpus whose draft may have no date yet.
fn loaded(folder: &Path) -> Corpus {
    let path = folder.join(format!("documents/{ID}.md"));
    let draft = fs::read_to_string(&path).unwrap().replace("date = \"\"", "date = \"2017\"");
    fs::write(path, draft).unwrap();
    corpus::load(&Files::Directory(folder.to_owned())).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn lines(document: &Document) -> Vec<String> {
    let mut lines = Vec::new();
    for place in 0..=document.paragraphs.len() {
        for heading in document.headings.iter().filter(|heading| heading.before == place) {
            lines.push(format!("{} {}", "#".repeat(heading.level.into()), heading.text));
        }
        lines.extend(document.paragraphs.get(place).map(|paragraph| {
            let printed = paragraph.printed.as_ref().map(|printed| format!("{printed} ")).unwrap_or_default();
            let bullet = if paragraph.shape == corpus::Shape::Bullet { "- " } else { "" };
            let escape = if paragraph.text.starts_with('#') { "\\" } else { "" };
            format!("{bullet}{printed}{escape}{}", paragraph.text)
        }));
    }
    lines
}

/// Compares a fixture with what is expected of it, and its transcription with its source.
fn check(fixture: &Path) {
    let folder = tempfile::tempdir().unwrap();
    let expected = fs::read_to_string(fixture.with_extension("expected")).unwrap();
    let (head, text) = expected.split_once("---\n").unwrap();
    let value = |key: &str| head.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": "));
    let draft = imported(folder.path(), &source(fixture, folder.path()), value("url")).unwrap();
    let name = fixture.strip_prefix(root()).unwrap().display();
    let corpus = loaded(folder.path());
    let document = &corpus.documents()[0];
    assert_eq!(lines(document).join("\n"), text.trim_end(), "{name}\n{draft}");
    for line in head.lines() {
        let (key, value) = line.split_once(':').unwrap();
        let value = value.trim();
        let found = match key {
            "url" => document.source.as_ref().unwrap().url.clone(),
            "title" => Some(document.title.clone()),
            "date" if value.is_empty() => Some(if draft.contains("date = \"\"") { "" } else { "some" }.to_owned()),
            "date" => Some(document.date.to_string()),
            "date_note" => document.date_note.clone(),
            "place" => document.place.clone(),
            "language" => Some(document.language.clone()),
            "rights" => {
                let rights = &document.source.as_ref().unwrap().rights;
                assert!(rights.contains(value), "{name}: {rights}");
                continue;
            }
            "comment" => {
                assert!(
                    draft.lines().any(|line| line.starts_with('#') && line.contains(value)),
                    "{name}: {value}\n{draft}"
                );
                continue;
            }
            _ => panic!("{name}: no such key `{key}`"),
        };
        assert_eq!(found.as_deref(), Some(value), "{name}: {key}");
    }
    agrees(folder.path(), &format!("{name}\n{draft}"));
}

/// Compares a transcription with its source, word for word.
#[track_caller]
fn agrees(folder: &Path, why: &str) {
    let problems = corpus::examine(&Files::Directory(folder.to_owned()), &import::plain_text).1;
    let told = |word: &str| problems.iter().filter(|problem| problem.wrong.contains(word)).collect::<Vec<_>>();
    let wrong: Vec<_> = problems.iter().filter(|problem| problem.weight == Weight::Error).collect();
    assert!(wrong.is_empty() && told("not compared").is_empty(), "{problems:#?}\n{why}");
}

/// Checks all fixtures of a kind of host, of which there are three or more.
#[track_caller]
fn check_kind(kind: &str) {
    let fixtures = fixtures(kind);
    assert!(fixtures.len() >= 3, "{kind} has {} fixtures", fixtures.len());
    for fixture in fixtures {
        check(&fixture);
    }
}

#[test]
fn the_information_centre_is_read() {
    check_kind("information-centre");
}

#[test]
fn the_world_and_japan_is_read() {
    check_kind("world-and-japan");
}

#[test]
fn the_ministry_of_japan_is_read() {
    if has_poppler() {
        check_kind("mofa");
    }
}

#[test]
fn the_government_of_britain_is_read() {
    check_kind("gov-uk");
}

#[test]
fn the_government_of_the_united_states_is_read() {
    check_kind("united-states");
}

#[test]
fn the_government_of_canada_is_read() {
    check_kind("canada");
}

#[test]
fn italy_france_germany_and_the_union_are_read() {
    check_kind("europe");
}

#[test]
fn a_page_nobody_knows_is_read_by_its_main_text() {
    check_kind("unknown");
}

#[test]
fn pages_are_read_by_where_their_words_stand() {
    if has_poppler() {
        check_kind("pages");
    }
}

#[test]
fn plain_text_is_read() {
    check_kind("text");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever a page says, its draft says the same to the corpus parser.
    #[test]
    fn no_words_are_misread_as_markup(words in r"[a-z#\-\\\[\]{}^+.:()0-9 ]{1,60}") {
        let folder = tempfile::tempdir().unwrap();
        let page = folder.path().join("page.html");
        let words = format!("{words} end");
        fs::write(&page, format!("<html><h1>T</h1><p>A paragraph to begin with.<p>{words}<p>A paragraph to end with.")).unwrap();
        imported(folder.path(), &page, None).unwrap();
        let corpus = loaded(folder.path());
        let document = &corpus.documents()[0];
        prop_assert_eq!(document.paragraphs.len() + document.headings.len(), 3);
        agrees(folder.path(), &words);
    }
}

/// Confirms a draft: fills in what was not found, and takes every comment out, as a person does who has read it.
pub(crate) fn confirm(corpus: &Path, id: &str) {
    let path = corpus.join(format!("documents/{id}.md"));
    let draft = fs::read_to_string(&path).unwrap();
    let (front, text) = draft.split_at(draft.find("\n+++\n").unwrap());
    let lines = front.lines().filter(|line| !line.starts_with('#'));
    let lines = lines.map(|line| line.split(" # proposed").next().unwrap());
    let confirmed: Vec<&str> = lines.map(|line| if line == "date = \"\"" { "date = \"2017\"" } else { line }).collect();
    fs::write(&path, confirmed.join("\n") + text).unwrap();
}

#[test]
fn a_paragraph_that_is_only_a_dash_can_be_published() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("page.html");
    fs::write(&page, "<html><h1>T</h1><p>A paragraph to begin with.<p>-<p>#<p>A paragraph to end with.").unwrap();
    imported(folder.path(), &page, None).unwrap();
    let before = loaded(folder.path());
    let texts = |corpus: &Corpus| -> Vec<String> {
        corpus.documents()[0].paragraphs.iter().map(|paragraph| paragraph.text.to_string()).collect()
    };
    assert_eq!(texts(&before)[1..3], ["-", "#"]);
    confirm(folder.path(), ID);
    let published = corpus::publish(folder.path(), &corpus::Decisions::default(), "2021-01-01".parse().unwrap());
    assert!(published.is_ok(), "{published:?}");
    assert_eq!(texts(&loaded(folder.path())), texts(&before));
}

#[test]
fn a_changed_transcription_no_longer_agrees() {
    for kind in ["information-centre", "mofa"].into_iter().filter(|kind| *kind != "mofa" || has_poppler()) {
        let folder = tempfile::tempdir().unwrap();
        let fixture = &fixtures(kind)[0];
        imported(folder.path(), &source(fixture, folder.path()), None).unwrap();
        loaded(folder.path());
        let path = folder.path().join(format!("documents/{ID}.md"));
        let draft = fs::read_to_string(&path).unwrap();
        fs::write(&path, draft.replace("We will", "We shall")).unwrap();
        let problems = corpus::examine(&Files::Directory(folder.path().to_owned()), &import::plain_text).1;
        assert!(problems.iter().any(|problem| problem.wrong.contains("parts from its source")), "{problems:#?}");
    }
}

#[test]
fn the_texts_that_are_held_come_out_of_their_sources_again() {
    let held = corpus::load(&Files::Embedded).unwrap();
    for document in held.documents().iter().filter(|document| document.held()) {
        let Some(source) = document.source.as_ref().filter(|source| source.file.ends_with(".txt")) else { continue };
        let folder = tempfile::tempdir().unwrap();
        imported(folder.path(), &root().join("corpus/sources").join(&source.file), None).unwrap();
        let again = loaded(folder.path());
        let again = &again.documents()[0];
        assert_eq!(again.paragraphs.len(), document.paragraphs.len(), "{}", document.id);
        for (ours, theirs) in document.paragraphs.iter().zip(&again.paragraphs) {
            assert_eq!((&ours.printed, ours.shape), (&theirs.printed, theirs.shape));
            assert!(ours.text == theirs.text || !ours.corrections().is_empty(), "{}\n{}", ours.text, theirs.text);
        }
    }
}

#[test]
fn a_record_keeps_its_identity_and_gets_its_text() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("documents")).unwrap();
    let path = folder.path().join(format!("documents/{ID}.md"));
    let identity = "title = \"Our own title\"\nkind = \"declaration\"\ndate = \"2017-04\"\nissuer = \"G7\"\nlanguage = \"en\"\nabstract = \"A\"\n\n[[official]]\nurl = \"https://a.example/\"\nrole = \"text\"\nformat = \"html\"\nlanguage = \"en\"\n";
    // The parser of the corpus takes a space behind the marks, and so does the importer.
    fs::write(&path, format!("+++ \n{identity}+++ \n")).unwrap();
    let fixture = &fixtures("information-centre")[0];
    let draft = imported(folder.path(), fixture, None).unwrap();
    assert!(draft.starts_with(&format!("+++\n{identity}")), "{draft}");
    assert!(draft.contains("# doubt: the record's title is"), "{draft}");
    let corpus = loaded(folder.path());
    assert_eq!(corpus.documents()[0].title, "Our own title");
    assert!(corpus.documents()[0].held());
    assert!(matches!(imported(folder.path(), fixture, None), Err(Error::Held(_))));
    assert_eq!(fs::read_to_string(&path).unwrap(), draft, "a second import changes nothing");
}

#[test]
fn what_cannot_be_imported_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let corpus = folder.path().join("corpus");
    let cases = [
        (file("empty.txt", b""), None),
        (file("only-script.html", b"<html><script>x</script></html>"), None),
        (file("word.docx", b"PK\x03\x04\x00\x00word/document.xml"), None),
        (file("image.pdf", b"\x89PNG\x00"), None),
        (file("damaged.pdf", b"%PDF-1.4\nnothing"), None),
        (file("copy.html", b"<html><p>Words enough to be a text.</p></html>"), Some("https://ppeniagara.com/a")),
        (folder.path().join("missing.html"), None),
    ];
    for (path, url) in cases {
        assert!(imported(&corpus, &path, url).is_err(), "{}", path.display());
        assert!(!corpus.exists(), "{}", path.display());
    }
}
