//! Puts the lexemes of a query together. The grammar stands at the top of [`super`].

use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

use super::Notice;
use super::lexer::{Lexeme, LexemeKind, position};
use super::{Field, MAX_DEPTH, Node};

pub(crate) struct Parser<'a> {
    pub(crate) text: &'a str,
    lexemes: Peekable<IntoIter<Lexeme>>,
    pub(crate) notices: Vec<Notice>,
    pub(crate) terms: usize,
    /// How many terms are looked for, and where terms begin that are not.
    pub(crate) most: usize,
    pub(crate) passed_over: Vec<usize>,
    /// Brackets left out because they were too deep, still to be closed.
    left_out: usize,
    last_end: usize,
}

impl<'a> Parser<'a> {
    /// Begins to read a text; of its terms at most so many count, and none that begins at `passed_over`.
    pub(crate) fn of(text: &'a str, lexemes: Vec<Lexeme>, most: usize, passed_over: Vec<usize>) -> Self {
        let lexemes = lexemes.into_iter().peekable();
        Self { text, lexemes, notices: Vec::new(), terms: 0, most, passed_over, left_out: 0, last_end: 0 }
    }

    fn peek(&mut self) -> Option<&LexemeKind> {
        self.lexemes.peek().map(|lexeme| &lexeme.kind)
    }

    fn next(&mut self) -> Option<Lexeme> {
        let lexeme = self.lexemes.next();
        if let Some(lexeme) = &lexeme {
            self.last_end = lexeme.range.end;
        }
        lexeme
    }

    pub(crate) fn position(&self, byte: usize) -> usize {
        position(self.text, byte)
    }

    fn slice(&self, range: &Range<usize>) -> String {
        self.text.get(range.clone()).unwrap_or_default().to_owned()
    }

    fn stray(&mut self, lexeme: &Lexeme) {
        // LexemeKind it joined may be beyond the limit, which is told once.
        if self.is_cut() {
            return;
        }
        let operator = self.slice(&lexeme.range);
        let position = self.position(lexeme.range.start);
        self.notices.push(Notice::stray_operator(&operator, position));
    }

    /// Reads up to the closing bracket of this depth, or to the end.
    pub(crate) fn either(&mut self, depth: usize) -> Option<Node> {
        let mut parts: Vec<Node> = Vec::new();
        let mut mixed_at = None;
        let mut pending: Option<Lexeme> = None;
        loop {
            if let Some(part) = self.list(depth) {
                let mixed = matches!(&part, Node::List(inner) if inner.len() > 1);
                if mixed && let Some(or) = &pending {
                    mixed_at.get_or_insert(or.range.start);
                }
                if let Some(or) = pending.take()
                    && parts.is_empty()
                {
                    self.stray(&or);
                }
                parts.push(part);
            }
            let Some(LexemeKind::Or) = self.peek() else { break };
            if let Some(earlier) = pending.take() {
                self.stray(&earlier);
            }
            if matches!(parts.last(), Some(Node::List(inner)) if inner.len() > 1) {
                mixed_at.get_or_insert(self.last_end);
            }
            pending = self.next();
        }
        if let Some(or) = pending {
            self.stray(&or);
        }
        if parts.len() > 1
            && let Some(at) = mixed_at
        {
            let position = self.position(at);
            self.notices.push(Notice::mixed_operators(position));
        }
        joined(parts, Node::Either)
    }

    /// Reads parts side by side up to an `OR`, a closing bracket or the end.
    fn list(&mut self, depth: usize) -> Option<Node> {
        let mut lists: Vec<Vec<Node>> = vec![Vec::new()];
        let mut every = false;
        let mut pending: Option<Lexeme> = None;
        loop {
            match self.peek() {
                None | Some(LexemeKind::Or) => break,
                Some(LexemeKind::Close) => {
                    if self.left_out > 0 {
                        self.left_out -= 1;
                        self.next();
                        continue;
                    }
                    if depth > 0 {
                        break;
                    }
                    if let Some(lexeme) = self.next() {
                        let position = self.position(lexeme.range.start);
                        self.notices.push(Notice::stray_bracket(position));
                    }
                    continue;
                }
                Some(LexemeKind::And) => {
                    if let Some(earlier) = pending.take() {
                        self.stray(&earlier);
                    }
                    pending = self.next();
                    continue;
                }
                Some(_) => {}
            }
            let Some(item) = self.item(depth) else { continue };
            let list = lists.last_mut();
            match (pending.take(), list) {
                (Some(and), Some(list)) if list.is_empty() => {
                    list.push(item);
                    self.stray(&and);
                }
                (Some(_), _) => {
                    every = true;
                    lists.push(vec![item]);
                }
                (None, Some(list)) => list.push(item),
                (None, None) => {}
            }
        }
        if let Some(and) = pending {
            self.stray(&and);
        }
        if every {
            joined(lists.into_iter().filter_map(|list| joined(list, Node::List)).collect(), Node::Every)
        } else {
            joined(lists.into_iter().flatten().collect(), Node::List)
        }
    }

