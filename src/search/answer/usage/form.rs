//! The forms of a term: those that count, with their numbers; those that do not; and what is spelled nearly so.

use crate::search::analysis;
use crate::search::answer::forms::{Forms, MOST_FORMS, occurrences, written};
use crate::search::answer::{Offer, Session, alternative};
use crate::search::index::ordinal::ParagraphOrdinal;
use crate::search::language::{Style, Term};

/// At most this many other forms of a phrase are offered.
const MOST_OFFERED: usize = 8;
/// At most this many near words are named.
const MOST_NEAR: usize = 8;
/// Of one word at most this many.
const NEAR_ONE: usize = 4;

/// A form that counts as the term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormCount {
    /// Its words as search compares them; of the beginning of a word, each word that begins so.
    pub form: String,
    /// How often it stands in the texts.
    pub count: usize,
    /// How it is the same.
    pub level: Sameness,
}

/// How a form is the same as what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sameness {
    /// It is what was typed.
    Typed,
    /// The reviewed list has it as another spelling.
    Spelling,
    /// It is another form of the word.
    Form,
    /// It begins with what was typed.
    Beginning,
}

impl Sameness {
    /// Returns the word for it in data.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Typed => "typed",
            Self::Spelling => "spelling",
            Self::Form => "form",
            Self::Beginning => "beginning",
        }
    }
}

/// Counts the forms of a term in its hits, what was typed first and then the most frequent; where there is no hit, names
/// all that were looked for. Tells whether rarer ones were left out.
pub(super) fn counted(session: &mut Session<'_>, hits: &[ParagraphOrdinal]) -> tantivy::Result<(Vec<FormCount>, bool)> {
    let absent = if hits.is_empty() { session.planner.with_absent() } else { None };
    let Some(plan) = absent.as_ref().or(session.resolved.plan()) else { return Ok((Vec::new(), false)) };
    let index = session.index;
    let mut terms: Vec<&Term> = Vec::new();
    session.query.root.iter().for_each(|root| root.each_term(&mut |term| terms.push(term)));
    let (mut counted, mut more): (Vec<FormCount>, bool) = (Vec::new(), false);
    for unit in &plan.units {
        let own = terms.get(unit.terms.clone()).unwrap_or_default();
        let Some(term) = own.first() else { continue };
        // Without terms of its own nothing that was typed is left out.
        let forms = Forms::of(plan, unit, &[], &index.dictionary, MOST_FORMS);
        more |= forms.more;
        let typed = [term.words.join(" "), analysis::written(&term.typed).join(" ")];
        let typed = typed.map(|typed| written(&typed.split(' ').collect::<Vec<_>>()));
        let mut own: Vec<FormCount> = Vec::new();
        if term.style != Style::Prefix {
            own.push(FormCount { form: typed[1].clone(), count: 0, level: Sameness::Typed });
        }
        for words in forms.sequences {
            let (count, form) = (occurrences(&words, &index.shards, hits)?, written(&words));
            let is_typed = |known: &&mut FormCount| known.level == Sameness::Typed && typed.contains(&form);
            // A word of the same letters is one in each language.
            match own.iter_mut().find(|known| is_typed(known) || known.form == form) {
                Some(known) => known.count += count,
                None => own.push(FormCount { level: level(session, term, &form), form, count }),
            }
        }
        own.retain(|own| {
            let is_known = counted.iter().any(|known| known.form == own.form);
            !is_known && (own.count > 0 || own.level == Sameness::Typed || hits.is_empty())
        });
        own.sort_by(|a, b| {
            let key = |it: &FormCount| (it.level != Sameness::Typed, usize::MAX - it.count);
            key(a).cmp(&key(b)).then_with(|| a.form.cmp(&b.form))
        });
        counted.append(&mut own);
    }
    Ok((counted, more))
}

fn level(session: &Session<'_>, term: &Term, form: &str) -> Sameness {
    let mut spellings = session.index.widening.spellings(&term.words, &term.typed);
    let mut is_listed = || spellings.any(|spelling| spelling.words.join(" ") == form);
    match term.style {
        Style::Prefix => Sameness::Beginning,
        Style::Word if !is_listed() => Sameness::Form,
        _ => Sameness::Spelling,
    }
}

/// Returns what does not count: abbreviations and synonyms, and other forms of the last word of a phrase.
pub(super) fn not_counted(session: &mut Session<'_>, counted: &[FormCount]) -> tantivy::Result<Vec<Offer>> {
    let mut offers = alternative::offers(session)?;
    let Some(root) = &session.query.root else { return Ok(offers) };
    let mut terms: Vec<&Term> = Vec::new();
    root.each_term(&mut |term| terms.push(term));
    for term in terms.into_iter().filter(|term| matches!(term.style, Style::Phrase | Style::Exact | Style::Joined)) {
        let Some((last, before)) = term.words.split_last() else { continue };
        let family = session.planner.family(std::slice::from_ref(last), "");
        for form in family.iter().skip(1) {
            let words: Vec<String> = before.iter().chain(form).cloned().collect();
            let label = words.join(" ");
            let is_known = counted.iter().any(|known| known.form == label) || offers.iter().any(|it| it.label == label);
            if is_known || offers.len() >= MOST_OFFERED {
                continue;
            }
            let plan = session.planner.sequence(&words);
            if session.opening.has_hit(&plan)? == Some(true) {
                offers.push(Offer { query: format!("{} OR =\"{label}\"", session.query.text), label, texts: None });
            }
        }
    }
    Ok(offers)
}

/// Returns words and phrases of the texts that are spelled nearly as those that no text has: with a letter more, less or
/// other, written together or apart.
pub(super) fn nearest(session: &mut Session<'_>) -> tantivy::Result<Vec<String>> {
    let index = session.index;
    let mut likely: Vec<Vec<String>> = Vec::new();
    let mut terms: Vec<&Term> = Vec::new();
    session.query.root.iter().for_each(|root| root.each_term(&mut |term| terms.push(term)));
    for term in terms {
        for (at, word) in term.words.iter().enumerate() {
            if let Some(next) = term.words.get(at + 1) {
                likely.push(vec![format!("{word}{next}")]);
            }
            let splits = word.char_indices().skip(1).map(|(at, _)| word.split_at(at));
            likely.extend(splits.map(|(left, right)| vec![left.to_owned(), right.to_owned()]));
            if !index.dictionary.is_known(word) {
                let near = index.dictionary.nearest(word, NEAR_ONE).into_iter();
                likely.extend(near.map(|entry| vec![analysis::shown(entry.word).to_owned()]));
            }
        }
    }
    let mut nearest: Vec<String> = Vec::new();
    for words in likely {
        let label = words.join(" ");
        let is_there = words.iter().all(|word| index.dictionary.is_known(word)) && !nearest.contains(&label);
        if is_there && nearest.len() < MOST_NEAR {
            let plan = session.planner.sequence(&words);
            if session.opening.has_hit(&plan)? == Some(true) {
                nearest.push(label);
            }
        }
    }
    Ok(nearest)
}
