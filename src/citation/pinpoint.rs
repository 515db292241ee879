//! Pinpoints: how citations name a paragraph, written and read.
//!
//! A paragraph is pointed to by what its source prints, since that is what people cite, with its heading where numbers
//! begin again; the archive's own number is read in brackets, and written only for a text that prints none.

use crate::corpus::{Document, Number, Paragraph};
use crate::wording::fold;

/// What a citation says of the paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Pinpoint {
    /// The numbers that its source prints, as [`Document::printed_path`] writes them: one, or all of a row.
    Printed(Vec<String>),
    /// The archive's own number.
    Number(Number),
    /// So many paragraphs from the first, as `fourth paragraph` has it.
    Ordinal(Number),
}

/// A row of paragraphs is read so far: `paras 4-6`.
const LONGEST: u32 = 20;

/// Returns how a paragraph is pointed to, with `label` for "paragraph"; see [`super::Citation::pointed`].
pub(super) fn of(document: &Document, paragraph: &Paragraph, label: &str) -> String {
    if !document.prints_numbers() {
        return format!("{label} [{}]", paragraph.number);
    }
    let name = document.called(paragraph);
    // Its heading may have the word, too.
    match name.rfind(PARAGRAPH) {
        Some(at) => {
            let (before, after) = name.split_at_checked(at).unwrap_or_default();
            format!("{before}{label}{}", after.get(PARAGRAPH.len()..).unwrap_or_default())
        }
        None => name,
    }
}

/// Returns those of `paragraphs` whose name stands in a citation, the longest of the names that do.
pub(super) fn named<'a>(
    document: &'a Document,
    paragraphs: impl Iterator<Item = &'a Paragraph>,
    text: &str,
) -> Vec<&'a Paragraph> {
    let text = spelled(text);
    let stands = |name: &str| {
        let ends = text.match_indices(name).map(|(at, _)| text.get(at + name.len()..).unwrap_or_default());
        ends.into_iter().any(|after| !after.starts_with(|next: char| next.is_alphanumeric() || next == '('))
    };
    let names = paragraphs.map(|paragraph| (spelled(&document.called(paragraph)), paragraph));
    // What is called by its number alone is meant by that, not by a name.
    let named: Vec<(String, &Paragraph)> =
        names.filter(|(name, _)| !name.starts_with("paragraph ") && stands(name)).collect();
    let longest = named.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    named.into_iter().filter(|(name, _)| name.len() == longest).map(|(_, paragraph)| paragraph).collect()
}

/// Returns a citation with one spelling of "paragraph".
fn spelled(text: &str) -> String {
    let words = fold(text);
    let words = words.split_whitespace().map(|word| match word {
        "para." | "para" | "par." | "par" | "\u{b6}" => PARAGRAPH,
        other => other,
    });
    words.collect::<Vec<_>>().join(" ")
}

const PARAGRAPH: &str = "paragraph";

/// The first numbers in words, each with its ordinal.
const IN_WORDS: [(&str, &str); 20] = [
    ("one", "first"),
    ("two", "second"),
    ("three", "third"),
    ("four", "fourth"),
    ("five", "fifth"),
    ("six", "sixth"),
    ("seven", "seventh"),
    ("eight", "eighth"),
    ("nine", "ninth"),
    ("ten", "tenth"),
    ("eleven", "eleventh"),
    ("twelve", "twelfth"),
    ("thirteen", "thirteenth"),
    ("fourteen", "fourteenth"),
    ("fifteen", "fifteenth"),
    ("sixteen", "sixteenth"),
    ("seventeen", "seventeenth"),
    ("eighteen", "eighteenth"),
    ("nineteen", "nineteenth"),
    ("twenty", "twentieth"),
];

impl Pinpoint {
    /// Returns the paragraphs of a document that the pinpoint names.
    pub(super) fn paragraphs<'a>(&self, document: &'a Document) -> impl Iterator<Item = &'a Paragraph> {
        let found: Vec<&Paragraph> = match self {
            Self::Number(number) => document.paragraph(*number).into_iter().collect(),
            // Where a text begins without a number, what is counted and what is printed are two.
            Self::Ordinal(number) => {
                let printed = printing(document, &number.to_string());
                let is_new = |it: &&Paragraph| printed.iter().all(|other| other.number != it.number);
                let counted = document.paragraph(*number).filter(is_new);
                printed.into_iter().chain(counted).collect()
            }
            Self::Printed(wanted) => wanted.iter().flat_map(|wanted| printing(document, wanted)).collect(),
        };
        found.into_iter()
    }
}

/// Returns the paragraphs that a number of a pinpoint names.
fn printing<'a>(document: &'a Document, wanted: &str) -> Vec<&'a Paragraph> {
    let prints = |paragraph: &&Paragraph| {
        document.printed_path(paragraph).is_some_and(|printed| unpadded(&fold(&printed)) == unpadded(wanted))
    };
    let printed: Vec<&Paragraph> = document.paragraphs.iter().filter(prints).collect();
    // Where the source prints no number, people count, as the archive does.
    let number = unpadded(wanted).parse().ok().filter(|_| printed.is_empty());
    let counted = number.and_then(|number| document.paragraph(number));
    printed.into_iter().chain(counted.filter(|paragraph| paragraph.printed.is_none())).collect()
}

