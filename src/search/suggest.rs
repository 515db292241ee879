//! Suggestions while a query is typed: words of the corpus, titles, instruments.

use super::analysis::{is_stop_word, words};
use super::index::{Index, sound};
use super::shard::Detail;
use crate::corpus::Corpus;
use crate::wording;

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
    /// A word of the corpus that so many paragraphs have; none where only descriptions of records have it.
    Word(usize),
    /// The title of the document or record at this place in the corpus.
    Title(usize),
    /// The name of an instrument, by its place in the vocabulary.
    Instrument(usize),
}

impl Index {
    /// Returns what `typed` may become, at most `limit`: words for its last word, then names that have its words.
    #[must_use]
    pub fn suggest(&self, corpus: &Corpus, typed: &str, limit: usize) -> Vec<Suggestion> {
        let mut suggestions = self.completed(typed, limit.div_ceil(2));
        let wanted = words(typed);
        if wanted.iter().map(String::len).sum::<usize>() < 2 {
            return suggestions;
        }
        let documents = corpus.documents().iter().enumerate();
        let titles = documents.map(|(at, document)| (document.name(), Suggested::Title(at)));
        let instruments = corpus.vocabulary().instruments.iter().enumerate();
        let instruments = instruments.map(|(at, instrument)| (instrument.name.as_str(), Suggested::Instrument(at)));
        for (name, what) in titles.chain(instruments) {
            if suggestions.len() >= limit {
                break;
            }
            if has_beginnings(name, &wanted) {
                suggestions.push(Suggestion { query: name.to_owned(), what });
            }
        }
        suggestions
    }

    /// Completes the last word.
    fn completed(&self, typed: &str, limit: usize) -> Vec<Suggestion> {
        let start = typed
            .rfind(|character: char| !character.is_alphanumeric())
            .map_or(0, |at| at + typed.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8));
        let (before, last) = typed.split_at(start);
        let folded = wording::without_accents(&wording::fold(last));
        if folded.chars().count() < 2 {
            return Vec::new();
        }
        let mut entries: Vec<_> =
            self.dictionary.beginning(&folded).filter(|entry| !is_stop_word(entry.word)).collect();
        entries.sort_by(|a, b| (b.texts, a.word).cmp(&(a.texts, b.word)));
        let whole = |word: &str| format!("{before}{word}");
        let suggestion =
            |word: &str| Suggestion { query: whole(word), what: Suggested::Word(sound(self.paragraphs_with(word))) };
        entries.into_iter().take(limit).map(|entry| suggestion(entry.word)).collect()
    }

    fn paragraphs_with(&self, word: &str) -> tantivy::Result<usize> {
        let mut paragraphs = 0;
        for shard in &self.shards {
            paragraphs += shard.postings(word, Detail::Counts)?.map_or(0, |postings| postings.doc_freq() as usize);
        }
        Ok(paragraphs)
    }
}

/// Tells whether every word typed begins a word of `name`, in their order.
fn has_beginnings(name: &str, wanted: &[String]) -> bool {
    let own = words(name);
    let mut own = own.iter();
    wanted.iter().all(|start| own.any(|word| word.starts_with(start.as_str())))
}
