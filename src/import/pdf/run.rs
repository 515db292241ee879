//! The runs of letters of a PDF, as `pdftohtml -xml` gives them: which type words are set in, and which spaces the file
//! writes.

use std::collections::HashMap;
use std::sync::Arc;

use super::word::{Page, Word, attribute, letters, number, numbers, plain};

/// What `pdftohtml -xml` says of a file, taken as it comes.
#[derive(Debug, Default)]
pub(super) struct Typeset {
    pages: Vec<TypesetPage>,
    /// Fonts by the names that the account gives them.
    fonts: HashMap<String, Arc<Font>>,
}

#[derive(Debug, Default)]
struct TypesetPage {
    width: Option<f32>,
    height: Option<f32>,
    runs: Vec<Run>,
}

/// A run of letters in one type.
#[derive(Debug, Clone, Default)]
struct Run {
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
    font: Arc<Font>,
    bold: bool,
    /// From which byte of its letters on it is bold, and from which it is not.
    bold_from: Vec<(usize, bool)>,
    /// Its letters and the spaces that are written in it.
    text: String,
}

/// A type that runs are set in.
#[derive(Debug, Default)]
struct Font {
    name: String,
    /// Its size in whole points.
    size: f32,
    bold: bool,
    italic: bool,
    symbols: bool,
}

impl Typeset {
    /// Takes the next lines of the account.
    pub(super) fn take(&mut self, lines: &str) {
        for line in lines.lines().map(str::trim_start) {
            if let Some(text) = line.strip_prefix("<text ") {
                if let Some(page) = self.pages.last_mut() {
                    page.runs.extend(run_of(text, &self.fonts));
                }
            } else if let Some(font) = line.strip_prefix("<fontspec ") {
                self.fonts.insert(attribute(font, "id").unwrap_or_default().to_owned(), Arc::new(font_of(font)));
            } else if let Some((_, page)) = line.split_once("<page ") {
                // Before the tag, in its line, poppler writes ` link to page 1` for links within the file.
                let (width, height) = (number(page, "width"), number(page, "height"));
                self.pages.push(TypesetPage { width, height, runs: Vec::new() });
            }
        }
    }
}

/// Gives the words of all pages the type of the runs they stand in, and tells which spaces are written.
pub(super) fn set_type(pages: &mut [Page], typeset: Typeset) {
    let mut heights: HashMap<String, f32> = HashMap::new();
    for (page, TypesetPage { width, height, mut runs }) in pages.iter_mut().zip(typeset.pages) {
        if let (Some(width), Some(height)) = (width, height) {
            // A page that is turned has its words where a reader sees them, and the size that it had before.
            let turned = page.words.iter().any(|word| word.right > page.width + 2.0 || word.bottom > page.height + 2.0);
            if turned && width > 0.0 && height > 0.0 {
                (page.width, page.height) = (width, height);
            }
        }
        runs.sort_by(|a, b| a.top.total_cmp(&b.top));
        let assigned = assigned(&runs, &page.words);
        for (at, words) in &assigned {
            let Some(run) = runs.get(*at) else { continue };
            // Sizes come in whole points, heights as they are: one font's letters are as high as its size says.
            let (height, size) = (run.bottom - run.top, run.font.size);
            let ratio = match heights.get(&run.font.name) {
                Some(ratio) => *ratio,
                None if size >= 8.0 => *heights.entry(run.font.name.clone()).or_insert(height / size),
                None => height / size.max(1.0),
            };
            let size = if ratio > 0.0 { height / ratio } else { 0.0 };
            set(run, size, words, &mut page.words);
        }
        written_between(&runs, &assigned, &mut page.words);
    }
}

fn font_of(tag: &str) -> Font {
    let family = attribute(tag, "family").unwrap_or_default();
    let name = family.split_once('+').map_or(family, |(_, name)| name).to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    Font {
        size: number(tag, "size").unwrap_or(0.0),
        bold: has(&["bold", "black", "heavy", "demi", "-bd"]),
        italic: has(&["italic", "oblique", "-it"]),
        symbols: has(&["symbol", "wingding", "dingbat", "webding"]),
        name,
    }
}

fn run_of(line: &str, fonts: &HashMap<String, Arc<Font>>) -> Option<Run> {
    let (tag, text) = line.split_once('>')?;
    let text = text.rsplit_once("</text>").map_or(text, |(text, _)| text);
    let [top, left, width, height] = numbers(tag, ["top", "left", "width", "height"])?;
    let font = fonts.get(attribute(tag, "font")?).cloned().unwrap_or_default();
    let mut plainly = String::with_capacity(text.len());
    let mut bold_from = Vec::new();
    for (at, part) in text.split('<').enumerate() {
        let (tag, written) = if at == 0 { ("", part) } else { part.split_once('>').unwrap_or((part, "")) };
        match tag {
            "b" => bold_from.push((plainly.len(), true)),
            "/b" => bold_from.push((plainly.len(), false)),
            _ => {}
        }
        plainly.push_str(&letters(&plain(written)));
    }
    let bold = font.bold && bold_from.is_empty();
    Some(Run { left, right: left + width, top, bottom: top + height, font, bold, bold_from, text: plainly })
}

