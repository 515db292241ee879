//! `check`: everything that is wrong or lacking in a corpus.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;

use crate::archive::Coverage;
use crate::corpus::{self, Corpus, Files, Weight};
use crate::import;
use crate::wording::counted;

/// Flags of `check`.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Flags {
    /// The folder of the corpus; without it `./corpus`, or else the corpus inside the program
    #[arg(long, env = "G7CYBER_CORPUS", value_name = "DIR")]
    corpus: Option<PathBuf>,
}

impl Flags {
    /// Prints all problems, one a line as `file:line: what is wrong; what would be right`, then what was checked.
    ///
    /// # Errors
    ///
    /// When there is no such directory, or nowhere to print to.
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let files = self.files()?;
        let (corpus, problems) = corpus::examine(&files, &import::plain_text);
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

    fn files(&self) -> anyhow::Result<Files> {
        match &self.corpus {
            Some(folder) if folder.is_dir() => Ok(Files::Directory(folder.clone())),
            Some(folder) => {
                bail!("`{}` is not a directory; --corpus takes the one that holds `documents`", folder.display())
            }
            None if Path::new("corpus/documents").is_dir() => Ok(Files::Directory("corpus".into())),
            None => Ok(Files::Embedded),
        }
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
        counted(corpus.ledger().rows().len(), "row")
    )
}
