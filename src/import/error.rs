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
    /// poppler is not installed.
    #[error("`pdftotext` is not installed; it is in the package `poppler-utils` (Debian, Fedora) or `poppler` (macOS)")]
    NoPoppler,
    /// poppler could not read the file.
    #[error("the PDF cannot be read: {0}")]
    Pdf(String),
    /// A host whose pages must not be used.
    #[error("`{0}` is on a host that copies pages of others: never cite it")]
    Refused(String),
    /// A file could not be read or written.
    #[error("`{}`: {error}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
}
