//! All files as one: a ZIP that is made piece by piece, in order of names and of no date, so that it is always the same.

use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use zip::write::{SimpleFileOptions, StreamWriter, ZipWriter};
use zip::{CompressionMethod, DateTime};

use super::{Dataset, Pieces, files, folder};

/// The fastest: what takes longest to make is not to hold up all that waits for it. It costs about a third more bytes than
/// the usual level, at a fifth of its time.
const LEVEL: Option<i64> = Some(1);

/// What was written and not yet taken away.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A ZIP that is being made.
struct Packing {
    dataset: Dataset,
    again: Option<Again>,
    folder: String,
    /// The names that are still to come, the next one last.
    names: Vec<Cow<'static, str>>,
    current: Option<Pieces>,
    writer: Option<ZipWriter<StreamWriter<Written>>>,
    written: Written,
}

/// Returns the pieces of a file that was made already, by its name.
pub(super) type Again = Box<dyn Fn(&str) -> io::Result<Pieces> + Send>;

/// Returns the pieces of the ZIP of a dataset whose other sums are known; its files are made again where they cannot be
/// taken from where they were put.
pub(super) fn pieces(dataset: Dataset, again: Option<Again>) -> impl Iterator<Item = io::Result<Vec<u8>>> + Send {
    let mut names: Vec<_> = files().map(|(name, _)| name).collect();
    names.sort_unstable_by(|a, b| b.cmp(a));
    let written = Written::default();
    let writer = Some(ZipWriter::new_stream(written.clone()));
    let folder = folder((*dataset.held).as_ref());
    let mut packing = Packing { dataset, again, folder, names, current: None, writer, written };
    std::iter::from_fn(move || {
        while packing.writer.is_some() {
            if let Err(error) = packing.step() {
                packing.writer = None;
                return Some(Err(error));
            }
            let piece = packing.written.take();
            if !piece.is_empty() {
                return Some(Ok(piece));
            }
        }
        None
    })
}

impl Packing {
    /// Writes the next piece of the present file, begins the next one, or ends.
    fn step(&mut self) -> io::Result<()> {
        let Some(writer) = &mut self.writer else { return Ok(()) };
        if let Some(piece) = self.current.as_mut().and_then(Iterator::next) {
            return writer.write_all(&piece?);
        }
        let Some(name) = self.names.pop() else {
            let writer = self.writer.take();
            return writer.map_or(Ok(()), |writer| writer.finish().map(drop).map_err(io::Error::other));
        };
        let long = self.dataset.sums.get(&name).is_some_and(|sum| sum.bytes >= u64::from(u32::MAX) / 2);
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(LEVEL)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644)
            .large_file(long);
        writer.start_file(format!("{}/{name}", self.folder), options).map_err(io::Error::other)?;
        self.current = match &self.again {
            Some(again) => Some(again(&name)?),
            None => self.dataset.pieces(&name),
        };
        Ok(())
    }
}
