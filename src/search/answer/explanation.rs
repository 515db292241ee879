//! The query in words, as the page repeats it above the hits.

use std::ops::Range;

use crate::corpus::{Corpus, Kind, language_name};
use crate::search::language::{Field, FieldName, Matching, Node, Query, Style, Term, Years};
use crate::search::run::resolved::{Matched, Resolved};
use crate::wording::in_quotes;

/// Returns the query in words: "Paragraphs containing “attribution” and “state”, 2016–2018, without “ransomware”".
pub(crate) fn understood(query: &Query, resolved: &Resolved, matching: Matching, corpus: &Corpus) -> String {
    let Some(root) = &query.root else { return "Nothing was asked for".to_owned() };
    let left_out = resolved.plan().map_or(&[][..], |plan| &plan.left_out);
    let words = Words { corpus, any: matching == Matching::Any, left_out };
    let predicate = match root {
        Node::List(parts) | Node::Every(parts) => {
            let by_any = matches!(root, Node::List(_)) && resolved.matched == Matched::Any;
            words.together(parts, if by_any { Matched::Any } else { resolved.matched })
        }
        other => words.clause(other),
    };
    let joint = if predicate.starts_with(", ") { "" } else { " " };
    format!("Paragraphs{joint}{predicate}")
}

struct Words<'a> {
    corpus: &'a Corpus,
    any: bool,
    left_out: &'a [Range<usize>],
}

