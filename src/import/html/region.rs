//! Which part of a page holds its text.
//!
//! Where the host's rules name no part that is there, it is the smallest element that holds nearly all the words of
//! the page that are no links: menus are links, texts are not.

use std::collections::HashMap;

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::{ElementRef, Html, Node, Selector};

use crate::import::host::{self, Host};

/// Where the walk over a page is: inside the text, in furniture, or in what no reader sees.
#[derive(Debug)]
pub(super) struct Region {
    main: Option<NodeId>,
    furniture: Vec<Selector>,
    inside: usize,
    aside: usize,
    unseen: usize,
}

/// The share of the words outside links that the main text must hold, in percent.
///
/// High enough that a long sidebar does not win, low enough that a footer of a few lines does not widen it.
const SHARE: usize = 80;

impl Region {
    pub(super) fn of(html: &Html, host: &Host) -> Self {
        let parse = |text: &&str| Selector::parse(text).ok();
        let furniture: Vec<Selector> = [host.furniture, host::FURNITURE].iter().filter_map(parse).collect();
        let named = host.main.iter().filter_map(parse).find_map(|selector| html.select(&selector).next());
        let named = named.filter(|element| letters(element) > 80).map(|element| element.id());
        let main = named.or_else(|| heaviest(html, &furniture));
        Self { main, furniture, inside: 0, aside: 0, unseen: 0 }
    }

    /// Tells whether furniture or the main text begins or ends at this element.
    pub(super) fn turns_at(&self, element: ElementRef<'_>) -> bool {
        self.main == Some(element.id()) || self.is_furniture(element)
    }

    pub(super) fn open(&mut self, element: ElementRef<'_>) {
        self.inside += usize::from(self.main == Some(element.id()));
        self.aside += usize::from(self.is_furniture(element));
        self.unseen += usize::from(is_unseen(element));
    }

    pub(super) fn close(&mut self, element: ElementRef<'_>) {
        self.inside -= usize::from(self.main == Some(element.id()));
        self.aside -= usize::from(self.is_furniture(element));
        self.unseen -= usize::from(is_unseen(element));
    }

    /// Tells whether words here belong to the main text.
    pub(super) fn holds_text(&self) -> bool {
        self.inside > 0 && self.aside == 0
    }

    /// Tells whether no reader sees the words here: they are no part of the source.
    pub(super) fn unseen(&self) -> bool {
        self.unseen > 0
    }

    fn is_furniture(&self, element: ElementRef<'_>) -> bool {
        self.furniture.iter().any(|selector| selector.matches(&element))
    }
}

fn is_unseen(element: ElementRef<'_>) -> bool {
    matches!(
        element.value().name(),
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
            | "math"
    )
}

fn letters(element: &ElementRef<'_>) -> usize {
    element.text().map(|text| text.chars().filter(|character| character.is_alphanumeric()).count()).sum()
}

/// Returns the smallest element with nearly all words that stand in no link and no furniture.
fn heaviest(html: &Html, furniture: &[Selector]) -> Option<NodeId> {
    let mut weights: HashMap<NodeId, usize> = HashMap::new();
    // Each open element, with the words in it so far.
    let mut open: Vec<(NodeId, usize)> = Vec::new();
    let mut order = Vec::new();
    let mut aside = 0usize;
    let skipped = |element: ElementRef<'_>| {
        element.value().name() == "a"
            || is_unseen(element)
            || furniture.iter().any(|selector| selector.matches(&element))
    };
    for edge in html.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Text(words) if aside == 0 => {
                    let count = words.chars().filter(|character| character.is_alphanumeric()).count();
                    if let Some((_, weight)) = open.last_mut() {
                        *weight += count;
                    }
                }
                Node::Element(_) => {
                    aside += usize::from(ElementRef::wrap(node).is_some_and(skipped));
                    open.push((node.id(), 0));
                    order.push(node.id());
                }
                _ => {}
            },
            Edge::Close(node) if node.value().is_element() => {
                aside -= usize::from(ElementRef::wrap(node).is_some_and(skipped));
                if let Some((id, weight)) = open.pop() {
                    weights.insert(id, weight);
                    if let Some((_, outer)) = open.last_mut() {
                        *outer += weight;
                    }
                }
            }
            Edge::Close(_) => {}
        }
    }
    let all = order.first().and_then(|root| weights.get(root)).copied().unwrap_or(0);
    let heavy = |id: &&NodeId| weights.get(id).is_some_and(|weight| weight * 100 >= all * SHARE);
    // In document order the last heavy one is the innermost: two apart cannot both hold four fifths.
    order.iter().rfind(heavy).copied().map(|id| outward(html, id))
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
