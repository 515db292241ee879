//! Plain text to blocks: paragraphs between empty lines, hard line ends joined, printed numbers and bullets read.

use super::block::{Block, Mark, Role, after_bullet, squeezed, typed_number};

/// Lines of a text wrapped by hand or typewriter are no longer than this.
const WRAPPED: usize = 120;

/// Reads a plain text.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace(['\r', '\u{c}', '\u{2028}'], "\n");
    let wrapped = is_wrapped(&text);
    let mut paragraphs: Vec<String> = Vec::new();
    let mut fresh = true;
    for line in text.lines() {
        let line = squeezed(line);
        if line.is_empty() {
            fresh = true;
            continue;
        }
        let begins = fresh || !wrapped || typed_number(&line).is_some() || after_bullet(&line).is_some();
        match paragraphs.last_mut() {
            Some(last) if !begins => join(last, &line),
            _ => paragraphs.push(line),
        }
        fresh = false;
    }
    paragraphs.into_iter().map(block).collect()
}

/// Tells whether lines end where the page ended rather than where the paragraph did.
fn is_wrapped(text: &str) -> bool {
    let lines: Vec<usize> = text.lines().map(|line| line.trim().chars().count()).filter(|&count| count > 0).collect();
    let long = lines.iter().filter(|&&count| count > WRAPPED).count();
    long * 10 <= lines.len()
}

/// Joins a line to the one before. A hyphen at the line's end stays: whether it belongs to the word, a reader decides.
fn join(last: &mut String, line: &str) {
    let broken = last.ends_with('-') && !last.ends_with(" -") && line.starts_with(char::is_alphabetic);
    if !broken {
        last.push(' ');
    }
    last.push_str(line);
}

fn block(text: String) -> Block {
    let mut block = Block::new(Role::Paragraph, text);
    let sign = block.text.chars().next();
    block.split_typed();
    // In a plain text the sign of a bullet is one of its characters, and is listed as omitted.
    if let (Role::Bullet, Some(sign)) = (block.role, sign) {
        block.marks.push(Mark { at: 0, text: sign.into() });
    }
    block
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(blocks(text).iter().map(Block::seen).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn wrapped_lines_are_joined() {
        check("We meet\nin Lucca.\n\nAnd we\r\nagree.", &["We meet in Lucca.", "And we agree."]);
        check("a cyber-\nattack", &["a cyber-attack"]);
    }

    #[test]
    fn numbers_and_bullets_begin_paragraphs() {
        check("1. We\nagree\n2. We do\n- a\n- b", &["1. We agree", "2. We do", " - a", " - b"]);
    }

    #[test]
    fn long_lines_are_paragraphs() {
        let long = "words ".repeat(40);
        assert_eq!(blocks(&format!("{long}\n{long}\n{long}")).len(), 3);
    }
}
