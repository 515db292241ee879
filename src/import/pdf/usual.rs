//! What is usual on the pages of a file: type, pitch and edges, which all else is measured by.

use std::collections::HashMap;

use super::line::Line;
use super::look::{is_row_of_table, is_terminal, starts_large, width_of_first};
use super::word::Word;
use crate::import::marker::marker;

/// What is usual on the pages of a file.
#[derive(Debug)]
pub(super) struct Usual {
    /// The size of the text's type.
    pub(super) size: f32,
    /// Where the lowest lines of pages stand.
    pub(super) bottom: f32,
    /// From base line to base line within a paragraph, by page.
    pitches: HashMap<usize, f32>,
    /// The same where a page does not tell it.
    pitch: f32,
    /// Whether bold and capitals say nothing, since most of the text is set so.
    bold: bool,
    italic: bool,
    capitals: bool,
    /// Whether first lines of paragraphs are set in.
    pub(super) set_in: bool,
}

impl Usual {
    /// Measures lines, and gives each the edges of those around it.
    pub(super) fn of(lines: &mut [Line]) -> Self {
        let size = body_size(lines);
        set_edges(lines);
        set_tables(lines);
        let mut usual = Self {
            size,
            bottom: lowest(lines),
            pitches: HashMap::new(),
            pitch: size * 1.25,
            bold: mostly(lines, |line| line.bold),
            italic: mostly(lines, |line| line.italic),
            capitals: mostly(lines, |line| line.capitals),
            set_in: false,
        };
        usual.measure(lines);
        usual.set_in = usual.sets_in(lines);
        usual
    }

    /// Measures the pitch between lines that surely go on with each other.
    fn measure(&mut self, lines: &[Line]) {
        let (mut sure, mut all): (HashMap<usize, Vec<f32>>, Vec<f32>) = (HashMap::new(), Vec::new());
        let mut sure_all = Vec::new();
        for pair in lines.windows(2) {
            let [a, b] = pair else { continue };
            let pitch = b.base - a.base;
            if a.part != b.part
                || pitch <= a.size * 0.8
                || pitch > a.size * 4.0
                || (a.size - self.size).abs() > 0.6
                || (b.size - self.size).abs() > 0.6
            {
                continue;
            }
            all.push(pitch);
            let goes_on = b.text().starts_with(char::is_lowercase) && !is_terminal(a) && marker(b.text()).is_none();
            if goes_on && !self.fits(a, b) {
                sure.entry(a.page).or_default().push(pitch);
                sure_all.push(pitch);
            }
        }
        self.pitch = median(&mut sure_all).or_else(|| commonest_small(&mut all)).unwrap_or(self.size * 1.25);
        self.pitches = sure
            .into_iter()
            .filter(|(_, pitches)| pitches.len() >= 3)
            .filter_map(|(page, mut pitches)| Some((page, median(&mut pitches)?)))
            .collect();
    }

    /// Tells whether first lines stand further in than the lines before and after them.
    fn sets_in(&self, lines: &[Line]) -> bool {
        let (mut set_in, mut plain) = (0, 0);
        for three in lines.windows(3) {
            let [before, line, after] = three else { continue };
            if before.part != after.part
                || !is_terminal(before)
                || !starts_large(line.text())
                || marker(line.text()).is_some()
            {
                continue;
            }
            let indent = line.left - after.left;
            if indent > self.size * 0.8
                && indent < self.size * 6.0
                && (after.left - after.edge.0).abs() < self.size * 4.0
            {
                set_in += 1;
            } else if indent.abs() < 1.0 {
                plain += 1;
            }
        }
        set_in >= 3 && set_in * 2 > plain
    }

    /// Tells whether most of the text is bold.
    pub(super) fn is_bold(&self) -> bool {
        self.bold
    }

    pub(super) fn pitch(&self, page: usize) -> f32 {
        self.pitches.get(&page).copied().unwrap_or(self.pitch)
    }

    /// Tells whether the first word of `next` would have found room at the end of `line`.
    pub(super) fn fits(&self, line: &Line, next: &Line) -> bool {
        self.room(line) > width_of_first(next) + line.size * 0.4
    }

    pub(super) fn room(&self, line: &Line) -> f32 {
        line.edge.1 - line.right
    }

    /// Tells a line in the middle of its column, short enough to be put there.
    pub(super) fn is_centred(&self, line: &Line) -> bool {
        let (left, right) = line.edge;
        let (before, after) = (line.left - left, right - line.right);
        let width = right - left;
        before > width * 0.07 && after > width * 0.07 && (before - after).abs() < (width * 0.04).max(4.0)
    }

    /// Tells whether a line is set as headings are.
    pub(super) fn stands_out(&self, line: &Line) -> bool {
        line.size > self.size * 1.09
            || (line.bold && !self.bold)
            || (line.italic && !self.italic)
            || (line.capitals && !self.capitals)
    }
}

