//! What a person should look at in a draft: gaps in numbering, letters lost, little text.

use super::beginning;
use crate::import::block::{Block, Role};
use crate::import::host::Host;

/// Pieces of words that are left where `fi`, `fl` or `ff` was lost.
const TORN: [&str; 18] = [
    "nancial",
    "nance",
    "rst",
    "speci c",
    "con dence",
    "de ned",
    "bene t",
    "identi ed",
    "signi cant",
    "o cial",
    "e ort",
    "e orts",
    "e ective",
    "di erent",
    "su cient",
    "con ict",
    "in uence",
    "re ect",
];

/// Adds the doubts about an extracted text.
pub(super) fn doubts(blocks: &[Block], host: &Host, doubts: &mut Vec<String>) {
    if let Some(caution) = host.caution {
        doubts.push(format!("of this host: {caution}"));
    }
    numbering(blocks, doubts);
    let kept = || blocks.iter().filter(|block| block.kept());
    for block in kept() {
        if block.text.contains('\u{fffd}') || block.text.contains(|c: char| ('\u{e000}'..='\u{f8ff}').contains(&c)) {
            doubts.push(format!("letters could not be read in {}", beginning(&block.text)));
        }
        let spaced = format!(" {} ", block.text);
        if let Some(torn) = TORN.iter().find(|torn| spaced.contains(&format!(" {torn} "))) {
            doubts.push(format!("ligatures seem lost, as in `{torn}`, in {}", beginning(&block.text)));
        }
        for mark in &block.marks {
            if mark.at > 0 {
                doubts.push(format!("footnote mark `{}` is left out of {}", mark.text, beginning(&block.text)));
            }
        }
    }
    let words: usize = kept().map(|block| block.text.split_whitespace().count()).sum();
    let all: usize = blocks.iter().map(|block| block.text.split_whitespace().count()).sum();
    if words < 50 {
        doubts.push(format!("only {words} words were taken as text: is this the text, or a page that leads to it?"));
    } else if words * 3 < all {
        doubts.push(format!("{words} of the {all} words of the source were taken as text: read what is omitted"));
    }
}

/// Tells where the printed numbers of paragraphs do not follow each other.
fn numbering(blocks: &[Block], doubts: &mut Vec<String>) {
    let mut last = 0u32;
    for block in blocks.iter().filter(|block| block.role == Role::Paragraph) {
        let printed = block.printed.as_deref().and_then(|printed| printed.strip_suffix(['.', ')']));
        let Some(number) = printed.and_then(|digits| digits.parse::<u32>().ok()) else { continue };
        if number == 1 && last > 1 {
            doubts.push(format!("the numbering begins again at {}", beginning(&block.seen())));
        } else if last > 0 && number != 1 && number != last + 1 {
            doubts.push(format!("number {number} follows {last} at {}", beginning(&block.seen())));
        }
        last = number;
    }
}
