//! Loops among moves, merges and splits.

use std::collections::HashMap;

use super::super::{Ledger, State, Target};

/// Where a search through the chains is with a subject.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    /// Its targets are being followed.
    Open,
    /// All its chains end.
    Done,
}

/// Returns the places in the ledger's rows of the last rows that lead back to their own subject.
///
/// A depth-first search with a stack of its own: a chain may be as long as the ledger.
pub(super) fn loops(ledger: &Ledger) -> Vec<usize> {
    // Only what leads on is among them.
    let last: HashMap<Target, (usize, State)> = ledger
        .subjects()
        .filter_map(|mut rows| rows.next_back())
        .filter(|(_, row)| !row.state.targets().is_empty())
        .map(|(at, row)| (row.subject(), (at, row.state)))
        .collect();
    let targets = |subject: &Target| last.get(subject).map_or(&[][..], |(_, state)| state.targets());
    let mut visits: HashMap<&Target, Visit> = HashMap::new();
    let mut found = Vec::new();
    let mut starts: Vec<(&Target, usize)> = last.iter().map(|(subject, (at, _))| (subject, *at)).collect();
    starts.sort_by_key(|(_, at)| *at);
    for (start, _) in starts {
        if visits.contains_key(start) {
            continue;
        }
        visits.insert(start, Visit::Open);
        let mut path: Vec<(&Target, usize)> = vec![(start, 0)];
        while let Some((subject, next)) = path.last_mut() {
            let Some(target) = targets(subject).get(*next) else {
                visits.insert(subject, Visit::Done);
                path.pop();
                continue;
            };
            *next += 1;
            match visits.get(target) {
                Some(Visit::Done) => {}
                Some(Visit::Open) => found.extend(last.get(*subject).map(|(at, _)| *at)),
                None => {
                    visits.insert(target, Visit::Open);
                    path.push((target, 0));
                }
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}