    fn item(&mut self, depth: usize) -> Option<Node> {
        let mut excluded: Option<Lexeme> = None;
        while let Some(LexemeKind::Not) = self.peek() {
            excluded = self.next();
        }
        if excluded.is_some()
            && matches!(self.peek(), None | Some(LexemeKind::Or | LexemeKind::And | LexemeKind::Close))
        {
            if let Some(not) = excluded {
                self.stray(&not);
            }
            return None;
        }
        let part = self.near(depth)?;
        Some(if excluded.is_some() { Node::Without(Box::new(part)) } else { part })
    }

    /// Reads operands with `NEAR` between them; a chain is read pair by pair.
    fn near(&mut self, depth: usize) -> Option<Node> {
        let mut left = self.operand(depth);
        // Whether `left` stands in no pair yet.
        let mut alone = true;
        let mut pairs: Vec<Node> = Vec::new();
        while let Some(LexemeKind::Near(distance)) = self.peek() {
            let distance = *distance;
            let Some(operator) = self.next() else { break };
            let follows = !matches!(
                self.peek(),
                None | Some(LexemeKind::Or | LexemeKind::And | LexemeKind::Close | LexemeKind::Not)
            );
            let right = if follows { self.operand(depth) } else { None };
            match (left.take(), right) {
                (Some(first), Some(second)) if first.has_places() && second.has_places() => {
                    pairs.push(Node::Near(vec![first, second.clone()], distance));
                    left = Some(second);
                    alone = false;
                }
                (Some(first), Some(second)) => {
                    let position = self.position(operator.range.start);
                    self.notices.push(Notice::near_needs_words(position));
                    pairs.extend(alone.then_some(first));
                    left = Some(second);
                    alone = true;
                }
                (first, second) => {
                    self.stray(&operator);
                    left = first.or(second);
                }
            }
        }
        pairs.extend(left.filter(|_| alone));
        joined(pairs, Node::Every)
    }

    fn operand(&mut self, depth: usize) -> Option<Node> {
        let lexeme = self.next()?;
        let range = lexeme.range;
        match lexeme.kind {
            LexemeKind::Open => self.bracket(&range, depth),
            LexemeKind::Chunk(typed) => self.word(&typed, range),
            LexemeKind::ExactChunk(typed) => {
                let typed_at = range.end - typed.len();
                self.exact(&typed, typed_at, range)
            }
            LexemeKind::Phrase(typed) => self.phrase(&typed, range),
            LexemeKind::ExactPhrase(typed) => {
                let typed_at = self.inner(&range);
                self.exact(&typed, typed_at, range)
            }
            LexemeKind::NearPhrase(typed, distance) => self.near_phrase(&typed, distance, range),
            LexemeKind::Field(name, value) => {
                self.counts(range.start).then_some(Node::Field(Field { name, value, range }))
            }
            LexemeKind::Near(_) | LexemeKind::Or | LexemeKind::And | LexemeKind::Not | LexemeKind::Close => {
                self.stray(&Lexeme { kind: LexemeKind::And, range });
                None
            }
        }
    }

    fn bracket(&mut self, range: &Range<usize>, depth: usize) -> Option<Node> {
        let position = self.position(range.start);
        if depth >= MAX_DEPTH {
            if self.left_out == 0 {
                self.notices.push(Notice::too_deep(position));
            }
            self.left_out += 1;
            return None;
        }
        let inner = self.either(depth + 1);
        if self.next().is_none() && !self.notices.iter().any(|notice| notice.code == "unclosed-bracket") {
            self.notices.push(Notice::unclosed_bracket(position));
        }
        inner
    }
}

impl Node {
    /// Tells whether it has places in a text, so that something can be near it.
    fn has_places(&self) -> bool {
        match self {
            Self::Term(_) => true,
            Self::Either(parts) => parts.iter().all(Self::has_places),
            Self::Near(..) | Self::List(_) | Self::Every(_) | Self::Without(_) | Self::Field(_) => false,
        }
    }
}

/// Joins parts, leaving one part as it is.
fn joined(mut parts: Vec<Node>, join: impl FnOnce(Vec<Node>) -> Node) -> Option<Node> {
    if parts.len() > 1 { Some(join(parts)) } else { parts.pop() }
}

#[cfg(test)]
mod tests {
    use super::super::Style;
    use super::*;
    use crate::search::language::Query;

