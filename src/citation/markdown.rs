//! Words as Markdown that reads as those words.

/// Returns `text` with a backslash before every character that Markdown (CommonMark 0.31) could take as markup.
///
/// For one line that begins a block: list marks and the like are escaped at its start alone.
#[must_use]
pub fn markdown_escaped(text: &str) -> String {
    // A list is numbered by at most nine digits.
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mut escaped = String::with_capacity(text.len() + 8);
    for (at, character) in text.char_indices() {
        let inside = matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '#' | '&' | '|' | '~');
        let leading = at == 0 && matches!(character, '-' | '+' | '=' | '>');
        let numbered = at == digits && (1..=9).contains(&digits) && matches!(character, '.' | ')');
        if inside || leading || numbered {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, markdown: &str) {
        assert_eq!(markdown_escaped(text), markdown);
    }

    #[test]
    fn markdown_reads_as_the_same_text() {
        check("1. a *b* [c](d) <e>", "1\\. a \\*b\\* \\[c\\](d) \\<e>");
        check("- not a list. 2. nor this", "\\- not a list. 2. nor this");
        check("> no quotation #", "\\> no quotation \\#");
        check("1234567890. no list", "1234567890. no list");
        check("plain (a) text.", "plain (a) text.");
    }
}
