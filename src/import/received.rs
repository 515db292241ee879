//! A source as it was received: its bytes, and what is known about where they are from.

use std::path::Path;

use url::Url;

use super::capture::{self, Capture};
use super::deadline::{Deadline, TIMEOUT};
use super::decode::{charset, decode, decode_and_tell};
use super::host::{self, Host};
use super::{Error, docx, html};
use crate::corpus::{Date, DocumentId, read_file};

/// A source as it was received.
#[derive(Debug, Clone)]
pub struct Received {
    /// Its bytes, none changed; of a capture, those of the page in it.
    pub bytes: Vec<u8>,
    /// What kind of file it is.
    pub media: Media,
    /// The media type as the server said it, or as the file shows.
    pub media_type: String,
    /// The address it is from, where it is known.
    pub url: Option<String>,
    /// The day it was retrieved, where it was from the network.
    pub retrieved: Option<Date>,
    /// The entity tag that the server gave it.
    pub etag: Option<String>,
    /// When the server said that it was last changed.
    pub last_modified: Option<String>,
    /// How it was captured, where it is no answer to us but one that was kept.
    pub capture: Option<Capture>,
    /// What host and page said of their use when it was fetched.
    pub terms: Option<String>,
    /// The character encoding that came with it or its file name.
    charset: Option<String>,
}

/// How the names of files end that hold the record of a capture.
const RECORD: &str = "warc";

/// The kinds of files that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Media {
    /// A page.
    Html,
    /// A PDF file.
    Pdf,
    /// A Word file.
    Docx,
    /// Plain text.
    Text,
}

impl Media {
    /// Returns the usual end of file names.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Text => "txt",
        }
    }

    /// Tells files that are nothing but words, perhaps marked up.
    fn is_words(self) -> bool {
        matches!(self, Self::Html | Self::Text)
    }

    fn of_extension(extension: &str) -> Option<Self> {
        match extension.to_ascii_lowercase().as_str() {
            "html" | "htm" | "xhtml" => Some(Self::Html),
            "pdf" => Some(Self::Pdf),
            "docx" => Some(Self::Docx),
            "txt" | "text" | "md" => Some(Self::Text),
            _ => None,
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Html => "text/html",
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Text => "text/plain",
        }
    }
}

impl Received {
    /// Reads a file; `url` is the address that it was saved from, where the operator knows it.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, not in time, or is of a kind that is not; of a file of captures, when `url` is not
    /// among them or its digest agrees with nothing.
    pub fn from_file(path: &Path, url: Option<String>) -> Result<Self, Error> {
        Self::from_file_telling(path, url, &|_| ())
    }

    /// Reads a file as [`Received::from_file`] does; where it is one of captures, which may be of any size, `told` is given
    /// each number of bytes that was read of it. It is read twice, and first of all once more where a package proves it.
    ///
    /// # Errors
    ///
    /// As there.
    pub fn from_file_telling(path: &Path, url: Option<String>, told: &dyn Fn(u64)) -> Result<Self, Error> {
        let wrong = |error| Error::File { path: path.to_owned(), error };
        let place = std::fs::canonicalize(path).map_err(wrong)?;
        // Files of captures are larger than any source: they are read record by record.
        if place.is_file() && capture::is_capture(&place) {
            return Self::captured(capture::of_file(&place, url.as_deref(), told)?);
        }
        let bytes = read_file(&place).map_err(wrong)?;
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        let media = sniffed(&bytes)
            .or_else(|| Media::of_extension(extension).filter(|media| media.is_words() && is_text(&bytes)))
            .ok_or_else(|| unread(&bytes, extension))?;
        let mut received = Self::new(bytes, media, media.media_type().to_owned());
        received.url = match url {
            None if media == Media::Html => html::own_address(&received.text(), &Deadline::after(TIMEOUT))?,
            given => given,
        };
        Ok(received)
    }

    /// Takes what a server sent from `url` on the day `retrieved`, with the media type it gave.
    ///
    /// # Errors
    ///
    /// When it is of a kind that is not read.
    pub fn from_network(bytes: Vec<u8>, media_type: &str, url: String, retrieved: Date) -> Result<Self, Error> {
        let media = Self::media(&bytes, media_type)?;
        let media_type = if media_type.is_empty() { media.media_type() } else { media_type };
        let mut received = Self::new(bytes, media, media_type.to_owned());
        received.url = Some(url);
        received.retrieved = Some(retrieved);
        Ok(received)
    }

    /// Takes a source that the corpus holds.
    ///
    /// # Errors
    ///
    /// When its file name says that it is of a kind that is not read, or it is a capture that is damaged.
    pub(super) fn stored(file: &str, bytes: Vec<u8>) -> Result<Self, Error> {
        let (stem, extension) = file.rsplit_once('.').unwrap_or((file, ""));
        if extension == RECORD {
            return Self::captured(capture::read(&bytes)?);
        }
        let media = Media::of_extension(extension).ok_or_else(|| Error::Unread(extension.to_owned()))?;
        let mut received = Self::new(bytes, media, media.media_type().to_owned());
        received.charset = stem.rsplit_once('.').map(|(_, charset)| charset.to_owned());
        Ok(received)
    }

