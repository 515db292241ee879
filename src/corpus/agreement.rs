//! Agreement of a text with its source: keeping what corrections removed, dropping what they put and all notes, and
//! adding the words listed as omitted, the document gives back its source, white space, the marks of bullets and numbers
//! that were computed from the source's rules apart.

mod proof;

use std::ops::Range;

use super::Shape;
use super::parse::Draft;
use super::problem::{Report, shown};
use crate::wording;

/// How many partings are reported for one document; after that the text is likely another.
const MOST: usize = 5;

/// How many characters in common are taken for the same words.
const FEW: usize = 8;

/// What sources print before the items of a list.
pub(super) const BULLETS: [char; 10] = ['•', '◦', '‣', '▪', '■', '●', '·', '*', '-', '–'];

/// Reports where a document parts from the text of its source.
pub(super) fn check(draft: &Draft, source: &str, report: &mut Report<'_>) {
    let source = Printed::of(&wording::normal(source));
    let (pieces, omitted) = (pieces(draft), omitted(draft));
    if proof::holds(&source.characters, &pieces, &omitted) {
        return;
    }
    let mut walk = Walk { source, at: 0, omitted: longest_first(omitted), partings: 0, lost: false };
    for piece in &pieces {
        walk.piece(piece, report);
        if walk.lost || walk.partings == MOST {
            return;
        }
    }
    walk.finish(draft, report);
}

/// A text without its white space, with the way back.
struct Printed {
    characters: Vec<char>,
    /// The line of each character, from 1.
    lines: Vec<usize>,
}

impl Printed {
    fn of(text: &str) -> Self {
        let mut printed = Self { characters: Vec::with_capacity(text.len()), lines: Vec::with_capacity(text.len()) };
        let mut line = 1;
        for character in text.chars() {
            if character == '\n' {
                line += 1;
            }
            if !character.is_whitespace() {
                printed.characters.push(character);
                printed.lines.push(line);
            }
        }
        printed
    }

    fn begins(&self, at: usize, with: &[char]) -> bool {
        self.characters.get(at..).is_some_and(|rest| rest.starts_with(with))
    }
}

fn characters(text: &str) -> Vec<char> {
    text.chars().filter(|character| !character.is_whitespace()).collect()
}

/// A heading or paragraph as its source has it.
struct DraftPiece {
    line: usize,
    text: String,
    characters: Vec<char>,
    bullet: bool,
    /// How many of its first characters are a number that need not stand in the source, because it was computed.
    number: usize,
}

/// Words of the source that are in no paragraph.
struct Omitted {
    line: usize,
    characters: Vec<char>,
    used: bool,
}

fn omitted(draft: &Draft) -> Vec<Omitted> {
    let words = draft.document.source.as_ref().map(|source| source.omitted.as_slice()).unwrap_or_default();
    words
        .iter()
        .zip(&draft.lines.omitted)
        .map(|(words, &line)| Omitted { line, characters: characters(words), used: false })
        .collect()
}

/// Returns omitted words so that one which begins with another is not taken for it.
fn longest_first(mut omitted: Vec<Omitted>) -> Vec<Omitted> {
    omitted.sort_by_key(|words| std::cmp::Reverse(words.characters.len()));
    omitted
}

fn pieces(draft: &Draft) -> Vec<DraftPiece> {
    let (headings, paragraphs) = (&draft.document.headings, &draft.document.paragraphs);
    let mut pieces = Vec::with_capacity(headings.len() + paragraphs.len());
    let computed = draft.document.source.as_ref().is_some_and(|source| source.computed_numbers);
    let piece = |line: Option<&usize>, text: String, bullet: bool| DraftPiece {
        line: line.copied().unwrap_or(1),
        characters: characters(&text),
        number: text.get(..if computed { number(&text) } else { 0 }).map_or(0, |number| characters(number).len()),
        text,
        bullet,
    };
    let mut next = headings.iter().zip(draft.lines.headings.iter()).peekable();
    for (place, paragraph) in paragraphs.iter().enumerate() {
        while let Some((heading, line)) = next.next_if(|(heading, _)| heading.before <= place) {
            pieces.push(piece(Some(line), heading.text.clone(), false));
        }
        let bullet = paragraph.shape == Shape::Bullet;
        pieces.push(piece(draft.lines.paragraphs.get(place), paragraph.as_received(), bullet));
    }
    pieces.extend(next.map(|(heading, line)| piece(Some(line), heading.text.clone(), false)));
    pieces
}

