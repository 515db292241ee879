//! How often the other forms of a query's words stand in its hits, exactly.

use std::cmp::Reverse;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocSet, TERMINATED};

use super::{AlsoCounted, Session};
use crate::search::analysis::{self, shown};
use crate::search::index::dictionary::Dictionary;
use crate::search::index::gallop::gallop;
use crate::search::index::ordinal::ParagraphOrdinal;
use crate::search::index::shard::{Detail, Shard};
use crate::search::language::{Style, Term};
use crate::search::plan::{Plan, Unit};

/// At most this many forms of one word or phrase are counted: those whose words most texts have.
pub(crate) const MOST_FORMS: usize = 40;
/// At most this many forms of all words and phrases are counted: each is a walk through the hits.
const MOST_FORMS_TOGETHER: usize = 320;

/// What a word or phrase stands for besides what was typed.
pub(crate) struct Forms<'a> {
    /// Sequences of words, sorted where none was left out.
    pub(crate) sequences: Vec<Vec<&'a str>>,
    /// Whether rarer ones were left out.
    pub(crate) more: bool,
}

/// Counts the other forms of every word and phrase of a query in the paragraphs `hits`, given in order.
pub(crate) fn also_counted(session: &Session<'_>, hits: &[ParagraphOrdinal]) -> tantivy::Result<Vec<AlsoCounted>> {
    let (Some(root), Some(plan)) = (&session.query.root, session.resolved.plan()) else { return Ok(Vec::new()) };
    let (dictionary, shards) = (&session.index.dictionary, session.index.shards.as_slice());
    let mut terms: Vec<&Term> = Vec::new();
    root.each_term(&mut |term| terms.push(term));
    let most = (MOST_FORMS_TOGETHER / plan.units.len().max(1)).clamp(1, MOST_FORMS);
    let mut counted: Vec<AlsoCounted> = Vec::new();
    for unit in &plan.units {
        let own = terms.get(unit.terms.clone()).unwrap_or_default();
        let Some(typed) = session.query.typed(own) else { continue };
        let Forms { sequences, more } = Forms::of(plan, unit, own, dictionary, most);
        let mut forms: Vec<(String, usize)> = Vec::new();
        for words in sequences {
            let count = occurrences(&words, shards, hits)?;
            let written = written(&words);
            match forms.iter_mut().find(|(known, _)| *known == written) {
                // A word of the same letters is one in each language.
                Some((_, known)) => *known += count,
                None if count > 0 => forms.push((written, count)),
                None => {}
            }
        }
        forms.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
        let known = counted.iter().any(|known| known.term == typed && known.forms == forms);
        if !forms.is_empty() && !known {
            counted.push(AlsoCounted { term: typed, forms, more });
        }
    }
    Ok(counted)
}

impl<'a> Forms<'a> {
    /// Returns what a unit stands for, but for what was typed.
    pub(crate) fn of(plan: &'a Plan, unit: &Unit, own: &[&Term], dictionary: &Dictionary, most: usize) -> Self {
        let mut forms = Self { sequences: Vec::new(), more: false };
        for path in &unit.paths {
            let mut begun: Vec<Vec<&str>> = vec![Vec::new()];
            for set in path {
                let words = plan.sets.get(*set).map_or(&[][..], |set| set.words.as_slice());
                let longer = |start: &Vec<&'a str>| words.iter().map(|word| [start, &[&**word][..]].concat()).collect();
                begun = begun.iter().flat_map::<Vec<Vec<&str>>, _>(longer).collect();
                forms.more |= keep_frequent(&mut begun, dictionary, most);
            }
            forms.sequences.extend(begun);
        }
        if let [term] = own
            && term.style != Style::Prefix
        {
            let typed = [term.words.join(" "), analysis::written(&term.typed).join(" ")];
            let typed = typed.map(|typed| written(&typed.split(' ').collect::<Vec<_>>()));
            forms.sequences.retain(|words| !typed.contains(&written(words)));
        }
        forms.sequences.sort_unstable();
        forms.sequences.dedup();
        forms.more |= keep_frequent(&mut forms.sequences, dictionary, most);
        forms
    }
}

/// Returns a sequence of words of the index as readers see it.
pub(crate) fn written(words: &[&str]) -> String {
    words.iter().map(|word| shown(word)).collect::<Vec<_>>().join(" ")
}

/// Keeps the sequences whose rarest word most texts have. Tells whether any was left out.
fn keep_frequent(sequences: &mut Vec<Vec<&str>>, dictionary: &Dictionary, most: usize) -> bool {
    let more = sequences.len() > most;
    if more {
        let texts = |words: &Vec<&str>| words.iter().map(|word| dictionary.texts(word)).min();
        sequences.sort_by_cached_key(|words| Reverse(texts(words)));
        sequences.truncate(most);
    }
    more
}

/// Counts a sequence of words in the paragraphs `hits`.
pub(crate) fn occurrences(words: &[&str], shards: &[Shard], hits: &[ParagraphOrdinal]) -> tantivy::Result<usize> {
    let (mut count, mut rest) = (0, hits);
    let detail = if words.len() > 1 { Detail::Places } else { Detail::Counts };
    for shard in shards {
        let (mut here, later) = rest.split_at(rest.partition_point(|hit| *hit < shard.end()));
        rest = later;
        let mut lists: Vec<SegmentPostings> = Vec::new();
        for word in words {
            lists.extend(shard.postings(word, detail)?);
        }
        if lists.len() == words.len() {
            while let Some((&hit, others)) = here.split_first() {
                let text = shard.text_from(hit);
                let bound = lists.iter_mut().map(|list| to(list, text)).max().unwrap_or(TERMINATED);
                if bound == text {
                    count += together(&mut lists);
                    here = others;
                } else {
                    // Both lists are long or short as it happens, so each leaps to the other.
                    let is_before = |at: usize| here.get(at).is_some_and(|hit| shard.text_from(*hit) < bound);
                    here = here.get(gallop(0..here.len(), is_before)..).unwrap_or_default();
                }
            }
        }
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