    /// Takes the page of a capture.
    fn captured(page: capture::Page) -> Result<Self, Error> {
        if page.bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(Error::Empty);
        }
        let media = Self::media(&page.bytes, &page.media_type)?;
        let media_type = if page.media_type.is_empty() { media.media_type().to_owned() } else { page.media_type };
        let mut received = Self::new(page.bytes, media, media_type);
        received.url = Some(page.url);
        received.etag = page.etag;
        received.last_modified = page.last_modified;
        received.capture = Some(page.capture);
        Ok(received)
    }

    /// Tells the kind of what a server sent as `media_type`.
    fn media(bytes: &[u8], media_type: &str) -> Result<Media, Error> {
        let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let said = match essence.as_str() {
            "text/html" | "application/xhtml+xml" => Some(Media::Html),
            "text/plain" | "" => Some(Media::Text),
            _ => None,
        };
        // What a file is counts for more than what a server says it is: many serve PDF as something else.
        let media = sniffed(bytes).or_else(|| said.filter(|_| is_text(bytes)));
        media.ok_or(Error::Unread(essence))
    }

    fn new(bytes: Vec<u8>, media: Media, media_type: String) -> Self {
        let charset = charset(&media_type).map(str::to_ascii_lowercase);
        let (url, retrieved, etag, last_modified, capture, terms) = (None, None, None, None, None, None);
        Self { bytes, media, media_type, url, retrieved, etag, last_modified, capture, terms, charset }
    }

    /// Returns what is kept as the source: the record of a capture, else the bytes as they came.
    #[must_use]
    pub fn kept(&self) -> &[u8] {
        self.record().unwrap_or(&self.bytes)
    }

    fn record(&self) -> Option<&[u8]> {
        self.capture.as_ref()?.record.as_deref()
    }

    /// Returns its text, for a page or plain text.
    pub(super) fn text(&self) -> String {
        decode(&self.bytes, self.charset.as_deref())
    }

    /// Returns the words before each place that is not as its encoding has it.
    pub(super) fn stray(&self) -> Vec<String> {
        decode_and_tell(&self.bytes, self.charset.as_deref()).1
    }

    /// Returns the name of its file in the corpus.
    ///
    /// A character encoding that only the server knew becomes part of the name: without it, nobody could read the
    /// file again.
    pub(super) fn file(&self, id: &DocumentId) -> String {
        if self.record().is_some() {
            return format!("{id}.{RECORD}");
        }
        let extension = self.media.extension();
        let told = self.charset.as_deref().filter(|_| self.media.is_words());
        match told.filter(|charset| decode(&self.bytes, None) != decode(&self.bytes, Some(charset))) {
            Some(charset) => format!("{id}.{charset}.{extension}"),
            None => format!("{id}.{extension}"),
        }
    }

    /// Returns the rules for the host that it is from.
    pub(super) fn host(&self) -> &'static Host {
        host::host(self.url.as_deref())
    }

    /// Returns the name of the host that it is from.
    pub(super) fn host_name(&self) -> Option<String> {
        let url = Url::parse(self.url.as_deref()?).ok()?;
        url.host_str().map(str::to_owned)
    }
}

/// Tells the kind of a file by how it begins.
fn sniffed(bytes: &[u8]) -> Option<Media> {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Some(Media::Pdf);
    }
    if head.starts_with(b"PK") {
        return docx::is_word_file(bytes).then_some(Media::Docx);
    }
    let text = decode(head, None).trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    (text.starts_with("<!doctype html") || text.starts_with("<html") || text.contains("<head>")).then_some(Media::Html)
}

/// Says why a file is not read: packages by what is wrong with them, others by their type.
fn unread(bytes: &[u8], kind: &str) -> Error {
    if bytes.starts_with(b"PK") {
        return Error::Package("it is a ZIP file, and no whole Word file or package of captures".to_owned());
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        let why = "it is of an older office program, or closed with a password; save it as DOCX or PDF";
        return Error::Package(why.to_owned());
    }
    Error::Unread(kind.to_owned())
}

/// Tells whether bytes can be a text: a file with zero bytes is one in UTF-16 or none.
fn is_text(bytes: &[u8]) -> bool {
    !bytes.contains(&0) || !decode(bytes, None).contains('\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], media_type: &str, media: Option<Media>) {
        let received =
            Received::from_network(bytes.to_vec(), media_type, "https://a.example/".into(), "2020".parse().unwrap());
        assert_eq!(received.ok().map(|received| received.media), media, "{media_type}");
    }

    #[test]
    fn what_a_file_is_counts_for_more_than_what_it_is_called() {
        check(b"%PDF-1.4", "text/html", Some(Media::Pdf));
        check(b"<!DOCTYPE html><p>x", "text/plain", Some(Media::Html));
        check(b"words", "text/plain; charset=utf-8", Some(Media::Text));
        check(b"words", "text/html", Some(Media::Html));
        check(b"w\0o\0r\0d\0s\0!\0", "text/plain", Some(Media::Text));
        check(b"\x89PNG\0\0\0", "image/png", None);
        check(b"PK\x03\x04\0\0", "text/html", None);
        check(b"{}", "application/json", None);
    }

    #[test]
    fn an_encoding_only_the_server_knew_is_kept_in_the_name() {
        let id: DocumentId = "2017-x".parse().unwrap();
        let greek = Received::from_network(
            vec![0xe1, 0xe2],
            "text/plain; charset=ISO-8859-7",
            String::new(),
            "2020".parse().unwrap(),
        )
        .unwrap();
        assert_eq!(greek.file(&id), "2017-x.iso-8859-7.txt");
        assert_eq!(Received::stored(&greek.file(&id), greek.bytes.clone()).unwrap().text(), "αβ");
        let plain = Received::from_network(
            b"ab".to_vec(),
            "text/plain; charset=ISO-8859-7",
            String::new(),
            "2020".parse().unwrap(),
        )
        .unwrap();
        assert_eq!(plain.file(&id), "2017-x.txt");
    }
}
