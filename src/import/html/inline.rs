//! The words between two block tags: links, bold runs, footnote marks and hard line ends among them.

mod raised;

use self::raised::{Raised, raised};
use crate::import::block::{Block, Link, Mark, MarkKind, Role, squeezed};
use crate::import::item::{Beginning, beginning};

/// Words collected since the last block tag.
#[derive(Debug, Default)]
pub(super) struct Inline {
    pieces: Vec<Piece>,
    state: State,
}

/// How words are set that come next.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    pub(super) bold: bool,
    pub(super) raised: bool,
    /// What the words are, where they are none of the text.
    pub(super) apart: Option<MarkKind>,
    /// Whether a word processor set them as the sign before an item.
    pub(super) sign: bool,
    pub(super) link: Option<String>,
}

#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) state: State,
    ends_line: bool,
}

impl Inline {
    /// Returns an empty one in the same state.
    pub(super) fn emptied(&self) -> Self {
        Self { pieces: Vec::new(), state: self.state.clone() }
    }

    pub(super) fn words(&mut self, text: &str, keep_lines: bool) {
        let mut lines = text.split('\n').peekable();
        while let Some(line) = lines.next() {
            let ends_line = keep_lines && lines.peek().is_some();
            let text = if ends_line || lines.peek().is_none() { line.to_owned() } else { format!("{line} ") };
            self.push(text, ends_line);
        }
    }

    pub(super) fn line_end(&mut self) {
        self.push(String::new(), true);
    }

    fn push(&mut self, text: String, ends_line: bool) {
        self.pieces.push(Piece { text, state: self.state.clone(), ends_line });
    }

    /// Tells whether a quotation mark was typed last.
    pub(super) fn ends_with_quote(&self) -> bool {
        let last = self.pieces.iter().rev().find(|piece| !piece.text.trim().is_empty());
        last.is_some_and(|piece| piece.text.trim_end().ends_with(['"', '„', '“', '«', '‘', '»', '「', '\'', '‚']))
    }

    /// Sets how the words that come next are set.
    pub(super) fn set(&mut self, state: State) {
        self.state = state;
    }

    /// Returns the words as they stand, line ends kept, for preformatted text.
    pub(super) fn lines(&self) -> String {
        self.pieces.iter().map(|piece| format!("{}{}", piece.text, if piece.ends_line { "\n" } else { "" })).collect()
    }

    /// Returns the words as blocks: an empty line ends one; a line that begins with a printed number or bullet begins
    /// one; a long line that ends a sentence is a paragraph of its own; other line ends are spaces.
    ///
    /// Where that is not sure, `doubts` has the line.
    pub(super) fn blocks(&self, split: bool, doubts: &mut Vec<String>) -> Vec<Block> {
        let lines: Vec<&[Piece]> = self.pieces.split_inclusive(|piece| piece.ends_line).collect();
        let mut groups: Vec<Vec<Piece>> = vec![Vec::new()];
        let mut before: Option<String> = None;
        for line in lines {
            let shown = line.iter().filter(|piece| piece.state.apart.is_none()).map(|piece| piece.text.as_str());
            let words = squeezed(&shown.collect::<String>());
            let ended = before
                .as_ref()
                .is_some_and(|before| before.len() > 160 && before.ends_with(['.', ':', ';', '!', '?', '”', '"']));
            let item = beginning(&words, before.as_deref().filter(|before| !before.is_empty()));
            if split && item == Beginning::Doubtful {
                doubts.push(words.clone());
            }
            if split && (words.is_empty() || ended || item != Beginning::None) {
                groups.push(Vec::new());
            }
            if let Some(group) = groups.last_mut() {
                group.extend(line.iter().cloned());
            }
            before = Some(words);
        }
        groups.iter().filter_map(|group| block(group)).collect()
    }
}

