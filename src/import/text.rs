//! Plain text to blocks: paragraphs between empty lines, or told by short lines where there are none; hard line ends
//! joined, printed numbers and bullets read, the heads and feet of pages set aside.

mod cover;
mod page;
mod stand;

use std::collections::HashSet;

use self::stand::{CIRCLE, circles, set_in, single_spaced};
pub(super) use self::stand::{headings_alone, is_day, without_days};
use super::Reading;
use super::block::{Block, Mark, MarkKind, Role, is_spaceless, squeezed};
use super::heading::{is_capitals, is_part};
use super::item::{Beginning, beginning, is_lone, suspends};

/// Lines of a text wrapped by hand or typewriter are no longer than this.
const WRAPPED: usize = 120;

/// Reads a plain text, and doubts where it was not told whether a line begins a paragraph.
pub(super) fn reading(text: &str) -> Reading {
    let (mut blocks, unsure) = read(text);
    let hyphens = hyphens(text);
    let heading = cover::title(&mut blocks);
    let alone = headings_alone(&mut blocks);
    // Above such headings the first line of all is the title.
    let first = || blocks.iter().find(|block| block.kept()).filter(|block| !alone.contains(&block.text));
    let heading = heading.or_else(|| first().filter(|_| !alone.is_empty()).map(|block| block.text.clone()));
    let mut reading = Reading { blocks, heading, ..Reading::default() };
    for line in alone {
        reading.doubt(format!("stands alone in a line, and was taken as a heading: `{line}`"));
    }
    for line in unsure {
        reading.doubt(format!("it was not told whether a paragraph begins here or goes on: `{line}`"));
    }
    for word in hyphens {
        reading.doubt(format!("the hyphen at a line's end in `{word}` was kept"));
    }
    reading
}

/// Returns the blocks of a plain text.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    read(text).0
}

