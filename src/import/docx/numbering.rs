//! The numbers that Word puts before paragraphs, computed from the rules for its lists as Word applies them.

use std::collections::{HashMap, HashSet};

use super::style::Item;
use super::xml::Element;

/// The lists of a file, and how far each was counted.
#[derive(Default)]
pub(super) struct Counters {
    /// The rules of each list: the name of what it shares with others, and its levels.
    lists: HashMap<String, List>,
    /// The last numbers of each set of rules, level by level.
    counts: HashMap<String, Vec<Option<usize>>>,
    /// The lists of which something was counted, with the level.
    begun: HashSet<(String, usize)>,
    odd: Vec<String>,
}

#[derive(Default, Clone)]
struct List {
    rules: String,
    levels: Vec<Level>,
    /// Where the list begins anew though it shares its rules, level by level.
    starts: HashMap<usize, usize>,
}

#[derive(Default, Clone)]
struct Level {
    start: usize,
    format: String,
    text: String,
    style: Option<String>,
    /// The level, from 1, behind which it begins anew; 0 for never.
    restart: Option<usize>,
    /// Whether all numbers in it are in digits.
    legal: bool,
}

/// What stands before a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Computed {
    None,
    Bullet,
    Number(String),
}

impl Counters {
    pub(super) fn of(part: Option<&Element>) -> Self {
        let Some(part) = part else { return Self::default() };
        let mut rules: HashMap<&str, &Element> = HashMap::new();
        for it in part.elements().filter(|it| it.name == "abstractNum") {
            rules.insert(it.value("abstractNumId").unwrap_or_default(), it);
        }
        // A list that is named by a style takes the rules of the one that defines that style.
        let defined = |style: &str| rules.iter().find(|(_, it)| it.of("styleLink") == Some(style)).map(|(id, _)| *id);
        let mut counters = Self::default();
        for list in part.elements().filter(|it| it.name == "num") {
            let id = list.of("abstractNumId").unwrap_or_default();
            let linked = rules.get(id).and_then(|it| it.of("numStyleLink")).and_then(defined);
            let id = linked.unwrap_or(id);
            let Some(found) = rules.get(id) else { continue };
            let mut levels: Vec<Level> = Vec::new();
            for level in found.elements().filter(|it| it.name == "lvl") {
                put(&mut levels, level);
            }
            let mut starts = HashMap::new();
            for other in list.elements().filter(|it| it.name == "lvlOverride") {
                let at = other.value("ilvl").and_then(|at| at.parse().ok()).unwrap_or(0);
                other.child("lvl").into_iter().for_each(|level| put(&mut levels, level));
                starts.extend(other.of("startOverride").and_then(|start| start.parse().ok()).map(|start| (at, start)));
            }
            let number = list.value("numId").unwrap_or_default().to_owned();
            counters.lists.insert(number, List { rules: id.to_owned(), levels, starts });
        }
        counters
    }

    /// Returns what could not be computed as Word does it.
    pub(super) fn odd(&self) -> Vec<String> {
        self.odd.clone()
    }

    /// Counts a paragraph, and returns what stands before it.
    pub(super) fn next(&mut self, item: Option<&Item>) -> Computed {
        let Some((item, list)) = item.and_then(|item| Some((item, self.lists.get(&item.list)?.clone()))) else {
            return Computed::None;
        };
        let of_style = || list.levels.iter().position(|level| level.style.as_deref() == Some(item.style.as_str()));
        let at = item.level.or_else(of_style).unwrap_or(0);
        let Some(level) = list.levels.get(at) else { return Computed::None };
        let counts = self.counts.entry(list.rules.clone()).or_default();
        counts.resize(counts.len().max(list.levels.len()), None);
        // A list that begins anew does so once, on its first item of that level.
        let first = self.begun.insert((item.list.clone(), at));
        let begins = list.starts.get(&at).filter(|_| first);
        let count = match (begins, counts.get(at).copied().flatten()) {
            (Some(start), _) => *start,
            (None, Some(count)) => count.saturating_add(1),
            (None, None) => level.start,
        };
        for (deeper, (count, rule)) in counts.iter_mut().zip(&list.levels).enumerate().skip(at + 1) {
            let begins = rule.restart.map_or(deeper > at, |behind| behind > 0 && at < behind);
            if begins {
                *count = None;
            }
        }
        for (count, rule) in counts.iter_mut().zip(&list.levels).take(at) {
            count.get_or_insert(rule.start);
        }
        if let Some(here) = counts.get_mut(at) {
            *here = Some(count);
        }
        if level.format == "bullet" {
            return Computed::Bullet;
        }
        let counts = counts.clone();
        let number = self.written(&list.levels, level, &counts);
        if number.is_empty() { Computed::None } else { Computed::Number(number) }
    }

