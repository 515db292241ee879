//! Other queries: corrected ones, wider ones, and what would be found with a part less.

use std::ops::Range;

use super::compound;
use super::{Instead, Matched, Offer, Session};
use crate::corpus::ByDocument;
use crate::search::analysis;
use crate::search::index::Sort;
use crate::search::index::widening::Form;
use crate::search::language::{Matching, Node, Query, Style, Term};
use crate::search::plan::{Demand, Plan, Planner};
use crate::search::run::{Opening, Task};

/// At most this many corrected queries are given.
const MOST_CORRECTED: usize = 3;
/// Of at most this many parts it is told what leaving them out would find.
const MOST_PARTS: usize = 8;
/// At most this many words made of the same as one of the query are offered, the most frequent.
const MOST_RELATED: usize = 3;
/// At most this many words are corrected.
const MOST_UNKNOWN: usize = 4;
/// For at most this many words a near one is sought, whether there is one or not: each is a walk through all words.
const MOST_SOUGHT: usize = 8;

/// Past so many paragraphs it is not counted whether a wider query finds more: to count costs a search of its own.
const MOST_COUNTED: usize = 1000;

/// Returns whole queries in which words that the corpus lacks, in all their forms, are replaced by near ones.
pub(crate) fn did_you_mean(session: &mut Session<'_>) -> Vec<String> {
    let (query, index) = (session.query, session.index);
    let (Some(root), Some(plan)) = (&query.root, session.resolved.plan()) else { return Vec::new() };
    let mut corrections: Vec<(Range<usize>, Vec<String>)> = Vec::new();
    let mut terms: Vec<&Term> = Vec::new();
    root.each_term(&mut |term| terms.push(term));
    let mut sought = 0;
    for (number, term) in terms.iter().enumerate() {
        if corrections.len() >= MOST_UNKNOWN || sought >= MOST_SOUGHT || term.style == Style::Prefix {
            continue;
        }
        let unit = plan.units.iter().find(|unit| unit.terms == (number..number + 1));
        // Near words that count where any part is enough are no reason not to offer them.
        let slipped = session.resolved.matched == Matched::Any
            && term.style == Style::Word
            && session
                .planner
                .family(&term.words, &term.typed)
                .iter()
                .all(|words| words.iter().any(|word| index.dictionary.texts(word) == 0));
        let found = !slipped
            && unit.is_some_and(|unit| {
                let known = |set: &usize| plan.sets.get(*set).is_some_and(|set| set.texts > 0);
                unit.paths.iter().any(|path| path.iter().all(known))
            });
        if found {
            continue;
        }
        for token in analysis::tokens(&term.typed) {
            if index.dictionary.is_known(&token.word) {
                continue;
            }
            sought += 1;
            let near = index.dictionary.nearest(&token.word, MOST_CORRECTED);
            let range = term.typed_at + token.range.start..term.typed_at + token.range.end;
            // In a chain of NEAR a word stands in the pair on either side of it.
            if !near.is_empty() && !corrections.iter().any(|(known, _)| *known == range) {
                corrections
                    .push((range, near.into_iter().map(|entry| analysis::shown(entry.word).to_owned()).collect()));
            }
        }
    }
    // The first query takes the nearest of every word; the others differ in the first word.
    let choices = corrections.first().map_or(0, |(_, words)| words.len());
    (0..choices)
        .map(|choice| {
            let mut query = query.text.clone();
            for (at, (range, words)) in corrections.iter().enumerate().rev() {
                let word = words.get(if at == 0 { choice } else { 0 }).or(words.first());
                if let Some(word) = word
                    && query.get(range.clone()).is_some()
                {
                    query.replace_range(range.clone(), word);
                }
            }
            query
        })
        .collect()
}

