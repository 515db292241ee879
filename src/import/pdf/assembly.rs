//! Pages of words to blocks: columns, lines, notes and paragraphs, one after the other.

use std::collections::HashMap;

use super::furniture::{self, Furniture};
use super::line::{Known, Line, Spacing, lines, rows};
use super::look::{is_row_of_table, leads_to_page};
use super::note::{self, LineKind};
use super::paragraph::{Between, between};
use super::usual::{Usual, weightiest};
use super::word::{Page, Word};
use super::{column, direction, initial, join, margin, trust, turned};
use crate::import::block::{Block, Role, beginning};
use crate::import::date::begins_with_day;
use crate::import::deadline::Deadline;
use crate::import::heading::{is_capitals, label};
use crate::import::marker::{Marker, marker};
use crate::import::{Error, Reading};

/// Headings are no longer than this.
const HEADING: usize = 250;

/// Makes blocks of the words of all pages.
///
/// # Errors
///
/// When time runs out.
pub(super) fn reading(mut pages: Vec<Page>, deadline: &Deadline) -> Result<Reading, Error> {
    let stamps: Vec<Vec<String>> = pages.iter_mut().map(turned::taken).collect();
    let letters = |word: &Word| (word.size, word.text.len());
    let size = weightiest(pages.iter().flat_map(|page| &page.words).map(letters));
    let beside = margin::taken(&mut pages, size);
    let initials = initial::settle(&mut pages, size);
    let spacing = Spacing::of(pages.iter().flat_map(|page| &page.words));
    let pitch = pitch(&pages, size);
    let (mut furniture, mut doubts) = furniture::taken(&mut pages, size, pitch);
    doubts.extend(initials);
    for ((furniture, stamps), beside) in furniture.iter_mut().zip(stamps).zip(beside) {
        furniture.foot.extend(stamps.into_iter().chain(beside));
    }
    let mut sorted = Sorted::default();
    let (mut part, mut gutter) = (0, None);
    for (page, of_page) in pages.into_iter().enumerate() {
        deadline.check()?;
        let (leftwards, width) = (direction::runs_left(&of_page.words), of_page.width);
        let parts = column::parts(of_page.words, size, leftwards, &mut gutter);
        let parts: Vec<Vec<Line>> = parts
            .into_iter()
            .map(|words| {
                part += 1;
                lines(page, part, words, width, &spacing)
            })
            .collect();
        sorted.sort_out(page, &parts, size);
    }
    let mut assembly = Assembly {
        usual: Usual::of(&mut sorted.text),
        known: spacing.known,
        notes: sorted.numbers(),
        reading: Reading { doubts, ..Reading::default() },
    };
    assembly.text(&sorted, &furniture);
    assembly.footnotes(&sorted.notes);
    assembly.headings();
    Ok(assembly.reading)
}

/// Returns the pitch of most lines, as far as it can be told before columns are known.
fn pitch(pages: &[Page], size: f32) -> f32 {
    let mut pitches: Vec<(f32, usize)> = Vec::new();
    for page in pages.iter().take(40) {
        let body: Vec<Word> = page.words.iter().filter(|word| (word.size - size).abs() < 0.6).cloned().collect();
        let bases: Vec<f32> = rows(body).iter().filter_map(|row| row.first().map(Word::base)).collect();
        let gaps = bases.windows(2).filter_map(|pair| Some(pair.last()? - pair.first()?));
        pitches.extend(gaps.filter(|gap| *gap > size * 0.9 && *gap < size * 3.5).map(|gap| (gap, 1)));
    }
    if pitches.len() < 3 { size * 1.25 } else { weightiest(pitches.into_iter()) }
}

/// The lines of all pages, sorted out.
#[derive(Default)]
struct Sorted {
    text: Vec<Line>,
    /// The lines of notes, and whether each begins one.
    notes: Vec<(Line, bool)>,
    /// Rules of underscores above notes, with their page.
    rules: Vec<(usize, String)>,
}

impl Sorted {
    fn sort_out(&mut self, page: usize, parts: &[Vec<Line>], size: f32) {
        let marks: Vec<String> = parts.iter().flat_map(|lines| note::marks(lines)).collect();
        for lines in parts {
            let near = self.notes.last().map(|(line, _)| line).filter(|line| line.page + 1 >= page);
            let number = self.notes.iter().rev().find(|(_, begins)| *begins).and_then(|(line, _)| note::number(line));
            let text = self.text.last().filter(|line| line.page == page).cloned();
            let last = near.map(|line| note::Last { number, line, text: text.as_ref() });
            for (line, kind) in lines.iter().zip(note::kinds(lines, size, &marks, last.as_ref())) {
                match kind {
                    LineKind::Text => self.text.push(line.clone()),
                    LineKind::Rule => self.rules.push((page, line.text().to_owned())),
                    LineKind::NoteBegins => self.notes.push((line.clone(), true)),
                    LineKind::NoteGoesOn => self.notes.push((line.clone(), false)),
                }
            }
        }
    }

