//! WARC files (ISO 28500), packed or not: one record after the other, without ever holding the file.
//!
//! A file is read twice, once to know what is in it and once for the records that are wanted, since a record may refer
//! to one that stands anywhere.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

use super::http::{self, LARGEST};
use crate::import::Error;

/// How long the head of a record may be.
const LONGEST: usize = 256 << 10;

/// No honest file unpacks to more than so many times its size; made-up ones do to a thousand times.
const MOST_TIMES: u64 = 200;
const SPARE: u64 = 16 << 20;

/// How much of a file is read at once.
pub(super) const PIECE: usize = 256 << 10;

/// What kind of record it is, as far as that matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An answer of a host.
    Response,
    /// A file by itself.
    Resource,
    /// A capture whose page is that of an earlier one.
    Revisit,
    /// What a tool says of its work.
    Info,
    /// Questions, notes and whatever else.
    Other,
}

/// The head of a record.
#[derive(Debug)]
pub(super) struct Head {
    /// As it was received, its empty line included.
    bytes: Vec<u8>,
    fields: Vec<(String, String)>,
    length: u64,
}

/// A whole record.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) head: Head,
    pub(super) block: Vec<u8>,
}

impl Head {
    /// Returns a field of it.
    pub(super) fn value(&self, name: &str) -> Option<String> {
        let found = self.fields.iter().find(|(known, value)| known.eq_ignore_ascii_case(name) && !value.is_empty());
        found.map(|(_, value)| value.clone())
    }

    pub(super) fn kind(&self) -> Kind {
        match self.value("WARC-Type").unwrap_or_default().to_ascii_lowercase().as_str() {
            "response" => Kind::Response,
            "resource" => Kind::Resource,
            "revisit" => Kind::Revisit,
            "warcinfo" => Kind::Info,
            _ => Kind::Other,
        }
    }

    /// Returns the address, which some tools write in angle brackets.
    pub(super) fn uri(&self) -> Option<String> {
        self.value("WARC-Target-URI").map(bare)
    }

    /// Returns the moment of the capture, to the second.
    pub(super) fn moment(&self) -> Option<String> {
        moment(&self.value("WARC-Date")?)
    }
}

fn bare(text: String) -> String {
    let inside = text.strip_prefix('<').and_then(|text| text.strip_suffix('>'));
    inside.map(str::to_owned).unwrap_or(text)
}

fn moment(text: &str) -> Option<String> {
    let moment: jiff::Timestamp = text.trim().parse().ok()?;
    Some(jiff::Timestamp::from_second(moment.as_second()).ok()?.to_string())
}

/// A capture in a file: where its record is, and what is known of it before it is read.
#[derive(Debug, Clone)]
pub(super) struct ListedCapture {
    /// Which of the files it stands in, and which record of that.
    pub(super) place: (usize, usize),
    pub(super) kind: Kind,
    pub(super) uri: String,
    pub(super) captured: String,
    pub(super) id: Option<String>,
    pub(super) digest: Option<String>,
    /// The record, and the address and moment, that a revisit refers to.
    pub(super) refers: [Option<String>; 3],
    pub(super) status: Option<u16>,
    pub(super) location: Option<String>,
    pub(super) by: Option<String>,
}

/// Reads records one after the other.
pub(super) struct Reader<R> {
    input: R,
    /// How much of the record's block is not read yet.
    left: u64,
    /// How many bytes more may come.
    budget: u64,
    begun: bool,
}

impl<R: BufRead> Reader<R> {
    pub(super) fn new(input: R, budget: u64) -> Self {
        Self { input, left: 0, budget, begun: false }
    }

