//! The words between two block tags: links, bold runs, footnote marks and hard line ends among them.

use crate::import::block::{Block, Link, Mark, Role, after_bullet, squeezed, typed_number};

/// Words collected since the last block tag.
#[derive(Debug, Default)]
pub(super) struct Inline {
    pieces: Vec<Piece>,
    bold: usize,
    raised: usize,
    link: Option<String>,
}

#[derive(Debug, Clone)]
struct Piece {
    text: String,
    bold: bool,
    raised: bool,
    link: Option<String>,
    ends_line: bool,
}

impl Inline {
    /// Returns an empty one in the same state.
    pub(super) fn emptied(&self) -> Self {
        Self { pieces: Vec::new(), bold: self.bold, raised: self.raised, link: self.link.clone() }
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
        let link = self.link.clone();
        self.pieces.push(Piece { text, bold: self.bold > 0, raised: self.raised > 0, link, ends_line });
    }

    pub(super) fn bold(&mut self, begins: bool) {
        self.bold = if begins { self.bold + 1 } else { self.bold.saturating_sub(1) };
    }

    pub(super) fn raised(&mut self, begins: bool) {
        self.raised = if begins { self.raised + 1 } else { self.raised.saturating_sub(1) };
    }

    pub(super) fn link(&mut self, href: Option<&str>) {
        self.link = href.map(str::to_owned);
    }

    /// Returns the words as they stand, line ends kept, for preformatted text.
    pub(super) fn lines(&self) -> String {
        self.pieces.iter().map(|piece| format!("{}{}", piece.text, if piece.ends_line { "\n" } else { "" })).collect()
    }

    /// Returns the words as blocks: an empty line ends one; a line that begins with a printed number or bullet begins
    /// one; a long line that ends a sentence is a paragraph of its own; other line ends are spaces.
    pub(super) fn blocks(&self, split: bool) -> Vec<Block> {
        let lines: Vec<&[Piece]> = self.pieces.split_inclusive(|piece| piece.ends_line).collect();
        let mut groups: Vec<Vec<Piece>> = vec![Vec::new()];
        let mut before = String::new();
        for line in lines {
            let words = squeezed(&line.iter().map(|piece| piece.text.as_str()).collect::<String>());
            let begins = words.is_empty()
                || typed_number(&words).is_some()
                || after_bullet(&words).is_some()
                || (before.len() > 160 && before.ends_with(['.', ':', ';', '!', '?', '”', '"']));
            if split && begins {
                groups.push(Vec::new());
            }
            if let Some(group) = groups.last_mut() {
                group.extend(line.iter().cloned());
            }
            before = words;
        }
        groups.iter().filter_map(|group| block(group)).collect()
    }
}

fn block(pieces: &[Piece]) -> Option<Block> {
    let mut block = Block { bold: true, ..Block::default() };
    let mut space = false;
    for piece in pieces {
        let words = squeezed(&piece.text);
        if !block.text.is_empty() && is_mark(&words, piece) {
            block.marks.push(Mark { at: block.text.len(), text: words });
            continue;
        }
        space |= piece.text.starts_with(char::is_whitespace);
        if !words.is_empty() {
            if space && !block.text.is_empty() {
                block.text.push(' ');
            }
            block.text.push_str(&words);
            block.bold &= piece.bold;
            if let Some(href) = &piece.link {
                block.links.push(Link { text: words, href: href.clone() });
            }
            space = false;
        }
        space |= piece.ends_line || piece.text.ends_with(char::is_whitespace);
    }
    if block.text.is_empty() {
        return None;
    }
    block.role = Role::Paragraph;
    Some(block)
}

/// Tells the mark of a footnote: a raised number, or a link to a note whose words are a number in brackets or a sign.
fn is_mark(words: &str, piece: &Piece) -> bool {
    let core = words.trim_matches(['[', ']', '(', ')']);
    let short = (1..=3).contains(&core.chars().count());
    let sign = core.chars().all(|character| character.is_ascii_digit() || "*†‡§".contains(character));
    let to_note = piece.link.as_deref().is_some_and(|href| {
        let place = href.rsplit_once('#').map_or("", |(_, place)| place).trim_start_matches('_').to_ascii_lowercase();
        place.starts_with("ftn") || place.starts_with("fn") || place.contains("note")
    });
    short && sign && (piece.raised || to_note)
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
