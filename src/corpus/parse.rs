//! Turns the text of a corpus file into a value, or into all that is wrong with it.
//!
//! Touches nothing else: no file, no clock, no other document. What depends on others (does a relation's target
//! exist, was a number published) is checked once everything is parsed, at the lines kept in [`Lines`].

mod block;
mod front;
mod inline;
mod lists;
mod mark;
mod marker;
mod rows;
mod table;
mod text;

use std::cell::OnceCell;
use std::rc::Rc;

pub(super) use lists::{citations, instruments, variants, vocabulary};
pub use marker::printed_number;
pub(super) use rows::Table;

use super::problem::Report;
use super::{Document, DocumentId, Number, Problem};

/// A document as its file says it, before the ledger and the other files were asked.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) document: Document,
    pub(super) lines: Lines,
    /// Paragraphs that the file gives no number: the place in `paragraphs`, and the byte of the file to write it at.
    pub(super) unnumbered: Vec<(usize, usize)>,
    /// The texts of the paragraphs folded, for who looks for names in them next.
    pub(super) folded: Vec<String>,
}

/// The lines of a document's file that later checks complain about; parallel to the lists of the document.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) kind: usize,
    pub(super) date: usize,
    pub(super) forum: usize,
    pub(super) topics: Vec<usize>,
    pub(super) cites: Vec<usize>,
    pub(super) relations: Vec<usize>,
    pub(super) source: usize,
    pub(super) translation: usize,
    pub(super) omitted: Vec<usize>,
    pub(super) headings: Vec<usize>,
    pub(super) paragraphs: Vec<usize>,
    /// Comments that a person is to confirm and take out.
    pub(super) marks: Vec<(usize, String)>,
}

/// Parses a document's file; `highest` is the highest number ever published in it.
///
/// The draft is missing where an error is among the problems.
pub(super) fn document(
    file: &str,
    id: DocumentId,
    bytes: &[u8],
    highest: Option<Number>,
) -> (Option<Draft>, Vec<Problem>) {
    let mut report = Report::new(file);
    let Some(content) = clean(bytes, &mut report) else { return (None, report.problems) };
    let Some((front, body)) = split(content, &mut report) else { return (None, report.problems) };
    let mut lines = Lines { marks: mark::marks(&front), ..Lines::default() };
    let front = front::read(front, &mut lines, &mut report);
    let text = text::read(&body, highest, &mut lines, &mut report);
    let draft = front.map(|front| {
        let document = front.document(id, text.headings, text.paragraphs);
        front::fits(&document, &lines, &mut report);
        Draft { document, lines, unnumbered: text.unnumbered, folded: text.folded }
    });
    (draft.filter(|_| !report.fails()), report.problems)
}

/// What a file holds to be read against its source, whatever is wrong with its front matter.
pub(super) struct Pieces {
    pub(super) title: String,
    /// The file of the source.
    pub(super) source: Option<String>,
    /// Whether the numbers before paragraphs were computed.
    pub(super) computed_numbers: bool,
    /// The words of it that are in no paragraph.
    pub(super) omitted: Vec<String>,
    pub(super) marks: Vec<(usize, String)>,
    /// Headings and paragraphs as the source has them, each with its line.
    pub(super) pieces: Vec<(usize, String)>,
}

/// Reads what of a document's file is to be read against its source; nothing where it has no front matter.
pub(super) fn pieces(file: &str, bytes: &[u8]) -> Option<Pieces> {
    let mut report = Report::new(file);
    let (front, body) = split(clean(bytes, &mut report)?, &mut report)?;
    let mut lines = Lines::default();
    let text = text::read(&body, None, &mut lines, &mut report);
    let table: toml::Table = front.text.parse().unwrap_or_default();
    let source = table.get("source").and_then(toml::Value::as_table);
    let words = |value: &toml::Value| value.as_str().map(str::to_owned);
    let omitted = source.and_then(|source| source.get("omitted")?.as_array());
    let headings = text.headings.into_iter().zip(lines.headings).map(|(heading, line)| (line, heading.text));
    let paragraphs = text.paragraphs.iter().zip(lines.paragraphs);
    let paragraphs = paragraphs.map(|(paragraph, line)| (line, paragraph.as_received()));
    let mut pieces: Vec<(usize, String)> = headings.chain(paragraphs).collect();
    pieces.sort_by_key(|(line, _)| *line);
    Some(Pieces {
        title: table.get("title").and_then(words).unwrap_or_else(|| file.to_owned()),
        source: source.and_then(|source| words(source.get("file")?)).filter(|name| !name.contains('/')),
        computed_numbers: source.and_then(|source| source.get("numbering")?.as_str()) == Some("computed"),
        omitted: omitted.into_iter().flatten().filter_map(words).collect(),
        marks: mark::marks(&front),
        pieces,
    })
}

