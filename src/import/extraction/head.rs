//! The head of a page: title, date, place, and the links and notes around them.

use super::near::before_other;
use super::{kept, looks_like_heading, omit};
use crate::import::block::{Block, Role, is_spaceless};
use crate::import::date::dated;
use crate::import::identity::Identity;
use crate::import::text::{is_day, without_days};

/// Lines of a head are no longer than this.
const SHORT: usize = 200;

/// Parts the lines of the day and the place, and what is set unlike the title, from the title in the same block.
pub(super) fn part_lines(blocks: &mut Vec<Block>) {
    let long = |line: &str| line.len() > SHORT || line.ends_with('.') && line.len() > 80;
    let of_text = |block: &Block| block.printed.is_some() || block.role == Role::Bullet || block.lines().any(long);
    let head = kept(blocks).into_iter().take(20).take_while(|at| !blocks.get(*at).is_none_or(of_text));
    for at in head.collect::<Vec<_>>().into_iter().rev() {
        let Some(block) = blocks.get_mut(at) else { continue };
        let lines: Vec<&str> = block.lines().collect();
        let own = without_days(&lines);
        // What is set unlike the first lines is no more of the title.
        let bold = if block.bold { 0 } else { block.bold_lines };
        let ends = if bold > 0 { own.end.min(bold) } else { own.end };
        let role = block.role;
        if (1..lines.len()).contains(&ends) {
            let rest = block.part(ends - 1);
            blocks.insert(at + 1, rest);
        } else if own.start > 0 && lines.len() > 1 {
            let mut rest = block.part(own.start - 1);
            (block.role, rest.role) = (Role::Paragraph, role);
            blocks.insert(at + 1, rest);
        }
    }
}

/// Takes the title and the lines about the document off the front of the text.
///
/// `heading` is the first heading of the page where it stands outside the text, `name` what the file calls itself.
///
/// Returns the place of the title.
pub(super) fn title(
    blocks: &mut [Block],
    identity: &mut Identity,
    heading: Option<String>,
    name: Option<String>,
) -> Option<usize> {
    if let Some(code) = blocks.iter_mut().find(|block| block.kept()).filter(|block| is_code(block)) {
        omit(code);
    }
    let kept = kept(blocks);
    // One word is the name of a site, or of a file.
    let name = name.filter(|name| name.contains(' ') || name.contains(is_spaceless));
    // A word processor sets the title as a paragraph, and names the page so.
    let named = |at: &&usize| {
        blocks.get(**at).is_some_and(|block| Some(&block.text) == name.as_ref() && block.role == Role::Paragraph)
    };
    let titled = name.as_deref().is_some_and(|name| name.split(' ').nth(2).is_some() || name.contains(is_spaceless));
    let heading = name.clone().filter(|_| titled && kept.iter().take(3).any(|at| named(&at))).or(heading);
    // The heading that the page's name speaks of, where it stands in the text and no text before it.
    let shown = heading.as_deref().and_then(|heading| {
        let same = |at: &usize| blocks.get(*at).is_some_and(|block| holds(block, heading));
        // Another line may end in its words.
        let exact = |at: &usize| blocks.get(*at).is_some_and(|block| block.text == heading);
        let front = || kept.iter().take(20);
        let place = front().position(exact).or_else(|| front().position(same))?;
        // The item of an agenda may be as long as a paragraph.
        let heads = |at: usize| blocks.get(at).is_some_and(|block| matches!(block.role, Role::Heading(_)));
        kept.iter().take(place).all(|&at| heads(at) || !is_body(blocks, at)).then_some(place)
    });
    let role = |at: usize| blocks.get(at).map(|block| block.role);
    let first_heading = kept.iter().take(12).position(|&at| role(at) == Some(Role::Heading(1)));
    let lower = || kept.iter().take(6).position(|&at| matches!(role(at), Some(Role::Heading(_))));
    let first_heading = first_heading.or_else(|| lower().filter(|_| heading.is_none()));
    let untitled = first_heading.is_none_or(|first| kept.iter().take(first).any(|&at| is_body(blocks, at)));
    let (begins, mut ends) = match first_heading {
        _ if let Some(first) = shown => (first, first + title_lines(blocks, &kept, first)),
        Some(first) if !untitled => (first, first + title_lines(blocks, &kept, first)),
        // A section's heading is no title where the page has one outside its text.
        _ if heading.is_some() => (0, 0),
        _ if kept.first().is_some_and(|&at| !is_body(blocks, at) && stands_out(blocks, at, name.as_deref())) => {
            let first = most_telling(blocks, &kept);
            (first, first + 1 + continued(blocks, &kept, first + 1))
        }
        _ => (0, 0),
    };
    let words: Vec<String> =
        kept.iter().take(ends).skip(begins).filter_map(|&at| blocks.get(at)).map(|block| block.text.clone()).collect();
    let words = match (shown, ends - begins, &heading) {
        // Without the labels in the same heading.
        (Some(_), 1, Some(heading)) => vec![heading.clone()],
        _ => words,
    };
    identity.title =
        Some(words.join(" ")).filter(|title| !title.is_empty()).or(heading).or_else(|| name.map(|name| own(&name)));
    while let Some(&at) = kept.get(ends) {
        let after = kept.get(ends + 1).and_then(|&at| blocks.get(at));
        let Some(block) = blocks.get(at) else { break };
        if !about(block, after, identity) {
            break;
        }
        ends += 1;
    }
    // The day and the place may stand right above the title.
    let above = begins.checked_sub(1).and_then(|above| kept.get(above)).and_then(|&at| blocks.get(at));
    if let Some(block) = above.filter(|block| identity.date.is_none() && begins < ends && is_day(&block.text)) {
        about(block, None, identity);
    }
    for &at in kept.iter().take(ends) {
        blocks.get_mut(at).into_iter().for_each(omit);
    }
    let heading = identity.title.as_deref().unwrap_or_default();
    let place = kept.get(begins).copied().filter(|_| begins < ends);
    place.or_else(|| blocks.iter().position(|block| holds(block, heading)))
}