/// Returns how many bytes of a text are a number at its front: `12.`, `(c)`, `IV.`, `1.2`, `§ 3`, `Article 4`.
pub(super) fn number(text: &str) -> usize {
    let end = |from: usize| {
        let rest = text.get(from..).unwrap_or_default();
        from + rest.find(char::is_whitespace).unwrap_or(rest.len())
    };
    let first = end(0);
    let second = text.get(first..).map_or(first, |rest| end(first + (rest.len() - rest.trim_start().len())));
    let word = |range: Range<usize>| text.get(range).unwrap_or_default().trim();
    let label =
        |word: &str| word.chars().count() <= 12 && word.chars().all(|letter| letter.is_alphabetic() || letter == '§');
    if is_number(word(0..first)) {
        first
    } else if label(word(0..first)) && is_number(word(first..second)) {
        second
    } else {
        0
    }
}

/// Tells a word that counts: digits, letters of a list or a Roman number, with whatever signs around.
fn is_number(word: &str) -> bool {
    let core = word.trim_matches(|sign: char| !sign.is_alphanumeric());
    let signed = core.len() < word.len();
    let part = |part: &str| {
        let digits = part.chars().take_while(|digit| digit.is_numeric()).count();
        let letters = part.chars().skip(digits).collect::<String>().to_lowercase();
        let roman = letters.chars().all(|letter| "ivxlcdm".contains(letter));
        let mut each = letters.chars();
        let first = each.next();
        let same = each.all(|letter| Some(letter) == first);
        let ordinal = digits > 0 && ["st", "nd", "rd", "th"].contains(&letters.as_str());
        !part.is_empty() && (letters.is_empty() || ordinal || (same && digits < 4) || (roman && digits == 0))
    };
    !core.is_empty() && core.split('.').all(part) && (signed || core.contains(char::is_numeric) || core.len() <= 4)
}

struct Walk {
    source: Printed,
    /// How much of the source was given back.
    at: usize,
    omitted: Vec<Omitted>,
    partings: usize,
    /// Whether the way through the source was lost, so that what is left of it says nothing.
    lost: bool,
}

impl Walk {
    fn piece(&mut self, piece: &DraftPiece, report: &mut Report<'_>) {
        let unnumbered = piece.characters.get(piece.number..).unwrap_or_default();
        let begins = |walk: &Self, words: &[char]| walk.goes_on_better_after_omitted(words);
        while begins(self, &piece.characters) && (piece.number == 0 || begins(self, unnumbered)) && self.skip(self.at) {
        }
        // A bullet whose own words begin with a dash may stand in a source that prints no mark before it.
        let beginning = piece.characters.get(..piece.characters.len().min(FEW)).unwrap_or_default();
        let mark = self.source.characters.get(self.at).is_some_and(|mark| BULLETS.contains(mark));
        if piece.bullet && mark && !self.source.begins(self.at, beginning) {
            self.at += 1;
        }
        let mut matched = 0;
        let source = self.source.characters.get(self.at..).unwrap_or_default();
        if shared(source, unnumbered) > shared(source, &piece.characters) {
            matched = piece.number;
        }
        loop {
            matched += self.common(&piece.characters, matched);
            if matched == piece.characters.len() {
                return;
            }
            match self.inside(&piece.characters, matched) {
                Some(back) => matched = back,
                None => {
                    self.part(piece, matched, report);
                    match self.again(&piece.characters, matched) {
                        Some(place) if self.partings < MOST => matched = place,
                        _ => return,
                    }
                }
            }
        }
    }

    /// Tells whether a piece that has not begun has less in common with the source here than after omitted words: a
    /// page number `2` is not to be taken from the front of `2. We agree`.
    fn goes_on_better_after_omitted(&self, piece: &[char]) -> bool {
        let common = |at: usize| shared(self.source.characters.get(at..).unwrap_or_default(), piece);
        let unused = self.omitted.iter().filter(|words| !words.used && self.source.begins(self.at, &words.characters));
        let after = unused.map(|words| common(self.at + words.characters.len())).max();
        let here = common(self.at);
        here < piece.len() && after.is_some_and(|after| after > here || here == 0)
    }

    /// Moves on over what the source and a piece have in common from `from` on, and returns how much that is.
    fn common(&mut self, piece: &[char], from: usize) -> usize {
        let source = self.source.characters.get(self.at..).unwrap_or_default();
        let piece = piece.get(from..).unwrap_or_default();
        let common = source.iter().zip(piece).take_while(|(a, b)| a == b).count();
        self.at += common;
        common
    }

