//! What speaks for two groups of paragraphs saying the same: their lengths, their marks, and words that stand together
//! elsewhere in the two texts. It knows no language; costs are negative logarithms of chances, so they add.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Range, RangeInclusive};

use crate::corpus::{Number, Paragraph};

/// The variance of the number of characters in one language for each in the other, as Gale and Church measured it.
const VARIANCE: f64 = 6.8;

/// What it costs when printed numbers differ, or only one is printed, and what is gained when they agree.
const DIFFERENT: f64 = 3.0;
const ALONE: f64 = 0.6;
const AGREE: f64 = 1.5;

/// Translators keep commas more closely than chance would: the variance of marks measured on a pair of texts is believed
/// between these, of chance's own. On 43 translations of one declaration it was 0.2 to 0.9, but for two that have few marks.
const MARKS: (f64, f64) = (0.25, 4.0);

/// Words are taken for each other's translation where so many of their occurrences, in at least so many rows, stand
/// opposite each other.
const TOGETHER: f64 = 0.6;
const ROWS: usize = 4;

/// Words of one sentence come together, so that each is half the evidence that it would be alone.
const DEPENDENT: f64 = 0.5;

/// Letters at the beginning of a word that are compared: what follows is mostly its ending.
const LETTERS: usize = 5;

/// What was learned is asked so many paragraphs off the rows that taught it.
const NEAR: usize = 6;

/// One paragraph as it is compared.
pub(super) struct Side {
    pub(super) number: Number,
    /// Its letters and digits.
    length: f64,
    /// Its commas, full stops and what is like them in any script.
    marks: f64,
    printed: Option<String>,
    words: BTreeMap<String, u32>,
}

/// Words that are known to stand for others, by their places among those that were learned, in order, with how often each
/// stands.
type Known = Vec<(usize, u32)>;

impl Side {
    pub(super) fn of(paragraph: &Paragraph) -> Self {
        Self {
            number: paragraph.number,
            length: paragraph.text.chars().filter(|character| character.is_alphanumeric()).count() as f64,
            marks: marks(&paragraph.text) as f64,
            printed: paragraph.printed.as_deref().map(printed),
            words: words(&paragraph.text),
        }
    }

    /// Returns the words of this that are among those that were learned.
    fn known(&self, places: &BTreeMap<&str, usize>) -> Known {
        let known = |(word, times): (&String, &u32)| Some((*places.get(word.as_str())?, *times));
        let mut known: Known = self.words.iter().filter_map(known).collect();
        known.sort_unstable();
        known
    }
}

/// What is known of a pair of texts.
pub(super) struct Evidence<'a> {
    a: &'a [Side],
    b: &'a [Side],
    /// Characters of the one for each of the other.
    ratio: f64,
    learned: Option<Learned>,
}

/// What a first alignment by lengths teaches.
struct Learned {
    /// Marks of the one for each of the other, and their variance.
    marks: (f64, f64),
    /// The words of `a` for which a word of `b` stands, in order, and which of them each paragraph of either text has.
    pairs: Vec<Together>,
    known_a: Vec<Known>,
    known_b: Vec<Known>,
    /// The row that each paragraph of either text had to itself.
    of_a: Vec<Option<usize>>,
    of_b: Vec<Option<usize>>,
    rows: f64,
    /// The places in `b` that are near each in `a`.
    near: Vec<Range<usize>>,
}

/// Two words, and how often they stand.
struct Together {
    other: String,
    of_a: u32,
    of_b: u32,
    together: u32,
    /// Whether they are one figure, which is known without rows that teach it.
    figure: bool,
}

impl<'a> Evidence<'a> {
    /// Returns what the lengths alone say.
    pub(super) fn of_lengths(a: &'a [Side], b: &'a [Side]) -> Self {
        let total = |sides: &[Side]| sides.iter().map(|side| side.length).sum::<f64>().max(1.0);
        Self { a, b, ratio: (total(b) / total(a)).max(1e-6), learned: None }
    }

