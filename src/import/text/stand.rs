//! What lines of a plain text tell by how they stand: with a line of space after each, set in, behind a circle, alone.

use std::collections::{HashMap, HashSet};

use crate::import::block::{Block, Role, is_spaceless};
use crate::import::date::dated;
use crate::import::item::{Beginning, beginning, foreign, in_mid_sentence};

/// Takes one empty line out of each gap of a text that has one after nearly every line, and sentences that run on past it.
pub(super) fn single_spaced(lines: Vec<&str>) -> Vec<&str> {
    let is_empty = |at: usize| lines.get(at).is_none_or(|line| line.trim().is_empty());
    let full: Vec<usize> = (0..lines.len()).filter(|&at| !is_empty(at)).collect();
    let spaced = full.iter().filter(|&&at| is_empty(at + 1)).count();
    let runs_on = full.windows(2).filter(|pair| {
        let [at, next] = **pair else { return false };
        let text = |at: usize| lines.get(at).map_or("", |line| line.trim());
        next == at + 2 && in_mid_sentence(text(at)) && text(next).starts_with(char::is_lowercase)
    });
    if full.len() < 6 || spaced * 10 < full.len() * 9 || runs_on.count() * 4 < full.len() {
        return lines;
    }
    // A line that ends long before the margin ends its paragraph.
    let length = |at: usize| lines.get(at).map_or(0, |line| line.trim().chars().count());
    let width = full.iter().map(|at| length(*at)).max().unwrap_or(0);
    let ends = |at: usize| {
        length(at) * 3 < width * 2 && lines.get(at + 2).is_some_and(|next| next.trim().starts_with(char::is_uppercase))
    };
    let kept = |at: usize| !is_empty(at) || at.checked_sub(1).is_none_or(|before| is_empty(before) || ends(before));
    (0..lines.len()).filter(|&at| kept(at)).filter_map(|at| lines.get(at).copied()).collect()
}

/// Returns the lines that begin further in than the lines around them, where a text begins its paragraphs so.
pub(super) fn set_in(raw: &[&str], lines: &[String]) -> HashSet<usize> {
    let indent = |at: usize| {
        raw.get(at)
            .map_or(0, |line| line.trim_start_matches('\u{c}').chars().take_while(|sign| sign.is_whitespace()).count())
    };
    let is_full = |at: usize| lines.get(at).is_some_and(|line| !line.is_empty());
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for at in (1..lines.len()).filter(|&at| is_full(at) && is_full(at - 1)) {
        *counts.entry(indent(at)).or_default() += 1;
    }
    let Some((usual, count)) = counts.into_iter().max_by_key(|(indent, count)| (*count, usize::MAX - indent)) else {
        return HashSet::new();
    };
    let further = |at: usize| (usual + 2..=usual + 12).contains(&indent(at));
    let item = |at: usize| lines.get(at).is_some_and(|line| beginning(line, None) == Beginning::Item);
    let found: HashSet<usize> = (0..lines.len())
        .filter(|&at| is_full(at) && further(at) && indent(at + 1) == usual && is_full(at + 1) && !item(at))
        .collect();
    // Below numbers and bullets, lines that go on stand further in.
    let goes_on = |at: &&usize| {
        at.checked_sub(1)
            .and_then(|before| lines.get(before))
            .is_some_and(|before| in_mid_sentence(before) && !before.is_empty())
    };
    let hanging = found.iter().filter(goes_on).count();
    if found.len() >= 2 && found.len() <= count && hanging * 3 <= found.len() { found } else { HashSet::new() }
}

/// The bullet that a typewriter writes as the letter `o`.
pub(super) const CIRCLE: &str = "◦";

/// Returns the lines that begin with the letter `o` in the place of a bullet: two or more, with room behind it.
pub(super) fn circles(raw: &[&str], lines: &[String]) -> Vec<usize> {
    let begins = |at: usize| lines.get(at).is_some_and(|line| line.starts_with("o ") && line.len() > 4);
    let roomy = |at: usize| {
        raw.get(at).is_some_and(|line| {
            line.trim_start().strip_prefix('o').is_some_and(|rest| rest.starts_with("  ") || rest.starts_with('\t'))
        })
    };
    let found: Vec<usize> = (0..lines.len()).filter(|&at| begins(at) && roomy(at)).collect();
    if found.len() < 2 || lines.iter().any(|line| line.contains(CIRCLE)) { Vec::new() } else { found }
}