    /// Skips omitted words at `at`, if some stand there.
    fn skip(&mut self, at: usize) -> bool {
        let source = &self.source;
        let found = self.omitted.iter_mut().find(|words| !words.used && source.begins(at, &words.characters));
        let Some(words) = found else { return false };
        words.used = true;
        self.at = at + words.characters.len();
        true
    }

    /// Skips omitted words inside a piece, of which `matched` characters were given back.
    ///
    /// Where they begin as the piece goes on, some of what seemed to be the piece was theirs: the place is searched
    /// backwards, and how much of the piece was given back before it is returned.
    fn inside(&mut self, piece: &[char], matched: usize) -> Option<usize> {
        let longest = self.omitted.iter().filter(|words| !words.used).map(|words| words.characters.len()).max()?;
        for back in 0..=longest.min(matched) {
            let (at, kept) = (self.at - back, matched - back);
            for words in &mut self.omitted {
                let length = words.characters.len();
                if words.used || length <= back || !self.source.begins(at, &words.characters) {
                    continue;
                }
                let after = self.source.characters.get(at + length..).unwrap_or_default();
                let rest = piece.get(kept..).unwrap_or_default();
                let goes_on = after.iter().zip(rest).take_while(|(a, b)| a == b).count();
                if goes_on > back || goes_on == rest.len() {
                    words.used = true;
                    self.at = at + length;
                    return Some(kept);
                }
            }
        }
        // Several omitted words may follow one another.
        let here = self.at;
        self.skip(here).then_some(matched)
    }

    /// Reports that a piece parts from the source.
    fn part(&mut self, piece: &DraftPiece, matched: usize, report: &mut Report<'_>) {
        self.partings += 1;
        let line = piece.line;
        let ours: String = piece.characters.iter().skip(matched).take(30).collect();
        let theirs: String = self.source.characters.iter().skip(self.at).take(30).collect();
        let (wrong, right) = match self.source.lines.get(self.at) {
            Some(line) => (
                format!(
                    "the text parts from its source {}: {} here, {} on line {line} of the source",
                    place(piece, matched),
                    shown(&ours),
                    shown(&theirs)
                ),
                "put the words right, record a correction, or list them in `omitted`",
            ),
            None => (
                format!("the source ends before the text does {}: {}", place(piece, matched), shown(&ours)),
                "take out what the source does not have, or record it as a correction",
            ),
        };
        report.error(line, wrong, right);
    }

    /// Finds where a piece and the source go on together after a parting, and returns the place in the piece.
    ///
    /// The nearest place at which a few characters agree is good enough, and very near, all that are left of the piece.
    fn again(&mut self, piece: &[char], matched: usize) -> Option<usize> {
        const FAR: usize = 200;
        let source = self.source.characters.get(self.at..).unwrap_or_default();
        let piece = piece.get(matched..).unwrap_or_default();
        for apart in 1..=FAR {
            for ours in 0..=apart.min(piece.len()) {
                let theirs = apart - ours;
                let next = piece.get(ours..).unwrap_or_default();
                let next = next.get(..FEW.min(next.len())).unwrap_or_default();
                let enough = next.len() == FEW || apart <= FEW && (ours == theirs || !next.is_empty());
                if enough && source.get(theirs..).is_some_and(|rest| rest.starts_with(next)) {
                    self.at += theirs;
                    return Some(matched + ours);
                }
            }
        }
        self.lost = true;
        None
    }

    /// Reports what is left of the source and of the omitted words.
    fn finish(mut self, draft: &Draft, report: &mut Report<'_>) {
        if self.lost {
            return;
        }
        while self.skip(self.at) {}
        if let Some(line) = self.source.lines.get(self.at) {
            let words: String = self.source.characters.iter().skip(self.at).take(40).collect();
            let wrong = format!("the text ends before its source does: {} on line {line} of the source", shown(&words));
            report.error(draft.lines.source, wrong, "add the words to the text or to `omitted`");
        }
        if self.partings > 0 {
            return;
        }
        for words in self.omitted.iter().filter(|words| !words.used) {
            let listed: String = words.characters.iter().collect();
            let wrong = format!("the source has no {} where it could be omitted", shown(&listed));
            report.error(words.line, wrong, "list words once for each time that the source has them");
        }
    }
}

