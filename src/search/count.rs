//! How often the other forms of a query's words stand in its hits, exactly.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocSet, TERMINATED};

use super::AlsoCounted;
use super::leap::leap;
use super::plan::{Plan, Unit};
use super::query::{Style, Term};
use super::reading::Reading;
use super::shard::{Detail, Shard};

/// At most so many forms of one word or phrase are counted.
const MOST_FORMS: usize = 40;

/// Counts the other forms of every word and phrase of a query in the paragraphs `hits`, given in order.
pub(super) fn also_counted(reading: &Reading, shards: &[Shard], hits: &[u32]) -> tantivy::Result<Vec<AlsoCounted>> {
    let (Some(root), Some(plan)) = (&reading.query.root, reading.plan()) else { return Ok(Vec::new()) };
    let mut terms: Vec<&Term> = Vec::new();
    root.each_term(&mut |term| terms.push(term));
    let mut counted: Vec<AlsoCounted> = Vec::new();
    for unit in &plan.units {
        let own = terms.get(unit.terms.clone()).unwrap_or_default();
        let Some(typed) = reading.query.typed(own) else { continue };
        let mut forms = Vec::new();
        for words in sequences(plan, unit, own) {
            let count = occurrences(&words, shards, hits)?;
            if count > 0 {
                forms.push((words.join(" "), count));
            }
        }
        forms.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
        let known = counted.iter().any(|known| known.term == typed && known.forms == forms);
        if !forms.is_empty() && !known {
            counted.push(AlsoCounted { term: typed, forms });
        }
    }
    Ok(counted)
}

/// Returns the sequences of words that a unit stands for, but for the one that was typed.
pub(super) fn sequences<'a>(plan: &'a Plan, unit: &Unit, own: &[&Term]) -> Vec<Vec<&'a str>> {
    let mut sequences: Vec<Vec<&str>> = Vec::new();
    for path in &unit.paths {
        let mut open: Vec<Vec<&str>> = vec![Vec::new()];
        for set in path {
            let words = plan.sets.get(*set).map_or(&[][..], |set| set.words.as_slice());
            open = open
                .into_iter()
                .flat_map(|begun| {
                    words.iter().map(move |word| {
                        let mut longer = begun.clone();
                        longer.push(word);
                        longer
                    })
                })
                .take(MOST_FORMS)
                .collect();
        }
        sequences.extend(open);
    }
    if let [term] = own
        && term.style != Style::Prefix
    {
        sequences.retain(|words| *words != term.words);
    }
    sequences.sort_unstable();
    sequences.dedup();
    sequences.truncate(MOST_FORMS);
    sequences
}

/// Counts a sequence of words in the paragraphs `hits`.
fn occurrences(words: &[&str], shards: &[Shard], hits: &[u32]) -> tantivy::Result<usize> {
    let (mut count, mut first, mut rest) = (0, 0, hits);
    let detail = if words.len() > 1 { Detail::Places } else { Detail::Counts };
    for shard in shards {
        let after = first + shard.texts();
        let (mut here, later) = rest.split_at(rest.partition_point(|hit| *hit < after));
        rest = later;
        let mut lists: Vec<SegmentPostings> = Vec::new();
        for word in words {
            lists.extend(shard.postings(word, detail)?);
        }
        if lists.len() == words.len() {
            while let Some((&hit, others)) = here.split_first() {
                let text = hit - first;
                let bound = lists.iter_mut().map(|list| to(list, text)).max().unwrap_or(TERMINATED);
                if bound == text {
                    count += together(&mut lists);
                    here = others;
                } else {
                    // Both lists are long or short as it happens, so each leaps to the other.
                    let is_before = |at: usize| here.get(at).is_some_and(|hit| hit - first < bound);
                    here = here.get(leap(0..here.len(), is_before)..).unwrap_or_default();
                }
            }
        }
        first = after;
    }
    Ok(count)
}

fn to(list: &mut SegmentPostings, text: u32) -> u32 {
    if list.doc() < text { list.seek(text) } else { list.doc() }
}

/// Counts how often the words of `lists` follow each other in their present paragraph.
fn together(lists: &mut [SegmentPostings]) -> usize {
    let Some((first, others)) = lists.split_first_mut() else { return 0 };
    if others.is_empty() {
        return first.term_freq() as usize;
    }
    let (mut starts, mut places) = (Vec::new(), Vec::new());
    first.positions(&mut starts);
    for (list, offset) in others.iter_mut().zip(1_u32..) {
        list.positions(&mut places);
        starts.retain(|start| places.binary_search(&(start + offset)).is_ok());
    }
    starts.len()
}
