//! Small multiples: a row a term, a bar a column. A bar's frame is all texts of its time, its filling those that have the
//! term; a time without a text has no frame.

use crate::data::{By, Cell, TrendColumn, TrendState, TrendUnit, Trends};

/// With fewer words nothing is said in ten thousand.
pub(super) const FEWEST_WORDS: usize = 2000;

/// The pixels of a bar's frame, of what is known and not held, and of a row with its label and its numbers.
const BAR: usize = 48;
const KNOWN: usize = 10;
const ROW: usize = 116;
/// Where the frames of a row begin below its label.
const TOP: usize = 26;

/// At most so many columns are drawn.
const MOST_COLUMNS: usize = 120;

/// The chart in the form printed; all numbers are pixels.
pub(super) struct Chart {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) bar: usize,
    pub(super) known: usize,
    pub(super) rows: Vec<ChartRow>,
}

/// One term.
pub(super) struct ChartRow {
    pub(super) label: String,
    pub(super) label_y: usize,
    pub(super) top: usize,
    pub(super) foot: usize,
    pub(super) number_y: usize,
    pub(super) year_y: usize,
    pub(super) known_y: usize,
    pub(super) bars: Vec<Bar>,
}

/// One column of a term.
pub(super) struct Bar {
    pub(super) x: usize,
    pub(super) middle: usize,
    pub(super) width: usize,
    pub(super) label: String,
    /// Whether a text is held, so that there is a number.
    pub(super) held: bool,
    /// Whether there are too few words for the number.
    pub(super) thin: bool,
    /// The pixels of the filling, and where it begins.
    pub(super) filled: usize,
    pub(super) filled_y: usize,
    pub(super) number: String,
    /// Whether texts are known that are not held.
    pub(super) unheld: bool,
    pub(super) path: String,
    pub(super) title: String,
}

impl Chart {
    /// Draws trends; nothing where the columns have no room for their names, as texts have not.
    pub(super) fn of(state: &TrendState, trends: &Trends) -> Option<Self> {
        let step = match state.by {
            By::Year => 34,
            By::Presidency => 128,
            By::Text => return None,
        };
        let columns = &trends.columns;
        if columns.len() > MOST_COLUMNS || columns.is_empty() {
            return None;
        }
        // Years without anything known are gaps, too, so that the line is time.
        let place = |column: &TrendColumn, at: usize| match (state.by, column.key.parse::<usize>()) {
            (By::Year, Ok(year)) => {
                columns.first().and_then(|first| first.key.parse().ok()).map_or(at, |first: usize| year - first)
            }
            _ => at,
        };
        let last = columns.last().map_or(0, |column| place(column, columns.len() - 1));
        let highest = columns.iter().enumerate().flat_map(|(at, column)| {
            trends.terms.iter().filter_map(move |term| Some(value(state.unit, column, *term.cells.get(at)?)))
        });
        let highest = highest.fold(0.0, f64::max).max(f64::MIN_POSITIVE);
        let rows = trends.terms.iter().enumerate().map(|(number, term)| {
            let top = number * ROW + TOP;
            let bar = |(at, column): (usize, &TrendColumn)| {
                let cell = term.cells.get(at).copied().unwrap_or_default();
                let share =
                    value(state.unit, column, cell) / if state.unit == TrendUnit::Texts { 1.0 } else { highest };
                let filled = filling(share, cell.uses > 0);
                let thin = state.unit == TrendUnit::Per10k && column.words < FEWEST_WORDS as u64;
                let x = place(column, at) * step;
                Bar {
                    x: x + 4,
                    middle: x + step / 2,
                    width: step - 8,
                    label: column.label.clone(),
                    held: column.texts > 0,
                    thin,
                    filled: if thin { 0 } else { filled },
                    filled_y: top + BAR - filled,
                    number: number_of(state.unit, column, cell, thin),
                    unheld: column.not_held > 0,
                    path: column.link(&term.typed, state),
                    title: format!("{}: {} of {}, {} uses", column.label, cell.texts_with, column.texts, cell.uses),
                }
            };
            ChartRow {
                label: term.typed.clone(),
                label_y: top - 10,
                top,
                foot: top + BAR,
                number_y: top + BAR + 14,
                year_y: top + BAR + 28,
                known_y: top + BAR - KNOWN,
                bars: columns.iter().enumerate().map(bar).collect(),
            }
        });
        Some(Self {
            width: (last + 1) * step,
            height: trends.terms.len() * ROW,
            bar: BAR,
            known: KNOWN,
            rows: rows.collect(),
        })
    }
}

fn value(unit: TrendUnit, column: &TrendColumn, cell: Cell) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "numbers of texts and words, for a drawing")]
    let ratio = |a: usize, b: usize| if b == 0 { 0.0 } else { a as f64 / b as f64 };
    match unit {
        TrendUnit::Texts => ratio(cell.texts_with, column.texts),
        TrendUnit::Count => ratio(cell.uses, 1),
        TrendUnit::Per10k if column.words < FEWEST_WORDS as u64 => 0.0,
        TrendUnit::Per10k => ratio(cell.uses * 10_000, usize::try_from(column.words).unwrap_or(usize::MAX)),
    }
}

/// Returns the pixels of a share; of one that is not nothing, at least two.
fn filling(share: f64, is_there: bool) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of some pixels"
    )]
    let pixels = (share.clamp(0.0, 1.0) * BAR as f64).round() as usize;
    if is_there { pixels.max(2) } else { 0 }
}

fn number_of(unit: TrendUnit, column: &TrendColumn, cell: Cell, thin: bool) -> String {
    match unit {
        _ if column.texts == 0 => String::new(),
        TrendUnit::Texts => format!("{}/{}", cell.texts_with, column.texts),
        TrendUnit::Count => cell.uses.to_string(),
        TrendUnit::Per10k if thin => "–".to_owned(),
        TrendUnit::Per10k => format!("{:.1}", value(unit, column, cell)),
    }
}
