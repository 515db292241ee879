//! The lines of a PDF with their places, as `pdftotext -bbox-layout` gives them.

use scraper::{ElementRef, Html};

use crate::import::block::squeezed;

/// A line of a page. Lengths are points from the upper left corner.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) page: usize,
    /// The serial of the block of text that poppler put it in.
    pub(super) block: usize,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) top: f32,
    pub(super) bottom: f32,
    /// The height of most of its words: the size of the type.
    pub(super) size: f32,
    /// How far down the page it stands, from 0 to 1.
    pub(super) depth: f32,
    pub(super) words: Vec<Word>,
    pub(super) role: LineRole,
}

/// A word of a line.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) text: String,
    /// Whether it is set small and high: the mark of a footnote.
    pub(super) raised: bool,
}

/// What a line is on its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineRole {
    Text,
    Footnote,
    /// A page number or running head.
    Furniture,
}

impl Line {
    /// Returns its words, marks of footnotes included.
    pub(super) fn text(&self) -> String {
        self.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// Returns the title in the file's own description, and all lines in reading order.
pub(super) fn lines(layout: &str) -> (Option<String>, Vec<Line>) {
    let html = Html::parse_document(layout);
    let mut title = None;
    let mut lines = Vec::new();
    let (mut page, mut block, mut height) = (0, 0, 1.0);
    for node in html.tree.root().descendants() {
        let Some(element) = ElementRef::wrap(node) else { continue };
        match element.value().name() {
            "title" => title = Some(squeezed(&element.text().collect::<String>())).filter(|title| !title.is_empty()),
            "page" => {
                page += 1;
                height = number(element, "height").unwrap_or(1.0);
            }
            "block" => block += 1,
            "line" => lines.extend(line(element, page, block, height)),
            _ => {}
        }
    }
    (title, lines)
}

fn number(element: ElementRef<'_>, name: &str) -> Option<f32> {
    element.attr(name).and_then(|value| value.parse().ok()).filter(|value: &f32| value.is_finite())
}

fn line(element: ElementRef<'_>, page: usize, block: usize, height: f32) -> Option<Line> {
    let [left, right] = [number(element, "xmin")?, number(element, "xmax")?];
    let [top, bottom] = [number(element, "ymin")?, number(element, "ymax")?];
    let found: Vec<(String, f32, f32)> = element
        .child_elements()
        .filter_map(|word| {
            let text = letters(&squeezed(&word.text().collect::<String>()));
            let (top, bottom) = (number(word, "ymin")?, number(word, "ymax")?);
            (!text.is_empty()).then_some((text, top, bottom))
        })
        .collect();
    let mut sizes: Vec<f32> = found.iter().map(|(_, top, bottom)| bottom - top).collect();
    sizes.sort_by(f32::total_cmp);
    let size = *sizes.get(sizes.len() / 2)?;
    let words = found
        .into_iter()
        .map(|(text, top, bottom)| {
            let core = text.trim_matches(['[', ']', '(', ')']);
            let number = core.len() <= 3 && core.bytes().all(|byte| byte.is_ascii_digit()) && !core.is_empty();
            Word { raised: number && bottom - top < size * 0.8, text }
        })
        .collect();
    let depth = if height > 0.0 { (top + bottom) / 2.0 / height } else { 0.5 };
    Some(Line { page, block, left, right, top, bottom, size, depth, words, role: LineRole::Text })
}

/// Writes ligatures as the letters they stand for: they are a matter of the type, not of the words.
fn letters(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{fb00}' => letters.push_str("ff"),
            '\u{fb01}' => letters.push_str("fi"),
            '\u{fb02}' => letters.push_str("fl"),
            '\u{fb03}' => letters.push_str("ffi"),
            '\u{fb04}' => letters.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => letters.push_str("st"),
            other => letters.push(other),
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ligatures_are_letters() {
        assert_eq!(letters("e\u{fb03}cient \u{fb01}rst"), "efficient first");
    }

    #[test]
    fn words_know_whether_they_are_marks() {
        let layout = r#"<page width="600" height="800"><flow><block><line xMin="72" yMin="100" xMax="300" yMax="112">
            <word xMin="72" yMin="100" xMax="120" yMax="112">State</word> <word xMin="1" yMin="100" xMax="2" yMax="112">norms</word>
            <word xMin="121" yMin="99" xMax="125" yMax="106">1</word></line></block></flow></page>"#;
        let (_, lines) = lines(layout);
        assert_eq!(lines[0].words.iter().map(|word| word.raised).collect::<Vec<_>>(), [false, false, true]);
    }
}
