//! Word files (DOCX) to blocks: every word that Word shows once all tracked changes are accepted, in its order.
//!
//! The numbers before paragraphs are not in the text of such a file but rules for Word to apply; they are computed, and no
//! proof of the text rests on them. Of what is there twice for older programs the newer is read.

mod numbering;
mod package;
mod style;
mod xml;

use std::collections::HashMap;

use self::numbering::{Computed, Counters};
use self::package::Package;
pub(super) use self::package::is_word_file;
use self::style::Styles;
use self::xml::{Element, Node};
use super::block::{Block, Mark, MarkKind, Role, squeezed};
use super::{Error, Reading};

/// Reads a Word file.
///
/// # Errors
///
/// When it is no such file, damaged, or made to fill the machine.
pub(super) fn read(bytes: &[u8]) -> Result<Reading, Error> {
    let package = Package::open(bytes)?;
    let mut walk = Walk {
        styles: Styles::of(package.styles.as_ref()),
        counters: Counters::of(package.numbering.as_ref()),
        notes: notes(&package),
        ..Walk::default()
    };
    walk.all(&package.body);
    walk.paragraph_end(None, false);
    walk.foot();
    let mut reading = walk.reading;
    // What has a number is the heading of a section, and the title of no text.
    let is_title = |block: &&Block| matches!(block.role, Role::Heading(_)) && !block.computed;
    let heading = reading.blocks.iter().find(is_title);
    reading.heading = heading.map(Block::seen);
    reading.title = package.title;
    reading.language = walk.styles.language;
    for (count, what) in [(walk.inserted, "put in"), (walk.deleted, "taken out")] {
        if count > 0 {
            reading
                .doubt(format!("the file has tracked changes: what was {what} in {count} places is taken as accepted"));
        }
    }
    for odd in walk.counters.odd() {
        reading.doubt(odd);
    }
    Ok(reading)
}

/// Returns the notes of a file, those at the feet of pages and those at the end, by kind and id.
fn notes(package: &Package) -> HashMap<(bool, String), Element> {
    let mut notes = HashMap::new();
    for (part, at_end) in [(&package.footnotes, false), (&package.endnotes, true)] {
        for note in part.iter().flat_map(Element::elements) {
            // Separators have a type.
            if note.value("type").is_none_or(|kind| kind == "normal") {
                notes.insert((at_end, note.value("id").unwrap_or_default().to_owned()), note.clone());
            }
        }
    }
    notes
}

/// A text being read.
#[derive(Default)]
struct Walk {
    styles: Styles,
    counters: Counters,
    notes: HashMap<(bool, String), Element>,
    /// The notes that were referred to, in order, with their marks.
    referred: Vec<(String, (bool, String))>,
    reading: Reading,
    open: OpenParagraph,
    /// Text boxes anchored in the paragraph that goes on.
    boxes: Vec<Element>,
    inserted: usize,
    deleted: usize,
}

/// The words of the paragraph that goes on.
#[derive(Default)]
struct OpenParagraph {
    text: String,
    marks: Vec<(usize, String, MarkKind)>,
    /// Letters in bold, and all.
    bold: usize,
    letters: usize,
}

/// What applies to a run.
#[derive(Clone, Copy, Default)]
struct Look {
    bold: bool,
    hidden: bool,
    struck: bool,
}

impl Walk {
    fn all(&mut self, element: &Element) {
        for child in element.elements() {
            self.part(child);
        }
    }

    /// Reads an element between paragraphs.
    fn part(&mut self, element: &Element) {
        match element.name.as_str() {
            "p" => self.paragraph(element),
            "AlternateContent" => self.alternative(element, Self::part),
            "del" | "moveFrom" => self.deleted += 1,
            "altChunk" => self.reading.doubt("the file has another file in it, which is not read"),
            "sectPr" | "tblPr" | "tblGrid" | "trPr" | "tcPr" | "sdtPr" | "sdtEndPr" => {}
            "tr" if element.path(&["trPr", "del"]).is_some() => self.deleted += 1,
            _ => self.all(element),
        }
    }

    /// Reads of what is there twice the form that newer programs read.
    fn alternative(&mut self, element: &Element, read: fn(&mut Self, &Element)) {
        let choice = element.child("Choice").or_else(|| element.child("Fallback"));
        choice.into_iter().flat_map(Element::elements).for_each(|child| read(self, child));
    }

