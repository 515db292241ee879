//! The columns of a page: parts of it that are read one after the other, told by the gutters between them.

use super::word::Word;
use crate::import::block::is_spaceless;

/// How deep parts are parted again.
const DEEPEST: usize = 6;

/// An empty strip that text stands on both sides of.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Gutter {
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
    /// In how many slots text stands on its left, and on its right.
    beside: (usize, usize),
}

/// Where the columns of the page before were parted, from left to right.
pub(super) type Before = Option<(f32, f32)>;

/// Returns the words of a page in parts, in reading order. `size` is that of most of its type.
pub(super) fn parts(words: Vec<Word>, size: f32, right_to_left: bool, before: &mut Before) -> Vec<Vec<Word>> {
    let size = size.max(1.0);
    let found = gutter(&words, size);
    if let Some((left, right)) = before.filter(|strip| found.is_none() && is_rest(&words, *strip, size)) {
        // A line or two of each column is left for the last page: too little to tell columns by.
        let middle = f32::midpoint(left, right);
        let (first, second) = words.into_iter().partition(|word: &Word| (word.left < middle) != right_to_left);
        return vec![first, second];
    }
    *before = found.map(|gutter| (gutter.left, gutter.right));
    let mut parts = Vec::new();
    part(words, size, right_to_left, DEEPEST, &mut parts);
    parts
}

/// Tells the last lines of two columns that went on from the page before.
fn is_rest(words: &[Word], (left, right): (f32, f32), size: f32) -> bool {
    let crosses = |word: &Word| word.left < right - 1.0 && word.right > left + 1.0;
    let begins = words.iter().map(|word| word.left).filter(|begins| *begins > left).fold(f32::MAX, f32::min);
    let beside = words.iter().filter(|word| word.right <= left + 1.0).any(|word| {
        words.iter().any(|other| other.left >= right - 1.0 && (other.base() - word.base()).abs() < size * 0.5)
    });
    beside && (begins - right).abs() < size * 0.5 && !words.iter().any(crosses)
}

fn part(words: Vec<Word>, size: f32, right_to_left: bool, deepest: usize, parts: &mut Vec<Vec<Word>>) {
    if words.is_empty() {
        return;
    }
    let found = if deepest == 0 { None } else { gutter(&words, size) };
    let Some(gutter) = found else {
        parts.push(words);
        return;
    };
    let middle = f32::midpoint(gutter.left, gutter.right);
    let [mut above, mut below, mut left, mut right] = [const { Vec::new() }; 4];
    for word in words {
        let place = match word.middle() {
            at if at < gutter.top => &mut above,
            at if at > gutter.bottom => &mut below,
            _ if f32::midpoint(word.left, word.right) < middle => &mut left,
            _ => &mut right,
        };
        place.push(word);
    }
    if right_to_left {
        std::mem::swap(&mut left, &mut right);
    }
    for words in [above, left, right, below] {
        part(words, size, right_to_left, deepest - 1, parts);
    }
}

/// Returns the longest strip that parts columns of running text.
fn gutter(words: &[Word], size: f32) -> Option<Gutter> {
    let strips = gutters(words, size);
    let mut found: Vec<&Gutter> = strips.iter().filter(|gutter| parts_text(gutter, &strips, words, size)).collect();
    found.sort_by(|a, b| (b.bottom - b.top).total_cmp(&(a.bottom - a.top)));
    found.first().map(|gutter| lengthened(**gutter, words, size))
}

