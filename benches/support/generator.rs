//! A corpus as large as is asked for, the same every time: words as frequent as Zipf says, phrases that repeat.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

/// How many different words there are before endings.
const VOCABULARY: usize = 40_000;
/// How many phrases repeat.
const PHRASES: usize = 2_000;
/// Words of a paragraph, on average.
const WORDS: usize = 60;
/// Paragraphs of a document, on average.
const PARAGRAPHS: usize = 12;

const KINDS: [&str; 5] = ["declaration", "communique", "report", "statement", "press-report"];
/// How many topics there are, and how many of them a document has at most.
const TOPICS: usize = 40;
const TOPICS_OF_ONE: usize = 5;

const PRESIDENCIES: [&str; 7] = ["Canada", "France", "Germany", "Italy", "Japan", "United Kingdom", "United States"];

/// Numbers that look drawn by chance and are the same every time (xorshift64*).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn seeded(seed: u64) -> Self {
        Self(seed.max(1))
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let drawn = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        (drawn as usize) % limit
    }

    /// Draws a rank that is the rarer the higher, as Zipf's law has it with exponent 1.
    pub(crate) fn rank(&mut self, limit: usize) -> usize {
        let uniform = (self.below(1 << 24) as f64 + 0.5) / f64::from(1 << 24);
        ((limit as f64).powf(uniform) - 1.0) as usize
    }
}

/// Returns the word of a rank: stop words first, then words made of syllables.
pub(crate) fn word(rank: usize) -> String {
    const COMMON: [&str; 12] = ["the", "of", "and", "to", "in", "a", "for", "on", "with", "that", "states", "cyber"];
    if let Some(common) = COMMON.get(rank) {
        return (*common).to_owned();
    }
    const ONSETS: [&str; 16] = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "st", "pr"];
    const VOWELS: [&str; 5] = ["a", "e", "i", "o", "u"];
    let (mut word, mut rest) = (String::new(), rank);
    for _ in 0..3 {
        word.push_str(ONSETS[rest % 16]);
        word.push_str(VOWELS[rest / 16 % 5]);
        rest /= 80;
    }
    word.push('k');
    word
}

/// Writes `paragraphs` paragraphs as documents of a corpus below `folder`, and returns their texts.
#[allow(dead_code, reason = "each that generates takes the form it needs")]
pub(crate) fn write(folder: &Path, paragraphs: usize) -> Vec<String> {
    write_dated(folder, paragraphs).into_iter().map(|(_, text)| text).collect()
}

/// Writes the same, and returns each text with its year.
pub(crate) fn write_dated(folder: &Path, paragraphs: usize) -> Vec<(usize, String)> {
    let mut chance = Chance::seeded(42);
    let phrases: Vec<String> = (0..PHRASES)
        .map(|_| (0..4).map(|_| word(12 + chance.rank(VOCABULARY - 12))).collect::<Vec<_>>().join(" "))
        .collect();
    let documents = folder.join("documents");
    std::fs::create_dir_all(&documents).unwrap();
    let (mut texts, mut number) = (Vec::with_capacity(paragraphs), 0);
    while texts.len() < paragraphs {
        let year = 1975 + chance.below(50);
        let title: Vec<String> = (0..6).map(|_| word(chance.rank(VOCABULARY))).collect();
        let mut page = format!(
            "+++\ntitle = \"{}\"\nkind = \"{}\"\ndate = \"{year}-{:02}-{:02}\"\npresidency = \"{}\"\nissuer = \"G7\"\nlanguage = \"en\"\ntopics = {:?}\n+++\n",
            title.join(" "),
            KINDS[chance.below(KINDS.len())],
            1 + chance.below(12),
            1 + chance.below(28),
            PRESIDENCIES[chance.below(PRESIDENCIES.len())],
            topics(number),
        );
        for _ in 0..(1 + chance.below(2 * PARAGRAPHS)).min(paragraphs - texts.len()) {
            let mut text = paragraph(&mut chance, &phrases);
            text.get_mut(..1).unwrap().make_ascii_uppercase();
            write!(page, "{text}\n\n").unwrap();
            texts.push((year, text));
        }
        std::fs::write(documents.join(format!("{year}-d{number}.md")), page).unwrap();
        number += 1;
    }
    texts
}

/// Returns the topics of a document: nearly every document has a combination of its own, as real ones do.
fn topics(number: usize) -> Vec<String> {
    let mut chance = Chance::seeded(number as u64 + 1);
    // The first number drawn of neighbouring seeds is nearly the same.
    chance.below(1);
    let drawn: BTreeSet<usize> = (0..1 + chance.below(TOPICS_OF_ONE)).map(|_| chance.below(TOPICS)).collect();
    drawn.into_iter().map(|topic| format!("topic-{topic}")).collect()
}

fn paragraph(chance: &mut Chance, phrases: &[String]) -> String {
    let mut text = String::with_capacity(WORDS * 8);
    let mut words = 0;
    let length = WORDS / 2 + chance.below(WORDS);
    while words < length {
        if chance.below(30) == 0 {
            text.push_str(&phrases[chance.rank(PHRASES)]);
            words += 4;
        } else {
            text.push_str(&word(chance.rank(VOCABULARY)));
            // Endings that the stemmer takes off.
            text.push_str(["", "", "", "", "s", "ed", "ing"][chance.below(7)]);
            words += 1;
        }
        text.push_str(if chance.below(12) == 0 { ", " } else { " " });
    }
    text.truncate(text.trim_end_matches([' ', ',']).len());
    text.push('.');
    text
}