    fn paragraph(&mut self, paragraph: &Element) {
        let properties = paragraph.child("pPr");
        let bold = self.styles.is_bold(properties);
        self.runs(paragraph, Look { bold, ..Look::default() });
        // Where the end of a paragraph was taken out, it goes on with the next, which keeps its own form.
        let joined = properties.is_some_and(|it| it.path(&["rPr", "del"]).or(it.path(&["rPr", "moveFrom"])).is_some());
        self.deleted += usize::from(joined);
        if joined {
            return;
        }
        self.paragraph_end(properties, true);
        for text_box in std::mem::take(&mut self.boxes) {
            self.all(&text_box);
        }
    }

    /// Makes a block of the words of a paragraph; `counted` is false for what is left at the end of a text.
    fn paragraph_end(&mut self, properties: Option<&Element>, counted: bool) {
        let words = std::mem::take(&mut self.open);
        let style = self.styles.of_paragraph(properties);
        let computed = if counted { self.counters.next(style.list.as_ref()) } else { Computed::None };
        let (text, marks, breaks) = words.squeezed();
        if text.is_empty() && marks.is_empty() {
            return;
        }
        let role = match (style.level, &computed) {
            _ if style.contents => Role::Omitted,
            (Some(level), _) => Role::Heading(level),
            (None, Computed::Bullet) => Role::Bullet,
            (None, _) => Role::Paragraph,
        };
        let bold = words.letters > 0 && words.bold == words.letters;
        let mut block = Block { role, text, marks, bold, breaks, ..Block::default() };
        match computed {
            Computed::Number(number) => {
                block.printed = Some(number);
                block.computed = true;
            }
            _ if block.role == Role::Paragraph => block.split_typed(),
            _ => {}
        }
        self.reading.blocks.push(block);
    }

    /// Reads what stands inside a paragraph.
    fn runs(&mut self, element: &Element, look: Look) {
        for child in element.elements() {
            self.inside(child, look);
        }
    }

    fn inside(&mut self, element: &Element, look: Look) {
        match element.name.as_str() {
            "pPr" | "rPr" | "sdtPr" | "sdtEndPr" | "fldData" | "instrText" | "delInstrText" | "delText" => {}
            "del" | "moveFrom" => self.deleted += usize::from(!element.nodes.is_empty()),
            "ins" | "moveTo" => {
                self.inserted += usize::from(!element.nodes.is_empty());
                self.runs(element, look);
            }
            "r" => {
                let own = element.child("rPr");
                let on = |names: &[&str]| names.iter().any(|name| own.is_some_and(|own| own.is_on(name)));
                let off = own.is_some_and(|own| own.child("b").is_some() && !own.is_on("b"));
                self.runs(
                    element,
                    Look {
                        bold: (look.bold && !off) || on(&["b"]),
                        hidden: look.hidden || on(&["vanish"]),
                        struck: look.struck || on(&["strike", "dstrike"]),
                    },
                );
            }
            "t" => self.open.push(&element.text(), look),
            "br" | "cr" => self.open.push("\n", look),
            "tab" | "ptab" => self.open.push(" ", look),
            "noBreakHyphen" => self.open.push("\u{2011}", look),
            "sym" => self.symbol(element, look),
            "footnoteReference" | "endnoteReference" => self.reference(element),
            "ruby" => {
                element.child("rubyBase").into_iter().for_each(|base| self.runs(base, look));
                if let Some(reading) = element.child("rt") {
                    self.open.aside(reading.all_text(), MarkKind::Aside);
                }
            }
            "txbxContent" => self.boxes.push(element.clone()),
            "AlternateContent" => {
                let choice = element.child("Choice").or_else(|| element.child("Fallback"));
                choice.into_iter().for_each(|choice| self.runs(choice, look));
            }
            _ => self.runs(element, look),
        }
    }

