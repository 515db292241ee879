//! `data`: the archive as a dataset on disk.

use std::io::{self, IsTerminal, Write, stdout};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::builder::FalseyValueParser;

use super::place::{self, CorpusArguments, PROVER, next, quoted};
use crate::corpus::{self, Problem, Proofs};
use crate::dataset::{self, Held, Written};
use crate::wording::{counted, visible};

/// Writes the dataset of a corpus: what `/data` serves, byte for byte; or what search engines load.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Flags {
    /// The folder to write into: empty, or not there yet
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Write what OpenSearch and PostgreSQL load instead, for an archive that outgrows one machine
    #[arg(long, env = "G7CYBER_BULK", value_parser = FalseyValueParser::new())]
    bulk: bool,
    #[command(flatten)]
    reading: CorpusArguments,
}

impl Flags {
    /// Writes the files and says what they are.
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let files = self.reading.files()?;
        place::say(&files);
        let told = visible(&self.folder.display().to_string()).into_owned();
        let corpus = match corpus::load_unproved(&files, &PROVER, &Proofs::default()) {
            Ok((corpus, _)) => corpus.without_drafts(),
            Err(problems) => bail!("the corpus is to be mended first:{}", list(&problems)),
        };
        let (release, withheld) =
            (corpus.release().clone(), corpus.documents().iter().filter(|it| it.withheld()).count());
        let held: Held = Arc::new(corpus);
        let watched = io::stderr().is_terminal();
        let mut begun = |name: &str| {
            if watched {
                // Where nobody reads it, nothing is lost.
                let _ = write!(io::stderr(), "\r\u{1b}[K{name}");
            }
        };
        let write = if self.bulk { dataset::write_bulk } else { dataset::write };
        let written = write(&held, &self.folder, &mut begun);
        begun("");
        let Written { files, bytes } = written.with_context(|| format!("`{told}`"))?;
        writeln!(stdout(), "{told}: release {release}, {}, {bytes} bytes", counted(files, "file"))?;
        if withheld > 0 {
            // Where nobody reads it, the README says it too.
            let _ =
                writeln!(io::stderr(), "the words of {} are left out, as their sources ask", counted(withheld, "text"));
        }
        let command = if self.bulk { "psql -f schema.sql -f load.sql DATABASE" } else { "sha256sum -c SHA256SUMS" };
        next(&[format!("cd {} && {command}", quoted(&self.folder))]);
        Ok(ExitCode::SUCCESS)
    }
}

fn list(problems: &[Problem]) -> String {
    problems.iter().map(|problem| format!("\n  {problem}")).collect()
}
