//! `init`: the beginning of a corpus.

use std::io::{Write, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::builder::FalseyValueParser;

use super::place::{next, quoted};
use crate::corpus::{self, Beginning};
use crate::wording::{counted, visible};

/// Begins a corpus.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Flags {
    /// The folder of the corpus: empty, or not there yet
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Begin without documents; otherwise the corpus is that inside the program
    #[arg(long, env = "G7CYBER_EMPTY", value_parser = FalseyValueParser::new())]
    empty: bool,
}

impl Flags {
    /// Writes the corpus and says what to do with it.
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let beginning = if self.empty { Beginning::Empty } else { Beginning::Embedded };
        let folder = visible(&self.folder.display().to_string()).into_owned();
        let files = corpus::init(&self.folder, beginning).with_context(|| format!("`{folder}`"))?;
        writeln!(stdout(), "{folder}: a corpus of {}", counted(files, "file"))?;
        let place = quoted(&self.folder);
        let mut commands = Vec::new();
        if cfg!(feature = "import") {
            commands.push(format!("g7cyber import FILE_OR_URL --id 2019-some-declaration --corpus {place}"));
        }
        if beginning == Beginning::Embedded {
            commands.push(format!("g7cyber serve --corpus {place} --watch"));
        }
        next(&commands);
        Ok(ExitCode::SUCCESS)
    }
}
