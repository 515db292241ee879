//! The words of a paragraph's lines as one text: hyphens at line ends, marks of notes, powers and ordinals.

use super::line::{Known, Line, is_mark, key};
use super::note;
use super::word::{Shift, Word};
use crate::import::block::{Block, Mark, is_spaceless};
use crate::import::item::suspends;

/// Adds lines to a block, and returns what is doubtful about it. `known` are all words of the file, `notes` the numbers
/// of the notes on their page.
pub(super) fn add(block: &mut Block, line: &Line, known: &Known, notes: &[String]) -> Option<String> {
    let mut doubt = None;
    let mut before: Option<&Word> = None;
    for (at, word) in line.words.iter().enumerate() {
        let text = hyphened(&word.text);
        match word.shift {
            Shift::Raised if is_note(word, before, block, notes) && !block.text.is_empty() => {
                block.marks.push(Mark::note(block.text.len(), text));
            }
            Shift::Raised | Shift::Lowered if before.is_some() => {
                block.text.push_str(&high_or_low(&text, word.shift));
            }
            _ if before.is_none() => doubt = begin_line(block, &text, known),
            _ => {
                let spaceless = block.text.ends_with(is_spaceless) && text.starts_with(is_spaceless);
                let close = before.is_none_or(|before| word.left - before.right < word.size * 0.8);
                // `H₂O`: where a word ends high or low, and the next begins, is no space.
                let shifted = before.is_some_and(|before| {
                    let mark = block.marks.last().is_some_and(|mark| mark.at == block.text.len());
                    at > 1 && before.shift != Shift::Level && !mark && word.left - before.right < word.size * 0.1
                });
                let joined = closes_after_mark(block, &text) || (spaceless && close) || shifted;
                if !joined {
                    block.text.push(' ');
                }
                block.text.push_str(&text);
            }
        }
        before = Some(word);
    }
    doubt
}

/// Tells the mark of a note from a power or an ordinal.
fn is_note(word: &Word, before: Option<&Word>, block: &Block, notes: &[String]) -> bool {
    if !is_mark(&word.text) {
        // A letter alone is a mark where a note begins with it.
        return word.text.chars().count() <= 2 && notes.iter().any(|note| note == note::core(&word.text));
    }
    if note::core(&word.text).split(',').any(|mark| notes.iter().any(|note| note == mark)) {
        return true;
    }
    let last = before.map_or("", |before| before.text.as_str());
    let touches = before.is_some_and(|before| word.left - before.right < word.size * 0.4);
    let unit = ["m", "km", "cm", "mm", "dm", "ha", "x", "n"].contains(&last);
    let power = touches
        && (unit || last.ends_with(|end: char| end.is_ascii_digit()))
        && word.text.bytes().all(|byte| byte.is_ascii_digit());
    !power && !block.text.is_empty()
}

/// Writes digits high or low, as they stand; letters, such as those of ordinals, as they are.
fn high_or_low(text: &str, shift: Shift) -> String {
    let digits = |zero: &[char; 10]| -> String {
        text.chars()
            .map(|letter| {
                letter.to_digit(10).and_then(|digit| zero.get(usize::try_from(digit).ok()?).copied()).unwrap_or(letter)
            })
            .collect()
    };
    match shift {
        Shift::Raised => digits(&['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹']),
        Shift::Lowered => digits(&['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉']),
        Shift::Level => text.to_owned(),
    }
}