/// Returns wider queries: with an abbreviation or synonym for something in the query, if a text has it.
pub(crate) fn offers(session: &mut Session<'_>) -> tantivy::Result<Vec<Offer>> {
    let (query, index) = (session.query, session.index);
    let Some(root) = &query.root else { return Ok(Vec::new()) };
    // What could be offered: for which place in the query, whether that has several words, and which form.
    let mut wider: Vec<(Range<usize>, bool, &Form)> = Vec::new();
    each_run(root, index.widening.longest(), &mut |run: &[&Term]| {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { return };
        if run.iter().any(|term| matches!(term.style, Style::Exact | Style::Prefix)) {
            return;
        }
        let words: Vec<String> = run.iter().flat_map(|term| term.words.clone()).collect();
        let range = first.range.start..last.range.end;
        let Some(asked) = query.text.get(range.clone()) else { return };
        let plain = asked.trim_matches(|character: char| !character.is_alphanumeric());
        for form in index.widening.offers(&words, plain).filter(|form| form.is_there) {
            // What contains the words, or counts as them, is found already.
            let family = session.planner.family(&words, plain);
            let contained = form.words.windows(words.len()).any(|run| run == words) || family.contains(&form.words);
            if !contained {
                wider.push((range.clone(), run.len() > 1, form));
            }
        }
    });
    let mut offers: Vec<Offer> = Vec::new();
    for (range, several, form) in wider {
        if offers.iter().any(|offer| offer.label == form.written) {
            continue;
        }
        let plan = session.planner.sequence(&form.words);
        if session.opening.has_hit(&plan)? != Some(true) {
            continue;
        }
        let asked = query.text.get(range.clone()).unwrap_or_default();
        let asked = if several { format!("({asked})") } else { asked.to_owned() };
        let mut wider = query.text.clone();
        // In a line of capitals `OR` is a word, and its sign is not.
        let in_capitals = !form.written.contains(char::is_lowercase) && !wider.contains(char::is_lowercase);
        let or = if in_capitals { "||" } else { "OR" };
        wider.replace_range(range, &format!("({asked} {or} \"{}\")", form.written));
        offers.push(Offer { label: form.written.clone(), query: wider, texts: None });
    }
    related(session, &mut offers);
    Ok(offers)
}

/// Adds what is made of the same word as a word of the query and is no form of it, with how many paragraphs have it.
fn related(session: &mut Session<'_>, offers: &mut Vec<Offer>) {
    let query = session.query;
    let mut terms: Vec<&Term> = Vec::new();
    if let Some(root) = &query.root {
        root.each_term(&mut |term| terms.push(term));
    }
    terms.retain(|term| term.style == Style::Word);
    for term in terms.iter().take(MOST_PARTS) {
        let Some(word) = term.words.first().filter(|word| !analysis::is_stop_word(word)) else { continue };
        let family = session.planner.family(&term.words, &term.typed);
        let counts = |other: &str| family.iter().any(|words| words.iter().any(|own| own == other));
        let others = session.planner.related(word);
        let mut others: Vec<_> = others.iter().filter(|entry| !counts(entry.word)).collect();
        others.sort_by(|a, b| (b.texts, a.word).cmp(&(a.texts, b.word)));
        for other in others.into_iter().take(MOST_RELATED) {
            if offers.iter().any(|offer| offer.label == other.word) {
                continue;
            }
            let mut wider = query.text.clone();
            if wider.get(term.range.clone()).is_none() {
                continue;
            }
            let or = if wider.contains(char::is_lowercase) { "OR" } else { "||" };
            wider.replace_range(term.range.clone(), &format!("({} {or} {})", term.typed, other.word));
            offers.push(Offer { label: other.word.to_owned(), query: wider, texts: Some(other.texts) });
        }
    }
    compound::offer(session, &terms, offers);
}

/// Keeps of wider queries those that find something more than the query, which finds `total` paragraphs in the documents
/// that are shown.
pub(crate) fn adding(
    session: &Session<'_>,
    offers: Vec<Offer>,
    matching: Matching,
    shown: Option<&ByDocument<bool>>,
    total: usize,
) -> tantivy::Result<Vec<Offer>> {
    let mut adding = Vec::new();
    for offer in offers {
        // Where many are found, or fewer than have the other word, something is sure or likely to be added.
        let is_sure = total > MOST_COUNTED || offer.texts.is_some_and(|texts| texts as usize > total);
        if is_sure || !adds_nothing(session, &offer.query, matching, shown, total)? {
            adding.push(offer);
        }
    }
    Ok(adding)
}

/// Tells whether a wider query finds as many paragraphs as the query does, at as many places; not where that takes too
/// long to tell.
fn adds_nothing(
    session: &Session<'_>,
    wider: &str,
    matching: Matching,
    shown: Option<&ByDocument<bool>>,
    total: usize,
) -> tantivy::Result<bool> {
    let query = Query::read(wider);
    let index = session.index;
    let demand = if matching == Matching::Any { Demand::Any } else { Demand::All };
    let Some(plan) = Planner::new(index, &query).whole(demand) else { return Ok(false) };
    // What is opened is known by the numbers of one planner.
    let mut opening = Opening::of(&index.shards, &index.catalogue);
    if opening.count(&plan, shown)?.is_none_or(|found| found > total) {
        return Ok(false);
    }
    let Some(own) = session.resolved.plan() else { return Ok(false) };
    Ok(places(session, &plan, shown)? <= places(session, own, shown)?)
}

