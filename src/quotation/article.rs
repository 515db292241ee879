//! The quotations in a pasted text: runs in quotation marks of any style, and block quotations.
//!
//! Marks that open and close by their shape are trusted; straight ones, and those that languages use both ways, are
//! read by what stands around them. A mark without its counterpart makes no quotation.

use std::ops::Range;

mod apostrophe;

use apostrophe::{closes_single, opens_single};

/// How many marks may be open at once; one that was opened long before is a stray.
const DEPTH: usize = 32;

/// The quotations found in a text.
#[derive(Debug, Default)]
pub(super) struct Article {
    /// Byte ranges within the marks, in order; one may lie in another.
    pub(super) runs: Vec<Range<usize>>,
    /// How many marks there are, apostrophes left out.
    pub(super) marks: usize,
}

/// An opened mark.
#[derive(Debug, Clone, Copy)]
struct Open {
    mark: char,
    /// The byte behind it.
    end: usize,
    /// Whether a line begins with it.
    first: bool,
}

/// What stands around a mark.
struct Mark<'a> {
    mark: char,
    at: usize,
    before: &'a str,
    after: &'a str,
}

impl Mark<'_> {
    fn previous(&self) -> Option<char> {
        self.before.chars().next_back()
    }

    fn next(&self) -> Option<char> {
        self.after.chars().next()
    }

    /// Tells whether it stands before a word as an opening mark does.
    fn may_open(&self) -> bool {
        let free = |before: char| before.is_whitespace() || "([{<-–—/>=:".contains(before) || is_mark(before);
        self.previous().is_none_or(free) && self.next().is_some_and(|after| !after.is_whitespace())
    }

    /// Tells whether it stands behind a word as a closing mark does.
    fn may_close(&self) -> bool {
        self.previous().is_some_and(|before| !before.is_whitespace())
            && self.next().is_none_or(|after| !after.is_alphanumeric())
    }

    fn begins_line(&self) -> bool {
        self.before.trim_end_matches([' ', '\t', '\u{a0}']).chars().next_back().is_none_or(|before| before == '\n')
    }

    /// Returns the marks that this one can be the counterpart of.
    fn counterparts(&self) -> &'static str {
        match self.mark {
            '”' => "“„”‟",
            '“' => "„",
            '»' => "«»",
            '«' => "»",
            '›' => "‹›",
            '‹' => "›",
            '’' => "‘‚’",
            '‘' => "‚",
            '」' => "「",
            '』' => "『",
            '〞' | '〟' => "〝",
            '"' => "\"",
            '＂' => "＂",
            '\'' => "'",
            _ => "",
        }
    }
}

impl Article {
    /// Reads the quotations of `text`.
    pub(super) fn read(text: &str) -> Self {
        let mut article = Self::default();
        let mut open: Vec<Open> = Vec::new();
        for (at, mark) in text.char_indices() {
            if mark == '\n' && text.get(at + 1..).is_some_and(begins_blank) {
                open.retain(|open| !"'‘’‚".contains(open.mark));
            }
            if !is_mark(mark) {
                continue;
            }
            let after = text.get(at + mark.len_utf8()..).unwrap_or_default();
            let mark = Mark { mark, at, before: text.get(..at).unwrap_or_default(), after };
            article.meet(text, &mark, &mut open);
        }
        article.runs.extend(blocks(text));
        article.runs.retain(|run| text.get(run.clone()).is_some_and(|run| run.contains(char::is_alphanumeric)));
        article.runs.sort_by_key(|run| (run.start, std::cmp::Reverse(run.end)));
        article.drop_doubles(text);
        article
    }

