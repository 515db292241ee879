//! Up to four paragraphs in columns: the words of the first, and what stands in their place in the others.

use crate::archive::Archive;
use crate::comparison::{Act, TextChange, compare_paragraphs};
use crate::data::compared::characters;
use crate::data::reference::Reference;

/// Paragraphs in columns.
pub(super) struct Columns {
    /// What each column is, and where it stands.
    pub(super) heads: Vec<(String, String)>,
    pub(super) rows: Vec<ColumnsRow>,
}

/// What stands at one place in every column.
pub(super) struct ColumnsRow {
    /// Whether all have the same here, which is then printed once.
    pub(super) agrees: bool,
    pub(super) cells: Vec<Cell>,
}

/// What stands at a place in a column.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) text: String,
    /// Whether the column has it in another order.
    pub(super) moved: bool,
}

/// What a column has from one byte of the first paragraph on, to another; what it adds stands before a byte.
struct ChangedRange {
    from: usize,
    to: usize,
    cell: Cell,
    agrees: bool,
}

impl Columns {
    /// Sets paragraphs side by side; nothing where one of them is too long.
    pub(super) fn of(archive: &Archive, all: &[&Reference<'_>]) -> Option<Self> {
        let (first, others) = all.split_first()?;
        let text = first.side.passages.first()?.text;
        let mut columns = Vec::new();
        for other in others {
            let compared = compare_paragraphs(archive, &first.side, &other.side).ok()?;
            columns.push(parts(compared.pairs.first().map_or(&[][..], |pair| &pair.changes), first, other));
        }
        // A row goes from one place where any column begins something else to the next.
        let mut cuts: Vec<usize> = columns.iter().flatten().flat_map(|part| [part.from, part.to]).collect();
        cuts.extend([0, text.len()]);
        cuts.sort_unstable();
        cuts.dedup();
        let mut rows: Vec<ColumnsRow> = Vec::new();
        for (at, &from) in cuts.iter().enumerate() {
            let added = |part: &&ChangedRange| part.from == from && part.to == from;
            let cells: Vec<Cell> = columns
                .iter()
                .map(|column| column.iter().find(added).map_or_else(Cell::empty, |part| part.cell.clone()))
                .collect();
            if cells.iter().any(|cell| !cell.text.is_empty()) {
                rows.push(ColumnsRow { agrees: false, cells: [vec![Cell::empty()], cells].concat() });
            }
            let Some(&to) = cuts.get(at + 1) else { continue };
            let own = Cell { text: text.get(from..to).unwrap_or_default().to_owned(), moved: false };
            let covers = |part: &&ChangedRange| part.from <= from && part.to >= to && part.to > part.from;
            let found: Vec<Option<&ChangedRange>> = columns.iter().map(|column| column.iter().find(covers)).collect();
            let agrees = found.iter().all(|part| part.is_some_and(|part| part.agrees));
            let cell = |part: &Option<&ChangedRange>| match part {
                Some(part) if part.agrees => own.clone(),
                // What stands in place of several rows is printed in the first of them.
                Some(part) if part.from == from => part.cell.clone(),
                _ => Cell::empty(),
            };
            let cells: Vec<Cell> = found.iter().map(cell).collect();
            match rows.last_mut().filter(|last| last.agrees && agrees) {
                Some(last) => last.cells.iter_mut().for_each(|cell| cell.text.push_str(&own.text)),
                None => rows.push(ColumnsRow { agrees, cells: [vec![own.clone()], cells].concat() }),
            }
        }
        let heads = all.iter().map(|reference| (reference.path.clone(), reference.title.clone())).collect();
        Some(Self { heads, rows })
    }
}

impl Cell {
    fn empty() -> Self {
        Self { text: String::new(), moved: false }
    }
}

fn parts(changes: &[TextChange], first: &Reference<'_>, other: &Reference<'_>) -> Vec<ChangedRange> {
    let mut parts: Vec<ChangedRange> = Vec::new();
    let mut at = 0;
    for change in changes {
        let there = change.b.as_ref().map_or("", |place| characters(&other.side, place)).to_owned();
        let here = change.a.as_ref().map(|place| place.range.clone());
        let (from, to) = here.map_or((at, at), |range| (range.start, range.end));
        at = to;
        let here = change.a.as_ref().map_or("", |place| characters(&first.side, place));
        match (change.act, parts.last_mut()) {
            // What is put in place of deleted words stands beside them.
            (Act::Insert, Some(last)) if last.to == from && !last.agrees && !last.cell.moved => {
                last.cell.text.push_str(&there);
            }
            (act, _) => {
                let cell = Cell { text: there.clone(), moved: act == Act::Moved };
                parts.push(ChangedRange {
                    from,
                    to,
                    agrees: act == Act::Equal && here.trim_end() == there.trim_end(),
                    cell,
                });
            }
        }
    }
    parts
}
