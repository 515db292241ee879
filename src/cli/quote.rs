//! `quote`: the verdict on a quotation, or on every quotation of a text, in a terminal.

use std::io::{self, BufWriter, IsTerminal, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;

use super::log::colour_wanted;
use super::place::{CorpusArguments, called, say};
use crate::archive::Archive;
use crate::corpus::Document;
use crate::data::{CheckAnswer, Links, json};
use crate::quotation::{self, CHARACTERS, CheckedScope, Match, Quotation, Report};
use crate::wording::{Op, counted, visible};

/// Checks quotations.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Flags {
    /// The quotation, or a text with quotations in it; `-` reads it from standard input
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    /// Print what `/check.json` answers
    #[arg(long, env = "G7CYBER_JSON", value_parser = clap::builder::FalseyValueParser::new())]
    json: bool,
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
    /// Checks and prints; fails unless every quotation is exact or has declared changes only.
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let text = self.text()?;
        let archive = self.corpus.archive(self.index.as_deref())?;
        let report = quotation::check(&archive, &text)?;
        let stdout = io::stdout();
        let style =
            if stdout.is_terminal() && colour_wanted() { VerdictColours::COLOURED } else { VerdictColours::PLAIN };
        let mut out = BufWriter::new(stdout.lock());
        let files = self.corpus.files()?;
        if self.json {
            say(&files);
            let links = Links::new(&super::serve::checked(&self.base_url)?);
            writeln!(out, "{}", json::text(&CheckAnswer::of(&links, &archive, &text, &report))?)?;
        } else {
            print(&mut out, &style, &archive, &text, &report)?;
            writeln!(out, "in {}", called(&files))?;
        }
        out.flush()?;
        let stands = report.quotations.iter().all(|quotation| quotation.verdict.stands());
        Ok(if stands && !report.quotations.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn text(&self) -> anyhow::Result<String> {
        if self.text != ["-"] {
            return Ok(self.text.join(" "));
        }
        let mut bytes = Vec::new();
        // A little more than the longest text, so that a longer one is refused and not cut.
        let limit = CHARACTERS * 4 + 4;
        io::stdin().take(u64::try_from(limit)?).read_to_end(&mut bytes).context("standard input cannot be read")?;
        if bytes.len() == limit {
            return Ok(String::from_utf8_lossy(&bytes).into_owned());
        }
        String::from_utf8(bytes).context("standard input is not UTF-8")
    }
}

/// What stands around the parts of a verdict.
struct VerdictColours {
    good: (&'static str, &'static str),
    bad: (&'static str, &'static str),
    inserted: (&'static str, &'static str),
    deleted: (&'static str, &'static str),
}

impl VerdictColours {
    const PLAIN: Self = Self { good: ("", ""), bad: ("", ""), inserted: ("{+", "+}"), deleted: ("[-", "-]") };
    const COLOURED: Self = Self {
        good: ("\u{1b}[1;32m", "\u{1b}[0m"),
        bad: ("\u{1b}[1;31m", "\u{1b}[0m"),
        // What the text does not say is what alarms.
        inserted: ("\u{1b}[1;4;31m{+", "+}\u{1b}[0m"),
        deleted: ("\u{1b}[2;9m[-", "-]\u{1b}[0m"),
    };
}

fn print(
    out: &mut impl Write,
    style: &VerdictColours,
    archive: &Archive,
    text: &str,
    report: &Report,
) -> io::Result<()> {
    for quotation in &report.quotations {
        let (open, close) = if quotation.verdict.stands() { style.good } else { style.bad };
        let words = text.get(quotation.range.clone()).unwrap_or_default();
        writeln!(out, "{open}{}{close}  {}", quotation.verdict.id(), visible(words))?;
        for found in &quotation.matches {
            print_match(out, style, archive, "", found, quotation)?;
        }
        for found in &quotation.nearest {
            print_match(out, style, archive, "nearest: ", found, quotation)?;
        }
        for subject in &quotation.subject {
            let Some((document, paragraph)) = archive.corpus().paragraph_at(subject.place) else { continue };
            writeln!(out, "  on this subject: /{}/p/{}  {}", document.id, paragraph.number, document.name())?;
        }
        for record in quotation.records.iter().filter_map(|&at| archive.corpus().at(at)) {
            let official: Vec<&str> = record.official.iter().map(|official| official.url.as_str()).collect();
            writeln!(out, "  on this subject, not held: /{}  {}  {}", record.id, record.name(), official.join(" "))?;
        }
        for found in &quotation.elsewhere {
            print_match(out, style, archive, "other words: ", found, quotation)?;
        }
        for document in quotation.named.iter().filter_map(|&at| archive.corpus().at(at)) {
            writeln!(out, "  not in the document named near it: {}", document.name())?;
        }
    }
    print_scope(out, &report.scope)
}

fn print_match(
    out: &mut impl Write,
    style: &VerdictColours,
    archive: &Archive,
    role: &str,
    found: &Match,
    quotation: &Quotation,
) -> io::Result<()> {
    let Some(document) = archive.corpus().at(found.document) else { return Ok(()) };
    let kind = archive.corpus().vocabulary().kind(document.kind);
    for path in paths(document, found) {
        writeln!(out, "  {role}{path}  {}, {}, {kind}", document.name(), document.date.long())?;
    }
    if let Some(caution) = found.voice.caution(&document.issuer) {
        writeln!(out, "    {caution}")?;
    }
    if quotation.verdict == quotation::Verdict::Exact {
        return Ok(());
    }
    write!(out, "    ")?;
    for change in &found.diff {
        let (open, close) = match change.op {
            Op::Equal => ("", ""),
            Op::Insert => style.inserted,
            Op::Delete => style.deleted,
        };
        write!(out, "{open}{}{close}", visible(&change.text))?;
    }
    writeln!(out)?;
    if !found.flags.is_empty() {
        let flags: Vec<&str> = found.flags.iter().map(|flag| flag.id()).collect();
        writeln!(out, "    look closely: {}", flags.join(", "))?;
    }
    Ok(())
}

fn paths(document: &Document, found: &Match) -> Vec<String> {
    let paragraphs = found.parts.iter().filter_map(|part| document.paragraphs.get(part.paragraph));
    paragraphs.map(|paragraph| format!("/{}/p/{}", document.id, paragraph.number)).collect()
}

fn print_scope(out: &mut impl Write, scope: &CheckedScope) -> io::Result<()> {
    let dates = scope.from.zip(scope.to).map(|(from, to)| format!(" of {from} to {to}")).unwrap_or_default();
    let CheckedScope { documents, paragraphs, spellings, release, .. } = scope;
    writeln!(
        out,
        "compared with {}, {}{dates}, {} of spellings, release {release}",
        counted(*documents, "document"),
        counted(*paragraphs, "paragraph"),
        counted(*spellings, "group"),
    )
}
