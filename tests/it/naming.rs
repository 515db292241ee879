//! What readers call a paragraph: by its printed number, on every page and in every format; the serial is for addresses.

use std::sync::OnceLock;

use axum::Router;
use axum::http::Method;
use g7cyber::corpus::Files;

use crate::desk::Desk;
use crate::site::{Answer, ask, over};

/// A preamble before the first number, items, numbers that begin again below a heading, and paragraphs without any.
const TEXT: &str = "+++
title = \"A charter\"
kind = \"charter\"
date = \"2001-05-04\"
issuer = \"The group\"
language = \"en\"
+++
We, the members, met and recalled the preamble.

1. We affirm the first thing.

2. We will:

(a) share what we know;

(b) meet again.

We also agreed on something without a number.

# Annex

1. We affirm another thing.
";

fn site() -> Router {
    static SITE: OnceLock<(Router, tempfile::TempDir)> = OnceLock::new();
    let (site, _) = SITE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("documents")).unwrap();
        std::fs::write(folder.path().join("documents/2001-charter.md"), TEXT).unwrap();
        (over(Files::Directory(folder.path().to_owned())), folder)
    });
    site.clone()
}

fn get(path: &str) -> Answer {
    ask(site(), Method::GET, path, &[], "")
}

/// Returns the words of an answer without its markup.
fn words(answer: &Answer) -> String {
    let mut words = String::new();
    let mut inside = false;
    for letter in answer.body.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => words.push(letter),
            _ => {}
        }
    }
    words.replace('\u{a0}', " ")
}

/// The names of the paragraphs in the order of their serials.
const NAMES: [&str; 7] = [
    "unnumbered paragraph before 1",
    "paragraph 1",
    "paragraph 2",
    "paragraph 2(a)",
    "paragraph 2(b)",
    "unnumbered paragraph after 2(b)",
    "Annex, paragraph 1",
];

#[test]
fn every_page_and_format_of_a_paragraph_calls_it_the_same() {
    for (serial, name) in NAMES.iter().enumerate() {
        let serial = serial + 1;
        let path = format!("/2001-charter/p/{serial}");
        let whole = format!("A charter, {name}");
        let page = get(&path);
        assert!(page.body.contains(&format!("<h1>{whole}</h1>")), "{}", page.body);
        assert!(page.body.contains(&format!("<title>{whole}")), "{}", page.body);
        for other in ["/cite", "/embed", ".txt", ".md"] {
            let answer = words(&get(&format!("{path}{other}")));
            assert!(answer.contains(name), "{path}{other}: {answer}");
            assert!(
                !answer.contains(&format!("paragraph {serial}\n")) || name.ends_with(&serial.to_string()),
                "{answer}"
            );
        }
        assert!(page.body.contains(&format!("4 May 2001, {name}\"")), "the card’s words: {}", page.body);
    }
}

#[test]
fn an_item_is_shown_behind_what_it_completes() {
    for path in ["/2001-charter/p/4", "/2001-charter/p/4/embed", "/2001-charter/p/4.txt", "/2001-charter/p/4.md"] {
        let answer = words(&get(path));
        let lead = answer.find("We will:").unwrap_or_else(|| panic!("{path}: {answer}"));
        let item = answer.rfind("share what we know").unwrap();
        assert!(lead < item, "{path}: {answer}");
        assert_eq!(answer.matches("We will:").count(), 1, "{path}: {answer}");
    }
    let framed = get("/oembed?url=https%3A%2F%2Farchive.example%2F2001-charter%2Fp%2F4").json();
    let framed = framed["html"].as_str().unwrap();
    assert!(framed.contains("<p>2. We will:</p> <p>share what we know;</p>"), "{framed}");
    let page = get("/2001-charter/p/4");
    assert!(page.body.contains("“We will: (a) share what we know;”"), "the card’s words: {}", page.body);
    // The second item follows the first, so both its lead-in and its neighbour stand above it.
    let second = words(&get("/2001-charter/p/5"));
    assert!(second.contains("We will:") && second.contains("share what we know"), "{second}");
}

#[test]
fn the_margin_has_what_the_source_prints() {
    let page = get("/2001-charter");
    for label in [">1.</a>", ">2.</a>", ">(a)</a>", ">¶</a>"] {
        assert!(page.main().contains(label), "{label}: {}", page.main());
    }
    assert!(!page.main().contains("¶ 2"), "{}", page.main());
}

#[test]
fn choices_between_like_numbers_tell_them_apart() {
    let choice = get("/2001-charter/para/1");
    assert_eq!(choice.status, 300);
    for name in ["A charter, paragraph 1<", "A charter, Annex, paragraph 1<"] {
        assert!(choice.main().contains(name), "{}", choice.main());
    }
}

