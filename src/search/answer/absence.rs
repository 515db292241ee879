//! What was looked for where nothing was found: the spellings and forms of each part, those the texts lack too.

use super::forms::{Forms, MOST_FORMS, written};
use super::{Session, compound};
use crate::search::analysis;
use crate::search::language::{Style, Term};
use crate::wording::in_quotes;

/// At most this many forms of one word or phrase are named; the others are counted.
const NAMED: usize = 8;

/// Returns in words how each word and phrase of a query was looked for.
pub(crate) fn tried(session: &mut Session<'_>) -> Vec<String> {
    let (Some(root), Some(plan)) = (&session.query.root, session.planner.with_absent()) else { return Vec::new() };
    let mut terms: Vec<&Term> = Vec::new();
    root.each_term(&mut |term| terms.push(term));
    let mut tried: Vec<String> = Vec::new();
    for (at, unit) in plan.units.iter().enumerate() {
        let own = terms.get(unit.terms.clone()).unwrap_or_default();
        let (Some(typed), Some(first)) = (session.query.typed(own), own.first()) else { continue };
        let Forms { sequences, more } = Forms::of(&plan, unit, own, &session.index.dictionary, MOST_FORMS);
        let mut forms: Vec<String> = sequences.iter().map(|words| written(words)).collect();
        forms.dedup();
        let mut said = said(&typed, first.style, &forms, more);
        let longer = if at < compound::MOST_TERMS { compound::longer(session, first) } else { Vec::new() };
        if !longer.is_empty() {
            let words: Vec<String> = longer.iter().map(|entry| in_quotes(analysis::shown(entry.word))).collect();
            let named = words.get(..NAMED).unwrap_or(&words).join(", ");
            let more = if words.len() > NAMED { " and others" } else { "" };
            said.push_str(&format!("; not counted as a part of {named}{more}"));
        }
        if !tried.contains(&said) {
            tried.push(said);
        }
    }
    tried
}

fn said(typed: &str, style: Style, forms: &[String], more: bool) -> String {
    let named: Vec<String> = forms.iter().take(NAMED).map(|form| in_quotes(form)).collect();
    let others = forms.len() - named.len();
    let mut list = named.join(", ");
    match (others, more) {
        (0, _) => {}
        (_, false) => list.push_str(&format!(" and {others} more")),
        (_, true) => list.push_str(&format!(" and more than {others} others")),
    }
    let (begins, typed) = (in_quotes(typed.trim_end_matches('*')), in_quotes(typed));
    match (style, forms.is_empty()) {
        (Style::Exact, _) => format!("{typed} exactly so, in no other spelling or form"),
        (Style::Prefix, true) => format!("words beginning with {begins}, of which there are none"),
        (Style::Prefix, false) => format!("words beginning with {begins}: {list}"),
        (Style::Word, true) => format!("{typed}, of which no other spelling or form is known"),
        (Style::Word, false) => format!("{typed}, also as {list}"),
        (_, true) => format!("{typed}, of which no other spelling is known; word forms do not count in a phrase"),
        (_, false) => format!("{typed}, also spelled {list}; word forms do not count in a phrase"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_is_named_in_part_and_counted() {
        let forms: Vec<String> = (0..11).map(|number| format!("w{number}")).collect();
        let said = said("w", Style::Word, &forms, false);
        assert!(said.starts_with("“w”, also as “w0”, “w1”") && said.ends_with("“w7” and 3 more"), "{said}");
    }
}