    fn symbol(&mut self, element: &Element, look: Look) {
        let code = element.value("char").and_then(|code| u32::from_str_radix(code, 16).ok());
        let Some(sign) = code.and_then(char::from_u32) else { return };
        if matches!(sign, '\u{f000}'..='\u{f0ff}') {
            let font = element.value("font").unwrap_or_default();
            self.reading
                .doubt(format!("a sign of the font `{font}` has no letter of its own (U+{:04X})", u32::from(sign)));
        }
        self.open.push(sign.encode_utf8(&mut [0; 4]), look);
    }

    fn reference(&mut self, element: &Element) {
        let at_end = element.name == "endnoteReference";
        let id = (at_end, element.value("id").unwrap_or_default().to_owned());
        let before = self.referred.iter().filter(|(_, (end, _))| *end == at_end).count();
        // Word writes its own mark where the author gave none.
        let mark = if at_end { numbering::roman(before + 1) } else { (before + 1).to_string() };
        if element.value("customMarkFollows").is_some() {
            self.referred.push((String::new(), id));
            return;
        }
        self.open.aside(mark.clone(), MarkKind::Note);
        self.referred.push((mark, id));
    }

    /// Reads the notes that were referred to, behind the text.
    fn foot(&mut self) {
        for (mark, id) in std::mem::take(&mut self.referred) {
            let Some(note) = self.notes.get(&id).cloned() else { continue };
            let from = self.reading.blocks.len();
            self.all(&note);
            for (at, block) in self.reading.blocks.iter_mut().skip(from).enumerate() {
                block.role = Role::Footnote;
                if at == 0 && !mark.is_empty() {
                    block.text.insert_str(0, &format!("{mark} "));
                    block.marks.iter_mut().for_each(|other| other.at += mark.len() + 1);
                }
            }
        }
    }
}

impl OpenParagraph {
    fn push(&mut self, text: &str, look: Look) {
        if look.hidden || look.struck {
            self.aside(text.to_owned(), if look.hidden { MarkKind::Aside } else { MarkKind::Struck });
            return;
        }
        let letters = text.chars().filter(|letter| letter.is_alphanumeric()).count();
        self.letters += letters;
        self.bold += if look.bold { letters } else { 0 };
        // Where a word may be parted is for the page, and no part of it.
        self.text.extend(text.chars().filter(|letter| *letter != '\u{ad}'));
    }

    fn aside(&mut self, text: String, kind: MarkKind) {
        match self.marks.last_mut() {
            Some((at, last, known)) if *at == self.text.len() && *known == kind && kind != MarkKind::Note => {
                last.push_str(&text);
            }
            _ => self.marks.push((self.text.len(), text, kind)),
        }
    }

    /// Returns the words with single spaces, and where their marks stand and their lines end then.
    fn squeezed(&self) -> (String, Vec<Mark>, Vec<usize>) {
        let mut text = String::new();
        let mut marks = Vec::new();
        let mut breaks = Vec::new();
        let mut from = 0;
        let mut add = |text: &mut String, part: &str| {
            for letter in part.chars() {
                let end = text.trim_end().len();
                if letter == '\n' && end > 0 && breaks.last() != Some(&end) {
                    breaks.push(end);
                }
                let letter = if letter.is_whitespace() { ' ' } else { letter };
                if letter != ' ' || !(text.is_empty() || text.ends_with(' ')) {
                    text.push(letter);
                }
            }
        };
        for (at, mark, kind) in &self.marks {
            add(&mut text, self.text.get(from..*at).unwrap_or_default());
            from = *at;
            let mark = squeezed(mark);
            if !mark.is_empty() {
                marks.push(Mark { at: text.len(), text: mark, kind: *kind });
            }
        }
        add(&mut text, self.text.get(from..).unwrap_or_default());
        let text = squeezed(&text);
        marks.iter_mut().for_each(|mark| mark.at = mark.at.min(text.len()));
        breaks.retain(|end| *end < text.len());
        (text, marks, breaks)
    }
}

impl Element {
    /// Returns the words in it.
    fn text(&self) -> String {
        let text = self.nodes.iter().filter_map(|node| match node {
            Node::Text(text) => Some(text.as_str()),
            Node::Element(_) => None,
        });
        text.collect()
    }

    /// Returns the words in it and in all below it.
    fn all_text(&self) -> String {
        let mut text = self.text();
        self.elements().for_each(|child| text.push_str(&child.all_text()));
        text
    }
}
