//! The text of a document: headings, paragraphs, items, bullets and notes, line by line.
//!
//! A blank line ends a paragraph; so does `{#n}` at a line's end, and a line that begins a heading, a bullet or a
//! note. A note is one line, or more where those are indented.

use std::collections::BTreeMap;

use super::super::problem::{Report, shown};
use super::super::{Heading, Note, Number, Paragraph, Revision, Shape};
use super::inline::{self, Wording};
use super::marker::{self, Open};
use super::{Lines, Part};
use crate::wording::{self, Fingerprint, Sha256};

/// The longest paragraph in bytes. The longest paragraph of a treaty has some 10,000.
const LONGEST: usize = 1 << 20;

/// The text of a document and what its file does not say about it.
pub(super) struct Text {
    pub(super) headings: Vec<Heading>,
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) unnumbered: Vec<(usize, usize)>,
}

/// Reads the text; `highest` is the highest number that was ever published in the document.
pub(super) fn read(part: &Part<'_>, highest: Option<Number>, lines: &mut Lines, report: &mut Report<'_>) -> Text {
    let blocks = blocks(part, report);
    let mut notes = Notes::of(&blocks, report);
    let mut numbers = Numbers::of(&blocks, highest, report);
    let mut text = Text { headings: Vec::new(), paragraphs: Vec::new(), unnumbered: Vec::new() };
    let mut above: Vec<usize> = Vec::new();
    let mut open = Open::default();
    for block in &blocks {
        match block.form {
            Form::Note(_) => {}
            Form::Heading(level) => {
                let before = text.paragraphs.len();
                let Some(words) = heading(block, report) else { continue };
                above.retain(|&at| text.headings.get(at).is_some_and(|heading| heading.level < level));
                above.push(text.headings.len());
                lines.headings.push(block.line);
                text.headings.push(Heading { level, text: words, before });
                open.reset(None);
            }
            Form::Bullet | Form::Plain => {
                let place = text.paragraphs.len();
                let (number, given) = numbers.next(block);
                if !given {
                    text.unnumbered.push((place, block.end));
                }
                let mut paragraph = paragraph(block, number, &mut notes, report);
                paragraph.headings.clone_from(&above);
                let parent = match paragraph.shape {
                    Shape::Plain => {
                        open.reset(Some(place));
                        None
                    }
                    Shape::Bullet => open.bullet(),
                    Shape::Item => {
                        let marker = paragraph.printed.as_deref().and_then(marker::bracketed);
                        marker.and_then(|marker| open.item(place, marker))
                    }
                };
                paragraph.parent = parent.and_then(|at| text.paragraphs.get(at)).map(|parent| parent.number);
                lines.paragraphs.push(block.line);
                text.paragraphs.push(paragraph);
            }
        }
    }
    notes.finish(report);
    text
}

/// Some lines of the file that belong together.
struct Block<'a> {
    form: Form<'a>,
    /// The lines without what marks their form and without the number at their end.
    text: &'a str,
    line: usize,
    /// The byte of the file after the last character, where a number can be written.
    end: usize,
    number: Option<Number>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form<'a> {
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

fn blocks<'a>(part: &Part<'a>, report: &mut Report<'_>) -> Vec<Block<'a>> {
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
        if running.line != line && running.form == Form::Plain && marker::printed(content).is_some() {
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
    fn close(self, part: &Part<'a>, report: &mut Report<'_>) -> Block<'a> {
        let Self { form, line, start, end } = self;
        let mut block = Block {
            form,
            text: part.text.get(start..end).unwrap_or_default(),
            line,
            end: part.offset + end,
            number: None,
        };
        if block.text.len() > LONGEST {
            let wrong = format!("a paragraph of {} bytes begins here", block.text.len());
            report.error(line, wrong, format!("break it up: at most {LONGEST}"));
            block.text = block.text.get(..block.text.floor_char_boundary(LONGEST)).unwrap_or_default();
            return block;
        }
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
        block
    }
}

