//! What the styles of a Word file say of its paragraphs: headings, lists, bold; what a paragraph says itself counts more.

use std::collections::HashMap;

use super::xml::Element;

/// The styles of a file.
#[derive(Default)]
pub(super) struct Styles {
    styles: HashMap<String, Element>,
    usual: Option<String>,
    /// The language that the file declares.
    pub(super) language: Option<String>,
}

/// How a paragraph is set.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// Its level, where it is a heading.
    pub(super) level: Option<u8>,
    /// Whether it is a line of a list of contents.
    pub(super) contents: bool,
    /// The list that it is an item of.
    pub(super) list: Option<Item>,
}

/// The place of an item: its list, and its level in that, or the style by which the list finds it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) list: String,
    pub(super) level: Option<usize>,
    pub(super) style: String,
}

/// No style is based on another through more than so many; one that is based on itself is no reason to go on.
const DEEPEST: usize = 20;

impl Styles {
    pub(super) fn of(part: Option<&Element>) -> Self {
        let Some(part) = part else { return Self::default() };
        let mut styles = Self::default();
        for style in part.elements().filter(|it| it.name == "style" && it.value("type") == Some("paragraph")) {
            let id = style.value("styleId").unwrap_or_default();
            if matches!(style.value("default"), Some("1" | "true" | "on")) {
                styles.usual = Some(id.to_owned());
            }
            styles.styles.insert(id.to_owned(), style.clone());
        }
        let run = part.path(&["docDefaults", "rPrDefault", "rPr", "lang"]);
        styles.language =
            run.and_then(|lang| lang.value("val")).map(|tag| tag.split('-').next().unwrap_or(tag).to_owned());
        styles
    }

    /// Returns how a paragraph with these properties is set.
    pub(super) fn of_paragraph(&self, properties: Option<&Element>) -> Style {
        let chain = self.chain(properties);
        let named = chain.iter().find_map(|style| heading(style.of("name")?));
        let outline = properties.into_iter().chain(chain.iter().filter_map(|style| style.child("pPr")));
        let outline = outline.filter_map(|it| it.of("outlineLvl")?.parse::<u8>().ok()).next();
        let level = match outline {
            Some(level @ 0..9) => Some((level + 1).min(6)),
            Some(_) => None,
            None => named,
        };
        let contents = chain.first().and_then(|style| style.of("name")).is_some_and(|name| {
            let name = name.to_lowercase();
            name.strip_prefix("toc ").is_some_and(|level| level.parse::<u8>().is_ok()) || name == "table of figures"
        });
        Style { level, contents, list: self.item(properties, &chain) }
    }

    /// Tells whether the paragraph's style is bold.
    pub(super) fn is_bold(&self, properties: Option<&Element>) -> bool {
        let chain = self.chain(properties);
        chain
            .iter()
            .find_map(|style| style.path(&["rPr", "b"]).map(|_| style.child("rPr")))
            .flatten()
            .is_some_and(|run| run.is_on("b"))
    }

    /// Returns a paragraph's style and those it is based on, the nearest first.
    fn chain(&self, properties: Option<&Element>) -> Vec<&Element> {
        let mut next = properties.and_then(|it| it.of("pStyle")).or(self.usual.as_deref());
        let mut chain = Vec::new();
        while let Some(style) = next.and_then(|id| self.styles.get(id)).filter(|_| chain.len() < DEEPEST) {
            chain.push(style);
            next = style.of("basedOn");
        }
        chain
    }

    fn item(&self, properties: Option<&Element>, chain: &[&Element]) -> Option<Item> {
        let own = properties.and_then(|it| it.child("numPr"));
        let of_styles = chain.iter().filter_map(|style| Some((*style, style.path(&["pPr", "numPr"])?)));
        let list = own.and_then(|it| it.of("numId"));
        let inherited = of_styles.clone().find_map(|(style, it)| Some((style, it.of("numId")?)));
        let id = list.or(inherited.map(|(_, id)| id)).filter(|id| *id != "0")?;
        let level = |it: &Element| it.of("ilvl").and_then(|level| level.parse::<usize>().ok());
        let own_level = own.and_then(level);
        let of_style = || of_styles.clone().find_map(|(_, it)| level(it));
        // An item of its own list begins at the first level; in that of its style the list says where it stands.
        let level = own_level.or_else(of_style).or(list.map(|_| 0));
        let style = inherited.and_then(|(style, _)| style.value("styleId")).unwrap_or_default();
        Some(Item { list: id.to_owned(), level, style: style.to_owned() })
    }
}

fn heading(name: &str) -> Option<u8> {
    let name = name.to_lowercase();
    match name.strip_prefix("heading ").map(str::parse::<u8>) {
        Some(Ok(level @ 1..=9)) => Some(level.min(6)),
        _ if name == "title" => Some(1),
        _ => None,
    }
}
