//! What a notice suggests, made whole: a query that has every repair that can be made at once.
//!
//! Each repair is told with the query that has this one repair. Whoever takes a suggestion shall not be told the same
//! again of another place, so suggestions are followed until nothing is left; one that leads to another notice is not
//! given.

use super::field::Fields;
use crate::search::language::{Node, Notice, Query};

/// At most this many repairs follow each other: more than so many operators or fields are not read.
const MOST_REPAIRS: usize = 40;

/// Replaces the suggestions of the notices about a query by one query that has all repairs.
pub(crate) fn combine(notices: &mut [Notice], known: &mut Fields<'_>) {
    let Some(first) = notices.iter().find_map(|notice| notice.suggestion.clone()) else { return };
    let repaired = followed(first, known).filter(|(_, left)| {
        let known = |code: &str| notices.iter().any(|notice| notice.code == code && notice.suggestion.is_none());
        left.iter().all(|notice| known(notice.code))
    });
    for notice in notices.iter_mut().filter(|notice| notice.suggestion.is_some()) {
        notice.suggestion = repaired.as_ref().map(|(query, _)| query.clone());
    }
}

/// Follows suggestions to a query without any; returns it with the notices about it.
fn followed(mut typed: String, known: &mut Fields<'_>) -> Option<(String, Vec<Notice>)> {
    for _ in 0..MOST_REPAIRS {
        let query = Query::read(&typed);
        let mut notices = query.notices.clone();
        if let Some(root) = &query.root {
            fields(root, &query, known, &mut notices);
        }
        match notices.iter().find_map(|notice| notice.suggestion.clone()) {
            Some(better) if better != typed => typed = better,
            Some(_) => return None,
            None => return Some((typed, notices)),
        }
    }
    None
}

/// Adds what there is to say about the fields of a query.
fn fields(node: &Node, query: &Query, known: &mut Fields<'_>, notices: &mut Vec<Notice>) {
    match node {
        Node::Field(field) => notices.extend(known.read(field, query).1),
        Node::Without(part) => fields(part, query, known, notices),
        Node::List(parts) | Node::Every(parts) | Node::Either(parts) | Node::Near(parts, _) => {
            parts.iter().for_each(|part| fields(part, query, known, notices));
        }
        Node::Term(_) => {}
    }
}