    fn meet(&mut self, text: &str, mark: &Mark, open: &mut Vec<Open>) {
        let counterpart = open.iter().rposition(|open| mark.counterparts().contains(open.mark));
        match (act(mark, counterpart.and_then(|at| open.get(at))), counterpart) {
            (Act::Close, Some(at)) => {
                self.marks += 1;
                if let Some(opened) = open.drain(at..).next() {
                    self.runs.push(opened.end..mark.at);
                }
            }
            (Act::Open, _) => {
                self.marks += 1;
                let first = mark.begins_line();
                // A quotation of several paragraphs has an opening mark before each and one closing mark.
                if let Some(last) =
                    open.pop_if(|open| first && open.first && open.mark == mark.mark && is_paired(open.mark))
                {
                    let end = text.get(..mark.at).map_or(mark.at, |before| before.trim_end().len());
                    self.runs.push(last.end..end.max(last.end));
                }
                if open.len() == DEPTH {
                    open.remove(0);
                }
                open.push(Open { mark: mark.mark, end: mark.at + mark.mark.len_utf8(), first });
            }
            _ => self.marks += usize::from(!"'’".contains(mark.mark)),
        }
    }

    /// Leaves out a run that is all the words of the one around it.
    fn drop_doubles(&mut self, text: &str) {
        let words = |run: &Range<usize>| {
            let run = text.get(run.clone()).unwrap_or_default();
            run.trim_matches(|character: char| !character.is_alphanumeric()).len()
        };
        let mut around: Option<Range<usize>> = None;
        self.runs.retain(|run| {
            let double = around.as_ref().is_some_and(|around| run.end <= around.end && words(run) == words(around));
            if !double {
                around = Some(run.clone());
            }
            !double
        });
    }
}

enum Act {
    Open,
    Close,
    Nothing,
}

/// Decides what a mark does, given the open mark that it could be the counterpart of.
fn act(mark: &Mark, counterpart: Option<&Open>) -> Act {
    let (may_open, may_close) = (mark.may_open(), mark.may_close());
    match mark.mark {
        '„' | '‟' | '「' | '『' | '〝' => Act::Open,
        '“' => {
            if counterpart.is_some() && may_close {
                Act::Close
            } else {
                Act::Open
            }
        }
        '”' | '」' | '』' | '〞' | '〟' if counterpart.is_some() => Act::Close,
        '«' | '‹' => {
            if counterpart.is_some() && !may_open {
                Act::Close
            } else {
                Act::Open
            }
        }
        '»' | '›' => match counterpart {
            Some(open) if open.mark != mark.mark || !may_open => Act::Close,
            _ if may_open => Act::Open,
            _ => Act::Nothing,
        },
        '”' if may_open => Act::Open,
        '"' | '＂' => match counterpart {
            Some(_) if may_close || !may_open => Act::Close,
            Some(_) => Act::Open,
            None if may_open || !may_close => Act::Open,
            None => Act::Nothing,
        },
        '‚' if may_open => Act::Open,
        '‘' if counterpart.is_some() && may_close && !may_open => Act::Close,
        '‘' if may_open => Act::Open,
        '\'' | '’' => {
            if counterpart.is_some() && may_close && closes_single(mark.mark, mark.before, mark.after) {
                Act::Close
            } else if may_open && opens_single(mark.after) {
                Act::Open
            } else {
                Act::Nothing
            }
        }
        _ => Act::Nothing,
    }
}

/// The characters that can open or close a quotation; others that fold to marks are primes and accents.
const MARKS: &str = "\"＂“”„‟«»‹›「」『』〝〞〟'‘’‚";

fn is_mark(character: char) -> bool {
    MARKS.contains(character)
}

/// Tells whether a mark opens by its shape.
fn is_paired(mark: char) -> bool {
    "“„«「『".contains(mark)
}

fn begins_blank(text: &str) -> bool {
    text.trim_start_matches([' ', '\t', '\r']).starts_with('\n')
}

/// Returns the block quotations of a text: lines that begin with `>`, as in mail and Markdown.
fn blocks(text: &str) -> Vec<Range<usize>> {
    let mut blocks: Vec<Range<usize>> = Vec::new();
    let (mut at, mut inside) = (0, false);
    for line in text.split_inclusive('\n') {
        let quoted = line.trim_start();
        let is_quoted = quoted.starts_with('>');
        let end = at + line.trim_end().len();
        if let Some(last) = blocks.last_mut().filter(|_| is_quoted && inside) {
            last.end = end;
        } else if is_quoted {
            let prefix = line.len() - quoted.trim_start_matches(['>', ' ']).len();
            blocks.push((at + prefix).min(end)..end);
        }
        inside = is_quoted;
        at += line.len();
    }
    blocks
}

