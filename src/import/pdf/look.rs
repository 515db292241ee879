//! What one line tells by itself, whatever stands around it.

use super::line::Line;
use super::marker::marker;
use super::word::Shift;

/// Tells a line that ends as sentences and items do.
pub(super) fn is_terminal(line: &Line) -> bool {
    let Some(last) = line.words.iter().rfind(|word| word.shift == Shift::Level) else { return false };
    let core = last.text.trim_end_matches(['”', '"', '»', '’', ')', '\'']);
    core.ends_with(['.', ':', ';', '!', '?', '…', '。', '！', '？', '：', '；', '」', '』', '؟', '؛'])
}

pub(super) fn starts_large(text: &str) -> bool {
    text.chars().find(|character| character.is_alphanumeric()).is_some_and(|first| !first.is_lowercase())
}

/// Tells three or more cells beside each other.
pub(super) fn is_row_of_table(line: &Line) -> bool {
    let gaps = line.words.windows(2).skip(usize::from(marker(&line.text()).is_some()));
    let wide = gaps.filter(|pair| matches!(pair, [a, b] if b.left - a.right > line.size * 2.2)).count();
    wide >= 2 || (wide == 1 && line.words.len() <= 8 && line.widest_gap() > 4.0)
}

/// Tells `Introduction ........ 3`.
pub(super) fn leads_to_page(line: &Line) -> bool {
    let text = line.text();
    let front =
        text.trim_end_matches(|character: char| character.is_ascii_digit() || "ivxlc".contains(character)).trim_end();
    front.len() < text.len() && (front.ends_with("...") || front.ends_with("…") || front.ends_with(". . ."))
}

/// Returns how wide the first word of a line is; of a text without spaces, its first letter.
pub(super) fn width_of_first(line: &Line) -> f32 {
    let Some(first) = line.words.first() else { return 0.0 };
    let spaceless = first.text.chars().next().is_some_and(is_spaceless);
    if spaceless { first.size } else { first.right - first.left }
}

/// Tells letters of scripts that are written without spaces.
pub(super) fn is_spaceless(letter: char) -> bool {
    matches!(letter, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}