    /// Writes a tree briefly: lists in (), `AND` in &(), `OR` in |(), quotes around what several words match.
    fn brief(node: &Node) -> String {
        let all = |parts: &[Node]| parts.iter().map(brief).collect::<Vec<_>>().join(" ");
        match node {
            Node::List(parts) => format!("({})", all(parts)),
            Node::Every(parts) => format!("&({})", all(parts)),
            Node::Either(parts) => format!("|({})", all(parts)),
            Node::Without(part) => format!("-{}", brief(part)),
            Node::Near(parts, distance) => format!("~{distance}({})", all(parts)),
            Node::Field(field) => format!("{}:{}", field.name.name(), field.value),
            Node::Term(term) => {
                let words = term.words.join(" ");
                match term.style {
                    Style::Word => words,
                    Style::Joined => format!("<{words}>"),
                    Style::Parts => format!("<<{words}>>"),
                    Style::Phrase => format!("\"{words}\""),
                    Style::Exact => format!("={words}"),
                    Style::Prefix => format!("{words}*"),
                }
            }
        }
    }

    #[track_caller]
    fn check(typed: &str, tree: &str, codes: &[&str]) {
        let query = Query::read(typed);
        assert_eq!(query.root.as_ref().map_or(String::new(), brief), tree, "{typed}");
        assert_eq!(query.notices.iter().map(|notice| notice.code).collect::<Vec<_>>(), codes, "{typed}");
        let mut ranges = Vec::new();
        if let Some(root) = &query.root {
            root.each_term(&mut |term| ranges.push((term.typed_at, term.typed.clone())));
        }
        for (at, typed) in ranges {
            assert!(query.text.get(at..).is_some_and(|rest| rest.starts_with(&typed)), "{typed} stands where it was");
        }
    }

    #[test]
    fn the_language_is_read_as_it_is_written() {
        check("cyber norms", "(cyber norms)", &[]);
        check("〝cyber norms〟 war", "(\"cyber norms\" war)", &[]);
        check("“cyber norms” -war NOT peace", "(\"cyber norms\" -war -peace)", &[]);
        check("x OR y", "|(x y)", &[]);
        check("(x OR y) AND z", "&(|(x y) z)", &[]);
        check("attack* =\"state\" \"state\" =states", "(attack* =state =state =states)", &[]);
        check("cyber-attack and/or e-mail", "(<cyber attack> <<and or>> <e mail>)", &[]);
        check("\"x y\"~8", "~8(\"x\" \"y\")", &[]);
        check("x NEAR/8 \"y z\"", "~8(x \"y z\")", &[]);
        check("(x OR y) NEAR/3 z", "~3(|(x y) z)", &[]);
        check("x NEAR/8 y NEAR/5 z", "&(~8(x y) ~5(y z))", &[]);
        check("year:2016..2018 kind:\"press report\" x", "(year:2016..2018 kind:press report x)", &[]);
        check("x and y or z not w", "(x and y or z not w)", &[]);
        check("x -(y z)", "(x -(y z))", &[]);
        check("-x", "-x", &["only-exclusions"]);
    }

