//! Plain text to blocks: paragraphs between empty lines, or told by short lines where there are none; hard line ends
//! joined, printed numbers and bullets read, the heads and feet of pages set aside.

mod cover;
mod page;

use super::Reading;
use super::block::{Block, Mark, MarkKind, Role, squeezed};
use super::heading::{is_capitals, is_part};
use super::item::{Beginning, beginning, is_lone};

/// Lines of a text wrapped by hand or typewriter are no longer than this.
const WRAPPED: usize = 120;

/// Reads a plain text, and doubts where it was not told whether a line begins a paragraph.
pub(super) fn reading(text: &str) -> Reading {
    let (mut blocks, unsure) = read(text);
    let heading = cover::title(&mut blocks);
    let mut reading = Reading { blocks, heading, ..Reading::default() };
    for line in unsure {
        reading.doubt(format!("it was not told whether a paragraph begins here or goes on: `{line}`"));
    }
    reading
}

/// Returns the blocks of a plain text.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    read(text).0
}

fn read(text: &str) -> (Vec<Block>, Vec<String>) {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace(['\r', '\u{c}', '\u{2028}'], "\n");
    let lines: Vec<String> = text.lines().map(squeezed).collect();
    let measure = Measure::of(&lines);
    let furniture = page::furniture(&lines);
    let mut building = Building { measure, blocks: Vec::new(), open: None, unsure: Vec::new() };
    let mut fresh = true;
    for (at, line) in lines.iter().enumerate() {
        if line.is_empty() {
            fresh = true;
        } else if furniture.contains(&at) || is_rule(line) {
            if !building.is_in_mid_sentence() && is_rule(line) {
                building.finish();
            }
            building.aside(line);
        } else {
            building.line(line, fresh);
            fresh = false;
        }
        // An empty line around the head of a page is of the page.
        let beside = at.checked_sub(1).is_some_and(|before| furniture.contains(&before))
            || furniture.contains(&(at + 1))
            || furniture.contains(&at);
        if line.is_empty() && beside && building.is_in_mid_sentence() {
            fresh = false;
        }
    }
    building.finish();
    (building.blocks, building.unsure)
}

/// Tells a line of signs, such as parts two parts of a text or ends a page.
fn is_rule(line: &str) -> bool {
    line.chars().count() >= 3 && line.chars().all(|sign| "-_=*~—–/.… ".contains(sign))
}

/// Tells a line that begins with a participle in the midst of a sentence, which there begins a line of its own.
fn begins_reason(line: &str) -> bool {
    let first = line.split(' ').next().unwrap_or_default();
    let ends = ["ing", "ed", "ant", "ants", "ndo"].iter().any(|end| first.ends_with(end));
    ends && first.chars().count() >= 6 && first.starts_with(char::is_uppercase)
}

/// How a text is set.
#[derive(Debug, Clone, Copy)]
struct Measure {
    /// Whether lines end where the page ended rather than where the paragraph did.
    wrapped: bool,
    /// Whether no empty lines stand between its paragraphs.
    close: bool,
    /// How long a full line is.
    width: usize,
}

impl Measure {
    fn of(lines: &[String]) -> Self {
        let mut lengths: Vec<usize> =
            lines.iter().map(|line| line.chars().count()).filter(|&length| length > 0).collect();
        lengths.sort_unstable();
        let long = lengths.iter().filter(|&&length| length > WRAPPED).count();
        let empty = lines.iter().filter(|line| line.is_empty()).count();
        let width = lengths.get(lengths.len() * 98 / 100).copied().unwrap_or(0);
        Self { wrapped: long * 10 <= lengths.len(), close: lengths.len() >= 8 && empty * 12 <= lengths.len(), width }
    }

    /// Tells whether the first word of the next line would have fitted into this one: its end was meant.
    fn ends_early(self, line: &str, next: &str) -> bool {
        let word = next.split(' ').next().unwrap_or_default().chars().count();
        line.chars().count() + 1 + word + 2 <= self.width
    }

    /// Tells whether it ends so early that a sentence which goes on is hardly why.
    fn ends_far_from(self, line: &str, next: &str) -> bool {
        let word = next.split(' ').next().unwrap_or_default().chars().count();
        line.chars().count() + word + 12 <= self.width
    }
}

