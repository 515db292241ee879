//! Pinpoints: how citations name a paragraph, written and read.
//!
//! What the source prints comes first, since that is what people cite; the archive's own number stands in brackets.

use std::fmt::Write as _;

use crate::corpus::{Document, Number, Paragraph};
use crate::wording::fold;

/// Items within items are climbed so far, should a corpus say that one stands within itself.
const DEEPEST: usize = 8;

/// What a citation says of the paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Pinpoint {
    /// The number its source prints, as [`printed_path`] writes it.
    Printed(String),
    /// The archive's own number.
    Number(Number),
}

/// Returns how a paragraph is pointed to; see [`super::Citation::pinpoint`].
pub(super) fn of(document: &Document, paragraph: &Paragraph) -> String {
    let Some(mut point) = printed_path(document, paragraph) else { return format!("[{}]", paragraph.number) };
    let alike = |other: &Paragraph| printed_path(document, other).as_ref() == Some(&point);
    if document.paragraphs.iter().filter(|other| alike(other)).count() > 1 {
        // Writing to a string cannot fail.
        let _ = write!(point, " [{}]", paragraph.number);
    }
    point
}

impl Pinpoint {
    /// Returns the paragraphs of a document that the pinpoint names.
    pub(super) fn paragraphs<'a>(&self, document: &'a Document) -> impl Iterator<Item = &'a Paragraph> {
        let found: Vec<&Paragraph> = match self {
            Self::Number(number) => document.paragraph(*number).into_iter().collect(),
            Self::Printed(wanted) => {
                let prints = |paragraph: &&Paragraph| {
                    printed_path(document, paragraph)
                        .is_some_and(|printed| unpadded(&fold(&printed)) == unpadded(wanted))
                };
                let printed: Vec<&Paragraph> = document.paragraphs.iter().filter(prints).collect();
                // Where the source prints no number, people count, as the archive does.
                let number = unpadded(wanted).parse().ok().filter(|_| printed.is_empty());
                let counted = number.and_then(|number| document.paragraph(number));
                printed.into_iter().chain(counted.filter(|paragraph| paragraph.printed.is_none())).collect()
            }
        };
        found.into_iter()
    }
}

/// Takes the pinpoint out of a citation.
pub(super) fn split(text: &str) -> (Option<Pinpoint>, String) {
    let folded = fold(text);
    let pieces: Vec<&str> = folded.split_whitespace().collect();
    let mut rest: Vec<&str> = Vec::new();
    let mut pinpoint = None;
    let mut at = 0;
    while let Some(&piece) = pieces.get(at) {
        at += 1;
        let after = after_label(piece);
        let value = match after {
            Some("") => pieces.get(at).copied(),
            Some(value) => Some(value),
            None => piece.starts_with('[').then_some(piece),
        };
        let Some(found) = value.and_then(point) else {
            rest.push(piece);
            continue;
        };
        if after == Some("") {
            at += 1;
        }
        // "12 [31]": the archive's own number, where the source prints one twice.
        pinpoint = if matches!(found, Pinpoint::Number(_)) { Some(found) } else { pinpoint.or(Some(found)) };
    }
    (pinpoint, rest.join(" ").trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
}

/// Returns what follows a word for "paragraph" in the same piece: nothing in "para.", `4` in "¶4".
fn after_label(piece: &str) -> Option<&str> {
    let piece = piece.trim_start_matches(['(', '"', '\'']);
    let labels = ["paragraphs", "paragraph", "paras", "para", "pars", "par", "¶¶", "¶", "§§", "§"];
    let after = labels.iter().find_map(|label| piece.strip_prefix(label))?.trim_start_matches('.');
    after.chars().next().is_none_or(|first| !first.is_alphabetic()).then_some(after)
}

/// Reads `4`, `12.`, `4(c)`, `(c)`, `2.1`, the first of `4-6`, or `[7]` for the archive's own number.
fn point(value: &str) -> Option<Pinpoint> {
    if let Some(own) = value.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return own.0.parse().ok().map(Pinpoint::Number);
    }
    let first = value.split(['-', ',', ';', ':']).next().unwrap_or_default();
    let mut printed = first.trim_end_matches(['.', '"', '\'', '?', '!']);
    if printed.ends_with(')') && !printed.contains('(') {
        printed = printed.trim_end_matches(')');
    }
    let shaped =
        printed.starts_with(|c: char| c.is_ascii_digit()) || (printed.starts_with('(') && printed.ends_with(')'));
    (shaped && printed.len() <= 16).then(|| Pinpoint::Printed(printed.to_owned()))
}

