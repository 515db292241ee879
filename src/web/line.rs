//! Lines of a concordance as pages print them: the match in the middle, whole words on either side.
//!
//! A line that does not fit is not cut: the words that are farther away are left out where a page is narrow, and on the
//! narrowest, and on paper, a line is running text.

use crate::corpus::{Corpus, Kind, ParagraphId};
use crate::data::{Format, Links, links};
use crate::search::ConcordanceLine;
use crate::web::text::margin;
use crate::wording::right_to_left;

/// So many characters stand in the columns of a narrow page together, and so many in those of a wide one.
const NARROW: usize = 76;
const WIDE: usize = 92;

/// A match takes at most so many characters of them; a longer one is wrapped.
const WIDEST_MATCH: usize = 34;

/// So many characters on either side are enough.
const SIDE: usize = 40;

/// Words between the parts of a match of which more than so many are left out in their middle.
const BETWEEN: usize = 6;

/// What hangs on a match, such as `’s` or a bracket, has at most so many characters.
const HANGING: usize = 40;

/// A line of the concordance; what is at its left comes after the match where the text runs from right to left.
pub(crate) struct PrintedLine {
    pub(crate) path: String,
    /// The absolute address of the paragraph, for paper.
    pub(crate) address: String,
    pub(crate) source: String,
    /// The year, or the date where that matters.
    pub(crate) when: String,
    pub(crate) kind: String,
    pub(crate) press: bool,
    pub(crate) right_to_left: bool,
    pub(crate) left: Vec<Words>,
    pub(crate) keyword: Vec<Words>,
    pub(crate) right: Vec<Words>,
}

/// Words of a line that are shown alike.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Words {
    pub(crate) text: String,
    pub(crate) place: Distance,
}

/// What words are in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Distance {
    /// Asked for.
    Match,
    /// Beside that, and always shown.
    Near,
    /// Farther from it, for wide pages.
    Middle,
    /// So far from it that no column holds them.
    Far,
}

impl PrintedLine {
    /// Returns a line that leads to `path`, an address of its paragraph.
    pub(crate) fn of(
        links: &Links,
        corpus: &Corpus,
        line: &ConcordanceLine<'_>,
        path: impl FnOnce(&ParagraphId) -> String,
    ) -> Option<Self> {
        let (document, paragraph) = corpus.paragraph_at(line.place)?;
        let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
        let (before, opening) = line.left.split_at(line.left.len() - hanging_before(line.left));
        let (closing, after) = line.right.split_at(hanging_after(line.right));
        let mut keyword = vec![Words { text: opening.to_owned(), place: Distance::Near }];
        keyword.extend(matched(&paragraph.text, line));
        keyword.push(Words { text: closing.to_owned(), place: Distance::Near });
        keyword.retain(|words| !words.text.is_empty());
        let right_to_left = right_to_left(&paragraph.text);
        let width = keyword.iter().map(|words| words.text.chars().count()).sum::<usize>().min(WIDEST_MATCH);
        let room = [NARROW, WIDE].map(|whole| (whole.saturating_sub(width) / 2).min(SIDE));
        let (before, after) = (by_nearness(before, Side::Before, room), by_nearness(after, Side::After, room));
        let (left, right) = if right_to_left { (after, before) } else { (before, after) };
        Some(Self {
            path: path(&id),
            address: links.absolute(&links::paragraph(&id, Format::Html)),
            source: format!("{} {}", margin(document, paragraph).label, document.name()),
            when: document.date.year().to_string(),
            kind: corpus.vocabulary().kind(document.kind).to_owned(),
            press: document.kind == Kind::PressReport,
            right_to_left,
            left,
            keyword,
            right,
        })
    }
}

impl Words {
    /// Tells whether the words were asked for.
    pub(crate) fn is_match(&self) -> bool {
        self.place == Distance::Match
    }

    /// Returns the class of words that are not always shown.
    pub(crate) fn class(&self) -> Option<&'static str> {
        match self.place {
            Distance::Match | Distance::Near => None,
            Distance::Middle => Some("middle"),
            Distance::Far => Some("far"),
        }
    }
}