/// Tells a block that holds the words of a heading, and not much else.
fn holds(block: &Block, heading: &str) -> bool {
    let folded = |words: &str| -> String {
        words.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let (block, heading) = (folded(&block.text), folded(heading));
    let beside = block.starts_with(&heading) || block.ends_with(&heading);
    block == heading || heading.chars().count() > 3 && beside && block.chars().count() < heading.chars().count() + 80
}

/// Returns which line before the text is the title: the first, or one that says far more than it in the same manner.
fn most_telling(blocks: &[Block], kept: &[usize]) -> usize {
    let length = |place: usize| {
        let block = kept.get(place).and_then(|&at| blocks.get(at))?;
        (looks_like_heading(block) && block.text.contains(' ')).then(|| block.text.chars().count())
    };
    let ends = kept.iter().take(60).position(|&at| is_body(blocks, at)).unwrap_or(0);
    // Of two that say the same, the one above the text.
    let longest = (0..ends).filter_map(|place| length(place).map(|length| (length, place))).max();
    let first = kept.first().and_then(|&at| blocks.get(at)).map_or(0, |block| block.text.chars().count());
    longest.filter(|(length, _)| *length > first * 2).map_or(0, |(_, place)| place)
}

/// Returns over how many lines a title goes on that begin with a small letter: `of 12 December 2001`, `on designs`.
fn continued(blocks: &[Block], kept: &[usize], first: usize) -> usize {
    let goes_on = |at: &&usize| {
        blocks.get(**at).is_some_and(|block| {
            block.printed.is_none()
                && block.role == Role::Paragraph
                && block.text.starts_with(char::is_lowercase)
                && !block.text.ends_with(['.', ';', ','])
        })
    };
    kept.iter().skip(first).take(4).take_while(goes_on).count()
}

/// Returns the title of a page without the name of its site.
fn own(title: &str) -> String {
    let cut = [" | ", " - GOV", " – "].iter().filter_map(|mark| title.find(mark)).min();
    title.get(..cut.unwrap_or(title.len())).unwrap_or(title).trim().to_owned()
}

/// Tells a block that is surely of the text itself.
fn is_body(blocks: &[Block], at: usize) -> bool {
    blocks.get(at).is_some_and(|block| {
        block.text.len() > SHORT
            || block.printed.is_some()
            || block.role == Role::Bullet && !block.all_links()
            || (block.text.ends_with('.') && block.text.len() > 80)
    })
}

/// Tells a first line that is a title: it looks like one, the file calls itself so, or has no name of its own.
fn stands_out(blocks: &[Block], at: usize, name: Option<&str>) -> bool {
    blocks.get(at).is_some_and(|block| looks_like_heading(block) || name.is_none_or(|name| own(name) == block.text))
}

/// Returns over how many headings the title runs: on after a colon, and where a date follows at once.
fn title_lines(blocks: &[Block], kept: &[usize], first: usize) -> usize {
    let block = |place: usize| kept.get(place).and_then(|&at| blocks.get(at));
    let heading = |place: usize| {
        block(place).is_some_and(|block| matches!(block.role, Role::Heading(_)) && dated(&block.text).is_none())
    };
    let mut lines = 1;
    while heading(first + lines) && lines < 4 {
        let same = block(first).map(|block| block.role) == block(first + lines).map(|block| block.role);
        let colon = block(first + lines - 1).is_some_and(|block| block.text.ends_with([':', ',', '–', '-']));
        let dated_next = block(first + lines + 1)
            .is_some_and(|block| block.text.len() <= SHORT && block.printed.is_none() && dated(&block.text).is_some());
        let goes_on = (same && !is_section(blocks, kept, first + lines)) || colon || dated_next;
        if !goes_on {
            break;
        }
        lines += 1;
    }
    lines
}

/// Tells a heading with text right below it.
fn is_section(blocks: &[Block], kept: &[usize], place: usize) -> bool {
    kept.get(place + 1).is_some_and(|&at| is_body(blocks, at))
}

/// Takes what a line of the head says, and tells whether it was one.
fn about(block: &Block, after: Option<&Block>, identity: &mut Identity) -> bool {
    let text = block.text.as_str();
    if text.chars().count() > SHORT || block.printed.is_some() || block.role == Role::Bullet {
        return false;
    }
    if block.all_links() || identity.title.as_deref() == Some(text) {
        return true;
    }
    if let Some(found) = dated(text) {
        // When the page was changed is no day of the text.
        let own = before_other(text);
        let found = if own.len() == text.len() { Some(found) } else { dated(own) };
        let Some(found) = found else { return true };
        let sentence = text.ends_with(['.', ',', ';']) && found.rest.split_whitespace().count() > 8;
        if sentence {
            return false;
        }
        let words = found.rest.split_whitespace().count();
        let label = text.contains(&format!("{}:", found.rest)) || found.rest.to_lowercase().contains("date");
        let place = words > 0 && words <= 6 && !label && is_place(&found.rest);
        if identity.date.is_none() {
            identity.date = Some(found.date);
            if found.several || (words > 0 && !place) {
                identity.date_note = Some(text.to_owned());
            }
            if place && identity.place.is_none() {
                identity.place = Some(found.rest);
            }
        }
        return true;
    }
    // A line of its own for the place stands above or below that of the date.
    let next_dated = after.is_some_and(|after| after.text.chars().count() <= SHORT && dated(&after.text).is_some());
    let place_like =
        text.split_whitespace().count() <= 6 && !text.ends_with(['.', ':', ',', ';']) && block.role == Role::Paragraph;
    if place_like
        && is_place(text)
        && identity.place.is_none()
        && (next_dated || (identity.date.is_some() && text.contains(", ")))
    {
        let labelled = text.split_once(": ").filter(|(label, _)| PLACE.contains(&label.to_lowercase().as_str()));
        identity.place = Some(labelled.map_or(text, |(_, place)| place).trim().to_owned());
        return true;
    }
    text.starts_with('[') && text.ends_with(']') || text.starts_with('(') && text.ends_with(')') && text.len() < 80
}

/// Tells a heading that is the name of a file and says nothing to a reader: `32002R0006`.
fn is_code(block: &Block) -> bool {
    let digits = block.text.bytes().filter(u8::is_ascii_digit).count();
    matches!(block.role, Role::Heading(_)) && digits >= 4 && !block.text.contains(' ') && dated(&block.text).is_none()
}

/// Tells what can name a place: a regulation of a day and its number are none.
fn is_place(text: &str) -> bool {
    !text.contains(|letter: char| letter.is_ascii_digit() || "/@№§".contains(letter))
}

/// What pages write before the name of a place.
const PLACE: [&str; 8] = ["place", "location", "lieu", "ort", "luogo", "lugar", "local", "plaats"];

/// Names of the fields before a text, as pages in English and Japanese write them.
const FIELDS: [(&str, Field); 12] = [
    ("title", Field::Title),
    ("文書名", Field::Title),
    ("place", Field::Place),
    ("場所", Field::Place),
    ("date", Field::Date),
    ("年月日", Field::Date),
    ("source", Field::Source),
    ("出典", Field::Source),
    ("notes", Field::Notes),
    ("備考", Field::Notes),
    ("full text", Field::Text),
    ("全文", Field::Text),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Title,
    Place,
    Date,
    Source,
    Notes,
    Text,
}

/// Reads the fields before a text, and tells whether they end where a text begins.
pub(super) fn fields(blocks: &mut [Block], identity: &mut Identity) -> bool {
    let Some(body) = blocks.iter().position(|block| field(&block.text).is_some_and(|(field, _)| field == Field::Text))
    else {
        return false;
    };
    for block in blocks.iter().take(body) {
        let Some((field, value)) = field(&block.text).filter(|(_, value)| !value.is_empty()) else { continue };
        match field {
            Field::Title => identity.title = Some(value.to_owned()),
            Field::Place => identity.place = Some(value.to_owned()),
            Field::Date => {
                let found = dated(value);
                identity.date = found.as_ref().map(|found| found.date);
                identity.date_note = found.is_none_or(|found| found.several).then(|| value.to_owned());
            }
            Field::Source => identity.provenance = Some(value.to_owned()),
            Field::Notes | Field::Text => {}
        }
    }
    // The label may stand on the first line of the text itself; then its words are not to be lost.
    if let Some(first) = blocks.get_mut(body) {
        omit(first);
    }
    blocks.iter_mut().take(body).filter(|block| block.kept()).for_each(omit);
    true
}

fn field(text: &str) -> Option<(Field, &str)> {
    let rest = text.strip_prefix(['[', '［'])?;
    let end = rest.find([']', '］'])?;
    let (name, value) = (rest.get(..end)?.trim().to_lowercase(), rest.get(end..)?.trim_start_matches([']', '］']));
    FIELDS.iter().find(|(label, _)| *label == name).map(|(_, field)| (*field, value.trim()))
}
