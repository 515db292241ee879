//! Parts of a text around its matches, as fragments of marked and plain text.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// A text of at most this many words is shown whole.
const WHOLE: usize = 90;
/// Of a longer text this many words are shown.
const WINDOW: usize = 60;

/// A part of a text with its matches, short enough for a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt<'a> {
    /// The words in order.
    pub fragments: Vec<Fragment<'a>>,
    /// The bytes of the text that are shown.
    pub range: Range<usize>,
    /// Whether words of the text come before.
    pub cut_before: bool,
    /// Whether words of the text come after.
    pub cut_after: bool,
}

/// A fragment of text that is marked as a whole or not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fragment<'a> {
    /// The words.
    pub text: &'a str,
    /// Whether they matched.
    pub marked: bool,
}

/// Returns `text` cut at its spans.
#[must_use]
pub fn fragments<'a>(text: &'a str, spans: &[Range<usize>]) -> Vec<Fragment<'a>> {
    fragments_within(text, spans, &(0..text.len()))
}

/// Returns the part of `text` that shows its matches best: all of it if it is short, else where they stand densest.
#[must_use]
pub fn excerpt<'a>(text: &'a str, spans: &[Range<usize>]) -> Excerpt<'a> {
    let words = word_ranges(text);
    let range = if words.len() <= WHOLE { 0..text.len() } else { window(text, &words, spans) };
    let (cut_before, cut_after) = (range.start > 0, range.end < text.len());
    Excerpt { fragments: fragments_within(text, spans, &range), range, cut_before, cut_after }
}

/// Returns the part of `text` that has so many whole words before and after `place`; `words` are all of its words.
pub(crate) fn around(text: &str, words: &[Range<usize>], place: &Range<usize>, context: usize) -> Range<usize> {
    let first = words.partition_point(|word| word.end <= place.start).saturating_sub(context);
    let next = words.partition_point(|word| word.start < place.end).saturating_add(context);
    let Range { start, end } = whole_words(text, words, first, next.min(words.len()));
    let (before, after) =
        (text.get(start..place.start).unwrap_or_default(), text.get(place.end..end).unwrap_or_default());
    // A dash between the last word that is shown and the next that is not belongs to neither.
    let start = if start == 0 { 0 } else { place.start - without_first_sign(before).len() };
    let end = if end == text.len() { end } else { place.end + without_last_sign(after).len() };
    start.min(place.start)..end.max(place.end)
}

fn without_first_sign(text: &str) -> &str {
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    if first.contains(char::is_alphanumeric) { text } else { rest.trim_start() }
}

fn without_last_sign(text: &str) -> &str {
    let (rest, last) = text.rsplit_once(char::is_whitespace).unwrap_or(("", text));
    if last.contains(char::is_alphanumeric) { text } else { rest.trim_end() }
}

fn fragments_within<'a>(text: &'a str, spans: &[Range<usize>], within: &Range<usize>) -> Vec<Fragment<'a>> {
    let mut fragments = Vec::new();
    let mut push = |range: Range<usize>, marked| {
        if let Some(text) = text.get(range).filter(|text| !text.is_empty()) {
            fragments.push(Fragment { text, marked });
        }
    };
    let mut from = within.start;
    for span in spans.iter().filter(|span| span.start < within.end && within.start < span.end) {
        let start = span.start.max(from);
        let end = span.end.min(within.end);
        push(from..start, false);
        push(start..end, true);
        from = end;
    }
    push(from..within.end, false);
    fragments
}

/// Returns the byte ranges of the words of a text.
pub(crate) fn word_ranges(text: &str) -> Vec<Range<usize>> {
    text.unicode_word_indices().map(|(at, word)| at..at + word.len()).collect()
}

/// Returns the window with the most spans, the first of several, with its spans in the middle.
fn window(text: &str, words: &[Range<usize>], spans: &[Range<usize>]) -> Range<usize> {
    let word_at = |byte: usize| words.partition_point(|word| word.end <= byte);
    let places: Vec<Range<usize>> =
        spans.iter().map(|span| word_at(span.start)..word_at(span.end.saturating_sub(1)) + 1).collect();
    let (mut best, mut most) = (0..0, 0);
    for (first, place) in places.iter().enumerate() {
        // A match that is longer than the window is shown from its beginning.
        let fits = |other: &&Range<usize>| other.end <= place.end.max(place.start + WINDOW);
        let inside = places.iter().skip(first).take_while(fits).count();
        if inside > most {
            most = inside;
            let last = places.get(first + inside - 1).map_or(place.end, |last| last.end);
            best = place.start..last;
        }
    }
    let room = WINDOW.saturating_sub(best.len());
    let first = best.start.saturating_sub(room / 2).min(words.len() - WINDOW);
    whole_words(text, words, first, (first + WINDOW).min(words.len()))
}

