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

/// Names of meetings that adopt a text, below it.
const MEETINGS: [&str; 3] = ["plenary meeting", "séance plénière", "sesión plenaria"];

/// Returns what a line says before it tells when the page was changed, or when something else was.
pub(super) fn before_other(text: &str) -> &str {
    let lower = text.to_lowercase();
    let first = OTHER.iter().filter_map(|word| lower.find(word)).min();
    first.map_or(text, |first| text.get(..first).unwrap_or_default())
}

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
        // What a footnote dates is something else, such as the day on which the text was printed anew.
        let open = |block: &Block| block.kept() && block.text.ends_with([',', ';']);
        let block = blocks.get(at).filter(|block| block.role != Role::Footnote && !open(block))?;
        let block = (block.text.chars().count() <= SHORT + title.len()).then_some(block)?;
        // The day may stand in the same heading as the title.
        brief(&block.text.replace(title.as_str(), " "))
    };
    let mut near = (0..=FAR).flat_map(|far| [middle.checked_sub(far), middle.checked_add(far)]).flatten();
    let beside = near.find_map(|at| Some((at, short(at)?)));
    // On a cover the day of the text stands by itself or beside its symbol, and those of the meeting with its place.
    let of_cover = |at: usize| {
        let named = blocks.get(at).filter(|block| !block.kept()).and_then(|block| dated(&block.text))?;
        let code = |word: &str| word.contains('/') && word.contains(char::is_numeric);
        let alone = named.rest.is_empty() || named.rest.split_whitespace().any(code);
        (alone && !named.several).then(|| short(at)).flatten()
    };
    let meeting = |at: usize| blocks.get(at).and_then(|block| dated(&block.text)).is_some_and(|found| found.several);
    let beside = beside.map(|(at, date)| {
        let cover = || (0..middle.min(at)).rev().find_map(of_cover);
        if at < middle && meeting(at) { cover().unwrap_or(date) } else { date }
    });
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
    // Below a resolution stands the meeting that adopted it; the day above may be that of its printing.
    let adopted = blocks.iter().enumerate().find_map(|(at, block)| {
        let says = |lower: String| MEETINGS.iter().any(|name| lower.contains(name));
        let meeting = block.text.chars().count() <= 80 && says(block.text.to_lowercase());
        let next = || blocks.get(at + 1).filter(|next| next.text.chars().count() <= 40);
        meeting.then(|| brief(&block.text).or_else(|| next().and_then(|next| brief(&next.text)))).flatten()
    });
    let in_title = whole(&title);
    // A title that speaks of a treaty may name that one's day: the day beside it is then much later.
    let year = |date: Date| date.to_string().get(..4).and_then(|year| year.parse::<i32>().ok());
    let other = matches!((in_title.and_then(year), beside.and_then(year)), (Some(a), Some(b)) if b > a + 1);
    identity.date = adopted.or(in_title.filter(|_| !other)).or(beside).or_else(dateline).or_else(at_end);
    if identity.date.is_none() {
        let heads = blocks.iter().filter(|block| !block.kept() && block.text.chars().count() <= SHORT);
        identity.date = running(heads.filter_map(|block| {
            let named = dated(&block.text)?;
            let words = named.rest.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count();
            // What prints a page from the web heads it with the time of printing.
            whole(&block.text).filter(|_| words <= 8 && !has_clock(&block.text))
        }));
        if identity.date.is_some() {
            doubts.push("the date is that at the head of the pages, and was not found near the title".to_owned());
        }
    }
    if identity.date.is_none() && of_page.is_some() {
        identity.date = of_page;
        doubts.push("the date is that which the page says of itself, and was not found among its words".to_owned());
    }
}

/// Returns the only date that stands at the head of several pages.
fn running(dates: impl Iterator<Item = Date>) -> Option<Date> {
    let mut dates: Vec<Date> = dates.collect();
    let first = dates.pop()?;
    (!dates.is_empty() && dates.iter().all(|date| *date == first)).then_some(first)
}

/// Tells a line with a time of day, such as `10:31`.
fn has_clock(text: &str) -> bool {
    let digit = |found: Option<char>| found.is_some_and(|character| character.is_ascii_digit());
    text.split(':').zip(text.split(':').skip(1)).any(|(a, b)| digit(a.chars().next_back()) && digit(b.chars().next()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(blocks: &[(Role, &str)], expected: Option<&str>) {
        let blocks: Vec<Block> = blocks.iter().map(|(role, text)| Block::new(*role, *text)).collect();
        let mut identity = Identity { title: Some("A treaty of 10 December 1982".to_owned()), ..Identity::default() };
        if expected != Some("1994-07-28") {
            identity.title = Some("A treaty on boats".to_owned());
        }
        let title = blocks.iter().position(|block| block.role == Role::Heading(1)).unwrap_or(0);
        date(&blocks, Some(title), None, &mut identity, &mut Vec::new());
        assert_eq!(identity.date.map(|date| date.to_string()).as_deref(), expected);
    }

    #[test]
    fn heads_of_pages_tell_the_day() {
        let far = [(Role::Paragraph, "Words."); 12];
        let head = |text| [&far[..], &[(Role::Omitted, text)], &far[..], &[(Role::Omitted, text)], &far[..]].concat();
        check(
            &head("Register of Boats / Vol. 85, No. 152 / Thursday, August 6, 2020 / Proposed Rules 47699"),
            Some("2020-08-06"),
        );
        check(&head("29.11.2026, 10:31 A treaty on boats"), None);
    }

    #[test]
    fn the_day_of_a_cover_is_that_beside_the_symbol() {
        let omitted = |text| (Role::Omitted, text);
        let cover = ["A/BOAT/1 8 September 1995", "Sixth session", "Lucca, 24 July-4 August 1995"].map(omitted);
        check(&[&cover[..], &[(Role::Heading(1), "A treaty on boats")]].concat(), Some("1995-09-08"));
        check(&[&cover[1..], &[(Role::Heading(1), "A treaty on boats")]].concat(), Some("1995-08-04"));
    }

    #[test]
    fn the_day_of_a_footnote_is_not_the_day_of_the_text() {
        let printed = [
            (Role::Omitted, "Distr. Limited / 25 July 2024"),
            (Role::Paragraph, "Boats and their harbours."),
            (Role::Heading(1), "A treaty on boats"),
            (Role::Footnote, "* Reissued for technical reasons on 7 August 2024."),
        ];
        check(&printed, Some("2024-07-25"));
    }

    #[test]
    fn the_meeting_that_adopts_a_text_tells_its_day() {
        let printed = [
            (Role::Heading(1), "A treaty of 10 December 1982"),
            (Role::Paragraph, "17 August 1994"),
            (Role::Paragraph, "Words of it."),
            (Role::Paragraph, "101st plenary meeting"),
            (Role::Paragraph, "28 July 1994"),
        ];
        check(&printed, Some("1994-07-28"));
    }
}
