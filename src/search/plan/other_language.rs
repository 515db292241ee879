//! Plans a word or phrase for texts in other languages than English.
//!
//! A word stands for itself wherever it is written so; its forms count in the languages of which a text has it as it was
//! typed, or in all where none has, so that no query in one language counts forms of another. Accents that were typed
//! count where a text has the word with them; what is typed without accents is found with any.

use std::ops::Range;

use super::planner::Planner;
use crate::search::analysis::{self, TextLanguage, script};
use crate::search::index::dictionary::DictionaryWord;
use crate::search::index::language_words::LanguageWords;
use crate::search::language::{Notice, Style, Term};

/// What a word of a query is in the texts of all languages.
struct Written {
    /// The words of the index that it is, but for accents that do not count.
    same: Vec<Box<str>>,
    /// The other languages of which a text has it as it was typed.
    languages: Vec<TextLanguage>,
    /// Whether it counts in English texts, where accents were typed that count.
    counts_in_english: bool,
}

impl<'a> Planner<'a> {
    /// Adds to the sequences of sets that stand for a term in English texts those for texts in other languages.
    pub(crate) fn in_all_languages(&mut self, term: &Term, mut paths: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
        if self.index.dictionary.others.is_empty() || term.style == Style::Prefix {
            return paths;
        }
        let written = as_written(term);
        let words: Vec<Written> = written.iter().map(|word| self.written(word)).collect();
        let mut others: Vec<Vec<usize>> = Vec::new();
        if let (Style::Word, [word], [typed]) = (term.style, words.as_slice(), written.as_slice()) {
            let in_english = self.is_in_english(term, typed);
            let mut forms = self.forms_elsewhere(typed, word, in_english);
            if !word.languages.is_empty() && !in_english {
                paths = if word.counts_in_english { self.spelled(term) } else { Vec::new() };
            }
            // Where accents count, what differs in accents alone is another word.
            let plain = analysis::plain(typed);
            let is_other = |form: &str| plain != *typed && analysis::plain(analysis::shown(form)) == plain;
            forms.retain(|form| word.languages.is_empty() || !is_other(form));
            forms.extend(word.same.iter().cloned());
            self.tell_of_forms(typed, word, term);
            others.extend((!forms.is_empty()).then(|| vec![self.set(forms)]));
        } else {
            if words.iter().any(|word| !word.counts_in_english) {
                paths.clear();
            }
            let is_there = words.iter().all(|word| !word.same.is_empty());
            others.extend(is_there.then(|| words.iter().map(|word| self.set(word.same.clone())).collect()));
        }
        if term.style == Style::Joined {
            let joined = self.written(&written.concat()).same;
            others.extend((!joined.is_empty()).then(|| vec![self.set(joined)]));
        }
        others.extend(self.elided(&written));
        joined(self, paths, others, term)
    }

    /// Finds out where a word of a query, with its accents, stands.
    fn written(&self, word: &str) -> Written {
        let dictionary = &self.index.dictionary;
        // What begins a run in the query can be inside one in a text.
        let ways = [Some(word), script::is_beginning(word).then(|| script::unmarked(word))];
        let mut written = Written { same: Vec::new(), languages: Vec::new(), counts_in_english: true };
        for word in ways.into_iter().flatten() {
            let plain = analysis::plain(word);
            let has = |words: &&LanguageWords| dictionary.texts(&words.language.term(word)) > 0;
            let having: Vec<&LanguageWords> = dictionary.others.iter().filter(has).collect();
            written.languages.extend(having.iter().map(|words| words.language));
            if plain == word || having.is_empty() {
                let spelled = dictionary.others.iter().flat_map(|words| dictionary.all(words.spelled(&plain)));
                written.same.extend(spelled.map(|entry| Box::from(entry.word)));
                continue;
            }
            written.counts_in_english &= dictionary.accented.contains(word);
            for words in having {
                let capital = without_first_accent(word).map(|word| words.language.term(&word));
                let ways = [Some(words.language.term(word)), capital].into_iter().flatten();
                written.same.extend(ways.filter(|word| dictionary.texts(word) > 0).map(String::into_boxed_str));
            }
        }
        written
    }

    /// Returns the words of the index that a word of a query is in texts of other languages, and whether it counts in
    /// English texts.
    pub(crate) fn same_elsewhere(&self, word: &str) -> (Vec<Box<str>>, bool) {
        if self.index.dictionary.others.is_empty() {
            return (Vec::new(), true);
        }
        let written = self.written(word);
        (written.same, written.counts_in_english)
    }

    /// Tells whether a text in English has a word as it was typed.
    fn is_in_english(&self, term: &Term, typed: &str) -> bool {
        let dictionary = &self.index.dictionary;
        if analysis::plain(typed) != typed {
            return dictionary.accented.contains(typed);
        }
        term.words.first().is_some_and(|word| dictionary.texts(word) > 0)
    }

    /// Returns the forms of a word in the languages that it is of.
    fn forms_elsewhere(&self, typed: &str, word: &Written, in_english: bool) -> Vec<Box<str>> {
        let dictionary = &self.index.dictionary;
        let plain = analysis::plain(typed);
        let mut forms = Vec::new();
        for words in &dictionary.others {
            let is_of = word.languages.contains(&words.language);
            if !is_of && (in_english || !word.languages.is_empty()) {
                continue;
            }
            let mut bases = vec![typed.to_owned()];
            if !is_of || plain == typed {
                let spelled = dictionary.all(words.spelled(&plain));
                bases.extend(spelled.map(|entry| TextLanguage::divide(entry.word).1.to_owned()));
            }
            for base in bases {
                let places = words.forms(&base);
                forms.extend(dictionary.all(&places).map(|entry| Box::from(entry.word)));
            }
        }
        forms
    }

