//! Proposes an alignment: paragraphs that say the same are about as long, and often have the same printed number.
//!
//! After Gale and Church, "A Program for Aligning Sentences in Bilingual Corpora" (1993): of all ways to put the
//! paragraphs of two texts side by side in their order, the likeliest by the lengths of what stands together.

use super::{Alignment, How, Row};
use crate::corpus::{Document, Number, Paragraph};

/// How many paragraphs of either side stand together, and what that costs: `-100 ln` of how often it is so.
const KINDS: [(usize, usize, f64); 6] =
    [(1, 1, 12.0), (1, 0, 450.0), (0, 1, 450.0), (2, 1, 230.0), (1, 2, 230.0), (2, 2, 440.0)];

/// The variance of the number of characters in one language for each in the other, as Gale and Church measured it.
const VARIANCE: f64 = 6.8;

/// What it costs when printed numbers differ, or only one is printed, and what is gained when they agree.
const DIFFERENT: f64 = 300.0;
const ALONE: f64 = 60.0;
const AGREE: f64 = 150.0;

/// A row whose lengths are so many standard deviations apart is told.
const UNLIKELY: f64 = 2.5;

/// The texts may be so many paragraphs out of step, beside a tenth of the longer.
const BAND: usize = 200;

/// A proposed row, and what is not sure about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposed {
    /// The row.
    pub row: Row,
    /// Why a person has to look at it.
    pub unsure: Option<&'static str>,
}

/// One paragraph as it is compared.
struct Side {
    number: Number,
    /// Its characters, with the weight of the script.
    length: f64,
    printed: Option<String>,
}

/// Proposes which paragraphs of two texts say the same.
#[must_use]
pub fn propose(a: &Document, b: &Document) -> Vec<Proposed> {
    let (a, b) = (sides(a), sides(b));
    let total = |sides: &[Side]| sides.iter().map(|side| side.length).sum::<f64>().max(1.0);
    let ratio = total(&b) / total(&a);
    let band = BAND + a.len().max(b.len()) / 10;
    let width = 2 * band + 1;
    // The cheapest way to every point within the band, and the kind of its last row.
    let middle = |i: usize| i * b.len() / a.len().max(1);
    let cell = |i: usize, j: usize| (j + band).checked_sub(middle(i)).filter(|at| *at < width).map(|at| i * width + at);
    let mut costs = vec![f64::INFINITY; (a.len() + 1) * width];
    let mut kinds = vec![0_u8; (a.len() + 1) * width];
    for i in 0..=a.len() {
        let from = middle(i).saturating_sub(band);
        for j in from..=(middle(i) + band).min(b.len()) {
            let Some(here) = cell(i, j) else { continue };
            if (i, j) == (0, 0) {
                set(&mut costs, here, 0.0);
                continue;
            }
            for (kind, (of_a, of_b, rare)) in KINDS.iter().enumerate() {
                let (Some(i), Some(j)) = (i.checked_sub(*of_a), j.checked_sub(*of_b)) else { continue };
                let Some(before) = cell(i, j).and_then(|at| costs.get(at)).filter(|cost| cost.is_finite()) else {
                    continue;
                };
                let (one, other) = (part(&a, i, *of_a), part(&b, j, *of_b));
                let cost = before + rare + cost(one, other, ratio);
                if costs.get(here).is_some_and(|known| cost < *known) {
                    set(&mut costs, here, cost);
                    set(&mut kinds, here, u8::try_from(kind).unwrap_or_default());
                }
            }
        }
    }
    let (mut i, mut j, mut rows) = (a.len(), b.len(), Vec::new());
    while (i, j) != (0, 0) {
        let kind = cell(i, j).and_then(|at| kinds.get(at)).map_or(0, |kind| usize::from(*kind));
        let (of_a, of_b, _) = KINDS.get(kind).copied().unwrap_or(KINDS[0]);
        let (Some(before_i), Some(before_j)) = (i.checked_sub(of_a), j.checked_sub(of_b)) else { break };
        (i, j) = (before_i, before_j);
        rows.push(proposed(part(&a, i, of_a), part(&b, j, of_b), ratio));
    }
    rows.reverse();
    rows
}

