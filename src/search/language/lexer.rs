//! Divides a query into words, phrases, operators, fields and brackets.

use std::ops::Range;

use super::Notice;
use super::{FieldName, MAX_DISTANCE};
use crate::wording::is_double_mark;

/// One lexeme of a query with the bytes it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lexeme {
    pub(crate) kind: LexemeKind,
    pub(crate) range: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LexemeKind {
    Open,
    Close,
    Or,
    And,
    Not,
    Near(u32),
    /// Letters without white space.
    Chunk(String),
    /// Letters after `=`.
    ExactChunk(String),
    /// Words between quotation marks.
    Phrase(String),
    /// Words between quotation marks after `=`.
    ExactPhrase(String),
    /// Words between quotation marks, with how many may stand between them.
    NearPhrase(String, u32),
    Field(FieldName, String),
}

/// How far words may be apart where `NEAR` does not say.
const USUAL_DISTANCE: u32 = 8;

/// The state of reading: what is left, and what came of it.
struct Lexer<'a> {
    text: &'a str,
    at: usize,
    lexemes: Vec<Lexeme>,
    notices: Vec<Notice>,
    control_told: bool,
    /// Whether no letter of the query is lower case, so that capitals do not tell operators from words.
    in_capitals: bool,
    capitals_told: bool,
}

/// Divides `text` into lexemes and tells what was repaired.
pub(crate) fn lex(text: &str) -> (Vec<Lexeme>, Vec<Notice>) {
    let mut lexer = Lexer {
        text,
        at: 0,
        lexemes: Vec::new(),
        notices: Vec::new(),
        control_told: false,
        in_capitals: is_in_capitals(text),
        capitals_told: false,
    };
    while let Some(character) = lexer.peek() {
        let start = lexer.at;
        match character {
            '(' => lexer.single(LexemeKind::Open),
            ')' => lexer.single(LexemeKind::Close),
            _ if is_space(character) => lexer.space(character),
            _ if is_double_mark(character) || lexer.single_quoted(0).is_some() => lexer.phrase(start, false),
            '=' if lexer.second().is_some_and(is_double_mark) || lexer.single_quoted(1).is_some() => {
                lexer.skip();
                lexer.phrase(start, true);
            }
            '-' | '−' if lexer.excludes() => {
                while matches!(lexer.peek(), Some('-' | '−')) {
                    lexer.skip();
                }
                lexer.push(LexemeKind::Not, start);
            }
            _ => lexer.chunk(start),
        }
    }
    (lexer.lexemes, lexer.notices)
}

/// Tells whether a character divides words as a space does.
fn is_space(character: char) -> bool {
    character.is_whitespace() || character.is_control()
}

/// Returns a word that is an operator in a query, and the sign that is one whatever its case.
fn operator(chunk: &str) -> Option<&'static str> {
    match chunk {
        "OR" => Some("||"),
        "AND" => Some("&&"),
        "NOT" => Some("-"),
        "NEAR" => Some("NEAR/8"),
        _ => None,
    }
}

/// Tells whether a query has words in capitals, operators aside, and no letter in lower case.
fn is_in_capitals(text: &str) -> bool {
    let ends = |character: char| !character.is_alphanumeric();
    !text.contains(char::is_lowercase)
        && text.split(ends).any(|word| operator(word).is_none() && word.contains(char::is_uppercase))
}

