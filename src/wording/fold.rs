//! Folding: what two texts share when only typography tells them apart.
//!
//! Unicode NFKC, full case folding, quotation marks to `'` and `"`, every dash to `-`, soft hyphens and zero-width
//! characters removed, white space to one space. Invariants:
//!
//! 1. Folding a folded text changes nothing (`folding_twice_is_folding_once`).
//! 2. Every range of the folded text maps back to a range on character boundaries of the original
//!    (`ranges_map_back_to_whole_characters`), and one that ends inside an expanded character takes it whole.

use std::ops::Range;

use icu_casemap::CaseMapper;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// A folded text with the way back to the original.
#[derive(Debug, Clone)]
pub struct Folded {
    text: String,
    /// For every byte of `text`, the start of the original cluster it came from.
    starts: Vec<u32>,
    /// For every byte of `text`, the end of the original cluster it came from.
    ends: Vec<u32>,
}

impl Folded {
    /// Folds `original`, which must be shorter than 4 GiB.
    #[must_use]
    pub fn new(original: &str) -> Self {
        let mut folded = Self {
            text: String::with_capacity(original.len()),
            starts: Vec::with_capacity(original.len()),
            ends: Vec::with_capacity(original.len()),
        };
        let bytes = original.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            // ASCII before ASCII is a cluster of its own, and so is nearly every character of most texts.
            let alone = bytes.get(at..).map_or(0, alone);
            folded.push_ascii(original.get(at..at + alone).unwrap_or_default(), at);
            at += alone;
            let clusters = bytes.get(at..).map_or(0, together);
            folded.push_clusters(original.get(at..at + clusters).unwrap_or_default(), at);
            at += clusters;
        }
        folded
    }

    /// Returns a part that is no ASCII alone folded, without the way back.
    fn new_clusters(part: &str) -> String {
        let mut folded = Self { text: String::new(), starts: Vec::new(), ends: Vec::new() };
        folded.push_clusters(part, 0);
        folded.text
    }

    /// Returns the folded text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the range of the original that the range `folded` of the folded text came from.
    ///
    /// An empty range, or one outside the text, is an empty range of the original.
    #[must_use]
    pub fn original(&self, folded: &Range<usize>) -> Range<usize> {
        let inside = self.starts.get(folded.clone()).and_then(|starts| {
            let ends = self.ends.get(folded.clone())?;
            Some((*starts.first()? as usize)..(*ends.last()? as usize))
        });
        inside.unwrap_or_else(|| {
            let at = self.starts.get(folded.start).or(self.ends.last()).map_or(0, |&at| at as usize);
            at..at
        })
    }

    /// Folds a part of the original that starts at `base`, cluster by cluster: normal forms compose within a cluster
    /// and never across two.
    ///
    /// Invisible characters go first, since taking one out can make two clusters one.
    fn push_clusters(&mut self, part: &str, base: usize) {
        let mut visible = String::with_capacity(part.len());
        let mut origins = Vec::with_capacity(part.len());
        for (at, character) in part.char_indices() {
            if is_invisible(character) {
                continue;
            }
            // Taken apart first, since what a character stands for can belong to the cluster before it.
            visible.extend(std::iter::once(plain(character)).nfkd());
            origins.resize(visible.len(), (base + at, base + at + character.len_utf8()));
        }
        let cases = CaseMapper::new();
        for (at, cluster) in visible.grapheme_indices(true) {
            let (Some(&(start, _)), Some(&(_, end))) = (origins.get(at), origins.get(at + cluster.len() - 1)) else {
                continue;
            };
            let mut bytes = cluster.bytes();
            if let (Some(byte @ 0..=127), None) = (bytes.next(), bytes.next()) {
                // What was taken apart can be a quotation mark, as U+1FEF is the grave accent.
                self.push(plain(char::from(byte).to_ascii_lowercase()), start, end);
                continue;
            }
            let composed: String = cluster.nfkc().collect();
            // Folding the case of a composed text can leave it decomposed, so it is composed again.
            for character in cases.fold_string(&composed).nfkc() {
                if !is_invisible(character) {
                    self.push(plain(character), start, end);
                }
            }
        }
    }

    /// Folds ASCII of the original that starts at `base`, each character of which is a cluster of its own.
    fn push_ascii(&mut self, ascii: &str, base: usize) {
        if is_ready(ascii, &self.text) {
            push_lowercase(ascii, &mut self.text);
            let (start, end) = (narrow(base), narrow(base + ascii.len()));
            self.starts.extend(start..end);
            self.ends.extend((start..end).map(|at| at + 1));
            return;
        }
        for (byte, at) in ascii.bytes().zip(base..) {
            self.push(plain(char::from(byte.to_ascii_lowercase())), at, at + 1);
        }
    }

    fn push(&mut self, character: char, start: usize, end: usize) {
        let white = character.is_whitespace();
        if white && self.text.ends_with(' ') {
            // One space stands for the whole run, so its range grows with the run.
            if let Some(last) = self.ends.last_mut() {
                *last = narrow(end);
            }
            return;
        }
        self.text.push(if white { ' ' } else { character });
        self.starts.resize(self.text.len(), narrow(start));
        self.ends.resize(self.text.len(), narrow(end));
    }
}

