//! The day of a text where no line below the title says it: in the title, beside it, before the first words, at the
//! end, or in what the page says of itself.

use super::kept;
use crate::corpus::Date;
use crate::import::block::{Block, Role};
use crate::import::date::dated;
use crate::import::identity::Identity;

/// Lines that tell the day of a text are no longer than this.
const SHORT: usize = 160;

/// How far from the title the day may stand, in blocks.
const FAR: usize = 8;

/// Words of lines that tell when a page was changed, or when something else was.
const OTHER: [&str; 21] = [
    "updated",
    "modified",
    "reviewed",
    "aktualisiert",
    "geändert",
    "stand:",
    "mis à jour",
    "mise à jour",
    "modifié",
    "aggiornat",
    "modificat",
    "actualizad",
    "atualizad",
    "更新",
    "copyright",
    "©",
    "born",
    "until",
    "deadline",
    "bis zum",
    "retrieved",
];

/// Proposes a date, where none was found in the lines of the head; `first` is where the title stands.
pub(super) fn date(
    blocks: &[Block],
    first: Option<usize>,
    of_page: Option<Date>,
    identity: &mut Identity,
    doubts: &mut Vec<String>,
) {
    if identity.date.is_some() {
        return;
    }
    let whole = |text: &str| {
        let lower = text.to_lowercase();
        let other = OTHER.iter().any(|word| lower.contains(word));
        dated(text).map(|found| found.date).filter(|date| !other && date.to_string().len() == 10)
    };
    let kept = kept(blocks);
    let Some(middle) = first.or_else(|| kept.first().copied()) else { return };
    let title = identity.title.clone().unwrap_or_default();
    // A line about the day says little else.
    let brief =
        |text: &str| whole(text).filter(|_| dated(text).is_some_and(|found| found.rest.split(' ').count() <= 8));
    let short = |at: usize| {
        let block = blocks.get(at).filter(|block| block.text.chars().count() <= SHORT + title.len())?;
        // The day may stand in the same heading as the title.
        brief(&block.text.replace(title.as_str(), " "))
    };
    let beside = (0..=FAR).flat_map(|far| [middle.checked_sub(far), middle.checked_add(far)]).flatten().find_map(short);
    let dateline = || {
        let words = kept.iter().filter_map(|at| blocks.get(*at)).find(|block| block.role == Role::Paragraph)?;
        let front: String = words.text.chars().take(90).collect();
        let end = [" – ", " — ", " - ", "): ", ": "].iter().filter_map(|mark| front.find(mark)).min()?;
        whole(front.get(..end)?)
    };
    let at_end = || {
        kept.iter().rev().take(6).filter_map(|at| blocks.get(*at)).find_map(|block| {
            let first = block.text.split_whitespace().next()?.to_lowercase();
            let done =
                ["done", "fait", "geschehen", "fatto", "hecho", "feito", "adopted", "signed"].contains(&first.as_str());
            if done { whole(&block.text) } else { brief(&block.text) }
        })
    };
    let in_title = whole(&title);
    // A title that speaks of a treaty may name that one's day: the day beside it is then much later.
    let year = |date: Date| date.to_string().get(..4).and_then(|year| year.parse::<i32>().ok());
    let other = matches!((in_title.and_then(year), beside.and_then(year)), (Some(a), Some(b)) if b > a + 1);
    identity.date = in_title.filter(|_| !other).or(beside).or_else(dateline).or_else(at_end);
    if identity.date.is_none() && of_page.is_some() {
        identity.date = of_page;
        doubts.push("the date is that which the page says of itself, and was not found among its words".to_owned());
    }
}
