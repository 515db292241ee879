//! A quotation as it is read: its words, and what it says of its own changes in brackets and ellipses.

use std::ops::Range;

use super::token::{Token, tokens};
use crate::wording;

/// The words of a quotation outside square brackets, and the changes it declares itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Quoted {
    /// The quotation itself.
    pub(super) text: String,
    /// The words in order.
    pub(super) tokens: Vec<Token>,
    /// What is declared before which word; a place behind the last word is the end.
    pub(super) declared: Vec<(usize, Declared)>,
    /// Words that may be one with the next, parted at the end of a line.
    pub(super) joins: Vec<usize>,
}

/// A change that a quotation declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Declared {
    /// Words were left out.
    Ellipsis,
    /// Words were added, or put in the place of others: their range in the quotation.
    Insertion(Range<usize>),
    /// A remark, such as `[sic]`: nothing was changed.
    Remark,
}

impl Quoted {
    /// Reads a quotation, in which square brackets and ellipses declare changes.
    pub(super) fn read(text: &str) -> Self {
        let mut quoted = Self { text: text.to_owned(), ..Self::default() };
        // What is left out is as long as what stands for it, so places are those of the text as it is written.
        let text = &*wording::without_note_marks(text);
        let signs = declarations(text);
        let mut open = signs.iter().peekable();
        let mut inside: Option<(&Range<usize>, bool)> = None;
        for token in tokens(text) {
            while let Some((range, declared)) = open.peek().filter(|(range, _)| range.start < token.range.end) {
                open.next();
                let part_of_word = matches!(declared, Declared::Insertion(_)) && quoted.touches_word(text, range);
                inside = Some((range, part_of_word));
                if !part_of_word {
                    quoted.declared.push((quoted.tokens.len(), declared.clone()));
                }
            }
            match inside.filter(|(range, _)| token.range.start < range.end) {
                Some((_, false)) => {}
                Some((range, true)) => quoted.push_part(token, Some(range)),
                None => quoted.push_part(token, None),
            }
        }
        quoted.declared.extend(open.map(|(_, declared)| (quoted.tokens.len(), declared.clone())));
        let words = quoted.tokens.len();
        quoted.declared.retain(|(at, declared)| *declared != Declared::Ellipsis || (1..words).contains(at));
        quoted.joins = joins(text, &quoted.tokens);
        quoted
    }

    /// Reads a text in which brackets and dots are nothing but punctuation.
    pub(super) fn plain(text: &str) -> Self {
        let tokens = tokens(text);
        Self { text: text.to_owned(), joins: joins(text, &tokens), tokens, declared: Vec::new() }
    }

    /// Returns the quotation with the words parted at line ends made one where `one` says so of the whole word.
    pub(super) fn joined(&self, one: impl Fn(&str) -> bool) -> Self {
        let mut joined = Self { text: self.text.clone(), declared: self.declared.clone(), ..Self::default() };
        for (at, token) in self.tokens.iter().enumerate() {
            let before = at.checked_sub(1).filter(|before| self.joins.contains(before));
            if let (Some(_), Some(last)) = (before, joined.tokens.last_mut()) {
                let whole = format!("{}{}", last.word, token.word);
                if one(&whole) {
                    last.word = whole;
                    last.range.end = token.range.end;
                    let place = joined.tokens.len();
                    joined.declared.iter_mut().filter(|(at, _)| *at > place).for_each(|(at, _)| *at -= 1);
                    continue;
                }
            }
            joined.tokens.push(token.clone());
        }
        joined
    }

    /// Tells whether it declares any change itself.
    pub(super) fn declares(&self) -> bool {
        !self.declared.is_empty() || self.tokens.iter().any(|token| token.pattern.is_some())
    }

    /// Returns the text from the first of some words to the last.
    pub(super) fn slice(&self, words: &Range<usize>) -> Option<&str> {
        let (first, last) = (self.tokens.get(words.start)?, self.tokens.get(words.end.checked_sub(1)?)?);
        self.text.get(first.range.start..last.range.end)
    }

    /// Returns the words between declared changes, as ranges of the words; none is empty.
    pub(super) fn segments(&self) -> Vec<Range<usize>> {
        let mut segments = Vec::new();
        let mut start = 0;
        for at in self.declared.iter().map(|(at, _)| *at).chain([self.tokens.len()]) {
            if start < at {
                segments.push(start..at);
                start = at;
            }
        }
        segments
    }

    /// Tells whether a bracket is written together with letters before or after it.
    fn touches_word(&self, text: &str, bracket: &Range<usize>) -> bool {
        let before = text.get(..bracket.start).and_then(|text| text.chars().next_back());
        let after = text.get(bracket.end..).and_then(|text| text.chars().next());
        let letters = |character: Option<char>| character.is_some_and(char::is_alphabetic);
        // `cyber[-]attack` and `[12]` behind a word add no letters.
        let inner = text.get(bracket.start + 1..bracket.end.saturating_sub(1)).unwrap_or_default();
        (letters(before) || letters(after)) && !inner.is_empty() && inner.chars().all(char::is_alphabetic)
    }

    /// Adds a word, or a part of the word before if a bracket alone stands between the two.
    fn push_part(&mut self, token: Token, bracket: Option<&Range<usize>>) {
        let Token { word, range, .. } = token;
        let piece = if bracket.is_some() { "*".to_owned() } else { word.clone() };
        let open = usize::from(bracket.is_some());
        if let Some(last) = self.tokens.last_mut() {
            let behind_bracket = last.pattern.as_ref().is_some_and(|pattern| pattern.ends_with('*'));
            let touches = last.range.end + open + usize::from(behind_bracket) == range.start;
            if touches && (bracket.is_some() || behind_bracket) {
                let pattern = last.pattern.take().unwrap_or_else(|| last.word.clone());
                last.pattern = Some(pattern + &piece);
                last.word += &word;
                last.range.end = range.end;
                return;
            }
        }
        let pattern = bracket.map(|_| piece);
        self.tokens.push(Token { word, pattern, range });
    }
}