    /// Adds what the rows of an alignment teach, each given by the places where it ends.
    pub(super) fn learn(&mut self, rows: &[(Range<usize>, Range<usize>)]) {
        let alone =
            |(a, b): &(Range<usize>, Range<usize>)| (a.len() == 1 && b.len() == 1).then_some((a.start, b.start));
        let pairs: Vec<(usize, usize)> = rows.iter().filter_map(alone).collect();
        let (mut to_b, mut to_a) = (vec![None; self.a.len()], vec![None; self.b.len()]);
        for (a, b) in &pairs {
            if let (Some(one), Some(other)) = (to_b.get_mut(*a), to_a.get_mut(*b)) {
                (*one, *other) = (Some(*b), Some(*a));
            }
        }
        let mut near = vec![Range { start: usize::MAX, end: 0 }; self.a.len() + 1];
        for (a, b) in [(0..0, 0..0)].iter().chain(rows) {
            let from = (a.end + NEAR + 1).min(near.len());
            for range in near.get_mut(a.end.saturating_sub(NEAR)..from).unwrap_or_default() {
                *range = range.start.min(b.end.saturating_sub(NEAR))..range.end.max(b.end + NEAR + 1);
            }
        }
        let sides: Vec<(&Side, &Side)> = pairs.iter().filter_map(|(a, b)| self.a.get(*a).zip(self.b.get(*b))).collect();
        let mut known = together(&sides);
        // Figures stand for themselves, as if each had been seen once.
        let figures =
            |sides: &'a [Side]| sides.iter().flat_map(|side| side.words.keys()).filter(|word| is_figure(word));
        let of_b: BTreeSet<&String> = figures(self.b).collect();
        for figure in figures(self.a).filter(|figure| of_b.contains(figure)) {
            let pair = Together { other: figure.clone(), of_a: 1, of_b: 1, together: 1, figure: true };
            known.insert(figure.clone(), pair);
        }
        let known: Vec<(String, Together)> = known.into_iter().collect();
        let places = |word: fn(&(String, Together)) -> &str| known.iter().map(word).zip(0..).collect();
        let (of_a, of_b): (BTreeMap<&str, usize>, BTreeMap<&str, usize>) =
            (places(|(word, _)| word), places(|(_, pair)| &pair.other));
        let known_a = self.a.iter().map(|side| side.known(&of_a)).collect();
        let known_b = self.b.iter().map(|side| side.known(&of_b)).collect();
        let learned_pairs = known.into_iter().map(|(_, pair)| pair).collect();
        // What is left out on one side would be counted as if the other language were shorter.
        let length = |side: fn(&(&Side, &Side)) -> f64| sides.iter().map(side).sum::<f64>();
        let (one, other) = (length(|(a, _)| a.length), length(|(_, b)| b.length));
        if one > 0.0 && other > 0.0 {
            self.ratio = other / one;
        }
        let (marks, rows) = (marks_of(&sides), sides.len() as f64);
        self.learned =
            Some(Learned { marks, pairs: learned_pairs, known_a, known_b, of_a: to_b, of_b: to_a, rows, near });
    }

    /// Tells whether rows may end at these places.
    pub(super) fn may_end(&self, a: usize, b: usize) -> bool {
        self.learned.as_ref().is_none_or(|learned| learned.near.get(a).is_some_and(|near| near.contains(&b)))
    }

    /// Returns what it costs to put paragraphs side by side.
    pub(super) fn cost(&self, a: Range<usize>, b: Range<usize>) -> f64 {
        let (Some(one), Some(other)) = (self.a.get(a.clone()), self.b.get(b.clone())) else { return 0.0 };
        if one.is_empty() || other.is_empty() {
            return 0.0;
        }
        let by_number = match (first(one), first(other)) {
            (Some(one), Some(other)) if one == other => -AGREE,
            (Some(_), Some(_)) => DIFFERENT,
            (None, None) => 0.0,
            _ => ALONE,
        };
        // Twice the chance to be farther off, and no chance so small that one row outweighs all others.
        let by_length = -(2.0 * tail(self.deviation(one, other))).max(1e-7).ln();
        let learned = self.learned.as_ref().map_or(0.0, |learned| {
            let total = |sides: &[Side]| sides.iter().map(|side| side.marks).sum::<f64>();
            let (ratio, variance) = learned.marks;
            let by_marks = apart(total(one), total(other), ratio) / variance;
            by_marks + DEPENDENT * learned.by_words(a, b)
        });
        by_number + by_length + learned
    }

    /// Returns by how many standard deviations lengths are apart.
    pub(super) fn deviation(&self, a: &[Side], b: &[Side]) -> f64 {
        let length = |sides: &[Side]| sides.iter().map(|side| side.length).sum::<f64>();
        let (one, other) = (length(a), length(b) / self.ratio);
        // A language with fewer characters varies as much in words.
        (other - one).abs() / (f64::midpoint(one, other).max(1.0) * VARIANCE).sqrt()
    }
}