/// Returns the words in which the query is met, those asked for apart from those between.
fn matched(text: &str, line: &ConcordanceLine<'_>) -> Vec<Words> {
    let mut all = Vec::new();
    let mut from = line.span.start;
    for mark in &line.marks {
        let between = text.get(from..mark.start.max(from)).unwrap_or_default();
        all.push(Words { text: without_middle(between), place: Distance::Near });
        let own = text.get(mark.start.max(from)..mark.end.min(line.span.end)).unwrap_or_default();
        all.push(Words { text: own.to_owned(), place: Distance::Match });
        from = mark.end.max(from);
    }
    let rest = text.get(from..line.span.end).unwrap_or_default();
    all.push(Words { text: without_middle(rest), place: Distance::Near });
    all
}

/// Leaves out the middle of a long run of words.
fn without_middle(words: &str) -> String {
    let all: Vec<&str> = words.split_whitespace().collect();
    match all.as_slice() {
        [first, second, middle @ .., last_but_one, last] if middle.len() + 4 > BETWEEN => {
            let open = if words.starts_with(char::is_whitespace) { " " } else { "" };
            let close = if words.ends_with(char::is_whitespace) { " " } else { "" };
            format!("{open}{first} {second} … {last_but_one} {last}{close}")
        }
        _ => words.to_owned(),
    }
}

/// The side of a match.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

/// Divides the words on one side of a match by how far they are from it, in the order of the text; so many characters
/// are near, and so many are not far.
fn by_nearness(text: &str, side: Side, [near, middle]: [usize; 2]) -> Vec<Words> {
    // The space beside the match stays: on a telephone a line is running text.
    let text = if side == Side::Before { text.trim_start() } else { text.trim_end() };
    let near = whole(text, near, side);
    let middle = whole(text, middle, side).max(near);
    let at = |length: usize| if side == Side::Before { text.len() - length } else { length };
    let mut cuts = [0, at(middle), at(near), text.len()];
    cuts.sort_unstable();
    let places = [Distance::Far, Distance::Middle, Distance::Near];
    let part = |(at, place): (usize, Distance)| {
        let range = cuts.get(at).copied().unwrap_or_default()..cuts.get(at + 1).copied().unwrap_or_default();
        Words { text: text.get(range).unwrap_or_default().to_owned(), place }
    };
    let mut parts: Vec<Words> = match side {
        Side::Before => (0..).zip(places).map(part).collect(),
        Side::After => (0..).zip(places.into_iter().rev()).map(part).collect(),
    };
    parts.retain(|words| !words.text.is_empty());
    parts
}

/// Returns the length of the whole words nearest to a match that have at most so many characters together, one at least.
fn whole(text: &str, most: usize, side: Side) -> usize {
    let mut length = 0;
    loop {
        let rest = match side {
            Side::Before => text.get(..text.len() - length),
            Side::After => text.get(length..),
        };
        let rest = rest.unwrap_or_default();
        let next = match side {
            Side::Before => rest.trim_end().rfind(char::is_whitespace).map(|at| {
                let first = rest.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
                rest.len() - at - first
            }),
            Side::After => {
                let spaces = rest.len() - rest.trim_start().len();
                rest.trim_start().find(char::is_whitespace).map(|at| spaces + at)
            }
        };
        let longer = length + next.unwrap_or(rest.len());
        let taken = match side {
            Side::Before => text.get(text.len() - longer..),
            Side::After => text.get(..longer),
        };
        if rest.is_empty() || length > 0 && taken.unwrap_or_default().chars().count() > most {
            return length;
        }
        length = longer;
    }
}

/// Returns how much at the end of what is before a match hangs on it: all back to a space or a dash, unless a word of a
/// script without spaces is next to it.
fn hanging_before(text: &str) -> usize {
    let ends = |character: char| character.is_whitespace() || is_dash(character) || is_wide(character);
    let token = text.rfind(ends).map_or(text, |at| {
        let length = text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        text.get(at + length..).unwrap_or_default()
    });
    if token.ends_with(char::is_alphanumeric) {
        return 0;
    }
    if token.chars().count() <= HANGING { token.len() } else { token.len() - token.trim_end_matches(is_sign).len() }
}