/// Splits what `{#…}` holds from the end of a block.
fn split_number(text: &str) -> (&str, Option<&str>) {
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

/// The numbers of a document: those that its file gives, and the next unused one for every other paragraph.
struct Numbers {
    next: Number,
}

impl Numbers {
    fn of(blocks: &[Block<'_>], highest: Option<Number>, report: &mut Report<'_>) -> Self {
        let mut seen: BTreeMap<Number, usize> = BTreeMap::new();
        for block in blocks {
            let Some(number) = block.number else { continue };
            if let Some(earlier) = seen.insert(number, block.line) {
                let wrong = format!("the number `{number}` stands on line {earlier} already");
                report.error(block.line, wrong, "take it out here; `publish` gives the next unused one");
            }
        }
        let highest = seen.last_key_value().map(|(&number, _)| number).max(highest);
        Self { next: highest.map_or(Number::FIRST, Number::next) }
    }

    /// Returns a paragraph's number, and whether its file gives it.
    fn next(&mut self, block: &Block<'_>) -> (Number, bool) {
        if let Some(number) = block.number {
            return (number, true);
        }
        let number = self.next;
        self.next = number.next();
        (number, false)
    }
}

/// The notes of a document by label.
struct Notes<'a> {
    by_label: BTreeMap<&'a str, Definition>,
}

struct Definition {
    text: String,
    line: usize,
    used: bool,
}

impl<'a> Notes<'a> {
    fn of(blocks: &[Block<'a>], report: &mut Report<'_>) -> Self {
        let mut by_label: BTreeMap<&str, Definition> = BTreeMap::new();
        for block in blocks {
            let Form::Note(label) = block.form else { continue };
            let text = plain(block, "a note", report);
            if text.is_empty() {
                report.error(
                    block.line,
                    format!("the note `[^{label}]` is empty"),
                    "write what it says after the colon",
                );
            }
            let definition = Definition { text, line: block.line, used: false };
            if let Some(earlier) = by_label.insert(label, definition) {
                let wrong = format!("the note `[^{label}]` stands on line {} already", earlier.line);
                report.error(block.line, wrong, "give it another label");
            }
        }
        Self { by_label }
    }

    fn finish(self, report: &mut Report<'_>) {
        for (label, definition) in self.by_label {
            if !definition.used {
                let right = format!("put `[^{label}]` where it belongs, or take the note out");
                report.error(definition.line, format!("no paragraph has the note `[^{label}]`"), right);
            }
        }
    }
}

/// Returns the words of a heading.
fn heading(block: &Block<'_>, report: &mut Report<'_>) -> Option<String> {
    let (words, number) = split_number(block.text);
    if number.is_some() {
        report.error(block.line, "a heading has a number", "take it out: headings are not paragraphs");
    }
    let text = plain(&Block { text: words, ..*block }, "a heading", report);
    if text.is_empty() {
        report.error(block.line, "a heading has no words", "write them after the `#`, or `\\#` if it is text");
        return None;
    }
    Some(text)
}

/// Returns the words of a block that can have neither notes nor corrections.
fn plain(block: &Block<'_>, what: &str, report: &mut Report<'_>) -> String {
    let normal = wording::normal(block.text);
    let words = inline::read(&normal, block.line, report);
    if !words.marks.is_empty() || !words.corrections.is_empty() {
        let right = "put them in a paragraph, or a backslash before the bracket";
        report.error(block.line, format!("{what} has a note or a correction"), right);
    }
    words.text
}

fn paragraph(block: &Block<'_>, number: Number, notes: &mut Notes<'_>, report: &mut Report<'_>) -> Paragraph {
    let (printed, text) = match block.form {
        Form::Plain => marker::printed(block.text).map_or((None, block.text), |(marker, rest)| (Some(marker), rest)),
        _ => (None, block.text),
    };
    let shape = match (block.form, printed.and_then(marker::bracketed)) {
        (Form::Bullet, _) => Shape::Bullet,
        (_, Some(_)) => Shape::Item,
        _ => Shape::Plain,
    };
    let normal;
    let text = if wording::is_normal(text) {
        text
    } else {
        normal = wording::normal(text);
        &normal
    };
    let Wording { text, mut corrections, marks } = inline::read(text, block.line, report);
    if text.trim().is_empty() {
        report.error(block.line, "a paragraph has no words", "write them, or take the line out");
    }
    if !wording::is_normal(&text) {
        let right = "put markup around the whole letter";
        report.error(block.line, "markup stands between a letter and its accent", right);
    }
    let mut held = Vec::with_capacity(marks.len());
    for mark in marks {
        let Some(definition) = notes.by_label.get_mut(mark.label) else {
            let right = format!("add a line `[^{}]: …`, or write `\\[^` if the text has it", mark.label);
            report.error(mark.line, format!("the note `[^{}]` is nowhere", mark.label), right);
            continue;
        };
        definition.used = true;
        if let Some(correction) = mark.explains.and_then(|at| corrections.get_mut(at)) {
            correction.note = Some(held.len());
        }
        held.push(Note { at: mark.at, text: definition.text.clone() });
    }
    if corrections.iter().any(|correction| correction.note.is_none()) {
        report.warn(block.line, "a correction has no note", "say why in a note right after it, as `[^1]`");
    }
    Paragraph {
        number,
        printed: printed.map(str::to_owned),
        shape,
        parent: None,
        headings: Vec::new(),
        corrections,
        notes: held,
        revision: Revision::FIRST,
        published: None,
        sha256: Sha256::of(text.as_bytes()),
        fingerprint: Fingerprint::of(&text),
        text,
    }
}
