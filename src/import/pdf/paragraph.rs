//! Lines to paragraphs: by what lines begin with, by gaps, first lines set in, lines that end short, and type.

use super::line::Line;
use super::look::{is_row_of_table, is_stretched, is_terminal, leads_to_page, starts_large};
use super::usual::Usual;
use super::word::Word;
use crate::import::heading::label;
use crate::import::marker::{Marker, marker};
use crate::import::text::is_day;

/// What is between two lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Between {
    /// The second goes on with the first.
    Nothing,
    /// A paragraph begins.
    Break,
    /// It goes on, though a reader should look.
    Perhaps(&'static str),
    /// A paragraph begins, though a reader should look.
    PerhapsBreak(&'static str),
}

/// Tells what is between two lines. `first` is the first line of the paragraph that the line before belongs to, and
/// `count` how many lines it has.
pub(super) fn between(usual: &Usual, first: &Line, before: &Line, count: usize, line: &Line) -> Between {
    let text = line.text();
    let cells = |of: &Line, goes_on: bool| is_row_of_table(of) && !(goes_on && is_stretched(of));
    let filled = before.part == line.part && !is_terminal(before) && !usual.fits(before, line);
    let drawn_on = filled && (count > 1 || text.starts_with(char::is_lowercase));
    if cells(before, drawn_on) || cells(line, filled && !is_row_of_table(first)) || leads_to_page(before) {
        return Between::Break;
    }
    let styles = (usual.stands_out(before), usual.stands_out(line));
    let size_differs = (before.size - line.size).abs() > usual.size * 0.08;
    if before.part != line.part {
        return over_break(usual, first, before, line, styles.0 != styles.1 || size_differs);
    }
    let gap = (line.base - before.base) / (usual.pitch(line.page) * before.size.max(line.size) / usual.size).max(1.0);
    let gap = if (before.size - usual.size).abs() < usual.size * 0.1 {
        (line.base - before.base) / usual.pitch(line.page)
    } else {
        gap
    };
    let terminal = is_terminal(before);
    let lower = text.starts_with(char::is_lowercase);
    let fits = usual.fits(before, line);
    if let Some((kind, sign, rest)) = marker(text) {
        let below_day = count == 1 && is_day(before.text());
        return if below_day || begins_item(usual, first, before, line, (kind, sign, rest), gap, fits) {
            Between::Break
        } else if lower || terminal {
            Between::Perhaps("may begin an item of its own")
        } else {
            Between::Perhaps("stands in mid sentence at the beginning of a line, or begins an item")
        };
    }
    if label(text).is_some_and(|(_, rest)| rest.len() < 100)
        && (terminal || gap > 1.2 || usual.stands_out(line) || fits)
        && !(lower)
    {
        return Between::Break;
    }
    // A word or two in another type, even all of a line, part nothing where the line before runs on to the margin;
    // below a line in a far larger type none goes on.
    let below_title = before.size > line.size * 1.25 && starts_large(text);
    let runs_on = !terminal && !fits && gap < 1.22 && !below_title;
    if !runs_on && (size_differs || styles.0 != styles.1) && !(before.bold == line.bold && lower && !size_differs) {
        return Between::Break;
    }
    if terminal && begins_bold(before, line) {
        return Between::Break;
    }
    if styles.0 && styles.1 {
        // Headings run over lines that are parted as it looks best.
        let centred = gap < 1.3 || usual.is_centred(before) == usual.is_centred(line) || fits;
        let named = label(before.text()).is_some_and(|(_, rest)| rest.trim().is_empty());
        let sentence = before.text().ends_with(['.', ';']) && starts_large(text) && fits;
        return if gap > 1.45 && !(named && gap < 2.6) || !centred || sentence || (before.bold != line.bold) {
            Between::Break
        } else {
            Between::Nothing
        };
    }
    // Items whose signs are drawn rather than written, as browsers print their lists.
    let listed = ends_listed(before) || ends_item(before) && usual.room(before) > usual.size * 8.0;
    if lower && fits && listed && (line.left - first.left).abs() < usual.size * 0.4 {
        return Between::Break;
    }
    if gap > 1.22 {
        // Something tall in a line widens its gap; a sentence that runs on to the margin and goes on small is one.
        let tall = before.words.iter().chain(&line.words).any(|word| word.size > line.size * 1.3);
        return match () {
            () if terminal || fits => Between::Break,
            () if lower && gap < 1.6 || tall && gap < 2.0 => Between::Nothing,
            // Reasons of a preamble end so, and names and headings are no sentences.
            () if before.text().ends_with(',') || before.words.len() < 5 || styles.0 || usual.is_centred(before) => {
                Between::Break
            }
            () => {
                Between::PerhapsBreak("stands apart from a line before it that fills its measure and ends no sentence")
            }
        };
    }
    if usual.is_centred(before) && usual.is_centred(line) && !terminal && !styles.0 {
        return Between::Nothing;
    }
    if usual.is_centred(before)
        && fits
        && !lower
        && count == 1
        && !usual.is_centred(line)
        && usual.room(before) > usual.size * 6.0
    {
        return Between::Break;
    }
    let further_in = line.left - before.left;
    if further_in > usual.size * 0.8 {
        // A second line further in hangs below its first; a later one begins a paragraph.
        let hangs = count == 1 && (!terminal || !fits && (hangs_below(before, line) || lower));
        return if hangs || (lower && !terminal) { Between::Nothing } else { Between::Break };
    }
    // Below an item, a line further out that is set in itself begins a paragraph as others do.
    let set_in = usual.set_in && line.left - line.edge.0 > usual.size * 0.8;
    if further_in < -usual.size * 0.8 && terminal && set_in && starts_large(text) && marker(first.text()).is_some() {
        return Between::Break;
    }
    if further_in < -usual.size * 0.8 && count > 1 && (terminal || !lower) {
        return if terminal || fits { Between::Break } else { Between::Nothing };
    }
    if fits && starts_large(text) && (terminal || usual.room(before) > (before.edge.1 - before.edge.0) * 0.3) {
        return Between::Break;
    }
    if further_in < -usual.size * 0.8 && count == 1 && terminal && fits && starts_large(text) {
        return Between::Break;
    }
    if before.bold && !line.bold && !usual.is_bold() && starts_large(text) {
        return Between::Perhaps("goes on below a line in bold, or begins a paragraph below a heading");
    }
    Between::Nothing
}

/// Tells a line that begins below the first word after the number of the line before it.
fn hangs_below(before: &Line, line: &Line) -> bool {
    let Some(words) = marker(before.text()).map(|(_, sign, _)| sign.split(' ').count()) else { return false };
    let after = before.words.get(words);
    after.is_some_and(|word| (word.left - line.left).abs() < line.size * 0.3)
}

/// Tells what is between the last line of a column or page and the first of the next.
fn over_break(usual: &Usual, first: &Line, before: &Line, line: &Line, style_differs: bool) -> Between {
    let text = line.text();
    let (terminal, lower) = (is_terminal(before), text.starts_with(char::is_lowercase));
    let fits = usual.fits(before, line);
    if let Some(found) = marker(text) {
        if is_day(before.text()) {
            return Between::Break;
        }
        let begins = begins_item(usual, first, before, line, found, 1.0, fits);
        return match (begins, terminal) {
            (true, true) => Between::Break,
            (true, false) if ends_item(before) || fits => Between::Break,
            (true, false) => Between::PerhapsBreak(
                "begins an item though the sentence before it, on another page or column, has no end",
            ),
            (false, _) => {
                Between::Perhaps("stands in mid sentence at the beginning of a page or column, or begins an item")
            }
        };
    }
    let below_title = before.size > line.size * 1.15 && starts_large(text);
    if style_differs && (terminal || fits && !lower || below_title) || terminal && begins_bold(before, line) {
        return Between::Break;
    }
    if usual.stands_out(line) && usual.stands_out(before) && !fits {
        return Between::Nothing;
    }
    if lower {
        return if terminal && fits && !before.text().ends_with(',') {
            Between::Perhaps("goes on with small letters after a full stop on another page or column")
        } else {
            Between::Nothing
        };
    }
    if label(text).is_some() && (terminal || fits) {
        return Between::Break;
    }
    let indented = line.left - line.edge.0 > usual.size * 0.8;
    if !terminal {
        return match (fits, usual.room(before) > usual.size * 8.0) {
            (true, true) => Between::Break,
            (true, false) => {
                Between::PerhapsBreak("begins a page or column, and the line before it ends early without a stop")
            }
            (false, _) if indented && usual.set_in => {
                Between::PerhapsBreak("begins a page or column set in, and the line before it has no stop")
            }
            (false, _) => Between::Nothing,
        };
    }
    if fits {
        return Between::Break;
    }
    match (usual.set_in, indented) {
        (true, true) => Between::Break,
        (true, false) => Between::Nothing,
        // Another line would have had room on the page: the paragraph ends where it does.
        _ if before.base + usual.pitch(before.page) * 1.5 < usual.bottom && before.page != line.page => {
            Between::PerhapsBreak(
                "begins a page after a sentence that ends at the margin: the paragraph before may go on there",
            )
        }
        _ => Between::Perhaps(
            "begins a page or column after a sentence that ends at the margin: the paragraph may end there",
        ),
    }
}

/// Tells whether what a line begins with begins an item, rather than standing there by chance.
fn begins_item(
    usual: &Usual,
    first: &Line,
    before: &Line,
    line: &Line,
    found: (Marker, &str, &str),
    gap: f32,
    fits: bool,
) -> bool {
    let (kind, sign, rest) = found;
    let mention = ["and (", "or (", "to (", "et (", "ou (", "und (", "y (", "e (", "and –"]
        .iter()
        .any(|words| rest.starts_with(words));
    let terminal = is_terminal(before);
    if mention && !terminal {
        return false;
    }
    if gap > 1.22 || terminal || ends_item(before) || usual.stands_out(before) != usual.stands_out(line) {
        return true;
    }
    // The item before it has the like sign at the like place.
    let sibling = marker(first.text())
        .is_some_and(|(other, before, _)| other == kind && (kind != Marker::Bullet || before == sign))
        && (first.left - line.left).abs() < usual.size * 0.4;
    let paired = kind == Marker::Bullet && rest.contains(&format!(" {sign} "));
    if sibling && !paired && (fits || first.left + usual.size * 0.5 < before.left) {
        return true;
    }
    // A line that ends before the middle of its column is a heading, and runs on into no number.
    let half = usual.room(before) > (before.edge.1 - before.edge.0) * 0.5;
    if half && fits && kind == Marker::Printed && starts_large(rest) {
        return true;
    }
    // Further out than the lines before it, or further in after a line that ends early.
    let apart = (line.left - before.left).abs() > usual.size * 0.8;
    fits && apart && !paired
}

/// Tells a line that may stand before the next item of a list: `…, and`.
fn ends_item(line: &Line) -> bool {
    let last = line.words.last().map_or("", |word| word.text.as_str());
    last.ends_with([',', '–', '—']) || ["and", "or", "et", "ou", "und", "oder", "y", "o", "e", "and/or"].contains(&last)
}

/// Tells a line that ends an item of a list within a sentence: `…;`, `…; and`.
fn ends_listed(line: &Line) -> bool {
    let text = line.text();
    let conjunctions = [" and", " or", " et", " ou", " und", " oder", " e", " o", " y"];
    let bare = conjunctions.iter().find_map(|word| text.strip_suffix(word)).unwrap_or(text);
    bare.ends_with(';') || bare.len() < text.len() && bare.ends_with(',')
}

/// Tells a line that begins with a bold word, as a label in the line does, after one that ends with none.
fn begins_bold(before: &Line, line: &Line) -> bool {
    let bold = |word: Option<&Word>| word.is_some_and(|word| word.bold);
    bold(line.words.first()) && !line.bold && !bold(before.words.last()) && starts_large(line.text())
}