fn read(text: &str) -> (Vec<Block>, Vec<String>) {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace(['\r', '\u{2028}'], "\n");
    let text = text.replace('\u{c}', "\n\u{c}");
    let raw = single_spaced(text.lines().collect());
    let mut lines: Vec<String> = raw.iter().map(|line| squeezed(line)).collect();
    let circles = circles(&raw, &lines);
    for &at in &circles {
        if let Some(line) = lines.get_mut(at) {
            line.replace_range(..1, CIRCLE);
        }
    }
    let measure = Measure::of(&lines);
    let set_in = set_in(&raw, &lines);
    let breaks: Vec<usize> =
        raw.iter().enumerate().filter(|(_, line)| line.starts_with('\u{c}')).map(|(at, _)| at).collect();
    let furniture = page::furniture(&lines, &breaks);
    let circles = !circles.is_empty();
    let mut building = Building { measure, circles, blocks: Vec::new(), open: None, unsure: Vec::new() };
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
            building.line(line, fresh, set_in.contains(&at));
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

/// Returns the words that a hyphen parts at a line's end and that the text does not have with a hyphen elsewhere.
fn hyphens(text: &str) -> Vec<String> {
    let core = |word: &str| word.trim_matches(|sign: char| !sign.is_alphanumeric() && sign != '-').to_owned();
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let words = |line: &str| line.split_whitespace().map(|word| core(word).to_lowercase()).collect::<Vec<_>>();
    let known: HashSet<String> = lines.iter().flat_map(|line| words(line)).filter(|word| word.contains('-')).collect();
    let parted = lines.windows(2).filter_map(|pair| {
        let [line, next] = pair else { return None };
        let front = line.rsplit(' ').next().filter(|front| front.ends_with('-') && front.len() > 2)?;
        let back = next.split(' ').next().filter(|back| back.starts_with(char::is_lowercase) && !suspends(back))?;
        let word = format!("{front}{}", core(back));
        (!known.contains(&core(&word).to_lowercase())).then_some(word)
    });
    parted.collect()
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
        // Between the lines of a head there is space in any text.
        let full = |line: &&String| !line.is_empty();
        let body = lines.iter().enumerate().filter(|(_, line)| full(line)).nth(2).map_or(0, |(at, _)| at);
        let empty = lines.iter().skip(body).filter(|line| line.is_empty()).count();
        let close = lines.iter().skip(body).filter(full).count();
        let width = lengths.get(lengths.len() * 98 / 100).copied().unwrap_or(0);
        Self { wrapped: long * 10 <= lengths.len(), close: close >= 5 && empty * 12 <= close, width }
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
    /// Whether circles stand for the letter that a typewriter has for one.
    circles: bool,
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

    fn line(&mut self, line: &str, fresh: bool, set_in: bool) {
        if self.begins(line, fresh, set_in) {
            self.finish();
            self.open = Some((Block::new(Role::Paragraph, line), line.to_owned()));
        } else if let Some((block, last)) = &mut self.open {
            join(&mut block.text, line);
            line.clone_into(last);
        } else {
            self.open = Some((Block::new(Role::Paragraph, line), line.to_owned()));
        }
    }

    fn begins(&mut self, line: &str, fresh: bool, set_in: bool) -> bool {
        let Some((block, last)) = &self.open else { return true };
        if block.text.len() <= 32
            && is_lone(&block.text)
            && !is_lone(line)
            && !block.text.starts_with(|first: char| "-–—*".contains(first) || first.is_uppercase())
        {
            return false;
        }
        if fresh || !self.measure.wrapped {
            return true;
        }
        // The day stands below the title, with or without a line of space.
        if self.blocks.iter().all(|block| !block.kept()) && block.text.chars().count() > 12 && is_day(line) {
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
        if set_in {
            if super::item::in_mid_sentence(last) {
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
            // A full line that ends a sentence may end its paragraph too.
            if last.ends_with(['.', '!', '?']) && line.starts_with(char::is_uppercase) {
                self.unsure.push(line.to_owned());
            }
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
        let sign = sign.map(|sign| if self.circles && CIRCLE.starts_with(sign) { 'o' } else { sign });
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
    let spaceless = last.ends_with(is_spaceless) && line.starts_with(is_spaceless);
    if !spaceless && (!broken || suspends(line.split(' ').next().unwrap_or_default())) {
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
        check("会議は言\n葉を守る。", &["会議は言葉を守る。"]);
        check("Informations-\nund Netze", &["Informations- und Netze"]);
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
    fn paragraphs_set_in_begin_where_they_are_set_in() {
        let one = "   The makers of boats have met on the shore of the pond, where the ducks\nare, and they have agreed that boats are to be folded from one sheet alone.\n";
        let found = blocks(&one.repeat(3));
        assert_eq!(found.len(), 3, "{found:#?}");
        let hanging = "1.  The makers of boats have met on the shore of the pond, and have\n    agreed that boats are folded.\n2.  They have counted them all, one after the other, and there are\n    seven of them.\n";
        assert_eq!(blocks(hanging).len(), 2);
    }

    #[test]
    fn empty_lines_between_all_lines_part_nothing() {
        let spaced = "The makers of boats have met on the shore of the pond, where the\n\nducks are, and have agreed that boats are folded from one sheet,\n\nand that nobody folds a sheet more often than is good for it, nor\n\nleaves it in the rain.\n\n\n\nThey will meet again in the spring, when there is no more ice and\n\nthe ducks have come back from where they spend the winter, all of\n\nthem in good time.\n";
        let texts: Vec<String> = blocks(spaced).iter().map(Block::seen).collect();
        assert_eq!(texts.len(), 2, "{texts:#?}");
        assert!(texts[0].ends_with("leaves it in the rain."), "{texts:#?}");
    }

    #[test]
    fn what_was_not_told_is_doubted() {
        let doubts = |text: &str| reading(text).doubts.join("\n");
        let full = "The makers of boats have met on the shore of the pond.\n";
        assert!(doubts(&full.repeat(9)).contains("paragraph begins here or goes on: `The makers"));
        assert!(doubts("They agree on inter-\ngovernmental matters.").contains("in `inter-governmental` was kept"));
        assert!(!doubts("They agree on long-\nterm matters, all of them long-term.").contains("hyphen"));
    }

    #[test]
    fn pages_that_say_so_need_no_length() {
        let text = "The makers have met.\n\n[Page 2]\n\nThey have agreed.\n\n[Page 3]\n\nThey have gone.";
        let kept =
            |text: &str| blocks(text).into_iter().filter(Block::kept).map(|block| block.seen()).collect::<Vec<_>>();
        assert_eq!(kept(text), ["The makers have met.", "They have agreed.", "They have gone."]);
        assert_eq!(kept(&text.replace("[Page 2]", "- 2 -").replace("[Page 3]", "- 3 -")).len(), 3);
        let fed = "The makers have met.\n\u{c}Boats of paper 2\n\nThey have agreed.\n\u{c}Boats of paper 3\n\nThey have gone.";
        assert_eq!(kept(fed), kept(text));
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