/// Takes the pinpoint out of a citation.
pub(super) fn split(text: &str) -> (Option<Pinpoint>, String) {
    let folded = fold(text);
    let pieces: Vec<&str> = folded.split_whitespace().collect();
    let mut rest: Vec<&str> = Vec::new();
    let mut pinpoint = None;
    let mut at = 0;
    while let Some(&piece) = pieces.get(at) {
        at += 1;
        let next = |at: usize| pieces.get(at).copied();
        if let (Some(number), Some((Label::One, ""))) = (ordinal(piece), next(at).and_then(label))
            && next(at + 1).and_then(point).is_none()
        {
            pinpoint = pinpoint.or(Some(Pinpoint::Ordinal(number)));
            at += 1;
            continue;
        }
        let label = label(piece);
        let (value, behind) = match label {
            Some((_, "")) => (pieces.get(at).copied(), at + 1),
            Some((_, value)) => (Some(value), at),
            None => (piece.starts_with('[').then_some(piece), at),
        };
        let Some(mut found) = value.and_then(point) else {
            rest.push(piece);
            continue;
        };
        at = behind;
        if let (Some((label, _)), Pinpoint::Printed(numbers)) = (label, &mut found) {
            at = more(&pieces, at, numbers, label);
        }
        // "12 [31]": the archive's own number, where the source prints one twice.
        pinpoint = if matches!(found, Pinpoint::Number(_)) { Some(found) } else { pinpoint.or(Some(found)) };
    }
    (pinpoint, rest.join(" ").trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
}

/// Whether a word stands before one paragraph or before several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    One,
    Several,
}

/// Returns what a word for "paragraph" says, and what follows it in the same piece: nothing in "para.", `4` in "¶4".
fn label(piece: &str) -> Option<(Label, &str)> {
    const WORDS: [(&str, Label); 15] = [
        ("paragraphs", Label::Several),
        ("paragraph", Label::One),
        ("paras", Label::Several),
        ("para", Label::One),
        ("pars", Label::Several),
        ("par", Label::One),
        ("¶¶", Label::Several),
        ("¶", Label::One),
        ("§§", Label::Several),
        ("§", Label::One),
        ("points", Label::Several),
        ("point", Label::One),
        ("items", Label::Several),
        ("item", Label::One),
        ("at", Label::One),
    ];
    let piece = piece.trim_start_matches(['(', '"', '\'', ',']);
    if let Some(number) = piece.strip_prefix('#') {
        return Some((Label::One, number));
    }
    let (label, after) = WORDS.iter().find_map(|(word, label)| Some((*label, piece.strip_prefix(word)?)))?;
    let after = after.trim_start_matches('.');
    after.chars().next().is_none_or(|first| !first.is_alphabetic()).then_some((label, after))
}

/// Reads what follows the first number of several, `, 5 and 6` or `- 6`, and returns the place behind it. Behind a word for
/// one paragraph each further number has such a word, too: `paragraph 4 to paragraph 6`.
fn more(pieces: &[&str], mut at: usize, numbers: &mut Vec<String>, before: Label) -> usize {
    loop {
        let joint = pieces.get(at).copied().unwrap_or_default();
        let joined = matches!(joint, "and" | "&" | "to" | "-");
        let mut next = at + usize::from(joined);
        let labelled = pieces.get(next).copied().and_then(label).is_some_and(|(_, value)| value.is_empty());
        next += usize::from(labelled && joined);
        if before == Label::One && !(labelled && joined) {
            return at;
        }
        let value = pieces.get(next).copied().and_then(point);
        let (Some(Pinpoint::Printed(found)), Some(last)) = (value, numbers.last().cloned()) else { return at };
        let number = |text: &str| text.parse::<u32>().ok();
        // A row goes up: what follows otherwise is a year or a day.
        let rises = found
            .first()
            .and_then(|it| number(it))
            .zip(number(&last))
            .is_none_or(|(next, last)| next > last && next - last <= LONGEST);
        if !rises {
            return at;
        }
        if let ("to" | "-", Some(first)) = (joint, found.first()) {
            numbers.extend(row(&last, first).into_iter().skip(1));
        } else {
            numbers.extend(found);
        }
        at = next + 1;
    }
}

/// Reads `fourth` or `4th`.
fn ordinal(piece: &str) -> Option<Number> {
    let piece = piece.trim_start_matches(['(', '"', '\'']);
    if let Some(at) = IN_WORDS.iter().position(|(_, ordinal)| *ordinal == piece) {
        return (at + 1).to_string().parse().ok();
    }
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| piece.strip_suffix(ending))?;
    digits.parse().ok()
}

