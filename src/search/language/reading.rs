//! Reads a whole query: its length, its terms, and what is to be said about all of it.

use super::lexer::lex;
use super::parser::Parser;
use super::{MAX_CHARACTERS, MAX_TERMS, Node, Notice, Query, Style};

/// Reads a query.
pub(crate) fn parse(typed: &str) -> Query {
    read(typed, MAX_TERMS, Vec::new()).0
}

/// Reads a query; where there is more to look for than can be, the words that `texts` tells to be in most texts are left
/// out.
pub(crate) fn parse_rarest(typed: &str, texts: impl Fn(&str) -> u32) -> Query {
    let (query, _) = read(typed, MAX_TERMS, Vec::new());
    if !query.notices.iter().any(|notice| notice.code == "too-many-terms") {
        return query;
    }
    let (whole, terms) = read(typed, usize::MAX, Vec::new());
    let mut words: Vec<(u32, usize)> = Vec::new();
    if let Some(root) = &whole.root {
        root.each_term_or_excluded(&mut |term| {
            if let (Style::Word, [word]) = (term.style, term.words.as_slice()) {
                words.push((texts(word), term.range.start));
            }
        });
    }
    words.sort_unstable();
    words.dedup();
    let left_out = words.iter().rev().take(terms.saturating_sub(MAX_TERMS)).map(|(_, start)| *start).collect();
    read(typed, MAX_TERMS, left_out).0
}

/// Reads a query of at most so many terms, but for those that begin at `passed_over`; returns it with their number.
fn read(typed: &str, most: usize, passed_over: Vec<usize>) -> (Query, usize) {
    let end = typed.char_indices().nth(MAX_CHARACTERS).map_or(typed.len(), |(at, _)| at);
    let text = typed.get(..end).unwrap_or_default();
    let (lexemes, mut notices) = lex(text);
    if end < typed.len() {
        notices.insert(0, Notice::too_long());
    }
    if !passed_over.is_empty() {
        notices.push(Notice::commonest_left_out());
    }
    let mut parser = Parser::of(text, lexemes, most, passed_over);
    parser.notices = notices;
    let root = parser.either(0);
    let Parser { mut notices, terms, .. } = parser;
    if root.as_ref().is_some_and(only_excludes) {
        notices.push(Notice::only_exclusions());
    }
    if let Some(root) = &root {
        let (mut common, mut all) = (0, 0);
        root.each_term(&mut |term| {
            all += 1;
            common += usize::from(term.is_common());
        });
        if all > 0 && common == all {
            notices.push(Notice::only_stop_words());
        }
    }
    (Query { text: text.to_owned(), root, notices }, terms)
}

fn only_excludes(node: &Node) -> bool {
    match node {
        Node::Without(_) => true,
        Node::List(parts) | Node::Every(parts) => parts.iter().all(only_excludes),
        _ => false,
    }
}
