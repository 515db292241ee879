//! The words of a PDF with their places, as `pdftotext -bbox` gives them.

use std::borrow::Cow;

/// A page of words. Lengths are points, from the upper left corner.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) words: Vec<Word>,
}

/// A word of a page.
#[derive(Debug, Clone, Default)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) top: f32,
    pub(super) bottom: f32,
    /// The size of its type.
    pub(super) size: f32,
    pub(super) bold: bool,
    pub(super) italic: bool,
    /// Whether it is set in a font of signs rather than letters.
    pub(super) symbols: bool,
    /// Whether the file writes a space before it; nothing where that is not known.
    pub(super) space: Option<bool>,
    /// How it stands to the line that it is in.
    pub(super) shift: Shift,
}

/// How a word stands to its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Shift {
    #[default]
    Level,
    /// Small and high: the mark of a note, an ordinal or a power.
    Raised,
    /// Small and low: an index.
    Lowered,
}

impl Word {
    pub(super) fn height(&self) -> f32 {
        self.bottom - self.top
    }

    /// Returns about where its letters stand.
    pub(super) fn base(&self) -> f32 {
        self.bottom - self.height() * 0.2
    }

    pub(super) fn middle(&self) -> f32 {
        f32::midpoint(self.top, self.bottom)
    }
}

/// What a file says of itself, and its pages: what `pdftotext -bbox` says, taken as it comes.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) title: Option<String>,
    pub(super) pages: Vec<Page>,
    /// The first word whose letters were guessed.
    pub(super) guessed: Option<String>,
}

impl Words {
    /// Takes the next lines of the account.
    pub(super) fn take(&mut self, lines: &str) {
        for line in lines.lines().map(str::trim_start) {
            if let Some(word) = line.strip_prefix("<word ") {
                if let Some(page) = self.pages.last_mut() {
                    let first = page.words.len();
                    read_words(word, &mut page.words);
                    if self.guessed.is_none() && is_guessed(word) {
                        self.guessed = page.words.get(first).map(|word| word.text.clone());
                    }
                }
            } else if let Some(page) = line.strip_prefix("<page ") {
                let [width, height] = ["width", "height"].map(|name| number(page, name).unwrap_or(1.0));
                self.pages.push(Page { width, height, words: Vec::new() });
            } else if let Some(title) = line.strip_prefix("<title>") {
                let title = plain(title.split("</title>").next().unwrap_or_default());
                self.title = Some(title.trim().to_owned()).filter(|title| !title.is_empty());
            }
        }
    }
}

/// Reads a word; one with spaces in it, of whatever kind, is several.
fn read_words(line: &str, words: &mut Vec<Word>) {
    let places = numbers(line, ["xMin", "yMin", "xMax", "yMax"]);
    let (Some([left, top, right, bottom]), Some((_, text))) = (places, line.split_once('>')) else { return };
    let text = plain(text.strip_suffix("</word>").or_else(|| Some(text.rsplit_once("</word>")?.0)).unwrap_or(text));
    let text = letters(&text).into_owned();
    let size = (bottom - top) * 0.9;
    if size <= 0.0 || text.is_empty() {
        return;
    }
    let word = Word { top, bottom, left, right, size, ..Word::default() };
    if !text.contains(' ') {
        words.push(Word { text, ..word });
        return;
    }
    // Spaces may be of several signs, which take no more room than one.
    let room = |part: &str| part.chars().count() as f32;
    let whole: f32 = text.split_whitespace().map(|part| room(part) + 0.5).sum();
    let each = (right - left) / whole.max(1.0);
    let mut at = left;
    let parts = text.split_whitespace().map(|part| {
        let left = at;
        at += (room(part) + 0.5) * each;
        Word { text: part.to_owned(), left, right: at - each * 0.5, space: Some(left > word.left), ..word.clone() }
    });
    words.extend(parts);
}

/// Returns the numbers in the first attributes of a tag, which poppler writes in one order.
pub(super) fn numbers<const N: usize>(tag: &str, names: [&str; N]) -> Option<[f32; N]> {
    let mut numbers = [0.0; N];
    let mut rest = tag;
    for (name, number) in names.iter().zip(&mut numbers) {
        rest = rest.trim_ascii_start().strip_prefix(name)?.strip_prefix("=\"")?;
        // Looking for each quotation mark costs less without a search: numbers are short, and of a long file there are many.
        let end = rest.bytes().position(|byte| byte == b'"')?;
        *number = finite(rest.get(..end)?)?;
        rest = rest.get(end + 1..)?;
    }
    Some(numbers)
}

/// Returns the number in an attribute.
pub(super) fn number(tag: &str, name: &str) -> Option<f32> {
    attribute(tag, name).and_then(finite)
}

fn finite(value: &str) -> Option<f32> {
    value.parse().ok().filter(|number: &f32| number.is_finite() && number.abs() < 1e6)
}

/// Returns what stands in an attribute of a tag.
pub(super) fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut parts = tag.split('"');
    while let (Some(key), Some(value)) = (parts.next(), parts.next()) {
        if key.trim_start().strip_suffix('=') == Some(name) {
            return Some(value);
        }
    }
    None
}

