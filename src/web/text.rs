//! A paragraph's text as the page prints it: words, marks, corrections, note marks, in one run of pieces.
//!
//! Joining the words of all pieces but the removed ones gives the text back (`pieces_give_the_text_back`).

use std::ops::Range;

use crate::corpus::{Correction, Document, Paragraph, ParagraphId};
use crate::data::links;
use crate::wording::bytes;

/// What stands in the margin of a paragraph.
pub(crate) struct Margin {
    /// What the paragraph is called where the margin is read aloud.
    pub(crate) name: String,
    /// What the source prints before the paragraph, a bullet, or a pilcrow; in a text without numbers our own.
    pub(crate) label: String,
}

/// Returns the margin of a paragraph of a document.
pub(crate) fn margin(document: &Document, paragraph: &Paragraph) -> Margin {
    let label = document.margin(paragraph);
    // A page lists every paragraph of a text, so a name here must not look at all the others.
    let name = match document.printed_path(paragraph) {
        Some(path) => format!("Paragraph {path}"),
        None if !document.prints_numbers() => format!("Paragraph {}", paragraph.number),
        None => format!("Paragraph that begins: {}", shortened(&paragraph.text, 40)),
    };
    Margin { name, label }
}

/// When the text of a paragraph was corrected, and where it says how.
pub(crate) struct Corrected {
    pub(crate) day: String,
    pub(crate) path: String,
}

/// Tells when a paragraph was last corrected; nothing where it stands as it was first published.
pub(crate) fn corrected(id: &ParagraphId, paragraph: &Paragraph) -> Option<Corrected> {
    let (day, since) = paragraph.published.zip(paragraph.revision.before())?;
    Some(Corrected { day: day.long(), path: links::change(id, since) })
}

/// One piece of a printed text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TextPiece {
    /// Words of the text.
    Words(String),
    /// Words of the text that match, with the serial of the match in the page from 1.
    Marked {
        /// The words.
        text: String,
        /// The serial of the match.
        serial: usize,
        /// Whether this piece begins the match: a match that a correction divides has one beginning.
        opens: bool,
    },
    /// Words of the text that stand in place of the source's.
    Inserted(String),
    /// The source's words that a correction took out; not part of the text.
    Removed(String),
    /// The mark of an editor's note, its serial in the paragraph from 1.
    NoteMark(usize),
}

/// Returns a paragraph's pieces, with `spans` marked and their serials counted from `first`.
pub(crate) fn pieces(paragraph: &Paragraph, spans: &[Range<usize>], first: usize) -> Vec<TextPiece> {
    let text = &paragraph.text;
    let mut cuts: Vec<usize> = vec![0, text.len()];
    cuts.extend(spans.iter().flat_map(|span| [span.start, span.end]));
    cuts.extend(paragraph.corrections().iter().flat_map(|it| [it.inserted.start, it.inserted.end]));
    cuts.extend(paragraph.notes().iter().map(|note| note.at));
    cuts.sort_unstable();
    cuts.dedup();

    // In the order of the text, so that each is met once on the way through it.
    let mut corrections: Vec<&Correction> = paragraph.corrections().iter().collect();
    corrections.sort_by_key(|it| it.inserted.start);
    let mut corrections = corrections.into_iter().peekable();
    let mut notes: Vec<(usize, usize)> = paragraph.notes().iter().map(|note| note.at).zip(1..).collect();
    notes.sort_unstable();
    let mut notes = notes.into_iter().peekable();
    let mut inserted_to = 0;
    let mut pieces = Vec::new();
    for (at, &start) in cuts.iter().enumerate() {
        while let Some(correction) = corrections.next_if(|it| it.inserted.start <= start) {
            inserted_to = inserted_to.max(correction.inserted.end);
            if !correction.removed.is_empty() {
                pieces.push(TextPiece::Removed(correction.removed.clone()));
            }
        }
        while let Some((_, serial)) = notes.next_if(|(at, _)| *at <= start) {
            pieces.push(TextPiece::NoteMark(serial));
        }
        let Some(words) = cuts.get(at + 1).and_then(|&end| text.get(start..end)) else {
            continue;
        };
        let words = words.to_owned();
        let serial = spans.partition_point(|span| span.end <= start);
        if let Some(span) = spans.get(serial).filter(|span| span.start <= start) {
            pieces.push(TextPiece::Marked { text: words, serial: first + serial, opens: span.start == start });
        } else if start < inserted_to {
            pieces.push(TextPiece::Inserted(words));
        } else {
            pieces.push(TextPiece::Words(words));
        }
    }
    pieces
}

/// Returns a text alone with `spans` marked.
pub(crate) fn marked(text: &str, spans: &[Range<usize>]) -> Vec<TextPiece> {
    let mut pieces = Vec::new();
    let mut done = 0;
    for (at, span) in spans.iter().enumerate() {
        pieces.extend(text.get(done..span.start).map(|words| TextPiece::Words(words.to_owned())));
        let marked = |words: &str| TextPiece::Marked { text: words.to_owned(), serial: at + 1, opens: true };
        pieces.extend(text.get(span.clone()).map(marked));
        done = span.end;
    }
    pieces.extend(text.get(done..).map(|words| TextPiece::Words(words.to_owned())));
    pieces
}

/// Reads a range of code points, `10-42`, as bytes of `text`; nothing where it does not lie within or is empty.
pub(crate) fn range(text: &str, written: &str) -> Option<Range<usize>> {
    let (start, end) = written.split_once('-')?;
    let points = start.parse().ok()?..end.parse().ok()?;
    bytes(text, &points).filter(|range| !range.is_empty())
}

/// Returns a text cut at a word to at most `limit` characters, with an ellipsis where it was cut.
pub(crate) fn shortened(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let cut: String = text.chars().take(limit).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{}…", whole.trim_end_matches([',', ';', ':', '.', '—', '–']))
}