/// Returns a query with its operators written as signs, which are operators whatever the case of the words.
fn with_signs(text: &str) -> String {
    let mut signs = String::with_capacity(text.len());
    let mut quoted = false;
    let mut excludes = false;
    for chunk in text.split_inclusive(|character: char| is_space(character) || matches!(character, '(' | ')')) {
        let word = chunk.trim_end_matches(|character: char| is_space(character) || matches!(character, '(' | ')'));
        match operator(word).filter(|_| !quoted) {
            Some("-") => excludes = true,
            Some(sign) => signs.extend([sign, chunk.get(word.len()..).unwrap_or_default()]),
            None => {
                signs.push_str(if std::mem::take(&mut excludes) { "-" } else { "" });
                signs.push_str(chunk);
            }
        }
        quoted ^= word.chars().filter(|character| is_double_mark(*character)).count() % 2 == 1;
    }
    signs
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn second(&self) -> Option<char> {
        self.rest().chars().nth(1)
    }

    fn skip(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    fn push(&mut self, kind: LexemeKind, start: usize) {
        self.lexemes.push(Lexeme { kind, range: start..self.at });
    }

    fn single(&mut self, kind: LexemeKind) {
        let start = self.at;
        self.skip();
        self.push(kind, start);
    }

    /// Returns the code point that a byte of the text is.
    fn position(&self, byte: usize) -> usize {
        position(self.text, byte)
    }

    /// Returns the whole query with other words in a place.
    fn with(&self, range: Range<usize>, words: &str) -> String {
        let (before, after) = (self.text.get(..range.start), self.text.get(range.end..));
        [before.unwrap_or_default(), words, after.unwrap_or_default()].concat()
    }

    fn space(&mut self, character: char) {
        if character.is_control() && !character.is_whitespace() && !self.control_told {
            self.control_told = true;
            self.notices.push(Notice::control_characters(self.position(self.at)));
        }
        self.skip();
    }

    /// Tells whether a hyphen here excludes what follows: after a space or a bracket, before something.
    fn excludes(&self) -> bool {
        let before = self.text.get(..self.at).and_then(|text| text.chars().next_back());
        let after = self.rest().trim_start_matches(['-', '−']).chars().next();
        before.is_none_or(|character| is_space(character) || character == '(')
            && after.is_some_and(|character| !is_space(character) && character != ')')
    }

    /// Returns how long the words are between curly single quotes, where the first is so many bytes from here.
    ///
    /// They are quotes around several words, and at the bounds of words: in `states’ rights` and `don’t` they are not.
    fn single_quoted(&self, ahead: usize) -> Option<usize> {
        let words = self.rest().get(ahead..)?.strip_prefix('‘')?;
        let ends = |at: &usize| {
            let (before, after) = (words.get(..*at), words.get(at + '’'.len_utf8()..));
            let is_inside = |side: Option<char>| side.is_some_and(char::is_alphanumeric);
            !before.is_some_and(|it| it.ends_with(is_space)) && !is_inside(after.and_then(|it| it.chars().next()))
        };
        let end = words.match_indices('’').map(|(at, _)| at).find(ends)?;
        let quoted = words.get(..end)?;
        let several = quoted.trim().contains(is_space) && !quoted.starts_with(is_space);
        (several && !quoted.contains(is_double_mark)).then_some(end)
    }

    /// Says that a quotation mark was left out that opens nothing and closes nothing.
    fn stray(&self, start: usize, after: &str) -> Notice {
        let before = self.text.get(..start).unwrap_or_default().trim_end();
        let without = format!("{before} {}", after.trim()).trim().to_owned();
        let notice = Notice::stray_quote(self.position(start));
        if without.contains(char::is_alphanumeric) { notice.suggest(without) } else { notice }
    }

    /// Says that a quotation mark was not closed, and closes it before the brackets that stand around it.
    fn unclosed(&self, start: usize) -> Notice {
        let position = self.position(start);
        let count = |wanted: &LexemeKind| self.lexemes.iter().filter(|lexeme| lexeme.kind == *wanted).count();
        let open = count(&LexemeKind::Open).saturating_sub(count(&LexemeKind::Close));
        let text = self.text.trim_end();
        let inner = if open > 0 { text.trim_end_matches(|c: char| c == ')' || is_space(c)) } else { text };
        Notice::unclosed_quote(position).suggest(format!("{inner}\"{}", ")".repeat(open)))
    }

    /// Reads the words up to the closing quotation mark; nothing where it is the first that is stray: none closes it, and
    /// no word follows it at once, as where the other half of a quotation was not copied.
    fn quoted(&mut self) -> Option<String> {
        let start = self.at;
        let single = self.single_quoted(0);
        let before = self.text.get(..start).unwrap_or_default();
        self.skip();
        let rest = self.rest();
        let end = single.or_else(|| rest.find(is_double_mark));
        // Behind a word, and before a space and what another opens, it closes what was not copied.
        let opens = |at: usize| {
            let after = rest.get(at..).unwrap_or_default().chars().nth(1);
            rest.get(..at).is_some_and(|words| words.ends_with(is_space)) && after.is_some_and(char::is_alphanumeric)
        };
        let closes = rest.starts_with(is_space) && before.ends_with(char::is_alphanumeric) && end.is_some_and(opens);
        if closes || end.is_none() && (!rest.contains(char::is_alphanumeric) || rest.starts_with(is_space)) {
            self.notices.push(self.stray(start, rest));
            return None;
        }
        let Some(length) = end else {
            let words = rest.to_owned();
            self.at = self.text.len();
            self.notices.push(self.unclosed(start));
            return Some(words);
        };
        let words = rest.get(..length).unwrap_or_default().to_owned();
        self.at += length;
        self.skip();
        Some(words)
    }

    fn phrase(&mut self, start: usize, exact: bool) {
        let Some(words) = self.quoted() else { return };
        let kind = match self.slop() {
            Some(distance) => LexemeKind::NearPhrase(words, distance),
            None if exact => LexemeKind::ExactPhrase(words),
            None => LexemeKind::Phrase(words),
        };
        self.push(kind, start);
    }

    /// Reads `~8` after a phrase, also after a space.
    fn slop(&mut self) -> Option<u32> {
        let rest = self.rest();
        let trimmed = rest.trim_start_matches(is_space);
        let digits = trimmed.strip_prefix('~')?;
        let length = digits.bytes().take_while(u8::is_ascii_digit).count();
        let number = digits.get(..length).filter(|digits| !digits.is_empty())?;
        let spaced = rest.len() - trimmed.len();
        let start = self.at + spaced;
        let typed = format!("~{number}");
        let distance = self.distance(number, start);
        self.at = start + 1 + length;
        if spaced > 0 {
            let notice = Notice::nearness(&format!(" {typed}"), distance, self.position(start));
            self.notices.push(notice.suggest(self.with(start - spaced..self.at, &format!("~{distance}"))));
        }
        Some(distance)
    }

    /// Returns a number of words between, at most the farthest that is looked for.
    fn distance(&mut self, digits: &str, start: usize) -> u32 {
        let distance = digits.parse().unwrap_or(u32::MAX);
        if distance > MAX_DISTANCE {
            self.notices.push(Notice::too_far(self.position(start)));
        }
        distance.min(MAX_DISTANCE)
    }

    fn chunk(&mut self, start: usize) {
        let ends = |character: char| is_space(character) || is_double_mark(character) || matches!(character, '(' | ')');
        let length = self.rest().find(ends).unwrap_or(self.rest().len());
        let typed = self.rest().get(..length).unwrap_or_default().to_owned();
        self.at += length;
        if self.in_capitals && operator(&typed).is_some() {
            if !std::mem::replace(&mut self.capitals_told, true) {
                let notice = Notice::capitals(&typed, self.position(start));
                self.notices.push(notice.suggest(with_signs(self.text)));
            }
            return self.push(LexemeKind::Chunk(typed), start);
        }
        match typed.as_str() {
            "OR" | "||" => return self.push(LexemeKind::Or, start),
            "AND" | "&&" => return self.push(LexemeKind::And, start),
            "NOT" => return self.push(LexemeKind::Not, start),
            _ => {}
        }
        if let Some(distance) = self.nearness(&typed, start) {
            return self.push(LexemeKind::Near(distance), start);
        }
        if let Some((name, value)) = typed.split_once(':')
            && self.field(name, value, start)
        {
            return;
        }
        match typed.strip_prefix('=') {
            Some(exact) if !exact.is_empty() => self.push(LexemeKind::ExactChunk(exact.to_owned()), start),
            _ => self.push(LexemeKind::Chunk(typed), start),
        }
    }

    /// Reads `NEAR/8` and what other archives write for it.
    fn nearness(&mut self, typed: &str, start: usize) -> Option<u32> {
        let digits = typed.trim_start_matches(|character: char| !character.is_ascii_digit());
        let operator = typed.get(..typed.len() - digits.len())?;
        let plain = digits.is_empty() || digits.bytes().all(|byte| byte.is_ascii_digit());
        let known = match operator {
            "NEAR" => true,
            "NEAR/" | "w/" | "W/" | "/" | "NEAR~" | "~" | "WITHIN/" | "N/" => !digits.is_empty(),
            _ => false,
        };
        if !known || !plain {
            return None;
        }
        let distance = if digits.is_empty() { USUAL_DISTANCE } else { self.distance(digits, start) };
        if operator != "NEAR/" {
            let notice = Notice::nearness(typed, distance, self.position(start));
            self.notices.push(notice.suggest(self.with(start..self.at, &format!("NEAR/{distance}"))));
        }
        Some(distance)
    }

    /// Reads a field, and tells whether it was one.
    fn field(&mut self, name: &str, value: &str, start: usize) -> bool {
        let position = self.position(start);
        let Some(field) = FieldName::ALL.into_iter().find(|field| field.name().eq_ignore_ascii_case(name)) else {
            let quoted = value.is_empty() && self.peek().is_some_and(is_double_mark);
            let like_a_field = name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_alphabetic());
            if like_a_field && (quoted || (!value.is_empty() && !value.starts_with("//"))) {
                self.notices.push(Notice::unknown_field(name, position));
                // The value is read anew, as words of its own.
                self.at = start + name.len();
                self.push(LexemeKind::Chunk(name.to_owned()), start);
                self.skip();
                return true;
            }
            return false;
        };
        let mut value = value.to_owned();
        if value.is_empty() && self.peek().is_some_and(is_double_mark) {
            value = self.quoted().unwrap_or_default();
        } else if value.is_empty() {
            let rest = self.rest();
            let trimmed = rest.trim_start_matches(is_space);
            let length = trimmed.find(|c: char| is_space(c) || matches!(c, '(' | ')')).unwrap_or(trimmed.len());
            let next = trimmed.get(..length).unwrap_or_default();
            let operator = matches!(next, "OR" | "AND" | "NOT" | "NEAR") || next.starts_with(['-', '=', '~']);
            if !operator && !next.contains(':') && next.chars().any(char::is_alphanumeric) {
                value = next.to_owned();
                self.at += rest.len() - trimmed.len() + length;
                self.notices.push(Notice::spaced_field(field, &value, position));
            }
        }
        if value.trim().is_empty() {
            self.notices.push(Notice::empty_field(field, position));
        } else {
            self.push(LexemeKind::Field(field, value.trim().to_owned()), start);
        }
        true
    }
}

/// Returns the code point that a byte of `text` is.
pub(crate) fn position(text: &str, byte: usize) -> usize {
    text.char_indices().take_while(|(at, _)| *at < byte).count()
}