    /// Returns a number as its level writes it, with those of the levels above where it has them.
    fn written(&mut self, levels: &[Level], level: &Level, counts: &[Option<usize>]) -> String {
        let mut written = String::new();
        let mut letters = level.text.chars().peekable();
        while let Some(letter) = letters.next() {
            let digit = letters.peek().filter(|_| letter == '%').and_then(|digit| digit.to_digit(10));
            let Some(of) = digit.and_then(|digit| (digit as usize).checked_sub(1)) else {
                written.push(letter);
                continue;
            };
            letters.next();
            let rule = levels.get(of);
            let count = counts.get(of).copied().flatten().unwrap_or_else(|| rule.map_or(1, |rule| rule.start));
            let format = rule.map_or("decimal", |rule| rule.format.as_str());
            let format = if level.legal && format != "none" { "decimal" } else { format };
            match formatted(count, format) {
                Some(number) => written.push_str(&number),
                None => {
                    let odd = format!("a list is numbered as `{format}`, and its numbers are written in digits here");
                    if !self.odd.contains(&odd) {
                        self.odd.push(odd);
                    }
                    written.push_str(&count.to_string());
                }
            }
        }
        super::squeezed(&written)
    }
}

fn put(levels: &mut Vec<Level>, level: &Element) {
    let at = level.value("ilvl").and_then(|at| at.parse::<usize>().ok()).filter(|at| *at < 9).unwrap_or(0);
    levels.resize(levels.len().max(at + 1), Level { format: "decimal".to_owned(), start: 1, ..Level::default() });
    let number = |name: &str| level.of(name).and_then(|number| number.parse().ok());
    if let Some(place) = levels.get_mut(at) {
        *place = Level {
            start: number("start").unwrap_or(0),
            format: level.of("numFmt").unwrap_or("decimal").to_owned(),
            text: level.of("lvlText").unwrap_or_default().to_owned(),
            style: level.of("pStyle").map(str::to_owned),
            restart: number("lvlRestart"),
            legal: level.is_on("isLgl"),
        };
    }
}

/// Writes a number; nothing where it is not known how.
fn formatted(count: usize, format: &str) -> Option<String> {
    Some(match format {
        "decimal" => count.to_string(),
        "decimalZero" => format!("{count:02}"),
        "lowerLetter" => letters(count),
        "upperLetter" => letters(count).to_uppercase(),
        "lowerRoman" => roman(count),
        "upperRoman" => roman(count).to_uppercase(),
        "none" => String::new(),
        "ordinal" => format!("{count}{}", ordinal(count)),
        _ => return None,
    })
}

/// Returns `a` to `z`, then `aa` to `zz`, as Word goes on.
fn letters(count: usize) -> String {
    let Some(before) = count.checked_sub(1) else { return "0".to_owned() };
    let letter = u8::try_from(before % 26).map_or('a', |at| char::from(b'a' + at));
    std::iter::repeat_n(letter, (before / 26 + 1).min(30)).collect()
}

/// Returns a Roman number in small letters.
pub(super) fn roman(count: usize) -> String {
    const SIGNS: [(usize, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if count == 0 || count > 32_767 {
        return count.to_string();
    }
    let mut left = count;
    let mut roman = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            roman.push_str(sign);
            left -= value;
        }
    }
    roman
}

fn ordinal(count: usize) -> &'static str {
    match (count % 10, count % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the standard says and LibreOffice 7.4 does not do: levels that go on, and numbers in digits throughout.
    #[test]
    fn levels_that_go_on_and_numbers_in_digits_are_as_word_has_them() {
        let level = |at: usize, format: &str, text: &str, more: &str| {
            let form = format!("<w:numFmt w:val=\"{format}\"/>{more}<w:lvlText w:val=\"{text}\"/>");
            format!("<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/>{form}</w:lvl>")
        };
        let levels = [
            level(0, "upperRoman", "%1.", ""),
            level(1, "lowerLetter", "%2)", "<w:lvlRestart w:val=\"0\"/>"),
            level(2, "decimal", "%1.%3", "<w:isLgl/>"),
        ];
        let part = format!(
            "<w:numbering><w:abstractNum w:abstractNumId=\"7\">{}</w:abstractNum>\
             <w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num></w:numbering>",
            levels.concat()
        );
        let mut counters = Counters::of(Some(&Element::parse("numbering.xml", part.as_bytes()).unwrap()));
        let mut next = |level| {
            let item = Item { list: "1".to_owned(), level: Some(level), style: String::new() };
            match counters.next(Some(&item)) {
                Computed::Number(number) => number,
                other => panic!("{other:?}"),
            }
        };
        let found = [0, 1, 1, 2, 2, 0, 1, 2].map(&mut next);
        assert_eq!(found, ["I.", "a)", "b)", "1.1", "1.2", "II.", "c)", "2.1"]);
    }

    #[test]
    fn numbers_are_written_in_all_forms() {
        for (count, format, written) in [
            (7, "decimal", "7"),
            (7, "decimalZero", "07"),
            (28, "lowerLetter", "bb"),
            (3, "upperLetter", "C"),
            (14, "lowerRoman", "xiv"),
            (1999, "upperRoman", "MCMXCIX"),
            (22, "ordinal", "22nd"),
            (112, "ordinal", "112th"),
            (1, "none", ""),
        ] {
            assert_eq!(formatted(count, format).as_deref(), Some(written), "{format}");
        }
        assert_eq!(formatted(1, "aiueo"), None);
    }
}
