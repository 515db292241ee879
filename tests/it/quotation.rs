//! The quotation checker's promises, on the texts that the archive holds.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use g7cyber::archive::Archive;
use g7cyber::citation::Citation;
use g7cyber::corpus::{DocumentPlace, Files, Paragraph};
use g7cyber::quotation::{self, Flag, Quotation, Verdict};

static ARCHIVE: LazyLock<Archive> = LazyLock::new(|| Archive::open(&Files::Embedded, None).unwrap());

/// Returns the quotations of many texts, each checked within marks of its own, as many at once as may be.
fn each(texts: &[String]) -> Vec<Quotation> {
    let mut quotations = Vec::new();
    for batch in texts.chunks(60) {
        let article: String = batch.iter().map(|text| format!("“{text}”\n")).collect();
        let found = quotation::check(&ARCHIVE, &article).unwrap().quotations;
        assert_eq!(found.len(), batch.len(), "{article}");
        quotations.extend(found);
    }
    quotations
}

fn paragraphs() -> impl Iterator<Item = (DocumentPlace, usize, &'static Paragraph)> {
    let documents = ARCHIVE.corpus().places();
    documents.flat_map(|(at, document)| document.paragraphs.iter().enumerate().map(move |(place, it)| (at, place, it)))
}

/// Returns the runs of `length` words of a paragraph that hold no quotation mark.
fn runs(text: &str, length: usize) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let runs = words.windows(length).map(|run| run.join(" "));
    runs.filter(|run| !run.contains(['"', '“', '”', '‘', '„', '«', '»'])).collect()
}

#[test]
fn every_six_words_are_exact_where_they_stand() {
    let mut checked = 0;
    for (document, place, paragraph) in paragraphs() {
        let runs = runs(&paragraph.text, 6);
        for (run, quotation) in runs.iter().zip(each(&runs)) {
            assert_eq!(quotation.verdict, Verdict::Exact, "{run}");
            assert!(quotation.typography(), "{run}");
            let here = |found: &quotation::Match| {
                let [part] = found.parts.as_slice() else { return false };
                found.document == document && part.paragraph == place
            };
            let Some(found) = quotation.matches.iter().find(|found| here(found)) else {
                // Of many quotations in one text not all places of each are told, but how many there are.
                assert!(quotation.places > quotation.matches.len(), "{run}");
                continue;
            };
            let trim = |text: &str| text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
            assert_eq!(trim(&paragraph.text[found.parts[0].range.clone()]), trim(run));
            checked += 1;
        }
    }
    assert!(checked > 1_500, "only {checked} runs were checked");
}

#[test]
fn every_paragraph_copied_with_its_source_is_found_exact_where_it_stands() {
    for (at, place, paragraph) in paragraphs() {
        let document = ARCHIVE.corpus().at(at).unwrap();
        let accessed = document.date;
        let citation =
            Citation { document, paragraph: Some(paragraph), genre: "", url: "https://a.example/", accessed };
        let copied = citation.quotation().unwrap();
        let found = quotation::check(&ARCHIVE, &copied).unwrap().quotations.remove(0);
        assert_eq!(found.verdict, Verdict::Exact, "{copied}");
        let whole =
            found.matches.iter().find(|found| found.document == at && found.parts[0].paragraph == place).unwrap();
        let words = paragraph.text[whole.parts[0].range.clone()].split_whitespace().count();
        assert!(words + 1 >= paragraph.text.split_whitespace().count(), "{words} words of {copied}");
    }
}