/// Lengthens a gutter over the lines that only one of its columns has, as far as they follow each other closely.
fn lengthened(mut gutter: Gutter, words: &[Word], size: f32) -> Gutter {
    let (left, right) = (gutter.left, gutter.right);
    let crosses = |word: &Word| word.left < right && word.right > left;
    let close = |gap: f32| (-size..size).contains(&gap);
    loop {
        let above = words.iter().filter(|word| word.middle() < gutter.top && close(gutter.top - word.bottom));
        let below = words.iter().filter(|word| word.middle() > gutter.bottom && close(word.top - gutter.bottom));
        let (above, below): (Vec<&Word>, Vec<&Word>) = (above.collect(), below.collect());
        let before = (gutter.top, gutter.bottom);
        if !above.iter().any(|word| crosses(word)) {
            gutter.top = above.iter().map(|word| word.top).fold(gutter.top, f32::min);
        }
        if !below.iter().any(|word| crosses(word)) {
            gutter.bottom = below.iter().map(|word| word.bottom).fold(gutter.bottom, f32::max);
        }
        if (gutter.top, gutter.bottom) == before {
            return gutter;
        }
    }
}

/// Returns the empty strips of a part of a page, found by going down it in slots of a third of a line.
fn gutters(words: &[Word], size: f32) -> Vec<Gutter> {
    let narrowest = size * 0.8;
    let top = words.iter().map(|word| word.top).fold(f32::MAX, f32::min);
    let bottom = words.iter().map(|word| word.bottom).fold(f32::MIN, f32::max);
    // A page may be said to be miles high.
    let slot = (size / 3.0).max((bottom - top) / 2000.0);
    let (mut active, mut ended): (Vec<Gutter>, Vec<Gutter>) = (Vec::new(), Vec::new());
    let mut by_top: Vec<&Word> = words.iter().collect();
    by_top.sort_by(|a, b| a.top.total_cmp(&b.top));
    let mut open: Vec<&Word> = Vec::new();
    let mut next = by_top.into_iter().peekable();
    let mut from = top;
    while from < bottom {
        let to = from + slot;
        // The upper and the lower quarter of letters are air, which lines that stand close share.
        let inner = |word: &Word| (word.top + word.height() * 0.25, word.bottom - word.height() * 0.25);
        while let Some(word) = next.next_if(|word| word.top < to) {
            open.push(word);
        }
        open.retain(|word| inner(word).1 > from);
        let mut taken: Vec<(f32, f32)> =
            open.iter().filter(|word| inner(word).0 < to).map(|word| (word.left, word.right)).collect();
        taken.sort_by(|a, b| a.0.total_cmp(&b.0));
        if !taken.is_empty() {
            active = gone_on(&active, &taken, narrowest, (from, to), &mut ended);
        }
        from = to;
    }
    ended.extend(active);
    ended.retain(|gutter| gutter.beside.0 >= 4 && gutter.beside.1 >= 4);
    ended
}

/// Returns the strips that go on through a slot whose words stand at `taken`, and those that begin there.
fn gone_on(
    active: &[Gutter],
    taken: &[(f32, f32)],
    narrowest: f32,
    slot: (f32, f32),
    ended: &mut Vec<Gutter>,
) -> Vec<Gutter> {
    let mut gaps = Vec::new();
    let mut reached = f32::MIN;
    for &(left, right) in taken {
        if left - reached >= narrowest {
            gaps.push((reached, left));
        }
        reached = reached.max(right);
    }
    gaps.push((reached, f32::MAX));
    let mut now: Vec<Gutter> = Vec::new();
    for gutter in active {
        let mut lasts = false;
        for &(left, right) in &gaps {
            let (a, b) = (gutter.left.max(left), gutter.right.min(right));
            if b - a < narrowest {
                continue;
            }
            lasts = true;
            let beside =
                (gutter.beside.0 + usize::from(left > f32::MIN), gutter.beside.1 + usize::from(right < f32::MAX));
            let longer = Gutter { left: a, right: b, bottom: slot.1, beside, ..*gutter };
            match now.iter_mut().find(|other| (other.left - a).abs() < 0.5 && (other.right - b).abs() < 0.5) {
                Some(other) if other.top > longer.top => *other = longer,
                Some(_) => {}
                None => now.push(longer),
            }
        }
        if !lasts {
            ended.push(*gutter);
        }
    }
    for &(left, right) in gaps.iter().filter(|(left, right)| *left > f32::MIN && *right < f32::MAX) {
        if !now.iter().any(|gutter| gutter.left <= left + 0.5 && gutter.right >= right - 0.5) {
            now.push(Gutter { left, right, top: slot.0, bottom: slot.1, beside: (1, 1) });
        }
    }
    // A page of tables has many strips; the longest are those that can part columns.
    if now.len() > 64 {
        now.sort_by(|a, b| a.top.total_cmp(&b.top));
        now.truncate(64);
    }
    now
}