/// Returns how many characters two runs begin with alike.
fn shared(one: &[char], other: &[char]) -> usize {
    one.iter().zip(other).take_while(|(a, b)| a == b).count()
}

/// Tells after which words of a piece a character stands.
fn place(piece: &DraftPiece, matched: usize) -> String {
    let mut left = matched;
    let mut end = 0;
    for (at, character) in piece.text.char_indices() {
        if left == 0 {
            break;
        }
        if !character.is_whitespace() {
            left -= 1;
        }
        end = at + character.len_utf8();
    }
    let before = piece.text.get(..end).unwrap_or_default();
    let words: Vec<&str> = before.split_whitespace().collect();
    if words.is_empty() {
        return "at its beginning".to_owned();
    }
    let last = words.get(words.len().saturating_sub(4)..).unwrap_or_default();
    format!("after {}", shown(&last.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    /// Compares a text with a source, given the words omitted, and returns the lines that problems name.
    #[track_caller]
    fn check_against(text: &str, omitted: &[&str], source: &str, expected: &[usize]) {
        let front = format!(
            "+++\ntitle = \"T\"\nkind = \"report\"\ndate = \"2001\"\nissuer = \"I\"\nlanguage = \"en\"\n[source]\nname = \"N\"\n\
             file = \"f\"\nsha256 = \"{:064}\"\nrights = \"R\"\nomitted = {omitted:?}\n+++\n{text}",
            0
        );
        let id = "2001-x".parse().unwrap();
        let (draft, problems) = parse::document("x.md", id, front.as_bytes(), None);
        let draft = draft.unwrap_or_else(|| panic!("{problems:?}"));
        let mut report = Report::new("x.md");
        check(&draft, source, &mut report);
        // The text begins on line 14; what the text lacks is told at `[source]`, on line 7.
        let line = |problem: &super::super::Problem| problem.line.unwrap().saturating_sub(13);
        let lines: Vec<usize> = report.problems.iter().map(line).collect();
        assert_eq!(lines, expected, "{:?}", report.problems);
    }

    #[test]
    fn headings_numbers_and_corrections_give_back_the_source() {
        let text = "# Head\n\n1. One [-too-]{+two+} three.[^1]\n\n(a) Item{+!+}\n\n- Bullet[-s-]\n\n[^1]: Note.\n";
        check_against(text, &[], "Head 1.One too\tthree. (a) Item\n• Bullets", &[]);
    }

    #[test]
    fn the_mark_of_a_bullet_is_no_word_of_it() {
        for source in ["- One\n* Two", "One Two", "• One – Two"] {
            check_against("- One\n- Two\n", &[], source, &[]);
        }
        check_against("- - One\n", &[], "- One", &[]);
        check_against("- - One\n", &[], "• - One", &[]);
    }

    #[test]
    fn omitted_words_stand_before_between_inside_and_after() {
        let text = "Word one. Word two.\n\nWord three.\n";
        let source = "Title\nTitle\nWord one. Page 2 Word two.\nWord of a footer\nWord three.\nSource: us";
        check_against(text, &["Title", "Title", "Page 2", "Word of a footer", "Source: us"], source, &[]);
        check_against(text, &["Title", "Title", "Word o", "Source: us"], &source.replace("f a footer", ""), &[1]);
    }

    #[test]
    fn omitted_words_may_begin_like_those_kept() {
        let text = "Asia\n\n- Asia\n\n- Africa\n";
        check_against(text, &["AsiaAfricaEurope"], "Asia Africa Europe\nAsia\nAsia\nAfrica", &[]);
        check_against("2. We\n\nWe go.\n", &["2", "We", "2"], "2\n2. We\nWe\nWe 2 go.", &[]);
        let (kept, omitted) = ("a".repeat(400), vec!["aa"; 150]);
        check_against(&format!("{kept}\n"), &omitted, &"a".repeat(700), &[]);
        check_against(&format!("{kept}b\n"), &omitted, &format!("{}c", "a".repeat(700)), &[1]);
    }

    #[test]
    fn partings_are_told_and_gone_on_from() {
        let source = "One word of many. Two words of many. Three words of many.";
        check_against("One word of many.\n\nTwo words of many.\n\nThree words of many.\n", &[], source, &[]);
        check_against("One ward of many.\n\nTwo words many.\n\nThree words of many!\n", &[], source, &[1, 3, 5]);
        check_against("Something else.\n", &[], source, &[1]);
        check_against("One word of many. Two words of many.\n", &[], source, &[0]);
    }
}
