//! Words of others on a line of a terminal or a log.

use std::borrow::Cow;

/// Returns a text on one line, without what could steer a terminal or forge a line of a log.
///
/// White space is a space, and every other control character, those of Unicode's second block too, is U+FFFD.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    let harmless = |character: char| character == ' ' || !character.is_whitespace() && !character.is_control();
    if text.chars().all(harmless) {
        return text.into();
    }
    let shown = text.chars().map(|character| match character {
        harmful if harmful.is_whitespace() => ' ',
        harmful if harmful.is_control() => '\u{fffd}',
        harmless => harmless,
    });
    shown.collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_a_terminal_or_begins_another_line() {
        assert_eq!(visible("a\r\nb\u{85}c\u{2028}d\te"), "a  b c d e");
        assert_eq!(visible("\u{1b}[31m \u{9b}31m \u{7f}\0"), "\u{fffd}[31m \u{fffd}31m \u{fffd}\u{fffd}");
        assert!(matches!(visible("déjà vu 🕊"), Cow::Borrowed(_)));
    }
}