/// A part of a file that knows where it stands.
#[derive(Debug, Clone)]
struct FilePart<'a> {
    text: &'a str,
    /// The byte of the file that it starts at.
    offset: usize,
    /// The line of the file that it starts at, from 1.
    line: usize,
    /// The bytes of the part that end its lines, in order; found once, as every value of a table asks for its line.
    ends: Rc<OnceCell<Vec<usize>>>,
}

impl<'a> FilePart<'a> {
    /// Takes what begins at a byte and a line of the file.
    fn new(text: &'a str, offset: usize, line: usize) -> Self {
        Self { text, offset, line, ends: Rc::default() }
    }

    /// Returns the line of the file that a byte of the part stands on.
    fn line_at(&self, byte: usize) -> usize {
        let ends = self.ends.get_or_init(|| memchr::memchr_iter(b'\n', self.text.as_bytes()).collect());
        self.line + ends.partition_point(|end| *end < byte)
    }
}

fn newlines(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte == b'\n').count()
}

/// Returns the file as text that holds nothing but characters, spaces and line feeds.
pub(super) fn clean<'a>(bytes: &'a [u8], report: &mut Report<'_>) -> Option<&'a str> {
    if bytes.is_empty() {
        report.error(1, "the file is empty", "begin with what its README says it begins with");
        return None;
    }
    let text = match str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let line = 1 + newlines(bytes.get(..error.valid_up_to()).unwrap_or_default());
            report.error(line, "the line is not UTF-8", "save the file as UTF-8");
            return None;
        }
    };
    if text.starts_with('\u{feff}') {
        report.error(1, "the file begins with a byte order mark", "save it as UTF-8 without one");
    }
    if bytes.contains(&b'\r') {
        let line = 1 + newlines(bytes.split(|&byte| byte == b'\r').next().unwrap_or_default());
        report.error(line, "a carriage return in the line", "end lines with a line feed only, as on Unix");
    }
    let forbidden = |c: char| is_dead(c) && !matches!(c, '\n' | '\t' | '\r');
    // One pass over bytes proves nearly every file clean; only then are characters looked at.
    if bytes.iter().any(|&byte| byte < b' ' && !matches!(byte, b'\n' | b'\t' | b'\r') || byte == 0x7f)
        || !text.is_ascii() && text.contains(forbidden)
    {
        for (at, line) in text.split('\n').enumerate() {
            if let Some(found) = line.chars().find(|&c| forbidden(c)) {
                let wrong = format!("the control character U+{:04X} in the line", u32::from(found));
                report.error(at + 1, wrong, "take it out");
            }
        }
    }
    (!report.fails()).then_some(text)
}

/// Tells characters that are none of a text: control characters and what Unicode keeps for programs.
pub(super) fn is_dead(character: char) -> bool {
    character.is_control() || matches!(character, '\u{fffe}' | '\u{ffff}')
}

/// Returns the front matter of a document's file and what stands below it; nothing where it has none.
#[must_use]
pub fn front_matter(content: &str) -> Option<(&str, &str)> {
    split(content, &mut Report::new("")).map(|(front, body)| (front.text, body.text))
}

/// Splits a file into front matter and text at its `+++` lines.
fn split<'a>(content: &'a str, report: &mut Report<'_>) -> Option<(FilePart<'a>, FilePart<'a>)> {
    let mut lines = content.split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    if first.trim_end() != "+++" {
        report.error(1, "the file does not begin with front matter", "put `+++` alone on the first line");
        return None;
    }
    let front = first.len();
    let (mut end, mut line) = (front, 2);
    for next in lines {
        if next.trim_end() == "+++" {
            let body = end + next.len();
            return Some((
                FilePart::new(content.get(front..end)?, front, 2),
                FilePart::new(content.get(body..)?, body, line + 1),
            ));
        }
        end += next.len();
        line += 1;
    }
    report.error(1, "the front matter that begins here has no end", "put `+++` alone on the line after its last key");
    None
}