/// Returns a quotation with the `>` of its lines made spaces, so that every word keeps its place.
pub(super) fn without_prefixes(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut first = true;
    for line in text.split_inclusive('\n') {
        let prefix = line.len() - line.trim_start_matches(['>', ' ', '\t']).len();
        let (before, rest) = line.split_at(if first { 0 } else { prefix });
        plain.extend(before.chars().map(|character| if character == '>' { ' ' } else { character }));
        plain.push_str(rest);
        first = false;
    }
    plain
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, runs: &[&str]) {
        let found: Vec<&str> = Article::read(text).runs.into_iter().map(|run| &text[run]).collect();
        assert_eq!(found, runs, "{text}");
    }

    #[test]
    fn every_mark_folds_to_a_plain_one() {
        for mark in MARKS.chars() {
            assert!(matches!(crate::wording::fold(&mark.to_string()).as_str(), "\"" | "'"), "{mark}");
        }
    }

    #[test]
    fn every_style_of_marks_makes_a_quotation() {
        check("a “one two” b", &["one two"]);
        check("a \"one two\" b \"three\"", &["one two", "three"]);
        check("a „eins zwei“ b", &["eins zwei"]);
        check("a „raz dwa” b", &["raz dwa"]);
        check("a ”ett två” b", &["ett två"]);
        check("a « un deux » b", &[" un deux "]);
        check("a »eins zwei« b »drei« c", &["eins zwei", "drei"]);
        check("a »ett två» b »tre» c", &["ett två", "tre"]);
        check("a ‹un› b ›eins‹ c", &["un", "eins"]);
        check("「一二」と『三』", &["一二", "三"]);
        check("a ‘one two’ b 'three four'", &["one two", "three four"]);
        check("a ‚eins zwei‘ b", &["eins zwei"]);
        check("“one” and „two“ and “three”", &["one", "two", "three"]);
    }

    #[test]
    fn apostrophes_are_no_quotation_marks() {
        check("some countries' experts walked back from previous reports' statements", &[]);
        check("it's Trump’s and the states’ and O'Brien's", &[]);
        check("the '90s and the states' rights, rock 'n' roll", &[]);
        check("'the states' experts agree', he said", &["the states' experts agree"]);
        check("‘the states’ experts don’t agree’, he said", &["the states’ experts don’t agree"]);
        check("'the reports' and 'the states'", &["the reports", "the states"]);
        check("‘a word’ is what the ministers’ group said", &["a word"]);
    }

    #[test]
    fn marks_within_marks_make_quotations_of_their_own() {
        check("“one ‘two three’ four”", &["one ‘two three’ four", "two three"]);
        check("\"one 'two' three\"", &["one 'two' three", "two"]);
        check("«one “two” three»", &["one “two” three", "two"]);
    }

    #[test]
    fn an_unpaired_mark_makes_none() {
        check("a “one two", &[]);
        check("one two” b", &[]);
        check("a “one and “two three” b", &["two three"]);
        check("a \"one and \"two three\" b", &["two three"]);
        check("a 5\" screen and \"two three\" b", &["two three"]);
        check("“one 'two three” four", &["one 'two three"]);
        check("\"\" “ ” «»", &[]);
    }

    #[test]
    fn paragraphs_that_go_on_open_again() {
        check("“one two.\n\n“three four.”", &["one two.", "three four."]);
        check("“one two.\n\nthree four.”", &["one two.\n\nthree four."]);
    }

    #[test]
    fn block_quotations_are_quotations() {
        check("He wrote:\n> one two\n> three\n\nand left", &["one two\n> three"]);
        check("> “one two”\n", &["“one two”"]);
        assert_eq!(without_prefixes("one\n> > two > three"), "one\n    two > three");
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "[a's \n>“”„\"'‘’«»\\-]{0,60}") {
            for run in Article::read(&text).runs {
                prop_assert!(text.get(run).is_some());
            }
        }
    }
}
