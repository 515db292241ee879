//! `publish`: numbers for new paragraphs, rows for the ledger, and what a person decided about what went.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Context;

use super::place::Editing;
use crate::corpus::{self, Date, Decisions, State, Target};
use crate::wording::counted;

/// Flags of `publish`. Things are named as `document/p/number`, or as `document`.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Flags {
    #[command(flatten)]
    place: Editing,
    /// A stands at B now
    #[arg(long, env = "G7CYBER_MOVED", value_names = ["A", "B"], num_args = 2, value_delimiter = ' ')]
    moved: Vec<Target>,
    /// A became B, C and so on; one in a run
    #[arg(long, env = "G7CYBER_SPLIT", value_names = ["A", "B", "C"], num_args = 3.., value_delimiter = ' ',
          action = clap::ArgAction::Set)]
    split: Vec<Target>,
    /// A became part of B
    #[arg(long, env = "G7CYBER_MERGED", value_names = ["A", "B"], num_args = 2, value_delimiter = ' ')]
    merged: Vec<Target>,
    /// A was taken out; say why with --note
    #[arg(long, env = "G7CYBER_WITHDRAWN", value_name = "A", value_delimiter = ' ')]
    withdrawn: Vec<Target>,
    /// Why: of everything that is corrected, moved, divided, merged or withdrawn by this run
    #[arg(long, env = "G7CYBER_NOTE", value_name = "WHY")]
    note: Option<String>,
}

impl Flags {
    /// Publishes and prints what became of what.
    ///
    /// # Errors
    ///
    /// When there is no such directory, or nowhere to print to.
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let folder = self.place.folder()?;
        let today = Date::today();
        let mut out = io::stdout().lock();
        match corpus::publish(folder, &self.decisions()?, today) {
            Ok(published) => {
                for row in &published.rows {
                    let revision = row.revision.map(|revision| format!(", revision {revision}")).unwrap_or_default();
                    let targets: Vec<String> = row.state.targets().iter().map(ToString::to_string).collect();
                    let to = if targets.is_empty() { String::new() } else { format!(" to {}", targets.join(" and ")) };
                    writeln!(out, "{}: {}{revision}{to}", row.subject(), row.state.id())?;
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
                Ok(ExitCode::SUCCESS)
            }
            Err(problems) => {
                for problem in &problems {
                    writeln!(out, "{problem}")?;
                }
                writeln!(out, "nothing was published: {}", counted(problems.len(), "error"))?;
                Ok(ExitCode::FAILURE)
            }
        }
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

fn split(targets: &[Target]) -> anyhow::Result<(Target, &[Target])> {
    let (from, to) = targets.split_first().context("name what went, then where")?;
    Ok((from.clone(), to))
}

fn one(targets: &[Target]) -> anyhow::Result<Target> {
    targets.first().cloned().context("name where it went")
}