#[test]
fn several_paragraphs_of_a_citation_are_a_choice_of_them() {
    let choice = get("/go?c=A+charter+2001+paras+1%E2%80%932");
    assert_eq!(choice.status, 300, "{}", choice.body);
    for path in ["/2001-charter/p/2", "/2001-charter/p/3", "/2001-charter/p/7"] {
        assert!(choice.main().contains(&format!("href=\"{path}\"")), "{path}: {}", choice.main());
    }
    for rough in ["A charter 2001 at 2", "A charter 2001 #2", "A charter, 2001, paragraph two"] {
        let answer = get(&format!("/go?c={}", rough.replace(' ', "+").replace('#', "%23")));
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/2001-charter/p/3"), "{rough}");
    }
}

#[test]
fn what_has_gone_is_called_as_it_was_while_it_stood() {
    let desk = Desk::new();
    let alpha =
        "We, the ministers, met.\n\n1. One.\n\n2. Two.\n\n3. Three.\n\n4. Four and five.\n\n# Annex\n\n1. Six.\n";
    desk.write("2001-alpha", alpha);
    desk.write("2002-beta", "1. Elsewhere.\n");
    desk.write("2003-gamma", "short_title = \"Gamma’s text\"\n+++\n7. Not to last.\n\n(a) Nor this.\n");
    desk.write("2004-delta", "One.\n\nTwo.\n");
    desk.publish("2021-01-01", &[], None);
    for gone in ["2. Two. {#3}\n\n", "3. Three. {#4}\n\n", "1. Six. {#6}\n"] {
        desk.edit("2001-alpha", gone, "");
    }
    desk.edit("2001-alpha", "4. Four and five. {#5}", "4. Four.\n\n5. Five.");
    desk.edit("2002-beta", "1. Elsewhere. {#1}", "1. Elsewhere. {#1}\n\n2. Three.");
    desk.edit("2004-delta", "One. {#1}\n\n", "");
    desk.remove("2003-gamma");
    let decided = [
        "withdrawn 2001-alpha/p/3",
        "moved 2001-alpha/p/4 2002-beta/p/2",
        "split 2001-alpha/p/5 2001-alpha/p/7 2001-alpha/p/8",
        "withdrawn 2001-alpha/p/6",
        "withdrawn 2004-delta/p/1",
        "withdrawn 2003-gamma",
    ];
    desk.publish("2021-02-01", &decided, Some("As the source has it."));
    // Each release writes the names anew and loses none of what has gone before.
    desk.edit("2002-beta", "2. Three. {#2}", "2. Threefold. {#2}");
    desk.publish("2021-03-01", &[], Some("As the source has it."));
    let site = over(Files::Directory(desk.root().to_owned()));
    let page = |path: &str| words(&ask(site.clone(), Method::GET, path, &[], ""));
    for (path, expected) in [
        ("/2001-alpha/p/3", "2001-alpha, paragraph 2"),
        ("/2001-alpha/p/3/r/1", "2001-alpha, paragraph 2, revision"),
        ("/2001-alpha/p/5", "2001-alpha, paragraph 4 is now several"),
        ("/2001-alpha/p/6", "2001-alpha, Annex, paragraph 1"),
        ("/2002-beta/p/2", "2001-alpha, paragraph 3 was moved here"),
        ("/2003-gamma", "Gamma’s text was withdrawn"),
        ("/2003-gamma", "Gamma’s text, paragraph 7(a)"),
        ("/2003-gamma/p/2/r/1", "Gamma’s text, paragraph 7(a), revision"),
        ("/2004-delta/p/1", "2004-delta, paragraph 1"),
        ("/changes", "2001-alpha, paragraph 3 Moved to 2002-beta, paragraph 2"),
        ("/changes.atom", "Gamma’s text, paragraph 7"),
    ] {
        let told = page(path);
        assert!(told.split_whitespace().collect::<Vec<_>>().join(" ").contains(expected), "{path}: {told}");
    }
}

#[test]
fn what_was_gone_before_names_were_kept_is_called_by_its_address() {
    let desk = Desk::new();
    desk.write("2001-alpha", "8. One.\n\n9. Two.\n");
    desk.publish("2021-01-01", &[], None);
    desk.edit("2001-alpha", "9. Two. {#2}\n", "");
    std::fs::remove_file(desk.root().join("revisions/2001-alpha/called.txt")).unwrap();
    desk.publish("2021-02-01", &["withdrawn 2001-alpha/p/2"], Some("It stands in no source."));
    let site = over(Files::Directory(desk.root().to_owned()));
    let told = words(&ask(site, Method::GET, "/2001-alpha/p/2", &[], ""));
    assert!(told.contains("2001-alpha, paragraph at address p/2 was withdrawn"), "{told}");
}
