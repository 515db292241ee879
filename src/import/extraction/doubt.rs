//! What a person should look at in a draft: gaps in numbering, letters lost, little text.

use super::beginning;
use crate::import::block::{Block, MarkKind, Role};
use crate::import::host::Host;
use crate::import::item::foreign;

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
    foreign_numbers(blocks, doubts);
    for block in blocks.iter().filter(|block| !block.kept() && !block.marks.is_empty()) {
        doubts.push(format!("struck out and left out: {}", beginning(&block.text)));
    }
    let kept = || blocks.iter().filter(|block| block.kept());
    for block in kept() {
        if block.text.contains('\u{fffd}') || block.text.contains(|c: char| ('\u{e000}'..='\u{f8ff}').contains(&c)) {
            doubts.push(format!("letters could not be read in {}", beginning(&block.text)));
        }
        if block.text.contains(['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹']) {
            doubts.push(format!("raised digits are taken as a power, not as a mark, in {}", beginning(&block.text)));
        }
        let spaced = format!(" {} ", block.text);
        if let Some(torn) = TORN.iter().find(|torn| spaced.contains(&format!(" {torn} "))) {
            doubts.push(format!("ligatures seem lost, as in `{torn}`, in {}", beginning(&block.text)));
        }
        for mark in &block.marks {
            match mark.kind {
                MarkKind::Note if mark.at > 0 => {
                    doubts.push(format!("footnote mark `{}` is left out of {}", mark.text, beginning(&block.text)));
                }
                MarkKind::Struck => {
                    doubts.push(format!("`{}` is struck out and left out of {}", mark.text, beginning(&block.text)));
                }
                _ => {}
            }
        }
    }
    let words: usize = kept().map(|block| word_count(&block.text)).sum();
    let omitted: usize = blocks.iter().filter(|block| !block.kept()).map(|block| word_count(&block.text)).sum();
    let all = words + omitted;
    if words < 50 {
        doubts.push(format!("only {words} words were taken as text: is this the text, or a page that leads to it?"));
    } else if words * 3 < all {
        doubts.push(format!("{words} of the {all} words of the source were taken as text: read what is omitted"));
    }
}

/// Returns the kind of a doubt: its words without what they are about.
pub(super) fn kind(doubt: &str) -> String {
    let mut kind = String::new();
    for (at, part) in doubt.split('`').enumerate() {
        kind.push_str(if at % 2 == 0 { part } else { "…" });
    }
    let without_digits: String =
        kind.chars().map(|character| if character.is_ascii_digit() { 'N' } else { character }).collect();
    let mut short = without_digits.chars().take(70).collect::<String>();
    while short.contains("NN") {
        short = short.replace("NN", "N");
    }
    short
}

/// Counts words; in scripts without spaces every two letters are one.
pub(super) fn word_count(text: &str) -> usize {
    let dense = |character: char| matches!(character, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}');
    let (mut letters, mut words, mut within) = (0_usize, 0, false);
    for character in text.chars() {
        if character.is_ascii_whitespace() || !character.is_ascii() && (character.is_whitespace() || dense(character)) {
            letters += usize::from(dense(character));
            within = false;
        } else if !within && character.is_alphanumeric() {
            (words, within) = (words + 1, true);
        }
    }
    letters.div_ceil(2) + words
}

/// Tells runs of paragraphs that begin with numbers which the corpus does not know: they stay among the words.
fn foreign_numbers(blocks: &[Block], doubts: &mut Vec<String>) {
    let mut open = false;
    for block in blocks.iter().filter(|block| matches!(block.role, Role::Paragraph | Role::Bullet)) {
        let found = foreign(&block.text).filter(|_| block.printed.is_none());
        if let Some((number, _)) = found.filter(|_| !open) {
            doubts.push(format!(
                "items from here on have numbers that are none to the format, such as `{number}`, and keep them among their words: {}",
                beginning(&block.text)
            ));
        }
        open = found.is_some() || open && block.printed.is_some();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_written_without_spaces_are_counted_too() {
        for (text, count) in [
            ("We met in Lucca – in 2017.", 6),
            ("各国は国際法を守る。", 5),
            ("各国は国際法を守り、G7 は会合を開いた。", 9),
            ("我们重申国际法。", 4),
            ("회의는 국제법을 확인한다.", 3),
            ("", 0),
        ] {
            assert_eq!(word_count(text), count, "{text}");
        }
        assert!(word_count(&"国際法".repeat(130)) >= 190, "a page of 390 signs is none of a few words");
    }
}
