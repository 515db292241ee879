//! How long does the quotation checker take, and how long are its answers?
//!
//! ```text
//! cargo bench --bench quotation
//! cargo bench --bench quotation -- 700000
//! ```
//!
//! Times are of the processor. Budgets, on the real corpus and on one of so many paragraphs (240,000 unless said otherwise): five words 5 ms, 190
//! short quotations 200 ms, an article of 2,000 words with 56 quotations 300 ms and 150 kB, 2,000 words without a mark
//! 500 ms.

#![allow(clippy::unwrap_used, reason = "a bench that cannot write its corpus says so by stopping")]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use g7cyber::archive::Archive;
use g7cyber::corpus::Files;
use g7cyber::data::{CheckAnswer, Links};
use g7cyber::quotation::{self, CHARACTERS, Verdict};
use g7cyber::wording::align;

#[allow(dead_code, reason = "each that measures takes the form it needs")]
#[path = "support/clock.rs"]
mod clock;
#[allow(dead_code, reason = "each that generates takes the form it needs")]
#[path = "support/generator.rs"]
mod generator;

use generator::Chance;

const RUNS: usize = 15;
/// Paragraphs of the large corpus.
const LARGE: usize = 240_000;
/// Words of an article, and how many quotations it has.
const WORDS: usize = 2_000;
const QUOTATIONS: usize = 56;
/// How many short quotations a text may have: two marks each, and a few to spare.
const SHORT: usize = 190;

fn main() -> Result<()> {
    let real = Archive::open(&Files::Embedded, None)?;
    rows("real corpus", &real)?;
    let asked = std::env::args().find_map(|argument| argument.parse().ok());
    let paragraphs: usize = asked.unwrap_or(LARGE);
    let folder = tempfile::tempdir()?;
    generator::write(folder.path(), paragraphs);
    let large = Archive::open(&Files::Directory(folder.path().to_owned()), None)?;
    ensure!(large.index().paragraphs() == paragraphs, "the large corpus is not whole");
    rows(&format!("{paragraphs} paragraphs"), &large)?;
    alignment()
}

/// Measures every kind of text on one archive.
fn rows(name: &str, archive: &Archive) -> Result<()> {
    let mut chance = Chance::seeded(1);
    println!("{name}, of {} documents", archive.corpus().documents().len());
    let started = Instant::now();
    quotation::check(archive, "what is made once for each archive")?;
    println!("  {:<24} {:>8.1?}", "the first check", started.elapsed());
    let quoted = |chance: &mut Chance, words: usize| run(passage(archive, chance), words, chance);
    let five = quoted(&mut chance, 5);
    let mut other: Vec<&str> = five.split(' ').collect();
    other[2] = "nowhere";
    let budget = Duration::from_millis(5);
    time("five words", budget, archive, &five)?;
    time("five words, one other", budget, archive, &other.join(" "))?;
    time("five words, one slip", budget, archive, &slip(&five))?;
    time("five common words", budget, archive, "of the states and the")?;
    let short = |chance: &mut Chance| format!("“{}” ", quoted(chance, 5).replace(['“', '”', '"'], ""));
    let text: String = (0..SHORT).map(|_| short(&mut chance)).collect();
    time("190 short quotations", Duration::from_millis(200), archive, &text)?;
    let text: String = (0..SHORT).map(|_| slip(&short(&mut chance))).collect();
    time("190 with slips", Duration::from_millis(200), archive, &text)?;
    let article = article(archive, &mut chance);
    time("article", Duration::from_millis(300), archive, &article)?;
    time("no marks", Duration::from_millis(500), archive, &unmarked(archive, &mut chance))
}

fn time(what: &str, budget: Duration, archive: &Archive, text: &str) -> Result<()> {
    let text: String = text.chars().take(CHARACTERS).collect();
    let mut times = Vec::new();
    let mut report = quotation::check(archive, &text)?;
    for _ in 0..RUNS {
        let before = clock::of_thread();
        report = quotation::check(archive, &text)?;
        times.push(clock::of_thread() - before);
    }
    times.sort();
    let median = times.get(RUNS / 2).copied().context("there are runs")?;
    let quotations = &report.quotations;
    let exact = quotations.iter().filter(|quotation| quotation.verdict == Verdict::Exact).count();
    let found = quotations.iter().filter(|quotation| !quotation.matches.is_empty()).count();
    let answer = CheckAnswer::of(&Links::new("https://archive.example"), archive, &text, &report);
    let held = if median <= budget { "holds" } else { "is MISSED" };
    println!(
        "  {what:<24} median {median:>8.1?}  slowest {:>8.1?}  {} words, {} quotations, {exact} exact, {found} found, {} kB; \
         budget of {budget:?} {held}",
        times.last().copied().unwrap_or_default(),
        text.split_whitespace().count(),
        quotations.len(),
        serde_json::to_vec(&answer)?.len() / 1000,
    );
    Ok(())
}

/// Returns some words in a row.
fn run(text: &str, length: usize, chance: &mut Chance) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let start = chance.below(words.len().saturating_sub(length).max(1));
    words.into_iter().skip(start).take(length).collect::<Vec<_>>().join(" ")
}

/// Takes a letter out of the longest word.
fn slip(text: &str) -> String {
    let longest = text.split_whitespace().max_by_key(|word| word.len()).unwrap_or_default();
    let letters = longest.chars().enumerate().filter(|(at, _)| *at != 2).map(|(_, letter)| letter);
    text.replacen(longest, &letters.collect::<String>(), 1)
}

/// Returns an article: sentences of its own, and quotations as they stand, with a word changed, and with words left out.
fn article(archive: &Archive, chance: &mut Chance) -> String {
    let mut article = String::new();
    for _ in 0..QUOTATIONS {
        let words = passage(archive, chance);
        let mut quoted: Vec<&str> = words.split_whitespace().take(8 + chance.below(20)).collect();
        let middle = quoted.len() / 2;
        match chance.below(4) {
            0 => quoted[middle] = "not",
            1 => quoted[middle] = "…",
            _ => {}
        }
        let _ = write!(article, "“{}” ", quoted.join(" ").replace(['“', '”', '"'], ""));
        for _ in 0..(WORDS / QUOTATIONS).saturating_sub(quoted.len()) {
            article += &generator::word(chance.rank(200));
            article.push(' ');
        }
    }
    article
}

/// Returns 2,000 words without a quotation mark: passages one after the other, which is one quotation.
fn unmarked(archive: &Archive, chance: &mut Chance) -> String {
    let mut text = String::new();
    while text.split_whitespace().count() < WORDS {
        text += &passage(archive, chance).replace(['“', '”', '"', '‘', '’', '\''], "");
        text.push(' ');
    }
    text
}

/// Returns any paragraph of the corpus.
fn passage<'a>(archive: &'a Archive, chance: &mut Chance) -> &'a str {
    let documents: Vec<_> = archive.corpus().documents().iter().filter(|document| document.held()).collect();
    let document = documents[chance.below(documents.len())];
    &document.paragraphs[chance.below(document.paragraphs.len())].text
}

/// Aligns 40 words with three changes in one text of 60,000.
fn alignment() -> Result<()> {
    let mut chance = Chance::seeded(6);
    let text: Vec<u32> = (0..60_000).map(|_| u32::try_from(chance.below(8_000))).collect::<Result<_, _>>()?;
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
