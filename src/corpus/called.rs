//! What readers call a paragraph: by the number that its source prints, never by the archive's own.
//!
//! The archive's number is for addresses. It is a name only in a text that prints no numbers at all, where readers
//! count as the archive does.

use super::{Document, Paragraph, Shape};

/// Items within items are climbed so far, should a corpus say that one stands within itself.
const DEEPEST: usize = 8;

impl Document {
    /// Returns what a paragraph of this document is called in a sentence: `paragraph 4(c)`, `Annex, paragraph 1`
    /// where numbers begin again, `bullet 2 of paragraph 3`, `unnumbered paragraph after 3`.
    ///
    /// No two paragraphs of a document have one name, unless headings of the same words stand above both.
    #[must_use]
    pub fn called(&self, paragraph: &Paragraph) -> String {
        if !self.prints_numbers() {
            return format!("paragraph {}", paragraph.number);
        }
        match (self.printed_path(paragraph), paragraph.shape, paragraph.parent) {
            (Some(path), ..) => numbered(self, paragraph, &path),
            (None, Shape::Item | Shape::Bullet, Some(number)) => match self.paragraph(number) {
                Some(parent) => {
                    let alike = |other: &&Paragraph| other.parent == paragraph.parent && other.printed.is_none();
                    let before = self.paragraphs.iter().filter(alike).take_while(|other| *other != paragraph);
                    format!("bullet {} of {}", before.count() + 1, self.called(parent))
                }
                None => unnumbered(self, paragraph),
            },
            _ => unnumbered(self, paragraph),
        }
    }

    /// Returns `called` as a title begins: with a capital.
    #[must_use]
    pub fn called_first(&self, paragraph: &Paragraph) -> String {
        as_begins(&self.called(paragraph))
    }

    /// Returns what stands in the margin beside a paragraph: the number that its source prints, or a sign.
    #[must_use]
    pub fn margin(&self, paragraph: &Paragraph) -> String {
        match (paragraph.printed.as_deref(), paragraph.shape) {
            (Some(printed), _) => printed.to_owned(),
            (None, Shape::Bullet) => "•".to_owned(),
            (None, _) if !self.prints_numbers() => format!("¶ {}", paragraph.number),
            (None, _) => "¶".to_owned(),
        }
    }

    /// Returns the paragraphs that lead into an item, outermost first: what stands before it to be a whole sentence.
    #[must_use]
    pub fn lead_in(&self, paragraph: &Paragraph) -> Vec<&Paragraph> {
        let parent = |of: &Paragraph| of.parent.and_then(|number| self.paragraph(number));
        let mut above: Vec<&Paragraph> =
            std::iter::successors(parent(paragraph), |it| parent(it)).take(DEEPEST).collect();
        above.reverse();
        above
    }

    /// Tells whether the source prints a number before any paragraph.
    #[must_use]
    pub fn prints_numbers(&self) -> bool {
        self.paragraphs.iter().any(|paragraph| paragraph.printed.is_some())
    }

    /// Returns the printed numbers down to a paragraph: `4(c)`, `2(a)(i)`; nothing where its source prints none.
    #[must_use]
    pub fn printed_path(&self, paragraph: &Paragraph) -> Option<String> {
        let mut path = bare(paragraph.printed.as_deref()?).to_owned();
        let mut above = paragraph.parent;
        for _ in 0..DEEPEST {
            let Some(parent) = above.and_then(|number| self.paragraph(number)) else { break };
            path.insert_str(0, bare(parent.printed.as_deref().unwrap_or_default()));
            above = parent.parent;
        }
        Some(path)
    }
}