/// Returns the paragraphs of a document that its source prints with a number, written with or without its point or
/// brackets: `4`, `4.`, `(c)`, `c`, or with the number above it, `4(c)`.
pub fn printed<'a>(document: &'a Document, number: &str) -> impl Iterator<Item = &'a Paragraph> {
    let inner = |number: &str| fold(number).trim_matches(['.', '(', ')', ' ']).to_owned();
    let wanted = inner(number);
    let path = fold(number).trim().trim_end_matches('.').to_owned();
    document.paragraphs.iter().filter(move |paragraph| {
        let own = paragraph.printed.as_deref().is_some_and(|own| !wanted.is_empty() && inner(own) == wanted);
        own || printed_path(document, paragraph).is_some_and(|printed| fold(&printed) == path)
    })
}

/// Returns the printed numbers down to a paragraph: `4(c)`, `2(a)(i)`.
fn printed_path(document: &Document, paragraph: &Paragraph) -> Option<String> {
    let mut path = bare(paragraph.printed.as_deref()?).to_owned();
    let mut above = paragraph.parent;
    for _ in 0..DEEPEST {
        let Some(parent) = above.and_then(|number| document.paragraph(number)) else { break };
        path.insert_str(0, bare(parent.printed.as_deref().unwrap_or_default()));
        above = parent.parent;
    }
    Some(path)
}

/// Returns a printed number without zeros before it: `03` is 3.
fn unpadded(printed: &str) -> &str {
    let bare = printed.trim_start_matches('0');
    if bare.starts_with(|first: char| first.is_ascii_digit()) { bare } else { printed }
}

/// Returns a printed number without its closing point or bracket: `12.` is 12, `a)` is a, `(c)` stays as it is.
fn bare(printed: &str) -> &str {
    if printed.starts_with('(') { printed } else { printed.trim_end_matches(['.', ')']) }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn pinpoints_say_what_the_source_prints() {
        let document = sample::report();
        let pinpoints: Vec<String> = document.paragraphs.iter().map(|paragraph| of(&document, paragraph)).collect();
        assert_eq!(pinpoints, ["1", "2", "2(a)", "[4]", "7 [5]", "7 [6]"]);
    }

    #[test]
    fn an_item_of_an_item_is_found_by_all_its_numbers() {
        let mut document = sample::report();
        let mut inner = document.paragraphs[2].clone();
        inner.number = "9".parse().expect("a number");
        inner.parent = Some(document.paragraphs[2].number);
        inner.printed = Some("(i)".into());
        document.paragraphs.push(inner);
        assert_eq!(of(&document, &document.paragraphs[6]), "2(a)(i)");
        let (pinpoint, _) = split("Report, para 2(a)(i)");
        let found: Vec<String> = pinpoint
            .iter()
            .flat_map(|pinpoint| pinpoint.paragraphs(&document))
            .map(|it| it.number.to_string())
            .collect();
        assert_eq!(found, ["9"]);
    }

    #[test]
    fn printed_numbers_are_found_however_they_are_written() {
        let document = sample::report();
        for (written, expected) in
            [("2", "2"), ("2.", "2"), ("(a)", "3"), ("A", "3"), ("2(a)", "3"), ("7", "5 6"), ("", "")]
        {
            let found: Vec<String> = printed(&document, written).map(|it| it.number.to_string()).collect();
            assert_eq!(found.join(" "), expected, "{written}");
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        let document = sample::report();
        for paragraph in &document.paragraphs {
            let (pinpoint, rest) = split(&format!("Report, para {}.", of(&document, paragraph)));
            let found: Vec<Number> =
                pinpoint.iter().flat_map(|pinpoint| pinpoint.paragraphs(&document)).map(|found| found.number).collect();
            assert_eq!((found, rest.as_str()), (vec![paragraph.number], "report"));
        }
    }
}