/// A sequence of numbers that is the same at every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// What is done to words, and what must be flagged for it; nothing where it does not apply.
fn mutate(kind: usize, words: &mut Vec<String>, dice: &mut Dice) -> Option<Option<Flag>> {
    // Neither the first nor the last word: without them the rest still stands there.
    let inner: Vec<usize> = (1..words.len() - 1).collect();
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let pick = |dice: &mut Dice, fits: &dyn Fn(&str) -> bool| {
        let fitting: Vec<usize> = inner.iter().copied().filter(|&at| fits(&words[at])).collect();
        (!fitting.is_empty()).then(|| fitting[dice.below(fitting.len())])
    };
    match kind {
        0 => {
            let at = pick(dice, &|word| ["not", "no", "without", "non-binding"].contains(&bare(word).as_str()))?;
            words.remove(at);
            Some(Some(Flag::Negation))
        }
        1 => {
            let at = pick(dice, &|word| ["must", "should", "can", "will", "would"].contains(&bare(word).as_str()))?;
            words[at] = "shall".to_owned();
            Some(Some(Flag::Modal))
        }
        2 => {
            let at = pick(dice, &|word| word.contains(|c: char| c.is_ascii_digit()))?;
            let digit = words[at].find(|c: char| c.is_ascii_digit())?;
            let other =
                char::from(b'0' + (words[at].as_bytes()[digit] - b'0' + 1 + u8::try_from(dice.below(8)).ok()?) % 10);
            words[at].replace_range(digit..=digit, &other.to_string());
            Some(Some(Flag::Number))
        }
        3 => {
            let names = ["Russia", "Ukraine", "Canada", "Italy", "Britain", "Germany", "France", "Syria", "Japan"];
            let at = pick(dice, &|word| names.iter().any(|name| bare(word) == name.to_lowercase()))?;
            let other = names.iter().find(|name| bare(&words[at]) != name.to_lowercase())?;
            words[at] = (*other).to_owned();
            Some(Some(Flag::Country))
        }
        4 => {
            let names =
                ["NATO", "OSCE", "NotPetya", "WannaCry", "Trump", "Putin", "Tillerson", "FBI", "ASEAN", "Commonwealth"];
            let at = pick(dice, &|word| names.iter().any(|name| bare(word) == name.to_lowercase()))?;
            words[at] = "Interpol".to_owned();
            Some(Some(Flag::Actor))
        }
        5 => {
            words.remove(1 + dice.below(inner.len()));
            Some(None)
        }
        6 => {
            words.insert(1 + dice.below(inner.len()), "not".to_owned());
            Some(Some(Flag::Negation))
        }
        _ => {
            let at = 1 + dice.below(inner.len() - 1);
            (bare(&words[at]) != bare(&words[at + 1])).then(|| words.swap(at, at + 1))?;
            Some(None)
        }
    }
}

#[test]
fn no_mutation_is_exact_and_those_that_touch_meaning_are_flagged() {
    let mut dice = Dice(20_170_411);
    let texts: Vec<Vec<String>> = paragraphs()
        .map(|(_, _, paragraph)| paragraph.text.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        .filter(|words| words.len() >= 12)
        .collect();
    let (mut mutations, mut flags, mut by_kind) = (Vec::new(), Vec::new(), [0; 8]);
    while mutations.len() < 2_000 {
        let text = &texts[dice.below(texts.len())];
        let length = (10 + dice.below(25)).min(text.len());
        let start = dice.below(text.len() - length + 1);
        let original = text[start..start + length].to_vec();
        let mut words = original.clone();
        let kind = dice.below(8);
        let Some(flag) = mutate(kind, &mut words, &mut dice) else { continue };
        let words_only = |words: &[String]| {
            let folded: String =
                words.join(" ").to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
            folded.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
        };
        if words.iter().any(|word| word.contains(['"', '“', '”'])) || words_only(&words) == words_only(&original) {
            continue;
        }
        by_kind[kind] += 1;
        mutations.push(words.join(" "));
        flags.push(flag);
    }
    for ((changed, flag), quotation) in mutations.iter().zip(&flags).zip(each(&mutations)) {
        assert_ne!(quotation.verdict, Verdict::Exact, "{changed}");
        if let Some(flag) = flag {
            let matches = quotation.matches.iter().chain(&quotation.nearest);
            assert!(matches.into_iter().any(|found| found.flags.contains(flag)), "{flag:?}: {changed}\n{quotation:#?}");
        }
    }
    let flagged = flags.iter().flatten().count();
    assert!(flagged > 800 && by_kind.iter().all(|&count| count > 20), "{flagged} flagged of {by_kind:?}");
}

/// The quotations of the fixture.
#[derive(serde::Deserialize)]
struct Fixture {
    quotation: Vec<Expected>,
}

/// A quotation and what is to be said about it.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    text: String,
    verdict: String,
    #[serde(default)]
    at: Vec<String>,
    #[serde(default)]
    only: bool,
    flags: Option<Vec<String>>,
    typography: Option<bool>,
    why: String,
}

