//! `CHANGES.md`: what the ledger says happened, day by day, the newest first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::sums::Sums;
use crate::corpus::{Corpus, Date, DocumentId, State};
use crate::wording::counted;

/// What happened to one document on one day.
#[derive(Default)]
struct Events {
    is_new: bool,
    published: usize,
    revised: usize,
    went: BTreeMap<&'static str, usize>,
    notes: Vec<String>,
}

pub(super) fn text(corpus: &Corpus, _: &Sums) -> String {
    let mut days: BTreeMap<Reverse<Date>, BTreeMap<DocumentId, Events>> = BTreeMap::new();
    let rows = corpus.ledger().rows().enumerate();
    for (_, row) in rows.filter(|(place, _)| !corpus.ledger().is_later_note(*place)) {
        let events = days.entry(Reverse(row.published)).or_default().entry(row.document).or_default();
        match (&row.state, row.number, row.revision.map(|revision| revision.get())) {
            (State::Live, None, _) => events.is_new = true,
            (State::Live, Some(_), Some(2..)) => events.revised += 1,
            (State::Live, Some(_), _) => events.published += 1,
            (state, ..) => *events.went.entry(state.id()).or_default() += 1,
        }
        let note = row.note.iter().find(|note| !events.notes.contains(note)).cloned();
        // A day on which thousands of paragraphs were each given a reason is told by the ledger.
        events.notes.extend(note.filter(|_| events.notes.len() < 5));
    }
    let mut text =
        "# Changes\n\nWhat was published and what became of it, as `ledger.csv` has it row by row.\n".to_owned();
    for (Reverse(day), documents) in days {
        text.push_str(&format!("\n## {day}\n\n"));
        for (id, events) in documents {
            text.push_str(&format!("- `{id}`: {}\n", events.told()));
        }
    }
    text
}

impl Events {
    fn told(&self) -> String {
        let mut told = Vec::new();
        told.extend(self.is_new.then(|| "listed".to_owned()));
        told.extend((self.published > 0).then(|| format!("{} published", counted(self.published, "paragraph"))));
        told.extend((self.revised > 0).then(|| format!("{} corrected", counted(self.revised, "paragraph"))));
        told.extend(self.went.iter().map(|(state, number)| format!("{number} {state}")));
        let notes: String = self.notes.iter().map(|note| format!("; {note}")).collect();
        told.join(", ") + &notes
    }
}
