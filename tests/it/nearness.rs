//! Nearness against an oracle: it tries every assignment of words to parts, and knows neither index nor evaluator.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use g7cyber::corpus::{Corpus, Files};
use g7cyber::search::{Index, Matching, Request};
use proptest::prelude::*;

use crate::desk::Desk;
use crate::generator::Chance;

/// The words of the texts, some of them spelled as two.
const WORDS: [&str; 9] = ["cyber", "space", "cyberspace", "attack", "cyberattack", "state", "law", "x", "y"];
/// The spellings that the corpus lists.
const SPELLINGS: [[&str; 2]; 2] = [["cyberspace", "cyber space"], ["cyberattack", "cyber attack"]];
/// What stands in quotation marks, and what is near other words.
const PARTS: [&str; 8] = ["cyber", "cyberspace", "space", "attack", "cyberattack", "state", "law", "zebra"];
const CORPORA: usize = 40;
const PARAGRAPHS: usize = 12;

struct Texts {
    corpus: Corpus,
    index: Index,
}

static TEXTS: LazyLock<Vec<Texts>> = LazyLock::new(|| {
    let mut chance = Chance::seeded(7);
    (0..CORPORA).map(|_| Texts::random(&mut chance)).collect()
});

impl Texts {
    fn random(chance: &mut Chance) -> Self {
        let desk = Desk::new();
        let spellings = SPELLINGS.map(|forms| format!("[[spelling]]\nforms = {forms:?}\n"));
        std::fs::write(desk.root().join("variants.toml"), spellings.concat()).unwrap();
        let text = |chance: &mut Chance| {
            let length = 1 + chance.below(16);
            (0..length).map(|_| WORDS[chance.below(WORDS.len())]).collect::<Vec<_>>().join(" ")
        };
        let texts: Vec<String> = (0..PARAGRAPHS).map(|_| text(chance)).collect();
        desk.write("2001-alpha", &texts.join("\n\n"));
        let corpus = g7cyber::corpus::load(&Files::Directory(desk.root().to_owned())).unwrap();
        let index = Index::build(&corpus).unwrap();
        Self { corpus, index }
    }
}

