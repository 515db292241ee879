//! Why a source could not be imported or fetched, for the operator.

use std::path::PathBuf;

use crate::corpus::DocumentId;

/// Why a source did not become a draft.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The document has a text, or a file stands where one is to be written.
    #[error("`{}` exists; nothing is overwritten", .0.display())]
    Exists(PathBuf),
    /// The document's file is neither a record nor missing.
    #[error("`{0}` has a text or a source already; nothing is overwritten")]
    Held(DocumentId),
    /// The document's file has no front matter to fill the text in below.
    #[error("the file of `{0}` has no front matter between `+++` lines; run `check`")]
    NoRecord(DocumentId),
    /// A kind of file that is not read.
    #[error(
        "a source of type `{0}` is not read: HTML, PDF, DOCX, plain text and captures (WARC, WACZ) are; save other files as PDF"
    )]
    Unread(String),
    /// Nothing in the source looks like a paragraph.
    #[error("no text was found in the source; a scanned PDF needs character recognition first")]
    NoText,
    /// The page has no words without its script, or none at all.
    #[error("the page is empty without script: save it with a browser and import the file")]
    Empty,
    /// The page is something else than a text, and fills no record.
    #[error("what came looks like {0}, not like the text: it fills no record; look at it and import it by itself")]
    NoDocument(&'static str),
    /// A record of a capture that is damaged.
    #[error("the record of a capture cannot be read: {0}")]
    Record(String),
    /// A package of captures, or a Word file, that is damaged.
    #[error("the file is a package that cannot be read: {0}")]
    Package(String),
    /// A file that was made to fill the machine.
    #[error("the file unpacks to more than {0} times its size; no honest one does")]
    Unfolds(u64),
    /// A file of captures without a word on which is wanted.
    #[error("a file of captures holds many pages: name one with --url; it has{0}")]
    Unnamed(String),
    /// The address is not among the captures.
    #[error("`{url}` was not captured in this file; it has{addresses}")]
    NotCaptured {
        /// The address asked for.
        url: String,
        /// Those that are there.
        addresses: String,
    },
    /// The capture refers to another, which is not there.
    #[error("the capture of `{0}` only refers to an earlier one, which the file does not have")]
    NoOriginal(String),
    /// An archive of the web does not do what it should.
    #[error("the archive cannot be used: {0}")]
    Archive(String),
    /// An archive of the web has no copy of a page.
    #[error("the archive has no copy of `{url}`{but}")]
    NotArchived {
        /// The address asked for.
        url: String,
        /// From when, and what there is instead.
        but: String,
    },
    /// A digest agrees with nothing.
    #[error("the capture is not what its digest says: {named} is named, and what is there has {found}")]
    Digest {
        /// The digest that is named.
        named: String,
        /// Those of what is there, each with of what it is.
        found: String,
    },
    /// Half an answer that nobody asked for.
    #[error("the host answered with a part (status 206), though nothing was asked for in parts")]
    Partial,
    /// The answer is packed in a way that was not asked for.
    #[error("the answer is packed as `{0}`, which was not asked for and is not read")]
    Packed(String),
    /// The page only leads elsewhere.
    #[error("the page has no text of its own and leads to `{0}`: list that address")]
    Leads(String),
    /// The page is at another address.
    #[error("the page has moved to `{0}`")]
    Moved(String),
    /// The host sends back to the same place until it gets a cookie.
    #[error(
        "`{0}` leads to itself: the host wants a cookie that it did not accept; save it with a browser and import the file"
    )]
    Cookie(String),
    /// What was held is still the same, as the host says.
    #[error("the host says that nothing changed")]
    Unchanged,
    /// poppler is not installed.
    #[error("`pdftotext` is not installed; it is in the package `poppler-utils` (Debian, Fedora) or `poppler` (macOS)")]
    NoPoppler,
    /// poppler could not read the file.
    #[error("the PDF cannot be read: {0}")]
    Pdf(String),
    /// The letters of a PDF are not those that a reader sees.
    #[error(
        "the text of the PDF is not read: {0}; recognise its letters anew (as with `ocrmypdf --force-ocr`), or find another copy"
    )]
    Garbled(String),
    /// Reading did not end in time.
    #[error("the source was not read after {0} s; it is damaged, or made to be read without end")]
    Endless(u64),
    /// A page whose tags are not closed.
    #[error("the page is nested more than {0} deep; no text needs that")]
    Nested(usize),
    /// A host whose pages must not be used.
    #[error("`{0}` is on a host that copies pages of others: never cite it")]
    Refused(String),
    /// Not an address that can be asked.
    #[error("`{0}` is not an address that is asked: `http` or `https`, without a password")]
    Address(String),
    /// A host in somebody's own network.
    #[error("the host is not on the public internet")]
    Private,
    /// The host asks robots not to ask for this, or its rules cannot be read.
    #[error(
        "`{0}` is closed to robots, or the host's `robots.txt` cannot be read; save it with a browser and import the file"
    )]
    Unwanted(String),
    /// The host answered with another status than success.
    #[error("the host answered with status {0}")]
    Status(u16),
    /// The host is busy, and asks for more patience than is had.
    #[error("the host answered with status {status} and asks to come back in {}", long(*.wait))]
    Later {
        /// The status.
        status: u16,
        /// How many seconds it asks to wait.
        wait: u64,
    },
    /// One redirect after another.
    #[error("`{0}` leads from one redirect to the next")]
    Redirects(String),
    /// More than is wanted of an answer.
    #[error("the answer has more than {0} bytes")]
    TooLarge(u64),
    /// The answer was not complete in time.
    #[error("the answer was not complete after {0} s")]
    TooSlow(u64),
    /// The connection failed.
    #[error("{0}")]
    Network(String),
    /// What came is not what the record lists.
    #[error("the record lists `{listed}` there, and `{came}` came: look at it and import it by itself")]
    Unexpected {
        /// The format that the record lists.
        listed: String,
        /// The media type that came.
        came: String,
    },
    /// A file could not be read or written.
    #[error("`{}`: {error}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
}

/// Writes how long somebody is to wait, in a unit that can be told at a glance.
fn long(seconds: u64) -> String {
    match seconds {
        0..7_200 => format!("{} minutes", seconds.div_ceil(60)),
        7_200..172_800 => format!("{} hours", seconds.div_ceil(3_600)),
        _ => format!("{} days", seconds.div_ceil(86_400)),
    }
}

impl Error {
    /// Tells that an address no longer exists.
    pub(super) fn says_gone(&self) -> bool {
        matches!(self, Self::Status(404 | 410))
    }

    /// Returns the status that a host answered; nothing where it did not answer.
    pub(super) fn status(&self) -> Option<u16> {
        match self {
            Self::Status(status) | Self::Later { status, .. } => Some(*status),
            Self::Network(_) | Self::TooSlow(_) => None,
            // It gave something, which was not the text.
            _ => Some(200),
        }
    }

    /// Tells that the page itself was not to be had, though nobody forbids to ask for it.
    pub(super) fn says_lost(&self) -> bool {
        !matches!(
            self,
            Self::Unwanted(_)
                | Self::Refused(_)
                | Self::Address(_)
                | Self::Private
                | Self::Held(_)
                | Self::Exists(_)
                | Self::NoRecord(_)
                | Self::NoPoppler
                | Self::File { .. }
        )
    }

    /// Tells what may be better in a moment.
    pub(super) fn may_pass(&self) -> bool {
        matches!(self, Self::Network(_) | Self::TooSlow(_))
    }
}
