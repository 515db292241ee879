//! HTML to blocks: the page walked once, in order, every word of it in a block.
//!
//! Walks without recursion, so that a page nested thousands deep is read like any other. Knows which part of
//! the page its host puts the text in; what else is furniture on the way is for `extraction` to tell.

mod depth;
mod inline;
mod list;
mod region;

use scraper::{ElementRef, Html, Node};

use self::depth::{DEEPEST, depth};
use self::inline::Inline;
use self::list::Lists;
use self::region::Region;
use super::block::{Block, Role, squeezed};
use super::host::Host;
use super::{Error, Reading, text};

/// Reads a page of a host, unless it is nested too deep.
pub(super) fn read(page: &str, host: &Host) -> Result<Reading, Error> {
    match depth(page) {
        deep if deep > DEEPEST => Err(Error::Nested(DEEPEST)),
        _ => Ok(walked(page, host)),
    }
}

fn walked(page: &str, host: &Host) -> Reading {
    let html = Html::parse_document(page);
    let region = Region::of(&html, host);
    let mut walk =
        Walk { region, reading: Reading::default(), inline: Inline::default(), lists: Lists::default(), pre: 0 };
    for edge in html.tree.root().traverse() {
        match edge {
            ego_tree::iter::Edge::Open(node) => match node.value() {
                Node::Text(words) if !walk.region.unseen() => walk.inline.words(words, walk.pre > 0),
                Node::Element(_) => ElementRef::wrap(node).into_iter().for_each(|element| walk.open(element)),
                _ => {}
            },
            ego_tree::iter::Edge::Close(node) => {
                ElementRef::wrap(node).into_iter().for_each(|element| walk.close(element));
            }
        }
    }
    walk.flush();
    walk.reading.title = first_text(&html, "title");
    walk.reading.heading = first_text(&html, "h1");
    walk.reading.language = html.root_element().attr("lang").map(str::to_owned);
    walk.reading
}

/// Returns the address that a page says is its own, for pages saved from a browser.
///
/// Reads no more than the head of the page, which is where it would say so.
pub(super) fn own_address(page: &str) -> Option<String> {
    let small = page.to_ascii_lowercase();
    let end = small.find("</head").or_else(|| small.find("<body")).unwrap_or(page.len());
    let head = page.get(..end).filter(|head| depth(head) <= DEEPEST)?;
    let html = Html::parse_document(head);
    let attribute = |selector: &str, name: &str| {
        let selector = scraper::Selector::parse(selector).ok()?;
        html.select(&selector).next()?.attr(name).map(str::to_owned)
    };
    attribute("link[rel=canonical]", "href")
        .or_else(|| attribute("meta[property='og:url']", "content"))
        .or_else(|| attribute("base[href]", "href"))
        .filter(|address| address.starts_with("http"))
}

fn first_text(html: &Html, selector: &str) -> Option<String> {
    let selector = scraper::Selector::parse(selector).ok()?;
    let text = squeezed(&html.select(&selector).next()?.text().collect::<String>());
    (!text.is_empty()).then_some(text)
}

struct Walk {
    region: Region,
    reading: Reading,
    inline: Inline,
    lists: Lists,
    pre: usize,
}

impl Walk {
    fn open(&mut self, element: ElementRef<'_>) {
        let name = element.value().name();
        if is_block(name) || self.region.turns_at(element) {
            self.flush();
        }
        self.region.open(element);
        match name {
            "br" => self.inline.line_end(),
            "b" | "strong" => self.inline.bold(true),
            "sup" => self.inline.raised(true),
            "a" => self.inline.link(element.attr("href")),
            "pre" => self.pre += 1,
            "table" if element.descendent_elements().any(|inner| inner.value().name() == "th") => {
                self.reading.doubt("a table was read cell by cell, row after row");
            }
            _ => self.lists.open(element),
        }
        if name == "ol" && self.lists.lettered() && self.region.holds_text() {
            self.reading.doubt("items that a browser letters `a.` or `A.` are written `(a)`");
        }
    }

    fn close(&mut self, element: ElementRef<'_>) {
        let name = element.value().name();
        if is_block(name) || self.region.turns_at(element) {
            self.flush_as(heading(name));
        }
        match name {
            "b" | "strong" => self.inline.bold(false),
            "sup" => self.inline.raised(false),
            "a" => self.inline.link(None),
            "pre" => self.pre = self.pre.saturating_sub(1),
            _ => self.lists.close(element),
        }
        self.region.close(element);
    }

    fn flush(&mut self) {
        self.flush_as(None);
    }

    /// Makes blocks of the words collected since the last one.
    fn flush_as(&mut self, heading: Option<u8>) {
        let inline = std::mem::take(&mut self.inline);
        self.inline = inline.emptied();
        if self.pre > 0 && heading.is_none() {
            let mut blocks = text::blocks(&inline.lines());
            self.take(&mut blocks);
            return;
        }
        let mut blocks = inline.blocks(heading.is_none());
        for block in &mut blocks {
            match heading {
                Some(level) => block.role = Role::Heading(level),
                None => self.lists.mark(block),
            }
        }
        self.take(&mut blocks);
    }

    fn take(&mut self, blocks: &mut Vec<Block>) {
        if !self.region.holds_text() {
            for block in blocks.iter_mut() {
                *block = Block { links: std::mem::take(&mut block.links), ..Block::new(Role::Omitted, block.seen()) };
            }
        }
        self.reading.blocks.append(blocks);
    }
}

fn heading(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

/// Elements that stand on lines of their own, besides headings; sorted.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "button",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hr",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "section",
    "select",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

fn is_block(name: &str) -> bool {
    heading(name).is_some() || BLOCKS.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::host::host;

    fn seen(page: &str) -> Vec<String> {
        walked(page, host(None)).blocks.iter().map(|block| format!("{:?} {}", block.role, block.seen())).collect()
    }

    #[test]
    fn no_visible_word_is_lost() {
        let blocks =
            seen("<title>T</title><script>no</script>a<p>b <i>c</i><div>d<br>e</div>f<nav>g</nav><style>no</style>");
        assert_eq!(blocks.iter().flat_map(|text| text.split(' ').skip(1)).collect::<String>(), "abcdefg");
    }

    #[test]
    fn the_list_of_blocks_is_sorted() {
        assert!(BLOCKS.is_sorted() && is_block("p") && !is_block("span"));
    }

    #[test]
    fn a_page_nested_without_end_is_read() {
        let page = format!("{}deep{}", "<div>".repeat(3000), "<b>".repeat(100));
        assert_eq!(seen(&page).len(), 1);
        for tags in ["<div>", "<ul><li>", "<p><b><i><u>"] {
            let page = format!("<html>{}deep", tags.repeat(40_000));
            assert!(matches!(read(&page, host(None)), Err(Error::Nested(DEEPEST))), "{tags}");
            assert_eq!(own_address(&page), None, "{tags}");
        }
    }

    #[test]
    fn a_saved_page_tells_its_address() {
        let page = r#"<link rel="canonical" href="https://www.gov.uk/x"><p>y"#;
        assert_eq!(own_address(page).as_deref(), Some("https://www.gov.uk/x"));
        assert_eq!(own_address("<p>y"), None);
        let head = r#"<HTML><HEAD><base href="https://a.example/"></HEAD>"#;
        assert_eq!(own_address(&format!("{head}<p>é")).as_deref(), Some("https://a.example/"));
    }
}
