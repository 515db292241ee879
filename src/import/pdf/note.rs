//! Which lines of a page are its notes: by the rule above them, their size, and the numbers that they begin with.

use super::line::{Line, is_mark};
use super::look::is_terminal;
use super::word::Shift;

/// What a line is on its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineKind {
    Text,
    /// A rule of underscores.
    Rule,
    /// The first line of a note.
    NoteBegins,
    /// A further line of one.
    NoteGoesOn,
}

/// The last note before a column.
pub(super) struct Last<'a> {
    /// Its number, where it has one.
    pub(super) number: Option<u16>,
    /// Its last line.
    pub(super) line: &'a Line,
    /// The line of the text that stands last before the column on its page.
    pub(super) text: Option<&'a Line>,
}

/// Tells, for the lines of one column from top to bottom, which are notes. `body` is the size of the text's type.
pub(super) fn kinds(lines: &[Line], body: f32, marks: &[String], last: Option<&Last<'_>>) -> Vec<LineKind> {
    let mut kinds = vec![LineKind::Text; lines.len()];
    let rule = lines.iter().rposition(is_rule);
    if let Some(kind) = rule.and_then(|rule| kinds.get_mut(rule)) {
        *kind = LineKind::Rule;
    }
    // Below a rule of underscores notes may be as large as the text; elsewhere they are smaller, or their number is.
    let ruled =
        rule.filter(|&rule| lines.iter().skip(rule + 1).any(|line| begins(line, marks, true))).map(|rule| rule + 1);
    // The end of a note of the column before may stand where no other begins.
    let open = last.filter(|last| !is_terminal(last.line));
    let from = ruled.or_else(|| unruled(lines, body, marks)).or_else(|| continued(lines, body, open?));
    let Some(from) = from else { return kinds };
    let mut before = last.and_then(|last| last.number);
    let left = lines.iter().skip(from).map(|line| line.left).fold(f32::MAX, f32::min);
    for (line, kind) in lines.iter().zip(&mut kinds).skip(from) {
        let small = line.size < body * 0.96;
        let number = number(line);
        // The mark of a note may stand on the page before.
        let counts = before.zip(number).is_some_and(|(before, number)| before.checked_add(1) == Some(number))
            && small
            && line.left - left < line.size * 0.2
            && line.words.len() > 1;
        // A line that ends short, and one that begins with a number further on, are no notes of their own.
        let starts = begins(line, marks, small || ruled.is_some()) || counts;
        *kind = if starts { LineKind::NoteBegins } else { LineKind::NoteGoesOn };
        before = number.filter(|_| starts).or(before);
    }
    kinds
}

/// Returns the number that a line begins with.
pub(super) fn number(line: &Line) -> Option<u16> {
    line.words.first().and_then(|first| core(&first.text).parse().ok())
}

/// Returns where the end of a note begins that stands at the foot of a column by itself: small lines like its last one,
/// apart from the text above.
fn continued(lines: &[Line], body: f32, last: &Last<'_>) -> Option<usize> {
    let like = |line: &&Line| line.size < body * 0.96 && (line.size - last.line.size).abs() < 0.3;
    let count = lines.iter().rev().take_while(like).count();
    let from = lines.len() - count;
    let above = from.checked_sub(1).and_then(|above| lines.get(above)).or(last.text)?;
    let first = lines.get(from)?;
    (first.base - above.base > first.size * 1.5).then_some(from)
}

fn is_rule(line: &Line) -> bool {
    let text = line.text();
    let signs = text.chars().filter(|sign| !sign.is_whitespace()).count();
    signs >= 5 && text.chars().all(|sign| "_–—―-".contains(sign) || sign.is_whitespace())
}

/// Returns where notes begin that no rule is seen above: below all lines of the text's size.
fn unruled(lines: &[Line], body: f32, marks: &[String]) -> Option<usize> {
    let small = |line: &Line| line.size < body * 0.96;
    let raised = |line: &Line| begins_raised(line);
    let mut first = None;
    let mut at = lines.len();
    while at > 0 {
        at -= 1;
        let line = lines.get(at)?;
        let starts = begins(line, marks, small(line));
        if !small(line) && !raised(line) && !below_raised(lines, at) {
            break;
        }
        if starts {
            first = Some(at);
        }
    }
    let first = first?;
    // Small lines right above the first number go on with a note of the page before.
    let apart = |at: usize| match (at.checked_sub(1).and_then(|above| lines.get(above)), lines.get(at)) {
        (Some(above), Some(line)) => line.base - above.base > line.size * 1.9 || !small(above),
        _ => true,
    };
    let mut begins = first;
    while begins > 0 && !apart(begins) {
        begins -= 1;
    }
    Some(if begins == 0 { first } else { begins })
}

/// Tells a line of the text's size that goes on with a note: the one that began had a small number before it.
fn below_raised(lines: &[Line], at: usize) -> bool {
    let Some(line) = lines.get(at) else { return false };
    let above = lines.get(..at).unwrap_or_default().iter().rev().take(12);
    let mut last = line;
    for line in above {
        if last.base - line.base > last.size * 1.6 || (line.size - last.size).abs() > 0.5 {
            return false;
        }
        if begins_raised(line) {
            return true;
        }
        last = line;
    }
    false
}

fn begins_raised(line: &Line) -> bool {
    line.words.first().is_some_and(|word| word.shift == Shift::Raised && is_mark(&word.text)) && line.words.len() > 1
}

/// Tells whether a line begins as notes do. Where it is small enough, a number on the line will do.
fn begins(line: &Line, marks: &[String], small: bool) -> bool {
    if begins_raised(line) {
        return true;
    }
    let Some(first) = line.words.first().filter(|_| small && line.words.len() > 1) else { return false };
    let core = core(&first.text);
    let digits = core.len() <= 3 && !core.is_empty() && core.bytes().all(|byte| byte.is_ascii_digit());
    let sign = first.text.starts_with(['*', '†', '‡']);
    sign || (digits
        && (marks.is_empty() || marks.iter().any(|mark| mark == core))
        && !line.words.get(1).is_some_and(|word| word.text.starts_with(char::is_lowercase)))
        || (first.size < line.size * 0.82 && is_mark(&first.text))
}

/// Returns a mark without its brackets.
pub(super) fn core(mark: &str) -> &str {
    mark.trim_matches(['[', ']', '(', ')', ',', '.'])
}

/// Returns the marks of notes that stand in lines, each without its brackets.
pub(super) fn marks(lines: &[Line]) -> Vec<String> {
    let inner = lines.iter().flat_map(|line| line.words.iter().skip(1));
    let raised = inner.filter(|word| word.shift == Shift::Raised && is_mark(&word.text));
    raised.flat_map(|word| core(&word.text).split(',').map(str::to_owned).collect::<Vec<_>>()).collect()
}
