//! How wide words are in the archive's own typefaces, and the largest size at which a quotation fits its space.
//!
//! Kerning is left out of account: it only ever makes words narrower than measured.

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use unicode_segmentation::UnicodeSegmentation;

/// Sizes of a quotation, the largest first.
const SIZES: [f32; 8] = [64.0, 58.0, 52.0, 47.0, 43.0, 40.0, 37.0, 34.0];
/// From one baseline to the next, in sizes.
const LEADING: f32 = 1.3;

/// A typeface that measures: its own file first, then those that have what it lacks.
pub(super) struct Face<'a>(Vec<FontRef<'a>>);

impl<'a> Face<'a> {
    /// Reads font files, the typeface's own first.
    pub(super) fn of(files: &[&'a [u8]]) -> Option<Self> {
        files.iter().map(|file| FontRef::new(file).ok()).collect::<Option<_>>().map(Self)
    }

    /// Returns the width of `text` set in one line at `size`.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|character| self.advance(character, size)).sum()
    }

    fn advance(&self, character: char, size: f32) -> f32 {
        let advance = |font: &FontRef<'_>| {
            let glyph = font.charmap().map(character)?;
            font.glyph_metrics(Size::new(size), LocationRef::default()).advance_width(glyph)
        };
        self.0.iter().find_map(advance).unwrap_or(size * 0.6)
    }

    /// Returns `text` cut at a character, with an ellipsis, where it is wider than `width`.
    pub(super) fn cut(&self, text: &str, size: f32, width: f32) -> String {
        let room = width - self.advance('…', size);
        let (mut taken, mut fits) = (0.0, 0);
        for (at, cluster) in text.grapheme_indices(true) {
            taken += self.width(cluster, size);
            if taken <= room {
                fits = at + cluster.len();
            } else if taken > width {
                return format!("{}…", text.get(..fits).unwrap_or_default().trim_end());
            }
        }
        text.to_owned()
    }

    /// Returns `text` broken into lines no wider than `width`; a word that is wider stands broken.
    fn lines(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        // Only at plain spaces: the ellipsis stays with the word before it.
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if self.width(&longer, size) <= width {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for letter in word.graphemes(true) {
                if !line.is_empty() && self.width(&format!("{line}{letter}"), size) > width {
                    lines.push(std::mem::take(&mut line));
                }
                line.push_str(letter);
            }
        }
        lines.extend((!line.is_empty()).then_some(line));
        lines
    }
}

/// A quotation as it stands on a card: in quotation marks, with an ellipsis where it was cut.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Set {
    pub(super) lines: Vec<String>,
    pub(super) size: f32,
    pub(super) leading: f32,
}

/// Sets `text` in quotation marks as large as `width` and `height` allow, cut at a sentence where it is too long.
pub(super) fn set(face: &Face<'_>, text: &str, width: f32, height: f32) -> Set {
    let largest = |shown: &str| SIZES.into_iter().find_map(|size| fitted(face, shown, size, width, height));
    let [.., smallest] = SIZES;
    let reach = reach(face, text, smallest, width, height);
    if reach == text.len()
        && let Some(set) = largest(&format!("“{text}”"))
    {
        return set;
    }
    let can_fit = |at: &usize| (1..=reach).contains(at);
    let sentences = text.split_sentence_bound_indices().map(|(at, _)| at).filter(can_fit);
    let words = text.split_word_bound_indices().map(|(at, _)| at).filter(can_fit);
    let mut ends: Vec<usize> = words.collect();
    ends.extend(sentences);
    // Sentences last, so that the longest of them is tried first and words only where not even one sentence fits.
    while let Some(end) = ends.pop() {
        let kept = text.get(..end).unwrap_or_default().trim_end().trim_end_matches([',', ';', ':', '–', '—', '(']);
        let shown = format!("“{}\u{a0}[…]”", kept.trim_end());
        if fitted(face, &shown, smallest, width, height).is_some() {
            return largest(&shown).unwrap_or_else(|| unset(smallest));
        }
    }
    unset(smallest)
}

/// Returns where a text is wider than all its lines together could be, whatever the breaks; its length if nowhere.
///
/// A long paragraph must not cost a try for each of its words.
fn reach(face: &Face<'_>, text: &str, size: f32, width: f32, height: f32) -> usize {
    // A space at the end of a line takes no room; one letter a line more than makes up for it.
    let room = (height / (size * LEADING)).floor() * (width + size);
    let mut taken = 0.0;
    let mut buffer = [0; 4];
    let over = text.char_indices().find(|(_, character)| {
        taken += face.width(character.encode_utf8(&mut buffer), size);
        taken > room
    });
    over.map_or(text.len(), |(at, _)| at)
}

/// Returns the quotation of which not one word fits.
fn unset(size: f32) -> Set {
    Set { lines: vec!["“[…]”".to_owned()], size, leading: size * LEADING }
}

fn fitted(face: &Face<'_>, shown: &str, size: f32, width: f32, height: f32) -> Option<Set> {
    let leading = size * LEADING;
    let lines = face.lines(shown, size, width);
    #[expect(clippy::cast_precision_loss, reason = "a text of 2^24 lines does not fit a card")]
    let tall = lines.len() as f32 * leading;
    (tall <= height).then_some(Set { lines, size, leading })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn serif() -> Face<'static> {
        Face::of(&crate::web::pictures::SERIF).expect("the font is compiled in")
    }

    fn shown(set: &Set) -> String {
        set.lines.join(" ")
    }

    #[test]
    fn a_short_quotation_is_large_and_whole() {
        let set = set(&serif(), "Russia has denied the allegations.", 1040.0, 330.0);
        assert_eq!((shown(&set).as_str(), set.size), ("“Russia has denied the allegations.”", 64.0));
    }

    #[test]
    fn a_long_quotation_is_cut_at_a_sentence() {
        let sentence = "The partners agreed on a long list of measures that nobody could dispute. ";
        let set = set(&serif(), &sentence.repeat(20), 1040.0, 330.0);
        let shown = shown(&set);
        assert!(shown.ends_with("nobody could dispute.\u{a0}[…]”"), "{shown}");
        assert!(shown.len() > 3 * sentence.len(), "{shown}");
    }

    #[test]
    fn an_endless_sentence_is_cut_at_a_word_and_an_endless_word_is_broken() {
        let words = shown(&set(&serif(), &"partner, ".repeat(200), 1040.0, 330.0));
        assert!(words.ends_with("partner\u{a0}[…]”"), "{words}");
        let word = set(&serif(), &"x".repeat(300), 1040.0, 330.0);
        assert!(word.lines.len() > 1 && word.lines.iter().all(|line| serif().width(line, word.size) <= 1040.0));
    }

    #[test]
    fn one_line_is_cut_to_its_width() {
        let cut = serif().cut(&"long title ".repeat(20), 30.0, 400.0);
        assert!(cut.ends_with('…') && serif().width(&cut, 30.0) <= 400.0, "{cut}");
        assert_eq!(serif().cut("short", 30.0, 400.0), "short");
    }
}