/// Adds the first word of a line.
fn begin_line(block: &mut Block, word: &str, known: &Known) -> Option<String> {
    if let Some(sure) = goes_on_with_address(&block.text, word) {
        block.text.push_str(word);
        let address = block.text.rsplit(' ').next().unwrap_or_default();
        return (!sure)
            .then(|| format!("the address `{address}` runs over the end of a line, and may have a space there"));
    }
    let soft = block.text.ends_with('\u{ad}');
    let hyphen = soft
        || (block.text.ends_with(['-', '‐'])
            && !block.text.ends_with(" -")
            && !block.text.ends_with(" ‐")
            && block.text.len() > 1);
    // In Portuguese a hyphen that stands at the end of a line stands at the beginning of the next one again.
    if let Some(rest) = word.strip_prefix(['-', '‐']).filter(|rest| hyphen && rest.starts_with(char::is_alphabetic)) {
        let bare = block.text.trim_end_matches(['-', '‐', '\u{ad}']).len();
        block.text.truncate(bare);
        block.text.push('-');
        block.text.push_str(rest);
        return None;
    }
    if hyphen && !suspends(word) {
        let bare = block.text.trim_end_matches(['-', '‐', '\u{ad}']).len();
        let sign = if block.text.ends_with('‐') && !block.text.contains('-') { '‐' } else { '-' };
        block.text.truncate(bare);
        let front = block.text.rsplit(' ').next().unwrap_or_default().to_owned();
        let small = word.starts_with(char::is_lowercase) && front.ends_with(char::is_alphabetic);
        let (whole, compound) = (key(&format!("{front}{word}")), key(&format!("{front}-{word}")));
        let (knows_whole, knows_compound) = (
            known.contains_key(&whole),
            known.contains_key(&compound) || known.contains_key(&compound.replace('-', "‐")),
        );
        // Both halves are words of the file, and long enough to be words at all; the second stands there once anyway.
        let often = |half: &str, times: usize| {
            half.chars().count() >= 4 && known.get(half).is_some_and(|count| *count >= times)
        };
        let halves = || {
            PREFIXES.contains(&key(&front).as_str()) && !is_ending(&key(word))
                || SUFFIXES.contains(&key(word).as_str()) && key(&front).chars().count() >= 4
                || often(&key(&front), 1) && (often(&key(word), 2) || !is_ending(&key(word)))
        };
        let mut doubt = None;
        let keep = match () {
            () if !small => !soft || front.ends_with(|end: char| end.is_ascii_digit()),
            () if soft => false,
            () if knows_whole != knows_compound => knows_compound,
            () => {
                let keep = knows_compound || halves();
                let taken = if keep { "kept" } else { "taken for a break" };
                doubt = Some(format!("the hyphen at a line's end in `{front}-{word}` was {taken}"));
                keep
            }
        };
        if keep {
            block.text.push(sign);
        }
        block.text.push_str(word);
        return doubt;
    }
    let dash = block.text.ends_with(|end: char| "—–".contains(end))
        && !block.text.ends_with(" —")
        && !block.text.ends_with(" –")
        && block.text.chars().count() > 1;
    let spaceless = block.text.ends_with(is_spaceless) && word.starts_with(is_spaceless);
    if !block.text.is_empty() && !dash && !spaceless && !closes_after_mark(block, word) {
        block.text.push(' ');
    }
    block.text.push_str(word);
    None
}

/// Tells whether a line goes on with an address of the web that the line before ends in, and whether that is sure.
fn goes_on_with_address(text: &str, word: &str) -> Option<bool> {
    let last = text.rsplit(' ').next().unwrap_or_default();
    let (host, begun) = match (last.split_once("://"), last.contains("www.")) {
        (Some((_, rest)), _) => (rest, true),
        (None, www) => (last, www),
    };
    if !begun {
        return None;
    }
    // `and/or` goes on with the sentence.
    let joins = ["and/or", "et/ou", "und/oder", "y/o", "e/o"].contains(&word);
    let path = word.trim_end_matches(['.', ',', ';', ')', '/']).contains(['/', '_', '=', '%', '&']) && !joins;
    let small = word.starts_with(|first: char| first.is_lowercase() || first.is_ascii_digit());
    match () {
        () if host.is_empty() => Some(true),
        () if last.ends_with(['/', '_', '=', '&', '?', '%', '#']) && path => Some(true),
        () if last.ends_with(['_', '=', '&', '?', '%']) => Some(false),
        () if last.ends_with(['/', '-', '‐']) && small => Some(false),
        () if path && small && last.ends_with(|end: char| end.is_alphanumeric() || end == '.') => Some(false),
        () => None,
    }
}

/// Words that a hyphen joins to the next one in most spellings, as far as they are words of their own.
const PREFIXES: [&str; 12] =
    ["self", "well", "socio", "quasi", "vice", "cross", "non", "celui", "celle", "ceux", "celles", "peut"];

/// Words that a hyphen joins to the one before.
const SUFFIXES: [&str; 11] =
    ["friendly", "based", "related", "specific", "wide", "oriented", "driven", "term", "free", "sized", "making"];

