//! What stands raised above the line: marks of footnotes, powers, ordinals.

use super::Piece;

/// What raised words are.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Raised {
    /// The mark of a footnote.
    Mark,
    /// A power of what stands before it, in raised digits.
    Power(String),
    /// Words like others.
    Word,
}

/// Units of which there are squares and cubes.
const UNITS: [&str; 12] = ["m", "km", "cm", "mm", "dm", "ha", "ft", "in", "mi", "s", "mc", "kt"];

/// Tells what the words of a piece are, given the words before them in the same block.
pub(super) fn raised(words: &str, piece: &Piece, before: &str) -> Raised {
    let to_note = piece.state.link.as_deref().is_some_and(leads_to_note);
    // `-3` after a number is a power, as `3` is.
    let power = words.strip_prefix(['-', '−']).filter(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
    if let Some(power) = power.filter(|_| piece.state.raised && before.ends_with(|last: char| last.is_ascii_digit())) {
        return Raised::Power(format!("⁻{}", high(power)));
    }
    if before.is_empty() || !(piece.state.raised || to_note) || !is_sign(words) {
        return Raised::Word;
    }
    if to_note {
        return Raised::Mark;
    }
    let last = before.rsplit(|character: char| !character.is_alphanumeric()).next().unwrap_or_default();
    let after_digit = last.ends_with(|last: char| last.is_ascii_digit());
    let digits = words.bytes().all(|byte| byte.is_ascii_digit());
    if digits && (after_digit || UNITS.contains(&last) || is_formula(last)) {
        return Raised::Power(high(words));
    }
    let letters = words.chars().all(|character| character.is_ascii_lowercase());
    if letters && before.ends_with(['.', ',', ';', ':', ')', '”', '’', '»', '"', '!', '?']) {
        return Raised::Mark;
    }
    // `21e`, `Mr` and `XXe` are words; a letter after a word of some length is a mark.
    if letters && (after_digit || last.chars().count() < 3 || last.chars().all(|last| "IVXLCM".contains(last))) {
        return Raised::Word;
    }
    Raised::Mark
}

fn high(digits: &str) -> String {
    digits.bytes().map(|byte| HIGH[usize::from(byte.saturating_sub(b'0')) % 10]).collect()
}

const HIGH: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// Tells one or several marks: `1`, `2,3`, `2-4`, `[1]`, `a)`, `*`, `iv`.
fn is_sign(words: &str) -> bool {
    let one = |part: &str| {
        let core = part.trim().trim_matches(['[', ']', '(', ')']);
        let digits = (1..=3).contains(&core.len()) && core.bytes().all(|byte| byte.is_ascii_digit());
        let letter = core.len() == 1 && core.bytes().all(|byte| byte.is_ascii_lowercase());
        let roman = (1..=5).contains(&core.len()) && core.chars().all(|character| "ivx".contains(character));
        let other = (1..=3).contains(&core.chars().count()) && core.chars().all(|sign| "*†‡§¶".contains(sign));
        digits || letter || roman || other
    };
    !words.is_empty()
        && words.chars().count() <= 24
        && words.split([',', ';', '-', '–', ' ']).filter(|part| !part.is_empty()).all(one)
        && words.contains(|character: char| !",;-– []()".contains(character))
}

/// Tells `x`, `c`, `CO` and the like, whose raised digit is no note's.
fn is_formula(word: &str) -> bool {
    word.chars().count() == 1 || word.chars().count() == 2 && word.chars().all(char::is_uppercase)
}

/// Tells a link to a note of the page.
fn leads_to_note(href: &str) -> bool {
    let Some((_, place)) = href.rsplit_once('#') else { return false };
    let place = place.trim_start_matches('_').to_ascii_lowercase();
    let begins = ["ftn", "fn", "edn", "sdfootnote", "sdendnote", "cite_note", "note"];
    begins.iter().any(|begins| place.starts_with(begins)) || place.contains("note")
}