/// Returns the text from one word to the one before another, with what belongs to them.
fn whole_words(text: &str, words: &[Range<usize>], mut first: usize, mut last: usize) -> Range<usize> {
    while is_rest(text, words, first) {
        first -= 1;
    }
    while is_rest(text, words, last) {
        last += 1;
    }
    let start = if first == 0 { 0 } else { words.get(first).map_or(0, |word| opened(text, word.start)) };
    let end = words.get(last).map_or(text.len(), |next| {
        let before = text.get(..opened(text, next.start)).unwrap_or_default();
        before.trim_end().len()
    });
    start..end.max(start)
}

/// Tells whether a word is the rest of a longer one, as `attack` in `cyber-attack` is.
fn is_rest(text: &str, words: &[Range<usize>], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| words.get(before));
    let between = before.zip(words.get(at)).and_then(|(before, word)| text.get(before.end..word.start));
    between.is_some_and(|between| matches!(between, "-" | "‐" | "‑"))
}

/// Moves back over what opens a word, such as a quotation mark or a bracket, to the white space before it.
fn opened(text: &str, word: usize) -> usize {
    let before = text.get(..word).unwrap_or_default();
    let opening = |character: char| !character.is_whitespace() && !character.is_alphanumeric();
    let start = before.trim_end_matches(opening).len();
    // What hangs on the word before belongs to that word, as the hyphen in `cyber-attack` does.
    let hangs = before.get(..start).is_some_and(|text| text.ends_with(char::is_alphanumeric));
    if hangs { word } else { start }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_short_text_is_shown_whole() {
        let shown = excerpt("All states agree.", std::slice::from_ref(&(4..10)));
        assert!(!shown.cut_before && !shown.cut_after);
        let fragments: Vec<(&str, bool)> =
            shown.fragments.iter().map(|fragment| (fragment.text, fragment.marked)).collect();
        assert_eq!(fragments, [("All ", false), ("states", true), (" agree.", false)]);
    }

    #[test]
    fn a_long_text_is_shown_where_its_matches_stand_densest() {
        let text = format!("match {} (match and “match”) {}", "word ".repeat(200).trim(), "word ".repeat(200));
        let spans: Vec<Range<usize>> = text.match_indices("match").map(|(at, found)| at..at + found.len()).collect();
        let shown = excerpt(&text, &spans);
        assert!(shown.cut_before && shown.cut_after);
        assert_eq!(shown.fragments.iter().filter(|fragment| fragment.marked).count(), 2);
        let words: String = shown.fragments.iter().map(|fragment| fragment.text).collect();
        assert!(words.starts_with("word ") && words.ends_with("word"), "{words}");
        assert_eq!(words.split_whitespace().count(), WINDOW);
    }

    #[test]
    fn a_match_longer_than_an_excerpt_is_shown_from_its_beginning() {
        let text = "word ".repeat(200);
        let shown = excerpt(&text, std::slice::from_ref(&(500..900)));
        assert_eq!(shown.fragments.first().map(|fragment| fragment.marked), Some(true), "{shown:?}");
        assert_eq!(shown.range.start, 500);
    }

    #[test]
    fn no_excerpt_ends_inside_a_hyphenated_word() {
        let text = format!("match {}peace-time {}", "word ".repeat(WINDOW - 2), "word ".repeat(200));
        let shown = excerpt(&text, std::slice::from_ref(&(0..5)));
        assert!(text.get(shown.range).is_some_and(|text| text.ends_with(" peace-time")));
    }

    proptest! {
        #[test]
        fn no_excerpt_cuts_a_word(text in "(\\PC{0,12} ){0,140}", from in 0_usize..200) {
            let words = word_ranges(&text);
            let spans: Vec<Range<usize>> = words.get(from).cloned().into_iter().collect();
            let shown = excerpt(&text, &spans);
            let whole: String = shown.fragments.iter().map(|fragment| fragment.text).collect();
            prop_assert_eq!(text.get(shown.range.clone()), Some(whole.as_str()));
            prop_assert!(spans.iter().all(|span| shown.range.start <= span.start && span.end <= shown.range.end));
            for word in words {
                let cuts = |at: usize| word.start < at && at < word.end;
                prop_assert!(!cuts(shown.range.start) && !cuts(shown.range.end));
            }
        }
    }
}
