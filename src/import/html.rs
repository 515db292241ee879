//! HTML to blocks: the page walked once, in order, every word of it in a block.
//!
//! Walks without recursion, so that a page nested thousands deep is read like any other. Knows which part of
//! the page its host puts the text in; what else is furniture on the way is for `extraction` to tell.

mod address;
mod depth;
mod inline;
mod list;
mod lone;
mod region;
mod style;
mod title;

use std::collections::HashSet;

use html5ever::driver::{ParseOpts, parse_document};
use html5ever::tendril::TendrilSink as _;
use scraper::{ElementRef, Html, HtmlTreeSink, Node};

pub(super) use self::address::{Leads, leads_to, own_address, terms_of};
use self::depth::{DEEPEST, depth};
use self::inline::{Inline, State};
use self::list::Lists;
use self::region::{Region, Turn};
use self::style::{Look, Styles, is_closed, is_folded};
use super::block::{Block, MarkKind, Role, first_words, squeezed};
use super::deadline::Deadline;
use super::host::Host;
use super::{Error, Reading, text};

/// How many bytes are parsed, and how many tags walked over, between two looks at the clock.
const PIECE: usize = 16 * 1024;
const STEPS: usize = 256;

/// Reads a page of a host, unless it is nested too deep.
///
/// # Errors
///
/// When it is nested too deep, or time runs out.
pub(super) fn read(page: &str, host: &Host, deadline: &Deadline) -> Result<Reading, Error> {
    if depth(page) > DEEPEST {
        return Err(Error::Nested(DEEPEST));
    }
    let html = parsed(page, deadline)?;
    let styles = Styles::of(&html);
    let mut walk = Walk {
        region: Region::of(&html, host, &styles),
        reading: Reading::default(),
        inline: Inline::default(),
        lists: Lists::default(),
        open: Vec::new(),
        hidden: Vec::new(),
        folded: Vec::new(),
        unsure: Vec::new(),
        cells: HashSet::new(),
    };
    for (step, edge) in html.tree.root().traverse().enumerate() {
        if step % STEPS == 0 {
            deadline.check()?;
        }
        match edge {
            ego_tree::iter::Edge::Open(node) => match node.value() {
                Node::Text(words) if !walk.now().unseen => walk.inline.words(words, walk.now().pre),
                Node::Element(_) => ElementRef::wrap(node).into_iter().for_each(|element| walk.open(element, &styles)),
                _ => {}
            },
            ego_tree::iter::Edge::Close(node) => {
                ElementRef::wrap(node).into_iter().for_each(|element| walk.close(element));
            }
        }
    }
    walk.flush();
    let Walk { mut reading, hidden, folded, unsure, cells, .. } = walk;
    lone::join(&mut reading.blocks, &cells);
    tell_hidden(&hidden, &mut reading);
    for words in folded {
        let beginning = first_words(&words);
        reading.doubt(format!("a browser shows this only where a reader opens it, and it is left out: `{beginning}`"));
    }
    for line in unsure {
        reading.doubt(format!("it was not told whether an item begins here or a sentence goes on: `{line}`"));
    }
    let title = title::of(&html, &styles, host);
    (reading.title, reading.heading) = (title.name, title.heading);
    let lower = page.to_ascii_lowercase();
    reading.cut = lower.contains("<body") && !lower.contains("</body") && !lower.contains("</html");
    reading.dated = title::dated(&html);
    reading.language = html.root_element().attr("lang").map(str::to_owned);
    Ok(reading)
}

/// Parses a page piece by piece.
fn parsed(page: &str, deadline: &Deadline) -> Result<Html, Error> {
    let mut parser = parse_document(HtmlTreeSink::new(Html::new_document()), ParseOpts::default());
    let mut rest = page;
    while !rest.is_empty() {
        deadline.check()?;
        let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE));
        parser.process(piece.into());
        rest = after;
    }
    Ok(parser.finish())
}

/// Tells what no reader of the page sees, once for all of it.
fn tell_hidden(hidden: &[String], reading: &mut Reading) {
    let Some(first) = hidden.first() else { return };
    let beginning = first_words(first);
    let more = if hidden.len() > 1 { format!(" and {} more", hidden.len() - 1) } else { String::new() };
    reading.doubt(format!("the page hides words among its text, which are left out: `{beginning}`{more}"));
}

