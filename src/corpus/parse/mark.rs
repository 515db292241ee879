//! Comments in front matter that a person is to confirm: what an import proposes, and what it doubts.

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::FilePart;

/// How the comments begin.
const OPEN: [&str; 2] = ["proposed", "doubt"];

/// Returns the comments that are still open, each with its line.
pub(super) fn marks(front: &FilePart<'_>) -> Vec<(usize, String)> {
    if !front.text.contains('#') {
        return Vec::new();
    }
    let comments = Source::new(front.text).lex().filter(|token| token.kind() == TokenKind::Comment);
    let open = comments.filter_map(|token| {
        let comment = front.text.get(token.span().start()..token.span().end())?;
        let words = comment.trim_start_matches('#').trim();
        is_open(words).then(|| (front.line_at(token.span().start()), words.to_owned()))
    });
    open.collect()
}

fn is_open(words: &str) -> bool {
    let first: String = words.chars().take_while(|character| character.is_alphabetic()).collect();
    let first = first.to_lowercase();
    OPEN.contains(&first.strip_suffix('s').unwrap_or(&first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[usize]) {
        let found = marks(&FilePart::new(text, 4, 2));
        assert_eq!(found.iter().map(|(line, _)| *line).collect::<Vec<_>>(), expected, "{found:?}");
    }

    #[test]
    fn only_comments_are_marks() {
        check("title = \"a # doubt: b\"\nplace = '# proposed'\n", &[]);
        check("note = \"\"\"\n# doubt: of the text\n\"\"\"\n", &[]);
        check("title = \"a\" # proposed: the heading\n#doubt: b\n  ## Doubt\n", &[2, 3, 4]);
        check("omitted = [\n  \"a\", # PROPOSED: take it in\n]\n# doubts remain\n", &[3, 5]);
        check("# A draft: confirm what is marked as proposed\n# doubtless\n# as proposed by them\n", &[]);
        check("title = \"unclosed\n# doubt: after it\n", &[3]);
    }
}