    /// Returns the head of the next record, and passes over what is left of the one before.
    pub(super) fn next(&mut self) -> Result<Option<Head>, Error> {
        let rest = self.left;
        let passed = io::copy(&mut self.input.by_ref().take(rest), &mut io::sink()).map_err(unpacking)?;
        if passed < rest {
            return Err(cut());
        }
        self.left = 0;
        let mut bytes = Vec::new();
        let mut line = Vec::new();
        loop {
            line.clear();
            let room = (LONGEST - bytes.len()) as u64;
            self.input.by_ref().take(room).read_until(b'\n', &mut line).map_err(unpacking)?;
            let blank = line.iter().all(|byte| matches!(byte, b'\r' | b'\n'));
            match (line.is_empty(), bytes.is_empty()) {
                (true, true) => return Ok(None),
                (true, false) => return Err(cut()),
                _ => {}
            }
            if bytes.is_empty() {
                if blank {
                    continue;
                }
                if !line.starts_with(b"WARC/") {
                    let whole = if self.begun { "what follows a record is none" } else { "the file is none" };
                    return Err(Error::Record(whole.to_owned()));
                }
            }
            bytes.extend_from_slice(&line);
            if blank {
                break;
            }
            if bytes.len() >= LONGEST {
                return Err(Error::Record(format!("its head has more than {LONGEST} bytes")));
            }
        }
        self.begun = true;
        let fields = fields(&bytes);
        let mut head = Head { bytes, fields, length: 0 };
        let length = head.value("Content-Length").and_then(|length| length.parse().ok());
        head.length = length.ok_or_else(|| Error::Record("it does not say how long it is".to_owned()))?;
        self.budget = self.budget.checked_sub(head.length).ok_or(Error::Unfolds(MOST_TIMES))?;
        self.left = head.length;
        Ok(Some(head))
    }

    /// Returns the whole record that a head begins.
    pub(super) fn record(&mut self, head: Head) -> Result<Record, Error> {
        if head.length > LARGEST {
            return Err(Error::TooLarge(LARGEST));
        }
        let block = self.beginning(head.length)?;
        if (block.len() as u64) < head.length {
            return Err(cut());
        }
        Ok(Record { head, block })
    }

    /// Returns the beginning of the block.
    fn beginning(&mut self, most: u64) -> Result<Vec<u8>, Error> {
        let mut block = Vec::new();
        let read = self.input.by_ref().take(most.min(self.left)).read_to_end(&mut block).map_err(unpacking)?;
        self.left -= read as u64;
        Ok(block)
    }
}

fn fields(head: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(head);
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in text.lines().skip(1) {
        match (line.starts_with([' ', '\t']), fields.last_mut(), line.split_once(':')) {
            (true, Some((_, value)), _) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            (_, _, Some((name, value))) => fields.push((name.trim().to_owned(), value.trim().to_owned())),
            _ => {}
        }
    }
    fields
}

fn cut() -> Error {
    Error::Record("it ends before its end".to_owned())
}

fn unpacking(error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => cut(),
        _ => Error::Record(format!("it cannot be unpacked: {error}")),
    }
}

/// Files of records that belong together: one, or those in a package.
pub(super) trait Files {
    /// How many there are.
    fn count(&self) -> usize;
    /// Opens one, and tells how many bytes it has.
    fn open(&mut self, at: usize) -> Result<(Box<dyn BufRead + '_>, u64), Error>;
}

/// Who is told how many bytes of a file were read.
pub(super) type Told<'a> = &'a dyn Fn(u64);

/// A file that tells how much of it is read, since files of captures are large and there are several ways through them.
pub(super) struct Watched<'a> {
    file: File,
    told: Told<'a>,
}

impl<'a> Watched<'a> {
    pub(super) fn open(path: &Path, told: Told<'a>) -> Result<Self, Error> {
        let file = File::open(path).map_err(|error| Error::File { path: path.to_owned(), error })?;
        Ok(Self { file, told })
    }
}

impl Read for Watched<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(bytes)?;
        (self.told)(read as u64);
        Ok(read)
    }
}

impl Seek for Watched<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

/// A file by itself.
pub(super) struct Alone<'a>(pub(super) &'a Path, pub(super) Told<'a>);

impl Files for Alone<'_> {
    fn count(&self) -> usize {
        1
    }

    fn open(&mut self, _: usize) -> Result<(Box<dyn BufRead + '_>, u64), Error> {
        let file = Watched::open(self.0, self.1)?;
        let length = file.file.metadata().map_err(|error| Error::File { path: self.0.to_owned(), error })?.len();
        Ok((Box::new(BufReader::with_capacity(PIECE, file)), length))
    }
}

