//! Where a line or a cell begins an item: by the numbers that the corpus knows, and by those it does not.
//!
//! Printed numbers such as `a)`, `IV.` or `§ 2` are none to the corpus: they begin paragraphs and stay in their words.

use super::block::{after_bullet, typed_number};
use crate::corpus::printed_number;

/// What the beginning of a line makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beginning {
    /// It begins an item.
    Item,
    /// It may begin one, or go on with the sentence before.
    Doubtful,
    /// It goes on with what stands before.
    None,
}

/// Tells whether a line begins an item, given the line before it in the same run of lines.
pub(super) fn beginning(line: &str, before: Option<&str>) -> Beginning {
    let open = before.is_some_and(|before| in_mid_sentence(before) && !goes_on_with_list(before));
    let same_list = before.is_some_and(|before| after_bullet(before).is_some() && sign(before) == sign(line));
    if let Some(rest) = after_bullet(line) {
        if !line.starts_with(['-', '–', '—', '*']) || !open || same_list {
            return Beginning::Item;
        }
        // A dash that is followed by another encloses words of the sentence.
        let enclosed = rest.contains(" – ") || rest.contains(" — ") || rest.contains(" - ");
        return if enclosed { Beginning::None } else { Beginning::Doubtful };
    }
    if let Some((number, rest)) = typed_number(line) {
        if !open {
            return Beginning::Item;
        }
        let next = rest.split_whitespace().next().unwrap_or_default();
        let joins = ["and", "or", "to", "of", "et", "ou", "und", "oder", "e", "o", "y", "bis"].contains(&next);
        let joins = joins || rest.starts_with([',', ';', '.', ')']);
        // `4.` ends a sentence where a lower-case letter cannot follow a number.
        return if joins && number.starts_with('(') { Beginning::None } else { Beginning::Doubtful };
    }
    match foreign(line) {
        Some((number, _)) if !open || before.is_some_and(|before| follows(before, number)) => Beginning::Item,
        Some((number, rest)) if is_first(number) && !rest.starts_with([',', '.', ';']) => Beginning::Doubtful,
        _ => Beginning::None,
    }
}

/// Tells a line that ends where its sentence does not.
pub(super) fn in_mid_sentence(line: &str) -> bool {
    let end = line.trim_end_matches(['”', '"', '’', '\'', ')', ']', '»']);
    let last_word = end.rsplit(' ').next().unwrap_or_default();
    !end.ends_with(['.', ':', ';', '!', '?', '…', '。', '：', '；', '！', '？', ',', '–', '—']) || last_word == "and/or"
}

/// Tells a line that ends an item and says that the last one follows: `share what they know; and`.
fn goes_on_with_list(line: &str) -> bool {
    let joined = line.rsplit_once(' ').filter(|(_, last)| JOINS.contains(last));
    joined.is_some_and(|(front, _)| front.trim_end().ends_with(';'))
}

/// Words that join two others: behind a hyphen at a line's end they stand for a word of their own, as in `short- and
/// long-term`.
const JOINS: [&str; 15] =
    ["and", "or", "und", "oder", "et", "ou", "e", "o", "y", "bzw.", "sowie", "bis", "to", "ed", "en"];

/// Tells whether the word before such a hyphen goes without its other half.
pub(super) fn suspends(next: &str) -> bool {
    JOINS.contains(&next)
}

fn sign(line: &str) -> Option<char> {
    line.chars().next()
}

/// Tells a text that is nothing but a number or a bullet, which belongs to what follows it.
pub(super) fn is_lone(text: &str) -> bool {
    let with_words = format!("{text} x");
    printed_number(&with_words).is_some_and(|(number, _)| number == text)
        || foreign(&with_words).is_some_and(|(number, _)| number == text && !number.starts_with(char::is_alphabetic))
        || foreign(&with_words).is_some_and(|(number, _)| number == text && number.ends_with(['.', ')']))
        || text.chars().count() == 1 && after_bullet(&with_words).is_some()
}

const ARTICLES: [&str; 7] = ["Article", "Art.", "Artikel", "Articolo", "Artículo", "Artigo", "Section"];

/// Letters that count the items below those of the alphabet once through.
const LETTERS: [char; 8] = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

const KANJI: &str = "一二三四五六七八九十";

