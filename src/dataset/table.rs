//! A table: its columns, and its rows made a few at a time, as CSV or as JSON lines.

use std::{io, iter};

use super::about::Held;
use super::column::{Column, Kind};
use crate::corpus::Corpus;
use crate::data::{Reader, rows};

/// The cells of a row, one for each column.
pub(super) type Cells = Vec<String>;

/// A table.
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    /// The columns that tell one row from all others.
    pub(super) key: &'static [&'static str],
    pub(super) columns: &'static [Column],
    /// Returns the rows of the one in this place (a document, a row of the ledger); nothing after the last.
    pub(super) rows: fn(&Corpus, usize) -> Option<Vec<Cells>>,
}

/// How many bytes make a piece.
pub(super) const PIECE: usize = 64 * 1024;

impl Table {
    /// Returns its name without the ending.
    pub(super) fn stem(&self) -> &'static str {
        self.name.trim_end_matches(".csv")
    }

    /// Returns the pieces of the table as CSV, the head first.
    pub(super) fn csv(&'static self, held: Held, reader: Reader) -> impl Iterator<Item = io::Result<Vec<u8>>> + Send {
        let head = rows::head(self.columns.iter().map(|column| column.name), reader);
        iter::once(head).chain(self.pieces(held, move |out, cells| rows::record(out, cells.into_iter(), reader)))
    }

    /// Returns the pieces of the table as one JSON value a line. What is empty in CSV is `null`.
    pub(super) fn lines(&'static self, held: Held) -> impl Iterator<Item = io::Result<Vec<u8>>> + Send {
        self.pieces(held, |mut out, cells| {
            for (at, (column, cell)) in self.columns.iter().zip(cells).enumerate() {
                out.push(if at == 0 { b'{' } else { b',' });
                serde_json::to_writer(&mut out, column.name)?;
                out.push(b':');
                match column.kind {
                    _ if cell.is_empty() => out.extend(b"null"),
                    Kind::Text | Kind::NumberLike => serde_json::to_writer(&mut out, &cell)?,
                    Kind::Integer | Kind::Boolean => out.extend(cell.bytes()),
                }
            }
            out.extend(b"}\n");
            Ok(out)
        })
    }

    fn pieces(
        &'static self,
        held: Held,
        write: impl Fn(Vec<u8>, Cells) -> io::Result<Vec<u8>> + Send,
    ) -> impl Iterator<Item = io::Result<Vec<u8>>> + Send {
        let mut place = 0;
        iter::from_fn(move || {
            let mut piece = Vec::new();
            while piece.len() < PIECE {
                let Some(rows) = (self.rows)((*held).as_ref(), place) else { break };
                place += 1;
                for cells in rows {
                    piece = match write(piece, cells) {
                        Ok(piece) => piece,
                        Err(error) => return Some(Err(error)),
                    };
                }
            }
            (!piece.is_empty()).then_some(Ok(piece))
        })
    }
}