impl Expected {
    /// Returns what is wrong with what was said.
    fn complaint(&self) -> Option<String> {
        let report = quotation::check(&ARCHIVE, &self.text).unwrap();
        let found = report.quotations.first()?;
        let shown = if found.matches.is_empty() { &found.nearest } else { &found.matches };
        let places = shown.iter().flat_map(|it| it.parts.iter().map(|part| name(it.document, part.paragraph)));
        let places: BTreeSet<String> = places.collect();
        let flags: BTreeSet<&str> = shown.iter().flat_map(|it| &it.flags).map(|it| it.id()).collect();
        fn wanted(flags: &[String]) -> BTreeSet<&str> {
            flags.iter().map(String::as_str).collect()
        }
        let right = found.verdict.id() == self.verdict
            && self.at.iter().all(|place| places.contains(place))
            && !(self.only && places.len() != self.at.len())
            && self.flags.as_ref().is_none_or(|expected| wanted(expected) == flags)
            && self.typography.is_none_or(|typography| typography == found.typography());
        let said = format!("{} {places:?} {flags:?} {}", found.verdict.id(), found.typography());
        (!right).then(|| format!("{}\n  {said}\n  wanted {}: {}", self.text, self.verdict, self.why))
    }
}

/// Returns a paragraph as the fixture names it.
fn name(document: DocumentPlace, paragraph: usize) -> String {
    let document = ARCHIVE.corpus().at(document).unwrap();
    let letter = if document.id.as_str() == "2017-the-hill-lucca-report" { 'H' } else { 'I' };
    format!("{letter}{}", document.paragraphs[paragraph].number)
}

#[test]
fn two_hundred_quotations_get_the_verdict_that_a_person_gave() {
    let fixture = std::fs::read_to_string(crate::support::root().join("tests/fixtures/quotations.toml")).unwrap();
    let fixture: Fixture = toml::from_str(&fixture).unwrap();
    assert!(fixture.quotation.len() >= 200, "{} quotations", fixture.quotation.len());
    let complaints: Vec<String> = fixture.quotation.iter().filter_map(Expected::complaint).collect();
    assert!(complaints.is_empty(), "{} wrong:\n{}", complaints.len(), complaints.join("\n"));
}

#[test]
fn what_is_offered_to_copy_is_itself_a_right_quotation() {
    let fixture = std::fs::read_to_string(crate::support::root().join("tests/fixtures/quotations.toml")).unwrap();
    let fixture: Fixture = toml::from_str(&fixture).unwrap();
    let mut copied = 0;
    for expected in &fixture.quotation {
        let report = quotation::check(&ARCHIVE, &expected.text).unwrap();
        let Some(found) = report.quotations.first() else { continue };
        for offered in found.matches.iter().chain(&found.nearest) {
            let correct = &offered.correct;
            assert_eq!(correct.trim(), correct, "{}", expected.text);
            assert!(!correct.contains("  "), "{correct:?} for {}", expected.text);
            if correct.contains(['"', '“', '”']) {
                continue;
            }
            let [again] = each(std::slice::from_ref(correct)).try_into().unwrap();
            assert!(matches!(again.verdict, Verdict::Exact | Verdict::DeclaredChanges), "{correct:?}: {again:#?}");
            copied += 1;
        }
    }
    assert!(copied > 200, "{copied} copied");
}

/// Returns the quotations of a text in order, each with its verdict.
fn verdicts(text: &str) -> Vec<(&str, Verdict)> {
    let quotations = quotation::check(&ARCHIVE, text).unwrap().quotations;
    quotations.into_iter().map(|quotation| (&text[quotation.range], quotation.verdict)).collect()
}

#[test]
fn words_around_inner_marks_are_judged_where_they_are_the_archives() {
    let gizmos =
        "an analog world such as artificial intelligence, the \"Internet of Things\", robotics and other gizmos";
    assert_eq!(verdicts(gizmos), [(gizmos, Verdict::Differs), ("Internet of Things", Verdict::Exact)]);
    let sixth = paragraphs().map(|(_, _, it)| it).find(|it| it.text.contains("Internet of Things")).unwrap();
    assert_eq!(verdicts(&sixth.text), [(&*sixth.text, Verdict::Exact), ("Internet of Things", Verdict::Exact)]);
    let weakened = sixth.text.replace("must therefore reinforce", "may therefore weaken");
    let report = quotation::check(&ARCHIVE, &weakened).unwrap();
    assert_eq!(report.quotations[0].verdict, Verdict::Differs);
    assert!(report.quotations[0].matches[0].flags.contains(&Flag::Modal), "{report:#?}");
    let invented =
        "Partners recognized the important role the “G7 plays in banning every gizmo that anybody could ever think of”";
    assert_eq!(verdicts(invented).len(), 2, "words of the archive before words that are not");
    let block = "> the same rights that people have offline\n\nmust also be shielded online and reaffirmed the law";
    assert_eq!(verdicts(block).first().unwrap().1, Verdict::Differs);
}

