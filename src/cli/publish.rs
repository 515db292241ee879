//! `publish`: numbers for new paragraphs, rows for the ledger, and what a person decided about what went.

use std::io::{self, IsTerminal, Write, stderr, stdin, stdout};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use clap::builder::FalseyValueParser;

use super::place::{Editing, PROVER, document, next, quoted, target};
use crate::corpus::{
    self, Date, Decisions, DocumentId, LedgerRow, Problem, Publication, PublishRequest, Publishing, ROWS_WITH_WORDS,
    State, Target,
};
use crate::wording::{counted, visible};

/// Flags of `publish`. Things are named as `document/p/number`, or as `document`.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Flags {
    /// The documents to publish; without one, all that have something new
    #[arg(value_name = "ID", value_parser = document)]
    documents: Vec<DocumentId>,
    /// Print the rows that would be appended to the ledger, and write nothing
    #[arg(long, env = "G7CYBER_DRY_RUN", value_parser = FalseyValueParser::new())]
    dry_run: bool,
    /// Publish without asking, on a terminal too
    #[arg(long, env = "G7CYBER_YES", value_parser = FalseyValueParser::new())]
    yes: bool,
    #[command(flatten)]
    place: Editing,
    /// A stands at B now
    #[arg(long, env = "G7CYBER_MOVED", value_names = ["A", "B"], num_args = 2, value_delimiter = ' ',
          value_parser = target)]
    moved: Vec<Target>,
    /// A became B, C and so on; one in a run
    #[arg(long, env = "G7CYBER_SPLIT", value_names = ["A", "B", "C"], num_args = 3.., value_delimiter = ' ',
          value_parser = target, action = clap::ArgAction::Set)]
    split: Vec<Target>,
    /// A became part of B
    #[arg(long, env = "G7CYBER_MERGED", value_names = ["A", "B"], num_args = 2, value_delimiter = ' ',
          value_parser = target)]
    merged: Vec<Target>,
    /// A was taken out
    #[arg(long, env = "G7CYBER_WITHDRAWN", value_name = "A", value_delimiter = ' ', value_parser = target)]
    withdrawn: Vec<Target>,
    /// Why: of everything that is corrected, moved, divided, merged or withdrawn by this run, all of which needs a reason
    #[arg(long, env = "G7CYBER_NOTE", value_name = "WHY")]
    note: Option<String>,
}

