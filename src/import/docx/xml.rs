//! The parts of a Word file as trees, as far as it takes to read them: local names, no comments, no entities but XML's.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::import::Error;

/// How deep elements may lie in one another, and how many there may be; no text needs a tenth of either.
const DEEPEST: usize = 256;
const MOST: usize = 3_000_000;

/// An element.
#[derive(Debug, Clone, Default)]
pub(super) struct Element {
    /// Its name without a prefix.
    pub(super) name: String,
    values: Vec<(String, String)>,
    pub(super) nodes: Vec<Node>,
}

/// What stands in an element.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// Reads a part of a package.
    pub(super) fn parse(part: &str, bytes: &[u8]) -> Result<Self, Error> {
        let wrong = |what: &dyn std::fmt::Display| Error::Package(format!("`{part}` in it is damaged: {what}"));
        let text = super::super::decode::decode(bytes, None);
        let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
        let mut open = vec![Self::default()];
        let mut count = 0;
        loop {
            let event = reader.read_event().map_err(|error| wrong(&error))?;
            match event {
                Event::Start(start) => {
                    count += 1;
                    open.push(Self::begun(&start));
                    if open.len() > DEEPEST {
                        return Err(Error::Nested(DEEPEST));
                    }
                }
                Event::Empty(start) => {
                    count += 1;
                    add(&mut open, Node::Element(Self::begun(&start)));
                }
                Event::End(_) => {
                    let done =
                        open.pop().filter(|_| !open.is_empty()).ok_or_else(|| wrong(&"an end without a beginning"))?;
                    add(&mut open, Node::Element(done));
                }
                Event::Text(text) => add(&mut open, Node::Text(text.xml10_content().into_owned())),
                Event::CData(text) => add(&mut open, Node::Text(text.xml10_content().into_owned())),
                Event::GeneralRef(name) => {
                    let letter = name.resolve_char_ref().map_err(|error| wrong(&error))?;
                    let letter = letter.or(match name.xml10_content().as_ref() {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => None,
                    });
                    let letter = letter.ok_or_else(|| wrong(&"a name that stands for something else"))?;
                    add(&mut open, Node::Text(letter.to_string()));
                }
                Event::DocType(_) => return Err(wrong(&"it declares a document type")),
                Event::Eof => break,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
            if count > MOST {
                return Err(Error::TooLarge(MOST as u64));
            }
        }
        let root = open.pop().filter(|_| open.is_empty()).ok_or_else(|| wrong(&"it ends before its end"))?;
        let first = root.nodes.into_iter().find_map(Node::element);
        first.ok_or_else(|| wrong(&"nothing is in it"))
    }

    fn begun(start: &BytesStart<'_>) -> Self {
        let local = |name: &str| name.rsplit(':').next().unwrap_or_default().to_owned();
        let values = start.attributes().flatten().map(|attribute| {
            let value = attribute.normalized_value(quick_xml::XmlVersion::default()).unwrap_or_default().into_owned();
            (local(attribute.key.0), value)
        });
        Self { name: local(start.name().0), values: values.collect(), nodes: Vec::new() }
    }

    /// Returns an attribute.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Returns the elements in it.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Returns the first element of a name in it.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }

    /// Returns the first element at the end of a path of names.
    pub(super) fn path(&self, names: &[&str]) -> Option<&Self> {
        names.iter().try_fold(self, |element, name| element.child(name))
    }

    /// Returns the `val` of an element in it.
    pub(super) fn of(&self, name: &str) -> Option<&str> {
        self.child(name)?.value("val")
    }

    /// Tells whether a property is there and not switched off.
    pub(super) fn is_on(&self, name: &str) -> bool {
        self.child(name).is_some_and(|it| !matches!(it.value("val"), Some("0" | "false" | "off")))
    }
}

impl Node {
    fn element(self) -> Option<Element> {
        match self {
            Self::Element(element) => Some(element),
            Self::Text(_) => None,
        }
    }
}

fn add(open: &mut [Element], node: Node) {
    if let Some(element) = open.last_mut() {
        element.nodes.push(node);
    }
}
