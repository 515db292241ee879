//! Which corpus a command works on, and how its documents and paragraphs are named on the command line.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::bail;
use url::Url;

use crate::archive::{Archive, Keeping};
use crate::citation::clean;
use crate::corpus;
#[cfg(feature = "import")]
use crate::corpus::Corpus;
use crate::corpus::{DocumentId, Files, ParagraphId, Prover, Revision, Target};
#[cfg(feature = "import")]
use crate::import;
#[cfg(feature = "import")]
use crate::wording::counted;
use crate::wording::visible;

/// The corpus where none is named.
const DEFAULT: &str = "corpus";

/// Turns the sources of documents into text, so that documents can be proved.
#[cfg(feature = "import")]
pub(super) const PROVER: Prover = import::plain_text;

/// Does the same for plain text alone, and says so of all others.
#[cfg(not(feature = "import"))]
pub(super) const PROVER: Prover = |file, bytes| match corpus::plain_text(file, bytes) {
    Err(_) if !file.ends_with(".txt") => Err(corpus::NoText::Unreadable(
        "this build reads plain text alone: HTML, PDF, DOCX and captures need the feature `import`".to_owned(),
    )),
    read => read,
};

/// The corpus that a command reads: a directory, or the one compiled into the program.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct CorpusArguments {
    /// The folder of the corpus; without it `./corpus` if there is one, else the corpus inside the program
    #[arg(long, env = "G7CYBER_CORPUS", value_name = "DIR")]
    corpus: Option<PathBuf>,
}

impl CorpusArguments {
    /// Returns where the files are.
    ///
    /// # Errors
    ///
    /// When there is no such directory.
    pub(super) fn files(&self) -> anyhow::Result<Files> {
        Ok(match &self.corpus {
            Some(folder) if folder.is_dir() => Files::Directory(folder.clone()),
            Some(folder) => return not_there(folder),
            None if Path::new(DEFAULT).is_dir() => Files::Directory(DEFAULT.into()),
            None => Files::Embedded,
        })
    }

    /// Opens the archive, and the index that is kept in `index`.
    ///
    /// # Errors
    ///
    /// When there is no such directory, or its corpus is wrong.
    pub(super) fn archive(&self, index: Option<&Path>) -> anyhow::Result<Archive> {
        let files = self.files()?;
        // An index that is kept is proved for those who serve it later; for one answer the plain texts are enough.
        let archive = match index {
            Some(directory) => Archive::open_proved(&files, Some(&Keeping::from(directory)), PROVER),
            None => Archive::open(&files, None),
        };
        Ok(archive?)
    }
}

/// The corpus that a command changes: always a directory.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Editing {
    /// The folder of the corpus; without it `./corpus`
    #[arg(long, env = "G7CYBER_CORPUS", value_name = "DIR")]
    corpus: Option<PathBuf>,
}

impl Editing {
    /// Returns the folder and the corpus in it.
    ///
    /// # Errors
    ///
    /// When there is no such directory, or something is wrong with the corpus.
    #[cfg(feature = "import")]
    pub(super) fn corpus(&self) -> anyhow::Result<(PathBuf, Corpus)> {
        let folder = self.folder()?;
        match corpus::load(&Files::Directory(folder.clone())) {
            Ok(corpus) => Ok((folder, corpus)),
            Err(problems) => {
                let first = problems.first().map(ToString::to_string).unwrap_or_default();
                bail!("the corpus has {}, the first: {first}; run `check`", counted(problems.len(), "problem"));
            }
        }
    }

    /// Returns the folder, and says it.
    ///
    /// # Errors
    ///
    /// When there is no such directory.
    pub(super) fn folder(&self) -> anyhow::Result<PathBuf> {
        let folder = self.corpus.clone().unwrap_or_else(|| DEFAULT.into());
        if folder.is_dir() {
            say(&Files::Directory(folder.clone()));
            return Ok(folder);
        }
        if self.corpus.is_none() {
            bail!("there is no `./{DEFAULT}`; make one with `g7cyber init {DEFAULT}`, or name one with --corpus");
        }
        not_there(&folder)
    }
}

fn not_there<T>(folder: &Path) -> anyhow::Result<T> {
    let told = folder.display();
    bail!("`{told}` is not a directory; --corpus takes the one that holds `documents`, and `g7cyber init` makes one")
}

/// Returns how a corpus is called.
pub(super) fn called(files: &Files) -> String {
    match files {
        Files::Embedded => "the embedded corpus".to_owned(),
        Files::Directory(folder) => format!("the corpus in `{}`", visible(&folder.display().to_string())),
    }
}

