//! Lines of a plain text that belong to its pages: running heads, and numbers that count up.

use std::collections::{HashMap, HashSet};

/// Two lines of the same kind on neighbouring pages are at least this far apart.
const PAGE: usize = 12;

/// How often a line stands in a text that is the head of its pages.
const OFTEN: usize = 3;

/// Heads and feet of pages are no longer than this.
const SHORT: usize = 80;

/// Words beside the number of a page.
const WORDS: [&str; 9] = ["page", "seite", "pagina", "página", "p.", "pg.", "s.", "folio", "頁"];

/// Returns the places of the lines that are heads and feet of pages; `breaks` are the lines after a form feed.
pub(super) fn furniture(lines: &[String], breaks: &[usize]) -> HashSet<usize> {
    let mut furniture = counting(lines);
    furniture.extend(beside_breaks(lines, breaks));
    let mut same: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        if !line.is_empty() && line.chars().count() <= SHORT {
            same.entry(line).or_default().push(at);
        }
    }
    for places in same.values().filter(|places| places.len() >= OFTEN) {
        let far = places.windows(2).filter(|pair| matches!(pair, [a, b] if b - a >= PAGE)).count();
        // Twice or more side by side it is a line of the text, as in a table.
        let beside_page =
            places.iter().filter(|at| (at.saturating_sub(3)..=**at + 3).any(|near| furniture.contains(&near))).count();
        if far * 5 >= places.len() * 3 && beside_page * 2 >= places.len() {
            furniture.extend(places);
        }
    }
    furniture
}

/// Returns the first and last lines of pages, where a form feed parts them, that are alike but for a number that counts.
fn beside_breaks(lines: &[String], breaks: &[usize]) -> Vec<usize> {
    let full = |at: &usize| lines.get(*at).is_some_and(|line| !line.is_empty() && line.chars().count() <= SHORT);
    let mut found = Vec::new();
    // The first page begins without one.
    let starts: Vec<usize> = breaks.first().map(|_| 0).into_iter().chain(breaks.iter().copied()).collect();
    for first in [true, false] {
        let mut alike: HashMap<String, Vec<usize>> = HashMap::new();
        for (page, &start) in starts.iter().enumerate() {
            let end = starts.get(page + 1).copied().unwrap_or(lines.len());
            let edge = if first { (start..end).find(|at| full(at)) } else { (start..end).rev().find(|at| full(at)) };
            let Some((edge, line)) = edge.and_then(|at| Some((at, lines.get(at)?))) else { continue };
            let counted = line.split(' ').map(|word| {
                let number = word.trim_matches(|sign: char| !sign.is_alphanumeric()).parse::<i64>().ok();
                number
                    .map_or_else(|| word.to_owned(), |number| format!("#{}", number - i64::try_from(page).unwrap_or(0)))
            });
            alike.entry(counted.collect::<Vec<_>>().join(" ")).or_default().push(edge);
        }
        found.extend(alike.into_values().filter(|places| places.len() >= 2).flatten());
    }
    found
}

/// Returns the places of lines that are the numbers of pages: each one more than the last, a page further down.
fn counting(lines: &[String]) -> HashSet<usize> {
    let numbers: Vec<(usize, u32, bool)> = lines
        .iter()
        .enumerate()
        .filter_map(|(at, line)| number(line).map(|(number, named)| (at, number, named)))
        .collect();
    let mut places: HashMap<(u32, bool), Vec<usize>> = HashMap::new();
    for &(at, number, named) in &numbers {
        places.entry((number, named)).or_default().push(at);
    }
    let mut found = HashSet::new();
    for &(place, number, named) in &numbers {
        if found.contains(&place) {
            continue;
        }
        // What says that it is a page's number needs no page between it and the next.
        let apart = if named { 2 } else { PAGE };
        let mut chain = vec![(place, number)];
        while let Some((at, next)) = chain.last().and_then(|(last, number)| {
            let next = number.checked_add(1)?;
            let of_next = places.get(&(next, named))?;
            of_next.get(of_next.partition_point(|at| *at < last + apart)).map(|at| (*at, next))
        }) {
            chain.push((at, next));
        }
        if chain.len() >= if named { 2 } else { OFTEN } {
            found.extend(chain.into_iter().map(|(at, _)| at));
        }
    }
    found
}

/// Returns the number that a line is, whether or not with a word such as `Page` or signs beside it.
fn number(line: &str) -> Option<(u32, bool)> {
    if line.len() > 24 {
        return None;
    }
    let lower = line.to_lowercase();
    let core = lower.trim_matches(|character: char| "-–—[]()|/ ".contains(character));
    let named = WORDS.iter().find_map(|word| core.strip_prefix(word));
    let rest = named.unwrap_or(core).trim();
    let digits = rest.find(|character: char| !character.is_ascii_digit()).unwrap_or(rest.len());
    let (number, behind) = rest.split_at_checked(digits)?;
    let of = behind.trim().trim_start_matches("of").trim_start_matches("von").trim_start_matches('/').trim();
    let whole = of.is_empty() || named.is_some() && of.bytes().all(|byte| byte.is_ascii_digit());
    let between = |dash: char| line.starts_with(dash) && line.ends_with(dash);
    let dashed = line.contains(' ') && ['-', '–', '—'].into_iter().any(between);
    whole.then(|| number.parse().ok()).flatten().map(|number| (number, named.is_some() || dashed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_without_end_are_gone_through_once() {
        let begun = std::time::Instant::now();
        let lines: Vec<String> = (0..200_000).map(|line| (line % 9).to_string()).collect();
        assert!(furniture(&lines, &[]).len() < lines.len());
        assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
    }
}
