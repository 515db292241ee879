//! Lists of a page: the numbers that a browser prints before their items, which the page's words do not hold.

use cssparser::{ParseError, Parser, Token};
use scraper::ElementRef;

use super::style::Look;
use crate::import::block::{Block, Role, squeezed, typed_number};

/// The lists around the present place, outermost first.
#[derive(Debug, Default)]
pub(super) struct Lists {
    open: Vec<List>,
    /// What the next block is marked with: an item's first.
    next: Option<Marker>,
}

#[derive(Debug)]
struct List {
    style: Style,
    value: i64,
    step: i64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Style {
    Bullet,
    Decimal,
    Letter,
    Roman,
    /// Its items carry their numbers in their own words.
    Typed,
}

#[derive(Debug)]
enum Marker {
    Bullet,
    Printed(String),
    /// What the page's style puts before the item, in a form that may be none of the corpus.
    Shown(String),
}

impl Lists {
    pub(super) fn open(&mut self, element: ElementRef<'_>, look: &Look) {
        match element.value().name() {
            "ol" => self.open.push(ordered(element, look)),
            "ul" | "menu" | "dir" => {
                let style = if is_unmarked(look) { Style::Typed } else { Style::Bullet };
                self.open.push(List { style, value: 1, step: 1 });
            }
            "li" => self.item(element, look),
            _ => {}
        }
    }

    pub(super) fn close(&mut self, element: ElementRef<'_>) {
        match element.value().name() {
            "ol" | "ul" | "menu" | "dir" => _ = self.open.pop(),
            "li" => self.next = None,
            _ => {}
        }
    }

    fn item(&mut self, element: ElementRef<'_>, look: &Look) {
        // A list within an item of another: that item's number stands before its own.
        let outer: Vec<i64> = self.open.iter().rev().skip(1).rev().map(|list| list.value - list.step).collect();
        let Some(list) = self.open.last_mut() else { return };
        if let Some(value) = element.attr("value").and_then(|value| value.trim().parse().ok()) {
            list.value = value;
        }
        let shown = look.before.as_deref().map(|content| generated(content, &outer, list.value));
        self.next = match list.style {
            _ if let Some(Some(shown)) = shown => Some(shown),
            Style::Bullet => Some(Marker::Bullet),
            Style::Typed => None,
            Style::Decimal => Some(Marker::Printed(format!("{}.", list.value))),
            Style::Letter => letters(list.value).map(|letters| Marker::Printed(format!("({letters})"))),
            Style::Roman => roman(list.value).map(|roman| Marker::Printed(format!("({roman})"))),
        };
        list.value = list.value.saturating_add(list.step);
    }

    /// Tells whether items here are lettered or counted in Roman numerals, which the corpus writes in brackets.
    pub(super) fn lettered(&self) -> bool {
        self.open.last().is_some_and(|list| matches!(list.style, Style::Letter | Style::Roman))
    }

    /// Marks the first block of an item, and reads numbers typed into the words of any other.
    pub(super) fn mark(&mut self, block: &mut Block) {
        match self.next.take() {
            Some(Marker::Bullet) => {
                block.split_typed();
                if block.printed.is_none() {
                    block.role = Role::Bullet;
                }
            }
            Some(Marker::Printed(printed)) => block.printed = Some(printed),
            Some(Marker::Shown(shown)) => {
                put_before(block, &shown);
                block.split_typed();
            }
            None => block.split_typed(),
        }
    }