/// Says which corpus is used, beside what the command prints.
pub(super) fn say(files: &Files) {
    // Where nobody reads it, nothing is lost.
    let _ = writeln!(io::stderr(), "using {}", called(files));
}

/// Prints the commands that come next, beside what the command prints.
pub(super) fn next(commands: &[String]) {
    let lines: String = commands.iter().map(|command| format!("  {command}\n")).collect();
    let _ = write!(io::stderr(), "next:\n{lines}");
}

/// Returns a path as a shell takes it.
pub(super) fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_ascii_alphanumeric() || "_./-".contains(c);
    if !text.is_empty() && !text.starts_with('-') && text.chars().all(plain) {
        text
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// Something published, and one of its revisions where the address has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) target: Target,
    pub(super) revision: Option<Revision>,
}

/// Reads the name of a document or paragraph: as the terminal prints it, with or without the first slash, or as any
/// address of the web whose path is one of ours.
pub(super) fn address(text: &str) -> Result<Address, String> {
    let path = own_path(text);
    let segments: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    let (target, revision) = match segments.as_slice() {
        [document] | [document, "source"] => (Target::Document(name(document)?), None),
        [document, "p", number] | [document, "p", number, "cite" | "embed" | "card.png"] => {
            (paragraph(document, number)?, None)
        }
        [document, "p", number, "r", revision] => {
            let revision = name::<Revision>(revision)?;
            (paragraph(document, number)?, Some(revision))
        }
        _ => return Err(format!("`{text}` names neither a document nor a paragraph: write `document/p/number`")),
    };
    Ok(Address { target, revision })
}

/// Reads the name of something published.
pub(super) fn target(text: &str) -> Result<Target, String> {
    address(text).map(|address| address.target)
}

/// Reads the name of a document.
pub(super) fn document(text: &str) -> Result<DocumentId, String> {
    match target(text)? {
        Target::Document(id) => Ok(id),
        Target::Paragraph(_) => Err(format!("`{text}` names a paragraph, and a document is wanted")),
    }
}

fn paragraph(document: &str, number: &str) -> Result<Target, String> {
    Ok(Target::Paragraph(ParagraphId { document: name(document)?, number: name(number)? }))
}

fn name<T: std::str::FromStr<Err: std::fmt::Display>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error: T::Err| error.to_string())
}

/// Returns the path of an address without the form that data is asked in.
fn own_path(text: &str) -> String {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let path = match &url {
        Some(url) => url.path(),
        None => text.split(['?', '#']).next().unwrap_or_default(),
    };
    let path = if url.is_some() || path.starts_with('/') { clean(path) } else { path.trim_end_matches('/').to_owned() };
    let forms = [".json", ".txt", ".md", ".csv", ".ndjson"];
    let form = forms.iter().find_map(|form| path.strip_suffix(form));
    form.unwrap_or(&path).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_and_pasted_is_read() {
        for text in [
            "2027-x/p/99",
            "/2027-x/p/99",
            "/2027-x/p/99/",
            "http://127.0.0.1:8080/2027-x/p/99",
            "https://archive.example/2027-x/p/99?hl=a#p99",
            "https://archive.example/2027-x/p/99.json",
            "HTTPS://Archive.example/2027-X/P/99",
            "/2027-x/p/99/cite",
        ] {
            let read = address(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!((read.target.to_string().as_str(), read.revision), ("2027-x/p/99", None), "{text}");
        }
        let revision = address("https://archive.example/2027-x/p/99/r/2").expect("a revision");
        assert_eq!(revision.revision.map(Revision::get), Some(2));
        for text in ["2027-x", "/2027-x", "https://archive.example/2027-x", "/2027-x.json", "/2027-x/source"] {
            assert_eq!(document(text).expect(text).as_str(), "2027-x", "{text}");
        }
        for text in ["", "/", "x", "2027-x/99", "/2027-x/p/0", "/2027-x/p/99/r/0", "ftp://a.example/2027-x", "2027-X"] {
            assert!(target(text).is_err(), "{text}");
        }
        assert!(document("/2027-x/p/1").is_err());
    }

    #[test]
    fn a_path_is_one_word_for_a_shell() {
        assert_eq!(quoted(Path::new("my/corpus-2")), "my/corpus-2");
        assert_eq!(quoted(Path::new("it's here")), r"'it'\''s here'");
    }
}