/// Returns `original` folded, without the way back.
#[must_use]
pub fn fold(original: &str) -> String {
    let bytes = original.as_bytes();
    let mut text = String::with_capacity(original.len());
    let mut at = 0;
    while at < bytes.len() {
        let alone = bytes.get(at..).map_or(0, alone);
        push_ascii(original.get(at..at + alone).unwrap_or_default(), &mut text);
        at += alone;
        let clusters = bytes.get(at..).map_or(0, together);
        let folded = Folded::new_clusters(original.get(at..at + clusters).unwrap_or_default());
        let joined = if text.ends_with(' ') { folded.strip_prefix(' ') } else { None };
        text.push_str(joined.unwrap_or(&folded));
        at += clusters;
    }
    text
}

/// Tells whether ASCII is folded but for its case where it follows `text`: a text as it is held has single spaces only.
fn is_ready(ascii: &str, text: &str) -> bool {
    let is_plain = |byte: u8| byte >= b' ' && byte != b'`';
    let is_plain = ascii.bytes().fold(true, |ready, byte| ready & is_plain(byte));
    is_plain && !ascii.contains("  ") && !(text.ends_with(' ') && ascii.starts_with(' '))
}

fn push_lowercase(ascii: &str, text: &mut String) {
    let start = text.len();
    text.push_str(ascii);
    if let Some(new) = text.get_mut(start..) {
        new.make_ascii_lowercase();
    }
}

/// Folds ASCII, which nearly every character of most texts is, onto the end of a folded text.
fn push_ascii(ascii: &str, text: &mut String) {
    if is_ready(ascii, text) {
        return push_lowercase(ascii, text);
    }
    for character in ascii.chars().map(|character| plain(character.to_ascii_lowercase())) {
        if !character.is_whitespace() {
            text.push(character);
        } else if !text.ends_with(' ') {
            text.push(' ');
        }
    }
}

/// Returns how many bytes at the start are ASCII characters with which nothing that follows can combine.
fn alone(bytes: &[u8]) -> usize {
    let other = bytes.iter().position(|byte| !byte.is_ascii());
    // The last of them may begin a cluster with what follows.
    other.map_or(bytes.len(), |other| other.saturating_sub(1))
}

/// Returns how many bytes at the start lie before the first ASCII character that stands alone.
fn together(bytes: &[u8]) -> usize {
    let ascii = |at: usize| bytes.get(at).is_none_or(u8::is_ascii);
    (1..bytes.len()).find(|&at| ascii(at) && ascii(at + 1)).unwrap_or(bytes.len())
}

fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// Tells whether a character prints nothing and joins nothing: soft hyphens, zero-width and directional marks.
#[must_use]
pub fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Tells whether a character is a double quotation mark of any script.
#[must_use]
pub fn is_double_mark(character: char) -> bool {
    plain(character) == '"'
}

/// Tells whether a character is a dash or hyphen of any script.
#[must_use]
pub fn is_dash(character: char) -> bool {
    plain(character) == '-'
}

/// Returns the plain form of quotation marks and dashes, and any other character as it is.
fn plain(character: char) -> char {
    match character {
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | '′' | '‵' | '´' | '`' | 'ʼ' | '＇' => '\'',
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '‶' | '〝' | '〞' | '〟' | '＂' | '「' | '」' | '『' | '』' => {
            '"'
        }
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '⁃' | '−' | '﹘' | '﹣' | '－' | '\u{058a}' | '\u{05be}' | '⸺' | '⸻'
        | '〜' | '〰' | '゠' | '﹉' => '-',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(original: &str, folded: &str) {
        assert_eq!(fold(original), folded);
    }

    #[test]
    fn typography_and_case_are_folded() {
        check("“Cyber–Space”", "\"cyber-space\"");
        check("Straße ﬁve", "strasse five");
        check("a\u{a0} \n\tb", "a b");
        check("cy\u{ad}ber\u{200b}space", "cyberspace");
        check("sE\u{301}curite\u{301}", "sécurité");
        check("wait…", "wait...");
        check("Ⅳ ½", "iv 1⁄2");
        check("`a` `é`", "'a' 'é'");
        check("`a`", "'a'");
        check("ㄱￚ", "그");
        check("\u{1fef}a\u{1fef}", "'a'");
    }

    #[test]
    fn every_character_is_folded_once() {
        for character in '\0'..=char::MAX {
            for text in [String::from(character), format!("a{character}a"), format!("é{character}\u{301}")] {
                let once = fold(&text);
                assert_eq!(fold(&once), once, "{character:?}");
            }
        }
    }

    #[test]
    fn a_range_inside_an_expanded_character_takes_it_whole() {
        let folded = Folded::new("aﬁb");
        assert_eq!(folded.text(), "afib");
        assert_eq!(folded.original(&(1..2)), 1..4);
        assert_eq!(folded.original(&(2..4)), 1..5);
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC*") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn stretches_fold_as_the_whole_does(text in "[a-cA-C`\\-–  \\t\\n\\u{a0}\\u{301}é\\u{ad}\\u{600}\\u{200d}ﬁ😀가\\u{11a8}]*") {
            let mut whole = Folded { text: String::new(), starts: Vec::new(), ends: Vec::new() };
            whole.push_clusters(&text, 0);
            let folded = Folded::new(&text);
            prop_assert_eq!(&folded.text, &whole.text);
            prop_assert_eq!(folded.text, fold(&text));
        }

        #[test]
        fn ranges_map_back_to_whole_characters(text in "\\PC*", from in 0_usize..40, length in 0_usize..40) {
            let folded = Folded::new(&text);
            let range = folded.original(&(from..from + length));
            prop_assert!(text.get(range).is_some());
        }
    }
}