#[test]
fn an_article_is_judged_by_its_quotations_alone() {
    let quotations = [
        "the same rights that people have offline must also be protected online",
        "We are increasingly concerned about cyber-enabled interference in democratic political processes",
        "an attack on one of us is an attack on us all",
    ];
    let articles = [
        "The ministers met in Lucca and said: “{}”.",
        "“{},” the group of the seven states declared in the report.",
        "In a report of the group that was published by the Canadian presidency of the G7 in 2018, the states wrote that \
         “{}”, which is more than any group of states had said before. The words are those of the chair.",
        "According to the declaration (“{}”), the law of the land is the law of the internet, and it should stay so.",
        "Wie die Minister sagten: „{}“. Mehr war von ihnen an diesem Tag nicht zu hören.",
    ];
    for article in articles {
        for quotation in quotations {
            let text = article.replace("{}", quotation);
            let found: Vec<&str> = verdicts(&text).into_iter().map(|(words, _)| words.trim_end_matches(',')).collect();
            assert_eq!(found, [quotation], "{text}");
        }
    }
}

#[test]
fn a_printed_number_copied_with_its_paragraph_is_no_changed_word() {
    let numbered: Vec<String> =
        paragraphs().filter(|(_, _, it)| it.printed.is_some()).map(|(_, _, it)| it.with_number()).collect();
    assert!(numbered.len() >= 12);
    for text in &numbered {
        assert_eq!(verdicts(text).first(), Some(&(text.as_str(), Verdict::Exact)));
    }
    let said = |text: &str| {
        let report = quotation::check(&ARCHIVE, text).unwrap();
        let found = &report.quotations[0];
        (found.verdict, found.matches.iter().any(|found| found.flags.contains(&Flag::Number)))
    };
    assert_eq!(said("1. All G7 partners reiterated their shared vision"), (Verdict::Exact, false));
    assert_eq!(said("He wrote:\n> 1. All G7 partners reiterated their shared vision"), (Verdict::Exact, false));
    assert_eq!(said("1. All G7 partners … their shared vision"), (Verdict::DeclaredChanges, false));
    assert_eq!(said("1. All G7 partners repeated their shared vision"), (Verdict::Differs, false));
    assert_eq!(said("2. All G7 partners reiterated their shared vision"), (Verdict::Differs, true));
    assert_eq!(said("1. partners reiterated their shared vision of an accessible"), (Verdict::Differs, true));
}

#[test]
fn ten_and_more_misquotations_of_each_kind_are_named_with_the_whole_sentence_beside_them() {
    let table = std::fs::read_to_string(crate::support::root().join("tests/fixtures/misquoted.tsv")).unwrap();
    let mut kinds = std::collections::BTreeMap::<&str, usize>::new();
    for line in table.lines().skip(1) {
        let [kind, flags, text] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let [found] = each(&[text.to_owned()]).try_into().unwrap();
        assert_eq!(found.verdict, Verdict::Differs, "{text}");
        let best = &found.matches[0];
        let named: Vec<&str> = best.flags.iter().map(|flag| flag.id()).collect();
        assert!(flags.split(' ').any(|flag| named.contains(&flag)), "{kind}, {text}: {named:?}");
        // What is alarming is what the quotation says; and what it leaves out is the text's.
        let paragraph = &ARCHIVE.corpus().at(best.document).unwrap().paragraphs[best.parts[0].paragraph];
        for change in &best.diff {
            let stands_in = match change.op {
                g7cyber::wording::Op::Insert => text,
                g7cyber::wording::Op::Delete | g7cyber::wording::Op::Equal => &paragraph.text,
            };
            assert!(stands_in.contains(change.text.trim()), "{text}: {change:?}");
        }
        // Never a fragment that says less: whole sentences of the paragraph, from their beginning to their end.
        let at = paragraph.text.find(&best.correct).unwrap_or_else(|| panic!("{text}: {}", best.correct));
        let (before, behind) = (&paragraph.text[..at], &paragraph.text[at + best.correct.len()..]);
        assert!(before.is_empty() || before.trim_end().ends_with(['.', '!', '?', '”']), "{text}: {}", best.correct);
        assert!(behind.is_empty() || behind.starts_with(' '), "{text}: {}", best.correct);
        *kinds.entry(kind).or_default() += 1;
    }
    assert!(kinds.len() == 6 && kinds.values().all(|count| *count >= 10), "{kinds:?}");
}
