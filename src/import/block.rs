//! What every reader gives: the words of a source as blocks in reading order, none left out.
//!
//! A reader may call a block omitted, but never drops one: what is in no paragraph is listed in the draft.

use super::date::begins_with_day;
use crate::corpus::printed_number;

/// A run of a source's words that stands by itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Block {
    /// What it is in the text.
    pub(super) role: Role,
    /// What the source prints before it, as the corpus writes printed numbers.
    pub(super) printed: Option<String>,
    /// Whether that is none of the source's words but was computed from its rules.
    pub(super) computed: bool,
    /// Its words, with single spaces, without marks of footnotes.
    pub(super) text: String,
    /// Marks of footnotes, and other words that are none of the text, in order.
    pub(super) marks: Vec<Mark>,
    /// Links among its words, in order.
    pub(super) links: Vec<Link>,
    /// Whether all of it is set in bold.
    pub(super) bold: bool,
    /// The bytes of the text before which the source ends a line within the block.
    pub(super) breaks: Vec<usize>,
    /// How many of its lines, from the first, are set in bold, where not all of it is.
    pub(super) bold_lines: usize,
}

/// What a block is in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Role {
    /// A paragraph, with or without a printed number.
    #[default]
    Paragraph,
    /// A bullet.
    Bullet,
    /// A heading from 1 to 6.
    Heading(u8),
    /// A footnote of the source: a paragraph at the end of the text.
    Footnote,
    /// Furniture: in no paragraph.
    Omitted,
}

/// What stands in a running text and is none of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// The byte of the text that it stands before.
    pub(super) at: usize,
    /// The mark itself, such as `1` or `[1]`.
    pub(super) text: String,
    /// What it is.
    pub(super) kind: MarkKind,
}

/// What a mark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MarkKind {
    /// It leads to a footnote, and the draft says so.
    Note,
    /// Words that no reader takes for the text: hidden, a control, a reading beside a letter.
    Aside,
    /// Words that the source shows struck out.
    Struck,
}

impl Mark {
    /// Returns the mark of a footnote.
    pub(super) fn note(at: usize, text: impl Into<String>) -> Self {
        Self { at, text: text.into(), kind: MarkKind::Note }
    }
}

/// A link among a block's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    /// The words that are the link.
    pub(super) text: String,
    /// Where it leads, as the page writes it.
    pub(super) href: String,
}

impl Block {
    /// Returns a block of a role.
    pub(super) fn new(role: Role, text: impl Into<String>) -> Self {
        Self { role, text: text.into(), ..Self::default() }
    }

    /// Tells whether it belongs to the text.
    pub(super) fn kept(&self) -> bool {
        self.role != Role::Omitted
    }

    /// Tells whether all its words are links.
    pub(super) fn all_links(&self) -> bool {
        let letters = |text: &str| text.chars().filter(|character| character.is_alphanumeric()).count();
        let linked: usize = self.links.iter().map(|link| letters(&link.text)).sum();
        linked > 0 && linked >= letters(&self.text)
    }

    /// Returns all words that the source has of it, marks and printed number included.
    pub(super) fn seen(&self) -> String {
        let printed = self.printed.as_ref().filter(|_| !self.computed);
        let mut seen = printed.map(|printed| format!("{printed} ")).unwrap_or_default();
        let mut from = 0;
        for mark in &self.marks {
            seen.push_str(self.text.get(from..mark.at).unwrap_or_default());
            seen.push(' ');
            seen.push_str(&mark.text);
            seen.push(' ');
            from = mark.at;
        }
        seen.push_str(self.text.get(from..).unwrap_or_default());
        seen
    }

    /// Takes a printed number or a bullet off the front of the words, where one was typed there.
    pub(super) fn split_typed(&mut self) {
        if self.printed.is_some() || self.role != Role::Paragraph {
            return;
        }
        if let Some(rest) = after_bullet(&self.text) {
            self.cut(self.text.len() - rest.len());
            self.role = Role::Bullet;
        } else if let Some((printed, rest)) = typed_number(&self.text) {
            let printed = printed.to_owned();
            self.cut(self.text.len() - rest.len());
            self.printed = Some(printed);
        }
    }

    /// Returns its lines, as the source ends them within it.
    pub(super) fn lines(&self) -> impl Iterator<Item = &str> {
        let ends = self.breaks.iter().copied().chain([self.text.len()]);
        let begins = [0].into_iter().chain(self.breaks.iter().copied());
        begins.zip(ends).filter_map(|(begins, end)| self.text.get(begins..end)).map(str::trim)
    }