/// Tells whether a file begins as a record does, packed or not.
pub(super) fn begins_as_record(path: &Path) -> bool {
    let head = File::open(path).map(BufReader::new).ok().and_then(|file| {
        let mut head = Vec::new();
        plain(Box::new(file)).ok()?.take(5).read_to_end(&mut head).ok()?;
        Some(head)
    });
    head.is_some_and(|head| head == b"WARC/")
}

/// Returns the same unpacked, where it is packed.
fn plain<'a>(mut input: Box<dyn BufRead + 'a>) -> io::Result<Box<dyn BufRead + 'a>> {
    let packed = input.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    Ok(if packed { Box::new(BufReader::new(MultiGzDecoder::new(input))) } else { input })
}

fn reader<'a>(files: &'a mut dyn Files, at: usize) -> Result<Reader<Box<dyn BufRead + 'a>>, Error> {
    let (input, length) = files.open(at)?;
    let budget = length.saturating_mul(MOST_TIMES).saturating_add(SPARE);
    Ok(Reader::new(plain(input).map_err(unpacking)?, budget))
}

/// Returns all captures in some files.
pub(super) fn entries(files: &mut dyn Files) -> Result<Vec<ListedCapture>, Error> {
    let mut entries = Vec::new();
    for at in 0..files.count() {
        scan(&mut reader(files, at)?, at, &mut entries)?;
    }
    Ok(entries)
}

/// Returns the records at some places, in one piece.
pub(super) fn records(files: &mut dyn Files, places: &[(usize, usize)]) -> Result<Vec<u8>, Error> {
    let mut kept = Vec::new();
    for (file, wanted) in places {
        let mut reader = reader(files, *file)?;
        let mut at = 0;
        while let Some(head) = reader.next()? {
            if at == *wanted {
                let record = reader.record(head)?;
                kept.extend_from_slice(&record.head.bytes);
                kept.extend_from_slice(&record.block);
                kept.extend_from_slice(b"\r\n\r\n");
                break;
            }
            at += 1;
        }
    }
    Ok(kept)
}

/// Lists the captures in a file.
fn scan<R: BufRead>(reader: &mut Reader<R>, file: usize, entries: &mut Vec<ListedCapture>) -> Result<(), Error> {
    let mut by = None;
    let mut at = 0;
    while let Some(head) = reader.next()? {
        let place = (file, at);
        at += 1;
        let kind = head.kind();
        match kind {
            Kind::Info => by = made_by(&reader.beginning(http::LONGEST_HEAD as u64)?).or(by),
            Kind::Other => {}
            Kind::Response | Kind::Resource | Kind::Revisit => {
                let (Some(uri), Some(captured)) = (head.uri(), head.moment()) else { continue };
                if !uri.starts_with("http://") && !uri.starts_with("https://") {
                    continue;
                }
                let block = match kind {
                    Kind::Resource => Vec::new(),
                    _ => reader.beginning(http::LONGEST_HEAD as u64)?,
                };
                let answer = block.get(..http::end_of_head(&block).unwrap_or(block.len())).unwrap_or_default();
                let status = http::status(answer);
                let location = http::headers(answer).into_iter().find(|(name, _)| name == "location");
                entries.push(ListedCapture {
                    place,
                    kind,
                    uri,
                    captured,
                    id: head.value("WARC-Record-ID"),
                    digest: head.value("WARC-Payload-Digest"),
                    refers: [
                        head.value("WARC-Refers-To"),
                        head.value("WARC-Refers-To-Target-URI").map(bare),
                        head.value("WARC-Refers-To-Date").and_then(|date| moment(&date)),
                    ],
                    status,
                    location: location.filter(|_| matches!(status, Some(300..400))).map(|(_, to)| to),
                    by: by.clone(),
                });
            }
        }
    }
    Ok(())
}

/// Returns who made a file of captures: who ran the tool, and which it was.
fn made_by(block: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(block);
    let field = |name: &str| {
        let value = |line: &str| Some(line.strip_prefix(name)?.strip_prefix(':')?.trim().to_owned());
        text.lines().find_map(value).filter(|value| !value.is_empty())
    };
    match (field("operator"), field("software")) {
        (Some(operator), Some(software)) => Some(format!("{operator}, with {software}")),
        (operator, software) => operator.or(software),
    }
}
