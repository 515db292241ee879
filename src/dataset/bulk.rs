//! The archive for search engines that others run: what OpenSearch and PostgreSQL load as it is.
//!
//! Words are handed over as our own search divides them, so that an exact word or phrase means there what it means here.
//! Knows what the two take, and nothing of how they are run.

mod opensearch;
mod postgresql;
mod terms;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use super::about::{Held, Pieces};
use super::table::Table;
use super::tables::TABLES;
use super::write::{Error, Written, prepare};
use crate::corpus::{Corpus, ParagraphPlace};
use crate::data::Reader;

/// So many bytes are in a file of lines at most, unless one paragraph has more: what OpenSearch takes well in one request.
const LARGEST: u64 = 10_000_000;

/// Writes what OpenSearch and PostgreSQL load into a folder that is empty or not there; `told` is told each file and how
/// far it is.
///
/// # Errors
///
/// When the folder holds something, or cannot be written.
pub fn write_bulk(held: &Held, folder: &Path, told: &mut dyn FnMut(&str)) -> Result<Written, Error> {
    prepare(folder)?;
    let mut writing = Writing { folder, told, names: Vec::new(), bytes: 0 };
    if let Err(error) = writing.all(held) {
        // A part would be taken for the whole, and stand in the way of the next attempt.
        for name in writing.names {
            let _ = fs::remove_file(folder.join(name));
        }
        return Err(error.into());
    }
    Ok(Written { files: writing.names.len(), bytes: writing.bytes })
}

/// A folder that is being filled.
struct Writing<'a> {
    folder: &'a Path,
    told: &'a mut dyn FnMut(&str),
    names: Vec<String>,
    bytes: u64,
}

impl Writing<'_> {
    fn all(&mut self, held: &Held) -> io::Result<()> {
        let corpus: &Corpus = (**held).as_ref();
        self.text("mapping.json", opensearch::mapping(corpus))?;
        self.lines(corpus)?;
        let tables: Vec<&'static Table> = TABLES.into_iter().chain(postgresql::TABLES).collect();
        self.text("schema.sql", postgresql::schema(&tables))?;
        self.text("load.sql", postgresql::load(&tables))?;
        for table in tables {
            self.file(table.name, Box::new(table.csv(Arc::clone(held), Reader::Program)))?;
        }
        Ok(())
    }

    /// Writes the paragraphs for OpenSearch, in as many files as they need; of an archive without texts an empty one.
    fn lines(&mut self, corpus: &Corpus) -> io::Result<()> {
        let mut places = corpus.places().flat_map(|(place, document)| {
            (0..document.paragraphs.len()).map(move |paragraph| ParagraphPlace { document: place, paragraph })
        });
        let mut next = None;
        for number in 1.. {
            let name = match number {
                1 => "paragraphs.bulk.ndjson".to_owned(),
                _ => format!("paragraphs.bulk.{number:04}.ndjson"),
            };
            let mut file = self.begin(&name)?;
            let mut length = 0;
            while let Some(place) = next.take().or_else(|| places.next()) {
                let Some(document) = corpus.at(place.document) else { continue };
                let lines = opensearch::lines(corpus, document, place.paragraph)?;
                if length > 0 && length + lines.len() as u64 > LARGEST {
                    next = Some(place);
                    break;
                }
                length += lines.len() as u64;
                file.write_all(&lines)?;
                if place.paragraph == 0 {
                    let number = place.document.number() + 1;
                    (self.told)(&format!("{name}: document {number} of {}", corpus.documents().len()));
                }
            }
            self.end(file, length)?;
            if next.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn text(&mut self, name: &str, text: String) -> io::Result<()> {
        self.file(name, Box::new(std::iter::once(Ok(text.into_bytes()))))
    }

    fn file(&mut self, name: &str, pieces: Pieces) -> io::Result<()> {
        let mut file = self.begin(name)?;
        let mut length = 0;
        for piece in pieces {
            let piece = piece?;
            file.write_all(&piece)?;
            length += piece.len() as u64;
            (self.told)(&format!("{name}: {length} bytes"));
        }
        self.end(file, length)
    }

    fn begin(&mut self, name: &str) -> io::Result<BufWriter<File>> {
        let file = File::create_new(self.folder.join(name))?;
        self.names.push(name.to_owned());
        Ok(BufWriter::new(file))
    }

    fn end(&mut self, file: BufWriter<File>, length: u64) -> io::Result<()> {
        self.bytes += length;
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
    }
}