impl Flags {
    /// Publishes and prints what became of what, and what was left out and why.
    ///
    /// # Errors
    ///
    /// When there is no such directory, or nowhere to print to.
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let folder = self.place.folder()?;
        let mut request =
            PublishRequest { documents: self.documents.clone(), decisions: self.decisions()?, today: Date::today() };
        if self.dry_run {
            return match corpus::plan(&folder, &request, &PROVER) {
                Ok(publication) => would(&publication),
                Err(problems) => {
                    tell(&mut stderr(), &problems, "nothing would be published")?;
                    Ok(ExitCode::FAILURE)
                }
            };
        }
        let publishing = match Publishing::begin(&folder) {
            Ok(publishing) => publishing,
            Err(problems) => return refused(&problems, NOTHING),
        };
        let asks = !self.yes && stdin().is_terminal() && stderr().is_terminal();
        let mut planned = publishing.plan(&request, &PROVER);
        if asks && wants_reason(&planned) {
            request.decisions.note = Some(answer("why was it corrected, moved, divided, merged or withdrawn? ")?);
            planned = publishing.plan(&request, &PROVER);
        }
        let publication = match planned {
            Ok(publication) => publication,
            Err(problems) => return refused(&problems, NOTHING),
        };
        if asks && !publication.rows.is_empty() && !agreed(&publication)? {
            writeln!(stderr(), "{NOTHING}")?;
            return Ok(ExitCode::FAILURE);
        }
        let left_out = publication.left_out.clone();
        match publishing.commit(publication) {
            Ok(published) => self.done(&published, &left_out, &folder),
            Err(problems) => refused(&problems, NOTHING),
        }
    }

    /// Prints what was published and what was left out.
    fn done(&self, published: &corpus::Published, left_out: &[Problem], folder: &Path) -> anyhow::Result<ExitCode> {
        let mut out = stdout().lock();
        for row in &published.rows {
            writeln!(out, "{}", line(row))?;
        }
        for file in &published.files {
            writeln!(out, "wrote {file}")?;
        }
        if published.files.is_empty() {
            writeln!(out, "nothing to publish")?;
        }
        if self.note.is_some() && published.rows.iter().all(|row| row.note.is_none()) {
            writeln!(out, "the note is kept nowhere: it would say why something was corrected or went")?;
        }
        if !left_out.is_empty() {
            tell(&mut out, left_out, LEFT_OUT)?;
        }
        drop(out);
        if !published.files.is_empty() {
            next(&[format!("g7cyber serve --corpus {} --watch", quoted(folder))]);
        }
        Ok(if left_out.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn decisions(&self) -> anyhow::Result<Decisions> {
        let mut states = Vec::new();
        for pair in self.moved.chunks(2) {
            let (from, to) = split(pair)?;
            states.push((from, State::Moved(one(to)?)));
        }
        for pair in self.merged.chunks(2) {
            let (from, to) = split(pair)?;
            states.push((from, State::Merged(one(to)?)));
        }
        if !self.split.is_empty() {
            let (from, to) = split(&self.split)?;
            states.push((from, State::Split(to.to_vec())));
        }
        states.extend(self.withdrawn.iter().map(|target| (target.clone(), State::Withdrawn)));
        Ok(Decisions { states, note: self.note.clone() })
    }
}

/// What is said where nothing was published.
const NOTHING: &str = "nothing was published";

/// What is said where a part was not published.
const LEFT_OUT: &str = "the documents named above were left out";

/// Returns a row of the ledger in words.
pub(super) fn line(row: &LedgerRow) -> String {
    let revision = row.revision.map(|revision| format!(", revision {revision}")).unwrap_or_default();
    let targets: Vec<String> = row.state.targets().iter().map(ToString::to_string).collect();
    let to = if targets.is_empty() { String::new() } else { format!(" to {}", targets.join(" and ")) };
    format!("{}: {}{revision}{to}", row.subject(), row.state.id())
}

/// Prints why a command did nothing.
pub(super) fn refused(problems: &[Problem], told: &str) -> anyhow::Result<ExitCode> {
    tell(&mut stdout().lock(), problems, told)?;
    Ok(ExitCode::FAILURE)
}

fn tell(out: &mut impl Write, problems: &[Problem], told: &str) -> io::Result<()> {
    for problem in problems {
        writeln!(out, "{problem}")?;
    }
    writeln!(out, "{told}: {}", counted(problems.len(), "error"))
}

/// Prints the rows that would be appended, and beside them what they mean.
fn would(publication: &Publication) -> anyhow::Result<ExitCode> {
    write!(stdout(), "{}", publication.appended())?;
    summarise(publication)?;
    let left_out = &publication.left_out;
    if !left_out.is_empty() {
        tell(&mut stderr(), left_out, LEFT_OUT)?;
    }
    writeln!(stderr(), "nothing was written")?;
    Ok(if left_out.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Prints how many rows of each sort there are, and the first words of each.
fn summarise(publication: &Publication) -> io::Result<()> {
    let mut out = stderr().lock();
    let sorts = ["new", "corrected", "moved", "split", "merged", "withdrawn"];
    let number = |sort: &str| publication.rows.iter().filter(|row| self::sort(row) == sort).count();
    let numbers = sorts.map(|sort| (number(sort), sort));
    let numbers = numbers.iter().filter(|(number, _)| *number > 0).map(|(number, sort)| format!("{number} {sort}"));
    writeln!(out, "{}", numbers.collect::<Vec<_>>().join(", "))?;
    for row in publication.rows.iter().take(ROWS_WITH_WORDS) {
        let words = publication.words.get(&row.subject()).map(|words| format!("  “{}”", visible(words)));
        writeln!(out, "  {}  {}{}", sort(row), row.subject(), words.unwrap_or_default())?;
    }
    if let more @ 1.. = publication.rows.len().saturating_sub(ROWS_WITH_WORDS) {
        writeln!(out, "  and {more} more")?;
    }
    Ok(())
}

fn sort(row: &LedgerRow) -> &'static str {
    let first = row.revision.is_none_or(|revision| revision.before().is_none());
    match row.state {
        State::Live if first => "new",
        State::Live => "corrected",
        _ => row.state.id(),
    }
}

/// Tells whether a reason is missing for anything.
fn wants_reason(planned: &Result<Publication, Vec<Problem>>) -> bool {
    let problems = match planned {
        Ok(publication) => &publication.left_out,
        Err(problems) => problems,
    };
    problems.iter().any(Problem::wants_reason)
}

/// Shows what would be published and asks whether it is to be.
fn agreed(publication: &Publication) -> io::Result<bool> {
    summarise(publication)?;
    for problem in &publication.left_out {
        writeln!(stderr(), "left out: {problem}")?;
    }
    let answer = answer("publish? numbers and wordings are kept for good [yes/no] ")?;
    Ok(["y", "yes"].contains(&answer.to_lowercase().as_str()))
}

fn answer(question: &str) -> io::Result<String> {
    write!(stderr(), "{question}")?;
    stderr().flush()?;
    let mut line = String::new();
    stdin().read_line(&mut line)?;
    Ok(line.trim().to_owned())
}

fn split(targets: &[Target]) -> anyhow::Result<(Target, &[Target])> {
    let (from, to) = targets.split_first().context("name what went, then where")?;
    Ok((from.clone(), to))
}

fn one(targets: &[Target]) -> anyhow::Result<Target> {
    targets.first().cloned().context("name where it went")
}
