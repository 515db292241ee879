//! What stands before the items of a list: printed numbers that the corpus knows, others, and bullets.

use super::block::after_bullet;

/// What a line begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marker {
    /// A printed number as the corpus has them: `12.`, `(c)`.
    Printed,
    /// Another number: `a)`, `1.1`, `IV.`, `[7]`, `§ 2`.
    Other,
    Bullet,
}

/// Returns what a line begins with, the sign itself, and what follows it.
pub(super) fn marker(text: &str) -> Option<(Marker, &str, &str)> {
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    let rest = rest.trim_start();
    let second = rest.split(' ').next().unwrap_or_default();
    if ["§", "¶", "§§", "No.", "Nr."].contains(&first) && second.starts_with(|digit: char| digit.is_ascii_digit()) {
        let end = text.len() - rest.len() + second.len();
        let (sign, rest) = text.split_at_checked(end)?;
        return Some((Marker::Other, sign, rest.trim_start()));
    }
    if first.strip_prefix(['§', '¶']).is_some_and(|number| number.starts_with(|digit: char| digit.is_ascii_digit())) {
        return Some((Marker::Other, first, rest));
    }
    if after_bullet(text).is_some() || is_bullet(first) {
        let sign = first.chars().next()?;
        let (sign, rest) = text.split_at_checked(sign.len_utf8())?;
        return Some((Marker::Bullet, sign, rest.trim_start()));
    }
    if is_printed(first) {
        return Some((Marker::Printed, first, rest));
    }
    if is_other(first) {
        return Some((Marker::Other, first, rest));
    }
    None
}

/// Tells a word that is nothing but a bullet.
pub(super) fn is_bullet(word: &str) -> bool {
    let mut letters = word.chars();
    matches!(
        (letters.next(), letters.next()),
        (
            Some(
                '•' | '·' | '‣' | '▪' | '■' | '●' | '○' | '◦' | '–' | '—' | '-' | '*' | '\u{f000}'
                    ..='\u{f0ff}'
                        | '➢'
                        | '➤'
                        | '✓'
                        | '◆'
                        | '□'
                        | '→'
                        | '⇒'
                        | '►'
                        | '▶'
                        | '❖'
                        | '✔'
                        | '§'
                        | '‒'
                        | '―'
            ),
            None
        )
    )
}

fn is_printed(word: &str) -> bool {
    let bracketed = word.strip_prefix('(').and_then(|word| word.strip_suffix(')'));
    let digits = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    match bracketed {
        Some(inside) => digits(inside) || (inside.len() <= 4 && is_list_letters(inside)),
        None => word.strip_suffix(['.', ')']).is_some_and(|parts| parts.split('.').all(digits)),
    }
}

/// Tells the letters that number items: one, the same one twice, or a Roman number.
fn is_list_letters(word: &str) -> bool {
    let mut letters = word.bytes();
    let Some(first) = letters.next() else { return false };
    let roman = word.bytes().all(|byte| b"ivxlc".contains(&byte));
    word.bytes().all(|byte| byte.is_ascii_lowercase())
        && (roman || letters.all(|byte| byte == first) || ["bis", "ter"].contains(&word))
}

/// Tells numbers that are none of the corpus: `a)`, `a.`, `1.1`, `(1a)`, `(A)`, `IV.`, `[7]`, `12bis.`, `１．`.
fn is_other(word: &str) -> bool {
    let inside = word.trim_start_matches(['(', '[', '（', '［']);
    let core = inside.trim_end_matches([')', ']', '.', '）', '．', '］', '、']);
    let (opened, closed) = (inside.len() < word.len(), core.len() < inside.len());
    if core.is_empty() || core.chars().count() > 8 {
        return false;
    }
    let wide = core.chars().all(|digit| matches!(digit, '０'..='９')) && core.chars().count() <= 3;
    let letters = core.len() <= 4
        && (is_list_letters(core)
            || is_list_letters(&core.to_lowercase()) && core.bytes().all(|byte| byte.is_ascii_uppercase()));
    let digits = core.bytes().take_while(u8::is_ascii_digit).count();
    let parts = core.split('.').count();
    let decimal = (2..=5).contains(&parts)
        && core
            .split('.')
            .all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        && digits > 0;
    let lettered = (1..=3).contains(&digits)
        && core.get(digits..).is_some_and(|tail| {
            ["bis", "ter", "quater"].contains(&tail)
                || (tail.len() <= 1 && tail.bytes().all(|byte| byte.is_ascii_alphabetic()))
        });
    let circled = core.chars().count() == 1 && core.chars().all(|sign| matches!(sign, '①'..='⑳'));
    circled
        || decimal
        || (wide && (closed || core.chars().count() <= 2))
        || ((letters || lettered) && closed && (opened || !word.ends_with(".)")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_of_all_kinds_are_told() {
        for word in ["12.", "3.1)", "(c)", "(iv)", "(aa)", "(12)"] {
            assert_eq!(marker(&format!("{word} text")), Some((Marker::Printed, word, "text")), "{word}");
        }
        for word in ["a)", "b.", "1.1", "(1a)", "(A)", "IV.", "[7]", "12bis.", "１．", "§ 2", "§2", "A.", "1.2.3"] {
            assert_eq!(marker(&format!("{word} text")), Some((Marker::Other, word, "text")), "{word}");
        }
        for word in ["•", "–", "\u{f0b7}", "*"] {
            assert_eq!(marker(&format!("{word} text")), Some((Marker::Bullet, word, "text")), "{word}");
        }
        for text in
            ["2018. Text", "the text", "(the text)", "e.g. text", "A text", "1998 text", "(and) text", "etc.) text"]
        {
            assert_eq!(marker(text), None, "{text}");
        }
    }
}
