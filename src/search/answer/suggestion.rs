//! Suggestions while a query is typed: words of the corpus, values of fields, titles, instruments.
//!
//! What is told of a suggestion is what its search finds, and one that finds nothing is not made.

use std::sync::{MutexGuard, PoisonError};

use lru::LruCache;

use crate::corpus::{Corpus, DocumentPlace};
use crate::search::analysis::{is_stop_word, shown, words};
use crate::search::index::{Index, sound};
use crate::search::language::{FieldName, Query};
use crate::search::plan::{Demand, Planner};
use crate::search::run::Opening;
use crate::wording::{self, is_double_mark};

/// At most this many words or values are tried, those first that most texts have: each is counted.
const MOST_TRIED: usize = 8;

/// Something that what was typed may become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The whole query.
    pub query: String,
    /// What it is.
    pub what: Suggested,
}

/// What a suggestion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suggested {
    /// A query with its last word completed: so many paragraphs are found; none where only records are.
    Word(usize),
    /// The title of a document or record.
    Title(DocumentPlace),
    /// The name of an instrument, by its place in the vocabulary.
    Instrument(usize),
}

/// What is completed at the end of what was typed.
enum Open<'a> {
    /// A word.
    Word { before: &'a str, begun: &'a str },
    /// A word between quotation marks that are still open.
    Quoted { before: &'a str, begun: &'a str },
    /// The value of a field.
    Value { before: &'a str, field: FieldName, begun: &'a str },
}

impl Index {
    /// Returns what `typed` may become, at most `limit`: words for its last word, then names that have its words.
    #[must_use]
    pub fn suggest(&self, corpus: &Corpus, typed: &str, limit: usize) -> Vec<Suggestion> {
        let half = limit.div_ceil(2);
        let mut suggestions = match Open::of(typed) {
            Open::Value { before, field, begun } => return self.values(before, field, begun, half),
            Open::Quoted { before, begun } => self.completed(before, begun, "\"", half),
            Open::Word { before, begun } => self.completed(before, begun, "", half),
        };
        let wanted = words(typed);
        if wanted.iter().map(String::len).sum::<usize>() < 2 {
            return suggestions;
        }
        // Names are divided into words only where they can have them: there can be many.
        let whole = |word: &&String| word.chars().all(char::is_alphanumeric);
        let longest = wanted.iter().filter(whole).max_by_key(|word| word.len()).map_or("", String::as_str);
        let documents = corpus.places().filter(|(at, _)| self.catalogue.is_named(*at, longest));
        let titles = documents.map(|(at, document)| (document.name(), Suggested::Title(at)));
        let instruments = corpus.vocabulary().instruments.iter().enumerate();
        let cited = instruments
            .filter(|(_, instrument)| has_beginnings(&instrument.name, &wanted) && self.is_cited(&instrument.id));
        let cited = cited.map(|(at, instrument)| (instrument.name.as_str(), Suggested::Instrument(at)));
        for (name, what) in titles.filter(|(name, _)| has_beginnings(name, &wanted)).chain(cited) {
            if suggestions.len() >= limit {
                break;
            }
            suggestions.push(Suggestion { query: name.to_owned(), what });
        }
        suggestions
    }

    /// Completes a word after `before`, and closes it with `after`.
    fn completed(&self, before: &str, begun: &str, after: &str, limit: usize) -> Vec<Suggestion> {
        let folded = wording::without_accents(&wording::fold(begun));
        if folded.chars().count() < 2 || matches!(begun, "OR" | "AND" | "NOT" | "NEAR") {
            return Vec::new();
        }
        let words = &self.dictionary;
        let elsewhere = words.others.iter().flat_map(|others| words.all(others.beginning(&folded)));
        let mut entries: Vec<_> =
            words.beginning(&folded).chain(elsewhere).filter(|entry| !is_stop_word(entry.word)).collect();
        entries.sort_by(|a, b| (b.texts, a.word).cmp(&(a.texts, b.word)));
        let mut completed: Vec<&str> = Vec::new();
        for word in entries.into_iter().map(|entry| shown(entry.word)) {
            if completed.len() < MOST_TRIED && !completed.contains(&word) {
                completed.push(word);
            }
        }
        let queries = completed.into_iter().map(|word| format!("{before}{word}{after}"));
        // A word alone is typed by many, and its count says nothing of who did; it is the same for all of an archive.
        if before.is_empty() { self.finding_kept(queries, limit) } else { self.finding(queries, limit) }
    }

    /// Does what [`Self::finding`] does for words that many ask for, and keeps what was counted.
    fn finding_kept(&self, queries: impl Iterator<Item = String>, limit: usize) -> Vec<Suggestion> {
        let mut found = Vec::new();
        for query in queries {
            if found.len() == limit {
                break;
            }
            let kept = self.completions().get(&query).copied();
            let total = kept.unwrap_or_else(|| {
                let total = match self.finding(std::iter::once(query.clone()), 1).as_slice() {
                    [Suggestion { what: Suggested::Word(total), .. }] => Some(*total),
                    _ => None,
                };
                self.completions().put(query.clone(), total);
                total
            });
            found.extend(total.map(|total| Suggestion { query, what: Suggested::Word(total) }));
        }
        found
    }

    fn completions(&self) -> MutexGuard<'_, LruCache<String, Option<usize>>> {
        self.completions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Completes the value of a field.
    fn values(&self, before: &str, field: FieldName, begun: &str, limit: usize) -> Vec<Suggestion> {
        let values = self.catalogue.held_values(field, begun).into_iter().take(MOST_TRIED);
        let queries = values.map(|value| {
            let quote = if value.contains(char::is_whitespace) { "\"" } else { "" };
            format!("{before}{quote}{value}{quote}")
        });
        self.finding(queries, limit)
    }

