//! `term`: the history of a term in a terminal, or as the data that the site answers with.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::bail;

use super::place::{CorpusArguments, called, say};
use crate::data::{self, History, HistoryAnswer, Links, MOST, TermState, json, spoken};
use crate::search::{OneTerm, Sameness};
use crate::wording::visible;

/// Tells the history of a term.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Flags {
    /// A word, `"a phrase"`, `word*`, `="exactly so"`, or several of these joined by OR; several words are one phrase
    #[arg(required = true, value_name = "TERM")]
    term: Vec<String>,
    /// Print what `/term.json` answers
    #[arg(long, env = "G7CYBER_JSON", value_parser = clap::builder::FalseyValueParser::new())]
    json: bool,
    /// How many uses are printed at most
    #[arg(long, env = "G7CYBER_LIMIT", value_name = "N", default_value = "20")]
    limit: usize,
    /// Count press reports, too
    #[arg(long, env = "G7CYBER_PRESS", value_parser = clap::builder::FalseyValueParser::new())]
    press: bool,
    /// The day by which the wording was published, such as 2026-11-30
    #[arg(long, env = "G7CYBER_AS_OF", value_name = "DAY")]
    as_of: Option<String>,
    #[command(flatten)]
    corpus: CorpusArguments,
    /// The folder where `index` or `serve` keeps the index
    #[arg(long, env = "G7CYBER_INDEX", value_name = "DIR")]
    index: Option<PathBuf>,
    /// What absolute addresses begin with
    #[arg(long, env = "G7CYBER_BASE_URL", value_name = "URL", default_value = "http://127.0.0.1:8080")]
    base_url: String,
}

impl Flags {
    /// Counts and prints.
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let day = self.as_of.as_deref().map(data::day).transpose()?;
        let state = TermState { press: self.press, as_of: day, ..TermState::of(&self.term.join(" ")) };
        let term = match OneTerm::read(&state.text) {
            Ok(term) => term,
            Err(no_term) => bail!("{}", no_term.notice().message),
        };
        let archive = Arc::new(self.corpus.archive(self.index.as_deref())?);
        let as_of = match day {
            Some(day) => archive.as_of(day)??,
            None => archive.at_present(),
        };
        let links = Links::new(&super::serve::checked(&self.base_url)?);
        let history = History::of(&links, &archive, &as_of, &state, &term);
        let files = self.corpus.files()?;
        let mut out = BufWriter::new(io::stdout().lock());
        if self.json {
            say(&files);
            writeln!(out, "{}", json::text(&HistoryAnswer::of(&links, &history, 0..MOST))?)?;
        } else {
            print(&mut out, &links, &history, self.limit)?;
            writeln!(out, "\nsearched {}", called(&files))?;
        }
        out.flush()?;
        Ok(ExitCode::SUCCESS)
    }
}

fn print(out: &mut impl Write, links: &Links, history: &History<'_>, limit: usize) -> io::Result<()> {
    let usage = &history.usage;
    writeln!(out, "{}", visible(&history.sentence()))?;
    let more = history.more();
    if !more.is_empty() {
        writeln!(out, "{}", visible(&more))?;
    }
    for notice in &usage.notices {
        writeln!(out, "note: {}", visible(&notice.message))?;
    }
    let others = usage.forms.iter().filter(|form| form.level != Sameness::Typed && form.count > 0);
    let others: Vec<String> = others.map(|form| format!("{} {}", visible(&form.form), form.count)).collect();
    if !others.is_empty() {
        writeln!(out, "also counted: {}", others.join(", "))?;
    }
    for offer in &usage.not_counted {
        writeln!(out, "not counted: {}", visible(&offer.label))?;
    }
    if !usage.nearest_words.is_empty() {
        writeln!(out, "nearest in the texts: {}", visible(&usage.nearest_words.join(", ")))?;
    }
    for entry in history.uses(links, 0..limit) {
        writeln!(out, "\n{}, {} {}", visible(&entry.title), spoken(&entry.date), entry.path)?;
        writeln!(out, "  {}[{}]{}", visible(&entry.left), visible(&entry.keyword), visible(&entry.right))?;
    }
    if usage.total() > limit {
        writeln!(out, "\n{} more; --limit shows them", usage.total() - limit)?;
    }
    writeln!(out, "\n{}", history.copied(links).link)
}