/// Paragraphs being put together line by line.
struct Building {
    measure: Measure,
    blocks: Vec<Block>,
    /// The paragraph that is open, with its last line.
    open: Option<(Block, String)>,
    unsure: Vec<String>,
}

impl Building {
    fn is_in_mid_sentence(&self) -> bool {
        self.open.as_ref().is_some_and(|(_, last)| super::item::in_mid_sentence(last) || last.ends_with(','))
    }

    /// Sets a line aside that is none of the text.
    fn aside(&mut self, line: &str) {
        match &mut self.open {
            Some((block, _)) => {
                let mark = Mark { at: block.text.len(), text: line.to_owned(), kind: MarkKind::Aside };
                block.marks.push(mark);
            }
            None => self.blocks.push(Block::new(Role::Omitted, line)),
        }
    }

    fn line(&mut self, line: &str, fresh: bool) {
        if self.begins(line, fresh) {
            self.finish();
            self.open = Some((Block::new(Role::Paragraph, line), line.to_owned()));
        } else if let Some((block, last)) = &mut self.open {
            join(&mut block.text, line);
            line.clone_into(last);
        } else {
            self.open = Some((Block::new(Role::Paragraph, line), line.to_owned()));
        }
    }

    fn begins(&mut self, line: &str, fresh: bool) -> bool {
        let Some((block, last)) = &self.open else { return true };
        if is_lone(&block.text)
            && !is_lone(line)
            && !block.text.starts_with(|first: char| "-–—*".contains(first) || first.is_uppercase())
        {
            return false;
        }
        if fresh || !self.measure.wrapped {
            return true;
        }
        // Where lines are close, a line that ends early ended its paragraph, whatever its last sign.
        let meant = self.measure.close && self.measure.ends_early(last, line);
        let before = Some(last.as_str()).filter(|_| !meant);
        let item = if is_lone(line) && line.ends_with(['.', ')']) && !super::item::in_mid_sentence(last) {
            Beginning::Item
        } else {
            beginning(line, before)
        };
        if item != Beginning::None {
            if item == Beginning::Doubtful {
                self.unsure.push(line.to_owned());
            }
            return true;
        }
        self.measure.close && self.begins_without_space(line)
    }

    /// Tells whether a line begins a paragraph where no empty lines stand between them.
    fn begins_without_space(&mut self, line: &str) -> bool {
        let Some((block, last)) = &self.open else { return true };
        if is_part(line) || is_part(last) && block.text == *last {
            return true;
        }
        // As preambles begin their reasons: `Recalling`, `Convaincus`.
        if last.ends_with([',', ';']) && begins_reason(line) {
            return true;
        }
        if !self.measure.ends_early(last, line) {
            return false;
        }
        let ends = !super::item::in_mid_sentence(last);
        let small = line.starts_with(char::is_lowercase);
        let single = block.text == *last;
        let capitals = |line: &str| is_capitals(line) && !cover::is_symbol(line) && !cover::is_label(line);
        if ends && (!small || last.ends_with(['.', ';', ':', '!', '?'])) {
            return true;
        }
        // Lines of a title in capitals run on.
        if capitals(last) && capitals(line) {
            return false;
        }
        // A short line that is no sentence stands by itself: a heading, a name. One that is nearly full goes on with
        // the name that did not fit.
        if single
            && self.measure.ends_far_from(last, line)
            && line.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit())
            || capitals(last) && !capitals(line)
        {
            return true;
        }
        if self.measure.ends_far_from(last, line) {
            self.unsure.push(line.to_owned());
        }
        false
    }

    fn finish(&mut self) {
        let Some((mut block, _)) = self.open.take() else { return };
        let sign = block.text.chars().next();
        block.split_typed();
        if is_part(&block.text) && block.printed.is_none() && block.role == Role::Paragraph {
            block.role = Role::Heading(4);
        }
        // In a plain text the sign of a bullet is one of its characters, and is listed as omitted.
        if let (Role::Bullet, Some(sign)) = (block.role, sign) {
            block.marks.insert(0, Mark::note(0, sign));
        }
        // What stands behind its last word is none of it.
        let behind: Vec<Mark> = {
            let end = block.text.len();
            let first = block.marks.iter().position(|mark| mark.at >= end && mark.kind == MarkKind::Aside);
            first.map(|first| block.marks.split_off(first)).unwrap_or_default()
        };
        self.blocks.push(block);
        self.blocks.extend(behind.into_iter().map(|mark| Block::new(Role::Omitted, mark.text)));
    }
}