/// Returns the words that stand in each run, from left to right.
fn assigned(runs: &[Run], words: &[Word]) -> Vec<(usize, Vec<usize>)> {
    let mut assigned: Vec<(usize, Vec<usize>)> = (0..runs.len()).map(|run| (run, Vec::new())).collect();
    let tallest = runs.iter().map(|run| run.bottom - run.top).fold(0.0, f32::max);
    for (at, word) in words.iter().enumerate() {
        let from = runs.partition_point(|run| run.top < word.top - tallest);
        let middle = f32::midpoint(word.left, word.right);
        let apart = |run: &Run| (run.top - word.top).abs() + (run.bottom - word.bottom).abs();
        let over = |run: &Run| run.left - 0.5 <= middle && middle <= run.right + 0.5 && !run.text.trim().is_empty();
        let near = runs.iter().enumerate().skip(from).take_while(|(_, run)| run.top <= word.bottom);
        let best = near.filter(|(_, run)| over(run)).min_by(|(_, a), (_, b)| apart(a).total_cmp(&apart(b)));
        if let Some((_, words)) =
            best.filter(|(_, run)| apart(run) < word.height()).and_then(|(best, _)| assigned.get_mut(best))
        {
            words.push(at);
        }
    }
    for (_, of_run) in &mut assigned {
        let left = |at: &usize| words.get(*at).map_or(0.0, |word| word.left);
        of_run.sort_by(|a, b| left(a).total_cmp(&left(b)));
    }
    assigned.retain(|(_, words)| !words.is_empty());
    assigned
}

/// Gives the words of a run its type, and walks along its letters to see where spaces are written.
fn set(run: &Run, size: f32, at: &[usize], words: &mut [Word]) {
    let mut rest = run.text.as_str();
    let mut follows = true;
    for at in at {
        let Some(word) = words.get_mut(*at) else { continue };
        if size > 0.0 {
            word.size = size;
        }
        let at = run.text.len() - rest.trim_start().len();
        let bold = run.bold_from.iter().rfind(|(from, _)| *from <= at).is_some_and(|(_, bold)| *bold);
        (word.bold, word.italic, word.symbols) = (run.bold || bold, run.font.italic, run.font.symbols);
        if !follows {
            continue;
        }
        let trimmed = rest.trim_start();
        let written = trimmed.len() < rest.len();
        let Some((own, after)) = matched(trimmed, &word.text) else {
            follows = false;
            continue;
        };
        word.space = Some(written);
        if is_right_to_left(&word.text) {
            // Here a ligature is still one sign, so that turning the word round does not turn its letters round.
            own.clone_into(&mut word.text);
        }
        rest = after;
    }
}

/// Returns the front of a run that has the letters of a word, and the rest.
fn matched<'a>(run: &'a str, word: &str) -> Option<(&'a str, &'a str)> {
    use unicode_normalization::UnicodeNormalization as _;
    if let Some(rest) = run.strip_prefix(word) {
        return Some((run.get(..word.len())?, rest));
    }
    let mut wanted = word.nfkc().filter(|letter| !letter.is_whitespace()).peekable();
    let mut end = 0;
    for (at, letter) in run.char_indices() {
        if wanted.peek().is_none() {
            break;
        }
        end = at + letter.len_utf8();
        for part in std::iter::once(letter).nfkc() {
            if !part.is_whitespace() && wanted.next().map(unmirrored) != Some(unmirrored(part)) {
                return None;
            }
        }
    }
    wanted.peek().is_none().then(|| run.split_at_checked(end)).flatten()
}

/// Returns one of the two brackets of a pair for both: which of them it is, is seen differently.
fn unmirrored(sign: char) -> char {
    match sign {
        ')' => '(',
        ']' => '[',
        '»' => '«',
        other => other,
    }
}

/// Tells letters of scripts that are written from right to left.
pub(super) fn is_right_to_left(text: &str) -> bool {
    !text.is_ascii()
        && text
            .chars()
            .any(|letter| matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'))
}

/// Tells the first words of runs of a space at the end of the run before theirs, or alone in it.
fn written_between(runs: &[Run], assigned: &[(usize, Vec<usize>)], words: &mut [Word]) {
    let tallest = runs.iter().map(|run| run.bottom - run.top).fold(0.0, f32::max);
    for (at, of_run) in assigned {
        let (Some(run), Some(first)) = (runs.get(*at), of_run.first().and_then(|first| words.get_mut(*first))) else {
            continue;
        };
        if first.space != Some(false) {
            continue;
        }
        let middle = f32::midpoint(run.top, run.bottom);
        let from = runs.partition_point(|other| other.top < middle - tallest);
        let near = runs.iter().skip(from).take_while(|other| other.top <= middle);
        // Where a run ends is not sure: spaces may be said to be wider than they are.
        let before = near
            .filter(|other| other.bottom > middle && other.left < run.left)
            .max_by(|a, b| a.left.total_cmp(&b.left));
        first.space = Some(before.is_some_and(|before| before.text.ends_with(char::is_whitespace)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_the_type_of_their_run() {
        let word = |text: &str, left: f32, right: f32| Word {
            text: text.into(),
            left,
            right,
            top: 100.0,
            bottom: 112.0,
            size: 11.0,
            ..Word::default()
        };
        let words = vec![word("State", 72.0, 100.0), word("con", 103.0, 120.0), word("duct", 121.6, 140.0)];
        let mut pages = vec![Page { width: 600.0, height: 800.0, words }];
        let account = " link to page 1 <page number=\"1\" height=\"800\" width=\"600\">\n\
            <fontspec id=\"0\" size=\"10\" family=\"AB+Times-Bold\" color=\"#000000\"/>\n\
            <text top=\"100\" left=\"72\" width=\"48\" height=\"12\" font=\"0\"><b>State con</b></text>\n\
            <text top=\"100\" left=\"121.6\" width=\"19\" height=\"12\" font=\"0\"><b>duct</b></text>\n</page>";
        let mut typeset = Typeset::default();
        typeset.take(account);
        set_type(&mut pages, typeset);
        let found: Vec<_> = pages[0].words.iter().map(|word| (word.size, word.bold, word.space)).collect();
        assert_eq!(found, [(10.0, true, Some(false)), (10.0, true, Some(true)), (10.0, true, Some(false))]);
    }
}