impl Words<'_> {
    /// Says of paragraphs that they have parts that stand side by side.
    fn together(&self, parts: &[Node], matched: Matched) -> String {
        let (mut wanted, mut further, mut fields, mut without) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for part in parts {
            match part {
                Node::Field(field) => fields.push(self.field(field)),
                Node::Without(inner) => without.push(format!("without {}", self.inner(inner))),
                other if matched == Matched::All && says_more(other) => further.push(self.inner(other)),
                other => wanted.push(self.inner(other)),
            }
        }
        let mut said = match matched {
            _ if wanted.is_empty() => String::new(),
            Matched::Most => format!("containing most of {}", listed(&wanted, "and")),
            Matched::Any if wanted.len() > 1 => format!("containing any of {}", listed(&wanted, "or")),
            Matched::All | Matched::Any => format!("containing {}", listed(&wanted, "and")),
        };
        for clause in further {
            said.push_str(if said.is_empty() { "" } else { ", and " });
            said.push_str(&clause);
        }
        for field in fields {
            said.push_str(&format!(", {field}"));
        }
        if !without.is_empty() {
            said.push_str(if said.is_empty() { "" } else { ", " });
            said.push_str(&listed(&without, "and"));
        }
        said
    }

    /// Says of paragraphs what they are, for a part that is not among others.
    fn clause(&self, node: &Node) -> String {
        match node {
            Node::Without(part) => format!("without {}", self.inner(part)),
            Node::Field(field) => format!(", {}", self.field(field)),
            Node::Either(parts) if says_more(node) => {
                let clauses: Vec<String> = parts.iter().map(|part| self.alternative(part)).collect();
                clauses.join(", or ")
            }
            Node::List(parts) | Node::Every(parts) if says_more(node) => {
                let by_any = self.any && matches!(node, Node::List(_));
                self.together(parts, if by_any { Matched::Any } else { Matched::All })
            }
            other => format!("containing {}", self.part(other)),
        }
    }

    /// Says what a part is that stands between `OR`, so that it is told from the others.
    fn alternative(&self, node: &Node) -> String {
        match node {
            Node::Field(field) => self.field(field),
            Node::List(_) | Node::Every(_) | Node::Either(_) if says_more(node) => self.inner(node),
            other => self.clause(other),
        }
    }

    /// Names what is looked for.
    fn part(&self, node: &Node) -> String {
        let all = |parts: &[Node]| parts.iter().map(|part| self.inner(part)).collect::<Vec<_>>();
        match node {
            Node::Term(term) => written(term),
            Node::List(parts) => listed(&all(parts), if self.any { "or" } else { "and" }),
            Node::Every(parts) => listed(&all(parts), "and"),
            Node::Either(parts) => listed(&all(parts), "or"),
            Node::Without(part) => format!("without {}", self.inner(part)),
            Node::Field(field) => self.field(field),
            Node::Near(parts, distance) => {
                let within = format!("within {distance} {} of", if *distance == 1 { "word" } else { "words" });
                let near = match all(parts).as_slice() {
                    [left, right] => format!("{left} {within} {right}"),
                    several => format!("{} {within} each other", listed(several, "and")),
                };
                // What stands alone in a phrase was typed in quotation marks with others.
                let phrased = |part: &Node| matches!(part, Node::Term(Term { style: Style::Phrase, words, .. }) if words.len() == 1);
                if parts.iter().any(phrased) { format!("{near} in no other word form") } else { near }
            }
        }
    }

    /// Returns a part inside another, in brackets where it has parts itself.
    fn inner(&self, node: &Node) -> String {
        match node {
            Node::Term(_) | Node::Field(_) | Node::Near(..) => self.part(node),
            _ if says_more(node) => format!("({})", self.clause(node).trim_start_matches(", ")),
            _ => format!("({})", self.part(node)),
        }
    }

    fn field(&self, field: &Field) -> String {
        let vocabulary = self.corpus.vocabulary();
        let value = field.value.as_str();
        if self.left_out.contains(&field.range) {
            return format!("{} {} (left out)", field.name.name(), in_quotes(value));
        }
        match field.name {
            FieldName::Year => match Years::read(value).map(|(years, _)| (years.from, years.to)) {
                Some((Some(from), Some(to))) if from == to => from.to_string(),
                Some((Some(from), Some(to))) => format!("{from}–{to}"),
                Some((Some(from), None)) => format!("from {from}"),
                Some((None, Some(to))) => format!("up to {to}"),
                _ => format!("year {}", in_quotes(value)),
            },
            FieldName::Document => {
                let document = value.parse().ok().and_then(|id| self.corpus.document(&id));
                format!("in {}", in_quotes(document.map_or(value, |document| document.name())))
            }
            FieldName::Forum => format!("forum {}", in_quotes(vocabulary.forum(value))),
            FieldName::Topic => format!("topic {}", in_quotes(vocabulary.topic(value))),
            FieldName::Cites => {
                format!("citing {}", in_quotes(vocabulary.instrument(value).map_or(value, |known| known.name.as_str())))
            }
            FieldName::Mentions => {
                let known = vocabulary.instrument(value).map_or(value, |known| known.name.as_str());
                format!("mentioning {}", in_quotes(known))
            }
            FieldName::Kind => {
                let kind = Kind::ALL.into_iter().find(|kind| kind.id() == value);
                format!("kind {}", in_quotes(kind.map_or(value, |kind| vocabulary.kind(kind))))
            }
            FieldName::Language => format!("in {}", language_name(value)),
            FieldName::Presidency => format!("presidency {}", in_quotes(value)),
        }
    }
}

fn written(term: &Term) -> String {
    // A star that stands for nothing was read as a space.
    let read = term.typed.split([' ', '*']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let typed = in_quotes(if term.typed.contains('*') { &read } else { &term.typed });
    match term.style {
        Style::Exact => format!("exactly {typed}"),
        Style::Prefix => format!("words beginning with {typed}"),
        Style::Word | Style::Joined | Style::Parts | Style::Phrase => typed,
    }
}

/// Tells whether a part asks for more than words: for documents, or for the lack of something.
fn says_more(node: &Node) -> bool {
    match node {
        Node::Without(_) | Node::Field(_) => true,
        Node::List(parts) | Node::Every(parts) | Node::Either(parts) => parts.iter().any(says_more),
        Node::Term(_) | Node::Near(..) => false,
    }
}

/// Joins words as prose does: "a, b and c".
fn listed(words: &[String], last: &str) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}