/// Returns where a quotation declares changes, in order.
pub(super) fn declarations(text: &str) -> Vec<(Range<usize>, Declared)> {
    let mut found: Vec<(Range<usize>, Declared)> = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let length = rest.chars().next().map_or(1, char::len_utf8);
        let declared = match rest.as_bytes().first() {
            Some(b'[') => bracketed(rest, ']').map(|end| (end, in_square_brackets(rest, at, end))),
            Some(b'(') => bracketed(rest, ')').and_then(|end| Some((end, in_round_brackets(rest.get(1..end - 1)?)?))),
            _ => dots(rest).map(|end| (end, Declared::Ellipsis)),
        };
        match declared {
            Some((end, declared)) => {
                found.push((at..at + end, declared));
                at += end;
            }
            None => at += length,
        }
    }
    found
}

/// Returns the length of a bracket with its content, if it closes before another opens and within a few lines.
fn bracketed(text: &str, close: char) -> Option<usize> {
    let end = text.find(close)? + 1;
    let inner = text.get(1..end - 1)?;
    (inner.len() <= 300 && !inner.contains(['[', '('])).then_some(end)
}

fn in_square_brackets(text: &str, at: usize, end: usize) -> Declared {
    let inner = text.get(1..end - 1).unwrap_or_default();
    if is_remark(inner) {
        Declared::Remark
    } else if inner.chars().any(char::is_alphanumeric) {
        Declared::Insertion(at + 1..at + end - 1)
    } else {
        Declared::Ellipsis
    }
}

fn in_round_brackets(inner: &str) -> Option<Declared> {
    if is_remark(inner) {
        return Some(Declared::Remark);
    }
    (dots(inner.trim()) == Some(inner.trim().len())).then_some(Declared::Ellipsis)
}

fn is_remark(inner: &str) -> bool {
    let inner = wording::fold(inner.trim().trim_end_matches(['!', '.']));
    let said = ["emphasis", "italics", "original", "recte", "footnote", "citation"];
    inner == "sic" || said.iter().any(|word| inner.starts_with(word)) || inner.ends_with(" emphasis")
}

/// Returns the length of the ellipsis that `text` begins with, also one with spaces between its dots.
fn dots(text: &str) -> Option<usize> {
    let (mut count, mut end) = (0, 0);
    for (at, character) in text.char_indices() {
        match character {
            '…' => count += 3,
            '.' => count += 1,
            ' ' | '\u{a0}' if count > 0 => continue,
            _ => break,
        }
        end = at + character.len_utf8();
    }
    (count >= 3).then_some(end)
}

/// Returns the words that may be one with the next because a hyphen and a line end, or what was one, part them.
fn joins(text: &str, tokens: &[Token]) -> Vec<usize> {
    let parted = |between: &str| {
        let mut characters = between.chars();
        let hyphen = characters.next().is_some_and(|first| matches!(first, '-' | '‐' | '\u{ad}' | '¬'));
        let rest = characters.as_str();
        hyphen && !rest.is_empty() && rest.chars().all(char::is_whitespace)
    };
    let pairs = tokens.iter().zip(tokens.iter().skip(1)).enumerate();
    pairs
        .filter(|(_, (word, next))| text.get(word.range.end..next.range.start).is_some_and(parted))
        .map(|(at, _)| at)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows words, patterns in `/`, ellipses as `…`, insertions as `[]`, remarks as `!`, joins as `~`.
    #[track_caller]
    fn check(text: &str, shown: &str) {
        let quoted = Quoted::read(text);
        let mut found = Vec::new();
        for at in 0..=quoted.tokens.len() {
            for (_, declared) in quoted.declared.iter().filter(|(place, _)| *place == at) {
                found.push(match declared {
                    Declared::Ellipsis => "…".to_owned(),
                    Declared::Insertion(range) => format!("[{}]", &text[range.clone()]),
                    Declared::Remark => "!".to_owned(),
                });
            }
            if let Some(token) = quoted.tokens.get(at) {
                let join = if quoted.joins.contains(&at) { "~" } else { "" };
                found.push(token.pattern.as_ref().map_or(token.word.clone(), |p| format!("{}/{p}", token.word)) + join);
            }
        }
        assert_eq!(found.join(" "), shown);
    }

    #[test]
    fn declared_changes_are_read() {
        check("… one ... two […] three (…) four. . . . five…", "one … two … three … four … five");
        check("[T]he state[s] [re]affirm[ed] it", "the/*he states/state* reaffirmed/*affirm* it");
        check("they [the ministers] met [sic] there [12]", "they [the ministers] met ! there [12]");
        check("met (emphasis added) here (G7)", "met ! here g7");
        check("the law[1] of war.[2] All", "the law of war all");
        check("an [open bracket", "an open bracket");
        check("cyber-\nspace and infor\u{ad}\nmation, well- known", "cyber~ space and infor~ mation well~ known");
    }

    #[test]
    fn words_parted_at_line_ends_are_joined_on_request() {
        let quoted = Quoted::read("cyber-\nspace … well-\nknown").joined(|word| word == "cyberspace");
        assert_eq!(
            quoted.tokens.iter().map(|token| token.word.as_str()).collect::<Vec<_>>(),
            ["cyberspace", "well", "known"]
        );
        assert_eq!(quoted.declared, [(1, Declared::Ellipsis)]);
        assert_eq!(quoted.segments(), [0..1, 1..3]);
    }
}
