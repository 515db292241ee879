//! The markup within a paragraph: escapes, corrections, marks of notes; white space to single spaces.
//!
//! Grammar, in this order of precedence at each character:
//!
//! ```text
//! \c                     the character c as itself
//! [^label]               the mark of a note; a label is letters, digits, `-` and `_`
//! [-removed-]{+put+}     a correction; either half may stand alone, neither may be empty
//! {#7}                   a paragraph's number, which belongs at the end: reported here
//! anything else          itself, unmatched `[-` and `{+` too
//! ```

use super::super::Correction;
use super::super::problem::Report;

/// What a paragraph, heading or note says once its markup is read.
#[derive(Debug, Default)]
pub(super) struct Wording<'a> {
    pub(super) text: String,
    pub(super) corrections: Vec<Correction>,
    pub(super) marks: Vec<NoteMark<'a>>,
}

/// The mark of a note.
#[derive(Debug)]
pub(super) struct NoteMark<'a> {
    /// The byte of the text that it stands at.
    pub(super) at: usize,
    pub(super) label: &'a str,
    pub(super) line: usize,
    /// The correction that ends right before it, as a place in `corrections`.
    pub(super) explains: Option<usize>,
}

/// Reads the markup of `block`, which begins on `line` of the file.
pub(super) fn read<'a>(block: &'a str, line: usize, report: &mut Report<'_>) -> Wording<'a> {
    let mut reader = Reader { block, at: 0, line, wording: Wording::default(), hopeless: [false; 2] };
    reader.wording.text.reserve(block.len());
    reader.run(report);
    reader.wording.trim();
    reader.wording
}

/// Returns the label if `text` begins with the mark of a note.
pub(super) fn label(text: &str) -> Option<&str> {
    const LONGEST: usize = 40;
    let inside = text.strip_prefix("[^")?;
    let end = inside.bytes().take(LONGEST).position(|byte| byte == b']')?;
    let label = inside.get(..end)?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (!label.is_empty() && label.bytes().all(plain)).then_some(label)
}

struct Reader<'a> {
    block: &'a str,
    at: usize,
    line: usize,
    wording: Wording<'a>,
    /// Whether no `-]` and no `+}` is left, so that looking again for every `[-` would be in vain.
    hopeless: [bool; 2],
}

impl<'a> Reader<'a> {
    fn run(&mut self, report: &mut Report<'_>) {
        loop {
            let rest = self.rest();
            let special = |byte: u8| matches!(byte, b'\\' | b'[' | b'{') || byte.is_ascii_whitespace();
            let plain = rest.bytes().position(special).unwrap_or(rest.len());
            self.wording.text.push_str(rest.get(..plain).unwrap_or_default());
            self.at += plain;
            let Some(byte) = self.block.as_bytes().get(self.at).copied() else { return };
            match byte {
                b'\\' => self.escape(report),
                b'[' => self.bracket(),
                b'{' => self.brace(report),
                b'\n' => {
                    self.line += 1;
                    self.wording.space();
                    self.at += 1;
                }
                _ => {
                    self.wording.space();
                    self.at += 1;
                }
            }
        }
    }

    fn rest(&self) -> &'a str {
        self.block.get(self.at..).unwrap_or_default()
    }

    fn escape(&mut self, report: &mut Report<'_>) {
        self.at += 1;
        match self.rest().chars().next() {
            None | Some('\n') => {
                report.error(self.line, "a backslash ends the line", "write `\\\\` for a backslash");
            }
            Some(character) => {
                self.wording.push(character);
                self.at += character.len_utf8();
            }
        }
    }

    fn bracket(&mut self) {
        if let Some(label) = label(self.rest()) {
            let at = self.wording.text.len();
            let last = self.wording.corrections.len().checked_sub(1);
            let explains =
                last.filter(|_| self.at > 0 && matches!(self.block.as_bytes().get(self.at - 1), Some(b']' | b'}')));
            let explains =
                explains.filter(|&last| self.wording.corrections.get(last).is_some_and(|c| c.inserted.end == at));
            self.wording.marks.push(NoteMark { at, label, line: self.line, explains });
            self.at += label.len() + "[^]".len();
            return;
        }
        let Some((removed, after)) = self.enclosed(0, "[-", "-]") else { return self.literally() };
        self.advance(after);
        let inserted = self.enclosed(1, "{+", "+}");
        if let Some((_, after)) = inserted {
            self.advance(after);
        }
        self.wording.correct(&removed, &inserted.map(|(inserted, _)| inserted).unwrap_or_default());
    }

    fn brace(&mut self, report: &mut Report<'_>) {
        if let Some((inserted, after)) = self.enclosed(1, "{+", "+}") {
            self.advance(after);
            self.wording.correct("", &inserted);
            return;
        }
        if let Some(inside) = self.rest().strip_prefix("{#") {
            let digits = inside.bytes().take_while(u8::is_ascii_digit).count();
            if digits > 0 && inside.get(digits..).is_some_and(|after| after.starts_with('}')) {
                let number = inside.get(..digits).unwrap_or_default();
                let right = "put it at the paragraph's end, or write `\\{#` if the text has it";
                report.error(self.line, format!("`{{#{number}}}` stands inside a paragraph"), right);
            }
        }
        self.literally();
    }

    /// Takes one character of markup that turned out to be none.
    fn literally(&mut self) {
        if let Some(character) = self.rest().chars().next() {
            self.wording.text.push(character);
            self.at += character.len_utf8();
        }
    }

    fn advance(&mut self, to: usize) {
        let passed = self.block.get(self.at..to).unwrap_or_default();
        self.line += passed.bytes().filter(|&byte| byte == b'\n').count();
        self.at = to;
    }

    /// Returns what stands here between `open` and `close`, without its escapes, and the byte after it.
    fn enclosed(&mut self, which: usize, open: &str, close: &str) -> Option<(String, usize)> {
        let inside = self.rest().strip_prefix(open)?;
        let hopeless = self.hopeless.get_mut(which).filter(|hopeless| !**hopeless)?;
        let mut held = String::new();
        let mut characters = inside.char_indices();
        while let Some((at, character)) = characters.next() {
            if inside.get(at..).is_some_and(|rest| rest.starts_with(close)) {
                let words = held.split_ascii_whitespace().next().is_some();
                return words.then_some((held, self.at + open.len() + at + close.len()));
            }
            match character {
                '\\' => held.extend(characters.next().map(|(_, escaped)| escaped)),
                c if c.is_ascii_whitespace() => held.push(' '),
                c => held.push(c),
            }
        }
        *hopeless = true;
        None
    }
}

