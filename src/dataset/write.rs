//! A dataset on disk.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use super::{Dataset, Held, SPREADSHEETS, Sums};

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
    let sums = Sums::of(held, begun)?;
    let dataset = Dataset::known(Arc::clone(held), Arc::new(sums));
    for (at, sum) in dataset.sums().all().iter().enumerate() {
        begun(&sum.name);
        if let Err(error) = file(&dataset, &sum.name, folder) {
            // A part of a dataset would be taken for the whole, and stand in the way of the next attempt.
            for written in dataset.sums().all().iter().take(at + 1) {
                let _ = fs::remove_file(folder.join(&written.name));
            }
            let _ = fs::remove_dir(folder.join(SPREADSHEETS));
            return Err(error.into());
        }
    }
    let sums = dataset.sums().all();
    Ok(Written { files: sums.len(), bytes: sums.iter().map(|sum| sum.bytes).sum() })
}

/// Makes a folder where there is none, and refuses one that has something in it.
pub(super) fn prepare(folder: &Path) -> Result<(), Error> {
    fs::create_dir_all(folder)?;
    match fs::read_dir(folder)?.next() {
        Some(entry) => Err(Error::NotEmpty(entry?.file_name().to_string_lossy().into_owned())),
        None => Ok(()),
    }
}

fn file(dataset: &Dataset, name: &str, folder: &Path) -> io::Result<()> {
    if name.starts_with(SPREADSHEETS) {
        fs::create_dir_all(folder.join(SPREADSHEETS))?;
    }
    let mut file = BufWriter::new(File::create_new(folder.join(name))?);
    for piece in dataset.pieces(name).into_iter().flatten() {
        file.write_all(&piece?)?;
    }
    file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
}
