//! Lists of a page: the numbers that a browser prints before their items, which the page's words do not hold.

use scraper::ElementRef;

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
}

impl Lists {
    pub(super) fn open(&mut self, element: ElementRef<'_>) {
        match element.value().name() {
            "ol" => self.open.push(ordered(element)),
            "ul" | "menu" | "dir" => self.open.push(List { style: bulleted(element), value: 1, step: 1 }),
            "li" => self.item(element),
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

    fn item(&mut self, element: ElementRef<'_>) {
        let Some(list) = self.open.last_mut() else { return };
        if let Some(value) = element.attr("value").and_then(|value| value.trim().parse().ok()) {
            list.value = value;
        }
        self.next = match list.style {
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
            None => block.split_typed(),
        }
    }
}

fn ordered(element: ElementRef<'_>) -> List {
    let items: Vec<_> = element.child_elements().filter(|child| child.value().name() == "li").collect();
    let first = items.first().map(|item| squeezed(&item.text().collect::<String>())).unwrap_or_default();
    let style = match element.attr("type").map(str::trim) {
        _ if unmarked(element) || typed_number(&first).is_some() => Style::Typed,
        Some("a" | "A") => Style::Letter,
        Some("i" | "I") => Style::Roman,
        _ if styled(element, "lower-alpha") || styled(element, "lower-latin") => Style::Letter,
        _ if styled(element, "lower-roman") => Style::Roman,
        _ => Style::Decimal,
    };
    let start = element.attr("start").and_then(|start| start.trim().parse().ok());
    let reversed = element.attr("reversed").is_some();
    let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
    List { style, value: start.unwrap_or(if reversed { count } else { 1 }), step: if reversed { -1 } else { 1 } }
}

fn bulleted(element: ElementRef<'_>) -> Style {
    if unmarked(element) { Style::Typed } else { Style::Bullet }
}

fn unmarked(element: ElementRef<'_>) -> bool {
    styled(element, "list-style:none") || styled(element, "list-style-type:none")
}

fn styled(element: ElementRef<'_>, part: &str) -> bool {
    element.attr("style").is_some_and(|style| style.replace(' ', "").to_ascii_lowercase().contains(part))
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