/// Returns the numbers from one to another, or only the first where they are no row.
fn row(from: &str, to: &str) -> Vec<String> {
    match (from.parse::<u32>(), to.parse::<u32>()) {
        (Ok(first), Ok(last)) if first <= last && last - first < LONGEST => {
            (first..=last).map(|number| number.to_string()).collect()
        }
        _ => vec![from.to_owned()],
    }
}

/// Reads `4`, `12.`, `4(c)`, `(c)`, `2.1`, `four`, all of `4-6`, or `[7]` for the archive's own number.
fn point(value: &str) -> Option<Pinpoint> {
    if let Some(own) = value.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return own.0.parse().ok().map(Pinpoint::Number);
    }
    let value = value.split([',', ';', ':']).next().unwrap_or_default();
    let (first, last) = value.split_once('-').map_or((value, None), |(first, last)| (first, Some(last)));
    let first = one(first)?;
    let last = last.and_then(one);
    Some(Pinpoint::Printed(last.map_or_else(|| vec![first.clone()], |last| row(&first, &last))))
}

/// Reads one number, without the signs of the sentence around it.
fn one(value: &str) -> Option<String> {
    let mut printed = value.trim_end_matches(['.', '"', '\'', '?', '!']);
    if printed.ends_with(')') && !printed.contains('(') {
        printed = printed.trim_end_matches(')');
    }
    if let Some(at) = IN_WORDS.iter().position(|(number, _)| *number == printed) {
        return Some((at + 1).to_string());
    }
    let shaped =
        printed.starts_with(|c: char| c.is_ascii_digit()) || (printed.starts_with('(') && printed.ends_with(')'));
    (shaped && printed.len() <= 16).then(|| printed.to_owned())
}

/// Returns the paragraphs of a document that its source prints with a number, written with or without its point or
/// brackets: `4`, `4.`, `(c)`, `c`, or with the number above it, `4(c)`.
pub fn printed<'a>(document: &'a Document, number: &str) -> impl Iterator<Item = &'a Paragraph> {
    let inner = |number: &str| fold(number).trim_matches(['.', '(', ')', ' ']).to_owned();
    let wanted = inner(number);
    let path = fold(number).trim().trim_end_matches('.').to_owned();
    document.paragraphs.iter().filter(move |paragraph| {
        let own = paragraph.printed.as_deref().is_some_and(|own| !wanted.is_empty() && inner(own) == wanted);
        own || document.printed_path(paragraph).is_some_and(|printed| fold(&printed) == path)
    })
}

/// Returns a printed number without zeros before it: `03` is 3.
fn unpadded(printed: &str) -> &str {
    let bare = printed.trim_start_matches('0');
    if bare.starts_with(|first: char| first.is_ascii_digit()) { bare } else { printed }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn pinpoints_say_what_the_source_prints() {
        let document = sample::report();
        let pinpoints: Vec<String> =
            document.paragraphs.iter().map(|paragraph| of(&document, paragraph, "para")).collect();
        let expected = ["para 1", "para 2", "para 2(a)", "unnumbered para after 2(a)", "first para 7", "second para 7"];
        assert_eq!(pinpoints, expected);
    }

    #[test]
    fn an_item_of_an_item_is_found_by_all_its_numbers() {
        let mut document = sample::report();
        let mut inner = document.paragraphs[2].clone();
        inner.number = "9".parse().expect("a number");
        inner.parent = Some(document.paragraphs[2].number);
        inner.printed = Some("(i)".into());
        let paragraphs = document.paragraphs.iter().cloned().chain([inner]);
        document.paragraphs = paragraphs.collect::<Vec<_>>().into();
        assert_eq!(of(&document, &document.paragraphs[6], "para."), "para. 2(a)(i)");
        let (pinpoint, _) = split("Report, para 2(a)(i)");
        let found: Vec<String> = pinpoint
            .iter()
            .flat_map(|pinpoint| pinpoint.paragraphs(&document))
            .map(|it| it.number.to_string())
            .collect();
        assert_eq!(found, ["9"]);
    }

    #[test]
    fn printed_numbers_are_found_however_they_are_written() {
        let document = sample::report();
        for (written, expected) in
            [("2", "2"), ("2.", "2"), ("(a)", "3"), ("A", "3"), ("2(a)", "3"), ("7", "5 6"), ("", "")]
        {
            let found: Vec<String> = printed(&document, written).map(|it| it.number.to_string()).collect();
            assert_eq!(found.join(" "), expected, "{written}");
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        let document = sample::report();
        for paragraph in &document.paragraphs {
            let written = format!("Report, {}.", of(&document, paragraph, "para."));
            let (pinpoint, _) = split(&written);
            let mut found = named(&document, document.paragraphs.iter(), &written);
            if found.is_empty() {
                found = pinpoint.iter().flat_map(|pinpoint| pinpoint.paragraphs(&document)).collect();
            }
            assert_eq!(found.iter().map(|it| it.number).collect::<Vec<_>>(), [paragraph.number], "{written}");
        }
    }
}
