//! All reviewed spelling variants, abbreviations and synonyms, as search uses them.

use askama::Template;
use axum::response::Response;

use super::asked::Asked;
use super::headers::Policy;
use super::layout::{Layout, Section};
use super::site::Context;
use super::{Error, answer};
use crate::corpus::{Level, Variant};
use crate::data::{Format, Search};

#[derive(Template)]
#[template(path = "variants.html")]
struct VariantsPage {
    layout: Layout,
    levels: Vec<Group>,
}

/// The variants of one level of sameness.
struct Group {
    fragment: &'static str,
    title: &'static str,
    explanation: &'static str,
    variants: Vec<Line>,
}

struct Line {
    forms: Vec<Form>,
    one_way: bool,
    capitals: bool,
    note: Option<String>,
}

struct Form {
    text: String,
    path: String,
}

/// Answers with all variants.
pub(crate) fn show(context: &Context, _: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let variants = &archive.corpus().variants().groups;
    let group = |(level, fragment, title, explanation)| Group {
        fragment,
        title,
        explanation,
        variants: variants.iter().filter(|variant| variant.level == level).map(line).collect(),
    };
    let page = VariantsPage {
        layout: Layout::new(site, archive, "Words that are the same", "/variants")
            .described("Every spelling variant, plural, abbreviation and synonym that search knows, as reviewed.")
            .within(Section::Help)
            .unfollowed(),
        levels: LEVELS.map(group).into_iter().filter(|group| !group.variants.is_empty()).collect(),
    };
    answer::page(&page, Policy::PAGE)
}

const LEVELS: [(Level, &str, &str, &str); 4] = [
    (
        Level::Spelling,
        "spelling",
        "Spellings",
        "The same word written differently. Each finds the others, inside phrases too; quote a single word to switch this off.",
    ),
    (
        Level::Plural,
        "plural",
        "Plurals of abbreviations",
        "Each finds the others, inside phrases too; quote a single word to switch this off.",
    ),
    (
        Level::Abbreviation,
        "abbreviation",
        "Abbreviations",
        "Offered beside the results and never applied by themselves.",
    ),
    (
        Level::Synonym,
        "synonym",
        "Other words for nearly the same",
        "Offered beside the results and never applied by themselves, since near is not the same.",
    ),
];

fn line(variant: &Variant) -> Line {
    let form = |text: &String| {
        let query = if text.contains(' ') { format!("\"{text}\"") } else { text.clone() };
        Form { text: text.clone(), path: Search::of(&query).address(Format::Html) }
    };
    Line {
        forms: variant.forms.iter().map(form).collect(),
        one_way: !variant.both_ways,
        capitals: variant.capitals,
        note: variant.note.clone(),
    }
}
