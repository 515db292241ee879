//! WACZ packages: files of records in a ZIP file, with a list of what is in it and the digest of each.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use zip::ZipArchive;

use super::digest::Digest;
use super::warc::{Files, PIECE, Told, Watched};
use crate::import::Error;

/// How many bytes the list of a package may have.
const LARGEST_LIST: u64 = 16 << 20;

/// What a package says is in it.
#[derive(Deserialize)]
struct Package {
    #[serde(default)]
    resources: Vec<Resource>,
}

#[derive(Deserialize)]
struct Resource {
    path: String,
    #[serde(default)]
    hash: Option<String>,
}

/// The digest of the list itself.
#[derive(Deserialize)]
struct Sealed {
    hash: String,
}

/// The files of records in a package.
pub(super) struct Packed<'a> {
    archive: ZipArchive<BufReader<Watched<'a>>>,
    names: Vec<String>,
}

impl Files for Packed<'_> {
    fn count(&self) -> usize {
        self.names.len()
    }

    fn open(&mut self, at: usize) -> Result<(Box<dyn BufRead + '_>, u64), Error> {
        let name = self.names.get(at).map(String::as_str).unwrap_or_default();
        let file = self.archive.by_name(name).map_err(|error| damaged(name, &error))?;
        let packed = file.compressed_size();
        Ok((Box::new(BufReader::new(file)), packed))
    }
}

fn damaged(name: &str, error: &dyn std::fmt::Display) -> Error {
    Error::Package(format!("`{name}` in it cannot be read: {error}"))
}

/// Tells a ZIP file with a list of what is in it.
pub(super) fn is_package(path: &Path) -> bool {
    let archive = File::open(path).ok().and_then(|file| ZipArchive::new(BufReader::new(file)).ok());
    archive.is_some_and(|archive| archive.index_for_name("datapackage.json").is_some())
}

/// Opens a package whose records are what its list says.
///
/// # Errors
///
/// When the package is damaged, or a file in it has another digest than it lists.
pub(super) fn proved<'a>(path: &Path, told: Told<'a>) -> Result<Packed<'a>, Error> {
    let file = Watched::open(path, told)?;
    let mut archive =
        ZipArchive::new(BufReader::with_capacity(PIECE, file)).map_err(|error| Error::Package(error.to_string()))?;
    let list = read(&mut archive, "datapackage.json")?;
    if archive.index_for_name("datapackage-digest.json").is_some() {
        let sealed: Sealed = parsed("datapackage-digest.json", &read(&mut archive, "datapackage-digest.json")?)?;
        agrees("datapackage.json", &sealed.hash, &Sha256::digest(&list))?;
    }
    let package: Package = parsed("datapackage.json", &list)?;
    let names: Vec<String> = archive.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect();
    let is_records = |name: &String| name.ends_with(".warc") || name.ends_with(".warc.gz");
    let names: Vec<String> = names.into_iter().filter(is_records).collect();
    if names.is_empty() {
        return Err(Error::Package("there are no records in it".to_owned()));
    }
    for name in &names {
        let resource = package.resources.iter().find(|resource| resource.path == *name);
        let hash = resource.and_then(|resource| resource.hash.as_ref());
        let hash = hash.ok_or_else(|| Error::Package(format!("its list has no digest of `{name}`")))?;
        let file = archive.by_name(name).map_err(|error| damaged(name, &error))?;
        agrees(name, hash, &digest_of(file).map_err(|error| damaged(name, &error))?)?;
    }
    Ok(Packed { archive, names })
}

fn digest_of(mut file: impl Read) -> io::Result<Vec<u8>> {
    let mut digest = Sha256::new();
    let mut piece = vec![0; 64 << 10];
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(digest.finalize().to_vec()),
            read => digest.update(piece.get(..read).unwrap_or_default()),
        }
    }
}

fn read(archive: &mut ZipArchive<BufReader<Watched<'_>>>, name: &str) -> Result<Vec<u8>, Error> {
    let file = archive.by_name(name).map_err(|error| damaged(name, &error))?;
    let mut bytes = Vec::new();
    file.take(LARGEST_LIST + 1).read_to_end(&mut bytes).map_err(|error| damaged(name, &error))?;
    if bytes.len() as u64 > LARGEST_LIST { Err(Error::TooLarge(LARGEST_LIST)) } else { Ok(bytes) }
}

fn parsed<T: for<'a> Deserialize<'a>>(name: &str, bytes: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(bytes).map_err(|error| damaged(name, &error))
}

fn agrees(name: &str, named: &str, found: &[u8]) -> Result<(), Error> {
    let digest = Digest::parse(named).filter(Digest::is_sha256);
    let digest = digest.ok_or_else(|| Error::Package(format!("the digest `{named}` of `{name}` is not verified")))?;
    if digest.has(found) {
        return Ok(());
    }
    Err(Error::Digest { named: named.to_owned(), found: format!("sha256:{} (`{name}`)", super::digest::hex(found)) })
}
