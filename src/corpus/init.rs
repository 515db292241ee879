//! The beginning of a corpus: an empty folder becomes one, with what the program holds or with nothing yet.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use super::Files;
use super::check::citation;
use super::transaction::Transaction;
use super::{ledger, watch};

/// What a new corpus begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beginning {
    /// The corpus inside the program.
    Embedded,
    /// No document, and the lists that every corpus needs.
    Empty,
}

/// Writes a corpus into a folder that is empty or not there, and returns how many files it has.
///
/// What an interrupted run left is written anew.
///
/// # Errors
///
/// When the folder holds something, or cannot be written; then it holds no corpus.
pub fn init(root: &Path, beginning: Beginning) -> io::Result<usize> {
    fs::create_dir_all(root)?;
    // Looked at under the lock: of two runs, the second finds what the first has written.
    let transaction = Transaction::open(root)?;
    for entry in fs::read_dir(root)? {
        let name = entry?.file_name();
        if !Transaction::owns(&name) {
            let name = name.to_string_lossy().into_owned();
            let told = format!("the folder is not empty: it has `{name}`; name one that is empty or not there");
            return Err(io::Error::new(ErrorKind::DirectoryNotEmpty, told));
        }
    }
    let files = files(beginning)?;
    transaction.commit(&files)?;
    for folder in ["documents", "sources"] {
        fs::create_dir_all(root.join(folder))?;
    }
    Ok(files.len())
}

fn files(beginning: Beginning) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let (listed, _) = Files::Embedded.list();
    let mut files = BTreeMap::new();
    for file in listed {
        let bytes = file.read()?.into_owned();
        match (beginning, file.path.as_str()) {
            (Beginning::Empty, "README.md") => {
                files.insert(file.path, format_alone(&bytes));
            }
            (Beginning::Empty, "ledger.csv") => {
                files.insert(file.path, ledger::header().into_bytes());
            }
            (Beginning::Empty, "instruments.toml") => {
                files.insert(file.path, of_no_document(&bytes));
            }
            // What is recorded of the paragraphs of documents goes with them.
            (Beginning::Empty, path) if path.contains('/') || [citation::FILE, watch::FILE].contains(&path) => {}
            _ => {
                files.insert(file.path, bytes);
            }
        }
    }
    Ok(files)
}

/// Returns the list of instruments without which of them are documents of the corpus.
fn of_no_document(instruments: &[u8]) -> Vec<u8> {
    let lines = String::from_utf8_lossy(instruments);
    let lines = lines.split_inclusive('\n').filter(|line| !line.starts_with("document = "));
    lines.collect::<String>().into_bytes()
}

/// Returns what the README says of every corpus, without what it says of the one inside the program.
fn format_alone(readme: &[u8]) -> Vec<u8> {
    let readme = String::from_utf8_lossy(readme);
    let layout = readme.split("```").nth(1).unwrap_or_default();
    let format = readme.find("## The file format").and_then(|at| readme.get(at..)).unwrap_or_default();
    format!("# The corpus\n\nThis folder is what the archive holds.\n\n```{layout}```\n\n{format}").into_bytes()
}
