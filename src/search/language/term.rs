//! Reads the words and phrases of a query, and decides how each is widened.

use std::ops::Range;

use super::Notice;
use super::parser::Parser;
use super::{MIN_PREFIX, Node, Style, Term};
use crate::search::analysis;
use crate::wording;

impl Term {
    /// Tells whether it is a lone stop word.
    pub(crate) fn is_common(&self) -> bool {
        matches!(self.words.as_slice(), [word] if analysis::is_stop_word(word)) && self.style != Style::Prefix
    }
}

impl Parser<'_> {
    /// Returns where the words between quotation marks begin.
    pub(crate) fn inner(&self, range: &Range<usize>) -> usize {
        let opening = self.text.get(range.clone()).unwrap_or_default().char_indices();
        let after = opening.skip_while(|(_, character)| *character == '=').nth(1);
        range.start + after.map_or(0, |(at, _)| at)
    }

    pub(crate) fn word(&mut self, typed: &str, range: Range<usize>) -> Option<Node> {
        let position = self.position(range.start);
        let mut base = typed;
        if let Some((word, number)) = typed.rsplit_once('~')
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && !word.is_empty()
        {
            self.notices.push(Notice::no_fuzzy(typed, position));
            base = word;
        }
        let stem = base.trim_end_matches('*');
        let starred = stem.len() < base.len();
        if stem.contains('*') {
            self.notices.push(Notice::misplaced_star(typed, position));
        }
        let hyphenated = is_hyphenated(stem);
        let mut short = false;
        let node = self.term(stem, range.start, range, |words| match words {
            [.., last] if starred && analysis::is_long_enough(last, MIN_PREFIX) => Style::Prefix,
            [_] => {
                short = starred;
                Style::Word
            }
            _ if hyphenated => Style::Joined,
            _ => Style::Parts,
        });
        if short {
            self.notices.push(Notice::short_prefix(typed, position));
        }
        node
    }

    /// Reads words that are to be exactly so.
    pub(crate) fn exact(&mut self, typed: &str, typed_at: usize, range: Range<usize>) -> Option<Node> {
        let position = self.position(range.start);
        let node = self.term(typed, typed_at, range, |_| Style::Exact)?;
        if typed.contains('*') {
            self.notices.push(Notice::star_of_exact(typed, position));
        }
        Some(node)
    }

    /// Reads words between quotation marks; a star at the end of the last stands for the rest of it.
    pub(crate) fn phrase(&mut self, typed: &str, range: Range<usize>) -> Option<Node> {
        let (position, typed_at) = (self.position(range.start), self.inner(&range));
        let stem = typed.trim_end().trim_end_matches('*');
        let ends_word = analysis::tokens(stem).last().is_some_and(|last| last.range.end == stem.len());
        let starred = ends_word && stem.len() < typed.trim_end().len();
        let mut short = false;
        let node = self.term(typed, typed_at, range, |words| match words {
            [.., last] if starred && analysis::is_long_enough(last, MIN_PREFIX) => Style::Prefix,
            words => {
                short = starred;
                if words.len() == 1 { Style::Exact } else { Style::Phrase }
            }
        })?;
        if short {
            self.notices.push(Notice::short_prefix(typed, position));
        }
        if stem.contains('*') || (!starred && typed.contains('*')) {
            self.notices.push(Notice::star_in_phrase(typed, position));
        }
        Some(node)
    }

    pub(crate) fn near_phrase(&mut self, typed: &str, distance: u32, range: Range<usize>) -> Option<Node> {
        let typed_at = self.inner(&range);
        let tokens = analysis::tokens(typed);
        if typed.contains('*') && !tokens.is_empty() {
            self.notices.push(Notice::star_near(typed, self.position(range.start)));
        }
        if tokens.len() < 2 {
            let position = self.position(range.start);
            if !tokens.is_empty() {
                self.notices.push(Notice::slop_of_one(position));
            }
            return self.term(typed, typed_at, range, |_| Style::Exact);
        }
        let mut parts = Vec::new();
        for token in tokens {
            let at = typed_at + token.range.start;
            let word = typed.get(token.range.clone()).unwrap_or_default();
            let own = at..typed_at + token.range.end;
            // Inside quotation marks word forms do not count, and variants do.
            parts.extend(self.term(word, at, own, |_| Style::Phrase));
        }
        if parts.len() > 1 { Some(Node::Near(parts, distance)) } else { parts.pop() }
    }

    /// Tells whether a term was left out because there were too many.
    pub(crate) fn is_cut(&self) -> bool {
        self.notices.iter().any(|notice| notice.code == "too-many-terms")
    }

    /// Counts one more term, and tells whether it is still among those that are looked for.
    pub(crate) fn counts(&mut self, start: usize) -> bool {
        if self.passed_over.contains(&start) {
            return false;
        }
        let counts = self.terms < self.most;
        if counts {
            self.terms += 1;
        } else if !self.is_cut() {
            self.notices.push(Notice::too_many_terms(self.position(start)));
        }
        counts
    }

    pub(crate) fn term(
        &mut self,
        typed: &str,
        typed_at: usize,
        range: Range<usize>,
        style: impl FnOnce(&[String]) -> Style,
    ) -> Option<Node> {
        let position = self.position(range.start);
        let words = analysis::words(typed);
        if words.is_empty() {
            let quoted = typed_at > range.start;
            if quoted && !self.notices.iter().any(|notice| notice.code == "empty-phrase") {
                self.notices.push(Notice::empty_phrase(position));
            } else if !quoted && !typed.chars().all(is_punctuation) {
                self.notices.push(Notice::no_words(typed, position));
            }
            return None;
        }
        if !self.counts(range.start) {
            return None;
        }
        let style = style(&words);
        let is_quoted = typed_at > range.start;
        let is_part = |word: &String| word.contains(analysis::script::is_kana_or_hangul);
        if words.iter().any(is_part) && !self.notices.iter().any(|notice| notice.code == "part-of-word") {
            self.notices.push(Notice::part_of_word(typed.trim_end_matches('*'), position));
        }
        if has_sign(typed, is_quoted) && !self.notices.iter().any(|notice| notice.code == "signs") {
            self.notices.push(Notice::signs(typed, &shown(&words), position));
        }
        Some(Node::Term(Term { words, style, typed: typed.to_owned(), typed_at, range }))
    }
}

