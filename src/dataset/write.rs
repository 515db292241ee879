//! A dataset on disk.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read as _};
use std::path::{Path, PathBuf};

use super::about::{Held, Pieces, SPREADSHEETS};
use super::files;
use super::pack::Take;
use super::sums::{Sum, sum};
use super::table::PIECE;

/// Why a dataset was not written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder has something in it.
    #[error("the folder is not empty: it has `{0}`; name one that is empty or not there")]
    NotEmpty(String),
    /// It cannot be written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// How many files.
    pub files: usize,
    /// How many bytes they have together.
    pub bytes: u64,
}

/// Writes the dataset of a corpus into a folder that is empty or not there; `begun` is told each name.
///
/// # Errors
///
/// When the folder holds something, or cannot be written.
pub fn write(held: &Held, folder: &Path, begun: &mut dyn FnMut(&str)) -> Result<Written, Error> {
    prepare(folder)?;
    let mut begun_files: Vec<PathBuf> = Vec::new();
    let mut put = |name: &str, pieces: Pieces| {
        let path = folder.join(name);
        begun_files.push(path.clone());
        file(&path, name, pieces)
    };
    let from = folder.to_owned();
    let again: Take = Box::new(move |name| Ok(Box::new(Read(File::open(from.join(name))?))));
    match files::make(held, begun, &mut put, Some(again)) {
        Ok(sums) => Ok(Written { files: sums.all().len(), bytes: sums.all().iter().map(|sum| sum.bytes).sum() }),
        Err(error) => {
            // A part of a dataset would be taken for the whole, and stand in the way of the next attempt.
            for path in begun_files {
                let _ = fs::remove_file(path);
            }
            let _ = fs::remove_dir(folder.join(SPREADSHEETS));
            Err(error.into())
        }
    }
}

/// A file in pieces.
struct Read(File);

impl Iterator for Read {
    type Item = io::Result<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut piece = Vec::with_capacity(PIECE);
        match self.0.by_ref().take(PIECE as u64).read_to_end(&mut piece) {
            Ok(0) => None,
            Ok(_) => Some(Ok(piece)),
            Err(error) => Some(Err(error)),
        }
    }
}

/// Makes a folder where there is none, and refuses one that has something in it.
pub(super) fn prepare(folder: &Path) -> Result<(), Error> {
    fs::create_dir_all(folder)?;
    match fs::read_dir(folder)?.next() {
        Some(entry) => Err(Error::NotEmpty(entry?.file_name().to_string_lossy().into_owned())),
        None => Ok(()),
    }
}

fn file(path: &Path, name: &str, pieces: Pieces) -> io::Result<Sum> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = BufWriter::new(File::create_new(path)?);
    let sum = sum(name, pieces, &mut file)?;
    file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    Ok(sum)
}
