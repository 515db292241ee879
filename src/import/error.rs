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
    #[error("a source of type `{0}` is not read: HTML, PDF and plain text are; save other files as PDF")]
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

impl Error {
    /// Tells that an address no longer exists.
    pub(super) fn says_gone(&self) -> bool {
        matches!(self, Self::Status(404 | 410))
    }

    /// Tells what may be better in a moment.
    pub(super) fn may_pass(&self) -> bool {
        matches!(self, Self::Network(_) | Self::TooSlow(_))
    }
}