    /// Says where no forms of a word are known.
    fn tell_of_forms(&mut self, typed: &str, word: &Written, term: &Term) {
        if typed.chars().count() < 3
            || !typed.chars().all(|letter| letter.is_alphabetic() && !script::is_single(letter))
        {
            return;
        }
        for language in word.languages.iter().filter(|language| language.stemmed().is_none()) {
            let (subtag, joined) = (language.subtag().to_owned(), !language.joined(typed).is_empty());
            self.plan.notices.push(Notice::no_word_forms(&term.typed, &subtag, joined));
        }
    }

    /// Returns the reviewed spellings of a word in English texts, which are none of its forms.
    fn spelled(&mut self, term: &Term) -> Vec<Vec<usize>> {
        let index = self.index;
        let spellings = index.widening.spellings(&term.words, &term.typed).filter(|form| form.is_there);
        spellings.map(|form| self.path(&form.words)).collect()
    }

    /// Returns the sequences that words are in languages that write the elided ones together with them.
    fn elided(&mut self, written: &[String]) -> Vec<Vec<usize>> {
        let index = self.index;
        let eliding = index.dictionary.others.iter().map(|words| words.language).filter(|language| language.elides());
        let mut paths = Vec::new();
        for language in eliding {
            let apart: Vec<&str> = written.iter().flat_map(|word| analysis::apart(word, language)).collect();
            if apart.len() == written.len() {
                continue;
            }
            let of_language = |word: &&str| -> Vec<Box<str>> {
                let same = self.written(word).same.into_iter();
                same.filter(|word| TextLanguage::divide(word).0 == language).collect()
            };
            let words: Vec<Vec<Box<str>>> = apart.iter().map(of_language).collect();
            if words.iter().all(|same| !same.is_empty()) {
                paths.push(words.into_iter().map(|same| self.set(same)).collect());
            }
        }
        paths
    }

    /// Returns the words in other languages that begin as the last word of a term, and whether those in English count.
    pub(crate) fn begun_elsewhere(&self, term: &Term) -> (Vec<DictionaryWord<'a>>, bool) {
        let dictionary = &self.index.dictionary;
        let written = as_written(term);
        let Some(start) = written.last() else { return (Vec::new(), true) };
        let plain = analysis::plain(start);
        let mut begun: Vec<DictionaryWord<'a>> =
            dictionary.others.iter().flat_map(|words| dictionary.all(words.beginning(&plain))).collect();
        let exactly = |entry: &DictionaryWord<'_>| TextLanguage::divide(entry.word).1.starts_with(start.as_str());
        if plain == *start || !begun.iter().any(exactly) {
            return (begun, true);
        }
        begun.retain(exactly);
        (begun, dictionary.accented.iter().any(|word| word.starts_with(start.as_str())))
    }

    /// Returns the sets of the words before the beginning that a term ends with, in other languages; nothing where a
    /// text in none of them has one.
    pub(crate) fn before_elsewhere(&mut self, term: &Term) -> Option<Vec<usize>> {
        let written = as_written(term);
        let before = written.split_last().map_or(&[][..], |(_, before)| before);
        let words: Vec<Vec<Box<str>>> = before.iter().map(|word| self.written(word).same).collect();
        let is_there = words.iter().all(|same| !same.is_empty());
        is_there.then(|| words.into_iter().map(|same| self.set(same)).collect())
    }
}

/// Returns the words of a term with their accents.
fn as_written(term: &Term) -> Vec<String> {
    let written = analysis::written(&term.typed);
    if written.len() == term.words.len() { written } else { term.words.clone() }
}

/// Returns a word as it is printed where capitals have no accents.
fn without_first_accent(word: &str) -> Option<String> {
    let first = word.chars().next()?;
    let length: Range<usize> = 0..first.len_utf8();
    let plain = analysis::plain(word.get(length.clone())?);
    let rest = word.get(length.end..)?;
    (rest.chars().count() > 1 && !plain.starts_with(first)).then(|| format!("{plain}{rest}"))
}

/// Joins sequences for English texts and for others: one word in all languages is one set.
fn joined(
    planner: &mut Planner<'_>,
    mut paths: Vec<Vec<usize>>,
    others: Vec<Vec<usize>>,
    term: &Term,
) -> Vec<Vec<usize>> {
    let mut others = others.into_iter();
    let Some(first) = others.next() else {
        return if paths.is_empty() { vec![planner.path(&term.words)] } else { paths };
    };
    match (paths.first().map(Vec::as_slice), first.as_slice()) {
        (Some(&[english]), &[other]) => {
            let words = [english, other].into_iter().filter_map(|set| planner.sets.get(set));
            let words = words.flat_map(|set| set.words.iter().cloned()).collect();
            let all = vec![planner.set(words)];
            if let Some(path) = paths.first_mut() {
                *path = all;
            }
        }
        _ => paths.insert(paths.len().min(1), first),
    }
    let at = paths.len().min(1);
    paths.splice(at..at, others);
    paths
}
