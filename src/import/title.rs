//! The title of a PDF: the heading above its first paragraph, rather than the largest line of a cover.

use super::block::{Block, Role, is_spaceless};
use super::date::dated;
use super::heading::{is_capitals, label};
use super::marker::marker;

/// How many blocks from the front the title is looked for in.
const FRONT: usize = 30;

/// A title's longest length, in characters.
const LONGEST: usize = 400;

/// Headings that stand one below the other in a masthead, at least.
const MASTHEAD: usize = 3;

/// First words of a line that says who speaks.
const SPOKEN: [&str; 10] = [
    "by",
    "presented",
    "delivered",
    "par",
    "présenté",
    "prononcé",
    "vorgelegt",
    "gehalten",
    "apresentado",
    "presentado",
];

/// Last words of a line that says who speaks, where the name stands on the next.
const SPEAKER: [&str; 7] = ["by", "to", "par", "von", "durch", "por", "da"];

/// Blocks that may be the title: from the first to before the end, and how large they are set.
#[derive(Debug)]
struct Candidate {
    first: usize,
    end: usize,
    level: u8,
    symbol: bool,
}

/// Finds the title that stands in the text and makes one heading of its lines; a copy on a cover, or at the head of the
/// one page that follows, is furniture.
pub(super) fn take(blocks: &mut Vec<Block>) -> Option<String> {
    let found = find(blocks)?;
    let words: Vec<&str> = blocks
        .get(found.first..found.end)?
        .iter()
        .filter(|block| block.kept())
        .map(|block| block.text.as_str())
        .collect();
    let whole = words.join(" ");
    let title = without_symbol(&whole).to_owned();
    let symbol = whole.strip_suffix(&title).map(str::trim).unwrap_or_default().to_owned();
    for (at, block) in blocks.iter_mut().enumerate().filter(|(_, block)| block.text == title) {
        if at < found.first || at >= found.end && block.role == Role::Paragraph {
            block.role = Role::Omitted;
        }
    }
    let after = blocks.iter().skip(found.end).take_while(|block| is_heading(block) && !is_day(&block.text)).count();
    let (by, day) = (blocks.get(found.end), blocks.get(found.end + after));
    if by.is_some_and(|block| is_heading(block) && is_byline(&block.text)) && day.is_some_and(|day| is_day(&day.text)) {
        // Who speaks stands between the title and the day on a cover, and is no heading of the text.
        blocks.iter_mut().skip(found.end).take(after).for_each(|block| block.role = Role::Omitted);
    }
    let mut shown = vec![Block::new(Role::Heading(1), title.as_str())];
    if !symbol.is_empty() {
        shown.insert(0, Block::new(Role::Omitted, symbol));
    }
    blocks.splice(found.first..found.end, shown);
    Some(title)
}

/// Returns the title: the last heading with a symbol, else of those above the first paragraph the last set largest.
fn find(blocks: &[Block]) -> Option<Candidate> {
    let front: Vec<usize> =
        blocks.iter().enumerate().filter(|(_, block)| block.kept()).map(|(at, _)| at).take(FRONT).collect();
    let end = front.last()? + 1;
    let body = blocks.iter().take(end).position(|block| block.kept() && is_body(block)).unwrap_or(end);
    // A notice of the journal may stand above the masthead of the text.
    largest(blocks, 0, body).or_else(|| {
        let headings = |at: usize| blocks.iter().skip(at).take_while(|block| is_heading(block)).count();
        let first = (body..end).find(|at| headings(*at) >= MASTHEAD)?;
        largest(blocks, first, first + headings(first))
    })
}

/// Returns the likeliest title between two places.
fn largest(blocks: &[Block], from: usize, to: usize) -> Option<Candidate> {
    let mut candidates = Vec::new();
    let mut byline = None;
    let mut at = from;
    while at < to {
        let candidate = candidate(blocks, at, to);
        let spoken = blocks.get(at).is_some_and(|block| is_heading(block) && is_byline(&block.text));
        if spoken && byline.is_none() && !candidates.is_empty() {
            byline = Some(candidates.len());
        }
        at = candidate.as_ref().map_or(at + 1, |candidate| candidate.end);
        candidates.extend(candidate);
    }
    if let Some(last) = candidates.iter().rposition(|candidate| candidate.symbol) {
        return Some(candidates.swap_remove(last));
    }
    candidates.truncate(byline.unwrap_or(candidates.len()));
    let highest = candidates.iter().map(|candidate| candidate.level).min()?;
    let last = candidates.iter().rposition(|candidate| candidate.level == highest)?;
    Some(candidates.swap_remove(last))
}