/// Joins a line to the one before. A hyphen at the line's end stays: whether it belongs to the word, a reader decides.
fn join(last: &mut String, line: &str) {
    let broken = last.ends_with('-') && !last.ends_with(" -") && line.starts_with(char::is_alphabetic);
    if !broken {
        last.push(' ');
    }
    last.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(blocks(text).iter().map(|block| squeezed(&block.seen())).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn wrapped_lines_are_joined() {
        check("We meet\nin Lucca.\n\nAnd we\r\nagree.", &["We meet in Lucca.", "And we agree."]);
        check("a cyber-\nattack", &["a cyber-attack"]);
    }

    #[test]
    fn numbers_and_bullets_begin_paragraphs() {
        check("1. We\nagree.\n2. We do:\n- a\n- b", &["1. We agree.", "2. We do:", "- a", "- b"]);
        check(
            "Ministers agree to\na) share what they know;\nb) meet again; and\nc) report.",
            &["Ministers agree to", "a) share what they know;", "b) meet again; and", "c) report."],
        );
        check("4.\nWe agree.\n\n5.\nWe do.", &["4. We agree.", "5. We do."]);
    }

    #[test]
    fn a_sentence_goes_on_at_a_dash_or_a_reference() {
        check(
            "1. Ministers agree that the internet\n– open and free – is for all\nand say so.",
            &["1. Ministers agree that the internet – open and free – is for all and say so."],
        );
        check("as is said at points\n(a) and (b) of the annex.", &["as is said at points (a) and (b) of the annex."]);
    }

    #[test]
    fn long_lines_are_paragraphs() {
        let long = "words ".repeat(40);
        assert_eq!(blocks(&format!("{long}\n{long}\n{long}")).len(), 3);
    }

    const CLOSE: &str = "The Parties to this made-up agreement,\n\
        Recalling that kettles boil, and that they do so whether or not anybody looks\nat them,\n\
        Have agreed as follows:\nArticle 1\nUse of terms\n\
        1. For the purposes of this agreement a kettle is a vessel in which water is\nmade hot.\n\
        Nothing in it says that a cup is none. It may be said elsewhere, where there is\nroom.\n\
        Article 2\nObjective\nThe objective is to have tea in good time, and enough of it for all the Parties\nhere and elsewhere.";

    #[test]
    fn short_lines_end_paragraphs_where_no_empty_lines_do() {
        let found = blocks(CLOSE);
        let texts: Vec<String> = found.iter().map(Block::seen).collect();
        assert_eq!(texts.len(), 10, "{texts:#?}");
        assert_eq!(texts[1], "Recalling that kettles boil, and that they do so whether or not anybody looks at them,");
        assert_eq!(found[3].role, Role::Heading(4));
        assert_eq!(texts[6], "Nothing in it says that a cup is none. It may be said elsewhere, where there is room.");
    }

    #[test]
    fn heads_and_numbers_of_pages_are_none_of_the_text() {
        let line = "A line of the text that is about as long as all the others that stand on the page";
        let body = format!("{line}\n").repeat(20);
        let page = |number: usize| format!("{body}/...\nA/KETTLE/7\nPage {number}\n");
        let text = format!("{}{}{}{body}and this is the end.", page(2), page(3), page(4));
        let found = blocks(&text);
        let kept: Vec<&Block> = found.iter().filter(|block| block.kept()).collect();
        assert_eq!(kept.len(), 1, "{kept:#?}");
        assert!(!kept[0].text.contains("KETTLE") && !kept[0].text.contains("Page"), "{}", kept[0].text);
        assert_eq!(kept[0].marks.len(), 9);
        let few = "We met.\n\n7\n\nWe went.";
        assert_eq!(blocks(few).len(), 3, "a lone number is no page");
    }
}
