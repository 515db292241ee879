//! A capture: what a host answered on a day, as the tool that asked kept it.
//!
//! The record is the source, not only the page in it: it says when it was made and carries the digest that proves it.
//! A page stands in its record as it was transferred, perhaps in chunks and packed, and tools take their digest of any
//! of these; each is tried, and which agreed is told. Knows nothing of files: `warc` and `wacz` find the records.

mod choice;
mod digest;
mod http;
mod wacz;
mod warc;

use std::io::Cursor;
use std::path::Path;

use self::choice::choose;
pub(super) use self::digest::Digest;
use self::http::Response;
pub(super) use self::http::unpacked;
use self::warc::{Kind, Reader, Record};
use super::Error;
use crate::corpus::Date;

/// How a source was captured, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// What it was found in: `warc`, `wacz`, or `memento` where an archive of the web gave it.
    pub how: &'static str,
    /// The moment, in UTC.
    pub captured: String,
    /// The digest that the record or the index of the archive names, such as `sha1:…`.
    pub digest: Option<String>,
    /// Of what the digest is, where it was verified.
    pub agreed: Option<&'static str>,
    /// Who made it, or which tool, where that is told.
    pub by: Option<String>,
    /// The records as they were received, kept as the source; nothing where the page itself is.
    pub record: Option<Vec<u8>>,
    /// The copy in an archive of the web that it is.
    pub copy: Option<Copied>,
    /// What a person should know of it.
    pub told: Vec<String>,
}

/// A copy in an archive of the web, taken because the page itself was not to be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// Its address, in its untouched form.
    pub url: String,
    /// The day on which the page itself was asked for.
    pub asked: Date,
    /// The status that it answered; nothing where it did not answer.
    pub answered: Option<u16>,
}

/// What a captured page is: its address, its type and its bytes as a browser would have shown them.
pub(super) struct Page {
    pub(super) url: String,
    pub(super) media_type: String,
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
    pub(super) bytes: Vec<u8>,
    pub(super) capture: Capture,
}

/// Tells whether a file holds captures, by how it begins.
pub(super) fn is_capture(path: &Path) -> bool {
    warc::begins_as_record(path) || wacz::is_package(path)
}

/// Finds the capture of an address in a file of captures; `told` is given each number of bytes that was read of it.
///
/// # Errors
///
/// When the file is damaged, the address is not in it, or a digest agrees with nothing.
pub(super) fn of_file(path: &Path, url: Option<&str>, told: &dyn Fn(u64)) -> Result<Page, Error> {
    let packed = wacz::is_package(path);
    let mut files: Box<dyn warc::Files> =
        if packed { Box::new(wacz::proved(path, told)?) } else { Box::new(warc::Alone(path, told)) };
    let chosen = choose(&warc::entries(&mut *files)?, url)?;
    let mut page = read(&warc::records(&mut *files, &chosen.places)?)?;
    page.capture.how = if packed { "wacz" } else { "warc" };
    page.capture.by = chosen.by;
    page.capture.told.extend(chosen.told);
    Ok(page)
}

/// Reads the record of a capture, and behind it the one that it refers to, and proves it by its digests.
///
/// # Errors
///
/// When the bytes are no such record, or a digest agrees with no reading of it.
pub(super) fn read(bytes: &[u8]) -> Result<Page, Error> {
    let mut records = Reader::new(Cursor::new(bytes), u64::MAX);
    let record = records.next()?.ok_or(Error::Record("it is empty".to_owned()))?;
    let first = records.record(record)?;
    let second = match records.next()? {
        Some(record) => Some(records.record(record)?),
        None => None,
    };
    let url = first.head.uri().ok_or_else(|| Error::Record("it names no address".to_owned()))?;
    let captured = first.head.moment().ok_or_else(|| Error::Record("it names no moment".to_owned()))?;
    let named = first.head.value("WARC-Payload-Digest");
    let original = match (first.head.kind(), second) {
        (Kind::Revisit, Some(original)) => original,
        (Kind::Revisit, None) => return Err(Error::NoOriginal(url)),
        _ => first,
    };
    // Not that of a revisit, of which no word is taken: wget gives it the digest of nothing.
    block_agrees(&original)?;
    if let Some(why) = original.head.value("WARC-Truncated") {
        return Err(Error::Record(format!("it says that it was cut (`{why}`)")));
    }
    let named = named.or_else(|| original.head.value("WARC-Payload-Digest"));
    let response = match original.head.kind() {
        Kind::Resource => Response::alone(original.head.value("Content-Type"), original.block),
        _ => Response::of(&original.block)?,
    };
    let mut told = Vec::new();
    let agreed = match &named {
        Some(named) => match Digest::parse(named) {
            Some(digest) => Some(response.agreeing(named, &digest)?),
            None => {
                told.push(format!("the digest `{named}` is of a kind that is not verified: SHA-1 and SHA-256 are"));
                None
            }
        },
        None => {
            told.push("the record names no digest of what it carries, so nothing proves it but itself".to_owned());
            None
        }
    };
    let header = |name| response.value(name).map(str::to_owned);
    Ok(Page {
        url,
        media_type: header("content-type").unwrap_or_default(),
        etag: header("etag"),
        last_modified: header("last-modified"),
        capture: Capture {
            how: "warc",
            captured,
            digest: named,
            agreed,
            by: None,
            record: Some(bytes.to_vec()),
            copy: None,
            told,
        },
        bytes: response.page()?,
    })
}

/// Refuses a record whose own digest is another than it says.
fn block_agrees(record: &Record) -> Result<(), Error> {
    let named = record.head.value("WARC-Block-Digest");
    let Some((named, digest)) = named.and_then(|named| Digest::parse(&named).map(|digest| (named, digest))) else {
        return Ok(());
    };
    if digest.is_of(&record.block) {
        return Ok(());
    }
    Err(Error::Digest { named, found: format!("{} (the whole record)", digest.of(&record.block)) })
}
