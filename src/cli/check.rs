//! `check`: everything that is wrong or lacking in a corpus.

use std::io::{self, Write};
use std::process::ExitCode;

use super::place::{CorpusArguments, PROVER, say};
use crate::archive::Coverage;
use crate::corpus::{self, Corpus, Weight};
use crate::wording::counted;

/// Flags of `check`.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Flags {
    #[command(flatten)]
    corpus: CorpusArguments,
}

impl Flags {
    /// Prints all problems, one a line as `file:line: what is wrong; what would be right`, then what was checked.
    ///
    /// # Errors
    ///
    /// When there is no such directory, or nowhere to print to.
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let files = self.corpus.files()?;
        say(&files);
        let (corpus, problems) = corpus::examine(&files, &PROVER);
        let mut out = io::stdout().lock();
        for problem in &problems {
            writeln!(out, "{problem}")?;
        }
        let errors = problems.iter().filter(|problem| problem.weight == Weight::Error).count();
        let warnings = problems.len() - errors;
        if let Some(corpus) = corpus {
            writeln!(out, "{}, {}", summary(&corpus), counted(warnings, "warning"))?;
            return Ok(ExitCode::SUCCESS);
        }
        writeln!(out, "{}, {}", counted(errors, "error"), counted(warnings, "warning"))?;
        Ok(ExitCode::FAILURE)
    }
}

fn summary(corpus: &Corpus) -> String {
    let Coverage { documents, paragraphs, records, .. } = Coverage::of(corpus);
    format!(
        "release {}: {} of {}, {}, {} in the ledger",
        corpus.release(),
        counted(documents, "text"),
        counted(paragraphs, "paragraph"),
        counted(records, "record"),
        counted(corpus.ledger().count(), "row")
    )
}