/// Writes the entities of a text as their letters.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| byte == b'&') {
        return text.into();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((front, after)) = rest.split_once('&') {
        plain.push_str(front);
        let (name, then) = after.split_once(';').filter(|(name, _)| name.len() <= 8).unwrap_or(("", after));
        let number = name.strip_prefix('#').map(|digits| match digits.strip_prefix('x') {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => digits.parse(),
        });
        match (name, number.and_then(Result::ok).and_then(char::from_u32)) {
            ("lt", _) => plain.push('<'),
            ("gt", _) => plain.push('>'),
            ("quot", _) => plain.push('"'),
            ("apos", _) => plain.push('\''),
            (_, Some(letter)) => plain.push(letter),
            _ => plain.push('&'),
        }
        let known = matches!(name, "lt" | "gt" | "quot" | "apos" | "amp") || name.starts_with('#');
        rest = if known { then } else { after };
    }
    plain.push_str(rest);
    plain.into()
}

/// Writes ligatures as the letters they stand for, which are a matter of the type and not of the words, and leaves out
/// what no corpus file may hold.
pub(super) fn letters(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) {
        return text.into();
    }
    let mut letters = String::with_capacity(text.len());
    let latin = text.contains(|letter: char| letter.is_ascii_alphabetic());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if let Some(ligature) = tex_sign(character) {
            letters.push_str(ligature);
            continue;
        }
        if latin
            && let Some(first) = swapped(character)
            && let Some(second) = characters.next_if(|next| swapped(*next).is_some())
        {
            letters.extend([first, swapped(second).unwrap_or("")]);
            continue;
        }
        match character {
            '\u{fb00}' => letters.push_str("ff"),
            '\u{fb01}' => letters.push_str("fi"),
            '\u{fb02}' => letters.push_str("fl"),
            '\u{fb03}' => letters.push_str("ffi"),
            '\u{fb04}' => letters.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => letters.push_str("st"),
            '\u{fffe}' | '\u{ffff}' | '\u{feff}' | '\u{200b}' => {}
            space if space.is_whitespace() => letters.push(' '),
            control if control.is_control() => {}
            other => letters.push(other),
        }
    }
    letters.into()
}

/// Returns what TeX sets at the place of a control character in its fonts, which many files map to nothing.
fn tex_sign(character: char) -> Option<&'static str> {
    Some(match character {
        '\u{b}' | '\u{1b}' => "ff",
        '\u{c}' | '\u{1c}' => "fi",
        '\u{e}' | '\u{1e}' => "ffi",
        '\u{f}' | '\u{1f}' => "ffl",
        '\u{1d}' => "fl",
        '\u{10}' => "“",
        '\u{11}' => "”",
        '\u{15}' => "–",
        '\u{16}' => "—",
        '\u{9f}' => "§",
        _ => return None,
    })
}

/// Returns the letter of a ligature whose two bytes Ghostscript turned round: it writes `fi` as `昀椀`.
fn swapped(character: char) -> Option<&'static str> {
    const SWAPPED: [(char, &str); 7] =
        [('昀', "f"), ('椀', "i"), ('氀', "l"), ('琀', "t"), ('樀', "j"), ('케', "fi"), ('툀', "fl")];
    SWAPPED.iter().find(|(sign, _)| *sign == character).map(|(_, letter)| *letter)
}

/// Tells whether a word has signs that stand for no letters, or ligatures turned round.
fn is_guessed(line: &str) -> bool {
    line.contains(char::is_control)
        || !line.is_ascii() && {
            let signs: Vec<char> = line.chars().collect();
            signs.windows(2).any(|pair| pair.iter().all(|sign| swapped(*sign).is_some()))
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ligatures_are_letters() {
        assert_eq!(letters("e\u{fb03}cient \u{fb01}rst"), "efficient first");
        assert_eq!(letters("e\u{1e}cient \u{1c}rst \u{e}"), "efficient first ffi");
        assert_eq!(letters("e昀케cient 昀椀rst ba昀툀e"), "efficient first baffle");
        assert_eq!(letters("e昀cient"), "e昀cient", "one sign alone is no ligature");
        assert_eq!(letters("昀椀"), "昀椀", "and no text in Chinese has any");
    }

    #[test]
    fn words_come_with_their_places() {
        let account = "<title>A &amp; B</title>\n<page width=\"600\" height=\"800.5\">\n\
            <word xMin=\"72\" yMin=\"100\" xMax=\"120\" yMax=\"112\">x&lt;y</word>\n</page>";
        let mut read = Words::default();
        read.take(account);
        assert_eq!(read.title.as_deref(), Some("A & B"));
        let word = &read.pages[0].words[0];
        assert_eq!((word.text.as_str(), word.left, word.bottom), ("x<y", 72.0, 112.0));
        assert_eq!(plain("&#34;a&amp;b&quot; & c; &#x2013;"), "\"a&b\" & c; –");
    }
}