struct Walk {
    region: Region,
    reading: Reading,
    inline: Inline,
    lists: Lists,
    /// What is known of each open element.
    open: Vec<Open>,
    /// What the page hides among its text.
    hidden: Vec<String>,
    /// The beginnings of what the page shows only where a reader opens it.
    folded: Vec<String>,
    /// Lines that may begin an item.
    unsure: Vec<String>,
    /// The places of blocks that stand in table cells.
    cells: HashSet<usize>,
}

/// What is known of the place inside an open element.
#[derive(Debug, Clone, Default)]
struct Open {
    /// Whether it stands on a line of its own.
    block: bool,
    turns: bool,
    state: State,
    pre: bool,
    /// Whether its words are none of the source.
    unseen: bool,
    /// Whether it is in the main part of the page.
    inside: bool,
    /// Whether it is furniture or hidden.
    aside: bool,
    /// Whether it is a list of notes.
    notes: bool,
    hidden: bool,
    /// Whether it is shown only where a reader opens it, and whether that was told.
    folded: Option<bool>,
    /// Whether it is in a cell of a table.
    cell: bool,
    /// Whether it was opened with a quotation mark.
    quoted: bool,
}

impl Walk {
    fn now(&self) -> Open {
        self.open.last().cloned().unwrap_or_default()
    }

    fn open(&mut self, element: ElementRef<'_>, styles: &Styles) {
        let name = element.value().name();
        let look = styles.look(element);
        let turn = self.region.turn(element);
        let mut before = self.now();
        if name == "summary"
            && !is_folded(element)
            && element.parent().and_then(ElementRef::wrap).is_some_and(is_closed)
        {
            // It stands where its details stand, and is shown.
            self.flush();
            before = self.open.iter().rev().nth(1).cloned().unwrap_or_default();
        }
        let closed = is_closed(element);
        let furniture = turn == Some(Turn::Furniture);
        let out_of_sight = look.hidden || look.read_only || furniture;
        let mut open = Open { block: is_block(name) || look.block == Some(true), ..before.clone() };
        if look.block == Some(false) && matches!(name, "p" | "div" | "section" | "article") {
            open.block = false;
        }
        open.turns = matches!(turn, Some(Turn::Main | Turn::Notes)) || open.block && out_of_sight;
        open.inside |= matches!(turn, Some(Turn::Main | Turn::Notes));
        open.notes |= turn == Some(Turn::Notes);
        open.aside |= open.block && out_of_sight || closed;
        open.hidden |= look.hidden;
        open.folded = if closed { open.folded.or(Some(false)) } else { open.folded };
        open.unseen |= is_unseen(name) && !(name == "svg" && before.unseen);
        open.pre |= name == "pre";
        open.cell |= matches!(name, "td" | "th");
        open.state = state(element, &look, &open, out_of_sight && !open.block, &before.state);
        if open.block || open.turns {
            self.flush();
        }
        self.inline.set(open.state.clone());
        // Browsers put quotation marks around it; pages that write them as well switch that off.
        open.quoted = name == "q" && !open.unseen && !self.inline.ends_with_quote();
        if open.quoted {
            self.inline.words("“", false);
        }
        match name {
            "br" => self.inline.line_end(),
            "table" if element.descendent_elements().any(|inner| inner.value().name() == "th") => {
                self.reading.doubt("a table was read cell by cell, row after row");
            }
            _ => self.lists.open(element, &look),
        }
        let in_text = open.inside && !open.aside;
        if name == "ol" && self.lists.lettered() && in_text {
            self.reading.doubt("items that a browser letters `a.` or `A.` are written `(a)`");
        }
        self.open.push(open);
    }

    fn close(&mut self, element: ElementRef<'_>) {
        let name = element.value().name();
        let open = self.now();
        if open.quoted {
            self.inline.words("”", false);
        }
        if open.block || open.turns {
            self.flush_as(heading(name));
        }
        self.lists.close(element);
        self.open.pop();
        self.inline.set(self.now().state);
    }

    fn flush(&mut self) {
        self.flush_as(None);
    }

    /// Makes blocks of the words collected since the last one.
    fn flush_as(&mut self, heading: Option<u8>) {
        let inline = std::mem::take(&mut self.inline);
        self.inline = inline.emptied();
        let open = self.now();
        if open.pre && heading.is_none() {
            let mut blocks = text::blocks(&inline.lines());
            self.take(&mut blocks);
            return;
        }
        let mut unsure = Vec::new();
        let mut blocks = inline.blocks(heading.is_none(), &mut unsure);
        if open.inside && !open.aside {
            self.unsure.append(&mut unsure);
        }
        for block in blocks.iter_mut().filter(|block| block.role != Role::Omitted) {
            match heading {
                Some(level) => block.role = Role::Heading(level),
                None if open.notes => self.lists.mark_note(block),
                None => self.lists.mark(block),
            }
        }
        self.take(&mut blocks);
    }

