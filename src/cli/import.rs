//! `import`: a draft document from a file or an address.

use std::io::{Write, stderr, stdout};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};

use super::fetch::Manners;
use super::place::{Editing, document, next, quoted};
use crate::corpus::{self, DocumentId, Files};
use crate::import::{self, Client, Imported, Received};
use crate::wording::{counted, visible};

/// Files of fewer bytes are read before anybody could see how far.
const LARGE: u64 = 20_000_000;

/// Writes a draft from a source.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Flags {
    /// A file with HTML, PDF, DOCX or plain text, a file of captures (WARC, WACZ), or an address of the web
    #[arg(value_name = "FILE_OR_URL")]
    source: String,
    /// The document's id: a new one, or that of a record whose text is to be filled in
    #[arg(long, env = "G7CYBER_ID", value_parser = document)]
    id: DocumentId,
    /// The address that the file was saved from, where it does not say so itself; of captures, the one that is wanted
    #[arg(long, env = "G7CYBER_URL")]
    url: Option<String>,
    #[command(flatten)]
    corpus: Editing,
    #[command(flatten)]
    manners: Manners,
}

impl Flags {
    /// Imports and tells what a person should look at.
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let folder = self.corpus.folder()?;
        let received = if self.source.starts_with("http://") || self.source.starts_with("https://") {
            Client::new(self.manners.etiquette()).get(&self.source)
        } else {
            let path = Path::new(&self.source);
            let bar = reading(path);
            let received = Received::from_file_telling(path, self.url.clone(), &|bytes| bar.inc(bytes));
            bar.finish_and_clear();
            received
        };
        let received = received.with_context(|| format!("`{}`", self.source))?;
        // A corpus with a draft in it that is not finished yet can still take another one.
        let corpus = corpus::load(&Files::Directory(folder.clone())).ok();
        let imported = import::import(&folder, corpus.as_ref(), &self.id, &received)?;
        tell(&imported)?;
        let place = quoted(&folder);
        next(&[
            format!("g7cyber review {} --corpus {place}", self.id),
            format!("g7cyber publish {} --corpus {place}", self.id),
            format!("g7cyber serve --corpus {place} --watch"),
        ]);
        Ok(ExitCode::SUCCESS)
    }
}

/// Returns how far a large file is read, for a terminal; what is read in a moment shows nothing.
fn reading(path: &Path) -> ProgressBar {
    let length = std::fs::metadata(path).map_or(0, |file| file.len());
    if length < LARGE {
        return ProgressBar::hidden();
    }
    // A file of captures is gone through twice.
    let bar = ProgressBar::new(length * 2);
    if let Ok(style) = ProgressStyle::with_template("{decimal_bytes}/{decimal_total_bytes} {wide_bar} {elapsed}") {
        bar.set_style(style);
    }
    bar
}

/// Tells what was written, and what in it is doubtful.
fn tell(imported: &Imported) -> anyhow::Result<()> {
    let what = if imported.filled { "text filled in" } else { "draft written" };
    writeln!(stdout(), "{}: {what}, {}", imported.document.display(), counted(imported.paragraphs, "paragraph"))?;
    writeln!(stdout(), "{}: source stored", imported.source.display())?;
    if let Some((digest, of)) = &imported.verified {
        writeln!(stdout(), "{}: verified, the digest of {of}", visible(digest))?;
    }
    for doubt in &imported.doubts {
        writeln!(stderr(), "doubt: {}", visible(doubt))?;
    }
    writeln!(stderr(), "read the draft against its source, and take out each comment that you have confirmed")?;
    Ok(())
}
