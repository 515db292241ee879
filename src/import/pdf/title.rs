//! The title of a PDF: the heading above its first paragraph, rather than the largest line of a cover.

use super::heading::label;
use super::marker::marker;
use crate::import::block::{Block, Role};

/// How many blocks from the front the title is looked for in.
const FRONT: usize = 30;

/// Returns the title that stands in the text: of the headings above the first paragraph the last that is set largest.
pub(super) fn shown(blocks: &[Block]) -> Option<String> {
    let kept: Vec<&Block> = blocks.iter().filter(|block| block.kept()).take(FRONT).collect();
    let body = kept.iter().position(|block| is_body(block)).unwrap_or(kept.len());
    let headings = kept.iter().take(body).filter_map(|block| match block.role {
        Role::Heading(level) => Some((level, block.text.as_str())),
        _ => None,
    });
    let headings: Vec<(u8, &str)> =
        headings.filter(|(_, text)| label(text).is_none() && marker(text).is_none()).collect();
    let telling: Vec<&(u8, &str)> = headings.iter().filter(|(_, text)| is_telling(text)).collect();
    let highest = telling.iter().map(|(level, _)| *level).min()?;
    let (_, title) = telling.iter().rfind(|(level, _)| *level == highest)?;
    Some(without_symbol(title).to_owned())
}

/// Tells a block that is surely of the text itself.
fn is_body(block: &Block) -> bool {
    let length = block.text.chars().count();
    let paragraph = matches!(block.role, Role::Paragraph | Role::Bullet);
    paragraph
        && (length > 150 || (block.printed.is_some() && length > 40) || (length > 80 && block.text.ends_with('.')))
}

/// Tells a heading of several words, which says more than what kind of text it is.
fn is_telling(text: &str) -> bool {
    let spaceless = text.chars().filter(|letter| super::paragraph::is_spaceless(*letter)).count();
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count() >= 4 || spaceless >= 6
}

/// Returns a title without the symbol of a resolution that stands before it: `80/107.`.
fn without_symbol(title: &str) -> &str {
    let Some((symbol, rest)) = title.split_once(' ') else { return title };
    let core = symbol.strip_suffix('.').unwrap_or_default();
    let numbers = core.split('/').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    if numbers && core.contains('/') { rest } else { title }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_is_the_heading_above_the_text() {
        let block = |role, text: &str| Block::new(role, text);
        let blocks = [
            block(Role::Heading(1), "Statement"),
            block(Role::Heading(3), "Agenda item on a made-up matter"),
            block(Role::Heading(2), "Resolution adopted by the made-up assembly"),
            block(Role::Heading(2), "12/34. A made-up agreement on paper boats"),
            block(Role::Heading(3), "Preamble"),
            block(Role::Paragraph, &"Words of a first paragraph. ".repeat(8)),
            block(Role::Heading(2), "A later heading of many words"),
        ];
        assert_eq!(shown(&blocks).as_deref(), Some("A made-up agreement on paper boats"));
    }
}
