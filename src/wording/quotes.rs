//! A visitor's words in a sentence of ours: between quotation marks, and unable to turn the sentence round.

/// Returns `words` in quotation marks, for a sentence that runs from left to right.
#[must_use]
pub fn in_quotes(words: &str) -> String {
    format!("“{}”", isolated(words))
}

/// Returns `words` so that they can stand in a line that runs from left to right.
///
/// Characters that only steer direction are left out, since they print nothing and could reorder what follows them
/// (Unicode UAX 9); words of a script that runs from right to left are isolated, so that what is around them stays there.
#[must_use]
pub fn isolated(words: &str) -> String {
    let shown: String = words.chars().filter(|&character| !steers(character)).collect();
    if shown.chars().any(runs_to_the_left) { format!("\u{2068}{shown}\u{2069}") } else { shown }
}

/// Tells whether a text runs from right to left, as a browser does: by its first letter.
#[must_use]
pub fn right_to_left(text: &str) -> bool {
    text.chars().find(|character| character.is_alphabetic()).is_some_and(runs_to_the_left)
}

/// Tells whether a character embeds, overrides or isolates a direction.
fn steers(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Tells whether a character is of a block that Unicode sets aside for scripts from right to left.
fn runs_to_the_left(character: char) -> bool {
    matches!(character, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}' | '\u{200f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_cannot_turn_the_sentence_round() {
        assert_eq!(in_quotes("cyber norms"), "“cyber norms”");
        assert_eq!(in_quotes("cyber\u{202e}gnp.exe"), "“cybergnp.exe”");
        assert_eq!(in_quotes("a\u{2069}\u{202e}b\u{2066}"), "“ab”");
        assert_eq!(in_quotes("الفضاء"), "“\u{2068}الفضاء\u{2069}”");
        assert_eq!(in_quotes("\u{2069}שלום\u{202b}"), "“\u{2068}שלום\u{2069}”");
    }

    #[test]
    fn the_first_letter_tells_where_a_text_begins() {
        assert!(right_to_left("5. «الفضاء» cyber"));
        assert!(!right_to_left("Cyber الفضاء") && !right_to_left("5.") && !right_to_left(""));
    }
}