impl Alignment {
    /// Returns the alignment of two documents that has these rows.
    #[must_use]
    pub fn of(a: &Document, b: &Document, rows: &[Proposed]) -> Self {
        let rows = rows.iter().map(|proposed| proposed.row.clone()).collect();
        Self { a: a.id.clone(), b: b.id.clone(), rows }
    }
}

fn set<T>(cells: &mut [T], at: usize, value: T) {
    if let Some(cell) = cells.get_mut(at) {
        *cell = value;
    }
}

fn part(sides: &[Side], from: usize, length: usize) -> &[Side] {
    sides.get(from..from + length).unwrap_or_default()
}

fn sides(document: &Document) -> Vec<Side> {
    let side = |paragraph: &Paragraph| Side {
        number: paragraph.number,
        length: paragraph.text.chars().filter(|character| character.is_alphanumeric()).count() as f64,
        printed: paragraph.printed.as_deref().map(printed),
    };
    document.paragraphs.iter().map(side).collect()
}

/// Returns a printed number as it is compared: its letters and digits, the digits of any script as ours.
fn printed(number: &str) -> String {
    let digit = |character: char| match u32::from(character) {
        value @ (0x660..=0x669 | 0x6f0..=0x6f9) => char::from_digit(value & 0xf, 10).unwrap_or(character),
        _ => character,
    };
    number.chars().map(digit).filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns what it costs to put paragraphs side by side.
fn cost(a: &[Side], b: &[Side], ratio: f64) -> f64 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let by_number = match (first(a), first(b)) {
        (Some(one), Some(other)) if one == other => -AGREE,
        (Some(_), Some(_)) => DIFFERENT,
        (None, None) => 0.0,
        _ => ALONE,
    };
    // Twice the chance to be farther off, and no chance so small that one row outweighs all others.
    let chance = (2.0 * tail(deviation(a, b, ratio))).max(1e-7);
    by_number - 100.0 * chance.ln()
}

fn first(sides: &[Side]) -> Option<&str> {
    sides.first().and_then(|side| side.printed.as_deref())
}

/// Returns by how many standard deviations lengths are apart.
fn deviation(a: &[Side], b: &[Side], ratio: f64) -> f64 {
    let length = |sides: &[Side]| sides.iter().map(|side| side.length).sum::<f64>();
    let (one, other) = (length(a), length(b));
    let mean = ((one + other / ratio.max(1e-6)) / 2.0).max(1.0);
    // A language with fewer characters varies as much in words.
    (other / ratio.max(1e-6) - one).abs() / (mean * VARIANCE).sqrt()
}

/// Returns the chance of a normal deviate beyond `z`, after Abramowitz and Stegun 26.2.17.
fn tail(z: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.231_641_9 * z);
    let series =
        t * (0.319_381_53 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
    (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt() * series
}

fn proposed(a: &[Side], b: &[Side], ratio: f64) -> Proposed {
    let numbers = |sides: &[Side]| sides.iter().map(|side| side.number).collect();
    let agree = first(a).is_some() && first(a) == first(b);
    let differ = first(a).is_some() && first(b).is_some() && !agree;
    let unsure = match (a.len(), b.len()) {
        (_, 0) | (0, _) => Some("nothing stands opposite"),
        _ if differ => Some("the printed numbers differ"),
        (1, 1) if deviation(a, b, ratio) <= UNLIKELY || agree => None,
        (1, 1) => Some("the lengths differ much"),
        _ => Some("several stand for one"),
    };
    let how = if agree { How::Number } else { How::Length };
    Proposed { row: Row { a: numbers(a), b: numbers(b), how }, unsure }
}