/// Tells a line of a day and a place.
pub(in crate::import) fn is_day(line: &str) -> bool {
    let place = |rest: &str| rest.split(' ').count() < 6 && !rest.contains(|letter: char| letter.is_ascii_digit());
    // `Declaration of 11 April 2017` is a title.
    let small = |word: Option<&str>| word.is_some_and(|word| word.starts_with(char::is_lowercase));
    let bracketed = line.starts_with(['(', '[', '（']);
    let joins = |rest: &str| small(rest.split(' ').next()) || small(rest.split(' ').next_back());
    dated(line).is_some_and(|day| place(&day.rest) && (bracketed || !joins(&day.rest)))
}

/// Returns which lines of a block are no days and places at its beginning or its end; all of them where there is nothing
/// else, or where the line before goes on with the day: `Declaration of`, `Erklärung vom`.
pub(in crate::import) fn without_days<T: AsRef<str>>(lines: &[T]) -> std::ops::Range<usize> {
    let day = |line: &T| is_day(line.as_ref());
    let Some(last) = lines.iter().rposition(|line| !day(line)) else { return 0..lines.len() };
    let first = lines.iter().position(|line| !day(line)).unwrap_or(0);
    let before = lines.get(last).map(AsRef::as_ref).unwrap_or_default();
    let word = before.split_whitespace().next_back().unwrap_or_default();
    let small = word.starts_with(char::is_lowercase) && word.chars().count() <= 3;
    if small || before.ends_with(['の', ',']) {
        return first..lines.len();
    }
    // A place may stand in a line of its own above a day that has none.
    let bare = lines.get(last + 1).and_then(|day| dated(day.as_ref())).is_some_and(|day| day.rest.is_empty());
    let place = last > first && bare && names_a_place(before);
    first..if place { last } else { last + 1 }
}

/// Tells one name, or names with commas between them: `Shoreham`, `Washington, D.C.`
fn names_a_place(line: &str) -> bool {
    let words: Vec<&str> = line.split(' ').collect();
    words.len() <= 6
        && (words.len() == 1 || line.contains(", "))
        && words.iter().all(|word| word.starts_with(char::is_uppercase))
        && !line.contains(|letter: char| letter.is_ascii_digit() || ":;".contains(letter))
}

/// Makes headings of short lines between a full sentence and a text below, and returns them.
pub(in crate::import) fn headings_alone(blocks: &mut [Block]) -> Vec<String> {
    let kept: Vec<usize> = (0..blocks.len()).filter(|&at| blocks.get(at).is_some_and(Block::kept)).collect();
    let is_text = |block: &Block| {
        let long = block.text.chars().count() > 80 || block.text.split(' ').count() > 12;
        block.printed.is_some()
            || block.role == Role::Bullet
            || long && block.text.ends_with(['.', ';', ':', ',', '。'])
    };
    let is_short = |block: &Block| {
        block.role == Role::Paragraph
            && block.printed.is_none()
            && block.marks.is_empty()
            && block.text.chars().count() <= 60
            && block.text.split(' ').count() <= 9
            && block.text.starts_with(|first: char| first.is_uppercase() || is_spaceless(first))
            && block.text.ends_with(|end: char| end.is_alphanumeric())
            && dated(&block.text).is_none()
            && foreign(&block.text).is_none()
    };
    let heads = |three: &&[usize]| {
        let [before, at, after] =
            three.iter().map(|at| blocks.get(*at)).collect::<Option<Vec<_>>>()?.try_into().ok()?;
        let ended = |block: &Block| is_text(block) && block.text.ends_with(['.', '!', '?', '”', '。']);
        (is_short(at) && is_text(after) && (ended(before) || is_day(&before.text))).then_some(())
    };
    let found: Vec<usize> =
        kept.windows(3).filter(|three| heads(three).is_some()).filter_map(|three| three.get(1).copied()).collect();
    let mut lines = Vec::new();
    for at in found {
        let Some(block) = blocks.get_mut(at) else { continue };
        block.role = Role::Heading(4);
        lines.push(block.text.clone());
    }
    lines
}