/// Returns a number at the front of a line that the corpus does not know as a printed number, and the rest.
pub(super) fn foreign(line: &str) -> Option<(&str, &str)> {
    // `Art. 5 – The …`, `Article 5. The …`: the name of an article with its words behind it, not alone as a heading.
    if let Some((_, rest)) = line.split_once(' ').filter(|(word, _)| ARTICLES.contains(word)) {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let ends = [". ", ".- ", ".– ", " – ", " - ", " — ", ": ", ".º ", "º "];
        let behind = rest.get(digits..).and_then(|rest| ends.iter().find_map(|end| rest.strip_prefix(end)));
        if let Some(behind) = behind.filter(|_| (1..=3).contains(&digits)) {
            return cut(line, line.len() - behind.len());
        }
    }
    let sign_first = line.strip_prefix(['§', '¶']).map(str::trim_start);
    if let Some(after) = sign_first {
        let digits = after.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
        return (digits > 0).then(|| cut(line, line.len() - after.len() + digits)).flatten();
    }
    // `第一条　この…`: the name of an article with its words behind it.
    let article =
        line.strip_prefix('第').and_then(|rest| rest.split_once(['条', '項', '款'])).filter(|(number, rest)| {
            let digit = |sign: char| sign.is_ascii_digit() || ('０'..='９').contains(&sign) || KANJI.contains(sign);
            (1..=4).contains(&number.chars().count())
                && number.chars().all(digit)
                && rest.starts_with([' ', '\u{3000}'])
        });
    if let Some((_, rest)) = article {
        return cut(line, line.len() - rest.len());
    }
    if line.starts_with(|first: char| ('①'..='⑳').contains(&first)) {
        return cut(line, line.chars().next()?.len_utf8());
    }
    let bracketed = line.strip_prefix(['(', '（']).and_then(|rest| rest.split_once([')', '）']));
    if let Some((_, rest)) = bracketed.filter(|(number, _)| {
        let wide = |sign: char| ('０'..='９').contains(&sign) || KANJI.contains(sign);
        (1..=3).contains(&number.chars().count()) && number.chars().all(wide)
    }) {
        return cut(line, line.len() - rest.len());
    }
    let wide = line.chars().take_while(|character| ('０'..='９').contains(character)).count();
    let kanji = line.chars().take_while(|character| KANJI.contains(*character)).count();
    if wide.max(kanji) > 0 {
        let end: usize = line.chars().take(wide.max(kanji)).map(char::len_utf8).sum();
        let after = line.get(end..)?;
        let stop = after.strip_prefix(['．', '、', '）', ')', '.', ' ', '\u{3000}'])?;
        return cut(line, line.len() - stop.len());
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    // `1° …`, `1º …`, `1 - Os Estados …`, as laws count in Romance languages.
    let counted = line.get(digits..).filter(|_| (1..=3).contains(&digits)).and_then(|rest| {
        let dash = |rest: &'_ str| rest.trim_start().starts_with(char::is_uppercase);
        let parted =
            [" - ", " – ", " — ", "- ", "– ", "— ", ".- ", ".– "].iter().find_map(|dash| rest.strip_prefix(dash));
        rest.strip_prefix(['°', 'º']).filter(|rest| rest.starts_with([' ', ')'])).or(parted.filter(|rest| dash(rest)))
    });
    if let Some(rest) = counted {
        return cut(line, line.len() - rest.trim_start_matches(')').len());
    }
    // `1.We`: the space was forgotten.
    if (1..=3).contains(&digits)
        && line.get(digits..).and_then(|rest| rest.strip_prefix('.')).is_some_and(|rest| {
            rest.starts_with(char::is_uppercase) && rest.chars().nth(1).is_some_and(char::is_alphabetic)
        })
    {
        return cut(line, digits + 1);
    }
    let end = line.find(char::is_whitespace)?;
    let (marker, rest) = (line.get(..end)?, line.get(end..)?.trim_start());
    if rest.is_empty() || printed_number(line).is_some() {
        return None;
    }
    let stopped = marker.strip_suffix(['.', ')']);
    let letter = |text: &str| text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    let short =
        |text: &str, letters: &[char]| (1..=6).contains(&text.len()) && text.chars().all(|c| letters.contains(&c));
    let numbered = |text: &str| {
        let front = text.trim_end_matches(|last: char| last.is_ascii_alphabetic());
        let tail = text.get(front.len()..).unwrap_or_default();
        let parts =
            front.split('.').all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
        let tail_fits = tail.len() == 1 || ["bis", "ter", "quater", "quinquies"].contains(&tail);
        parts && (tail_fits || tail.is_empty() && front.contains('.'))
    };
    let is_number = stopped.is_some_and(|inside| {
        // `i. e.` and `E. Smith` are none.
        let initials = marker.ends_with('.') && rest.get(1..2) == Some(".");
        let doubled =
            marker.ends_with(')') && inside.len() == 2 && inside.get(..1) == inside.get(1..) && short(inside, &LETTERS);
        !initials
            && (letter(inside)
                || doubled
                || short(inside, &['i', 'v', 'x'])
                || short(inside, &['I', 'V', 'X', 'L', 'C']))
            || numbered(inside) && inside.bytes().any(|byte| byte.is_ascii_alphabetic())
    }) || marker.strip_prefix('(').and_then(|inside| inside.strip_suffix(')')).is_some_and(|inside| {
        numbered(inside) || short(inside, &['I', 'V', 'X']) || inside.len() == 1 && letter(inside)
    }) || marker
        .strip_prefix('[')
        .and_then(|inside| inside.strip_suffix(']'))
        .is_some_and(|inside| (1..=3).contains(&inside.len()) && inside.bytes().all(|byte| byte.is_ascii_digit()))
        || numbered(marker) && marker.split('.').count() < 5 && !marker.ends_with('.');
    is_number.then_some((marker, rest))
}

fn cut(line: &str, end: usize) -> Option<(&str, &str)> {
    let (number, rest) = line.split_at_checked(end)?;
    let rest = rest.trim_start();
    (!rest.is_empty()).then_some((number.trim_end(), rest))
}

/// Tells the first number of a list.
fn is_first(number: &str) -> bool {
    let core = number.trim_matches(['(', ')', '.', '[', ']']);
    matches!(core, "a" | "A" | "i" | "I" | "1" | "1.1" | "１" | "一") || number.starts_with(['§', '¶'])
}

/// Tells a number that goes on with the list of the line before: `b)` after a line that begins with `a)`.
fn follows(before: &str, number: &str) -> bool {
    let Some((last, _)) = foreign(before) else { return false };
    let core = |number: &str| number.trim_matches(['(', ')', '.', '[', ']']).to_owned();
    let style = |number: &str| number.chars().filter(|character| !character.is_alphanumeric()).collect::<String>();
    style(last) == style(number) && core(last) != core(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_the_corpus_does_not_know_are_seen() {
        for (line, number) in [
            ("a) share", "a)"),
            ("i. share", "i."),
            ("iv) share", "iv)"),
            ("IV. Share", "IV."),
            ("(A) share", "(A)"),
            ("[7] share", "[7]"),
            ("1.2A share", "1.2A"),
            ("12bis. Share", "12bis."),
            ("1.We share", "1."),
            ("§ 2 Share", "§ 2"),
            ("¶ 1 Share", "¶ 1"),
            ("１．共有", "１．"),
            ("(1a) share", "(1a)"),
            ("1.1 Share", "1.1"),
            ("一、共有", "一、"),
            ("B. Share", "B."),
            ("bb) share", "bb)"),
            ("第二条　共有", "第二条"),
            ("③共有", "③"),
            ("（２）共有", "（２）"),
            ("2º partilhar", "2º"),
            ("2° partager", "2°"),
            ("2 - Os Estados", "2 -"),
            ("Art. 5 – Die Staaten", "Art. 5 –"),
            ("Article 5. The states", "Article 5."),
            ("2.- Los Estados", "2.-"),
        ] {
            assert_eq!(foreign(line).map(|(number, _)| number), Some(number), "{line}");
        }
        for line in [
            "(a) share",
            "1. Share",
            "i. e. share",
            "share",
            "2017. Share",
            "G7 share",
            "3.5% of",
            "a share",
            "e.g. share",
            "U.S. share",
            "1.",
            "mix. we",
            "Article 5 of the treaty",
            "2 - 3 boats",
        ] {
            assert_eq!(foreign(line), None, "{line}");
        }
    }

    #[test]
    fn a_sentence_is_not_cut_by_a_dash_or_a_reference() {
        let check = |line: &str, before: &str, expected| assert_eq!(beginning(line, Some(before)), expected, "{line}");
        check("– open and free – is for all", "agree that the internet", Beginning::None);
        check("(a) and (b) of the annex", "as said at points", Beginning::None);
        check("(a) share what they know;", "Ministers agree to", Beginning::Doubtful);
        check("(a) share what they know;", "Ministers agree to:", Beginning::Item);
        check("- cups", "- kettles", Beginning::Item);
        check("- cups", "We like:", Beginning::Item);
        check("• cups", "We like", Beginning::Item);
        check("a) cups", "We like to", Beginning::Doubtful);
        check("b) cups", "a) kettles", Beginning::Item);
        check("I. Introduction", "The end.", Beginning::Item);
        check("4. This is", "as said in paragraph", Beginning::Doubtful);
    }

    #[test]
    fn lone_numbers_are_seen() {
        for lone in ["1.", "(a)", "•", "(1)", "a)", "IV.", "–", "1.1", "(1a)", "§ 2"] {
            assert!(is_lone(lone), "{lone}");
        }
        for not in ["G7", "2017", "We", "a", "1. We", "", "12", "Article 1"] {
            assert!(!is_lone(not), "{not}");
        }
    }
}
