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
use crate::wording::fold;

#[derive(Template)]
#[template(path = "variants.html")]
struct VariantsPage {
    layout: Layout,
    levels: Vec<VariantLevel>,
    /// What is looked for among them.
    wanted: String,
    /// How many groups there are, and how many are shown.
    all: usize,
    shown: usize,
}

/// The variants of one level of sameness.
struct VariantLevel {
    fragment: &'static str,
    title: &'static str,
    explanation: &'static str,
    variants: Vec<VariantRow>,
}

struct VariantRow {
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
pub(crate) fn show(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let variants = &archive.corpus().variants().groups;
    let wanted: String = asked.query.one("q").unwrap_or_default().trim().chars().take(LONGEST).collect();
    let is_wanted = |variant: &&Variant| has(variant, &wanted);
    let group = |(level, fragment, title, explanation)| VariantLevel {
        fragment,
        title,
        explanation,
        variants: variants.iter().filter(|variant| variant.level == level).filter(is_wanted).map(line).collect(),
    };
    let layout = Layout::new(site, archive, "Words that are the same", "/variants");
    let page = VariantsPage {
        layout: if wanted.is_empty() { layout } else { layout.unlisted() }
            .described("Every spelling variant, plural, abbreviation and synonym that search knows, as reviewed.")
            .within(Section::Help)
            .unfollowed(),
        levels: LEVELS.map(group).into_iter().filter(|group| !group.variants.is_empty()).collect(),
        all: variants.len(),
        shown: variants.iter().filter(is_wanted).count(),
        wanted,
    };
    answer::page(&page, Policy::PAGE)
}

/// Of what is looked for so many characters are read.
const LONGEST: usize = 100;

/// Tells whether a group has a form with these words in it, however they are written.
fn has(variant: &Variant, wanted: &str) -> bool {
    let plain = |text: &str| -> String {
        fold(text).chars().map(|character| if character == '-' { ' ' } else { character }).collect()
    };
    let wanted = plain(wanted);
    variant.forms.iter().any(|form| plain(form).contains(&wanted))
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

fn line(variant: &Variant) -> VariantRow {
    let form = |text: &String| {
        let query = if text.contains(' ') { format!("\"{text}\"") } else { text.clone() };
        Form { text: text.clone(), path: Search::of(&query).address(Format::Html) }
    };
    VariantRow {
        forms: variant.forms.iter().map(form).collect(),
        one_way: !variant.both_ways,
        capitals: variant.capitals,
        note: variant.note.clone(),
    }
}
