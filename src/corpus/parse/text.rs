//! The text of a document: headings, paragraphs, items, bullets and notes, and how they belong together.

use std::collections::BTreeMap;

use super::super::problem::Report;
use super::super::{Apparatus, Heading, Note, Number, Paragraph, Revision, Shape};
use super::block::{Block, Form, blocks, split_number};
use super::inline::{self, Wording};
use super::marker::{self, Open};
use super::{FilePart, Lines};
use crate::wording::{self, Fingerprint};

/// The text of a document and what its file does not say about it.
#[derive(Default)]
pub(super) struct Text {
    pub(super) headings: Vec<Heading>,
    pub(super) paragraphs: Vec<Paragraph>,
    /// The texts of the paragraphs folded.
    pub(super) folded: Vec<String>,
    pub(super) unnumbered: Vec<(usize, usize)>,
}

/// Reads the text; `highest` is the highest number that was ever published in the document.
pub(super) fn read(part: &FilePart<'_>, highest: Option<Number>, lines: &mut Lines, report: &mut Report<'_>) -> Text {
    let blocks = blocks(part, report);
    let mut notes = Notes::of(&blocks, report);
    let mut numbers = Numbers::of(&blocks, highest, report);
    let mut text = Text::default();
    let mut open = Open::default();
    for block in &blocks {
        match block.form {
            Form::Note(_) => {}
            Form::Heading(level) => {
                let before = text.paragraphs.len();
                let Some(words) = heading(block, report) else { continue };
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
                let (mut paragraph, folded) = paragraph(block, number, &mut notes, report);
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
                text.folded.push(folded);
            }
        }
    }
    notes.finish(report);
    text.paragraphs.shrink_to_fit();
    text
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

/// Reads a paragraph, and returns its text folded beside it.
fn paragraph(block: &Block<'_>, number: Number, notes: &mut Notes<'_>, report: &mut Report<'_>) -> (Paragraph, String) {
    let (printed, text) = match block.form {
        Form::Plain => {
            marker::printed_number(block.text).map_or((None, block.text), |(marker, rest)| (Some(marker), rest))
        }
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
    // With the number behind it, a dash alone on the last line would begin a bullet.
    let mut lines = block.text.lines();
    let dash = lines.next_back().is_some_and(|last| last.trim_ascii() == "-");
    let more = lines.count();
    if dash && block.number.is_none() && (block.form == Form::Plain || more > 0) {
        let right = "write them after the `-`, or `\\-` if it is text";
        report.error(block.line + more, "a bullet has no words", right);
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
    let plain = corrections.is_empty() && held.is_empty();
    let apparatus = (!plain).then(|| Box::new(Apparatus { corrections, notes: held }));
    let folded = wording::fold(&text);
    let paragraph = Paragraph {
        number,
        printed: printed.map(Into::into),
        shape,
        parent: None,
        apparatus,
        revision: Revision::FIRST,
        published: None,
        short_fingerprint: Fingerprint::of_folded(&folded).short(),
        text: text.into(),
    };
    (paragraph, folded)
}