/// Returns how much at the beginning of what is after a match hangs on it: all up to a space, or to a dash with it.
fn hanging_after(text: &str) -> usize {
    if text.starts_with(char::is_alphanumeric) {
        return 0;
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let token = text.get(..end).unwrap_or_default();
    let end = token.find(|character| is_dash(character) || is_wide(character)).map_or(end, |at| {
        let signs = token.get(at..).unwrap_or_default();
        at + signs.len() - signs.trim_start_matches(is_sign).len()
    });
    let token = text.get(..end).unwrap_or_default();
    if token.chars().count() <= HANGING { end } else { token.len() - token.trim_start_matches(is_sign).len() }
}

fn is_sign(character: char) -> bool {
    !character.is_alphanumeric() && !character.is_whitespace()
}

/// Tells whether a character is a dash that stands between words, and not in one.
fn is_dash(character: char) -> bool {
    matches!(character, '–' | '—' | '―' | '…')
}

/// Tells whether a character is a sign of a script that has no spaces, after which another sentence begins.
fn is_wide(character: char) -> bool {
    matches!(character, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(before: &str, after: &str, expected: (&str, &str)) {
        let opening = &before[before.len() - hanging_before(before)..];
        assert_eq!((opening, &after[..hanging_after(after)]), expected, "{before:?} {after:?}");
    }

    #[test]
    fn what_hangs_on_a_match_stays_with_it() {
        check("norms of ", ". We plan", ("", "."));
        check("the “", "’s”, and", ("“", "’s”,"));
        check("of (cyber-", ") attacks", ("(cyber-", ")"));
        check("peace", "time", ("", ""));
        check("law—", "—which", ("", "—"));
        check("and/or ", "/or", ("", "/or"));
        check("see https://example.org/a/long/path/that/never/seems/to/end-", "", ("-", ""));
        check("网络空间的", "。各国应当", ("", "。"));
        check("", "", ("", ""));
    }

    #[test]
    fn words_are_divided_by_how_far_they_are() {
        let text = "one two three four five six seven eight nine ten ";
        let before: Vec<(String, Distance)> =
            by_nearness(text, Side::Before, [31, 41]).into_iter().map(|words| (words.text, words.place)).collect();
        let expected = [
            ("one two ", Distance::Far),
            ("three four ", Distance::Middle),
            ("five six seven eight nine ten ", Distance::Near),
        ];
        assert_eq!(before, expected.map(|(text, place)| (text.to_owned(), place)));
        let after = by_nearness(" eleven", Side::After, [31, 41]);
        assert_eq!(after, [Words { text: " eleven".to_owned(), place: Distance::Near }]);
    }

    #[test]
    fn a_scattered_match_leaves_out_what_is_between() {
        assert_eq!(without_middle(" a b c d e f g "), " a b … f g ");
        assert_eq!(without_middle(" of the "), " of the ");
    }

    proptest! {
        #[test]
        fn no_word_is_cut_and_none_is_lost(text in "(\\PC{0,9} ?){0,14}", before in any::<bool>()) {
            let side = if before { Side::Before } else { Side::After };
            let parts = by_nearness(&text, side, [8, 12]);
            let whole: String = parts.iter().map(|words| words.text.as_str()).collect();
            prop_assert_eq!(whole.as_str(), if before { text.trim_start() } else { text.trim_end() });
            for (one, next) in parts.iter().zip(parts.iter().skip(1)) {
                prop_assert!(one.text.ends_with(char::is_whitespace) || next.text.starts_with(char::is_whitespace));
            }
            prop_assert!(hanging_before(&text) <= text.len() && text.is_char_boundary(hanging_after(&text)));
            prop_assert!(text.is_char_boundary(text.len() - hanging_before(&text)));
        }
    }
}