/// Tells a gutter with running text on both sides from the space after numbers and between the cells of a table.
fn parts_text(gutter: &Gutter, strips: &[Gutter], words: &[Word], size: f32) -> bool {
    // Of several columns on a side, the one at the gutter counts.
    let along = |other: &&Gutter| {
        let shared = other.bottom.min(gutter.bottom) - other.top.max(gutter.top);
        shared > (gutter.bottom - gutter.top) * 0.6
    };
    // Numbers that hang before their items are no column.
    let column = size * 5.0;
    let from = strips
        .iter()
        .filter(along)
        .map(|other| other.right)
        .filter(|right| gutter.left - right > column)
        .fold(f32::MIN, f32::max);
    let to = strips
        .iter()
        .filter(along)
        .map(|other| other.left)
        .filter(|left| left - gutter.right > column)
        .fold(f32::MAX, f32::min);
    let within = |word: &&Word| word.middle() > gutter.top && word.middle() < gutter.bottom;
    let left: Vec<&Word> =
        words.iter().filter(within).filter(|word| word.right <= gutter.left + 0.5 && word.left > from - 0.5).collect();
    let right: Vec<&Word> =
        words.iter().filter(within).filter(|word| word.left >= gutter.right - 0.5 && word.right < to + 0.5).collect();
    let narrow = gutter.right - gutter.left < size * 1.6;
    let fewest = if narrow { 6 } else { 3 };
    [left, right].into_iter().all(|side| is_running(&side, gutter, size, fewest))
}

