//! How long does the quotation checker take?
//!
//! Budget: an article of 2,000 words under 100 ms on the real corpus and under 500 ms on 100,000 paragraphs.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use g7cyber::archive::Archive;
use g7cyber::corpus::Files;
use g7cyber::quotation::{self, Verdict};
use g7cyber::wording::align;

const RUNS: usize = 15;
/// Documents of the large corpus, and paragraphs in each.
const LARGE: (usize, usize) = (1_000, 100);
/// Words of an article, and about how many of them stand between two quotations.
const WORDS: usize = 2_000;
const BETWEEN: usize = 20;

fn main() -> Result<()> {
    let real = Archive::open(&Files::Embedded, None)?;
    time("article, real corpus", Duration::from_millis(100), &real, &article(&real, &mut Dice(1)))?;
    time("no marks, real corpus", Duration::from_millis(100), &real, &unmarked(&real, &mut Dice(2)))?;
    let folder = tempfile::tempdir()?;
    write_corpus(folder.path(), &mut Dice(3))?;
    let large = Archive::open(&Files::Directory(folder.path().to_owned()), None)?;
    ensure!(large.index().paragraphs() == LARGE.0 * LARGE.1, "the large corpus is not whole");
    time("article, 100,000 paragraphs", Duration::from_millis(500), &large, &article(&large, &mut Dice(4)))?;
    time("no marks, 100,000 paragraphs", Duration::from_millis(500), &large, &unmarked(&large, &mut Dice(5)))?;
    alignment()
}

fn time(what: &str, budget: Duration, archive: &Archive, text: &str) -> Result<()> {
    let mut times = Vec::new();
    let mut quotations = Vec::new();
    for _ in 0..RUNS {
        let started = Instant::now();
        quotations = quotation::check(archive, text)?.quotations;
        times.push(started.elapsed());
    }
    times.sort();
    let median = times.get(RUNS / 2).copied().context("there are runs")?;
    let exact = quotations.iter().filter(|quotation| quotation.verdict == Verdict::Exact).count();
    let held = if median <= budget { "holds" } else { "is MISSED" };
    println!(
        "{what:<30} median {median:>8.1?}  slowest {:>8.1?}  {} words, {} quotations, {exact} exact; budget of {budget:?} {held}",
        times.last().copied().unwrap_or_default(),
        text.split_whitespace().count(),
        quotations.len(),
    );
    Ok(())
}

/// Returns an article: sentences of its own, and quotations as they stand, with a word changed, and with words left out.
fn article(archive: &Archive, dice: &mut Dice) -> String {
    let mut article = String::new();
    while article.split_whitespace().count() < WORDS {
        for _ in 0..BETWEEN {
            article += COMMON[dice.below(COMMON.len())];
            article.push(' ');
        }
        let words = passage(archive, dice);
        let mut quoted: Vec<&str> = words.split_whitespace().take(8 + dice.below(20)).collect();
        let middle = quoted.len() / 2;
        match dice.below(4) {
            0 => quoted[middle] = "not",
            1 => quoted[middle] = "…",
            _ => {}
        }
        let _ = write!(article, "“{}” ", quoted.join(" ").replace(['“', '”', '"'], ""));
    }
    article
}

/// Returns 2,000 words without a quotation mark: passages one after the other, which is one quotation.
fn unmarked(archive: &Archive, dice: &mut Dice) -> String {
    let mut text = String::new();
    while text.split_whitespace().count() < WORDS {
        text += &passage(archive, dice).replace(['“', '”', '"', '‘', '’', '\''], "");
        text.push(' ');
    }
    text.chars().take(quotation::CHARACTERS).collect()
}

/// Returns any paragraph of the corpus.
fn passage<'a>(archive: &'a Archive, dice: &mut Dice) -> &'a str {
    let documents: Vec<_> = archive.corpus().documents().iter().filter(|document| document.held()).collect();
    let document = documents[dice.below(documents.len())];
    &document.paragraphs[dice.below(document.paragraphs.len())].text
}

/// Writes documents of words as unequally frequent as those of a language, about 60 to a paragraph.
fn write_corpus(folder: &Path, dice: &mut Dice) -> Result<()> {
    let documents = folder.join("documents");
    fs::create_dir(&documents)?;
    for document in 0..LARGE.0 {
        let mut text = format!(
            "+++\ntitle = \"Generated declaration {document}\"\nkind = \"declaration\"\ndate = \"{}\"\nissuer = \"G7\"\n\
             language = \"en\"\n+++\n",
            1990 + document % 35
        );
        for _ in 0..LARGE.1 {
            text.push('\n');
            for _ in 0..30 + dice.below(60) {
                text += &word(dice);
                text.push(' ');
            }
            text.truncate(text.len() - 1);
            text += ".\n";
        }
        fs::write(documents.join(format!("{}-generated-{document}.md", 1990 + document % 35)), text)?;
    }
    Ok(())
}

/// Returns a word: half of them from a few dozen, the others from tens of thousands.
fn word(dice: &mut Dice) -> String {
    if dice.below(2) == 0 {
        return COMMON[dice.below(COMMON.len())].to_owned();
    }
    let most = 1 + dice.below(30_000);
    let number = dice.below(most);
    const SYLLABLES: [&str; 16] =
        ["ba", "ce", "di", "fo", "gu", "ha", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "wu", "za"];
    (0..4).map(|at| SYLLABLES[(number >> (4 * at)) & 15]).collect()
}

const COMMON: [&str; 32] = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "for",
    "states",
    "on",
    "by",
    "with",
    "cyber",
    "security",
    "we",
    "that",
    "our",
    "all",
    "international",
    "law",
    "support",
    "including",
    "as",
    "their",
    "information",
    "are",
    "will",
    "from",
    "should",
    "responsible",
    "norms",
    "work",
    "group",
    "be",
];

/// A sequence of numbers that is the same at every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

/// Aligns 40 words with three changes in one text of 60,000.
fn alignment() -> Result<()> {
    let mut dice = Dice(6);
    let text: Vec<u32> = (0..60_000).map(|_| u32::try_from(dice.below(8_000))).collect::<Result<_, _>>()?;
    let mut quoted = text[40_000..40_040].to_vec();
    quoted[10] = 9_000;
    quoted.remove(20);
    quoted.insert(30, 9_001);
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let started = Instant::now();
        let found = align(&quoted, &text, &[]);
        times.push(started.elapsed());
        ensure!(found.window == (40_000..40_040), "found at {:?}", found.window);
    }
    times.sort();
    println!("{:<30} median {:>8.1?}", "40 words in 60,000", times[RUNS / 2]);
    Ok(())
}
