//! `export`: the site as plain files.

use std::io::{self, IsTerminal, Write, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};

use super::place::{self, CorpusArguments, PROVER, next, quoted};
use crate::corpus::{self, Corpus, Files, Problem, Proofs};
use crate::export::{self, SiteCopy};
use crate::wording::{counted, visible};

/// Writes the site of a corpus as plain files, to be opened where they lie or handed to any host of files.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Flags {
    /// The folder to write into: empty, or not there yet
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[command(flatten)]
    reading: CorpusArguments,
    /// What addresses to cite begin with: where the archive is on the web
    #[arg(long, env = "G7CYBER_BASE_URL", value_name = "URL")]
    base_url: Option<String>,
}

/// What addresses begin with where nobody says it.
const DEFAULT_BASE: &str = "http://127.0.0.1:8080";

impl Flags {
    /// Writes the files and says how many they are.
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let files = self.reading.files()?;
        let base_url = self.base_url.as_deref().map(super::serve::checked).transpose()?;
        place::say(&files);
        let told = visible(&self.folder.display().to_string()).into_owned();
        let pages = load(&files)?;
        let withheld = pages.documents().iter().filter(|it| it.withheld()).count();
        // The dataset has rules of its own for what is left out, and says what that is.
        let whole = if withheld > 0 { Some(load(&files)?) } else { None };
        let release = pages.release().clone();
        let watched = io::stderr().is_terminal();
        let progress = |files: usize| {
            if watched {
                // Where nobody reads it, nothing is lost.
                let _ = write!(io::stderr(), "\r\u{1b}[K{files} files");
            }
        };
        let copied = SiteCopy { pages: pages.without_withheld(), whole };
        let base = base_url.as_deref().unwrap_or(DEFAULT_BASE);
        let written = export::write(copied, base, &self.folder, &progress);
        if watched {
            let _ = write!(io::stderr(), "\r\u{1b}[K");
        }
        let written = written.with_context(|| format!("`{told}`"))?;
        writeln!(stdout(), "{told}: release {release}, {}, {} bytes", counted(written.files, "file"), written.bytes)?;
        if withheld > 0 {
            let _ =
                writeln!(io::stderr(), "the words of {} are left out, as their sources ask", counted(withheld, "text"));
        }
        if base_url.is_none() {
            let _ = writeln!(
                io::stderr(),
                "addresses to cite begin with `{base}`; --base-url takes where the archive is on the web"
            );
        }
        next(&[format!("python3 -m http.server --bind 127.0.0.1 --directory {}", quoted(&self.folder))]);
        Ok(ExitCode::SUCCESS)
    }
}

fn load(files: &Files) -> anyhow::Result<Corpus> {
    match corpus::load_unproved(files, &PROVER, &Proofs::default()) {
        Ok((corpus, _)) => Ok(corpus.without_drafts()),
        Err(problems) => bail!("the corpus is to be mended first:{}", list(&problems)),
    }
}

fn list(problems: &[Problem]) -> String {
    problems.iter().map(|problem| format!("\n  {problem}")).collect()
}