/// Returns at how many places a plan is met in the documents that are shown.
fn places(session: &Session<'_>, plan: &Plan, shown: Option<&ByDocument<bool>>) -> tantivy::Result<u64> {
    let index = session.index;
    let mut opening = Opening::of(&index.shards, &index.catalogue);
    let (lengths, sort) = (&index.lengths, Sort::Oldest);
    let found =
        opening.find(&Task { plan, lengths, titles: &[], shown, sort, keep: 0, list: true, mentioned: None })?;
    Ok(opening.places(plan, &found.all)?.into_iter().map(u64::from).sum())
}

/// Calls `each` for every term, and for plain words side by side together.
fn each_run<'a>(node: &'a Node, longest: usize, each: &mut impl FnMut(&[&'a Term])) {
    match node {
        Node::Term(term) => each(&[term]),
        Node::List(parts) => {
            for (at, part) in parts.iter().enumerate() {
                each_run(part, longest, each);
                let run: Vec<&Term> = parts.iter().skip(at).take(longest).map_while(plain).collect();
                for length in 2..=run.len() {
                    each(run.get(..length).unwrap_or_default());
                }
            }
        }
        Node::Every(parts) | Node::Either(parts) => parts.iter().for_each(|part| each_run(part, longest, each)),
        Node::Near(..) | Node::Without(_) | Node::Field(_) => {}
    }
}

fn plain(node: &Node) -> Option<&Term> {
    match node {
        Node::Term(term) if term.style == Style::Word => Some(term),
        _ => None,
    }
}

/// Tells which parts of a query find nothing even alone, and what leaving a part out would find, both in the documents
/// that are shown.
pub(crate) fn instead(session: &mut Session<'_>, shown: Option<&ByDocument<bool>>) -> tantivy::Result<Vec<Instead>> {
    let query = session.query;
    let Some(root @ (Node::List(parts) | Node::Every(parts))) = &query.root else { return Ok(Vec::new()) };
    // Without a part, others would be read that now are beyond the limit.
    if query.notices.iter().any(|notice| notice.code == "too-many-terms") {
        return Ok(Vec::new());
    }
    let mut instead = Vec::new();
    for (at, part) in parts.iter().enumerate().take(MOST_PARTS) {
        let Some(range) = range(part) else { continue };
        let Some(typed) = query.text.get(range.clone()) else { continue };
        let others = parts.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, part)| part.clone()).collect();
        let others = if matches!(root, Node::Every(_)) { Node::Every(others) } else { Node::List(others) };
        let alone = session.planner.plan(part, Demand::All);
        let rest = session.planner.plan(&others, Demand::All);
        // Where the budget is met nothing is told: a number here is whole.
        let Some(alone) = session.opening.count(&alone, shown)? else { break };
        let Some(found) = session.opening.count(&rest, shown)? else { break };
        if alone == 0 || found > 0 {
            instead.push(Instead { part: typed.to_owned(), alone, without: without(&query.text, &range), found });
        }
    }
    Ok(instead)
}

/// Returns a query without a part, and without the `AND` that joined it to the others.
fn without(text: &str, part: &Range<usize>) -> String {
    let before = text.get(..part.start).unwrap_or_default().trim_end();
    let after = text.get(part.end..).unwrap_or_default().trim_start();
    let is_word = |rest: &str, end: Option<char>| rest.is_empty() || end.is_some_and(char::is_whitespace);
    let joined = ["AND", "&&"].iter().find_map(|and| before.strip_suffix(and));
    let joins = ["AND", "&&"].iter().find_map(|and| after.strip_prefix(and));
    let first = before.trim_end_matches('(').is_empty();
    let before = joined.filter(|rest| is_word(rest, rest.chars().next_back())).unwrap_or(before).trim_end();
    let after = joins.filter(|rest| first && is_word(rest, rest.chars().next())).unwrap_or(after).trim_start();
    format!("{before} {after}").trim().to_owned()
}

/// Returns the bytes of the query that a part is; nothing for what has several parts or excludes.
fn range(node: &Node) -> Option<Range<usize>> {
    match node {
        Node::Term(term) => Some(term.range.clone()),
        Node::Field(field) => Some(field.range.clone()),
        _ => None,
    }
}
