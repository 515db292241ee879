//! `data`: the archive as a dataset on disk.

use std::io::{self, IsTerminal, Write, stdout};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};

use super::place::{self, PROVER, Reading, next, quoted};
use crate::corpus::{self, Problem, Proofs};
use crate::dataset::{self, Held};
use crate::wording::{counted, visible};

/// Writes the dataset of a corpus: what `/data` serves, byte for byte.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Flags {
    /// The folder to write into: empty, or not there yet
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[command(flatten)]
    reading: Reading,
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
        let written = dataset::write(held, &self.folder, &mut begun);
        begun("");
        let dataset = written.with_context(|| format!("`{told}`"))?;
        let sums = dataset.sums().all();
        let bytes: u64 = sums.iter().map(|sum| sum.bytes).sum();
        writeln!(stdout(), "{told}: release {release}, {}, {bytes} bytes", counted(sums.len(), "file"))?;
        if withheld > 0 {
            // Where nobody reads it, the README says it too.
            let _ =
                writeln!(io::stderr(), "the words of {} are left out, as their sources ask", counted(withheld, "text"));
        }
        next(&[format!("cd {} && sha256sum -c SHA256SUMS", quoted(&self.folder))]);
        Ok(ExitCode::SUCCESS)
    }
}

fn list(problems: &[Problem]) -> String {
    problems.iter().map(|problem| format!("\n  {problem}")).collect()
}
