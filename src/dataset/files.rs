//! The files of a dataset: what each is made by, in the order in which they can be made.

use std::borrow::Cow;
use std::sync::Arc;
use std::{io, iter};

use super::about::{Held, NDJSON, Pieces, SPREADSHEETS, folder, pack_name};
use super::sums::{Sum, Sums};
use super::table::Table;
use super::tables::TABLES;
use super::{changes, crate_metadata, croissant, deposit, pack, package, readme, sums, texts};
use crate::corpus::Corpus;
use crate::data::Reader;

/// What a file is made by.
#[derive(Clone, Copy)]
pub(super) enum Made {
    Table(&'static Table, Reader),
    Lines,
    Text(MakeText),
}

/// Returns a text of a corpus and of the files before it.
type MakeText = fn(&Corpus, &Sums) -> String;

/// Every file but the one that holds them all, in the order in which they can be made: those that describe others after
/// them.
fn files() -> impl Iterator<Item = (Cow<'static, str>, Made)> {
    let tables = TABLES.iter().map(|table| (table.name.into(), Made::Table(table, Reader::Program)));
    let spreadsheets = TABLES
        .iter()
        .map(|table| (format!("{SPREADSHEETS}/{}", table.name).into(), Made::Table(table, Reader::Spreadsheet)));
    let texts: [(&str, MakeText); 9] = [
        ("CHANGES.md", changes::text),
        ("CITATION.cff", deposit::citation_file),
        (".zenodo.json", deposit::zenodo),
        ("datacite.json", deposit::datacite),
        ("datapackage.json", package::text),
        ("croissant.json", croissant::text),
        ("README.md", readme::text),
        ("ro-crate-metadata.json", crate_metadata::text),
        ("SHA256SUMS", sums::text),
    ];
    let texts = texts.into_iter().map(|(name, make)| (name.into(), Made::Text(make)));
    tables.chain([(NDJSON.into(), Made::Lines)]).chain(spreadsheets).chain(texts)
}

/// Returns the pieces of a file, made of a corpus and the sums of the files before it.
fn made_of(held: &Held, sums: &Sums, made: Made) -> Pieces {
    match made {
        Made::Table(table, reader) => Box::new(table.csv(Arc::clone(held), reader)),
        Made::Lines => Box::new(texts::PARAGRAPHS.lines(Arc::clone(held))),
        Made::Text(make) => Box::new(iter::once(Ok(make((**held).as_ref(), sums).into_bytes()))),
    }
}

/// Returns the pieces of a file, each made when it is asked for; nothing where there is no such file.
pub(super) fn pieces(held: &Held, sums: &Arc<Sums>, name: &str) -> Option<Pieces> {
    if name == pack_name((**held).as_ref()) {
        let (own, known) = (Arc::clone(held), Arc::clone(sums));
        return Some(packed(held, sums, Box::new(move |name| pieces(&own, &known, name).ok_or_else(unknown))));
    }
    let (_, made) = files().find(|(other, _)| other == name)?;
    Some(made_of(held, &sums.before(name), made))
}

/// Makes every file once; `begun` is told each name, and `put` returns the sum of what it put. The file that holds all
/// others takes them by `again`, or else makes them anew.
pub(super) fn make(
    held: &Held,
    begun: &mut dyn FnMut(&str),
    put: &mut dyn FnMut(&str, Pieces) -> io::Result<Sum>,
    again: Option<pack::Take>,
) -> io::Result<Sums> {
    let mut sums = Sums::none((**held).as_ref());
    for (name, made) in files() {
        begun(&name);
        let sum = put(&name, made_of(held, &sums, made))?;
        sums.push(sum);
    }
    let name = pack_name((**held).as_ref());
    begun(&name);
    let known = Arc::new(sums.clone());
    let whole = match again {
        Some(take) => Some(packed(held, &known, take)),
        None => pieces(held, &known, &name),
    };
    sums.push(put(&name, whole.ok_or_else(unknown)?)?);
    Ok(sums)
}

fn packed(held: &Held, sums: &Arc<Sums>, take: pack::Take) -> Pieces {
    Box::new(pack::pieces(folder((**held).as_ref()), sums, take))
}

fn unknown() -> io::Error {
    io::ErrorKind::NotFound.into()
}