/// Tells how words end that a hyphen parts, in the languages that part them so: `govern-ment`.
fn is_ending(back: &str) -> bool {
    const ENDINGS: [&str; 16] = [
        "ment", "tion", "sion", "ing", "ance", "ence", "able", "ible", "ity", "ness", "ship", "ments", "tions", "ings",
        "ities", "ung",
    ];
    ENDINGS.iter().any(|ending| back.ends_with(ending) && back.chars().count() <= ending.chars().count() + 3)
}

/// Writes hyphens that a producer doubles as one, and leaves out those that only say where a word may be parted.
fn hyphened(word: &str) -> String {
    if !word.contains('\u{ad}') {
        return word.to_owned();
    }
    let mut written = String::with_capacity(word.len());
    let mut letters = word.chars().peekable();
    while let Some(letter) = letters.next() {
        if !"-‐‑\u{ad}".contains(letter) {
            written.push(letter);
            continue;
        }
        let mut run = vec![letter];
        while let Some(more) = letters.next_if(|next| "-‐‑\u{ad}".contains(*next)) {
            run.push(more);
        }
        let ends = letters.peek().is_none();
        if run.contains(&'-') || run.contains(&'‑') {
            written.push('-');
        } else if run.len() == 1 && letter != '\u{ad}' {
            written.push(letter);
        } else if ends {
            written.push('\u{ad}');
        } else if run.contains(&'‐') {
            written.push('-');
        }
    }
    written
}

/// Tells punctuation that stands right behind the mark of a note.
fn closes_after_mark(block: &Block, word: &str) -> bool {
    block.marks.last().is_some_and(|mark| mark.at == block.text.len())
        && word.starts_with([',', '.', ';', ':', ')', '”', '!', '?', '’', '»'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::block::Role;

    #[track_caller]
    fn check(front: &str, word: &str, known: &[&str], expected: &str, doubted: bool) {
        let mut block = Block::new(Role::Paragraph, hyphened(front));
        let known = known.iter().map(|word| ((*word).to_owned(), 2)).collect();
        let doubt = begin_line(&mut block, word, &known);
        assert_eq!((block.text.as_str(), doubt.is_some()), (expected, doubted), "{front} {word}");
    }

    #[test]
    fn hyphens_of_every_producer_are_read() {
        check("inter-", "governmental", &["intergovernmental"], "intergovernmental", false);
        check("inter\u{ad}", "governmental", &[], "intergovernmental", false);
        check("inter\u{ad}‐", "governmental", &[], "intergovernmental", false);
        check("inter‐", "governmental", &["intergovernmental"], "intergovernmental", false);
        check("imple-", "mentation", &[], "implementation", true);
        check("long-", "term", &["long-term"], "long-term", false);
        check("capacity-", "building", &["capacity", "building"], "capacity-building", true);
        check("1998-", "1999", &[], "1998-1999", false);
        check("non-", "European", &[], "non-European", false);
        check("short-", "and", &[], "short- and", false);
        check("primeiro-\u{ad}‐ministro a", "b", &[], "primeiro-ministro a b", false);
        check("a —", "b", &[], "a — b", false);
        check("a—", "b", &[], "a—b", false);
        check("会議", "報告", &[], "会議報告", false);
        check("user-", "friendly", &[], "user-friendly", true);
        check("socio-", "economic", &[], "socio-economic", true);
        check("self-", "ing", &[], "selfing", true);
        check("see https://", "www.pond.example.", &[], "see https://www.pond.example.", false);
        check("and/or:", "boats", &[], "and/or: boats", false);
        check(
            "see https://a.example/en/",
            "boats/2031/of-paper/",
            &[],
            "see https://a.example/en/boats/2031/of-paper/",
            false,
        );
        check("https://a.example/paper-", "boats.", &["paperboats"], "https://a.example/paper-boats.", true);
        check("www.a.example/pap", "er/boats", &[], "www.a.example/paper/boats", true);
        check("see www.a.example/en", "and/or", &[], "see www.a.example/en and/or", false);
        check("see https://a.example/en/", "The text", &[], "see https://a.example/en/ The text", false);
        check("see https://a.example.", "the text", &[], "see https://a.example. the text", false);
    }
}
