//! LexemeKind the archive says about a query it repaired or could not take literally: one constructor for each.
//!
//! Codes are stable names that data and tests rely on; the sentences may be improved.

use super::{FieldName, MAX_CHARACTERS, MAX_DEPTH, MAX_DISTANCE, MAX_TERMS, MIN_PREFIX};
use crate::wording::{counted, in_quotes};

/// At most this many of the values that a part of one was taken for are named.
const MOST_NAMED: usize = 5;

/// What the archive says about a query it repaired or could not take literally.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// A stable name, such as `unclosed-quote`.
    pub code: &'static str,
    /// A sentence for the reader.
    pub message: String,
    /// The code point of the query it is about.
    pub position: Option<usize>,
    /// A whole query that says it better.
    pub suggestion: Option<String>,
}

impl Notice {
    fn new(code: &'static str, message: String, position: Option<usize>) -> Self {
        Self { code, message, position, suggestion: None }
    }

    /// Adds a whole query that says it better.
    pub(crate) fn suggest(mut self, query: String) -> Self {
        self.suggestion = Some(query);
        self
    }

    pub(crate) fn too_long() -> Self {
        let message = format!("Only the first {MAX_CHARACTERS} characters were read.");
        Self::new("too-long", message, Some(MAX_CHARACTERS))
    }

    pub(crate) fn too_many_terms(position: usize) -> Self {
        let message = format!("Only the first {MAX_TERMS} words, phrases and fields were looked for.");
        Self::new("too-many-terms", message, Some(position))
    }

    pub(crate) fn commonest_left_out() -> Self {
        let message = format!(
            "No more than {MAX_TERMS} words, phrases and fields can be looked for, so the commonest words were left out."
        );
        Self::new("too-many-terms", message, None)
    }

    pub(crate) fn too_deep(position: usize) -> Self {
        let message = format!("Brackets more than {MAX_DEPTH} deep were left out.");
        Self::new("too-deep", message, Some(position))
    }

    pub(crate) fn control_characters(position: usize) -> Self {
        Self::new("control-characters", "Characters that do not print were read as spaces.".into(), Some(position))
    }

    pub(crate) fn part_of_word(typed: &str, position: usize) -> Self {
        let message = format!("{} is found as a part of a longer word, too.", in_quotes(typed));
        Self::new("part-of-word", message, Some(position))
    }

    pub(crate) fn no_word_forms(typed: &str, language: &str, joined: bool) -> Self {
        let typed = in_quotes(typed);
        let how =
            if joined { "with the article and with prepositions, and in no other form" } else { "only as it is typed" };
        Self::new("no-word-forms", format!("In texts whose language is `{language}`, {typed} is found {how}."), None)
    }

    pub(crate) fn unclosed_quote(position: usize) -> Self {
        let message = "A quotation mark was not closed, so everything after it was read as one phrase.";
        Self::new("unclosed-quote", message.into(), Some(position))
    }

    pub(crate) fn stray_quote(position: usize) -> Self {
        let message = "A quotation mark that has no other, and no word right after it, was left out.";
        Self::new("unclosed-quote", message.into(), Some(position))
    }

    pub(crate) fn empty_phrase(position: usize) -> Self {
        Self::new("empty-phrase", "Quotation marks without a word between them were left out.".into(), Some(position))
    }

    pub(crate) fn unclosed_bracket(position: usize) -> Self {
        Self::new("unclosed-bracket", "A bracket was not closed; it was closed at the end.".into(), Some(position))
    }

    pub(crate) fn stray_bracket(position: usize) -> Self {
        Self::new("stray-bracket", "A closing bracket without an opening one was left out.".into(), Some(position))
    }

    pub(crate) fn stray_operator(operator: &str, position: usize) -> Self {
        let message =
            format!("{} has nothing to join here and was left out. In lower case it is a word.", in_quotes(operator));
        Self::new("stray-operator", message, Some(position))
    }

    pub(crate) fn capitals(operator: &str, position: usize) -> Self {
        let message = format!(
            "No letter of the query is lower case, so {} was read as a word, as AND, OR, NOT and NEAR are in a line of \
             capitals. They join parts where anything else is in lower case, and the signs && || - always do.",
            in_quotes(operator)
        );
        Self::new("capitals", message, Some(position))
    }

    pub(crate) fn signs(typed: &str, words: &str, position: usize) -> Self {
        let message = format!(
            "Signs do not count: only letters and figures are compared, so {} was read as {}.",
            in_quotes(typed),
            in_quotes(words)
        );
        Self::new("signs", message, Some(position))
    }

