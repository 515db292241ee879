//! Longer words that a word of the query is a part of, in languages that write words together: `Menschenrechte` has `Rechte`.
//!
//! They are offered and told where nothing was found, and never counted: which part means what, no list here knows. A star
//! before a word asks for the words that end with it, and has them offered in every language.

use super::{Offer, Session};
use crate::search::analysis::{self, plain};
use crate::search::index::dictionary::DictionaryWord;
use crate::search::language::{MIN_PREFIX, Style, Term};

/// The languages in which words of two or more are written as one, and no dictionary here parts them again.
const COMPOUNDING: [&str; 14] = ["af", "da", "de", "et", "fi", "fo", "fy", "hu", "is", "lb", "nb", "nl", "nn", "sv"];

/// A part has so many letters, and what is joined to it as many as no ending has.
const PART: usize = 4;
const REST: usize = 3;

/// For so many words of a query longer ones are looked for: each is a walk through all words of those languages.
pub(crate) const MOST_TERMS: usize = 4;

/// So many longer words are offered one by one, the most frequent; all of them together are at most so many.
const MOST_OFFERED: usize = 3;
const MOST: usize = 20;

/// Returns the longer words that have a word of the query in them, the most frequent first.
pub(crate) fn longer<'a>(session: &Session<'a>, term: &Term) -> Vec<DictionaryWord<'a>> {
    let dictionary = &session.index.dictionary;
    if let (true, Style::Word, [end]) = (is_ending(term), term.style, term.words.as_slice()) {
        let long_enough = analysis::is_long_enough(end, MIN_PREFIX);
        return most_frequent(if long_enough { dictionary.ending(&plain(end)) } else { Vec::new() });
    }
    let part = match (term.style, term.words.as_slice()) {
        (Style::Word, [word]) if word.chars().count() >= PART => plain(word),
        _ => return Vec::new(),
    };
    let others = dictionary.others.iter().filter(|words| COMPOUNDING.contains(&words.language.subtag()));
    most_frequent(others.flat_map(|words| dictionary.all(&words.containing(&part, REST)).collect::<Vec<_>>()).collect())
}

fn most_frequent(mut words: Vec<DictionaryWord<'_>>) -> Vec<DictionaryWord<'_>> {
    words.sort_by(|a, b| (b.texts, a.word).cmp(&(a.texts, b.word)));
    words.truncate(MOST);
    words
}

/// Tells whether a star stands before a word.
fn is_ending(term: &Term) -> bool {
    term.typed.starts_with('*')
}

/// Adds to wider queries those with the longer words that have a word of the query in them.
pub(crate) fn offer(session: &Session<'_>, terms: &[&Term], offers: &mut Vec<Offer>) {
    for term in terms.iter().take(MOST_TERMS) {
        let longer = longer(session, term);
        let shown: Vec<&str> = longer.iter().map(|entry| analysis::shown(entry.word)).collect();
        let wider = |words: &[&str]| {
            let mut wider = session.query.text.clone();
            wider.get(term.range.clone())?;
            let or = if wider.contains(char::is_lowercase) { "OR" } else { "||" };
            let either =
                std::iter::once(term.typed.trim_start_matches('*')).chain(words.iter().copied()).collect::<Vec<_>>();
            wider.replace_range(term.range.clone(), &format!("({})", either.join(&format!(" {or} "))));
            Some(wider)
        };
        for (entry, word) in longer.iter().zip(&shown).take(MOST_OFFERED) {
            if offers.iter().all(|offer| offer.label != *word)
                && let Some(query) = wider(&[*word])
            {
                offers.push(Offer { label: (*word).to_owned(), query, texts: Some(entry.texts) });
            }
        }
        if let (true, Some(query)) = (shown.len() > MOST_OFFERED, wider(&shown)) {
            let typed = term.typed.trim_start_matches('*');
            let which = if is_ending(term) { "words ending with" } else { "longer words with" };
            let label = format!("{} {which} “{typed}”", shown.len());
            offers.push(Offer { label, query, texts: None });
        }
    }
}
