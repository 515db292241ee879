//! A draft beside its source, so that a person can read the one against the other.
//!
//! Works on drafts that are not right yet: what is lacking in the front matter is told, and the text is shown all the
//! same.

use std::borrow::Cow;
use std::collections::HashSet;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::parse::{self, Draft};
use super::problem::Report;
use super::{DocumentId, Files, NoText, PlainText, Problem, agreement};
use crate::wording::normal;

/// A draft beside its source.
#[derive(Debug)]
pub struct Review {
    /// The document's file.
    pub file: String,
    /// The title, as far as there is one.
    pub title: String,
    /// The file of its source below the corpus, where it names one.
    pub source: Option<String>,
    /// Why the source cannot be shown.
    pub unread: Option<String>,
    /// The comments that are to be confirmed, each with its line.
    pub marks: Vec<(usize, String)>,
    /// What else is wrong.
    pub problems: Vec<Problem>,
    /// The text and the source, side by side and in order.
    pub rows: Vec<ReviewedPart>,
}

/// A paragraph or heading beside what the source has there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewedPart {
    /// What the draft has, with its line.
    pub draft: Option<(usize, String)>,
    /// What the source has.
    pub source: Option<String>,
    /// Whether the two have the same characters, white space and the marks of bullets apart.
    pub same: bool,
    /// Whether the draft lists the words as omitted.
    pub omitted: bool,
    /// Doubts about these words.
    pub doubts: Vec<String>,
}

/// Returns a draft beside its source.
///
/// # Errors
///
/// When there is no such document, or nothing in its file can be read.
pub fn review(files: &Files, id: &DocumentId, plain: &PlainText<'_>) -> Result<Review, Vec<Problem>> {
    let file = id.file();
    let mut report = Report::new(&file);
    let Some(bytes) = files.read(&file) else {
        report.error(None, format!("there is no document `{id}`"), "name one by the file that it has in `documents/`");
        return Err(report.problems);
    };
    let (draft, mut problems) = parse::document(&file, id.clone(), &bytes, None);
    let Some(text) = parse::pieces(&file, &bytes) else { return Err(problems) };
    let name = text.source.clone();
    let source = name.as_ref().map(|name| (name, files.read(&format!("sources/{name}"))));
    let (plain, unread) = match source {
        None => (String::new(), Some("the draft names no source".to_owned())),
        Some((name, None)) => (String::new(), Some(format!("`sources/{name}` is missing"))),
        Some((name, Some(bytes))) => match plain(name, &bytes) {
            Ok(plain) => (plain, None),
            Err(NoText::Kind) => (String::new(), Some("a file of its kind is not read; open it by itself".to_owned())),
            Err(NoText::Unreadable(why)) => (String::new(), Some(why)),
        },
    };
    if unread.is_none() {
        problems.append(&mut compared(draft.as_ref(), &plain, &file));
    }
    let marks = text.marks;
    let blocks = blocks(&plain);
    let keys = keys(&text.pieces, &blocks, text.computed_numbers);
    let rows = side_by_side(&text.pieces, &keys, &blocks, &text.omitted, &marks);
    let source = name.map(|name| format!("sources/{name}"));
    Ok(Review { file, title: text.title, source, unread, marks, problems, rows })
}

/// Returns where a draft that is right in itself parts from its source.
fn compared(draft: Option<&Draft>, plain: &str, file: &str) -> Vec<Problem> {
    let mut report = Report::new(file);
    if let Some(draft) = draft {
        agreement::check(draft, plain, &mut report);
    }
    report.problems
}

/// Returns the paragraphs of a source: between blank lines where it has some, else its lines.
fn blocks(plain: &str) -> Vec<String> {
    let plain = normal(plain).replace('\r', "");
    let parted = plain.contains("\n\n");
    let blocks = plain.split(if parted { "\n\n" } else { "\n" });
    let blocks = blocks.map(|block| block.split_whitespace().collect::<Vec<_>>().join(" "));
    blocks.filter(|block| !block.is_empty()).collect()
}

