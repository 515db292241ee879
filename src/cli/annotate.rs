//! `annotate`: a reason for something that was published without one.

use std::io::{Write, stdout};
use std::process::ExitCode;

use super::place::{Address, Editing, address, next, quoted};
use super::publish::{line, refused};
use crate::corpus::{self, Date};

/// Adds a reason to what was published.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Flags {
    /// What it is about, as `document/p/number`, one revision of it as `document/p/number/r/revision`, or `document`
    #[arg(value_name = "A", value_parser = address)]
    subject: Address,
    /// The reason
    #[arg(long, env = "G7CYBER_NOTE", value_name = "WHY")]
    note: String,
    #[command(flatten)]
    corpus: Editing,
}

impl Flags {
    /// Appends the reason to the ledger and prints what it was added to.
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let folder = self.corpus.folder()?;
        let Address { target, revision } = &self.subject;
        match corpus::annotate(&folder, target, *revision, &self.note, Date::today()) {
            Ok(row) => {
                writeln!(stdout(), "{}, because: {}", line(&row), row.note.as_deref().unwrap_or_default())?;
                next(&[format!("g7cyber serve --corpus {} --watch", quoted(&folder))]);
                Ok(ExitCode::SUCCESS)
            }
            Err(problems) => refused(&problems, "nothing was added"),
        }
    }
}