/// Returns words as readers see them.
fn shown(words: &[String]) -> String {
    words.iter().map(|word| analysis::shown(word)).collect::<Vec<_>>().join(" ")
}

/// Tells whether hyphens, and nothing else, divide the words of a chunk.
fn is_hyphenated(chunk: &str) -> bool {
    let folded = wording::fold(chunk);
    folded.split('-').filter(|part| !part.is_empty()).all(|part| analysis::words(part).len() == 1)
}

/// Tells whether a word or phrase has a sign that a reader may take for a part of it.
///
/// A hyphen or full stop before a word is one in quotation marks: elsewhere a hyphen excludes.
fn has_sign(typed: &str, is_quoted: bool) -> bool {
    let is_sign = |character: char| {
        matches!(
            character,
            '#' | '%' | '‰' | '§' | '¶' | '@' | '&' | '+' | '°' | '±' | '×' | '÷' | '<' | '>' | '^' | '√'
        ) || matches!(character, '$' | '¢'..='¥' | '€' | '₤' | '₩' | '₹' | '₽' | '©' | '®' | '™')
    };
    let leads = |chunk: &str| {
        let rest = chunk.trim_start_matches(['-', '−', '.']);
        rest.len() < chunk.len() && rest.starts_with(char::is_alphanumeric)
    };
    typed.contains(is_sign) || (is_quoted && typed.split_whitespace().any(leads))
}

/// Tells whether a character is punctuation of prose, which is left out of a query without a word about it.
fn is_punctuation(character: char) -> bool {
    character.is_ascii_punctuation() || matches!(character, '‐'..='―' | '…' | '·' | '•' | '‘' | '’' | '−')
}

#[cfg(test)]
mod tests {
    use super::super::Query;

    #[test]
    fn signs_are_told_to_count_for_nothing() {
        for typed in ["=\"C#\"", "=\"-5\"", "5%", "§7", "C++", "$5", "€10", "#law", "@g7", "\"R&D\"", "=\".NET\""] {
            let codes: Vec<&str> = Query::read(typed).notices.iter().map(|notice| notice.code).collect();
            assert_eq!(codes, ["signs"], "{typed}");
        }
        for typed in ["cyber-attack", "and/or", "https://example.org/a", "the law, (2018).", "don't", "\"law - sea\""] {
            assert!(!Query::read(typed).notices.iter().any(|notice| notice.code == "signs"), "{typed}");
        }
    }
}
