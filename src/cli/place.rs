//! Which corpus a command works on.

use std::path::PathBuf;

use anyhow::bail;

use crate::corpus::Files;

/// The corpus that a command reads: a directory, or the one compiled into the program.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Reading {
    /// The folder of the corpus; without it, the corpus inside the program
    #[arg(long, env = "G7CYBER_CORPUS", value_name = "DIR")]
    corpus: Option<PathBuf>,
}

impl Reading {
    /// Returns where the files are.
    ///
    /// # Errors
    ///
    /// When there is no such directory.
    pub(super) fn files(&self) -> anyhow::Result<Files> {
        match &self.corpus {
            None => Ok(Files::Embedded),
            Some(folder) if folder.is_dir() => Ok(Files::Directory(folder.clone())),
            Some(folder) => {
                bail!("`{}` is not a directory; --corpus takes the one that holds `documents`", folder.display())
            }
        }
    }
}

/// The corpus that a command changes: always a directory.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Editing {
    /// The folder of the corpus
    #[arg(long, env = "G7CYBER_CORPUS", value_name = "DIR", default_value = "corpus")]
    corpus: PathBuf,
}

impl Editing {
    /// Returns the folder.
    ///
    /// # Errors
    ///
    /// When there is no such directory.
    pub(super) fn folder(&self) -> anyhow::Result<&PathBuf> {
        if !self.corpus.is_dir() {
            bail!("`{}` is not a directory; --corpus takes the one that holds `documents`", self.corpus.display());
        }
        Ok(&self.corpus)
    }
}
