//! Proposes an alignment: of all ways to put the paragraphs of two texts side by side in their order, the likeliest.
//!
//! After Gale and Church, "A Program for Aligning Sentences in Bilingual Corpora" (1993), by lengths, and Moore, "Fast and
//! Accurate Sentence Alignment of Bilingual Corpora" (2002), who then learns from the rows that lengths alone give.

mod evidence;

use std::ops::Range;

use self::evidence::{Evidence, Side, first};
use super::{Alignment, AlignmentBasis, AlignmentRow};
use crate::corpus::Document;

/// How many paragraphs of either side stand together, and how often it is so.
///
/// Read off 35 translations of one declaration that were aligned by hand, of some 2,000 rows: 2.6 in a hundred are not one
/// to one. Of those that stand alone most are the same two words, which many translators leave out, so that texts at
/// large are taken to have fewer.
const KINDS: [(usize, usize, f64); 8] = [
    (1, 1, 0.9748),
    (1, 0, 0.004),
    (0, 1, 0.004),
    (2, 1, 0.0065),
    (1, 2, 0.0065),
    (3, 1, 0.002),
    (1, 3, 0.002),
    (2, 2, 0.0002),
];

/// After a row that is not one to one another is so many times as often: there, too, 4 in 50.
const AGAIN: f64 = 3.0;

/// A row whose lengths are so many standard deviations apart is told.
const UNLIKELY: f64 = 2.5;

/// The texts may be so many paragraphs out of step, beside a tenth of the longer.
const BAND: usize = 200;

/// A proposed row, and what is not sure about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposed {
    /// The row.
    pub row: AlignmentRow,
    /// Why a person has to look at it.
    pub unsure: Option<&'static str>,
}

/// The paragraphs of a row, as places in either text.
type Span = (Range<usize>, Range<usize>);

/// Proposes which paragraphs of two texts say the same.
#[must_use]
pub fn propose(a: &Document, b: &Document) -> Vec<Proposed> {
    let sides = |document: &Document| document.paragraphs.iter().map(Side::of).collect();
    let (a, b): (Vec<Side>, Vec<Side>) = (sides(a), sides(b));
    let mut evidence = Evidence::of_lengths(&a, &b);
    let by_length = likeliest(a.len(), b.len(), &evidence);
    evidence.learn(&by_length);
    let rows = likeliest(a.len(), b.len(), &evidence);
    let shown =
        |(of_a, of_b): Span| proposed(a.get(of_a).unwrap_or_default(), b.get(of_b).unwrap_or_default(), &evidence);
    rows.into_iter().map(shown).collect()
}

/// The cheapest way to a point: what it costs, the kind of its last row, and whether the row before was one to one.
#[derive(Clone, Copy)]
struct Way {
    cost: f64,
    kind: u8,
    before: bool,
}

/// Returns the rows that cost least.
fn likeliest(of_a: usize, of_b: usize, evidence: &Evidence<'_>) -> Vec<Span> {
    let band = BAND + of_a.max(of_b) / 10;
    let width = 2 * band + 1;
    let middle = |i: usize| i * of_b / of_a.max(1);
    let cell = |i: usize, j: usize| (j + band).checked_sub(middle(i)).filter(|at| *at < width).map(|at| i * width + at);
    // For each point within the band the best way that ends in a row of one to one, and the best of all others.
    let mut ways = vec![[Way { cost: f64::INFINITY, kind: 0, before: true }; 2]; (of_a + 1) * width];
    if let Some(start) = cell(0, 0).and_then(|at| ways.get_mut(at)) {
        start[0].cost = 0.0;
    }
    let others = 1.0 - KINDS[0].2;
    for i in 0..=of_a {
        for j in middle(i).saturating_sub(band)..=(middle(i) + band).min(of_b) {
            let Some(here) = cell(i, j).filter(|_| evidence.may_end(i, j)) else { continue };
            for (kind, (from_a, from_b, often)) in KINDS.iter().enumerate() {
                let (Some(from_i), Some(from_j)) = (i.checked_sub(*from_a), j.checked_sub(*from_b)) else { continue };
                let Some(before) = cell(from_i, from_j).and_then(|at| ways.get(at)).copied() else { continue };
                if before.iter().all(|way| way.cost.is_infinite()) {
                    continue;
                }
                let own = evidence.cost(from_i..i, from_j..j) - often.ln();
                let (single, again) = match kind {
                    0 => (0, ((1.0 - others) / (1.0 - AGAIN * others)).ln()),
                    _ => (1, -AGAIN.ln()),
                };
                for (at, way) in before.iter().enumerate() {
                    let cost = way.cost + own + if at == 0 { 0.0 } else { again };
                    if let Some(known) = ways.get_mut(here).map(|ways| &mut ways[single])
                        && cost < known.cost
                    {
                        *known = Way { cost, kind: u8::try_from(kind).unwrap_or_default(), before: at == 0 };
                    }
                }
            }
        }
    }
    let at = |i, j| cell(i, j).and_then(|at| ways.get(at));
    let (mut i, mut j, mut rows) = (of_a, of_b, Vec::new());
    let mut single = at(i, j).is_none_or(|[single, other]| single.cost <= other.cost);
    while (i, j) != (0, 0) {
        let Some(way) = at(i, j).map(|ways| ways[usize::from(!single)]) else { break };
        let (from_a, from_b, _) = KINDS.get(usize::from(way.kind)).copied().unwrap_or(KINDS[0]);
        let (Some(from_i), Some(from_j)) = (i.checked_sub(from_a), j.checked_sub(from_b)) else { break };
        rows.push((from_i..i, from_j..j));
        (i, j, single) = (from_i, from_j, way.before);
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

fn proposed(a: &[Side], b: &[Side], evidence: &Evidence<'_>) -> Proposed {
    let numbers = |sides: &[Side]| sides.iter().map(|side| side.number).collect();
    let agree = first(a).is_some() && first(a) == first(b);
    let differ = first(a).is_some() && first(b).is_some() && !agree;
    let unsure = match (a.len(), b.len()) {
        (_, 0) | (0, _) => Some("nothing stands opposite"),
        _ if differ => Some("the printed numbers differ"),
        (1, 1) if evidence.deviation(a, b) <= UNLIKELY || agree => None,
        (1, 1) => Some("the lengths differ much"),
        _ => Some("several stand for one"),
    };
    let how = if agree { AlignmentBasis::Number } else { AlignmentBasis::Length };
    Proposed { row: AlignmentRow { a: numbers(a), b: numbers(b), how }, unsure }
}