    /// Returns the numbers of the notes of each page.
    fn numbers(&self) -> HashMap<usize, Vec<String>> {
        let mut numbers: HashMap<usize, Vec<String>> = HashMap::new();
        for (line, begins) in &self.notes {
            let first = line.words.first().filter(|_| *begins);
            numbers.entry(line.page).or_default().extend(first.map(|word| note::core(&word.text).to_owned()));
        }
        numbers
    }
}

struct Assembly {
    usual: Usual,
    known: Known,
    notes: HashMap<usize, Vec<String>>,
    reading: Reading,
}

impl Assembly {
    fn text(&mut self, sorted: &Sorted, furniture: &[Furniture]) {
        let mut pending: Vec<Block> = Vec::new();
        let mut paragraph: Vec<&Line> = Vec::new();
        let mut page = 0;
        let mut heads = furniture.iter().enumerate();
        let mut perhaps: Option<&str> = None;
        let mut next = heads.next();
        for line in &sorted.text {
            while let Some((at, of_page)) = next.filter(|(at, _)| *at <= line.page) {
                let feet = furniture.get(at.wrapping_sub(1)).filter(|_| at > 0).map_or(&[][..], |before| &before.foot);
                let rules = sorted.rules.iter().filter(|(on, _)| *on + 1 == at).map(|(_, rule)| rule);
                pending
                    .extend(rules.chain(feet).chain(&of_page.head).map(|text| Block::new(Role::Omitted, text.clone())));
                next = heads.next();
                page = at;
            }
            let between = match (paragraph.first(), paragraph.last()) {
                (Some(first), Some(before)) => between(&self.usual, first, before, paragraph.len(), line),
                _ => Between::Break,
            };
            if matches!(between, Between::Break | Between::PerhapsBreak(_)) {
                self.end(&paragraph, perhaps.take());
                self.reading.blocks.append(&mut pending);
                paragraph.clear();
            }
            match between {
                Between::Perhaps(doubt) => {
                    let within = paragraph.first().map(|first| beginning(first.text())).unwrap_or_default();
                    self.doubt_of_line(line, &format!("{doubt}, in {within}"));
                }
                Between::PerhapsBreak(doubt) => perhaps = Some(doubt),
                Between::Nothing | Between::Break => {}
            }
            paragraph.push(line);
        }
        self.end(&paragraph, perhaps);
        self.reading.blocks.append(&mut pending);
        let rest = furniture.iter().enumerate().skip(page);
        for (at, of_page) in rest {
            let rules = sorted.rules.iter().filter(|(on, _)| *on == at).map(|(_, rule)| rule);
            let head = if at > page { &of_page.head[..] } else { &[] };
            self.reading.blocks.extend(
                head.iter().chain(rules).chain(&of_page.foot).map(|text| Block::new(Role::Omitted, text.clone())),
            );
        }
    }

    fn doubt_of_line(&mut self, line: &Line, doubt: &str) {
        let beginning = beginning(line.text());
        self.reading.doubt(format!("{beginning} {doubt} (page {})", line.page + 1));
    }

    /// Ends a paragraph.
    fn end(&mut self, lines: &[&Line], perhaps: Option<&str>) {
        let Some(first) = lines.first() else { return };
        if let Some(doubt) = perhaps {
            self.doubt_of_line(first, doubt);
        }
        let mut block = Block::new(Role::Paragraph, String::new());
        for line in lines {
            let notes = self.notes.get(&line.page).map_or(&[][..], Vec::as_slice);
            let doubt = join::add(&mut block, line, &self.known, notes);
            self.reading.doubts.extend(doubt);
        }
        if lines.iter().any(|line| line.of_table || is_row_of_table(line)) && !leads_to_page(first) {
            self.reading.doubt(format!(
                "a row of a table, or words far apart in a line, were read from left to right: {}",
                beginning(&block.text)
            ));
        }
        if let Some(odd) = block.text.split(' ').find(|word| trust::is_odd(word) || trust::has_large_within(word)) {
            self.reading.doubt(format!(
                "letters may be others than a reader sees, as in `{odd}`, in {}",
                beginning(&block.text)
            ));
        }
        if trust::is_nonsense(&block.text) {
            self.reading.doubt(format!(
                "its words are of no language: letters may be others than a reader sees, in {}",
                beginning(&block.text)
            ));
        }
        block.bold = lines.iter().all(|line| line.bold);
        block.role = self.role(lines, &block);
        if block.role == Role::Paragraph {
            let small = lines.iter().all(|line| line.size < self.usual.size * 0.87);
            if small && block.text.chars().count() > 40 {
                let beginning = beginning(&block.text);
                self.reading
                    .doubt(format!("{beginning} is set smaller than the text, as what stands in a box beside it is"));
            }
            begin_with_marker(&mut block);
            self.part_number(&mut block);
        }
        self.reading.blocks.push(block);
    }

