//! Which part of a page holds its text.
//!
//! Where the host's rules name no part that is there, it is the smallest element that holds nearly all the words of
//! the page that are no links: menus are links, texts are not.

use std::collections::HashMap;

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::{ElementRef, Html, Node, Selector};

use super::is_unseen;
use super::style::Styles;
use crate::import::host::{self, Host};

/// Which parts of a page are its text, and which are furniture.
#[derive(Debug)]
pub(super) struct Region {
    main: Option<NodeId>,
    furniture: Vec<Selector>,
    notes: Option<Selector>,
}

/// What begins and ends at an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// The main text.
    Main,
    /// Notes to it.
    Notes,
    /// What hosts put around a text.
    Furniture,
}

/// The share of the words outside links that the main text must hold, in percent.
///
/// High enough that a long sidebar does not win, low enough that a footer of a few lines does not widen it.
const SHARE: usize = 80;

/// How many letters a part must have that is taken for the text.
const FEWEST: usize = 80;

/// Where word processors and publishing tools put the notes of a text.
const NOTES: &str = "[role=doc-endnotes], [role=doc-footnote], section.footnotes, div.footnotes, ol.footnotes, \
    #footnotes, ol.references, div[id^=ftn], div[id^=edn], div[id^=sdfootnote], div[id^=sdendnote], li[id^=fn], \
    li[id^=cite_note], div[style*='footnote-list'], div[style*='endnote-list']";

impl Region {
    pub(super) fn of(html: &Html, host: &Host, styles: &Styles) -> Self {
        let parse = |text: &&str| Selector::parse(text).ok();
        let furniture: Vec<Selector> = [host.furniture, host::FURNITURE].iter().filter_map(parse).collect();
        let skips = |element: ElementRef<'_>| {
            let look = styles.look(element);
            look.hidden || look.read_only || furniture.iter().any(|selector| selector.matches(&element))
        };
        let weights = Weights::of(html, &skips);
        let main = host.main.iter().filter_map(parse).find_map(|selector| weights.named(html, &selector));
        let main = main.or_else(|| weights.heaviest());
        Self { main: main.map(|id| outward(html, id)), notes: parse(&NOTES), furniture }
    }

    /// Tells what begins and ends at this element.
    pub(super) fn turn(&self, element: ElementRef<'_>) -> Option<Turn> {
        let fits = |selector: &Selector| selector.matches(&element);
        if self.main == Some(element.id()) {
            Some(Turn::Main)
        } else if self.notes.iter().any(fits) {
            Some(Turn::Notes)
        } else {
            self.furniture.iter().any(fits).then_some(Turn::Furniture)
        }
    }
}

/// How many letters stand in each element outside links and furniture.
struct Weights {
    letters: HashMap<NodeId, usize>,
    /// The elements in document order.
    order: Vec<NodeId>,
}

impl Weights {
    fn of(html: &Html, skips: &dyn Fn(ElementRef<'_>) -> bool) -> Self {
        let mut letters: HashMap<NodeId, usize> = HashMap::new();
        // Each open element, with the letters in it so far and whether it is skipped.
        let mut open: Vec<(NodeId, usize, bool)> = Vec::new();
        let mut order = Vec::new();
        for edge in html.tree.root().traverse() {
            match edge {
                Edge::Open(node) => match node.value() {
                    Node::Text(words) => {
                        if let Some((_, weight, false)) = open.last_mut() {
                            *weight += words.chars().filter(|character| character.is_alphanumeric()).count();
                        }
                    }
                    Node::Element(element) => {
                        let outer = open.last().is_some_and(|(_, _, skipped)| *skipped);
                        let skipped = outer
                            || element.name() == "a" && element.attr("href").is_some()
                            || is_unseen(element.name())
                            || ElementRef::wrap(node).is_some_and(skips);
                        open.push((node.id(), 0, skipped));
                        order.push(node.id());
                    }
                    _ => {}
                },
                Edge::Close(node) if node.value().is_element() => {
                    if let Some((id, weight, _)) = open.pop() {
                        letters.insert(id, weight);
                        if let Some((_, outer, _)) = open.last_mut() {
                            *outer += weight;
                        }
                    }
                }
                Edge::Close(_) => {}
            }
        }
        Self { letters, order }
    }

    fn letters(&self, id: NodeId) -> usize {
        self.letters.get(&id).copied().unwrap_or(0)
    }

    /// Returns what a host's rule names: the element, or of several the smallest that holds them all.
    ///
    /// One that outweighs the others is the text, and they are teasers.
    fn named(&self, html: &Html, selector: &Selector) -> Option<NodeId> {
        let mut found: Vec<ElementRef<'_>> = Vec::new();
        for element in html.select(selector).filter(|element| self.letters(element.id()) > FEWEST) {
            if found.last().is_none_or(|last| !element.ancestors().any(|outer| outer.id() == last.id())) {
                found.push(element);
            }
        }
        let all: usize = found.iter().map(|element| self.letters(element.id())).sum();
        let first = found.iter().max_by_key(|element| self.letters(element.id()))?;
        if self.letters(first.id()) * 100 >= all * SHARE {
            return Some(first.id());
        }
        let around = |element: &ElementRef<'_>| element.ancestors().map(|outer| outer.id()).collect::<Vec<_>>();
        let mut common = around(found.first()?);
        for element in found.iter().skip(1) {
            let other = around(element);
            common.retain(|id| other.contains(id));
        }
        common.first().copied()
    }

    /// Returns the smallest element with nearly all letters.
    fn heaviest(&self) -> Option<NodeId> {
        let all = self.letters(*self.order.first()?);
        // In document order the last heavy one is the innermost: two apart cannot both hold four fifths.
        self.order.iter().rfind(|id| self.letters(**id) * 100 >= all * SHARE).copied()
    }
}

/// Returns the nearest element around `id` that can hold several blocks: a text may be one paragraph only.
fn outward(html: &Html, id: NodeId) -> NodeId {
    let Some(node) = html.tree.get(id) else { return id };
    let holds = |node: &ego_tree::NodeRef<'_, Node>| {
        node.value().as_element().is_some_and(|element| {
            matches!(element.name(), "div" | "section" | "article" | "main" | "td" | "body" | "html" | "center")
        })
    };
    std::iter::once(node).chain(node.ancestors()).find(holds).map_or(id, |node| node.id())
}

#[cfg(test)]
mod tests {
    use crate::import::block::Block;
    use crate::import::host::host;
    use crate::import::html::walked;

    fn kept(page: &str) -> Vec<String> {
        walked(page, host(None)).blocks.iter().filter(|block| block.kept()).map(Block::seen).collect()
    }

    #[test]
    fn the_main_text_outweighs_the_menus() {
        let text = "Words of the declaration that go on for a while. ".repeat(5);
        let menu = "<li><a href=/x>A long menu entry with many words in it</a>".repeat(30);
        let page = format!("<ul>{menu}</ul><table><tr><td>{menu}<td><p>{text}<p>{text}</table><div>foot</div>");
        assert_eq!(kept(&page).len(), 2);
    }

    #[test]
    fn furniture_inside_the_text_is_none_of_it() {
        let page = "<main><nav>Menu</nav><p>Words of the declaration that go on for rather more than the eighty letters which a main text must have.<form>Ask</form></main>";
        assert_eq!(kept(page).len(), 1);
    }
}