/// A query as the oracle takes it.
#[derive(Debug, Clone)]
enum Near {
    /// Words in quotation marks with a number after them.
    Phrase(Vec<&'static str>, usize),
    /// Two words, alternatives or phrases joined by `NEAR`.
    Pair([Vec<Vec<&'static str>>; 2], usize),
}

impl Near {
    fn typed(&self) -> String {
        let words = |words: &Vec<&str>| format!("\"{}\"", words.join(" "));
        let side = |any: &Vec<Vec<&str>>| match any.as_slice() {
            [only] => words(only),
            several => format!("({})", several.iter().map(words).collect::<Vec<_>>().join(" OR ")),
        };
        match self {
            Self::Phrase(parts, distance) => format!("\"{}\"~{distance}", parts.join(" ")),
            Self::Pair([left, right], distance) => format!("{} NEAR/{distance} {}", side(left), side(right)),
        }
    }

    fn distance(&self) -> usize {
        match self {
            Self::Phrase(_, distance) | Self::Pair(_, distance) => *distance,
        }
    }

    /// Returns for every part the runs of words that are one, in a text.
    fn places(&self, text: &[&str]) -> Vec<Vec<(usize, usize)>> {
        let runs = |written: &[&str]| -> Vec<(usize, usize)> {
            let length = written.len();
            let starts = 0..(text.len() + 1).saturating_sub(length);
            starts.filter(|at| text[*at..at + length] == *written).map(|at| (at, at + length)).collect()
        };
        match self {
            Self::Phrase(parts, _) => {
                parts.iter().map(|word| spelled(&[word]).iter().flat_map(|it| runs(it)).collect())
            }
            Self::Pair(sides, _) => {
                let side = |any: &Vec<Vec<&'static str>>| {
                    // A single word in quotation marks is exactly so, and a phrase has the spellings of its words.
                    let all = any.iter().flat_map(|words| match words.as_slice() {
                        [_] => vec![words.iter().map(|word| (*word).to_owned()).collect()],
                        several => spelled_phrase(several),
                    });
                    let places: BTreeSet<(usize, usize)> = all
                        .flat_map(|words: Vec<String>| runs(&words.iter().map(String::as_str).collect::<Vec<_>>()))
                        .collect();
                    places.into_iter().collect()
                };
                return sides.iter().map(side).collect();
            }
        }
        .collect()
    }

    /// Returns the places of words that are in any assignment.
    fn found(&self, text: &[&str]) -> BTreeSet<usize> {
        let (mut found, parts) = (BTreeSet::new(), self.places(text));
        try_rest(&parts, self.distance(), &mut Vec::new(), &mut found);
        found
    }
}

fn try_rest(
    parts: &[Vec<(usize, usize)>],
    distance: usize,
    taken: &mut Vec<(usize, usize)>,
    found: &mut BTreeSet<usize>,
) {
    let Some((part, rest)) = parts.split_first() else {
        let (start, end) = (taken.iter().map(|it| it.0).min().unwrap(), taken.iter().map(|it| it.1).max().unwrap());
        let own: usize = taken.iter().map(|(start, end)| end - start).sum();
        if end - start - own <= distance {
            found.extend(taken.iter().flat_map(|(start, end)| *start..*end));
        }
        return;
    };
    for (start, end) in part {
        if taken.iter().all(|(from, to)| end <= from || to <= start) {
            taken.push((*start, *end));
            try_rest(rest, distance, taken, found);
            taken.pop();
        }
    }
}

/// Returns the spellings of words, themselves among them.
fn spelled(words: &[&str]) -> Vec<Vec<&'static str>> {
    let written = words.join(" ");
    let split = |text: &'static str| text.split(' ').collect::<Vec<_>>();
    match SPELLINGS.iter().find(|forms| forms.contains(&written.as_str())) {
        Some(forms) => forms.iter().map(|form| split(form)).collect(),
        None => vec![words.iter().map(|word| *WORDS.iter().chain(&PARTS).find(|it| *it == word).unwrap()).collect()],
    }
}

/// Returns a phrase with every spelling of its words and of neighbours in it.
fn spelled_phrase(words: &[&str]) -> Vec<Vec<String>> {
    if words.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for length in 1..=words.len().min(2) {
        let (own, rest) = words.split_at(length);
        for rest in spelled_phrase(rest) {
            for first in spelled(own) {
                all.push(first.iter().map(|word| (*word).to_owned()).chain(rest.clone()).collect());
            }
        }
    }
    all
}

fn near() -> impl Strategy<Value = Near> {
    let word = || prop::sample::select(PARTS.to_vec());
    let phrase = (prop::collection::vec(word(), 2..7), 0_usize..12).prop_map(|(parts, n)| Near::Phrase(parts, n));
    let words = move || prop::collection::vec(word(), 1..3);
    let side = move || prop::collection::vec(words(), 1..3);
    let pair = (side(), side(), 0_usize..8).prop_map(|(left, right, n)| Near::Pair([left, right], n));
    prop_oneof![3 => phrase, 1 => pair]
}

/// Checks a query against the oracle in every text: by the index, and by the words of the text.
fn check(near: &Near, texts: &Texts) {
    let typed = near.typed();
    let request = Request { query: typed.clone(), limit: PARAGRAPHS, ..Request::default() };
    let results = texts.index.search(&texts.corpus, &request);
    let resolved = texts.index.resolve(&typed, Matching::All);
    let (document, text) = texts.corpus.places().next().unwrap();
    for (at, paragraph) in text.paragraphs.iter().enumerate() {
        let words: Vec<&str> = paragraph.text.split(' ').collect();
        let found = near.found(&words);
        let hit = results.hits.iter().find(|hit| hit.place.paragraph == at);
        assert_eq!(hit.is_some(), !found.is_empty(), "`{typed}` by the index in “{}”", paragraph.text);
        let spans = resolved.spans(document, paragraph);
        assert_eq!(hit.map(|hit| &hit.spans), spans.as_ref(), "`{typed}` by the text of “{}”", paragraph.text);
        let mut marked = BTreeSet::new();
        for span in spans.into_iter().flatten() {
            let before = paragraph.text[..span.start].split_whitespace().count();
            marked.extend(before..before + paragraph.text[span].split(' ').count());
        }
        assert_eq!(marked, found, "`{typed}` marks in “{}”", paragraph.text);
    }
    assert_eq!(results.total, results.hits.len());
}

#[test]
fn the_order_of_parts_makes_no_difference() {
    let desk = Desk::new();
    let spellings = SPELLINGS.map(|forms| format!("[[spelling]]\nforms = {forms:?}\n"));
    std::fs::write(desk.root().join("variants.toml"), spellings.concat()).unwrap();
    desk.write(
        "2001-alpha",
        "States in cyber space and cyber law.\n\nCyber space of states.\n\nCyber states of cyberspace.\n",
    );
    let corpus = desk.load();
    let index = Index::build(&corpus).unwrap();
    let total = |query: &str| index.search(&corpus, &Request { query: query.to_owned(), ..Request::default() }).total;
    for words in
        ["cyberspace cyber states", "cyber cyberspace states", "states cyberspace cyber", "cyber states cyberspace"]
    {
        assert_eq!(total(&format!("\"{words}\"~40")), 2, "{words}");
    }
}

proptest! {
    #[test]
    fn near_is_what_any_assignment_makes_near(near in near(), texts in 0..CORPORA) {
        check(&near, &TEXTS[texts]);
    }
}