    /// Marks the first block of a note with its number, which is none of a paragraph.
    pub(super) fn mark_note(&mut self, block: &mut Block) {
        if let Some(Marker::Printed(printed)) = self.next.take() {
            put_before(block, printed.trim_matches(['(', ')', '.']));
        }
        block.role = Role::Footnote;
    }
}

fn put_before(block: &mut Block, words: &str) {
    let front = format!("{words} ");
    block.text.insert_str(0, &front);
    block.marks.iter_mut().for_each(|mark| mark.at += front.len());
}

/// Returns what a style sheet puts before an item with this number; nothing where it shows none.
fn generated(content: &str, outer: &[i64], value: i64) -> Option<Marker> {
    let mut parser = Parser::new(content);
    let mut shown = String::new();
    while let Ok(token) = parser.next() {
        match token.clone() {
            Token::QuotedString(text) => shown.push_str(&text),
            Token::Function(name) if name.eq_ignore_ascii_case("counter") || name.eq_ignore_ascii_case("counters") => {
                let arguments: Result<(String, Option<String>), ParseError<()>> = parser.parse_nested_block(|inner| {
                    let (mut last, mut between) = (String::new(), None);
                    while let Ok(token) = inner.next() {
                        match token {
                            Token::Ident(ident) => last = ident.to_string(),
                            Token::QuotedString(text) => between = Some(text.to_string()),
                            _ => {}
                        }
                    }
                    Ok((last, between))
                });
                let (style, between) = arguments.unwrap_or_default();
                if let Some(between) = between {
                    for value in outer {
                        shown.push_str(&counted(*value, &style)?);
                        shown.push_str(&between);
                    }
                }
                shown.push_str(&counted(value, &style)?);
            }
            _ => return None,
        }
    }
    let shown = squeezed(&shown);
    match shown.chars().count() {
        0 => None,
        1 if !shown.contains(char::is_alphanumeric) => Some(Marker::Bullet),
        _ => Some(Marker::Shown(shown)),
    }
}

fn counted(value: i64, style: &str) -> Option<String> {
    match style {
        "lower-alpha" | "lower-latin" => letters(value),
        "upper-alpha" | "upper-latin" => letters(value).map(|letters| letters.to_uppercase()),
        "lower-roman" => roman(value),
        "upper-roman" => roman(value).map(|roman| roman.to_uppercase()),
        _ => Some(value.to_string()),
    }
}

fn ordered(element: ElementRef<'_>, look: &Look) -> List {
    let items: Vec<_> = element.child_elements().filter(|child| child.value().name() == "li").collect();
    let first = items.first().map(|item| squeezed(&item.text().collect::<String>())).unwrap_or_default();
    let styled = |names: [&str; 4]| {
        let words = look.list_style.iter().flat_map(|style| style.split_whitespace());
        words.into_iter().any(|word| names.contains(&word))
    };
    let style = match element.attr("type").map(str::trim) {
        _ if is_unmarked(look) || typed_number(&first).is_some() => Style::Typed,
        _ if styled(["lower-alpha", "lower-latin", "upper-alpha", "upper-latin"]) => Style::Letter,
        _ if styled(["lower-roman", "upper-roman", "", ""]) => Style::Roman,
        Some("a" | "A") if look.list_style.is_none() => Style::Letter,
        Some("i" | "I") if look.list_style.is_none() => Style::Roman,
        _ => Style::Decimal,
    };
    let start = element.attr("start").and_then(|start| start.trim().parse().ok());
    let reversed = element.attr("reversed").is_some();
    let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
    List { style, value: start.unwrap_or(if reversed { count } else { 1 }), step: if reversed { -1 } else { 1 } }
}

fn is_unmarked(look: &Look) -> bool {
    look.list_style.as_ref().is_some_and(|style| style.split_whitespace().any(|word| word == "none"))
}

/// Writes 1 as `a`, 26 as `z`, 27 as `aa`.
fn letters(value: i64) -> Option<String> {
    let mut rest = u32::try_from(value).ok().filter(|value| (1..=18_278).contains(value))?;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        letters.push(char::from_digit(rest % 26 + 10, 36)?);
        rest /= 26;
    }
    Some(letters.iter().rev().collect())
}

fn roman(value: i64) -> Option<String> {
    const PARTS: [(i64, &str); 9] =
        [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")];
    let mut rest = Some(value).filter(|value| (1..=399).contains(value))?;
    let mut roman = String::new();
    for (size, letters) in PARTS {
        while rest >= size {
            rest -= size;
            roman.push_str(letters);
        }
    }
    Some(roman)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::host::host;
    use crate::import::html::walked;

    #[track_caller]
    fn check(page: &str, printed: &[&str]) {
        let blocks = walked(page, host(None)).blocks;
        let found: Vec<String> = blocks
            .iter()
            .map(|block| {
                block.printed.clone().unwrap_or_else(|| if block.role == Role::Bullet { "-" } else { "" }.into())
            })
            .collect();
        assert_eq!(found, printed);
    }

    #[test]
    fn lists_are_numbered_as_browsers_number_them() {
        check("<ol><li>a<li>b</ol><p>c<ol start=3><li>d<li value=7>e<li>f</ol>", &["1.", "2.", "", "3.", "7.", "8."]);
        check("<ol reversed><li>a<li>b</ol>", &["2.", "1."]);
        check("<ol type=a><li>x<li>y</ol><ol type=i start=4><li>z</ol>", &["(a)", "(b)", "(iv)"]);
        check("<ul><li>x<ol><li>y</ol><li>z</ul>", &["-", "1.", "-"]);
        check("<style>.x{list-style:lower-roman}</style><ol class=x><li>a<li>b</ol>", &["(i)", "(ii)"]);
        check("<ol style='list-style-type: upper-alpha'><li>a<li>b</ol>", &["(a)", "(b)"]);
        let counters = "<style>ol{list-style:none}li::before{content:counters(x,'.') '. '}</style>";
        check(&format!("{counters}<ol><li>a<ol><li>b<li>c</ol><li>d</ol>"), &["1.", "1.1.", "1.2.", "2."]);
    }

    #[test]
    fn the_second_paragraph_of_an_item_has_no_number() {
        check("<ol><li><p>a<p>b</li><li><p>c</ol>", &["1.", "", "2."]);
    }

    #[test]
    fn numbers_typed_into_items_win() {
        check("<ol><li>4. a<li>5. b</ol>", &["4.", "5."]);
        check("<ul style='list-style: none'><li>(a) a<li>b</ul>", &["(a)", ""]);
    }

    #[test]
    fn letters_and_numerals_run_on() {
        assert_eq!([1, 26, 27, 0].map(letters), [Some("a".into()), Some("z".into()), Some("aa".into()), None]);
        assert_eq!([4, 19, 0].map(roman), [Some("iv".into()), Some("xix".into()), None]);
    }
}