    /// Parts it at one of its line ends: keeps what stands before, and returns the rest as a paragraph.
    pub(super) fn part(&mut self, line_end: usize) -> Self {
        let at = self.breaks.get(line_end).copied().unwrap_or(self.text.len());
        let mut rest = Self { role: Role::Paragraph, bold: self.bold, ..Self::default() };
        self.bold |= self.bold_lines == line_end + 1;
        self.bold_lines = 0;
        rest.text = self.text.get(at..).unwrap_or_default().to_owned();
        self.text.truncate(self.text.len() - rest.text.len());
        rest.breaks = self.breaks.split_off((line_end + 1).min(self.breaks.len()));
        self.breaks.truncate(line_end);
        let first = self.marks.iter().position(|mark| mark.at > at).unwrap_or(self.marks.len());
        rest.marks = self.marks.split_off(first);
        let first = self.links.iter().position(|link| !self.text.contains(&link.text)).unwrap_or(self.links.len());
        rest.links = self.links.split_off(first);
        let space = rest.text.len() - rest.text.trim_start().len();
        rest.marks.iter_mut().for_each(|mark| mark.at -= at);
        rest.breaks.iter_mut().for_each(|end| *end -= at);
        rest.cut(space);
        self.text.truncate(self.text.trim_end().len());
        self.marks.iter_mut().for_each(|mark| mark.at = mark.at.min(self.text.len()));
        rest
    }

    /// Takes so many bytes off the front of its text.
    pub(super) fn cut(&mut self, front: usize) {
        self.text.drain(..front);
        for end in &mut self.breaks {
            *end = end.saturating_sub(front);
        }
        for mark in &mut self.marks {
            mark.at = mark.at.saturating_sub(front);
        }
    }
}

/// Returns a printed number typed at the front of a line, and the rest.
pub(super) fn typed_number(line: &str) -> Option<(&str, &str)> {
    let (printed, rest) = printed_number(line).filter(|_| !begins_with_day(line))?;
    let rest = rest.trim_start();
    (!rest.is_empty()).then_some((printed, rest))
}

/// Returns what follows a bullet typed at the front of a line.
pub(super) fn after_bullet(line: &str) -> Option<&str> {
    let rest =
        line.strip_prefix(['•', '·', '‣', '▪', '■', '●', '○', '◦', '–', '—', '-', '*', '\u{f0b7}', '\u{f0a7}'])?;
    // A dash without a space after it is a minus or a compound; the real bullets need none.
    let typed = line.starts_with(['–', '—', '-', '*']);
    let trimmed = rest.trim_start();
    ((!typed || trimmed.len() < rest.len()) && !trimmed.is_empty()).then_some(trimmed)
}

/// Returns `text` with every run of white space as one space, and none at its ends; control characters are dropped.
pub(super) fn squeezed(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.contains(is_dead) { words.replace(is_dead, "") } else { words }
}

/// So many words show which text is meant.
const FIRST: usize = 8;

/// Returns the first words of a text.
pub(super) fn first_words(text: &str) -> String {
    text.split_whitespace().take(FIRST).collect::<Vec<_>>().join(" ")
}

/// Returns the first words of a text to show which it is, marked as such and as cut.
pub(super) fn beginning(text: &str) -> String {
    let dots = if text.split_whitespace().nth(FIRST).is_some() { " …" } else { "" };
    format!("`{}{dots}`", first_words(text))
}

/// Tells letters of scripts that are written without spaces.
pub(super) fn is_spaceless(letter: char) -> bool {
    matches!(letter, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// Tells characters that no corpus file may hold.
fn is_dead(character: char) -> bool {
    character.is_control() || matches!(character, '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, printed: Option<&str>, text: &str) {
        let mut block = Block::new(Role::Paragraph, line);
        block.split_typed();
        assert_eq!((block.printed.as_deref(), block.text.as_str()), (printed, text));
    }

    #[test]
    fn typed_numbers_are_what_the_corpus_calls_printed_numbers() {
        check("12. We agree", Some("12."), "We agree");
        check("3.1) We agree", Some("3.1)"), "We agree");
        check("(c) items", Some("(c)"), "items");
        check("(iv) items", Some("(iv)"), "items");
        check("2017. was a year", None, "2017. was a year");
        check("a) is not one", None, "a) is not one");
        check("12.", None, "12.");
        check("26. Januar 2022", None, "26. Januar 2022");
        check("26. Januar und Februar", Some("26."), "Januar und Februar");
        check("7 ministers", None, "7 ministers");
    }

    #[test]
    fn bullets_of_all_kinds_are_bullets() {
        for line in ["• act", "- act", "– act", "* act", "•act", "\u{f0b7} act"] {
            assert_eq!(after_bullet(line), Some("act"), "{line}");
        }
        for line in ["-5 degrees", "—", "act - now"] {
            assert_eq!(after_bullet(line), None, "{line}");
        }
    }

    #[test]
    fn what_is_seen_holds_marks_and_numbers() {
        let marks = vec![Mark::note(10, "1")];
        let block =
            Block { printed: Some("4.".into()), text: "cyberspace, and more".into(), marks, ..Block::default() };
        assert_eq!(block.seen(), "4. cyberspace 1 , and more");
    }
}