    pub(crate) fn mixed_operators(position: usize) -> Self {
        let message = "Words side by side belong together before OR divides them. Brackets make it certain.";
        Self::new("mixed-operators", message.into(), Some(position))
    }

    pub(crate) fn nearness(typed: &str, distance: u32, position: usize) -> Self {
        let message = format!("{} was read as NEAR/{distance}.", in_quotes(typed));
        Self::new("nearness", message, Some(position))
    }

    pub(crate) fn too_far(position: usize) -> Self {
        let message = format!("Words count as near up to {MAX_DISTANCE} words apart.");
        Self::new("too-far", message, Some(position))
    }

    pub(crate) fn near_needs_words(position: usize) -> Self {
        let message = "NEAR joins words and phrases; here it was read as AND.";
        Self::new("near-needs-words", message.into(), Some(position))
    }

    pub(crate) fn slop_of_one(position: usize) -> Self {
        let message = "Nearness needs two words or more; the number was left out.";
        Self::new("nearness-of-one", message.into(), Some(position))
    }

    pub(crate) fn no_fuzzy(typed: &str, position: usize) -> Self {
        let message = format!("{} was read without “~”: words are compared as they are written.", in_quotes(typed));
        Self::new("no-fuzzy", message, Some(position))
    }

    pub(crate) fn short_prefix(typed: &str, position: usize) -> Self {
        let message =
            format!("{} was read without “*”, which needs {MIN_PREFIX} letters or more before it.", in_quotes(typed));
        Self::new("short-prefix", message, Some(position))
    }

    pub(crate) fn misplaced_star(typed: &str, position: usize) -> Self {
        let offered = if typed.starts_with('*') { "; words that end so are offered, where there are any" } else { "" };
        let message =
            format!("“*” stands for the end of a word only; in {} it was read as a space{offered}.", in_quotes(typed));
        Self::new("misplaced-star", message, Some(position))
    }

    pub(crate) fn star_in_phrase(typed: &str, position: usize) -> Self {
        let message = format!(
            "In quotation marks “*” stands for the end of the last word only; in {} it was read as a space.",
            in_quotes(typed)
        );
        Self::new("misplaced-star", message, Some(position))
    }

    pub(crate) fn star_near(typed: &str, position: usize) -> Self {
        let message =
            format!("Words near each other are whole words; “*” in {} was read as a space.", in_quotes(typed));
        Self::new("misplaced-star", message, Some(position))
    }

    pub(crate) fn star_of_exact(typed: &str, position: usize) -> Self {
        let message = format!("“=” asks for words exactly as they are, so “*” was left out of {}.", in_quotes(typed));
        Self::new("misplaced-star", message, Some(position))
    }

    pub(crate) fn wide_prefix(typed: &str, counted: usize, of: usize) -> Self {
        let message = format!(
            "{of} words begin with {}; the {counted} most frequent were looked for, and every number here is of those.",
            in_quotes(typed)
        );
        Self::new("wide-prefix", message, None)
    }

    pub(crate) fn slip(typed: &str, near: &[&str]) -> Self {
        let near: Vec<String> = near.iter().map(|word| in_quotes(word)).collect();
        let near = near.join(", ");
        let message = format!("No text has {}; {near} counts for it, with less weight.", in_quotes(typed));
        Self::new("near-words", message, None)
    }

    /// Says that only the first `searched` of `of` paragraphs were searched.
    pub(crate) fn cut_short(searched: usize, of: usize) -> Self {
        let message = format!(
            "This query asks for more than one search may take, so only the first {searched} of {of} paragraphs were \
             searched, the oldest first. Every number here is of those; there may be more in the others."
        );
        Self::new("cut-short", message, None)
    }

    pub(crate) fn undecided() -> Self {
        let message = "In some paragraphs there are too many ways in which these words can be near each other, so \
                       not all were tried; such a paragraph may be missing here.";
        Self::new("undecided", message.into(), None)
    }

    pub(crate) fn no_words(typed: &str, position: usize) -> Self {
        Self::new("no-words", format!("{} has no letter or figure and was left out.", in_quotes(typed)), Some(position))
    }

    pub(crate) fn unknown_field(name: &str, position: usize) -> Self {
        let names: Vec<&str> = FieldName::ALL.into_iter().map(FieldName::name).collect();
        let message = format!(
            "{} is not a field and was read as words. Fields are {}.",
            in_quotes(&format!("{name}:")),
            names.join(", ")
        );
        Self::new("unknown-field", message, Some(position))
    }

