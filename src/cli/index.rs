//! `index`: the index, built ahead of serving.

use std::io::{Write, stdout};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use super::place::{CorpusArguments, say};
use crate::archive::Coverage;
use crate::wording::counted;

/// Builds the index.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Flags {
    #[command(flatten)]
    corpus: CorpusArguments,
    /// The folder that keeps the index; `serve` takes the same
    #[arg(long, env = "G7CYBER_INDEX", value_name = "DIR", default_value = "index")]
    index: PathBuf,
}

impl Flags {
    /// Builds the index unless the folder holds that of this corpus already, and says what is in it.
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let started = Instant::now();
        say(&self.corpus.files()?);
        let archive = self.corpus.archive(Some(&self.index))?;
        let Coverage { paragraphs, records, .. } = archive.coverage();
        writeln!(
            stdout(),
            "{}: release {}, {} and {}, in {:.1} s",
            self.index.display(),
            archive.release(),
            counted(paragraphs, "paragraph"),
            counted(records, "record"),
            started.elapsed().as_secs_f64(),
        )?;
        Ok(ExitCode::SUCCESS)
    }
}
