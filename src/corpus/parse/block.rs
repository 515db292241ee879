//! The lines of a text, put together to what belongs together.
//!
//! A blank line ends a paragraph; so does `{#n}` at a line's end, and a line that begins a heading, a bullet or a
//! note. A note is one line, or more where those are indented.

use super::super::Number;
use super::super::problem::{Report, shown};
use super::{FilePart, inline, marker};

/// The longest paragraph in bytes. The longest paragraph of a treaty has some 10,000.
const LONGEST: usize = 1 << 20;

/// Some lines of the file that belong together.
pub(super) struct Block<'a> {
    pub(super) form: Form<'a>,
    /// The lines without what marks their form and without the number at their end.
    pub(super) text: &'a str,
    pub(super) line: usize,
    /// The byte of the file after the last character, where a number can be written.
    pub(super) end: usize,
    pub(super) number: Option<Number>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form<'a> {
    Heading(u8),
    Bullet,
    Note(&'a str),
    Plain,
}

/// Returns how a line begins, and what stands after that.
fn beginning(line: &str) -> (Form<'_>, &str) {
    if let Some(rest) = line.strip_prefix("- ") {
        return (Form::Bullet, rest);
    }
    let hashes = line.bytes().take_while(|&byte| byte == b'#').count();
    if let (1..=6, Some(rest)) = (hashes, line.get(hashes..))
        && (rest.is_empty() || rest.starts_with([' ', '\t']))
    {
        return (Form::Heading(u8::try_from(hashes).unwrap_or(6)), rest);
    }
    if let Some(label) = inline::label(line)
        && let Some(rest) = line.get(label.len() + "[^]".len()..).and_then(|rest| rest.strip_prefix(':'))
    {
        return (Form::Note(label), rest);
    }
    (Form::Plain, line)
}

/// Returns the blocks of a text in order.
pub(super) fn blocks<'a>(part: &FilePart<'a>, report: &mut Report<'_>) -> Vec<Block<'a>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut open: Option<Running<'_>> = None;
    let mut at = 0;
    for (line, whole) in (part.line..).zip(part.text.split_inclusive('\n')) {
        let content = whole.trim_matches(|c: char| c.is_ascii_whitespace());
        let start = at + (whole.len() - whole.trim_ascii_start().len());
        at += whole.len();
        let end = start + content.len();
        let (form, rest) = beginning(content);
        let goes_on = open.as_ref().is_some_and(|running| match running.form {
            Form::Note(_) => whole.starts_with([' ', '\t']),
            Form::Heading(_) => false,
            Form::Bullet | Form::Plain => form == Form::Plain,
        });
        if content.is_empty() || !goes_on {
            blocks.extend(open.take().map(|running| running.close(part, report)));
        }
        if content.is_empty() {
            continue;
        }
        let running = open.get_or_insert_with(|| Running { form, line, start: end - rest.len(), end });
        running.end = end;
        if running.line != line && running.form == Form::Plain && marker::printed_number(content).is_some() {
            let right = "put a blank line before it if a paragraph begins here, or a backslash if none does";
            report.warn(line, "a line inside a paragraph begins like a printed number", right);
        }
        if !matches!(running.form, Form::Note(_)) && split_number(content).1.is_some() {
            blocks.extend(open.take().map(|running| running.close(part, report)));
        }
    }
    blocks.extend(open.map(|running| running.close(part, report)));
    blocks
}

/// A block whose end is not yet found.
struct Running<'a> {
    form: Form<'a>,
    line: usize,
    start: usize,
    end: usize,
}

impl<'a> Running<'a> {
    fn close(self, part: &FilePart<'a>, report: &mut Report<'_>) -> Block<'a> {
        let Self { form, line, start, end } = self;
        let mut block = Block {
            form,
            text: part.text.get(start..end).unwrap_or_default(),
            line,
            end: part.offset + end,
            number: None,
        };
        if let (Form::Bullet | Form::Plain, (text, Some(number))) = (form, split_number(block.text)) {
            block.text = text;
            match number.parse() {
                Ok(number) => block.number = Some(number),
                Err(_) => {
                    let line = part.line_at(end);
                    let right = "write `{#n}` with digits from 1, or leave it to `publish`";
                    report.error(line, format!("{} is not a paragraph's number", shown(number)), right);
                }
            }
        }
        // Without the number: writing it must not make a paragraph too long.
        if block.text.len() > LONGEST {
            let wrong = format!("a paragraph of {} bytes begins here", block.text.len());
            report.error(line, wrong, format!("break it up: at most {LONGEST}"));
            block.text = block.text.get(..block.text.floor_char_boundary(LONGEST)).unwrap_or_default();
        }
        block
    }
}

/// Splits what `{#…}` holds from the end of a block.
pub(super) fn split_number(text: &str) -> (&str, Option<&str>) {
    let found = text.strip_suffix('}').and_then(|rest| rest.rsplit_once("{#"));
    match found {
        Some((before, inside))
            if !inside.contains(|c: char| c.is_whitespace() || matches!(c, '{' | '}'))
                && before.bytes().rev().take_while(|&byte| byte == b'\\').count() % 2 == 0 =>
        {
            (before.trim_ascii_end(), Some(inside))
        }
        _ => (text, None),
    }
}
