//! All files as one: a ZIP that is made piece by piece, in order of names and of no date, so that it is always the same.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use zip::write::{SimpleFileOptions, StreamWriter, ZipWriter};
use zip::{CompressionMethod, DateTime};

use super::about::Pieces;
use super::sums::Sums;

/// From this length on a file is packed at the fastest level.
///
/// What takes longest to make is not to hold up all that waits for it: the fastest level has half the price of the next one,
/// of which a long file would have a quarter less. Of short ones the usual level costs nothing that is noticed.
const LONG: u64 = 1 << 20;

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
    folder: String,
    take: Take,
    /// The files that are still to come, the next one last, each with its length.
    files: Vec<(String, u64)>,
    current: Option<Pieces>,
    writer: Option<ZipWriter<StreamWriter<Written>>>,
    written: Written,
}

/// Returns the pieces of a file by its name.
pub(super) type Take = Box<dyn Fn(&str) -> io::Result<Pieces> + Send>;

/// Returns the pieces of the ZIP of all files whose sums are known, in a folder of this name.
pub(super) fn pieces(
    folder: String,
    sums: &Sums,
    take: Take,
) -> impl Iterator<Item = io::Result<Vec<u8>>> + Send + use<> {
    let others = sums.all().iter().filter(|sum| sum.name != format!("{folder}.zip"));
    let mut files: Vec<(String, u64)> = others.map(|sum| (sum.name.clone(), sum.bytes)).collect();
    files.sort_unstable_by(|a, b| b.cmp(a));
    let written = Written::default();
    let writer = Some(ZipWriter::new_stream(written.clone()));
    let mut packing = Packing { folder, take, files, current: None, writer, written };
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
        let Some((name, bytes)) = self.files.pop() else {
            let writer = self.writer.take();
            return writer.map_or(Ok(()), |writer| writer.finish().map(drop).map_err(io::Error::other));
        };
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level((bytes >= LONG).then_some(1))
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644)
            .large_file(bytes >= u64::from(u32::MAX) / 2);
        writer.start_file(format!("{}/{name}", self.folder), options).map_err(io::Error::other)?;
        self.current = Some((self.take)(&name)?);
        Ok(())
    }
}
