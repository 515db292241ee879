//! `search`: the hits of a query in a terminal, or as the data that the site answers with.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;

use super::log::colour_wanted;
use super::place::{CorpusArguments, called, say};
use crate::archive::Archive;
use crate::data::{Links, SearchAnswer, json};
use crate::search::{Coverage, Hit, Matched, Matching, Request, Results, excerpt};
use crate::wording::{counted, visible};

/// Searches the archive.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Flags {
    /// What to search for, in the query language of the site; several words are one query
    #[arg(required = true, value_name = "QUERY")]
    query: Vec<String>,
    /// Print what `/search.json` answers
    #[arg(long, env = "G7CYBER_JSON", value_parser = clap::builder::FalseyValueParser::new())]
    json: bool,
    /// How many hits are printed at most, and how many records
    #[arg(long, env = "G7CYBER_LIMIT", value_name = "N", default_value = "20")]
    limit: usize,
    /// Whether a hit has all parts of the query or any
    #[arg(long = "match", id = "match", env = "G7CYBER_MATCH", value_name = "WHICH", default_value = "all")]
    matching: Which,
    #[command(flatten)]
    corpus: CorpusArguments,
    /// The folder where `index` or `serve` keeps the index
    #[arg(long, env = "G7CYBER_INDEX", value_name = "DIR")]
    index: Option<PathBuf>,
    /// What absolute addresses begin with
    #[arg(long, env = "G7CYBER_BASE_URL", value_name = "URL", default_value = "http://127.0.0.1:8080")]
    base_url: String,
}

/// Whether a hit has all parts of a query or any.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Which {
    /// All parts.
    All,
    /// At least one part.
    Any,
}

impl Flags {
    /// Searches and prints.
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let archive = self.corpus.archive(self.index.as_deref())?;
        let matching = match self.matching {
            Which::All => Matching::All,
            Which::Any => Matching::Any,
        };
        let request = Request { query: self.query.join(" "), matching, limit: self.limit, ..Request::default() };
        let results = archive.search(&request);
        let stdout = io::stdout();
        let style = if stdout.is_terminal() && colour_wanted() { HitColours::COLOURED } else { HitColours::PLAIN };
        let mut out = BufWriter::new(stdout.lock());
        let files = self.corpus.files()?;
        if self.json {
            say(&files);
            let links = Links::new(&super::serve::checked(&self.base_url)?);
            writeln!(out, "{}", json::text(&SearchAnswer::of(&links, &archive, &request.query, &results))?)?;
        } else {
            print(&mut out, &style, &archive, &results, self.limit)?;
            let (dim, undim) = style.aside;
            writeln!(out, "\n{dim}searched {}{undim}", called(&files))?;
        }
        out.flush()?;
        Ok(ExitCode::SUCCESS)
    }
}

/// What stands around the parts of an answer.
struct HitColours {
    title: (&'static str, &'static str),
    mark: (&'static str, &'static str),
    aside: (&'static str, &'static str),
}

impl HitColours {
    /// Brackets show the matches where there is no colour.
    const PLAIN: Self = Self { title: ("", ""), mark: ("[", "]"), aside: ("", "") };
    const COLOURED: Self =
        Self { title: ("\x1b[1m", "\x1b[0m"), mark: ("\x1b[1;33m", "\x1b[0m"), aside: ("\x1b[2m", "\x1b[0m") };
}

fn print(
    out: &mut impl Write,
    style: &HitColours,
    archive: &Archive,
    results: &Results,
    limit: usize,
) -> io::Result<()> {
    let (dim, undim) = style.aside;
    let most = if results.matched == Matched::Most { "; none has all parts, these have most" } else { "" };
    let least = if results.is_whole { "" } else { "at least " };
    match results.total {
        0 => nothing(out, results)?,
        1 => writeln!(out, "{least}1 paragraph{most}")?,
        total => writeln!(out, "{least}{total} paragraphs in {}{most}", counted(results.documents, "document"))?,
    }
    writeln!(out, "{dim}read as: {}{undim}", visible(&results.understood_as))?;
    for notice in &results.notices {
        writeln!(out, "{dim}note: {}{undim}", visible(&notice.message))?;
    }
    for query in &results.did_you_mean {
        writeln!(out, "did you mean: {}", visible(query))?;
    }
    for hit in &results.hits {
        print_hit(out, style, archive, hit)?;
    }
    if results.hits.len() < results.total {
        writeln!(out, "\n{dim}{} more; --limit shows them{undim}", results.total - results.hits.len())?;
    }
    let records = results.records.iter().take(limit).filter_map(|&at| archive.corpus().at(at));
    for (at, record) in records.enumerate() {
        if at == 0 {
            writeln!(out, "\nrecords whose text is not held:")?;
        }
        writeln!(out, "  {} {dim}{} /{}{undim}", record.title, record.date.long(), record.id)?;
    }
    Ok(())
}

/// Says how far a negative reaches.
fn nothing(out: &mut impl Write, results: &Results) -> io::Result<()> {
    let Some(Coverage { documents, paragraphs, records, years }) = results.searched else {
        let found = if results.is_whole { "nothing was looked for" } else { "not found where it was searched" };
        return writeln!(out, "{found}");
    };
    write!(out, "not found in {} of {}", counted(paragraphs, "paragraph"), counted(documents, "document"))?;
    if let Some((from, to)) = years {
        write!(out, ", {from} to {to}")?;
    }
    writeln!(out, "; {} known without text", counted(records, "document"))?;
    results.tried.iter().try_for_each(|line| writeln!(out, "looked for: {}", visible(line)))
}

fn print_hit(out: &mut impl Write, style: &HitColours, archive: &Archive, hit: &Hit) -> io::Result<()> {
    let Some((document, paragraph)) = archive.corpus().paragraph_at(hit.place) else { return Ok(()) };
    let (bold, unbold) = style.title;
    let (dim, undim) = style.aside;
    let kind = archive.corpus().vocabulary().kind(document.kind);
    writeln!(
        out,
        "\n{bold}{}{unbold}, {} {dim}{kind}, {}{undim}",
        document.name(),
        document.date.long(),
        document.called(paragraph)
    )?;
    write!(out, "  ")?;
    let excerpt = excerpt(&paragraph.text, &hit.spans);
    if excerpt.cut_before {
        write!(out, "… ")?;
    }
    for run in &excerpt.fragments {
        let (open, close) = if run.marked { style.mark } else { ("", "") };
        write!(out, "{open}{}{close}", run.text)?;
    }
    writeln!(out, "{}", if excerpt.cut_after { " …" } else { "" })?;
    writeln!(out, "  {dim}/{}/p/{}{undim}", document.id, paragraph.number)
}