/// Tells running text, next to a gutter: lines of several words, most of them about as long as the longest.
fn is_running(words: &[&Word], gutter: &Gutter, size: f32, fewest: usize) -> bool {
    let mut sorted: Vec<&&Word> = words.iter().collect();
    sorted.sort_by(|a, b| a.base().total_cmp(&b.base()));
    let mut rows: Vec<Vec<&Word>> = Vec::new();
    let mut base = f32::MIN;
    for word in sorted {
        if word.base() - base > size * 0.4 || rows.is_empty() {
            rows.push(Vec::new());
        }
        base = word.base();
        rows.last_mut().into_iter().for_each(|row| row.push(word));
    }
    let mut widths = Vec::new();
    let mut counts = 0;
    for row in &mut rows {
        // From the gutter outwards, as far as the next wide gap.
        row.sort_by(|a, b| a.left.total_cmp(&b.left));
        let on_left = row.first().is_some_and(|word| word.left < gutter.left);
        let mut reach: Option<(f32, f32)> = None;
        let mut count = 0;
        let nearest: Vec<&&Word> = if on_left { row.iter().rev().collect() } else { row.iter().collect() };
        for word in nearest {
            let (left, right) = reach.unwrap_or((word.left, word.right));
            let gap = if on_left { left - word.right } else { word.left - right };
            if gap > size * 3.0 {
                break;
            }
            reach = Some((left.min(word.left), right.max(word.right)));
            // Where no spaces part words, a line is one.
            let signs = word.text.chars().filter(|letter| is_spaceless(*letter)).count();
            count += 1.max(signs / 3);
        }
        widths.extend(reach.map(|(left, right)| right - left));
        counts += count;
    }
    widths.sort_by(f32::total_cmp);
    let (Some(&longest), Some(&median)) = (widths.last(), widths.get(widths.len() / 2)) else { return false };
    rows.len() >= fewest && counts >= rows.len() * 5 / 2 && longest > size * 7.0 && median > longest * 0.55
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of four words, each at a left edge and a base.
    fn text(lines: &[(f32, f32)]) -> Vec<Word> {
        let word = |at: usize, left: f32, bottom: f32| Word {
            text: format!("w{at}"),
            left: left + at as f32 * 45.0,
            right: left + at as f32 * 45.0 + 41.0,
            top: bottom - 12.0,
            bottom,
            size: 11.0,
            ..Word::default()
        };
        lines.iter().flat_map(|&(left, bottom)| (0..4).map(move |at| word(at, left, bottom))).collect()
    }

    fn lefts(parts: &[Vec<Word>]) -> Vec<f32> {
        parts.iter().map(|part| part.iter().map(|word| word.left).fold(f32::MAX, f32::min)).collect()
    }

    #[test]
    fn columns_are_read_one_after_the_other() {
        let mut lines: Vec<(f32, f32)> = (0..8).map(|at| (60.0, 100.0 + at as f32 * 14.0)).collect();
        lines.extend((0..8).map(|at| (330.0, 105.0 + at as f32 * 14.0)));
        let mut words = text(&lines);
        words.push(Word {
            text: "over both".into(),
            left: 60.0,
            right: 500.0,
            top: 60.0,
            bottom: 72.0,
            size: 11.0,
            ..Word::default()
        });
        // A line that only the right column has is of it.
        words.extend(text(&[(330.0, 91.0)]));
        assert_eq!(lefts(&parts(words.clone(), 11.0, false, &mut None)), [60.0, 60.0, 330.0]);
        assert_eq!(lefts(&parts(words, 11.0, true, &mut None)), [60.0, 330.0, 60.0]);
    }

    #[test]
    fn the_last_lines_of_columns_are_of_them() {
        let mut before = None;
        let page = (0..8).flat_map(|at| [(60.0, 100.0 + at as f32 * 14.0), (330.0, 100.0 + at as f32 * 14.0)]);
        assert_eq!(parts(text(&page.collect::<Vec<_>>()), 11.0, false, &mut before).len(), 2);
        let rest = text(&[(60.0, 100.0), (330.0, 100.0), (60.0, 114.0)]);
        assert_eq!(lefts(&parts(rest.clone(), 11.0, false, &mut before.clone())), [60.0, 330.0]);
        assert_eq!(lefts(&parts(rest.clone(), 11.0, true, &mut before.clone())), [330.0, 60.0]);
        assert_eq!(parts(rest, 11.0, false, &mut None).len(), 1, "no page before it says so");
        let over = text(&[(60.0, 100.0), (330.0, 100.0), (160.0, 114.0)]);
        assert_eq!(parts(over, 11.0, false, &mut before).len(), 1, "a line stands over both");
    }

    #[test]
    fn columns_of_items_with_hanging_numbers_are_columns() {
        let number = |left: f32, bottom: f32| Word {
            text: "1.".into(),
            left,
            right: left + 8.0,
            top: bottom - 12.0,
            bottom,
            size: 11.0,
            ..Word::default()
        };
        let bases = || (0..9).map(|at| 100.0 + at as f32 * 14.0);
        let mut words = text(&bases().flat_map(|base| [(80.0, base), (350.0, base)]).collect::<Vec<_>>());
        words.extend(bases().step_by(3).flat_map(|base| [number(60.0, base), number(330.0, base)]));
        assert_eq!(lefts(&parts(words, 11.0, false, &mut None)), [60.0, 330.0]);
    }

    #[test]
    fn numbers_beside_their_text_are_no_column() {
        let mut words = text(&(0..8).map(|at| (100.0, 100.0 + at as f32 * 14.0)).collect::<Vec<_>>());
        for at in 0..8 {
            let bottom = 100.0 + at as f32 * 14.0;
            words.push(Word {
                text: format!("{at}."),
                left: 60.0,
                right: 68.0,
                top: bottom - 12.0,
                bottom,
                size: 11.0,
                ..Word::default()
            });
        }
        assert_eq!(parts(words, 11.0, false, &mut None).len(), 1);
    }
}
