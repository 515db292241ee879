//! What one line tells by itself, whatever stands around it.

use super::line::Line;
use super::word::Shift;
use crate::import::block::is_spaceless;
use crate::import::marker::marker;

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
    let pairs = line.words.windows(2).skip(usize::from(marker(line.text()).is_some()));
    let gaps: Vec<f32> = pairs.filter_map(|pair| Some(pair.last()?.left - pair.first()?.right)).collect();
    // A line that was justified has gaps of one width, however wide.
    let (narrowest, widest) =
        gaps.iter().fold((f32::MAX, 0.0_f32), |(least, most), gap| (least.min(*gap), most.max(*gap)));
    if gaps.len() >= 2 && widest - narrowest < line.size * 0.1 && widest < line.size * 6.0 {
        return false;
    }
    let wide = gaps.iter().filter(|gap| **gap > line.size * 2.2).count();
    wide >= 2 || (wide == 1 && line.words.len() <= 8 && line.widest_gap() > 4.0)
}

/// Tells a line whose words were drawn apart until they met both margins.
pub(super) fn is_stretched(line: &Line) -> bool {
    let gaps = line.words.windows(2).filter_map(|pair| Some(pair.last()?.left - pair.first()?.right));
    let (narrowest, widest) = gaps.fold((f32::MAX, 0.0_f32), |(least, most), gap| (least.min(gap), most.max(gap)));
    let (left, right) = line.edge;
    widest - narrowest < line.size * 0.1
        && (line.left - left).abs() < line.size * 0.2
        && (right - line.right).abs() < line.size * 0.2
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