/// Gives each line the edges of the lines around it in its part that are set like it, or else of all its part.
fn set_edges(lines: &mut [Line]) {
    const NEAR: usize = 12;
    let mut parts: HashMap<usize, (f32, f32)> = HashMap::new();
    for line in lines.iter() {
        let (left, right) = parts.entry(line.part).or_insert((line.left, line.right));
        (*left, *right) = (left.min(line.left), right.max(line.right));
    }
    let tables: Vec<bool> = lines.iter().map(is_row_of_table).collect();
    let edges: Vec<(f32, f32)> = (0..lines.len())
        .map(|at| {
            let range = at.saturating_sub(NEAR)..(at + NEAR).min(lines.len());
            let near = lines.get(range.clone()).unwrap_or_default();
            let Some(line) = lines.get(at) else { return (0.0, 0.0) };
            let like = |(other, table): &(&Line, &bool)| {
                other.part == line.part && (other.size - line.size).abs() < line.size * 0.06 && !**table
            };
            let tables = tables.get(range).unwrap_or_default();
            let alike: Vec<&Line> = near.iter().zip(tables).filter(like).map(|(line, _)| line).collect();
            let part = parts.get(&line.part).copied().unwrap_or((line.left, line.right));
            if alike.len() < 6 {
                // Too few to tell where the margin is: parts of other pages that begin as far left tell more.
                let elsewhere = near.iter().filter(|other| {
                    other.part != line.part
                        && (other.left - part.0).abs() < 3.0
                        && (other.size - line.size).abs() < line.size * 0.06
                });
                return (part.0, elsewhere.map(|other| other.right).fold(part.1, f32::max));
            }
            let left = alike.iter().map(|line| line.left).fold(f32::MAX, f32::min);
            (left, alike.iter().map(|line| line.right).fold(f32::MIN, f32::max))
        })
        .collect();
    for (line, edge) in lines.iter_mut().zip(edges) {
        line.edge = edge;
    }
}

/// Marks lines below each other that have words behind gaps, one above the other: rows of a table with narrow columns.
fn set_tables(lines: &mut [Line]) {
    let cells = |line: &Line| -> Vec<f32> {
        // A line that was justified has wide gaps too, and meets the margin.
        let short = line.edge.1 - line.right > line.size * 3.0;
        let gaps = line.words.windows(2).skip(usize::from(marker(line.text()).is_some()));
        let wide = |pair: &&[Word]| matches!(pair, [a, b] if b.left - a.right > line.size * 0.7);
        if short { gaps.filter(wide).filter_map(|pair| Some(pair.last()?.left)).collect() } else { Vec::new() }
    };
    let cells: Vec<Vec<f32>> = lines.iter().map(cells).collect();
    for at in 1..lines.len() {
        let (Some([above, below]), Some([line, next])) = (cells.get(at - 1..=at), lines.get_mut(at - 1..=at)) else {
            continue;
        };
        let under = |left: &f32| below.iter().any(|other| (other - left).abs() < 1.5);
        if line.part == next.part && above.iter().any(under) {
            (line.of_table, next.of_table) = (true, true);
        }
    }
}

/// Returns where the lowest lines of pages stand: on at least a third of the pages that low or lower.
fn lowest(lines: &[Line]) -> f32 {
    let mut lowest: HashMap<usize, f32> = HashMap::new();
    for line in lines {
        let base = lowest.entry(line.page).or_insert(line.base);
        *base = base.max(line.base);
    }
    let mut lowest: Vec<f32> = lowest.into_values().collect();
    lowest.sort_by(f32::total_cmp);
    lowest.get(lowest.len() * 2 / 3).copied().unwrap_or(0.0)
}

fn mostly(lines: &[Line], is: impl Fn(&Line) -> bool) -> bool {
    let letters = |line: &Line| line.words.iter().map(|word| word.text.len()).sum::<usize>();
    let all: usize = lines.iter().map(letters).sum();
    let such: usize = lines.iter().filter(|line| is(line)).map(letters).sum();
    such * 2 > all
}

fn median(values: &mut [f32]) -> Option<f32> {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied()
}

/// Returns the smallest value that a fifth of all have.
fn commonest_small(values: &mut [f32]) -> Option<f32> {
    values.sort_by(f32::total_cmp);
    let enough = values.len().div_ceil(5);
    values
        .iter()
        .enumerate()
        .map(|(at, value)| (at, *value))
        .find_map(|(at, value)| values.get(at + enough - 1).is_some_and(|other| other - value < 0.9).then_some(value))
}

/// Returns the size of type that most letters are set in.
pub(super) fn body_size(lines: &[Line]) -> f32 {
    weightiest(lines.iter().map(|line| (line.size, line.words.iter().map(|word| word.text.len()).sum())))
}

/// Returns the size that weighs most, to a tenth of a point.
pub(super) fn weightiest(sizes: impl Iterator<Item = (f32, usize)>) -> f32 {
    let mut weights: HashMap<i32, (f32, usize)> = HashMap::new();
    for (size, weight) in sizes {
        #[expect(clippy::cast_possible_truncation, reason = "a size of type in quarters of a point")]
        let rounded = (size.clamp(0.0, 1000.0) * 4.0).round() as i32;
        let (sum, all) = weights.entry(rounded).or_default();
        *sum = size;
        *all += weight;
    }
    weights.into_iter().max_by_key(|&(size, (_, weight))| (weight, size)).map_or(12.0, |(_, (size, _))| size)
}