impl Learned {
    /// Returns what the words cost that stand for each other elsewhere: less than nothing where they do so here.
    fn by_words(&self, a: Range<usize>, b: Range<usize>) -> f64 {
        let mut here: BTreeMap<usize, (u32, u32)> = BTreeMap::new();
        for (place, times) in self.known_a.get(a.clone()).into_iter().flatten().flatten() {
            here.entry(*place).or_default().0 += times;
        }
        for (place, times) in self.known_b.get(b.clone()).into_iter().flatten().flatten() {
            here.entry(*place).or_default().1 += times;
        }
        // A row is no evidence for itself, so what these paragraphs taught is not counted.
        let of_a = a.filter_map(|at| Some((at, (*self.of_a.get(at)?)?)));
        let of_b = b.filter_map(|at| Some(((*self.of_b.get(at)?)?, at)));
        let own: BTreeSet<(usize, usize)> = of_a.chain(of_b).collect();
        let own: Vec<(&Known, &Known)> =
            own.into_iter().filter_map(|(one, other)| self.known_a.get(one).zip(self.known_b.get(other))).collect();
        let mut cost = 0.0;
        for (place, (one, other)) in here {
            let Some(pair) = self.pairs.get(place) else { continue };
            let (mut of_a, mut of_b, mut together) = (pair.of_a, pair.of_b, pair.together);
            for (one, other) in own.iter().filter(|_| !pair.figure) {
                let (one, other) = (times(one, place), times(other, place));
                (of_a, of_b, together) = (of_a - one, of_b - other, together - one.min(other));
            }
            let either = f64::from(of_a + of_b);
            // How often the one has the other opposite, and how often any paragraph has it; each as if seen once more.
            let likely = (2.0 * f64::from(together) + 1.0) / (either + 2.0);
            let anywhere = ((either / 2.0).min(self.rows) + 1.0) / (self.rows + 2.0);
            let (same, alone) = (f64::from(one.min(other)), f64::from(one.abs_diff(other)));
            cost -=
                same * (likely / anywhere).ln().max(0.0) + alone * ((1.0 - likely) / (1.0 - anywhere)).ln().min(0.0);
        }
        cost
    }
}

/// Returns how often a word stands that is known by its place.
fn times(known: &Known, place: usize) -> u32 {
    let at = known.binary_search_by_key(&place, |(place, _)| *place).ok();
    at.and_then(|at| known.get(at)).map_or(0, |(_, times)| *times)
}

fn is_figure(word: &str) -> bool {
    word.starts_with(|character: char| character.is_ascii_digit())
}

/// A word that stands in enough rows: how often it does, and in which, with how often there.
struct Common<'a> {
    word: &'a str,
    total: u32,
    rows: Vec<(usize, u32)>,
}

/// Returns the words of one side of rows that stand in enough of them to be believed, in order.
fn common<'a>(sides: impl Iterator<Item = &'a Side>) -> Vec<Common<'a>> {
    let mut rows: BTreeMap<&str, Vec<(usize, u32)>> = BTreeMap::new();
    for (row, side) in sides.enumerate() {
        side.words.iter().for_each(|(word, times)| rows.entry(word).or_default().push((row, *times)));
    }
    let enough = rows.into_iter().filter(|(_, rows)| rows.len() >= ROWS);
    enough.map(|(word, rows)| Common { word, total: rows.iter().map(|(_, times)| times).sum(), rows }).collect()
}

/// Returns the words that stand for each other in rows of one paragraph a side: each the other's best.
fn together(rows: &[(&Side, &Side)]) -> BTreeMap<String, Together> {
    let (of_a, of_b) = (common(rows.iter().map(|(a, _)| *a)), common(rows.iter().map(|(_, b)| *b)));
    // The words of `b` in each row, by their places.
    let mut opposite = vec![Vec::new(); rows.len()];
    for (place, word) in of_b.iter().enumerate() {
        for (row, times) in &word.rows {
            opposite.get_mut(*row).into_iter().for_each(|words| words.push((place, *times)));
        }
    }
    // Of each word its best, with the share and how often they stand together. Every pair is looked at once: what stands
    // with a word is counted by place, since pairs are many times as many as words.
    let mut best_of_a: Vec<Option<(f64, usize, u32)>> = vec![None; of_a.len()];
    let mut best_of_b: Vec<Option<(f64, usize)>> = vec![None; of_b.len()];
    let mut counts = vec![(0_u32, 0_usize); of_b.len()];
    for (at, (word, best)) in of_a.iter().zip(&mut best_of_a).enumerate() {
        let mut seen = Vec::new();
        for (row, times) in &word.rows {
            for (place, there) in opposite.get(*row).into_iter().flatten() {
                let Some(count) = counts.get_mut(*place) else { continue };
                if count.1 == 0 {
                    seen.push(*place);
                }
                *count = (count.0 + times.min(there), count.1 + 1);
            }
        }
        seen.sort_unstable();
        for place in seen {
            let (Some(other), Some(count)) = (of_b.get(place), counts.get_mut(place)) else { continue };
            let (together, rows) = std::mem::take(count);
            let share = 2.0 * f64::from(together) / f64::from(word.total + other.total);
            // What is more than three times as common as the other is no pair that is believed.
            let alike = word.total.max(other.total) <= 3 * word.total.min(other.total);
            if !alike || rows < ROWS || share < TOGETHER {
                continue;
            }
            if best.is_none_or(|(known, ..)| share > known) {
                *best = Some((share, place, together));
            }
            if let Some(best) = best_of_b.get_mut(place).filter(|best| best.is_none_or(|(known, _)| share > known)) {
                *best = Some((share, at));
            }
        }
    }
    let mutual = |(at, best): (usize, Option<(f64, usize, u32)>)| {
        let (_, place, together) = best?;
        let (_, back) = best_of_b.get(place).copied().flatten()?;
        let (word, other) = (of_a.get(at).filter(|_| back == at)?, of_b.get(place)?);
        let (of_a, of_b) = (word.total, other.total);
        Some((word.word.to_owned(), Together { other: other.word.to_owned(), of_a, of_b, together, figure: false }))
    };
    best_of_a.into_iter().enumerate().filter_map(mutual).collect()
}