    #[test]
    fn whatever_is_typed_is_read_and_told() {
        check("", "", &[]);
        check("\"cyber norms", "\"cyber norms\"", &["unclosed-quote"]);
        check("\"\" x", "x", &["empty-phrase"]);
        check("((x y) z", "((x y) z)", &["unclosed-bracket"]);
        check("x) y", "(x y)", &["stray-bracket"]);
        check("x OR", "x", &["stray-operator"]);
        check("OR x", "x", &["stray-operator"]);
        check("x AND", "x", &["stray-operator"]);
        check("x NOT", "x", &["stray-operator"]);
        check("x NEAR/5", "x", &["stray-operator"]);
        check("x y OR z", "|((x y) z)", &["mixed-operators"]);
        check("x w/5 y", "~5(x y)", &["nearness"]);
        check("x /5 y", "~5(x y)", &["nearness"]);
        check("x NEAR5 y", "~5(x y)", &["nearness"]);
        check("x NEAR y", "~8(x y)", &["nearness"]);
        check("\"x y\" ~5", "~5(\"x\" \"y\")", &["nearness"]);
        check("\"x y\"~1000", "~100(\"x\" \"y\")", &["too-far"]);
        check("\"x\"~3", "=x", &["nearness-of-one"]);
        check("x NEAR/5 year:2018", "&(x year:2018)", &["near-needs-words"]);
        check("x NEAR/5 year:2018 NEAR/5", "&(x year:2018)", &["near-needs-words", "stray-operator"]);
        check("x NEAR/8 y NEAR/5 year:2018", "&(~8(x y) year:2018)", &["near-needs-words"]);
        check("ab* x", "(ab x)", &["short-prefix"]);
        check("*cyber", "cyber", &["misplaced-star"]);
        check("\"cyber secur*\" \"democra* \"", "(cyber secur* democra*)", &[]);
        check("\"internat* law\"", "\"internat law\"", &["misplaced-star"]);
        check("\"internat* law*\"", "internat law*", &["misplaced-star"]);
        check("\"internat* law\"~8", "~8(\"internat\" \"law\")", &["misplaced-star"]);
        check("\"cyber *\"", "=cyber", &["misplaced-star"]);
        check("\"rule of la*\"", "\"rule of la\"", &["short-prefix"]);
        check("=law*", "=law", &["misplaced-star"]);
        check("=\"law*\"", "=law", &["misplaced-star"]);
        check("‘international law’ x", "(\"international law\" x)", &[]);
        check("-‘state’s own law’, =‘rule of law’", "(-\"state own law\" =rule of law)", &[]);
        check("states’ rights don’t ‘law’ x ‘n’ y ‘z", "(states rights don't law x n y z)", &[]);
        check("‘states’ rights", "(states rights)", &[]);
        check("law \"", "law", &["unclosed-quote"]);
        check("\" rule of law", "(rule of law)", &["unclosed-quote"]);
        check("law\" x OR y", "|((law x) y)", &["unclosed-quote", "mixed-operators"]);
        check("norms” of “good law”", "(norms of \"good law\")", &["unclosed-quote"]);
        check("norms\" of \"good law\" x", "(norms of \"good law\" x)", &["unclosed-quote"]);
        check("\"norms\" of \"good law\"", "(=norms of \"good law\")", &[]);
        check("\"", "", &["unclosed-quote"]);
        check("kind:\"", "", &["unclosed-quote", "empty-field"]);
        check("cyber~2", "cyber", &["no-fuzzy"]);
        check("colour:red", "(colour red)", &["unknown-field"]);
        check("https://example.org/a", "<<https example.org a>>", &[]);
        check("year: 2018", "year:2018", &["spaced-field"]);
        check("kind:", "", &["empty-field"]);
        check("the of", "(the of)", &["only-stop-words"]);
        check("cyber – 🦀", "cyber", &["no-words"]);
        check("cyber\0norms", "(cyber norms)", &["control-characters"]);
        check("--x y", "(-x y)", &[]);
        check("NOT NOT x y", "(-x y)", &[]);
    }

    #[test]
    fn in_a_line_of_capitals_operators_are_words() {
        check("OFFICIALS THOUGH NOT PRESIDENT", "(officials though not president)", &["capitals"]);
        check("NATO OR ASEAN", "(nato or asean)", &["capitals"]);
        check("LAW NEAR HOME AND SEA", "(law near home and sea)", &["capitals"]);
        check("ÉTAT OR ЗАКОН", "(etat or закон)", &["capitals"]);
        check("LAW || SEA -WAR", "|(law (sea -war))", &["mixed-operators"]);
        check("\"LAW OR SEA\" WAR", "(\"law or sea\" war)", &[]);
        check("LAW NEAR/8 SEA", "~8(law sea)", &[]);
        // Where capitals alone are operators, or letters have no case, they join.
        check("2018 OR 2019", "|(2018 2019)", &[]);
        check("法律 OR 2019", "|(<<法 律>> 2019)", &[]);
        check("NATO OR asean", "|(nato asean)", &[]);
        check("NATO OR year:2018", "|(nato year:2018)", &[]);
        check("OR", "", &["stray-operator"]);
        for (typed, suggested) in
            [("NATO OR ASEAN", "NATO || ASEAN"), ("(NATO AND NOT (UN OR \"A OR B\"))", "(NATO && -(UN || \"A OR B\"))")]
        {
            let notices = Query::read(typed).notices;
            assert_eq!(notices.first().and_then(|notice| notice.suggestion.as_deref()), Some(suggested));
            assert!(Query::read(suggested).notices.is_empty(), "{suggested} is read without another notice");
        }
    }

    #[test]
    fn limits_hold_and_are_told() {
        let codes = |typed: &str| Query::read(typed).notices.iter().map(|notice| notice.code).collect::<Vec<_>>();
        assert_eq!(codes(&"x ".repeat(33)), ["too-many-terms"]);
        assert_eq!(codes(&format!("{}x", "year:2018 ".repeat(32))), ["too-many-terms"], "fields count, too");
        assert_eq!(codes(&"law OR ".repeat(40)), ["too-many-terms"], "no operator is stray for want of a term");
        assert_eq!(codes(&"xy".repeat(300)), ["too-long"]);
        let deep = format!("{}x{}", "(".repeat(60), ")".repeat(60));
        assert_eq!(codes(&deep), ["too-deep"]);
        for bomb in ["(".repeat(4000), "NOT ".repeat(2000), "-".repeat(8000), "\"".repeat(999), "a:".repeat(1000)] {
            Query::read(&bomb);
        }
    }
}