    fn take(&mut self, blocks: &mut Vec<Block>) {
        let open = self.now();
        let in_text = open.inside && !open.aside;
        if let (true, Some(false), Some(first)) = (open.inside, open.folded, blocks.first()) {
            self.folded.push(first.seen());
            self.open.iter_mut().for_each(|open| open.folded = open.folded.map(|_| true));
        } else if open.inside && open.hidden && open.folded.is_none() {
            let long = blocks.iter().filter(|block| block.text.split_whitespace().count() > 2);
            self.hidden.extend(long.map(Block::seen));
        }
        if !in_text {
            for block in blocks.iter_mut() {
                *block = Block { links: std::mem::take(&mut block.links), ..Block::new(Role::Omitted, block.seen()) };
            }
        }
        let first = self.reading.blocks.len();
        if open.cell {
            self.cells.extend(first..first + blocks.len());
        }
        self.reading.blocks.append(blocks);
    }
}

/// Returns how the words directly in an element are set.
fn state(element: ElementRef<'_>, look: &Look, open: &Open, aside: bool, before: &State) -> State {
    let name = element.value().name();
    let mut state = before.clone();
    state.bold |= matches!(name, "b" | "strong");
    state.raised |= look.raised;
    state.sign |= is_sign(element);
    if name == "a" {
        state.link = element.attr("href").map(str::to_owned);
    }
    let returns = name == "a"
        && (element.attr("role") == Some("doc-backlink")
            || element.value().classes().any(|class| class == "footnote-back")
            || matches!(element.text().collect::<String>().trim(), "↩" | "↩︎" | "↑" | "^" | "⏎"));
    if aside
        || returns
        || matches!(name, "rt" | "rp" | "rtc" | "select" | "button" | "option" | "textarea" | "datalist")
    {
        state.apart = state.apart.or(Some(MarkKind::Aside));
    } else if look.struck && !open.aside {
        state.apart = state.apart.or(Some(MarkKind::Struck));
    }
    state
}

/// Tells the span in which word processors put the sign or number before an item.
fn is_sign(element: ElementRef<'_>) -> bool {
    let Some(style) = element.attr("style") else { return false };
    let style = style.to_ascii_lowercase().replace([' ', '\'', '"'], "");
    let font = style.split("font-family:").nth(1).unwrap_or_default();
    let of_signs = ["symbol", "wingdings", "webdings"].iter().any(|name| font.starts_with(name));
    let of_list = || {
        let mut classes = element.ancestors().filter_map(ElementRef::wrap).flat_map(|outer| outer.value().classes());
        classes.any(|class| class.to_ascii_lowercase().starts_with("msolist"))
    };
    style.contains("mso-list:ignore") || of_signs || font.starts_with("couriernew") && of_list()
}

/// Tells elements whose words are none of the source: no reader sees them in any browser.
fn is_unseen(name: &str) -> bool {
    matches!(
        name,
        "head"
            | "script"
            | "style"
            | "template"
            | "noscript"
            | "svg"
            | "iframe"
            | "object"
            | "audio"
            | "video"
            | "canvas"
    )
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
    "p",
    "pre",
    "section",
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

/// Reads a page of a test.
#[cfg(test)]
pub(super) fn walked(page: &str, host: &Host) -> Reading {
    read(page, host, &Deadline::after(super::deadline::TIMEOUT)).expect("a page")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::import::deadline::TIMEOUT;
    use crate::import::host::host;

    fn in_time() -> Deadline {
        Deadline::after(TIMEOUT)
    }

    #[test]
    fn a_page_that_takes_too_long_is_given_up() {
        let late = Deadline::after(Duration::ZERO);
        assert!(matches!(read("<p>Words.", host(None), &late), Err(Error::Endless(0))));
        assert!(matches!(own_address("<link rel=canonical href=https://a.example>", &late), Err(Error::Endless(0))));
    }

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
            assert!(matches!(read(&page, host(None), &in_time()), Err(Error::Nested(DEEPEST))), "{tags}");
            assert!(matches!(own_address(&page, &in_time()), Ok(None)), "{tags}");
        }
    }
}
