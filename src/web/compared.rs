//! Compared words in the form printed, for every page that shows what was changed.

use super::text::{Margin, margin};
use crate::archive::Archive;
use crate::comparison::{Act, Exactness, Pair, ParagraphRange, Passage, Side, TextChange, compare_paragraphs};
use crate::corpus::{Document, ParagraphId, Revision};
use crate::data::compared::{characters, passage_path};
use crate::data::reference::Reference;
use crate::wording::{self, Op};

/// Whether case, punctuation and typography count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fold {
    /// Only words do.
    Words,
    /// Every character does.
    Letters,
}

/// A stretch of a pair, as it is printed.
pub(crate) enum Compared {
    /// Both have it.
    Words(String),
    /// Only the first has it.
    Deleted(String),
    /// Only the second has it.
    Inserted(String),
    /// Both have it in another spelling, or in other signs.
    Spelt { before: String, after: String, what: &'static str },
    /// Both have it in another order.
    Moved { text: String, path: String, place: String },
}

/// A paragraph and where it stands.
pub(crate) struct Step {
    pub(crate) path: String,
    pub(crate) name: String,
    pub(crate) label: String,
}

/// Returns a paragraph of a side.
pub(crate) fn step(reference: &Reference<'_>, at: usize) -> Option<Step> {
    reference.side.passages.get(at).map(|passage| step_of(reference.document, passage))
}

/// Returns a paragraph of a document.
pub(crate) fn step_of(document: Option<&Document>, passage: &Passage<'_>) -> Step {
    let standing = document.filter(|document| document.id == passage.id.document);
    let margin = standing.and_then(|document| Some(margin(document, document.paragraph(passage.id.number)?)));
    let Margin { name, label } = margin.unwrap_or_else(|| {
        let number = passage.id.number;
        Margin { name: format!("Paragraph {number}"), label: format!("¶ {number}") }
    });
    Step { path: passage_path(passage), name, label }
}

/// Returns what turned one wording of a paragraph into another, every sign of it.
pub(crate) fn between(archive: &Archive, id: &ParagraphId, before: &str, after: &str) -> Vec<Compared> {
    let side = |text| Side { passages: vec![Passage { id: id.clone(), revision: Some(Revision::FIRST), text }] };
    let (a, b) = (side(before), side(after));
    match compare_paragraphs(archive, &a, &b) {
        Ok(compared) => compared.pairs.first().map_or(Vec::new(), |pair| pieces(pair, (&a, &b), Fold::Letters, None)),
        // What is too long to be compared stands in both wordings above.
        Err(_) => Vec::new(),
    }
}

/// Returns what parts two wordings that stand at different places, word by word.
pub(crate) fn between_texts(archive: &Archive, before: &str, after: &str) -> Vec<Compared> {
    // Where they stand plays no part: no paragraph is named.
    let id = "1900-a/p/1".parse::<ParagraphId>();
    id.map_or_else(|_| Vec::new(), |id| between(archive, &id, before, after))
}

/// Returns the pieces of a pair, in the order of the first text; what moved leads to its place in `document`.
pub(crate) fn pieces(
    pair: &Pair,
    (a, b): (&Side<'_>, &Side<'_>),
    fold: Fold,
    document: Option<&Document>,
) -> Vec<Compared> {
    let mut pieces = Vec::new();
    let mut last: Option<usize> = None;
    for change in &pair.changes {
        // A paragraph that ends has no space behind it; the next begins on a line of its own.
        let paragraph = change.a.as_ref().map(|place| place.paragraph);
        if paragraph.is_some() && last.is_some() && paragraph != last {
            pieces.push(Compared::Words("\n".to_owned()));
        }
        last = paragraph.or(last);
        push(change, (a, b), fold, document, &mut pieces);
    }
    pieces
}

fn push(
    change: &TextChange,
    (a, b): (&Side<'_>, &Side<'_>),
    fold: Fold,
    document: Option<&Document>,
    pieces: &mut Vec<Compared>,
) {
    let before = change.a.as_ref().map_or("", |place| characters(a, place));
    let after = change.b.as_ref().map_or("", |place| characters(b, place));
    // What ends a paragraph in one text can go on in the other.
    let ends = |side: &Side<'_>, place: &Option<ParagraphRange>| {
        let text = |place: &ParagraphRange| side.passages.get(place.paragraph).map_or(0, |passage| passage.text.len());
        place.as_ref().is_some_and(|place| place.range.end == text(place))
    };
    let is_end = ends(a, &change.a) || ends(b, &change.b);
    match (change.act, change.level) {
        (Act::Delete, _) => spaced(before, is_end, &Compared::Deleted, pieces),
        (Act::Insert, _) => spaced(after, is_end, &Compared::Inserted, pieces),
        (Act::Moved, _) => {
            let passage = change.b.as_ref().and_then(|place| b.passages.get(place.paragraph));
            let there = passage.map(|passage| step_of(document, passage));
            let (path, name) = there.map(|step| (step.path, step.name)).unwrap_or_default();
            let moved = |text| Compared::Moved { text, path: path.clone(), place: name.clone() };
            spaced(before, is_end, &moved, pieces);
        }
        (Act::Equal, Some(Exactness::Spelling)) => {
            let after = after.trim().to_owned();
            let spelt = |before| Compared::Spelt { before, after: after.clone(), what: "spelling" };
            spaced(before, is_end, &spelt, pieces);
        }
        (Act::Equal, Some(Exactness::Words)) if fold == Fold::Letters => {
            for change in wording::diff(before, after) {
                let signs = |before, after| Compared::Spelt { before, after, what: "signs" };
                pieces.push(match change.op {
                    Op::Equal => Compared::Words(change.text),
                    Op::Delete => signs(change.text, String::new()),
                    Op::Insert => signs(String::new(), change.text),
                });
            }
        }
        (Act::Equal, _) => {
            pieces.push(Compared::Words(before.to_owned()));
            if is_end && !before.ends_with(char::is_whitespace) {
                pieces.push(Compared::Words(" ".to_owned()));
            }
        }
    }
}

/// Adds a piece; white space around its words is printed outside, so that nothing is drawn through or under it.
fn spaced(text: &str, is_end: bool, piece: &dyn Fn(String) -> Compared, pieces: &mut Vec<Compared>) {
    let bare = text.trim();
    let (start, end) = text.split_once(bare).filter(|_| !bare.is_empty()).unwrap_or((text, ""));
    pieces.extend((!start.is_empty()).then(|| Compared::Words(start.to_owned())));
    pieces.extend((!bare.is_empty()).then(|| piece(bare.to_owned())));
    let end = if end.is_empty() && is_end { " " } else { end };
    pieces.extend((!end.is_empty()).then(|| Compared::Words(end.to_owned())));
}
