//! Scripts that write words without spaces between them, or grow words at their ends: each of their characters is a
//! word to search, so that a part of what is written together is found, exactly where it stands.
//!
//! Unicode divides Han and Hiragana so; Katakana and Hangul it leaves whole, and Hangul joined to letters and figures.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// Stands before the first character of a run of Katakana or Hangul, so that what begins there can be told from what is
/// inside. Folding takes it out of every text.
const BEGINS: char = '\u{2060}';

/// Tells whether each character of a script is a word to search.
pub(crate) fn is_single(character: char) -> bool {
    is_run(character)
        || matches!(character,
            '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{3007}'
            | '\u{3040}'..='\u{309f}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}')
}

/// Tells whether readers of a script expect words, and each character is one to search all the same.
pub(crate) fn is_kana_or_hangul(character: char) -> bool {
    is_run(character) || matches!(character, '\u{3041}'..='\u{309f}')
}

/// Tells whether a character is one of those that Unicode leaves together: Katakana and Hangul.
fn is_run(character: char) -> bool {
    matches!(character,
        '\u{1100}'..='\u{11ff}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'
        | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}')
}

/// Tells whether a word has to be divided.
pub(crate) fn is_divided(word: &str) -> bool {
    !word.is_ascii() && word.contains(is_run)
}

/// Returns the parts of a folded word as ranges of it, and whether a run begins with each.
pub(crate) fn parts(word: &str) -> Vec<(Range<usize>, bool)> {
    let mut parts: Vec<(Range<usize>, bool)> = Vec::new();
    let (mut within, mut rest) = (false, 0..0);
    for (at, cluster) in word.grapheme_indices(true) {
        let range = at..at + cluster.len();
        if !cluster.starts_with(is_run) {
            within = false;
            rest = if rest.is_empty() { range } else { rest.start..range.end };
            continue;
        }
        parts.extend((!rest.is_empty()).then_some((rest, false)));
        rest = 0..0;
        parts.push((range, !within));
        within = true;
    }
    parts.extend((!rest.is_empty()).then_some((rest, false)));
    parts.retain(|(range, _)| word.get(range.clone()).is_some_and(|part| part.contains(char::is_alphanumeric)));
    parts
}

/// Returns the first character of a run, marked.
pub(crate) fn beginning(part: &str) -> String {
    format!("{BEGINS}{part}")
}

/// Returns a word without the mark of a beginning.
pub(crate) fn unmarked(word: &str) -> &str {
    word.strip_prefix(BEGINS).unwrap_or(word)
}

/// Tells whether a word is the first character of a run.
pub(crate) fn is_beginning(word: &str) -> bool {
    word.starts_with(BEGINS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(word: &str, expected: &[&str]) {
        let shown =
            |(range, begins): (Range<usize>, bool)| format!("{}{}", if begins { "^" } else { "" }, &word[range]);
        assert_eq!(parts(word).into_iter().map(shown).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn runs_are_divided_and_their_beginnings_known() {
        check("サイバー", &["^サ", "イ", "バ", "ー"]);
        check("공간에서의", &["^공", "간", "에", "서", "의"]);
        check("g7정상회의", &["g7", "^정", "상", "회", "의"]);
        check("2018년", &["2018", "^년"]);
        check("cyber", &["cyber"]);
    }
}
