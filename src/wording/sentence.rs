//! Sentences of a text, as Unicode divides it (UAX #29), less the breaks that only an abbreviation makes.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// Abbreviations that a sentence goes on after even where a capital follows.
const ABBREVIATIONS: [&str; 14] =
    ["Mr.", "Mrs.", "Ms.", "Dr.", "Prof.", "Gen.", "Sen.", "St.", "No.", "Art.", "para.", "vs.", "e.g.", "i.e."];

/// Returns the byte ranges of the sentences of `text`, without the white space between them.
#[must_use]
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences: Vec<Range<usize>> = Vec::new();
    for (at, sentence) in text.split_sentence_bound_indices() {
        let trimmed = sentence.trim();
        if trimmed.is_empty() {
            continue;
        }
        let start = at + (sentence.len() - sentence.trim_start().len());
        let end = start + trimmed.len();
        match sentences.last_mut() {
            Some(last) if text.get(last.clone()).is_some_and(ends_open) => last.end = end,
            _ => sentences.push(start..end),
        }
    }
    sentences
}

/// Tells whether a stretch ends in an abbreviation or an initial, so that it is no whole sentence.
fn ends_open(text: &str) -> bool {
    let word = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = word.trim_start_matches(['(', '"', '“', '‘', '[']);
    let initials = word.ends_with('.') && word.split_terminator('.').all(|part| part.chars().count() == 1);
    initials || ABBREVIATIONS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, shown: &str) {
        let found: Vec<&str> = sentences(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found.join("|"), shown);
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        check("One. Two!  Three?", "One.|Two!|Three?");
        check("The U.S. President met Mr. Smith. He left.", "The U.S. President met Mr. Smith.|He left.");
        check("“Yes.” She left.", "“Yes.”|She left.");
        check(" no end", "no end");
        check("", "");
    }
}
