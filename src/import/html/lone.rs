//! Numbers and bullets that stand in a block of their own: in a table cell, a line, a column.
//!
//! They belong to the block that follows, as its printed number or its first words.

use std::collections::HashSet;

use crate::import::block::{Block, Role};
use crate::import::item::is_lone;

/// Joins each block that is only a number or a bullet to the one that follows it; `cells` are those in table cells.
pub(super) fn join(blocks: &mut Vec<Block>, cells: &HashSet<usize>) {
    let mut joined: Vec<Block> = Vec::with_capacity(blocks.len());
    for (place, mut block) in blocks.drain(..).enumerate() {
        let in_cell = place.checked_sub(1).is_some_and(|before| cells.contains(&before));
        let lone = joined.pop_if(|last| belongs(last, &block, in_cell));
        if let Some(number) = lone {
            let front = format!("{} ", number.text);
            for mark in &mut block.marks {
                mark.at += front.len();
            }
            block.text.insert_str(0, &front);
            block.links.splice(0..0, number.links);
            block.split_typed();
        }
        joined.push(block);
    }
    *blocks = joined;
}

fn belongs(number: &Block, next: &Block, in_cell: bool) -> bool {
    // Outside of tables `IV.` heads a section, and a dash parts two.
    if !in_cell && number.text.starts_with(|first: char| first.is_uppercase() || "-–—*".contains(first)) {
        return false;
    }
    let whole = number.role == Role::Paragraph && number.printed.is_none() && number.marks.is_empty();
    let plain = matches!(next.role, Role::Paragraph | Role::Heading(_)) && next.printed.is_none();
    whole && plain && is_lone(&number.text) && !is_lone(&next.text)
}