impl Wording<'_> {
    fn push(&mut self, character: char) {
        if character.is_ascii_whitespace() {
            self.space();
        } else {
            self.text.push(character);
        }
    }

    /// Adds a space, unless one stands there or nothing does.
    fn space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(' ') {
            self.text.push(' ');
            return;
        }
        // The words removed here had a space on both sides: the second one went with them.
        let length = self.text.len();
        if let Some(last) = self.corrections.last_mut()
            && last.inserted == (length..length)
            && !last.removed.ends_with(' ')
        {
            last.removed.push(' ');
        }
    }

    fn correct(&mut self, removed: &str, inserted: &str) {
        let start = self.text.len();
        for character in inserted.chars() {
            self.push(character);
        }
        let removed = removed.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        self.corrections.push(Correction { inserted: start..self.text.len(), removed, note: None });
    }

    /// Takes the spaces off the end of the text and brings everything that pointed behind it to the end.
    fn trim(&mut self) {
        let end = self.text.trim_end_matches(' ').len();
        if end == self.text.len() {
            return;
        }
        self.text.truncate(end);
        for correction in &mut self.corrections {
            if correction.inserted.start > end {
                correction.removed.insert(0, ' ');
            }
            correction.inserted = correction.inserted.start.min(end)..correction.inserted.end.min(end);
        }
        for mark in &mut self.marks {
            mark.at = mark.at.min(end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes a wording back: text with `<removed|inserted>` and `^label` where they stand.
    fn shown(block: &str) -> String {
        let mut report = Report::new("x.md");
        let wording = read(block, 1, &mut report);
        let mut shown = String::new();
        let mut at = 0;
        let mut marks = wording.marks.iter().peekable();
        let mut upto = |to: usize, shown: &mut String, at: &mut usize| {
            while let Some(mark) = marks.next_if(|mark| mark.at <= to) {
                shown.push_str(&wording.text[*at..mark.at]);
                shown.push('^');
                shown.push_str(mark.label);
                *at = mark.at;
            }
            shown.push_str(&wording.text[*at..to]);
            *at = to;
        };
        for correction in &wording.corrections {
            upto(correction.inserted.start, &mut shown, &mut at);
            shown.push_str(&format!("<{}|{}>", correction.removed, &wording.text[correction.inserted.clone()]));
            at = correction.inserted.end;
        }
        upto(wording.text.len(), &mut shown, &mut at);
        for problem in report.problems {
            shown.push_str(&format!(" !{}", problem.line.unwrap_or_default()));
        }
        shown
    }

    #[track_caller]
    fn check(block: &str, expected: &str) {
        assert_eq!(shown(block), expected, "{block}");
    }

    #[test]
    fn corrections_stand_where_the_words_were() {
        check("Hillary Clinton[-Hillary Diane MORE-]{+.+}[^2]", "Hillary Clinton<Hillary Diane MORE|.>^2");
        check("a [-b-] c", "a <b |>c");
        check("a [-b-]", "a< b|>");
        check("[-a-] b", "<a |>b");
        check("a{+ b+} c", "a<| b> c");
        check("[-a\nb-]{+c+}", "<a b|c>");
        check("[-a \\-] b-]{+\\+}+}", "<a -] b|+}>");
    }

    #[test]
    fn unmatched_marks_are_plain_text() {
        check("a [- b {+ c", "a [- b {+ c");
        check("[--] {++} [- -]", "[--] {++} [- -]");
        check("-] +} [x] {y} [^] [^a b]", "-] +} [x] {y} [^] [^a b]");
        check("[-a-] [-b", "<a |>[-b");
    }

    #[test]
    fn a_backslash_takes_the_next_character_as_itself() {
        check("\\[-a-] \\{+b+} \\[^1] \\\\ \\# \\é", "[-a-] {+b+} [^1] \\ # é");
        check("a\\", "a !1");
        check("a\\\nb", "a b !1");
    }

    #[test]
    fn white_space_becomes_single_spaces() {
        check("  a \t b\n\n c  ", "a b c");
        check("a\u{a0} b", "a\u{a0} b");
    }

    #[test]
    fn a_number_inside_is_reported_on_its_line() {
        check("a\nb {#3} c", "a b {#3} c !2");
        check("a \\{#3} c {#x} {#}", "a {#3} c {#x} {#}");
    }

    #[test]
    fn many_openings_without_an_end_take_no_time() {
        let text = "[-{+".repeat(200_000);
        check(&text, &text);
    }
}
