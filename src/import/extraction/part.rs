//! Headings of the parts of a text that are set as paragraphs: `Article 7`, with or without its name.

use super::{furniture::is_sentence, kept};
use crate::import::block::{Block, Role};
use crate::import::heading::is_part;

/// Names of parts are no longer than this.
const SHORT: usize = 120;

/// Makes headings of the lines that head parts, and of the names below or beside them.
pub(super) fn headings(blocks: &mut [Block]) {
    let kept = kept(blocks);
    for (place, &at) in kept.iter().enumerate() {
        let Some(block) = blocks.get(at).filter(|block| is_plain(block)) else { continue };
        let mut words = block.text.splitn(3, ' ');
        let front = [words.next(), words.next()].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let name = words.next();
        let named = name.is_some_and(|name| is_name(name) && !name.starts_with(['(', ',']));
        if !is_part(&front) || name.is_some() && !named {
            continue;
        }
        let below = kept.get(place + 1).copied().filter(|_| name.is_none());
        let below = below.filter(|&next| {
            let body = kept.get(place + 2).and_then(|&after| blocks.get(after));
            let body =
                body.is_some_and(|body| body.printed.is_some() || body.role == Role::Bullet || is_sentence(&body.text));
            body && blocks.get(next).is_some_and(|next| is_plain(next) && is_name(&next.text))
        });
        for at in [Some(at), below].into_iter().flatten() {
            if let Some(block) = blocks.get_mut(at) {
                *block = Block::new(Role::Heading(4), crate::import::block::squeezed(&block.seen()));
            }
        }
    }
}

fn is_plain(block: &Block) -> bool {
    matches!(block.role, Role::Paragraph | Role::Heading(_))
        && block.printed.is_none()
        && block.text.chars().count() <= SHORT
}

fn is_name(text: &str) -> bool {
    text.chars().count() <= SHORT
        && text.starts_with(char::is_uppercase)
        && !is_sentence(text)
        && !text.ends_with([',', ';', ':', '.'])
        && !["of", "and", "to", "shall", "des", "de", "applies"].contains(&text.split(' ').next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_and_their_names_are_headings() {
        let blocks = |texts: &[&str]| -> Vec<Role> {
            let mut blocks: Vec<Block> = texts.iter().map(|text| Block::new(Role::Paragraph, *text)).collect();
            headings(&mut blocks);
            blocks.into_iter().map(|block| block.role).collect()
        };
        let (head, text) = (Role::Heading(4), Role::Paragraph);
        assert_eq!(blocks(&["Article 7", "General principles", "The Parties agree to meet."]), [head, head, text]);
        assert_eq!(blocks(&["Article 7 General principles", "The Parties agree to meet."]), [head, text]);
        assert_eq!(blocks(&["ANNEX II", "The Parties agree to meet."]), [head, text]);
        assert_eq!(blocks(&["Article 7 of the Charter applies.", "Article 51 shall apply"]), [text, text]);
        assert_eq!(blocks(&["Article 7", "The Parties agree to meet.", "They agree to go."]), [head, text, text]);
    }
}