    /// Returns the first queries that find something, with what they find.
    fn finding(&self, queries: impl Iterator<Item = String>, limit: usize) -> Vec<Suggestion> {
        let queries: Vec<(String, Query)> = queries.map(|typed| (typed.clone(), Query::read(&typed))).collect();
        let Some((_, first)) = queries.first() else { return Vec::new() };
        // They differ in their end only, so that the lists of the words before are opened once.
        let mut planner = Planner::new(self, first);
        let mut opening = Opening::of(&self.shards, &self.catalogue);
        let mut found = Vec::new();
        for (typed, query) in &queries {
            if found.len() < limit
                && let Some(total) = self.finds(query, &mut planner, &mut opening)
            {
                found.push(Suggestion { query: typed.clone(), what: Suggested::Word(total) });
            }
        }
        found
    }

    /// Returns how many paragraphs have all of a query; nothing where not even a record has, where it ends in an
    /// operator and not in a word, or where it is everything but some words, which completes nothing.
    fn finds<'a>(&'a self, query: &'a Query, planner: &mut Planner<'a>, opening: &mut Opening<'a>) -> Option<usize> {
        if query.notices.iter().any(|notice| matches!(notice.code, "stray-operator" | "only-exclusions")) {
            return None;
        }
        planner.turn_to(query);
        let plan = planner.whole(Demand::All)?;
        let total = sound(opening.count(&plan, None))?;
        if total > 0 {
            return Some(total);
        }
        let records = Opening::of(&self.records.shards, &self.records.catalogue).has_hit(&plan);
        (sound(records) == Some(true)).then_some(0)
    }

    /// Tells whether any paragraph is of a document that cites an instrument.
    fn is_cited(&self, instrument: &str) -> bool {
        let query = Query::read(&format!("cites:{instrument}"));
        let plan = Planner::new(self, &query).whole(Demand::All);
        let mut opening = Opening::of(&self.shards, &self.catalogue);
        plan.is_some_and(|plan| sound(opening.has_hit(&plan)) == Some(true))
    }
}

impl<'a> Open<'a> {
    /// Finds what is completed.
    fn of(typed: &'a str) -> Self {
        let ends = |character: char| character.is_whitespace() || matches!(character, '(' | ')');
        let split = |text: &'a str, at: Option<(usize, char)>| {
            text.split_at(at.map_or(0, |(at, character)| at + character.len_utf8()))
        };
        let last = |text: &'a str, is_bound: &dyn Fn(char) -> bool| {
            split(text, text.char_indices().rev().find(|(_, character)| is_bound(*character)))
        };
        let marks: Vec<(usize, char)> =
            typed.char_indices().filter(|(_, character)| is_double_mark(*character)).collect();
        let quote = marks.last().copied().filter(|_| marks.len() % 2 == 1);
        // A field is before its value, or before the quotation mark that its value stands behind.
        let end = quote.map_or(typed.len(), |(at, _)| at);
        let (outside, _) = typed.split_at(end);
        let is_bound = |character: char| ends(character) || is_double_mark(character);
        let (earlier, chunk) = last(outside, &is_bound);
        if let Some((name, begun)) = chunk.split_once(':')
            && (quote.is_none() || begun.is_empty())
            && let Some(field) =
                FieldName::ALL.into_iter().find(|field| field.name().eq_ignore_ascii_case(name.trim_start_matches('-')))
        {
            let begun = quote.map_or(begun, |quote| split(typed, Some(quote)).1);
            let before = typed.get(..earlier.len() + name.len() + 1).unwrap_or_default();
            return Self::Value { before, field, begun };
        }
        let (before, begun) = last(typed, &|character| !character.is_alphanumeric());
        if quote.is_some() { Self::Quoted { before, begun } } else { Self::Word { before, begun } }
    }
}

/// Tells whether every word typed begins a word of `name`, in their order.
fn has_beginnings(name: &str, wanted: &[String]) -> bool {
    let own = words(name);
    let mut own = own.iter();
    wanted.iter().all(|start| own.any(|word| word.starts_with(start.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, before: &str, begun: &str, kind: &str) {
        let found = match Open::of(typed) {
            Open::Word { before, begun } => (before, begun, "word"),
            Open::Quoted { before, begun } => (before, begun, "quoted"),
            Open::Value { before, field, begun } => (before, begun, field.name()),
        };
        assert_eq!(found, (before, begun, kind), "{typed}");
    }

    #[test]
    fn what_is_completed_is_at_the_end() {
        check("", "", "", "word");
        check("critical inf", "critical ", "inf", "word");
        check("-cyb", "-", "cyb", "word");
        check("\"law\" (cyb", "\"law\" (", "cyb", "word");
        check("\"critical inf", "\"critical ", "inf", "quoted");
        check("“critical inf", "“critical ", "inf", "quoted");
        check("law kind:st", "law kind:", "st", "kind");
        check("-Kind:press-re", "-Kind:", "press-re", "kind");
        check("kind:\"press re", "kind:", "press re", "kind");
        check("\"a\" (presidency:\"", "\"a\" (presidency:", "", "presidency");
        check("colour:re", "colour:", "re", "word");
        check("kind:report \"law of", "kind:report \"law ", "of", "quoted");
    }
}