    /// Parts a number from the word that it fills the room before, as word processors set `10.We` below `9. We`.
    fn part_number(&self, block: &mut Block) {
        let digits = block.text.bytes().take_while(u8::is_ascii_digit).count();
        let glued = block
            .text
            .get(digits..)
            .and_then(|rest| rest.strip_prefix('.'))
            .is_some_and(|rest| rest.starts_with(|first: char| first.is_uppercase() || "“«\"(".contains(first)));
        if block.printed.is_some() || !glued || !(1..=3).contains(&digits) {
            return;
        }
        let value = |number: &str| number.strip_suffix(['.', ')']).and_then(|digits| digits.parse::<u16>().ok());
        let before = self.reading.blocks.iter().rev().find_map(|block| value(block.printed.as_deref()?));
        let number = block.text.get(..=digits).unwrap_or_default().to_owned();
        if value(&number).zip(before).is_some_and(|(number, before)| number == before + 1) {
            block.cut(number.len());
            block.printed = Some(number);
        }
    }

    /// Tells a heading by how it is set.
    fn role(&self, lines: &[&Line], block: &Block) -> Role {
        let Some(first) = lines.first() else { return Role::Paragraph };
        let text = block.text.as_str();
        let long = text.chars().count() > HEADING || lines.len() > 6;
        let named =
            label(text).filter(|(_, rest)| rest.trim().chars().count() < 120 && !rest.ends_with(['.', ';', ',']));
        let out = lines.iter().all(|line| self.usual.stands_out(line));
        let sentence = text.ends_with(['.', ';', ',', '?', '!'])
            && !(is_capitals(text) && text.chars().count() < 60)
            && named.is_none_or(|(_, rest)| !rest.trim().is_empty());
        let introduces = text.ends_with(':') && named.is_none();
        if long
            || sentence
            || introduces
            || !text.contains(char::is_alphabetic)
            || lines.iter().any(|line| is_row_of_table(line))
        {
            return Role::Paragraph;
        }
        let ratio = first.size / self.usual.size.max(1.0);
        let level = match ratio {
            _ if ratio > 1.5 => 1,
            _ if ratio > 1.09 => 2,
            _ => 3,
        };
        let alone = named.is_some_and(|(_, rest)| rest.trim().is_empty());
        let centred = lines.iter().all(|line| self.usual.is_centred(line));
        if out
            || alone
            || (named.is_some() && (centred || lines.len() == 1))
            || (centred && lines.len() <= 2 && marker(text).is_none() && text.chars().count() < 80)
        {
            Role::Heading(level)
        } else {
            Role::Paragraph
        }
    }

    /// Adds the notes below the text: in the midst of a page they would cut its sentences.
    fn footnotes(&mut self, notes: &[(Line, bool)]) {
        let mut fresh = true;
        for (line, begins) in notes {
            if fresh || *begins {
                self.reading.blocks.push(Block::new(Role::Footnote, String::new()));
            }
            fresh = false;
            let Some(block) = self.reading.blocks.last_mut() else { continue };
            let doubt = join::add(block, line, &self.known, &[]);
            self.reading.doubts.extend(doubt);
        }
    }

    /// Joins labels such as `Article 7` with the names below them.
    fn headings(&mut self) {
        let mut at = 0;
        while at + 1 < self.reading.blocks.len() {
            let heading =
                |at: usize| self.reading.blocks.get(at).filter(|block| matches!(block.role, Role::Heading(_)));
            let alone =
                heading(at).and_then(|block| label(&block.text)).is_some_and(|(_, rest)| rest.trim().is_empty());
            let name = self.reading.blocks.get(at + 1).filter(|name| {
                let longest = if matches!(name.role, Role::Heading(_)) { HEADING } else { 120 };
                let short = name.text.chars().count() < longest
                    && !name.text.ends_with(['.', ';', ':', ','])
                    && name.printed.is_none();
                let like = matches!(name.role, Role::Heading(_)) || name.role == Role::Paragraph && short;
                like && short && label(&name.text).is_none() && name.marks.is_empty()
            });
            if let (true, Some(name)) = (alone, name.map(|name| name.text.clone())) {
                if let Some(block) = self.reading.blocks.get_mut(at) {
                    block.text = format!("{} {name}", block.text);
                }
                self.reading.blocks.remove(at + 1);
            }
            at += 1;
        }
    }
}

/// Takes the number or bullet off the front of a paragraph.
fn begin_with_marker(block: &mut Block) {
    let Some((kind, sign, rest)) = marker(&block.text) else { return };
    let (sign, cut) = (sign.to_owned(), block.text.len() - rest.len());
    if rest.is_empty() || begins_with_day(&block.text) {
        return;
    }
    match kind {
        Marker::Printed => block.printed = Some(sign),
        Marker::Bullet => block.role = Role::Bullet,
        Marker::Other => return,
    }
    block.cut(cut);
}