    pub(crate) fn empty_field(name: FieldName, position: usize) -> Self {
        let message = format!("“{}:” has no value and was left out.", name.name());
        Self::new("empty-field", message, Some(position))
    }

    pub(crate) fn spaced_field(name: FieldName, value: &str, position: usize) -> Self {
        let message = format!(
            "{} was read as {}.",
            in_quotes(&format!("{}: {value}", name.name())),
            in_quotes(&format!("{}:{value}", name.name()))
        );
        Self::new("spaced-field", message, Some(position))
    }

    pub(crate) fn bad_year(value: &str, position: usize) -> Self {
        let message =
            format!("{} is not a year and was left out. Write year:2018 or year:2016..2018.", in_quotes(value));
        Self::new("bad-year", message, Some(position))
    }

    pub(crate) fn year_range(value: &str, read: &str, position: usize) -> Self {
        Self::new("year-range", format!("{} was read as year:{read}.", in_quotes(value)), Some(position))
    }

    pub(crate) fn bad_value(name: FieldName, value: &str, known: &[&str], position: usize) -> Self {
        let noun = match name {
            FieldName::Kind => "kind of document",
            FieldName::Cites => "cited instrument",
            FieldName::Mentions => "mentioned instrument",
            other => other.name(),
        };
        let mut message = format!("This archive has no {noun} {}; “{}:” was left out.", in_quotes(value), name.name());
        if !known.is_empty() {
            message.push_str(&format!(" There are: {}.", known.join(", ")));
        }
        Self::new("bad-value", message, Some(position))
    }

    /// `known` are the values that have `value` in them.
    pub(crate) fn taken_for(name: FieldName, value: &str, known: &[&str], position: usize) -> Self {
        let is_instrument = matches!(name, FieldName::Cites | FieldName::Mentions);
        let noun = if is_instrument { "instrument" } else { name.name() };
        let named = known.iter().take(MOST_NAMED).copied().collect::<Vec<_>>().join(", ");
        let more = match known.len().saturating_sub(MOST_NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let message = format!(
            "{} is not the whole name of {} {noun}; it was taken for {}: {named}{more}.",
            in_quotes(value),
            if is_instrument { "an" } else { "a" },
            counted(known.len(), noun)
        );
        Self::new("taken-for", message, Some(position))
    }

    pub(crate) fn by_title() -> Self {
        let message = "Where nothing is marked in a paragraph, the words are in the title of its document.";
        Self::new("title-words", message.into(), None)
    }

    pub(crate) fn only_exclusions() -> Self {
        let message = "The query only excludes, so this is everything else.";
        Self::new("only-exclusions", message.into(), None)
    }

    pub(crate) fn only_stop_words() -> Self {
        let message = "These words are in nearly every paragraph, so the order of the hits says little.";
        Self::new("only-stop-words", message.into(), None)
    }

    pub(crate) fn no_term() -> Self {
        Self::new("no-term", "Give a word or a phrase of which the history is to be told.".into(), None)
    }

    pub(crate) fn a_search() -> Self {
        let message =
            "This is a search of several parts. A history is told of one word or phrase, or of several joined by OR.";
        Self::new("not-a-term", message.into(), None)
    }

    pub(crate) fn borders_left() -> Self {
        let message = "The words are so frequent that not all borders of paragraphs were looked across.";
        Self::new("borders-left", message.into(), None)
    }

    pub(crate) fn as_phrase() -> Self {
        let message = "Words side by side were read as one phrase; a search finds paragraphs that have them anywhere.";
        Self::new("as-phrase", message.into(), None)
    }

    /// `least` of the `of` parts that are not among the `common` words are in every hit.
    pub(crate) fn most(least: usize, of: usize, common: &[&str]) -> Self {
        let message = if least == of && common.is_empty() {
            "No paragraph has all parts of the query. These have them together with the title of their document.".into()
        } else if least == of {
            let words = if common.len() == 1 { "word" } else { "words" };
            let common: Vec<String> = common.iter().map(|word| in_quotes(word)).collect();
            let common = common.join(", ");
            format!("No paragraph has all parts of the query. These have all but the common {words} {common}.")
        } else {
            let aside = if common.is_empty() { "" } else { ", common words aside" };
            match least {
                1 => format!("No paragraph has more than one of the {of} parts of the query{aside}. These have one."),
                _ => format!("No paragraph has all {of} parts of the query{aside}. These have {least} or more."),
            }
        };
        Self::new("most", message, None)
    }
}