fn block(pieces: &[Piece]) -> Option<Block> {
    let mut block = Block { bold: true, ..Block::default() };
    let mut space = false;
    for piece in pieces {
        let words = squeezed(&piece.text);
        if let Some(kind) = piece.state.apart {
            if !words.is_empty() {
                block.marks.push(Mark { at: block.text.len(), text: words, kind });
            }
            continue;
        }
        let words = if block.text.is_empty() && piece.state.sign && is_sign(&words) { "•".to_owned() } else { words };
        // A raised comma between two marks is of them.
        if piece.state.raised && words == "," && block.marks.last().is_some_and(|mark| mark.at == block.text.len()) {
            block.marks.push(Mark { at: block.text.len(), text: words, kind: MarkKind::Aside });
            continue;
        }
        // What is raised stands beside its word or opens a note.
        let words = match raised(&words, piece, &block.text) {
            Raised::Mark => {
                block.marks.push(Mark::note(block.text.len(), words));
                continue;
            }
            Raised::Power(power) => power,
            Raised::Word => words,
        };
        space |= piece.text.starts_with(char::is_whitespace);
        if !words.is_empty() {
            let opens_note = block.text.is_empty() && (piece.state.raised || piece.state.link.is_some());
            if space && !block.text.is_empty() {
                block.text.push(' ');
            }
            block.text.push_str(&words);
            block.bold &= piece.state.bold;
            // The number of a note is often set close to its words.
            let digits = words.len() <= 3 && words.bytes().all(|byte| byte.is_ascii_digit());
            let back = piece.state.link.as_ref().is_some_and(|link| link.starts_with('#'));
            space = opens_note
                && (digits || back && words.len() <= 4 && words.bytes().all(|byte| b"ivxlc".contains(&byte)));
            if let Some(href) = &piece.state.link {
                block.links.push(Link { text: words, href: href.clone() });
            }
        }
        space |= piece.ends_line || piece.text.ends_with(char::is_whitespace);
        if piece.ends_line && !block.text.is_empty() && block.breaks.last() != Some(&block.text.len()) {
            block.breaks.push(block.text.len());
            block.bold_lines += usize::from(block.bold);
        }
    }
    // Behind the last word no line ends within the block.
    block.breaks.retain(|end| *end < block.text.len());
    if block.text.is_empty() {
        return apart(block.marks);
    }
    block.role = Role::Paragraph;
    Some(block)
}

/// Tells a sign that a word processor draws as a bullet, with a font of signs: `o`, `§`, `Ø`, a letter of private use.
fn is_sign(words: &str) -> bool {
    let mut characters = words.chars();
    let sign = characters.next().filter(|_| characters.next().is_none());
    sign.is_some_and(|sign| !sign.is_ascii_digit())
}

/// Returns words that stand by themselves and are none of the text.
fn apart(marks: Vec<Mark>) -> Option<Block> {
    let struck = !marks.is_empty() && marks.iter().any(|mark| mark.kind == MarkKind::Struck);
    let words = marks.into_iter().map(|mark| mark.text).collect::<Vec<_>>().join(" ");
    let mut block = Block::new(Role::Omitted, squeezed(&words));
    // Kept as a mark, so that somebody is told of it.
    if struck {
        block.marks.push(Mark { at: 0, text: String::new(), kind: MarkKind::Struck });
    }
    (!block.text.is_empty()).then_some(block)
}

#[cfg(test)]
mod tests {
    use crate::import::host::host;
    use crate::import::html::walked;

    #[test]
    fn footnote_marks_stand_apart_from_the_words() {
        let page = r##"<p>norms<sup><a href="#fn1">1</a></sup> apply to H<sub>2</sub>O and 2<sup>nd</sup>.<a href="#_ftn2">[2]</a>"##;
        let blocks = walked(page, host(None)).blocks;
        assert_eq!(blocks[0].text, "norms apply to H2O and 2nd.");
        assert_eq!(
            blocks[0].marks.iter().map(|mark| (mark.at, mark.text.as_str())).collect::<Vec<_>>(),
            [(5, "1"), (27, "[2]")]
        );
    }

    #[test]
    fn line_ends_split_only_where_a_paragraph_begins() {
        let page = "<div>We meet<br>in Lucca.<br><br>1. We agree<br>that words<br>2. We do<br>- a thing</div>";
        let blocks = walked(page, host(None)).blocks;
        let texts: Vec<String> = blocks.iter().map(|block| block.seen()).collect();
        assert_eq!(texts, ["We meet in Lucca.", "1. We agree that words", "2. We do", "a thing"]);
    }
}
