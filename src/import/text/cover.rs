//! The cover of a plain text: names, symbols and days before the title, which is often repeated above the text.

use crate::import::block::{Block, Role};
use crate::import::heading::is_capitals;
use crate::import::title;

/// How many blocks a cover has at least, its title among them.
const FEWEST: usize = 3;

/// How many blocks from the front a cover is looked for in.
const FRONT: usize = 40;

/// Returns the title that stands among the lines of a cover, where there is one; all before it is furniture.
pub(super) fn title(blocks: &mut Vec<Block>) -> Option<String> {
    let kept: Vec<usize> =
        blocks.iter().enumerate().filter(|(_, block)| block.kept()).map(|(at, _)| at).take(FRONT).collect();
    let lines = kept.iter().take_while(|&&at| blocks.get(at).is_some_and(is_of_cover)).copied().collect::<Vec<_>>();
    let words = |at: usize| blocks.get(at).map(|block| block.text.as_str()).unwrap_or_default();
    let repeated = lines.iter().rposition(|&at| {
        words(at).split(' ').count() >= 4 && lines.iter().any(|&other| other < at && words(other) == words(at))
    });
    let masthead = lines.iter().any(|&at| is_masthead(words(at)));
    if lines.len() < FEWEST || repeated.is_none() && !masthead {
        return None;
    }
    let level = |(place, &at): (usize, &usize)| match () {
        () if Some(place) == repeated => 1,
        () if is_capitals(words(at)) => 2,
        () => 3,
    };
    let levels: Vec<u8> = lines.iter().enumerate().map(level).collect();
    for (&at, level) in lines.iter().zip(levels) {
        let remark = is_remark(&blocks.get(at).map(|block| block.text.clone()).unwrap_or_default());
        let role = if remark { Role::Omitted } else { Role::Heading(level) };
        blocks.get_mut(at).into_iter().for_each(|block| block.role = role);
    }
    let found = title::take(blocks);
    let place = blocks.iter().position(|block| block.role == Role::Heading(1) && Some(&block.text) == found.as_ref());
    let last = lines.last().map_or(0, |last| last + 2);
    for (at, block) in blocks.iter_mut().enumerate().take(last) {
        match (block.role, place) {
            (Role::Heading(_) | Role::Paragraph, Some(place)) if at < place => block.role = Role::Omitted,
            (Role::Heading(level), _) if Some(at) != place && level < 4 => block.role = Role::Paragraph,
            _ => {}
        }
    }
    found
}

/// Tells a line that is no sentence, no part of one, and no item.
fn is_of_cover(block: &Block) -> bool {
    block.role == Role::Paragraph
        && block.printed.is_none()
        && block.text.chars().count() <= 400
        && !block.text.ends_with([',', ';', ':'])
        && !(block.text.ends_with('.') && block.text.chars().count() > 60 && !is_capitals(&block.text))
}

/// What covers of speeches and releases say of themselves, in lower case.
const REMARKS: [&str; 9] = [
    "check against delivery",
    "embargo",
    "press release",
    "for immediate release",
    "es gilt das gesprochene wort",
    "pressemitteilung",
    "seul le prononcé fait foi",
    "communiqué de presse",
    "comunicato stampa",
];

fn is_remark(line: &str) -> bool {
    let lower = line.to_lowercase();
    REMARKS.iter().any(|remark| lower.trim_matches(['*', '(', ')', '[', ']', ' ']).starts_with(remark))
        && lower.len() < 60
}

/// Tells a line that only covers have: a document's symbol, whom it is for, in which language it was written.
fn is_masthead(line: &str) -> bool {
    is_remark(line)
        || is_symbol(line.split(' ').next_back().unwrap_or_default())
        || line.split(' ').any(is_symbol) && line.chars().count() <= 60
        || line.starts_with("Distr")
        || is_label(line)
}

/// Tells a document's symbol: `A/CONF.164/37`, `COM/2020/12`.
pub(super) fn is_symbol(word: &str) -> bool {
    word.contains('/')
        && word.starts_with(|first: char| first.is_ascii_uppercase())
        && word.bytes().any(|byte| byte.is_ascii_digit())
        && !word.contains(char::is_lowercase)
}

/// Tells `ORIGINAL: ENGLISH`.
pub(super) fn is_label(line: &str) -> bool {
    let Some((front, behind)) = line.split_once(':') else { return false };
    let one = |words: &str| (1..=2).contains(&words.split_whitespace().count());
    one(front) && one(behind) && front.chars().all(|letter| letter.is_alphabetic() || letter == ' ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::text::blocks;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>, first: &str) {
        let mut blocks = blocks(text);
        assert_eq!(title(&mut blocks).as_deref(), expected, "{blocks:#?}");
        let kept: Vec<&Block> = blocks.iter().filter(|block| block.kept()).collect();
        assert!(kept.iter().any(|block| block.text.starts_with(first)), "{kept:#?}");
        assert!(expected.is_none() || kept[0].role == Role::Heading(1), "{kept:#?}");
    }

    #[test]
    fn the_title_of_a_cover_is_found() {
        let masthead = "UNITED HARBOURS\n\nGeneral Assembly\n\nDistr.\nGENERAL\n\nA/BOAT.12/3\n8 September 1995\n\nORIGINAL: ENGLISH\n";
        let body = "The Parties to this agreement,\n\nRecalling that boats float,\n\nHave agreed as follows:";
        let title = "AGREEMENT ON THE FOLDING\nOF BOATS FROM PAPER";
        let one = "AGREEMENT ON THE FOLDING OF BOATS FROM PAPER";
        check(
            &format!(
                "{masthead}\nCONFERENCE OF ALL HARBOURS\n\nSixth session\n\n{title}\n\n95-1 (E) /...\n\n{title}\n\n{body}"
            ),
            Some(one),
            "The Parties",
        );
        check(&format!("{masthead}\n{title}\n\nPREAMBLE\n\n{body}"), Some(one), "The Parties");
        let resolution = "Seventy-third session\n\nAgenda item 9\n\nResolution adopted by the Assembly of Harbours\n\n73/27. Developments in the folding of boats\n\n";
        check(&format!("{masthead}\n{resolution}{body}"), Some("Developments in the folding of boats"), "The Parties");
        check(&format!("Boats of paper\n\n3 May 2031\n\n{body}"), None, "Boats");
    }

    #[test]
    fn symbols_and_labels_are_told() {
        assert!(is_symbol("A/CONF.164/37") && is_symbol("S/2023/1") && !is_symbol("and/or") && !is_symbol("24/7"));
        assert!(is_label("ORIGINAL: ENGLISH") && is_label("Original: English") && !is_label("Boats: how to fold them"));
    }
}