/// Returns what has to be the same as in the source, of each part of the draft.
///
/// A number that was computed is none of the source's words, unless it was typed there.
fn keys(pieces: &[(usize, String)], blocks: &[String], computed_numbers: bool) -> Vec<String> {
    let theirs: HashSet<String> = blocks.iter().map(|block| key(block)).collect();
    let of = |text: &String| {
        let whole = key(text);
        if !computed_numbers || theirs.contains(&whole) {
            return whole;
        }
        key(text.get(agreement::number(text)..).unwrap_or_default())
    };
    pieces.iter().map(|(_, text)| of(text)).collect()
}

fn side_by_side(
    pieces: &[(usize, String)],
    ours: &[String],
    blocks: &[String],
    omitted: &[String],
    marks: &[(usize, String)],
) -> Vec<ReviewedPart> {
    let theirs: Vec<String> = blocks.iter().map(|block| key(block)).collect();
    let omitted: Vec<String> = omitted.iter().map(|words| key(words)).collect();
    let is_omitted = |at: usize| theirs.get(at).is_some_and(|words| omitted.iter().any(|all| all.contains(words)));
    let doubts = |text: &str| {
        let of_it = marks.iter().filter(|(_, mark)| quoted(mark).is_some_and(|words| key(text).contains(&key(words))));
        of_it.map(|(_, mark)| mark.clone()).collect()
    };
    let alone = |at: usize| ReviewedPart {
        draft: None,
        source: blocks.get(at).cloned(),
        same: false,
        omitted: is_omitted(at),
        doubts: Vec::new(),
    };
    let mut rows = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, ours, &theirs) {
        let (old, new) = (op.old_range(), op.new_range());
        let same = matches!(op, DiffOp::Equal { .. });
        // What is omitted stands by itself; the rest of a replacement is paired in order.
        let (apart, paired): (Vec<usize>, Vec<usize>) = match op {
            DiffOp::Equal { .. } => (Vec::new(), new.collect()),
            _ => new.partition(|&at| is_omitted(at)),
        };
        rows.extend(apart.into_iter().map(alone));
        let mut paired = paired.into_iter();
        for piece in pieces.get(old).unwrap_or_default() {
            let source = paired.next().and_then(|at| blocks.get(at)).cloned();
            rows.push(ReviewedPart {
                draft: Some(piece.clone()),
                source,
                same,
                omitted: false,
                doubts: doubts(&piece.1),
            });
        }
        rows.extend(paired.map(alone));
    }
    rows
}

/// Returns what has to be the same on both sides: no white space, and no mark of a bullet.
fn key(text: &str) -> String {
    let text: Cow<'_, str> = normal(text).into();
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || agreement::BULLETS.contains(&c));
    text.chars().filter(|character| !character.is_whitespace()).collect()
}

/// Returns the words of the text that a doubt quotes: those in its last backquotes.
fn quoted(mark: &str) -> Option<&str> {
    let (before, _) = mark.rsplit_once('`')?;
    let (_, words) = before.rsplit_once('`')?;
    let words = words.trim_end_matches(['…', ' ']);
    (words.split_whitespace().count() > 1).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_same_stands_side_by_side() {
        let pieces = [(7, "Head"), (9, "1. One two three."), (11, "Changed words here.")];
        let pieces = pieces.map(|(line, text)| (line, text.to_owned()));
        let blocks = blocks("A title\nHead\n1. One  two three.\nChanged words there.\nThe end");
        let marks = [(3, "doubt: a gap at `1. One two …`".to_owned())];
        let keys = keys(&pieces, &blocks, false);
        let rows = side_by_side(&pieces, &keys, &blocks, &["A title".to_owned(), "The end".to_owned()], &marks);
        let shown: Vec<(usize, &str, bool)> = rows
            .iter()
            .map(|row| {
                let line = row.draft.as_ref().map_or(0, |(line, _)| *line);
                (line, row.source.as_deref().unwrap_or_default(), row.omitted)
            })
            .collect();
        let expected = [
            (0, "A title", true),
            (7, "Head", false),
            (9, "1. One two three.", false),
            (0, "The end", true),
            (11, "Changed words there.", false),
        ];
        assert_eq!(shown, expected);
        assert_eq!(rows.iter().map(|row| row.doubts.len()).collect::<Vec<_>>(), [0, 0, 1, 0, 0]);
    }
}
