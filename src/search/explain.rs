//! The query in words, as the page repeats it above the hits.

use std::ops::Range;

use super::catalogue::Years;
use super::query::{Field, FieldName, Node, Style, Term};
use super::reading::Reading;
use super::{Matched, Matching};
use crate::corpus::{Corpus, Kind};
use crate::wording::in_quotes;

/// Returns the query in words: "Paragraphs containing “attribution” and “state”, 2016–2018, without “ransomware”".
pub(super) fn understood(reading: &Reading, matching: Matching, corpus: &Corpus) -> String {
    let Some(root) = &reading.query.root else { return "Nothing was asked for".to_owned() };
    let left_out = reading.plan().map_or(&[][..], |plan| &plan.left_out);
    let words = Words { corpus, any: matching == Matching::Any, left_out };
    let parts: &[Node] = match root {
        Node::List(parts) | Node::Every(parts) => parts,
        other => std::slice::from_ref(other),
    };
    let (mut wanted, mut fields, mut without) = (Vec::new(), Vec::new(), Vec::new());
    for part in parts {
        match part {
            Node::Field(field) => fields.push(words.field(field)),
            Node::Without(inner) => without.push(words.part(inner)),
            other if parts.len() > 1 => wanted.push(words.inner(other)),
            other => wanted.push(words.part(other)),
        }
    }
    let mut sentence = "Paragraphs".to_owned();
    if !wanted.is_empty() {
        let joined = match reading.matched {
            Matched::Most => format!(" containing most of {}", listed(&wanted, "and")),
            Matched::Any if wanted.len() > 1 && matches!(root, Node::List(_)) => {
                format!(" containing any of {}", listed(&wanted, "or"))
            }
            _ => format!(" containing {}", listed(&wanted, "and")),
        };
        sentence.push_str(&joined);
    }
    for field in fields {
        sentence.push_str(", ");
        sentence.push_str(&field);
    }
    if !without.is_empty() {
        sentence.push_str(if sentence == "Paragraphs" { " without " } else { ", without " });
        sentence.push_str(&listed(&without, "or"));
    }
    sentence
}

struct Words<'a> {
    corpus: &'a Corpus,
    any: bool,
    left_out: &'a [Range<usize>],
}

impl Words<'_> {
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
                match all(parts).as_slice() {
                    [left, right] => format!("{left} {within} {right}"),
                    several => format!("{} {within} each other", listed(several, "and")),
                }
            }
        }
    }

    /// Returns a part inside another, in brackets where it has parts itself.
    fn inner(&self, node: &Node) -> String {
        match node {
            Node::Term(_) | Node::Field(_) | Node::Near(..) | Node::Without(_) => self.part(node),
            Node::List(_) | Node::Every(_) | Node::Either(_) => format!("({})", self.part(node)),
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
            FieldName::Kind => {
                let kind = Kind::ALL.into_iter().find(|kind| kind.id() == value);
                format!("kind {}", in_quotes(kind.map_or(value, |kind| vocabulary.kind(kind))))
            }
            FieldName::Presidency => format!("presidency {}", in_quotes(value)),
        }
    }
}

fn written(term: &Term) -> String {
    match term.style {
        Style::Exact => format!("exactly {}", in_quotes(&term.typed)),
        Style::Prefix => format!("words beginning with {}", in_quotes(term.typed.trim_end_matches('*'))),
        Style::Word | Style::Joined | Style::Parts | Style::Phrase => in_quotes(&term.typed),
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