/// Returns how many marks one text has for each of the other, and how much that varies.
fn marks_of(rows: &[(&Side, &Side)]) -> (f64, f64) {
    let total = |side: fn(&(&Side, &Side)) -> f64| rows.iter().map(side).sum::<f64>() + 0.5;
    let ratio = total(|(_, b)| b.marks) / total(|(a, _)| a.marks);
    let (mut squares, mut mean) = (0.0, 0.0);
    for (a, b) in rows {
        squares += (a.marks - b.marks / ratio).powi(2);
        mean += f64::midpoint(a.marks, b.marks / ratio);
    }
    (ratio, (squares / mean.max(1.0)).clamp(MARKS.0, MARKS.1))
}

/// Returns how far counts are apart that should be as the ratio says: the logarithm of how much likelier another ratio makes
/// them.
fn apart(a: f64, b: f64, ratio: f64) -> f64 {
    let share = ratio / (1.0 + ratio);
    let term = |count: f64, share: f64| if count > 0.0 { count * (count / ((a + b) * share)).ln() } else { 0.0 };
    term(b, share) + term(a, 1.0 - share)
}

/// Returns the printed number before the first of them.
pub(super) fn first(sides: &[Side]) -> Option<&str> {
    sides.first().and_then(|side| side.printed.as_deref())
}

/// Returns a printed number as it is compared: its letters and digits, the digits of any script as ours.
fn printed(number: &str) -> String {
    number.chars().map(digit).filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Counts the marks that end a sentence or a part of one, not those inside a figure or a name.
fn marks(text: &str) -> usize {
    let mut characters = text.chars().peekable();
    let mut count = 0;
    while let Some(character) = characters.next() {
        let inside = |next: &char| match character {
            '.' | '!' | '?' => next.is_alphanumeric(),
            _ => next.is_ascii_digit(),
        };
        count += usize::from(is_mark(character) && !characters.peek().is_some_and(inside));
    }
    count
}

fn is_mark(character: char) -> bool {
    matches!(character, ',' | ';' | ':' | '.' | '!' | '?' | '\u{b7}' | '\u{60c}' | '\u{61b}' | '\u{61f}' | '\u{964}')
        || matches!(character, '\u{6d4}' | '、' | '。' | '，' | '；' | '：' | '！' | '？')
}

/// Returns the words of a text as they are compared, with how often each stands: a figure whole, and in scripts that write
/// words together two signs for a word.
fn words(text: &str) -> BTreeMap<String, u32> {
    let mut words = BTreeMap::new();
    let lower: Vec<char> = text.chars().map(digit).flat_map(char::to_lowercase).collect();
    let kind = |character: &char| (character.is_alphanumeric(), character.is_ascii_digit());
    for run in lower.chunk_by(|one, other| kind(one) == kind(other)).filter(|run| kind(&run[0]).0) {
        let any = |range: RangeInclusive<char>| run.iter().any(|sign| range.contains(sign));
        if run.len() > 1 && (any('\u{e00}'..='\u{e7f}') || any('\u{3040}'..='\u{9fff}')) {
            for pair in run.windows(2) {
                *words.entry(pair.iter().collect()).or_default() += 1;
            }
        } else {
            let letters = match run {
                [first, ..] if first.is_ascii_digit() => run.len(),
                // A syllable of Hangul is two or three letters.
                _ if any('\u{ac00}'..='\u{d7a3}') => LETTERS / 2,
                _ => LETTERS,
            };
            *words.entry(run.iter().take(letters).collect()).or_default() += 1;
        }
    }
    words
}

/// Returns a digit of Arabic, or of full width, as ours.
fn digit(character: char) -> char {
    match u32::from(character) {
        value @ (0x660..=0x669 | 0x6f0..=0x6f9 | 0xff10..=0xff19) => {
            char::from_digit(value & 0xf, 10).unwrap_or(character)
        }
        _ => character,
    }
}

/// Returns the chance of a normal deviate beyond `z`, after Abramowitz and Stegun 26.2.17.
fn tail(z: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.231_641_9 * z);
    let series =
        t * (0.319_381_53 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
    (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt() * series
}