/// Returns a name as a title begins: with a capital.
pub(crate) fn as_begins(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Returns a printed number without its closing point or bracket: `12.` is 12, `a)` is a, `(c)` stays as it is.
fn bare(printed: &str) -> &str {
    if printed.starts_with('(') { printed } else { printed.trim_end_matches(['.', ')']) }
}

/// Names a paragraph with a printed number; where several have it, by a heading that only this one stands below, or
/// else by which of them it is.
fn numbered(document: &Document, paragraph: &Paragraph, path: &str) -> String {
    let same = |other: &&Paragraph| {
        other.printed == paragraph.printed && document.printed_path(other).as_deref() == Some(path)
    };
    let alike: Vec<&Paragraph> = document.paragraphs.iter().filter(same).collect();
    let plain = format!("paragraph {path}");
    if alike.len() < 2 {
        return plain;
    }
    let headings = |of: &Paragraph| -> Vec<&str> {
        document.headings_above(of).iter().map(|heading| heading.text.as_str()).collect()
    };
    let own = headings(paragraph);
    let others: Vec<Vec<&str>> = alike.iter().filter(|it| **it != paragraph).map(|it| headings(it)).collect();
    if own.is_empty() && others.iter().all(|other| !other.is_empty()) {
        return plain;
    }
    // The outermost heading that tells them apart: "Annex" before a heading within it.
    let alone = own.iter().find(|heading| others.iter().all(|other| !other.contains(heading)));
    if let Some(heading) = alone {
        return format!("{heading}, {plain}");
    }
    let place = alike.iter().position(|it| *it == paragraph).unwrap_or(0);
    match own.last() {
        Some(heading) => format!("{heading}, {} {plain}", ordinal(place + 1)),
        None => format!("{} {plain}", ordinal(place + 1)),
    }
}

/// Names a paragraph without a printed number by the number before it, by the heading it stands below, or by the first
/// number of the text.
fn unnumbered(document: &Document, paragraph: &Paragraph) -> String {
    let Some(place) = document.place(paragraph.number) else { return "unnumbered paragraph".to_owned() };
    let heading = document.headings.iter().rev().find(|heading| heading.before <= place);
    let start = heading.map_or(0, |heading| heading.before);
    let unnumbered = |other: &&Paragraph| other.printed.is_none() && other.shape == Shape::Plain;
    let (before, behind) = document.paragraphs.split_at_checked(place).unwrap_or_default();
    let numbered_before = before.iter().rposition(|other| other.printed.is_some());
    let from = numbered_before.map_or(start, |at| start.max(at + 1));
    let which = before.iter().skip(from).filter(unnumbered).count() + 1;
    // Others follow in the same row: then even the first of them is counted.
    let end = document.headings.iter().map(|heading| heading.before).find(|at| *at > place);
    let row = behind.iter().take(end.map_or(behind.len(), |end| end - place));
    let several = which > 1 || row.take_while(|other| other.printed.is_none()).filter(unnumbered).count() > 1;
    let paragraph =
        if several { format!("{} unnumbered paragraph", ordinal(which)) } else { "unnumbered paragraph".to_owned() };
    let after = numbered_before.filter(|at| *at >= start).and_then(|at| before.get(at));
    match (after, heading) {
        (Some(after), _) => {
            let name = document.called(after);
            match name.strip_prefix("paragraph ") {
                Some(number) => format!("{paragraph} after {number}"),
                None => format!("{paragraph} after {name}"),
            }
        }
        (None, Some(heading)) => format!("{}, {paragraph}", heading.text),
        (None, None) => {
            let first = document.paragraphs.iter().find_map(|other| document.printed_path(other));
            first.map_or_else(|| paragraph.clone(), |first| format!("{paragraph} before {first}"))
        }
    }
}

/// Returns a place from 1 as a word, in figures past the tenth.
fn ordinal(place: usize) -> String {
    const WORDS: [&str; 10] =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    if let Some(word) = place.checked_sub(1).and_then(|at| WORDS.get(at)) {
        return (*word).to_owned();
    }
    let ending = match (place % 10, place % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{place}{ending}")
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::ordinal;

    /// Returns the names of all paragraphs of a text in the corpus format.
    fn names(text: &str) -> Vec<String> {
        let front = "+++\ntitle = \"T\"\nkind = \"report\"\ndate = \"2001\"\nissuer = \"I\"\nlanguage = \"en\"\n+++\n";
        let id = "2001-x".parse().expect("an id");
        let (draft, problems) = parse::document("x.md", id, format!("{front}{text}").as_bytes(), None);
        let document = draft.unwrap_or_else(|| panic!("{problems:?}")).document;
        document.paragraphs.iter().map(|paragraph| document.called(paragraph)).collect()
    }

    #[test]
    fn a_preamble_takes_no_number_from_the_first_paragraph() {
        let text = "We, the leaders, met.\n\n1. We affirm.\n\n2. We will:\n\n(a) act\n\n(b) meet\n\nWe also agreed.\n";
        let expected =
            ["unnumbered paragraph before 1", "paragraph 1", "paragraph 2", "paragraph 2(a)", "paragraph 2(b)"];
        assert_eq!(names(text)[..5], expected);
        assert_eq!(names(text)[5], "unnumbered paragraph after 2(b)");
    }

    #[test]
    fn numbers_that_begin_again_are_told_apart_by_their_headings() {
        let text = "1. One.\n\n2. Two.\n\n# Annex\n\nAs follows.\n\n1. Again.\n\n# Annex II\n\n1. Anew.\n\n3. Three.\n";
        let expected = [
            "paragraph 1",
            "paragraph 2",
            "Annex, unnumbered paragraph",
            "Annex, paragraph 1",
            "Annex II, paragraph 1",
            "paragraph 3",
        ];
        assert_eq!(names(text), expected);
    }

    #[test]
    fn the_heading_that_tells_apart_may_be_an_outer_one() {
        let text = "# Part one\n\n## Norms\n\n1. A.\n\n# Part two\n\n## Norms\n\n1. B.\n";
        assert_eq!(names(text), ["Part one, paragraph 1", "Part two, paragraph 1"]);
    }

    #[test]
    fn without_a_heading_they_are_counted() {
        let text = "1. A.\n\n2. B.\n\n1. C.\n\nD.\n\nE.\n\nF.\n";
        let expected = [
            "first paragraph 1",
            "paragraph 2",
            "second paragraph 1",
            "first unnumbered paragraph after second paragraph 1",
            "second unnumbered paragraph after second paragraph 1",
            "third unnumbered paragraph after second paragraph 1",
        ];
        assert_eq!(names(text), expected);
    }

    #[test]
    fn bullets_are_counted_below_their_paragraph() {
        let text = "3. We will:\n\n- act\n\n- meet\n\n4. End.\n";
        assert_eq!(names(text)[1..3], ["bullet 1 of paragraph 3", "bullet 2 of paragraph 3"]);
    }

    #[test]
    fn a_text_without_numbers_is_counted_as_the_archive_counts() {
        assert_eq!(names("One.\n\nTwo.\n"), ["paragraph 1", "paragraph 2"]);
        assert_eq!(["11th", "21st", "112th", "103rd"], [11, 21, 112, 103].map(ordinal));
    }
}