/// Reads the title that may begin at a place, over all its lines.
fn candidate(blocks: &[Block], first: usize, to: usize) -> Option<Candidate> {
    let block = blocks.get(first)?;
    let symbol = without_symbol(&block.text).len() < block.text.len();
    let level = |block: &Block| match block.role {
        Role::Heading(level) => Some(level),
        _ => None,
    };
    let begins = level(block).is_some() || (block.role == Role::Paragraph && (symbol || block.bold));
    if !begins || is_other(&block.text) {
        return None;
    }
    let mut end = first + 1;
    let mut highest = level(block);
    while let Some(next) = blocks.get(end).filter(|next| end < to && is_heading(next) && !is_other(&next.text)) {
        let above = blocks.get(end - 1)?;
        let small = |at: usize| {
            blocks.get(at).is_some_and(|block| is_heading(block) && block.text.starts_with(char::is_lowercase))
        };
        // Lines in capitals that go on below in small letters are one.
        let capitals = is_capitals(&above.text) && is_capitals(&next.text) && level(above) == level(next);
        if !(small(end) || above.text.ends_with([',', '–']) || capitals && small(end + 1)) {
            break;
        }
        highest = highest.into_iter().chain(level(next)).min();
        end += 1;
    }
    let text: Vec<&str> = blocks.get(first..end)?.iter().map(|block| block.text.as_str()).collect();
    let text = text.join(" ");
    let level = highest.or(symbol.then_some(3))?;
    (is_telling(&text) && text.chars().count() <= LONGEST).then_some(Candidate { first, end, level, symbol })
}

fn is_heading(block: &Block) -> bool {
    matches!(block.role, Role::Heading(_))
}

/// Tells a line that is no title by what it says: a part's label, a day, or a remark in brackets.
fn is_other(text: &str) -> bool {
    label(text).is_some() || marker(text).is_some() || text.starts_with(['[', '(']) || is_day(text)
}

/// Tells a line for the day and the place.
fn is_day(text: &str) -> bool {
    dated(text).is_some_and(|found| !is_telling(&found.rest))
}

/// Tells a line that says who speaks, or to whom.
fn is_byline(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split_whitespace();
    let first = words.next().is_some_and(|word| SPOKEN.contains(&word));
    first || words.next_back().is_some_and(|word| SPEAKER.contains(&word))
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
    let spaceless = text.chars().filter(|letter| is_spaceless(*letter)).count();
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

    #[track_caller]
    fn check(blocks: &[(u8, &str)], title: &str) {
        let block = |(level, text): &(u8, &str)| match level {
            0 => Block::new(Role::Paragraph, *text),
            level => Block::new(Role::Heading(*level), *text),
        };
        let mut blocks: Vec<Block> = blocks.iter().map(block).collect();
        blocks.push(Block::new(Role::Paragraph, "Words of a first paragraph. ".repeat(8)));
        blocks.push(Block::new(Role::Heading(2), "A later heading of many words"));
        assert_eq!(take(&mut blocks).as_deref(), Some(title));
        assert_eq!(blocks.iter().filter(|block| block.kept() && block.text == title).count(), 1, "{blocks:?}");
    }

    #[test]
    fn the_title_is_the_heading_above_the_text() {
        let assembly = [
            (1, "Statement"),
            (3, "Agenda item on a made-up matter"),
            (2, "Resolution adopted by the made-up assembly"),
            (2, "12/34. A made-up agreement on paper boats"),
            (3, "Preamble"),
        ];
        check(&assembly, "A made-up agreement on paper boats");
        let typed = [(1, "The Assembly"), (3, "RESOLUTION ADOPTED BY IT"), (0, "12/34. An agreement on paper boats")];
        check(&typed, "An agreement on paper boats");
    }

    #[test]
    fn a_title_over_several_lines_is_one() {
        let parted =
            [(3, "Boats: a matter of paper"), (3, "A made-up agreement on the folding"), (2, "of boats from paper")];
        check(&parted, "A made-up agreement on the folding of boats from paper");
        let capitals = [
            (1, "THE MINISTER"),
            (2, "SPEECH OF THE MINISTER OF BOATS"),
            (2, "ANNA EXAMPLE"),
            (2, "on the day of the paper boat"),
            (2, "House of Boats, 28 September 2021"),
        ];
        check(&capitals, "SPEECH OF THE MINISTER OF BOATS ANNA EXAMPLE on the day of the paper boat");
    }

    #[test]
    fn covers_and_who_speaks_are_no_titles() {
        let title = "A TREATY ON PAPER BOATS";
        check(&[(2, title), (2, "HARBOURS 2023"), (2, title), (3, "PREAMBLE")], title);
        let spoken = [(3, title), (3, "PRESENTED TO THE HOUSE BY"), (3, "HER EXCELLENCY ANNA EXAMPLE OF BOATS")];
        check(&spoken, title);
    }

    #[test]
    fn a_notice_may_stand_above_the_masthead() {
        let notice = "This part of the journal tells of rules that are to come, before they are made. ".repeat(2);
        let journal = [
            (2, "123 Rules"),
            (0, notice.as_str()),
            (3, "DEPARTMENT OF BOATS"),
            (3, "[Docket No. 12 of the boats]"),
            (3, "Folding Rules; The Paper Boat Company"),
        ];
        check(&journal, "Folding Rules; The Paper Boat Company");
    }
}
