//! `check_quotation`: the verdict on words that are said to be quoted.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use super::argument::{Arguments, Misuse, Parameter, Takes};
use super::{Answered, Tool, Work};
use crate::archive::Archive;
use crate::corpus::ParagraphPlace;
use crate::data::{CheckAnswer, Links, QuotationAnswer};
use crate::mcp::passage::Passage;
use crate::mcp::scope::AnswerScope;
use crate::quotation::{self, CHARACTERS, Match, Quotation, Report, Verdict};
use crate::wording::counted;

pub(super) const TOOL: Tool = Tool {
    name: "check_quotation",
    title: "Check a quotation word for word",
    description: "Compares words that are said to be quoted with all texts held and gives a verdict: exact, \
                  declared-changes, spelling-only, differs, not-found or too-short, with every word that was changed. \
                  Of a longer text, every quotation in it. Use it before you quote.",
    parameters: &[Parameter {
        name: "quotation",
        description: "The quotation without its marks, or a text with quotations in it",
        example: "\"the same rights that people have offline must also be protected online\"",
        takes: Takes::Text(CHARACTERS),
        required: true,
    }],
    work: Work::Check,
    run,
};

#[derive(Serialize)]
struct Checked {
    /// Whether every quotation stands word for word, or is changed only where it says so itself.
    found: bool,
    statement: String,
    quotations: Vec<QuotationAnswer>,
    /// Every paragraph that the verdicts name, with its exact words.
    passages: Vec<Passage>,
    scope: AnswerScope,
}

fn run(archive: &Arc<Archive>, links: &Links, arguments: &Arguments<'_>) -> Result<Answered, Misuse> {
    let text = arguments.text("quotation");
    let report = quotation::check(archive, text).map_err(|limit| Misuse(limit.to_string()))?;
    let scope = AnswerScope::of(archive);
    let checked = Checked {
        found: !report.quotations.is_empty() && report.quotations.iter().all(|it| it.verdict.stands()),
        statement: statement(&report, &scope),
        passages: places(&report).into_iter().filter_map(|place| Passage::at(links, archive, place)).collect(),
        quotations: CheckAnswer::of(links, archive, text, &report).quotations,
        scope,
    };
    Answered::of(&checked)
}

/// Returns the paragraphs that a report names, each once.
fn places(report: &Report) -> BTreeSet<ParagraphPlace> {
    let parts = |found: &Match| {
        let document = found.document;
        let places = found.parts.iter().map(|part| ParagraphPlace { document, paragraph: part.paragraph });
        places.collect::<Vec<_>>()
    };
    let of = |it: &Quotation| {
        let matches = it.matches.iter().chain(&it.nearest).chain(&it.elsewhere).flat_map(parts);
        let subject = it.subject.iter().map(|subject| subject.place);
        matches.chain(subject).collect::<Vec<_>>()
    };
    report.quotations.iter().flat_map(of).collect()
}

/// Returns what may be said of the quotations, and no more.
fn statement(report: &Report, scope: &AnswerScope) -> String {
    let count = |is: fn(Verdict) -> bool| report.quotations.iter().filter(|it| is(it.verdict)).count();
    let told = [
        (count(|it| it == Verdict::Exact), "stands word for word", "stand word for word"),
        (
            count(|it| it == Verdict::DeclaredChanges),
            "has only changes that it declares",
            "have only changes that they declare",
        ),
        (
            count(|it| it == Verdict::SpellingOnly),
            "has the same words in another spelling",
            "have the same words in another spelling",
        ),
        (
            count(|it| it == Verdict::Differs),
            "differs in words from what is nearest to it",
            "differ in words from what is nearest to them",
        ),
        (
            count(|it| it == Verdict::TooShort),
            "is too short to be told from chance",
            "are too short to be told from chance",
        ),
        (count(|it| it == Verdict::NotFound), "was not found in the texts held", "were not found in the texts held"),
    ];
    let told = told.iter().filter(|(count, ..)| *count > 0);
    let told: Vec<String> = told
        .map(|(count, one, several)| {
            format!("{} {}", counted(*count, "quotation"), if *count == 1 { one } else { several })
        })
        .collect();
    let told = if told.is_empty() { "There is no quotation in this text".to_owned() } else { told.join("; ") };
    format!("{told}. {}.", scope.reach())
}
